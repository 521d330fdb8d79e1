"""Reading the rows that `csv` writes, or that somebody wrote by hand in the same columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from os import PathLike
from typing import Any

import attrs

from ...errors import ChronicleError, InputError, Problem, near, shown
from ...problems import Problems
from ...records.codec import from_plain
from ...records.events import Event, Record
from ...records.stored import from_json
from ..rows import Layout, Row, rows
from .cells import NONE, parts_otherwise, plain, several
from .table import COLUMNS

_OF_EVENTS = (
    *("kind", "version", "when", "earliest", "latest", "lasting"),
    *("title", "parties", "seq", "note", "body"),
)
"""The columns that a retraction cannot fill."""
_NEEDED = ("id", "kind", "when", "known")


def read_csv(path: str | PathLike[str], *, encoding: str = "utf-8") -> tuple[Record, ...]:
    """The records of a file of the columns that `csv` writes, those of a log with retractions.

    Columns that are not needed may be missing; one that is unknown, or comes twice, is refused.
    A `ChronicleError` names every cell that is
    wrong, by row and column, at most a hundred; `earliest` and `latest` have to be what `when`
    says. A file that is not there is a `MissingError`.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange import write
    >>> log = bt.EventLog()
    >>> what = bt.UnknownBody("eclipse", 1, '{"total": true}')
    >>> log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    1
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(write("csv", log.timeline(), f"{folder}/events.csv"))
    ...     read_csv(f"{folder}/events.csv") == log.timeline().events()
    csv: 1 event, 0 works
    True
    """
    others = tuple(column for column in COLUMNS if column not in _NEEDED)
    layout = Layout(needed=_NEEDED, optional=others, delimiter=",")
    problems, records = Problems(), list[Record]()
    headed = partial(_check_columns, problems)
    seen: dict[tuple[str, int], int] = {}
    for row in rows(path, [layout], encoding=encoding, told=problems.tell, headed=headed):
        try:
            record = _record(row)
            first = seen.setdefault((record.id, record.revision), row.number)
            if first != row.number:
                expected = f"an id and revision of its own, as row {first} has these"
                row.refuse("id", expected)
            records.append(record)
        except InputError as error:
            problems.tell_error(error, row.located)
        if problems.is_full:
            problems.stop(f"{row.file}: row {row.number + 1} on", file=row.file)
            break
    problems.refuse()
    return tuple(records)


def _check_columns(problems: Problems, header: Row) -> None:
    """Tell columns that are none of these, or come twice: what they hold would be left out."""
    for name in header.others:
        alike = ", ".join(near(name, COLUMNS)) or ", ".join(COLUMNS)
        advice = "take the column away, or correct its name"
        problems.tell(header.problem(name, shown(name), f"one of {alike}, and each once", advice))


def _record(row: Row) -> Record:
    """The record of a row; all that is wrong with it is told at once."""
    problems: list[Problem] = []
    told = _retraction(row, problems) if row.get("retracted") else _event(row, problems)
    told["sources"] = [*_citations(row, problems)]
    spoilt = {problem.path for problem in problems}
    try:
        record = from_plain({name: value for name, value in told.items() if value != []})
        if isinstance(record, Event) and not problems:
            _check_bounds(row, record, problems)
    except InputError as error:
        found = (_in_column(row, problem) for problem in error.problems)
        problems += (problem for problem in found if problem.path not in spoilt)
    if problems:
        raise ChronicleError(*problems)
    return record


def _retraction(row: Row, problems: list[Problem]) -> dict[str, Any]:
    for column in _OF_EVENTS:
        if cell := row.get(column):
            expected = "nothing, as the row has a reason in `retracted`"
            advice = "empty the cell, or that of `retracted`"
            problems.append(row.problem(column, shown(cell), expected, advice))
    return {
        "id": row["id"],
        "revision": _whole(row, "revision", 1, problems),
        "retracted": plain(row.get("retracted")),
        "known": row["known"],
    }


def _event(row: Row, problems: list[Problem]) -> dict[str, Any]:
    told: dict[str, Any] = {name: row[name] for name in ("id", "when", "known")}
    told["kind"] = plain(row["kind"])
    for name, low in (("revision", 0), ("version", 1), ("seq", None)):
        if row.get(name):
            told[name] = _whole(row, name, low, problems)
    told |= {name: plain(row.get(name)) for name in ("title", "note") if row.get(name)}
    told["parties"] = _parties(row, problems)
    if row.get("lasting"):
        told["lasting"] = row.get("lasting").casefold() == "yes"
        if row.get("lasting").casefold() not in ("yes", "no"):
            found = shown(row.get("lasting"))
            problems.append(row.problem("lasting", found, "yes, or nothing"))
    told["what"] = _body(row, problems)
    return told


def _parties(row: Row, problems: list[Problem]) -> list[str]:
    """The codes of the parties of a row; what parts two in another way would make one of them."""
    cell = row.get("parties")
    if sign := parts_otherwise(cell):
        expected, advice = "codes with a semicolon between them", "a comma within one is \\,"
        if sign != "a comma":
            advice = f"{sign} parts nothing: put a semicolon there"
        problems.append(row.problem("parties", shown(cell), expected, advice))
    return several(cell)


def _whole(row: Row, column: str, low: int | None, problems: list[Problem]) -> int:
    try:
        return row.whole(column, low, most=100)
    except InputError as error:
        problems += error.problems
        return low or 0


def _body(row: Row, problems: list[Problem]) -> Any:
    text = plain(row.get("body"))
    try:
        return from_json(text) if text else {}
    except json.JSONDecodeError as error:
        expected = f"a JSON object ({error.msg.lower()} at character {error.colno})"
    except InputError as error:
        expected = f"a JSON object ({error.problems[0].found})"
    except RecursionError:
        expected = "a JSON object of less depth"
    problems.append(row.problem("body", shown(row.get("body")), expected))
    return {}


_LINES = {
    "locators": "locator",
    "stances": "stance",
    "says": "says",
    "via": "via",
    "cited when": "when",
    "cited known": "known",
}
"""The columns of which each line is of one citation, and what it is of it."""


def _citations(row: Row, problems: list[Problem]) -> Iterator[dict[str, Any]]:
    works = row.get("works").split("\n") if row.get("works") else []
    told: dict[str, list[str]] = {}
    for column in _LINES:
        cell = row.get(column)
        told[column] = held = cell.split("\n") if cell else [""] * len(works)
        if len(held) != len(works):
            expected = f"{len(works)} lines, as there are works" if works else "nothing: no works"
            problems.append(row.problem(column, shown(cell), expected))
            told[column] = [""] * len(works)
    for at, work in enumerate(works):
        citation: dict[str, Any] = {"source": work.strip()}
        for column, name in _LINES.items():
            cell = told[column][at].strip()
            if cell not in ("", NONE):
                citation[name] = several(cell) if name == "via" else plain(cell)
        yield citation


_CITED = {"source": "works"} | {name: column for column, name in _LINES.items()}


def _in_column(row: Row, problem: Problem) -> Problem:
    """A problem of a record, as one of the column that it comes from."""
    head, _, rest = problem.path.partition(".")
    column = {"what": "body"}.get(head, head)
    if head.startswith("sources["):
        number = head.removeprefix("sources[").rstrip("]")
        column, rest = _CITED.get(rest.partition(".")[0], "works"), f"line {int(number) + 1}"
    if column not in COLUMNS:
        return row.located(problem)
    told = row.problem(column, problem.found, problem.expected, problem.advice)
    where = ", ".join(filter(None, (told.where, rest, problem.within)))
    return attrs.evolve(told, where=where)


def _check_bounds(row: Row, event: Event, problems: list[Problem]) -> None:
    """Refuse an earliest or latest day that is not what the date says."""
    for column, day in (("earliest", event.when.earliest), ("latest", event.when.latest)):
        held = row.get(column)
        if held and held != str(day):
            expected = f"{'nothing' if day is None else day}, as `when` says"
            advice = "change `when`: it follows from that"
            problems.append(row.problem(column, shown(held), expected, advice))
