"""A store in PostgreSQL: writers on several machines, one after the other.

A writer locks the table of lines for its turn, so that positions follow each other in the order in
which turns end, and no smaller one becomes visible after a larger. Readers are not held up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress

from ..errors import ExtraError
from ..records.chain import Line
from .opened import without_password
from .tables import COLUMNS, VERSION, Row, TableStore, Words, row_of, tables

try:
    import psycopg
    from psycopg.pq import TransactionStatus
except ImportError as error:
    needs = "PostgreSQL needs psycopg: pip install 'bilateral-timeline[postgres]'"
    raise ExtraError(needs) from error

_COMMENT = "bilateral_timeline, version "  # on the table `log_lines`
_TABLES = f"{tables('bigint', 'text::json')};\nCOMMENT ON TABLE log_lines IS '{_COMMENT}{VERSION}'"
_LOOK = "SELECT to_regclass('log_lines'), obj_description(to_regclass('log_lines'))"
_FIND_MANY = (
    "SELECT found.* FROM unnest(?::text[], ?::bigint[]) AS asked (of_id, of_revision), "
    f"LATERAL (SELECT {COLUMNS} FROM log_lines WHERE id = of_id AND revision = of_revision "
    "AND sort = 'record' OFFSET 0) AS found"  # each by the index: never a look at all lines
)
_CHANNEL = "log_lines"
_ADD = (
    f"WITH added AS (INSERT INTO log_lines ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)) "
    f"SELECT pg_notify('{_CHANNEL}', '')"
)
_COPY = f"COPY log_lines ({COLUMNS}) FROM STDIN"
_FEW = 10  # lines that are added or found sooner one by one than by a copy or lists
_CREATING = 0x42544C47  # the lock under which tables are made
_ROWS = 2_000  # that are read at once


class PostgresStore(TableStore["psycopg.Connection[Row]"]):
    """A log in a schema of PostgreSQL."""

    _errors = (psycopg.Error,)

    def __init__(self, address: str, *, create: bool = True) -> None:
        self._address, self._create = address, create
        super().__init__(without_password(address))

    def _begin(self) -> None:
        connection = self._connection()
        with connection.transaction():
            self._rows("SELECT pg_advisory_xact_lock(?)", _CREATING)
            ((table, comment),) = self._rows(_LOOK)
            if table is None:
                if not self._create:
                    raise self._refused("no such log", "a log that is there", "look at the name")
                connection.execute(_TABLES)
                return
        told = comment or ""
        version = told.removeprefix(_COMMENT)
        if not told.startswith(_COMMENT) or not version.isdecimal():
            found = "a table log_lines of something else"
            advice = "name another schema: ?options=-csearch_path%3DNAME"
            raise self._refused(found, "a log of this library", advice)
        self._require_version(int(version))

    def _connect(self) -> psycopg.Connection[Row]:
        return psycopg.connect(self._address, autocommit=True)

    def _is_lost(self, connection: psycopg.Connection[Row]) -> bool:
        return connection.closed

    # -- reading ----------------------------------------------------------------------------

    def _rows(self, asked: str, *given: object) -> list[Row]:
        cursor = self._connection().execute(asked.replace("?", "%s"), given)
        return cursor.fetchall() if cursor.rownumber is not None else []

    def _stream(self, asked: str, *given: object) -> Iterator[Row]:
        """The rows, by a cursor of the server."""
        with (
            closing(self._connect()) as connection,
            connection.transaction(),
            connection.cursor("lines") as cursor,
        ):
            cursor.itersize = _ROWS
            yield from cursor.execute(asked.replace("?", "%s"), given)

    def find(self, keys: Sequence[tuple[str, int]]) -> list[Line]:
        """The records of some ids and revisions; of very many, asked for by two lists."""
        if len(keys) < _FEW:
            return super().find(keys)
        with self._asking():
            ids, revisions = map(list, zip(*keys, strict=True))
            return [*map(self._line, self._rows(_FIND_MANY, ids, revisions))]

    def wait(self, after: int, seconds: float) -> None:
        """Wait for a line after a number, of which the server tells."""
        with self._asking():
            connection = self._connection()
            connection.execute(f"LISTEN {_CHANNEL}")
            if self.last().number <= after:
                for _ in connection.notifies(timeout=seconds, stop_after=1):
                    pass
            connection.execute(f"UNLISTEN {_CHANNEL}")  # or it would collect them for good

    # -- writing ----------------------------------------------------------------------------

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn of a writer: the table is locked for others that write, until it ends."""
        with self._asking():
            connection = self._connection()
            try:
                connection.execute("BEGIN; LOCK TABLE log_lines IN EXCLUSIVE MODE")  # one trip
                yield
                connection.execute("COMMIT")
            except BaseException:
                with suppress(psycopg.Error):
                    connection.rollback()
                if connection.info.transaction_status != TransactionStatus.IDLE:
                    connection.close()  # it is in no state to go on
                raise

    def add(self, lines: Iterable[Line]) -> None:
        """Add lines, and tell those who wait once the turn has ended."""
        rows = [*map(row_of, lines)]
        if len(rows) < _FEW:
            for row in rows:
                self._rows(_ADD, *row)
            return
        with self._connection().cursor() as cursor:
            with cursor.copy(_COPY) as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"NOTIFY {_CHANNEL}")

    # -- what is refused --------------------------------------------------------------------

    def _words(self, error: Exception) -> Words:
        text = " ".join(str(error).split())
        state = getattr(error, "sqlstate", "") or ""
        for begin, words, *told in _REFUSED:
            if (begin and state.startswith(begin)) or (words and words in text):
                found, expected, advice = told
                return found, expected, advice
        return text, "a log in order", ""


_PASSWORD = "put it in PGPASSWORD or ~/.pgpass: a log that is pickled or copied has none"
_REFUSED = (
    ("", "no password supplied", "no password", "the one of this role", _PASSWORD),
    ("28", "password authentication failed", "a wrong name or password", "one that it lets in", ""),
    ("", 'FATAL: role "', "a wrong name or password", "one that it lets in", ""),
    ("3F", "", "no schema that this role may use", "one", "CREATE SCHEMA, or GRANT USAGE"),
    ("3D", "does not exist", "no such database", "one that is there", "create it with createdb"),
    ("42501", "", "no permission", "a role that may do this", "ask its owner: GRANT"),
    ("25006", "", "a server that may only be read", "one to write to", "name the primary"),
    ("53100", "", "a disk of the server that is full", "room for the log", "nothing was taken in"),
    ("53300", "", "a server with no connection left", "one to spare", "try again later"),
    ("57P", "", "a server that shut down or cut us off", "one that answers", "try again"),
    ("08", "", "a server that has gone", "one that answers", "look whether it runs; try again"),
    ("", "server closed", "a server that has gone", "one that answers", "try again"),
    ("", "connection is lost", "a server that has gone", "one that answers", "try again"),
    ("", "connection", "a server that does not answer", "one that does", "look whether it runs"),
)
"""By the SQLSTATE, or words of the message: what was found, what was expected, what to do."""
