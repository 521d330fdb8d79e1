"""States that work out what is read: read-only views of a sequence, keys, a set, named fields."""

from __future__ import annotations

from collections.abc import (
    Callable,
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    Set,
)
from itertools import islice
from operator import eq, index
from typing import Any, Generic, TypeVar, overload

from ..errors import InputError, MissingError, Problem, shown
from ..records.display import brief
from ..records.values import Unknown, UnknownType
from .paths import path_of

T = TypeVar("T")
D = TypeVar("D")
K = TypeVar("K", bound=Hashable)

_SHOWN = 6  # values in a repr
MISSING: Any = object()
"""What stands for no part at all."""


def is_key(value: object) -> bool:
    """Whether a value can be a key at all: a list or a dict cannot."""
    try:
        hash(value)
    except TypeError:
        return False
    return True


def require_key(value: object) -> None:
    """Refuse what cannot be a key."""
    if not is_key(value):
        advice = "use a tuple or a frozenset"
        raise InputError(Problem("key", shown(value), "a hashable key", advice))


class Parts(Mapping[Any, Any]):
    """Parts of a state by name, each worked out by `find` when it is read."""

    __slots__ = ("_find", "_names")

    def __init__(self, names: Collection[Any], find: Callable[[Any], Any]) -> None:
        self._names, self._find = names, find

    def __getitem__(self, name: Any) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return self._find(name)

    def get(self, name: Any, default: Any = None) -> Any:
        """The part of a name."""
        return self._find(name) if name in self._names else default

    def __iter__(self) -> Iterator[Any]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Run(Sequence[T], Generic[T]):
    """Values in order: those before, perhaps not worked out yet, and the first of those after."""

    __slots__ = ("_after", "_before", "_size")

    def __init__(
        self, before: Sequence[Any] = (), after: Sequence[Any] = (), size: int | None = None
    ) -> None:
        self._before, self._after = before, after
        self._size = len(after) if size is None else size

    def and_then(self, *values: Any) -> Run[T]:
        """These values and some more."""
        return Run(self._before, (*self._after[: self._size], *values))

    def __len__(self) -> int:
        return len(self._before) + self._size

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            try:
                places = range(*at.indices(len(self)))
            except (TypeError, ValueError):
                raise InputError(Problem("slice", shown(at), "places that are numbers")) from None
            return tuple(self[place] for place in places)
        try:
            at = index(at)
        except TypeError:
            expected = "the place of a value, from 0, or a slice"
            raise InputError(Problem("place", shown(at), expected)) from None
        split = len(self._before)
        place = at + split + self._size if at < 0 else at
        if not 0 <= place < split + self._size:
            raise IndexError(f"place {shown(at)} of {len(self)} values")
        return self._before[place] if place < split else self._after[place - split]

    def __iter__(self) -> Iterator[T]:
        yield from self._before
        yield from islice(self._after, self._size)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Run) and self._before is other._before:
            mine, yours = islice(self._after, self._size), islice(other._after, other._size)
            return self._size == other._size and all(map(eq, mine, yours))
        if not isinstance(other, Run | tuple) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Run | tuple) else False
        return all(mine == yours for mine, yours in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[object, ...]:
        return Run, ((), tuple(self))

    def __repr__(self) -> str:
        return f"<{_listed(map(brief, self), len(self))}>"


class Keys(Mapping[K, T], Generic[K, T]):
    """Values by key, each worked out when it is read; `get` gives Unknown where there is none."""

    __slots__ = ("_parts", "_show")

    def __init__(self, parts: Mapping[Any, Any], show: Callable[[Any], Any]) -> None:
        self._parts, self._show = parts, show

    def __getitem__(self, key: K) -> T:
        part = self._parts.get(key, MISSING) if is_key(key) else MISSING
        if part is MISSING:
            raise MissingError("key", _name(key), map(str, self._parts))
        shown: T = self._show(part)
        return shown

    # A Mapping gives None where there is nothing; here that would read like a finding.
    @overload  # type: ignore[override]
    def get(self, key: K) -> T | UnknownType: ...
    @overload
    def get(self, key: K, default: D) -> T | D: ...
    def get(self, key: K, default: Any = Unknown) -> Any:
        """The value of a key; Unknown where nothing is recorded of it."""
        require_key(key)
        part = self._parts.get(key, MISSING)
        return default if part is MISSING else self._show(part)

    def __contains__(self, key: object) -> bool:
        return is_key(key) and key in self._parts

    def __iter__(self) -> Iterator[K]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __hash__(self) -> int:
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[object, ...]:
        return Keys, (dict(self.items()), _itself)

    def _ipython_key_completions_(self) -> list[K]:
        return list(self._parts)

    def __repr__(self) -> str:
        return f"{{{_listed((f'{brief(key)}: {brief(self[key])}' for key in self), len(self))}}}"


class Members(Set[Any]):
    """The members of a set; whether one is in it is worked out when it is asked."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Mapping[Any, Any]) -> None:
        self._parts = parts

    @classmethod
    def _from_iterable(cls, members: Iterable[Any]) -> Any:
        return frozenset(members)

    def __contains__(self, member: object) -> bool:
        return is_key(member) and member in self._parts

    def __iter__(self) -> Iterator[Any]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __hash__(self) -> int:
        return self._hash()

    def __reduce__(self) -> tuple[object, ...]:
        return Members, (dict.fromkeys(self, True),)

    def __repr__(self) -> str:
        return f"{{{_listed(map(brief, self), len(self))}}}"

    def branches(self) -> Mapping[str, Any]:
        """Each member, as a leaf that is True."""
        return {path_of(member): True for member in self}


class Fields:
    """Named fields, each worked out when it is read, as a subclass of it declares them."""

    __slots__ = ("_parts", "_show")

    def __init__(self, parts: Mapping[str, Any], show: Mapping[str, Callable[[Any], Any]]) -> None:
        self._parts, self._show = parts, show

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *self._show]

    def branches(self) -> Mapping[str, Any]:
        """The fields by name."""
        return {name: getattr(self, name) for name in self._show}

    def branch(self, name: str) -> Any:
        """One of the fields; a LookupError where there is none of that name."""
        if name not in self._show:
            raise LookupError(name)
        return getattr(self, name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Fields):
            return NotImplemented
        return self._show.keys() == other._show.keys() and all(
            getattr(self, name) == getattr(other, name) for name in self._show
        )

    def __hash__(self) -> int:
        return hash(tuple(self.branches().items()))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (held := dict(self.branches()), dict.fromkeys(held, _itself))

    def __repr__(self) -> str:
        told = (f"{name}={brief(value)}" for name, value in self.branches().items())
        return f"State({', '.join(told)})"


class State(Fields):
    """The fields of a composed projection, whatever their names."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._show:
            raise AttributeError(f"no field {name!r}; there are {', '.join(self._show)}")
        return self._show[name](self._parts[name])


def _name(key: object) -> str:
    """A key as text; what can be none, and one that cannot be written, is shown."""
    try:
        return str(key) if is_key(key) else shown(key)
    except Exception:
        return shown(key)


def _itself(value: Any) -> Any:
    return value


def _listed(texts: Iterable[str], size: int) -> str:
    more = [f"... {size - _SHOWN:,} more"] if size > _SHOWN else []
    return ", ".join([*islice(texts, _SHOWN), *more])
