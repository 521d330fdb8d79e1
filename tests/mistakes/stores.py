"""Stores with a mistake each; `MemoryStore`, of which they are made, is their correct twin."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import attrs

from bilateral_timeline.records.chain import Line, Sort
from bilateral_timeline.stores.memory import MemoryStore
from bilateral_timeline.stores.store import Kept
from bilateral_timeline.testing import OpenStore

from .harbour import Mistake


class Late(MemoryStore):
    """What is added is seen before its turn has ended."""

    def add(self, lines: Iterable[Line]) -> None:
        told = [*lines]
        self._lines += told
        self._keys |= {(line.id, line.revision): line for line in told}


class Forgetful(MemoryStore):
    """Of several lines, the last is lost."""

    def add(self, lines: Iterable[Line]) -> None:
        told = [*lines]
        super().add(told[: max(1, len(told) - 1)])


class Lasting(MemoryStore):
    """A turn that fails is kept."""

    @contextmanager
    def turn(self) -> Iterator[None]:
        raised = None
        with super().turn():
            try:
                yield
            except Exception as error:
                raised = error
        if raised:
            raise raised


class Crowded(MemoryStore):
    """Anybody writes at any time."""

    @contextmanager
    def turn(self) -> Iterator[None]:
        self._added = [], {}
        yield
        lines, kept = self._added
        time.sleep(0.001)
        self._lines += lines
        self._keys |= {(line.id, line.revision): line for line in lines}
        self._kept |= kept


class Tidy(MemoryStore):
    """Numbers are written as JSON's writers like them."""

    def add(self, lines: Iterable[Line]) -> None:
        super().add(attrs.evolve(n, text=n.text.replace("1.10", "1.1")) for n in lines)


class Dayless(MemoryStore):
    """The days of an event are lost."""

    def add(self, lines: Iterable[Line]) -> None:
        super().add(attrs.evolve(n, earliest=None, latest=None) for n in lines)


class Fragile(MemoryStore):
    """It says that it is damaged as soon as it holds anything."""

    def damage(self) -> Sequence[str]:
        return ["a page"] * len(self._lines)


class Mixed(MemoryStore):
    """Works are taken for records of their id."""

    def of(self, id: str) -> list[Line]:
        return [line for line in self._lines if line.id == id]


class Backwards(MemoryStore):
    """The newest lines come first."""

    def lines(self, after: int = 0, sort: Sort | None = None) -> Iterator[Line]:
        return iter(reversed([*super().lines(after, sort)]))


class Following(MemoryStore):
    """Lines are read as of no moment."""

    def lines(self, after: int = 0, sort: Sort | None = None) -> Iterator[Line]:
        while after < len(self._lines):
            if sort in (None, self._lines[after].sort):
                yield self._lines[after]
            after += 1


class Few(MemoryStore):
    """No more than a hundred keys are looked for."""

    def find(self, keys: Sequence[tuple[str, int]]) -> list[Line]:
        return super().find(keys[:100])


class First(MemoryStore):
    """What a consumer kept first stays."""

    def recall(self, name: str) -> Kept | None:
        return self._first.setdefault(name, kept) if (kept := super().recall(name)) else None

    def __init__(self) -> None:
        super().__init__()
        self._first: dict[str, Kept] = {}


class Once(MemoryStore):
    """It can be closed once."""

    def close(self) -> None:
        del self._news


class OneADay(MemoryStore):
    """Of two records of one day, the second is lost."""

    def add(self, lines: Iterable[Line]) -> None:
        seen = {(line.earliest, line.latest) for line in self._lines if line.sort == "record"}
        for line in lines:
            if line.sort != "record" or (line.earliest, line.latest) not in seen:
                super().add([line])
            seen.add((line.earliest, line.latest))


class TooSoon(MemoryStore):
    """A turn ends before what was added in it is written: that happens with the next one."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: tuple[list[Line], dict[str, Kept]] = [], {}

    @contextmanager
    def turn(self) -> Iterator[None]:
        with super().turn():
            yield
            self._added, self._waiting = self._waiting, self._added


class Counting(MemoryStore):
    """Each writer numbers its lines by a counter of its own, and leaves out what others took."""

    def __init__(self) -> None:
        super().__init__()
        self._next = 1

    def add(self, lines: Iterable[Line]) -> None:
        for line in lines:
            super().add([attrs.evolve(line, number=self._next)])
            self._next += 1

    @contextmanager
    def turn(self) -> Iterator[None]:
        with super().turn():
            try:
                yield
            except Exception:
                self._next += 1  # what a turn took that failed is not given back
                raise


def opened(store: type[MemoryStore]) -> Callable[[], OpenStore]:
    """How a store is opened at places of its own."""

    def places() -> OpenStore:
        held: dict[str, MemoryStore] = {}
        return lambda name: held.setdefault(name, store())

    return places


def forgetting(_: str) -> MemoryStore:
    """A store that forgets when it is opened again."""
    return MemoryStore()


CORRECT = opened(MemoryStore)
MISTAKES = (
    *(
        Mistake((store.__doc__ or "").partition(".")[0].lower(), "", opened(store), CORRECT)
        for store in (
            Late,
            Forgetful,
            Lasting,
            Crowded,
            Tidy,
            Dayless,
            Fragile,
            Mixed,
            Backwards,
            Following,
            Few,
            First,
            Once,
            OneADay,
            TooSoon,
            Counting,
        )
    ),
    Mistake("forgets when it is opened again", "", lambda: forgetting, CORRECT),
)
