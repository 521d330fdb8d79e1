"""A chronicle as a timeline: one that is packaged, a folder, JSON Lines, or a log in a store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any

from attrs import frozen

from ..arguments import require_text
from ..errors import ChronicleError, InputError, MissingError, Problem, shown
from ..log import EventLog
from ..records.bulk import uncollected
from ..records.events import Record, Source
from ..relations.names import Names
from ..relations.relationship import Relationship, relationship
from ..stores.opened import is_address, open_log
from ..timeline import Timeline
from .about import About, most_shared, read_about, shared_most
from .contents import opened, sorted_out
from .disk import as_path, asking
from .places import Place, place_of


def load_chronicle(
    chronicle: str | PathLike[str], *, pair: tuple[str, str] | None = None, at: str = ""
) -> Timeline[Relationship]:
    """The timeline of a packaged chronicle, by name, of a folder, of JSON Lines, or of a log.

    A log is an SQLite file or `postgresql://...`. The state is that of the `pair`: the one that
    a folder names in its `chronicle.toml`, or that was copied with it; else the two parties that
    most events share. `at` is a hash, or the first letters of one: all as it was when that was
    the head of the log, or of a sealed folder.

    What has anything wrong is refused whole, a `ChronicleError` with every problem and its file
    and line; what is not there is a `MissingError` with the names of those packaged. A folder
    costs about a millisecond a file.

    >>> timeline = load_chronicle("russia-iran")
    >>> print(timeline.as_of("2024-05-20").leadership["ir-president"].holder)
    Mohammad Mokhber
    """
    place, asked = find_place(chronicle), None
    if pair is not None:
        asked = relationship(*_two(pair)).pair  # refused before all is read
    read = _read(place, at)
    of = asked or (read.about.pair if read.about else most_shared(place, read.records))
    if asked is not None:
        require_told(read.records, asked)
    return read.log().timeline(relationship(*of, names=read.names))


def load_events(
    chronicle: str | PathLike[str], *, pair: tuple[str, str] | None = None, at: str = ""
) -> Timeline[Any]:
    """The same, also of a log in which no two parties share an event: its state is its events.

    >>> len(load_events("russia-iran").events()) > 600
    True
    """
    if pair is not None:
        return load_chronicle(chronicle, pair=pair, at=at)
    place = find_place(chronicle)
    read = _read(place, at)
    of = read.about.pair if read.about else shared_most(read.records)
    return read.log().timeline(relationship(*of, names=read.names) if of else None)


@contextmanager
def opened_log(chronicle: str | PathLike[str], *, at: str = "") -> Iterator[EventLog]:
    """All records of a chronicle as a log: one in a store as it is there, else one in memory.

    >>> with opened_log("russia-iran") as log:
    ...     log.position > 600
    True
    """
    place = find_place(chronicle)
    if place.form == "log" and not at:
        with open_log(place.where, create=False) as stored:
            yield stored
    else:
        yield _read(place, at).log()


@frozen
class _Read:
    """What a place holds, read as a whole."""

    records: tuple[Record, ...]
    sources: tuple[Source, ...]
    about: About | None
    names: Names

    def log(self) -> EventLog:
        """The records as a log in memory."""
        log = EventLog(self.sources)
        log.append(*self.records)
        return log


def _read(place: Place, at: str) -> _Read:
    require_text("load_chronicle: at", at, "the hash of a line")
    with opened(place) as held, uncollected():
        return _Read(*sorted_out(held.until(at) if at else held.items()), held.about, held.names)


def covers_of(chronicle: str | PathLike[str]) -> Mapping[str, str]:
    """What a chronicle says it covers, facet by facet; nothing, where it does not say.

    >>> print(covers_of("russia-iran")["memberships"].split(",")[0])
    Iran in the Shanghai Cooperation Organisation since July 2023
    """
    place = find_place(chronicle)
    if place.form == "folder":
        about = read_about(place.path, [])
    else:
        with opened(place) as held:
            about = held.about
    return {} if about is None else about.covers


def require_told(records: tuple[Record, ...], pair: tuple[str, str]) -> None:
    """Refuse a party of which no record tells: with it, half a state would read like a finding."""
    held = sorted({party for record in records for party in getattr(record, "parties", ())})
    for party in pair:
        if held and party not in held:
            raise MissingError("party", party, held)


def _two(pair: object) -> tuple[str, str]:
    if isinstance(pair, tuple | list) and len(pair) == 2:
        return pair[0], pair[1]
    raise InputError(Problem("pair", shown(pair), 'the codes of two parties, such as ("AA", "BB")'))


def packaged() -> dict[str, Path]:
    """The chronicles that came with the library, by name."""
    here = Path(__file__).resolve().parent.parent
    # In a checkout the folder itself is read; a wheel carries a copy inside the package.
    checkout = here.parent.parent / "events"
    root = checkout if (checkout.parent / "pyproject.toml").is_file() else here / "chronicles"
    found = sorted(path.parent for path in root.glob("*/sources.json"))
    return {path.name: path for path in found}


def find_place(chronicle: object) -> Place:
    """The place of a chronicle: by its name if it is packaged, else by its path or address."""
    names = packaged()
    if isinstance(chronicle, str) and chronicle in names:
        return Place(str(names[chronicle]), "folder")
    if is_address(chronicle):
        return Place(str(chronicle), "log")
    path = as_path(chronicle, "the name of a chronicle, or the path of a folder or file")
    with asking(path):
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            if path.is_symlink():
                raise
            raise MissingError("chronicle, folder or file", str(path), names) from None
    if path.suffix == ".toml" and not path.is_dir():
        advice = f"a record of a chronicle is a file of it: give {path.parent.parent}"
        raise ChronicleError(Problem(str(path), "one record", "a folder, or JSON Lines", advice))
    return place_of(path)
