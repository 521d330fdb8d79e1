"""Cooperation: the domains in which it goes on, and who gives to whom."""

from __future__ import annotations

import attrs

from ...coding.codes import Code
from ...dates.when import When
from ...records.events import Event
from ...records.fields import is_id
from ...records.kinds import kind
from ...records.values import Unknown, UnknownType
from ..claim import Account
from ..entry import Entry
from ..facet import Facet
from ..leaves import derived, words
from ..mentions import NAME

# -- events -------------------------------------------------------------------------------


@kind("cooperation-reported")
class CooperationReported(Account):
    """What the two sides do together, or one for the other, in a domain, as one account has it."""

    domain: str = attrs.field(validator=is_id)
    """The id of the domain."""
    item: str
    """What they do in it, in your own words."""
    provider: str = attrs.field(default="", metadata=NAME)
    """Who does it for the other."""
    recipient: str = attrs.field(default="", metadata=NAME)
    """Left empty, with the provider, where it is mutual."""
    act: bool = False
    """Whether it was done on that day, rather than going on, or being told of."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER: what goes on, or is told of, is no act."""
        return Code("COOPERATE") if self.act else None


# -- state --------------------------------------------------------------------------------


class Domain(Entry):
    """What goes on in one domain, as each source tells it."""

    items = words()
    direction = words()

    @derived("items")
    def since(self) -> When | UnknownType:
        """When it was first told of."""
        held = self.items.counted
        return held[0].when if held else Unknown


class Cooperation(Facet[Domain]):
    """Domains by id."""

    of = Domain
    key = "domain"
    kinds = (CooperationReported,)

    @staticmethod
    def evolve(entry: Domain, event: Event) -> Domain:
        """As of every facet."""
        what = event.what
        direction = " to ".join(filter(None, (what.provider, what.recipient))) or "both"
        return entry.claim(event, items=what.item, direction=direction)
