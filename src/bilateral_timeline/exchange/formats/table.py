r"""CSV: a row for each event, which says all that the event says, and its reading.

The columns, of which `id`, `kind`, `when` and `known` are needed to read it:

    id, revision       as in a log; a revision above 0 is a correction
    kind, version      what sort of event it is, in which form of its body
    when               the date, in EDTF
    earliest, latest   the first and the last day that it allows, worked out from `when`
    lasting            `yes` where it goes on until another event ends it
    known              the day on which it became public
    title, seq, note   as in a log
    parties            their codes, parted by `; `
    works              the ids of the works that are cited, one a line
    locators, stances, says, via, cited when, cited known
                       the same of each citation, one a line, in the order of `works`, a dash
                       where it has none; those of `via` are parted by `; `
    body               what the kind says, as JSON
    retracted          of a retraction, the reason

In texts, `\n` stands for the end of a line and `\\` for a backslash; a text that a spreadsheet
would take for a formula begins with a backslash.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from os import PathLike
from typing import Any

import attrs

from ...errors import ChronicleError, InputError, Problem, near, shown
from ...files.disk import as_path, asking
from ...records.codec import from_plain, to_plain
from ...records.events import Citation, Event, Record
from ...records.stored import as_json, from_json
from ..rows import Layout, Row, rows
from .chosen import Chosen, Tally

COLUMNS = (
    *("id", "revision", "kind", "version", "when", "earliest", "latest", "lasting", "known"),
    *("title", "parties", "seq", "works", "locators", "stances", "says", "via"),
    *("cited when", "cited known", "note", "body", "retracted"),
)
"""The columns, in their order."""
_NEEDED = ("id", "kind", "when", "known")
_ENOUGH = 100  # problems after which reading stops


def write_csv(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The rows of some records: events, and, of a log, retractions too."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in asked.records:
        row = _row(record)
        writer.writerow([row.get(column, "") for column in COLUMNS])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
        tally.events += isinstance(record, Event)
    tally.unsaid({"works, of which only the id is told": len(asked.works())})
    yield text.getvalue().encode()


def _row(record: Record) -> dict[str, str]:
    plain = to_plain(record)
    row = {name: plain[name] for name in ("id", "revision", "known", "seq") if name in plain}
    cells = {name: str(value) for name, value in row.items()} | _cited(record.sources)
    if not isinstance(record, Event):
        return cells | {"retracted": _escaped(record.reason)}
    when = record.when
    return cells | {
        "kind": _escaped(plain["kind"]),
        "version": str(plain["version"]),
        "when": plain["when"],
        "earliest": "" if when.earliest is None else when.earliest.isoformat(),
        "latest": "" if when.latest is None else when.latest.isoformat(),
        "lasting": "yes" if record.lasting else "",
        "title": _escaped(record.title),
        "parties": _listed(record.parties),
        "note": _escaped(record.note),
        "body": _escaped(as_json(plain["what"])) if plain["what"] else "",
    }


def _cited(citations: Sequence[Citation]) -> dict[str, str]:
    told = {
        "works": [c.source for c in citations],
        "locators": [_escaped(c.locator) for c in citations],
        "stances": [c.stance for c in citations],
        "says": [_escaped(c.says) for c in citations],
        "via": [_listed(c.via) for c in citations],
        "cited when": [c.when.written if c.when else "" for c in citations],
        "cited known": [c.known.isoformat() if c.known else "" for c in citations],
    }
    return {
        name: "\n".join(text or _NONE for text in held) for name, held in told.items() if any(held)
    }


_NONE = "-"
"""The line of a citation that has none of a column; a text that is a dash is escaped."""

# -- texts in cells --------------------------------------------------------------------------

_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\\]|^\s|\s$|^[=+\-@]")
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONG = {written[1]: letter for letter, written in _SHORT.items()}
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))", re.DOTALL)


def _escaped(text: str) -> str:
    r"""A text on one line that no spreadsheet takes for a formula.

    >>> print(_escaped("=1\n2"))
    \=1\n2
    """
    return _ODD.sub(lambda odd: _SHORT.get(odd[0]) or _written(odd[0]), text)


def _written(letter: str) -> str:
    return f"\\{letter}" if letter in "=+-@" else f"\\u{{{ord(letter):x}}}"


def _plain(text: str) -> str:
    """The text of which a cell holds the escaped form."""
    return _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _LONG.get(found[2], found[2]), text
    )


def _listed(texts: Sequence[str]) -> str:
    return "; ".join(_escaped(text).replace(";", "\\;") for text in texts)


def _several(cell: str) -> list[str]:
    parts = re.findall(r"(?:\\.|[^;\\])+", cell, re.DOTALL)
    return [_plain(part.strip()) for part in parts if part.strip()]


# -- reading ---------------------------------------------------------------------------------


def read_csv(path: str | PathLike[str]) -> tuple[Record, ...]:
    """The records of a file of the columns that `csv` writes, those of a log with retractions.

    Columns that are not needed may be missing. A `ChronicleError` names every cell that is
    wrong, by row and column, at most a hundred; `earliest` and `latest` have to be what `when`
    says. A file that is not there is a `MissingError`.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats import write
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
    layout = Layout(needed=_NEEDED, optional=tuple(c for c in COLUMNS if c not in _NEEDED))
    layout = attrs.evolve(layout, delimiter=",")
    problems, records = [*_unknown_columns(path)], []
    seen: dict[tuple[str, int], int] = {}
    for row in rows(path, [layout], told=problems.append):
        try:
            record = _record(row)
            first = seen.setdefault((record.id, record.revision), row.number)
            if first != row.number:
                expected = f"an id and revision of its own, as row {first} has these"
                row.refuse("id", expected)
            records.append(record)
        except InputError as error:
            problems += map(row.located, error.problems)
        if len(problems) >= _ENOUGH:
            found, expected = "rows that were not looked at", f"fewer than {_ENOUGH} problems"
            problems.append(Problem(f"{path}: row {row.number + 1} on", found, expected))
            break
    if problems:
        raise ChronicleError(*problems)
    return tuple(records)


