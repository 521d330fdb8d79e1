"""Reducers: projections that a timeline answers from summaries, not event by event.

A reducer is an ordered monoid: it lifts an event to a summary (None: the event says nothing),
combines the summaries of two neighbouring stretches of events, and finishes a summary to what
is shown. `combine` must be associative; it need not be commutative.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

import attrs

from .errors import InputError, Problem
from .events import Event
from .exact import exact, rounded
from .projection import Asked, Difference, Moment, Projection, S, Steps, joined
from .states import Keys, Members, Run, State
from .values import Unknown, UnknownType

Of = Callable[[Event], Any]
Kind = type | tuple[type, ...]


_is_kind = attrs.validators.optional(attrs.validators.instance_of((type, tuple)))
_is_callable: Any = attrs.validators.is_callable()


def _itself(value: Any) -> Any:
    return value


@attrs.frozen(eq=False)
class _Made(Projection[S]):
    """A projection that says itself how it goes on; its state is None before the first event."""

    initial: Any = attrs.field(init=False, repr=False, default=None)
    evolve: Callable[[Any, Event], Any] = attrs.field(
        init=False, repr=False, default=attrs.Factory(lambda self: self._evolve, takes_self=True)
    )
    view: Callable[[Any, Moment], Any] = attrs.field(init=False, repr=False, default=None)

    def _evolve(self, state: Any, event: Event) -> Any:
        raise NotImplementedError


@attrs.frozen(eq=False)
class Reducer(_Made[S]):
    """A reducer of your own: `lift` an event, `combine` two summaries, `finish` the last one.

    `lift(event)` is None where the event says nothing; `empty` is what is shown while no event
    says anything. A state costs O(log n) calls of `combine`, on any day, known by any other.

    >>> import bilateral_timeline as bt
    >>> def longer(one, other):
    ...     return max(one, other, key=len)
    >>> longest = bt.Reducer(lift=lambda event: event.id, combine=longer, finish=str.upper)
    >>> bt.load_chronicle("russia-iran").project(longest, as_of="1945")
    Unknown
    """

    lift: Of = attrs.field(validator=_is_callable)
    combine: Callable[[Any, Any], Any] = attrs.field(validator=_is_callable)
    finish: Callable[[Any], S] = attrs.field(default=_itself, validator=_is_callable)
    empty: Any = Unknown

    by_latest: ClassVar[bool] = False
    """Whether the last event that says something decides alone."""

    def _evolve(self, state: Any, event: Event) -> Any:
        one = self.lift(event)
        if state is None or one is None:
            return one if state is None else state
        return self.combine(state, one)

    def show(self, state: Any, moment: Asked | None = None) -> S:
        """What a user sees of a summary."""
        shown: S = self.empty if state is None else self.finish(state)
        return shown

    def counts(self, event: Event) -> bool:
        """Whether an event says something."""
        return self.lift(event) is not None


def _of_kind(of: Of, kind: Kind | None) -> Of:
    """The value of an event; None for one of another kind."""
    if kind is None:
        return of
    return lambda event: of(event) if isinstance(event.what, kind) else None


@attrs.frozen(eq=False)
class _Value(Reducer[S]):
    """A reducer of one value of each event: `of(event)`, where None is nothing to count.

    With `kind`, only events with a body of that class (or one of several) are asked.
    """

    of: Of = attrs.field(default=_itself, validator=_is_callable)
    kind: Kind | None = attrs.field(default=None, validator=_is_kind)
    lift: Of = attrs.field(
        init=False, repr=False, default=attrs.Factory(lambda self: self._lift(), takes_self=True)
    )
    combine: Callable[[Any, Any], Any] = attrs.field(
        init=False, repr=False, default=attrs.Factory(lambda self: self._combine, takes_self=True)
    )
    finish: Callable[[Any], S] = attrs.field(
        init=False, repr=False, default=attrs.Factory(lambda self: self._finish, takes_self=True)
    )
    empty: Any = attrs.field(
        init=False, repr=False, default=attrs.Factory(lambda self: self._empty, takes_self=True)
    )

    _combine: ClassVar[Any]
    _finish: ClassVar[Any] = staticmethod(_itself)
    _empty: ClassVar[Any] = Unknown

    def _lift(self) -> Of:
        return _of_kind(self.of, self.kind)


def _second(_: Any, second: Any) -> Any:
    return second


class Latest(_Value[Any]):
    """The value of the last event that has one; Unknown while there is none.

    >>> import bilateral_timeline as bt
    >>> last = bt.Latest(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(last, as_of="2024-05-19")
    'helicopter-crash'
    """

    by_latest = True
    _combine = staticmethod(_second)


class Sum(_Value[Any]):
    """The exact sum of int, float, Decimal or Fraction values; 0 while there is none.

    A sum of floats is that of `math.fsum`, in whatever order they came. NaN, infinities and a
    mixture of floats and decimals are an `InputError`.

    >>> import bilateral_timeline as bt
    >>> cited = bt.Sum(lambda event: len(event.sources))
    >>> bt.load_chronicle("russia-iran").project(cited, as_of="2010")
    7
    """

    _combine = staticmethod(operator.add)
    _finish = staticmethod(rounded)
    _empty = 0

    def _lift(self) -> Of:
        of = _of_kind(self.of, self.kind)

        def lift(event: Event) -> Any:
            value = of(event)
            if value is None or type(value) is int:
                return value
            try:
                return exact(value)
            except InputError as error:
                where = f"event {event.id!r}: what Sum is of"
                problems = [attrs.evolve(problem, where=where) for problem in error.problems]
                raise InputError(*problems) from None

        return lift


class Count(_Value[int]):
    """The number of events that have a value.

    >>> import bilateral_timeline as bt
    >>> bt.load_chronicle("russia-iran").project(bt.Count(), as_of="2010")
    3
    """

    _combine = staticmethod(operator.add)
    _empty = 0

    def _lift(self) -> Of:
        of = _of_kind(self.of, self.kind)
        return lambda event: None if of(event) is None else 1


class Min(_Value[Any]):
    """The least value, the first of equals; Unknown while there is none."""

    _combine = staticmethod(min)


class Max(_Value[Any]):
    """The greatest value, the first of equals; Unknown while there is none."""

    _combine = staticmethod(max)


# -- states with parts --------------------------------------------------------------------


@attrs.frozen(eq=False)
class History(_Made[Run]):
    """All values in canonical order, as a lazy sequence: `len` and `[-1]` cost O(log n).

    >>> import bilateral_timeline as bt
    >>> ids = bt.History(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(ids, as_of="2010")[-1]
    's-300-banned'
    """

    of: Of = attrs.field(default=_itself, validator=_is_callable)
    kind: Kind | None = attrs.field(default=None, validator=_is_kind)
    count: Count = attrs.field(
        init=False,
        repr=False,
        default=attrs.Factory(lambda self: Count(self.of, self.kind), takes_self=True),
    )
    """How many values there are, by which a timeline finds one by its place."""

    def lift(self, event: Event) -> Any:
        """The value of an event, or None."""
        return _of_kind(self.of, self.kind)(event)

    def _evolve(self, state: Run | None, event: Event) -> Run:
        run, value = self.show(state), self.lift(event)
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


@attrs.frozen(eq=False)
class Keyed(_Made[Any]):
    """A projection for each key: a mapping that works out only the keys that are read.

    `key(event)` is hashable, or None for an event that belongs to no key. A key is there from
    the first event of it that `each` counts. `each` is any projection, another `Keyed` too.

    >>> import bilateral_timeline as bt
    >>> by_kind = bt.Keyed(lambda event: event.kind, bt.Count())
    >>> state = bt.load_chronicle("russia-iran").project(by_kind, as_of="2024-05-20")
    >>> state["office-assumed"], state.get("war-declared")
    (4, Unknown)
    """

    key: Callable[[Event], Hashable] = attrs.field(validator=_is_callable)
    each: Projection[Any] = attrs.field(validator=attrs.validators.instance_of(Projection))

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
            if key is not None:
                groups.setdefault(key, []).append(event)
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
        return Keys(shown, _itself), steps

    def compare(
        self, start: Any, old: list[Event], new: list[Event], root: bool = True
    ) -> Iterator[Difference]:
        """As of every projection, for the keys of the events only."""
        before, after = self.grouped(old), self.grouped(new)
        for key in dict.fromkeys([*before, *after]):
            part, then, now = _part(start, key), before.get(key, []), after.get(key, [])
            for found in self.each.compare(part, then, now, root=False):
                yield found.below(key)


_THERE: Reducer[bool] = Reducer(lift=lambda _: True, combine=_second)


@attrs.frozen(eq=False)
class SetOf(Keyed):
    """The set of the values that events have; whether one is in it costs O(log n).

    >>> import bilateral_timeline as bt
    >>> kinds = bt.SetOf(lambda event: event.kind)
    >>> "office-assumed" in bt.load_chronicle("russia-iran").project(kinds, as_of="2024-05-20")
    True
    """

    of: Of = attrs.field(default=_itself, validator=_is_callable)
    kind: Kind | None = attrs.field(default=None, validator=_is_kind)
    key: Callable[[Event], Hashable] = attrs.field(
        init=False,
        repr=False,
        default=attrs.Factory(lambda self: _of_kind(self.of, self.kind), takes_self=True),
    )
    each: Projection[Any] = attrs.field(init=False, repr=False, default=_THERE)

    def show(self, state: Any, moment: Asked | None = None) -> Members:
        """The members."""
        return Members({} if state is None else state)


@attrs.frozen(eq=False, init=False)
class Compose(_Made[Any]):
    """Several projections as the named fields of one state, each worked out when it is read.

    With a class, such as an attrs one, the state is an instance of it, with all its fields.

    >>> import bilateral_timeline as bt
    >>> events = bt.Compose(number=bt.Count(), last=bt.Latest(lambda event: event.id))
    >>> bt.load_chronicle("russia-iran").project(events, as_of="2010")
    State(number=3, last='s-300-banned')
    """

    into: Callable[..., Any] | None
    parts: Mapping[str, Projection[Any]]

    def __init__(self, into: Callable[..., Any] | None = None, /, **parts: Projection[Any]) -> None:
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
        made = State(shown, dict.fromkeys(shown, _itself))
        return made if self.into is None else self.into(**shown), steps

    def compare(
        self, start: Any, old: list[Event], new: list[Event], root: bool = True
    ) -> Iterator[Difference]:
        """As of every projection, field by field."""
        for name, part in self.parts.items():
            for found in part.compare(_part(start, name), old, new, root=False):
                yield found.below(name)


def _part(state: Mapping[Any, Any] | UnknownType | None, name: Hashable) -> Any:
    return Unknown if state is None or state is Unknown else state.get(name, Unknown)
