"""Checks: what a curator should look at in a log that is well formed."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any, NamedTuple

from .dates.when import Certainty, When
from .errors import Problem, near
from .projections.composed import Compose, History, Keyed
from .projections.paths import differences, joined
from .projections.projection import Projection
from .records.events import Event
from .records.kinds import find_kind, kinds
from .records.order import first_possible, last_possible
from .records.stored import UnknownBody
from .records.values import Money, Quantity

NEIGHBOURS = 8  # as many events that set a leaf last are compared with the next that may

Paths = dict[str, None]
"""The leaves that an order makes a difference to, in the order in which they were found."""


def problems(projection: Projection[Any], events: list[Event]) -> Iterator[Problem]:
    """Kinds not known here, dates that cannot be, and orders that dates leave open."""
    yield from _unknown_kinds(events)
    yield from _undatable(events)
    yield from _unordered(projection, events)
    yield from projection.problems(events)


def _of(event: Event, field: str, found: str, expected: str, advice: str = "") -> Problem:
    where = f"event {event.id!r}: {field}"
    return Problem(where, found, expected, advice, path=field, record=event.id)


def _unknown_kinds(events: list[Event]) -> Iterator[Problem]:
    """Kinds that nothing knows, with those near them; all that there are are told once."""
    alike: dict[str, str] = {}
    rest = f"there are {', '.join(kinds())}"
    for event in events:
        made = find_kind(event.kind)
        if made and isinstance(event.what, UnknownBody):
            expected = f"a version up to {made.version}, known here"
            yield _of(event, "version", str(event.what.version), expected)
        if made is None:
            if event.kind not in alike:
                alike[event.kind] = ", ".join(near(event.kind, kinds()))
            told = f"near it: {alike[event.kind]}"
            if not alike[event.kind]:
                told, rest = rest, "none is near it"
            yield _of(event, "kind", repr(event.kind), f"a kind known here; {told}")


def _undatable(events: list[Event]) -> Iterator[Problem]:
    for event in events:
        cited = [citation.known for citation in event.sources if citation.known]
        if cited and not event.revision and event.known > max(cited):
            expected = f"a day until {max(cited)}, when it was public at the latest"
            found = f"{event.known}, after all that it cites"
            yield _of(event, "known", found, expected, "correct `known`")
        made = find_kind(event.kind)
        if made is None or isinstance(event.what, UnknownBody):
            continue
        if made.may_be_known_before(event.what):
            continue
        start, known = event.when.start, event.known
        if start.earliest is None:
            advice = "bound it by what the sources say"
            found = f"{str(event.when)!r}, with no start"
            yield _of(event, "when", found, "a first possible day", advice)
        elif known < start.earliest:
            expected = "that it happened before it was public"
            found = f"{str(event.when)!r}, but known on {known}"
            yield _of(event, "when", found, expected, "correct `known` or `when`")
        elif start.latest is None or known < start.latest:
            advice = f"write [{start.earliest}..{known}]"
            found = f"{str(event.when)!r}, but known on {known}"
            yield _of(event, "when", found, "no day after it was public", advice)


# -- orders that dates leave open --------------------------------------------------------------


def _unordered(projection: Projection[Any], events: list[Event]) -> Iterator[Problem]:
    """Groups of events that may stand in another order and then leave another state."""
    places = {event.id: at for at, event in enumerate(events)}
    groups = _Groups()
    for (one, other), paths in _pairs(projection, events).items():
        groups.join(one, other, paths)
    for ids, paths in groups.by_first(places):
        held = [events[places[id]] for id in ids]
        if len(held) == 2:
            where = f"events {held[0].id!r} and {held[1].id!r}"
            found = f"dates {held[0].when} and {held[1].when}, which leave their order open"
            both, narrow = "both", "narrow a date, or give both a `seq` if they share a day"
        else:
            more = f" and {len(held) - 5:,} more" if len(held) > 5 else ""
            where = f"events {', '.join(repr(event.id) for event in held[:5])}{more}"
            dates = dict.fromkeys(str(event.when) for event in held)
            told = ", ".join([*dates][:5]) + (", ..." if len(dates) > 5 else "")
            found = f"dates {told}, which leave their order open"
            both, narrow = "they", "narrow the dates, or give a `seq` to those that share a day"
        leaves = ", ".join(path or "the state" for path in paths)
        expected = f"an order, as {both} set {leaves}"
        yield Problem(where, found, expected, narrow, record=ids[0])


class _Groups:
    """Events that belong together, as each shares a leaf and an open order with another."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[list[str], Paths]] = {}

    def join(self, one: str, other: str, paths: Paths) -> None:
        ids, told = self._of.setdefault(one, ([one], Paths()))
        more, also = self._of.setdefault(other, ([other], Paths()))
        if ids is not more:
            if len(ids) < len(more):
                ids, told, more, also = more, also, ids, told
            ids += more
            told |= also
            for id in more:
                self._of[id] = ids, told
        told |= paths

    def by_first(self, places: Mapping[str, int]) -> list[tuple[list[str], Paths]]:
        held = {id(ids): (sorted(ids, key=places.__getitem__), p) for ids, p in self._of.values()}
        return sorted(held.values(), key=lambda group: [places[id] for id in group[0]])


