"""The contract of a store: lines that are only ever added, one writer at a time, and no more.

Whoever keeps a log elsewhere writes these eleven methods; what a record is, what follows on it, and
when a writer is refused, is the log's. `bilateral_timeline.testing` has the suite that a store
must pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from ..records.chain import Line, Sort


class Kept(NamedTuple):
    """What a consumer of a log keeps with it: how far it has come, and what it made of that."""

    position: int
    text: str


class Store(Protocol):
    """Where the lines of a log are kept.

    Any thread may call any method. What is added in a turn is read once the turn has ended.
    """

    where: str
    """The place, as `open_log` takes it, without a password."""

    def last(self) -> Line:
        """The last line; `NOTHING` of an empty log."""

    def lines(self, after: int = 0, sort: Sort | None = None) -> Iterator[Line]:
        """The lines after a number, in order, as of one moment, without holding them all.

        Only those of a sort, if one is given.
        """

    def find(self, keys: Sequence[tuple[str, int]]) -> list[Line]:
        """The records of some ids and revisions, those that there are."""

    def of(self, id: str) -> list[Line]:
        """All records of an id, in order."""

    def turn(self) -> AbstractContextManager[None]:
        """The turn of a writer: nobody else writes; all of it is kept at the end, or nothing.

        Once it has ended without an error, what was added outlives the process.
        """

    def add(self, lines: Iterable[Line]) -> None:
        """Add lines, within a turn."""

    def wait(self, after: int, seconds: float) -> None:
        """Wait until there is a line after a number, or until so much time has passed."""

    def recall(self, name: str) -> Kept | None:
        """What a consumer has kept under its name."""

    def keep(self, name: str, kept: Kept) -> None:
        """Keep it, in place of what there was, within a turn."""

    def damage(self) -> Sequence[str]:
        """What is damaged in the place itself, beside its lines; nothing where it cannot tell."""

    def close(self) -> None:
        """Let go of files and connections; twice is no error."""
