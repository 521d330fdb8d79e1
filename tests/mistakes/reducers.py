"""Reducers with a mistake each, and the same without it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import bilateral_timeline as bt

from .harbour import FerryOpened, Mistake, TariffSet


def percent(event: bt.Event) -> int | None:
    return event.what.percent if isinstance(event.what, TariffSet) else None


def boats(event: bt.Event) -> int | None:
    return event.what.boats if isinstance(event.what, FerryOpened) else None


def reducer(lift: Any, combine: Any, finish: Any = None, **more: Any) -> Callable[[], Any]:
    """How a reducer is made."""
    return lambda: bt.Reducer(lift=lift, combine=combine, finish=finish, **more)


def as_float(event: bt.Event) -> float | None:
    told = percent(event)
    return None if told is None else told / 10


def as_fraction(event: bt.Event) -> Fraction | None:
    told = percent(event)
    return None if told is None else Fraction(told, 10)


def add(one: Any, other: Any) -> Any:
    return one + other


def subtract(one: Any, other: Any) -> Any:
    return one - other


def mean_of_means(one: Fraction, other: Fraction) -> Fraction:
    return (one + other) / 2


def with_number(event: bt.Event) -> tuple[int, int] | None:
    told = percent(event)
    return None if told is None else (told, 1)


def add_both(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def mean(told: tuple[int, int]) -> Fraction:
    return Fraction(*told)


def ids(event: bt.Event) -> list[str]:
    return [event.id]


def extend(one: list[str], other: list[str]) -> list[str]:
    one.extend(other)
    return one


def update(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    one.update(other)
    return one


def merge(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {**one, **other}


def by_harbour(event: bt.Event) -> dict[str, int] | None:
    told = boats(event)
    return None if told is None else {event.what.harbour: told}


def take_the_first(summary: list[str]) -> str:
    return summary.pop(0)


def show_the_first(summary: list[str]) -> str:
    return summary[0]


class CountsSteps(bt.Reducer[int]):
    """Its step counts two for each event, where its summaries count one."""

    empty = 0

    def lift(self, event: bt.Event) -> int:
        return 1

    def combine(self, one: int, other: int) -> int:
        return one + other

    def evolve(self, state: Any, event: bt.Event) -> Any:
        return 1 if state is None else state + 2


class CountsNothing(bt.Reducer[int]):
    """An event of another kind sets it back."""

    empty = 0

    def lift(self, event: bt.Event) -> int | None:
        return 1 if isinstance(event.what, FerryOpened) else None

    def combine(self, one: int, other: int) -> int:
        return one + other

    def evolve(self, state: Any, event: bt.Event) -> Any:
        one = self.lift(event)
        return None if one is None else one if state is None else state + one


def streak(event: bt.Event) -> tuple[int, int] | None:
    """The highest so far, and the last."""
    told = percent(event)
    return None if told is None else (told, told)


def highest_change(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The greatest rise is that between neighbours, of which it looks at none within `other`."""
    return max(one[0], other[1] - one[1]), other[1]


def highest(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return max(one[0], other[0]), other[1]


COUNT = bt.Count

MISTAKES = (
    Mistake("subtracts", "associative", reducer(percent, subtract), reducer(percent, add)),
    Mistake(
        "adds floats", "associative|combined", reducer(as_float, add), reducer(as_fraction, add)
    ),
    Mistake(
        "a mean of means",
        "associative",
        reducer(as_fraction, mean_of_means),
        reducer(with_number, add_both, mean),
    ),
    Mistake("extends in place", "pure", reducer(ids, extend), reducer(ids, add)),
    Mistake("updates in place", "pure", reducer(by_harbour, update), reducer(by_harbour, merge)),
    Mistake(
        "takes its summary apart",
        "pure",
        reducer(ids, add, take_the_first),
        reducer(ids, add, show_the_first),
    ),
    Mistake("its step is another", "combined", CountsSteps, COUNT),
    Mistake("nothing sets it back", "identity", CountsNothing, lambda: bt.Count(kind=FerryOpened)),
    Mistake(
        "looks at one side",
        "associative",
        reducer(streak, highest_change),
        reducer(streak, highest),
    ),
)
