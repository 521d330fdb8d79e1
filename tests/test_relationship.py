"""The relationship of any pair: laws that hold for every facet, on random logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline import testing
from bilateral_timeline.projections.paths import look_up
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations.agreements import STAGES, AgreementDescribed, AgreementStage
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.relations.commitments import (
    CommitmentMade,
    CommitmentRevised,
    DeliveryReported,
)
from bilateral_timeline.relations.evidence import ClaimDenied
from bilateral_timeline.relations.facet import Entry, Facet
from bilateral_timeline.relations.leadership import Holding, OfficeAssumed, OfficesVacated
from bilateral_timeline.relations.memberships import MembershipChanged, shared
from bilateral_timeline.relations.projects import ProjectDescribed, ProjectStage
from bilateral_timeline.relations.relationship import FACETS, RELATIONSHIP, Relationship
from bilateral_timeline.testing import Question, days, logs, questions, timeline_of
from pairs import BODIES

LOGS = logs(BODIES, parties=("AA", "BB"))
Records = tuple[Record, ...]


def entries(state: Relationship) -> Iterator[tuple[str, Entry]]:
    def below(path: str, facet: Facet[Any]) -> Iterator[tuple[str, Entry]]:
        for id, entry in facet.items():
            if isinstance(entry, Entry):
                yield f"{path}.{id}", entry
            else:
                yield from below(f"{path}.{id}", entry)

    for name, facet in state.branches().items():
        if facet is not bt.Unknown:
            yield from below(name, facet)


def event(id: str, when: str, what: Any, **more: Any) -> bt.Event:
    return bt.Event(id=id, when=when, known="2001-01-01", what=what, **more)


def state_of(*events: bt.Event, day: str = "2005-12-31") -> Relationship:
    later = event("later", "2009", AgreementStage(agreement="later", stage="proposed"))
    last = bt.Citation("last", known="2010-01-01")
    events = (*events, bt.Event(id="end", when=later.when, what=later.what, sources=[last]))
    return timeline_of(RELATIONSHIP, events).as_of(day)


# -- the laws -------------------------------------------------------------------------------


def test_the_relationship_obeys_the_laws_of_every_projection() -> None:
    testing.check_projection(RELATIONSHIP, BODIES)


@given(LOGS, questions())
def test_every_leaf_that_was_set_names_events_that_had_happened(
    records: Records, asked: Question
) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    state = asked.of(timeline)
    happened = timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)
    ids = {e.id for e in happened}
    for _, entry in entries(state):
        for name in attrs.fields_dict(type(entry)):
            if not name.startswith("_"):
                set_by, supported_by = entry.why(name)
                assert set(set_by) | set(supported_by) <= ids
                if getattr(entry, name) != getattr(type(entry)(), name):
                    assert set_by != ()
                assert (name in entry.branches()) == (set_by != ())
        for question in entry.questions:
            assert entry.why(question)[0] == tuple(
                dict.fromkeys(id for leaf in entry.questions[question] for id in entry.why(leaf)[0])
            )


@given(LOGS, questions(), st.data())
def test_explain_gives_the_events_that_a_leaf_carries(
    records: Records, asked: Question, data: st.DataObject
) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    leaves = [
        (f"{path}.{name}", getattr(entry, name), entry.why(name))
        for path, entry in entries(asked.of(timeline))
        for name in (*entry.branches(), *entry.questions)
    ]
    if leaves:
        path, value, (set_by, supported_by) = data.draw(st.sampled_from(leaves))
        found = timeline.explain(path, as_of=asked.as_of, known_by=asked.known_by, mode=asked.mode)
        assert found.value == value
        assert {e.id for e in found.set_by} == set(set_by)
        assert {e.id for e in found.supported_by} == set(supported_by) - set(set_by)


@given(LOGS, questions())
def test_a_leaf_depends_on_nothing_but_its_reasons(records: Records, asked: Question) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    happened = timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)
    for path, entry in entries(asked.of(timeline)):
        for name in entry.branches():
            set_by, supported_by = entry.why(name)
            derived = name in ("recorded", "stage", "status", "action", "so_far")
            if set_by and (isinstance(getattr(entry, name), Claims) or derived):
                reasons = {*set_by, *supported_by}
                idle = [e.id for e in happened if e.id not in reasons]
                alone = asked.of(timeline.without(*idle))
                assert look_up(alone, f"{path}.{name}") == getattr(entry, name)


@given(LOGS, days(), days(), st.none() | days())
def test_a_state_holds_nothing_that_changes_by_waiting(
    records: Records, v1: Date, v2: Date, known_by: Date | None
) -> None:
    low, high = sorted((v1, v2))
    timeline = timeline_of(RELATIONSHIP, records)
    if not timeline.events(low, high, known_by=known_by):
        assert timeline.as_of(low, known_by=known_by) == timeline.as_of(high, known_by=known_by)
        assert timeline.changes(low, high, known_by=known_by) == ()


@given(LOGS, questions())
def test_everything_counts_to_the_horizon(records: Records, asked: Question) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    state = asked.of(timeline)
    limits = [asked.as_of, asked.known_by, timeline.coverage.through]
    assert state.horizon == min(limit for limit in limits if limit)
    for _, entry in entries(state):
        assert entry.horizon == state.horizon


@given(LOGS, questions())
def test_a_facet_of_which_nothing_is_recorded_is_unknown(records: Records, asked: Question) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    for facet in state.branches().values():
        assert facet is bt.Unknown or len(facet) > 0
    told = state.to_dict()
    assert [name for name in FACETS if told[name] == "unknown"] == [
        name for name, facet in state.branches().items() if facet is bt.Unknown
    ]


@given(LOGS, questions())
def test_changes_between_relationships_name_events_of_the_slice(
    records: Records, asked: Question
) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    first = Date(2001, 6, 30)
    if first > asked.as_of:
        return
    slice_ = {
        e.id for e in timeline.events(first, asked.as_of, known_by=asked.known_by, mode=asked.mode)
    }
    for change in timeline.changes(first, asked.as_of, known_by=asked.known_by, mode=asked.mode):
        assert change.before != change.after or type(change.before) is not type(change.after)
        assert set(change.because) <= slice_
        assert change.because != ()


@given(LOGS, questions())
def test_what_a_facet_lists_stands_in_the_order_of_the_events(
    records: Records, asked: Question
) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    order = [
        e.id for e in timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)
    ]
    for _, entry in entries(asked.of(timeline)):
        for value in entry.branches().values():
            listed = value.claims if isinstance(value, Claims) else value
            if isinstance(listed, tuple) and listed and hasattr(listed[0], "event"):
                at = [order.index(item.event) for item in listed]
                assert at == sorted(at)


@given(LOGS, questions(), st.data())
def test_a_question_depends_on_nothing_but_its_reasons(
    records: Records, asked: Question, data: st.DataObject
) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    state = asked.of(timeline)
    found = [(path, entry, name) for path, entry in entries(state) for name in entry.questions]
    if found:
        path, entry, name = data.draw(st.sampled_from(found))
        happened = timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)
        reasons = {id for ids in entry.why(name) for id in ids}
        # What holds the day to count to is kept, but not what had happened and is no reason.
        idle = {e.id for e in happened} - reasons
        alone = RELATIONSHIP.show(RELATIONSHIP.fold([e for e in happened if e.id not in idle]))
        part: Any = alone
        for step in path.split("."):
            part = part.branches().get(step, bt.Unknown) if part is not bt.Unknown else part
        if part is not bt.Unknown:
            assert getattr(part.seen_at(state.horizon), name) == getattr(entry, name)


@given(LOGS, questions())
def test_equal_states_have_equal_hashes(records: Records, asked: Question) -> None:
    state, again = (asked.of(timeline_of(RELATIONSHIP, records)) for _ in range(2))
    assert (state, hash(state)) == (again, hash(again))


# -- before, outside and after the coverage -------------------------------------------------


def test_before_the_coverage_everything_is_unknown() -> None:
    state = state_of(event("a", "2001", OfficeAssumed(office="chair", person="Ada")), day="2000")
    assert set(state.branches().values()) == {bt.Unknown}
    with pytest.raises(AttributeError, match="nothing is recorded here by that day"):
        _ = state.leadership.offices  # type: ignore[union-attr]
    with pytest.raises(TypeError, match=r"ask `value is bt\.Unknown`"):
        bool(state.leadership)


def test_an_entry_that_is_not_there_is_unknown_or_named() -> None:
    state = state_of(event("a", "2001", OfficeAssumed(office="chair", person="Ada")))
    assert state.leadership.get("throne") is bt.Unknown
    assert "throne" not in state.leadership
    with pytest.raises(bt.MissingError, match="no entry 'chairs'; near it: chair"):
        state.leadership["chairs"]


def test_after_the_last_day_the_answer_is_what_was_last_known() -> None:
    chair = event("a", "2001", OfficeAssumed(office="chair", person="Ada"))
    timeline = timeline_of(RELATIONSHIP, [chair])
    late = timeline.as_of("2030")
    assert late == timeline.as_of("2001-12-31")
    assert (late.day, late.horizon) == (Date(2030, 12, 31), Date(2001, 1, 1))


def test_a_state_folded_by_hand_has_no_day() -> None:
    with pytest.raises(bt.InputError, match="ask a timeline"):
        _ = RELATIONSHIP.show(RELATIONSHIP.initial).day


# -- leadership -----------------------------------------------------------------------------


def test_an_office_is_vacant_until_somebody_takes_it() -> None:
    ada = event("ada", "2001-01-05", OfficeAssumed(office="chair", person="Ada"))
    left = event(
        "left", "2003-03-01",
        OfficesVacated(holdings=(Holding(office="chair", person="Ada"),), exit="resigned"),
    )  # fmt: skip
    bo = event("bo", "2003-03-11", OfficeAssumed(office="chair", person="Bo", acting=True))
    vacant = state_of(ada, left, bo, day="2003-03-05").leadership["chair"]
    assert (vacant.holder, str(vacant.since)) == (None, "2003-03-01")
    assert vacant.vacant_days == bt.Quantity(4, None, 4, unit="days")
    held = state_of(ada, left, bo).leadership["chair"]
    assert (held.holder, held.acting, held.vacant_days) == ("Bo", True, bt.Unknown)
    assert [str(term) for term in held.succession] == [
        "Ada, 2001-01-05 to 2003-03-01 (resigned)",
        "Bo (acting), 2003-03-11",
    ]


def test_who_is_no_longer_in_office_leaves_nothing_vacant() -> None:
    ada = event("ada", "2001-01-05", OfficeAssumed(office="chair", person="Ada"))
    bo = event("bo", "2002-01-05", OfficeAssumed(office="chair", person="Bo"))
    holdings = (Holding(office="chair", person="Ada"), Holding(office="desk", person="Ada"))
    died = event("died", "2003-03-01", OfficesVacated(holdings=holdings, exit="death"))
    state = state_of(ada, bo, died)
    assert (state.leadership["chair"].holder, state.leadership["desk"].holder) == ("Bo", None)


# -- agreements -----------------------------------------------------------------------------


def stages(*reached: str) -> bt.Timeline[Relationship]:
    events = [
        event(f"e{at}", f"200{at}-01-01", AgreementStage(agreement="pact", stage=stage))
        for at, stage in enumerate(reached, 1)
    ]
    return timeline_of(RELATIONSHIP, events)


@pytest.mark.parametrize(
    ("reached", "status", "in_force"),
    [
        (["proposed"], "under negotiation", "no"),
        (["nearing-completion", "negotiation-suspended"], "stalled", "no"),
        (["negotiation-suspended", "negotiation-resumed"], "under negotiation", "no"),
        (["signed"], "signed, entry into force not recorded", "unknown"),
        (["signed", "ratified"], "signed, not in force", "no"),
        (["signed", "proposed"], "signed, entry into force not recorded", "unknown"),
        (["signed", "in-force"], "in force", "yes"),
        (["in-force", "suspended"], "suspended", "no"),
        (["in-force", "suspended", "resumed"], "in force", "yes"),
        (["in-force", "terminated"], "ended", "no"),
    ],
)
def test_an_agreement_goes_back_only_by_the_stages_named_for_it(
    reached: list[str], status: str, in_force: str
) -> None:
    pact = stages(*reached).as_of("2009").agreements["pact"]
    assert (pact.status, pact.in_force.value) == (status, in_force)
    assert [claim.value.word for claim in pact.history] == reached


def scheduled(id: str, when: str, due: str) -> bt.Event:
    body = AgreementStage(agreement="pact", stage="signature-scheduled", due=bt.When(due))
    return event(id, when, body)


def test_a_new_day_for_the_signature_replaces_the_old() -> None:
    state = state_of(
        scheduled("a", "2002-01-01", "2002-06-01"),
        scheduled("b", "2002-05-20", "2003-06-01"),
        day="2002-07-01",
    )
    assert str(state.agreements["pact"].due) == "2003-06-01"
    assert state.agreements["pact"].overdue == bt.Quantity(0, None, 0, unit="days")


def test_a_renewal_of_what_is_in_force_counts_from_its_day() -> None:
    pact = stages("in-force", "renewed").as_of("2009").agreements["pact"]
    assert (pact.stage, str(pact.since), pact.status) == ("renewed", "2002-01-01", "in force")


def test_a_second_renewal_counts_from_its_day() -> None:
    pact = stages("in-force", "renewed", "renewed").as_of("2009").agreements["pact"]
    assert (pact.stage, str(pact.since), pact.status) == ("renewed", "2003-01-01", "in force")


def test_both_ratifications_are_told() -> None:
    def ratified(id: str, when: str, by: str) -> bt.Event:
        return event(id, when, AgreementStage(agreement="pact", stage="ratified", by=by))

    pact = state_of(ratified("a", "2002-01-01", "AA"), ratified("b", "2003-01-01", "BB"))
    lines = [line.text for line in pact.agreements["pact"].lines()]
    assert lines == [
        "signed, not in force (ratified by AA), since 2002-01-01",
        "ratified by BB 2003-01-01",
    ]
    assert pact.agreements["pact"].ratified_by == ("AA", "BB")


@pytest.mark.parametrize(
    ("instrument", "status", "ends", "in_force"),
    [
        ("memorandum of understanding", "signed", "yes", "no"),
        ("treaty", "signed, entry into force not recorded", "no", "unknown"),
        ("", "signed, entry into force not recorded", "unknown", "unknown"),
    ],
)
def test_a_memorandum_ends_at_its_signature_and_a_treaty_does_not(
    instrument: str, status: str, ends: str, in_force: str
) -> None:
    signed = event("a", "2002-01-01", AgreementStage(agreement="pact", stage="signed"))
    called = AgreementDescribed(agreement="pact", instrument=instrument)
    pact = state_of(signed, event("b", "2002-01-01", called)).agreements["pact"]
    answers = pact.status, pact.ends_at_signature.value, pact.in_force.value
    assert answers == (status, ends, in_force)


def test_only_an_end_or_an_entry_into_force_may_be_public_before_it_happens() -> None:
    def early(stage: str) -> bt.Event:
        return event("a", "2002-01-01", AgreementStage(agreement="pact", stage=stage))

    assert timeline_of(RELATIONSHIP, [early("in-force")]).check() == ()
    (problem,) = timeline_of(RELATIONSHIP, [early("signed")]).check()
    assert problem.found == "'2002-01-01', but known on 2001-01-01"


def test_a_stalled_agreement_says_since_when() -> None:
    pact = stages("nearing-completion", "negotiation-suspended").as_of("2009").agreements["pact"]
    assert str(pact.stalled_since) == "2002-01-01"
    assert stages("signed").as_of("2009").agreements["pact"].stalled_since is bt.Unknown


@given(st.lists(st.sampled_from(list(STAGES)), min_size=1, max_size=6))
def test_a_stage_never_falls_but_by_a_named_event(reached: list[str]) -> None:
    named = {"negotiation-suspended", "negotiation-resumed", "suspended", "resumed", "terminated"}
    timeline = stages(*reached)
    rank = -1
    for at, stage in enumerate(reached, 1):
        now = STAGES[str(timeline.as_of(f"200{at}-01-01").agreements["pact"].stage)]
        assert now >= rank or stage in named
        rank = now


def test_a_scheduled_day_that_passes_is_no_signature() -> None:
    planned = event(
        "plan", "2002-01-01",
        AgreementStage(agreement="pact", stage="signature-scheduled", due=bt.When("2003-05")),
    )  # fmt: skip
    pact = state_of(planned, day="2003-06-10").agreements["pact"]
    assert pact.status == "under negotiation"
    assert pact.overdue == bt.Quantity(10, None, 40, unit="days")
    signed = event("sign", "2003-06-30", AgreementStage(agreement="pact", stage="signed"))
    assert state_of(planned, signed).agreements["pact"].overdue is bt.Unknown


# -- memberships ----------------------------------------------------------------------------


def test_an_invitation_is_no_membership_when_its_day_comes() -> None:
    invited = MembershipChanged(
        organisation="club", party="AA", status="invited", due=bt.When("2002-01-01")
    )
    club = state_of(event("a", "2001-05-01", invited), day="2002-01-03").memberships["club"]
    assert (club["AA"].status, str(club["AA"].overdue)) == ("invited", "2 days")


def test_shared_are_the_organisations_in_which_all_are_full_members() -> None:
    def member(id: str, organisation: str, party: str, status: str) -> bt.Event:
        body = MembershipChanged(organisation=organisation, party=party, status=status)
        return event(id, "2001-05-01", body)

    state = state_of(
        member("a", "club", "AA", "full"),
        member("b", "club", "BB", "full"),
        member("c", "league", "AA", "full"),
        member("d", "league", "BB", "observer"),
        member("e", "guild", "AA", "full"),
    )
    assert shared(state.memberships, ("AA", "BB")) == {
        "club": bt.Certainty.YES,
        "guild": bt.Certainty.UNKNOWN,
        "league": bt.Certainty.NO,
    }


# -- commitments ----------------------------------------------------------------------------


def promise(id: str = "promise", when: str = "2001-01-01", **more: Any) -> bt.Event:
    fields = {"promisor": "AA", "promisee": "BB", "item": "jets", **more}
    return event(id, when, CommitmentMade(commitment="jets", **fields))


def came(id: str, when: str, low: int, high: int, **more: Any) -> bt.Event:
    quantity = bt.Quantity(low, None, high, unit="jets")
    body = DeliveryReported(commitment="jets", quantity=quantity, **more)
    return event(id, when, body)


TEN = bt.Quantity(best=10, unit="jets")
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
        ([came("c", "2002-03-01", 10, 12, standing="reported")], "2002-07-01", "overdue"),
        ([came("c", "2002-03-01", 10, 12)], "2002-07-01", "fulfilled"),
        ([came("c", "2002-03-01", 10, 12, standing="alleged")], "2002-07-01", "overdue"),
        ([came("c", "2002-03-01", 0, 0)], "2002-05-30", "open"),
    ],
)
def test_a_promise_is_late_or_kept_by_what_came_and_never_by_waiting(
    more: list[bt.Event], day: str, status: str
) -> None:
    state = state_of(promise(quantity=TEN, due=BY_JUNE), *more, day=day)
    assert state.commitments["jets"].status == status


def test_lateness_counts_from_both_ends_of_a_due_date() -> None:
    jets = state_of(promise(quantity=TEN, due=BY_JUNE), day="2002-07-10").commitments["jets"]
    assert jets.overdue == bt.Quantity(10, None, 40, unit="days")
    assert jets.overdue_since == BY_JUNE
    assert state_of(promise(quantity=TEN)).commitments["jets"].overdue is bt.Unknown


def done(id: str, when: str, action: str, **more: Any) -> bt.Event:
    return event(id, when, CommitmentRevised(commitments=("jets",), action=action, **more))


@pytest.mark.parametrize("end", ["fulfilled", "cancelled", "refused", "withheld"])
@pytest.mark.parametrize("talk", ["disputed", "finalised", "reaffirmed", "postponed"])
def test_talk_does_not_undo_an_end(end: str, talk: str) -> None:
    made = promise(due=BY_JUNE)
    ended, said = done("a", "2002-01-01", end), done("b", "2002-02-01", talk)
    jets = state_of(made, ended, said).commitments["jets"]
    assert jets.status == end
    assert jets.disputed == (talk == "disputed")


@pytest.mark.parametrize("end", ["refused", "withheld"])
def test_a_permission_lifts_a_ban_or_a_refusal(end: str) -> None:
    ended, lifted = done("a", "2002-01-01", end), done("b", "2002-02-01", "permitted")
    assert state_of(promise(), ended, lifted).commitments["jets"].status == "open"


def test_a_reported_refusal_is_shown_and_changes_nothing() -> None:
    refused = done("a", "2002-01-01", "refused", standing="reported")
    jets = state_of(promise(), refused).commitments["jets"]
    assert (jets.status, str(jets.revisions[0])) == ("open", "reported: refused 2002-01-01")


def test_the_order_within_a_day_decides_what_was_done_last() -> None:
    refused, again = done("z", "2002-01-01", "refused"), done("a", "2002-01-01", "permitted")
    first = attrs.evolve(refused, seq=0), attrs.evolve(again, seq=1)
    assert state_of(promise(), *first).commitments["jets"].action == "permitted"
    second = attrs.evolve(refused, seq=1), attrs.evolve(again, seq=0)
    assert state_of(promise(), *second).commitments["jets"].action == "refused"
    problems = timeline_of(RELATIONSHIP, [promise(), refused, again]).check()
    assert [p.expected for p in problems if p.where.startswith("events")] == [
        "an order, as both set commitments.jets.action, "
        "frictions.jets.eased, frictions.jets.eased_when"
    ]


@pytest.mark.parametrize("over", ["cancelled", "fulfilled"])
@pytest.mark.parametrize("later", ["refused", "withheld", "permitted", "disputed"])
def test_nothing_undoes_what_is_over(over: str, later: str) -> None:
    steps = done("a", "2002-01-01", over), done("b", "2002-02-01", later)
    jets = state_of(promise(due=BY_JUNE), *steps, done("c", "2002-03-01", "permitted"))
    assert jets.commitments["jets"].status == over


def test_an_allegation_does_not_settle_a_promise() -> None:
    stated = promise(quantity=bt.Quantity(22, None, 26, unit="jets"))
    guess = promise(
        "g", "2001-02-01", quantity=bt.Quantity(best=6, unit="jets"), standing="alleged"
    )
    jets = state_of(stated, guess, came("c", "2002-03-01", 6, 6)).commitments["jets"]
    assert (jets.status, jets.fulfilled.value) == ("partly fulfilled", "no")


@pytest.mark.parametrize(
    ("low", "high", "status"),
    [(0, 10, "possibly overdue"), (8, 12, "possibly overdue"), (0, 0, "overdue")],
)
def test_what_may_be_all_is_only_possibly_late(low: int, high: int, status: str) -> None:
    state = state_of(
        promise(quantity=TEN, due=BY_JUNE), came("c", "2002-03-01", low, high), day="2002-07-10"
    )
    assert state.commitments["jets"].status == status


def denied(claim: str, *told: bt.Event, when: str = "2002-01-01", **more: Any) -> Relationship:
    denial = event("denial", when, ClaimDenied(claim=claim, by="AA", **more))
    return state_of(*told, denial)


@pytest.mark.parametrize(
    ("role", "disputed", "counts"),
    [("party", True, True), ("subject", False, False), ("third-party", False, True)],
)
def test_only_a_partys_denial_disputes_and_a_subjects_counts_out(
    role: str, disputed: bool, counts: bool
) -> None:
    jets = denied("commitments.jets.delivered", came("c", "2001-06-01", 4, 4), role=role)
    assert jets.commitments["jets"].disputed is disputed
    four = bt.Quantity(4, None, 4, unit="jets")
    assert jets.commitments["jets"].so_far == (four if counts else bt.Unknown)


@pytest.mark.parametrize("standing", ["expected", "alleged"])
def test_a_guess_does_not_move_a_deadline(standing: str) -> None:
    later = promise("guess", "2002-02-01", due=bt.When("2009"), standing=standing)
    jets = state_of(promise(due=BY_JUNE), later, day="2002-07-10").commitments["jets"]
    assert (jets.status, len(jets.due)) == ("overdue", 2)


def test_what_came_may_be_all_where_no_number_was_promised() -> None:
    state = state_of(promise(due=BY_JUNE), came("c", "2002-03-01", 4, 4), day="2002-07-10")
    jets = state.commitments["jets"]
    assert (jets.status, jets.overdue) == (
        "possibly overdue",
        bt.Quantity(0, None, 40, unit="days"),
    )


def test_nothing_recorded_and_none_delivered_are_told_apart() -> None:
    assert state_of(promise()).commitments["jets"].so_far is bt.Unknown
    none = state_of(promise(), came("c", "2002-03-01", 0, 0)).commitments["jets"]
    assert none.so_far == bt.Quantity(0, None, 0, unit="jets")


def test_a_share_keeps_its_bounds() -> None:
    jets = state_of(promise(quantity=TEN), came("c", "2002-03-01", 4, 6)).commitments["jets"]
    assert str(jets.share) == "40 to 60 percent"


# -- projects -------------------------------------------------------------------------------


def test_one_account_does_not_set_a_project_back() -> None:
    built = event("a", "2001-01-01", ProjectStage(project="plant", stage="operational"))
    plan = event("b", "2002-01-01", ProjectStage(project="plant", stage="planned"))
    plant = state_of(built, plan).projects["plant"]
    assert (plant.stage, [c.event for c in plant.contradicted]) == ("operational", ["b"])


def test_a_suspended_project_goes_on_with_what_is_seen_next() -> None:
    seen = [
        event(f"e{at}", f"200{at}-01-01", ProjectStage(project="plant", stage=stage))
        for at, stage in enumerate(("planned", "suspended", "under-construction"), 1)
    ]
    plant = state_of(*seen).projects["plant"]
    assert (plant.stage, plant.contradicted) == ("under-construction", ())


def test_an_account_that_says_nothing_leaves_no_entry() -> None:
    empty = event("a", "2001-01-01", ProjectDescribed(project="plant"))
    assert state_of(empty).projects is bt.Unknown


def test_who_left_is_told_even_if_nobody_told_that_he_came() -> None:
    holdings = (Holding(office="desk", person="Ada"),)
    died = event("died", "2003-03-01", OfficesVacated(holdings=holdings, exit="death"))
    (term,) = state_of(died).leadership["desk"].succession
    assert str(term) == "Ada, since a day not recorded to 2003-03-01 (death)"


def test_one_signature_is_an_agreement_and_the_start_of_a_project() -> None:
    body = AgreementStage(agreement="deal", stage="signed", project="line")
    state = state_of(event("a", "2001-01-01", body))
    assert state.agreements["deal"].stage == "signed"
    assert (state.projects["line"].stage, state.projects["line"].why("stage")) == (
        "agreed",
        (("a",), ()),
    )
