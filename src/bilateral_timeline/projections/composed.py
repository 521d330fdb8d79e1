"""Projections whose states have parts: a history, keys, a set, named fields."""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

import attrs

from ..errors import InputError, MissingError, Problem, shown
from ..records.display import Answers
from ..records.events import Event
from ..records.kinds import Kinds, is_of
from ..records.values import Unknown, UnknownType
from .paths import joined
from .projection import Asked, Difference, Projection, S, Setting, Trace, given, only_events
from .reducers import Reducer, bodies, itself, second
from .states import Keys, Members, Run, State

T = TypeVar("T")
B = TypeVar("B")
K = TypeVar("K", bound=Hashable)


class History(Projection[Run[T]], Generic[T]):
    """All values in canonical order, as a lazy sequence: `len` and `[-1]` cost O(log n).

    >>> import bilateral_timeline as bt
    >>> ids = bt.History(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(ids, as_of="2001", known_by="2001")[-1]
    'treaty-2001-signed'
    """

    initial = None
    # A history is counted as a reducer is summed, by which a timeline finds a value by its place.
    combine = staticmethod(operator.add)

    @overload
    def __init__(self: History[Event], of: None = None, kind: Kinds | None = None) -> None: ...
    @overload
    def __init__(self, of: Callable[[Event[B]], T | None], kind: type[B]) -> None: ...
    @overload
    def __init__(self, of: Callable[[Event], T | None], kind: Kinds | None = None) -> None: ...
    def __init__(self, of: Any = None, kind: Any = None) -> None:
        given(self, of=of)
        self.kind = bodies(self, kind)

    def of(self, event: Event) -> Any:
        """The value of an event, or None."""
        return event

    def value(self, event: Event) -> Any:
        """The value of an event, or None, also where it is of another kind."""
        if self.kind is not None and not is_of(event, self.kind):
            return None
        return self.of(event)

    def summary(self, event: Event) -> int | None:
        """1 for an event that has a value."""
        return None if self.value(event) is None else 1

    def evolve(self, state: Any, event: Event) -> Run[T]:
        """As of every projection."""
        run, value = state or Run(), self.value(event)
        return run if value is None else run.and_then(value)

    def fold(self, events: Iterable[Event]) -> Run[T]:
        """The values of some events."""
        values = map(self.value, only_events(events))
        return Run((), tuple(value for value in values if value is not None))

    def show(self, state: Any, moment: Asked | None = None) -> Run[T]:
        """The values."""
        return Run() if state is None else _folded(self, state, Sequence, "a Run of values")

    def counts(self, event: Event) -> bool:
        """Whether an event has a value."""
        return self.value(event) is not None

    def trace(self, start: Any, events: Iterable[Event], root: bool = True) -> tuple[Any, Trace]:
        """As of every projection, without a copy of the values for each setting."""
        before, values = Run[T]() if start is Unknown or start is None else start, list[Any]()
        shown, settings = Unknown if start is Unknown else before, list[Setting]()
        for event in events:
            value = self.value(event)
            if value is not None:
                values.append(value)
            if value is not None or shown is Unknown:
                shown = Run(before, values, len(values))
                settings.append(Setting(event, shown))
        return shown, {"": settings} if settings else {}


class _Events(History[Event]):
    def show(self, state: Any, moment: Asked | None = None) -> Any:
        """The events, as a tuple; without the curators' notes where a past is asked about."""
        shown: Iterable[Event] = super().show(state)
        if moment is not None and moment().known_by is not None:
            shown = (event.without_note() for event in shown)
        return Answers.to(moment and moment().timeline, shown)

    def __reduce__(self) -> str:
        return "EVENTS"


EVENTS: Projection[tuple[Event, ...]] = _Events()  # type: ignore[assignment]
"""The projection of a log that names none: the events themselves."""


