"""The works cited: CSL-JSON, as Zotero and pandoc open it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..errors import ChronicleError, InputError, Problem, near, shown
from ..records.events import Source
from .disk import asking, in_file, sort_of
from .plain import called, flaws, lines_of_items, read_json

_LISTED = """
    id type citation-key categories language journalAbbreviation shortTitle custom
    author chair collection-editor compiler composer container-author contributor curator
    director editor editorial-director executive-producer guest host illustrator interviewer
    narrator organizer original-author performer producer recipient reviewed-author
    script-writer series-creator translator
    accessed available-date event-date issued original-date submitted
    abstract annote archive archive_collection archive_location archive-place authority
    call-number chapter-number citation-label citation-number collection-number
    collection-title container-title container-title-short dimensions division DOI edition
    event event-place event-title first-reference-note-number genre ISBN ISSN issue
    jurisdiction keyword locator medium note number number-of-pages number-of-volumes
    original-publisher original-publisher-place original-title page page-first part
    part-title PMCID PMID printing publisher publisher-place references reviewed-genre
    reviewed-title scale section source status supplement title title-short URL version
    volume volume-title volume-title-short year-suffix
"""
_VARIABLES = frozenset(_LISTED.split())
"""The variables of CSL 1.0.2, which are the fields of an item."""

_PART = re.compile(r"\d{1,4}", re.ASCII)


def read_text(path: Path, shown_as: Path) -> str:
    """The text of a file, which errors call by the name shown."""
    with asking(shown_as):
        content = path.read_bytes()
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        at = error.start - before.rfind(b"\n")
        found, line = f"byte 0x{content[error.start]:02x} at place {at}", before.count(b"\n") + 1
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            found, line = "UTF-16 text", 1
        problem = in_file(shown_as, found, "UTF-8 text", "save the file as UTF-8", line)
        raise ChronicleError(problem) from None


def read_sources(
    path: Path, problems: list[Problem], *, dated: bool = True
) -> dict[str, Source | None] | None:
    """The works by id: None for one that is refused, and None at all for a file that is.

    Each must be `dated`, by the day on which it came out, unless that is not asked for.
    """
    read = _items(path, problems)
    if read is None:
        return None
    items, text = read
    lines: list[int] = []
    sources: dict[str, Source | None] = {}
    for at, item in enumerate(items, 1):
        found = list(_wrong(item))
        source = None
        if not found:
            try:
                source = _source(item)
            except InputError as error:
                found += [
                    (f"{problem.path or problem.where}: {problem.found}", problem.expected)
                    for problem in error.problems
                ]
        id = item.get("id") if isinstance(item, dict) else None
        id = id if isinstance(id, str) else ""
        if dated and source is not None and source.known is None:
            found.append(("no day of publication", "issued to the day, or custom.known"))
        if id and id in sources:
            found.append(("the same id again", "an id of its own"))
        if id:
            sources[id] = source
        if found:
            lines = lines or lines_of_items(text)
            line, field = lines[at - 1], f"[{at - 1}]"
            where = f"{path.name}:{line}: item {at}{f' ({id})' if id else ''}"
            problems += [
                Problem(where, *words, path=field, file=path.name, line=line) for words in found
            ]
    return sources


def _items(path: Path, problems: list[Problem]) -> tuple[list[Any], str] | None:
    """The items of the file and its text, or None with a problem."""
    expected = "the works cited, as CSL-JSON"
    if not path.exists() and not path.is_symlink():
        problems.append(in_file(path.name, "no file", expected))
        return None
    if sort := sort_of(path):
        problems.append(in_file(path.name, sort, f"a file: {expected}"))
        return None
    try:
        text = read_text(path, Path(path.name))
        items = read_json(text)
    except InputError as error:
        problems += error.problems
        return None
    except json.JSONDecodeError as error:
        problems.append(_no_json(path.name, text, error))
        return None
    except RecursionError:
        problems.append(in_file(path.name, "brackets very deep in one another", expected))
        return None
    if not isinstance(items, list):
        problems.append(in_file(path.name, called(items), "a list of CSL-JSON items"))
        return None
    return items, text


def _no_json(name: str, text: str, error: json.JSONDecodeError) -> Problem:
    """Where a text is no JSON; a comma before a bracket is told as such."""
    comma = text.rfind(",", 0, error.pos + 1)
    if comma >= 0 and (last := _LAST_COMMA.match(text, comma)) and last.end() > error.pos:
        line = text.count("\n", 0, comma) + 1
        return in_file(name, "a comma with nothing after it", "JSON", "take it away", line)
    return in_file(name, f"{error.msg.lower()}, column {error.colno}", "JSON", line=error.lineno)


_LAST_COMMA = re.compile(r",\s*[\]}]")


def _wrong(item: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with the shape of an item, as (found, expected)."""
    broken = False
    for fault in flaws(item):
        broken = True
        yield (f"{fault.path}: {fault.found}" if fault.path else fault.found), fault.expected
    if broken:
        return
    if not isinstance(item, dict):
        yield shown(item), "an item: an object with id, type and title"
        return
    for key in item:
        if key not in _VARIABLES:
            alike = ", ".join(near(key, _VARIABLES)) or "none"
            yield f"the field {shown(key)}", f"a variable of CSL, or custom; near it: {alike}"
    for key in ("id", "type"):
        if not isinstance(item.get(key), str) or not item[key]:
            yield f"no {key}" if key not in item else f"{key}: {shown(item[key])}", "text"
    yield from _wrong_custom(item.get("custom", {}))
    yield from _wrong_authors(item.get("author", []))
    issued = item.get("issued", {})
    if not _is_dated(issued):
        example = 'such as {"date-parts": [[2024, 5, 20]]}'
        yield f"issued: {shown(issued)}", f"date-parts, or EDTF text, {example}"


