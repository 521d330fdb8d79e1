"""What a change of records amends: by id, all that is ever believed before and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from ..projections.composed import Keyed
from ..records.belief import Belief, since
from ..records.events import Event
from ..records.order import happened_on, place
from .sizes import SIZES
from .tree import Key, Order

Amended = Mapping[str, tuple[Sequence[Belief], Sequence[Belief]]]
"""By id, what is ever believed of it: before a change of its records, and after it."""
Pending = tuple["Pending", Amended, int] | None
"""Amendments that are not worked in yet: all earlier ones, the last, and how many there are."""


class Turn(NamedTuple):
    """An entry of the history of belief: from a day on, an event is believed, or no longer."""

    day: int
    id: str
    believed: bool
    event: Event


class Ceased(NamedTuple):
    """What is believed no longer: its place in an order and since when, until when, the event."""

    key: Key
    until: int
    event: Event


def _certain(event: Event) -> Key:
    return place(event, "certain")


def _possible(event: Event) -> Key:
    return place(event, "possible")


BY_DATE: Mapping[str, Order] = {
    "certain": Order(_certain, lambda event: happened_on(event, "certain"), since),
    "possible": Order(_possible, lambda event: happened_on(event, "possible"), since),
}
_DAY = itemgetter(0)
BY_KNOWN = Order(itemgetter(0, 1, 2), _DAY, _DAY)


def turns(beliefs: Iterable[Belief]) -> Iterator[Turn]:
    """The entries of the history that some beliefs make."""
    for first, until, event in beliefs:
        yield Turn(first, event.id, True, event)
        if until is not None:
            yield Turn(until, event.id, False, event)


def present(beliefs: Iterable[Belief]) -> Iterator[Event]:
    """The events that are believed today."""
    return (event for _, until, event in beliefs if until is None)


def ceased(order: Order, beliefs: Iterable[Belief]) -> Iterator[Ceased]:
    """What is believed no longer, with its places in an order."""
    for first, until, event in beliefs:
        if until is not None:
            yield Ceased((*order.key(event), first), until, event)


def news(amended: Amended, told: Callable[[Iterable[Belief]], Iterator[Any]]) -> Any:
    """What some beliefs told before that they tell no longer, and what they tell anew."""
    drops, adds = list[Any](), list[Any]()
    for before, after in amended.values():
        if not before:
            adds += told(after)
        else:
            was, is_ = Counter(told(before)), Counter(told(after))
            drops += (was - is_).elements()
            adds += (is_ - was).elements()
    return drops, adds


def followed(pending: Pending, amended: Amended) -> tuple[Pending, bool]:
    """Amendments not worked in, and some more; and whether they are few enough to wait."""
    count = pending[2] + len(amended) if pending else len(amended)
    return (pending, amended, count), count <= SIZES.waiting


def merged(pending: Pending) -> Amended:
    """Amendments that follow each other as one: what one adds and the next drops cancels out."""
    steps = []
    while pending:
        pending, amended, _ = pending
        steps.append(amended)
    merged: dict[str, tuple[list[Belief], list[Belief]]] = {}
    for amended in reversed(steps):
        for id, (before, after) in amended.items():
            was, is_ = merged.setdefault(id, ([], []))
            was += before
            is_ += after
    return merged


def by_key(amended: Amended, keyed: Keyed[Any, Any]) -> dict[Hashable, Amended]:
    """The amendments of each key; an event that moves to another leaves one and comes to one."""
    groups: dict[Any, dict[str, tuple[list[Belief], list[Belief]]]] = {}
    for id, sides in amended.items():
        for side, beliefs in enumerate(sides):
            for belief in beliefs:
                for key in keyed.keys_of(belief.event):
                    group = groups.setdefault(key, {})
                    group.setdefault(id, ([], []))[side].append(belief)
    return dict(groups)
