"""Paths: a state is a tree; a leaf is named by the keys on the way to it, joined by dots.

A key may have dots itself. Of two ways to read a path, the one with the longer key goes first,
and the other is taken where that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

import attrs

from ..errors import InputError, MissingError, Problem, shown
from ..records.values import Unknown

DOTS = 64  # the most dots in a key that a path is searched for


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

    Parts that are the same object are skipped, so the cost follows what has changed. No depth of
    nesting is too much.
    """
    waiting: list[tuple[str, Any, Any, bool]] = [("", before, after, root)]
    while waiting:
        path, before, after, root = waiting.pop()
        if before is after:
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            pairs = _paired(before, after, path_of)
        else:
            old, new = branches(before, root=root), branches(after, root=root)
            if old is None and new is None:
                if differ(before, after):
                    yield path, before, after
                continue
            if (old is None and before is not Unknown) or (new is None and after is not Unknown):
                yield path, before, after
                continue
            pairs = _paired(old or {}, new or {}, str)
        waiting += [(_joined(path, name), was, is_, False) for name, was, is_ in reversed(pairs)]


def differ(one: Any, other: Any) -> bool:
    """Whether two values of a leaf are not the same; those too deep to compare are refused."""
    try:
        return type(one) is not type(other) or bool(one != other)
    except RecursionError:
        found, advice = "values that are nested too deep to compare", "keep the state flat"
        expected = "a state whose leaves are fewer than a thousand deep"
        raise InputError(Problem("state", found, expected, advice)) from None


def _paired(
    old: Mapping[Any, Any], new: Mapping[Any, Any], name_of: Callable[[Any], str]
) -> list[tuple[str, Any, Any]]:
    """The parts of two states that are not one, by name; Unknown stands where there is none."""
    return [
        (name_of(key), was, is_)
        for key in dict.fromkeys([*old, *new])
        if (was := old.get(key, Unknown)) is not (is_ := new.get(key, Unknown))
    ]


def path_of(key: object) -> str:
    """A key as part of a path, never empty; a set has its members in order."""
    try:
        text = "+".join(sorted(map(str, key))) if isinstance(key, frozenset) else str(key)
    except (ValueError, RecursionError):  # an int of too many digits, or too deep
        return shown(key)
    return text or repr(key)


def joined(key: object, path: str) -> str:
    """The path of what stands at a path below a key."""
    return _joined(path_of(key), path)


def _joined(above: str, below: str) -> str:
    return f"{above}.{below}" if above and below else above or below


def texts(keys: Collection[Any]) -> Mapping[str, Any]:
    """The keys that do not stand in a path as they are, by how they do."""
    return {path_of(key): key for key in keys if not (key and isinstance(key, str))}


def ways(
    path: str, keys: Collection[Any], others: Callable[[], Mapping[str, Any]]
) -> Iterator[tuple[Any, str]]:
    """The keys with which a path may begin, the longest first, each with the rest of the path.

    `others` gives the `texts` of the keys, and is asked only where no key of text fits.
    """
    ends = list(islice(_ends(path), DOTS + 1))  # a path of many names is long: copied once
    heads = [path[:end] for end in reversed(ends[:DOTS])]
    heads = heads if len(ends) > DOTS else [path, *heads]
    found = False
    for name in heads:
        if name and name in keys:
            found = True
            yield name, path[len(name) + 1 :]
    if not found:
        held = others()
        for name in heads:
            if name in held:
                yield held[name], path[len(name) + 1 :]


def _ends(path: str) -> Iterator[int]:
    """The places of the dots of a path."""
    at = path.find(".")
    while at >= 0:
        yield at
        at = path.find(".", at + 1)


def look_up(state: Any, path: Any) -> Any:
    """The value at a path; a `MissingError` names what is near a name that is not there.

    Beside its parts, a name may be a question that a part answers, such as
    `commitments.su-35.overdue`. A leaf that nothing has set is Unknown, and below Unknown, or
    what says itself that it is not told of (`is_told`), everything is.
    """
    if not isinstance(path, str):
        expected = "the names on the way to a value, joined by dots"
        raise InputError(Problem("path", shown(path), expected))
    return _look_up(state, path, path, True)


def _look_up(value: Any, path: str, asked: str, root: bool) -> Any:
    while path:
        if value is Unknown or getattr(value, "is_told", True) is False:
            return Unknown
        if isinstance(value, Mapping):
            part, rest = _in_mapping(value, path, asked)
        else:
            part, rest = _in_object(value, path, asked, root)
        value, path, root = part, rest, False
    return value


def _in_mapping(value: Mapping[Any, Any], path: str, asked: str) -> tuple[Any, str]:
    """What a path leads to in a mapping, and what is left of the path."""
    missing: MissingError | None = None
    found = list(ways(path, value, lambda: texts(value)))
    for key, rest in found:
        if len(found) == 1:
            return value[key], rest
        try:
            return _look_up(value[key], rest, asked, False), ""
        except MissingError as error:
            missing = missing or error
    if missing is not None:
        raise missing
    name, _, rest = path.partition(".")
    if not name.startswith("_") and isinstance(getattr(type(value), name, None), property):
        return getattr(value, name), rest
    raise MissingError(f"part of {shown(asked)} called", name, map(path_of, value))


def _in_object(value: Any, path: str, asked: str, root: bool) -> tuple[Any, str]:
    """What the first name of a path is of an object, and what is left of the path."""
    name, _, rest = path.partition(".")
    find = getattr(type(value), "branch", None)
    if find is not None:  # one part alone costs less than all
        with suppress(LookupError):
            return find(value, name), rest
    else:
        parts = branches(value, root=root) or {}
        if name in parts:
            return parts[name], rest
    if not name.startswith("_"):
        if isinstance(getattr(type(value), name, None), property):
            return getattr(value, name), rest
        if attrs.has(type(value)) and name in [f.name for f in attrs.fields(type(value)) if f.eq]:
            # A leaf that nothing has set, or a field of the value of a leaf.
            return (Unknown if _branching(value) else getattr(value, name)), rest
    parts = branches(value, root=root) or {}
    raise MissingError(f"part of {shown(asked)} called", name, map(path_of, parts))


def paths_of(state: Any, depth: int = 5) -> Iterator[str]:
    """The paths of the parts of a state, down to some depth."""
    waiting = [("", state, 0)]
    while waiting:
        above, part, level = waiting.pop()
        for name, below in (branches(part, root=not level) or {}).items():
            path = _joined(above, name)
            yield path
            if level + 1 < depth:
                waiting.append((path, below, level + 1))