def _pairs(projection: Projection[Any], events: list[Event]) -> dict[tuple[str, str], Paths]:
    """The pairs of events whose order makes a difference, and to which leaves."""
    found: dict[tuple[str, str], Paths] = defaultdict(dict)
    if isinstance(projection, History):
        return found  # its order is that of the dates, and sets nothing
    if isinstance(projection, Compose):
        for name, part in projection.parts.items():
            for pair, paths in _pairs(part, events).items():
                found[pair] |= {joined(name, path): None for path in paths}
    elif isinstance(projection, Keyed):
        for key, group in projection.grouped(events).items():
            for pair, paths in _pairs(projection.each, group).items():
                found[pair] |= {joined(key, path): None for path in paths}
    else:
        for one, other, differing in _order_matters(projection, events):
            found[one.id, other.id] |= dict.fromkeys(differing)
    return found


class _Setter(NamedTuple):
    """An event that set a leaf: the state before it, and after it."""

    event: Event
    before: Any
    after: Any


def _order_matters(
    projection: Projection[Any], events: list[Event]
) -> Iterator[tuple[Event, Event, list[str]]]:
    """The pairs whose order makes a difference, and the leaves that differ.

    One sweep: an event is compared with the last few that set a leaf which it sets too, or one
    beside it, be it in the state as it is, in one of nothing or in the last. One whose date
    leaves no order open sets what it will.
    """
    evolve, state, end = projection.evolve, projection.initial, projection.fold(events)
    last: dict[str, deque[_Setter]] = defaultdict(lambda: deque(maxlen=NEIGHBOURS))
    for event, is_open in zip(events, _have_open_orders(events), strict=True):
        after = evolve(state, event)
        if not is_open:
            state = after
            continue
        leaves = Paths()
        for start in (state, projection.initial, end):
            for path, _, _ in differences(start, after if start is state else evolve(start, event)):
                entry = path.rpartition(".")[0]  # one leaf of an entry may move another
                leaves |= {path: None, entry or path: None}
        before = {id(one): one for leaf in leaves for one in last[leaf]}
        for one in before.values():
            if _is_open(one.event, event):
                ends = evolve(one.after, event), evolve(evolve(one.before, event), one.event)
                if paths := [p for p, a, b in differences(*ends) if not _same_things(a, b)]:
                    yield one.event, event, paths
        setter = _Setter(event, state, after)
        for leaf in leaves:
            last[leaf].append(setter)
        state = after


def _same_things(a: Any, b: Any) -> bool:
    """Whether two sequences hold the same in another order, or one value satisfies both."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return Counter(map(repr, a)) == Counter(map(repr, b))
    if isinstance(a, Quantity | Money) and isinstance(b, Quantity | Money):
        return type(a) is type(b) and a.measure == b.measure and bool(a.overlaps(b))
    if isinstance(a, When) and isinstance(b, When):
        return Certainty.YES not in (a.before(b), b.before(a))
    if isinstance(a, Certainty) and isinstance(b, Certainty):
        return Certainty.UNKNOWN in (a, b)
    return False


def _have_open_orders(events: list[Event]) -> list[bool]:
    """Of each event, in canonical order, whether its date may leave its order to another open."""
    last = [last_possible(event) for event in events]
    begins = [first_possible(event) for event in events]
    later = [*accumulate(reversed(begins), min)][::-1]  # the first day of any from here on
    return [
        (at > 0 and begins[at] <= last[at - 1])
        or (at + 1 < len(events) and later[at + 1] <= last[at])
        for at in range(len(events))
    ]


def _is_open(first: Event, second: Event) -> bool:
    """Whether the second of two events in canonical order may have happened first.

    The `seq` settles it where all that they may share is a day, or where they share the same
    bounds: two events of one month, in this order.
    """
    first_day, last_day = first_possible(second), last_possible(first)
    if first_day > last_day:
        return False
    share_bounds = first_possible(first) == first_day and last_possible(second) == last_day
    return not ((first_day == last_day or share_bounds) and first.seq < second.seq)
