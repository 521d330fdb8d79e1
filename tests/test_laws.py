"""The numbered lines of the meaning, each a property of random logs.

The logs arrive late and shuffled, with corrections, errata, retractions, reinstatements, ties,
imprecise and lasting dates, and citations published one after the other.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline import testing
from bilateral_timeline.dates.when import Mode
from bilateral_timeline.records.events import Record
from bilateral_timeline.testing import Question, days, histories, questions, timeline_of
from island import BODIES, ISLAND, FerryOpened, Island, TariffSet, evolve

Records = tuple[Record, ...]
MODES: tuple[Mode, ...] = ("certain", "possible")
LOGS = histories(BODIES)


def fresh(id: str, when: str, known: str, body: Any = None, **more: Any) -> bt.Event:
    body = body or FerryOpened(harbour="north")
    return bt.Event(id=id, when=when, known=known, what=body, **more)


# -- 1 and 11: records ------------------------------------------------------------------------


@given(LOGS, LOGS)
def test_a_timeline_of_a_position_never_changes(first: Records, later: Records) -> None:
    log = bt.EventLog()
    position = log.append(*first)
    before = log.timeline(ISLAND)
    asked = before.as_of("2003-12-31"), before.events()
    held = {(record.id, record.revision) for record in first}
    log.append(*[record for record in later if (record.id, record.revision) not in held])
    again = log.timeline(ISLAND, at=position)
    assert (before.as_of("2003-12-31"), before.events()) == asked
    assert (again.as_of("2003-12-31"), again.events()) == asked


@given(LOGS)
def test_history_holds_every_record_of_an_event_and_nothing_else(records: Records) -> None:
    timeline = timeline_of(ISLAND, records)
    told = [record for id in {r.id for r in records} for record in timeline.history(id)]
    assert sorted(told, key=repr) == sorted(records, key=repr)


# -- 2: belief --------------------------------------------------------------------------------


def believed(records: Records, known_by: Date | None) -> dict[str, Record]:
    """The rule of belief in other words than the library's: walk the records as they come out."""
    by_day: dict[str, Record] = {}
    for record in sorted(records, key=lambda r: (r.known, r.revision)):
        if known_by is None or record.known <= known_by:
            by_day[record.id] = record
    return {id: r for id, r in by_day.items() if isinstance(r, bt.Event)}


@given(LOGS, st.none() | days())
def test_an_id_is_believed_as_its_greatest_known_and_revision(
    records: Records, known_by: Date | None
) -> None:
    timeline = timeline_of(ISLAND, records)
    expected = {id: record.revision for id, record in believed(records, known_by).items()}
    assert {e.id: e.revision for e in timeline.events(known_by=known_by)} == expected
    for id in {record.id for record in records}:
        event = timeline.event(id, known_by=known_by)
        assert (event.revision if event else None) == expected.get(id)


def test_the_fictional_state_obeys_the_laws_of_every_projection() -> None:
    """Arrival, what is known later, retractions, corrections, errata, reinstatements, and more."""
    testing.check_projection(ISLAND, BODIES)


# -- 3 and 4: state and order -----------------------------------------------------------------


@given(LOGS)
def test_the_order_is_by_date_then_seq_then_id(records: Records) -> None:
    timeline = timeline_of(ISLAND, records)
    for mode in MODES:
        keys = [(e.when.sort_key(mode), e.seq, e.id) for e in timeline.events(mode=mode)]
        assert keys == sorted(set(keys))


def test_check_looks_at_events_that_never_become_certain() -> None:
    (problem,) = timeline_of(ISLAND, [fresh("a", "[2020..]", "2030-01-01")]).check()
    assert problem.found == "'[2020..]', but known on 2030-01-01"


def test_check_reports_two_events_that_set_the_same_in_an_open_order() -> None:
    low, high = TariffSet(goods="wool", percent=1), TariffSet(goods="wool", percent=9)
    records = [
        fresh("a", "2001-05", "2001-06-01", low),
        fresh("b", "2001-05-10", "2001-06-01", high),
    ]
    tariffs: bt.Projection[dict[str, int]] = bt.Projection(
        initial={}, evolve=lambda state, event: {**state, event.what.goods: event.what.percent}
    )
    (problem,) = timeline_of(tariffs, records).check()
    assert problem.where == "events 'b' and 'a'"
    assert problem.expected == "an order, as both set wool"
    assert (
        timeline_of(tariffs, [records[0], fresh("b", "2001-06-10", "2001-06-10", high)]).check()
        == ()
    )
    day = [
        fresh("a", "2001-05-10", "2001-06-01", low, seq=1),
        fresh("b", "2001-05-10", "2001-06-01", high, seq=0),
    ]
    assert timeline_of(tariffs, day).check() == ()


# -- 5: imprecise dates -----------------------------------------------------------------------


@given(LOGS, days(), st.none() | days())
def test_the_undecided_are_the_possible_that_are_not_certain(
    records: Records, day: Date, known_by: Date | None
) -> None:
    timeline = timeline_of(ISLAND, records)
    certain = set(timeline.events(until=day, known_by=known_by))
    possible = set(timeline.events(until=day, known_by=known_by, mode="possible"))
    assert certain <= possible
    assert set(timeline.undecided(day, known_by=known_by)) == possible - certain


