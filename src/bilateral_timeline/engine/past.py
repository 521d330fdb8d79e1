"""What was believed before: the log of what became known, changes of it, trees that are kept."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sortedcontainers import SortedDict

from ..dates.when import LAST_DAY, Mode
from ..projections.composed import Keyed
from ..records.belief import Fact, since
from ..records.events import Event
from .tree import EMPTY, Key, Node, Order

WAITING = 10_000  # changes that wait to be worked in; what waits for more is made anew when asked
KEPT = 400  # trees of the past that are kept; of more, the one not used for longest goes

END = LAST_DAY.toordinal() + 1  # the day of what is never certain

Changes = Mapping[str, tuple[Sequence[Fact], Sequence[Fact]]]
"""By id, all that is ever believed of it: before a change of its records, and after it."""
Pending = tuple["Pending", Changes, int] | None
"""Changes that are not worked in yet: all earlier ones, the last, and how many there are."""


def _when_certain(event: Event) -> Key:
    return (*event.when.sort_key("certain"), event.seq, event.id)


def _when_possible(event: Event) -> Key:
    return (*event.when.sort_key("possible"), event.seq, event.id)


BY_DATE: Mapping[Mode, Order] = {
    "certain": Order(_when_certain, lambda event: event.when.sort_key("certain")[0], since),
    "possible": Order(_when_possible, lambda event: event.when.sort_key("possible")[0], since),
}
# An entry of the log: a day, an id, whether its event is believed from then on, the event.
DAY = itemgetter(0)
BY_KNOWN = Order(itemgetter(0, 1, 2), DAY, DAY)
Entry = tuple[int, str, bool, Event]
# What is believed no longer: the place in canonical order and since when, until when, the event.
Closed = tuple[Key, int, Event]


class Kept:
    """Trees of the past by day; of too many, the one that was not used for longest goes.

    The first to go are those that were only made on the way to another.
    """

    def __init__(self, trees: Iterable[tuple[int, Node]] = ()) -> None:
        self._trees: SortedDict[int, Node] = SortedDict(trees)
        self._used = OrderedDict.fromkeys(self._trees)

    def get(self, day: int) -> Node | None:
        """The tree of a day."""
        tree = self._trees.get(day)
        if tree is not None:
            self._used.move_to_end(day)
        return tree

    def around(self, day: int) -> tuple[tuple[int, Node], tuple[int, Node]]:
        """The nearest trees before a day and after it; empty ones where there is none."""
        at = self._trees.bisect_right(day)
        before = self._trees.peekitem(at - 1) if at else (0, EMPTY)
        return before, self._trees.peekitem(at) if at < len(self._trees) else (END, EMPTY)

    def put(self, day: int, tree: Node, asked: bool) -> None:
        """Keep a tree that was asked for, or one on the way to it."""
        if len(self._trees) >= KEPT:
            del self._trees[self._used.popitem(last=False)[0]]
        self._trees[day], self._used[day] = tree, None
        self._used.move_to_end(day, last=asked)

    def before(self, day: int) -> Kept:
        """The trees before a day."""
        return Kept((at, self._trees[at]) for at in self._trees.irange(None, day, (True, False)))

    def items(self) -> Iterator[tuple[int, Node]]:
        """The trees by day."""
        yield from self._trees.items()


# -- changes of facts -------------------------------------------------------------------------


def entries(facts: Iterable[Fact]) -> Iterator[Entry]:
    """The entries of the log that some facts make."""
    for first, until, event in facts:
        yield first, event.id, True, event
        if until is not None:
            yield until, event.id, False, event


def present(facts: Iterable[Fact]) -> Iterator[Event]:
    """The events that are believed today."""
    return (event for _, until, event in facts if until is None)


def news(changes: Changes, told: Callable[[Iterable[Fact]], Iterator[Any]]) -> Any:
    """What some facts told before that they tell no longer, and what they tell anew."""
    drops, adds = [], []
    for before, after in changes.values():
        was, is_ = list(told(before)), list(told(after))
        drops += [one for one in was if one not in is_]
        adds += [one for one in is_ if one not in was] if was else is_
    return drops, adds


def followed(pending: Pending, changes: Changes) -> tuple[Pending, bool]:
    """Changes not worked in, and some more; and whether they are few enough to wait."""
    count = pending[2] + len(changes) if pending else len(changes)
    return (pending, changes, count), count <= WAITING


def merged(pending: Pending) -> Changes:
    """Changes that follow each other as one."""
    steps = []
    while pending:
        pending, changes, _ = pending
        steps.append(changes)
    merged: dict[str, tuple[Sequence[Fact], Sequence[Fact]]] = {}
    for changes in reversed(steps):
        for id, (before, after) in changes.items():
            merged[id] = merged.get(id, (before, ()))[0], after
    return merged


def net(entries: Iterable[Entry]) -> tuple[list[Event], list[Event]]:
    """What a stretch of the log takes away in all, and what it adds."""
    drops: dict[str, Event] = {}
    adds: dict[str, Event] = {}
    for _, id, believed, event in entries:
        if believed:
            adds[id] = event
        elif adds.pop(id, None) is None:
            drops[id] = event
    return list(drops.values()), list(adds.values())


def closed_as(order: Order, fact: Fact) -> Closed:
    """What is believed no longer, with its place in an order."""
    first, until, event = fact
    assert until is not None, "what is believed today has no end"
    return (*order.key(event), first), until, event


def reclosed(closed: list[Closed], changes: Changes, order: Order) -> list[Closed]:
    """What is believed no longer, after some changes; the same list where nothing changed."""

    def told(facts: Iterable[Fact]) -> Iterator[Closed]:
        return (closed_as(order, fact) for fact in facts if fact[1] is not None)

    drops, adds = news(changes, told)
    if not (drops or adds):
        return closed
    new = list(closed)
    for one in drops:
        del new[bisect_left(new, one[0], key=DAY)]
    for one in adds:
        insort(new, one, key=DAY)
    return new


def by_key(changes: Changes, keyed: Keyed) -> dict[Any, Changes]:
    """The changes of each key; an event that moves to another leaves one and comes to one."""
    groups: dict[Any, dict[str, tuple[list[Fact], list[Fact]]]] = {}
    for id, sides in changes.items():
        for side, facts in enumerate(sides):
            for fact in facts:
                key = keyed.key_of(fact[2])
                if key is not None:
                    group = groups.setdefault(key, {})
                    group.setdefault(id, ([], []))[side].append(fact)
    return dict(groups)


def within(changes: Changes, parties: frozenset[str]) -> Changes:
    """The changes of the events whose parties all belong to some, with at least one of them."""

    def of_pair(facts: Iterable[Fact]) -> list[Fact]:
        return [f for f in facts if f[2].parties and parties.issuperset(f[2].parties)]

    return {id: (of_pair(before), of_pair(after)) for id, (before, after) in changes.items()}
