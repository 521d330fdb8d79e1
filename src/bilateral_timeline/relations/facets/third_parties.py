"""Third parties: who did or said what to whom, on what; who mediates, competes or stands aside."""

from __future__ import annotations

import attrs

from ...arguments import require_text
from ...coding.codes import Code
from ...dates.when import When
from ...records.events import Event
from ...records.fields import is_code, is_id, one_of
from ...records.kinds import kind
from ...records.values import Unknown, UnknownType
from ..claim import Account
from ..entry import Entry
from ..facet import Facet
from ..leaves import derived, occurrences, of_last
from ..mentions import PARTY

# -- events -------------------------------------------------------------------------------

# The sixteen types of PLOVER 0.8 (Halterman et al. 2023), and what is no act but a part played.
ACTS = (
    *("agree", "consult", "support", "concede", "cooperate", "aid", "retreat"),
    *("request", "accuse", "reject", "threaten", "sanction"),
    *("protest", "mobilize", "coerce", "assault"),
)
PARTS = (
    *("mediates", "takes-part", "may-take-part", "is-to-take-part", "competes"),
    *("stands-aside", "is-affected", "is-at-war", "is-reconciled"),
)


@kind("third-party-act")
class ThirdPartyAct(Account):
    """What a third party does to one or both sides, or they to it, as one account has it."""

    third_party: str = attrs.field(validator=is_code, metadata=PARTY)
    """The code of the third party."""
    topic: str = attrs.field(validator=is_id)
    """The id of the topic, one for each matter with that party."""
    act: str = attrs.field(validator=one_of(*ACTS, *PARTS))
    """What is done, or the part that is played."""
    actor: str = attrs.field(default="", metadata=PARTY)
    """Who does it: the third party, or a side."""
    target: str = attrs.field(default="", metadata=PARTY)
    """To whom: empty where it is to both sides, or to nobody."""
    what: str = ""
    """What is done or said, in our words."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER; a part that is played is no act."""
        return Code(self.act.upper()) if self.act in ACTS else None


# -- state --------------------------------------------------------------------------------


class Topic(Entry):
    """What goes on with one third party on one topic."""

    deeds = occurrences(ThirdPartyAct)

    act = of_last(deeds, lambda deed: deed.value.act, "The last act, or part played.")
    actor = of_last(deeds, lambda deed: deed.value.actor or Unknown, "Whose it is.")
    target = of_last(deeds, lambda deed: deed.value.target or Unknown, "To whom.")

    @derived("deeds")
    def since(self) -> When | UnknownType:
        """When it was first told of."""
        held = self.deeds.counted
        return held[0].when if held else Unknown


class ThirdParty(Facet[Topic]):
    """What goes on with one third party, by topic."""

    of = Topic


class ThirdParties(Facet[ThirdParty]):
    """Third parties by code."""

    of = ThirdParty
    key = ("third_party", "topic")
    kinds = (ThirdPartyAct,)
    sides = "either"

    @staticmethod
    def evolve(entry: Topic, event: Event) -> Topic:
        """As of every facet."""
        return entry.claim(event, deeds=event.what)

    def doing(self, act: str) -> tuple[tuple[str, str], ...]:
        """The (third party, topic) pairs of which an act, or a part played, was told last."""
        require_text("doing", act, "an act, or a part played")
        return tuple(
            (party, topic)
            for party, topics in self.items()
            for topic, held in topics.items()
            if held.act == act
        )
