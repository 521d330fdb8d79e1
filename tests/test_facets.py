"""The facets beside the first five, for no country in particular; laws first."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations import (
    assessments,
    constraints,
    cooperation,
    evidence,
    frictions,
    investment,
    projects,
    third_parties,
    trade,
)
from bilateral_timeline.relations.agreements import AgreementDescribed, AgreementStage
from bilateral_timeline.relations.assessments import AssessmentMade
from bilateral_timeline.relations.claims import ROLES, Claims
from bilateral_timeline.relations.commitments import CommitmentRevised, DeliveryReported
from bilateral_timeline.relations.constraints import RestrictionChanged, RestrictionDescribed
from bilateral_timeline.relations.contacts import (
    MeetingDescribed,
    MeetingHeld,
    MeetingPlanned,
    StatementMade,
)
from bilateral_timeline.relations.cooperation import (
    HALF_LIFE,
    SCORES,
    CooperationReported,
    Index,
    Scored,
    coded,
)
from bilateral_timeline.relations.evidence import AliasRecorded, ClaimDenied
from bilateral_timeline.relations.facet import Entry, Facet
from bilateral_timeline.relations.frictions import FrictionEased, FrictionRaised, RefusalMade
from bilateral_timeline.relations.investment import InvestmentReported
from bilateral_timeline.relations.leadership import OfficeAssumed, SuccessionStep, Votes
from bilateral_timeline.relations.memberships import MembershipChanged
from bilateral_timeline.relations.projects import (
    ProjectDescribed,
    ProjectStage,
    ProjectTarget,
    ShipmentMade,
)
from bilateral_timeline.relations.relationship import RELATIONSHIP, Relationship
from bilateral_timeline.relations.third_parties import PositionTaken
from bilateral_timeline.relations.trade import (
    StatisticsScope,
    TradeComposed,
    TradeDescribed,
    TradeReported,
)
from bilateral_timeline.testing import Question, logs, questions, timeline_of
from bilateral_timeline.views import text
from pairs import BODIES

PAIR = ("AA", "BB")
LOGS = logs(BODIES, parties=PAIR)
Records = tuple[Record, ...]


def event(id: str, when: str, what: Any, source: str = "", **more: Any) -> bt.Event:
    cited = [bt.Citation(source or f"of-{id}", known="2009-12-31")]
    return bt.Event(id=id, when=when, what=what, sources=cited, parties=PAIR, **more)


def state_of(*events: bt.Event, day: str = "2009-12-31") -> Any:
    return timeline_of(RELATIONSHIP, events).as_of(day)


def usd(low: object, best: object, high: object) -> bt.Money:
    return bt.Money(low, best, high, currency="USD")  # type: ignore[arg-type]


def percent(low: object, best: object, high: object) -> bt.Quantity:
    return bt.Quantity(low, best, high, unit="percent")  # type: ignore[arg-type]


# -- every view of every state -----------------------------------------------------------------


@given(LOGS, questions())
def test_every_state_can_be_told_in_brief_in_full_and_as_plain_data(
    records: Records, asked: Question
) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    state = asked.of(timeline)
    assert text.briefing(timeline, state).startswith(f"State as of {asked.as_of}")
    told = text.state(timeline, state, list(state.branches()))
    assert told.count("unknown: nothing is recorded by that day") == sum(
        facet is bt.Unknown for facet in state.branches().values()
    )
    assert json.loads(json.dumps(state.to_dict()))["day"] == asked.as_of.isoformat()


FOUR = bt.Quantity(4, None, 4, unit="jets")
CLAIMED: tuple[tuple[str, st.SearchStrategy[Any]], ...] = (
    ("agreements.one.history", st.builds(
        AgreementStage,
        agreement=st.just("one"),
        stage=st.sampled_from(("signature-scheduled", "signed", "suspended", "resumed")),
    )),
    ("memberships.one.AA.statuses", st.builds(
        MembershipChanged,
        organisation=st.just("one"),
        party=st.just("AA"),
        status=st.sampled_from(("observer", "full")),
        observed=st.booleans(),
    )),
    ("constraints.one.history", st.builds(
        RestrictionChanged,
        restriction=st.just("one"),
        action=st.sampled_from(("imposed", "in-force", "lifted")),
        observed=st.booleans(),
    )),
    ("commitments.one.delivered",
     st.builds(DeliveryReported, commitment=st.just("one"), quantity=st.just(FOUR))),
    ("projects.one.stages", st.builds(
        ProjectStage,
        project=st.just("one"),
        stage=st.sampled_from(("planned", "operational", "suspended")),
    )),
    ("investment.one.stages", st.builds(
        InvestmentReported,
        investment=st.just("one"),
        stage=st.sampled_from(("pledged", "issued")),
    )),
)  # fmt: skip


def with_denials(claimed: tuple[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Records]:
    path, bodies = claimed
    denials = st.builds(
        ClaimDenied, claim=st.just(path), by=st.just("AA"), role=st.sampled_from(ROLES)
    )
    return logs(bodies | denials, parties=PAIR)


DENIED_LOGS = st.sampled_from(CLAIMED).flatmap(with_denials)
"""Logs of what is claimed at one path, and of denials of it."""


@given(DENIED_LOGS, questions())
def test_what_its_subject_denies_sets_nothing(records: Records, asked: Question) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    for facet, claims, leaf in (
        ("agreements", "history", "stage"),
        ("projects", "stages", "stage"),
        ("investment", "stages", "stage"),
        ("constraints", "history", "action"),
        ("commitments", "delivered", "so_far"),
    ):
        part = state.branches()[facet]
        for entry in () if part is bt.Unknown else part.values():
            if not getattr(entry, claims).standing:
                assert getattr(entry, leaf) is bt.Unknown


@given(DENIED_LOGS)
def test_nothing_but_a_subjects_denial_changes_what_stands(records: Records) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    denials = [e for e in timeline.events() if isinstance(e.what, ClaimDenied)]
    others = [denial.id for denial in denials if denial.what.role != "subject"]
    state, without = (t.as_of("2009") for t in (timeline, timeline.without(*others)))
    for facet, leaves in (
        ("agreements", ("stage", "since", "due")),
        ("projects", ("stage", "since", "so_far")),
        ("investment", ("stage", "since")),
        ("constraints", ("action", "since", "expires")),
        ("commitments", ("so_far",)),
    ):
        held, part = without.branches()[facet], state.branches()[facet]
        for id in () if held is bt.Unknown else held:
            for leaf in leaves:
                assert getattr(part[id], leaf) == getattr(held[id], leaf)
    if without.memberships is not bt.Unknown:
        for id, parties in without.memberships.items():
            for party, member in parties.items():
                now = state.memberships[id][party]
                assert (now.status, now.since) == (member.status, member.since)


@pytest.mark.parametrize(
    "what",
    [
        lambda: MeetingDescribed(meeting="minister", outcome="x"),
        lambda: CooperationReported(domain="index", item="x"),
        lambda: TradeReported(flow="goods", year=2001),
    ],
)
def test_a_word_that_stands_for_something_else_is_no_id(what: Any) -> None:
    with pytest.raises(bt.RecordError, match="another id than"):
        what()


def test_a_sum_that_is_not_above_zero_has_no_change_in_percent() -> None:
    told = [
        event("a", "2001", TradeReported(flow="balance", year=2000, value=usd(-4, -4, -4))),
        event("b", "2002", TradeReported(flow="balance", year=2001, value=usd(8, 8, 10))),
    ]
    assert state_of(*told).trade["balance"]["2001"].computed_change is bt.Unknown


def test_a_denied_figure_counts_no_more_for_the_year_after() -> None:
    told = [
        event("a", "2001", TradeReported(flow="turnover", year=2000, value=usd(4, 4, 4))),
        event("b", "2002", TradeReported(flow="turnover", year=2001, value=usd(8, 8, 8))),
        event("c", "2003", ClaimDenied(claim="trade.turnover.2000.value", by="AA", role="subject")),
    ]
    year = state_of(*told[:2]).trade["turnover"]["2001"]
    assert year.computed_change == percent(100, 100, 100)
    assert state_of(*told).trade["turnover"]["2001"].computed_change is bt.Unknown


def test_what_returns_is_what_was_told_last() -> None:
    told = [
        event(f"e{at}", f"200{at}", ProjectDescribed(project="link", usable=word))
        for at, word in enumerate(("no", "yes", "no"), 1)
    ]
    assert projects.usable(state_of(*told).projects) == {"link": bt.Certainty.NO}


def test_a_call_does_not_stand_for_a_visit_that_is_announced() -> None:
    plan = event(
        "a", "2001-01-01",
        MeetingPlanned(level="minister", mode="visit", participants=("Ada", "Bo"),
                       due=bt.When("2001-06-01")),
    )  # fmt: skip
    call = event(
        "b", "2001-02-01", MeetingHeld(level="minister", mode="call", participants=("Ada", "Bo"))
    )
    assert str(state_of(plan, call).contacts["minister"].next) == "2001-06-01"


def test_what_is_seen_in_force_again_keeps_its_first_day() -> None:
    told = [
        event("a", "2001", RestrictionChanged(restriction="ban", action="imposed")),
        event("b", "2003", RestrictionChanged(restriction="ban", action="in-force", observed=True)),
    ]
    ban = state_of(*told).constraints["ban"]
    assert (ban.action, str(ban.since)) == ("imposed", "2001")


def test_a_partys_denial_leaves_the_first_day_in_force() -> None:
    told = [
        event("a", "2001", RestrictionChanged(restriction="ban", action="imposed")),
        event("b", "2003", RestrictionChanged(restriction="ban", action="in-force", observed=True)),
        event("c", "2004", ClaimDenied(claim="constraints.ban.history", by="AA", role="party")),
    ]
    ban = state_of(*told).constraints["ban"]
    assert (ban.action, str(ban.since), ban.history.disputed) == ("imposed", "2001", True)


def test_a_holder_who_is_only_seen_does_not_date_the_end_of_the_one_before() -> None:
    told = [
        event("a", "2001-05-07", OfficeAssumed(office="chair", person="Ada")),
        event("b", "2008-04-13", OfficeAssumed(office="chair", person="Bo", observed=True)),
    ]
    (ada, _) = state_of(*told).leadership["chair"].succession
    assert str(ada.until) == "[2001-05-07..2008-04-13]"


# -- evidence: gathered, never copied ----------------------------------------------------------


@given(LOGS, questions())
def test_the_evidence_holds_each_claim_of_each_facet_once_and_under_its_class(
    records: Records, asked: Question
) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    if state.evidence is bt.Unknown:
        return
    held: dict[str, Claims] = {}

    def walk(path: str, part: Any) -> None:
        for name, value in part.branches().items():
            if isinstance(value, Claims) and value:
                held[f"{path}.{name}"] = value
            elif isinstance(value, Entry | Facet):
                walk(f"{path}.{name}", value)

    for name, facet in state.branches().items():
        if name != "evidence" and facet is not bt.Unknown:
            walk(name, facet)
    for group in ("contested", "denied", "single-source"):
        found = state.evidence.of_class(group)
        assert found == {path: claims for path, claims in held.items() if claims.group == group}
        for path in found:
            assert found[path].events
    assert set(state.evidence.sources) >= {s for c in held.values() for s in c.sources}


@given(LOGS, questions())
def test_the_coverage_of_a_state_is_that_of_its_events(records: Records, asked: Question) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    state = asked.of(timeline)
    happened = timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)
    shown = [e.known_by(asked.known_by) for e in happened]
    if not shown:
        assert state.evidence is bt.Unknown
        return
    coverage = state.evidence["coverage"]
    days = [e.when.start.earliest or e.when.start.latest for e in shown]
    assert coverage.first == min((day for day in days if day), default=bt.Unknown)
    known = [e.known for e in shown] + [c.known for e in shown for c in e.sources if c.known]
    assert coverage.through == max(known)
    assert set(coverage.sources) == {c.source for e in shown for c in e.sources}


def test_what_a_class_holds_is_explained_by_its_events() -> None:
    seen = event("a", "2001-01-01", ProjectStage(project="plant", stage="operational"))
    denied = event(
        "b", "2001-02-01", ClaimDenied(claim="projects.plant.stages", by="owner", role="subject")
    )
    timeline = timeline_of(RELATIONSHIP, [seen, denied])
    why = timeline.explain("evidence.denied", as_of="2002-12-31")
    assert [e.id for e in why.set_by] == ["a", "b"]
    assert evidence.counted_out(timeline.as_of("2002-12-31").evidence) == ("projects.plant.stages",)


def test_what_its_own_subject_denies_counts_no_more_until_it_is_told_again() -> None:
    seen = event("a", "2001-01-01", ProjectStage(project="plant", stage="operational"))
    denied = event(
        "b", "2001-02-01", ClaimDenied(claim="projects.plant.stages", by="owner", role="subject")
    )
    again = event("c", "2003-01-01", ProjectStage(project="plant", stage="operational", by="owner"))
    timeline = timeline_of(RELATIONSHIP, [seen, denied, again])
    told = [
        (p.stage, p.stages.group)
        for day in ("2001-01-01", "2001-02-01", "2003-01-01")
        for p in [timeline.as_of(day).projects["plant"]]
    ]
    assert told == [
        ("operational", "single-source"),
        (bt.Unknown, "denied"),
        ("operational", "contested"),
    ]
    without = timeline.without("b").as_of("2001-02-01").projects["plant"]
    assert (without.stage, without.stages.group) == ("operational", "single-source")


def test_a_denial_that_comes_before_its_claim_waits_for_it() -> None:
    denied = event(
        "a", "2001-01-01/..", ClaimDenied(claim="trade.turnover.2000.value", by="BB", role="party")
    )
    figure = event("b", "2002-01-01", TradeReported(flow="turnover", year=2000, value=usd(1, 1, 1)))
    assert state_of(denied).trade["turnover"]["2000"].value.group is bt.Unknown
    assert state_of(denied, figure).trade["turnover"]["2000"].value.group == "denied"


@pytest.mark.parametrize("claim", ["nowhere", "leadership.chair.holder", "trade.turnover", "trade"])
def test_a_denial_of_what_is_no_claim_changes_nothing(claim: str) -> None:
    chair = event("a", "2001-01-01", OfficeAssumed(office="chair", person="Ada"))
    denial = event("b", "2001-02-01", ClaimDenied(claim=claim, by="BB", role="subject"))
    assert state_of(chair, denial).leadership == state_of(chair).leadership
    assert state_of(chair, denial).trade is bt.Unknown


@pytest.mark.parametrize(
    ("claim", "near"),
    [
        ("projects.plannt.stages", "near it: projects.plant.stages"),
        ("projects.plant.stage", "near it: projects.plant.stages"),
        ("projects.plant.overdue", "near it: projects.plant.stages"),
        ("day", "near it: none"),
    ],
)
def test_check_tells_of_a_denial_of_what_nobody_claims(claim: str, near: str) -> None:
    seen = event("a", "2001-01-01", ProjectStage(project="plant", stage="operational"))
    denial = event("b", "2001-02-01", ClaimDenied(claim=claim, by="owner", role="subject"))
    (problem,) = timeline_of(RELATIONSHIP, [seen, denial]).check()
    assert (problem.where, problem.found) == ("event 'b': what.claim", repr(claim))
    assert near in str(problem)

    def of(value: str) -> bt.Event:
        what = ClaimDenied(claim="projects.plant.stages", by="", role="party", value=value)
        return event("b", "2001-02-01", what)

    assert timeline_of(RELATIONSHIP, [seen, of("operational")]).check() == ()
    missed = of("planned")
    (problem,) = timeline_of(RELATIONSHIP, [seen, missed]).check()
    assert problem.found == "'planned'"


def test_a_name_has_its_aliases() -> None:
    told = [
        event("a", "2001", AliasRecorded(name="Ada", alias="Adda", of="person")),
        event("b", "2002", AliasRecorded(name="Ada", alias="A.", of="person")),
    ]
    names = state_of(*told).evidence["names"]
    assert (names["Ada"].aliases.values, names["Ada"].aliases.group) == (
        ("Adda", "A."),
        "compatible",
    )


# -- trade -------------------------------------------------------------------------------------

SUMS = st.tuples(st.integers(1, 50), st.integers(0, 9)).map(lambda p: usd(p[0], None, sum(p)))


@given(SUMS, SUMS)
def test_the_computed_change_holds_every_change_that_the_figures_allow(
    then: bt.Money, now: bt.Money
) -> None:
    told = [
        event("a", "2001", TradeReported(flow="turnover", year=2001, value=then)),
        event("b", "2002", TradeReported(flow="turnover", year=2002, value=now)),
    ]
    change = state_of(*told).trade["turnover"]["2002"].computed_change
    for before in (then.low, then.high):
        for after in (now.low, now.high):
            assert before is not None
            assert after is not None
            exact = 100 * (after / before - 1)
            assert change.low - Decimal("0.06") <= exact <= change.high + Decimal("0.06")


@given(st.permutations(range(3)))
def test_a_year_knows_the_one_before_in_whatever_order_they_are_told(order: list[int]) -> None:
    bodies = [
        TradeReported(flow="turnover", year=2001, value=usd(4, 4, 4)),
        TradeReported(flow="turnover", year=2002, value=usd(5, 5, 5)),
        TradeReported(flow="turnover", year=2002, change=percent(20, 20, 20)),
    ]
    told = [event(f"e{at}", f"200{1 + at}", bodies[which]) for at, which in enumerate(order)]
    year = state_of(*told).trade["turnover"]["2002"]
    assert year.computed_change == percent(25, 25, 25)
    assert set(year.why("computed_change")[0]) >= {
        told[order.index(0)].id,
        told[order.index(1)].id,
    }


def test_an_early_figure_stands_apart() -> None:
    early = TradeReported(
        flow="turnover", year=2001, value=usd(3, 3, 3), change=percent(9, 9, 9), preliminary=True
    )
    final = TradeReported(flow="turnover", year=2001, value=usd(4, 4, 4))
    year = state_of(event("a", "2001", early), event("b", "2002", final)).trade["turnover"]["2001"]
    assert (year.best, year.value.group) == (usd(4, 4, 4), "single-source")
    assert (year.early.values, year.early_change.values) == (
        (usd(3, 3, 3),),
        (percent(9, 9, 9),),
    )
    assert year.change.group is bt.Unknown


def test_sums_in_two_currencies_give_no_change() -> None:
    told = [
        event("a", "2001", TradeReported(flow="turnover", year=2001, value=usd(4, 4, 4))),
        event(
            "b", "2002",
            TradeReported(flow="turnover", year=2002, value=bt.Money(best=5, currency="EUR")),
        ),
    ]  # fmt: skip
    assert state_of(*told).trade["turnover"]["2002"].computed_change is bt.Unknown


def test_goods_causes_and_scope_stand_beside_the_figures() -> None:
    told = [
        event("a", "2001", TradeComposed(flow="aa-exports", year=2001, goods="wool",
                                         share=percent(40, 45, 50), direction="rising")),
        event("b", "2001", TradeDescribed(flow="turnover", year=2001, cause="rain")),
        event("c", "2001", TradeDescribed(flow="turnover", obstacle="mountains")),
        event("d", "2001", StatisticsScope(goods="wool", counted="yes")),
        event("e", "2001", StatisticsScope(goods="wool", counted="no")),
    ]  # fmt: skip
    state = state_of(*told).trade
    assert state["goods"]["aa-exports-2001-wool"].direction.values == ("rising",)
    assert state["turnover"]["2001"].cause.values == ("rain",)
    assert state["turnover"]["undated"].obstacle.values == ("mountains",)
    assert trade.contested(state) == ("scope.wool.counted",)


# -- cooperation: the index --------------------------------------------------------------------

ACTS = st.lists(
    st.builds(
        Scored,
        event=st.text("ab", min_size=1, max_size=3),
        type=st.sampled_from([type for type, mode in SCORES if not mode]),
        mode=st.just(""),
        when=st.sampled_from(["2001-01-01", "[2001-01-01..2002-06-30]", "2002", "2002-21"]).map(
            bt.When
        ),
    ),
    max_size=6,
)
DAYS = st.integers(Date(2003, 1, 1).toordinal(), Date(2009, 1, 1).toordinal()).map(Date.fromordinal)


def total(acts: Any, horizon: Date) -> tuple[Fraction, Fraction]:
    return Index(acts=tuple(acts)).total(horizon, lambda act: act.score)


@given(ACTS, DAYS, st.randoms())
def test_the_index_is_exact_and_independent_of_order(acts: Any, day: Date, random: Any) -> None:
    shuffled = list(acts)
    random.shuffle(shuffled)
    assert total(shuffled, day) == total(acts, day)


@given(ACTS, DAYS)
def test_after_a_half_life_without_an_act_the_index_is_exactly_half(acts: Any, day: Date) -> None:
    low, high = total(acts, day)
    assert total(acts, day.add(days=HALF_LIFE)) == (low / 2, high / 2)


@given(ACTS, ACTS, DAYS)
def test_the_index_of_two_lists_is_the_sum_of_both(one: Any, other: Any, day: Date) -> None:
    sums = [a + b for a, b in zip(total(one, day), total(other, day), strict=True)]
    assert total([*one, *other], day) == tuple(sums)


def test_an_act_weighs_its_score_on_its_own_day_and_half_a_half_life_later() -> None:
    visit = event(
        "a", "2001-01-01", MeetingHeld(level="minister", mode="visit", participants=("Ada", "Bo"))
    )
    timeline = timeline_of(RELATIONSHIP, [visit])
    sums = timeline.series("cooperation.index.sum", every="year", after="2000", until="2002")
    assert timeline.as_of("2001-01-01").cooperation["index"].sum == bt.Quantity(
        4, None, 4, unit="points"
    )
    assert [str(value) for _, value in sums] == ["2 points", "1 points"]  # 364 and 729 days
    index = timeline.as_of("2001-01-01").cooperation["index"]
    assert (index.scale, str(index.half_life), str(index.count)) == (
        "PLOVER 0.8",
        "365 days",
        "1 acts",
    )


@given(ACTS, DAYS)
def test_the_parts_of_the_index_count_what_the_whole_counts(acts: Any, day: Date) -> None:
    index = Index(acts=tuple(acts)).seen_at(day)
    parts = [share.high for share in index.shares.values() if share.high is not None]
    assert index.count.high is not None
    assert abs(sum(parts, Decimal(0)) - index.count.high) <= Decimal("0.05")


JETS = bt.Quantity(4, 4, 4, unit="jets")


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (MeetingHeld(level="minister", mode="call", participants=()), ("CONSULT", "phone")),
        (MeetingPlanned(level="minister", mode="visit", participants=(),
                        due=bt.When("2002")), ("AGREE", "")),
        (StatementMade(level="minister", mode="praise", speaker="", about=""), ("SUPPORT", "")),
        (StatementMade(level="minister", mode="claim", speaker="", about=""), None),
        (StatementMade(level="society", mode="gesture", speaker="", about=""), None),
        (AgreementStage(agreement="pact", stage="signed"), ("SUPPORT", "")),
        (AgreementStage(agreement="pact", stage="negotiation-suspended"), None),
        (AgreementDescribed(agreement="pact", instrument="treaty"), None),
        (CommitmentRevised(commitments=("jets",), action="refused"), ("REJECT", "")),
        (CommitmentRevised(commitments=("jets",), action="refused", standing="reported"), None),
        (DeliveryReported(commitment="jets", quantity=JETS), None),
        (DeliveryReported(commitment="jets", quantity=JETS, handed_over=True), ("AID", "")),
        (ProjectStage(project="plant", stage="operational"), None),
        (ShipmentMade(project="line", quantity=JETS, origin="", destination=""),
         ("COOPERATE", "")),
        (CooperationReported(domain="space", item="launch", act=True), ("COOPERATE", "")),
        (CooperationReported(domain="space", item="launch"), None),
        (FrictionRaised(friction="fish", issue="nets"), None),
        (FrictionRaised(friction="fish", issue="nets", act=True), ("ACCUSE", "disapprove")),
        (RefusalMade(friction="fish", by="AA", what="a permit"), ("REJECT", "")),
        (RestrictionChanged(restriction="tax", action="imposed", imposer="AA", targets=("BB",)),
         ("SANCTION", "discontinue")),
        (RestrictionChanged(restriction="tax", action="imposed", imposer="CC", targets=("BB",)),
         None),
        (TradeReported(flow="turnover", year=2001, value=usd(1, 1, 1)), None),
    ],
)  # fmt: skip
def test_acts_have_a_code_and_observations_carry_no_weight(what: Any, code: Any) -> None:
    assert coded(event("a", "2001-01-01", what)) == code
    assert coded(event("a", "2001-01-01/..", what)) is None
    for parties in (("AA",), ("AA", "union")):
        assert coded(attrs.evolve(event("a", "2001-01-01", what), parties=parties)) is None


def test_a_domain_names_what_goes_on_and_in_which_direction() -> None:
    told = [
        event("a", "2001", CooperationReported(domain="space", item="launch")),
        event("b", "2003", CooperationReported(domain="space", item="study", provider="AA",
                                               recipient="BB")),
    ]  # fmt: skip
    state = state_of(*told).cooperation
    space = state["space"]
    assert (space.items.values, space.direction.values) == (
        ("launch", "study"),
        ("both", "AA to BB"),
    )
    assert (str(space.since), str(space.last)) == ("2001", "2003")
    assert cooperation.domains(state) == ("space",)


# -- leadership and contacts: what is to come --------------------------------------------------


def test_the_steps_towards_a_holder_end_when_he_takes_office() -> None:
    steps = [
        event("a", "2001-01-01", SuccessionStep(office="chair", step="election-called",
                                                due=bt.When("2001-03"))),
        event("b", "2001-04-01", SuccessionStep(office="chair", step="elected", person="Ada",
                                                votes=(Votes(person="Ada", number=7),))),
        event("c", "2001-05-01", OfficeAssumed(office="chair", person="Ada")),
    ]  # fmt: skip
    late = state_of(*steps[:1], event("z", "2009", TradeDescribed(flow="turnover", cause="rain")),
                    day="2001-04-02").leadership["chair"]  # fmt: skip
    assert late.overdue == bt.Quantity(2, None, 32, unit="days")
    elected = state_of(*steps, day="2001-04-01").leadership["chair"]
    assert (str(elected.coming[-1]), elected.overdue) == (
        "elected Ada 2001-04-01, 7 (Ada)",
        bt.Unknown,
    )
    held = state_of(*steps).leadership["chair"]
    assert (held.holder, held.coming, held.due) == ("Ada", (), bt.Unknown)


def test_who_is_seen_in_office_again_keeps_his_first_day() -> None:
    told = [
        event("a", "2001", OfficeAssumed(office="chair", person="Ada")),
        event("b", "2003", OfficeAssumed(office="chair", person="Ada", observed=True)),
    ]
    chair = state_of(*told).leadership["chair"]
    assert (str(chair.since), len(chair.succession)) == ("2001", 1)
    seen = state_of(told[1]).leadership["chair"]
    assert str(seen.succession[0]) == "Ada, seen 2003"


def test_a_planned_meeting_is_not_held_because_its_day_passes() -> None:
    plan = event(
        "a", "2001-01-01",
        MeetingPlanned(level="minister", mode="visit", participants=("Ada", "Bo"),
                       due=bt.When("2001-02-01")),
    )  # fmt: skip
    held = event(
        "b", "2001-03-01", MeetingHeld(level="minister", mode="visit", participants=("Ada", "Bo"))
    )
    waiting = state_of(plan, held, day="2001-02-11").contacts["minister"]
    assert (waiting.recorded, str(waiting.next), str(waiting.overdue)) == (
        0,
        "2001-02-01",
        "10 days",
    )
    met = state_of(plan, held).contacts["minister"]
    assert (met.recorded, met.next, str(met.last)) == (1, bt.Unknown, "2001-03-01")


# -- projects and investment -------------------------------------------------------------------


def test_what_stands_on_paper_and_what_can_be_used_are_told_apart() -> None:
    told = [
        event("a", "2001", ProjectStage(project="link", stage="integrated")),
        event("b", "2002/..", ProjectDescribed(project="link", usable="no")),
    ]
    state = state_of(*told).projects
    assert (state["link"].stage, projects.usable(state)) == (
        "integrated",
        {"link": bt.Certainty.NO},
    )
    later = event("c", "2004", ProjectDescribed(project="link", usable="yes"))
    now = state_of(*told, later).projects
    assert (projects.usable(now), now["link"].usable.group) == (
        {"link": bt.Certainty.YES},
        "compatible",
    )


def test_a_stage_that_is_only_reported_is_shown_and_does_not_count() -> None:
    told = event(
        "a", "2001", ProjectStage(project="link", stage="operational", standing="reported")
    )
    link = state_of(told).projects["link"]
    assert (link.stage, link.stages.values[0].word) == (bt.Unknown, "operational")


def test_a_day_for_the_start_is_no_day_for_the_end() -> None:
    start = ProjectTarget(project="line", stage="under-construction", due=bt.When("2002"))
    end = ProjectTarget(project="line", due=bt.When("2005"))
    line = state_of(event("a", "2001", end), event("b", "2002", start)).projects["line"]
    assert (str(line.deadline), [str(v) for v in line.starts.values]) == ("2005", ["2002"])


def test_a_loan_goes_from_pledge_to_issue_and_is_a_share_of_the_cost() -> None:
    told = [
        event("a", "2001", InvestmentReported(investment="loan", stage="pledged",
                                              value=bt.Money(best=6, currency="EUR"),
                                              converted=usd(7, 7, 7),
                                              total=bt.Money(best=9, currency="EUR"))),
        event("b", "2002", InvestmentReported(investment="loan", stage="planned",
                                              total=usd(10, 10, 10))),
        event("c", "2003", InvestmentReported(investment="loan", stage="issued",
                                              standing="alleged")),
    ]  # fmt: skip
    state = state_of(*told).investment
    loan = state["loan"]
    assert (loan.stage, str(loan.since), str(loan.share)) == ("planned", "2002", "70 percent")
    assert [str(v) for v in loan.original.values] == ["6 EUR"]
    assert investment.issued(state) == ()
    stated = event("d", "2004", InvestmentReported(investment="loan", stage="issued"))
    assert investment.issued(state_of(*told, stated).investment) == ("loan",)


def test_the_sum_of_an_agreement_is_an_investment_agreed_when_it_is_signed() -> None:
    told = [
        event("a", "2001", AgreementDescribed(agreement="deal", value=usd(4, 4, 4),
                                              instrument="contract")),
        event("b", "2002", AgreementStage(agreement="deal", stage="signed", name="The deal")),
    ]  # fmt: skip
    signed_first = [attrs.evolve(told[1], when="2000"), told[0]]
    assert state_of(*signed_first).investment["deal"].stage == "agreed"
    deal = state_of(*told).investment["deal"]
    assert (deal.stage, deal.name, deal.value.values) == ("agreed", "The deal", (usd(4, 4, 4),))


# -- constraints, frictions, third parties, assessments ----------------------------------------


def test_a_restriction_is_in_force_until_an_event_ends_it() -> None:
    told = [
        event("a", "2001-01-01", RestrictionChanged(restriction="ban", action="imposed",
                                                    imposer="CC", targets=("AA",),
                                                    due=bt.When("2002-01-01"))),
        event("b", "2003-01-01", RestrictionChanged(restriction="ban", action="expired")),
    ]  # fmt: skip
    timeline = timeline_of(RELATIONSHIP, told)
    late = timeline.as_of("2002-01-11").constraints
    assert (constraints.in_force(late), str(late["ban"].overdue)) == (("ban",), "10 days")
    ended = timeline.as_of("2003-01-01").constraints
    assert (constraints.in_force(ended), ended["ban"].overdue, ended["ban"].expires) == (
        (),
        bt.Unknown,
        bt.Unknown,
    )


def test_what_a_restriction_forbids_may_be_contested() -> None:
    told = [
        event("a", "2001", RestrictionDescribed(restriction="ban", scope="arms")),
        event("b", "2001", RestrictionDescribed(restriction="ban", scope="all")),
    ]
    ban = state_of(*told).constraints["ban"]
    assert (ban.scope.values, ban.scope.group, ban.in_force) == (
        ("arms", "all"),
        "contested",
        bt.Certainty.UNKNOWN,
    )


def test_an_issue_stands_until_it_is_eased_and_stands_again_when_it_is_raised() -> None:
    told = [
        event("a", "2001-01-01", FrictionRaised(friction="fish", issue="nets", by="AA")),
        event("b", "2002-01-01", FrictionEased(friction="fish", how="talks")),
        event("c", "2003-01-01", FrictionRaised(friction="fish", issue="boats", by="BB")),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    told_open = [
        frictions.open_issues(timeline.as_of(day).frictions)
        for day in ("2001-06-01", "2002-06-01", "2003-06-01")
    ]
    assert told_open == [("fish",), (), ("fish",)]
    fish = timeline.as_of("2003-06-01").frictions["fish"]
    assert (str(fish.since), str(fish.last), fish.by) == ("2001-01-01", "2003-01-01", PAIR)


def test_a_promise_that_is_refused_is_a_refusal_among_the_frictions() -> None:
    told = [
        event("a", "2001", CommitmentRevised(commitments=("jets",), action="refused", by="AA")),
        event("b", "2002", CommitmentRevised(commitments=("jets",), action="permitted", by="AA")),
    ]
    assert state_of(told[0]).frictions["jets"].refused.values == ("AA: delivery refused",)
    assert frictions.open_issues(state_of(*told).frictions) == ()


def test_a_third_party_may_change_its_position() -> None:
    told = [
        event("a", "2001", PositionTaken(third_party="CC", topic="canal", position="opposes")),
        event("b", "2003", PositionTaken(third_party="CC", topic="canal", position="supports")),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    asked = [
        third_parties.standing(timeline.as_of(day).third_parties, "supports")
        for day in ("2002", "2004")
    ]
    assert asked == [(), (("CC", "canal"),)]
    assert timeline.as_of("2004").third_parties["CC"]["canal"].position.group == "compatible"


def test_views_stand_side_by_side_and_contradict_each_other_only_in_a_word() -> None:
    told = [
        event("a", "2001", AssessmentMade(topic="canal", dimension="forecast", view="late",
                                          assessor="Ada", likelihood="likely", condition="rain")),
        event("b", "2002", AssessmentMade(topic="canal", dimension="forecast", view="costly",
                                          assessor="Bo")),
    ]  # fmt: skip
    state = state_of(*told).assessments
    assert (state["canal"].views.group, state["canal"].stance.group) == ("compatible", bt.Unknown)
    assert str(state["canal"].told[0]) == "Ada, 2001: late (likely), if rain [of-a]"
    assert assessments.views_of(state, "Bo") == {"canal": (state["canal"].told[1],)}
    words = [
        attrs.evolve(e, what=attrs.evolve(e.what, stance=word))
        for e, word in zip(told, ("no", "yes"), strict=True)
    ]
    assert state_of(*words).assessments["canal"].stance.group == "contested"


def test_the_questions_of_every_facet_are_unknown_where_nothing_is_recorded() -> None:
    nothing: Relationship = state_of(
        event("a", "2009", AliasRecorded(name="Ada", alias="A.", of="person")), day="2001"
    )
    assert {
        trade.contested(nothing.trade),
        investment.issued(nothing.investment),
        constraints.in_force(nothing.constraints),
        frictions.open_issues(nothing.frictions),
        third_parties.standing(nothing.third_parties, "supports"),
        assessments.views_of(nothing.assessments, "Ada"),
        cooperation.domains(nothing.cooperation),
        evidence.counted_out(nothing.evidence),
        projects.usable(nothing.projects),
    } == {bt.Unknown}
