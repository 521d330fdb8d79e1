"""A grid: the days as of which a table is asked, each known by a day of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import attrs
from pendulum import Date

from ..arguments import KnownBy, known_day
from ..dates.when import Mode
from ..errors import InputError, Problem
from .days import days_of, known_of
from .given import Frame, Given, arrow
from .needed import OWN, nw
from .rule import SINCE, UNTIL, believed_rows, with_beliefs

AS_OF = "as_of"
POINT, ORDINAL, START = f"{OWN}point", f"{OWN}ordinal", f"{OWN}start"
ENTER, LEAVE = f"{OWN}enter", f"{OWN}leave"
"""Columns that are added while an answer is worked out: the number of a point, the ordinal of its
day, that of the first point at which a row is seen, and the numbers of the first point at which it
is seen and of the next at which it is not."""


@attrs.frozen
class Grid:
    """Points at which a table is asked: days in order, each known by a day or by all."""

    days: tuple[Date, ...]
    known: tuple[Date | None, ...]
    """The knowledge day of each point, in order too; None is everything."""

    @classmethod
    def of(cls, as_of: Any, known_by: KnownBy) -> Grid:
        """The points of one day or of several, each known by one day, all, or then."""
        days, known = days_of(as_of, "as_of"), known_of(known_by)
        return cls(tuple(days), tuple(known_day(known, day) for day in days))

    def points(self, given: Given) -> Frame:
        """The points as a table in the engine of a table."""
        ordinals = [day.toordinal() for day in self.days]
        points = list(range(len(ordinals)))
        return made(given, {POINT: points, AS_OF: list(self.days), ORDINAL: ordinals})

    def rows(self, given: Given, mode: Mode) -> Frame:
        """The rows themselves at each point, with its day."""
        if AS_OF in given.types:
            found, advice = f"a column {AS_OF!r}", "rename it"
            raise InputError(Problem("table", found, "no such column yet", advice))
        if given.frame.implementation.is_pyarrow():  # which joins no lists
            each = [
                believed_rows(given, known)
                .filter(given.by(given.columns.day(mode), day))
                .with_columns(_lit(given, day).alias(AS_OF))
                for day, known in zip(self.days, self.known, strict=True)
            ]
            return nw.concat(each)
        seen = Seen.of(given, self, mode)
        rows = seen.spread(seen.given.frame)
        return seen.dated(rows).drop(*seen.added)


@attrs.frozen
class Seen:
    """The rows of a table that are seen at any point of a grid.

    The points follow each other in both times, so that a row is seen at points in a row: from
    ENTER on, and before LEAVE. Of a grid of one point, these columns are spared.
    """

    whole: Given
    """The table itself: other tables are made from it sooner than from what was made of it."""
    given: Given
    grid: Grid
    mode: Mode
    _points: Frame | None
    """The points as a table, made before the rest, as DuckDB binds anew what was there before."""

    @classmethod
    def of(cls, given: Given, grid: Grid, mode: Mode) -> Seen:
        """Those of a table."""
        points = grid.points(given) if len(grid.days) > 1 else None
        column, last = given.columns.day(mode), grid.days[-1]
        if len(set(grid.known)) == 1:
            rows = believed_rows(given, grid.known[0]).filter(given.by(column, last))
            if len(grid.days) > 1:
                never = nw.lit(len(grid.days)).cast(nw.Int64)
                enter = nw.max_horizontal(place(given, column, grid.days), nw.lit(0))
                rows = rows.with_columns(enter.alias(ENTER), never.alias(LEAVE))
            return cls(given, attrs.evolve(given, frame=rows), grid, mode, points)
        known = [day for day in grid.known if day is not None]
        became = given.types.get(given.columns.known or "")
        ceased = given.types.get(given.columns.until or "", became)
        held = attrs.evolve(given, types=given.types | {SINCE: became, UNTIL: ceased})
        rows = with_beliefs(given, held.by(column, last), held.by(SINCE, known[-1]))
        if grid.known == grid.days and held.types[column] == held.types[SINCE] == nw.Date:
            rows = rows.with_columns(nw.max_horizontal(column, SINCE).alias(SINCE))
            places = [place(held, SINCE, known)]
        else:
            places = [place(held, column, grid.days), place(held, SINCE, known)]
        first = nw.max_horizontal(*places, nw.lit(0))
        until = nw.min_horizontal(place(held, UNTIL, known), nw.lit(len(grid.days)).cast(nw.Int64))
        rows = rows.with_columns(first.alias(ENTER), until.alias(LEAVE))
        rows = rows.filter(nw.col(ENTER) < nw.col(LEAVE))
        return cls(given, attrs.evolve(given, frame=rows), grid, mode, points)

    @property
    def points(self) -> Frame:
        """The points as a table."""
        return self.grid.points(self.whole) if self._points is None else self._points

    @property
    def stretch(self) -> tuple[str, ...]:
        """The columns that say at which points a row is seen."""
        return (ENTER, LEAVE) if len(self.grid.days) > 1 else ()

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that `of` and `spread` add."""
        believed = (SINCE, UNTIL) if len(set(self.grid.known)) > 1 else ()
        return (*believed, *self.stretch, POINT, *((ORDINAL,) if self.stretch else ()))

    def spread(self, rows: Frame) -> Frame:
        """Each row once for each point at which it is seen."""
        if not self.stretch:
            return rows.with_columns(nw.lit(0).cast(nw.Int64).alias(POINT))
        both = rows.join(self.points.select(POINT, ORDINAL), how="cross")
        return both.filter((nw.col(ENTER) <= nw.col(POINT)) & (nw.col(POINT) < nw.col(LEAVE)))

    def dated(self, rows: Frame) -> Frame:
        """Rows at some points, with the day of each."""
        if self.stretch:
            return rows.join(self.points.select(POINT, AS_OF), on=POINT)
        return rows.with_columns(_lit(self.given, self.grid.days[0]).alias(AS_OF))

    def with_starts(self, rows: Frame) -> Frame:
        """The rows with the ordinal of the first point at which each is seen."""
        if not self.stretch:
            first = nw.lit(self.grid.days[0].toordinal()).cast(nw.Int64)
            return rows.with_columns(first.alias(START))
        starts = self.points.select(nw.col(POINT).alias(ENTER), nw.col(ORDINAL).alias(START))
        return rows.join(starts, on=ENTER, how="left")


