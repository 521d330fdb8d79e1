"""Relationship: the state of a pair, facet by facet. A new facet is one file and one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

from pendulum import Date

from ..dates.when import Mode
from ..errors import InputError, MissingError, Problem, shown
from ..projections.composed import Compose
from ..projections.paths import look_up
from ..projections.projection import Asked, Moment
from ..projections.states import Fields
from ..records.codec import plain
from ..records.display import Drawn, screen
from ..records.events import Event
from ..records.values import Unknown, UnknownType
from ..search import Searched
from . import beside as beside
from .entry import Entry, is_asked
from .facet import Facet, FacetProjection
from .facets.agreements import Agreements
from .facets.assessments import Assessments
from .facets.commitments import Commitments
from .facets.constraints import Constraints
from .facets.contacts import Contacts
from .facets.cooperation import Cooperation
from .facets.diplomacy import Diplomacy
from .facets.evidence import Evidence
from .facets.force import Force
from .facets.frictions import Frictions
from .facets.investment import Investments
from .facets.leadership import Leadership
from .facets.memberships import Memberships
from .facets.projects import Projects
from .facets.third_parties import ThirdParties
from .facets.trade import Trade
from .late import Late, late_in
from .names import Names
from .problems import problems

F = TypeVar("F", bound=Facet[Any])


class Part(Generic[F]):
    """A facet of a relationship; Unknown where nothing is told of it by the day asked."""

    def __init__(self, facet: type[F]) -> None:
        self.facet = facet
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, state: None, owner: type) -> Self: ...
    @overload
    def __get__(self, state: Relationship, owner: type) -> F | UnknownType: ...
    def __get__(self, state: Relationship | None, owner: type) -> Any:
        if state is None:
            return self
        return state._facet(self.name)


class Relationship(Fields, Searched, Drawn):
    """The state of the relationship of a pair on a day: read-only, one field for each facet.

    A facet is worked out when it is read, and is Unknown where nothing of it is told by that
    day. Two are equal if their facets are: the day is no part of what was so.
    """

    __slots__ = ("_asked", "names", "pair")

    leadership = Part(Leadership)
    diplomacy = Part(Diplomacy)
    contacts = Part(Contacts)
    agreements = Part(Agreements)
    memberships = Part(Memberships)
    commitments = Part(Commitments)
    projects = Part(Projects)
    trade = Part(Trade)
    investment = Part(Investments)
    constraints = Part(Constraints)
    force = Part(Force)
    frictions = Part(Frictions)
    third_parties = Part(ThirdParties)
    assessments = Part(Assessments)
    cooperation = Part(Cooperation)
    evidence = Part(Evidence)

    facets: ClassVar[Mapping[str, type[Facet[Any]]]]
    """The facets by name."""

    def __init_subclass__(cls) -> None:
        cls.facets = _facets(cls)

    def __init__(
        self,
        pair: tuple[str, str],
        parts: Mapping[str, Any],
        show: Mapping[str, Any],
        asked: Moment | None = None,
        names: Names = Names(),  # noqa: B008 - it is immutable
    ) -> None:
        super().__init__(parts, show)
        self.pair, self.names, self._asked = pair, names, asked

    def __reduce__(self) -> tuple[object, ...]:
        held = {name: self._show[name](self._parts[name]) for name in self._show}
        return _restored, (type(self), self.pair, held, self._asked, self.names)

    def __repr__(self) -> str:
        asked, pair = self._asked, " and ".join(self.pair)
        title = f"{type(self).__name__} of {pair}"
        if asked is not None:
            known = f", as was public by {asked.known_by}" if asked.known_by else ""
            possible = ", counting what is possible" if asked.mode == "possible" else ""
            title = f"{title} on {asked.day}{known}{possible}"
        told = self.branches()
        rows = []
        for name, facet in told.items():
            ids = "" if facet is Unknown else ", ".join(facet)
            rows.append((name, f"{len(facet):3}  {ids}" if ids else "     nothing is recorded"))
        first = next((name for name, facet in told.items() if facet is not Unknown), "leadership")
        return screen(
            title, rows, f".{first}", ".at(PATH)", "timeline.explain(PATH, as_of=DAY)", lines=2
        )

    def asked(self) -> Moment | None:
        """The question that it answers; None for a state that was folded by hand."""
        return self._asked

    def _facet(self, name: str) -> Any:
        facet = self._whole(name)
        return facet if facet.is_told else Unknown

    def _whole(self, name: str) -> Any:
        """A facet, told of or not."""
        facet = self._show[name](self._parts[name])
        return facet.over(self) if isinstance(facet, Evidence) else facet

    @property
    def day(self) -> Date:
        """The day of which this is the state."""
        return self._moment.day

    @property
    def known_by(self) -> Date | None:
        """The day by which it was known; None for everything in the log."""
        return self._moment.known_by

    @property
    def horizon(self) -> Date:
        """The day to which it counts: the day, the knowledge day or the end of coverage."""
        return self._moment.horizon

    @property
    def mode(self) -> Mode:
        """Whether it counts what is certain, or all that is possible."""
        return self._moment.mode

    @property
    def _moment(self) -> Moment:
        if self._asked is None:
            found, expected = "a state that was folded by hand", "one that has a day"
            raise InputError(Problem("relationship", found, expected, "ask a timeline"))
        return self._asked

    def at(self, path: str) -> Any:
        """The value at a path; Unknown where nothing is told of it by that day.

        A name that nothing in the log has is a `MissingError`, with what is near it.

        >>> import bilateral_timeline as bt
        >>> state = bt.load_chronicle("russia-iran").as_of("2023-07-04")
        >>> state.at("memberships.sco.IR.status")
        'full'
        """
        name, _, rest = path.partition(".") if isinstance(path, str) else (path, "", "")
        part: Any = self._whole(name) if rest and name in self._show else self
        try:
            if part is not self and is_asked(type(part), rest) and not part.is_told:
                return Unknown
            if part is self or part.leads(rest):
                return look_up(part, rest if part is not self else path)
        except MissingError:
            if self._asked is None or self._asked.require is None:
                raise
        if self._asked is None or self._asked.require is None:
            return look_up(self, path)
        self._asked.require(path)
        return Unknown

    def late(self) -> tuple[Late, ...]:
        """All that is late, or perhaps late, at the horizon: for certain and for longest first.

        Starts and ends that were due, and terms that ran out. Costs a look at every entry.

        >>> import bilateral_timeline as bt
        >>> state = bt.load_chronicle("russia-iran").as_of("2024-06-30")
        >>> print(state.late()[0].path)
        commitments.su-35
        """
        facets = ((n, f) for n, f in self.branches().items() if f is not Unknown)
        found = (late for name, facet in facets for late in late_in(facet, name))
        return tuple(sorted(found, key=lambda o: (-(o.days.low or 0), -(o.days.high or 0))))

    def named(self) -> Iterator[tuple[str, tuple[str, ...], Entry]]:
        """Every entry: its path, all that the steps of the path are called, the entry.

        Beside the names of the chronicle, that is what sources call the same.
        """
        for name, facet in self.branches().items():
            if facet is not Unknown:
                for steps, entry in facet.steps():
                    called = tuple(dict.fromkeys(n for step in steps for n in self._called(step)))
                    yield ".".join((name, *steps)), called, entry

    def _called(self, id: str) -> Iterator[str]:
        """All that something is called, by the chronicle and by its sources."""
        aliases = {} if self.evidence is Unknown else self.evidence
        for name in self.names.spellings(id):
            yield name
            if name in aliases:
                yield from aliases[name].aliases.values

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the pair, the days, and every facet with the events behind each leaf.

        A facet of which nothing is told is null, and named in `unknown`.
        """
        known_by = self.known_by.isoformat() if self.known_by else None
        days = {"day": self.day.isoformat(), "known_by": known_by}
        facets = {
            name: plain(facet) if facet is Unknown else facet.to_dict()
            for name, facet in self.branches().items()
        }
        asked = {**days, "horizon": self.horizon.isoformat(), "mode": self.mode}
        unknown = [name for name, facet in facets.items() if facet is None]
        return {"pair": list(self.pair), **asked, "unknown": unknown, **facets}


