"""The trees of past days that are kept, by day."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from threading import Lock

from sortedcontainers import SortedDict

from ..records.order import END
from .sizes import SIZES
from .tree import EMPTY, Node

FEW = 8  # as many of them where there are few events, and a tree is soon made


class Kept:
    """Trees of the past by day; of too many, the one that was not used for longest goes.

    The first to go are those that were only made on the way to another. Threads may share it.
    """

    __slots__ = ("_lock", "_trees", "_used")

    def __init__(self, trees: Iterable[tuple[int, Node]] = ()) -> None:
        self._trees: SortedDict[int, Node] = SortedDict(trees)
        self._used = OrderedDict.fromkeys(self._trees)
        self._lock = Lock()

    def get(self, day: int) -> Node | None:
        """The tree of a day."""
        tree = self._trees.get(day)
        if tree is not None:
            try:  # noqa: SIM105 - a context manager takes longer than all the rest
                self._used.move_to_end(day)
            except KeyError:  # another thread has just let it go
                pass
        return tree

    def around(self, day: int) -> tuple[tuple[int, Node], tuple[int, Node]]:
        """The nearest trees until a day and after it; empty ones where there is none."""
        with self._lock:
            at = self._trees.bisect_right(day)
            before = self._trees.peekitem(at - 1) if at else (0, EMPTY)
            return before, self._trees.peekitem(at) if at < len(self._trees) else (END, EMPTY)

    def put(self, day: int, tree: Node, asked: bool, most: int | None = None) -> None:
        """Keep a tree that was asked for, or one on the way to it."""
        with self._lock:
            self._trees[day], self._used[day] = tree, None
            self._used.move_to_end(day, last=asked)
            if len(self._trees) > (SIZES.kept if most is None else most):
                first, second, *_ = self._used
                oldest = second if first == day else first
                del self._trees[oldest], self._used[oldest]

    def before(self, day: int) -> Kept:
        """The trees before a day."""
        return Kept((at, tree) for at, tree in self.items() if at < day)

    def items(self) -> Iterator[tuple[int, Node]]:
        """The trees by day."""
        with self._lock:
            held = list(self._trees.items())
        yield from held
