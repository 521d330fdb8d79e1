"""The facets, one after the other, for no country in particular: examples of what each answers."""

from __future__ import annotations

import itertools
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.relations.denials import ClaimDenied
from bilateral_timeline.relations.facets.agreements import AgreementDescribed, AgreementStage
from bilateral_timeline.relations.facets.assessments import AssessmentMade
from bilateral_timeline.relations.facets.commitments import (
    CommitmentMade,
    CommitmentRevised,
    DeliveryReported,
)
from bilateral_timeline.relations.facets.constraints import RestrictionChanged, RestrictionDescribed
from bilateral_timeline.relations.facets.contacts import (
    ContactPractice,
    MeetingHeld,
    MeetingPlanned,
    StatementMade,
)
from bilateral_timeline.relations.facets.cooperation import CooperationReported
from bilateral_timeline.relations.facets.diplomacy import (
    DiplomacyDescribed,
    DiplomatsExpelled,
    MissionChanged,
    RelationsChanged,
)
from bilateral_timeline.relations.facets.evidence import AliasRecorded
from bilateral_timeline.relations.facets.force import (
    DisputeStage,
    ForceDescribed,
    HostileAct,
    LossesClaimed,
    PrisonersHeld,
)
from bilateral_timeline.relations.facets.frictions import (
    FrictionEased,
    FrictionRaised,
    RefusalMade,
)
from bilateral_timeline.relations.facets.investment import InvestmentReported
from bilateral_timeline.relations.facets.leadership import (
    Holding,
    OfficeAssumed,
    OfficesVacated,
    SuccessionStep,
    Votes,
)
from bilateral_timeline.relations.facets.memberships import MembershipChanged
from bilateral_timeline.relations.facets.projects import (
    ProjectDescribed,
    ProjectOutput,
    ProjectStage,
    ProjectTarget,
    ShipmentMade,
)
from bilateral_timeline.relations.facets.third_parties import ThirdPartyAct
from bilateral_timeline.relations.facets.trade import (
    StatisticsScope,
    TradeComposed,
    TradeDescribed,
    TradeReported,
    TradeTreatmentChanged,
)
from bilateral_timeline.testing import timeline_of
from pairs import PAIR

RELATIONSHIP = bt.relationship(*PAIR)
YES, NO, OPEN = bt.Certainty.YES, bt.Certainty.NO, bt.Certainty.UNKNOWN


def event(id: str, when: str, what: Any, stance: str = "asserts", **more: Any) -> bt.Event:
    cited = [bt.Citation(f"of-{id}", known="2009-12-31", stance=stance)]
    given = {"parties": PAIR, "sources": cited, **more}
    return bt.Event(id=id, when=when, what=what, **given)


def state_of(*events: bt.Event, day: str = "2009-12-31") -> Any:
    late = event("the-end", "2009-12-30", AliasRecorded(name="x", alias="y", of="body"))
    return timeline_of(RELATIONSHIP, [*events, late]).as_of(day)


def usd(low: object, best: object, high: object) -> bt.Money:
    return bt.Money(low, best, high, currency="USD")  # type: ignore[arg-type]


def percent(low: object, best: object, high: object) -> bt.Quantity:
    return bt.Quantity(low, best, high, unit="percent")  # type: ignore[arg-type]


def jets(low: object, best: object = None, high: object = None) -> bt.Quantity:
    both = (low, best, high) if high is not None else (None, low, None)
    return bt.Quantity(*both, unit="jets")  # type: ignore[arg-type]


def years(number: int) -> bt.Quantity:
    return bt.Quantity(best=number, unit="years")


def days(low: int, high: int | None = None) -> bt.Quantity:
    return bt.Quantity(low, None, low if high is None else high, unit="days")


def denied(path: str, role: str = "subject", *denies: str, when: str = "2004-01-01") -> bt.Event:
    body = ClaimDenied(claim=path, by="AA", role=role, denies=denies)
    return event("denial", when, body)


# -- leadership -----------------------------------------------------------------------------


def took(id: str, when: str, person: str, **more: Any) -> bt.Event:
    return event(id, when, OfficeAssumed(office="chair", person=person, **more))


def left(id: str, when: str, *persons: str, exit: str = "resigned") -> bt.Event:
    holdings = tuple(Holding(office="chair", person=person) for person in persons)
    return event(id, when, OfficesVacated(holdings=holdings, exit=exit))


def test_an_office_is_vacant_until_somebody_takes_it() -> None:
    told = took("a", "2001-01-05", "Ada"), left("b", "2003-03-01", "Ada")
    bo = took("c", "2003-03-11", "Bo", acting=True)
    vacant = state_of(*told, bo, day="2003-03-05").leadership["chair"]
    assert (vacant.holder, str(vacant.since)) == (None, "2003-03-01")
    assert vacant.vacant_days == days(4)
    assert state_of(*told, bo, day="2003-03-05").leadership.vacant == ("chair",)
    held = state_of(*told, bo).leadership["chair"]
    assert (held.holder, held.acting, held.vacant_days) == ("Bo", True, bt.Unknown)
    assert [str(term) for term in held.succession] == [
        "Ada, 2001-01-05 to 2003-03-01 (resigned)",
        "Bo (acting), 2003-03-11",
    ]


def test_who_leaves_and_was_never_told_to_come_had_followed_whoever_was_there() -> None:
    chair = state_of(took("a", "2001-01-05", "Ada"), left("b", "2003-03-01", "Bo")).leadership[
        "chair"
    ]
    assert (chair.holder, str(chair.since)) == (None, "2003-03-01")
    assert [str(term) for term in chair.succession] == [
        "Ada, 2001-01-05 to [2001-01-05..2003-03-01]",
        "Bo, since a day not recorded to 2003-03-01 (resigned)",
    ]
    seats = took("a", "2001-01-05", "Ada", seat="north"), left("b", "2003-03-01", "Bo")
    assert state_of(*seats).leadership["chair"].seats == {"north": "Ada"}


def test_who_is_no_longer_in_office_leaves_nothing_vacant() -> None:
    holdings = (Holding(office="chair", person="Ada"), Holding(office="desk", person="Ada"))
    died = event("c", "2003-03-01", OfficesVacated(holdings=holdings, exit="natural-death"))
    state = state_of(took("a", "2001-01-05", "Ada"), took("b", "2002-01-05", "Bo"), died)
    assert (state.leadership["chair"].holder, state.leadership["desk"].holder) == ("Bo", None)


def test_who_leaves_another_office_keeps_this_one() -> None:
    holdings = (Holding(office="desk", person="Bo"), Holding(office="chair", person="Ada"))
    both = event("c", "2003", OfficesVacated(holdings=holdings, exit="resigned"))
    told = took("a", "2001", "Ada", seat="first"), took("b", "2001-01", "Bo", seat="second")
    assert state_of(*told, both).leadership["chair"].seats == {"second": "Bo"}


def test_who_left_is_told_even_if_nobody_told_that_he_came() -> None:
    (term,) = state_of(left("a", "2003-03-01", "Ada")).leadership["chair"].succession
    assert str(term) == "Ada, since a day not recorded to 2003-03-01 (resigned)"


def test_an_office_of_several_seats_has_several_holders() -> None:
    told = [
        took("a", "2001-01-01", "Ada", seat="first"),
        took("b", "2001-02-01", "Bo", seat="second"),
        took("c", "2002-01-01", "Cy", seat="first"),
    ]
    council = state_of(*told).leadership["chair"]
    assert council.seats == {"first": "Cy", "second": "Bo"}
    assert [term.person for term in council.current] == ["Cy", "Bo"]
    gone = state_of(*told, left("d", "2003", "Cy"), left("e", "2004", "Bo")).leadership["chair"]
    assert (gone.holder, gone.seats, str(gone.since)) == (None, bt.Unknown, "2004")


def test_the_last_of_several_to_leave_leaves_it_vacant() -> None:
    told = [
        took("a", "2001-01-01", "Ada", seat="first"),
        took("b", "2001-02-01", "Bo", seat="second"),
        left("c", "2003-05-01", "Bo"),
        left("d", "2005-05-01", "Ada"),
    ]
    gone = state_of(*told).leadership["chair"]
    assert (gone.holder, str(gone.since), gone.why("since")[0]) == (None, "2005-05-01", ("d",))


@pytest.mark.parametrize("exit", ["irregular", "assassinated", "foreign", "unknown", "suicide"])
def test_how_people_come_and_go_is_told_in_the_terms_of_archigos(exit: str) -> None:
    told = took("a", "2001", "Ada", entry="irregular"), left("b", "2003", "Ada", exit=exit)
    (term,) = state_of(*told).leadership["chair"].succession
    assert (term.entry, term.exit) == ("irregular", exit)


def test_a_holder_who_is_only_seen_does_not_date_the_end_of_the_one_before() -> None:
    told = took("a", "2001-05-07", "Ada"), took("b", "2008-04-13", "Bo", observed=True)
    (ada, _) = state_of(*told).leadership["chair"].succession
    assert str(ada.until) == "[2001-05-07..2008-04-13]"


def test_who_is_seen_in_office_again_keeps_his_first_day() -> None:
    told = took("a", "2001", "Ada"), took("b", "2003", "Ada", observed=True)
    chair = state_of(*told).leadership["chair"]
    assert (str(chair.since), len(chair.succession), chair.observed) == ("2001", 1, bt.Unknown)
    seen = state_of(told[1]).leadership["chair"]
    assert (str(seen.succession[0]), seen.observed) == ("Ada, seen 2003", True)


