"""What is kept: trees of past days, and the states of a fold at places within a branch.

Of the trees those of late use stay, and those on the way to one go first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.engine import SIZES, memory, versions
from bilateral_timeline.engine.amended import Turn
from bilateral_timeline.engine.kept import FEW, Kept
from bilateral_timeline.engine.memory import Memory, memory_of
from bilateral_timeline.engine.tree import EMPTY
from bilateral_timeline.records.order import END
from island import FerryClosed


def holding(*days: int, most: int | None = None) -> Kept:
    """The trees of some days, put there in turn; a name stands for each tree."""
    kept = Kept()
    for day in days:
        put(kept, day, most=most)
    return kept


def put(kept: Kept, day: int, asked: bool = True, most: int | None = None) -> None:
    tree: Any = f"tree of {day}"
    kept.put(day, tree, asked, most)


def days(kept: Kept) -> list[int]:
    return [day for day, tree in kept.items() if tree == f"tree of {day}"]  # type: ignore[comparison-overlap]


def test_the_tree_that_was_not_used_for_longest_goes() -> None:
    kept = holding(1, 2, most=2)
    assert kept.get(1) == "tree of 1"  # type: ignore[comparison-overlap]
    assert kept.get(9) is None
    put(kept, 3, most=2)
    assert days(kept) == [1, 3]
    put(kept, 1, most=2)
    put(kept, 4, most=2)
    assert days(kept) == [1, 4]


def test_a_tree_on_the_way_to_another_goes_first() -> None:
    kept = holding(1, most=2)
    put(kept, 2, asked=False, most=2)
    put(kept, 3, most=2)
    assert days(kept) == [1, 3]
    put(kept, 4, asked=False, most=2)  # what was just made stays
    assert days(kept) == [3, 4]


def test_so_many_trees_are_kept_if_nothing_else_is_said(monkeypatch: Any) -> None:
    monkeypatch.setattr(SIZES, "kept", 3)
    assert days(holding(1, 2, 3, 4)) == [2, 3, 4]
    assert days(holding(1, 2, 3)) == [1, 2, 3]


def test_the_nearest_trees_around_a_day() -> None:
    kept = holding(3, 5)
    three, five = ((day, kept.get(day)) for day in (3, 5))
    assert kept.around(4) == kept.around(3) == (three, five)
    assert kept.around(2) == ((0, EMPTY), three)
    assert kept.around(5) == kept.around(6) == (five, (END, EMPTY))
    assert Kept().around(1) == ((0, EMPTY), (END, EMPTY))


def test_the_trees_before_a_day_go_their_own_way() -> None:
    kept = holding(3, 5)
    early = kept.before(5)
    put(kept, 4)
    put(early, 1, most=1)
    assert (days(kept), days(early)) == ([3, 4, 5], [1])


# -- the past that timelines share ------------------------------------------------------------

FIRST = Date(2000, 1, 1)
LAST = FIRST.add(years=30)


def day(number: int) -> Date:
    return FIRST.add(days=number)


def event(id: str, number: int) -> bt.Event:
    """An event of the first day, known on another."""
    return bt.Event(id=id, when=FIRST.isoformat(), known=day(number), what=FerryClosed(harbour="n"))


def log_of(size: int) -> bt.EventLog:
    log = bt.EventLog()
    log.append(*(event(f"e{number}", number) for number in range(size)))
    return log


def known(timeline: bt.Timeline[Any], number: int) -> int:
    """How many events were known by a day, by the events and by a sum."""
    told = len(timeline.events(known_by=day(number)))
    assert timeline.project(bt.Count(), as_of=LAST, known_by=day(number)) == told
    return told


def trees_of(timeline: bt.Timeline[Any]) -> list[int]:
    """The days of which trees are kept, from the first day of the log on."""
    kept = timeline._index._versions._kept.get("certain", Kept())
    return [day - FIRST.toordinal() for day, _ in kept.items()]


@pytest.mark.parametrize("size", [30, 300])
def test_two_timelines_that_were_made_of_one_have_each_a_past_of_its_own(size: int) -> None:
    base = log_of(size).timeline()
    one = base.with_events(event("x", size + 300))
    other = base.with_events(event("y", size + 100), event("z", size + 400))
    for at, expected in ((size + 200, (0, 0, 1)), (size + 50, (0, 0, 0)), (size + 350, (0, 1, 1))):
        for _ in range(2):
            counts = tuple(known(timeline, at) for timeline in (one, base, other, one))
            assert counts == (size + expected[1], size, size + expected[2], size + expected[1])


@pytest.mark.parametrize("size", [30, 300])
def test_a_timeline_passes_over_what_one_made_of_it_keeps_of_later_days(size: int) -> None:
    base = log_of(size).timeline()
    later = base.with_events(event("x", size - 1), event("y", size + 100))
    assert known(later, size - 1) == known(later, size) == size + 1
    assert known(base, size - 2) == size - 1
    assert known(base, size - 1) == size
    late = later.with_events(event("z", 10))
    assert [known(late, at) for at in (9, 10, size - 2, size)] == [10, 12, size, size + 2]
    assert [known(base, at) for at in (9, 10, size - 2)] == [10, 11, size - 1]
    for timeline in (base, later, late):
        timeline._index._check()


def test_a_log_that_grows_takes_over_the_trees_of_the_past() -> None:
    log = log_of(500)
    for at in (100, 250):
        assert known(log.timeline(), at) == at + 1
    held = trees_of(log.timeline())
    assert {100, 250} <= set(held)
    kept = log.timeline()._index._versions._kept
    log.append(event("x", 500))
    assert log.timeline()._index._versions._kept is kept
    log.retract("e400", known=day(501), reason="wrong")
    gone = log.timeline()._index._versions._ceased["certain"]
    log.append(event("y", 502))
    assert log.timeline()._index._versions._ceased["certain"] is gone
    assert [one.event.id for one in gone] == ["e400"]
    log.append(event("late", 240))
    assert trees_of(log.timeline()) == [at for at in held if at < 240]
    assert known(log.timeline(), 250) == 252


def test_of_few_events_few_trees_are_kept() -> None:
    timeline = log_of(SIZES.scan).timeline()
    for number in range(100):
        timeline.events(known_by=day(number))
    assert trees_of(timeline) == list(range(100 - FEW, 100))
    held, at = timeline._index._versions, day(99).toordinal()
    assert held.tree("certain", at) is held.tree("certain", at)


@pytest.mark.parametrize("mode", ["certain", "possible"])
def test_what_ceased_to_be_believed_is_told_before_any_tree_was_asked_for(mode: Any) -> None:
    log = log_of(3)
    log.retract("e1", known=day(9), reason="wrong")
    held = versions.Versions.of(log.timeline()._index.beliefs())
    (one,) = held.ceased(END, day(5).toordinal(), mode)
    assert one[1].id == "e1"
    assert not list(held.ceased(END, day(9).toordinal(), mode))


def test_a_tree_that_was_asked_for_stays_longer_than_those_on_the_way_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    timeline = log_of(1024).timeline()
    monkeypatch.setattr(SIZES, "kept", 5)
    for number, after in ((255, 4), (256, 5), (257, 5), (258, 5), (259, 5)):
        assert len(timeline.events(known_by=day(number))) == number + 1
        assert len(trees_of(timeline)) == after
    assert trees_of(timeline) == [255, 256, 257, 258, 259]
    assert known(timeline, 260) == 261
    assert trees_of(timeline) == [256, 257, 258, 259, 260]


# -- how they are made ------------------------------------------------------------------------


def walked(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many entries of a history were read since that was asked last."""
    read = [0]
    walk: Any = vars(versions)["walk"]

    def counting(node: Any, after: int, until: int) -> Iterator[Any]:
        for item in walk(node, after, until):
            read[0] += isinstance(item, Turn)
            yield item

    def since() -> int:
        read[0], taken = 0, read[0]
        return taken

    monkeypatch.setattr(versions, "walk", counting)
    return since


