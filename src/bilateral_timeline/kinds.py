"""Kinds: what an event can be about. A kind has a stable name, versions and one class."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, dataclass_transform

import attrs

from .fields import refuse

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
    foreseeable: bool = False

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
    foreseeable: bool = False,
) -> Callable[[type[T]], type[T]]:
    """Make a class an event body: an attrs frozen class with a stable name and a version.

    `upcasters[n]` turns plain data of version n into plain data of version n + 1; every
    version from 1 on needs one. `foreseeable` kinds may be public before they happen, such as
    an entry into force that a signed text dates; `check` lets only those be.

    >>> @kind("road-opened")
    ... class RoadOpened:
    ...     over: str
    >>> RoadOpened(over="the pass").over
    'the pass'
    """
    if type(version) is not int or version < 1:
        refuse(f"kind {name!r}: version", version, "a whole number from 1")
    steps = dict(upcasters or {})
    if sorted(steps) != list(range(1, version)):
        refuse(f"kind {name!r}", sorted(steps), f"an upcaster for each version below {version}")

    def register(cls: type[T]) -> type[T]:
        body: Any = cls if "__attrs_attrs__" in cls.__dict__ else attrs.frozen(kw_only=True)(cls)
        held = _BY_NAME.get(name)
        if held is not None and _qualified(held.body) != _qualified(body):
            refuse(f"kind {name!r}", _qualified(body), f"no class but {_qualified(held.body)}")
        made = Kind(name, version, body, steps, foreseeable)
        _BY_NAME[name] = _BY_CLASS[body] = made
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


def kind_of(body: object) -> Kind | None:
    """The kind of an event body; None if its class is no kind."""
    return _BY_CLASS.get(type(body))


@attrs.frozen
class UnknownBody:
    """The body of a kind that is not known here, kept as it was written and handed back.

    >>> UnknownBody("eclipse", 1, '{"total": true}').data
    {'total': True}
    """

    kind: str
    version: int
    text: str
    """The plain data as JSON text, in the order in which it was written."""

    @property
    def data(self) -> Plain:
        """The plain data."""
        return json.loads(self.text)
