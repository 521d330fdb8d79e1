"""Projections: how events become a state, and which of them made it what it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import reduce
from inspect import isfunction
from typing import TYPE_CHECKING, Any, Generic, NamedTuple

import attrs
from pendulum import Date

from ..dates.when import Mode
from ..errors import InputError, Problem, shown
from ..records.events import Event
from ..records.kinds import is_kind
from ..records.values import Unknown, is_several
from .paths import differences, joined
from .states import MISSING

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    S = TypeVar("S", covariant=True, default=Any)
else:
    from typing import TypeVar

    S = TypeVar("S", covariant=True)


@attrs.frozen
class Moment:
    """The question that a state answers: which day, known by when, and how far it can count.

    The horizon is the first of the day, the knowledge day and the last day of coverage.
    """

    day: Date
    known_by: Date | None
    horizon: Date
    mode: Mode = "certain"
    require: Callable[[str], None] | None = attrs.field(default=None, eq=False, repr=False)
    """Refuses a path that no record of the log leads to; None where the log is not at hand."""
    timeline: Any = attrs.field(default=None, eq=False, repr=False)
    """The timeline that was asked, for those who draw the answer; None where it is not at hand."""

    def __reduce__(self) -> tuple[object, ...]:
        return Moment, (self.day, self.known_by, self.horizon, self.mode)


Asked = Callable[[], Moment]
"""The moment asked about, worked out only for a projection that has a view of it."""


class Setting(NamedTuple):
    """An event at which a value changed, and what the value became."""

    event: Event
    value: Any


Trace = dict[str, list[Setting]]
"""The settings of each leaf, by its path, in canonical order."""


class Difference(NamedTuple):
    """A leaf that differs between two states, and the settings that led to either value."""

    path: str
    before: Any
    after: Any
    then: list[Setting]
    now: list[Setting]

    def below(self, name: Hashable) -> Difference:
        """The same, of a part of a larger state."""
        return self._replace(path=joined(name, self.path))


class Projection(Generic[S]):
    """A state as a fold over events: a value to begin with, and one pure step.

    `evolve(state, event)` returns the next state and must be total: an event may refer to
    something that only a later one introduces. It must not change the state that it is given
    (`bilateral_timeline.testing.check_projection` finds out). `view(state, moment)` may show the
    folded state with its day; nothing that changes by waiting belongs into the fold itself.
    The three are given, or written as the methods of a subclass. Make a projection once and keep
    it: what a timeline has worked out is remembered for that object, and goes with it.

    >>> count = Projection(initial=0, evolve=lambda n, event: n + 1)
    >>> count.fold([])
    0
    >>> class Count(Projection[int]):
    ...     initial = 0
    ...     def evolve(self, state, event):
    ...         return state + 1
    >>> Count().fold([])
    0
    """

    initial: Any
    apart: bool = True
    """Whether a part of a larger state can be shown without the others."""

    def __init__(
        self,
        initial: Any = MISSING,
        evolve: Callable[[Any, Event], Any] | None = None,
        view: Callable[[Any, Moment], Any] | None = None,
    ) -> None:
        given(self, evolve=evolve, view=view)
        if evolve is None and type(self).evolve is Projection.evolve:
            expected = "a function f(state, event), or a subclass with a method evolve"
            raise InputError(Problem(f"{type(self).__name__}: evolve", "nothing", expected))
        if initial is not MISSING:
            self.initial = initial
        elif not hasattr(type(self), "initial") or isfunction(type(self).initial):
            expected = "a value to begin with, given or as `initial = ...` in the class"
            found = "a method" if hasattr(type(self), "initial") else "nothing"
            raise InputError(Problem(f"{type(self).__name__}: initial", found, expected))

    def __repr__(self) -> str:
        told = (f"{name}={_called(value)}" for name, value in vars(self).items())
        return f"{type(self).__name__}({', '.join(told)})"

    def evolve(self, state: Any, event: Event) -> Any:
        """The next state."""
        raise NotImplementedError

    def view(self, state: Any, moment: Moment) -> Any:
        """What a user sees of a folded state at a moment."""
        return state

    def fold(self, events: Iterable[Event]) -> Any:
        """The state after some events, in the order given, as it is folded."""
        return reduce(self.evolve, only_events(events), self.initial)

    def show(self, state: Any, moment: Asked | None = None) -> S:
        """What a user sees of a folded state, at the moment asked about or at none."""
        shown: S = state if moment is None else self.view(state, moment())
        return shown

    def counts(self, event: Event) -> bool:
        """Whether an event may change the state at all."""
        return True

    def problems(self, events: list[Event]) -> Iterator[Problem]:
        """What a curator should look at in all events, beside what `check` finds in any log."""
        return iter(())

    def trace(self, start: Any, events: Iterable[Event], root: bool = True) -> tuple[Any, Trace]:
        """The state shown after some events, and where each leaf of it was set.

        `start` is a folded state, or Unknown where there is none yet. `root` says whether it
        is the whole state, of which an attrs class has its fields as parts.
        """
        shown, trace = Unknown if start is Unknown else self.show(start), Trace()
        state = self.initial if start is Unknown else start
        for event in events:
            before, state = shown, self.evolve(state, event)
            shown = self.show(state)
            for path, _, after in differences(before, shown, root):
                trace.setdefault(path, []).append(Setting(event, after))
        return shown, trace

    def compare(
        self, start: Any, old: list[Event], new: list[Event], root: bool = True
    ) -> Iterator[Difference]:
        """Each leaf that differs after one or the other list of events, from the same start."""
        before, then = self.trace(start, old, root)
        after, now = self.trace(start, new, root)
        for path, was, is_ in differences(before, after, root):
            yield Difference(path, was, is_, then.get(path, []), now.get(path, []))


def only_events(events: Iterable[Event]) -> Sequence[Event]:
    """Events to fold, read once; what is none is refused."""
    if not is_several(events):
        raise InputError(Problem("fold", shown(events), "events in a list"))
    held = events if isinstance(events, list | tuple) else list(events)
    for event in held:
        if not isinstance(event, Event):
            raise InputError(Problem("fold", shown(event), "an Event"))
    return held


def _called(value: object) -> str:
    name = None
    with suppress(Exception):
        name = getattr(value, "__name__", None)
    return name if isinstance(name, str) else shown(value)


_OF_EVENT = ("of", "key", "lift")


def given(projection: object, **methods: Any) -> None:
    """Let functions that were given stand before the methods of a class; refuse what is none."""
    for name, method in methods.items():
        if method is None:
            continue
        if not callable(method) or (isinstance(method, type) and is_kind(method)):
            where, expected, advice = f"{type(projection).__name__}: {name}", "a function", ""
            if name in _OF_EVENT:
                expected += " of the event"
                advice = (
                    "such as `lambda event: event.what.amount`; a class of bodies is for `kind`"
                )
            raise InputError(Problem(where, shown(method), expected, advice))
        vars(projection)[name] = method
