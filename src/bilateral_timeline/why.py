"""Why: what made two states differ, what set a value, and what sets it next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, ClassVar, Protocol, runtime_checkable

import attrs

from .errors import MissingError, cut
from .projections.composed import Compose, Keyed
from .projections.paths import branches, differ, look_up, texts, ways
from .projections.projection import Asked, Moment, Projection, Setting, Trace
from .records.display import WIDTH, Drawn, brief, screen
from .records.events import Event
from .records.values import Unknown

_FIRST = 7  # so many events a screen names
_SIDE = 28  # so long is what a change was, and what it became, in a list
_PATH = 38  # so long are its path and an id where both are too long for two lines
_FEW = 1  # so many of the events behind it are named there


@attrs.frozen
class Change(Drawn):
    """A leaf whose value differs, and the ids of the events that made the difference."""

    _asks: ClassVar = (".before", ".after", ".because")

    path: str
    before: Any
    after: Any
    because: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.path}: {brief(self.before, _SIDE)} -> {brief(self.after, _SIDE)}"

    def __repr__(self) -> str:
        before, after = brief(self.before, WIDTH // 2), brief(self.after, WIDTH // 2)
        few, more = self.because[:_FEW], len(self.because) - _FEW
        by = f"{', '.join(few)}{f' and {more} more' if more > 0 else ''}"
        told = f"Change of {self.path}: {before} -> {after}, by {by}"
        if len(told) <= 2 * WIDTH:
            return told
        return f"Change of {cut(self.path, _PATH)}: {before} -> {after}, by {cut(by, _PATH)}"


@attrs.frozen
class Explanation(Drawn):
    """Why a value is what it is: the events that set it, and those that support it.

    `next` is the first later event that sets it, as far as was known by the day asked: of a value
    that is Unknown it says from when it is not. None where there is no such event.
    """

    path: str
    value: Any
    set_by: tuple[Event, ...]
    supported_by: tuple[Event, ...] = ()
    next: Event | None = None
    question: Moment | None = attrs.field(default=None, eq=False, repr=False)
    """The moment asked about; None in a copy."""

    def __reduce__(self) -> tuple[object, ...]:
        told = (self.path, self.value, self.set_by, self.supported_by, self.next)
        return Explanation, told

    def __repr__(self) -> str:
        rows = [
            ("value", brief(self.value, 4 * WIDTH)),
            *_rows("set by", self.set_by),
            *_rows("supported by", self.supported_by),
            *_rows("next set by", [self.next] if self.next else []),
        ]
        asks = ".value", *([".set_by[-1].sources"] if self.set_by else [])
        return screen(f"Explanation of {self.path or 'the whole state'}", rows, *asks, lines=3)


def _rows(name: str, events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """The first of some events, a row each, and how many there are besides."""
    for event in events[:_FIRST]:
        yield name, brief(event)
        name = ""
    if len(events) > _FIRST:
        yield "", f"and {len(events) - _FIRST} more"


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

    These are the events of only one list at which the leaf was set, and those of both whose
    citations differ and which made another value of it. Where these only changed what others
    did, the others are named.
    """
    were, are = {event.id: event for event in old}, {event.id: event for event in new}
    found = []
    for path, was, is_, then, now in projection.compare(start, old, new):
        because = [*_own(now, then, were), *_own(then, now, are)]
        because = because or [event.id for event, _ in now or then]
        found.append(Change(path, was, is_, tuple(dict.fromkeys(because))))
    return tuple(found)


_NO_SETTING = object()


def _own(settings: list[Setting], other: list[Setting], held: Mapping[str, Event]) -> list[str]:
    """The ids of the events whose settings the other side has not, or with another outcome."""
    outcomes = {(event.id, event.revision): value for event, value in other}
    return [
        event.id
        for event, value in settings
        if event is not (there := held.get(event.id))
        and event != there
        and differ(outcomes.get((event.id, event.revision), _NO_SETTING), value)
    ]


def reasons(
    state: Any, trace: Callable[[], Trace], path: str, *, root: bool = True
) -> tuple[set[str], set[str]]:
    """The ids of the events that set and that support a leaf, or all leaves of a part.

    What a state carries itself goes first; of any other, the events at which the value was set,
    which are worked out only then.
    """
    part, rest, is_root = state, path, root
    while rest:
        key, below = _key_in(part, rest) if isinstance(part, Mapping) else (None, "")
        if key is not None:
            part, rest, is_root = part[key], below, False
            continue
        name, _, below = rest.partition(".")
        if isinstance(part, Accounting) and part is not Unknown:
            told = _telling(part, rest) if below else None
            set_by, supported_by = part.why(name) if told is None else (told.events, ())
            return set(set_by), set(supported_by)
        parts = branches(part, root=is_root) or {}
        if name not in parts:
            # It is there no longer, or is no part of the state, such as its day.
            return {event.id for event, _ in trace().get(path, ())}, set()
        part, rest, is_root = parts[name], below, False
    return _reasons_below(part, trace, path, is_root)


