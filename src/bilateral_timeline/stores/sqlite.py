"""A store in an SQLite file: no server, one file, any number of processes of one machine.

The file is in WAL mode, so that readers and the writer do not wait for each other, and each turn
is synced to the disk before it ends (`synchronous = FULL`): it outlives a power cut as far as
the disk keeps what it has confirmed.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from ..errors import Problem, StoreError
from ..records.chain import NOTHING, Line, Sort
from .connections import Connections
from .store import Kept

OURS, VERSION = 0x42544C47, 1
"""The application id ("BTLG") and the version of the tables, as SQLite's header has them."""
_BARE, _HEADER = (0, 0, 0), 100

_TABLES = """
CREATE TABLE log_lines (
    number   INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    sort     TEXT NOT NULL,
    id       TEXT NOT NULL,
    revision INTEGER NOT NULL,
    earliest TEXT,
    latest   TEXT,
    text     TEXT NOT NULL,
    hash     TEXT NOT NULL
);
CREATE UNIQUE INDEX log_keys ON log_lines (id, revision) WHERE sort = 'record';
CREATE INDEX log_others ON log_lines (number) WHERE sort <> 'record';
CREATE TABLE log_kept (name TEXT PRIMARY KEY, position INTEGER NOT NULL, text TEXT NOT NULL);
CREATE VIEW records AS
    SELECT position, id, revision, text ->> '$.kind' AS kind, earliest, latest,
           text ->> '$.known' AS known, text ->> '$.when' AS "when", text ->> '$.title' AS title,
           text -> '$.parties' AS parties, text -> '$.what' AS body, text -> '$.sources' AS sources,
           text ->> '$.retracted' AS retracted, text AS record, hash
    FROM log_lines WHERE sort = 'record';
CREATE VIEW works AS
    SELECT id, text ->> '$.title' AS title, text -> '$.author' AS author,
           text ->> '$.publisher' AS publisher, text ->> '$.issued' AS issued,
           text ->> '$.known' AS known, text ->> '$.url' AS url, text AS work, hash
    FROM log_lines WHERE sort = 'work';
"""
_LINE = "number, position, sort, id, revision, text, hash"
_TYPES = int, int, str, str, int, str, str
_PATIENCE = 60.0  # seconds that a writer waits for its turn
_PAUSE = 0.05  # seconds between two looks for what others have appended
_KEYS = 400  # keys in one question


