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
from contextlib import closing, contextmanager, suppress
from itertools import product
from pathlib import Path

from ..errors import shown
from ..records.bulk import batches
from ..records.chain import Line
from .tables import COLUMNS, VERSION, Row, TableStore, Words, row_of, tables

OURS = 0x42544C47
"""The application id ("BTLG"), as SQLite's header has it."""
_BARE, _HEADER = (0, 0, 0), 100

_WHOLE, _TEXT, _DAY = (int,), (str,), (str, type(None))
_COLUMN_TYPES = _WHOLE, _WHOLE, _TEXT, _TEXT, _WHOLE, _TEXT, _TEXT, _DAY, _DAY
_TYPES = {*product(*_COLUMN_TYPES)}
_PATIENCE = 60.0  # seconds that a writer waits for its turn
_PAUSE = 0.05  # seconds between two looks for what others have appended

Seen = tuple[int, int, int, int]
"""By what it is told whether a file was written to; the last is the size of its `-wal`."""


class Connection(sqlite3.Connection):
    """A connection; one that counts on a file that stays as it is knows how it has seen it."""

    seen: Seen | None = None


class SQLiteStore(TableStore[Connection]):
    """A log in a file.

    Where nothing can be written, neither to the file nor beside it, it is read as a file that
    stays as it is: that it does is looked at before and after each question.
    """

    _errors = (sqlite3.Error, UnicodeDecodeError, OSError)

    def __init__(self, path: str, *, create: bool = True) -> None:
        self._path, self._create = Path(os.path.realpath(path)), create
        self._writing = threading.RLock()
        self._news = threading.Condition()
        self._is_read_only = False
        super().__init__(path)

    # -- opening ----------------------------------------------------------------------------

    def _begin(self) -> None:
        if self._path.is_dir():
            raise self._refused("a folder", "a file", "load_chronicle reads a folder")
        is_new = not _size(self._path) or self._is_bare()
        if is_new and not self._create:
            raise self._refused("no such log", "a log that is there", "look at the spelling")
        if is_new:
            connection = self._connection()
            connection.execute("PRAGMA journal_mode = WAL")
            with self.turn():
                if _told_of(connection) == _BARE:  # no other process was here before
                    for statement in tables("INTEGER", "text").split(";\n"):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA application_id = {OURS}")
                    connection.execute(f"PRAGMA user_version = {VERSION}")
            self._require_ours(_told_of(connection))

    def _is_bare(self) -> bool:
        """Whether an SQLite file is one that another process has just begun; else it is a log.

        It is looked at without a change, and by SQLite alone: were it opened and closed here, this
        process would lose the locks that it has on it. Where nobody is at work on it, nothing is
        laid beside it either.
        """
        if _size(self._path) < _HEADER:  # of one byte, SQLite would say that it is empty
            raise self._refused(*_REFUSED["SQLITE_NOTADB"])
        may_write = (os.access(place, os.W_OK) for place in (self._path, self._path.parent))
        self._is_read_only = not all(may_write)
        how = "" if self._is_read_only else "mode=ro"
        told = None
        if not self._seen()[-1]:
            unless_it_changes = suppress(sqlite3.Error, UnicodeError)
            with unless_it_changes, closing(self._connect("immutable=1")) as connection:
                told = _told_of(connection)
        if told is None:
            with closing(self._connect(how)) as connection:
                told = _told_of(connection)
        if told == _BARE:
            return True
        self._require_ours(told)
        with closing(self._connect(how)) as connection:
            self._require_end(connection)
        return False

    def _require_end(self, connection: Connection) -> None:
        """Refuse a file of which the last page is not whole; SQLite would fill it with noughts."""
        whole = _pragma(connection, "page_count") * _pragma(connection, "page_size")
        _, length, _, still_to_come = self._seen()
        if length < whole and not still_to_come and not self._is_lost(connection):
            found = f"{length:,} bytes of {whole:,}: its end is missing"
            raise self._refused(found, "a whole file", "take the last good copy")

    def _require_ours(self, told: tuple[int, int, int]) -> None:
        ours, version, _ = told
        if ours != OURS:
            found = "an SQLite file of something else"
            raise self._refused(found, "a log of this library", "give another name")
        self._require_version(version)

    def _seen(self) -> Seen:
        file = self._path.stat()
        beside = self._path.with_name(f"{self._path.name}-wal")
        return file.st_ino, file.st_size, file.st_mtime_ns, _size(beside)

    def _connect(self, how: str = "") -> Connection:
        seen = self._seen() if self._is_read_only and not how else None
        if seen and seen[-1]:  # somebody else is at work on it
            seen, how = None, "mode=ro"
        how = how or ("immutable=1" if seen else "mode=rwc")
        connection = sqlite3.connect(
            f"{self._path.as_uri()}?{how}",
            uri=True,
            isolation_level=None,
            timeout=_PATIENCE,
            check_same_thread=False,
            factory=Connection,
        )
        connection.seen = seen
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _is_lost(self, connection: Connection) -> bool:
        return connection.seen is not None and connection.seen != self._seen()

    # -- reading ----------------------------------------------------------------------------

    def _rows(self, asked: str, *given: object) -> list[Row]:
        while True:
            connection = self._connection()
            rows = connection.execute(asked, given).fetchall()
            if not self._is_lost(connection):
                return rows

    def _stream(self, asked: str, *given: object) -> Iterator[Row]:
        with closing(self._connect()) as connection:
            connection.execute("BEGIN")
            for rows in batches(connection.execute(asked, given)):
                if self._is_lost(connection):
                    found, expected = "a log that was written to meanwhile", "one that is at rest"
                    raise self._refused(found, expected, "read it again")
                yield from rows

    def _line(self, row: Row) -> Line:
        if (*map(type, row),) not in _TYPES:  # SQLite keeps anything, and reads damage as a number
            columns = zip(COLUMNS.split(", "), row, _COLUMN_TYPES, strict=True)
            wrong = [f"{name} {shown(it)}" for name, it, types in columns if type(it) not in types]
            found, expected = f"line {shown(row[0])} with {', '.join(wrong)}", "whole columns"
            raise self._refused(found, expected, _DAMAGED[2])
        return Line(*row)

    def damage(self) -> Sequence[str]:
        """What is damaged in pages and indexes, as SQLite finds it."""
        with self._asking():
            told = [words for (words,) in self._rows("PRAGMA integrity_check(10)")]
            return [] if told == ["ok"] else [words.replace("\n", " ") for words in told]

    def wait(self, after: int, seconds: float) -> None:
        """Wait for a line after a number: of this process at once, of others within 50 ms."""
        until = time.monotonic() + seconds
        while self.last().number <= after and (left := until - time.monotonic()) > 0:
            with self._news:
                self._news.wait(min(left, _PAUSE))

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
        asked = f"INSERT INTO log_lines ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._connection().executemany(asked, map(row_of, lines))

    # -- what is refused --------------------------------------------------------------------

    def _words(self, error: Exception) -> Words:
        if isinstance(error, OSError):
            return (error.strerror or str(error)).lower(), "a file that can be used", ""
        if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
            return self._undecodable() or _DAMAGED  # of a line, or else of a name
        name = getattr(error, "sqlite_errorname", "") or ""
        of = name if name in _REFUSED else "_".join(name.split("_")[:2])
        if of == "SQLITE_CANTOPEN" and self._is_read_only and self._seen()[-1]:
            return _BESIDE
        return _REFUSED.get(of, (str(error), "a log in order", ""))

    def _undecodable(self) -> Words | None:
        """Which line has bytes that are no UTF-8."""
        unreadable = suppress(sqlite3.Error, UnicodeDecodeError)
        with unreadable, closing(self._connect()) as connection:
            connection.text_factory = bytes
            for row in connection.execute(f"SELECT {COLUMNS} FROM log_lines ORDER BY number"):
                columns = zip(COLUMNS.split(", "), row, strict=True)
                for name, text in ((name, it) for name, it in columns if isinstance(it, bytes)):
                    try:
                        text.decode()
                    except UnicodeDecodeError as error:
                        byte = f"byte 0x{text[error.start]:02x} at place {error.start + 1}"
                        return f"line {row[0]}: {name}: {byte}", "UTF-8", _DAMAGED[2]
        return None


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


def holds_log(path: Path) -> bool:
    """Whether a file of SQLite is a log, or may be one of which a part stands beside it.

    Read as `is_sqlite` reads, and so without what its log of writes holds.
    """
    if path.with_name(f"{path.name}-wal").exists():
        return True
    address = f"{path.absolute().as_uri()}?immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            (ours,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error:
        return False
    return bool(ours == OURS)


def _told_of(connection: Connection) -> tuple[int, int, int]:
    """The application and the version of an SQLite file, and how many tables it has."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return _pragma(connection, "application_id"), _pragma(connection, "user_version"), tables


def _pragma(connection: Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def _size(path: Path) -> int:
    """The size of a file; 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


_BESIDE = (
    "a log in a folder that may only be read, on which somebody is or was at work",
    "one that was closed, or a folder to write to",
    "copy it together with its -wal file, and open the copy",
)
_DAMAGED = ("a log that is damaged", "a whole one", "take the last good copy")
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
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_IOERR": ("a disk that fails", "one that works", "nothing was taken in"),
    "SQLITE_TOOBIG": ("a record too large for SQLite", "a smaller one", "split it"),
}
"""By SQLite's code: what was found, what was expected, what to do."""