def test_the_steps_towards_a_holder_end_when_he_takes_office() -> None:
    steps = [
        event("a", "2001-01-01", SuccessionStep(office="chair", step="election-called",
                                                due=bt.When("2001-03"))),
        event("b", "2001-04-01", SuccessionStep(office="chair", step="elected", person="Ada",
                                                votes=(Votes(person="Ada", number=7),))),
        took("c", "2001-05-01", "Ada"),
    ]  # fmt: skip
    late = state_of(*steps, day="2001-03-31").leadership["chair"]
    assert (str(late.due), late.overdue, late.holder) == ("2001-03", days(0, 30), bt.Unknown)
    elected = state_of(*steps, day="2001-04-01").leadership["chair"]
    assert elected.next_steps[-1] == steps[1].what
    assert elected.overdue is bt.Unknown
    held = state_of(*steps).leadership["chair"]
    assert (held.holder, held.coming, held.due, held.next_steps) == (
        "Ada",
        (),
        bt.Unknown,
        bt.Unknown,
    )


# -- diplomacy ------------------------------------------------------------------------------


def test_relations_are_broken_and_resumed() -> None:
    told = [
        event("a", "2001", RelationsChanged(action="established", level="ambassador")),
        event("b", "2003", RelationsChanged(action="downgraded", level="charge-d-affaires")),
        event("c", "2005", RelationsChanged(action="broken", by="AA", level="none")),
        event("d", "2006", RelationsChanged(action="upgraded")),
        event("e", "2008", RelationsChanged(action="resumed", level="ambassador")),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    asked = [
        (relations.stage, relations.level)
        for day in ("2002", "2004", "2007", "2009")
        for relations in [timeline.as_of(day).at("diplomacy.relations")]
    ]
    assert asked == [
        ("established", "ambassador"),
        ("downgraded", "charge-d-affaires"),
        ("broken", "none"),
        ("resumed", "ambassador"),
    ]
    assert timeline.as_of("2009").at("diplomacy.level") == "ambassador"


def test_broken_relations_and_a_closed_mission_have_no_level_whatever_was_told_before() -> None:
    told = [
        event("a", "2001", RelationsChanged(action="established", level="ambassador")),
        event("b", "2003", RelationsChanged(action="broken", by="AA")),
        event("c", "2001", MissionChanged(mission="bb-in-aa", action="opened", level="minister")),
        event("d", "2003", MissionChanged(mission="bb-in-aa", action="closed")),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    diplomacy = timeline.as_of("2004").diplomacy
    assert (diplomacy.level, diplomacy["bb-in-aa"].level) == ("none", "none")
    why = timeline.explain("diplomacy.relations.level", as_of="2004")
    assert [event.id for event in why.set_by] == ["b"]
    kept = state_of(*told, denied("diplomacy.relations.stages", "subject", "b")).diplomacy
    assert kept.level == "ambassador"


def test_a_mission_loses_its_head_by_recall_and_has_one_again() -> None:
    def mission(id: str, when: str, action: str, **more: Any) -> bt.Event:
        body = MissionChanged(mission="aa-in-bb", action=action, sender="AA", **more)
        return event(id, when, body)

    told = [
        mission("a", "2001", "head-accredited", head="Ada"),
        mission("b", "2003", "head-recalled", by="AA", reason="a protest"),
        mission("c", "2005", "head-returned", head="Ada"),
        mission("d", "2007", "closed"),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    heads = [timeline.as_of(day).at("diplomacy.aa-in-bb.head") for day in ("2002", "2004", "2006")]
    assert heads == ["Ada", None, "Ada"]
    closed = timeline.as_of("2009").at("diplomacy.aa-in-bb")
    assert (closed.stage, closed.head) == ("closed", None)


def test_those_expelled_add_up_as_far_as_numbers_are_told() -> None:
    def expelled(id: str, **more: Any) -> bt.Event:
        return event(id, "2001", DiplomatsExpelled(mission="aa-in-bb", by="BB", **more))

    people = bt.Quantity(best=3, unit="diplomats")
    some = bt.Quantity(2, None, None, unit="diplomats")
    mission = state_of(expelled("a", number=people), expelled("b", persons=("Ada",)))
    assert mission.diplomacy["aa-in-bb"].expelled == people
    more = state_of(expelled("a", number=people), expelled("b", number=some))
    assert more.diplomacy["aa-in-bb"].expelled == bt.Quantity(5, None, None, unit="diplomats")
    other = expelled("c", number=bt.Quantity(best=9, unit="families"))
    assert state_of(expelled("a", number=people), other).diplomacy["aa-in-bb"].expelled == people


def test_an_account_of_a_level_is_only_as_good_as_its_stance() -> None:
    told = event("a", "2001", RelationsChanged(action="established", level="ambassador"))
    guess = event("b", "2002", DiplomacyDescribed(level="none", says="x"), stance="alleges")
    relations = state_of(told, guess).diplomacy["relations"]
    assert (relations.level, len(relations.levels)) == ("ambassador", 2)
    assert state_of(guess).diplomacy["relations"].level is bt.Unknown


# -- contacts -------------------------------------------------------------------------------


def met(id: str, when: str, mode: str = "visit", *people: str, **more: Any) -> bt.Event:
    body = MeetingHeld(level="minister", mode=mode, participants=people or ("Ada", "Bo"))
    return event(id, when, body, **more)


def plans(id: str, when: str, due: str, mode: str = "visit") -> bt.Event:
    people = ("Ada", "Bo")
    body = MeetingPlanned(level="minister", mode=mode, participants=people, due=bt.When(due))
    return event(id, when, body)


def test_a_planned_meeting_is_not_held_because_its_day_passes() -> None:
    told = plans("a", "2001-01-01", "2001-02-01"), met("b", "2001-03-01")
    waiting = state_of(*told, day="2001-02-11").contacts["minister"]
    assert (waiting.recorded, str(waiting.next), str(waiting.overdue)) == (
        bt.Unknown,
        "2001-02-01",
        "10 days",
    )
    held = state_of(*told).contacts["minister"]
    assert (held.recorded, held.next, str(held.last)) == (1, bt.Unknown, "2001-03-01")


def test_a_call_does_not_stand_for_a_visit_that_is_announced() -> None:
    told = plans("a", "2001-01-01", "2001-06-01"), met("b", "2001-02-01", "call")
    level = state_of(*told).contacts["minister"]
    assert (str(level.next), str(level.last_call)) == ("2001-06-01", "2001-02-01")
    assert level.last_in_person is bt.Unknown


def test_a_reported_meeting_counts_beside_those_that_are_asserted() -> None:
    told = met("a", "2001-01-01"), met("b", "2002-01-01", stance="reports")
    level = state_of(*told, met("c", "2003-01-01", stance="expects")).contacts["minister"]
    assert (level.recorded, str(level.last)) == (2, "2002-01-01")


def test_a_source_may_date_a_meeting_otherwise() -> None:
    cited = [
        bt.Citation("one", known="2002", when="2001-07"),
        bt.Citation("two", known="2002"),
    ]
    told = met("a", "2001-07-03", sources=cited)
    dates = state_of(told).at("contacts.minister.dates.a")
    assert [str(when) for when in dates.values] == ["2001-07", "2001-07-03"]
    assert dates.group == "refinement"


def test_words_and_habits_are_told_beside_the_meetings() -> None:
    said = StatementMade(level="minister", mode="threat", speaker="Ada", about="boats")
    usual = ContactPractice(level="minister", practice="a call each month")
    level = state_of(event("a", "2001", said), event("b", "2001", usual)).contacts["minister"]
    assert (level.statements.values, level.recorded) == ((said,), bt.Unknown)
    assert level.practice.values == ("a call each month",)


def test_twenty_thousand_words_at_one_level_are_folded_one_step_each() -> None:
    body = StatementMade(level="minister", mode="praise", speaker="Ada", about="x")
    told = event("a", "2001", body)
    level = RELATIONSHIP.parts["contacts"].each  # type: ignore[attr-defined]
    state, chains = level.initial, []
    for _ in range(20_000):
        state = level.evolve(state, told)
        chains.append(state._held["statements"]._claims)
    assert all(chain._before is before for before, chain in itertools.pairwise(chains))
    assert sum(chain._flat is not None for chain in chains) == 0  # nothing was copied on the way
    assert len(state.statements) == 20_000


# -- agreements -----------------------------------------------------------------------------


def stage(id: str, when: str, word: str, *, parties: Any = PAIR, **more: Any) -> bt.Event:
    return event(id, when, AgreementStage(agreement="pact", stage=word, **more), parties=parties)


def described(id: str, when: str = "2001", **more: Any) -> bt.Event:
    stance = more.pop("stance", "asserts")
    return event(id, when, AgreementDescribed(agreement="pact", **more), stance)


def reached(*words: str) -> Any:
    told = [stage(f"e{at}", f"200{at}-01-01", word) for at, word in enumerate(words, 1)]
    return state_of(*told).agreements["pact"]


@pytest.mark.parametrize(
    ("words", "status", "in_force"),
    [
        (["proposed"], "under negotiation", NO),
        (["nearing-completion", "negotiation-suspended"], "stalled", NO),
        (["negotiation-suspended", "negotiation-resumed"], "under negotiation", NO),
        (["signed"], "signed, entry into force not recorded", OPEN),
        (["signed", "ratified"], "signed, not in force", NO),
        (["signed", "proposed"], "signed, entry into force not recorded", OPEN),
        (["signed", "provisionally-applied"], "provisionally applied", YES),
        (["signed", "in-force"], "in force", YES),
        (["in-force", "suspended"], "suspended", NO),
        (["in-force", "suspended", "resumed"], "in force", YES),
        (["in-force", "amended"], "in force", YES),
        (["in-force", "denounced"], "ended", NO),
        (["in-force", "denounced", "resumed"], "in force", YES),
        (["in-force", "expired"], "ended", NO),
        (["in-force", "expired", "renewed"], "in force", YES),
        (["in-force", "terminated"], "ended", NO),
    ],
)
def test_an_agreement_goes_back_only_by_the_stages_named_for_it(
    words: list[str], status: str, in_force: bt.Certainty
) -> None:
    pact = reached(*words)
    assert (pact.status, pact.in_force) == (status, in_force)
    assert [claim.value.word for claim in pact.stages] == words


def test_a_new_day_for_the_signature_replaces_the_old() -> None:
    told = [
        stage("a", "2002-01-01", "signature-scheduled", due=bt.When("2002-06-01")),
        stage("b", "2002-05-20", "signature-scheduled", due=bt.When("2003-06-01")),
    ]
    pact = state_of(*told, day="2002-07-01").agreements["pact"]
    assert (str(pact.due), pact.overdue) == ("2003-06-01", days(0))


def test_a_scheduled_day_that_passes_is_no_signature() -> None:
    planned = stage("a", "2002-01-01", "signature-scheduled", due=bt.When("2003-05"))
    pact = state_of(planned, day="2003-06-10").agreements["pact"]
    assert (pact.status, pact.overdue) == ("under negotiation", days(10, 40))
    signed = stage("b", "2003-06-30", "signed")
    assert state_of(planned, signed).agreements["pact"].overdue is bt.Unknown


def test_a_renewal_counts_from_its_day() -> None:
    pact = reached("in-force", "renewed", "renewed")
    assert (pact.stage, str(pact.since), pact.status) == ("renewed", "2003-01-01", "in force")


def test_between_two_one_partys_notice_of_its_denunciation_fixes_when_it_ends() -> None:
    due = bt.When("2005-01-01")
    notice = stage("b", "2004-01-01", "denunciation-announced", by="AA", due=due)
    pact = state_of(stage("a", "2001-01-01", "in-force"), notice, day="2004-06-01").agreements[
        "pact"
    ]
    assert (pact.status, pact.due, pact.by_party) == (
        *("in force", due),
        {"AA": "denunciation-announced"},
    )
    several = [
        stage(e.id, str(e.when), e.what.stage, parties=("AA", "BB", "CC"), by=e.what.by)
        for e in (stage("a", "2001-01-01", "in-force"), notice)
    ]
    assert state_of(*several).agreements["pact"].stage == "in-force"


def test_a_denied_suspension_leaves_the_due_date_of_what_stood_before() -> None:
    told = [
        stage("a", "2002-01-01", "signature-scheduled", due=bt.When("2003-05")),
        stage("b", "2002-02-01", "negotiation-suspended"),
    ]
    assert state_of(*told).agreements["pact"].status == "stalled"
    pact = state_of(*told, denied("agreements.pact.stages", "subject", "b")).agreements["pact"]
    assert (pact.stage, str(pact.due), pact.status) == (
        "signature-scheduled",
        "2003-05",
        "under negotiation",
    )


def test_both_ratifications_are_told_and_who_has_to_follow() -> None:
    told = stage("a", "2001", "signed"), stage("b", "2002", "ratified", by="AA")
    pact = state_of(*told).agreements["pact"]
    assert (pact.stage, pact.status) == ("signed", "signed, not in force")
    assert (pact.by_party, pact.to_ratify) == ({"AA": "ratified"}, ("BB",))
    both = state_of(*told, stage("c", "2003", "acceded", by="BB")).agreements["pact"]
    assert (both.ratified_by, both.to_ratify) == (("AA", "BB"), ())


def test_the_steps_of_the_sides_are_their_last_and_rest_on_these_alone() -> None:
    told = (
        stage("a", "2001", "signed"),
        stage("b", "2002", "ratified", by="AA"),
        stage("c", "2003", "denounced", by="AA"),
        stage("d", "2004", "acceded", by="BB"),
    )
    pact = state_of(*told).agreements["pact"]
    assert {party: step.event for party, step in pact.steps.items()} == {"AA": "c", "BB": "d"}
    assert pact.by_party == {"AA": "denounced", "BB": "acceded"}
    assert pact.why("by_party")[0] == ("c", "d")
    assert state_of(told[0]).agreements["pact"].steps == {}


@pytest.mark.parametrize(
    ("instrument", "status", "ends", "in_force"),
    [
        ("memorandum of understanding", "signed", YES, NO),
        ("treaty", "signed, entry into force not recorded", NO, OPEN),
        ("", "signed, entry into force not recorded", bt.Unknown, OPEN),
    ],
)
def test_a_memorandum_ends_at_its_signature_and_a_treaty_does_not(
    instrument: str, status: str, ends: Any, in_force: bt.Certainty
) -> None:
    told = stage("a", "2002-01-01", "signed"), described("b", instrument=instrument)
    pact = state_of(*told).agreements["pact"]
    assert (pact.status, pact.ends_at_signature, pact.in_force) == (status, ends, in_force)


def test_a_memorandum_is_an_agreement_too() -> None:
    told = [
        described("a", instrument="agreement"),
        described("b", instrument="memorandum of understanding"),
    ]
    pact = state_of(*told).agreements["pact"]
    assert (pact.instrument.group, pact.instrument.best) == (
        "refinement",
        "memorandum of understanding",
    )
    third = described("c", instrument="treaty")
    assert state_of(*told, third).agreements["pact"].instrument.group == "contested"


def test_a_term_that_runs_out_without_a_renewal_leaves_it_open_whether_it_is_in_force() -> None:
    told = stage("a", "2001-03-12", "in-force"), described("b", term=years(5))
    pact = state_of(*told, day="2006-03-12").agreements["pact"]
    assert (str(pact.term_ends), pact.status, pact.in_force) == ("2006-03-12", "in force", YES)
    over = state_of(*told, day="2006-03-13").agreements["pact"]
    assert (over.status, over.in_force) == ("term over, renewal not recorded", OPEN)
    more = described("c", renewal=years(2))
    renewed = state_of(*told, more, stage("d", "2006-03-12", "renewed")).agreements["pact"]
    assert (str(renewed.term_ends), renewed.status) == (
        "2008-03-12",
        "term over, renewal not recorded",
    )


def test_a_term_that_renews_itself_does_not_run_out() -> None:
    told = stage("a", "2001-03-12", "in-force"), described("b", term=years(5))
    pact = state_of(*told, described("c", renews="automatically")).agreements["pact"]
    assert (pact.term_ends, pact.status) == (bt.Unknown, "in force")


def test_a_renewal_may_say_until_when() -> None:
    told = stage("a", "2001-03-12", "in-force"), described("b", term=years(5))
    renewed = stage("c", "2006-03-12", "renewed", due=bt.When("2020"))
    pact = state_of(*told, renewed).agreements["pact"]
    assert (str(pact.term_ends), pact.status) == ("2020", "in force")


def test_one_party_may_leave_a_treaty_of_many_and_ends_one_of_two() -> None:
    many = (*PAIR, "CC")
    told = stage("a", "2001", "in-force", parties=many)
    gone = stage("b", "2003", "denounced", by="AA", parties=many)
    pact = state_of(told, gone).agreements["pact"]
    assert (pact.stage, pact.by_party, pact.in_force) == ("in-force", {"AA": "denounced"}, YES)
    bilateral = stage("a", "2001", "in-force"), stage("b", "2003", "denounced", by="AA")
    pact = state_of(*bilateral).agreements["pact"]
    assert (pact.stage, pact.by_party, pact.in_force) == ("denounced", {"AA": "denounced"}, NO)


def test_a_party_may_accede_to_what_is_in_force() -> None:
    told = stage("a", "2001", "in-force"), stage("b", "2003", "acceded", by="BB")
    pact = state_of(*told).agreements["pact"]
    assert (pact.stage, pact.by_party) == ("in-force", {"BB": "acceded"})


def test_only_an_end_or_an_entry_into_force_may_be_public_before_it_happens() -> None:
    def early(word: str) -> bt.Event:
        body = AgreementStage(agreement="pact", stage=word)
        return event("a", "2002-01-01", body, known="2001-01-01", sources=())

    for word in ("in-force", "expired", "terminated", "provisionally-applied"):
        assert timeline_of(RELATIONSHIP, [early(word)]).check() == ()
    (problem,) = timeline_of(RELATIONSHIP, [early("signed")]).check()
    assert problem.found == "'2002-01-01', but known on 2001-01-01"


def test_a_source_may_date_a_signature_otherwise() -> None:
    cited = [bt.Citation("one", known="2002", when="2001-07"), bt.Citation("two", known="2002")]
    told = attrs.evolve(stage("a", "2001-07-03", "signed"), sources=cited)
    dates = state_of(told).at("agreements.pact.dates.signed")
    assert (dates.group, str(dates.best)) == ("refinement", "2001-07-03")


def test_a_stalled_agreement_says_since_when() -> None:
    pact = reached("nearing-completion", "negotiation-suspended")
    assert str(pact.stalled_since) == "2002-01-01"
    assert reached("signed").stalled_since is bt.Unknown


def test_one_signature_is_an_agreement_and_the_start_of_a_project() -> None:
    state = state_of(stage("a", "2001-01-01", "signed", project="line"))
    assert state.agreements["pact"].stage == "signed"
    assert (state.projects["line"].stage, state.projects["line"].why("stage")) == (
        "agreed",
        (("a",), ()),
    )


# -- memberships ----------------------------------------------------------------------------


def member(id: str, when: str, party: str, status: str, **more: Any) -> bt.Event:
    body = MembershipChanged(organisation="club", party=party, status=status, **more)
    return event(id, when, body)


def test_an_invitation_is_no_membership_when_its_day_comes() -> None:
    invited = member("a", "2001-05-01", "AA", "invited", due=bt.When("2002-01-01"))
    club = state_of(invited, day="2002-01-03").memberships["club"]
    assert (club["AA"].status, str(club["AA"].overdue)) == ("invited", "2 days")


def test_what_happens_to_a_third_in_an_organisation_is_no_part_of_a_pair() -> None:
    assert state_of(member("a", "2001", "CC", "full")).memberships is bt.Unknown


def test_shared_are_the_organisations_in_which_all_are_full_members() -> None:
    def of(id: str, organisation: str, party: str, status: str) -> bt.Event:
        body = MembershipChanged(organisation=organisation, party=party, status=status)
        return event(id, "2001-05-01", body)

    state = state_of(
        of("a", "club", "AA", "full"),
        of("b", "club", "BB", "full"),
        of("c", "league", "AA", "full"),
        of("d", "league", "BB", "observer"),
        of("e", "guild", "AA", "full"),
    )
    assert state.memberships.shared(PAIR) == {"club": YES, "guild": OPEN, "league": NO}


# -- commitments ----------------------------------------------------------------------------


def promise(id: str = "promise", when: str = "2001-01-01", **more: Any) -> bt.Event:
    stance = more.pop("stance", "asserts")
    given = {"promisor": "AA", "promisee": "BB", "item": "jets", **more}
    return event(id, when, CommitmentMade(commitment="jets", **given), stance)


def came(id: str, when: str, low: int, high: int, stance: str = "asserts", **more: Any) -> bt.Event:
    quantity = bt.Quantity(low, None, high, unit="jets")
    return event(id, when, DeliveryReported(commitment="jets", quantity=quantity, **more), stance)


def done(id: str, when: str, action: str, **more: Any) -> bt.Event:
    stance = more.pop("stance", "asserts")
    return event(id, when, CommitmentRevised(commitments=("jets",), action=action, **more), stance)


TEN = jets(10)
BY_JUNE = bt.When("[2002-05-31..2002-06-30]")


@pytest.mark.parametrize(
    ("more", "day", "status"),
    [
        ([], "2002-05-30", "open"),
        ([], "2002-06-10", "possibly overdue"),
        ([], "2002-06-30", "possibly overdue"),
        ([], "2002-07-01", "overdue"),
        ([came("c", "2002-03-01", 4, 4)], "2002-05-30", "partly fulfilled"),
        ([came("c", "2002-03-01", 4, 4)], "2002-07-01", "overdue"),
        ([came("c", "2002-03-01", 8, 12)], "2002-07-01", "possibly overdue"),
        ([came("c", "2002-03-01", 10, 12)], "2002-07-01", "fulfilled"),
        ([came("c", "2002-03-01", 10, 12, "reports")], "2002-07-01", "fulfilled"),
        ([came("c", "2002-03-01", 10, 12, "alleges")], "2002-07-01", "overdue"),
        ([came("c", "2002-03-01", 0, 0)], "2002-05-30", "open"),
    ],
)
def test_a_promise_is_late_or_kept_by_what_came_and_never_by_waiting(
    more: list[bt.Event], day: str, status: str
) -> None:
    state = state_of(promise(quantity=TEN, due=BY_JUNE), *more, day=day)
    assert state.commitments["jets"].status == status


def test_lateness_counts_from_both_ends_of_a_due_date() -> None:
    state = state_of(promise(quantity=TEN, due=BY_JUNE), day="2002-07-10")
    late = state.commitments["jets"]
    assert (late.overdue, late.overdue_since) == (days(10, 40), BY_JUNE)
    assert state.commitments.overdue == ("jets",)
    assert state_of(promise(quantity=TEN)).commitments["jets"].overdue is bt.Unknown


@pytest.mark.parametrize("end", ["fulfilled", "cancelled", "refused", "withheld"])
@pytest.mark.parametrize("talk", ["disputed", "finalised", "reaffirmed", "postponed"])
def test_talk_does_not_undo_an_end(end: str, talk: str) -> None:
    ended, said = done("a", "2002-01-01", end), done("b", "2002-02-01", talk)
    held = state_of(promise(due=BY_JUNE), ended, said).commitments["jets"]
    assert (held.status, held.in_dispute is True) == (end, talk == "disputed")


@pytest.mark.parametrize("late", ["2002-01-31", "2002-02-01", "2002-12-31"])
def test_a_dispute_stands_until_it_is_answered_for_certain_and_is_no_stage(late: str) -> None:
    final = done("b", "2002-02-01", "finalised")
    held = state_of(promise(), done("a", f"[2002-01-01..{late}]", "disputed"), final)
    jets_ = held.commitments["jets"]
    assert (jets_.stage, jets_.in_dispute) == ("finalised", late >= "2002-02-01")
    again = attrs.evolve(final, id="c", when="2003-01-01")
    told = done("a", "[2002-01-01..2002-12-31]", "disputed"), final, again
    answered = state_of(promise(), *told).commitments["jets"]
    assert (answered.in_dispute, str(answered.since)) == (False, "2003-01-01")


@pytest.mark.parametrize("end", ["refused", "withheld"])
def test_a_permission_lifts_a_ban_or_a_refusal(end: str) -> None:
    ended, lifted = done("a", "2002-01-01", end), done("b", "2002-02-01", "permitted")
    assert state_of(promise(), ended, lifted).commitments["jets"].status == "open"


def test_what_is_to_be_made_under_licence_is_told_so() -> None:
    told = promise(), promise("other", licence=True)
    held = state_of(*told).commitments["jets"]
    assert [(claim.event, claim.value) for claim in held.licence] == [("other", True)]


def test_a_number_that_is_revised_counts_no_longer() -> None:
    told = promise(quantity=TEN), done("b", "2002-01-01", "reaffirmed", quantity=jets(20))
    fifteen = came("c", "2003-01-01", 15, 15)
    held = state_of(*told, fifteen).commitments["jets"]
    assert (held.share, held.fulfilled) == (percent(None, 75, None), NO)
    other = promise("d", "2004-01-01", quantity=jets(30))
    assert state_of(*told, fifteen, other).commitments["jets"].share is bt.Unknown


def test_an_alleged_refusal_is_shown_and_changes_nothing() -> None:
    refused = done("a", "2002-01-01", "refused", stance="alleges", by="AA")
    held = state_of(promise(), refused).commitments["jets"]
    assert (held.status, str(held.revisions[0])) == ("open", "refused by AA (alleges) [of-a]")


def test_the_order_within_a_day_decides_what_was_done_last() -> None:
    refused, again = done("z", "2002-01-01", "refused"), done("a", "2002-01-01", "permitted")
    first = attrs.evolve(refused, seq=0), attrs.evolve(again, seq=1)
    assert state_of(promise(), *first).commitments["jets"].stage == "permitted"
    second = attrs.evolve(refused, seq=1), attrs.evolve(again, seq=0)
    assert state_of(promise(), *second).commitments["jets"].stage == "refused"


@pytest.mark.parametrize("over", ["cancelled", "fulfilled"])
@pytest.mark.parametrize("later", ["refused", "withheld", "permitted", "disputed"])
def test_nothing_undoes_what_is_over(over: str, later: str) -> None:
    steps = done("a", "2002-01-01", over), done("b", "2002-02-01", later)
    held = state_of(promise(due=BY_JUNE), *steps, done("c", "2002-03-01", "permitted"))
    assert held.commitments["jets"].status == over


def test_an_allegation_does_not_settle_a_promise() -> None:
    stated = promise(quantity=jets(22, None, 26))
    guess = promise("g", "2001-02-01", quantity=jets(6), stance="alleges")
    held = state_of(stated, guess, came("c", "2002-03-01", 6, 6)).commitments["jets"]
    assert (held.status, held.fulfilled) == ("partly fulfilled", NO)


@pytest.mark.parametrize(
    ("low", "high", "status"),
    [(0, 10, "possibly overdue"), (8, 12, "possibly overdue"), (0, 0, "overdue")],
)
def test_what_may_be_all_is_only_possibly_late(low: int, high: int, status: str) -> None:
    told = promise(quantity=TEN, due=BY_JUNE), came("c", "2002-03-01", low, high)
    assert state_of(*told, day="2002-07-10").commitments["jets"].status == status


@pytest.mark.parametrize(
    ("role", "disputed", "counts"),
    [("party", True, True), ("subject", False, False), ("third-party", False, True)],
)
def test_a_partys_denial_disputes_and_still_counts_and_a_subjects_counts_out(
    role: str, disputed: bool, counts: bool
) -> None:
    told = came("c", "2001-06-01", 4, 4), denied("commitments.jets.delivered", role)
    state = state_of(*told)
    held = state.commitments["jets"]
    assert held.so_far == (jets(4) if counts else bt.Unknown)
    leaves = ("delivered",) if disputed else ()
    assert (held.disputed, state.at("commitments.jets.disputed")) == (leaves, leaves)
    all_denied = ("delivered",) if role != "third-party" else ()
    assert (held.denied, state.at("commitments.jets.denied")) == (all_denied, all_denied)


def test_nothing_told_is_the_same_by_attribute_and_by_path() -> None:
    state = state_of(promise())
    assert not state.commitments["jets"].delivered
    assert state.at("commitments.jets.delivered") is bt.Unknown
    assert (state.commitments["jets"].denied, state.at("commitments.jets.denied")) == ((), ())


@pytest.mark.parametrize("stance", ["expects", "alleges"])
def test_a_guess_does_not_move_a_due_date(stance: str) -> None:
    later = promise("guess", "2002-02-01", due=bt.When("2009"), stance=stance)
    held = state_of(promise(due=BY_JUNE), later, day="2002-07-10").commitments["jets"]
    assert (held.status, held.due, len(held.dues)) == ("overdue", BY_JUNE, 2)


def test_a_due_date_that_moves_is_revised() -> None:
    told = [promise(f"e{at}", f"200{at}-01-01", due=bt.When(f"202{at + 5}")) for at in (2, 3, 4)]
    held = state_of(*told).commitments["jets"]
    assert (held.dues.group, str(held.due)) == ("revised", "2029")


def test_what_came_may_be_all_where_no_number_was_promised() -> None:
    told = promise(due=BY_JUNE), came("c", "2002-03-01", 4, 4)
    held = state_of(*told, day="2002-07-10").commitments["jets"]
    assert (held.status, held.overdue) == ("possibly overdue", days(0, 40))


def test_nothing_recorded_and_none_delivered_are_told_apart() -> None:
    assert state_of(promise()).commitments["jets"].so_far is bt.Unknown
    assert state_of(promise(), came("c", "2002-03-01", 0, 0)).commitments["jets"].so_far == jets(0)


def test_a_share_keeps_its_bounds() -> None:
    held = state_of(promise(quantity=TEN), came("c", "2002-03-01", 4, 6)).commitments["jets"]
    assert str(held.share) == "40 to 60 percent"


def test_a_register_of_a_number_a_year_adds_up() -> None:
    rows = [(2001, 50), (2002, 1000), (2003, 1350), (2004, 500)]
    told = [came(f"r{year}", str(year), n, n, increment=True) for year, n in rows]
    held = state_of(promise(quantity=jets(2900)), *told).commitments["jets"]
    assert (held.so_far, held.status, held.increments.group) == (
        jets(2900),
        "fulfilled",
        bt.Unknown,
    )


def test_what_came_after_a_running_total_adds_to_it_and_what_came_before_does_not() -> None:
    before = came("a", "2001", 5, 5, increment=True)
    whole, after = came("b", "2002", 8, 8), came("c", "2003", 2, 2, increment=True)
    held = state_of(before, whole, after).commitments["jets"]
    assert (held.so_far, held.why("so_far")[0]) == (jets(10), ("b", "c"))


def test_a_running_total_that_falls_is_contested() -> None:
    held = state_of(came("a", "2001", 9, 9), came("b", "2003", 4, 4)).commitments["jets"]
    assert (held.delivered.group, held.so_far, held.contested) == (
        "contested",
        jets(4),
        ("delivered",),
    )


def test_a_promise_that_the_promisor_denies_is_none() -> None:
    held = state_of(promise(due=BY_JUNE), denied("commitments.jets.stages")).commitments["jets"]
    assert (held.stage, held.stages.group) == (bt.Unknown, "denied")
    assert str(held.due) == str(BY_JUNE)


# -- projects -------------------------------------------------------------------------------


def seen(id: str, when: str, word: str, stance: str = "asserts", **more: Any) -> bt.Event:
    return event(id, when, ProjectStage(project="plant", stage=word, **more), stance)


def test_one_account_does_not_set_a_project_back() -> None:
    plant = state_of(seen("a", "2001-01-01", "operational"), seen("b", "2002-01-01", "planned"))
    plant = plant.projects["plant"]
    assert (plant.stage, [c.event for c in plant.contradicted]) == ("operational", ["b"])
    assert plant.stages.group == "contested"


def test_a_suspended_project_goes_on_with_what_is_seen_next() -> None:
    words = ("planned", "suspended", "under-construction")
    told = [seen(f"e{at}", f"200{at}-01-01", word) for at, word in enumerate(words, 1)]
    plant = state_of(*told).projects["plant"]
    assert (plant.stage, plant.contradicted) == ("under-construction", ())


def test_a_stage_that_is_only_alleged_is_shown_and_does_not_count() -> None:
    plant = state_of(seen("a", "2001", "operational", "alleges")).projects["plant"]
    assert (plant.stage, plant.stages.values[0].word) == (bt.Unknown, "operational")


def test_what_its_own_subject_denies_counts_no_more_unless_told_again() -> None:
    told = [
        seen("a", "2001-01-01", "operational"),
        denied("projects.plant.stages", "subject", "a", when="2001-02-01"),
        seen("c", "2003-01-01", "operational"),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    asked = [
        (plant.stage, plant.stages.group)
        for day in ("2001-01-01", "2001-02-01", "2003-01-01")
        for plant in [timeline.as_of(day).at("projects.plant")]
    ]
    assert asked == [
        ("operational", "single-source"),
        (bt.Unknown, "denied"),
        ("operational", "single-source"),
    ]
    without = timeline.without("denial").as_of("2001-02-01").at("projects.plant")
    assert (without.stage, without.stages.group) == ("operational", "single-source")


def test_what_is_to_be_reached_is_late_without_a_stage() -> None:
    target = ProjectTarget(project="plant", quantity=jets(6), due=bt.When("2003"))
    output = ProjectOutput(project="plant", quantity=jets(4, None, 5), schedule="behind")
    state = state_of(event("a", "2001", target), event("b", "2002", output), day="2004-01-10")
    plant = state.projects["plant"]
    assert (plant.stage, plant.so_far, str(plant.due)) == (bt.Unknown, jets(4, None, 5), "2003")
    assert plant.overdue == days(10, 374)
    assert state.projects.overdue == ("plant",)
    assert round(plant.share.low) == 67


def test_a_day_for_the_start_is_no_day_for_the_end_and_may_be_late_too() -> None:
    start = ProjectTarget(project="plant", stage="under-construction", due=bt.When("2002"))
    end = ProjectTarget(project="plant", due=bt.When("2005"))
    told = event("a", "2001", end), event("b", "2002", start)
    state = state_of(*told, day="2003-01-10")
    plant = state.projects["plant"]
    assert (str(plant.due), [str(v) for v in plant.starts.values]) == ("2005", ["2002"])
    assert (plant.start_overdue, plant.overdue) == (days(10, 374), days(0))
    assert state.projects.start_overdue == ("plant",)
    begun = seen("c", "2003-01-05", "under-construction")
    assert state_of(*told, begun).projects["plant"].start_overdue is bt.Unknown


def test_what_stands_on_paper_and_what_can_be_used_are_told_apart() -> None:
    told = [
        seen("a", "2001", "integrated"),
        event("b", "2002/..", ProjectDescribed(project="plant", usable="no")),
    ]
    link = state_of(*told).projects["plant"]
    assert (link.stage, link.is_usable) == ("integrated", NO)
    later = event("c", "2004", ProjectDescribed(project="plant", usable="yes"))
    now = state_of(*told, later).projects["plant"]
    assert (now.is_usable, now.usable.group) == (YES, "revised")


def test_goods_on_their_way_are_no_stage() -> None:
    body = ShipmentMade(project="plant", quantity=jets(2), origin="a port", destination="a town")
    plant = state_of(event("a", "2001", body)).projects["plant"]
    assert (plant.stage, plant.shipments.values) == (bt.Unknown, (body,))


# -- trade ----------------------------------------------------------------------------------


def figure(id: str, year: int, value: bt.Money | None = None, **more: Any) -> bt.Event:
    stance = more.pop("stance", "asserts")
    body = TradeReported(flow="turnover", year=year, value=value, **more)
    return event(id, f"{year + 1}-02-01", body, stance)


SUMS = st.tuples(st.integers(1, 50), st.integers(0, 9)).map(lambda p: usd(p[0], None, sum(p)))


@given(SUMS, SUMS)
def test_the_computed_change_holds_every_change_that_the_figures_allow(
    then: bt.Money, now: bt.Money
) -> None:
    state = state_of(figure("a", 2001, then), figure("b", 2002, now))
    change = state.trade["turnover"]["2002"].computed_change
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
    reasons = {told[order.index(0)].id, told[order.index(1)].id}
    assert set(year.why("computed_change")[0]) >= reasons
    timeline = timeline_of(RELATIONSHIP, told)
    why = timeline.explain("trade.turnover.2002.computed_change", as_of="2009")
    assert (why.value, {e.id for e in why.set_by}) == (year.computed_change, reasons)


def test_an_early_figure_stands_apart() -> None:
    early = figure("a", 2001, usd(3, 3, 3), change=percent(9, 9, 9), preliminary=True)
    year = state_of(early, figure("b", 2001, usd(4, 4, 4))).trade["turnover"]["2001"]
    assert (year.best, year.value.group) == (usd(4, 4, 4), "single-source")
    assert (year.early.values, year.early_change.values) == (
        (usd(3, 3, 3),),
        (percent(9, 9, 9),),
    )
    assert year.change.group is bt.Unknown


def test_a_forecast_is_no_figure() -> None:
    year = state_of(figure("a", 2001, usd(9, 9, 9), stance="expects")).trade["turnover"]["2001"]
    assert (year.best, year.value.values) == (bt.Unknown, (usd(9, 9, 9),))


def test_sums_in_two_currencies_or_of_nothing_give_no_change() -> None:
    euros = bt.Money(best=5, currency="EUR")
    told = figure("a", 2001, usd(4, 4, 4)), figure("b", 2002, euros)
    assert state_of(*told).trade["turnover"]["2002"].computed_change is bt.Unknown
    told = figure("a", 2001, usd(-4, -4, -4)), figure("b", 2002, usd(8, 8, 10))
    assert state_of(*told).trade["turnover"]["2002"].computed_change is bt.Unknown


def test_a_denied_figure_counts_no_more_for_the_year_after() -> None:
    told = figure("a", 2001, usd(4, 4, 4)), figure("b", 2002, usd(8, 8, 8))
    year = state_of(*told).trade["turnover"]["2002"]
    assert year.computed_change == percent(100, 100, 100)
    later = state_of(*told, denied("trade.turnover.2001.value")).trade["turnover"]["2002"]
    assert later.computed_change is bt.Unknown


def test_goods_causes_and_scope_stand_beside_the_figures() -> None:
    told = [
        event("a", "2001", TradeComposed(flow="aa-exports", year=2001, goods="wool",
                                         share=percent(40, 45, 50), direction="rising")),
        event("b", "2001", TradeDescribed(flow="turnover", year=2001, cause="rain")),
        event("c", "2001", TradeDescribed(flow="turnover", obstacle="mountains")),
        event("d", "2001", StatisticsScope(goods="wool", counted="yes")),
        event("e", "2001", StatisticsScope(goods="wool", counted="no")),
    ]  # fmt: skip
    state = state_of(*told)
    assert state.trade["aa-exports"]["2001-wool"].direction.values == ("rising",)
    assert state.trade["turnover"]["2001"].cause.values == ("rain",)
    assert state.trade["turnover"]["undated"].obstacle.values == ("mountains",)
    assert list(state.evidence.contested) == ["trade.counted.wool.counted"]


def test_a_fiscal_year_is_a_period_of_its_own_and_may_be_denied() -> None:
    period = bt.When("2016-04/2017-03")
    body = TradeReported(flow="turnover", period=period, value=usd(4, 4, 4))
    told = event("a", "2001", body)
    assert state_of(told).at("trade.turnover.2016-04/2017-03.best") == usd(4, 4, 4)
    told_not = denied("trade.turnover.2016-04/2017-03.value")
    assert state_of(told, told_not).at("trade.turnover.2016-04/2017-03.best") is bt.Unknown
    either = TradeReported(flow="turnover", period=bt.When("[2001..2002]"), value=usd(4, 4, 4))
    told = event("a", "2001", either)
    assert state_of(told).at("trade.turnover.[2001..2002].best") == usd(4, 4, 4)
    told_not = denied("trade.turnover.[2001..2002].value")
    assert state_of(told, told_not).at("trade.turnover.[2001..2002].best") is bt.Unknown


def test_most_favoured_treatment_is_granted_and_withdrawn() -> None:
    def treated(id: str, when: str, action: str, **more: Any) -> bt.Event:
        body = TradeTreatmentChanged(
            treatment="bb-mfn", form="most-favoured-nation", action=action, by="AA", to="BB", **more
        )
        return event(id, when, body)

    told = treated("a", "2001", "granted"), treated("b", "2004", "withdrawn", rate=percent(0, 9, 9))
    timeline = timeline_of(RELATIONSHIP, told)
    stages = [timeline.as_of(day).at("trade.treatment.bb-mfn.stage") for day in ("2002", "2005")]
    assert stages == ["granted", "withdrawn"]
    treatment = timeline.as_of("2005").at("trade.treatment.bb-mfn")
    assert (treatment.rate.latest, str(treatment.since)) == (percent(0, 9, 9), "2004")


@pytest.mark.parametrize("flow", ["counted", "treatment"])
def test_a_word_that_stands_for_something_else_is_no_id_of_a_flow(flow: str) -> None:
    with pytest.raises(bt.RecordError, match="another id than"):
        TradeReported(flow=flow, year=2001)


# -- investment -----------------------------------------------------------------------------


def test_a_loan_goes_from_pledge_to_issue_and_is_a_share_of_the_cost() -> None:
    def told(id: str, when: str, stance: str = "asserts", **more: Any) -> bt.Event:
        return event(id, when, InvestmentReported(investment="loan", **more), stance)

    euros = bt.Money(best=6, currency="EUR")
    events = [
        told("a", "2001", stage="pledged", value=euros, converted=usd(7, 7, 7),
             total=bt.Money(best=9, currency="EUR")),
        told("b", "2002", stage="planned", total=usd(10, 10, 10)),
        told("c", "2003", "alleges", stage="issued"),
    ]  # fmt: skip
    state = state_of(*events).investment
    loan = state["loan"]
    assert (loan.stage, str(loan.since), str(loan.share)) == ("planned", "2002", "70 percent")
    assert (loan.original.values, state.issued) == ((euros,), ())
    stated = told("d", "2004", stage="issued")
    assert state_of(*events, stated).investment.issued == ("loan",)


def test_the_sum_of_an_agreement_is_an_investment() -> None:
    told = [
        event("a", "2001", AgreementDescribed(agreement="deal", value=usd(4, 4, 4), name="A deal")),
        event("b", "2002", AgreementStage(agreement="deal", stage="signed", name="The deal")),
    ]
    deal = state_of(*told).investment["deal"]
    assert (deal.stage, deal.name.values, deal.value.values) == (
        "agreed",
        ("A deal",),
        (usd(4, 4, 4),),
    )


# -- constraints ----------------------------------------------------------------------------


def ban(id: str, when: str, action: str, **more: Any) -> bt.Event:
    return event(id, when, RestrictionChanged(restriction="ban", action=action, **more))


def test_a_restriction_is_in_force_until_an_event_ends_it() -> None:
    told = [
        ban("a", "2001-01-01", "imposed", imposer="CC", targets=("AA",), due=bt.When("2002-01-01")),
        ban("b", "2003-01-01", "expired"),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    assert timeline.as_of("2002-01-01").constraints.in_force == ("ban",)
    past = timeline.as_of("2002-01-11").constraints
    assert (past.in_force, str(past["ban"].lapsed), past["ban"].in_force) == ((), "10 days", OPEN)
    ended = timeline.as_of("2003-01-01").constraints
    assert (ended.in_force, ended["ban"].overdue, ended["ban"].due) == ((), bt.Unknown, bt.Unknown)


def test_a_restriction_that_is_extended_has_a_new_due_date_and_its_first_day() -> None:
    told = [
        ban("a", "2001-01-01", "imposed", due=bt.When("2002-01-01")),
        ban("b", "2001-12-01", "extended", due=bt.When("2003-01-01")),
        ban("c", "2002-12-01", "extended", due=bt.When("2004-01-01")),
    ]
    held = state_of(*told, day="2003-06-01").constraints["ban"]
    assert (held.stage, str(held.since), str(held.due)) == ("extended", "2001-01-01", "2004-01-01")
    assert (held.lapsed, held.in_force) == (days(0), YES)


def test_an_airspace_is_closed_and_opened() -> None:
    told = [
        ban("a", "2001-02-27", "imposed", form="airspace", imposer="AA", targets=("BB",)),
        ban("b", "2001-07-15", "lifted"),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    asked = [timeline.as_of(day).at("constraints.ban.in_force") for day in ("2001-06", "2002")]
    assert asked == [YES, NO]
    assert timeline.as_of("2002").at("constraints.ban.form").values == ("airspace",)


def test_what_is_seen_in_force_again_keeps_its_first_day_whatever_a_party_denies() -> None:
    told = ban("a", "2001", "imposed"), ban("b", "2003", "in-force", observed=True)
    held = state_of(*told).constraints["ban"]
    assert (held.stage, str(held.since)) == ("imposed", "2001")
    disputed = state_of(*told, denied("constraints.ban.stages", "party")).constraints["ban"]
    assert (disputed.stage, str(disputed.since), disputed.disputed) == (
        "imposed",
        "2001",
        ("stages",),
    )


def test_what_a_restriction_forbids_is_told_in_words() -> None:
    told = [
        event("a", "2001", RestrictionDescribed(restriction="ban", forbids="arms")),
        event("b", "2001", RestrictionDescribed(
            restriction="ban", forbids="all", contradicts=("a",), contradiction="only arms")),
    ]  # fmt: skip
    held = state_of(*told).constraints["ban"]
    assert (held.forbids.values, held.forbids.group, held.in_force) == (
        ("arms", "all"),
        "contested",
        OPEN,
    )


# -- force ----------------------------------------------------------------------------------


def fight(id: str, when: str, word: str, **more: Any) -> bt.Event:
    return event(id, when, DisputeStage(dispute="war", stage=word, **more))


def test_a_ceasefire_holds_until_it_is_broken() -> None:
    told = [
        fight("a", "2001-05-01", "begun"),
        event("b", "2001-05-02", HostileAct(dispute="war", act="shelling", actor="AA")),
        fight("c", "2001-06-01", "ceasefire", due=bt.When("2001-07-01")),
        fight("d", "2001-06-20", "ceasefire-broken", by="BB"),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    quiet = timeline.as_of("2001-06-10").force
    assert quiet is not bt.Unknown
    assert (quiet["war"].stage, quiet.open, quiet["war"].quiet_days) == ("ceasefire", (), days(39))
    broken = timeline.as_of("2001-06-21").force
    assert broken is not bt.Unknown
    assert (broken["war"].stage, broken.open) == ("ceasefire-broken", ("war",))


def test_the_level_of_hostility_is_the_highest_that_was_reached() -> None:
    told = [
        event("a", "2001", HostileAct(dispute="war", act="show-of-force", actor="AA")),
        event("b", "2002", HostileAct(dispute="war", act="strike", actor="BB")),
        event("c", "2003", HostileAct(dispute="war", act="begin-war", actor="AA", by="a band")),
        event("d", "2003", HostileAct(dispute="war", act="alert", actor="AA")),
    ]
    war = state_of(*told).force["war"]
    assert (war.hostility, war.hostility_of) == ("use", {"AA": "display", "BB": "use"})
    told_so = event("e", "2004", ForceDescribed(dispute="war", hostility="war"))
    assert state_of(*told, told_so).force["war"].hostility == "war"


def test_the_losses_claimed_by_each_side_stand_side_by_side() -> None:
    def lost(id: str, of: str, number: int, via: str, loss: str = "aircraft") -> bt.Event:
        cited = [bt.Citation(f"of-{id}", known="2002", via=[via])]
        quantity = bt.Quantity(best=number, unit=loss)
        body = LossesClaimed(dispute="war", of=of, loss=loss, number=quantity)
        return event(id, "2001", body, sources=cited)

    told = [
        lost("a", "BB", 6, "AA"),
        lost("b", "BB", 0, "BB"),
        lost("c", "AA", 5, "BB"),
        lost("d", "AA", 3, "BB", "ships"),
    ]
    losses = state_of(*told).at("force.war.losses_of")
    assert {of: [*sorts] for of, sorts in losses.items()} == {
        "BB": ["aircraft"],
        "AA": ["aircraft", "ships"],
    }
    counts = losses["BB"]["aircraft"]
    assert isinstance(counts, Claims)
    assert [(claim.speakers, claim.value.best) for claim in counts] == [(("AA",), 6), (("BB",), 0)]
    assert (counts.group, losses["AA"]["aircraft"].group) == ("contested", "single-source")


def test_prisoners_are_held_and_freed() -> None:
    def prisoners(id: str, when: str, **more: Any) -> bt.Event:
        return event(id, when, PrisonersHeld(dispute="war", holder="AA", **more))

    number = bt.Quantity(best=7, unit="people")
    told = [
        prisoners("a", "2001", action="taken", persons=("Ada", "Bo")),
        prisoners("b", "2002", number=number, category="soldiers"),
        prisoners("c", "2003", action="freed", persons=("Bo",)),
    ]
    war = state_of(*told).force["war"]
    assert war.captives == ("Ada",)
    assert war.held["AA"]["soldiers"].values == (number,)
    assert [code and code.event for code in (e.what.code for e in told)] == [
        "COERCE",
        None,
        "RETREAT",
    ]


# -- frictions ------------------------------------------------------------------------------


def test_an_issue_stands_until_it_is_eased_and_stands_again_when_it_is_raised() -> None:
    told = [
        event("a", "2001-01-01", FrictionRaised(friction="fish", issue="nets", by="AA")),
        event("b", "2002-01-01", FrictionEased(friction="fish", how="talks")),
        event("c", "2003-01-01", FrictionRaised(friction="fish", issue="boats", by="BB")),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    asked = [timeline.as_of(day).at("frictions.open") for day in ("2001-06", "2002-06", "2003-06")]
    assert asked == [("fish",), (), ("fish",)]
    fish = timeline.as_of("2003-01-11").at("frictions.fish")
    assert (str(fish.since), fish.by.values, fish.eased.values) == ("2003-01-01", PAIR, ("talks",))


def test_what_stood_before_is_no_reason_for_what_stands_again() -> None:
    told = [
        event("a", "2001-01-01", FrictionRaised(friction="fish", issue="nets")),
        event("b", "2002-01-01", FrictionEased(friction="fish", how="talks")),
        event("c", "2003-01-01", FrictionRaised(friction="fish", issue="nets")),
        event("d", "2004-01-01", FrictionRaised(friction="fish", issue="nets")),
    ]
    fish = state_of(*told).frictions["fish"]
    assert (fish.why("since"), str(fish.since)) == ((("c",), ("d",)), "2003-01-01")
    alone = state_of(told[2], told[3]).frictions["fish"]
    assert alone.since == fish.since


def test_what_was_never_open_or_is_denied_to_have_been_is_not_eased() -> None:
    told = done("a", "2001-01-01", "refused"), done("b", "2002-01-01", "permitted")
    assert state_of(*told).frictions["jets"].stage == "eased"
    gone = state_of(*told, denied("frictions.jets.stages", "subject", "a")).frictions["jets"]
    assert (gone.stage, gone.since) == (bt.Unknown, bt.Unknown)


def test_a_promise_that_is_refused_is_a_refusal_among_the_frictions() -> None:
    told = done("a", "2001", "refused", by="AA"), done("b", "2002", "permitted", by="AA")
    jets = state_of(told[0]).frictions["jets"]
    assert (jets.refused.values, jets.by.values) == (("the delivery",), ("AA",))
    assert state_of(*told).frictions.open == ()
    assert state_of(told[1]).frictions is bt.Unknown


def test_a_refusal_opens_an_issue() -> None:
    body = RefusalMade(friction="port", by="AA", what="a permit", reason="the rain")
    port = state_of(event("a", "2001-01-01", body), day="2001-01-11").frictions["port"]
    assert (port.refused.values, port.by.values) == (("a permit, because the rain",), ("AA",))
    assert (port.stage, port.age) == ("open", days(10))


# -- third parties, assessments, cooperation, evidence ---------------------------------------


def test_a_third_party_may_change_what_it_does() -> None:
    def act(id: str, when: str, word: str, **more: Any) -> bt.Event:
        body = ThirdPartyAct(third_party="CC", topic="canal", act=word, actor="CC", **more)
        return event(id, when, body, parties=("AA", "CC"))

    told = act("a", "2001", "reject", target="AA"), act("b", "2003", "mediates")
    timeline = timeline_of(RELATIONSHIP, told)
    asked = [timeline.as_of(day).third_parties for day in ("2002", "2004")]
    assert [parties.doing("mediates") for parties in asked if parties is not bt.Unknown] == [
        (),
        (("CC", "canal"),),
    ]
    canal = timeline.as_of("2004").at("third_parties.CC.canal")
    assert (canal.act, canal.actor, canal.target, str(canal.since)) == (
        "mediates",
        "CC",
        bt.Unknown,
        "2001",
    )


def test_views_stand_side_by_side_and_contradict_each_other_only_where_it_is_said() -> None:
    told = [
        event("a", "2001", AssessmentMade(topic="canal", dimension="forecast", view="late",
                                          assessor="Ada", likelihood="likely", condition="rain")),
        event("b", "2002", AssessmentMade(topic="canal", dimension="forecast", view="costly",
                                          assessor="Bo", verdict="no")),
    ]  # fmt: skip
    state = state_of(*told).assessments
    canal = state["canal"]
    assert (canal.views.group, canal.verdict.group) == (bt.Unknown, "single-source")
    assert canal.views.values == (told[0].what, told[1].what)
    assert state.by("Bo") == {"canal": (canal.views.claims[1],)}
    against = attrs.evolve(
        told[0].what, verdict="yes", contradicts=("b",), contradiction="one of the two"
    )
    both = state_of(attrs.evolve(told[0], what=against), told[1]).assessments["canal"]
    assert both.verdict.group == "contested"


def test_a_domain_names_what_goes_on_and_in_which_direction() -> None:
    told = [
        event("a", "2001", CooperationReported(domain="space", item="launch"), "alleges"),
        event("b", "2003", CooperationReported(domain="space", item="study", provider="AA",
                                               recipient="BB")),
    ]  # fmt: skip
    space = state_of(*told).cooperation["space"]
    assert (space.items.values, space.direction.values) == (
        ("launch", "study"),
        ("both", "AA to BB"),
    )
    assert str(space.since) == "2003"


def test_a_name_has_its_aliases() -> None:
    told = [
        event("a", "2001", AliasRecorded(name="U.S. Steel", alias="Adda", of="body")),
        event("b", "2002", AliasRecorded(name="U.S. Steel", alias="A.", of="body")),
    ]
    state = state_of(*told)
    aliases = state.at("evidence.U.S. Steel.aliases")
    assert (aliases.values, aliases.group) == (("Adda", "A."), "compatible")
    told_not = denied("evidence.U.S. Steel.aliases", "subject", "b")
    assert len(state_of(*told, told_not).at("evidence.U.S. Steel.aliases").counted) == 1


def test_a_denial_that_comes_before_its_claim_waits_for_it() -> None:
    before = denied("trade.turnover.2001.value", "party", when="2001-01-01")
    assert state_of(before).trade is bt.Unknown
    told = state_of(before, figure("b", 2001, usd(1, 1, 1)))
    assert told.trade["turnover"]["2001"].value.group == "denied"


@pytest.mark.parametrize("claim", ["nowhere", "leadership.chair.holder", "trade.turnover", "trade"])
def test_a_denial_of_what_is_no_claim_changes_nothing(claim: str) -> None:
    chair = took("a", "2001-01-01", "Ada")
    state = state_of(chair, denied(claim))
    assert state.leadership == state_of(chair).leadership
    assert state.trade is bt.Unknown


@pytest.mark.parametrize(
    ("claim", "near"),
    [
        ("projects.plannt.stages", "near it: projects.plant.stages"),
        ("projects.plant.stage", "near it: projects.plant.stages"),
        ("projects.plant.overdue", "nothing is near it"),
        ("day", "nothing is near it"),
    ],
)
def test_check_tells_of_a_denial_of_what_nobody_claims(claim: str, near: str) -> None:
    told = seen("a", "2001-01-01", "operational"), denied(claim)
    (problem,) = timeline_of(RELATIONSHIP, told).check()
    assert (problem.where, problem.found) == ("event 'denial': what.claim", repr(claim))
    assert near in str(problem)
    right = denied("projects.plant.stages", "party", "a")
    assert timeline_of(RELATIONSHIP, [told[0], right]).check() == ()
    alone = attrs.evolve(right, parties=("AA",))
    (problem,) = timeline_of(RELATIONSHIP, [told[0], alone]).check()
    assert (problem.path, problem.found) == ("parties", "AA, so that nothing in projects is denied")


def told_of(*events: bt.Event) -> list[tuple[str, str]]:
    """What check finds in some events, besides what it finds in any log."""
    return [(p.record, p.found) for p in timeline_of(RELATIONSHIP, events).check()]


def test_check_tells_of_an_event_of_one_side_that_no_facet_takes() -> None:
    broken = event("a", "2001", RelationsChanged(action="broken"), parties=("AA",))
    both = event("b", "2001", AliasRecorded(name="x", alias="y", of="body"))
    assert told_of(broken, both) == [("a", "AA alone")]
    assert told_of(attrs.evolve(broken, parties=PAIR)) == []


def test_check_tells_of_a_contradiction_on_no_common_leaf() -> None:
    word = event("a", "2001", ProjectDescribed(project="plant", purpose="power"))
    against: Any = {"project": "plant", "contradicts": ("a",), "contradiction": "one of both"}
    other = ProjectDescribed(obstacle="money", **against)
    assert told_of(word, event("b", "2002", other)) == [("b", "'a'")]
    same = ProjectDescribed(purpose="heat", **against)
    assert told_of(word, event("b", "2002", same)) == []


def test_check_tells_of_a_unit_beside_another_between_promise_and_delivery() -> None:
    four = bt.Quantity(best=4, unit="guns")
    made = event("a", "2001", CommitmentMade(commitment="guns", quantity=four))
    came = DeliveryReported(commitment="guns", quantity=bt.Quantity(best=2, unit="gun"))
    assert told_of(made, event("b", "2002", came)) == [("b", "'gun'")]


# -- ends and returns ---------------------------------------------------------------------------


def test_a_denunciation_that_takes_effect_later_leaves_in_force_until_then_and_is_never_late() -> (
    None
):
    due = bt.When("2006-02-03")
    told = (
        event("a", "2000", AgreementStage(agreement="pact", stage="in-force")),
        event("b", "2005-02-03", AgreementStage(agreement="pact", stage="denounced", due=due)),
    )
    before = state_of(*told, day="2005-06-01").agreements["pact"]
    assert (before.status, before.in_force) == ("in force", YES)
    after = state_of(*told).agreements["pact"]
    assert (after.status, after.in_force, after.overdue) == ("ended", NO, bt.Unknown)


def test_a_restriction_whose_end_has_passed_is_not_late_and_no_longer_known_to_be_in_force() -> (
    None
):
    body = RestrictionChanged(restriction="air", action="imposed", due=bt.When("2005-06-10"))
    ban = state_of(event("a", "2005-05-10", body), day="2005-06-20").constraints["air"]
    assert (str(ban.lapsed), ban.overdue, ban.in_force) == ("10 days", bt.Unknown, OPEN)
    ban = state_of(event("a", "2005-05-10", body), day="2005-06-10").constraints["air"]
    assert (ban.in_force, str(ban.lapsed)) == (YES, "0 days")


def test_a_ceasefire_whose_end_has_passed_is_told_to_have() -> None:
    body = DisputeStage(dispute="war", stage="ceasefire", due=bt.When("2005-06-10"))
    war = state_of(event("a", "2005-05-10", body), day="2005-06-20").force["war"]
    assert (str(war.lapsed), war.overdue) == ("10 days", bt.Unknown)


def test_a_head_of_mission_who_returns_leads_it_again() -> None:
    told = [
        event("a", "2001", MissionChanged(mission="m", action="head-accredited", head="Cy")),
        event("b", "2002", MissionChanged(mission="m", action="head-recalled")),
        event("c", "2003", MissionChanged(mission="m", action="head-returned")),
    ]
    assert [state_of(*told[:n]).diplomacy["m"].head for n in (1, 2, 3)] == ["Cy", None, "Cy"]


def test_two_seats_that_are_taken_on_one_day_do_not_contradict() -> None:
    told = [
        event(seat, "2001-01-01", OfficeAssumed(office="chair", person=person, seat=seat))
        for seat, person in (("second", "Bo"), ("first", "Ada"))
    ]
    chair = state_of(*told).leadership["chair"]
    assert (chair.seats, chair.holder) == ({"first": "Ada", "second": "Bo"}, "Ada")
    assert chair.contested == ()
    assert told_of(*told) == []


@pytest.mark.parametrize(("speakers", "least"), [(("one", "one"), 2), (("one", "two"), 0)])
def test_at_most_so_many_and_at_least_so_many_are_a_number_all_the_same(
    speakers: tuple[str, str], least: int
) -> None:
    bounds = (bt.Quantity(high=5, unit="jets"), bt.Quantity(low=2, unit="jets"))
    events = [
        attrs.evolve(
            event(
                f"c{at}",
                "2002-03",
                DeliveryReported(commitment="jets", quantity=bound, increment=True),
            ),
            sources=[bt.Citation(f"work-{at}", "p. 1", known="2002-04-01", via=(speaker,))],
        )
        for at, (bound, speaker) in enumerate(zip(bounds, speakers, strict=True))
    ]
    so_far = state_of(promise(), *events).commitments["jets"].so_far
    assert (so_far.low, so_far.best, so_far.high) == (least, None, None)


def test_what_two_speakers_tell_of_one_period_is_not_added_up() -> None:
    four, six = (
        event(id, "2001", DeliveryReported(commitment="x", quantity=jets(n), increment=True))
        for id, n in (("a", 4), ("b", 6))
    )
    assert state_of(four, six).commitments["x"].so_far == jets(4, None, 6)
    cited = [bt.Citation("of-a", known="2009-12-31")]
    assert state_of(four, attrs.evolve(six, sources=cited)).commitments["x"].so_far == jets(10)


def test_an_increment_of_a_year_in_which_a_total_stands_may_be_in_it() -> None:
    total = event("a", "2002-06", DeliveryReported(commitment="x", quantity=jets(5)))
    more = DeliveryReported(commitment="x", quantity=jets(3), increment=True)
    assert state_of(total, event("b", "2002", more)).commitments["x"].so_far == jets(5, None, 8)
    assert state_of(total, event("b", "2003", more)).commitments["x"].so_far == jets(8)


def test_the_change_is_computed_from_one_fiscal_year_to_the_next() -> None:
    told = [
        event(
            f"t-{at}",
            f"200{at}",
            TradeReported(flow="all", period=bt.When(period), value=usd(None, value, None)),
        )
        for at, (period, value) in enumerate(
            (("2001-04/2002-03", 100), ("2002-04/2003-03", 150)), start=3
        )
    ]
    change = state_of(*told).trade["all"]["2002-04/2003-03"].computed_change
    assert change.best == 50


def test_an_explanation_of_one_sort_of_losses_names_their_events_alone() -> None:
    told = [
        event(id, "2001-01-0" + day, LossesClaimed(dispute="war", of=of, loss=loss, number=jets(1)))
        for id, day, of, loss in (
            ("a", "1", "AA", "aircraft"),
            ("b", "2", "BB", "aircraft"),
            ("c", "3", "AA", "drones"),
        )
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    why = timeline.explain("force.war.losses_of.AA.aircraft", as_of="2009")
    assert [e.id for e in why.set_by] == ["a"]


# -- in other processes -----------------------------------------------------------------------


def test_an_entry_answers_the_same_when_it_comes_back_from_a_pickle() -> None:
    sums = {year: usd(None, 100 + year, None) for year in (2001, 2002)}
    told = [
        event(f"t-{year}", f"{year}-12-30", TradeReported(flow="all", year=year, value=value))
        for year, value in sums.items()
    ]
    other = TradeReported(flow="all", year=2002, value=usd(None, 5000, None))
    state = state_of(*told, event("other", "2002-12-30", other))
    year = state.trade["all"]["2002"]
    assert pickle.loads(pickle.dumps(year)).computed_change == year.computed_change
    evidence = pickle.loads(pickle.dumps(state.evidence))
    assert list(evidence.contested) == list(state.evidence.contested) != []
    assert evidence == state.evidence
