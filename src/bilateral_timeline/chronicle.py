"""A chronicle: a folder of files, one record each, and the works cited."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from .codec import from_plain
from .errors import ChronicleError, InputError, MissingError, Problem
from .events import Plain, Record, Source
from .log import EventLog
from .relations.relationship import RELATIONSHIP, Relationship
from .timeline import Timeline


def load_chronicle(chronicle: str | Path) -> Timeline[Relationship]:
    """The timeline of a packaged chronicle, by name, or of a folder.

    A folder that has anything wrong is refused whole, with every problem and its file and
    line. Costs about a millisecond a file.

    >>> timeline = load_chronicle("russia-iran")
    >>> print(timeline.as_of("2024-05-20").leadership["ir-president"].holder)
    Mohammad Mokhber
    """
    folder = _find(chronicle)
    records, sources = read_folder(folder)
    log = EventLog(sources)
    log.append(*records)
    return log.timeline(RELATIONSHIP)


def packaged() -> dict[str, Path]:
    """The chronicles that came with the library, by name."""
    here = Path(__file__).resolve().parent
    # In a checkout the folder itself is read; a wheel carries a copy inside the package.
    checkout = here.parent.parent / "events"
    root = checkout if (checkout.parent / "pyproject.toml").is_file() else here / "chronicles"
    found = sorted(path.parent for path in root.glob("*/sources.json"))
    return {path.name: path for path in found}


def read_folder(folder: Path) -> tuple[tuple[Record, ...], tuple[Source, ...]]:
    """The records and the sources of a folder, or a `ChronicleError` with all its problems."""
    problems: list[Problem] = []
    sources = _sources(folder / "sources.json", problems)
    known = {source.id: source for source in sources}
    records = []
    for path in sorted(folder.glob("*/*.toml")):
        try:
            records.append(_record(path, path.relative_to(folder), known))
        except InputError as error:
            problems += error.problems
    for path in sorted(folder.glob("*.toml")):
        problems.append(Problem(path.name, "a record beside the years", "YYYY/<id>.toml"))
    if not records and not problems:
        problems.append(Problem(str(folder), "no record", "files named YYYY/<id>.toml"))
    if problems:
        raise ChronicleError(*problems)
    return tuple(records), sources


def _find(chronicle: str | Path) -> Path:
    names = packaged()
    if isinstance(chronicle, str) and chronicle in names:
        return names[chronicle]
    path = Path(chronicle)
    if path.is_dir():
        return path
    if path.exists():
        raise ChronicleError(Problem(str(path), "a file", "a folder of records"))
    raise MissingError("chronicle or folder", str(chronicle), names)


# -- one file, one record ---------------------------------------------------------------------

_NAME = re.compile(r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.r(?P<revision>[1-9]\d*))?\.toml")


def _record(path: Path, shown: Path, sources: Mapping[str, Source]) -> Record:
    name = _NAME.fullmatch(path.name)
    if name is None or not re.fullmatch(r"\d{4}", path.parent.name):
        raise ChronicleError(
            Problem(str(shown), "this name", "YYYY/<id>.toml, or YYYY/<id>.r1.toml for a revision")
        )
    text = _read(path, shown)
    lines = _lines(text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        advice = "see toml.io; every value but a number or a list is in quotes"
        raise ChronicleError(Problem(str(shown), str(error), "TOML", advice)) from None
    problems = [
        Problem(f"{shown}:{lines.get(key, 1)}", repr(key), "no such field", "the name says it")
        for key in ("id", "revision")
        if key in data
    ]
    data |= {"id": name["id"], "revision": int(name["revision"] or 0)}
    problems += _cite(data, shown, lines, sources)
    try:
        record = from_plain(data)
    except InputError as error:
        problems += [_placed(problem, shown, lines) for problem in error.problems]
    else:
        problems += _misplaced(record, path.parent.name, shown)
    if problems:
        raise ChronicleError(*problems)
    return record


def _read(path: Path, shown: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ChronicleError(Problem(str(shown), str(error), "UTF-8 text")) from None


def _cite(
    data: dict[str, Plain], shown: Path, lines: Mapping[str, int], sources: Mapping[str, Source]
) -> Iterator[Problem]:
    """Give each citation the day on which its source was published, unless it says one."""
    citations = data.get("sources")
    if not isinstance(citations, list) or not citations:
        yield Problem(f"{shown}:1", "no source", "[[sources]] with a source and a locator")
        return
    for at, citation in enumerate(citations):
        where = f"{shown}:{lines.get(f'sources[{at}]', 1)}: sources[{at}]"
        if not isinstance(citation, dict):
            continue
        source = sources.get(str(citation.get("source")))
        if source is None:
            advice = "add it to sources.json, or mend the id"
            yield Problem(where, repr(citation.get("source")), "the id of a source", advice)
        else:
            citation.setdefault("known", source.known.isoformat() if source.known else None)
        if not citation.get("locator"):
            yield Problem(where, "no locator", "where in the source it stands, such as 'par. 4'")


def _placed(problem: Problem, shown: Path, lines: Mapping[str, int]) -> Problem:
    """A problem of a record, told of the line in its file."""
    path = problem.path
    while path and path not in lines:
        path = path.rpartition(".")[0] or path.rpartition("[")[0]
    where = f"{shown}:{lines.get(path, 1)}"
    if problem.path:
        where += f": {problem.path}"
    return attrs.evolve(problem, where=where)


def _misplaced(record: Record, folder: str, shown: Path) -> Iterator[Problem]:
    start = getattr(record, "when", None)
    if record.revision == 0 and start is not None:
        first = start.start.earliest or start.start.latest
        if first is not None and f"{first.year:04}" != folder:
            yield Problem(str(shown), f"the folder {folder}", f"{first.year:04}", "move the file")


def _lines(text: str) -> dict[str, int]:
    """The line of each key of a TOML file with flat tables, by its path."""
    lines: dict[str, int] = {}
    table, counts, quoted = "", dict[str, int](), False
    for number, line in enumerate(text.splitlines(), 1):
        if not quoted:
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
        if line.count('"""') % 2:
            quoted = not quoted
    return lines


