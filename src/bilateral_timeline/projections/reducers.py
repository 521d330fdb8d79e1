"""Reducers: projections that a timeline answers from summaries, not event by event.

A reducer is an ordered monoid: it lifts an event to a summary (None: the event says nothing),
combines the summaries of two neighbouring stretches of events, and finishes a summary to what
is shown. `combine` must be associative; it need not be commutative.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, ClassVar

import attrs

from ..errors import InputError, Problem
from ..records.events import Event
from ..records.fields import is_function
from ..records.kinds import are_kinds
from ..records.values import Unknown
from .exact import exact, rounded
from .projection import Asked, Moment, Projection, S

Of = Callable[[Event], Any]
Kind = type | tuple[type, ...]


def itself(value: Any) -> Any:
    """The value that is given."""
    return value


@attrs.frozen(eq=False)
class Made(Projection[S]):
    """A projection that says itself how it goes on; its state is None before the first event."""

    initial: Any = attrs.field(init=False, repr=False, default=None)
    evolve: Callable[[Any, Event], Any] = attrs.field(
        init=False, repr=False, default=attrs.Factory(lambda self: self._evolve, takes_self=True)
    )
    view: Callable[[Any, Moment], Any] = attrs.field(init=False, repr=False, default=None)

    def _evolve(self, state: Any, event: Event) -> Any:
        raise NotImplementedError


@attrs.frozen(eq=False)
class Reducer(Made[S]):
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

    lift: Of = attrs.field(validator=is_function)
    combine: Callable[[Any, Any], Any] = attrs.field(validator=is_function)
    finish: Callable[[Any], S] = attrs.field(default=itself, validator=is_function)
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


def of_kind(of: Of, kind: Kind | None) -> Of:
    """The value of an event; None for one of another kind."""
    if kind is None:
        return of
    return lambda event: of(event) if isinstance(event.what, kind) else None


@attrs.frozen(eq=False)
class _Value(Reducer[S]):
    """A reducer of one value of each event: `of(event)`, where None is nothing to count.

    With `kind`, only events with a body of that class (or one of several) are asked.
    """

    of: Of = attrs.field(default=itself, validator=is_function)
    kind: Kind | None = attrs.field(default=None, validator=are_kinds)
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
    _finish: ClassVar[Any] = staticmethod(itself)
    _empty: ClassVar[Any] = Unknown

    def _lift(self) -> Of:
        return of_kind(self.of, self.kind)


def second(_: Any, second: Any) -> Any:
    """The later of two summaries."""
    return second


class Latest(_Value[Any]):
    """The value of the last event that has one; Unknown while there is none.

    >>> import bilateral_timeline as bt
    >>> last = bt.Latest(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(last, as_of="2024-05-19")
    'helicopter-crash'
    """

    by_latest = True
    _combine = staticmethod(second)


class Sum(_Value[Any]):
    """The exact sum of int, float, Decimal or Fraction values; 0 while there is none.

    A sum of floats is that of `math.fsum`, in whatever order they came. NaN, infinities and a
    mixture of floats and decimals are an `InputError`.

    >>> import bilateral_timeline as bt
    >>> cited = bt.Sum(lambda event: len(event.sources))
    >>> bt.load_chronicle("russia-iran").project(cited, as_of="2001", known_by="2001")
    6
    """

    _combine = staticmethod(operator.add)
    _finish = staticmethod(rounded)
    _empty = 0

    def _lift(self) -> Of:
        of = of_kind(self.of, self.kind)

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
    >>> bt.load_chronicle("russia-iran").project(bt.Count(), as_of="2001", known_by="2001")
    4
    """

    _combine = staticmethod(operator.add)
    _empty = 0

    def _lift(self) -> Of:
        of = of_kind(self.of, self.kind)
        return lambda event: None if of(event) is None else 1


class _Extreme(_Value[Any]):
    def _lift(self) -> Of:
        of = of_kind(self.of, self.kind)

        def lift(event: Event) -> Any:
            value = of(event)
            if value != value:  # NaN is neither more nor less than anything
                where = f"event {event.id!r}: what {type(self).__name__} is of"
                raise InputError(Problem(where, repr(value), "a value that has an order"))
            return value

        return lift


class Min(_Extreme):
    """The least value, the first of equals; Unknown while there is none. NaN is refused.

    >>> import bilateral_timeline as bt
    >>> first = bt.Min(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(first, as_of="2001", known_by="2001")
    'india-corridor'
    """

    _combine = staticmethod(min)


class Max(_Extreme):
    """The greatest value, the first of equals; Unknown while there is none. NaN is refused.

    >>> import bilateral_timeline as bt
    >>> last = bt.Max(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(last, as_of="2001", known_by="2001")
    'treaty-2001-signed'
    """

    _combine = staticmethod(max)