def place(given: Given, name: str, days: Sequence[Date]) -> nw.Expr:
    """Before how many of some days in order the day of a column does not come; of null, all.

    Of the ends of months, quarters or years in a row, and of days at equal distances, this is
    worked out as if there were more of them before and after; of others it is looked up by halves.
    """
    months = [12 * day.year + day.month for day in days]
    ordinals = [day.toordinal() for day in days]
    if step := _step(months) if all(map(_is_month_end, days)) else 0:
        places = given.month(name) - (months[0] - step + 1)
    elif step := _step(ordinals):
        places = given.ordinal(name) - (ordinals[0] - step + 1)
    else:
        places = _place(given.ordinal(name), ordinals, 0)
    if step > 1:
        places = places // step
    held: nw.Expr = places.cast(nw.Int64)
    return held


def _step(numbers: Sequence[int]) -> int:
    """The distance of numbers that are equally far from each other; 0 of others."""
    steps = {after - before for before, after in pairwise(numbers)}
    return steps.pop() if len(steps) == 1 else int(len(numbers) == 1)


def _is_month_end(day: Date) -> bool:
    return day == Date.max or Date.fromordinal(day.toordinal() + 1).day == 1


def _place(column: nw.Expr, ordinals: Sequence[int], before: int) -> nw.Expr:
    """How many of some ordinals are less than a column, by halves."""
    if not ordinals:
        return nw.lit(before)
    half = len(ordinals) // 2
    low = _place(column, ordinals[:half], before)
    high = _place(column, ordinals[half + 1 :], before + half + 1)
    return nw.when(column <= ordinals[half]).then(low).otherwise(high)


def made(given: Given, data: dict[str, list[Any]]) -> Frame:
    """A small table of days and whole numbers in the engine of another."""
    frame = given.frame
    of, native = frame.implementation, frame.to_native()
    data = {name: [_as_date(value) for value in held] for name, held in data.items()}
    if of.is_duckdb():
        columns = ", ".join(f"{_unnested(held)} as {name}" for name, held in data.items())
        return nw.from_native(native.query("_rows_", f"select {columns}"))
    if of.is_ibis():
        import ibis

        return nw.from_native(ibis.memtable(arrow().table(data)))
    if of.is_pyspark():
        rows = list(zip(*data.values(), strict=True))
        small = native.sparkSession.createDataFrame(rows, list(data))
        return nw.from_native(small.hint("broadcast"))  # whose size Spark does not know
    if isinstance(frame, nw.LazyFrame) and not (of.is_polars() or of.is_pandas_like()):
        expected = "a table of pandas, polars, pyarrow, DuckDB, Ibis or Spark"
        raise InputError(Problem("table", f"a table of {of}", expected))
    here = nw.from_dict(data, backend=of)
    if of.is_pandas_like():
        days = [name for name, held in data.items() if isinstance(held[0], date)]
        here = here.with_columns(nw.col(*days).cast(nw.Datetime("us"))) if days else here
    return here.lazy() if isinstance(frame, nw.LazyFrame) else here


def _lit(given: Given, day: Date) -> nw.Expr:
    """A day as `made` has it in a table."""
    is_pandas = given.frame.implementation.is_pandas_like()
    return nw.lit(_as_date(day), nw.Datetime("us") if is_pandas else nw.Date)


def _as_date(value: Any) -> Any:
    return date(value.year, value.month, value.day) if isinstance(value, date) else value


def _unnested(held: list[Any]) -> str:
    """Days or whole numbers in SQL: as one text, which is read faster than many numbers."""
    if isinstance(held[0], date):
        return f"date '0001-01-01' + unnest('{[day.toordinal() - 1 for day in held]}'::integer[])"
    return f"unnest('{held}'::bigint[])"
