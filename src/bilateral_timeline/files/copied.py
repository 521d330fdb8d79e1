"""Moving data: from a folder, JSON Lines or a log in a store, to any other of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from os import PathLike
from pathlib import Path

import attrs

from ..arguments import require, texts_of
from ..errors import ChronicleError, InputError, MissingError, Problem, StoreError, shown
from ..log import EventLog
from ..records.bulk import batches
from ..records.chain import NOTHING, Omission, Sort, chained
from ..records.events import Event, Retraction, Source
from ..records.fields import is_whole_text
from ..stores.log import StoredLog
from ..stores.opened import open_log
from .about import ABOUT, NAMES, untold
from .chronicle import find_place
from .contents import KEPT, Contents, described, description, of_log, opened, said_of, sorted_out
from .disk import asking, write_new, write_whole
from .folder import gather
from .jsonl import Described, Item, line_of_item
from .places import Place, new_place
from .sealed import write_seals
from .seals import seals_of
from .written import about_text, names_text, record_text, works_text

Told = Callable[[int, int], None]
"""What is called now and then with how many lines are done, and of how many: 0 if not known."""
_BATCH = 500  # lines after which it is told how many there were
_LOOKED_AT = 20_000  # lines among whose ids one is looked for that is near


@attrs.frozen
class Copied:
    """What was copied: how many lines are new where they went, and the hash of the last."""

    new: int
    head: str


def copy_log(
    source: str | PathLike[str], target: str | PathLike[str], *, told: Told | None = None
) -> Copied:
    """Copy all that is kept in one place to another: no record, work, order or hash is lost.

    Either is a folder, a file of JSON Lines (`.jsonl`), an SQLite file (`.db`) or
    `postgresql://...`. A log takes in what it does not hold yet, so that a copy that was broken
    off is run again; other content under an id that is held is a `ConflictError`. A folder or a
    file that holds anything is refused, and comes to be whole or not at all. What a folder cannot
    keep, such as a record that cites nothing, is a `ChronicleError`. All but a folder is
    streamed: a million records take minutes, and no memory.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     one = copy_log("russia-iran", f"{folder}/chronicle.db")
    ...     other = copy_log(f"{folder}/chronicle.db", f"{folder}/chronicle.jsonl")
    >>> one == other
    True
    """
    with opened(find_place(source)) as held:
        return _copy(held, new_place(target), told)


def write_log(log: EventLog, where: str | PathLike[str], *, told: Told | None = None) -> Copied:
    """Write a log with its works to a new place, whole or not at all.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> log = bt.EventLog([bt.Source(id="gazette", title="A gazette")])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_log(log, f"{folder}/new.jsonl").new
    1
    """
    require(isinstance(log, EventLog), "write_log", log, "an EventLog")
    return _copy(of_log(log), new_place(where), told, whole=True)


def write_without(
    log: EventLog | str | PathLike[str],
    where: str | PathLike[str],
    ids: Iterable[str],
    *,
    by: str,
    reason: str,
    told: Told | None = None,
) -> Copied:
    """Write a log again, to a new place, without some records or works: all records of each id.

    Its chain says, in a line of its own, how many were left out, by whose decision and why, and
    not which. The old log stays as it is. An id that is not there is a `MissingError`; a work
    that is still cited cannot be left out.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> log = bt.EventLog()
    >>> log.append(bt.Retraction(id="visit", revision=1, known="2024-05-20", reason="not held"))
    1
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     done = write_without(log, f"{folder}/new.db", ["visit"], by="the board", reason="asked")
    ...     with bt.open_log(f"{folder}/new.db") as new:
    ...         print(new.position, new.omissions[0].records, new.omissions[0].by)
    0 1 the board
    """
    if isinstance(log, EventLog):
        return _copy(_without(of_log(log), ids, by, reason), new_place(where), told, whole=True)
    with opened(find_place(log)) as held:
        return _copy(_without(held, ids, by, reason), new_place(where), told, whole=True)


def _copy(held: Contents, place: Place, told: Told | None, *, whole: bool = False) -> Copied:
    require(told is None or callable(told), "told", told, "a function of two numbers")
    if told:
        held = _watched(held, told)
    if place.form == "lines":
        return _into_lines(held, place)
    if place.form == "folder":
        return _into_folder(held, place)
    with open_log(place.where) as log:
        before = log._store.last().number
        (_into_new_log if whole else _into_log)(held, log)
        _describe(log, held)
        last = log._store.last()
        return Copied(last.number - before, last.hash)


def _watched(held: Contents, told: Told) -> Contents:
    """Contents of which it is told how many lines were read."""

    def items() -> Iterator[Item]:
        for done, item in enumerate(held.items()):
            if done % _BATCH == 0:
                told(done, held.size)
            yield item

    return attrs.evolve(held, items=items)


# -- into a log -----------------------------------------------------------------------------------


def _into_log(held: Contents, log: StoredLog) -> None:
    """Take in what a log does not hold yet, a batch at a time."""
    said_already = list(log.omissions)
    for batch in batches(held.items()):
        for sort, some in groupby(batch, _sort_of):
            records, works = sorted_out(items := [*some])
            if sort == "record":
                log.append(*records)
            elif sort == "work":
                log._cite(works)
            for omission in (item for item in items if isinstance(item, Omission)):
                if omission in said_already:
                    said_already.remove(omission)
                    continue
                with log._exclusively():
                    log._add([said_of(omission)])


def _sort_of(item: Item) -> Sort:
    if isinstance(item, Source):
        return "work"
    return "omission" if isinstance(item, Omission) else "record"


def _into_new_log(held: Contents, log: StoredLog) -> None:
    """Fill a log that holds nothing, all or nothing."""
    with log._exclusively():
        if log.head:
            where = log._store.where
            raise StoreError(Problem(where, "a log that holds something", "a new one"))
        for batch in batches(held.items()):
            log._add([*map(said_of, batch)])


def _describe(log: StoredLog, held: Contents) -> None:
    """Keep what describes the chronicle, unless the log has that of another pair."""
    text, kept = description(held.about, held.names), log.recall(KEPT)
    if not held.about or (kept and kept.text == text):
        return
    if kept:
        about, _ = described(log._store.where, Described.of_text(kept.text).data)
        if about is None or about.pair != held.about.pair:
            return
    log.keep(KEPT, log.position, text, after=kept.position if kept else 0)


# -- into files -----------------------------------------------------------------------------------


def _into_lines(held: Contents, place: Place) -> Copied:
    last = NOTHING

    def pieces() -> Iterator[bytes]:
        nonlocal last
        if text := description(held.about, held.names):
            yield f"{line_of_item(Described.of_text(text))}\n".encode()
        for last in chained(NOTHING, map(said_of, held.items())):
            text = last.text if last.sort == "record" else f'{{"{last.sort}": {last.text}}}'
            yield f"{text}\n".encode()

    write_whole(place.path, pieces())
    return Copied(last.number, last.hash)


def _into_folder(held: Contents, place: Place) -> Copied:
    """Write a folder beside its place, look whether it tells the same, and move it there."""
    with asking(place.where):
        path = place.path.resolve()
    unfinished = path.with_name(f".{path.name[:40]}.{os.urandom(8).hex()}.tmp")
    with asking(place.where):
        unfinished.mkdir()
    try:
        copied = _fill(unfinished, held, place.where)
        with asking(place.where):
            if path.exists():
                path.rmdir()  # it is empty, as was looked before
            unfinished.replace(path)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return copied


def _fill(folder: Path, held: Contents, where: str) -> Copied:
    all_items = [*held.items()]
    once: dict[object, Item] = {}
    for item in all_items:
        once.setdefault(_name_of(item), item)
    items = [*once.values()]
    records, sources = sorted_out(items)
    works = {work.id: work for work in sources}
    about = held.about
    if about is None:
        about = untold(where, records)
    years: dict[str, str] = {}
    for record in sorted(records, key=lambda record: record.revision):
        if record.id not in years:
            years[record.id] = _year(record)
            with asking(where):
                (folder / years[record.id]).mkdir(exist_ok=True)
        revision = f".r{record.revision}" if record.revision else ""
        path = folder / years[record.id] / f"{record.id}{revision}.toml"
        write_new(path, record_text(record, works))
    write_new(folder / ABOUT, about_text(about))
    if held.names:
        write_new(folder / NAMES, names_text(held.names))
    write_new(folder / "sources.json", works_text(sources))
    seals = [*seals_of("", map(said_of, items))]
    if held.is_chained:
        write_seals(folder, seals)
    _require_same(folder, all_items, where)
    return Copied(len(items), seals[-1].hash if seals else "")


def _name_of(item: Item) -> object:
    """What no two different items share."""
    if isinstance(item, Omission):
        return id(item)
    return (item.id, -1 if isinstance(item, Source) else item.revision)


def _year(record: Event | Retraction) -> str:
    """The folder of the records of an id: the first possible year of the event."""
    day = record.known
    if isinstance(record, Event):
        day = record.when.start.earliest or record.when.start.latest or day
    return f"{day.year:04}"


def _require_same(folder: Path, items: list[Item], where: str) -> None:
    """Refuse what a folder cannot keep: that which does not come out of it as it went in."""
    found = gather(folder)
    problems = list(found.problems)
    works = {work.id: work for work in found.sources}
    for item in [] if problems else items:
        if isinstance(item, Omission):
            continue
        if isinstance(item, Source):
            read: Item | None = works.get(item.id)
        else:
            read, _ = found.records.get((item.id, item.revision), (None, None))
        if read is None or said_of(read).text != said_of(item).text:
            expected = "what a folder can keep as it is"
            advice = "JSON Lines and a log in a store keep it"
            problems.append(Problem(f"{where}: {item.id}", shown(item), expected, advice))
    if problems:
        raise ChronicleError(*problems)


# -- leaving out ----------------------------------------------------------------------------------


def _without(held: Contents, ids: Iterable[str], by: str, reason: str) -> Contents:
    """Contents without the records and the works of some ids, and with the word that says so."""
    asked = set(texts_of("write_without: ids", ids, "the ids of records or works"))
    require(bool(asked), "write_without: ids", ids, "the ids of records or works")
    for name, text in (("by", by), ("reason", reason)):
        is_said = is_whole_text(text) and bool(text.strip())
        require(is_said, f"write_without: {name}", text, "some words")
    records, works = 0, 0
    there, cited = set[str](), set[str]()
    others: list[str] = []
    for item in held.items():
        if isinstance(item, Omission):
            continue
        if item.id in asked:
            there.add(item.id)
            records += not isinstance(item, Source)
            works += isinstance(item, Source)
            continue
        if not isinstance(item, Source):
            cited |= {citation.source for citation in item.sources}
        if len(others) < _LOOKED_AT:
            others.append(item.id)
    for id in sorted(asked - there):
        raise MissingError("record or work", id, dict.fromkeys(others))
    if still := sorted(asked & cited):
        found = f"{', '.join(still)}, which other records cite"
        advice = "leave out those records too, or correct them first"
        raise InputError(Problem("write_without: ids", found, "works that none cites", advice))
    omission = Omission(records, works, by, reason)

    def items() -> Iterator[Item]:
        for item in held.items():
            if isinstance(item, Omission) or item.id not in asked:
                yield item
        yield omission

    return attrs.evolve(held, items=items, hashes=lambda: iter(()), is_chained=True)