@pytest.mark.parametrize(("asked", "far"), [(255, 256), (510, 511), (767, 256), (3, 4), (1020, 3)])
def test_a_tree_is_made_from_the_nearest_by_halves(
    monkeypatch: pytest.MonkeyPatch, asked: int, far: int
) -> None:
    read, timeline = walked(monkeypatch), log_of(1024).timeline()
    assert known(timeline, asked) == asked + 1
    assert read() == far
    halves = max(math.ceil(math.log2(far / SIZES.step)), 0)
    assert len(trees_of(timeline)) == halves + 1
    assert known(timeline, asked) == asked + 1
    assert read() == 0
    for near in (asked + 2, asked - 2):
        assert known(timeline, near) == near + 1
        assert read() == min(2, 1023 - near) if near > asked else 2


def test_the_history_is_made_once_and_a_change_is_worked_into_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, turns = [0], vars(versions)["turns"]

    def counting(beliefs: Any) -> Iterator[Any]:
        for turn in turns(beliefs):
            made[0] += 1
            yield turn

    monkeypatch.setattr(versions, "turns", counting)
    log = log_of(500)
    assert known(log.timeline(), 250) == 251
    assert made == [500]
    for number in range(500, 510):
        log.append(event(f"e{number}", number))
        assert known(log.timeline(), number - 1) == number
    assert made[0] <= 500 + 2 * 10
    log.correct("e20", known=day(20), title="corrected")
    assert known(log.timeline(), 19) == 20
    assert known(log.timeline(), 20) == 21
    assert made[0] <= 500 + 2 * 10 + 2 * 2
    log.timeline()._index._check()
    monkeypatch.setattr(SIZES, "waiting", 3)
    held = []
    for number in range(600, 605):
        held.append(log.timeline()._index._versions._history is not None)
        log.append(event(f"e{number}", number))
    assert held == [True, True, True, True, False]  # three changes wait, and a fourth does not
    assert known(log.timeline(), 602) == log.position - 1 - 2


