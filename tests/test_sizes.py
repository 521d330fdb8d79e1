"""The engine with nodes, scans and memories of the sizes that ship.

Other tests make them small.
The logs are random, large enough for trees of three levels, and the same for the same seed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.engine import SIZES, memory
from bilateral_timeline.projections.definition import definition
from island import DAYS, ISLAND, FerryClosed, FerryOpened, TariffSet, day, random_log


def harbour(event: bt.Event) -> str | None:
    return getattr(event.what, "harbour", None)


PRIME = 2**61 - 1


def spelt(event: bt.Event) -> tuple[int, int]:
    """A number of an event, and by how much what stands before it is to be multiplied."""
    return int(event.id[1:]) + 1, 10_007


def one_after_the_other(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """A number of a stretch of events that tells their order."""
    return (one[0] * other[1] + other[0]) % PRIME, one[1] * other[1] % PRIME


PROJECTIONS: dict[str, bt.Projection[Any]] = {
    "sum": bt.Sum(lambda event: event.what.boats, kind=FerryOpened),
    "latest": bt.Latest(harbour),
    "order": bt.Reducer(lift=spelt, combine=one_after_the_other),
    "history": bt.History(harbour),
    "fold": ISLAND,
    "by harbour": bt.Keyed(harbour, bt.Compose(number=bt.Count(), fold=ISLAND)),
    "by party": bt.Keyed(lambda event: list(event.parties), bt.Count()),
    "goods": bt.SetOf(lambda event: event.what.goods, kind=TariffSet),
}
ASKED = st.tuples(
    st.integers(0, DAYS).map(day),
    st.none() | st.integers(0, DAYS + 400).map(day),
    st.sampled_from(("certain", "possible")),
)


@settings(max_examples=max(8, settings().max_examples // 5))
@given(
    st.sampled_from((100, 500, 3000)), st.integers(0, 3), st.lists(ASKED, min_size=2, max_size=5)
)
def test_every_projection_is_the_definition_at_the_sizes_that_ship(
    size: int, seed: int, asked: list[Any]
) -> None:
    records = random_log(size, seed)
    log = bt.EventLog()
    for start in range(0, len(records), 700):  # grown in steps, and asked in between
        log.append(*records[start : start + 700])
        log.timeline(ISLAND).as_of(day(DAYS // 2))
    timeline = log.timeline()
    for v, k, mode in (*asked, asked[0]):
        for name, projection in PROJECTIONS.items():
            found = timeline.project(projection, as_of=v, known_by=k, mode=mode)
            expected = projection.show(definition(projection, records, v, k, mode))
            assert found == expected, name
    timeline._index._check()


def counted() -> tuple[bt.Projection[int], Callable[[], int]]:
    """A fold, and how often its step was asked since that was asked last."""
    calls = [0]

    def evolve(state: int, _: bt.Event) -> int:
        calls[0] += 1
        return state + 1

    def since() -> int:
        calls[0], taken = 0, calls[0]
        return taken

    return bt.Projection(initial=0, evolve=evolve), since


@pytest.mark.parametrize("size", [1, 10, 17, 457, 513, 5000])
def test_a_repeated_question_folds_nothing_and_a_later_one_what_is_new(size: int) -> None:
    log = bt.EventLog()
    made = [
        bt.Event(id=f"e{n}", when=day(n % DAYS), known=day(n % DAYS), what=FerryClosed(harbour="n"))
        for n in range(size)
    ]
    log.append(*made)
    fold, steps = counted()
    timeline = log.timeline(fold)
    for at in (DAYS // 3, DAYS, DAYS // 2):
        timeline.as_of(day(at))
    steps()
    for at in (DAYS // 3, DAYS, DAYS // 2):
        for known in (None, day(DAYS)):
            timeline.as_of(day(at), known_by=known)
    assert steps() == 0
    held, later = timeline.as_of(day(DAYS // 2)), timeline.as_of(day(DAYS // 2 + 10))
    assert steps() <= later - held
    log.append(attrs.evolve(made[0], id="last", when=day(DAYS), known=day(DAYS)))
    assert log.timeline(fold).as_of(day(DAYS)) == size + 1
    assert steps() <= SIZES.leaf * SIZES.fan + 1


def test_a_daily_series_is_one_sweep() -> None:
    records = random_log(3000, 1)
    log = bt.EventLog()
    log.append(*records)
    fold, steps = counted()
    timeline = log.timeline(bt.Compose(other=ISLAND, number=fold))
    found = timeline.series("number", every="day", after=day(0), until=day(DAYS - 1))
    assert len(found) == DAYS - 1
    assert steps() <= 2 * len(timeline.events())
    assert found[-1][1] == len(timeline.events(until=day(DAYS - 1)))


def test_a_series_works_out_only_the_part_that_its_path_names() -> None:
    def never(*_: Any) -> int:
        raise AssertionError("asked of a part that is not named")

    log = bt.EventLog()
    log.append(*random_log(200, 2))
    parts: dict[str, bt.Projection[Any]] = {
        "named": bt.Keyed(harbour, bt.Count()),
        "other": bt.Projection(initial=0, evolve=never),
    }
    timeline = log.timeline(bt.Compose(**parts))
    assert timeline.series("named.n1", every="year", after="1999", until="2003")[-1][1] >= 1


def test_what_is_remembered_of_a_fold_is_bounded() -> None:
    log = bt.EventLog()
    log.append(*random_log(4000, 3))
    timeline = log.timeline(ISLAND)
    for at in range(DAYS):
        timeline.as_of(day(at))
    held = memory.memory_of(ISLAND)
    assert held._marked == sum(len(places) for _, places, _ in held._marks.values())
    assert held._marked <= SIZES.within
    assert all(len(places) <= SIZES.marks + 1 for _, places, _ in held._marks.values())
    assert SIZES.kept == 400
    for at in range(600):
        timeline.as_of(day(DAYS), known_by=day(at * 2))
    assert len(timeline._index._versions._kept["certain"]._trees) <= SIZES.kept


def test_a_step_that_changes_the_state_it_is_given_is_refused() -> None:
    def mutating(state: list[str], event: bt.Event) -> list[str]:
        state.append(event.id)
        return state

    def deeper(state: dict[str, list[str]], event: bt.Event) -> dict[str, list[str]]:
        state["ids"].append(event.id)
        return dict(state)

    log = bt.EventLog()
    log.append(*random_log(3, 4))
    wrong: tuple[Any, ...] = (bt.Projection([], mutating), bt.Projection({"ids": []}, deeper))
    for projection in wrong:
        with pytest.raises(bt.InputError, match="changed the state it was given; expected a new"):
            log.timeline(projection).as_of(day(DAYS))
