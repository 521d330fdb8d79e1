"""Records out of a table: exactly those that it was made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

import attrs

from ..errors import InputError, MissingError, Problem, RecordError, shown
from ..problems import Problems
from ..records.codec import from_plain
from ..records.events import Event, Record
from ..records.kinds import Kind, find_kind
from ..records.stored import JSON
from ..records.values import is_several
from .day_columns import day_of_text
from .days import day_of
from .given import Given, stream_of
from .table import PREFIX, days_of, flat, works_of

_NEEDED = ("id", "known")
Row = Mapping[str, Any]


def records(table: Any) -> Iterator[Record]:
    """The records of a table with the columns of `to_table`, one by one.

    Only `id`, `known` and, of events, `kind`, `when` and `what` need be there. `certain` and
    `possible` say again what `when` does, and `works` what `sources` do, so a column of them that
    is there has to agree: null in one of days is never, as it is where a table is asked, and null
    in `works` tells nothing. After the first problem nothing more is given, and at the end comes
    a `RecordError` that names all: the row, from 1, what was found and what was expected.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline import frames
    >>> table = frames.to_table(bt.load_chronicle("russia-iran"))
    >>> log = bt.EventLog()
    >>> log.append(*records(table)) == sum(1 for record in records(table))
    True
    """
    problems = Problems(RecordError)
    for number, row in enumerate(rows_of(table), 1):
        try:
            record = _record(row)
            _agrees(record, row)
            if not problems:
                yield record
        except InputError as error:
            problems.tell_error(error, partial(_of_row, number))
        if problems.is_full:
            problems.stop(f"row {number + 1} on")
            break
    problems.refuse()


def _of_row(number: int, problem: Problem) -> Problem:
    """A problem that says of which row it is."""
    where = f"row {number}: {problem.where}" if problem.where else f"row {number}"
    return attrs.evolve(problem, where=where)


def read(table: Any) -> tuple[Record, ...]:
    """The records of a table with the columns of `to_table`: exactly those that it was made of.

    The table may be of any engine, flattened for a kind or not, or anything that gives an Arrow
    stream. Costs about 20 microseconds a record.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline import frames
    >>> log = bt.EventLog()
    >>> log.append(bt.Retraction(id="visit", revision=1, known="2024-05-20", reason="not held"))
    1
    >>> frames.read(frames.to_table(log)) == tuple(entry.record for entry in log.read())
    True
    """
    return tuple(records(table))


# -- rows -----------------------------------------------------------------------------------------


def rows_of(table: Any) -> Iterator[dict[str, Any]]:
    """The rows of a table as plain data, some thousand at a time where the engine can."""
    for batch in _batches(table):
        yield from batch.to_pylist()


def _batches(table: Any) -> Iterator[Any]:
    if hasattr(table, "to_pyarrow"):  # Ibis, one connection of which holds one open answer
        yield from table.to_pyarrow().to_batches()
    elif hasattr(table, "toArrow"):  # Spark
        yield from table.toArrow().to_batches()
    elif hasattr(table, "__arrow_c_stream__"):
        yield from stream_of(table)
    else:
        frame = Given.of(table).frame
        yield from frame.lazy().collect("pyarrow").to_native().to_batches()


def _record(row: Row) -> Record:
    for name in _NEEDED:
        if name not in row:
            raise MissingError("column", name, row)
    plain: dict[str, Any] = {"id": row["id"], "known": _text(row["known"])}
    if revision := row.get("revision"):
        plain["revision"] = _whole(revision)
    if sources := row.get("sources"):
        plain["sources"] = _json("sources", sources)
    if _truth("retracted", row):
        return from_plain(plain | {"retracted": row.get("reason")})
    made = find_kind(row["kind"]) if isinstance(row.get("kind"), str) else None
    version = row.get("version")
    version = (made.version if made else 1) if version is None else _whole(version)
    plain |= {"kind": row.get("kind"), "version": version, "when": _text(row.get("when"))}
    for name in ("title", "note", "parties"):
        if held := row.get(name):
            plain[name] = held
    if seq := row.get("seq"):
        plain["seq"] = _whole(seq)
    if _truth("lasting", row):
        plain["lasting"] = True
    what = row.get("what")
    plain["what"] = _json("what", what) if what is not None else _unflattened(row, made)
    return from_plain(plain)


def _agrees(record: Record, row: Row) -> None:
    """Refuse a row of which a column that is worked out from another says something else."""
    works = works_of(record)
    if (held := row.get("works")) is not None and not _are_same(held, works):
        raise _two_things("works", shown(held), f"{works}, as `sources` says", "sources")
    for name, day in _days(record).items():
        if name in row and _day(held := row[name]) != day:
            found = "null" if held is None else shown(_text(held))
            expected = "null" if day is None else str(day)
            raise _two_things(name, found, f"{expected}, as `when` says", "when")


def _days(record: Record) -> dict[str, date | None]:
    """The days of an event that stand in columns of their own."""
    if not isinstance(record, Event):
        return {}
    return dict(zip(("certain", "possible"), days_of(record), strict=True))


def _are_same(held: Any, works: list[str]) -> bool:
    is_told = is_several(held) and all(isinstance(each, str) for each in held)
    return is_told and {*held} == {*works}


def _two_things(name: str, found: str, expected: str, of: str) -> InputError:
    advice = f"change `{of}`, which decides, and leave the column {name} out"
    return InputError(Problem(f"column {name}", found, expected, advice))


def _day(held: Any) -> Any:
    """The day in a cell; what is none as it is."""
    if isinstance(held, str):
        return day_of_text(held) or held
    return date.fromisoformat(_text(held)) if isinstance(held, date) else held


def _unflattened(row: Row, kind: Kind | None) -> dict[str, Any]:
    if kind is None:
        found = f"kind {shown(row.get('kind'))}, and no column `what`"
        raise InputError(Problem("what", found, "the body of the event, as JSON"))
    held = {name: row.get(PREFIX + name) for name in flat(kind)}
    return {
        name: _json(PREFIX + name, value) if sort == "" else _as(sort, value)
        for name, sort in flat(kind).items()
        if (value := held[name]) is not None
    }


def _as(sort: str, value: Any) -> Any:
    return _whole(value) if sort == "whole" else value


def _json(column: str, text: Any) -> Any:
    if not isinstance(text, str):
        raise InputError(Problem(f"column {column}", shown(text), "JSON text"))
    try:
        return JSON.decode(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(
            Problem(f"column {column}", shown(text), "JSON text", str(error))
        ) from None


def _truth(column: str, row: Row) -> bool:
    """Whether a column says yes; null is no."""
    value = row.get(column)
    if value is None or value in (True, False):
        return bool(value)
    raise InputError(Problem(f"column {column}", shown(value), "true or false"))


def _whole(value: Any) -> Any:
    """A whole number, which some engines make a floating-point number beside nulls."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(value: Any) -> Any:
    """A day as text."""
    if isinstance(value, datetime):
        return day_of(value, "a day").isoformat()
    return value.isoformat() if isinstance(value, date) else value