# -- states within a branch -------------------------------------------------------------------


@pytest.fixture
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six states, of one branch four."""
    monkeypatch.setattr(SIZES, "within", 6)
    monkeypatch.setattr(SIZES, "marks", 4)


def marked(memory: Memory, node: str, *places: int, start: str = "start") -> None:
    for place in places:
        memory.mark(node, start, place, f"{node} {place}")


def held(memory: Memory, node: str, start: str = "start", most: int = 20) -> list[int]:
    """The places of a branch whose states are kept, by asking for the last before each place."""
    found = [memory.mark_before(node, start, at) for at in range(most)]
    for place, state in found:
        assert state == (f"{node} {place}" if place else start)
    assert [place for place, _ in found] == sorted(place for place, _ in found)
    return sorted({place for place, _ in found} - {0})


def count(memory: Memory) -> int:
    assert memory._marked == sum(len(one.places) for one in memory._marks.values())
    return memory._marked


@pytest.mark.usefixtures("_few")
def test_the_last_state_before_a_place_is_given() -> None:
    memory = Memory()
    assert memory.mark_before("a", "start", 9) == (0, "start")
    marked(memory, "a", 7, 3, 5)
    assert [memory.mark_before("a", "start", at) for at in (2, 3, 4, 6, 7, 9)] == [
        (0, "start"),
        (3, "a 3"),
        (3, "a 3"),
        (5, "a 5"),
        (7, "a 7"),
        (7, "a 7"),
    ]
    assert memory.mark_before("b", "start", 9) == (0, "start")
    assert memory.mark_before("a", "another", 9) == (0, "another")


@pytest.mark.usefixtures("_few")
def test_of_one_branch_every_other_state_stays_when_there_are_many() -> None:
    memory = Memory()
    marked(memory, "a", 2, 4, 6, 8)
    assert (held(memory, "a"), count(memory)) == ([2, 4, 6, 8], 4)
    marked(memory, "a", 9)
    assert (held(memory, "a"), count(memory)) == ([2, 6, 9], 3)
    marked(memory, "a", 9, 6, 2)  # they are there
    assert (held(memory, "a"), count(memory)) == ([2, 6, 9], 3)
    marked(memory, "a", 3)
    assert (held(memory, "a"), count(memory)) == ([2, 3, 6, 9], 4)


@pytest.mark.usefixtures("_few")
def test_the_states_of_the_branch_that_was_not_used_for_longest_go() -> None:
    memory = Memory()
    marked(memory, "a", 1, 2)
    marked(memory, "b", 1, 2)
    marked(memory, "c", 1, 2)
    assert count(memory) == 6
    memory.mark_before("a", "start", 1)  # asked
    marked(memory, "c", 3)
    assert [held(memory, node) for node in "bca"] == [[], [1, 2, 3], [1, 2]]
    marked(memory, "d", 1)
    assert count(memory) == 6
    memory.mark_before("c", "start", 1)
    memory.mark_before("d", "start", 1)
    marked(memory, "a", 3)  # marked: it goes last, though others were asked since
    assert [held(memory, node) for node in "cda"] == [[], [1], [1, 2, 3]]
    marked(memory, "e", 1, 2, 3)
    assert [held(memory, node) for node in "dae"] == [[], [1, 2, 3], [1, 2, 3]]
    assert count(memory) == 6


def folding() -> bt.Projection[int]:
    return bt.Projection(initial=0, evolve=lambda n, _: n + 1)


def test_a_projection_in_the_place_of_one_that_went_has_a_memory_of_its_own() -> None:
    """A collector may tell late that one went, when another has its number already."""
    gone, projection = folding(), folding()
    gone_memory, was = memory_of(gone), memory._OF[id(gone)]
    assert memory_of(gone) is gone_memory
    del gone
    assert was not in memory._OF.values()
    memory._OF[id(projection)] = was
    new = memory_of(projection)
    assert new is not gone_memory
    assert memory_of(projection) is new
    memory._forget(id(projection), was[0])
    assert memory_of(projection) is new
    number = id(projection)
    del projection
    assert number not in memory._OF
    memory._forget(number, was[0])
