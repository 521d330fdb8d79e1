"""Strategies for days and dates."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pendulum import Date

from ..dates.when import Day, When, to_day
from ..errors import DateError

FIRST, LAST = "2000-01-01", "2003-12-31"
"""Between which days random events lie, unless others are given."""


def days(first: Day = FIRST, last: Day = LAST) -> SearchStrategy[Date]:
    """Days in a range: few of them, so that ties are common, and those just before and after.

    They shrink towards the first.

    >>> from hypothesis import find
    >>> find(days("1998-05-01"), lambda day: True)
    Date(1998, 5, 1)
    """
    low, high = to_day(first).toordinal(), to_day(last).toordinal()
    steps = range(low // 30, high // 30 + 1)
    if len(steps) > _MONTHS:
        return st.builds(_day, st.integers(low, high))
    every = [min(max(step * 30, low), high) for step in steps]
    beside = [min(max(day + by, low), high) for day in every for by in (1, -1)]
    held = [*every, *every, *beside]
    return st.integers(0, len(held) - 1).map(lambda at: _day(held[at]))


_day = Date.fromordinal
_MONTHS = 1200  # of a longer range, any day may be drawn


def whens(
    first: Day = FIRST, last: Day = LAST, *, imprecise: bool = True, lasting: bool = True
) -> SearchStrategy[When]:
    """Dates of every shape that EDTF text has here, about a range of days.

    Days alone unless they may be `imprecise`: months, years, seasons, quarters, unspecified
    digits, choices of several, each perhaps in doubt. Where they may be `lasting`, intervals,
    with an open or an unknown side too. They shrink towards exact and early days.

    >>> from hypothesis import find
    >>> find(whens(), lambda when: True)
    When('2000-01-01')
    """
    day = days(first, last)
    exact = day.map(Date.isoformat)
    unit = st.one_of(exact, _units(day)) if imprecise else exact
    shapes = [exact]
    if imprecise:
        shapes += [_units(day), _choices(day)]
    if lasting:
        shapes.append(_intervals(day, unit))
    return st.one_of(*shapes).map(_read)


def _read(text: str) -> When:
    """A date; at an end of the calendar, some texts have none."""
    with suppress(DateError):
        return When(text)
    return reject()


# -- units ----------------------------------------------------------------------------------------

_Shape = Callable[[Date], tuple[str, ...]]


def _season(day: Date) -> tuple[str, ...]:
    year = day.year - (day.month < 3)
    return f"{year:04}", str(24 if day.month in (12, 1, 2) else 20 + day.month // 3)


def _of_year(first: int, months: int) -> _Shape:
    """A division of the year of so many months; the codes begin with `first`."""
    return lambda day: (f"{day.year:04}", str(first + (day.month - 1) // months))


def _parts(day: Date) -> tuple[str, str, str]:
    year, month, number = day.isoformat().split("-")
    return year, month, number


def _half(day: Date) -> str:
    """The month with its last digit unspecified."""
    return "1X" if day.month > 9 else "0X"


_SHAPES: tuple[_Shape, ...] = (
    lambda day: _parts(day)[:2],
    lambda day: _parts(day)[:1],
    _season,
    _of_year(33, 3),
    _of_year(37, 4),
    _of_year(40, 6),
    _parts,
    lambda day: (_parts(day)[0][:3] + "X",),
    lambda day: (_parts(day)[0], _half(day)),
    lambda day: (_parts(day)[0], "XX"),
    lambda day: (*_parts(day)[:2], _parts(day)[2][0] + "X"),
    lambda day: (*_parts(day)[:2], "XX"),
    lambda day: (_parts(day)[0], "XX", "XX"),
    lambda day: (_parts(day)[0][:2] + "XX",),
)
"""What a day can be told as, the most usual first: the year, then what is within it."""


@st.composite
def _units(draw: st.DrawFn, day: SearchStrategy[Date], shape: _Shape | None = None) -> str:
    """A date of one unit, in doubt as a whole or in part."""
    chosen = draw(st.sampled_from(_SHAPES)) if shape is None else shape
    parts = [*chosen(draw(day))]
    sign = draw(st.sampled_from(("", "", "", "?", "~", "%")))
    at = len(parts) - 1 - draw(st.integers(0, len(parts) - 1))
    before = draw(st.booleans())
    parts[at] = f"{sign}{parts[at]}" if before else f"{parts[at]}{sign}"
    return "-".join(parts)


# -- several units --------------------------------------------------------------------------------


@st.composite
def _choices(draw: st.DrawFn, day: SearchStrategy[Date]) -> str:
    """One day of a range that may be open, or of several."""
    one, other = sorted((draw(day), draw(day)))
    told = draw(st.sampled_from((Date.isoformat, *map(_joined, _SHAPES))))
    low, high = told(one), told(other)
    ways = (f"{low}..{high}", f"..{low}", f"{low}..", f"{low},{high}", low)
    return f"[{draw(st.sampled_from(ways))}]"


def _joined(shape: _Shape) -> Callable[[Date], str]:
    return lambda day: "-".join(shape(day))


@st.composite
def _intervals(draw: st.DrawFn, day: SearchStrategy[Date], unit: SearchStrategy[str]) -> str:
    """From one date to another, of which one may be open or unknown."""
    side = draw(unit)
    ways = (f"{side}/..", f"{side}/", f"../{side}", f"/{side}")
    way = draw(st.integers(0, 2 * len(ways) - 1))
    if way < len(ways):
        return ways[way]
    one, other = sorted((draw(day), draw(day)))
    shape = draw(st.sampled_from((_parts, *_SHAPES)))
    low = draw(st.sampled_from((one.isoformat(), "-".join(shape(one)))))
    return f"{low}/{draw(st.sampled_from((other.isoformat(), '-'.join(shape(other)))))}"
