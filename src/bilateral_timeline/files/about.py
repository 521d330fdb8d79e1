"""What a chronicle says of itself: `chronicle.toml`, and the names in `names.toml`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from typing import Any

import attrs

from ..errors import ChronicleError, InputError, Problem, near, shown
from ..records.events import Record
from ..records.fields import CODE
from ..relations.names import Named, Names, Sort
from ..relations.relationship import FACETS
from .csl import read_text
from .disk import in_file
from .toml import Page, read_page, read_toml

ABOUT, NAMES = "chronicle.toml", "names.toml"
SORTS: dict[str, Sort] = {
    "parties": "party",
    "persons": "person",
    "bodies": "body",
    "things": "thing",
}
"""The tables of `names.toml`, and the sort of what each of them names."""
_NEEDED = 'a file with `title = "..."` and `pair = ["AA", "BB"]`'
_A_NAME = '"a name", or { name = "a name", also = ["another"] }'
_OF_ONE = ("parties", "persons")  # a thing may have several entries, and so several ids
_A_NAME_APART = "a name that nothing else in the table has"
_FIELDS = ("name", "also")
_PAIR = 'the codes of two parties, as events have them, such as ["AA", "BB"]'


@attrs.frozen(kw_only=True)
class About:
    """The title of a chronicle, its pair, and what it covers, facet by facet."""

    title: str
    pair: tuple[str, str]
    covers: dict[str, str] = attrs.field(factory=dict)
    """By facet, from when and how completely it tells, in words."""


def most_shared(where: object, records: Iterable[Record]) -> tuple[str, str]:
    """The two parties that most events share; of equals, the first in the alphabet."""
    found = shared_most(records)
    if found is None:
        advice = "give pair=(...), or on the command line --pair AA BB"
        raise InputError(Problem(str(where), "no event of two parties", "a pair", advice))
    return found


def shared_most(records: Iterable[Record]) -> tuple[str, str] | None:
    """The same, or the two that most events name where none has two; None where there are no two.

    >>> import bilateral_timeline as bt
    >>> of = {"when": "2024-04-08", "known": "2024-04-08", "what": bt.UnknownBody("x", 1, "{}")}
    >>> made = [bt.Event(id=code.lower(), parties=[code], **of) for code in ("IR", "BY")]
    >>> shared_most(made), shared_most(made[:1])
    (('BY', 'IR'), None)
    """
    shared, alone = Counter[tuple[str, str]](), Counter[str]()
    for record in records:
        parties = sorted(set(getattr(record, "parties", ())))
        if len(parties) <= _FEW:
            shared.update(combinations(parties, 2))
            alone.update(parties)
    if shared:
        return min(shared, key=lambda pair: (-shared[pair], pair))
    first, second, *_ = (*sorted(alone, key=lambda party: (-alone[party], party)), "", "")
    return (min(first, second), max(first, second)) if second else None


_FEW = 12  # an event of more parties says little of any two of them


def untold(where: object, records: Iterable[Record]) -> About:
    """What a folder says of a chronicle of which nothing is told: the pair, and it as the title."""
    pair = most_shared(where, records)
    return About(title=" and ".join(pair), pair=pair)


def read_about(folder: Path, problems: list[Problem]) -> About | None:
    """What `chronicle.toml` says; None where it is missing or wrong, which is a problem."""
    path = folder / ABOUT
    if not path.exists() and not path.is_symlink():
        problems.append(in_file(ABOUT, "no file", _NEEDED))
        return None
    page = read_page(path, problems, _NEEDED.removeprefix("a file "))
    return None if page is None else about_of(page, problems)


def about_of(page: Page, problems: list[Problem]) -> About | None:
    """What a page says of a chronicle; None where it is wrong."""
    found = [*_strange(page, "", page.data, ("title", "pair", "covers")), *_wrong_about(page)]
    problems += found
    if found:
        return None
    one, other = page.data["pair"]
    return About(title=page.data["title"], pair=(one, other), covers=page.data.get("covers", {}))


def read_pair(folder: Path) -> tuple[str, str]:
    """The pair that `chronicle.toml` names, whatever else of it is still to be filled in."""
    problems: list[Problem] = []
    about = read_about(folder, problems)
    if about is not None:
        return about.pair
    with suppress(ChronicleError):
        data = read_toml(read_text(folder / ABOUT, Path(ABOUT)), Path(ABOUT))
        if _is_pair(data.get("pair")):
            one, other = data["pair"]
            return one, other
        if not any(problem.where.endswith(": pair") for problem in problems):
            where = f"{ABOUT}: pair"
            problems = [Problem(where, _found(data, "pair"), _PAIR, path="pair", file=ABOUT)]
    raise ChronicleError(*problems)


def _wrong_about(page: Page) -> Iterator[Problem]:
    data = page.data
    if not _is_said(data.get("title")):
        yield page.problem("title", _found(data, "title"), "some words in quotes")
    if not _is_pair(data.get("pair")):
        yield page.problem("pair", _found(data, "pair"), _PAIR)
    covers = data.get("covers", {})
    if not isinstance(covers, dict):
        expected = "a table: [covers], and below it words for each facet"
        yield page.problem("covers", shown(covers), expected)
        return
    yield from _strange(page, "covers", covers, FACETS, "facet")
    for name, said in covers.items():
        if not _is_said(said):
            yield page.problem(f"covers.{name}", shown(said), "some words in quotes")


def _is_pair(pair: Any) -> bool:
    codes = pair if isinstance(pair, list) else []
    whole = {code for code in codes if isinstance(code, str) and re.fullmatch(CODE, code)}
    return len(codes) == len(whole) == 2


def read_names(folder: Path, problems: list[Problem]) -> Names:
    """The names of `names.toml`; none where there is no such file."""
    path = folder / NAMES
    if not path.exists() and not path.is_symlink():
        return Names()
    page = read_page(path, problems, f"tables of names: {', '.join(SORTS)}")
    return Names() if page is None else names_of(page, problems)


def names_of(page: Page, problems: list[Problem]) -> Names:
    """The names that a page gives."""
    found = list(_strange(page, "", page.data, SORTS))
    named, seen, spelt = list[Named](), dict[str, str](), dict[tuple[str, str], str]()
    for table, sort in SORTS.items():
        held = page.data.get(table, {})
        if not isinstance(held, dict):
            expected = f"a table: [{table}], and below it a name for each id"
            found.append(page.problem(table, shown(held), expected))
            continue
        for id, entry in held.items():
            at = f"{table}.{id}"
            given = {"name": entry} if isinstance(entry, str) else entry
            wrong = list(_wrong_name(page, at, id, given))
            if id in seen:
                expected = "each id in one table alone"
                wrong.append(page.problem(at, f"{shown(id)}, which {seen[id]} have too", expected))
            seen.setdefault(id, table)
            wrong += [
                page.problem(at, f"{shown(text)}, as {shown(other)} is called too", _A_NAME_APART)
                for text in _spellings(id, given)
                if table in _OF_ONE and (other := spelt.setdefault((table, text), id)) != id
            ]
            found += wrong
            if not wrong:
                named.append(Named(id, sort, given["name"], tuple(given.get("also", ()))))
    problems += found
    return Names(tuple(named))


def about_to_plain(about: About) -> dict[str, Any]:
    """The tables of `chronicle.toml`."""
    covers = {"covers": about.covers} if about.covers else {}
    return {"title": about.title, "pair": [*about.pair], **covers}


def names_to_plain(names: Names) -> dict[str, Any]:
    """The tables of `names.toml`."""
    tables: dict[str, dict[str, Any]] = {table: {} for table in SORTS}
    table_of = {sort: table for table, sort in SORTS.items()}
    for named in names:
        also = {"name": named.name, "also": [*named.also]}
        tables[table_of[named.sort]][named.id] = also if named.also else named.name
    return {table: held for table, held in tables.items() if held}


def _spellings(id: str, given: Any) -> Iterator[str]:
    """The id, the name and the other spellings of an entry, as far as they are texts."""
    texts: list[Any] = [id]
    if isinstance(given, dict):
        also = given.get("also")
        texts += [given.get("name"), *(also if isinstance(also, list) else ())]
    yield from dict.fromkeys(text for text in texts if isinstance(text, str))


def _wrong_name(page: Page, at: str, id: str, given: Any) -> Iterator[Problem]:
    if not id.strip():
        yield page.problem(at, shown(id), "the id or the spelling that records use")
    if not isinstance(given, dict):
        yield page.problem(at, shown(given), _A_NAME)
        return
    yield from _strange(page, at, given, _FIELDS)
    if not _is_said(given.get("name")):
        where = f"{at}.name" if "name" in given else at
        yield page.problem(where, _found(given, "name"), _A_NAME)
    also = given.get("also", [])
    if not isinstance(also, list) or not all(map(_is_said, also)):
        yield page.problem(f"{at}.also", shown(also), 'a list of other spellings, such as ["UAE"]')


def _strange(
    page: Page, at: str, data: dict[str, Any], known: Iterable[str], sort: str = "field"
) -> Iterator[Problem]:
    """The fields that there are not."""
    for name in data:
        if name not in known:
            alike = ", ".join(near(name, known))
            expected = f"only {', '.join(known)}"
            advice = f"is it {alike}?" if alike else ""
            where = f"{at}.{name}" if at else name
            yield page.problem(where, f"the {sort} {shown(name)}", expected, advice)


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _found(data: dict[str, Any], name: str) -> str:
    return shown(data[name]) if name in data else "nothing"
