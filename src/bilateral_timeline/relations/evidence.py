"""Evidence: what is contested, denied or said by one source alone; and what the chronicle knows.

The claims stay where they belong, in their facets; here they are only gathered by class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self

import attrs
from pendulum import Date

from ..events import Event
from ..fields import one_of
from ..kinds import kind
from ..values import Unknown, UnknownType
from .claims import ROLES, Claims, Class
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
    """What the state rests on: from which day, through which day, out of which works."""

    from_: Date | UnknownType = Unknown
    """The earliest day of its events."""
    through: Date | UnknownType = Unknown
    """The last day on which any of its events became known."""
    sources: tuple[str, ...] = ()

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        yield Line(f"from {self.from_}, known through {self.through}, {len(self.sources)} works")


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


@attrs.frozen
class Evidence(Facet[Any]):
    """The coverage, the names, and the claims of all facets by their class."""

    _facets: Mapping[str, Any] = attrs.field(factory=dict, eq=False, repr=False)

    questions: ClassVar[tuple[Class, ...]] = ("contested", "denied", "single-source")

    def at(self, id: str) -> Any:
        """As of every facet."""
        return self.get(id, Names() if id == "names" else Coverage())

    def over(self, facets: Mapping[str, Any]) -> Self:
        """This evidence, gathering the claims of some facets."""
        return attrs.evolve(self, facets=facets)

    def of_class(self, group: Class) -> dict[str, Claims]:
        """The claims of a class, by path; costs a walk over the state."""
        return {
            f"{name}.{path}": claims
            for name, facet in self._facets.items()
            if facet is not Unknown
            for path, claims in facet.claims()
            if claims.group == group
        }

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
        """The ids of the events behind the coverage, the names, or the claims of a class."""
        if name in self:
            parts = self[name].branches() if isinstance(self[name], Facet) else {name: self[name]}
            found = [entry.why(leaf)[0] for entry in parts.values() for leaf in entry.branches()]
            return tuple(dict.fromkeys(id for ids in found for id in ids)), ()
        groups = getattr(self, name).values() if name in _GROUPS else ()
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
    coverage = _covered(state.at("coverage"), event)
    state = state.put("coverage", coverage)
    if isinstance(what := event.what, AliasRecorded):
        names = state.at("names")
        held = names.at(what.name).set(event, of=what.of).claim(event, aliases=what.alias)
        state = state.put("names", names.put(what.name, held))
    return state


def _covered(held: Coverage, event: Event) -> Coverage:
    first = event.when.start.earliest or event.when.start.latest
    if first is not None and (held.from_ is Unknown or first < held.from_):
        held = held.set(event, from_=first)
    last = max(c.known for c in event.sources if c.known) if event.sources else event.known
    if held.through is Unknown or last > held.through:
        held = held.set(event, through=last)
    works = [c.source for c in event.sources if c.source not in held.sources]
    if works:
        held = held.add(event, sources=(*held.sources, *dict.fromkeys(works)))
    return held


def denying(facet: str, evolve: Callable[[Any, Event], Any]) -> Callable[[Any, Event], Any]:
    """The step of a facet, which takes up a denial of its own claims too."""

    def step(state: Any, event: Event) -> Any:
        if not isinstance(event.what, ClaimDenied):
            return evolve(state, event)
        name, _, path = event.what.claim.partition(".")
        return state.deny(event, path) if name == facet else state

    return step


# -- questions ----------------------------------------------------------------------------


def counted_out(state: Evidence | UnknownType) -> tuple[str, ...] | UnknownType:
    """The paths of the claims that their own subject denies; Unknown where nothing is recorded."""
    if state is Unknown:
        return Unknown
    return tuple(
        path
        for group in (state.denied, state.contested)
        for path, claims in group.items()
        if len(claims.counted) < len(claims)
    )