def _facets(cls: type) -> Mapping[str, type[Facet[Any]]]:
    named = [(name, value) for base in reversed(cls.__mro__) for name, value in vars(base).items()]
    return {name: value.facet for name, value in named if isinstance(value, Part)}


Relationship.facets = _facets(Relationship)
FACETS: Mapping[str, type[Facet[Any]]] = Relationship.facets
"""The facets by name."""


def _restored(
    into: type[Relationship],
    pair: tuple[str, str],
    held: Mapping[str, Any],
    asked: Moment | None,
    names: Names,
) -> Relationship:
    return into(pair, held, dict.fromkeys(held, _itself), asked, names)


def _itself(value: Any) -> Any:
    return value


R = TypeVar("R", bound=Relationship)


class RelationshipProjection(Compose[R], Generic[R]):
    """The projection of a pair, each facet on its own; `relationship` makes it."""

    def __init__(
        self,
        pair: tuple[str, str],
        into: type[R],
        names: Names = Names(),  # noqa: B008 - it is immutable
    ) -> None:
        facets = {name: FacetProjection(name, facet, pair) for name, facet in into.facets.items()}
        for name, projection in facets.items():
            projection.apart = not issubclass(into.facets[name], Evidence)
        for projection in facets.values():
            projection.together = tuple(facets.values())
        super().__init__(**facets)  # type: ignore[call-arg]
        self.pair, self.names, self._state = pair, names, into

    def __repr__(self) -> str:
        return f"relationship({', '.join(map(repr, self.pair))})"

    def __reduce__(self) -> tuple[object, ...]:
        return _made, (*self.pair, self._state, self.names)

    def problems(self, events: list[Event]) -> Iterator[Problem]:
        """As of every projection: references to nothing, what cannot be so, misfiled opinions."""
        state = self.show(self.fold(events))
        yield from problems(state, self._state.facets, self.names, events)

    def show(self, state: Any, moment: Asked | None = None) -> R:
        """The state; a facet is worked out when it is read."""
        asked = None if moment is None else moment()
        again = None if asked is None else lambda: asked

        def shower(part: Any) -> Any:
            return lambda held: part.show(held, again)

        showers = {name: shower(part) for name, part in self.parts.items()}
        return self._state(self.pair, self._begun(state), showers, asked, self.names)


