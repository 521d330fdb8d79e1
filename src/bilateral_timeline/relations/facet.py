"""Facets: all things of one sort, each folded from its own events alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Generic, Literal, Self, TypeVar, cast, overload

from pendulum import Date

from ..errors import InputError, MissingError, Problem, shown
from ..projections.composed import Keyed
from ..projections.paths import ways
from ..projections.projection import Asked, Moment, Projection
from ..projections.states import MISSING, require_key
from ..records.display import Drawn, screen
from ..records.events import Event
from ..records.kinds import made_of
from ..records.stored import UnknownBody
from ..records.values import Unknown, UnknownType
from .claims import Claims
from .denials import ClaimDenied
from .entry import Entry, is_asked, union
from .leaves import Ids

D = TypeVar("D")
E = TypeVar("E", bound="Entry | Facet[Any]")


class Facet(Mapping[str, E], Drawn, Generic[E]):
    """Entries by id, each worked out when it is read; `get` gives Unknown where nothing is told.

    A facet says of which kinds it takes events, whom these have to be between, and, for each
    event, which entries it is about and how it changes one of them. Nothing else need know of it.
    """

    __slots__ = ("_found_by", "_moment", "_parts", "path")

    of: ClassVar[Any]
    """What its entries are: a class of entries, or of facets in their turn."""
    kinds: ClassVar[tuple[type, ...]] = ()
    """The bodies that it takes; those defined beside it are its own."""
    key: ClassVar[str | Ids] = ()
    """The field of its events with the id of their entry; of entries in facets, both fields."""
    sides: ClassVar[Literal["both", "either", "any"]] = "both"
    """Whether its events are between both parties of a pair, of either, or of anybody."""

    def __init__(
        self,
        parts: Mapping[str, Any] | None = None,
        moment: Moment | None = None,
        path: str = "",
    ) -> None:
        self._parts: Mapping[str, Any] = {} if parts is None else parts
        self._moment = moment
        self._found_by: dict[str, Any] = {}
        self.path = path
        """Where it stands in its state; empty for a facet on its own."""

    @classmethod
    def entries(cls, event: Event) -> Iterable[Any]:
        """The ids of the entries that an event is about; of entries in facets, pairs of ids."""
        if isinstance(cls.key, str):
            return [getattr(event.what, cls.key)]
        return [tuple(getattr(event.what, name) for name in cls.key)]

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
        day = "" if self._moment is None else f" on {self._moment.day}"
        size = len(self)
        rows = ((id, part._in_brief()) for id, part in self.items())
        title = f"{type(self).__name__}{day}, {size} entr{'y' if size == 1 else 'ies'}"
        first = next(iter(self), "")
        return screen(title, rows, f"[{first!r}]", ".where(...)", ".last_told", size=size)

    def _in_brief(self) -> str:
        """The ids of its entries, on a line."""
        return ", ".join(self)

    def asked(self) -> Moment | None:
        """The question that it answers; None for a facet on its own."""
        return self._moment

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (dict(self._parts), self._moment, self.path)

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
        return type(self)(self._parts, moment, f"{beside.path}.{id}")

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

    def walk(self) -> Iterator[tuple[str, Entry]]:
        """All entries by path, those of the facets in it too."""
        return ((".".join(steps), entry) for steps, entry in self.steps())

    def steps(self) -> Iterator[tuple[Ids, Entry]]:
        """The same by the ids on the way to each, which may have dots of their own."""
        for id, held in self.items():
            if isinstance(held, Facet):
                yield from (((id, *below), entry) for below, entry in held.steps())
            else:
                yield (id,), held

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
        return union(claims.events for _, claims in self.claims()), ()

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
            return state.deny(event)
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
        return self._shown(_Shown({} if state is None else state, self.each), seen, self.name)


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
