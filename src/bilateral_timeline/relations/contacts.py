"""Contacts: visits, meetings and calls, by the level at which the two sides met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from ..events import Event
from ..fields import one_of
from ..kinds import kind
from ..values import Unknown, UnknownType
from ..when import When
from .facet import Entry, Facet, Line

# -- events -------------------------------------------------------------------------------

LEVELS = ("head-of-state", "minister", "security-council", "official", "business")


@kind("meeting-held")
class MeetingHeld:
    """A visit, a meeting elsewhere or a call."""

    level: str = attrs.field(validator=one_of(*LEVELS))
    mode: str = attrs.field(validator=one_of("visit", "third-place", "multilateral", "call"))
    participants: tuple[str, ...]
    host: str = ""
    place: str = ""


# -- state --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Contact(Entry):
    """The contacts of one level: how many are recorded, and the last of them."""

    recorded: int = 0
    last: When | UnknownType = Unknown
    participants: tuple[str, ...] = ()
    mode: Literal["visit", "third-place", "multilateral", "call"] | UnknownType = Unknown
    place: str = ""

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        place = f" in {self.place}" if self.place else ""
        who = ", ".join(self.participants)
        told = f"last: {self.mode}{place} {self.last} ({who}); {self.recorded} recorded"
        yield Line(told, self.why("last")[0])


class Contacts(Facet[Contact]):
    """Contacts by level."""

    __slots__ = ()


initial = Contacts()


def evolve(state: Contacts, event: Event) -> Contacts:
    """The next state: what an event changes in this facet."""
    match event.what:
        case MeetingHeld() as what:
            contact = state.get(what.level, Contact())
            return state.put(
                what.level,
                contact.set(
                    event,
                    last=event.when,
                    participants=what.participants,
                    mode=what.mode,
                    place=what.place,
                ).add(event, recorded=contact.recorded + 1),
            )
    return state


# -- questions ----------------------------------------------------------------------------


def last_met(state: Contacts | UnknownType, level: str) -> When | UnknownType:
    """When the two sides last met at a level; Unknown where no meeting is recorded."""
    contact = Unknown if state is Unknown else state.get(level)
    return Unknown if contact is Unknown else contact.last
