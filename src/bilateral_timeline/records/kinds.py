"""Kinds: what an event can be about. A kind has a stable name, versions and one class."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import (
    Any,
    Literal,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from ..errors import InputError, Problem
from .fields import ID, refuse

Plain = Any
"""Plain data: None, bool, int, str, and lists and dicts of plain data."""
Upcaster = Callable[[dict[str, Plain]], dict[str, Plain]]
T = TypeVar("T")


@attrs.frozen
class Kind:
    """A kind of event: its stable name, its version today, its class and its upcasters."""

    name: str
    version: int
    body: type
    upcasters: Mapping[int, Upcaster] = attrs.field(factory=dict)
    foreseeable: bool | Callable[[Any], bool] = False

    def may_be_known_before(self, body: object) -> bool:
        """Whether an event of this body may be public before it happens."""
        return self.foreseeable(body) if callable(self.foreseeable) else self.foreseeable

    def bring_up(self, version: int, data: dict[str, Plain]) -> dict[str, Plain]:
        """Plain data of an earlier version, brought up to today's step by step."""
        for step in range(version, self.version):
            data = self.upcasters[step](dict(data))
        return data


_BY_NAME: dict[str, Kind] = {}
_BY_CLASS: dict[type, Kind] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(attrs.field,))
def kind(
    name: str,
    *,
    version: int = 1,
    upcasters: Mapping[int, Upcaster] | None = None,
    foreseeable: bool | Callable[[Any], bool] = False,
) -> Callable[[type[T]], type[T]]:
    """Make a class an event body: an attrs frozen class with a stable name and a version.

    `upcasters[n]` turns plain data of version n into plain data of version n + 1; every
    version from 1 on needs one. `foreseeable` kinds may be public before they happen, such as
    an entry into force that a signed text dates; `check` lets only those be. It may be a
    question asked of the body.

    >>> @kind("road-opened")
    ... class RoadOpened:
    ...     over: str
    >>> RoadOpened(over="the pass").over
    'the pass'
    """
    if not isinstance(name, str) or not re.fullmatch(ID, name):
        advice = 'write @bt.kind("some-name")'
        refuse("kind", name, "a name of a-z, 0-9 and single hyphens", advice)
    if type(version) is not int or version < 1:
        refuse(f"kind {name!r}: version", version, "a whole number from 1")
    steps = dict(upcasters or {})
    if sorted(steps) != list(range(1, version)):
        refuse(f"kind {name!r}", sorted(steps), f"an upcaster for each version below {version}")

    def register(cls: type[T]) -> type[T]:
        made = "__attrs_attrs__" in cls.__dict__
        if made and cls.__setattr__.__name__ != "_frozen_setattrs":
            refuse(f"kind {name!r}", cls.__name__, "a plain class, or an attrs.frozen one")
        body: Any = cls if made else attrs.frozen(kw_only=True)(cls)
        held = _BY_NAME.get(name)
        if held is not None and _qualified(held.body) != _qualified(body):
            refuse(f"kind {name!r}", _qualified(body), f"no class but {_qualified(held.body)}")
        _BY_NAME[name] = _BY_CLASS[body] = Kind(name, version, body, steps, foreseeable)
        return body  # type: ignore[no-any-return]

    return register


def _qualified(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def find_kind(name: str) -> Kind | None:
    """The kind of that name, if this installation knows it."""
    return _BY_NAME.get(name)


def kinds() -> list[str]:
    """The names of all kinds that this installation knows."""
    return sorted(_BY_NAME)


def is_kind(cls: type) -> bool:
    """Whether a class is an event body."""
    return cls in _BY_CLASS


def are_kinds(instance: object, _: object, value: Any) -> None:
    """A validator: the class of an event body (or of several), more than one, or None for all."""
    bodies = (UnknownBody, *_BY_CLASS)
    for cls in value if isinstance(value, tuple) else (value,):
        is_class = isinstance(cls, type)
        if cls is not None and not (is_class and any(issubclass(body, cls) for body in bodies)):
            where, advice = (
                f"{type(instance).__name__}: kind",
                "decorate it with @bt.kind('some-name')",
            )
            raise InputError(Problem(where, repr(cls), "the class of an event body", advice))


def is_of(event: Any, kinds: Any) -> bool:
    """Whether an event is of a kind, or of one of several: classes of bodies, or names."""
    for one in kinds if isinstance(kinds, tuple) else (kinds,):
        if event.kind == one if isinstance(one, str) else isinstance(event.what, one):
            return True
    return False


def kind_of(body: object) -> Kind | None:
    """The kind of an event body; None if its class is no kind."""
    return _BY_CLASS.get(type(body))


def check_types(body: object) -> None:
    """Refuse a body with a field that is not of the type that its class says."""
    for name, expected, is_right in _checks(type(body)):  # type: ignore[arg-type]
        value = getattr(body, name)
        if not is_right(value):
            shown = getattr(expected, "__name__", str(expected))
            refuse(f"{type(body).__name__}.{name}", value, f"a {shown}", path=f"what.{name}")


Check = Callable[[Any], bool]


@cache
def _checks(cls: Any) -> tuple[tuple[str, Any, Check], ...]:
    """Of each field of a class its name, its type, and whether a value is of that type."""
    try:
        hints = get_type_hints(cls)
    except NameError:  # a class that only its own function knows
        return ()
    fields = [field.name for field in attrs.fields(cls) if field.name in hints]
    return tuple((name, hints[name], _check_of(hints[name])) for name in fields)


def _check_of(expected: Any) -> Check:
    origin, arguments = get_origin(expected), get_args(expected)
    if origin in (Union, UnionType):
        checks = tuple(map(_check_of, arguments))
        return lambda value: any(check(value) for check in checks)
    if origin is Literal:
        return lambda value: value in arguments
    if origin is tuple and arguments[1:] == (...,):
        check = _check_of(arguments[0])
        return lambda value: isinstance(value, tuple) and all(map(check, value))
    if expected is int:
        return lambda value: type(value) is int
    known = origin or expected
    if not isinstance(known, type):
        return lambda _: True
    if attrs.has(known):
        return lambda value: (
            isinstance(value, known)
            and all(check(getattr(value, name)) for name, _, check in _checks(known))
        )
    return lambda value: isinstance(value, known)


def _canonical(text: str) -> str:
    """JSON text in one order; the order of keys is no content."""
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        refuse("unknown body: text", text, "JSON")


@attrs.frozen
class UnknownBody:
    """The body of a kind that is not known here, kept as it was written and handed back.

    >>> UnknownBody("eclipse", 1, '{"total": true}').data
    {'total': True}
    """

    kind: str
    version: int
    text: str = attrs.field(eq=_canonical)
    """The plain data as JSON text, in the order in which it was written."""

    @property
    def data(self) -> Plain:
        """The plain data."""
        return json.loads(self.text)
