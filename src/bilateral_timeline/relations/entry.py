"""Entries and facets: one thing that is told of, and all things of one sort.

An entry is what the claims of its own events come to: its leaves hold the claims, and all else is
worked out from them. A facet is a mapping of entries, each folded from its own events alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, Generic, Literal, Self, TypeVar, cast, overload

import attrs
from pendulum import Date

from ..dates.when import When
from ..errors import InputError, MissingError, Problem, shown
from ..projections.composed import Keyed
from ..projections.paths import ways
from ..projections.projection import Asked, Moment, Projection
from ..projections.states import MISSING, require_key
from ..records.codec import plain
from ..records.events import Event
from ..records.kinds import made_of
from ..records.stored import UnknownBody
from ..records.values import Quantity, Unknown, UnknownType
from .claims import Account, Claim, Claims, Denial, Proposition
from .denials import ClaimDenied
from .lifecycle import Lifecycle, Stage

Ids = tuple[str, ...]
T = TypeVar("T")
D = TypeVar("D")
E = TypeVar("E", bound="Entry | Facet[Any]")


# -- leaves -----------------------------------------------------------------------------------


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

    leaves: Ids
    waits: bool
    """Whether it changes by waiting, and so is no part of what was so."""
    pick: Callable[[Any], Iterable[Claim[Any]]] | None

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


def question(*leaves: str) -> Callable[[Callable[[Any], T]], Derived[T]]:
    """A value that follows from some leaves and the horizon, such as a delay."""
    return _derived(leaves, True, None)


def _derived(
    leaves: Ids, waits: bool, pick: Callable[[Any], Iterable[Claim[Any]]] | None
) -> Callable[[Callable[[Any], T]], Derived[T]]:
    def make(work_out: Callable[[Any], T]) -> Derived[T]:
        made: Derived[T] = Derived(work_out)
        made.leaves, made.waits, made.pick = leaves, waits, pick
        return made

    return make


# -- entries ----------------------------------------------------------------------------------


class Entry:
    """One thing that a facet tells about: an office, an agreement, a commitment.

    Its leaves hold claims; what follows from them is worked out when it is read. What changes by
    waiting is a question, counted to the horizon. Two are equal if all that is told of them is.
    """

    __slots__ = ("_beside", "_count", "_held", "_memo", "_moment", "id")

    leaves: ClassVar[Mapping[str, Leaf[Any]]] = {}
    derives: ClassVar[Mapping[str, Derived[Any]]] = {}
    """What is worked out, by name."""
    looks_beside: ClassVar[bool] = False
    """Whether something of it is worked out from its id, or from other entries of its facet."""

    def __init__(
        self,
        held: Mapping[str, Claims[Any]] | None = None,
        moment: Moment | None = None,
        id: str = "",
        beside: Facet[Any] | None = None,
        count: int = 0,
        memo: dict[Any, Any] | None = None,
    ) -> None:
        self._held: Mapping[str, Claims[Any]] = held or {}
        self._moment, self._beside, self._count = moment, beside, count
        # What was worked out from the claims, whatever the day: the same wherever it is placed.
        self._memo: dict[Any, Any] = {} if memo is None else memo
        self.id = id
        """Its name in its facet; empty for an entry on its own."""

    def __init_subclass__(cls) -> None:
        named: dict[str, Any] = {}
        for base in reversed(cls.__mro__):
            named |= vars(base)
        cls.leaves = {name: value for name, value in named.items() if isinstance(value, Leaf)}
        cls.derives = {name: value for name, value in named.items() if isinstance(value, Derived)}

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._held, self._moment, self.id)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.branches() == self.branches()

    def __hash__(self) -> int:
        return hash(frozenset(self.claims()))

    def __repr__(self) -> str:
        told = (f"{name}={value!r}" for name, value in self.branches().items())
        return f"{type(self).__name__}({', '.join(told)})"

    # -- the fold -------------------------------------------------------------------------

    def claim(self, event: Event, **values: Any) -> Self:
        """This entry with what an event's sources claim of some leaves.

        Nothing is no claim; of several values in a tuple, each is one.
        """
        what, held = event.what, dict(self._held)
        account = isinstance(what, Account)
        for name, said in values.items():
            of = (what.scope, what.against(name)) if account else ()
            for value in said if isinstance(said, tuple) else (said,):
                if value is not None and value != "":
                    claims = held.get(name, self.leaves[name].none)
                    held[name] = claims.add(event, value, self._count, *of)
        return type(self)(held, count=self._count + 1)

    def tell(self, event: Event, **more: Any) -> Self:
        """The same, with what the body says under the name of a leaf, unless `more` says else."""
        what = event.what
        shared = _shared(type(self), type(what))  # type: ignore[arg-type]
        named = {name: getattr(what, name) for name in shared}
        return self.claim(event, **(named | more))

    def deny(self, event: Event, leaf: str, by: str, role: str, denies: Ids) -> Self:
        """This entry with the claims on a leaf denied by an event; there is no such leaf: as it is.

        What follows from the claims follows from those that still stand.
        """
        if leaf not in self.leaves:
            return self
        held = self._held.get(leaf, self.leaves[leaf].none)
        denied = {**self._held, leaf: held.deny(event, by, role, denies)}
        return type(self)(denied, count=self._count)

    # -- what is told ---------------------------------------------------------------------

    @property
    def is_told(self) -> bool:
        """Whether any event claims anything of it."""
        return any(self._held.values())

    def claims(self) -> Iterator[tuple[str, Claims[Any]]]:
        """The leaves on which sources claim something, by name."""
        for name in self.leaves:
            if self._held.get(name):
                yield name, getattr(self, name)

    def groups(self) -> Iterator[tuple[str, Claims[Any]]]:
        """The claims on its leaves, and those on parts of them, such as the date of one stage."""
        yield from self.claims()
        for name, made in self.derives.items():
            if self.is_told and not made.waits:
                yield from _within(name, made.__get__(self))

    def branches(self) -> Mapping[str, Any]:
        """The leaves of which something is told, and what follows from them, by name."""
        key = "branches", self.id
        if key not in self._memo:
            told: dict[str, Any] = {}
            if self.is_told:
                for name, made in self.derives.items():
                    if not made.waits and (value := made.__get__(self)) is not Unknown:
                        told[name] = value
            self._memo[key] = told | dict(self.claims())
        branches: Mapping[str, Any] = self._memo[key]
        return branches

    def why(self, name: str) -> tuple[Ids, Ids]:
        """The ids of the events that set a leaf, or what follows from leaves; and support it.

        What else can be asked of the entry may rest on all its events.
        """
        made = self.derives.get(name) if isinstance(name, str) else None
        if made is None:
            if isinstance(name, str) and name in self.leaves:
                return getattr(self, name).events, ()
            if isinstance(name, str) and is_asked(type(self), name):
                return _union(self.why(leaf)[0] for leaf in self.leaves), ()
            raise MissingError("leaf", name, [*self.leaves, *self.derives])
        if made.pick is None:
            return _union(self.why(leaf)[0] for leaf in made.leaves), ()
        set_by = list(made.pick(self))
        values = {claim.value for claim in set_by}
        start = min((claim.place for claim in set_by), default=0)
        counted = (
            claim
            for leaf in made.leaves
            for claim in getattr(self, leaf).counted
            if claim.place >= start or getattr(self, leaf).sort != "standing"
        )
        also = (claim.event for claim in counted if claim.value in values)
        first = _union([[claim.event for claim in set_by]])
        return first, tuple(id for id in _union([also]) if id not in first)

    @property
    def disputed(self) -> tuple[str, ...]:
        """The leaves of which a side of the pair denies what others claim."""
        return tuple(name for name, claims in self.groups() if claims.disputed)

    @property
    def denied(self) -> tuple[str, ...]:
        """The leaves of which all that is claimed is denied."""
        return tuple(name for name, claims in self.groups() if claims.group == "denied")

    @property
    def contested(self) -> tuple[str, ...]:
        """The leaves on which claims that count contradict each other."""
        return tuple(name for name, claims in self.groups() if claims.group == "contested")

    @property
    def last_told(self) -> Date | UnknownType:
        """The last day of which anything is told: by its date, or when it was public."""
        days = [
            min(days)
            for claims in self._held.values()
            for claim in claims
            if (days := _days(claim))
        ]
        return max(days, default=Unknown)

    @property
    def last_known(self) -> Date | UnknownType:
        """The last day on which anything of it became public."""
        told: list[Claim[Any] | Denial] = []
        for claims in self._held.values():
            told += (*claims.claims, *claims.denials)
        cited = (citation for one in told for citation in one.citations)
        return max((c.known for c in cited if c.known), default=Unknown)

    # -- the day --------------------------------------------------------------------------

    def placed(self, moment: Moment | None, id: str = "", beside: Facet[Any] | None = None) -> Self:
        """This entry in its facet, counting to the horizon of a moment."""
        return type(self)(self._held, moment, id, beside, self._count, self._memo)

    def branch(self, name: str) -> Any:
        """One of the branches, or a leaf that nothing has set; else a LookupError."""
        if name in self.leaves:
            return self._held.get(name) or Unknown
        found = getattr(self, name) if name in self.derives else Unknown
        if found is Unknown or self.derives[name].waits:
            raise LookupError(name)
        return found

    @property
    def horizon(self) -> Date:
        """The day to which everything that changes by waiting is counted."""
        if self._moment is None:
            found, expected = "an entry on its own", "one that is part of a state with a day"
            raise InputError(Problem("horizon", found, expected, "ask a timeline"))
        return self._moment.horizon

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the leaves, what follows, and `because`: the events behind each."""
        told = {name: getattr(self, name) for name in self.derives}
        told = {name: plain(value) for name, value in (told | dict(self.claims())).items()}
        days = {"last_told": plain(self.last_told), "last_known": plain(self.last_known)}
        return (
            told | days | {"because": {name: list(self.why(name)[0]) for name in self.branches()}}
        )


