"""The rule of belief and of happening, in the engine of the table that is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pendulum import Date

from ..arguments import KnownBy, known_day, mode_of, require
from ..dates.when import Day, Mode
from ..errors import InputError, Problem, shown
from ..records.values import is_several
from .columns import Columns, Table
from .days import day_of, known_of
from .given import Frame, Given
from .needed import OWN, in_engine, nw

SINCE, UNTIL = f"{OWN}since", f"{OWN}until"


@in_engine
def believed(table: Table, known_by: Day | None = None, *, columns: Columns | None = None) -> Table:
    """The rows that are believed: of each id that of the greatest (known, revision) by a day.

    If that row is a retraction, none. The table is of the kind that was given, and lazy if that
    was. A row without a day of becoming known is not believed. Costs the engine one pass that
    groups by id; with `Columns(id=None)` a filter.

    >>> import polars as pl
    >>> told = pl.DataFrame({
    ...     "id": ["visit", "visit", "treaty"], "revision": [0, 1, 0],
    ...     "known": ["2024-05-20", "2024-06-02", "2024-05-21"], "place": ["Rasht", "Baku", "Omsk"],
    ... })
    >>> sorted(believed(told, "2024-05-31")["place"]), sorted(believed(told)["place"])
    (['Omsk', 'Rasht'], ['Baku', 'Omsk'])
    """
    given = Given.of(table, columns).ruled()
    known = None if known_by is None else day_of(known_by, "known_by")
    return given.native(believed_rows(given, known))  # type: ignore[no-any-return]


@in_engine
def happened(
    table: Table,
    as_of: Day,
    *,
    known_by: KnownBy = None,
    mode: Mode = "certain",
    columns: Columns | None = None,
) -> Table:
    """The rows that are believed and had happened by a day, as `timeline.events` gives them.

    `known_by="then"` is that day itself. The order of the rows is the engine's.

    >>> import polars as pl
    >>> told = pl.DataFrame({"day": ["2024-05-19", "2024-06-10"], "what": ["crash", "summit"]})
    >>> happened(told, "2024-05", columns=Columns(id=None, known=None, date="day")).rows()
    [('2024-05-19', 'crash')]
    """
    given, day = Given.of(table, columns).ruled(mode_of(mode)), day_of(as_of, "as_of")
    rows = believed_rows(given, known_day(known_of(known_by), day))
    return given.native(rows.filter(given.by(given.columns.day(mode), day)))  # type: ignore[no-any-return]


@in_engine
def between(
    table: Table, a: str, b: str, *, only: bool = False, columns: Columns | None = None
) -> Table:
    """The rows in which both of two parties take part; with `only`, and nobody else.

    A code that no row has gives no rows: a table may be lazy, and is not looked at before.

    >>> import polars as pl
    >>> told = pl.DataFrame({"source": ["RU", "RU"], "target": ["IR", "TR"]})
    >>> between(told, "IR", "RU", columns=Columns(parties=("source", "target"))).rows()
    [('RU', 'IR')]
    """
    given = Given.of(table, columns)
    for name in (a, b):
        require(isinstance(name, str) and name != "", "between", name, "the code of a party")
    return given.native(of_pair(given, (a, b), "only" if only else "both"))  # type: ignore[no-any-return]


@in_engine
def beliefs(table: Table, *, columns: Columns | None = None) -> Table:
    """The rows with two days more: `since` when each was believed, and `until` before which.

    `until` is null where nothing took its place. What is believed at k are then the rows with
    since <= k < until, with no look at their ids. Kept, and asked with
    `Columns(known="since", until="until")`, they spare that look for many questions of one table.

    >>> import polars as pl
    >>> told = pl.DataFrame({"id": ["visit", "visit"], "known": ["2024-05-20", "2024-06-02"]})
    >>> [str(day) for day in beliefs(told).sort("since")["until"]]
    ['2024-06-02 00:00:00', 'None']
    """
    given = Given.of(table, columns)
    for name in {"since", "until"} - {given.columns.known, given.columns.until}:
        if name in given.types:
            found, advice = f"a column {name!r}", "rename it"
            raise InputError(Problem("table", found, "no such column yet", advice))
    given = given.ruled()
    days = {"since": nw.col(SINCE), "until": nw.col(UNTIL)}
    return given.native(with_beliefs(given).with_columns(**days).drop(SINCE, UNTIL))  # type: ignore[no-any-return]


@in_engine
def as_then_known(
    table: Table, days: Iterable[Day], *, mode: Mode = "certain", columns: Columns | None = None
) -> Table:
    """The rows that had happened by each of several days, as known on that day itself.

    A row stands once for each day on which it is seen, which the column `as_of` tells: a million
    rows on 240 days are a hundred million or so. `aggregate` asks for a total of each day without
    them. Of a lazy table they are not there before they are asked for, so filter first.

    >>> import polars as pl
    >>> told = pl.DataFrame({"id": ["visit"], "day": ["2024-05-19"], "known": ["2024-05-20"]})
    >>> then = as_then_known(told, ["2024-05-19", "2024-05-20"], columns=Columns(date="day"))
    >>> [str(day) for day in then["as_of"]]
    ['2024-05-20']
    """
    from .grid import Grid

    given = Given.of(table, columns).ruled(mode_of(mode))
    return given.native(Grid.of(days, "then").rows(given, mode))  # type: ignore[no-any-return]


# -- the rule itself ------------------------------------------------------------------------------


def believed_rows(given: Given, known: Date | None) -> Frame:
    """The rows that are believed at a day."""
    columns, frame = given.columns, given.frame
    if columns.known is None:
        if known is not None:
            expected = "None, as the table has no column of when a row became known"
            raise InputError(Problem("known_by", shown(str(known)), expected))
    elif known is None:
        frame = frame.filter(~nw.col(columns.known).is_null())
    else:
        frame = frame.filter(given.by(columns.known, known))
    if columns.until is not None:
        frame = frame.filter(_goes_on(given, columns.until, known))
    elif columns.id is not None:
        if not (order := _ranks(columns)):
            found, expected = "neither known nor revision", "one of them, to choose among rows"
            advice = "give id=None if no row takes another's place"
            raise InputError(Problem("columns", found, expected, advice))
        frame = frame.unique(columns.id, keep="last", order_by=order)
    if columns.retracted is not None:
        frame = frame.filter(~given.is_retracted(columns.retracted))
    return frame


def with_beliefs(given: Given, *conditions: nw.Expr) -> Frame:
    """The rows that are ever believed, with since and until when; of these those that are asked."""
    columns, frame = given.columns, given.frame
    if columns.known is None:
        advice = "say which column tells it, with Columns(known=...)"
        raise InputError(Problem("table", "no days of becoming known", "such a column", advice))
    known = nw.col(columns.known)
    frame, since = frame.filter(~known.is_null()), known.alias(SINCE)
    if columns.until is not None:
        until = nw.col(columns.until)
    elif columns.id is None:
        until = nw.when(nw.lit(False)).then(known)
    elif has_no_windows(frame):
        frame = frame.sort(columns.id, *_ranks(columns))
        own, next_ = nw.col(columns.id), nw.col(columns.id).shift(-1)
        follows = (own == next_).fill_null(False) | (own.is_null() & next_.is_null())
        until = nw.when(follows).then(known.shift(-1))
    else:
        until = known.shift(-1).over(columns.id, order_by=_ranks(columns))
    frame = frame.with_columns(since, until.alias(UNTIL))
    is_ever = nw.col(UNTIL).is_null() | (nw.col(UNTIL) > nw.col(SINCE))
    if columns.retracted is not None:
        is_ever &= ~given.is_retracted(columns.retracted)
    return frame.filter(is_ever, *conditions)


def _goes_on(given: Given, until: str, known: Date | None) -> Any:
    """Whether what was believed until a day still is on another."""
    goes_on = nw.col(until).is_null()
    return goes_on if known is None else goes_on | ~given.by(until, known)


def has_no_windows(frame: Frame) -> bool:
    """Whether its engine cannot look at rows in the order of a group, as pyarrow."""
    return bool(frame.implementation.is_pyarrow())


def _ranks(columns: Columns) -> list[str]:
    """By which of the rows of an id one is believed."""
    return [name for name in (columns.known, columns.revision) if name is not None]


def of_pair(given: Given, pair: tuple[str, str], take_part: str) -> Frame:
    """The rows of a pair: "both" or "only" these take part; "either" of them does, or nobody."""
    frame, parties = given.frame, given.columns.parties
    given.need(*([parties] if isinstance(parties, str) else parties))
    if not isinstance(parties, str):
        has = [_any(nw.col(name) == party for name in parties) for party in pair]
        nobody = [nw.col(name).is_null() for name in parties]
        others = [nw.col(name).is_in(pair) | nw.col(name).is_null() for name in parties]
        return frame.filter(_condition(take_part, has, _all(nobody), _all(others)))
    sort = given.types[parties]
    if isinstance(frame, nw.DataFrame) and not frame.implementation.is_polars():
        return _of_listed(frame, parties, sort, set(pair), take_part)
    if not isinstance(sort, nw.List):
        raise _no_lists(parties, sort)
    listed = nw.col(parties).list
    has = [listed.contains(party).fill_null(False) for party in pair]
    number = listed.unique().list.len().fill_null(0)
    return frame.filter(_condition(take_part, has, number == 0, number == len(set(pair))))


def _of_listed(frame: Frame, parties: str, sort: Any, two: set[str], take_part: str) -> Frame:
    """The same of lists of Python, as pandas has them; and pyarrow knows too little of lists."""
    if not len(frame):  # pandas knows no type of a column that holds nothing
        return frame
    if not (sort == nw.Object or isinstance(sort, nw.List)):
        raise _no_lists(parties, sort)
    held = [set(each) if is_several(each) else set() for each in frame[parties].to_list()]
    if take_part == "either":
        return frame.filter([not each or not two.isdisjoint(each) for each in held])
    return frame.filter([two == each if take_part == "only" else two <= each for each in held])


def _no_lists(name: str, sort: Any) -> InputError:
    expected = "lists; or several columns, each of one party"
    return InputError(Problem(f"column {shown(name)}", f"values of type {sort}", expected))


def _condition(
    take_part: str, has: list[nw.Expr], is_nobody: nw.Expr, is_nobody_else: nw.Expr
) -> nw.Expr:
    if take_part == "either":
        return has[0] | has[1] | is_nobody
    return has[0] & has[1] & is_nobody_else if take_part == "only" else has[0] & has[1]


def _any(conditions: Iterable[nw.Expr]) -> nw.Expr:
    return nw.any_horizontal(*(each.fill_null(False) for each in conditions), ignore_nulls=False)


def _all(conditions: Iterable[nw.Expr]) -> nw.Expr:
    return nw.all_horizontal(*(each.fill_null(False) for each in conditions), ignore_nulls=False)
