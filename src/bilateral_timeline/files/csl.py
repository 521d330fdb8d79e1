"""The works cited: CSL-JSON, as Zotero and pandoc open it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import ChronicleError, InputError, Problem
from ..records.events import Source


def read_text(path: Path, shown: Path) -> str:
    """The text of a file, which errors call by the name shown."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ChronicleError(Problem(str(shown), str(error), "UTF-8 text")) from None


def read_sources(path: Path, problems: list[Problem]) -> dict[str, Source | None] | None:
    """The works by id: None for one that is refused, and None at all for a file that is."""
    if not path.is_file():
        problems.append(Problem(path.name, "no file", "the works cited, as CSL-JSON"))
        return None
    try:
        items = json.loads(read_text(path, Path(path.name)))
    except InputError as error:
        problems += error.problems
        return None
    except json.JSONDecodeError as error:
        problems.append(Problem(path.name, str(error), "JSON"))
        return None
    if not isinstance(items, list):
        problems.append(Problem(path.name, f"a {type(items).__name__}", "a list of CSL-JSON items"))
        return None
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
        if source is not None and source.known is None:
            found.append(("no day of publication", "issued to the day, or custom.known"))
        if id and str(id) in sources:
            found.append(("the same id again", "an id of its own"))
        if id:
            sources[str(id)] = source
        where = f"{path.name}: item {at}{f' ({id})' if id else ''}"
        problems += [Problem(where, *words) for words in found]
    return sources


def _wrong(item: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with the shape of an item, as (found, expected)."""
    if not isinstance(item, dict):
        yield repr(item), "an item: an object with id, type and title"
        return
    for key in ("id", "type"):
        if not isinstance(item.get(key), str) or not item[key]:
            yield f"no {key}" if key not in item else f"{key}: {item[key]!r}", "text"
    if not isinstance(item.get("custom", {}), dict):
        yield f"custom: {item['custom']!r}", "an object"
    authors = item.get("author", [])
    for author in authors if isinstance(authors, list) else [authors]:
        named = isinstance(author, dict) and {"literal", "family"} & set(author)
        if not named or not all(isinstance(part, str) for part in author.values()):
            yield f"author: {author!r}", "an object with family and given, or literal"
    issued = item.get("issued", {})
    parts = issued.get("date-parts", []) if isinstance(issued, dict) else []
    dated = isinstance(parts, list) and all(
        isinstance(side, list) and all(str(part).isdecimal() for part in side) for side in parts
    )
    if not isinstance(issued, dict | str) or not dated:
        yield f"issued: {issued!r}", "date-parts, or EDTF text"


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
