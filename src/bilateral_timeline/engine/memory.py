"""What is remembered for a projection: with nobody left who holds the projection, it goes too.

A node of a tree knows nothing of who asks. Each projection has a `Memory` of its own, in which
stands what was worked out for a node, as long as the node is part of any tree. All that is put
in is a value: two threads may work out the same thing twice, never half of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary, ref

BRANCHES = 16  # branches within which states are kept for a projection
MARKS = 32  # states that are kept within one of them
WATCHED = 64  # first steps of a fold that are watched for changing the state they are given


class Memory:
    """The summaries of a reducer, or the states of another fold, by node.

    Of a fold there is a state before and after each branch of a tree (of about 500 events), and
    of a tree that is one branch, of each leaf; within branches, at the places that were asked
    last, at most BRANCHES times MARKS more.
    """

    __slots__ = ("__weakref__", "_lock", "_marks", "folded", "totals", "watched")

    def __init__(self) -> None:
        self.totals: WeakKeyDictionary[Any, list[Any]] = WeakKeyDictionary()
        """By node, the running summaries of its first parts; None until something counts."""
        self.folded: WeakKeyDictionary[Any, tuple[Any, Any]] = WeakKeyDictionary()
        """By node, the last state before all its parts, and the state after them."""
        self._marks: OrderedDict[Any, tuple[Any, list[int], list[Any]]] = OrderedDict()
        self._lock = Lock()
        self.watched = WATCHED
        """How many more steps are watched for changing the state they are given."""

    def mark_before(self, node: Any, start: Any, count: int) -> tuple[int, Any]:
        """The last place within a node, at most `count`, whose state is kept, and that state.

        The state is one that was reached from the same `start`: without any, `start` itself.
        """
        with self._lock:
            held = self._marks.get(node)
            if held is None or held[0] is not start:
                return 0, start
            self._marks.move_to_end(node)
        _, places, states = held
        at = bisect_right(places, count)
        return (places[at - 1], states[at - 1]) if at else (0, start)

    def mark(self, node: Any, start: Any, count: int, state: Any) -> None:
        """Keep the state at a place within a node."""
        with self._lock:
            held = self._marks.get(node)
            if held is None or held[0] is not start:
                places, states = [count], [state]
            else:
                _, places, states = held
                at = bisect_right(places, count)
                if at and places[at - 1] == count:
                    return
                if len(places) >= MARKS:  # every other one stays
                    places, states = places[::2], states[::2]
                    at = bisect_right(places, count)
                places = [*places[:at], count, *places[at:]]
                states = [*states[:at], state, *states[at:]]
            self._marks[node] = start, places, states
            self._marks.move_to_end(node)
            if len(self._marks) > BRANCHES:
                self._marks.popitem(last=False)


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
