"""A chronicle: a folder of files, one record each, and the works cited."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from pathlib import Path

import attrs

from ..errors import ChronicleError, InputError, MissingError, Problem
from ..log import EventLog
from ..records.codec import from_plain
from ..records.events import Record, Source
from ..records.stored import Plain
from ..relations.relationship import RELATIONSHIP, Relationship
from ..timeline import Timeline
from .csl import read_sources, read_text
from .jsonl import read_jsonl


def load_chronicle(chronicle: str | Path) -> Timeline[Relationship]:
    """The timeline of a packaged chronicle, by name, of a folder, or of a file of JSON Lines.

    What has anything wrong is refused whole, with every problem and its file and line. A
    folder costs about a millisecond a file. A file of JSON Lines names no works cited.

    >>> timeline = load_chronicle("russia-iran")
    >>> print(timeline.as_of("2024-05-20").leadership["ir-president"].holder)
    Mohammad Mokhber
    """
    path = _find(chronicle)
    records, sources = (read_jsonl(path), ()) if path.is_file() else read_folder(path)
    log = EventLog(sources)
    log.append(*records)
    return log.timeline(RELATIONSHIP)


def packaged() -> dict[str, Path]:
    """The chronicles that came with the library, by name."""
    here = Path(__file__).resolve().parent.parent
    # In a checkout the folder itself is read; a wheel carries a copy inside the package.
    checkout = here.parent.parent / "events"
    root = checkout if (checkout.parent / "pyproject.toml").is_file() else here / "chronicles"
    found = sorted(path.parent for path in root.glob("*/sources.json"))
    return {path.name: path for path in found}


def read_folder(folder: Path) -> tuple[tuple[Record, ...], tuple[Source, ...]]:
    """The records and the sources of a folder, or a `ChronicleError` with all its problems."""
    problems: list[Problem] = []
    if not (folder / "sources.json").is_file() and not list(folder.glob("[0-9]*/*.toml")):
        expected = "a folder with sources.json and YYYY/<id>.toml"
        raise ChronicleError(Problem(str(folder), "no chronicle", expected))
    sources = read_sources(folder / "sources.json", problems)
    records: dict[tuple[str, int], tuple[Record, Path]] = {}
    for path in sorted(path for path in folder.rglob("*.toml") if path.is_file()):
        shown = path.relative_to(folder)
        try:
            record = _record(path, shown, sources)
        except InputError as error:
            problems += error.problems
            continue
        _, other = records.setdefault((record.id, record.revision), (record, shown))
        if other != shown:
            advice = "a correction has a revision of its own"
            problems.append(Problem(str(shown), f"the record of {other}", "another id", advice))
    if not problems:
        problems += _unfounded(records)
    if not records and not problems:
        problems.append(Problem(str(folder), "no record", "files named YYYY/<id>.toml"))
    if problems:
        raise ChronicleError(*problems)
    known = tuple(source for source in (sources or {}).values() if source)
    return tuple(record for record, _ in records.values()), known


def _unfounded(records: Mapping[tuple[str, int], tuple[Record, Path]]) -> Iterator[Problem]:
    """Revisions without what they revise, and those that would change nothing."""
    for (id, revision), (record, shown) in records.items():
        if not revision:
            continue
        before = records.get((id, revision - 1))
        if before is None:
            found = f"revision {revision} of {id!r}"
            yield Problem(str(shown), found, f"a file of revision {revision - 1} too")
        elif record.known < before[0].known:
            found = f"known {record.known}, before revision {revision - 1}"
            expected = f"a day from {before[0].known} on"
            yield Problem(f"{shown}: known", found, expected, "it would change nothing")


def _find(chronicle: str | Path) -> Path:
    names = packaged()
    if isinstance(chronicle, str) and chronicle in names:
        return names[chronicle]
    path = Path(chronicle)
    if str(chronicle) and path.exists():
        return path
    raise MissingError("chronicle, folder or file", str(chronicle), names)


# -- one file, one record ---------------------------------------------------------------------

_NAME = re.compile(r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.r(?P<revision>[1-9]\d*))?\.toml")


def _record(path: Path, shown: Path, sources: Mapping[str, Source | None] | None) -> Record:
    name = _NAME.fullmatch(path.name)
    if name is None or len(shown.parts) != 2 or not re.fullmatch(r"\d{4}", path.parent.name):
        expected = "YYYY/<id>.toml, or YYYY/<id>.r1.toml for a revision"
        raise ChronicleError(Problem(str(shown), "this name", expected))
    text = read_text(path, shown)
    lines = _lines(text)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = str(error).removesuffix(")").replace(" (at line ", ", line ")
        advice = "every value but a number or a list is in quotes"
        raise ChronicleError(Problem(str(shown), found, "TOML", advice)) from None
    problems = [
        Problem(str(shown), f"the field {key!r}", "no such field", "the name says it", path=key)
        for key in ("id", "revision")
        if key in data
    ]
    if name["revision"] and "known" not in data:
        advice = "for an error of our own, that of the record before"
        problems.append(Problem(str(shown), "no day", "`known`", advice, path="known"))
        data["known"] = _TOLD
    unquoted = list(_unquoted(data))
    problems += unquoted
    data |= {"id": name["id"], "revision": int(name["revision"] or 0)}
    problems += _cite(data, sources)
    if not unquoted:
        try:
            record = from_plain(data)
        except InputError as error:
            problems += error.problems
        else:
            problems += _misplaced(record, path.parent.name, shown)
    if problems:
        raise ChronicleError(*(_placed(problem, shown, lines) for problem in problems))
    return record


def _unquoted(value: Plain, path: str = "") -> Iterator[Problem]:
    """The days and times that stand without quotes, for which TOML has types of its own."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _unquoted(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _unquoted(item, f"{path}[{at}]")
    elif isinstance(value, date | time):
        yield Problem("", f"{value} without quotes", f"'{value}' in quotes", path=path)


