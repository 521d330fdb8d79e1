"""What a place holds, whatever its form: records, works, what was left out, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import attrs

from ..errors import ChronicleError, InputError, Problem, shown
from ..log import EventLog, said
from ..records.chain import NOTHING, Line, Omission, Said, chained, only_hash, read_omission
from ..records.codec import from_plain, work_from_text, work_to_text
from ..records.events import Event, Record, Retraction, Source
from ..records.stored import as_json, from_json
from ..relations.names import Names
from ..stores.log import StoredLog
from ..stores.opened import open_log
from .about import SORTS, About, about_of, about_to_plain, names_of, untold
from .folder import Folder, read_folder
from .jsonl import Described, Item, stream_jsonl
from .places import Place
from .sealed import in_order, require_unchanged
from .toml import Page

KEPT = "bilateral-timeline: chronicle"
"""The name under which a log keeps what describes its chronicle."""
_BATCH = 500  # lines that are read at once


@attrs.frozen
class Contents:
    """What a place holds. `items` and `hashes` can be asked for more than once."""

    items: Callable[[], Iterator[Item]]
    """Each line, in order, without holding them all where the place does not."""
    hashes: Callable[[], Iterator[str]]
    """The hash of each line, as far as the place has or gives one."""
    about: About | None = None
    names: Names = Names()
    is_chained: bool = True
    """Whether its lines have an order that is to be kept."""
    size: int = 0
    """How many lines there are, where that is known."""

    def until(self, hash: str) -> Iterator[Item]:
        """The lines up to the one that has a hash, of which the first letters will do."""
        last, found = "", dict[int, str]()
        for number, last in enumerate(self.hashes(), 1):
            if last.startswith(hash):
                found[number] = last
        only_hash(hash, found.values(), last)
        return islice(self.items(), *found)


@contextmanager
def opened(place: Place) -> Iterator[Contents]:
    """What a place holds, for as long as it is open."""
    if place.form == "folder":
        yield _of_folder(place.path)
    elif place.form == "lines":
        yield _of_lines(place.path)
    else:
        with open_log(place.where, create=False) as log:
            yield of_log(log)


def of_log(log: EventLog) -> Contents:
    """What a log holds."""
    kept = log.recall(KEPT) if isinstance(log, StoredLog) else None
    about, names = described(KEPT, from_json(kept.text) if kept else None)
    return Contents(
        items=lambda: items_of(log._lines()),
        hashes=lambda: (line.hash for line in log._lines()),
        about=about,
        names=names,
        size=log._store.last().number if isinstance(log, StoredLog) else log.position,
    )


def _of_lines(path: Path) -> Contents:
    held = [] if path.is_file() else [*stream_jsonl(path)]  # a pipe is read but once

    def read() -> Generator[Item | Described, None, None]:
        yield from held or stream_jsonl(path)

    def items() -> Iterator[Item]:
        return (item for item in read() if not isinstance(item, Described))

    with closing(read()) as lines:
        first = next(lines, None)
    data = first.data if isinstance(first, Described) else None
    about, names = described(str(path), data)
    return Contents(items, lambda: hashes_of(items()), about, names)


def _of_folder(path: Path) -> Contents:
    held = read_folder(path)
    items = in_order(held)

    def hashes() -> Iterator[str]:
        require_unchanged(path, held)
        return (seal.hash for seal in held.seals)

    is_chained = bool(held.seals)
    about = None if is_chained and not held.names and _is_untold(path, held) else held.about
    return Contents(lambda: iter(items), hashes, about, held.names, is_chained, len(items))


def _is_untold(path: Path, held: Folder) -> bool:
    """Whether a folder says of itself no more than what was made up when it was copied."""
    try:
        return held.about == untold(path, held.records)
    except InputError:  # no two parties share anything
        return False


# -- items and lines --------------------------------------------------------------------------


def said_of(item: Item) -> Said:
    """What a line is to say of an item."""
    if isinstance(item, Source):
        return Said("work", work_to_text(item), item.id)
    return Said("omission", item.text) if isinstance(item, Omission) else said(item)


def hashes_of(items: Iterable[Item]) -> Iterator[str]:
    """The hashes of items, as a log has them that takes them in."""
    return (line.hash for line in chained(NOTHING, map(said_of, items)))


def items_of(lines: Iterable[Line]) -> Iterator[Item]:
    """What lines of a log hold, many read at once."""
    lines = iter(lines)
    while batch := [*islice(lines, _BATCH)]:
        told = from_json(f"[{','.join(line.text for line in batch)}]")
        for line, data in zip(batch, told, strict=True):
            if line.sort == "record":
                yield from_plain(data)
            elif line.sort == "work":
                yield work_from_text(line.text)
            else:
                yield read_omission(line.text)


def sorted_out(items: Iterable[Item]) -> tuple[tuple[Record, ...], tuple[Source, ...]]:
    """The records and the works of some items."""
    held = tuple(items)
    records = tuple(item for item in held if isinstance(item, Event | Retraction))
    return records, tuple(item for item in held if isinstance(item, Source))


# -- what describes a chronicle ---------------------------------------------------------------


def description(about: About | None, names: Names) -> str:
    """The title, the pair, what is covered and the names, as JSON on one line; or nothing.

    The names are a list: tools that make columns of objects do not take two that differ by case.
    """
    if about is None:
        return ""
    listed = [{"id": n.id, "sort": n.sort, "name": n.name, "also": [*n.also]} for n in names]
    return as_json(about_to_plain(about) | ({"names": listed} if listed else {}))


def described(where: str, data: Any) -> tuple[About | None, Names]:
    """What a description says; nothing, if there is none."""
    if data is None:
        return None, Names()
    data = dict(data)
    listed, problems = data.pop("names", []), list[Problem]()
    names = names_of(Page(Path(where), _tables(where, listed), {}), problems)
    about = about_of(Page(Path(where), data, {}), problems)
    if problems:
        raise ChronicleError(*problems)
    return about, names


def _tables(where: str, listed: Any) -> dict[str, dict[str, Any]]:
    """Names in a list as the tables of `names.toml` have them."""
    tables: dict[str, dict[str, Any]] = {}
    table_of: dict[str, str] = {sort: table for table, sort in SORTS.items()}
    for named in listed if isinstance(listed, list) else [listed]:
        given = named if isinstance(named, dict) else {}
        id, sort = given.get("id"), given.get("sort")
        if not isinstance(id, str) or not isinstance(sort, str) or sort not in table_of:
            expected = f"a list of names: id, sort ({', '.join(table_of)}), name, also"
            raise ChronicleError(Problem(f"{where}: names", shown(named), expected))
        rest = {name: value for name, value in named.items() if name not in ("id", "sort")}
        tables.setdefault(table_of[sort], {})[id] = rest
    return tables
