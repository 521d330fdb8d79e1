"""Checks: what a curator should look at in a log that is well formed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from .errors import Problem
from .projections.composed import Compose
from .projections.paths import differences, joined
from .projections.projection import Projection
from .records.events import Event
from .records.kinds import find_kind, kinds
from .records.stored import UnknownBody
from .records.values import Quantity


def problems(projection: Projection[Any], events: list[Event]) -> Iterator[Problem]:
    """Kinds not known here, dates that cannot be, and orders that dates leave open."""
    yield from _unknown_kinds(events)
    yield from _undatable(events)
    yield from _unordered(projection, events)
    own = getattr(getattr(projection, "into", None), "problems", None)
    if callable(own):  # the class of the state knows more
        yield from own(projection.show(projection.fold(events)))


def _unknown_kinds(events: list[Event]) -> Iterator[Problem]:
    for event in events:
        made = find_kind(event.kind)
        if made and isinstance(event.what, UnknownBody):
            where, found = f"event {event.id!r}: version", str(event.what.version)
            yield Problem(where, found, f"a version up to {made.version}, known here")
        if made is None:
            near = ", ".join(get_close_matches(event.kind, kinds(), n=3)) or "none"
            where = f"event {event.id!r}: kind"
            yield Problem(where, repr(event.kind), f"a kind known here; near it: {near}")


def _undatable(events: list[Event]) -> Iterator[Problem]:
    for event in events:
        made = find_kind(event.kind)
        if made is None or isinstance(event.what, UnknownBody):
            continue
        if made.may_be_known_before(event.what):
            continue
        start, known = event.when.start, event.known
        where = f"event {event.id!r}: when"
        if start.earliest is None:
            yield Problem(
                where,
                f"{str(event.when)!r}, with no start",
                "a first possible day",
                "bound it by what the sources say",
            )
        elif known < start.earliest:
            yield Problem(
                where,
                f"{str(event.when)!r}, but known on {known}",
                "a day on which it was public at the earliest when it happened",
                "correct `known` or `when`",
            )
        elif start.latest is None or known < start.latest:
            yield Problem(
                where,
                f"{str(event.when)!r}, but known on {known}",
                "no day after it was public",
                f"write [{start.earliest}..{known}]",
            )


def _unordered(projection: Projection[Any], events: list[Event]) -> Iterator[Problem]:
    """Pairs of events that may stand in either order and then leave different states."""
    pairs = [
        [at for at in range(first + 1, len(events)) if _open_order(events[first], events[at])]
        for first in range(len(events))
    ]
    found: dict[tuple[int, int], list[str]] = {}
    for name, part in projection.parts.items() if isinstance(projection, Compose) else _ALONE:
        for one, other, paths in _order_matters(part or projection, events, pairs):
            found.setdefault((one, other), []).extend(joined(name, p) if name else p for p in paths)
    for (one, other), paths in sorted(found.items()):
        first, second = events[one], events[other]
        yield Problem(
            f"events {first.id!r} and {second.id!r}",
            f"dates {first.when} and {second.when}, which leave their order open",
            f"an order, as both set {', '.join(paths)}",
            "narrow a date, or give both a `seq` if they share a day",
        )


_ALONE = (("", None),)


def _order_matters(
    projection: Projection[Any], events: list[Event], pairs: list[list[int]]
) -> Iterator[tuple[int, int, list[str]]]:
    """The pairs, by place, whose order makes a difference, and the leaves that differ."""
    evolve, start = projection.evolve, projection.initial
    for first, seconds in enumerate(pairs):
        one = evolve(start, events[first])
        for second in seconds:
            other = evolve(start, events[second])
            if one is start and other is start:
                continue  # neither changes anything here
            ends = evolve(one, events[second]), evolve(other, events[first])
            if paths := [p for p, a, b in differences(*ends) if not _same_things(a, b)]:
                yield first, second, paths
        start = one


def _same_things(a: Any, b: Any) -> bool:
    """Whether two sequences hold the same in another order, or one number satisfies both."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return Counter(map(repr, a)) == Counter(map(repr, b))
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return a.unit == b.unit and a.overlaps(b)
    return False


def _open_order(first: Event, second: Event) -> bool:
    """Whether the second of two events in canonical order may have happened first."""
    (earliest, latest), last = second.when.sort_key("possible"), first.when.sort_key("certain")[0]
    same_day = earliest == latest == last == first.when.sort_key("possible")[0]
    return earliest <= last and not (same_day and first.seq != second.seq)
