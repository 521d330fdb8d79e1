"""Every question, against a definition of its own (`oracle.py`), alone and by several threads.

The logs are corrected and retracted in any order, their dates lie at both ends of the calendar
too, and some last from a start that is only bounded.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record
from bilateral_timeline.testing import days, histories, timeline_of
from island import BODIES, ISLAND, FerryOpened
from oracle import NEVER, Asked, Oracle, days_of, same

Records = tuple[Record, ...]
FIRST, LAST = Date(1, 1, 1), Date(9999, 12, 31)
DAYS = days() | st.sampled_from((FIRST, FIRST.add(days=1), LAST.subtract(days=1), LAST))
QUESTIONS = st.builds(Asked, DAYS, st.none() | DAYS, st.sampled_from(("certain", "possible")))
ENDS = ("0001-01-01", "0001", "0001-01-01/..", "9999-12-31", "9999", "[9998..9999]", "[..0001]")


@st.composite
def at_both_ends(draw: st.DrawFn) -> Records:
    """A random log, of whose events some lie at an end of the calendar, and some last."""
    moved: list[Record] = []
    for record in draw(histories(BODIES)):
        how = draw(st.integers(0, 5))
        if isinstance(record, bt.Event) and how == 0:
            record = attrs.evolve(record, when=draw(st.sampled_from(ENDS)))
        elif isinstance(record, bt.Event) and how == 1 and not record.when.lasting:
            record = attrs.evolve(record, lasting=True)
        moved.append(record)
    return tuple(moved)


LOGS = at_both_ends()
COUNT: bt.Projection[int] = bt.Projection(initial=0, evolve=lambda n, _: n + 1)


def leaf_differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    pairs = {
        path: (before.get(path, bt.Unknown), after.get(path, bt.Unknown))
        for path in (*before, *after)
    }
    return {path: pair for path, pair in pairs.items() if not same(*pair)}


@given(LOGS, QUESTIONS, QUESTIONS)
def test_states_events_and_what_is_undecided(records: Records, asked: Asked, other: Asked) -> None:
    timeline, oracle = timeline_of(ISLAND, records), Oracle(records)
    for question in (asked, other, asked):
        v, k, mode = question.day, question.known, question.mode
        assert timeline.as_of(v, known_by=k, mode=mode) == oracle.state(ISLAND, question)
        assert timeline.events(until=v, known_by=k, mode=mode) == tuple(oracle.events(question))
        then = Asked(v, v, mode)
        assert timeline.as_of(v, known_by="then", mode=mode) == oracle.state(ISLAND, then)
        assert timeline.undecided(v, known_by=k) == tuple(oracle.undecided(v, k))
        total = timeline.project(bt.Count(), as_of=v, known_by=k, mode=mode)
        assert total == len(oracle.events(question))
    assert timeline.coverage.from_ == oracle.first()
    assert timeline.coverage.through == oracle.through()


@given(LOGS, QUESTIONS, DAYS)
def test_slices_and_periods(records: Records, asked: Asked, after: Date) -> None:
    assume(after <= asked.day)
    timeline, oracle = timeline_of(ISLAND, records), Oracle(records)
    v, k, mode = asked.day, asked.known, asked.mode
    found = timeline.events(after, v, known_by=k, mode=mode)
    assert found == tuple(oracle.events(asked, after.toordinal()))
    period = f"{after.isoformat()}/{v.isoformat()}" if after < v else v.isoformat()
    during = timeline.events(during=period, known_by=k, mode=mode)
    held = oracle.events(Asked(LAST, k, mode)) if mode == "certain" else oracle.everything(k, mode)
    assert during == tuple(e for e in held if goes_on(e, after, v, mode))


def goes_on(event: bt.Event, first: Date, last: Date, mode: str) -> bool:
    """Whether an event goes on in a period: at all its possible starts and ends, or at one."""
    (low, high), end = days_of(event), event.when.end
    if event.lasts:
        earliest_end = latest_end = NEVER
    else:
        earliest_end = 0 if end.earliest is None else end.earliest.toordinal()
        latest_end = NEVER if end.latest is None else end.latest.toordinal()
    if mode == "possible":
        return low <= last.toordinal() and latest_end >= first.toordinal()
    if not event.when.lasting and not event.lasts:  # a point: its start is its end
        return first.toordinal() <= low and high <= last.toordinal()
    return high <= last.toordinal() and earliest_end >= first.toordinal()


@given(LOGS, QUESTIONS, DAYS, st.booleans())
def test_changes_and_what_was_learned(
    records: Records, asked: Asked, other: Date, then: bool
) -> None:
    timeline, oracle = timeline_of(ISLAND, records), Oracle(records)
    v1, v2 = sorted((asked.day, other))
    old = Asked(v1, v1 if then else asked.known, asked.mode)
    new = Asked(v2, v2 if then else asked.known, asked.mode)
    known: Any = "then" if then else asked.known
    changes = timeline.changes(v1, v2, known_by=known, mode=asked.mode)
    expected = leaf_differences(oracle.leaves(ISLAND, old), oracle.leaves(ISLAND, new))
    assert {c.path: (c.before, c.after) for c in changes} == expected
    held = {event.id for event in (*oracle.events(old), *oracle.events(new))}
    assert all(change.because and held.issuperset(change.because) for change in changes)
    learned = timeline.learned(v1, v2, as_of=asked.day, mode=asked.mode)
    old, new = Asked(asked.day, v1, asked.mode), Asked(asked.day, v2, asked.mode)
    expected = leaf_differences(oracle.leaves(ISLAND, old), oracle.leaves(ISLAND, new))
    assert {c.path: (c.before, c.after) for c in learned} == expected


@given(LOGS, QUESTIONS)
def test_explanations_and_what_comes_next(records: Records, asked: Asked) -> None:
    timeline, oracle = timeline_of(ISLAND, records), Oracle(records)
    v, k, mode = asked.day, asked.known, asked.mode
    now = oracle.leaves(ISLAND, asked)
    later = oracle.leaves(ISLAND, Asked(LAST, None, mode))
    for path in ("happened", *now, *later):
        found = timeline.explain(path, as_of=v, known_by=k, mode=mode)
        assert same(found.value, now.get(path, bt.Unknown))
        assert [e.id for e in found.set_by] == oracle.setting(ISLAND, asked, path)
        assert found.next == oracle.next_setting(ISLAND, asked, path)


@given(LOGS, QUESTIONS, st.sampled_from(("day", "week", "month", "quarter", "year")))
def test_series_at_both_ends_of_the_calendar(records: Records, asked: Asked, every: Any) -> None:
    timeline, oracle = timeline_of(ISLAND, records), Oracle(records)
    k, mode = asked.known, asked.mode
    for after, until in ((FIRST, FIRST.add(days=40)), (LAST.subtract(days=40), LAST)):
        for known in (k, "then"):
            found = timeline.series(
                "happened", every=every, after=after, until=until, known_by=known, mode=mode
            )
            for day, value in found:
                assert after < day <= until
                question = Asked(day, day if known == "then" else k, mode)
                assert value == oracle.state(ISLAND, question).happened
    first, last = timeline.coverage.from_, timeline.coverage.through
    if every in ("quarter", "year") and first and last and first < last:
        assert [day for day, _ in timeline.series("happened", every=every, mode=mode)] != [first]


@given(LOGS, LOGS, QUESTIONS, st.sets(st.sampled_from("abcdefgh"), max_size=3))
def test_what_if_and_pairs_and_works(
    records: Records, more: Records, asked: Asked, ids: set[str]
) -> None:
    timeline, oracle = timeline_of(ISLAND, records), Oracle(records)
    v, k, mode = asked.day, asked.known, asked.mode
    held = {record.id for record in records}
    gone = timeline.without(*sorted(ids & held))
    assert gone.as_of(v, known_by=k, mode=mode) == oracle.without(ids).state(ISLAND, asked)
    known = {(record.id, record.revision) for record in records}
    new = tuple(record for record in more if (record.id, record.revision) not in known)
    grown = timeline.with_events(*new).as_of(v, known_by=k, mode=mode)
    assert grown == Oracle((*records, *new)).state(ISLAND, asked)
    parties = {party for r in records if isinstance(r, bt.Event) for party in r.parties}
    for a, b in (("AA", "BB"), ("CC", "BB")):
        if {a, b} <= parties:
            for only in (False, True):
                pair = timeline.between(a, b, only=only)
                expected = [
                    event
                    for event in oracle.events(asked)
                    if ({a, b} == set(event.parties) if only else {a, b} <= set(event.parties))
                ]
                assert pair.events(until=v, known_by=k, mode=mode) == tuple(expected)
                for other in (
                    pair.with_events(*new),
                    timeline.with_events(*new).between(a, b, only),
                ):
                    assert other.events(until=v, known_by=k, mode=mode) == tuple(
                        event
                        for event in Oracle((*records, *new)).events(asked)
                        if ({a, b} == set(event.parties) if only else {a, b} <= set(event.parties))
                    )
    works = {c.source for r in records for c in r.sources}
    if {"one", "two"} <= works:
        told = timeline.citing("one", "two")
        alone = oracle.citing({"one", "two"})
        assert told.events(until=v, known_by=k, mode=mode) == tuple(alone.events(asked))
        assert told.coverage.through == alone.through()


# -- by several threads ------------------------------------------------------------------------


@pytest.fixture(params=[0.005, 1e-6], ids=["switching as usual", "switching all the time"])
def _switching(request: pytest.FixtureRequest) -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(request.param)
    yield
    sys.setswitchinterval(usual)


def in_threads(number: int, work: Callable[[int], None]) -> None:
    """Some threads at the same work; what one of them raises is raised here."""
    raised: list[BaseException] = []

    def guarded(which: int) -> None:
        try:
            work(which)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=guarded, args=(which,)) for which in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


SUM: bt.Sum[int] = bt.Sum(lambda event: len(event.id))
KEYED: bt.Keyed[str, int] = bt.Keyed(lambda event: list(event.parties), bt.Count())
IDS = tuple(f"{letter}{number}" for letter in "abcdef" for number in range(40))


@pytest.mark.usefixtures("_switching")
@settings(max_examples=max(4, settings().max_examples // 10))
@given(histories(BODIES, ids=IDS), st.lists(QUESTIONS, min_size=4, max_size=12))
def test_threads_that_ask_one_timeline_get_the_answers_of_one(
    records: Records, asked: list[Asked]
) -> None:
    oracle, log = Oracle(records), bt.EventLog()
    log.append(*records)
    timeline = log.timeline(ISLAND)
    expected = [
        (oracle.state(ISLAND, a), oracle.state(SUM, a), dict(oracle.state(KEYED, a))) for a in asked
    ]

    def ask(which: int) -> None:
        for n in range(len(asked) * 2):
            at = (n * (which + 1)) % len(asked)
            question = asked[at]
            where: Any = {"as_of": question.day, "known_by": question.known, "mode": question.mode}
            state, total = timeline.project(ISLAND, **where), timeline.project(SUM, **where)
            keys = dict(timeline.project(KEYED, **where))
            assert (state, total, keys) == expected[at]

    in_threads(4, ask)
    timeline._index._check()


@pytest.mark.usefixtures("_switching")
def test_threads_that_append_and_ask_lose_nothing() -> None:
    log = bt.EventLog()
    made = {
        which: [
            bt.Event(
                id=f"t{which}-{n}",
                when=f"2001-{n % 12 + 1:02}-01",
                known=f"200{2 + n % 3}-01-01",
                what=FerryOpened(harbour="north"),
                parties=("AA", "BB"),
            )
            for n in range(250)
        ]
        for which in range(4)
    }

    def work(which: int) -> None:
        for n, event in enumerate(made[which]):
            position = log.append(event)
            assert log.read(position - 1)[0].record.id.startswith("t")
            if n % 10 == 0:
                timeline = log.timeline(SUM)
                held = timeline.events()
                assert timeline.as_of("2002") == sum(len(e.id) for e in held)
                assert timeline.between("AA", "BB").project(bt.Count(), as_of="2002") == len(held)
                early = log.timeline(at=position // 2)
                told = log.read()[: position // 2]
                assert len(early.events()) == len({entry.record.id for entry in told})
            if n % 25 == 0 and n:
                log.correct(event.id, known="2005", title=f"again {n}")

    in_threads(4, work)
    log._check()
    assert log.position == 4 * (250 + 9)
    ids = [entry.record.id for entry in log.read()]
    assert set(ids) == {event.id for events in made.values() for event in events}
    assert log.timeline(bt.Count()).as_of("2002") == 1000
