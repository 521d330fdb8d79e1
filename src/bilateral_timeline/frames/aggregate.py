"""Totals of a table as of some days, known by others, by any keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeGuard

import attrs

from ..arguments import KnownBy, mode_of, require
from ..dates.when import Day, Mode
from ..errors import InputError, Problem, shown
from ..records.values import is_several
from .columns import Columns, Table
from .given import Frame, Given, plain
from .grid import AS_OF, POINT, Grid, Seen
from .needed import OWN, in_engine, nw
from .points import at_points, running
from .reducers import ALL, Count, Decayed, Held, Latest, Reducer, SetOf, Sum
from .rule import has_no_windows


@in_engine
def aggregate(
    table: Table,
    by: str | Iterable[str] = (),
    *,
    as_of: Day | Iterable[Day],
    known_by: KnownBy = None,
    mode: Mode = "certain",
    columns: Columns | None = None,
    **reducers: Reducer,
) -> Table:
    """What reducers give of the rows that had happened by a day, or by each of several.

    `known_by` is a day, None for all that is recorded, or "then": each day as then known. The
    answer is a table of the kind that was given with a row for each day (`as_of`) and each
    group of the keys in `by` of which there is any row; without keys, a row for each day. Its
    rows are in no order.

    Counts and sums of whole numbers cost a look at each row, and at each group for each day. The
    other reducers are worked out on each day of a short grid; on more than 30 days the rows that
    nothing takes the place of are added up from day to day, and those that go again are looked at
    on each day on which they are seen. pyarrow and Ibis look at each row on each day, and so does
    `SetOf` in every engine: of a million rows on 240 days that is a hundred million.

    >>> import polars as pl
    >>> from bilateral_timeline.frames import Sum
    >>> told = pl.DataFrame({
    ...     "id": ["a", "b", "b"], "revision": [0, 0, 1], "tanks": [5, 7, 9],
    ...     "known": ["2020-02-01", "2020-02-01", "2020-03-15"],
    ...     "day": ["2020-01-10", "2020-02-10", "2020-02-10"],
    ... })
    >>> months = ["2020-01", "2020-02", "2020-03"]
    >>> columns = Columns(date="day")
    >>> then = aggregate(told, as_of=months, known_by="then", columns=columns, tanks=Sum("tanks"))
    >>> then.sort("as_of")["tanks"].to_list()
    [0, 12, 14]
    """
    given, mode = Given.of(table, columns), mode_of(mode)
    keys = keys_of(given, by)
    checked(given, keys, reducers)
    for name, reducer in reducers.items():
        if isinstance(reducer, Held):
            expected = "a reducer of one day; Held is of a period, in a panel"
            raise InputError(Problem(f"aggregate: {name}", "Held", expected))
    grid = Grid.of(as_of, known_by)
    return given.native(totals(given, grid, keys, mode, reducers))  # type: ignore[no-any-return]


def totals(
    given: Given, grid: Grid, keys: list[str], mode: Mode, reducers: Mapping[str, Reducer]
) -> Frame:
    """The totals of each group at each point of a grid, with the day of the point."""
    given, reducers = widened(narrowed(given, keys, mode, reducers), reducers)
    back = [nw.col(key) for key in keys]
    is_several_last = sum(isinstance(reducer, Latest) for reducer in reducers.values()) > 1
    if given.frame.implementation.is_pandas_like() or (
        is_several_last and has_no_windows(given.frame)
    ):  # which group by null, but not in each way
        given, keys, back = joinable(given, keys)
    seen = Seen.of(given, grid, mode)
    name, reducer = next(iter(reducers.items()))
    if isinstance(reducer, SetOf):
        return _members(seen, keys, name, reducer).select(AS_OF, *back, name)
    whole = {n: r for n, r in reducers.items() if is_whole(r, given)}
    if seen.stretch and len(whole) == len(reducers) and not has_no_windows(given.frame):
        found = running(seen, keys, whole)
    else:
        found = at_points(seen, keys, reducers)
    found = seen.dated(found) if keys else found
    return found.select(AS_OF, *back, *(filled(name, r, given) for name, r in reducers.items()))


def narrowed(given: Given, keys: list[str], mode: Mode, reducers: Mapping[str, Reducer]) -> Given:
    """The table with the columns alone that a question goes by, read as they are meant."""
    fields: tuple[str, ...] = (mode,)
    if any(isinstance(reducer, Latest | Held) for reducer in reducers.values()):
        fields = ("certain", "possible", "seq", "id")  # the order in which what happened stands
    fields = (*given.columns.ruling, *fields)
    given = given.read(*fields)
    read = (getattr(given.columns, field) for field in fields)
    kept = {*keys, *(reducer.column for reducer in reducers.values()), *read}
    types = {name: sort for name, sort in given.types.items() if name in kept}
    values = (plain(name, sort).alias(name) for name, sort in types.items())
    return attrs.evolve(given, frame=given.frame.select(*values), types=types)


def widened(given: Given, reducers: Mapping[str, Reducer]) -> tuple[Given, Mapping[str, Reducer]]:
    """Values that an engine cannot reduce as they are, as those of 64 bits.

    Small whole numbers and truth values, which some engines add up in their own size, in which
    they do not fit; truth values of Python beside null; and nothing at all, which has no type.
    """
    made: dict[str, nw.Expr] = {}
    held = dict(reducers)
    for name, reducer in reducers.items():
        if (column := reducer.column) is None:
            continue
        if (value := _as_whole(given, column, reducer)) is not None:
            made[f"{OWN}wide_{column}"] = value
            held[name] = attrs.evolve(reducer, column=f"{OWN}wide_{column}")
    if not made:
        return given, reducers
    types = given.types | dict.fromkeys(made, nw.Int64())
    return attrs.evolve(given, frame=given.frame.with_columns(**made), types=types), held


def _as_whole(given: Given, column: str, reducer: Reducer) -> nw.Expr | None:
    """A column as whole numbers of 64 bits, where it has to be so; None of others."""
    sort, is_pandas = given.types[column], given.frame.implementation.is_pandas_like()
    if sort == nw.Unknown:
        nothing = nw.lit(float("nan")) if is_pandas else nw.lit(None, nw.Int64)
        return nothing if given.is_empty(column) else None
    is_python = is_pandas and sort in (nw.String, nw.Object)
    if is_python and isinstance(reducer, Sum | Decayed) and given.holds_truth(column):
        return (nw.col(column) == nw.lit(True)).fill_null(False).cast(nw.Int64)
    if isinstance(reducer, Sum) and is_whole(reducer, given) and sort != nw.Int64:
        return nw.col(column).cast(nw.Int64)
    return None


def filled(name: str, reducer: Reducer, given: Given) -> nw.Expr:
    """A value, or what stands for none; whole numbers stay so in every engine."""
    if reducer.none is None:
        return nw.col(name)
    value = nw.col(name).fill_null(reducer.none)
    return value.cast(nw.Int64) if is_whole(reducer, given) else value


def is_whole(reducer: Reducer, given: Given) -> TypeGuard[Count | Sum]:
    """Whether it counts, or adds whole numbers: what it added can be taken away again."""
    if isinstance(reducer, Sum):
        sort = given.types[reducer.column]
        return bool(sort.is_integer() or sort == nw.Boolean)
    return isinstance(reducer, Count)


def _members(seen: Seen, keys: list[str], name: str, reducer: SetOf) -> Frame:
    """The distinct values of a column at each point, a row each."""
    value = nw.col(reducer.column)
    rows = seen.given.frame.filter(~value.is_null())
    by = [*keys, *seen.stretch, name]
    rows = seen.spread(rows.select(*keys, *seen.stretch, value.alias(name)).unique(by))
    rows = rows.select(*keys, POINT, name).unique([*keys, POINT, name])
    return seen.dated(rows).select(AS_OF, *keys, name)


def keys_of(given: Given, by: Any) -> list[str]:
    """The columns by which a table is grouped, each of which it has."""
    if isinstance(by, str):
        by = (by,)
    require(is_several(by), "by", by, "the name of a column, or several")
    keys = list(by)
    given.need(*keys)
    if AS_OF in keys or len(set(keys)) < len(keys):
        expected = f"columns that differ, and none called {AS_OF}, which is the day asked about"
        raise InputError(Problem("by", shown(keys), expected, "rename it, or leave it out"))
    return keys


def checked(given: Given, keys: list[str], reducers: Mapping[str, Any]) -> None:
    """Refuse what is no reducer, of no column, or named as something else."""
    advice = "such as total=frames.Sum('score')"
    require(bool(reducers), "reducers", "none", "at least one", advice)
    others = [AS_OF, *keys]
    for name, reducer in reducers.items():
        where = f"reducer {shown(name)}"
        require(isinstance(reducer, ALL), where, reducer, "a reducer of frames", advice)
        if name in (AS_OF, *keys):
            expected = "a name that is no key, and not as_of"
            raise InputError(Problem(where, shown(name), expected))
        if name.startswith(OWN):
            expected = f"no name that begins with {OWN}"
            raise InputError(Problem(where, shown(name), expected))
        if alike := [one for one in others if _is_same(name, one, given)]:
            expected = f"a name that differs from {shown(alike[0])} by more than its capitals"
            raise InputError(Problem(where, shown(name), expected))
        others.append(name)
        given.need(reducer.column)
        if isinstance(reducer, Sum | Decayed) and not _adds(given, reducer.column):
            sort = given.types[reducer.column]
            of = "text" if sort == nw.String else f"values of type {sort}"
            raise InputError(Problem(where, f"{of}, in column {shown(reducer.column)}", "numbers"))
        if isinstance(reducer, SetOf) and len(reducers) > 1:
            raise InputError(Problem(where, "SetOf beside others", "SetOf alone", "ask twice"))


def _adds(given: Given, column: str) -> bool:
    """Whether the values of a column can be added up, as far as its type tells.

    To pandas, a column of objects that holds none is text.
    """
    sort = given.types[column]
    if sort == nw.String and given.frame.implementation.is_pandas_like():
        return given.is_empty(column)
    return bool(sort.is_numeric() or sort in (nw.Boolean, nw.Object, nw.Unknown))


def _is_same(name: str, other: str, given: Given) -> bool:
    """Whether two names are one in SQL, which knows no capitals."""
    of = given.frame.implementation
    is_sql = of.is_duckdb() or of.is_ibis() or of.is_pyspark()
    return is_sql and name.casefold() == other.casefold()


def joinable(
    given: Given, keys: list[str], asked: str = "by"
) -> tuple[Given, list[str], list[nw.Expr]]:
    """The table with keys that a join finds again, as it finds no null; and how they come back."""
    given.need(*keys)
    made: dict[str, nw.Expr] = {}
    back, by = list[nw.Expr](), list[str]()
    for key in keys:
        sort, column = given.types[key], nw.col(key)
        if sort not in _WORDS and not sort.is_numeric() and type(sort) not in _STAND_INS:
            expected = "text, numbers, days or truth values"
            raise InputError(
                Problem(f"{asked}: column {shown(key)}", f"values of type {sort}", expected)
            )
        word, is_null = f"{OWN}key_{key}", f"{OWN}null_{key}"
        by.append(word)
        if sort in _WORDS:
            made[word] = (column if sort in _TEXTS else column.cast(nw.String)).fill_null(_NO_WORD)
            kept = nw.when(nw.col(word) != _NO_WORD).then(nw.col(word))
            back.append((kept if sort in _TEXTS else kept.cast(sort)).alias(key))
        else:
            made[word] = nw.when(column.is_null()).then(_stand_in(sort)).otherwise(column)
            made[is_null] = column.is_null()
            by.append(is_null)
            back.append(nw.when(~nw.col(is_null)).then(nw.col(word)).alias(key))
    frame = given.frame.with_columns(**made)
    held = attrs.evolve(given, frame=frame, types=dict(frame.collect_schema()))
    return held, by, back


def _stand_in(sort: Any) -> nw.Expr:
    """What stands in the place of null, beside the word that it is."""
    if sort.is_decimal():
        return nw.lit("0").cast(sort)  # no whole number fits in each of them
    value = _STAND_INS.get(type(sort), 0)
    if isinstance(value, datetime) and sort.time_zone is not None:
        value = value.replace(tzinfo=UTC)
    return nw.lit(value).cast(sort)


_TEXTS = (nw.String, nw.Object)
_WORDS = (*_TEXTS, nw.Categorical, nw.Enum)
_NO_WORD = "\ufdd0"
"""What stands in a key of words in the place of null: it is no character."""
_STAND_INS: dict[Any, Any] = {
    nw.Boolean: False,
    nw.Date: date(1, 1, 1),
    nw.Datetime: datetime(1970, 1, 1),
}
"""What stands in other keys, by their type, beside the word that it is null; in numbers 0."""
