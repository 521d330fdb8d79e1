"""What is copied or pickled is the same and stands on its own; what is let go is gone."""

from __future__ import annotations

import copy
import gc
import pickle
from collections.abc import Callable, Iterator
from typing import Any
from weakref import ref

import pytest

import bilateral_timeline as bt
from bilateral_timeline.engine.memory import memories


@bt.kind("test-copies-opened")
class Opened:
    door: str = "front"
    guests: int = 1


def door(event: bt.Event) -> str:
    return str(event.what.door)


def guests(event: bt.Event) -> int:
    return int(event.what.guests)


def doing(id: str, when: str, **fields: Any) -> bt.Event:
    return bt.Event(id=id, when=when, known=when, what=Opened(**fields))


def held() -> bt.EventLog:
    log = bt.EventLog([bt.Source(id="work", title="W")])
    log.append(doing("a", "2023"), doing("b", "2024", door="back"), doing("c", "2025", guests=4))
    log.correct("a", title="A")
    return log


STATE: bt.Compose[Any] = bt.Compose(
    doors=bt.Keyed(door, bt.Sum(guests)), names=bt.SetOf(door), all=bt.History(guests)
)


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


WAYS = [copy.copy, copy.deepcopy, pickled]


@pytest.mark.parametrize("way", WAYS)
def test_a_log_that_is_copied_goes_its_own_way(way: Callable[[Any], Any]) -> None:
    log = held()
    other = way(log)
    assert other.read() == log.read()
    other.append(doing("new", "2024"))
    log.correct("b", title="B")
    log.correct("b", title="C")
    assert (log.position, other.position) == (6, 5)
    assert len(log.timeline().events()) == 3
    assert len(other.timeline().events()) == 4
    log._check()
    other._check()


@pytest.mark.parametrize("way", WAYS)
def test_a_timeline_that_is_copied_answers_the_same(way: Callable[[Any], Any]) -> None:
    shipped = bt.load_chronicle("russia-iran")
    for timeline in (shipped, shipped.between("RU", "IR"), shipped.without("helicopter-crash")):
        other = way(timeline)
        assert other.as_of("2024-05-20") == timeline.as_of("2024-05-20")
        assert other.coverage == timeline.coverage
    own: bt.Timeline[Any] = held().timeline(STATE)
    assert way(own).as_of("2024") == own.as_of("2024")
    assert way(own).check() == own.check()


def test_a_timeline_of_a_nameless_function_is_refused_by_pickle_itself() -> None:
    timeline = held().timeline(bt.Sum(lambda event: event.what.guests))
    with pytest.raises((pickle.PicklingError, AttributeError), match="lambda"):
        pickle.dumps(timeline)
    assert copy.deepcopy(timeline).as_of("2025") == 6


def values() -> Iterator[Any]:
    shipped = bt.load_chronicle("russia-iran")
    state: Any = held().timeline(STATE).as_of("2025")
    yield from (state, state.doors, state.names, state.all, bt.Unknown, bt.Certainty.NO)
    yield from (shipped.as_of("2024-05-20"), shipped.coverage, held().read()[0])
    yield shipped.as_of("2024-05-20").commitments
    yield shipped.explain("trade.turnover", as_of="2024")
    yield from shipped.changes("2024-05-19", "2024-05-20")[:3]
    yield from shipped.find("drone")[:3]
    yield from (bt.When("2024-22"), bt.Quantity(1, unit="t"), bt.UnknownBody("eclipse", 1, "{}"))


@pytest.mark.parametrize("way", WAYS)
def test_what_is_answered_is_equal_after_it_was_copied(way: Callable[[Any], Any]) -> None:
    for value in values():
        other = way(value)
        assert other == value
        assert type(other) is type(value)
        assert repr(other) == repr(value)


PROBLEM = bt.Problem("a", "b", "c", "d", "e", "f")
ERRORS = [
    *(error(PROBLEM, PROBLEM) for error in (bt.InputError, bt.DateError, bt.RecordError)),
    *(error(PROBLEM) for error in (bt.ConflictError, bt.ChronicleError)),
    *(bt.MissingError("key", "a", ["aa"]), bt.PositionError("moved"), bt.TimelineError("no")),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_says_the_same_after_it_was_copied(
    error: bt.TimelineError, way: Callable[[Any], Any]
) -> None:
    other = way(error)
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert vars(other) == vars(error)


MADE: dict[str, Callable[[], bt.Projection[Any]]] = {
    "Sum": lambda: bt.Sum(guests),
    "Count": bt.Count,
    "Max": lambda: bt.Max(guests),
    "Latest": lambda: bt.Latest(guests),
    "SetOf": lambda: bt.SetOf(door),
    "History": bt.History,
    "Keyed": lambda: bt.Keyed(door, bt.Compose(sum=bt.Sum(guests), all=bt.History(guests))),
    "Compose": lambda: bt.Compose(sum=bt.Sum(guests), by=bt.Keyed(door, bt.Count())),
    "Projection": lambda: bt.Projection(initial={}, evolve=lambda s, event: {**s, event.id: 1}),
}


@pytest.fixture
def _no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _ask_everything(log: bt.EventLog, projection: bt.Projection[Any]) -> None:
    timeline = log.timeline(projection)
    for day in ("2023", "2024", "2025"):
        timeline.as_of(day)
        timeline.as_of(day, known_by="2024-06")
    timeline.changes("2023", "2025")
    timeline.learned("2023", "2025", as_of="2025")
    timeline.explain("", as_of="2025")
    timeline.series("", every="year")
    timeline.find("front")
    timeline.check()


@pytest.mark.usefixtures("_no_collector")
@pytest.mark.parametrize("name", MADE)
def test_a_projection_that_was_used_goes_with_its_last_name(name: str) -> None:
    log = held()
    log.timeline().as_of("2025")
    _ask_everything(log, MADE[name]())  # the parts that all projections share stay
    gc.collect()
    before = len(memories())
    projection = MADE[name]()
    alive = ref(projection)
    _ask_everything(log, projection)
    del projection
    assert alive() is None
    assert len(memories()) == before


@pytest.mark.usefixtures("_no_collector")
def test_five_hundred_sums_that_are_thrown_away_leave_nothing_behind() -> None:
    log, timeline = held(), held().timeline()
    before = len(memories())
    for _ in range(500):
        assert timeline.project(bt.Sum(guests), as_of="2025") == 6
        assert log.timeline(bt.Keyed(door, bt.Sum(guests))).as_of("2025")["back"] == 1
    assert len(memories()) == before