def _unknown_columns(path: str | PathLike[str]) -> Iterator[Problem]:
    """Columns that are none of these: a slip would leave out what they hold."""
    source = as_path(path)
    if source.suffix in (".gz", ".zip") or not source.is_file():
        return
    with asking(source), source.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = next(csv.reader(file), [])
    for name in header:
        if name.strip().casefold() not in COLUMNS:
            alike = ", ".join(near(name, COLUMNS)) or ", ".join(COLUMNS)
            advice = "take the column away, or correct its name"
            where = f"{source}: row 1, column {name!r}"
            yield Problem(where, shown(name), f"one of {alike}", advice, file=str(source))


def _record(row: Row) -> Record:
    """The record of a row; all that is wrong with it is told at once."""
    if row.get("retracted"):
        plain: dict[str, Any] = {
            "id": row["id"],
            "revision": row.whole("revision", 1),
            "retracted": _plain(row.get("retracted")),
            "known": row["known"],
        }
    else:
        plain = {name: row[name] for name in ("id", "when", "known")}
        plain["kind"] = _plain(row["kind"])
        plain |= {
            name: row.whole(name, low)
            for name, low in (("revision", 0), ("version", 1), ("seq", -(10**15)))
            if row.get(name)
        }
        plain |= {name: _plain(row.get(name)) for name in ("title", "note") if row.get(name)}
        plain["parties"] = _several(row.get("parties"))
        if row.get("lasting"):
            plain["lasting"] = row.of("lasting", {"yes": True, "no": False})
        plain["what"] = _body(row)
    plain["sources"] = [*_citations(row)]
    record = from_plain({name: value for name, value in plain.items() if value != []})
    if isinstance(record, Event):
        _check_bounds(row, record)
    return record


def _body(row: Row) -> Any:
    text = _plain(row.get("body"))
    try:
        return from_json(text) if text else {}
    except json.JSONDecodeError as error:
        row.refuse("body", f"a JSON object ({error.msg.lower()} at character {error.colno})")
    except RecursionError:
        row.refuse("body", "a JSON object of less depth")


_LINES = {
    "locators": "locator",
    "stances": "stance",
    "says": "says",
    "via": "via",
    "cited when": "when",
    "cited known": "known",
}
"""The columns of which each line is of one citation, and what it is of it."""


def _citations(row: Row) -> Iterator[dict[str, Any]]:
    works = row.get("works").split("\n") if row.get("works") else []
    told: dict[str, list[str]] = {}
    for column in _LINES:
        cell = row.get(column)
        told[column] = held = cell.split("\n") if cell else [""] * len(works)
        if len(held) != len(works):
            expected = f"{len(works)} lines, as there are works" if works else "nothing: no works"
            row.refuse(column, expected)
    for at, work in enumerate(works):
        citation: dict[str, Any] = {"source": work.strip()}
        for column, name in _LINES.items():
            cell = told[column][at].strip()
            if cell not in ("", _NONE):
                citation[name] = _several(cell) if name == "via" else _plain(cell)
        yield citation


def _check_bounds(row: Row, event: Event) -> None:
    """Refuse an earliest or latest day that is not what the date says."""
    for column, day in (("earliest", event.when.earliest), ("latest", event.when.latest)):
        if row.get(column) and row.get(column) != str(day):
            told = "none" if day is None else str(day)
            row.refuse(column, f"{told}, as `when` says", "change `when`: these follow from it")
