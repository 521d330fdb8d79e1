"""Projections: how events become a state, and how two states differ, leaf by leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

import attrs
from pendulum import Date

from .errors import MissingError
from .events import Event
from .values import Unknown
from .when import Mode

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


def _as_it_is(state: S, _: Moment) -> S:
    return state


@attrs.frozen
class Projection(Generic[S]):
    """A state as a fold over events: a value to begin with, and one pure step.

    `evolve(state, event)` returns the next state and must be total: an event may refer to
    something that only a later one introduces. It must not change the state that it is given
    (`bilateral_timeline.testing.check_projection` finds out). `view(state, moment)` may show the
    folded state with its day; nothing that changes by waiting belongs into the fold itself.

    >>> count = Projection(initial=0, evolve=lambda n, event: n + 1)
    >>> count.fold([])
    0
    """

    initial: S
    evolve: Callable[[S, Event], S] = attrs.field(validator=attrs.validators.is_callable())
    view: Callable[[S, Moment], S] = _as_it_is

    def fold(self, events: list[Event]) -> S:
        """The state after some events, in the order given."""
        return reduce(self.evolve, events, self.initial)

    def steps(self, events: list[Event]) -> tuple[S, Steps]:
        """The state, and for each leaf the events at whose step it changed, and to what."""
        state, steps = self.initial, Steps()
        for event in events:
            before, state = state, self.evolve(state, event)
            for path, _, after in differences(before, state):
                steps.setdefault(path, []).append((event, after))
        return state, steps


Step = tuple[Event, Any]
"""An event that changed a value, and what the value became."""

Steps = dict[str, list[Step]]
"""The steps by the path of the value."""

EVENTS: Projection[tuple[Event, ...]] = Projection(
    initial=(), evolve=lambda events, event: (*events, event)
)
"""The projection of a log that names none: the events themselves."""


# ---------------------------------------------------------------------------------------------
# Paths: a state is a tree; a leaf is named by the keys on the way to it, joined by dots.


@runtime_checkable
class Branching(Protocol):
    """A part of a state that says itself which parts it has."""

    def branches(self) -> Mapping[str, Any]:
        """Its parts by name."""
        ...


def branches(state: Any, *, root: bool = False) -> Mapping[str, Any] | None:
    """The parts of a state by name; None if it is a leaf.

    Mappings, objects with `branches()` and, at the root, attrs classes have parts.
    """
    if isinstance(state, Mapping):
        return {str(key): value for key, value in state.items()}
    if isinstance(state, Branching) and not isinstance(state, type) and state is not Unknown:
        return state.branches()
    if root and attrs.has(type(state)):
        fields = attrs.fields(type(state))
        return {f.name: getattr(state, f.name) for f in fields if f.eq}
    return None


def differences(before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each leaf that differs, as (path, before, after); Unknown stands where there is none.

    Parts that are the same object are skipped, so the cost follows what has changed.
    """
    yield from _differences("", before, after)


def _differences(path: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    if before is after:
        return
    old, new = branches(before, root=not path), branches(after, root=not path)
    if old is None and new is None:
        if type(before) is not type(after) or before != after:
            yield path, before, after
        return
    if (old is None and before is not Unknown) or (new is None and after is not Unknown):
        yield path, before, after
        return
    old, new = old or {}, new or {}
    for name in dict.fromkeys([*old, *new]):
        below = f"{path}.{name}" if path else name
        yield from _differences(below, old.get(name, Unknown), new.get(name, Unknown))


def look_up(state: Any, path: str) -> Any:
    """The value at a path; a `MissingError` names what is near a name that is not there.

    Beside its parts, a name may be a question that a part answers, such as
    `commitments.su-35.overdue`. A leaf that nothing has set is Unknown, and below Unknown
    everything is.
    """
    value, root = state, True
    for name in path.split(".") if path else ():
        if value is Unknown:
            return Unknown
        parts = branches(value, root=root)
        if parts is not None and name in parts:
            value = parts[name]
        elif name.startswith("_"):
            raise MissingError(f"part of {path!r} called", name, parts or ())
        elif isinstance(getattr(type(value), name, None), property):
            value = getattr(value, name)
        elif attrs.has(type(value)) and name in [f.name for f in attrs.fields(type(value)) if f.eq]:
            # A leaf that nothing has set, or a field of the value of a leaf.
            value = Unknown if isinstance(value, Branching) else getattr(value, name)
        else:
            raise MissingError(f"part of {path!r} called", name, parts or ())
        root = False
    return value
