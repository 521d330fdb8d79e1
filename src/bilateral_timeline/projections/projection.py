"""Projections: how events become a state, and how two states differ, leaf by leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from typing import Any, Generic, NamedTuple, TypeVar

import attrs
from pendulum import Date

from ..dates.when import Mode
from ..records.events import Event
from ..records.values import Unknown
from .paths import differences, joined

S = TypeVar("S")


@attrs.frozen
class Moment:
    """The question that a state answers: which day, known by when, and how far it can count.

    The horizon is the first of the day, the knowledge day and the last day of coverage.
    """

    day: Date
    known_by: Date | None
    horizon: Date
    mode: Mode = "certain"


Asked = Callable[[], Moment]
"""The moment asked about, worked out only for a projection that has a view of it."""


def _as_it_is(state: S, _: Moment) -> S:
    return state


@attrs.frozen(eq=False)
class Projection(Generic[S]):
    """A state as a fold over events: a value to begin with, and one pure step.

    `evolve(state, event)` returns the next state and must be total: an event may refer to
    something that only a later one introduces. It must not change the state that it is given
    (`bilateral_timeline.testing.check_projection` finds out). `view(state, moment)` may show the
    folded state with its day; nothing that changes by waiting belongs into the fold itself.
    Make a projection once and keep it: what a timeline has worked out is remembered with it.

    >>> count = Projection(initial=0, evolve=lambda n, event: n + 1)
    >>> count.fold([])
    0
    """

    initial: S
    evolve: Callable[[Any, Event], Any] = attrs.field(validator=attrs.validators.is_callable())
    view: Callable[[S, Moment], S] = _as_it_is

    def fold(self, events: Iterable[Event]) -> Any:
        """The state after some events, in the order given, as it is folded."""
        return reduce(self.evolve, events, self.initial)

    def show(self, state: Any, moment: Asked | None = None) -> S:
        """What a user sees of a folded state, at the moment asked about or at none."""
        shown: S = state if moment is None else self.view(state, moment())
        return shown

    def counts(self, event: Event) -> bool:
        """Whether an event may change the state at all."""
        return True

    def steps(self, start: Any, events: Iterable[Event], root: bool = True) -> tuple[Any, Steps]:
        """The state shown after some events, and the events at whose step each leaf changed.

        `start` is a folded state, or Unknown where there is none yet. `root` says whether it
        is the whole state, of which an attrs class has its fields as parts.
        """
        shown, steps = Unknown if start is Unknown else self.show(start), Steps()
        state = self.initial if start is Unknown else start
        for event in events:
            before, state = shown, self.evolve(state, event)
            shown = self.show(state)
            for path, _, after in differences(before, shown, root):
                steps.setdefault(path, []).append((event, after))
        return shown, steps

    def compare(
        self, start: Any, old: list[Event], new: list[Event], root: bool = True
    ) -> Iterator[Difference]:
        """Each leaf that differs after one or the other list of events, from the same start."""
        before, then = self.steps(start, old, root)
        after, now = self.steps(start, new, root)
        for path, was, is_ in differences(before, after, root):
            yield Difference(path, was, is_, then.get(path, []), now.get(path, []))


Step = tuple[Event, Any]
"""An event that changed a value, and what the value became."""

Steps = dict[str, list[Step]]
"""The steps by the path of the value."""


class Difference(NamedTuple):
    """A leaf that differs between two states, and the steps that led to either value."""

    path: str
    before: Any
    after: Any
    then: list[Step]
    now: list[Step]

    def below(self, name: object) -> Difference:
        """The same, of a part of a larger state."""
        return self._replace(path=joined(name, self.path))
