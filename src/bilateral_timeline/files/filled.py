"""Filling a log with what comes from elsewhere: one that is there, or a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

from ..errors import ChronicleError, Problem, shown
from ..log import EventLog
from ..records.events import Record, Source
from ..stores.log import StoredLog, new_works
from ..stores.opened import is_address, open_log
from .copied import Told, write_log
from .disk import asking
from .places import new_place


@contextmanager
def filling(
    where: str | PathLike[str], works: Iterable[Source] = (), *, told: Told | None = None
) -> Iterator[EventLog]:
    """A log to take something in: one in a store, or a new one, which comes to be at the end.

    What is there and is a log is opened. Anything else is a new SQLite file or file of JSON
    Lines, in which the works are kept: it is written once all went well and something was taken
    in, and else not at all.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> note = bt.Retraction(id="visit", revision=1, known="2024-05-20", reason="not held")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with filling(f"{folder}/new.db") as log:
    ...         position = log.append(note)
    ...     with filling(f"{folder}/new.db") as log:
    ...         print(log.position)
    1
    """
    advice = "nothing is written over: a file that ends in .db takes in one after another"
    place = new_place(where, advice)
    if place.form == "folder":
        expected = "a file that ends in .db or .jsonl, or postgresql://..."
        advice = "`copy` makes a folder of such a file"
        raise ChronicleError(Problem(str(place), "a folder", expected, advice))
    if place.form == "log" and (is_address(place.where) or _is_there(place.path)):
        with open_log(place.where) as stored:
            yield stored
        return
    if not (folder := place.path.parent).is_dir():
        found, advice = f"no folder {shown(str(folder), 200)}", "make it, or look at the spelling"
        raise ChronicleError(Problem(str(place), found, "a folder to write to", advice))
    log = EventLog(works)
    yield log
    if log.position:
        write_log(log, place.where, told=told)


def _is_there(path: Path) -> bool:
    with asking(path):
        return path.exists() and path.stat().st_size > 0


def take_in(
    log: EventLog, records: Iterable[Record], works: Iterable[Source], expect: int | None = None
) -> int:
    """Take in records, and in a store the works too, all at once: the position."""
    with log._exclusively():
        if isinstance(log, StoredLog):
            log._cite(works)
        else:
            new_works(log._works, works)
        return log.append(*records, expect=expect)
