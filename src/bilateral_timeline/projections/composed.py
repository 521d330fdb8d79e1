"""Projections whose states have parts: a history, keys, a set, named fields."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from ..errors import InputError, MissingError, Problem
from ..records.events import Event
from ..records.fields import is_function
from ..records.kinds import are_kinds
from ..records.values import Unknown, UnknownType
from .paths import joined
from .projection import Asked, Difference, Projection, Step, Steps
from .reducers import Count, Kind, Made, Of, Reducer, itself, of_kind, second
from .states import Keys, Members, Run, State


@attrs.frozen(eq=False)
class History(Made[Run]):
    """All values in canonical order, as a lazy sequence: `len` and `[-1]` cost O(log n).

    >>> import bilateral_timeline as bt
    >>> ids = bt.History(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(ids, as_of="2001", known_by="2001")[-1]
    'treaty-2001-signed'
    """

    of: Of = attrs.field(default=itself, validator=is_function)
    kind: Kind | None = attrs.field(default=None, validator=are_kinds)
    count: Count = attrs.field(
        init=False,
        repr=False,
        default=attrs.Factory(lambda self: Count(self.of, self.kind), takes_self=True),
    )
    """How many values there are, by which a timeline finds one by its place."""

    lift: Of = attrs.field(
        init=False,
        repr=False,
        default=attrs.Factory(lambda self: of_kind(self.of, self.kind), takes_self=True),
    )
    """The value of an event, or None."""

    def _evolve(self, state: Run | None, event: Event) -> Run:
        run, value = state or Run(), self.lift(event)
        return run if value is None else run.and_then(value)

    def fold(self, events: Iterable[Event]) -> Run:
        """The values of some events."""
        return Run((), tuple(value for event in events if (value := self.lift(event)) is not None))

    def show(self, state: Any, moment: Asked | None = None) -> Run:
        """The values."""
        return Run() if state is None else state

    def counts(self, event: Event) -> bool:
        """Whether an event has a value."""
        return self.lift(event) is not None

    def steps(self, start: Any, events: Iterable[Event], root: bool = True) -> tuple[Any, Steps]:
        """As of every projection, without a copy of the values for each step."""
        before, values = Run() if start is Unknown or start is None else start, list[Any]()
        shown, steps = Unknown if start is Unknown else before, list[Step]()
        for event in events:
            value = self.lift(event)
            if value is not None:
                values.append(value)
            if value is not None or shown is Unknown:
                shown = Run(before, values, len(values))
                steps.append((event, shown))
        return shown, {"": steps} if steps else {}


@attrs.frozen(eq=False)
class _Events(History):
    def show(self, state: Any, moment: Asked | None = None) -> Any:
        """The events, as a tuple."""
        return tuple(super().show(state))


EVENTS: Projection[Any] = _Events()
"""The projection of a log that names none: the events themselves."""


def is_projection(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """A validator: a projection, such as a reducer."""
    if not isinstance(value, Projection):
        where, advice = f"{type(instance).__name__}: {attribute.name}", "such as bt.Count()"
        raise InputError(Problem(where, repr(value), "a projection", advice))


@attrs.frozen(eq=False)
class Keyed(Made[Any]):
    """A projection for each key: a mapping that works out only the keys that are read.

    `key(event)` is hashable, or None for an event that belongs to no key. A key is there from
    the first event of it that `each` counts. `each` is any projection, another `Keyed` too.

    >>> import bilateral_timeline as bt
    >>> by_kind = bt.Keyed(lambda event: event.kind, bt.Count())
    >>> state = bt.load_chronicle("russia-iran").project(by_kind, as_of="2024-05-20")
    >>> state["office-assumed"], state.get("war-declared")
    (8, Unknown)
    """

    key: Callable[[Event], Hashable] = attrs.field(validator=is_function)
    each: Projection[Any] = attrs.field(validator=is_projection)

    def key_of(self, event: Event) -> Hashable:
        """The key of an event; None where the event counts for none."""
        return self.key(event) if self.each.counts(event) else None

    def _evolve(self, state: dict[Any, Any] | None, event: Event) -> dict[Any, Any]:
        parts, key = state or {}, self.key_of(event)
        if key is None:
            return parts
        return {**parts, key: self.each.evolve(parts.get(key, self.each.initial), event)}

    def grouped(self, events: Iterable[Event]) -> dict[Any, list[Event]]:
        """The events by key."""
        groups: dict[Any, list[Event]] = {}
        for event in events:
            key = self.key_of(event)
            if key is None:
                continue
            try:
                groups.setdefault(key, []).append(event)
            except TypeError:
                where = f"event {event.id!r}: key"
                advice = "use a tuple or a frozenset"
                raise InputError(Problem(where, repr(key), "a hashable key", advice)) from None
        return groups

    def fold(self, events: Iterable[Event]) -> dict[Any, Any]:
        """What `each` makes of the events of each key."""
        return {key: self.each.fold(group) for key, group in self.grouped(events).items()}

    def show(self, state: Any, moment: Asked | None = None) -> Any:
        """The values by key."""
        return Keys({} if state is None else state, lambda part: self.each.show(part, moment))

    def counts(self, event: Event) -> bool:
        """Whether an event belongs to a key."""
        return self.key_of(event) is not None

    def steps(self, start: Any, events: Iterable[Event], root: bool = True) -> tuple[Any, Steps]:
        """As of every projection, key by key."""
        shown, steps = dict[Any, Any](), Steps()
        for key, group in self.grouped(events).items():
            shown[key], below = self.each.steps(_part(start, key), group, root=False)
            steps |= {joined(key, path): told for path, told in below.items()}
        return Keys(shown, itself), steps

    def compare(
        self, start: Any, old: list[Event], new: list[Event], root: bool = True
    ) -> Iterator[Difference]:
        """As of every projection, for the keys of the events only."""
        before, after = self.grouped(old), self.grouped(new)
        for key in dict.fromkeys([*before, *after]):
            part, then, now = _part(start, key), before.get(key, []), after.get(key, [])
            for found in self.each.compare(part, then, now, root=False):
                yield found.below(key)


_THERE: Reducer[bool] = Reducer(lift=lambda _: True, combine=second)


@attrs.frozen(eq=False)
class SetOf(Keyed):
    """The set of the values that events have; whether one is in it costs O(log n).

    >>> import bilateral_timeline as bt
    >>> kinds = bt.SetOf(lambda event: event.kind)
    >>> "office-assumed" in bt.load_chronicle("russia-iran").project(kinds, as_of="2024-05-20")
    True
    """

    of: Of = attrs.field(default=itself, validator=is_function)
    kind: Kind | None = attrs.field(default=None, validator=are_kinds)
    key: Callable[[Event], Hashable] = attrs.field(
        init=False,
        repr=False,
        default=attrs.Factory(lambda self: of_kind(self.of, self.kind), takes_self=True),
    )
    each: Projection[Any] = attrs.field(init=False, repr=False, default=_THERE)

    def show(self, state: Any, moment: Asked | None = None) -> Members:
        """The members."""
        return Members({} if state is None else state)


@attrs.frozen(eq=False, init=False)
class Compose(Made[Any]):
    """Several projections as the named fields of one state, each worked out when it is read.

    With an attrs class, the state is an instance of it, all of whose fields are worked out.

    >>> import bilateral_timeline as bt
    >>> events = bt.Compose(number=bt.Count(), last=bt.Latest(lambda event: event.id))
    >>> bt.load_chronicle("russia-iran").project(events, as_of="2001", known_by="2001")
    State(number=4, last='treaty-2001-signed')
    """

    into: Callable[..., Any] | None
    parts: Mapping[str, Projection[Any]]

    def __init__(self, into: Callable[..., Any] | None = None, /, **parts: Projection[Any]) -> None:
        if not parts:
            raise InputError(Problem("Compose", "no fields", "fields such as number=bt.Count()"))
        if into is not None:
            _check_fields(into, parts)
        for name, part in parts.items():
            if not isinstance(part, Projection):
                raise InputError(Problem(f"Compose: {name}", repr(part), "a projection"))
            if name.startswith("_") or name == "branches":
                raise InputError(Problem("Compose", f"the name {name!r}", "another name"))
        self.__attrs_init__(into, parts)

    def _begun(self, state: Any) -> Any:
        return {n: part.initial for n, part in self.parts.items()} if state is None else state

    def _evolve(self, state: dict[str, Any] | None, event: Event) -> dict[str, Any]:
        held = self._begun(state)
        return {name: part.evolve(held[name], event) for name, part in self.parts.items()}

    def fold(self, events: Iterable[Event]) -> dict[str, Any]:
        """What each part makes of the events."""
        held = list(events)
        return {name: part.fold(held) for name, part in self.parts.items()}

    def show(self, state: Any, moment: Asked | None = None) -> Any:
        """The fields."""
        held = self._begun(state)
        if self.into is not None:
            fields = {name: p.show(held[name], moment) for name, p in self.parts.items()}
            return self.into(**fields)

        def shower(part: Projection[Any]) -> Callable[[Any], Any]:
            return lambda state: part.show(state, moment)

        return State(held, {name: shower(part) for name, part in self.parts.items()})

    def counts(self, event: Event) -> bool:
        """Whether a part counts an event."""
        return any(part.counts(event) for part in self.parts.values())

    def steps(self, start: Any, events: Iterable[Event], root: bool = True) -> tuple[Any, Steps]:
        """As of every projection, field by field."""
        held, shown, steps = list(events), dict[str, Any](), Steps()
        for name, part in self.parts.items():
            shown[name], below = part.steps(_part(start, name), held, root=False)
            steps |= {joined(name, path): told for path, told in below.items()}
        made = State(shown, dict.fromkeys(shown, itself))
        return made if self.into is None else self.into(**shown), steps

    def compare(
        self, start: Any, old: list[Event], new: list[Event], root: bool = True
    ) -> Iterator[Difference]:
        """As of every projection, field by field."""
        for name, part in self.parts.items():
            for found in part.compare(_part(start, name), old, new, root=False):
                yield found.below(name)


def _check_fields(into: Any, parts: Mapping[str, Any]) -> None:
    """Refuse what is no attrs class, and parts that are not its fields."""
    if not isinstance(into, type) or not attrs.has(into):
        raise InputError(Problem("Compose", repr(into), "an attrs class, or only fields by name"))
    fields = {field.alias: field for field in attrs.fields(into) if field.init}
    for name in parts.keys() - fields.keys():
        raise MissingError(f"field of {into.__name__}", name, fields)
    for name, field in fields.items():
        if name not in parts and field.default is attrs.NOTHING:
            where = f"Compose: {into.__name__}.{name}"
            raise InputError(Problem(where, "nothing", "a projection, as it has no default"))


def _part(state: Mapping[Any, Any] | UnknownType | None, name: Hashable) -> Any:
    return Unknown if state is None or state is Unknown else state.get(name, Unknown)
