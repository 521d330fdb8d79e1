"""What a chronicle says of itself: `chronicle.toml`, and the names in `names.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, cast

import attrs

from ..errors import ChronicleError, Problem, near, shown
from ..relations.names import Named, Names, Sort
from ..relations.relationship import FACETS
from .csl import read_text

SORTS: dict[str, Sort] = {
    "parties": "party",
    "persons": "person",
    "bodies": "body",
    "things": "thing",
}


@attrs.frozen(kw_only=True)
class About:
    """The title of a chronicle, its pair, and what it covers, facet by facet."""

    title: str
    pair: tuple[str, str]
    covers: dict[str, str] = attrs.field(factory=dict)
    """By facet, from when and how completely it tells, in words."""


def read_about(folder: Path, problems: list[Problem]) -> About | None:
    """What `chronicle.toml` says; None where it is missing or wrong, which is a problem."""
    path, shown_as = folder / "chronicle.toml", Path("chronicle.toml")
    if not path.exists():
        expected = 'a file with `title = "..."` and `pair = ["AA", "BB"]`'
        problems.append(Problem(str(shown_as), "no such file", expected))
        return None
    data = _toml(path, shown_as, problems)
    if data is None:
        return None
    found = [
        *_unknown(shown_as, data, ("title", "pair", "covers")),
        *_wrong_about(shown_as, data),
    ]
    problems += found
    if found:
        return None
    one, other = data["pair"]
    return About(title=data["title"], pair=(one, other), covers=data.get("covers", {}))


def _wrong_about(shown_as: Path, data: dict[str, Any]) -> list[Problem]:
    found = []
    title, pair, covers = data.get("title"), data.get("pair"), data.get("covers", {})
    if not isinstance(title, str) or not title.strip():
        found.append(Problem(f"{shown_as}: title", shown(title), "some words"))
    codes = pair if isinstance(pair, list) else []
    if len(codes) != 2 or not all(isinstance(c, str) and c for c in codes) or codes[0] == codes[1]:
        expected = 'the codes of two parties, such as ["AA", "BB"]'
        found.append(Problem(f"{shown_as}: pair", shown(pair), expected))
    if not isinstance(covers, dict) or not all(isinstance(c, str) for c in covers.values()):
        found.append(Problem(f"{shown_as}: covers", shown(covers), "words for each facet"))
    else:
        found += [
            Problem(f"{shown_as}: covers.{name}", shown(name), _near("a facet", name, FACETS))
            for name in covers
            if name not in FACETS
        ]
    return found


def read_names(folder: Path, problems: list[Problem]) -> Names:
    """The names of `names.toml`; none where there is no such file."""
    path, shown_as = folder / "names.toml", Path("names.toml")
    data = _toml(path, shown_as, problems) if path.exists() else {}
    if data is None:
        return Names()
    found = list(_unknown(shown_as, data, SORTS))
    named, seen = list[Named](), dict[str, str]()
    for table, sort in SORTS.items():
        held = data.get(table, {})
        if not isinstance(held, dict):
            found.append(Problem(f"{shown_as}: {table}", shown(held), "a table of names by id"))
            continue
        for id, entry in held.items():
            where = f"{shown_as}: {table}.{id}"
            entry = {"name": entry} if isinstance(entry, str) else entry
            name = entry.get("name", id) if isinstance(entry, dict) else None
            also = entry.get("also", []) if isinstance(entry, dict) else None
            are_names = isinstance(also, list) and all(isinstance(a, str) for a in also)
            if not isinstance(name, str) or not are_names or entry.keys() - {"name", "also"}:
                found.append(Problem(where, shown(entry), 'a name, or { name = "...", also = [] }'))
                continue
            if id in seen:
                expected = f"one table for it; it is among the {seen[id]} too"
                found.append(Problem(where, shown(id), expected))
            seen[id] = table
            named.append(Named(id, sort, name, tuple(cast("list[str]", also))))
    problems += found
    return Names(tuple(named))


def _unknown(shown_as: Path, data: dict[str, Any], known: Any) -> list[Problem]:
    return [
        Problem(f"{shown_as}: {key}", "no such field", _near("a field", key, known))
        for key in data
        if key not in known
    ]


def _near(sort: str, name: str, known: Any) -> str:
    alike = ", ".join(near(name, known))
    return f"{sort} there is; near it: {alike}" if alike else f"{sort} there is: {', '.join(known)}"


def _toml(path: Path, shown_as: Path, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(read_text(path, shown_as))
    except ChronicleError as error:
        problems += error.problems
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        problems.append(Problem(str(shown_as), shown(str(error)).strip("'"), "TOML"))
    return None