class SQLiteStore:
    """Lines in the table `log_lines` of a file; the views `records` and `works` are for people."""

    def __init__(self, path: str, *, create: bool = True) -> None:
        self.where = path
        self._connections = Connections(self._connect, lambda _: False)
        self._writing = threading.RLock()
        self._news = threading.Condition()
        self._is_closed = False
        self._is_read_only = False
        with self._asking(), ExitStack() as unless_it_opens:
            unless_it_opens.callback(self.close)
            self._begin(Path(path), create)
            unless_it_opens.pop_all()

    # -- opening ----------------------------------------------------------------------------

    def _begin(self, path: Path, create: bool) -> None:
        if path.is_dir():
            raise self._refused("a folder", "a file", "load_chronicle reads a folder")
        is_new = not _size(path) or self._is_bare(path)
        if is_new and not create:
            raise self._refused("no such log", "a log that is there", "look at the spelling")
        if is_new:
            connection = self._connection()
            connection.execute("PRAGMA journal_mode = WAL")
            with self.turn():
                if self._told_of(connection) == _BARE:  # no other process was here before
                    for statement in _TABLES.split(";\n"):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA application_id = {OURS}")
                    connection.execute(f"PRAGMA user_version = {VERSION}")
            self._require_ours(self._told_of(connection))

    def _is_bare(self, path: Path) -> bool:
        """Whether an SQLite file is one that another process has just begun; else it is a log.

        It is looked at without a change, and by SQLite alone: were it opened and closed here, this
        process would lose the locks that it has on it. Where nobody is at work on it, nothing is
        laid beside it either.
        """
        if path.stat().st_size < _HEADER:  # of one byte, SQLite would say that it is empty
            raise self._refused(*_REFUSED["SQLITE_NOTADB"])
        told = None
        if not path.with_name(f"{path.name}-wal").exists():
            with (
                suppress(sqlite3.Error, UnicodeError),
                closing(self._connect("immutable=1")) as connection,
            ):
                told = self._told_of(connection)
        if told is None:
            with closing(self._connect("mode=ro")) as connection:
                told = self._told_of(connection)
        if told != _BARE:
            self._require_ours(told)
            self._require_end(path)
        self._is_read_only = not os.access(path, os.W_OK)
        return told == _BARE

    def _told_of(self, connection: sqlite3.Connection) -> tuple[int, int, int]:
        """The application and the version of an SQLite file, and how many tables it has."""
        (ours,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return ours, version, tables

    def _require_end(self, path: Path) -> None:
        """Refuse a file of which the last page is not whole; SQLite would fill it with noughts."""
        with closing(self._connect("mode=ro")) as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (size,) = connection.execute("PRAGMA page_size").fetchone()
            is_written = not _size(path.with_name(f"{path.name}-wal"))  # nothing is still to come
            if is_written and (length := path.stat().st_size) < pages * size:
                found = f"{length:,} bytes of {pages * size:,}: its end is missing"
                raise self._refused(found, "a whole file", "take the last good copy")

    def _require_ours(self, told: tuple[int, int, int]) -> None:
        ours, version, _ = told
        if ours != OURS:
            found = "an SQLite file of something else"
            raise self._refused(found, "a log of this library", "give another name")
        if version > VERSION:
            advice = "bring the library up to date"
            raise self._refused(f"a log of version {version}", f"version {VERSION}", advice)

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        if self._is_closed:
            raise self._refused("a log that was closed", "an open one", "open it again")
        if self._connections.are_of_parent:
            found = "a log that was opened before the process was forked"
            raise self._refused(found, "one of its own", "open it in each process")
        return self._connections.own()

    def _connect(self, how: str = "") -> sqlite3.Connection:
        how = how or ("mode=ro" if self._is_read_only else "mode=rwc")
        address = f"{Path(self.where).absolute().as_uri()}?{how}"
        connection = sqlite3.connect(
            address, uri=True, isolation_level=None, timeout=_PATIENCE, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    # -- reading ----------------------------------------------------------------------------

    def last(self) -> Line:
        """The last line."""
        with self._asking():
            asked = f"SELECT {_LINE} FROM log_lines ORDER BY number DESC LIMIT 1"
            row = self._connection().execute(asked).fetchone()
        return NOTHING if row is None else self._line(row)

    def lines(self, after: int = 0, sort: Sort | None = None) -> Iterator[Line]:
        """The lines after a number, on a connection of their own, so that all are of one moment."""
        of = "" if sort is None else "AND sort = ?"
        of += "" if sort in (None, "record") else " AND sort <> 'record'"  # for the index
        asked = f"SELECT {_LINE} FROM log_lines WHERE number > ? {of} ORDER BY number"
        with self._asking():
            self._connection()
            with closing(self._connect()) as connection:
                connection.execute("BEGIN")
                for row in connection.execute(asked, (after, *filter(None, (sort,)))):
                    yield self._line(row)

    def find(self, keys: Sequence[tuple[str, int]]) -> list[Line]:
        """The records of some ids and revisions."""
        found: list[tuple[Any, ...]] = []
        with self._asking():
            connection = self._connection()
            for at in range(0, len(keys), _KEYS):
                some = keys[at : at + _KEYS]
                keyed = ", ".join(["(?, ?)"] * len(some))
                asked = (
                    f"WITH asked (of_id, of_revision) AS (VALUES {keyed}) "
                    f"SELECT {_LINE} FROM asked JOIN log_lines "
                    "ON id = of_id AND revision = of_revision AND sort = 'record'"
                )
                found += connection.execute(asked, [part for key in some for part in key])
        return [*map(self._line, found)]

    def of(self, id: str) -> list[Line]:
        """All records of an id."""
        asked = f"SELECT {_LINE} FROM log_lines WHERE id = ? AND sort = 'record' ORDER BY number"
        with self._asking():
            return [*map(self._line, self._connection().execute(asked, (id,)))]

    def _line(self, row: tuple[Any, ...]) -> Line:
        if (*map(type, row),) != _TYPES:  # SQLite reads what is damaged as a number, or as nothing
            raise self._refused(*_REFUSED["SQLITE_CORRUPT"])
        return Line(*row)

    # -- writing ----------------------------------------------------------------------------

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn of a writer, synced to the disk when it ends."""
        with self._writing, self._asking():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        with self._news:
            self._news.notify_all()

    def add(self, lines: Iterable[Line]) -> None:
        """Add lines."""
        rows = (
            (n.number, n.position, n.sort, n.id, n.revision, n.earliest, n.latest, n.text, n.hash)
            for n in lines
        )
        self._connection().executemany("INSERT INTO log_lines VALUES (?,?,?,?,?,?,?,?,?)", rows)

    def wait(self, after: int, seconds: float) -> None:
        """Wait for a line after a number: of this process at once, of others within 50 ms."""
        until = time.monotonic() + seconds
        while self.last().number <= after and (left := until - time.monotonic()) > 0:
            with self._news:
                self._news.wait(min(left, _PAUSE))

    def recall(self, name: str) -> Kept | None:
        """What a consumer has kept."""
        asked = "SELECT position, text FROM log_kept WHERE name = ?"
        with self._asking():
            row = self._connection().execute(asked, (name,)).fetchone()
        return None if row is None else Kept(*row)

    def keep(self, name: str, kept: Kept) -> None:
        """Keep it."""
        self._connection().execute("REPLACE INTO log_kept VALUES (?, ?, ?)", (name, *kept))

    def close(self) -> None:
        """Close the connections of all threads."""
        self._is_closed = True
        self._connections.close()

    # -- what is refused --------------------------------------------------------------------

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Tell what SQLite or the disk refuses as a `StoreError`."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "") or ""
            of = name if name in _REFUSED else "_".join(name.split("_")[:2])
            if "decode to UTF-8" in str(error):
                of = "SQLITE_CORRUPT"
            found, expected, advice = _REFUSED.get(of, (str(error), "a log in order", ""))
            raise self._refused(found, expected, advice) from error
        except UnicodeDecodeError as error:  # of a message with names that are damaged
            raise self._refused(*_REFUSED["SQLITE_CORRUPT"]) from error
        except OSError as error:
            found = (error.strerror or str(error)).lower()
            raise self._refused(found, "a file that can be used", "") from error

    def _refused(self, found: str, expected: str, advice: str) -> StoreError:
        return StoreError(Problem(self.where, found, expected, advice))


def is_sqlite(path: Path) -> bool:
    """Whether a file is one of SQLite, which is what SQLite says.

    Whoever opens and closes such a file otherwise takes the locks from all connections that the
    process has to it: another process then removes what they are about to write to.
    """
    address = f"{path.absolute().as_uri()}?immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        return not name.startswith(("SQLITE_NOTADB", "SQLITE_CANTOPEN"))
    return path.stat().st_size >= _HEADER


def _size(path: Path) -> int:
    """The size of a file; 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


_BESIDE = (
    "a log in a folder that may only be read",
    "a folder to write to, as SQLite lays files beside a log",
    "copy the log",
)
_REFUSED = {
    "SQLITE_FULL": ("a disk that is full", "room for the log", "make room: nothing was taken in"),
    "SQLITE_READONLY_CANTINIT": _BESIDE,
    "SQLITE_READONLY_DIRECTORY": _BESIDE,
    "SQLITE_READONLY": ("a log that may only be read", "one to write to", "copy it, or ask"),
    "SQLITE_CANTOPEN": (
        "a file that cannot be opened",
        "one that you may use",
        "look at its folder",
    ),
    "SQLITE_BUSY": ("another writer at work for a minute", "a turn", "try again"),
    "SQLITE_NOTADB": ("a file that is no log", "an SQLite file", "read_jsonl reads JSON Lines"),
    "SQLITE_CORRUPT": ("a log that is damaged", "a whole one", "take the last good copy"),
    "SQLITE_IOERR": ("a disk that fails", "one that works", "nothing was taken in"),
    "SQLITE_TOOBIG": ("a record too large for SQLite", "a smaller one", "split it"),
}
"""By SQLite's code: what was found, what was expected, what to do."""
