"""Evidence: what is contested, denied or said by one source alone; and what the chronicle knows.

The claims stay where they belong, in their facets; here they are only gathered by class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self

import attrs
from pendulum import Date

from ..errors import MissingError
from ..projections.states import require_key
from ..records.events import Event
from ..records.fields import one_of
from ..records.kinds import kind
from ..records.values import Unknown, UnknownType
from .claims import CLASSES, ROLES, Claims, Class
from .facet import Entry, Facet, Ids, Line

# -- events -------------------------------------------------------------------------------


@kind("claim-denied")
class ClaimDenied:
    """Somebody denies what is claimed at a path of the state, such as `projects.office.stages`.

    The subject's own denial counts out what it denies; a party's disputes it, and it still
    counts; a third party's is only shown. One of a lasting date stands against all claims.
    """

    claim: str
    by: str
    role: str = attrs.field(validator=one_of(*ROLES))
    value: str = ""
    """The one value that is denied; empty for all of them."""


@kind("alias-recorded")
class AliasRecorded:
    """What a source calls a person, a body or a thing that has one name here."""

    name: str
    alias: str
    of: str = attrs.field(validator=one_of("person", "body", "agreement", "system", "project"))


# -- state --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Coverage(Entry):
    """What the state rests on: from which day, through which day, out of which works.

    It is no part of what was so: two states may be equal and rest on different works.
    """

    _first: Date | UnknownType = attrs.field(default=Unknown, eq=False, alias="_first")
    _through: Date | UnknownType = attrs.field(default=Unknown, eq=False, alias="_through")
    _works: tuple[str, ...] = attrs.field(default=(), eq=False, alias="_works")

    questions: ClassVar[Mapping[str, Ids]] = {
        "first": ("_first",),
        "through": ("_through",),
        "sources": ("_works",),
    }

    @property
    def first(self) -> Date | UnknownType:
        """The earliest day of the events behind the state."""
        return self._first

    @property
    def through(self) -> Date | UnknownType:
        """The last day on which any of those events became known."""
        return self._through

    @property
    def sources(self) -> tuple[str, ...]:
        """The works that those events cite."""
        return self._works

    def over(self, event: Event) -> Self:
        """This coverage and one more event."""
        held = self
        first = event.when.start.earliest or event.when.start.latest
        if first is not None and (held.first is Unknown or first < held.first):
            held = held.set(event, _first=first)
        cited = [c.known for c in event.sources if c.known]
        last = max([event.known, *cited])
        if held.through is Unknown or last > held.through:
            held = held.set(event, _through=last)
        works = dict.fromkeys(c.source for c in event.sources if c.source not in held.sources)
        return held.add(event, _works=(*held.sources, *works)) if works else held

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        yield Line(f"from {self.first}, known through {self.through}, {len(self.sources)} works")


@attrs.frozen(kw_only=True)
class Name(Entry):
    """One name, and what sources call the same."""

    of: str = ""
    aliases: Claims = Claims(holds="together")

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        yield Line(f"{self.of}, also called {self.aliases}")


class Names(Facet[Name]):
    """Names, with their aliases."""

    __slots__ = ()
    of = Name


@attrs.frozen(kw_only=True)
class Denied(Entry):
    """What one event denies, and who does."""

    told: str = ""
    _path: str = attrs.field(default="", eq=False, alias="_path")
    _value: str = attrs.field(default="", eq=False, alias="_value")

    @property
    def path(self) -> str:
        """The path of what is denied."""
        return self._path

    @property
    def value(self) -> str:
        """The one value that is denied; empty for all of them."""
        return self._value

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        yield Line(self.told, self.why("told")[0])


class Denials(Facet[Denied]):
    """The denials, by the id of their event."""

    __slots__ = ()
    of = Denied


@attrs.frozen(eq=False)
class Evidence(Facet[Any]):
    """The coverage, the names, the denials, and the claims of all facets by their class."""

    _facets: Mapping[str, Any] = attrs.field(factory=dict, repr=False)

    def at(self, id: str) -> Any:
        """As of every facet."""
        require_key(id)
        begun: dict[str, Any] = {"names": Names(), "denials": Denials()}
        return self.get(id, begun.get(id, Coverage()))

    def over(self, facets: Mapping[str, Any]) -> Self:
        """This evidence, gathering the claims of some facets."""
        return attrs.evolve(self, facets=facets)

    @property
    def claimed(self) -> dict[str, Claims]:
        """All that is claimed in any facet, by path; costs a walk over the state."""
        return {
            f"{name}.{path}": claims
            for name, facet in self._facets.items()
            if facet is not Unknown
            for path, claims in facet.claims()
        }

    def of_class(self, group: Class) -> dict[str, Claims]:
        """The claims of a class, by path."""
        if not isinstance(group, str) or group not in CLASSES:
            raise MissingError("class of claims", group, CLASSES)
        return {path: claims for path, claims in self.claimed.items() if claims.group == group}

    @property
    def contested(self) -> dict[str, Claims]:
        """Claims of which two cannot both be true, or some are denied, by path."""
        return self.of_class("contested")

    @property
    def denied(self) -> dict[str, Claims]:
        """Claims that are all denied, by path."""
        return self.of_class("denied")

    @property
    def single_source(self) -> dict[str, Claims]:
        """What one source alone says, by path."""
        return self.of_class("single-source")

    @property
    def sources(self) -> tuple[str, ...]:
        """The works that the state rests on."""
        held: tuple[str, ...] = self["coverage"].sources if "coverage" in self else ()
        return held

    def why(self, name: str) -> tuple[Ids, Ids]:
        """The ids of the events behind the claims of a class."""
        groups = getattr(self, name).values() if isinstance(name, str) and name in _GROUPS else ()
        return tuple(dict.fromkeys(id for claims in groups for id in claims.events)), ()

    def lines(self) -> Iterator[Line]:
        """As of every facet: after its entries, the claims of each class."""
        yield from super().lines()
        for name in _GROUPS:
            found = getattr(self, name)
            yield Line(f"{name.replace('_', ' ')}: {len(found)}")
            for path, claims in found.items():
                yield Line(f"{path}: {claims}").below()

    def brief(self) -> Iterator[Line]:
        """As of every facet: what is denied, and how much of each facet is contested."""
        if "coverage" in self:
            yield from self["coverage"].lines()
        if denied := self.denied:
            yield Line(f"denied: {', '.join(denied)}")
        if contested := Counter(path.partition(".")[0] for path in self.contested):
            told = ", ".join(f"{name} {number}" for name, number in contested.items())
            yield Line(f"contested values: {told}")
        yield Line(f"values that one source alone tells: {len(self.single_source)}")

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the entries, and the paths of the claims of each class."""
        return super().to_dict() | {name: list(getattr(self, name)) for name in _GROUPS}