@runtime_checkable
class Telling(Protocol):
    """A value that knows the events that it comes from."""

    @property
    def events(self) -> tuple[str, ...]:
        """The ids of the events."""
        ...


def _telling(part: Any, path: str) -> Telling | None:
    """The value below a leaf that knows its events itself, if there is one on the way."""
    value: Any = part
    while path:
        try:
            at = path.partition(".")[0]
            if isinstance(value, Mapping):
                key, path = _key_in(value, path)
                value = None if key is None else value[key]
            else:
                value, path = look_up(value, at), path[len(at) + 1 :]
        except MissingError:
            return None
        if value is None or value is Unknown:
            return None
        if isinstance(value, Telling):
            return value
    return None


def _key_in(part: Mapping[Any, Any], path: str) -> tuple[Any, str]:
    """The key with which a path begins and the rest, which leads on; None where there is none."""
    found = list(ways(path, part, lambda: texts(part)))
    for key, below in found[:-1]:
        with suppress(MissingError):
            look_up(part[key], below)
            return key, below
    return found[-1] if found else (None, path)


def _reasons_below(
    part: Any, trace: Callable[[], Trace], path: str, root: bool
) -> tuple[set[str], set[str]]:
    """Those of all the leaves of a part, however deep they are."""
    set_by, supported_by = set[str](), set[str]()
    waiting = [(part, path, root)]
    while waiting:
        part, path, root = waiting.pop()
        below = branches(part, root=root)
        if below is None:
            set_by |= {event.id for event, _ in trace().get(path, ())}
            continue
        tells = isinstance(part, Accounting) and part is not Unknown
        for name, held in below.items():
            if tells and not (isinstance(part, Mapping) and name in part):
                set_by |= set((told := part.why(name))[0])
                supported_by |= set(told[1])
            else:
                waiting.append((held, f"{path}.{name}" if path else name, False))
    return set_by, supported_by


def next_setting(
    part: Projection[Any], start: Any, later: Iterable[Event], path: str, root: bool
) -> Event | None:
    """The first of some later events at which a leaf of a part, or one below it, is set.

    Of a question, such as a delay, it is the first at which a leaf beside it is set.
    """
    events = list(later)
    above, _, name = path.rpartition(".")
    beside = _is_question(part.show(start) if start is not Unknown else start, above, name)
    if beside is not True:
        found = _first_setting(part, start, events, path, root)
        if found is not None or beside is False:
            return found
    return _first_setting(part, start, events, above, root)


def _is_question(state: Any, above: str, name: str) -> bool | None:
    """Whether a name is a question that a part of a state answers; None where there is no part."""
    try:
        part = look_up(state, above)
    except MissingError:
        return None
    if part is Unknown:
        return None
    asked = getattr(type(part), name or "_", None)
    return isinstance(asked, property) and getattr(asked, "waits", True)


def _first_setting(
    part: Projection[Any], start: Any, events: list[Event], path: str, root: bool
) -> Event | None:
    size = 32
    while True:
        trace = part.trace(start, events[:size], root)[1]
        found = {
            id(settings[0].event)
            for leaf, settings in trace.items()
            if not path or leaf == path or leaf.startswith(f"{path}.")
        }
        if found:
            return next(event for event in events if id(event) in found)
        if size >= len(events):
            return None
        size *= 4


def require_path(
    projection: Projection[Any], events: list[Event], path: str, moment: Asked
) -> None:
    """Refuse a path that the state leads to after none of some events, believed or not."""
    if not path:
        return
    if isinstance(projection, Compose) and path.partition(".")[0] in projection.parts:
        name, _, rest = path.partition(".")
        part = projection.parts[name]
        if part.apart:
            require_path(part, events, rest, moment)
            return
    if isinstance(projection, Keyed):
        groups = projection.grouped(events)
        missing = MissingError("key", path, map(str, groups))
        for key, rest in ways(path, groups, lambda: texts(groups)):
            try:
                require_path(projection.each, groups[key], rest, moment)
            except MissingError as error:
                missing = error
            else:
                return
        raise missing
    state, missing = projection.initial, MissingError("part called", path, ())
    if isinstance(projection, Compose):
        leads(projection.show(projection.fold(events), moment), path)
        return
    for event in events:
        state = projection.evolve(state, event)
        try:
            leads(projection.show(state, moment), path)
        except MissingError as error:
            missing = error
        else:
            return
    raise missing


def leads(state: Any, path: str) -> None:
    """Refuse a path that leads to nothing in a state; a state that is Unknown leads nowhere."""
    if state is Unknown and path:
        raise MissingError("part called", path, ())
    look_up(state, path)