def _within(path: str, value: Any) -> Iterator[tuple[str, Claims[Any]]]:
    """The claims that a value holds by name."""
    if isinstance(value, Claims):
        yield path, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _within(f"{path}.{name}", part)


def is_asked(entry: type, name: str) -> bool:
    """Whether a name is a property of a class, and no inside of it."""
    return not name.startswith("_") and isinstance(getattr(entry, name, None), property)


@cache
def _shared(entry: type[Entry], body: type) -> Ids:
    """The fields of a body that are called like a leaf of an entry."""
    return tuple(field.name for field in attrs.fields(body) if field.name in entry.leaves)


def _days(claim: Claim[Any]) -> list[Date]:
    last = claim.when.latest  # none of what goes on, which is told of the day it was public
    return [day for day in (last, claim.known) if day is not None]


def _now(entry: Staged) -> tuple[Claim[Stage], ...]:
    claim = entry.current
    return () if claim is None else (claim,)


def _due(entry: Staged) -> tuple[Claim[Stage], ...]:
    claim = entry.scheduled
    return () if claim is None else (claim,)


class Staged(Entry):
    """An entry with a life-cycle: its stage, since when and what is due follow from `stages`."""

    __slots__ = ()

    stages: ClassVar[Any]

    @property
    def current(self) -> Claim[Stage] | None:
        """The claim on the stage that stands; None where no stage is told."""
        group: Claims[Stage] = self.stages
        life = group.of.life
        now: Claim[Stage] | None = life.now(self.of_the_whole(group)) if life else None
        return now

    def of_the_whole(self, group: Claims[Stage]) -> Iterable[Claim[Stage]]:
        """The claims from which the stage follows."""
        return group.counted

    @property
    def scheduled(self) -> Claim[Stage] | None:
        """The last claim on the stage that stands that says for when something is fixed."""
        now = self.current
        if now is None:
            return None
        told = list(self.of_the_whole(self.stages))
        after = told[told.index(now) :]
        dated = [c for c in after if c.value.word == now.value.word and c.value.due is not None]
        return dated[-1] if dated else None

    @derived("stages", pick=_now)
    def stage(self) -> str | UnknownType:
        """The stage that stands, by what counts; Unknown where none is told."""
        now = self.current
        return Unknown if now is None else now.value.word

    @derived("stages", pick=_now)
    def since(self) -> When | UnknownType:
        """Since when it stands so; where it was only `observed`, it may be older."""
        now = self.current
        return Unknown if now is None else now.when

    @derived("stages", pick=_now)
    def observed(self) -> bool | UnknownType:
        """Whether `since` is only the day on which it was seen to be so."""
        now = self.current
        return Unknown if now is None or not now.value.observed else True

    @derived("stages", pick=_due)
    def due(self) -> When | UnknownType:
        """For when the next stage is fixed; Unknown once that is reached, or if none is."""
        claim = self.scheduled
        return Unknown if claim is None or claim.value.due is None else claim.value.due

    @question("stages")
    def overdue(self) -> Quantity | UnknownType:
        """By how many days what is due is late at the horizon."""
        return days_past(self.due, self.horizon)

    @derived("stages")
    def dates(self) -> Mapping[str, Claims[When]] | UnknownType:
        """By stage, its date as each source has it, where a source has one of its own.

        Of a stage that was reached again, by the event that tells it.
        """
        group: Claims[Stage] = self.stages
        words = [str(claim.value) for claim in group.counted]
        told = {
            word if words.count(word) == 1 else claim.event: group.dates_of(claim)
            for word, claim in zip(words, group.counted, strict=True)
            if any(citation.when for citation in claim.supporting)
        }
        return told or Unknown


