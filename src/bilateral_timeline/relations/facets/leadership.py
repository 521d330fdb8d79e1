"""Leadership: who holds which office, since when, acting or not, how they came and went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

import attrs

from ...dates.when import When
from ...records.events import Event
from ...records.fields import is_id, one_of
from ...records.kinds import kind
from ...records.values import Quantity, Unknown, UnknownType
from ..claim import Claim
from ..entry import Entry, Wrong, days_past
from ..facet import Facet
from ..leaves import Leaf, derived, label, occurrences, plan, question, standing
from ..mentions import PERSON

# -- events -------------------------------------------------------------------------------

# After Archigos 4.1 (Goemans, Gleditsch, Chiozza 2009); what is narrower names its wider word.
ENTRIES = ("regular", "irregular", "foreign-imposition", "unknown")
EXITS: Mapping[str, str] = {
    "regular": "",
    "resigned": "regular",
    "dismissed": "regular",
    "term-ended": "regular",
    "irregular": "",
    "assassinated": "irregular",
    "natural-death": "",
    "accident": "natural-death",
    "ill-health": "",
    "suicide": "",
    "foreign": "",
    "unknown": "",
}
"""How people leave an office, and the wider word of each."""


@attrs.frozen(kw_only=True)
class Holding:
    """An office and who holds it."""

    office: str = attrs.field(validator=is_id)
    person: str = attrs.field(metadata=PERSON)


@kind("office-assumed", standing=True)
class OfficeAssumed:
    """A person takes an office, or one of its seats: for good, or acting until somebody does."""

    office: str = attrs.field(validator=is_id)
    """The id of the office."""
    person: str = attrs.field(metadata=PERSON)
    """Who takes it."""
    seat: str = ""
    """Which seat, where the office has several; the holders of the others stay."""
    title: str = ""
    """How the office is called."""
    acting: bool = False
    """Whether he holds it only until somebody does for good."""
    observed: bool = False
    """Only seen in office on that day: since when is not told."""
    entry: str = attrs.field(default="", validator=one_of("", *ENTRIES))
    """How he came to the office, in the terms of Archigos."""

    @property
    def measure(self) -> str:
        """What it is of: the holders of two seats are not comparable."""
        return self.seat


@kind("offices-vacated", standing=True)
class OfficesVacated:
    """One occurrence leaves one or more offices without their holder."""

    introduces: ClassVar[bool] = False
    holdings: tuple[Holding, ...]
    """The offices that are left, each with who held it."""
    exit: str = attrs.field(validator=one_of(*EXITS))
    """How he or they left, in the terms of Archigos."""
    circumstance: str = ""
    """How it came about, in your own words."""


@attrs.frozen(kw_only=True)
class Votes:
    """The votes for one person."""

    person: str = attrs.field(metadata=PERSON)
    number: int


@kind("succession-step")
class SuccessionStep:
    """A step on the way to the next holder of an office; `due` is by when he is to be found."""

    is_opinion: ClassVar[bool] = True
    introduces: ClassVar[bool] = False
    office: str = attrs.field(validator=is_id)
    """The id of the office."""
    step: str = attrs.field(
        validator=one_of("election-called", "round-held", "elected", "endorsed", "appointed")
    )
    """Which step it is."""
    person: str = attrs.field(default="", metadata=PERSON)
    """Who is elected, endorsed or appointed by it, if anybody."""
    due: When | None = None
    """By when the next holder is to be found."""
    votes: tuple[Votes, ...] = ()
    """The votes that each candidate got."""


# -- state --------------------------------------------------------------------------------


Change = OfficeAssumed | OfficesVacated


@attrs.frozen
class Term:
    """One person's time in an office.

    `since` is None where nobody has told, `until` while it lasts.
    """

    person: str
    since: When | None
    acting: bool = False
    events: tuple[str, ...] = ()
    until: When | None = None
    entry: str = ""
    exit: str = ""
    observed: bool = False
    """Whether `since` is only the day on which the person was seen in office."""
    seat: str = ""

    def __str__(self) -> str:
        acting = " (acting)" if self.acting else ""
        seen = "seen " if self.observed else ""
        until = f" to {self.until}" if self.until else ""
        left = f" ({self.exit})" if self.exit else ""
        since = f"{seen}{self.since}" if self.since else "since a day not recorded"
        return f"{self.person}{acting}, {since}{until}{left}"

    def ended(self, claim: Claim[Change]) -> Term:
        """This term, ended by a claim: by then, if that only has somebody else in office."""
        when, exit = claim.when, ""
        match claim.value:
            case OfficeAssumed(observed=by_then):
                pass
            case OfficesVacated(holdings=holdings, exit=told):
                by_then = self.person not in {held.person for held in holdings}
                exit = "" if by_then else told
        if by_then:
            first = self.since.start.earliest if self.since else None
            last = when.start.latest
            when = When(f"[{first}..{last}]") if first and last and first < last else when
        return attrs.evolve(self, until=when, exit=exit, events=(*self.events, claim.event))


def _now(office: Office) -> Iterable[Claim[Change]]:
    ids = {id for term in office.current for id in term.events[:1]} or {
        id for term in office.ended[-1:] for id in term.events[-1:]
    }
    return [claim for claim in office.holders.counted if claim.event in ids]


class Office(Entry):
    """An office. A `holder` of None is a vacancy; Unknown, that nobody has told."""

    looks_beside = True
    title = label()
    holders: Leaf[Change] = standing((OfficeAssumed, OfficesVacated))
    """Who took it and who left, as it was told."""
    steps = occurrences(SuccessionStep)
    dues = plan(When)
    """By when the next holder is to be found, as it was told."""

    def problems(self) -> Iterator[Wrong]:
        """People who leave it before they take it."""
        left: dict[str, Claim[Change]] = {}
        came: set[str] = set()
        for claim in self.holders:
            match claim.value:
                case OfficeAssumed(person=person, observed=observed):
                    if person in left and person not in came and not observed:
                        found = f"{person} leaves on {left[person].when} and comes on {claim.when}"
                        yield left[person].event, "holdings", found, "an end after its beginning"
                    came.add(person)
                case OfficesVacated(holdings=holdings):
                    left |= {h.person: claim for h in holdings if h.person not in came}

    @property
    def _terms(self) -> tuple[Term, ...]:
        """All terms that are told of, in order."""
        terms: list[Term] = []
        for claim in self.holders.counted:
            match claim.value:
                case OfficeAssumed() as what:
                    terms = _taken(terms, claim, what)
                case OfficesVacated() as what:
                    terms = _left(terms, claim, what, self.id)
        return tuple(terms)

    @property
    def ended(self) -> tuple[Term, ...]:
        """The terms that are over, in the order in which they ended."""
        order = {claim.event: claim.place for claim in self.holders.counted}
        over = (term for term in self._terms if term.until is not None)
        return tuple(sorted(over, key=lambda term: order[term.events[-1]]))

    @property
    def current(self) -> tuple[Term, ...]:
        """The terms that last, one for each seat."""
        open_ = (term for term in self._terms if term.until is None)
        return tuple(sorted(open_, key=lambda term: term.seat))

    @derived("holders", pick=_now)
    def holder(self) -> str | UnknownType | None:
        """Who holds it, the first of several; None while it is vacant."""
        if not self.holders.counted:
            return Unknown
        return next((term.person for term in self.current), None)

    @derived("holders")
    def succession(self) -> tuple[Term, ...] | UnknownType:
        """All terms, the past ones too."""
        return self._terms or Unknown

    @derived("holders", pick=_now)
    def acting(self) -> bool | UnknownType:
        """Whether the holder is only acting."""
        return next((term.acting for term in self.current), Unknown)

    @derived("holders", pick=_now)
    def observed(self) -> bool | UnknownType:
        """Whether `since` is only the day on which the holder was seen in office."""
        return True if any(term.observed for term in self.current) else Unknown

    @derived("holders", pick=_now)
    def since(self) -> When | UnknownType:
        """Since when it is held as it is, or vacant."""
        if self.current:
            return self.current[0].since or Unknown
        return next((term.until for term in reversed(self.ended) if term.until), Unknown)

    @derived("holders")
    def seats(self) -> Mapping[str, str] | UnknownType:
        """Who holds each seat, where there are several."""
        held = {term.seat: term.person for term in self.current if term.seat}
        return held or Unknown

    @property
    def coming(self) -> tuple[Claim[SuccessionStep], ...]:
        """The steps towards the next holder, until somebody takes office for good."""
        taken = (c for c in reversed(self.holders.counted) if isinstance(c.value, OfficeAssumed))
        last = next((c.place for c in taken if not getattr(c.value, "acting", False)), -1)
        return tuple(claim for claim in self.steps.counted if claim.place > last)

    @derived("steps", "holders")
    def next_steps(self) -> tuple[SuccessionStep, ...] | UnknownType:
        """What was done so far to find the next holder."""
        return tuple(claim.value for claim in self.coming) or Unknown

    @derived("dues", "steps", "holders")
    def due(self) -> When | UnknownType:
        """By when the next holder is to be found; Unknown where nothing is due."""
        events = {claim.event for claim in self.coming}
        dated = [claim.value for claim in self.dues.counted if claim.event in events]
        return dated[-1] if dated else Unknown

    @question("holders")
    def vacant_days(self) -> Quantity | UnknownType:
        """For how many days it has been vacant at the horizon; Unknown while it is held."""
        return days_past(self.since, self.horizon) if self.holder is None else Unknown

    @question("dues", "steps", "holders", due="due")
    def overdue(self) -> Quantity | UnknownType:
        """By how many days the next holder is late at the horizon."""
        found = any(c.value.step in ("elected", "endorsed", "appointed") for c in self.coming)
        return Unknown if found else days_past(self.due, self.horizon)


def _taken(terms: list[Term], claim: Claim[Change], what: OfficeAssumed) -> list[Term]:
    """The terms, with one that begins; whoever held the seat leaves it."""
    held = next((t for t in terms if t.until is None and t.seat == what.seat), None)
    if held is not None and held.person == what.person and what.observed:
        return terms  # seen again
    closed = [t.ended(claim) if t is held else t for t in terms]
    begun = Term(
        what.person, claim.when, what.acting, (claim.event,), None, what.entry, "", what.observed
    )
    return [*closed, attrs.evolve(begun, seat=what.seat)]


def _left(
    terms: list[Term],
    claim: Claim[Change],
    what: OfficesVacated,
    office: str,
) -> list[Term]:
    """The terms, with those ended whose holders left; whom nobody told to have come, too."""
    persons = [held.person for held in what.holdings if office in ("", held.office)]
    told = {term.person for term in terms}
    unseen = [Term(person, None).ended(claim) for person in persons if person not in told]
    single = unseen and not any(term.seat for term in terms)  # whoever held it had left by then
    return [
        *(
            term.ended(claim) if term.until is None and (single or term.person in persons) else term
            for term in terms
        ),
        *unseen,
    ]


class Leadership(Facet[Office]):
    """Offices by id."""

    of = Office
    kinds = (OfficeAssumed, OfficesVacated, SuccessionStep)
    sides = "either"

    @classmethod
    def entries(cls, event: Event) -> Iterable[str]:
        """As of every facet."""
        match event.what:
            case OfficesVacated(holdings=holdings):
                return [holding.office for holding in holdings]
        return [event.what.office]

    @staticmethod
    def evolve(entry: Office, event: Event) -> Office:
        """As of every facet."""
        match event.what:
            case SuccessionStep() as step:
                return entry.claim(event, steps=step, dues=step.due)
            case OfficeAssumed() | OfficesVacated():
                return entry.tell(event, holders=event.what)
        return entry

    @property
    def vacant(self) -> tuple[str, ...]:
        """The offices that nobody holds."""
        return self.where(lambda office: office.holder is None)
