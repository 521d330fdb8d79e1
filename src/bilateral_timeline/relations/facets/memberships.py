"""Memberships: the status of each side in each organisation. An agreement is no membership."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from ...arguments import texts_of
from ...dates.when import Certainty, When
from ...records.events import Event
from ...records.fields import is_code, is_id, one_of
from ...records.kinds import kind
from ...records.values import Unknown, UnknownType
from ..denials import ClaimDenied
from ..entry import Staged
from ..facet import Facet
from ..leaves import derived, stages
from ..lifecycle import Lifecycle, Stage
from ..mentions import PARTY

# -- events -------------------------------------------------------------------------------

# After COW Intergovernmental Organizations 3 (none, full, associate, observer), with the steps
# on the way in and out.
STATUSES = (
    "none",
    "applicant",
    "candidate",
    "invited",
    "dialogue-partner",
    "observer",
    "associate",
    "full",
    "suspended",
    "withdrawal-announced",
    "withdrawn",
    "expelled",
)
LIFE = Lifecycle(
    order={word: at for at, word in enumerate(STATUSES)}, turns=True, acts=("withdrawn",)
)
MEMBERS = ("full", "withdrawal-announced")


@kind("membership-changed", standing=True)
class MembershipChanged:
    """A party's status in an organisation changes; `due` is when what is announced takes effect."""

    organisation: str = attrs.field(validator=is_id, metadata=PARTY)
    """The id of the organisation."""
    party: str = attrs.field(validator=is_code, metadata=PARTY)
    """The party whose status it is."""
    status: str = attrs.field(validator=one_of(*STATUSES))
    """The status that it has from then on."""
    due: When | None = None
    """When what is announced takes effect."""
    observed: bool = False
    """Only seen to be so on that day: it may have been so for long."""
    reason: str = ""
    """Why, as it is told."""


# -- state --------------------------------------------------------------------------------


class Membership(Staged):
    """One party's status in one organisation."""

    stages = stages(LIFE)

    @derived("stages", pick=lambda entry: filter(None, [entry.current]))
    def status(self) -> str | UnknownType:
        """The status that stands."""
        now = self.current
        return Unknown if now is None else now.value.word

    @property
    def stage(self) -> str | UnknownType:
        """The same as its status, which is the word of the field."""
        return self.status


class Organisation(Facet[Membership]):
    """The parties' statuses in one organisation, by party."""

    of = Membership


class Memberships(Facet[Organisation]):
    """Organisations by id."""

    of = Organisation
    key = ("organisation", "party")
    kinds = (MembershipChanged,)
    sides = "either"

    @classmethod
    def concerns(cls, event: Event, pair: tuple[str, ...]) -> bool:
        """Whether it is a status of one of the pair."""
        return getattr(event.what, "party", None) in pair or (
            isinstance(event.what, ClaimDenied) and super().concerns(event, pair)
        )

    @staticmethod
    def evolve(entry: Membership, event: Event) -> Membership:
        """As of every facet."""
        what = event.what
        stage = Stage(what.status, "", what.due, what.reason, what.observed)
        return entry.claim(event, stages=stage)

    def shared(self, parties: Iterable[str]) -> Mapping[str, Certainty]:
        """For each organisation, whether all of some parties are full members of it.

        UNKNOWN where the status of one is not recorded.
        """
        wanted, found = (
            texts_of("parties", parties, "a sequence of parties"),
            dict[str, Certainty](),
        )
        for id, organisation in self.items():
            told = [organisation.get(party) for party in wanted]
            statuses = {Unknown if held is Unknown else held.status for held in told}
            if statuses <= set(MEMBERS):
                found[id] = Certainty.YES
            else:
                recorded = statuses - {*MEMBERS, Unknown}
                found[id] = Certainty.NO if recorded else Certainty.UNKNOWN
        return found
