"""What is worked out of a tree and remembered: the totals of reducers, the states of other folds.

Each function takes the `Memory` of who asks; see there what is kept, and for how long.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, MutableMapping, MutableSequence, MutableSet
from operator import is_
from typing import Any, Protocol
from weakref import WeakKeyDictionary, ref

from ...errors import InputError, Problem
from ...records.bulk import BULK, uncollected
from ..memory import STARTS, Memory, memory_of
from .nodes import Item, Node


class Monoid(Protocol):
    """What summarises items: `summary` of one (None: it says nothing), `combine` of two."""

    def summary(self, item: Any, /) -> Any: ...  # noqa: D102
    @property
    def combine(self) -> Callable[[Any, Any], Any]: ...  # noqa: D102


class Foldable(Protocol):
    """What turns a state into the next by an item."""

    @property
    def evolve(self) -> Callable[[Any, Any], Any]: ...  # noqa: D102


def total(node: Node, day: int, reducer: Monoid) -> Any:
    """The summary of the items by a day; None if none of them counts. O(log n)."""
    # The dict behind the weak one: this is asked more often than anything else.
    found, combine = None, reducer.combine
    totals = memory_of(reducer).totals.data  # type: ignore[attr-defined]
    while True:
        at = bisect_right(node.days, day)
        if at:
            sums = totals.get(ref(node))
            if sums is None or len(sums) < at:
                if node.size < BULK:
                    sums = summed(node, at, reducer)
                else:
                    with uncollected():
                        sums = summed(node, at, reducer)
            part = sums[at - 1]
            if part is not None:
                found = part if found is None else combine(found, part)
        if at == len(node.parts) or not node.height:
            return found
        node = node.parts[at]


def summed(node: Node, count: int, reducer: Monoid) -> list[Any]:
    """The running summaries of the first parts of a node, at least so many."""
    return _summed(node, count, reducer, memory_of(reducer).totals)


def _summed(
    node: Node, count: int, reducer: Monoid, totals: WeakKeyDictionary[Any, list[Any]]
) -> list[Any]:
    held = totals.get(node) or []
    if len(held) >= count:
        return held
    sums = list(held)  # another thread may be at the same
    if not sums and (before := node.before) is not None:
        sums = (totals.get(before[0]) or [])[: before[1]]
    running = sums[-1] if sums else None
    item, summary, combine = None, reducer.summary, reducer.combine
    known = totals.data  # type: ignore[attr-defined]
    try:
        for part in node.parts[len(sums) : count]:
            if node.height:
                below = known.get(ref(part))
                if below is None or len(below) < len(part.parts):
                    below = _summed(part, len(part.parts), reducer, totals)
                one = below[-1]
            else:
                item = part
                one = summary(part)
            if one is not None:
                running = one if running is None else combine(running, one)
            sums.append(running)
    except Exception as error:
        _name(error, item)
        raise
    totals[node] = sums
    node.is_summed = True
    return sums


def counted(node: Node, place: int, reducer: Monoid) -> Item:
    """The item at which a count, as a reducer gives it, comes to exceed a place, from 0."""
    while True:
        sums = summed(node, len(node.parts), reducer)
        at = bisect_right(sums, place, key=lambda total: total or 0)
        if not node.height:
            return node.parts[at]
        place -= (sums[at - 1] or 0) if at else 0
        node = node.parts[at]


def folded(root: Node, day: int, projection: Foldable, state: Any) -> Any:
    """The fold of any projection over the items by a day, from a state.

    What was folded before is remembered: of a tree of one branch by leaf, of others by branch,
    and within a branch at the places that were asked last.
    """
    memory = memory_of(projection)
    least = 0 if root.height <= 1 else 1  # the least height of what is remembered whole
    node = root
    while True:
        at = bisect_right(node.days, day)
        if at == len(node.parts):
            return _whole(node, projection, state, memory, least)
        if node.height <= 1:
            return _within(node, day, at, projection, state, memory, least)
        for part in node.parts[:at]:
            state = _whole(part, projection, state, memory, least)
        node = node.parts[at]


def _whole(node: Node, projection: Foldable, state: Any, memory: Memory, least: int) -> Any:
    """The state after a node, from the one before it."""
    held = memory.folded.get(node, ())
    for start, end in held:
        if start is state:
            return end
    after = state
    if node.height > least:
        for part in node.parts:
            after = _whole(part, projection, after, memory, least)
    else:
        after = _run(node, 0, node.size, projection, after, memory, least)
    memory.folded[node] = ((state, after), *held[: STARTS - 1])
    return after


def _within(
    node: Node, day: int, at: int, projection: Foldable, state: Any, memory: Memory, least: int
) -> Any:
    """The state at a day within a leaf or a branch of leaves."""
    until = at
    if node.height:
        until = sum([leaf.size for leaf in node.parts[:at]])
        until += bisect_right(node.parts[at].days, day)
    place, found = memory.mark_before(node, state, until)
    if place < until:
        found = _run(node, place, until, projection, found, memory, least)
        memory.mark(node, state, until, found)
    return found


def _run(
    node: Node,
    first: int,
    until: int,
    projection: Foldable,
    state: Any,
    memory: Memory,
    least: int,
) -> Any:
    """The state after the items of a leaf, or of a branch of leaves, from one place to another."""
    evolve, item = projection.evolve, None
    if memory.watched and isinstance(state, _MUTABLE):
        evolve = _watching(evolve, memory)
    try:
        for leaf in node.parts if node.height else [node]:
            if first < leaf.size and until > 0:
                if node.height and not least and first <= 0 and until >= leaf.size:
                    state = _whole(leaf, projection, state, memory, least)
                else:
                    for item in leaf.parts[max(first, 0) : until]:
                        state = evolve(state, item)
            first, until = first - leaf.size, until - leaf.size
    except Exception as error:
        _name(error, item)
        raise
    return state


_MUTABLE = (MutableMapping, MutableSequence, MutableSet)


def _held(state: Any) -> list[Any]:
    """What a container holds, and what the containers in it hold, to be compared by identity."""
    held = _parts(state)
    return [*held, *(one for part in held for one in _parts(part))]


def _parts(state: Any) -> list[Any]:
    """What a container holds; of anything else, nothing."""
    if not isinstance(state, _MUTABLE):
        return []
    return [*state, *state.values()] if isinstance(state, Mapping) else list(state)


def _watching(evolve: Callable[[Any, Any], Any], memory: Memory) -> Callable[[Any, Any], Any]:
    """A step that is refused if it changes the state it is given, which is remembered."""

    def watched(state: Any, item: Any) -> Any:
        before = _held(state)
        after = evolve(state, item)
        memory.watched -= 1
        now = _held(state)
        if len(now) != len(before) or not all(map(is_, now, before)):
            raise InputError(
                Problem(
                    "projection",
                    "an evolve that changed the state it was given",
                    "a new state",
                    "such as {**state, key: value} or [*state, value]",
                )
            )
        return after

    return watched


def _name(error: Exception, item: Any) -> None:
    """Tell an error of a user's function of which item it was asked, once."""
    if item is not None and not getattr(error, "__notes__", None):
        error.add_note(f"It was asked of Event {item.id!r}, {item.when}.")
