"""How much work a question is, and what is held for it: counted, never timed.

What stands here is what the documentation promises of costs. Sizes are those that ship, where
nothing else is said.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs
import pytest
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.engine import SIZES, Index, index
from bilateral_timeline.engine.memory import memories
from bilateral_timeline.testing.sizes import SHIPPED, sized
from island import FerryOpened, TariffSet

FIRST, LAST = Date(2000, 1, 1), Date(2030, 1, 1)
NORTH, TARIFF = FerryOpened(harbour="north"), TariffSet(goods="wool", percent=5)


def day(number: int) -> Date:
    return FIRST.add(days=number)


def event(number: int, what: Any = NORTH, **more: Any) -> bt.Event:
    """An event of a day of its own, which is known on it."""
    told: dict[str, Any] = {"when": day(number).isoformat(), "known": day(number)}
    return bt.Event(**{"id": f"e{number}", "what": what} | told | more)


def log_of(size: int, *more: bt.Event) -> bt.EventLog:
    log = bt.EventLog()
    log.append(*(event(number) for number in range(size)), *more)
    return log


class Counted:
    """A function, and how often it was called since that was asked last."""

    def __init__(self, function: Callable[..., Any] = lambda event: event.id) -> None:
        self.function, self.calls = function, 0

    def __call__(self, *given: Any) -> Any:
        self.calls += 1
        return self.function(*given)

    def since(self) -> int:
        self.calls, taken = 0, self.calls
        return taken


def harbour(event: bt.Event) -> str | None:
    return getattr(event.what, "harbour", None)


def never(*_: Any) -> Any:
    raise AssertionError("asked of a part that is not read")


NEVER: bt.Projection[int] = bt.Projection(initial=0, evolve=never)


def trees_kept(timeline: bt.Timeline[Any]) -> int:
    return sum(len(list(kept.items())) for kept in timeline._index._versions._kept.values())


# -- the latest -------------------------------------------------------------------------------


def test_the_latest_of_a_past_day_is_looked_for_from_its_end() -> None:
    log, of = log_of(1000), Counted()
    timeline = log.timeline(bt.Latest(of))
    for known in range(900, 100, -100):
        assert timeline.as_of(LAST, known_by=day(known)) == f"e{known}"
        assert of.since() == 1
    assert trees_kept(timeline) == 0
    tariffs: bt.Latest[str] = bt.Latest(of, kind=TariffSet)
    log.append(event(500, TARIFF, id="t"))
    timeline = log.timeline(tariffs)
    for after in (1, 30, SIZES.walk):
        assert timeline.as_of(LAST, known_by=day(500 + after)) == "t"
    assert timeline.as_of(day(499), known_by=day(520)) is bt.Unknown
    assert of.since() == 3


def test_the_latest_that_lies_far_back_is_found_by_a_tree_that_is_kept() -> None:
    lifted = Counted(lambda event: event.id if event.id == "e7" else None)
    timeline = log_of(1000).timeline(bt.Latest(lifted))
    assert timeline.as_of(LAST, known_by=day(900)) == "e7"
    assert lifted.since() <= 900 + 3 * SIZES.walk
    for _ in range(3):
        assert timeline.as_of(LAST, known_by=day(900)) == "e7"
        assert lifted.since() <= SIZES.walk + 3
    assert timeline.as_of(day(3), known_by=day(900)) is bt.Unknown


def test_the_latest_of_a_past_day_is_of_what_was_believed_then() -> None:
    log = bt.EventLog()
    log.append(
        event(1),
        event(2),
        event(3, TARIFF),
        event(4, TARIFF),
        bt.Retraction(id="e2", revision=1, known=day(100), reason="wrong"),
        bt.Retraction(id="e4", revision=1, known=day(200), reason="wrong"),
        event(5, known=day(300)),
        event(6, TARIFF, known=day(400)),
    )
    any_: bt.Latest[str] = bt.Latest(lambda event: event.id)
    ferry: bt.Latest[str] = bt.Latest(lambda event: event.id, kind=FerryOpened)
    tariff: bt.Latest[str] = bt.Latest(lambda event: event.id, kind=TariffSet)
    timeline = log.timeline()
    expected = {
        1: ("e1", "e1", bt.Unknown),
        2: ("e2", "e2", bt.Unknown),
        3: ("e3", "e2", "e3"),
        4: ("e4", "e2", "e4"),
        99: ("e4", "e2", "e4"),
        100: ("e4", "e1", "e4"),
        200: ("e3", "e1", "e3"),
        300: ("e5", "e5", "e3"),
        400: ("e6", "e5", "e6"),
    }
    for shape in (SHIPPED, attrs.evolve(SHIPPED, walk=0, scan=0)):
        with sized(shape):
            for known, latest in expected.items():
                where: Any = {"as_of": LAST, "known_by": day(known)}
                told = tuple(timeline.project(p, **where) for p in (any_, ferry, tariff))
                assert told == latest


def test_what_is_believed_no_longer_counts_from_the_day_on_which_it_happened() -> None:
    vague = f"[{day(10).isoformat()}..{day(20).isoformat()}]"
    log = bt.EventLog()
    log.append(event(15, id="v", when=vague), event(17, id="w"), event(18))
    for id in "vw":
        log.retract(id, known=day(100), reason="wrong")
    for shape in (SHIPPED, attrs.evolve(SHIPPED, scan=0)):
        with sized(shape):
            timeline, last = log.timeline(), bt.Latest(lambda event: event.id)
            expected = {16: bt.Unknown, 17: "w", 18: "e18", 19: "e18", 20: "v"}
            for at, latest in expected.items():
                where: Any = {"as_of": day(at), "known_by": day(50)}
                assert timeline.project(last, **where) == latest
                assert timeline.project(bt.Count(), **where) == sum(at >= n for n in (17, 18, 20))


def test_other_reducers_of_a_past_day_are_of_all_events() -> None:
    for size in (20, 600):
        timeline = log_of(size).timeline(bt.Count())
        for known in (3, 10, size - 1):
            assert timeline.as_of(LAST, known_by=day(known)) == known + 1
            assert timeline.as_of(day(2), known_by=day(known)) == 3


def test_a_sum_of_a_past_day_is_worked_out_once() -> None:
    of = Counted(lambda _: 1)
    timeline = log_of(1000).timeline(bt.Sum(of))
    assert timeline.as_of(LAST, known_by=day(700)) == 701
    assert of.since() == 701
    assert timeline.as_of(LAST, known_by=day(700)) == 701
    assert timeline.as_of(day(600), known_by=day(700)) == 601
    assert of.since() == 0
    assert timeline.as_of(LAST, known_by=day(702)) == 703
    assert of.since() <= 2 * SIZES.leaf


# -- what is read, and no more ----------------------------------------------------------------


def test_of_a_composed_state_only_what_is_read_is_worked_out() -> None:
    inner = bt.Compose(number=bt.Count(), never=NEVER)
    timeline = log_of(100).timeline(bt.Compose(inner=inner, never=NEVER))
    for known in (None, day(200), day(50)):
        assert timeline.as_of(day(40), known_by=known).inner.number == 41


def test_of_a_state_by_key_only_the_key_that_is_read_is_worked_out() -> None:
    steps = Counted(lambda n, _: n + 1)
    log = log_of(100, event(50, FerryOpened(harbour="south"), id="s"))
    timeline = log.timeline(bt.Keyed(harbour, bt.Projection(initial=0, evolve=steps)))
    state = timeline.as_of(LAST)
    assert "north" in state
    assert set(state) == {"north", "south"}
    assert steps.since() == 0
    assert state["south"] == steps.since() == 1
    assert state.get("east") is bt.Unknown
    assert steps.since() == 0


def test_a_late_event_makes_a_history_lift_little() -> None:
    of = Counted()
    log = log_of(1000)
    history = bt.History(of)
    assert len(log.timeline(history).as_of(LAST)) == 1000
    assert of.since() == 1000
    log.append(event(1, id="late"))
    run = log.timeline(history).as_of(LAST)
    assert (len(run), run[1], run[2]) == (1001, "e1", "late")
    assert of.since() <= 2 * SIZES.leaf + 2
    assert len(log.timeline(history).as_of(day(20))) == 22
    assert of.since() == 0


def test_a_history_begins_with_the_first_day_of_the_calendar() -> None:
    log = bt.EventLog()
    days = ("0001-01-01", "0001-01-02", "[..0001-01-03]")
    log.append(
        *(bt.Event(id=f"e{n}", when=d, known="2001", what=NORTH) for n, d in enumerate(days))
    )
    history = bt.History(lambda event: event.id)
    for mode, expected in (("certain", ["e0", "e1", "e2"]), ("possible", ["e2", "e0", "e1"])):
        run = log.timeline(history).as_of(LAST, mode=mode)  # type: ignore[arg-type]
        assert list(run) == [run[at] for at in range(3)] == expected


def test_many_events_of_the_first_day_of_the_calendar_belong_to_their_keys() -> None:
    log = log_of(3)
    log.append(*(event(0, id=f"old{n}", when="0001-01-01") for n in range(3 * SIZES.leaf)))
    for mode in ("certain", "possible"):
        where: Any = {"as_of": LAST, "mode": mode}
        number = log.timeline().project(bt.Keyed(harbour, bt.Count()), **where)["north"]
        assert number == log.timeline().project(bt.Count(), **where) == 3 + 3 * SIZES.leaf


def test_the_undecided_are_found_without_reading_what_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = Counted(vars(index)["last_possible"])
    monkeypatch.setattr(index, "last_possible", looked)
    vague = f"{day(100).isoformat()}/{day(5000).isoformat()}"
    log = log_of(2000, event(100, id="v", when=f"[{vague.replace('/', '..')}]"))
    timeline = log.timeline()
    assert [e.id for e in timeline.undecided(day(1500))] == ["v"]
    assert looked.since() <= 3 * SIZES.leaf
    assert [e.id for e in timeline.undecided(day(1999))] == ["v"]
    assert looked.since() <= 3 * SIZES.leaf
    assert timeline.undecided(day(99)) == timeline.undecided(day(5000)) == ()


# -- lines of keys ----------------------------------------------------------------------------


def test_keys_are_asked_of_each_event_once() -> None:
    keys, others = Counted(harbour), Counted(harbour)
    log = log_of(200)
    by_key, by_other = bt.Keyed(keys, bt.Count()), bt.Keyed(others, bt.Count())
    assert log.timeline(by_key).as_of(LAST) == log.timeline(by_other).as_of(LAST)
    assert (keys.since(), others.since()) == (200, 200)
    for known in (None, day(100), day(150)):
        for projection in (by_key, by_other):
            assert log.timeline(projection).as_of(day(120), known_by=known)["north"] >= 101
    assert keys.since() == others.since() == 0
    log.append(event(200), event(201))
    log.append(event(202))
    assert log.timeline(by_key).as_of(LAST)["north"] == 203
    assert (keys.since(), others.since()) == (3, 0)
    line = log.timeline()._index
    assert line.split(by_key) is line.split(by_key)
    assert line.split(by_other) is line.split(by_other)
    assert (keys.since(), others.since()) == (0, 3)


def test_what_waits_to_be_worked_into_the_lines_of_keys_is_bounded() -> None:
    with sized(attrs.evolve(SHIPPED, waiting=3)):
        for steps in ((3,), (1, 1, 1), (2, 1)):
            keys, log = Counted(harbour), log_of(100)
            projection = bt.Keyed(keys, bt.Count())
            assert log.timeline(projection).as_of(LAST)["north"] == 100
            keys.since()
            held = 100
            for step in steps:
                log.append(*(event(held + n) for n in range(step)))
                held += step
                log.timeline()
            assert log.timeline(projection).as_of(LAST)["north"] == held
            assert keys.since() == 3  # they waited
            for step in (*steps, 1):
                log.append(*(event(held + n) for n in range(step)))
                held += step
                log.timeline()
            assert log.timeline()._index._splits is None  # nothing waits any longer
            assert log.timeline(projection).as_of(LAST)["north"] == held
            assert keys.since() == held


def test_projections_that_belong_together_are_split_in_one_pass() -> None:
    one, other = Counted(harbour), Counted(harbour)
    by_one, by_other = bt.Keyed(one, bt.Count()), bt.Keyed(other, bt.Count())
    by_one.together = by_other.together = (by_one, by_other)
    log = log_of(50)
    first = log.timeline()._index
    first.split(by_one)
    assert (one.since(), other.since()) == (50, 50)
    first.split(by_other)
    assert other.since() == 0
    with sized(attrs.evolve(SHIPPED, waiting=3)):
        log.append(event(50), event(51))
        log.timeline()._index.split(by_one)  # the two wait for the other
        log.append(event(52), event(53))
        last = log.timeline()._index  # and with these there are too many
    one.since(), other.since()
    last.split(by_other)
    assert (one.since(), other.since()) == (0, 54)
    assert {key: len(line) for key, line in last.split(by_one).items()} == {"north": 54}
    assert one.since() == 2


class Place:
    """A key that is no text, and counts how often it is written."""

    written = 0

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        Place.written += 1
        return self.name


def test_keys_that_are_no_text_are_written_once_for_all_paths() -> None:
    places = {f"e{n}": Place(f"place {n}") for n in range(50)}
    timeline = log_of(50).timeline(bt.Keyed(lambda event: places[event.id], bt.Count()))
    Place.written = 0
    for number in range(10):
        told = timeline.series(f"place {number}", every="month", after=FIRST, until="2001")
        assert told[-1][1] == 1
    assert Place.written <= 2 * 50


# -- paths ------------------------------------------------------------------------------------


def test_a_path_leads_to_the_part_that_it_names_and_no_other_is_asked() -> None:
    part = bt.Compose(number=bt.Count(), never=NEVER)
    parts: dict[str, Any] = {"by_harbour": bt.Keyed(harbour, part), "inner": part, "never": NEVER}
    timeline = log_of(100).timeline(bt.Compose(**parts))
    for path in ("by_harbour.north.number", "inner.number"):
        found = timeline.series(path, every="month", after="1999-12-31", until="2001")
        assert found[-1][1] == 100
        assert timeline.explain(path, as_of=day(9)).value == 10


@attrs.frozen(eq=False)
class Summary(Mapping[str, int]):
    """Numbers by key, and a question that they answer together."""

    held: Mapping[str, int]

    def __getitem__(self, key: str) -> int:
        return self.held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)

    @property
    def total(self) -> int:
        return sum(self.held.values())


class Summed(bt.Keyed[str, int]):
    """A keyed projection whose state answers a question of its own."""

    def show(self, state: Any, moment: Any = None) -> Any:
        held = state or {}
        with pytest.raises(KeyError, match="nowhere"):
            held["nowhere"]
        assert held.get("nowhere", 7) == 7
        return Summary({key: self.each.show(held[key]) for key in held})


def test_a_path_may_lead_to_a_question_that_a_keyed_state_answers_as_a_whole() -> None:
    log = log_of(5, event(3, FerryOpened(harbour="south"), id="s"))
    timeline = log.timeline(Summed(harbour, bt.Count()))
    assert timeline.as_of(day(3))["south"] == 1
    assert timeline.explain("total", as_of=day(3)).value == 5
    (*_, last) = timeline.series("total", every="day", after=day(0), until=day(4))
    assert last == (day(4), 6)
    log.append(event(9, FerryOpened(harbour="total"), id="t"))
    timeline = log.timeline(Summed(harbour, bt.Count()))
    told = timeline.series("total", every="day", after=day(7), until=day(9))
    assert [value for _, value in told] == [bt.Unknown, 1]  # a key goes before a question


def tariffs(number: int, event: bt.Event) -> int:
    return number + isinstance(event.what, TariffSet)


def test_a_part_begins_with_its_start_and_a_part_below_a_key_with_nothing() -> None:
    log = bt.EventLog()
    log.append(event(1), event(2, TARIFF), event(3), event(4, TARIFF))
    inner = bt.Compose(number=bt.Projection(initial=0, evolve=tariffs))
    part = bt.Compose(inner=inner)
    for projection, path, of_nothing in (
        (inner, "number", []),
        (part, "inner.number", []),
        (bt.Keyed(lambda _: "all", inner), "all.number", ["e1"]),
        (bt.Keyed(lambda _: "all", part), "all.inner.number", ["e1"]),
    ):
        timeline = log.timeline(projection)
        found = timeline.explain(path, as_of=day(1))
        assert (found.value, [e.id for e in found.set_by]) == (0, of_nothing)
        assert getattr(found.next, "id", "") == "e2"
        before = timeline.explain(path, as_of=day(0))
        assert getattr(before.next, "id", "") == (of_nothing or ["e2"])[0]
        assert before.value == (bt.Unknown if of_nothing else 0)


# -- errors -----------------------------------------------------------------------------------


def failing(event: bt.Event) -> int:
    raise ValueError(event.id) if event.id == "e33" else KeyError(event.id)


def fails(state: int, event: bt.Event) -> int:
    return state + 1 if event.id != "e33" else failing(event)


def test_an_error_of_a_users_function_names_the_event_once() -> None:
    for size in (40, 60, 1500):
        log = log_of(size)
        reducer: Any = bt.Reducer(lift=lambda event: fails(0, event), combine=lambda a, b: a + b)
        fold: Any = bt.Projection(initial=0, evolve=fails)
        for projection in (reducer, fold, bt.Keyed(harbour, fold)):
            timeline = log.timeline(projection)
            for until in (LAST, day(20), day(21), day(35), day(50)):
                if until == day(20) or until == day(21):
                    timeline.as_of(until)
                    continue
                with pytest.raises(ValueError, match="e33") as error:
                    dict(found) if isinstance(found := timeline.as_of(until), Mapping) else found
                assert error.value.__notes__ == ["It was asked of Event 'e33', 2000-02-03."]


def test_an_error_of_two_summaries_names_no_event() -> None:
    def combine(one: int, other: int) -> int:
        if one + other > 500:
            raise ValueError("too many")
        return one + other

    timeline = log_of(1500).timeline(bt.Reducer(lift=lambda _: 1, combine=combine))
    with pytest.raises(ValueError, match="too many") as error:
        timeline.as_of(LAST)
    assert not hasattr(error.value, "__notes__")


def test_a_step_that_changes_what_it_was_given_is_refused_and_one_that_does_not_is_not() -> None:
    def pure(state: dict[str, Any], event: bt.Event) -> dict[str, Any]:
        return {**state, "n": state["n"] + 1, "held": [*state["held"], event.id]}

    def impure(state: dict[str, Any], event: bt.Event) -> dict[str, Any]:
        state["held"].append(event.id)
        return dict(state)

    timeline, start = log_of(3).timeline(), {"n": 0, "held": list[str]()}
    found = timeline.project(bt.Projection(start, pure), as_of=LAST)
    assert found == {"n": 3, "held": ["e0", "e1", "e2"]}
    with pytest.raises(bt.InputError, match="changed the state it was given"):
        timeline.project(bt.Projection(start, impure), as_of=LAST)


# -- memories ---------------------------------------------------------------------------------


def test_what_was_worked_out_for_a_projection_goes_with_it() -> None:
    timeline = log_of(30).timeline()
    gc.collect()
    before = len(memories())
    sums = [bt.Sum(lambda _: 1) for _ in range(5)]
    assert [timeline.project(one, as_of=LAST) for one in sums] == [30] * 5
    assert len(memories()) == before + 5
    sums.clear()
    gc.collect()
    assert len(memories()) == before


def test_an_index_of_nothing_has_no_events() -> None:
    assert len(Index.of(())) == 0
    assert Index.of(()).first_day() is None
    assert bt.EventLog().timeline(bt.Count()).as_of(LAST) == 0
    assert bt.EventLog().timeline(NEVER).as_of(LAST, mode="possible") == 0