@given(LOGS, days())
def test_the_modes_agree_on_exact_days(records: Records, day: Date) -> None:
    exact = [
        attrs.evolve(r, when=r.known.isoformat()) if isinstance(r, bt.Event) else r for r in records
    ]
    timeline = timeline_of(ISLAND, exact)
    assert timeline.as_of(day) == timeline.as_of(day, mode="possible")
    assert timeline.undecided(day) == ()


@given(st.tuples(days(), days(), days(), days()))
def test_narrowing_a_date_makes_more_certain_and_less_possible(
    bounds: tuple[Date, Date, Date, Date],
) -> None:
    first, low, high, last = sorted(bounds)
    wide = fresh("a", f"[{first}..{last}]", "2000-01-01")
    narrow = fresh("a", f"[{low}..{high}]", "2000-01-01")
    for day in bounds:
        told = [
            {mode: bool(timeline_of(ISLAND, [e]).events(until=day, mode=mode)) for mode in MODES}
            for e in (wide, narrow)
        ]
        assert told[0]["certain"] <= told[1]["certain"]
        assert told[1]["possible"] <= told[0]["possible"]


def test_a_lasting_event_happens_at_its_start() -> None:
    timeline = timeline_of(ISLAND, [fresh("a", "2001-05/2002-02", "2001-06-01")])
    assert timeline.events(until="2001-05-30") == ()
    assert [e.id for e in timeline.events(until="2001-05-31")] == ["a"]
    assert [e.id for e in timeline.events(until="2001-05-01", mode="possible")] == ["a"]


# -- 6: idempotence ---------------------------------------------------------------------------


@given(LOGS)
def test_appending_the_same_again_is_nothing(records: Records) -> None:
    log = bt.EventLog()
    position = log.append(*records, *records)
    assert log.append(*reversed(records)) == position == len(records)
    log._check()


@given(LOGS, LOGS, BODIES)
def test_other_content_is_refused_and_nothing_of_it_is_taken(
    records: Records, more: Records, body: Any
) -> None:
    event = next((r for r in records if isinstance(r, bt.Event) and r.what != body), None)
    assume(event is not None)
    assert event is not None
    log = bt.EventLog()
    log.append(*records)
    before = log.read()
    held = {(r.id, r.revision) for r in records}
    new = [r for r in more if (r.id, r.revision) not in held]
    with pytest.raises(bt.ConflictError, match=f"'{event.id}', revision {event.revision}"):
        log.append(*new, attrs.evolve(event, what=body))
    assert log.read() == before
    log._check()


# -- 7: known ---------------------------------------------------------------------------------


@given(LOGS, days())
def test_a_view_shows_only_the_citations_public_by_then(records: Records, day: Date) -> None:
    for event in timeline_of(ISLAND, records).events(known_by=day):
        original = next(r for r in records if (r.id, r.revision) == (event.id, event.revision))
        public = tuple(c for c in original.sources if c.known and c.known <= day)
        assert event.sources == public


@given(LOGS, days())
def test_known_by_then_is_known_by_the_day_itself(records: Records, day: Date) -> None:
    timeline = timeline_of(ISLAND, records)
    for mode in MODES:
        then = timeline.as_of(day, known_by="then", mode=mode)
        assert then == timeline.as_of(day, known_by=day, mode=mode)


@pytest.mark.parametrize(
    ("when", "known", "found"),
    [
        ("2001-05-10", "2001-05-09", "'2001-05-10', but known on 2001-05-09"),
        ("2001", "2001-05-19", "'2001', but known on 2001-05-19"),
        ("[..2001-05]", "2001-06-01", "'[..2001-05]', with no start"),
    ],
)
def test_check_refuses_dates_that_their_publication_bounds(
    when: str, known: str, found: str
) -> None:
    (problem,) = timeline_of(ISLAND, [fresh("a", when, known)]).check()
    assert (problem.where, problem.found) == ("event 'a': when", found)
    tariff = TariffSet(goods="wool", percent=3)
    assert timeline_of(ISLAND, [fresh("a", when, known, tariff)]).check() == ()


# -- 12 and 13: no clock, and why -------------------------------------------------------------


@given(LOGS, days(), days(), st.none() | days())
def test_changes_lead_from_one_state_to_the_other(
    records: Records, v1: Date, v2: Date, known_by: Date | None
) -> None:
    low, high = sorted((v1, v2))
    timeline = timeline_of(ISLAND, records)
    for mode in MODES:
        found = timeline.changes(low, high, known_by=known_by, mode=mode)
        before = timeline.as_of(low, known_by=known_by, mode=mode)
        after = timeline.as_of(high, known_by=known_by, mode=mode)
        assert (found == ()) == (before == after)
        slice_ = [e.id for e in timeline.events(low, high, known_by=known_by, mode=mode)]
        for change in found:
            assert change.because == tuple(id for id in slice_ if id in change.because)
            assert change.because != ()
            assert change.before == value(before, change.path)
            assert change.after == value(after, change.path)


