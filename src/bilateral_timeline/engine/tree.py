"""A persistent sorted sequence whose nodes remember summaries of what is below them.

A node is never changed: an edit (see `edits`) makes new nodes on the way to what it touches and
shares the rest. Items are sorted by a key that begins with a day (as an ordinal), so that a
prefix of the sequence is what happened by a day. Each item also has a day on which it became
known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, Protocol
from weakref import ref

import attrs

REMEMBERED = 32  # projections for which a node remembers something, from which it forgets the dead

Key = tuple[Any, ...]
Item = Any
Asker = ref[Any]
"""The projection for which something is remembered, as long as somebody holds it."""


class Monoid(Protocol):
    """What summarises items: `lift` one (None: it says nothing), `combine` two summaries."""

    @property
    def lift(self) -> Callable[[Any], Any]: ...  # noqa: D102
    @property
    def combine(self) -> Callable[[Any, Any], Any]: ...  # noqa: D102


class Foldable(Protocol):
    """What turns a state into the next by an item."""

    @property
    def evolve(self) -> Callable[[Any, Any], Any]: ...  # noqa: D102


@attrs.frozen
class Order:
    """By which key items are sorted, the day it begins with, and since when each is known."""

    key: Callable[[Item], Key]
    day: Callable[[Item], int]
    known: Callable[[Item], int]


@attrs.define(eq=False)
class Node:
    """A leaf (height 0) with items, or a branch with nodes of one height less."""

    parts: list[Any]
    days: list[int]
    """The day of each item of a leaf; the last day in each part of a branch."""
    known: list[int]
    """Since when each item of a leaf is known; the first such day in each part of a branch."""
    since: int
    """The first day on which any item is known."""
    last: Key
    """The key of the last item."""
    size: int
    height: int = 0
    totals: dict[Asker, list[Any]] = attrs.field(factory=dict, repr=False)
    """By reducer, the running summaries of the first parts; None until something counts."""
    folds: dict[Asker, tuple[Any, Any]] = attrs.field(factory=dict, repr=False)
    """By projection, the last state before all parts, and the state after them."""

    def sums(self, reducer: Monoid, count: int) -> list[Any]:
        """The running summaries of at least so many parts, of no event after them."""
        asker = ref(reducer)
        held = self.totals.get(asker, [])
        if len(held) >= count:
            return held
        sums = list(held)  # another thread may be at the same
        total = sums[-1] if sums else None
        for part in self.parts[len(sums) : count]:
            is_node = self.height
            try:
                one = part.sums(reducer, len(part.parts))[-1] if is_node else reducer.lift(part)
            except Exception as error:
                if not is_node:
                    error.add_note(f"It was asked of {part!r}.")
                raise
            if one is not None:
                total = one if total is None else reducer.combine(total, one)
            sums.append(total)
        _remember(self.totals, asker, sums)
        return sums


EMPTY = Node([], [], [], 0, (), 0)


def _remember(memo: dict[Asker, Any], asker: Asker, found: object) -> None:
    if asker not in memo and len(memo) >= REMEMBERED:
        for dead in [other for other in memo if other() is None]:
            del memo[dead]
    memo[asker] = found


def fold(node: Node, day: int, reducer: Monoid) -> Any:
    """The summary of the items by a day; None if none of them counts. O(log n)."""
    total, combine, asker = None, reducer.combine, ref(reducer)
    while True:
        at = bisect_right(node.days, day)
        if at:
            sums = node.totals.get(asker)
            if sums is None or len(sums) < at:
                sums = node.sums(reducer, at)
            part = sums[at - 1]
            if part is not None:
                total = part if total is None else combine(total, part)
        if at == len(node.parts) or not node.height:
            return total
        node = node.parts[at]


def replay(node: Node, day: int, projection: Foldable, state: Any) -> Any:
    """The fold of any projection over the items by a day, from a state.

    A branch remembers its last (state before, state after), so what stands before a change
    is not folded again.
    """
    at = bisect_right(node.days, day)
    if not node.height:
        for item in node.parts[:at]:
            state = projection.evolve(state, item)
        return state
    whole, before, asker = at == len(node.parts), state, ref(projection)
    if whole and asker in node.folds:
        held, after = node.folds[asker]
        if held is state:
            return after
    for part in node.parts[:at]:
        state = replay(part, day, projection, state)
    if not whole:
        return replay(node.parts[at], day, projection, state)
    _remember(node.folds, asker, (before, state))
    return state


def leaves(
    node: Node, after: int, until: int, skip: Callable[[Node], bool] = lambda _: False
) -> Iterator[Node]:
    """The leaves that have items in (after, until], in order, but for the nodes to skip."""
    nodes = [node]
    while nodes:
        node = nodes.pop()
        if not node.height:
            yield node
            continue
        low, high = bisect_right(node.days, after), bisect_right(node.days, until)
        nodes += [part for part in reversed(node.parts[low : high + 1]) if not skip(part)]


def walk(
    node: Node, after: int, until: int, skip: Callable[[Node], bool] = lambda _: False
) -> Iterator[Item]:
    """The items in (after, until], in order, but for the nodes to skip."""
    for leaf in leaves(node, after, until, skip):
        yield from leaf.parts[bisect_right(leaf.days, after) : bisect_right(leaf.days, until)]


def latest(node: Node, day: int, known: int) -> Item | None:
    """The last item by a day that is known by another."""
    at = bisect_right(node.days, day)
    for place in range(min(at, len(node.parts) - 1), -1, -1):
        if node.known[place] <= known:
            if node.height:
                found = latest(node.parts[place], day, known)
                if found is not None:
                    return found
            elif place < at:
                return node.parts[place]
    return None


def newest(node: Node, day: int, known: int) -> Iterator[Item]:
    """The items by a day that are known by another, the last first."""
    at = bisect_right(node.days, day)
    for place in range(min(at, len(node.parts) - 1), -1, -1):
        if node.known[place] <= known:
            if node.height:
                yield from newest(node.parts[place], day, known)
            elif place < at:
                yield node.parts[place]


def count(node: Node, day: int) -> int:
    """How many items there are by a day."""
    found: int = 0
    while True:
        at = bisect_right(node.days, day)
        if not node.height:
            return found + at
        found += sum([part.size for part in node.parts[:at]])
        if at == len(node.parts):
            return found
        node = node.parts[at]


def day_of(node: Node, place: int) -> int:
    """The day of the item at a place, from 0."""
    while node.height:
        for part in node.parts:
            if place < part.size:
                node = part
                break
            place -= part.size
    day: int = node.days[place]
    return day


def find(node: Node, place: int, reducer: Monoid) -> Item:
    """The item at which a count, as a reducer gives it, comes to exceed a place, from 0."""
    while True:
        sums = node.sums(reducer, len(node.parts))
        at = bisect_right(sums, place, key=lambda total: total or 0)
        if not node.height:
            return node.parts[at]
        place -= (sums[at - 1] or 0) if at else 0
        node = node.parts[at]


def differing(one: Node, other: Node) -> tuple[list[Item], list[Item]]:
    """The items of only one of two trees, for each; what they share is passed over."""
    left, right = [one], [other]
    for height in range(max(one.height, other.height), -1, -1):
        shared = set(map(id, left)) & set(map(id, right))
        left = [node for node in left if id(node) not in shared]
        right = [node for node in right if id(node) not in shared]
        if height:
            left, right = _opened(left, height), _opened(right, height)
    mine = {id(item): item for node in left for item in node.parts}
    yours = {id(item): item for node in right for item in node.parts}
    same = {mine[it] for it in mine.keys() - yours.keys()}
    same &= {yours[it] for it in yours.keys() - mine.keys()}
    return (
        [x for at, x in mine.items() if at not in yours and x not in same],
        [x for at, x in yours.items() if at not in mine and x not in same],
    )


def _opened(nodes: list[Node], height: int) -> list[Node]:
    """The nodes, those of a height replaced by their parts."""
    return [part for node in nodes for part in (node.parts if node.height == height else [node])]
