"""Third parties: who supports, opposes or competes, on what, and what they do to either side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import attrs

from ..dates.when import When
from ..records.events import Event
from ..records.fields import is_code, is_id, one_of
from ..records.kinds import kind
from ..records.values import Unknown, UnknownType
from .claims import STANDINGS, Claims
from .facet import Entry, Facet, Ids, Line

# -- events -------------------------------------------------------------------------------

POSITIONS = (
    "supports",
    "opposes",
    "neutral",
    "reserved",
    "participant",
    "potential partner",
    "planned participant",
    "competitor",
    "mediator",
    "target",
    "at war",
    "reconciled",
    "courted",
)


@kind("position-taken")
class PositionTaken:
    """Where a third party stands on a matter of the two sides, as one account has it."""

    third_party: str = attrs.field(validator=is_code)
    topic: str = attrs.field(validator=is_id)
    position: str = attrs.field(validator=one_of(*POSITIONS))
    towards: str = ""
    """The side that it concerns, if not both."""
    what: str = ""
    """What it does or says, in our words."""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


# -- state --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Position(Entry):
    """Where one third party stands on one topic."""

    position: Claims = Claims(holds="in turn")
    what: Claims = Claims(holds="together")
    towards: str = ""

    questions: ClassVar[Mapping[str, Ids]] = {"since": ("position",)}

    @property
    def since(self) -> When | UnknownType:
        """When it was first told of."""
        return self.position.first

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        towards = f" (towards {self.towards})" if self.towards else ""
        yield Line(f"position{towards}: {self.position}")
        if self.what:
            yield Line(f"it: {self.what}")

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        if self.position:
            yield Line(f"{self.position.latest}", self.position.tellers)


class ThirdParty(Facet[Position]):
    """The positions of one third party, by topic."""

    __slots__ = ()
    of = Position


class ThirdParties(Facet[ThirdParty]):
    """Third parties by code."""

    __slots__ = ()
    of = ThirdParty

    def brief(self) -> Iterator[Line]:
        """As of every facet: the parties by their position."""
        told: dict[str, dict[str, None]] = {}
        for party, topics in self.items():
            for held in topics.values():
                known = [c for c in held.position if c.standing != "expected"]
                if known:
                    told.setdefault(known[-1].value, {})[party] = None
        said = [
            f"{position} {', '.join(told[position])}" for position in POSITIONS if position in told
        ]
        if said:
            yield Line("; ".join(said))


initial = ThirdParties()


def evolve(state: ThirdParties, event: Event) -> ThirdParties:
    """The next state: what an event changes in this facet."""
    match event.what:
        case PositionTaken() as what:
            party = state.at(what.third_party)
            held = party.at(what.topic).claim(event, position=what.position, what=what.what)
            if what.towards:
                held = held.set(event, towards=what.towards)
            return state.put(what.third_party, party.put(what.topic, held))
    return state


# -- questions ----------------------------------------------------------------------------


def standing(
    state: ThirdParties | UnknownType, position: str
) -> tuple[tuple[str, str], ...] | UnknownType:
    """The (third party, topic) pairs on which a position is the one told last.

    Unknown where no third party is recorded.
    """
    if state is Unknown:
        return Unknown
    return tuple(
        (party, topic)
        for party, topics in state.items()
        for topic, held in topics.items()
        if held.position.latest == position
    )
