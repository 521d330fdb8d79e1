"""The relationship of any pair: laws that hold for every facet, on random logs."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline import testing
from bilateral_timeline.dates.when import Mode
from bilateral_timeline.projections.definition import definition
from bilateral_timeline.projections.paths import branches
from bilateral_timeline.projections.projection import Moment
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations.claim import Claim
from bilateral_timeline.relations.claims import Claims, _chained
from bilateral_timeline.relations.denials import ClaimDenied
from bilateral_timeline.relations.entry import Entry
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.facets.agreements import AgreementStage
from bilateral_timeline.relations.facets.contacts import MeetingHeld
from bilateral_timeline.relations.facets.evidence import Evidence
from bilateral_timeline.relations.facets.leadership import OfficeAssumed
from bilateral_timeline.relations.facets.projects import ProjectDescribed, ProjectStage
from bilateral_timeline.relations.relationship import FACETS, Relationship
from bilateral_timeline.testing import Question, days, histories, questions, timeline_of
from pairs import BODIES, KINDS, LOGS, PAIR, bodies, entry_of, pair_logs

RELATIONSHIP = bt.relationship(*PAIR)
Records = tuple[Record, ...]
MODES: tuple[Mode, Mode] = ("certain", "possible")
Timeline = bt.Timeline[Relationship]


def entries(state: Relationship) -> Iterator[tuple[str, Entry]]:
    """All entries of a state, by path."""

    def below(path: str, facet: Facet[Any]) -> Iterator[tuple[str, Entry]]:
        for id, entry in facet.items():
            if isinstance(entry, Entry):
                yield f"{path}.{id}", entry
            else:
                yield from below(f"{path}.{id}", entry)

    for name, facet in state.branches().items():
        if facet is not bt.Unknown:
            yield from below(name, facet)


def answers(entry: Entry) -> tuple[str, ...]:
    """What an entry can be asked: its leaves, what follows from them, and its properties."""
    every = (name for cls in type(entry).__mro__ for name in vars(cls))
    asked = (
        name
        for name in every
        if not name.startswith("_") and isinstance(getattr(type(entry), name), property)
    )
    return tuple(dict.fromkeys((*entry.leaves, *entry.derives, *asked)))


def value_of(entry: Entry, name: str) -> Any:
    """What a path to it gives: Unknown in place of a leaf of which nothing is told."""
    value = getattr(entry, name)
    return bt.Unknown if name in entry.leaves and not value else value


def told(timeline: Timeline, asked: Question) -> tuple[bt.Event, ...]:
    """The events that had happened by the day of a question."""
    return timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)


def moment_of(state: Relationship) -> Moment:
    return Moment(state.day, state.known_by, state.horizon, state.mode)


def alone(state: Relationship, events: list[bt.Event]) -> Relationship:
    """The state of some events alone, asked on the same day."""
    return RELATIONSHIP.show(RELATIONSHIP.fold(events), lambda: moment_of(state))


# -- the state is the fold, and every door leads to the same ---------------------------------


def test_the_relationship_obeys_the_laws_of_every_projection() -> None:
    testing.check_projection(RELATIONSHIP, history=LOGS)


@pytest.mark.parametrize("facet", FACETS)
def test_so_does_each_facet(facet: str) -> None:
    few = settings(max_examples=max(5, settings().max_examples // 8))
    testing.check_projection(RELATIONSHIP, history=pair_logs(bodies(facet)), settings=few)


def test_so_do_plausible_histories() -> None:
    testing.check_projection(RELATIONSHIP, history=testing.relationships(*PAIR))


@pytest.mark.parametrize("kind", [*KINDS, ClaimDenied])
def test_each_kind_obeys_the_laws_of_every_kind(kind: type) -> None:
    testing.check_kind(kind, settings=settings(max_examples=max(5, settings().max_examples // 5)))


@given(LOGS, questions())
def test_a_state_is_the_fold_of_the_definition(records: Records, asked: Question) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    folded = definition(RELATIONSHIP, records, asked.as_of, asked.known_by, asked.mode)
    defined = RELATIONSHIP.show(folded, lambda: moment_of(state))
    assert state == defined
    assert state.to_dict() == defined.to_dict()


@given(LOGS, questions())
def test_a_path_leads_to_what_an_attribute_gives(records: Records, asked: Question) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    for path, entry in entries(state):
        assert state.at(path) == entry
        for name in answers(entry):
            assert state.at(f"{path}.{name}") == value_of(entry, name)
    for name in FACETS:
        assert state.at(name) == getattr(state, name)
        for asked_of in vars(FACETS[name]):
            if isinstance(vars(FACETS[name])[asked_of], property):
                facet = getattr(state, name)
                expected = bt.Unknown if facet is bt.Unknown else getattr(facet, asked_of)
                assert state.at(f"{name}.{asked_of}") == expected


@given(LOGS, questions(), st.data())
def test_explain_and_series_give_the_value_of_the_state_and_the_events_of_its_leaf(
    records: Records, asked: Question, data: st.DataObject
) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    state = asked.of(timeline)
    found = [(path, entry, name) for path, entry in entries(state) for name in answers(entry)]
    if found:
        above, entry, name = data.draw(st.sampled_from(found))
        path, value = f"{above}.{name}", value_of(entry, name)
        why = timeline.explain(path, as_of=asked.as_of, known_by=asked.known_by, mode=asked.mode)
        set_by, supported_by = entry.why(name)
        assert why.value == value
        assert {e.id for e in why.set_by} == set(set_by)
        assert {e.id for e in why.supported_by} == set(supported_by) - set(set_by)
        first = Date.fromordinal(asked.as_of.toordinal() - 1)
        ((_, last),) = timeline.series(
            path,
            every="day",
            after=first,
            until=asked.as_of,
            known_by=asked.known_by,
            mode=asked.mode,
        )
        assert last == value


@given(LOGS, questions())
def test_every_state_can_be_walked_and_is_plain_data(records: Records, asked: Question) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))

    def walk(part: Any, root: bool) -> None:
        for name, below in (branches(part, root=root) or {}).items():
            assert isinstance(name, str)
            assert repr(below)
            walk(below, False)

    walk(state, True)
    told = json.loads(json.dumps(state.to_dict(), allow_nan=False))
    assert told["pair"] == ["AA", "BB"]
    assert told["day"] == asked.as_of.isoformat()
    untold = [name for name, facet in state.branches().items() if facet is bt.Unknown]
    assert told["unknown"] == untold == [name for name in FACETS if told[name] is None]
    for name, facet in state.branches().items():
        if facet is not bt.Unknown and name != "evidence":
            check_untold(facet, told[name])


def check_untold(facet: Facet[Any], told: dict[str, Any]) -> None:
    """In plain data of a facet, what is not told is null, and named as such."""
    for id, held in facet.items():
        if isinstance(held, Facet):
            check_untold(held, told[id])
            continue
        untold = [name for name in held.derives if getattr(held, name) is bt.Unknown]
        assert told[id]["unknown"] == untold
        assert all(told[id][name] is None for name in untold)


@given(LOGS, questions())
def test_a_copy_of_a_state_tells_the_same(records: Records, asked: Question) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    for copy in (pickle.loads(pickle.dumps(state)), deepcopy(state)):
        assert (copy, hash(copy)) == (state, hash(state))
        assert copy.to_dict() == state.to_dict()


@given(LOGS, questions())
def test_claims_stand_in_the_order_of_their_events(records: Records, asked: Question) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    order = [event.id for event in told(timeline, asked)]
    for _, entry in entries(asked.of(timeline)):
        for _, claims in entry.claims():
            for listed in (claims.claims, claims.denials):
                places = [order.index(one.event) for one in listed]
                assert places == sorted(places)


@given(LOGS, questions(), questions())
def test_equal_entries_tell_the_same_and_have_equal_hashes(
    records: Records, asked: Question, other: Question
) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    one, two = dict(entries(asked.of(timeline))), dict(entries(other.of(timeline)))
    for path in one.keys() & two.keys():
        if one[path] == two[path]:
            assert hash(one[path]) == hash(two[path])
            assert one[path].branches() == two[path].branches()


def test_the_same_claims_in_another_order_may_tell_something_else() -> None:
    told = [
        event("a", "2001-05/..", AgreementStage(agreement="pact", stage="suspended")),
        event("b", "[2001-04-01..2001-06-30]", AgreementStage(agreement="pact", stage="resumed")),
    ]
    timeline = timeline_of(RELATIONSHIP, told)
    one, other = (timeline.as_of("2002", mode=mode).at("agreements.pact") for mode in MODES)
    assert one.stages == other.stages
    assert (one.stage, other.stage) == ("resumed", "suspended")
    assert one != other


# -- why -------------------------------------------------------------------------------------


@given(LOGS, questions())
def test_every_leaf_names_events_that_had_happened(records: Records, asked: Question) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    ids = {event.id for event in told(timeline, asked)}
    for _, entry in entries(asked.of(timeline)):
        for name in answers(entry):
            set_by, supported_by = entry.why(name)
            assert set(set_by) | set(supported_by) <= ids
        for name in entry.branches():
            assert entry.why(name)[0] != ()
        assert entry.to_dict()["because"] == {
            name: list(entry.why(name)[0]) for name in entry.branches()
        }


@given(LOGS, questions())
def test_what_is_told_follows_from_the_events_that_it_names_alone(
    records: Records, asked: Question
) -> None:
    timeline = timeline_of(RELATIONSHIP, records)
    state = asked.of(timeline)
    for path, entry in entries(state):
        for name in dict.fromkeys((*entry.branches(), *entry.derives)):
            set_by, supported_by = entry.why(name)
            for reasons in ({*set_by}, {*set_by, *supported_by}):
                named = [event for event in told(timeline, asked) if event.id in reasons]
                if reasons:
                    part = alone(state, named).at(path)
                    value = part if part is bt.Unknown else getattr(part, name)
                    assert value == getattr(entry, name), (path, name)


# -- the day ---------------------------------------------------------------------------------


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
        for day in (entry.last_told, entry.last_known):
            assert day is bt.Unknown or isinstance(day, Date)
        if asked.known_by is not None and entry.last_known is not bt.Unknown:
            assert entry.last_known <= asked.known_by


@given(LOGS, questions(), days())
def test_two_states_are_equal_if_nothing_changed_and_changes_name_events_of_the_slice(
    records: Records, asked: Question, first: Date
) -> None:
    if first > asked.as_of:
        return
    timeline = timeline_of(RELATIONSHIP, records)
    known, mode = asked.known_by, asked.mode
    found = timeline.changes(first, asked.as_of, known_by=known, mode=mode)
    slice_ = {e.id for e in timeline.events(first, asked.as_of, known_by=known, mode=mode)}
    for change in found:
        assert change.before != change.after or type(change.before) is not type(change.after)
        assert change.because != ()
        assert set(change.because) <= slice_
    # A denial of what nobody claims is shown nowhere, and a state with it is equal to one without.
    then = timeline.as_of(first, known_by=known, mode=mode)
    assert (then == asked.of(timeline)) == (found == ())


# -- a pair ----------------------------------------------------------------------------------

OTHERS = histories(BODIES, ids=tuple("pqrstu"), parties=("CC", "DD"))


def elsewhere(records: Records, *parties: str) -> Records:
    """The same, between others."""
    return tuple(
        attrs.evolve(record, parties=parties) if isinstance(record, bt.Event) else record
        for record in records
    )


def of_others(facet: type[Facet[Any]], body: Any, *parties: str) -> bool:
    """Whether a facet may ask for what some do who are not both of the pair."""
    event = bt.Event(id="a", when="2001", known="2001-12-31", what=body, parties=parties)
    return facet.sides != "both" and facet.concerns(event, PAIR)


@pytest.mark.parametrize("parties", [("AA", "CC"), ("CC", "DD"), ("BB",), ()])
@given(records=LOGS, others=OTHERS, asked=questions())
def test_what_is_not_between_the_two_changes_no_facet_of_both_sides(
    parties: tuple[str, ...], records: Records, others: Records, asked: Question
) -> None:
    others = elsewhere(others, *parties)
    state = asked.of(timeline_of(RELATIONSHIP, records))
    mixed = asked.of(timeline_of(RELATIONSHIP, (*records, *others)))
    bodies = [record.what for record in others if isinstance(record, bt.Event)]
    for name, facet in FACETS.items():
        if not any(of_others(facet, body, *parties) for body in bodies):
            assert getattr(mixed, name) == getattr(state, name)
    for name in ("diplomacy", "contacts", "agreements", "commitments", "projects", "trade"):
        assert getattr(mixed, name) == getattr(state, name)
    for name in ("investment", "force", "frictions", "cooperation"):
        assert getattr(mixed, name) == getattr(state, name)


def test_the_facets_that_ask_for_more_than_both_sides_are_these() -> None:
    asked = {name: facet.sides for name, facet in FACETS.items() if facet.sides != "both"}
    assert asked == {
        "leadership": "either",
        "memberships": "either",
        "constraints": "either",
        "third_parties": "either",
        "assessments": "either",
        "evidence": "any",
    }


@given(LOGS, questions())
def test_the_other_way_round_a_pair_is_the_same(records: Records, asked: Question) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    swapped = asked.of(timeline_of(bt.relationship("BB", "AA"), records))
    assert swapped == state
    assert swapped.pair == ("BB", "AA")
    assert {**swapped.to_dict(), "pair": 0} == {**state.to_dict(), "pair": 0}


def test_every_delay_says_which_of_the_values_of_its_entry_was_due() -> None:
    delays = {
        (entry.__name__, name): asked.due
        for entry in map(entry_of, FACETS.values())
        for name, asked in entry.derives.items()
        if asked.due
    }
    named = {
        (entry.__name__, name)
        for entry in map(entry_of, FACETS.values())
        for name in ("overdue", "start_overdue", "lapsed")
        if hasattr(entry, name)
    }
    assert delays.keys() == named
    assert {of: due for of, due in delays.items() if due != "due"} == {
        ("Level", "overdue"): "next",
        ("Project", "start_overdue"): "starts.latest",
    }


def test_three_visits_of_one_side_with_somebody_else_count_nothing() -> None:
    def visit(id: str, *parties: str) -> bt.Event:
        body = MeetingHeld(level="minister", mode="visit", participants=("Ada", "Bo"))
        return bt.Event(id=id, when="2001-05-01", known="2001-05-01", what=body, parties=parties)

    away = [visit("a", "AA", "CC"), visit("b", "CC", "AA"), visit("c", "AA", "CC", "DD")]
    assert timeline_of(RELATIONSHIP, away).as_of("2002").contacts is bt.Unknown
    both = timeline_of(RELATIONSHIP, [*away, visit("d", "AA", "CC", "BB")]).as_of("2002")
    assert both.contacts["minister"].recorded == 1


# -- denials, and what does not count ----------------------------------------------------------


@given(LOGS, questions(), st.data())
def test_what_its_subject_denies_is_as_if_nobody_had_claimed_it(
    records: Records, asked: Question, data: st.DataObject
) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    for path, entry in entries(state):
        for leaf, claims in entry.claims():
            denies = tuple(data.draw(st.sets(st.sampled_from(claims.tellers))))
            what = ClaimDenied(claim=f"{path}.{leaf}", by="AA", role="subject", denies=denies)
            event = bt.Event(id="denial", when="2001", known="2001-12-31", what=what)
            gone = denies or claims.tellers
            left = without(claims, *(claim for claim in claims if claim.event in gone))
            denied = place(entry.deny(event), entry)
            absent = place(with_leaf(entry, leaf, left), entry)
            for name in following(entry):
                assert getattr(denied, name) == getattr(absent, name), (path, leaf, name)


@given(LOGS, questions())
def test_nothing_follows_from_what_does_not_count(records: Records, asked: Question) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    for path, entry in entries(state):
        for leaf, claims in entry.claims():
            left = without(claims, *(c for c in claims if c not in claims.counted))
            bare = place(with_leaf(entry, leaf, left), entry)
            for name in following(entry):
                assert getattr(entry, name) == getattr(bare, name), (path, leaf, name)


@given(LOGS, questions(), st.sampled_from(("party", "third-party")))
def test_a_denial_of_anybody_but_its_subject_changes_nothing_that_follows(
    records: Records, asked: Question, role: str
) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    for path, entry in entries(state):
        for leaf, claims in entry.claims():
            what = ClaimDenied(claim=f"{path}.{leaf}", by="AA", role=role)
            event = bt.Event(id="denial", when="2001", known="2001-12-31", what=what)
            denied = place(entry.deny(event), entry)
            for name in following(entry):
                assert getattr(denied, name) == getattr(entry, name), (path, leaf, name)
            assert (leaf in denied.disputed) == (role == "party" or claims.disputed)
            assert denied.why(leaf)[0] == (*entry.why(leaf)[0], "denial")


SHOWN = ("losses_of", "held")
"""What shows claims side by side, denied ones too, rather than follow from them."""


def following(entry: Entry) -> list[str]:
    """The values and questions that are worked out from the claims of an entry."""
    return [name for name in entry.derives if name not in SHOWN]


def with_leaf(entry: Entry, leaf: str, claims: Claims[Any]) -> Entry:
    """An entry with other claims on a leaf."""
    held = {**entry._held, leaf: claims}
    return type(entry)(held, count=entry._count)


def without(claims: Claims[Any], *gone: Claim[Any]) -> Claims[Any]:
    """Claims without some of them, with all denials."""
    left = _chained(tuple(claim for claim in claims if claim not in gone))
    return attrs.evolve(claims, claims=left)


def place(entry: Any, like: Entry) -> Any:
    assert like._beside is not None
    return entry.placed(like._moment, like.id, like._beside)


# -- evidence: gathered, never copied ----------------------------------------------------------


@given(LOGS, questions())
def test_the_evidence_holds_each_claim_of_each_facet_once_and_under_its_class(
    records: Records, asked: Question
) -> None:
    state = asked.of(timeline_of(RELATIONSHIP, records))
    held = {
        f"{path}.{name}": claims
        for path, entry in entries(state)
        for name, claims in entry.groups()
        if not path.startswith("evidence.")
    }
    evidence = state.evidence
    if evidence is bt.Unknown:
        assert list(entries(state)) == []
        return
    assert isinstance(evidence, Evidence)
    assert evidence.claimed == held
    for group in ("contested", "denied", "single-source"):
        found = evidence.of_class(group)
        assert found == {path: claims for path, claims in held.items() if claims.group == group}
        assert getattr(evidence, group.replace("-", "_")) == found
    assert evidence.sources == tuple(sorted({s for c in held.values() for s in c.sources}))
    assert evidence.coverage == {
        name: facet.last_known
        for name, facet in state.branches().items()
        if name != "evidence" and facet is not bt.Unknown and facet.last_known is not bt.Unknown
    }


def test_what_a_class_holds_is_explained_by_its_events() -> None:
    plant = event("a", "2001-02-01", ProjectStage(project="plant", stage="operational"))
    denial = ClaimDenied(claim="projects.plant.stages", by="owner", role="subject")
    timeline = timeline_of(RELATIONSHIP, [plant, event("b", "2001-03-01", denial), CHAIR])
    for path, ids in (
        ("evidence.denied", {"a", "b"}),
        ("evidence.contested", set()),
        ("evidence.coverage", {"a", "b", CHAIR.id}),
        ("projects.overdue", {"a", "b"}),
    ):
        why = timeline.explain(path, as_of="2002-12-31")
        assert {e.id for e in why.set_by} == ids
    held = timeline.series("projects.overdue", every="year", after="1999", until="2001-12-31")
    assert [value for _, value in held] == [bt.Unknown, ()]


# -- before, outside and after the coverage -------------------------------------------------


def event(id: str, when: str, what: Any, **more: Any) -> bt.Event:
    given = {"known": "2001-01-01", "parties": PAIR, **more}
    return bt.Event(id=id, when=when, what=what, **given)


def state_of(*events: bt.Event, day: str = "2005-12-31") -> Relationship:
    later = AgreementStage(agreement="later", stage="proposed")
    last = bt.Citation("last", known="2010-01-01")
    end = bt.Event(id="end", when="2009", what=later, sources=[last], parties=PAIR)
    return timeline_of(RELATIONSHIP, (*events, end)).as_of(day)


CHAIR = event("chair", "2001", OfficeAssumed(office="chair", person="Ada"))


def test_before_the_coverage_everything_is_unknown() -> None:
    state = state_of(CHAIR, day="2000")
    assert set(state.branches().values()) == {bt.Unknown}
    with pytest.raises(AttributeError, match="nothing is recorded here by that day"):
        _ = state.leadership.vacant
    with pytest.raises(TypeError, match=r"ask `value is bt\.Unknown`"):
        bool(state.leadership)


def test_an_entry_that_is_not_there_is_unknown_or_named() -> None:
    leadership = state_of(CHAIR).leadership
    assert leadership is not bt.Unknown
    assert leadership.get("throne") is bt.Unknown
    assert "throne" not in leadership
    with pytest.raises(bt.MissingError, match="no entry 'chairs'; near it: chair"):
        leadership["chairs"]


def test_a_path_of_what_is_told_only_later_is_unknown_and_a_wrong_one_is_named() -> None:
    state = state_of(CHAIR, day="2000")
    assert state.at("leadership.chair.holder") is bt.Unknown
    with pytest.raises(bt.MissingError, match=r"near it: leadership\.chair"):
        state.at("leadership.chiar.holder")


def test_after_the_last_day_the_answer_is_what_was_last_known() -> None:
    timeline = timeline_of(RELATIONSHIP, [CHAIR])
    late = timeline.as_of("2030")
    assert late == timeline.as_of("2001-12-31")
    assert (late.day, late.horizon) == (Date(2030, 12, 31), Date(2001, 1, 1))


def test_an_old_word_carries_the_day_on_which_it_was_told_last() -> None:
    told = event("a", "2001-03", OfficeAssumed(office="chair", person="Ada"), known="2001-04-02")
    chair = state_of(told, day="2005").at("leadership.chair")
    assert (chair.last_told, chair.last_known) == (Date(2001, 3, 31), bt.Unknown)
    cited = attrs.evolve(told, sources=[bt.Citation("x", known="2001-04-02")])
    chair = state_of(cited, day="2005").at("leadership.chair")
    assert (chair.last_told, chair.last_known) == (Date(2001, 3, 31), Date(2001, 4, 2))


def test_a_state_folded_by_hand_has_no_day() -> None:
    with pytest.raises(bt.InputError, match="ask a timeline"):
        _ = RELATIONSHIP.show(RELATIONSHIP.fold([])).day


def test_an_account_that_says_nothing_leaves_no_entry() -> None:
    empty = event("a", "2001-01-01", ProjectDescribed(project="plant"))
    assert state_of(empty).projects is bt.Unknown


@pytest.mark.parametrize("one", ["", " ", 5])
def test_a_pair_is_of_two_codes(one: Any) -> None:
    with pytest.raises(bt.InputError, match="the code of a party"):
        bt.relationship(one, "BB")
    with pytest.raises(bt.InputError, match="two parties"):
        bt.relationship("BB", "BB")


def test_a_citation_of_another_work_is_the_word_of_whom_that_is_by() -> None:
    works = [
        bt.Source(id="ann-2020", title="One", author=("Ann",), known="2020-01-01", grade="B2"),
        bt.Source(id="bo-2020", title="Other", author=("Bo",), known="2020-01-01", grade="A1"),
    ]
    log = bt.EventLog(sources=works)
    body = bt.UnknownBody("eclipse", 1, "{}")
    cited = bt.Citation("ann-2020", known="2020-01-01")
    log.append(bt.Event(id="dark", when="2019", known="2020-01-01", what=body, sources=[cited]))
    first = log.timeline().events()[0].sources[0]
    assert (first.speakers, first.grade) == (("Ann",), "B2")
    log.correct("dark", sources=[attrs.evolve(first, source="bo-2020")])
    other = log.timeline().events()[0].sources[0]
    assert (other.speakers, other.grade) == (("Bo",), "A1")
