"""Records as JSON Lines: one record a line, in the stored form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice, repeat
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from ..errors import ChronicleError, InputError, Problem, RecordError, shown
from ..log import Entry, EventLog
from ..problems import Problems
from ..records.bulk import uncollected
from ..records.chain import Omission
from ..records.classes import told
from ..records.codec import from_plain, to_text, work_from_text, work_to_text
from ..records.events import Event, Record, Retraction, Source
from ..records.kinds import find_kind
from ..records.stored import DEEP, as_json, depth_of, from_json, is_perhaps_deep, too_deep
from ..records.values import is_several
from .disk import as_path, asking, not_there, refused, write_whole
from .places import refuse_stored
from .plain import called


def write_jsonl(path: str | PathLike[str], records: EventLog | Iterable[Record]) -> None:
    """Write the records of a log, or some others, to a file that is replaced whole.

    Each stands on a line in its stored form; of a log, in the order in which it took them in.
    Whoever reads the file meanwhile sees all of the old or all of the new; whatever goes
    wrong, it stays as it was. What the disk refuses is a `ChronicleError`, and so is a log in
    SQLite in its place.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> record = bt.Retraction(id="visit", revision=1, known="2024-05-20", reason="not held")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_jsonl(f"{folder}/log.jsonl", [record])
    ...     read_jsonl(f"{folder}/log.jsonl") == (record,)
    True
    """
    target = as_path(path, "the path of a file to write")
    refuse_stored(target)
    write_whole(target, _lines(_records(records)))


def _records(given: Any) -> Iterable[Record]:
    if isinstance(given, EventLog):
        return [entry.record for entry in given.read()]
    if not is_several(given) or isinstance(given, dict):
        advice = "give a log, `timeline.events()`, or records in a list"
        raise RecordError(Problem("write_jsonl", shown(given), "a log, or records", advice))
    records: Iterable[Record] = given
    return records


def _lines(records: Iterable[Any]) -> Iterator[bytes]:
    for number, record in enumerate(records, 1):
        if not isinstance(record, Event | Retraction):
            advice = "write `entry.record`" if isinstance(record, Entry) else ""
            found, expected = shown(record), "an Event or a Retraction"
            raise RecordError(Problem(f"record {number}", found, expected, advice))
        yield f"{to_text(record)}\n".encode()


def read_jsonl(path: str | PathLike[str]) -> tuple[Record, ...]:
    """The records of a file, one a line; a `ChronicleError` names every line that is wrong.

    Empty lines are passed over, and what is no record: works cited, which `copy_log` writes, and
    what describes a chronicle. After a hundred problems it stops, and says so. A file that is
    not there is a `MissingError` with what is near. Costs about two to three times
    what it takes to read the JSON alone.
    """
    source = as_path(path, "the path of a file of JSON Lines")
    with uncollected():
        read = stream_jsonl(source)
        return tuple(record for record in read if isinstance(record, Event | Retraction))


@attrs.frozen
class Described:
    """What the first line of a file may say of its chronicle: its title, pair and names."""

    data: dict[str, Any]

    @classmethod
    def of_text(cls, text: str) -> Described:
        """What a text says, as a log keeps it."""
        return cls(from_json(text))


Item = Record | Source | Omission
"""What a line of a log holds."""


def stream_jsonl(source: Path) -> Iterator[Item | Described]:
    """The same one by one, with what else stands in the file: works, what was left out.

    After the first problem nothing more is given, and at the end comes the error with them all.
    """
    problems = Problems()
    with asking(source):
        try:
            file = source.open("rb")
        except FileNotFoundError as error:
            raise not_there(source, ".jsonl") from error
        except IsADirectoryError as error:
            advice = "load_chronicle reads a folder"
            problem = attrs.evolve(refused(source, error), advice=advice)
            raise ChronicleError(problem) from error
    with file, asking(source):
        for number, line, quick in _numbered(file):
            try:
                item = _item(number, line) if quick is None else from_plain(quick)
                if item is not None and not problems:
                    yield item
            except InputError as error:
                problems.tell_error(error, partial(_on_line, source, number))
                if number == 1 and _is_utf_16(line):
                    break  # no line of it is one
            if problems.is_full:
                if file.read(1):
                    problems.stop(f"{source}: line {number + 1} on", "lines", file=str(source))
                break
    problems.refuse()


def _on_line(source: Path, number: int, problem: Problem) -> Problem:
    """A problem that says on which line it stands."""
    where = f"{source}: line {number}"
    told = f"{where}: {problem.where}" if problem.where else where
    return attrs.evolve(problem, where=told, file=str(source), line=number)


def line_of_item(item: Item | Described) -> str:
    """A line of a file: a record as it is, all else under the word for what it is."""
    if isinstance(item, Event | Retraction):
        return to_text(item)
    if isinstance(item, Described):
        return as_json({"chronicle": item.data})
    if isinstance(item, Source):
        return f'{{"work": {work_to_text(item)}}}'
    return f'{{"omission": {item.text}}}'


def _is_utf_16(line: bytes) -> bool:
    return line[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in line[:4]


def _item(number: int, line: bytes) -> Item | Described | None:
    """What a line holds, if it is not empty."""
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        if number == 1 and _is_utf_16(line):
            raise InputError(_UTF_16) from None
        found = f"byte 0x{line[error.start]:02x} at place {error.start + 1}"
        raise InputError(Problem("", found, "UTF-8")) from None
    if not text or text.isspace():
        return None
    if number == 1 and _is_utf_16(line):
        raise InputError(_UTF_16)
    data = _object(text.rstrip("\r\n"))
    try:
        if len(data) == 1 and (item := _beside(*next(iter(data.items())))):
            return item
        return from_plain(data)
    except RecursionError:  # called from very deep within a program
        raise InputError(too_deep("JSON")) from None


def _beside(name: str, data: Any) -> Source | Omission | Described | None:
    """A work, what was left out, or what describes the chronicle."""
    if name not in ("work", "omission", "chronicle"):
        return None
    if not isinstance(data, dict):
        raise InputError(Problem(name, called(data), "an object"))
    if name == "work":
        try:
            return work_from_text(as_json(data))
        except RecordError as error:
            raise told(error, "work") from error
    return Described(data) if name == "chronicle" else omission_of(data)


def omission_of(data: dict[str, Any]) -> Omission:
    """What was left out, as a line says."""
    sorts = {"records": int, "works": int, "by": str, "reason": str}
    if {name: type(value) for name, value in data.items()} != sorts:
        expected = "how many records and works, by whom and the reason"
        raise InputError(Problem("omission", shown(data), expected))
    return Omission(**data)


_UTF_16 = Problem("", "UTF-16 or NUL bytes", "UTF-8", "save the file as UTF-8")


def _object(text: str) -> dict[str, Any]:
    try:
        data = from_json(text)
    except InputError:
        raise
    except json.JSONDecodeError as error:
        found = f"{error.msg.lower().removesuffix(' at')} at character {error.colno:,}"
        raise InputError(Problem("JSON", found, "one object on one line")) from None
    except RecursionError:
        raise InputError(too_deep("JSON")) from None
    if not isinstance(data, dict):
        raise InputError(Problem("JSON", called(data), "one object on one line"))
    if is_perhaps_deep(text) and depth_of(data) > DEEP:
        raise InputError(too_deep("JSON"))
    if "\\u" in text and (half := _HALF.search(json.dumps(data, ensure_ascii=False))):
        found = f"half a character, {half[0]!r}"
        raise InputError(Problem("JSON", found, "whole characters", "the other half is missing"))
    return data


def _numbered(file: Iterable[bytes]) -> Iterator[tuple[int, bytes, dict[str, Any] | None]]:
    """The lines with their numbers, and the data of those that could be read many at once."""
    number, lines = 1, iter(file)
    while held := list(islice(lines, _TOGETHER)):
        quick = _quickly(held) or repeat(None)
        for line, data in zip(held, quick, strict=False):
            yield number, line, data
            number += 1


def _quickly(lines: list[bytes]) -> list[dict[str, Any]] | None:
    """Records of today's kinds, read without the care that others need; None where in doubt.

    No body of today has a number with a point, whose digits would have to be kept. That no field
    stands twice is told by the number of colons behind quotes.
    """
    try:
        text = b",".join(lines).decode()
        if _DOUBTS(text):
            return None
        items: list[dict[str, Any]] = json.loads(f"[{text}]")
        kinds = {(item["kind"], item["version"]) for item in items}
        fields = sum([len(item) + len(item["what"]) for item in items])
        fields += sum([len(cited) for item in items for cited in item.get("sources", ())])
    except Exception:  # told by the careful way
        return None
    today = all((made := find_kind(k)) and (made.name, made.version) == (k, v) for k, v in kinds)
    return items if today and len(items) == len(lines) and text.count('":') == fields else None


_TOGETHER = 200  # lines that are read at once
# Escapes, a sign before nought, space before a colon, and lists or objects in a body.
_DOUBTS = re.compile(r"\\|-0[],} ]| :|\t|\r(?!\n)|\[\[|\{\{").search
_HALF = re.compile(r"[\ud800-\udfff]")
