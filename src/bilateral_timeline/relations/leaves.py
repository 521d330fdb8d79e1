"""Leaves: what an entry holds claims on, and what is worked out from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, Self, TypeVar, overload

from ..records.values import Unknown, UnknownType
from .claim import Claim, Proposition
from .claims import Claims
from .lifecycle import Lifecycle, Stage

Ids = tuple[str, ...]
T = TypeVar("T")
V = TypeVar("V")


class Leaf(Generic[T]):
    """A leaf of an entry: the claims on one proposition, of the sort that it says.

    Where nothing is told it is the empty group, which is falsy; by a path it is Unknown.
    """

    def __init__(self, of: Any, proposition: Proposition) -> None:
        self.of = of
        """The type of its values, or several."""
        self.none: Claims[T] = Claims(proposition)
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, entry: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, entry: Any, owner: type | None = None) -> Claims[T]: ...
    def __get__(self, entry: Any, owner: type | None = None) -> Any:
        if entry is None:
            return self
        held: Claims[T] = entry._held.get(self.name, self.none)
        return held


def fact(of: type[T], below: Mapping[str, str] | None = None, *, closed: bool = False) -> Leaf[T]:
    """A leaf of one value for good.

    `below` gives words the wider ones that they are cases of; words of a vocabulary, or codes
    (`closed`), exclude each other.
    """
    return Leaf(of, Proposition(sort="fact", below=below or {}, closed=closed))


def standing(of: type[T] | tuple[type[T], ...]) -> Leaf[T]:
    """A leaf of values that take turns."""
    return Leaf(of, Proposition(sort="standing"))


def stages(life: Lifecycle) -> Leaf[Stage]:
    """A leaf of the stages of a life-cycle."""
    return Leaf(Stage, Proposition(sort="standing", life=life))


def total(of: type[T]) -> Leaf[T]:
    """A leaf of a running total."""
    return Leaf(of, Proposition(sort="total"))


def plan(of: type[T]) -> Leaf[T]:
    """A leaf of what is to be: the later word replaces the earlier."""
    return Leaf(of, Proposition(sort="plan"))


def words() -> Leaf[str]:
    """A leaf of free words, which contradict each other only where a curator says so."""
    return Leaf(str, Proposition(sort="words"))


def label() -> Leaf[str]:
    """A leaf of what a thing is called, or of whom it is: on it nothing is contested."""
    return Leaf(str, Proposition(sort="words", label=True))


def occurrences(of: type[T]) -> Leaf[T]:
    """A leaf of things that happen one by one, each a proposition of its own."""
    return Leaf(of, Proposition(sort="occurrence"))


class Derived(property, Generic[T]):
    """A value of an entry that is worked out from some of its leaves."""

    of: tuple[str | Leaf[Any], ...]
    waits: bool
    """Whether it changes by waiting, and so is no part of what was so."""
    due: str = ""
    """Of a delay, the value that tells when that was due, as an attribute of the entry."""
    pick: Callable[[Any], Iterable[Claim[Any]]] | None

    @property
    def leaves(self) -> Ids:
        """The names of the leaves from which it follows."""
        return tuple(one if isinstance(one, str) else one.name for one in self.of)

    @overload
    def __get__(self, entry: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, entry: Any, owner: type | None = None) -> T: ...
    def __get__(self, entry: Any, owner: type | None = None) -> Any:
        if entry is None or self.waits or entry.looks_beside:
            return super().__get__(entry, owner)
        key = self.fget, entry.id
        if key not in entry._memo:
            entry._memo[key] = super().__get__(entry, owner)
        return entry._memo[key]


def derived(
    *leaves: str, pick: Callable[[Any], Iterable[Claim[Any]]] | None = None
) -> Callable[[Callable[[Any], T]], Derived[T]]:
    """A value that follows from some leaves, whatever the day; it stands among the leaves.

    `pick` gives the claims that made it what it is; without, all claims on the leaves did.
    """
    return _derived(leaves, False, pick)


def of_last(
    leaf: Leaf[T], answer: Callable[[Claim[T]], V | UnknownType], doc: str
) -> Derived[V | UnknownType]:
    """What the last claim that counts on a leaf tells; Unknown where none counts."""

    def last(entry: Any) -> tuple[Claim[T], ...]:
        held: Claims[T] = getattr(entry, leaf.name)
        return held.counted[-1:]

    def work_out(entry: Any) -> V | UnknownType:
        return next(map(answer, last(entry)), Unknown)

    work_out.__doc__ = doc  # which a property of a class with a docstring takes from there alone
    return _made(Derived(work_out), (leaf,), False, last)


def question(*leaves: str, due: str = "") -> Callable[[Callable[[Any], T]], Derived[T]]:
    """A value that follows from some leaves and the horizon.

    With `due` it is a delay, and that is what was due: a value of the entry, by its name.
    """
    return _derived(leaves, True, None, due)


def _derived(
    leaves: Ids, waits: bool, pick: Callable[[Any], Iterable[Claim[Any]]] | None, due: str = ""
) -> Callable[[Callable[[Any], T]], Derived[T]]:
    def make(work_out: Callable[[Any], T]) -> Derived[T]:
        made: Derived[T] = _made(Derived(work_out), leaves, waits, pick)
        made.due = due
        return made

    return make


def _made(
    derived: Derived[T],
    of: tuple[str | Leaf[Any], ...],
    waits: bool,
    pick: Callable[[Any], Iterable[Claim[Any]]] | None,
) -> Derived[T]:
    derived.of, derived.waits, derived.pick = of, waits, pick
    return derived
