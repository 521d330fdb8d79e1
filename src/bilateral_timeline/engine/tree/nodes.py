"""A persistent sorted sequence: nodes that are never changed, and how they are read.

An edit (see `edits`) makes new nodes on the way to what it touches and shares the rest. Items
are sorted by a key that begins with a day (as an ordinal), so that a prefix of the sequence is
what happened by a day. Each item also has a day on which it became known. All functions that
take a day cost O(log n), and what they give.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

import attrs

Key = tuple[Any, ...]
Item = Any


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
    before: tuple[Node, int] | None = attrs.field(default=None, repr=False)
    """The node that an edit made this one of, and how many of its first parts are the same."""
    is_summed: bool = False
    """Whether a reducer has summaries of it, with which a node made of it may go on."""


EMPTY = Node([], [], [], 0, (), 0)


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


def newest(node: Node, day: int, known: int) -> Item | None:
    """The last item by a day that is known by another."""
    at = bisect_right(node.days, day)
    for place in range(min(at, len(node.parts) - 1), -1, -1):
        if node.known[place] <= known:
            if node.height:
                found = newest(node.parts[place], day, known)
                if found is not None:
                    return found
            elif place < at:
                return node.parts[place]
    return None


def backwards(node: Node, day: int, known: int) -> Iterator[Item]:
    """The items by a day that are known by another, the last first."""
    at = bisect_right(node.days, day)
    for place in range(min(at, len(node.parts) - 1), -1, -1):
        if node.known[place] <= known:
            if node.height:
                yield from backwards(node.parts[place], day, known)
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
