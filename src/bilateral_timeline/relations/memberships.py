"""Memberships: the status of each side in each organisation. An agreement is no membership."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

import attrs

from ..dates.when import Certainty, When
from ..errors import InputError, Problem
from ..records.events import Event
from ..records.fields import is_code, is_id, one_of
from ..records.kinds import kind
from ..records.values import Quantity, Unknown, UnknownType
from .claims import Claims, Stage
from .facet import Entry, Facet, Ids, Line, days_past

# -- events -------------------------------------------------------------------------------

STATUSES = (
    "none",
    "applicant",
    "invited",
    "dialogue-partner",
    "observer",
    "associate",
    "full",
    "suspended",
    "withdrawn",
)
_BACK = ("suspended", "withdrawn", "none")


@kind("membership-changed", standing=True)
class MembershipChanged:
    """A party's status in an organisation changes; `due` is when an invitation takes effect."""

    organisation: str = attrs.field(validator=is_id)
    party: str = attrs.field(validator=is_code)
    status: str = attrs.field(validator=one_of(*STATUSES))
    due: When | None = None
    observed: bool = False
    """Only seen to be so on that day: it may have been so for long."""
    standing: str = attrs.field(default="stated", validator=one_of("stated", "reported"))
    """What is only reported is shown, and changes nothing."""
    instead_of: str = ""
    """The agreement that stands, in other accounts, in the place of this membership."""


# -- state --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Membership(Entry):
    """One party's status in one organisation."""

    status: str | UnknownType = Unknown
    since: When | UnknownType = Unknown
    observed: bool = False
    """Whether `since` is only the day on which it was seen."""
    due: When | UnknownType = Unknown
    """When an announced change takes effect; Unknown where none is announced."""
    statuses: Claims = Claims(holds="from then on")
    """The status as it was told at different times, by whom."""

    questions: ClassVar[Mapping[str, Ids]] = {"overdue": ("status", "due")}
    settles: ClassVar[Mapping[str, str]] = {"statuses": "status"}

    @property
    def overdue(self) -> Quantity | UnknownType:
        """By how many days an announced change is late at the horizon."""
        return days_past(self.due, self.horizon)

    def follows(self, leaf: str) -> tuple[Ids, dict[str, Any]]:
        """As of every entry."""
        for now in self.statuses.standing[-1:]:
            told = {"status": now.value.word, "since": now.when}
            return (now.event,), {**told, "observed": False, "due": Unknown}
        return (), {"status": Unknown, "since": Unknown, "observed": False, "due": Unknown}

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        if self.status is not Unknown:
            due = "" if self.due is Unknown else f", to take effect {self.due}"
            since = "seen" if self.observed else "since"
            yield Line(f"{self.status}, {since} {self.since}{due}", self.why("status")[0])
        for claim in self.statuses:
            if claim.standing != "stated":
                yield Line(f"not counted: {claim}")
        for denial in self.statuses.denials:
            yield Line(str(denial))


class Organisation(Facet[Membership]):
    """The parties' statuses in one organisation, by party."""

    __slots__ = ()
    of = Membership


class Memberships(Facet[Organisation]):
    """Organisations by id."""

    __slots__ = ()
    of = Organisation


initial = Memberships()


def evolve(state: Memberships, event: Event) -> Memberships:
    """The next state: what an event changes in this facet."""
    match event.what:
        case MembershipChanged() as what:
            organisation = state.at(what.organisation)
            membership = _changed(organisation.at(what.party), event, what)
            return state.put(what.organisation, organisation.put(what.party, membership))
    return state


def _changed(membership: Membership, event: Event, what: MembershipChanged) -> Membership:
    rank = STATUSES.index(what.status)
    stage = Stage(what.status, rank=rank, back=what.status in _BACK)
    membership = membership.claim(event, statuses=stage)
    if not membership.statuses.counts(event):
        return membership
    if what.observed and membership.status == what.status:
        return membership.set(event, status=what.status)  # seen again
    return membership.set(
        event,
        status=what.status,
        since=event.when,
        observed=what.observed,
        due=what.due or Unknown,
    )


# -- questions ----------------------------------------------------------------------------


def shared(
    state: Memberships | UnknownType, parties: Iterable[str]
) -> dict[str, Certainty] | UnknownType:
    """For each organisation, whether all of some parties are full members of it.

    UNKNOWN where the status of one is not recorded; Unknown where no membership is.
    """
    if state is Unknown:
        return Unknown
    if isinstance(parties, str):
        raise InputError(Problem("parties", repr(parties), "a sequence of parties"))
    wanted = tuple(parties)
    found = {}
    for id, organisation in state.items():
        statuses = {organisation.get(party, Membership()).status for party in wanted}
        if statuses == {"full"}:
            found[id] = Certainty.YES
        else:
            recorded = statuses - {"full", Unknown}
            found[id] = Certainty.NO if recorded else Certainty.UNKNOWN
    return found
