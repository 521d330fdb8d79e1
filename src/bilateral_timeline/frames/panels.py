"""Panels: a row for each group in each period, such as a dyad in a month or in a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

import attrs
from pendulum import Date

from ..arguments import KnownBy, Period, known_day, mode_of, period_ends, require
from ..dates.when import Day, Mode
from ..errors import DateError, InputError, Problem
from .aggregate import checked, filled, joinable, keys_of, narrowed, widened
from .columns import Columns, Table
from .days import day_of, first_of, known_of
from .given import Frame, Given
from .grid import AS_OF, ENTER, POINT, Grid, Seen, place
from .held import check_held, held_during
from .needed import in_engine, nw
from .points import at_every_point, at_points, grouped
from .reducers import Count, Decayed, Held, Latest, Max, Min, Reducer, SetOf, Sum

_OUTSIDE = -1
"""In the place of the number of a period, of what happened in none."""


@in_engine
def panel(
    table: Table,
    by: str | Iterable[str],
    *,
    every: Period = "month",
    covered: tuple[Day, Day],
    after: Day | None = None,
    until: Day | None = None,
    known_by: KnownBy = None,
    mode: Mode = "certain",
    columns: Columns | None = None,
    **reducers: Reducer,
) -> Table:
    """A row for each group of the keys in each period: what happened in it, what held at its end.

    `Count`, `Sum`, `Min` and `Max` are of what happened in the period; `Latest` and `Decayed` are
    as of its end; `Held` is whether a value held at the end of any of its days. The groups are
    those of which any row is seen at the end of any period. `covered` are the first and the last
    day that the table covers, which no table says of itself: where that does not reach, the answer
    is null, and never 0; and so is the count of a period that it covers in part. The periods are
    those that end in (after, until], by default those of `covered`. `known_by="then"` is each
    period as known at its end: what became public only later is in no period. A day is one
    knowledge for all, and covers nothing after it.

    The answer is a table of the kind that was given: `as_of` (the last day of the period), the
    keys, the reducers. Its rows are in no order.

    >>> import polars as pl
    >>> from bilateral_timeline import frames
    >>> told = pl.DataFrame({
    ...     "source": ["RU", "RU", "IR"], "target": ["IR", "IR", "RU"], "score": [1, 3, -2],
    ...     "day": ["2024-01-10", "2024-03-01", "2024-03-31"],
    ... })
    >>> columns = frames.Columns(id=None, known=None, date="day")
    >>> months = frames.panel(
    ...     told, ["source", "target"], covered=("2024-01-01", "2024-03-31"), columns=columns,
    ...     acts=frames.Count(), score=frames.Sum("score"), last=frames.Latest("score"),
    ... )
    >>> for row in months.sort("source", "as_of").drop("target").rows():
    ...     print(*row)
    2024-01-31 IR 0 0 None
    2024-02-29 IR 0 0 None
    2024-03-31 IR 1 -2 -2
    2024-01-31 RU 1 1 1
    2024-02-29 RU 0 0 1
    2024-03-31 RU 1 3 3
    """
    given, mode = Given.of(table, columns), mode_of(mode)
    keys = keys_of(given, by)
    require(bool(keys), "panel: by", by, "the keys of a group, such as source and target")
    checked(given, keys, reducers)
    for name, reducer in reducers.items():
        if isinstance(reducer, SetOf):
            expected, advice = "a reducer of one value", "ask `aggregate` for the set"
            raise InputError(Problem(f"panel: {name}", "SetOf", expected, advice))
        if isinstance(reducer, Held):
            check_held(given, name, reducer)
    periods = Periods.of(every, covered, after, until, known_by)
    return given.native(_panel(given, keys, periods, mode, reducers))  # type: ignore[no-any-return]


@attrs.frozen
class Periods:
    """Periods in a row: the first and last day of each, and the day by which it is known."""

    starts: tuple[Date, ...]
    ends: tuple[Date, ...]
    known: tuple[Date | None, ...]
    covered: tuple[Date, Date]
    """The days of which all is told; the last before the first where there is none."""

    @classmethod
    def of(cls, every: Any, covered: Any, after: Any, until: Any, known_by: KnownBy) -> Periods:
        """Those that end in (after, until]."""
        is_pair = isinstance(covered, tuple | list) and len(covered) == 2
        require(is_pair, "panel: covered", covered, "the first and the last day of the table")
        first, last = first_of(covered[0], "covered"), day_of(covered[1], "covered")
        if first > last:
            found, advice = f"{first} and {last}", "swap the two"
            raise DateError(Problem("panel: covered", found, "the earlier day first", advice))
        low = _before(first) if after is None else day_of(after, "after")
        high = last if until is None else day_of(until, "until")
        ends = tuple(period_ends(low, high, every))
        if not ends:
            found = f"no {every} that ends after {low} and by {high}"
            raise DateError(Problem("panel: days", found, "one at least"))
        starts, known = tuple(_start(day, every) for day in ends), known_of(known_by)
        if isinstance(known, Date):  # of what came after it nothing could be known
            last = min(last, known)
        return cls(
            starts,
            ends,
            tuple(known_day(known, day) for day in ends),
            (first, last),
        )

    @property
    def is_then(self) -> bool:
        """Whether each is known by a day of its own."""
        return len(set(self.known)) > 1

    @property
    def whole(self) -> tuple[int, int]:
        """The first period that is covered as a whole, and that after the last."""
        first, last = self.covered
        inside = [at for at, day in enumerate(self.starts) if first <= day <= self.ends[at] <= last]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    @property
    def ending(self) -> tuple[int, int]:
        """The first period whose end is covered, and that after the last."""
        first, last = self.covered
        inside = [at for at, day in enumerate(self.ends) if first <= day <= last]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _panel(
    given: Given, keys: list[str], periods: Periods, mode: Mode, reducers: Mapping[str, Reducer]
) -> Frame:
    given, reducers = widened(narrowed(given, keys, mode, reducers), reducers)
    given, joined_by, back = joinable(given, keys)
    seen = Seen.of(given, Grid(periods.ends, periods.known), mode)
    numbered = _numbered(seen, periods)
    at_end = {n: r for n, r in reducers.items() if isinstance(r, Latest | Decayed)}
    of_period = {n: r for n, r in reducers.items() if isinstance(r, Count | Sum | Min | Max)}
    at = [*joined_by, POINT]
    every = _in_each(seen, numbered, joined_by, of_period)
    parts = [at_points(seen, joined_by, at_end)] if at_end else []
    for name, reducer in reducers.items():
        if isinstance(reducer, Held):
            during = numbered.filter(nw.col(POINT) != _OUTSIDE)
            parts.append(held_during(given, seen, during, joined_by, periods.starts, name, reducer))
    joined = reduce(lambda one, other: one.join(other, on=at, how="left"), parts, every)
    values = [_where_covered(name, reducer, periods, given) for name, reducer in reducers.items()]
    return seen.dated(joined).select(AS_OF, *back, *values)


def _where_covered(name: str, reducer: Reducer, periods: Periods, given: Given) -> nw.Expr:
    """A value where the table covers it, else null."""
    low, high = periods.ending if isinstance(reducer, Latest | Decayed) else periods.whole
    value = filled(name, reducer, given)
    if low == 0 and high == len(periods.ends):
        return value
    inside = (nw.col(POINT) >= low) & (nw.col(POINT) < high)
    return nw.when(inside).then(value).alias(name)


def _numbered(seen: Seen, periods: Periods) -> Frame:
    """The rows with the number of the period in which each happened, believed at its end."""
    column = seen.given.columns.day(seen.mode)
    number: nw.Expr = nw.col(ENTER) if seen.stretch else nw.lit(0).cast(nw.Int64)
    is_outside = seen.given.by(column, _before(periods.starts[0]))
    if periods.is_then:
        is_outside |= number != place(seen.given, column, periods.ends)
    outside = nw.lit(_OUTSIDE).cast(nw.Int64)
    return seen.given.frame.with_columns(
        nw.when(is_outside).then(outside).otherwise(number).alias(POINT)
    )


def _in_each(
    seen: Seen, rows: Frame, keys: list[str], reducers: Mapping[str, Count | Sum | Min | Max]
) -> Frame:
    """What happened in each period, of each group that has any row, also outside of all."""
    values = [reducer.first(name) for name, reducer in reducers.items()]
    return at_every_point(seen, grouped(rows, [*keys, POINT], values), keys, reducers)


@in_engine
def undirected(table: Table, one: str, other: str) -> Table:
    """The table with the two parties of each row in the order of their names, whoever acts.

    They stand in the columns `party_1` and `party_2`, as text where they were categories.

    >>> import polars as pl
    >>> told = pl.DataFrame({"source": ["RU", "IR"], "target": ["IR", "RU"]})
    >>> undirected(told, "source", "target").select("party_1", "party_2").rows()
    [('IR', 'RU'), ('IR', 'RU')]
    """
    given = Given.of(table)
    given.need(one, other)
    for name in ("party_1", "party_2"):
        if name in given.types:
            found, advice = f"a column {name!r}", "rename it"
            raise InputError(Problem("table", found, "no such column yet", advice))
    a, b = (_as_text(given, name) for name in (one, other))
    both = {
        "party_1": nw.when(a <= b).then(a).otherwise(b),
        "party_2": nw.when(a <= b).then(b).otherwise(a),
    }
    return given.native(given.frame.with_columns(**both))  # type: ignore[no-any-return]


def _as_text(given: Given, name: str) -> nw.Expr:
    """A column; of categories, which have an order of their own, their names."""
    is_category = given.types[name] in (nw.Categorical, nw.Enum)
    return nw.col(name).cast(nw.String) if is_category else nw.col(name)


def _before(day: Date) -> Date:
    if day == Date.min:
        raise DateError(Problem("panel: days", str(day), "a day after the first of the calendar"))
    return Date.fromordinal(day.toordinal() - 1)


def _start(end: Date, every: str) -> Date:
    """The first day of the period that ends on a day."""
    if every in ("day", "week"):
        return Date.fromordinal(max(end.toordinal() - (6 if every == "week" else 0), 1))
    months = {"month": 1, "quarter": 3, "year": 12}[every]
    return Date(end.year, end.month - months + 1, 1)
