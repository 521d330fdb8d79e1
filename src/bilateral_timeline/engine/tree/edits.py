"""How trees are made, changed and checked: new nodes where something changes, the rest shared."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter

from ..sizes import SIZES
from .nodes import EMPTY, Item, Key, Node, Order


def build(
    items: Sequence[Item],
    order: Order,
    days: list[int] | None = None,
    known: list[int] | None = None,
) -> Node:
    """The tree of some items, which are sorted already, perhaps with their days. O(n)."""
    days = list(map(order.day, items)) if days is None else days
    known = list(map(order.known, items)) if known is None else known
    cuts = _cuts(len(items), SIZES.leaf, at_end=True)
    return _rooted([_leaf(items[a:b], days[a:b], known[a:b], order) for a, b in cuts])


def edit(node: Node, drops: Iterable[Item], adds: Iterable[Item], order: Order) -> Node:
    """The tree without some items, which it has, and with others. O(log n) for each."""
    gone = sorted(map(order.key, drops))
    come = sorted((order.key(item), item) for item in adds)
    return _rooted(_edited(node, gone, come, order)) if gone or come else node


def _rooted(nodes: list[Node]) -> Node:
    while len(nodes) > 1:
        nodes = [_branch(nodes[a:b]) for a, b in _cuts(len(nodes), SIZES.fan, at_end=True)]
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
        _leaf(items[a:b], days[a:b], known[a:b], order)
        for a, b in _cuts(len(items), SIZES.leaf, at_end)
    ]
    return _carried(node, nodes, first)


def _place(items: list[Item], days: list[int], key: Key, order: Order) -> int:
    """Where a key belongs: most often the day alone tells."""
    low = bisect_left(days, key[0])
    high = bisect_right(days, key[0], low)
    return bisect_left(items, key, low, high, key=order.key)


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
        least = min(SIZES.least, len(old.parts))  # what only grows is left alone
        small = small or not made or len(made[0].parts) < least
    if small:
        parts, first = _joined(parts, order), 0
    elif not grown:
        edited = [Node(parts, days, known, min(known), parts[-1].last, size, node.height)]
        return _carried(node, edited, first)
    at_end = first == len(node.parts) - 1
    nodes = [_branch(parts[a:b]) for a, b in _cuts(len(parts), SIZES.fan, at_end)]
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
        if joined and least < SIZES.least and both <= (SIZES.fan if node.height else SIZES.leaf):
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
    """The first of the new nodes goes on with the summaries of the parts before the change."""
    if first:
        before = node, min(first, len(nodes[0].parts))
        if node.before is not None and not node.is_summed:
            before = node.before[0], min(before[1], node.before[1])
        nodes[0].before = before
    if node.is_summed:
        node.before = None  # what it took over, it has itself by now
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


def assert_whole(node: Node, order: Order) -> None:
    """Assert the whole invariant of a tree."""
    items = list(_items(node))
    keys = [order.key(item) for item in items]
    assert keys == sorted(set(keys)), "items out of order, or twice"
    assert node.size == len(items), "a wrong size"
    if not items:
        return
    assert node.last == keys[-1], "a wrong last key"
    assert node.since == min(map(order.known, items)), "a wrong first day known"
    assert 0 < len(node.parts) == len(node.days) == len(node.known), "a wrong width"
    assert len(node.parts) <= (SIZES.fan if node.height else SIZES.leaf), "too wide"
    if not node.height:
        assert node.days == [key[0] for key in keys], "wrong days"
        assert node.known == [order.known(item) for item in items], "wrong days known"
        return
    assert all(part.height == node.height - 1 for part in node.parts), "uneven heights"
    assert node.days == [part.days[-1] for part in node.parts], "wrong days"
    assert node.known == [part.since for part in node.parts], "wrong days known"
    for part in node.parts:
        assert_whole(part, order)


def _items(node: Node) -> Iterator[Item]:
    for part in node.parts:
        if node.height:
            yield from _items(part)
        else:
            yield part
