"""`Held` in a panel: whether a value held at any time in a period, and what no row can hold."""

from __future__ import annotations

from datetime import date
from numbers import Number
from typing import Any

import attrs
from pendulum import Date

from ..errors import InputError, MissingError, Problem, is_slip, shown
from .given import Frame, Given
from .grid import POINT, Grid, Seen
from .needed import OWN, nw
from .points import at_points, in_order, in_place
from .reducers import Held, Latest

_LISTED = 1_000
"""So many different values of a column are looked at for one that is a slip away."""


def held_during(
    given: Given,
    seen: Seen,
    during: Frame,
    keys: list[str],
    starts: tuple[Date, ...],
    name: str,
    reducer: Held,
) -> Frame:
    """Whether a value held at the end of any day of a period: the first, or one that set it.

    `during` are the rows that happened in each period, and `starts` its first day.
    """
    first = Seen.of(given, Grid(starts, seen.grid.known), seen.mode)
    at_first = at_points(first, keys, {name: Latest(reducer.column)}).select(*keys, POINT, name)
    rows, order = in_order(attrs.evolve(seen.given, frame=during), seen.mode)
    rows = rows.filter(~nw.col(reducer.column).is_null())
    by = [*keys, POINT, order[0]]
    if rows.implementation.is_pyspark():
        packed = rows.with_columns(in_place(reducer.column, order).alias(name))
        value = nw.col(name).struct.field("value").alias(name)
        at_ends = packed.group_by(*by).agg(nw.col(name).max()).select(*keys, POINT, value)
    else:
        last = nw.col(reducer.column).last(order_by=order).alias(name)
        at_ends = rows.group_by(*by).agg(last).select(*keys, POINT, name)
    at_first = at_first.filter(~nw.col(name).is_null())
    first_day, other_days = (
        rows.with_columns(
            (nw.col(name) == reducer.value).cast(nw.Int64).alias(name),
            nw.lit(is_first).cast(nw.Int64).alias(f"{OWN}told"),
        )
        for rows, is_first in ((at_first, 1), (at_ends, 0))
    )
    groups = nw.concat([first_day, other_days]).group_by(*keys, POINT)
    found = groups.agg(nw.col(name).max(), nw.col(f"{OWN}told").max())
    is_told = (nw.col(name) == 1) | (nw.col(f"{OWN}told") == 1)
    return found.select(*keys, POINT, nw.when(is_told).then(nw.col(name) == 1).alias(name))


def check_held(given: Given, name: str, reducer: Held) -> None:
    """Refuse a value that the column cannot hold, or that looks like a slip for one that it does.

    A slip is looked for in a table that is worked out already, and in a column of words.
    """
    sort, value = given.types[reducer.column], reducer.value
    where, found = f"panel: {name}", f"{shown(value)}, in a column of type {sort}"
    if value is None or value != value:
        advice = "where nothing is told yet, Held is null"
        raise InputError(Problem(where, f"Held of {shown(value)}", "a value", advice))
    expected = next((told for told, fits in _fitting(sort, value) if not fits), "")
    if expected:
        raise InputError(Problem(where, found, expected))
    if isinstance(sort, nw.Enum) and value not in sort.categories:
        raise MissingError("value", value, sort.categories, f"of the column {reducer.column!r}")
    if isinstance(value, str) and given.collects:
        _check_slip(given, reducer.column, value)


def _fitting(sort: Any, value: Any) -> list[tuple[str, bool]]:
    """What a column of a type holds, and whether a value is of it; nothing of other types."""
    if sort in (nw.String, nw.Categorical, nw.Enum):
        return [("text", isinstance(value, str))]
    if sort == nw.Boolean:
        return [("True or False", type(value).__name__ in ("bool", "bool_"))]
    if sort.is_numeric():
        return [("a number", isinstance(value, Number) and not isinstance(value, bool))]
    if sort in (nw.Date, nw.Datetime):
        return [("a date", isinstance(value, date))]
    return []


def _check_slip(given: Given, column: str, value: str) -> None:
    frame = given.frame.select(column).unique(column).head(_LISTED)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    held = [each for each in frame[column].to_list() if isinstance(each, str)]
    asked = value.strip().casefold()
    near = [each.strip().casefold() for each in held]
    if value not in held and any(one == asked or is_slip(asked, one) for one in near):
        raise MissingError("value", value, held, f"of the column {column!r}")
