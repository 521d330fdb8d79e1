"""Leadership: who holds which office, since when, acting or not, and who came before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import attrs

from ..events import Event
from ..fields import is_id, one_of
from ..kinds import kind
from ..values import Quantity, Unknown, UnknownType
from ..when import When
from .facet import Entry, Facet, Ids, Line, days_past

# -- events -------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Holding:
    """An office and who holds it."""

    office: str = attrs.field(validator=is_id)
    person: str


@kind("office-assumed")
class OfficeAssumed:
    """A person takes an office: for good, or acting until somebody does."""

    office: str = attrs.field(validator=is_id)
    person: str
    title: str = ""
    acting: bool = False


@kind("offices-vacated")
class OfficesVacated:
    """One occurrence leaves one or more offices without their holder."""

    holdings: tuple[Holding, ...]
    exit: str = attrs.field(validator=one_of("death", "resigned", "dismissed", "term-ended"))
    circumstance: str = ""


# -- state --------------------------------------------------------------------------------


@attrs.frozen
class Term:
    """One person's time in an office, and the events of its beginning and its end.

    `since` is None where nobody has told, `until` while it lasts.
    """

    person: str
    since: When | None
    acting: bool
    events: Ids
    until: When | None = None
    left_by: str = ""
    """How it ended, where that is told."""

    def __str__(self) -> str:
        acting = " (acting)" if self.acting else ""
        until = f" to {self.until}" if self.until else ""
        left = f" ({self.left_by})" if self.left_by else ""
        return f"{self.person}{acting}, {self.since or 'since a day not recorded'}{until}{left}"


@attrs.frozen(kw_only=True)
class Office(Entry):
    """An office. A `holder` of None is a vacancy; Unknown, that nobody has told."""

    title: str = ""
    holder: str | UnknownType | None = Unknown
    acting: bool = False
    since: When | UnknownType = Unknown
    """Since when it is held as it is, or vacant."""
    succession: tuple[Term, ...] = ()

    questions: ClassVar[Mapping[str, Ids]] = {"vacant_days": ("holder", "since")}

    @property
    def vacant_days(self) -> Quantity | UnknownType:
        """For how many days it has been vacant at the horizon; Unknown while it is held."""
        return days_past(self.since, self.horizon) if self.holder is None else Unknown

    @property
    def headline(self) -> str:
        """As of every entry."""
        return self.title

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        if self.holder is None:
            yield Line(f"vacant since {self.since}", self.why("holder")[0])
        elif self.holder is not Unknown:
            acting = ", acting" if self.acting else ""
            yield Line(f"{self.holder}{acting}, since {self.since}", self.why("holder")[0])
        for term in self.succession:
            if term.until:
                yield Line(f"before: {term}", term.events)


class Leadership(Facet[Office]):
    """Offices by id."""

    __slots__ = ()


initial = Leadership()


def evolve(state: Leadership, event: Event) -> Leadership:
    """The next state: what an event changes in this facet."""
    match event.what:
        case OfficeAssumed() as what:
            office = state.get(what.office, Office())
            begun = Term(what.person, event.when, what.acting, (event.id,))
            return state.put(
                what.office,
                office.set(
                    event,
                    holder=what.person,
                    acting=what.acting,
                    since=event.when,
                    **({"title": what.title} if what.title else {}),
                ).add(event, succession=(*_closed(office.succession, event), begun)),
            )
        case OfficesVacated() as what:
            for holding in what.holdings:
                state = state.put(holding.office, _vacated(state, holding, event))
            return state
    return state


def _vacated(state: Leadership, holding: Holding, event: Event) -> Office:
    office = state.get(holding.office, Office())
    if office.holder not in (Unknown, holding.person):
        return office  # somebody else is in office by then
    if office.holder is Unknown:
        unseen = Term(holding.person, None, acting=False, events=())
        office = attrs.evolve(office, succession=(unseen,))
    office = office.set(event, holder=None, acting=False, since=event.when)
    return office.add(event, succession=_closed(office.succession, event, event.what.exit))


def _closed(terms: tuple[Term, ...], event: Event, left_by: str = "") -> tuple[Term, ...]:
    """The terms, with the one that lasted ended by an event."""
    return tuple(
        term
        if term.until
        else attrs.evolve(term, until=event.when, left_by=left_by, events=(*term.events, event.id))
        for term in terms
    )


# -- questions ----------------------------------------------------------------------------


def vacancies(state: Leadership | UnknownType) -> dict[str, Office] | UnknownType:
    """The offices that are vacant; Unknown where no office is recorded."""
    if state is Unknown:
        return Unknown
    return {id: office for id, office in state.items() if office.holder is None}
