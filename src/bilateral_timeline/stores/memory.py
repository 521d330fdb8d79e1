"""A store in memory: the plainest that keeps the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from threading import Condition, Lock

from ..records.chain import NOTHING, Line, Sort
from .store import Kept


class MemoryStore:
    """Lines in a list: gone with the process, and the same for all who hold the store."""

    def __init__(self) -> None:
        self.where = "memory"
        self._lines: list[Line] = []
        self._keys: dict[tuple[str, int], Line] = {}
        self._kept: dict[str, Kept] = {}
        self._added: tuple[list[Line], dict[str, Kept]] = [], {}
        self._writing = Lock()
        self._news = Condition()

    def last(self) -> Line:
        """The last line."""
        return self._lines[-1] if self._lines else NOTHING

    def lines(self, after: int = 0, sort: Sort | None = None) -> Iterator[Line]:
        """The lines after a number."""
        for line in islice(self._lines, after, len(self._lines)):
            if sort is None or line.sort == sort:
                yield line

    def find(self, keys: Sequence[tuple[str, int]]) -> list[Line]:
        """The records of some ids and revisions."""
        return [self._keys[key] for key in keys if key in self._keys]

    def of(self, id: str) -> list[Line]:
        """All records of an id."""
        return [line for line in self._lines if line.id == id and line.sort == "record"]

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn of a writer: what it adds is read once the turn has ended."""
        with self._writing:
            self._added = [], {}
            yield
            lines, kept = self._added
            self._lines += lines
            self._keys |= {(one.id, one.revision): one for one in lines if one.sort == "record"}
            self._kept |= kept
        with self._news:
            self._news.notify_all()

    def add(self, lines: Iterable[Line]) -> None:
        """Add lines."""
        self._added[0].extend(lines)

    def wait(self, after: int, seconds: float) -> None:
        """Wait for a line after a number."""
        with self._news:
            self._news.wait_for(lambda: self.last().number > after, seconds)

    def recall(self, name: str) -> Kept | None:
        """What a consumer has kept."""
        return self._kept.get(name)

    def keep(self, name: str, kept: Kept) -> None:
        """Keep it."""
        self._added[1][name] = kept

    def damage(self) -> Sequence[str]:
        """Nothing is."""
        return ()

    def close(self) -> None:
        """Nothing is to be let go of."""
