"""What is remembered for a projection: with nobody left who holds the projection, it goes too.

A node of a tree knows nothing of who asks. Each projection has a `Memory` of its own, in which
stands what was worked out for a node, as long as the node is part of any tree. All that is put
in is a value: two threads may work out the same thing twice, never half of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary, ref

from .sizes import SIZES

STARTS = 4  # states before a node for which the state after it is kept
WATCHED = 64  # first steps of a fold that are watched for changing the state they are given


class Memory:
    """The summaries of a reducer, or the states of another fold, by node.

    Of a fold there is a state before and after each branch of a tree (of about 500 events), and
    of a tree that is one branch, of each leaf: at most STARTS pairs for each, as the pasts that
    share a node may come to it with different states. Within branches there are, at the places
    that were asked last, some WITHIN more, of one branch at most MARKS; these hold on to their
    branches.
    """

    __slots__ = ("_lock", "_marked", "_marks", "folded", "totals", "watched")

    def __init__(self) -> None:
        self.totals: WeakKeyDictionary[Any, list[Any]] = WeakKeyDictionary()
        """By node, the running summaries of its first parts; None until something counts."""
        self.folded: WeakKeyDictionary[Any, tuple[tuple[Any, Any], ...]] = WeakKeyDictionary()
        """By node, the last states before all its parts, each with the state after them."""
        self._marks: OrderedDict[tuple[Any, int], _Marks] = OrderedDict()
        self._marked = 0
        self._lock = Lock()
        self.watched = WATCHED
        """How many more steps are watched for changing the state they are given."""

    def mark_before(self, node: Any, start: Any, count: int) -> tuple[int, Any]:
        """The last place within a node, at most `count`, whose state is kept, and that state.

        The state is one that was reached from the same `start`: without any, `start` itself.
        """
        with self._lock:
            held = self._marks.get((node, id(start)))
            if held is None:
                return 0, start
            self._marks.move_to_end((node, id(start)))
        at = bisect_right(held.places, count)
        return (held.places[at - 1], held.states[at - 1]) if at else (0, start)

    def mark(self, node: Any, start: Any, count: int, state: Any) -> None:
        """Keep the state at a place within a node."""
        key = node, id(start)
        with self._lock:
            places, states, before = [count], [state], 0
            if (held := self._marks.get(key)) is not None:
                places, states = held.places, held.states
                before = len(places)
                if len(places) >= SIZES.marks:  # every other one stays
                    places, states = places[::2], states[::2]
                at = bisect_right(places, count)
                if at and places[at - 1] == count:
                    return
                places = [*places[:at], count, *places[at:]]
                states = [*states[:at], state, *states[at:]]
            self._marks[key] = _Marks(start, places, states)
            self._marks.move_to_end(key)
            self._marked += len(places) - before
            while self._marked > SIZES.within:
                _, gone = self._marks.popitem(last=False)
                self._marked -= len(gone.places)


class _Marks(NamedTuple):
    """The states at some places within a node, from one start, which is held so as to be known."""

    start: Any
    places: list[int]
    states: list[Any]


_OF: dict[int, tuple[ref[Any], Memory]] = {}


def memory_of(projection: Any) -> Memory:
    """The memory of a projection, from the first time that it is asked for until it goes."""
    number = id(projection)
    held = _OF.get(number)
    if held is not None and held[0]() is projection:
        return held[1]
    made = ref(projection, lambda gone: _forget(number, gone)), Memory()
    if held is None:
        return _OF.setdefault(number, made)[1]
    _OF[number] = made
    return made[1]


def _forget(number: int, gone: ref[Any]) -> None:
    held = _OF.get(number)
    if held is not None and held[0] is gone:
        del _OF[number]


def memories() -> list[Memory]:
    """All memories that there are."""
    return [memory for _, memory in list(_OF.values())]