# -- facets -----------------------------------------------------------------------------------


class Facet(Mapping[str, E], Generic[E]):
    """Entries by id, each worked out when it is read; `get` gives Unknown where nothing is told.

    A facet says of which kinds it takes events, whom these have to be between, and, for each
    event, which entries it is about and how it changes one of them. Nothing else need know of it.
    """

    __slots__ = ("_found_by", "_moment", "_parts")

    of: ClassVar[Any]
    """What its entries are: a class of entries, or of facets in their turn."""
    kinds: ClassVar[tuple[type, ...]] = ()
    """The bodies that it takes; those defined beside it are its own."""
    sides: ClassVar[Literal["both", "either", "any"]] = "both"
    """Whether its events are between both parties of a pair, of either, or of anybody."""

    def __init__(
        self, parts: Mapping[str, Any] | None = None, moment: Moment | None = None
    ) -> None:
        self._parts: Mapping[str, Any] = {} if parts is None else parts
        self._moment = moment
        self._found_by: dict[str, Any] = {}

    @staticmethod
    def entries(event: Event) -> Iterable[Any]:
        """The ids of the entries that an event is about; of entries in facets, pairs of ids."""
        raise NotImplementedError

    @staticmethod
    def evolve(entry: Any, event: Event) -> Any:
        """The next state of one entry."""
        raise NotImplementedError

    @classmethod
    def concerns(cls, event: Event, pair: Ids) -> bool:
        """Whether an event belongs to the relationship of a pair, as this facet sees it."""
        if cls.sides == "any":
            return True
        within = (party in event.parties for party in pair)
        return all(within) if cls.sides == "both" else any(within)

    def __hash__(self) -> int:
        return hash(frozenset(self.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facet) and dict(self.items()) == dict(other.items())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self))})"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (dict(self._parts), self._moment)

    def _found(self, id: object) -> Any:
        """The entry of an id, if anything is told of it."""
        if not isinstance(id, str):
            return MISSING
        if id not in self._found_by:
            part = self._parts.get(id, MISSING)
            entry = part if part is MISSING else part.placed(self._moment, id, self)
            told = entry is not MISSING and entry.is_told
            self._found_by[id] = entry if told else MISSING
        return self._found_by[id]

    def placed(self, moment: Moment | None, id: str, beside: Facet[Any]) -> Self:
        """This facet as a part of another."""
        return type(self)(self._parts, moment)

    def __getitem__(self, id: str) -> E:
        entry = self._found(id)
        if entry is MISSING:
            raise MissingError("entry", id, self)
        return cast("E", entry)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(id for id in self._parts if id in self))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, id: object) -> bool:
        return self._found(id) is not MISSING

    def __bool__(self) -> bool:
        return self.is_told

    # A Mapping gives None where there is nothing; here that would read like a finding.
    @overload  # type: ignore[override]
    def get(self, id: str) -> E | UnknownType: ...
    @overload
    def get(self, id: str, default: D) -> E | D: ...
    def get(self, id: str, default: Any = Unknown) -> Any:
        """The entry of an id; Unknown where nothing is told of it."""
        require_key(id)
        entry = self._found(id)
        return default if entry is MISSING else entry

    @property
    def is_told(self) -> bool:
        """Whether anything is told of any entry."""
        return any(id in self for id in self._parts)

    def leads(self, path: str) -> bool:
        """Whether a path begins with an entry that is told of, or with a question."""
        name = path.partition(".")[0]
        if isinstance(getattr(type(self), name or "_", None), property):
            return True
        return any(True for _ in ways(path, self, dict))

    def branches(self) -> Mapping[str, Any]:
        """The entries by id."""
        return dict(self.items())

    def claims(self) -> Iterator[tuple[str, Claims[Any]]]:
        """The leaves on which sources claim something, by path."""
        for id, entry in self.items():
            for path, claims in entry.claims():
                yield f"{id}.{path}", claims

    def groups(self) -> Iterator[tuple[str, Claims[Any]]]:
        """The claims on the leaves, and those on parts of them, by path."""
        for id, entry in self.items():
            for path, claims in entry.groups():
                yield f"{id}.{path}", claims

    @property
    def last_told(self) -> Date | UnknownType:
        """The last day of which anything is told of any entry."""
        days = (entry.last_told for entry in self.values())
        return max((day for day in days if day is not Unknown), default=Unknown)

    @property
    def last_known(self) -> Date | UnknownType:
        """The last day on which anything of any entry became public."""
        days = (entry.last_known for entry in self.values())
        return max((day for day in days if day is not Unknown), default=Unknown)

    def why(self, name: str) -> tuple[Ids, Ids]:
        """The ids of the events on which an answer of the whole facet may rest."""
        if not isinstance(name, str) or not is_asked(type(self), name):
            return (), ()  # an entry of which nothing is told yet
        return _union(claims.events for _, claims in self.claims()), ()

    def where(self, answers: Callable[[E], bool]) -> Ids:
        """The ids of the entries of which something is so."""
        if not callable(answers):
            raise InputError(Problem("where", shown(answers), "a function of an entry"))
        return tuple(id for id, entry in self.items() if answers(entry))

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {id: entry.to_dict() for id, entry in self.items()}