_GROUPS = ("contested", "denied", "single_source")

initial = Evidence()


def evolve(state: Evidence, event: Event) -> Evidence:
    """The next state: what an event changes in this facet."""
    state = state.put("coverage", state.at("coverage").over(event))
    match event.what:
        case AliasRecorded() as what:
            names = state.at("names")
            held = names.at(what.name).set(event, of=what.of).claim(event, aliases=what.alias)
            return state.put("names", names.put(what.name, held))
        case ClaimDenied() as what:
            told = f"{what.by} ({what.role}) denies {what.claim} {what.value}".strip()
            denied = Denied().set(event, told=told, _path=what.claim, _value=what.value)
            return state.put("denials", state.at("denials").put(event.id, denied))
    return state


def denying(facet: str, evolve: Callable[[Any, Event], Any]) -> Callable[[Any, Event], Any]:
    """The step of a facet, which takes up a denial of its own claims too."""

    def step(state: Any, event: Event) -> Any:
        state = evolve(state, event)
        if not isinstance(event.what, ClaimDenied):
            return state
        name, _, path = event.what.claim.partition(".")
        return state.deny(event, path) if name == facet else state

    return step


# -- questions ----------------------------------------------------------------------------


def counted_out(state: Evidence | UnknownType) -> tuple[str, ...] | UnknownType:
    """The paths of the claims that their own subject denies; Unknown where nothing is recorded."""
    if state is Unknown:
        return Unknown
    return tuple(path for path, held in state.claimed.items() if len(held.counted) < len(held))
