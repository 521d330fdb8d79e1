"""Opening a log by where it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from os import PathLike, fspath

from ..errors import Problem, StoreError, shown
from ..records.events import Source
from ..records.fields import is_whole_text
from .log import StoredLog
from .store import Store

_POSTGRES = ("postgresql://", "postgres://")


def open_log(
    where: str | PathLike[str], sources: Iterable[Source] = (), *, create: bool = True
) -> StoredLog:
    """The log in an SQLite file, by its path, or in PostgreSQL, by `postgresql://...`.

    What is not there yet is created, unless that is refused. The works given are kept with the
    log. What cannot be opened, or is no log, is a `StoreError`; nothing is ever overwritten. A
    log can be closed, and is by `with`. Costs about a millisecond.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> note = bt.Retraction(id="visit", revision=1, known="2024-05-20", reason="not held")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with open_log(f"{folder}/relations.db") as log:
    ...         log.append(note)
    ...     with open_log(f"{folder}/relations.db") as log:
    ...         log.read()[0].record == note
    1
    True
    """
    return StoredLog(store_at(where, create=create), sources)


def opened_again(where: str) -> StoredLog:
    """The log that was pickled: where it was, and no new one; its password is in no pickle."""
    return open_log(where, create=False)


def store_at(where: str | PathLike[str], *, create: bool = True) -> Store:
    """The store at a path or an address."""
    if type(create) is not bool:
        raise StoreError(Problem("open_log: create", shown(create), "True or False"))
    try:
        place = fspath(where)
    except TypeError:
        place = ""
    if not isinstance(place, str) or not place or "\0" in place or not is_whole_text(place):
        expected = "the path of a file, or postgresql://..."
        raise StoreError(Problem("open_log", shown(where), expected))
    if is_address(place):
        from .postgres import PostgresStore

        return PostgresStore(place, create=create)
    from .sqlite import SQLiteStore

    return SQLiteStore(place, create=create)


def is_address(where: object) -> bool:
    """Whether it is the address of a server, and no path."""
    return isinstance(where, str) and where.startswith(_POSTGRES)


def without_password(address: str) -> str:
    """An address as it may be shown.

    >>> without_password("postgresql://me:secret@host:5432/base?password=secret&sslmode=require")
    'postgresql://me@host:5432/base?sslmode=require'
    """
    shown_as = re.sub(r"(?<=://)([^:@/?#]*):[^/?#]*@", r"\1@", address)
    return re.sub(r"(?<=[?&])(?:ssl)?password=[^&]*&?", "", shown_as).rstrip("?&")