# -- their projections ------------------------------------------------------------------------


class EntryProjection(Projection[Any]):
    """The fold of one entry over its own events."""

    def __init__(self, facet: type[Facet[Any]], of: type[Entry], id: str = "") -> None:
        self._facet, self._id, self.initial = facet, id, of()
        self.apart = not of.looks_beside

    def __repr__(self) -> str:
        return f"EntryProjection({self._facet.__name__}, {type(self.initial).__name__})"

    def of(self, id: str) -> EntryProjection:
        """The same for one entry, which knows its name."""
        return EntryProjection(self._facet, type(self.initial), id)

    def show(self, state: Any, moment: Asked | None = None) -> Any:
        """The entry, counting to the horizon of a moment."""
        return state.placed(None if moment is None else moment(), self._id)

    def evolve(self, state: Any, event: Event) -> Any:
        """As of every projection."""
        if isinstance(event.what, ClaimDenied):
            what = event.what
            leaf = what.claim.rpartition(".")[2]
            return state.deny(event, leaf, what.by, what.role, what.denies)
        return self._facet.evolve(state, event)


class FacetProjection(Keyed[str, Any]):
    """The projection of one facet: a fold for each of its entries."""

    def __init__(
        self, name: str, facet: type[Facet[Any]], pair: Ids, shown: Any = None, level: int = 1
    ) -> None:
        self.name, self.facet, self.pair = name, facet, pair
        self.kind = None
        self._shown, self._level = shown or facet, level
        self._names = {made.name for body in facet.kinds if (made := made_of(body))}
        self._takes: dict[type, bool] = {UnknownBody: False}
        self._ids = _levels(facet)
        below = self._shown.of
        self.each: Projection[Any] = (
            FacetProjection(name, facet, pair, below, level + 1)
            if issubclass(below, Facet)
            else EntryProjection(facet, below)
        )

    def __repr__(self) -> str:
        return f"FacetProjection({self.name!r}, {self.facet.__name__}, {self.pair!r})"

    def keys_of(self, event: Event) -> Iterable[str]:
        """The ids of the entries that an event is about; none where it is not of the pair."""
        what = event.what
        if isinstance(what, ClaimDenied):
            denied = self._ids_in(what.claim)
            return (denied[self._level - 1],) if denied and self._concerned(event) else ()
        takes = self._takes.get(type(what))
        if takes is None:
            takes = self._takes[type(what)] = event.kind in self._names
        if not takes or not self._concerned(event):
            return ()
        about = self.facet.entries(event)
        return dict.fromkeys(id if isinstance(id, str) else id[self._level - 1] for id in about)

    def _ids_in(self, path: str) -> Ids:
        """The ids in the path of a leaf of this facet; the last one may have dots of its own."""
        name, _, rest = path.partition(".")
        ids = rest.rpartition(".")[0].split(".", self._ids - 1)
        return tuple(ids) if name == self.name and len(ids) == self._ids and all(ids) else ()

    def _concerned(self, event: Event) -> bool:
        return self.facet.concerns(event, self.pair)

    def each_of(self, key: str) -> Projection[Any]:
        """As of every keyed projection; an entry knows its name."""
        return self.each.of(key) if isinstance(self.each, EntryProjection) else self.each

    def show(self, state: Any, moment: Asked | None = None) -> Any:
        """The facet; its entries are worked out when they are read."""
        seen = None if moment is None else moment()
        return self._shown(_Shown({} if state is None else state, self.each), seen)


