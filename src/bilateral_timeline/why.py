"""Why: what made two states differ, and what set a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

import attrs

from .projections.paths import branches
from .projections.projection import Projection, Step, Steps
from .records.events import Event
from .records.values import Unknown


@attrs.frozen
class Change:
    """A leaf whose value differs, and the ids of the events that made the difference."""

    path: str
    before: Any
    after: Any
    because: tuple[str, ...]


@attrs.frozen
class Explanation:
    """Why a value is what it is: the events that set it, and those that support it."""

    path: str
    value: Any
    set_by: tuple[Event, ...]
    supported_by: tuple[Event, ...] = ()


@runtime_checkable
class Accounting(Protocol):
    """A part of a state that carries, for each leaf, the events behind it."""

    def why(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids of the events that set a leaf, and of those that support it."""
        ...


def changes_between(
    projection: Projection[Any], start: Any, old: list[Event], new: list[Event]
) -> tuple[Change, ...]:
    """The leaves that differ after two lists of events from one start, and because of which.

    These are the events of only one list at whose step the leaf changed, and those of both
    whose citations differ and whose step made another value of it. Where these only changed
    what others did, the others are named.
    """
    were, are = {event.id: event for event in old}, {event.id: event for event in new}
    found = []
    for path, was, is_, then, now in projection.compare(start, old, new):
        because = [*_own(now, then, were), *_own(then, now, are)]
        because = because or [event.id for event, _ in now or then]
        found.append(Change(path, was, is_, tuple(dict.fromkeys(because))))
    return tuple(found)


_NO_STEP = object()


def _own(steps: list[Step], other: list[Step], held: Mapping[str, Event]) -> list[str]:
    """The ids of the events whose steps the other side has not, or with another outcome."""
    outcomes = {(event.id, event.revision): value for event, value in other}
    return [
        event.id
        for event, value in steps
        if event is not (there := held.get(event.id))
        and event != there
        and outcomes.get((event.id, event.revision), _NO_STEP) != value
    ]


def reasons(
    state: Any, steps: Callable[[], Steps], path: str, *, root: bool = True
) -> tuple[set[str], set[str]]:
    """The ids of the events that set and that support a leaf, or all leaves of a part.

    What a state carries itself goes first; of any other, the steps that changed the value,
    which are worked out only then.
    """
    part, names = state, path.split(".") if path else []
    for at, name in enumerate(names):
        held = isinstance(part, Mapping) and name in part
        if isinstance(part, Accounting) and part is not Unknown and not held:
            set_by, supported_by = part.why(name)
            return set(set_by), set(supported_by)
        parts = branches(part, root=root and at == 0) or {}
        if name not in parts:
            return set(), set()  # what is asked is no part of the state, such as its day
        part = parts[name]
    below = branches(part, root=root and not names)
    if below is None:
        return {event.id for event, _ in steps().get(path, ())}, set()
    paths = [f"{path}.{name}" if path else name for name in below]
    below_it = [reasons(state, steps, under, root=root) for under in paths]
    return (
        set[str]().union(*(set_by for set_by, _ in below_it)),
        set[str]().union(*(supported_by for _, supported_by in below_it)),
    )