# -- the works cited, CSL-JSON ----------------------------------------------------------------


def _sources(path: Path, problems: list[Problem]) -> tuple[Source, ...]:
    if not path.is_file():
        problems.append(Problem(str(path), "no file", "the works cited, as CSL-JSON"))
        return ()
    try:
        items = json.loads(_read(path, Path(path.name)))
    except json.JSONDecodeError as error:
        problems.append(Problem(path.name, str(error), "JSON"))
        return ()
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        problems.append(Problem(path.name, type(items).__name__, "a list of CSL-JSON items"))
        return ()
    sources: dict[str, Source] = {}
    for at, item in enumerate(items):
        where = f"{path.name}: item {at + 1} ({item.get('id')!r})"
        try:
            source = _source(item)
        except (InputError, TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
            problems.append(Problem(where, str(error), "a CSL-JSON item"))
            continue
        if source.known is None:
            advice = "write custom.known"
            problems.append(Problem(where, "no day of publication", "issued, to the day", advice))
        if source.id in sources:
            problems.append(Problem(where, "the same id again", "an id of its own"))
        sources[source.id] = source
    return tuple(sources.values())


def _source(item: dict[str, Any]) -> Source:
    custom = item.get("custom") or {}
    return Source(
        id=item["id"],
        type=item["type"],
        title=item.get("title", ""),
        author=[_name(author) for author in item.get("author", ())],
        container_title=item.get("container-title", ""),
        publisher=item.get("publisher", ""),
        issued=_issued(item.get("issued") or {}),
        url=item.get("URL", ""),
        language=item.get("language", ""),
        note=item.get("note", ""),
        known=custom.get("known"),
    )


def _name(author: dict[str, str]) -> str:
    return author.get("literal") or f"{author['given']} {author['family']}"


def _issued(issued: dict[str, Any] | str) -> str | None:
    if isinstance(issued, str):
        return issued
    sides = [
        "-".join(f"{int(part):02}" for part in parts) for parts in issued.get("date-parts", [])
    ]
    return "/".join(side.rjust(4, "0") for side in sides) or None