def _levels(facet: type[Facet[Any]]) -> int:
    """How many ids lead to an entry."""
    return 1 + (_levels(facet.of) if issubclass(facet.of, Facet) else 0)


class _Shown(Mapping[str, Any]):
    """The parts of a folded facet, facets among them as such."""

    __slots__ = ("_each", "_parts")

    def __init__(self, parts: Mapping[str, Any], each: Projection[Any]) -> None:
        self._parts, self._each = parts, each

    def __getitem__(self, id: str) -> Any:
        return self._each.show(self._parts[id])

    def get(self, id: str, default: Any = None) -> Any:
        """The part of an id."""
        part = self._parts.get(id, MISSING)
        return default if part is MISSING else self._each.show(part)

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


# -- what facets ask --------------------------------------------------------------------------


def share(part: Quantity | UnknownType, whole: Quantity | UnknownType) -> Quantity | UnknownType:
    """A part in percent of a whole; Unknown where one is, or where they count other things."""
    if part is Unknown or whole is Unknown or part.unit != whole.unit:
        return Unknown
    return part.share_of(whole)


def days_past(due: When | UnknownType, horizon: Date) -> Quantity | UnknownType:
    """By how many days a due date has passed at the horizon, from the most lenient reading.

    The low bound counts from the latest day on which it can have been due, the high bound from
    the earliest. Unknown where nothing is due.
    """
    if due is Unknown or due.latest is None:
        return Unknown
    low = max(0, horizon.toordinal() - due.latest.toordinal())
    first = due.earliest or due.latest
    high = max(0, horizon.toordinal() - first.toordinal())
    return Quantity(low, None, high, unit="days")


def _union(groups: Iterable[Iterable[str]]) -> Ids:
    return tuple(dict.fromkeys(id for ids in groups for id in ids))