def value(state: Island, path: str) -> Any:
    """A leaf of the fictional state, found without the library's help."""
    name, _, key = path.partition(".")
    part = getattr(state, name)
    return part.get(key, bt.Unknown) if key else part


@given(LOGS, days(), days(), days())
def test_what_was_learned_names_records_that_only_one_side_believes(
    records: Records, k1: Date, k2: Date, day: Date
) -> None:
    low, high = sorted((k1, k2))
    timeline = timeline_of(ISLAND, records)
    before = set(timeline.events(until=day, known_by=low))
    after = set(timeline.events(until=day, known_by=high))
    found = timeline.learned(low, high, as_of=day)
    states = [timeline.as_of(day, known_by=k) for k in (low, high)]
    assert (found == ()) == (states[0] == states[1])
    differing = {event.id for event in before ^ after}
    for change in found:
        assert set(change.because) <= differing
    assert timeline.learned(low, low, as_of=day) == ()


@given(LOGS, questions())
def test_an_explanation_names_the_steps_that_changed_the_value(
    records: Records, asked: Question
) -> None:
    timeline = timeline_of(ISLAND, records)
    state = asked.of(timeline)
    for path in ["happened", *(f"boats.{harbour}" for harbour in state.boats)]:
        found = timeline.explain(path, as_of=asked.as_of, known_by=asked.known_by, mode=asked.mode)
        assert found.value == value(state, path)
        assert [event.id for event in found.set_by] == steps_that_change(timeline, asked, path)


def steps_that_change(timeline: bt.Timeline[Island], asked: Question, path: str) -> list[str]:
    """The same, found by folding step by step."""
    changed, state = [], Island()
    for event in timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode):
        before, state = value(state, path), evolve(state, event)
        if value(state, path) != before:
            changed.append(event.id)
    return changed


# -- views of the two times ------------------------------------------------------------------


@given(LOGS, days(), days())
def test_where_all_is_known_when_it_happens_the_earlier_day_decides(
    records: Records, v: Date, k: Date
) -> None:
    told = [
        attrs.evolve(r, when=r.known.isoformat(), sources=()) if isinstance(r, bt.Event) else r
        for r in records
        if r.revision == 0
    ]
    timeline = timeline_of(ISLAND, told)
    both = timeline.as_of(v, known_by=k)
    assert both == timeline.as_of(min(v, k), known_by=min(v, k))


@given(LOGS, questions())
def test_leaving_out_a_kind_is_a_log_without_it(records: Records, asked: Question) -> None:
    def evolve(state: Island, event: bt.Event) -> Island:
        return state if isinstance(event.what, TariffSet) else ISLAND.evolve(state, event)

    ferries = bt.Projection(initial=Island(), evolve=evolve)
    timeline = timeline_of(ISLAND, records)
    events = timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)
    left = [e for e in events if not isinstance(e.what, TariffSet)]
    answer = timeline.project(ferries, as_of=asked.as_of, known_by=asked.known_by, mode=asked.mode)
    assert answer == ISLAND.fold(left)


@given(LOGS, days(), st.none() | days())
def test_events_until_a_day_and_after_it_are_all_events(
    records: Records, day: Date, known_by: Date | None
) -> None:
    timeline = timeline_of(ISLAND, records)
    for mode in MODES:
        until = timeline.events(until=day, known_by=known_by, mode=mode)
        after = timeline.events(after=day, known_by=known_by, mode=mode)
        assert (*until, *after) == timeline.events(known_by=known_by, mode=mode)


# -- other timelines --------------------------------------------------------------------------


@given(LOGS, questions())
def test_without_is_a_log_that_never_held_them(records: Records, asked: Question) -> None:
    assume(records)
    target = records[0].id
    kept = [r for r in records if r.id != target]
    timeline = timeline_of(ISLAND, records)
    assert asked.of(timeline.without(target)) == asked.of(timeline_of(ISLAND, kept))


@given(LOGS, questions())
def test_with_events_is_a_log_that_took_them_in(records: Records, asked: Question) -> None:
    half = len(records) // 2
    timeline = timeline_of(ISLAND, records[:half]).with_events(*records[half:])
    whole = timeline_of(ISLAND, records)
    assert asked.of(timeline) == asked.of(whole)
    assert timeline.coverage == whole.coverage


@given(LOGS, questions())
def test_between_folds_the_believed_events_of_the_pair(records: Records, asked: Question) -> None:
    timeline = timeline_of(ISLAND, records)
    events = timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)
    assume({"AA", "BB"} <= {p for r in records if isinstance(r, bt.Event) for p in r.parties})
    pair = [e for e in events if {"AA", "BB"} <= set(e.parties)]
    assert asked.of(timeline.between("AA", "BB")) == ISLAND.fold(pair)


@given(LOGS, st.none() | days())
def test_comparing_a_timeline_with_itself_finds_nothing(
    records: Records, known_by: Date | None
) -> None:
    timeline = timeline_of(ISLAND, records)
    assert timeline.compare(timeline, as_of="2002-06-30", known_by=known_by) == ()
