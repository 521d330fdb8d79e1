"""Records as JSON Lines: one record a line, in the stored form."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs

from ..errors import ChronicleError, InputError, MissingError, Problem, RecordError
from ..log import EventLog
from ..records.bulk import uncollected
from ..records.codec import from_plain, to_json
from ..records.events import Event, Record, Retraction
from ..records.stored import from_json

_ENOUGH = 100  # bad lines after which reading stops


def write_jsonl(path: str | Path, records: EventLog | Iterable[Record]) -> None:
    """Write the records of a log, or some others, to a file that is replaced whole.

    Each stands on a line in its stored form; of a log, in the order in which it took them in.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> record = bt.Retraction(id="visit", revision=1, known="2024-05-20", reason="not held")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_jsonl(f"{folder}/log.jsonl", [record])
    ...     read_jsonl(f"{folder}/log.jsonl") == (record,)
    True
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise ChronicleError(Problem(str(path), f"no folder {path.parent}", "a folder to write to"))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            if isinstance(records, EventLog):
                records = [entry.record for entry in records.read()]
            for number, record in enumerate(records, 1):
                file.write(_line(number, record))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _line(number: int, record: Record) -> bytes:
    if not isinstance(record, Event | Retraction):
        raise RecordError(Problem(f"record {number}", repr(record), "an Event or a Retraction"))
    try:
        return f"{to_json(record)}\n".encode()
    except (ValueError, TypeError) as error:  # an infinite number, half a character, a set
        found = str(error).partition(": ")[0]
        raise RecordError(
            Problem(f"record {record.id!r}", found, "finite numbers and text")
        ) from None


def read_jsonl(path: str | Path) -> tuple[Record, ...]:
    """The records of a file, one a line; a `ChronicleError` names every line that is wrong.

    Empty lines are passed over; after a hundred bad lines it stops. Costs about two to
    three times what it takes to read the JSON alone.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    if not Path(path).is_file():
        near = Path(path).parent.glob("*.jsonl")
        raise MissingError("file", str(path), map(str, near))
    with Path(path).open("rb") as file, uncollected():
        for number, line in enumerate(file, 1):
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                if text and not text.isspace():
                    records.append(from_plain(_object(text.rstrip("\r\n"))))
            except InputError as error:
                problems += [
                    attrs.evolve(p, where=f"line {number}: {p.where}") for p in error.problems
                ]
            except UnicodeDecodeError as error:
                found = f"byte 0x{line[error.start]:02x} at place {error.start + 1}"
                problems.append(Problem(f"line {number}", found, "UTF-8"))
            if len(problems) >= _ENOUGH:
                break
    if problems:
        raise ChronicleError(*(attrs.evolve(p, where=f"{path}: {p.where}") for p in problems))
    return tuple(records)


def _object(text: str) -> dict[str, Any]:
    try:
        data = from_json(text)
    except InputError:
        raise
    except json.JSONDecodeError as error:
        found = f"{error.msg.lower().removesuffix(' at')} at character {error.colno}"
        raise InputError(Problem("JSON", found, "one object on one line")) from None
    except ValueError as error:
        raise InputError(Problem("JSON", str(error), "numbers of a usual length")) from None
    except RecursionError:
        raise InputError(Problem("JSON", "endless brackets", "one object on one line")) from None
    if not isinstance(data, dict):
        raise InputError(Problem("JSON", f"a {type(data).__name__}", "one object on one line"))
    return data
