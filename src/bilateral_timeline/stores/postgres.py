"""A store in PostgreSQL: writers on several machines, one after the other.

A writer locks the table of lines for its turn, so that positions follow each other in the order in
which turns end, and no smaller one becomes visible after a larger. Readers are not held up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import ExtraError, Problem, StoreError
from ..records.chain import NOTHING, Line, Sort
from .connections import Connections
from .opened import without_password
from .store import Kept

try:
    import psycopg
except ImportError as error:
    needs = "PostgreSQL needs psycopg: pip install 'bilateral-timeline[postgres]'"
    raise ExtraError(needs) from error

if TYPE_CHECKING:
    Connection = psycopg.Connection[tuple[Any, ...]]

VERSION = 1
"""The version of the tables, as the comment on `log_lines` has it."""

_COMMENT = "bilateral_timeline, version "
_TABLES = f"""
CREATE TABLE log_lines (
    number   bigint PRIMARY KEY,
    position bigint NOT NULL,
    sort     text NOT NULL,
    id       text NOT NULL,
    revision bigint NOT NULL,
    earliest text,
    latest   text,
    text     text NOT NULL,
    hash     text NOT NULL
);
COMMENT ON TABLE log_lines IS '{_COMMENT}{VERSION}';
CREATE UNIQUE INDEX log_keys ON log_lines (id, revision) WHERE sort = 'record';
CREATE INDEX log_others ON log_lines (number) WHERE sort <> 'record';
CREATE TABLE log_kept (name text PRIMARY KEY, position bigint NOT NULL, text text NOT NULL);
CREATE VIEW records AS
    SELECT position, id, revision, text::json ->> 'kind' AS kind, earliest, latest,
           text::json ->> 'known' AS known, text::json ->> 'when' AS "when",
           text::json ->> 'title' AS title, text::json -> 'parties' AS parties,
           text::json -> 'what' AS body, text::json -> 'sources' AS sources,
           text::json ->> 'retracted' AS retracted, text AS record, hash
    FROM log_lines WHERE sort = 'record';
CREATE VIEW works AS
    SELECT id, text::json ->> 'title' AS title, text::json -> 'author' AS author,
           text::json ->> 'publisher' AS publisher, text::json ->> 'issued' AS issued,
           text::json ->> 'known' AS known, text::json ->> 'url' AS url, text AS work, hash
    FROM log_lines WHERE sort = 'work';
