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
from .projection import Difference, Moment, Projection, S, Steps, joined
from .states import Keys, Members, Run, State
from .values import Unknown

Of = Callable[[Event], Any]
Kind = type | tuple[type, ...]


def _worked_out(make: Callable[[Any], Any]) -> Any:
    """A field that is never given: it follows from the others."""
    return attrs.field(init=False, repr=False, default=attrs.Factory(make, takes_self=True))


def _fixed(value: Any) -> Any:
    return attrs.field(init=False, repr=False, default=value)


def _function(default: Any = attrs.NOTHING) -> Any:
    return attrs.field(default=default, validator=attrs.validators.is_callable())


def _itself(value: Any) -> Any:
    return value


@attrs.frozen(eq=False)
class Reducer(Projection[S]):
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

    initial: Any = _fixed(None)
    evolve: Callable[[Any, Event], Any] = _worked_out(lambda self: self._evolve)
    view: Callable[[Any, Moment], Any] = _fixed(None)
    lift: Of = _function()
    combine: Callable[[Any, Any], Any] = _function()
    finish: Callable[[Any], S] = _function(_itself)
    empty: Any = Unknown

    by_latest: ClassVar[bool] = False
    """Whether the last event that says something decides alone."""

    def _evolve(self, summary: Any, event: Event) -> Any:
        one = self.lift(event)
        if summary is None or one is None:
            return one if summary is None else summary
        return self.combine(summary, one)

    def show(self, state: Any, moment: Moment | None = None) -> S:
        """What a user sees of a summary."""
        shown: S = self.empty if state is None else self.finish(state)
        return shown

    def counts(self, event: Event) -> bool:
        """Whether an event says something."""
        return self.lift(event) is not None


@attrs.frozen(eq=False)
class _Of(Reducer[S]):
    """A reducer of one value of each event: `of(event)`, where None is nothing to count.

    With `kind`, only events with a body of that class (or one of several) are asked.
    """

    of: Of = _function(_itself)
    kind: Kind | None = attrs.field(
        default=None,
        validator=attrs.validators.optional(attrs.validators.instance_of((type, tuple))),
    )
    lift: Of = _worked_out(lambda self: self._lifting(_of_kind(self.of, self.kind)))
    combine: Callable[[Any, Any], Any] = _fixed(None)
    finish: Callable[[Any], S] = _fixed(_itself)
    empty: Any = _fixed(Unknown)

    def _lifting(self, of: Of) -> Of:
        return of


def _of_kind(of: Of, kind: Kind | None) -> Of:
    if kind is None:
        return of
    return lambda event: of(event) if isinstance(event.what, kind) else None


def _second(_: Any, second: Any) -> Any:
    return second


@attrs.frozen(eq=False)
class Latest(_Of[Any]):
    """The value of the last event that has one; Unknown while there is none.

    >>> import bilateral_timeline as bt
    >>> last = bt.Latest(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(last, as_of="2024-05-19")
    'helicopter-crash'
    """

    combine: Callable[[Any, Any], Any] = _fixed(_second)
    by_latest: ClassVar[bool] = True


@attrs.frozen(eq=False)
class Sum(_Of[Any]):
    """The exact sum of int, float, Decimal or Fraction values; 0 while there is none.

    A sum of floats is that of `math.fsum`, in whatever order they came. NaN, infinities and a
    mixture of floats and decimals are an `InputError`.
    """

    combine: Callable[[Any, Any], Any] = _fixed(operator.add)
    finish: Callable[[Any], Any] = _fixed(rounded)
    empty: Any = _fixed(0)

    def _lifting(self, of: Of) -> Of:
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


@attrs.frozen(eq=False)
class Count(_Of[int]):
    """The number of events that have a value.

    >>> import bilateral_timeline as bt
    >>> bt.load_chronicle("russia-iran").project(bt.Count(), as_of="2010")
    3
    """

    combine: Callable[[Any, Any], Any] = _fixed(operator.add)
    empty: Any = _fixed(0)

    def _lifting(self, of: Of) -> Of:
        return lambda event: None if of(event) is None else 1


@attrs.frozen(eq=False)
class Min(_Of[Any]):
    """The least value, the first of equals; Unknown while there is none."""

    combine: Callable[[Any, Any], Any] = _fixed(min)


@attrs.frozen(eq=False)
class Max(_Of[Any]):
    """The greatest value, the first of equals; Unknown while there is none."""

    combine: Callable[[Any, Any], Any] = _fixed(max)


# -- states with parts --------------------------------------------------------------------


@attrs.frozen(eq=False)
class History(Projection[Run]):
    """All values in canonical order, as a lazy sequence: `len`, `[-1]` cost O(log n)."""

    initial: Any = _fixed(Run())
    evolve: Callable[[Any, Event], Any] = _worked_out(lambda self: self._evolve)
    view: Callable[[Any, Moment], Any] = _fixed(None)
    of: Of = _function(_itself)
    kind: Kind | None = None
    lift: Of = _worked_out(lambda self: _of_kind(self.of, self.kind))
    counted: Count = _worked_out(lambda self: Count(self.lift))
    """How many values there are, by which a timeline finds one by its place."""

    def _evolve(self, run: Run, event: Event) -> Run:
        value = self.lift(event)
        return run if value is None else run.and_then(value)

    def fold(self, events: Iterable[Event]) -> Run:
        """The values of some events."""
        return Run((), tuple(value for event in events if (value := self.lift(event)) is not None))

    def show(self, state: Any, moment: Moment | None = None) -> Run:
        """The values."""
        run: Run = state
        return run

    def counts(self, event: Event) -> bool:
        """Whether an event has a value."""
        return self.lift(event) is not None