# What stands for a day that is missing because of a problem told already.
_TOLD = "0001-01-01"


def _cite(data: dict[str, Plain], sources: Mapping[str, Source | None] | None) -> Iterator[Problem]:
    """Give each citation the day on which its source was published, unless it says one."""
    citations = data.get("sources")
    if not isinstance(citations, list) or not citations:
        yield Problem("", "no source", "[[sources]] with a source and a locator", path="sources")
        if "retracted" not in data:
            data.setdefault("known", _TOLD)
        return
    for at, citation in enumerate(citations):
        path = f"sources[{at}]"
        if not isinstance(citation, dict):
            continue
        id = citation.get("source")
        source = (sources or {}).get(str(id))
        if source is None:
            if sources is not None and id is not None and str(id) not in sources:
                advice = "add it to sources.json, or mend the id"
                found, field = repr(id), f"{path}.source"
                yield Problem("", found, "the id of a source", advice, path=field)
            citation.setdefault("known", _TOLD)
        else:
            day = source.known.isoformat() if source.known else _TOLD
            citation.setdefault("known", day)
        if not str(citation.get("locator", "")).strip():
            expected = "where in the source it stands, such as 'par. 4'"
            yield Problem("", "no locator", expected, path=path)


def _placed(problem: Problem, shown: Path, lines: Mapping[str, int]) -> Problem:
    """A problem of a record, told of the line in its file; a date keeps its character."""
    if not problem.path:
        return problem
    path = problem.path
    while path and path not in lines:
        path = re.sub(r"(^|\.)[^.\[]+$|\[\d+\]$", "", path)
    date_at = problem.where.find("date ")
    where = f"{shown}:{lines.get(path, 1)}: {problem.path}"
    if date_at >= 0 and "character" in problem.where:
        where = f"{where}: {problem.where[date_at:]}"
    return attrs.evolve(problem, where=where)


def _misplaced(record: Record, folder: str, shown: Path) -> Iterator[Problem]:
    start = getattr(record, "when", None)
    if record.revision == 0 and start is not None:
        first = start.start.earliest or start.start.latest
        if first is not None and f"{first.year:04}" != folder:
            year = f"{first.year:04}, the first possible year"
            yield Problem(str(shown), f"the folder {folder}", year, "move the file")


def _lines(text: str) -> dict[str, int]:
    """The line of each key of a TOML file with flat tables, by its path."""
    lines: dict[str, int] = {}
    table, counts, quote = "", dict[str, int](), ""
    for number, line in enumerate(text.splitlines(), 1):
        if not quote:
            if header := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
                at = counts.get(header[1], 0)
                counts[header[1]] = at + 1
                table = f"{header[1]}[{at}]"
                lines[table] = number
            elif header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
                table = header[1]
                lines[table] = number
            elif key := re.match(r"\s*([\w-]+)\s*=", line):
                lines[f"{table}.{key[1]}" if table else key[1]] = number
        for mark in re.findall("\"\"\"|'''", line):
            if quote in ("", mark):
                quote = "" if quote else mark
    return lines