"""
_LINE = "number, position, sort, id, revision, text, hash"
_CHANNEL = "log_lines"
_CREATING = 0x42544C47  # the lock under which tables are made


class PostgresStore:
    """Lines in the table `log_lines` of a schema; `records` and `works` are views for people."""

    def __init__(self, address: str, *, create: bool = True) -> None:
        self.where, self._address = without_password(address), address
        self._connections = Connections(self._connect, lambda connection: connection.closed)
        self._is_closed = False
        with self._asking(), ExitStack() as unless_it_opens:
            unless_it_opens.callback(self.close)
            self._begin(create)
            unless_it_opens.pop_all()

    def _begin(self, create: bool) -> None:
        connection = self._connection()
        asked = "SELECT to_regclass('log_lines'), obj_description(to_regclass('log_lines'))"
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_CREATING,))
            table, comment = connection.execute(asked).fetchone() or (None, None)
            if table is None:
                if not create:
                    raise self._refused("no such log", "a log that is there", "look at the name")
                connection.execute(_TABLES)
                return
        told = comment or ""
        version = told.removeprefix(_COMMENT)
        if not told.startswith(_COMMENT) or not version.isdecimal():
            found = "a table log_lines of something else"
            advice = "name another schema: ?options=-csearch_path%3DNAME"
            raise self._refused(found, "a log of this library", advice)
        if int(version) > VERSION:
            advice = "bring the library up to date"
            raise self._refused(f"a log of version {version}", f"version {VERSION}", advice)

    def _connection(self) -> Connection:
        """The connection of this thread; a new one where it was lost."""
        if self._is_closed:
            raise self._refused("a log that was closed", "an open one", "open it again")
        if self._connections.are_of_parent:
            found = "a log that was opened before the process was forked"
            raise self._refused(found, "one of its own", "open it in each process")
        return self._connections.own()

    def _connect(self) -> Connection:
        return psycopg.connect(self._address, autocommit=True)

    # -- reading ----------------------------------------------------------------------------

    def last(self) -> Line:
        """The last line."""
        with self._asking():
            asked = f"SELECT {_LINE} FROM log_lines ORDER BY number DESC LIMIT 1"
            row = self._connection().execute(asked).fetchone()
        return NOTHING if row is None else Line(*row)

    def lines(self, after: int = 0, sort: Sort | None = None) -> Iterator[Line]:
        """The lines after a number, by a cursor of the server, so that all are of one moment."""
        of = "" if sort is None else "AND sort = %s"
        of += "" if sort in (None, "record") else " AND sort <> 'record'"  # for the index
        asked = f"SELECT {_LINE} FROM log_lines WHERE number > %s {of} ORDER BY number"
        with self._asking():
            self._connection()
            with (
                closing(self._connect()) as connection,
                connection.transaction(),
                connection.cursor("lines") as cursor,
            ):
                cursor.itersize = 2_000
                for row in cursor.execute(asked, (after, *filter(None, (sort,)))):
                    yield Line(*row)

    def find(self, keys: Sequence[tuple[str, int]]) -> list[Line]:
        """The records of some ids and revisions."""
        asked = (
            "SELECT l.number, l.position, l.sort, l.id, l.revision, l.text, l.hash "
            "FROM unnest(%s::text[], %s::bigint[]) AS asked (id, revision) JOIN log_lines l "
            "ON l.id = asked.id AND l.revision = asked.revision AND l.sort = 'record'"
        )
        with self._asking():
            parts = ([id for id, _ in keys], [revision for _, revision in keys])
            return [Line(*row) for row in self._connection().execute(asked, parts)]

    def of(self, id: str) -> list[Line]:
        """All records of an id."""
        asked = f"SELECT {_LINE} FROM log_lines WHERE id = %s AND sort = 'record' ORDER BY number"
        with self._asking():
            return [Line(*row) for row in self._connection().execute(asked, (id,))]

    # -- writing ----------------------------------------------------------------------------

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn of a writer: the table is locked for others that write, until it ends."""
        with self._asking(), self._connection().transaction():
            self._connection().execute("LOCK TABLE log_lines IN EXCLUSIVE MODE")
            yield

    def add(self, lines: Iterable[Line]) -> None:
        """Add lines, and tell those who wait once the turn has ended."""
        connection = self._connection()
        copying = "COPY log_lines FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(copying) as copy:
            for n in lines:
                told = (n.number, n.position, n.sort, n.id, n.revision)
                copy.write_row((*told, n.earliest, n.latest, n.text, n.hash))
        connection.execute(f"NOTIFY {_CHANNEL}")

    def wait(self, after: int, seconds: float) -> None:
        """Wait for a line after a number, of which the server tells."""
        with self._asking():
            connection = self._connection()
            connection.execute(f"LISTEN {_CHANNEL}")
            if self.last().number <= after:
                for _ in connection.notifies(timeout=seconds, stop_after=1):
                    pass

    def recall(self, name: str) -> Kept | None:
        """What a consumer has kept."""
        asked = "SELECT position, text FROM log_kept WHERE name = %s"
        with self._asking():
            row = self._connection().execute(asked, (name,)).fetchone()
        return None if row is None else Kept(*row)

    def keep(self, name: str, kept: Kept) -> None:
        """Keep it."""
        self._connection().execute(
            "INSERT INTO log_kept VALUES (%s, %s, %s) ON CONFLICT (name) "
            "DO UPDATE SET position = EXCLUDED.position, text = EXCLUDED.text",
            (name, *kept),
        )

    def close(self) -> None:
        """Close the connections of all threads."""
        self._is_closed = True
        self._connections.close()

    # -- what is refused --------------------------------------------------------------------

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Tell what the server refuses, or that it has gone, as a `StoreError`."""
        try:
            yield
        except psycopg.Error as error:
            raise self._told(error) from error

    def _told(self, error: psycopg.Error) -> StoreError:
        text = " ".join(str(error).split())
        state = error.sqlstate or ""
        for begin, words, found, expected, advice in _REFUSED:
            if (begin and state.startswith(begin)) or (words and words in text):
                return self._refused(found, expected, advice)
        return self._refused(text, "a log in order", "")

    def _refused(self, found: str, expected: str, advice: str) -> StoreError:
        return StoreError(Problem(self.where, found, expected, advice))


_REFUSED = (
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
    ("", "connection", "a server that does not answer", "one that does", "look whether it runs"),
    ("", "server closed", "a server that has gone", "one that answers", "try again"),
)
"""By the SQLSTATE, or words of the message: what was found, what was expected, what to do."""
