"""Reducers: projections that a timeline answers from summaries, not event by event.

A reducer is an ordered monoid: it lifts an event to a summary (None: the event says nothing),
combines the summaries of two neighbouring stretches of events, and finishes a summary to what
is shown. `combine` must be associative; it need not be commutative.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, overload

from ..errors import InputError, MissingError, Problem, shown
from ..records.events import Event
from ..records.kinds import Kinds, find_kind, is_kind, is_of, kinds
from ..records.stored import UnknownBody
from ..records.values import Unknown, UnknownType
from .exact import exact, rounded
from .projection import Asked, Projection, S, given

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    T = TypeVar("T", covariant=True, default=Any)
    B = TypeVar("B")
else:
    from typing import TypeVar

    T = TypeVar("T", covariant=True)
    B = TypeVar("B")


def itself(value: Any) -> Any:
    """The value that is given."""
    return value


def second(_: Any, second: Any) -> Any:
    """The later of two summaries."""
    return second


class Reducer(Projection[S]):
    """A reducer of your own: `lift` an event, `combine` two summaries, `finish` the last one.

    `lift(event)` is None where the event says nothing; `empty` is what is shown while no event
    says anything. With `kind`, only events of that kind (or of one of several) are lifted. The
    functions are given, or written as the methods of a subclass. A state costs O(log n) calls of
    `combine`, on any day, known by any other.

    >>> import bilateral_timeline as bt
    >>> def longer(one, other):
    ...     return max(one, other, key=len)
    >>> longest = bt.Reducer(lift=lambda event: event.id, combine=longer, finish=str.upper)
    >>> bt.load_chronicle("russia-iran").project(longest, as_of="1945")
    Unknown
    """

    initial = None
    kind: Kinds | None = None
    empty: Any = Unknown
    by_latest: ClassVar[bool] = False
    """Whether the last event that says something decides alone."""

    def __init__(
        self,
        lift: Callable[[Event], Any] | None = None,
        combine: Callable[[Any, Any], Any] | None = None,
        finish: Callable[[Any], S] | None = None,
        empty: Any = Unknown,
        *,
        kind: Kinds | None = None,
    ) -> None:
        given(self, lift=lift, combine=combine, finish=finish)
        for name in ("lift", "combine"):
            if getattr(type(self), name) is getattr(Reducer, name) and name not in vars(self):
                where, expected = f"{type(self).__name__}: {name}", "a function, or a method"
                raise InputError(Problem(where, "nothing", expected))
        if empty is not Unknown:
            self.empty = empty
        self.kind = bodies(self, kind)

    def lift(self, event: Event) -> Any:
        """The summary of an event; None where it says nothing."""
        raise NotImplementedError

    def combine(self, one: Any, other: Any) -> Any:
        """The summary of two neighbouring stretches of events."""
        raise NotImplementedError

    def finish(self, summary: Any) -> Any:
        """What is shown of the last summary."""
        return summary

    def summary(self, event: Event) -> Any:
        """The summary of an event; None where it says nothing, or is of another kind."""
        if self.kind is not None and not is_of(event, self.kind):
            return None
        return self.lift(event)

    def evolve(self, state: Any, event: Event) -> Any:
        """As of every projection; the state is None before the first event that counts."""
        one = self.summary(event)
        if state is None or one is None:
            return one if state is None else state
        return self.combine(state, one)

    def show(self, state: Any, moment: Asked | None = None) -> S:
        """What a user sees of a summary."""
        shown: S = self.empty if state is None else self.finish(state)
        return shown

    def counts(self, event: Event) -> bool:
        """Whether an event says something."""
        return self.summary(event) is not None


def bodies(projection: object, kind: Any) -> Kinds | None:
    """A `kind` that was given; what is no class of bodies and no kind's name is refused."""
    where = f"{type(projection).__name__}: kind"
    for one in kind if isinstance(kind, tuple) else (kind,):
        if isinstance(one, str):
            if find_kind(one) is None:
                raise MissingError("kind", one, kinds())
        elif one is not None and not (isinstance(one, type) and _has_kinds(one)):
            advice = "decorate it with @bt.kind('some-name')"
            expected = "the class of an event body, or the name of a kind"
            raise InputError(Problem(where, shown(one), expected, advice))
    held: Kinds | None = kind
    return held


def _has_kinds(cls: type) -> bool:
    """Whether a class is the body of a kind, or a base of some."""
    return cls is UnknownBody or is_kind(cls) or any(map(_has_kinds, _subclasses(cls)))


def _subclasses(cls: type) -> list[type]:
    return [] if cls in (object, type) else cls.__subclasses__()