@overload
def relationship(
    one: str, other: str, *, names: Names = ...
) -> RelationshipProjection[Relationship]: ...
@overload
def relationship(
    one: str, other: str, *, into: type[R], names: Names = ...
) -> RelationshipProjection[R]: ...
def relationship(
    one: str,
    other: str,
    *,
    into: Any = Relationship,
    names: Names = Names(),  # noqa: B008 - it is immutable
) -> RelationshipProjection[Any]:
    """The projection of the relationship of two parties, by their codes.

    What counts is what the two do to each other, alone or with others, and what one of them does
    where a facet asks for that, such as who holds its offices. The same codes give the same
    projection, so that what a timeline has worked out is found again. `into` is a subclass of
    `Relationship` with facets of your own; `names` are those of a chronicle.

    >>> import bilateral_timeline as bt
    >>> timeline = bt.load_chronicle("russia-iran")
    >>> state = timeline.project(bt.relationship("RU", "IR"), as_of="2024-05-20")
    >>> state.pair, state.leadership["ir-president"].acting
    (('RU', 'IR'), True)
    """
    for code in (one, other):
        if not isinstance(code, str) or not code.strip():
            expected = "the code of a party, as events have it in `parties`"
            raise InputError(Problem("relationship", shown(code), expected, 'such as "RU"'))
    if one == other:
        raise InputError(Problem("relationship", f"{one!r} twice", "two parties"))
    if not isinstance(into, type) or not issubclass(into, Relationship):
        raise InputError(Problem("relationship: into", shown(into), "a subclass of Relationship"))
    if not isinstance(names, Names):
        raise InputError(Problem("relationship: names", shown(names), "the names of a chronicle"))
    made: RelationshipProjection[Any] = _made(one, other, into, names)  # type: ignore[arg-type]
    return made


@cache
def _made(
    one: str, other: str, into: type[Relationship], names: Names
) -> RelationshipProjection[Relationship]:
    return RelationshipProjection((one, other), into, names)
