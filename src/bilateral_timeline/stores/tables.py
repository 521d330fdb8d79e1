"""What a store in the tables of a database does, whichever database that is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from operator import attrgetter
from typing import Any, ClassVar, Generic

from ..errors import Problem, StoreError
from ..records.chain import NOTHING, Line, Sort
from .connections import C, Connections
from .store import Kept

Row = tuple[Any, ...]
Words = tuple[str, str, str]
"""What was found, what was expected, what to do."""

VERSION = 1
"""The version of the tables."""
COLUMNS = "number, position, sort, id, revision, text, hash, earliest, latest"
row_of: Callable[[Line], Row] = attrgetter(*COLUMNS.split(", "))
"""A line as a row."""
_LINES = f"SELECT {COLUMNS} FROM log_lines"
_FIND = (
    "WITH asked (of_id, of_revision) AS (VALUES {})"
    f" SELECT {COLUMNS} FROM asked JOIN log_lines"
    " ON id = of_id AND revision = of_revision AND sort = 'record'"
)
_KEYS = 400  # keys in one question


def tables(whole: str, json: str) -> str:
    """The statements that make the tables, by the words for a whole number and for text as JSON."""
    return f"""
CREATE TABLE log_lines (
    number   {whole} PRIMARY KEY,
    position {whole} NOT NULL,
    sort     TEXT NOT NULL,
    id       TEXT NOT NULL,
    revision {whole} NOT NULL,
    earliest TEXT,
    latest   TEXT,
    text     TEXT NOT NULL,
    hash     TEXT NOT NULL
);
CREATE UNIQUE INDEX log_keys ON log_lines (id, revision) WHERE sort = 'record';
CREATE INDEX log_others ON log_lines (number) WHERE sort <> 'record';
CREATE TABLE log_kept (name TEXT PRIMARY KEY, position {whole} NOT NULL, text TEXT NOT NULL);
CREATE VIEW records AS
    SELECT position, id, revision, {json} ->> 'kind' AS kind, earliest, latest,
           {json} ->> 'known' AS known, {json} ->> 'when' AS "when", {json} ->> 'title' AS title,
           {json} -> 'parties' AS parties, {json} -> 'what' AS body, {json} -> 'sources' AS sources,
           {json} ->> 'retracted' AS retracted, text AS record, hash
    FROM log_lines WHERE sort = 'record';
CREATE VIEW works AS
    SELECT id, {json} ->> 'title' AS title, {json} -> 'author' AS author,
           {json} ->> 'publisher' AS publisher, {json} ->> 'issued' AS issued,
           {json} ->> 'known' AS known, {json} ->> 'url' AS url, text AS work, hash
    FROM log_lines WHERE sort = 'work'
"""


class TableStore(ABC, Generic[C]):
    """Lines in the table `log_lines`; the views `records` and `works` are for people.

    Each database adds how it is opened and read without an end, how a writer has its turn, and
    in which words it refuses. Statements have `?` where a value goes.
    """

    _errors: ClassVar[tuple[type[Exception], ...]]
    """What it raises."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._connections = Connections(self._connect, self._is_lost)
        self._is_closed = False
        try:
            with self._asking():
                self._begin()
        except BaseException:
            self.close()
            raise

    @abstractmethod
    def _begin(self) -> None:
        """Look whether it is a log, and make one where there is none."""

    @abstractmethod
    def _connect(self) -> C:
        """A new connection."""

    @abstractmethod
    def _is_lost(self, connection: C) -> bool:
        """Whether a connection is one that cannot be used any more."""

    @abstractmethod
    def _rows(self, asked: str, *given: object) -> list[Row]:
        """The rows of a statement."""

    @abstractmethod
    def _stream(self, asked: str, *given: object) -> Iterator[Row]:
        """The same without holding them all, of one moment, on a connection of their own."""

    @abstractmethod
    def _words(self, error: Exception) -> Words:
        """What is told of an error."""

    def _line(self, row: Row) -> Line:
        return Line(*row)

    # -- the contract, as far as it is the same ---------------------------------------------

    def last(self) -> Line:
        """The last line."""
        with self._asking():
            rows = self._rows(f"{_LINES} ORDER BY number DESC LIMIT 1")
            return self._line(rows[0]) if rows else NOTHING

    def lines(self, after: int = 0, sort: Sort | None = None) -> Iterator[Line]:
        """The lines after a number."""
        asked, given = f"{_LINES} WHERE number > ?", [after, *filter(None, (sort,))]
        if sort is not None:
            asked += " AND sort = ?"
        if sort not in (None, "record"):
            asked += " AND sort <> 'record'"  # for the index
        with self._asking():
            self._connection()
            for row in self._stream(f"{asked} ORDER BY number", *given):
                yield self._line(row)

    def find(self, keys: Sequence[tuple[str, int]]) -> list[Line]:
        """The records of some ids and revisions."""
        found: list[Row] = []
        with self._asking():
            for at in range(0, len(keys), _KEYS):
                some = keys[at : at + _KEYS]
                asked = _FIND.format(", ".join(["(?, ?)"] * len(some)))
                found += self._rows(asked, *chain.from_iterable(some))
            return [*map(self._line, found)]

    def of(self, id: str) -> list[Line]:
        """All records of an id."""
        with self._asking():
            asked = f"{_LINES} WHERE id = ? AND sort = 'record' ORDER BY number"
            return [*map(self._line, self._rows(asked, id))]

    def recall(self, name: str) -> Kept | None:
        """What a consumer has kept."""
        with self._asking():
            rows = self._rows("SELECT position, text FROM log_kept WHERE name = ?", name)
            return Kept(*rows[0]) if rows else None

    def keep(self, name: str, kept: Kept) -> None:
        """Keep it."""
        asked = (
            "INSERT INTO log_kept VALUES (?, ?, ?) ON CONFLICT (name) "
            "DO UPDATE SET position = excluded.position, text = excluded.text"
        )
        self._rows(asked, name, *kept)

    def damage(self) -> Sequence[str]:
        """What the database says is damaged; here, it has no way to tell."""
        return ()

    def close(self) -> None:
        """Close the connections of all threads."""
        self._is_closed = True
        self._connections.close()

    # -- connections, and what is refused ---------------------------------------------------

    def _connection(self) -> C:
        """The connection of this thread; a new one where it was lost."""
        if self._is_closed:
            raise self._refused("a log that was closed", "an open one", "open it again")
        if self._connections.are_of_parent:
            found = "a log that was opened before the process was forked"
            raise self._refused(found, "one of its own", "open it in each process")
        return self._connections.own()

    def _require_version(self, version: int) -> None:
        """Refuse a log that was made by a later release."""
        if version > VERSION:
            advice = "bring the library up to date"
            raise self._refused(f"a log of version {version}", f"version {VERSION}", advice)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Tell what the database refuses as a `StoreError`."""
        try:
            yield
        except self._errors as error:
            raise self._refused(*self._words(error)) from error

    def _refused(self, found: str, expected: str, advice: str) -> StoreError:
        return StoreError(Problem(self.where, found, expected, advice))