class Keyed(Projection[Keys[K, S]], Generic[K, S]):
    """A projection for each key: a mapping that works out only the keys that are read.

    `key(event)` is one key, a list or a set of several, or None for an event that belongs to
    none; a tuple or a frozenset is one key. A key is there from the first event of it that
    `each` counts. `each` is any projection, another `Keyed` too. With `kind`, only events of
    that kind (or of one of several) are asked.

    >>> import bilateral_timeline as bt
    >>> by_kind = bt.Keyed(lambda event: event.kind, bt.Count())
    >>> state = bt.load_chronicle("russia-iran").project(by_kind, as_of="2024-05-20")
    >>> state["office-assumed"], state.get("war-declared")
    (29, Unknown)
    >>> by_party = bt.Keyed(lambda event: list(event.parties), bt.Count())
    >>> state = bt.load_chronicle("russia-iran").project(by_party, as_of="2001", known_by="2001")
    >>> state["RU"], state.get("FR")
    (6, Unknown)
    """

    initial = None
    each: Projection[S]
    together: tuple[Keyed[Any, Any], ...] = ()
    """Those that are split by their keys in the same pass, this one among them."""

    @overload
    def __init__(
        self,
        key: Callable[[Event[B]], list[K] | set[K] | Iterator[K] | None],
        each: Projection[S],
        *,
        kind: type[B],
    ) -> None: ...
    @overload
    def __init__(
        self, key: Callable[[Event[B]], K | None], each: Projection[S], *, kind: type[B]
    ) -> None: ...
    @overload
    def __init__(
        self,
        key: Callable[[Event], list[K] | set[K] | Iterator[K] | None],
        each: Projection[S],
        *,
        kind: Kinds | None = None,
    ) -> None: ...
    @overload
    def __init__(
        self,
        key: Callable[[Event], K | None],
        each: Projection[S],
        *,
        kind: Kinds | None = None,
    ) -> None: ...
    def __init__(self, key: Any, each: Any, *, kind: Any = None) -> None:
        given(self, key=key)
        if "key" not in vars(self) and type(self).key is Keyed.key:
            expected = "a function of the event, or a subclass with a method key"
            raise InputError(Problem(f"{type(self).__name__}: key", "nothing", expected))
        self.each = _projection(f"{type(self).__name__}: each", each)
        self.kind = bodies(self, kind)

    def key(self, event: Event) -> Any:
        """The key of an event, a list or a set of several, or None."""
        raise NotImplementedError

    def each_of(self, key: K) -> Projection[S]:
        """The projection of one key, where a part has to know what it is called."""
        return self.each

    def keys_of(self, event: Event) -> Iterable[Any]:
        """The keys of an event, each once: none where it counts for none."""
        if (self.kind is not None and not is_of(event, self.kind)) or not self.each.counts(event):
            return ()
        key = self.key(event)
        if key is None:
            return ()
        several = list(key) if isinstance(key, list | set | Iterator) else [key]
        try:
            keys = dict.fromkeys(several)
        except (TypeError, RecursionError):
            where, advice = f"event {event.id!r}: key", "use a tuple or a frozenset"
            raise InputError(Problem(where, shown(key), "a hashable key", advice)) from None
        keys.pop(None, None)
        return keys

    def evolve(self, state: Any, event: Event) -> dict[Any, Any]:
        """As of every projection."""
        parts = state or {}
        for key in self.keys_of(event):
            part = self.each.evolve(parts.get(key, self.each.initial), event)
            parts = {**parts, key: part}
        return parts

    def grouped(self, events: Iterable[Event]) -> dict[Any, list[Event]]:
        """The events by key; one of several keys is in several groups."""
        groups: dict[Any, list[Event]] = {}
        for event in events:
            for key in self.keys_of(event):
                groups.setdefault(key, []).append(event)
        return groups

    def fold(self, events: Iterable[Event]) -> dict[Any, Any]:
        """What `each` makes of the events of each key."""
        groups = self.grouped(only_events(events))
        return {key: self.each.fold(group) for key, group in groups.items()}

    def show(self, state: Any, moment: Asked | None = None) -> Any:
        """The values by key."""
        parts = {} if state is None else _folded(self, state, Mapping, "a state for each key")
        return Keys(parts, lambda part: self.each.show(part, moment))

    def counts(self, event: Event) -> bool:
        """Whether an event belongs to a key."""
        return bool(self.keys_of(event))

    def trace(self, start: Any, events: Iterable[Event], root: bool = True) -> tuple[Any, Trace]:
        """As of every projection, key by key."""
        shown, trace = dict[Any, Any](), Trace()
        for key, group in self.grouped(events).items():
            shown[key], below = self.each_of(key).trace(_part(start, key), group, root=False)
            trace |= {joined(key, path): told for path, told in below.items()}
        return Keys(shown, itself), trace

    def compare(
        self, start: Any, old: list[Event], new: list[Event], root: bool = True
    ) -> Iterator[Difference]:
        """As of every projection, for the keys of the events only."""
        before, after = self.grouped(old), self.grouped(new)
        for key in dict.fromkeys([*before, *after]):
            part, then, now = _part(start, key), before.get(key, []), after.get(key, [])
            for found in self.each_of(key).compare(part, then, now, root=False):
                yield found.below(key)


def _there(_: Event) -> bool:  # with a name, by which it is pickled
    return True


_THERE: Reducer[bool] = Reducer(lift=_there, combine=second)


class SetOf(Keyed[K, bool]):
    """The set of the values that events have; whether one is in it costs O(log n).

    `of(event)` is one value, a list or a set of several, or None.

    >>> import bilateral_timeline as bt
    >>> kinds = bt.SetOf(lambda event: event.kind)
    >>> "office-assumed" in bt.load_chronicle("russia-iran").project(kinds, as_of="2024-05-20")
    True
    """

    def __init__(
        self,
        of: Callable[[Event], K | list[K] | set[K] | Iterator[K] | None] | None = None,
        kind: Kinds | None = None,
    ) -> None:
        given(self, of=of)
        self.each = _THERE
        self.kind = bodies(self, kind)

    def of(self, event: Event) -> Any:
        """The values of an event."""
        return event

    def key(self, event: Event) -> Any:
        """As of every keyed projection."""
        return self.of(event)

    def show(self, state: Any, moment: Asked | None = None) -> Any:
        """The members."""
        return Members({} if state is None else _folded(self, state, Mapping, "a state by member"))