@attrs.frozen(eq=False)
class Keyed(Projection[Any]):
    """A projection for each key: a mapping that works out only the keys that are read.

    `key(event)` is hashable, or None for an event that belongs to no key. A key is there from
    the first event of it that `each` counts. `each` is any projection, another `Keyed` too.

    >>> import bilateral_timeline as bt
    >>> by_kind = bt.Keyed(lambda event: event.kind, bt.Count())
    >>> state = bt.load_chronicle("russia-iran").project(by_kind, as_of="2024-05-20")
    >>> state["office-assumed"], state.get("war-declared")
    (4, Unknown)
    """

    initial: Any = attrs.field(init=False, repr=False, factory=dict)
    evolve: Callable[[Any, Event], Any] = _worked_out(lambda self: self._evolve)
    view: Callable[[Any, Moment], Any] = _fixed(None)
    key: Callable[[Event], Hashable] = _function()
    each: Projection[Any] = attrs.field(validator=attrs.validators.instance_of(Projection))

    def key_of(self, event: Event) -> Hashable:
        """The key of an event; None where the event counts for none."""
        return self.key(event) if self.each.counts(event) else None

    def _evolve(self, parts: dict[Any, Any], event: Event) -> dict[Any, Any]:
        key = self.key_of(event)
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

    def show(self, state: Any, moment: Moment | None = None) -> Any:
        """The values by key."""
        return Keys(state, lambda part: self.each.show(part, moment))

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
    """The set of the values that events have; whether one is in it costs O(log n)."""

    of: Of = _function(_itself)
    kind: Kind | None = None
    key: Callable[[Event], Hashable] = _worked_out(lambda self: _of_kind(self.of, self.kind))
    each: Projection[Any] = _fixed(_THERE)

    def show(self, state: Any, moment: Moment | None = None) -> Members:
        """The members."""
        return Members(state)


@attrs.frozen(eq=False, init=False)
class Compose(Projection[State]):
    """Several projections as the named fields of one state, each worked out when it is read.

    >>> import bilateral_timeline as bt
    >>> events = bt.Compose(number=bt.Count(), last=bt.Latest(lambda event: event.id))
    >>> bt.load_chronicle("russia-iran").project(events, as_of="2010")
    State(number=3, last='s-300-banned')
    """

    initial: Any = _worked_out(lambda self: {n: p.initial for n, p in self.parts.items()})
    evolve: Callable[[Any, Event], Any] = _worked_out(lambda self: self._evolve)
    view: Callable[[Any, Moment], Any] = _fixed(None)
    parts: Mapping[str, Projection[Any]]

    def __init__(self, **parts: Projection[Any]) -> None:
        for name, part in parts.items():
            if not isinstance(part, Projection):
                raise InputError(Problem(f"Compose: {name}", repr(part), "a projection"))
            if name.startswith("_") or name == "branches":
                raise InputError(Problem("Compose", f"the name {name!r}", "another name"))
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "initial", {name: p.initial for name, p in parts.items()})
        object.__setattr__(self, "evolve", self._evolve)

    def _evolve(self, state: dict[str, Any], event: Event) -> dict[str, Any]:
        return {name: part.evolve(state[name], event) for name, part in self.parts.items()}

    def fold(self, events: Iterable[Event]) -> dict[str, Any]:
        """What each part makes of the events."""
        held = list(events)
        return {name: part.fold(held) for name, part in self.parts.items()}

    def show(self, state: Any, moment: Moment | None = None) -> State:
        """The fields."""

        def shower(part: Projection[Any]) -> Callable[[Any], Any]:
            return lambda state: part.show(state, moment)

        return State(state, {name: shower(part) for name, part in self.parts.items()})

    def counts(self, event: Event) -> bool:
        """Whether a part counts an event."""
        return any(part.counts(event) for part in self.parts.values())

    def steps(self, start: Any, events: Iterable[Event], root: bool = True) -> tuple[Any, Steps]:
        """As of every projection, field by field."""
        held, shown, steps = list(events), dict[str, Any](), Steps()
        for name, part in self.parts.items():
            shown[name], below = part.steps(_part(start, name), held, root=False)
            steps |= {joined(name, path): told for path, told in below.items()}
        return State(shown, dict.fromkeys(shown, _itself)), steps

    def compare(
        self, start: Any, old: list[Event], new: list[Event], root: bool = True
    ) -> Iterator[Difference]:
        """As of every projection, field by field."""
        for name, part in self.parts.items():
            for found in part.compare(_part(start, name), old, new, root=False):
                yield found.below(name)


def _part(state: Any, name: Hashable) -> Any:
    return Unknown if state is Unknown else state.get(name, Unknown)
