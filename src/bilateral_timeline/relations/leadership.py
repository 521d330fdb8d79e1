"""Leadership: who holds which office, since when, acting or not, and who came before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import attrs

from ..dates.when import When
from ..records.events import Event
from ..records.fields import is_id, one_of
from ..records.kinds import kind
from ..records.values import Quantity, Unknown, UnknownType
from .facet import Entry, Facet, Ids, Line, days_past

# -- events -------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Holding:
    """An office and who holds it."""

    office: str = attrs.field(validator=is_id)
    person: str


@kind("office-assumed", standing=True)
class OfficeAssumed:
    """A person takes an office: for good, or acting until somebody does."""

    office: str = attrs.field(validator=is_id)
    person: str
    title: str = ""
    acting: bool = False
    observed: bool = False
    """Only seen in office on that day: since when is not told."""


@kind("offices-vacated", standing=True)
class OfficesVacated:
    """One occurrence leaves one or more offices without their holder."""

    holdings: tuple[Holding, ...]
    exit: str = attrs.field(validator=one_of("death", "resigned", "dismissed", "term-ended"))
    circumstance: str = ""


@attrs.frozen(kw_only=True)
class Votes:
    """The votes for one person."""

    person: str
    number: int


@kind("succession-step")
class SuccessionStep:
    """A step on the way to the next holder of an office; `due` is by when he is to be found."""

    office: str = attrs.field(validator=is_id)
    step: str = attrs.field(
        validator=one_of("election-called", "round-held", "elected", "endorsed")
    )
    person: str = ""
    due: When | None = None
    votes: tuple[Votes, ...] = ()


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
    observed: bool = False
    """Whether `since` is only the day on which the person was seen in office."""

    def __str__(self) -> str:
        acting = " (acting)" if self.acting else ""
        seen = "seen " if self.observed else ""
        until = f" to {self.until}" if self.until else ""
        left = f" ({self.left_by})" if self.left_by else ""
        since = f"{seen}{self.since}" if self.since else "since a day not recorded"
        return f"{self.person}{acting}, {since}{until}{left}"


@attrs.frozen
class Step:
    """A step on the way to the next holder."""

    step: str
    when: When
    event: str
    person: str = ""
    votes: tuple[Votes, ...] = ()

    def __str__(self) -> str:
        person = f" {self.person}" if self.person else ""
        votes = " to ".join(f"{v.number:,} ({v.person})" for v in self.votes)
        return f"{self.step.replace('-', ' ')}{person} {self.when}{votes and f', {votes}'}"


@attrs.frozen(kw_only=True)
class Office(Entry):
    """An office. A `holder` of None is a vacancy; Unknown, that nobody has told."""

    title: str = ""
    holder: str | UnknownType | None = Unknown
    acting: bool = False
    observed: bool = False
    """Whether `since` is only the day on which the holder was seen in office."""
    since: When | UnknownType = Unknown
    """Since when it is held as it is, or vacant."""
    succession: tuple[Term, ...] = ()
    coming: tuple[Step, ...] = ()
    """The steps towards the next holder, until he takes office."""
    due: When | UnknownType = Unknown
    """By when the next holder is to be found; Unknown where nothing is due."""

    questions: ClassVar[Mapping[str, Ids]] = {
        "vacant_days": ("holder", "since"),
        "overdue": ("due", "coming"),
    }

    @property
    def vacant_days(self) -> Quantity | UnknownType:
        """For how many days it has been vacant at the horizon; Unknown while it is held."""
        return days_past(self.since, self.horizon) if self.holder is None else Unknown

    @property
    def overdue(self) -> Quantity | UnknownType:
        """By how many days the next holder is late at the horizon."""
        elected = any(step.step in ("elected", "endorsed") for step in self.coming)
        return Unknown if elected else days_past(self.due, self.horizon)

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
            since = "seen in office" if self.observed else "since"
            yield Line(f"{self.holder}{acting}, {since} {self.since}", self.why("holder")[0])
        if self.due is not Unknown:
            yield Line(f"next holder due {self.due}", self.why("due")[0])
        for step in self.coming:
            yield Line(f"to follow: {step}", (step.event,))
        for term in self.succession:
            if term.until:
                yield Line(f"before: {term}", term.events)

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        first = next(self.lines(), None)
        if first is None:
            return
        told = [first.text]
        told += [f"next due {self.due}"] if self.due is not Unknown else []
        told += [str(self.coming[-1])] if self.coming else []
        past = [term for term in self.succession if term.until]
        left = past[-1].left_by if past else ""
        told += [f"before: {past[-1].person}{left and f' ({left})'}"] if past else []
        yield attrs.evolve(first, text="; ".join(told))


class Leadership(Facet[Office]):
    """Offices by id."""

    __slots__ = ()
    of = Office


initial = Leadership()


def evolve(state: Leadership, event: Event) -> Leadership:
    """The next state: what an event changes in this facet."""
    match event.what:
        case OfficeAssumed() as what:
            return state.put(what.office, _assumed(state.at(what.office), event, what))
        case OfficesVacated() as what:
            for holding in what.holdings:
                office = _vacated(state.at(holding.office), holding, event)
                state = state.put(holding.office, office)
            return state
        case SuccessionStep() as what:
            return state.put(what.office, _coming(state.at(what.office), event, what))
    return state


def _assumed(office: Office, event: Event, what: OfficeAssumed) -> Office:
    if office.holder == what.person and what.observed:
        return office.set(event, holder=what.person)  # seen again
    begun = Term(what.person, event.when, what.acting, (event.id,), observed=what.observed)
    if office.coming and not what.acting:
        office = office.add(event, coming=()).set(event, due=Unknown)
    return office.set(
        event,
        holder=what.person,
        acting=what.acting,
        observed=what.observed,
        since=event.when,
        **({"title": what.title} if what.title else {}),
    ).add(event, succession=(*_closed(office.succession, event, observed=what.observed), begun))


def _coming(office: Office, event: Event, what: SuccessionStep) -> Office:
    step = Step(what.step, event.when, event.id, what.person, what.votes)
    office = office.add(event, coming=(*office.coming, step))
    return office.set(event, due=what.due) if what.due else office


def _vacated(office: Office, holding: Holding, event: Event) -> Office:
    if office.holder not in (Unknown, holding.person):
        return office  # somebody else is in office by then
    if office.holder is Unknown:
        unseen = Term(holding.person, None, acting=False, events=())
        office = attrs.evolve(office, succession=(unseen,))
    office = office.set(event, holder=None, acting=False, observed=False, since=event.when)
    return office.add(event, succession=_closed(office.succession, event, event.what.exit))


def _closed(
    terms: tuple[Term, ...], event: Event, left_by: str = "", observed: bool = False
) -> tuple[Term, ...]:
    """The terms, with the one that lasted ended by an event: by then, if it is only a sighting."""

    def ended(term: Term) -> Term:
        first = term.since.start.earliest if term.since else None
        last = event.when.start.latest
        by_then = When(f"[{first}..{last}]") if observed and first and last else event.when
        return attrs.evolve(term, until=by_then, left_by=left_by, events=(*term.events, event.id))

    return tuple(term if term.until else ended(term) for term in terms)


# -- questions ----------------------------------------------------------------------------


def vacancies(state: Leadership | UnknownType) -> dict[str, Office] | UnknownType:
    """The offices that are vacant; Unknown where no office is recorded."""
    if state is Unknown:
        return Unknown
    return {id: office for id, office in state.items() if office.holder is None}
