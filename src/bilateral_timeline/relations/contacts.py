"""Contacts: visits, meetings, calls and words said to each other, by level; the last, the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import attrs

from ..dates.when import Certainty, When
from ..projections.states import require_key
from ..records.events import Event
from ..records.fields import is_id, none_of, one_of
from ..records.kinds import kind
from ..records.values import Quantity, Unknown, UnknownType
from .claims import Claims
from .facet import Entry, Facet, Ids, Line, days_past

# -- events -------------------------------------------------------------------------------

LEVELS = ("head-of-state", "minister", "security-council", "official", "business", "society")
MODES = ("visit", "third-place", "multilateral", "call")


@kind("meeting-held")
class MeetingHeld:
    """A visit, a meeting elsewhere or a call."""

    level: str = attrs.field(validator=one_of(*LEVELS))
    mode: str = attrs.field(validator=one_of(*MODES))
    participants: tuple[str, ...]
    host: str = ""
    place: str = ""
    about: str = ""


@kind("meeting-planned")
class MeetingPlanned:
    """A meeting is announced for a day: it has not been held because the day has passed."""

    level: str = attrs.field(validator=one_of(*LEVELS))
    mode: str = attrs.field(validator=one_of(*MODES))
    participants: tuple[str, ...]
    due: When
    host: str = ""
    place: str = ""
    about: str = ""


@kind("meeting-described")
class MeetingDescribed:
    """What some sources say of a meeting: one event for each account of it."""

    meeting: str = attrs.field(validator=[is_id, none_of(*LEVELS)])
    """The id of the event of the meeting."""
    date: When | None = None
    superlative: str = ""
    outcome: str = ""


@kind("statement-made")
class StatementMade:
    """A word or a sign from one side to the other, or of one side about the other."""

    level: str = attrs.field(validator=one_of(*LEVELS))
    mode: str = attrs.field(
        validator=one_of("condolence", "praise", "gesture", "proposal", "claim", "clarification")
    )
    speaker: str
    about: str
    to: str = ""


@kind("contact-practice")
class ContactPractice:
    """What is said to be usual between the two sides at a level."""

    level: str = attrs.field(validator=one_of(*LEVELS))
    practice: str


# -- state --------------------------------------------------------------------------------


@attrs.frozen
class Planned:
    """A meeting that is announced and not recorded as held."""

    due: When
    mode: str
    place: str
    participants: tuple[str, ...]
    event: str

    def __str__(self) -> str:
        return f"{_held(self.mode, self.place)} {self.due} ({', '.join(self.participants)})"


@attrs.frozen
class Statement:
    """Something said or shown."""

    mode: str
    speaker: str
    about: str
    when: When
    event: str

    def __str__(self) -> str:
        return f"{self.mode} by {self.speaker} {self.when}: {self.about}"


@attrs.frozen(kw_only=True)
class Contact(Entry):
    """The contacts of one level: how many are recorded, the last of them and the next."""

    recorded: int = 0
    last: When | UnknownType = Unknown
    participants: tuple[str, ...] = ()
    mode: str | UnknownType = Unknown
    place: str = ""
    planned: tuple[Planned, ...] = ()
    """Those announced and not recorded as held."""
    statements: tuple[Statement, ...] = ()
    practice: Claims = Claims(holds="together")

    questions: ClassVar[Mapping[str, Ids]] = {
        "next": ("planned",),
        "overdue": ("planned",),
        "since_last": ("last",),
    }

    @property
    def next(self) -> When | UnknownType:
        """For when the next meeting is announced; Unknown where none is."""
        dues = sorted((p.due for p in self.planned), key=lambda due: due.sort_key("certain"))
        return dues[0] if dues else Unknown

    @property
    def overdue(self) -> Quantity | UnknownType:
        """By how many days an announced meeting is late at the horizon."""
        return days_past(self.next, self.horizon)

    @property
    def since_last(self) -> Quantity | UnknownType:
        """How many days ago the last recorded meeting was, at the horizon."""
        return days_past(self.last, self.horizon)

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        if self.last is not Unknown:
            met = _held(str(self.mode), self.place)
            told = f"last: {met} {self.last} ({', '.join(self.participants)})"
            yield Line(f"{told}; {self.recorded} recorded", self.why("last")[0])
        for planned in self.planned:
            yield Line(f"planned: {planned}", (planned.event,))
        if self.practice:
            yield Line(f"practice: {self.practice}")
        for statement in self.statements:
            yield Line(str(statement), (statement.event,))

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        told, events = [], list[str]()
        if self.last is not Unknown:
            met = _held(str(self.mode), self.place)
            told.append(f"last {met} {self.last} ({', '.join(self.participants)})")
            events += self.why("last")[0]
        told += [f"planned {planned}" for planned in self.planned]
        if self.recorded:
            told.append(f"{self.recorded} recorded")
        if self.statements:
            told.append(f"last word: {self.statements[-1].mode} {self.statements[-1].when}")
            events.append(self.statements[-1].event)
        if not told and self.practice:
            told.append(str(self.practice.latest))
            events += self.practice.tellers
        if told:
            yield Line("; ".join(told), tuple(events))


@attrs.frozen(kw_only=True)
class Meeting(Entry):
    """One meeting, as different sources tell of it."""

    date: Claims = Claims()
    superlative: Claims = Claims(holds="together")
    outcome: Claims = Claims(holds="together")

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        for name, claims in self.claims():
            yield Line(f"{name}: {claims}")

    def brief(self) -> Iterator[Line]:
        """As of every entry: on one page, its level tells of it."""
        return iter(())


class Contacts(Facet[Any]):
    """Contacts by level, and beside them the meetings of which accounts differ, by id."""

    __slots__ = ()
    of = Meeting

    def at(self, id: str) -> Any:
        """As of every facet."""
        require_key(id)
        return self.get(id, Contact() if id in LEVELS else Meeting())


initial = Contacts()


def evolve(state: Contacts, event: Event) -> Contacts:
    """The next state: what an event changes in this facet."""
    match event.what:
        case MeetingHeld() as what:
            return state.put(what.level, _met(state.at(what.level), event, what))
        case MeetingPlanned() as what:
            planned = Planned(what.due, what.mode, what.place, what.participants, event.id)
            contact = state.at(what.level)
            return state.put(what.level, contact.add(event, planned=(*contact.planned, planned)))
        case MeetingDescribed() as what:
            told = {"date": what.date, "superlative": what.superlative, "outcome": what.outcome}
            return state.put(what.meeting, state.at(what.meeting).claim(event, **told))
        case StatementMade() as what:
            said = Statement(what.mode, what.speaker, what.about, event.when, event.id)
            contact = state.at(what.level)
            statements = (*contact.statements, said)
            return state.put(what.level, contact.add(event, statements=statements))
        case ContactPractice() as what:
            contact = state.at(what.level).claim(event, practice=what.practice)
            return state.put(what.level, contact)
    return state


def _met(contact: Contact, event: Event, what: MeetingHeld) -> Contact:
    still = tuple(p for p in contact.planned if not _may_be(p, event))
    if still != contact.planned:
        contact = contact.add(event, planned=still)
    return contact.set(
        event,
        last=event.when,
        participants=what.participants,
        mode=what.mode,
        place=what.place,
    ).add(event, recorded=contact.recorded + 1)


def _may_be(planned: Planned, event: Event) -> bool:
    """Whether a meeting that was held is one that was announced: on its day, or not before it."""
    if planned.mode != event.what.mode:
        return False
    same = set(planned.participants) <= set(event.what.participants)
    return planned.due == event.when or (
        same and event.when.before(planned.due) is not Certainty.YES
    )


def _held(mode: str, place: str) -> str:
    mode = "meeting" if mode == "third-place" else mode
    return f"{mode} in {place}" if place else mode


# -- questions ----------------------------------------------------------------------------


def last_met(state: Contacts | UnknownType, level: str) -> When | UnknownType:
    """When the two sides last met at a level; Unknown where no meeting is recorded."""
    contact = Unknown if state is Unknown else state.get(level)
    return Unknown if contact is Unknown else contact.last
