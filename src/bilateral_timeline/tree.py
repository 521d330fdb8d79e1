"""A persistent sorted sequence whose nodes remember summaries of what is below them.

A node is never changed: an edit makes new nodes on the way to what it touches and shares the
rest. Items are sorted by a key that begins with a day (as an ordinal), so that a prefix of the
sequence is what happened by a day. Each item also has a day on which it became known.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Any, Protocol

import attrs

LEAF, FAN = 16, 32  # parts of a leaf and of a branch at most: wide branches make a low tree
LEAST = 4  # a node with fewer parts is joined to a neighbour, where both fit into one
REMEMBERED = 32  # summaries of how many reducers a node keeps, the latest asked

Key = tuple[Any, ...]
Item = Any


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
    memo: dict[Any, Any] = attrs.field(factory=dict, repr=False)
    """By reducer, the running summaries of the parts; by projection, its last (state, result)."""

    def sums(self, reducer: Monoid, count: int) -> list[Any]:
        """The running summaries of at least the first parts; None until something counts."""
        sums: list[Any] = self.memo.get(reducer, [])
        if len(sums) < count:
            total = sums[-1] if sums else None
            for part in self.parts[len(sums) :]:
                is_node = self.height
                one = part.sums(reducer, len(part.parts))[-1] if is_node else reducer.lift(part)
                if one is not None:
                    total = one if total is None else reducer.combine(total, one)
                sums.append(total)
            _remember(self.memo, reducer, sums)
        return sums


EMPTY = Node([], [], [], 0, (), 0)


def _remember(memo: dict[Any, Any], asked: object, found: object) -> None:
    if asked not in memo and len(memo) >= REMEMBERED:
        del memo[next(iter(memo))]
    memo[asked] = found


# -- questions ----------------------------------------------------------------------------


def fold(node: Node, day: int, reducer: Monoid) -> Any:
    """The summary of the items by a day; None if none of them counts. O(log n)."""
    total, combine = None, reducer.combine
    while True:
        at = bisect_right(node.days, day)
        if at:
            sums = node.memo.get(reducer)
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
    whole = at == len(node.parts)
    if whole:
        before, after = node.memo.get(projection, (None, None))
        if before is state and projection in node.memo:
            return after
    before = state
    for part in node.parts[:at]:
        state = replay(part, day, projection, state)
    if not whole:
        return replay(node.parts[at], day, projection, state)
    _remember(node.memo, projection, (before, state))
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
    found = 0
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


# -- edits --------------------------------------------------------------------------------


def build(
    items: Sequence[Item],
    order: Order,
    days: list[int] | None = None,
    known: list[int] | None = None,
) -> Node:
    """The tree of some items, which are sorted already, perhaps with their days. O(n)."""
    days = list(map(order.day, items)) if days is None else days
    known = list(map(order.known, items)) if known is None else known
    cuts = _cuts(len(items), LEAF, at_end=True)
    return _rooted([_leaf(items[a:b], days[a:b], known[a:b], order) for a, b in cuts])


def edit(node: Node, drops: Iterable[Item], adds: Iterable[Item], order: Order) -> Node:
    """The tree without some items, which it has, and with others. O(log n) for each."""
    gone = sorted(map(order.key, drops))
    come = sorted(((order.key(item), item) for item in adds), key=lambda pair: pair[0])
    return _rooted(_edited(node, gone, come, order)) if gone or come else node


def _rooted(nodes: list[Node]) -> Node:
    while len(nodes) > 1:
        nodes = [_branch(nodes[a:b]) for a, b in _cuts(len(nodes), FAN, at_end=True)]
    root = nodes[0] if nodes else EMPTY
    while root.height and len(root.parts) == 1:
        root = root.parts[0]
    return root


def _edited(node: Node, gone: list[Key], come: list[tuple[Key, Item]], order: Order) -> list[Node]:
    """The nodes of the same height that take the place of one."""
    return (_edited_branch if node.height else _edited_leaf)(node, gone, come, order)


def _edited_leaf(
    node: Node, gone: list[Key], come: list[tuple[Key, Item]], order: Order
) -> list[Node]:
    items, days, known = list(node.parts), list(node.days), list(node.known)
    first = len(items)
    for key in gone:
        at = _place(items, days, key, order)
        if at == len(items) or order.key(items[at]) != key:
            raise AssertionError(f"no item {key} to take out")
        del items[at], days[at], known[at]
        first = min(first, at)
    at_end = False
    for at, (key, item) in enumerate(come):
        place = _place(items, days, key, order)
        first = min(first, place)
        if place == len(items):  # so are all that come after it
            items += [item for _, item in come[at:]]
            days += [key[0] for key, _ in come[at:]]
            known += [order.known(item) for _, item in come[at:]]
            at_end = not at
            break
        items.insert(place, item)
        days.insert(place, key[0])
        known.insert(place, order.known(item))
    nodes = [
        _leaf(items[a:b], days[a:b], known[a:b], order) for a, b in _cuts(len(items), LEAF, at_end)
    ]
    return _carried(node, nodes, first)


def _place(items: list[Item], days: list[int], key: Key, order: Order) -> int:
    """Where a key belongs: most often the day alone tells."""
    low = bisect_left(days, key[0])
    high = bisect_right(days, key[0], low)
    return bisect_left(items, key, low, high, key=order.key) if low < high else low


def _edited_branch(
    node: Node, gone: list[Key], come: list[tuple[Key, Item]], order: Order
) -> list[Node]:
    parts, days, known, size = list(node.parts), list(node.days), list(node.known), node.size
    first, grown, small = len(parts), False, False
    for at, some_gone, some_come in reversed(_shares(parts, gone, come)):
        old, made, first = parts[at], _edited(parts[at], some_gone, some_come, order), at
        parts[at : at + 1] = made
        if len(made) == 1:
            days[at], known[at] = made[0].days[-1], made[0].since
            size += made[0].size - old.size
        grown = grown or len(made) != 1
        small = small or not made or min([len(part.parts) for part in made]) < LEAST
    if small:
        parts, first = _joined(parts, order), 0
    elif not grown:
        edited = [Node(parts, days, known, min(known), parts[-1].last, size, node.height)]
        return _carried(node, edited, first)
    at_end = first == len(node.parts) - 1
    nodes = [_branch(parts[a:b]) for a, b in _cuts(len(parts), FAN, at_end)]
    return _carried(node, nodes, first)


_last = attrgetter("last")


def _shares(
    parts: list[Node], gone: list[Key], come: list[tuple[Key, Item]]
) -> list[tuple[int, list[Key], list[tuple[Key, Item]]]]:
    """Which parts are touched, each with what goes out of it and what comes into it."""
    if len(come) == 1 and not gone:
        return [(min(bisect_left(parts, come[0][0], key=_last), len(parts) - 1), gone, come)]
    shares, out, into = [], 0, 0
    while out < len(gone) or into < len(come):
        keys = [*gone[out : out + 1], *(key for key, _ in come[into : into + 1])]
        at = min(bisect_left(parts, min(keys), key=_last), len(parts) - 1)
        if at == len(parts) - 1:
            next_out, next_into = len(gone), len(come)
        else:
            next_out = bisect_right(gone, parts[at].last, out)
            next_into = bisect_right(come, parts[at].last, into, key=itemgetter(0))
        shares.append((at, gone[out:next_out], come[into:next_into]))
        out, into = next_out, next_into
    return shares


def _joined(nodes: list[Node], order: Order) -> list[Node]:
    """Neighbours in one node, where one of them has grown small and both fit."""
    joined: list[Node] = []
    for node in nodes:
        before = joined[-1] if joined else node
        least, both = min(len(before.parts), len(node.parts)), len(before.parts) + len(node.parts)
        if joined and least < LEAST and both <= (FAN if node.height else LEAF):
            parts, days = before.parts + node.parts, before.days + node.days
            known = before.known + node.known
            joined[-1] = _branch(parts) if node.height else _leaf(parts, days, known, order)
        else:
            joined.append(node)
    return joined


def _cuts(size: int, most: int, at_end: bool) -> list[tuple[int, int]]:
    """Bounds of groups of at most so many: full ones for what grows at its end, else even."""
    groups = -(-size // most)
    if at_end:
        return [(at, min(at + most, size)) for at in range(0, size, most)]
    return [(size * at // groups, size * (at + 1) // groups) for at in range(groups)]


def _carried(node: Node, nodes: list[Node], first: int) -> list[Node]:
    """The first of the new nodes keeps the summaries of the parts before the first change."""
    if nodes and first:
        for asked, sums in node.memo.items():
            if isinstance(sums, list):
                nodes[0].memo[asked] = sums[: min(first, len(nodes[0].parts))]
    return nodes


def _leaf(items: Sequence[Item], days: list[int], known: list[int], order: Order) -> Node:
    return Node(list(items), days, known, min(known), order.key(items[-1]), len(items))


def _branch(parts: Sequence[Node]) -> Node:
    known = [part.since for part in parts]
    return Node(
        list(parts),
        [part.days[-1] for part in parts],
        known,
        min(known),
        parts[-1].last,
        sum(part.size for part in parts),
        parts[0].height + 1,
    )


# -- the invariant ------------------------------------------------------------------------


def check(node: Node, order: Order) -> None:
    """Assert the whole invariant of a tree, and that it remembers nothing false."""
    items = list(_items(node))
    keys = [order.key(item) for item in items]
    assert keys == sorted(set(keys)), "items out of order, or twice"
    assert node.size == len(items), "a wrong size"
    if not items:
        return
    assert node.last == keys[-1], "a wrong last key"
    assert node.since == min(map(order.known, items)), "a wrong first day known"
    assert 0 < len(node.parts) == len(node.days) == len(node.known), "a wrong width"
    assert len(node.parts) <= (FAN if node.height else LEAF), "too wide"
    for asked, sums in node.memo.items():
        if isinstance(sums, list):
            assert len(sums) <= len(node.parts)
            for at, told in enumerate(sums):
                assert told == _plain_sum(asked, node.parts[: at + 1], node.height), "a false sum"
        else:
            before, after = sums
            for item in items:
                before = asked.evolve(before, item)
            assert before == after, "a false state"
    if not node.height:
        assert node.days == [key[0] for key in keys], "wrong days"
        assert node.known == [order.known(item) for item in items], "wrong days known"
        return
    assert all(part.height == node.height - 1 for part in node.parts), "uneven heights"
    assert node.days == [part.days[-1] for part in node.parts], "wrong days"
    assert node.known == [part.since for part in node.parts], "wrong days known"
    for part in node.parts:
        check(part, order)


def _items(node: Node) -> Iterator[Item]:
    for part in node.parts:
        if node.height:
            yield from _items(part)
        else:
            yield part


def _plain_sum(reducer: Monoid, parts: list[Any], height: int) -> Any:
    total = None
    for item in (item for part in parts for item in (_items(part) if height else [part])):
        one = reducer.lift(item)
        if one is not None:
            total = one if total is None else reducer.combine(total, one)
    return total