class Compose(Projection[S], Generic[S]):
    """Several projections as the named fields of one state, each worked out when it is read.

    With an attrs class, the state is an instance of it, all of whose fields are worked out.

    >>> import bilateral_timeline as bt
    >>> events = bt.Compose(number=bt.Count(), last=bt.Latest(lambda event: event.id))
    >>> bt.load_chronicle("russia-iran").project(events, as_of="2001", known_by="2001")
    State(number=7, last='treaty-2001-signed')
    """

    initial = None
    into: Callable[..., Any] | None
    parts: Mapping[str, Projection[Any]]

    @overload
    def __init__(self: Compose[State], /, **parts: Projection[Any]) -> None: ...
    @overload
    def __init__(self, into: type[S], /, **parts: Projection[Any]) -> None: ...
    def __init__(self, into: Any = None, /, **parts: Any) -> None:
        if not parts:
            raise InputError(Problem("Compose", "no fields", "fields such as number=bt.Count()"))
        if into is not None:
            _require_fields(into, parts)
        for name, part in parts.items():
            _projection(f"Compose: {name}", part)
            if name.startswith("_") or name == "branches":
                raise InputError(Problem("Compose", f"the name {shown(name)}", "another name"))
        self.into, self.parts = into, parts

    def _begun(self, state: Any) -> Any:
        return {n: part.initial for n, part in self.parts.items()} if state is None else state

    def evolve(self, state: Any, event: Event) -> dict[str, Any]:
        """As of every projection."""
        held = self._begun(state)
        return {name: part.evolve(held[name], event) for name, part in self.parts.items()}

    def fold(self, events: Iterable[Event]) -> dict[str, Any]:
        """What each part makes of the events."""
        held = only_events(events)
        return {name: part.fold(held) for name, part in self.parts.items()}

    def show(self, state: Any, moment: Asked | None = None) -> Any:
        """The fields."""
        held = _folded(self, self._begun(state), Mapping, "a state for each field")
        if self.into is not None:
            fields = {name: p.show(held[name], moment) for name, p in self.parts.items()}
            return self.into(**fields)

        def shower(part: Projection[Any]) -> Callable[[Any], Any]:
            return lambda state: part.show(state, moment)

        return State(held, {name: shower(part) for name, part in self.parts.items()})

    def counts(self, event: Event) -> bool:
        """Whether a part counts an event."""
        return any(part.counts(event) for part in self.parts.values())

    def trace(self, start: Any, events: Iterable[Event], root: bool = True) -> tuple[Any, Trace]:
        """As of every projection, field by field."""
        held, shown, trace = list(events), dict[str, Any](), Trace()
        for name, part in self.parts.items():
            shown[name], below = part.trace(_part(start, name), held, root=False)
            trace |= {joined(name, path): told for path, told in below.items()}
        made = State(shown, dict.fromkeys(shown, itself))
        return made if self.into is None else self.into(**shown), trace

    def compare(
        self, start: Any, old: list[Event], new: list[Event], root: bool = True
    ) -> Iterator[Difference]:
        """As of every projection, field by field."""
        for name, part in self.parts.items():
            for found in part.compare(_part(start, name), old, new, root=False):
                yield found.below(name)


def _folded(projection: object, state: Any, sort: type, expected: str) -> Any:
    """A folded state; what is none is refused."""
    if not isinstance(state, sort):
        raise InputError(Problem(f"{type(projection).__name__}: show", shown(state), expected))
    return state


def _projection(where: str, found: Any) -> Projection[Any]:
    """A projection; what is none is refused."""
    if not isinstance(found, Projection):
        raise InputError(Problem(where, shown(found), "a projection", "such as bt.Count()"))
    return found


def _require_fields(into: Any, parts: Mapping[str, Any]) -> None:
    """Refuse what is no attrs class, and parts that are not its fields."""
    if not isinstance(into, type) or not attrs.has(into):
        raise InputError(Problem("Compose", shown(into), "an attrs class, or only fields by name"))
    fields = {field.alias: field for field in attrs.fields(into) if field.init}
    for name in parts.keys() - fields.keys():
        raise MissingError(f"field of {into.__name__}", name, fields)
    for name, field in fields.items():
        if name in parts and field.converter is not None:
            where, expected = f"Compose: {into.__name__}.{name}", "a field without one"
            raise InputError(Problem(where, "a converter", expected, "convert it in the part"))
        if name not in parts and field.default is attrs.NOTHING:
            where = f"Compose: {into.__name__}.{name}"
            raise InputError(Problem(where, "nothing", "a projection, as it has no default"))


def _part(state: Mapping[Any, Any] | UnknownType | None, name: Hashable) -> Any:
    return Unknown if state is None or state is Unknown else state.get(name, Unknown)
