"""Paths: a state is a tree; a leaf is named by the keys on the way to it, joined by dots."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs

from ..errors import MissingError
from ..records.values import Unknown


def _branching(state: Any) -> bool:
    """Whether a part of a state says itself which parts it has."""
    return hasattr(type(state), "branches")


def branches(state: Any, *, root: bool = False) -> Mapping[str, Any] | None:
    """The parts of a state by name; None if it is a leaf.

    Mappings, objects with `branches()` and, at the root, attrs classes have parts.
    """
    if isinstance(state, Mapping):
        return {path_of(key): value for key, value in state.items()}
    if _branching(state):
        parts: Mapping[str, Any] = state.branches()
        return parts
    if root and attrs.has(type(state)):
        fields = attrs.fields(type(state))
        return {f.name: getattr(state, f.name) for f in fields if f.eq}
    return None


def differences(before: Any, after: Any, root: bool = True) -> Iterator[tuple[str, Any, Any]]:
    """Each leaf that differs, as (path, before, after); Unknown stands where there is none.

    Parts that are the same object are skipped, so the cost follows what has changed.
    """
    if before is after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            one, other = before.get(key, Unknown), after.get(key, Unknown)
            if one is not other:
                for path, was, is_ in differences(one, other, root=False):
                    yield joined(key, path), was, is_
        return
    old, new = branches(before, root=root), branches(after, root=root)
    if old is None and new is None:
        if type(before) is not type(after) or before != after:
            yield "", before, after
        return
    if (old is None and before is not Unknown) or (new is None and after is not Unknown):
        yield "", before, after
        return
    old, new = old or {}, new or {}
    for name in dict.fromkeys([*old, *new]):
        below = differences(old.get(name, Unknown), new.get(name, Unknown), root=False)
        for path, was, is_ in below:
            yield joined(name, path), was, is_


def path_of(key: object) -> str:
    """A key as part of a path, never empty; a set has its members in order."""
    text = "+".join(sorted(map(str, key))) if isinstance(key, frozenset) else str(key)
    return text or repr(key)


def joined(key: object, path: str) -> str:
    """The path of what stands at a path below a key."""
    return f"{path_of(key)}.{path}" if path else path_of(key)


def step(path: str, keys: Collection[Any]) -> tuple[Any, str] | None:
    """The key with which a path begins, which may have dots itself, and the rest of the path."""
    names = path.split(".")
    ways = [(".".join(names[:at]), ".".join(names[at:])) for at in range(1, len(names) + 1)]
    for name, rest in ways:
        if name in keys:
            return name, rest
    others = {path_of(key): key for key in keys if not (key and isinstance(key, str))}
    return next(((others[name], rest) for name, rest in ways if name in others), None)


def look_up(state: Any, path: str) -> Any:
    """The value at a path; a `MissingError` names what is near a name that is not there.

    Beside its parts, a name may be a question that a part answers, such as
    `commitments.su-35.overdue`. A leaf that nothing has set is Unknown, and below Unknown
    everything is.
    """
    value, root, asked = state, True, path
    while path:
        if value is Unknown:
            return Unknown
        name, _, rest = path.partition(".")
        parts: Collection[Any]
        if isinstance(value, Mapping):
            found, parts = step(path, value), value
            part = None if found is None else value[found[0]]
        else:
            parts = branches(value, root=root) or {}
            found, part = ((name, rest), parts[name]) if name in parts else (None, None)
        if found is not None:
            value, rest = part, found[1]
        elif name.startswith("_"):
            raise MissingError(f"part of {asked!r} called", name, map(path_of, parts))
        elif isinstance(getattr(type(value), name, None), property):
            value = getattr(value, name)
        elif attrs.has(type(value)) and name in [f.name for f in attrs.fields(type(value)) if f.eq]:
            # A leaf that nothing has set, or a field of the value of a leaf.
            value = Unknown if _branching(value) else getattr(value, name)
        else:
            raise MissingError(f"part of {asked!r} called", name, map(path_of, parts))
        root, path = False, rest
    return value