def _wrong_custom(custom: Any) -> Iterator[tuple[str, str]]:
    """What is no object, or a slip for a field that is read; other tools have others in it."""
    if not isinstance(custom, dict):
        yield f"custom: {shown(custom)}", "an object"
        return
    for key in custom:
        if key not in _CUSTOM and (alike := get_close_matches(key, _CUSTOM, cutoff=0.8)):
            yield f"custom: the field {shown(key)}", f"{alike[0]}, or another name"


_CUSTOM = ("known", "admiralty")


def _wrong_authors(authors: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(authors, list):
        yield f"author: {shown(authors)}", "a list of objects"
        return
    for author in authors:
        named = isinstance(author, dict) and {"literal", "family"} & set(author)
        parts = ("literal", "family", "given")
        if not named or not all(isinstance(author.get(part, ""), str) for part in parts):
            yield f"author: {shown(author)}", "an object with family and given, or literal"


def _is_dated(issued: Any) -> bool:
    if not isinstance(issued, dict):
        return isinstance(issued, str)
    sides = issued.get("date-parts", [])
    return isinstance(sides, list) and all(
        isinstance(side, list) and all(_PART.fullmatch(str(part)) for part in side)
        for side in sides
    )


def _source(item: dict[str, Any]) -> Source:
    return Source(
        id=item["id"],
        type=item["type"],
        title=item.get("title", ""),
        author=[_name(author) for author in item.get("author", ())],
        container_title=item.get("container-title", ""),
        publisher=item.get("publisher", ""),
        issued=_issued(item.get("issued", {})),
        url=item.get("URL", ""),
        language=item.get("language", ""),
        note=item.get("note", ""),
        known=item.get("custom", {}).get("known"),
        grade=item.get("custom", {}).get("admiralty", ""),
    )


def _name(author: dict[str, str]) -> str:
    parts = [author.get("given", ""), author.get("family", "")]
    return author.get("literal") or " ".join(filter(None, parts))


def _issued(issued: dict[str, Any] | str) -> str | None:
    if isinstance(issued, str):
        return issued
    sides = [
        "-".join(f"{int(part):0{2 if at else 4}}" for at, part in enumerate(parts))
        for parts in issued.get("date-parts", [])
    ]
    return "/".join(sides) or None