class _Value(Reducer[S]):
    """A reducer of one value of each event: `of(event)`, where None is nothing to count."""

    def __init__(self, of: Callable[[Event], Any] | None = None, kind: Kinds | None = None) -> None:
        given(self, of=of)
        self.kind = bodies(self, kind)

    def of(self, event: Event) -> Any:
        """The value of an event."""
        return event

    def lift(self, event: Event) -> Any:
        """As of every reducer."""
        return self.of(event)

    def _refused(self, event: Event, value: object, expected: str) -> InputError:
        where = f"event {event.id!r}: what {type(self).__name__} is of"
        return InputError(Problem(where, shown(value), expected, "give None for nothing to count"))


class _Chosen(_Value[T | UnknownType], Generic[T]):
    """A reducer that shows one of the values; Unknown while there is none."""

    @overload
    def __init__(self: _Chosen[Event], of: None = None, kind: Kinds | None = None) -> None: ...
    @overload
    def __init__(self, of: Callable[[Event[B]], T | None], kind: type[B]) -> None: ...
    @overload
    def __init__(self, of: Callable[[Event], T | None], kind: Kinds | None = None) -> None: ...
    def __init__(self, of: Any = None, kind: Any = None) -> None:
        super().__init__(of, kind)


class Latest(_Chosen[T]):
    """The value of the last event that has one; Unknown while there is none.

    >>> import bilateral_timeline as bt
    >>> last = bt.Latest(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(last, as_of="2024-05-19")
    'helicopter-crash'
    """

    by_latest = True
    combine = staticmethod(second)  # type: ignore[assignment]


class Sum(_Value[T], Generic[T]):
    """The exact sum of numbers, of quantities in one unit, or of money; 0 while there is none.

    Numbers are int, float, Decimal (of up to a thousand places) or Fraction. A sum of floats is
    that of `math.fsum`, in whatever order they came; of quantities the bounds are added, and one
    that is open stays open. NaN, infinities and a mixture of sorts, units or currencies are an
    `InputError` that names the events.

    >>> import bilateral_timeline as bt
    >>> cited = bt.Sum(lambda event: len(event.sources))
    >>> bt.load_chronicle("russia-iran").project(cited, as_of="2001", known_by="2001")
    11
    """

    empty = 0
    combine = staticmethod(operator.add)  # type: ignore[assignment]

    @overload
    def __init__(self, of: Callable[[Event[B]], T | None], kind: type[B]) -> None: ...
    @overload
    def __init__(self, of: Callable[[Event], T | None], kind: Kinds | None = None) -> None: ...
    def __init__(self, of: Any, kind: Any = None) -> None:
        super().__init__(of, kind)

    def lift(self, event: Event) -> Any:
        """As of every reducer."""
        value = self.of(event)
        if value is None or type(value) is int:
            return value
        try:
            return exact(value, event.id)
        except InputError as error:
            expected = error.problems[0].expected
        raise self._refused(event, value, expected)

    def finish(self, summary: Any) -> Any:
        """The sum in the type of its parts."""
        return rounded(summary)


class Count(_Value[int]):
    """The number of events that have a value.

    >>> import bilateral_timeline as bt
    >>> bt.load_chronicle("russia-iran").project(bt.Count(), as_of="2001", known_by="2001")
    7
    """

    empty = 0
    combine = staticmethod(operator.add)  # type: ignore[assignment]

    def lift(self, event: Event) -> Any:
        """As of every reducer."""
        return None if self.of(event) is None else 1


class _Extreme(_Chosen[T]):
    choose: ClassVar[Callable[..., Any]]

    def lift(self, event: Event) -> Any:
        """As of every reducer."""
        value = self.of(event)
        if value != value:  # NaN is neither more nor less than anything
            raise self._refused(event, value, "a value that has an order")
        return value

    def combine(self, one: Any, other: Any) -> Any:
        """One of the two."""
        try:
            return self.choose(one, other)
        except (TypeError, RecursionError):
            found = f"{shown(one)} and {shown(other)}"
            where, expected = f"what {type(self).__name__} is of", "values that can be compared"
            raise InputError(Problem(where, found, expected, "convert them first")) from None


class Min(_Extreme[T]):
    """The least value, the first of equals; Unknown while there is none. NaN is refused.

    >>> import bilateral_timeline as bt
    >>> first = bt.Min(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(first, as_of="2001", known_by="2001")
    'india-corridor'
    """

    choose = min


class Max(_Extreme[T]):
    """The greatest value, the first of equals; Unknown while there is none. NaN is refused.

    >>> import bilateral_timeline as bt
    >>> last = bt.Max(lambda event: event.id)
    >>> bt.load_chronicle("russia-iran").project(last, as_of="2001", known_by="2001")
    'treaty-2001-signed'
    """

    choose = max
