"""Agreements: each by id, from a proposal to its end. A signature is not entry into force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import attrs

from ..dates.when import Certainty, When
from ..records.events import Event
from ..records.fields import is_id, one_of
from ..records.kinds import kind
from ..records.values import Money, Quantity, Unknown, UnknownType
from .claims import Claim, Claims, Stage
from .facet import Entry, Facet, Ids, Line, days_past, moves
from .memberships import MembershipChanged

# -- events -------------------------------------------------------------------------------

# Treaty-law stages by how far they are. An event moves a stage forward only, except for the
# stages named below, which are the only way back; what is scheduled or renewed can be so again.
STAGES = {
    "proposed": 0,
    "negotiation-opened": 1,
    "negotiation-suspended": 1,
    "negotiation-resumed": 1,
    "nearing-completion": 2,
    "text-agreed": 3,
    "signature-scheduled": 4,
    "signed": 5,
    "parliament-approved": 6,
    "ratified": 7,
    "instruments-exchanged": 8,
    "entry-into-force-scheduled": 9,
    "in-force": 10,
    "suspended": 11,
    "resumed": 11,
    "renewed": 12,
    "terminated": 13,
}
_AGAIN = ("signature-scheduled", "entry-into-force-scheduled", "renewed")
_RESUMES = {"negotiation-resumed": "negotiation-suspended", "resumed": "suspended"}
_BACK = ("negotiation-suspended", "negotiation-resumed", "suspended", "resumed", "terminated")
# Instruments that end at the signature: none of them enters into force later.
_SIGNED_AND_DONE = ("memorandum of understanding", "contract", "roadmap", "declaration")

if TYPE_CHECKING:
    Status = Literal[
        "under negotiation",
        "stalled",
        "signed",
        "signed, entry into force not recorded",
        "signed, not in force",
        "in force",
        "suspended",
        "ended",
    ]
else:  # completion at a prompt reads annotations, and stumbles over Literal
    Status = str


def _fixed_in_advance(body: AgreementStage) -> bool:
    return body.stage in ("in-force", "terminated")


@kind("agreement-stage", standing=True, foreseeable=_fixed_in_advance)
class AgreementStage:
    """An agreement reaches a stage. `due` is for what a stage schedules, `by` who ratifies."""

    agreement: str = attrs.field(validator=is_id)
    stage: str = attrs.field(validator=one_of(*STAGES))
    name: str = ""
    by: str = ""
    due: When | None = None
    project: str = ""
    """The project that this agreement sets up, if it does."""


@kind("agreement-described")
class AgreementDescribed:
    """What some sources say of an agreement: one event for each account of it."""

    agreement: str = attrs.field(validator=is_id)
    instrument: str = ""
    value: Money | None = None
    term: Quantity | None = None
    renewal: Quantity | None = None
    signed: When | None = None
    in_force: When | None = None
    """The day on which it is said to have entered into force."""
    extends: str = ""
    scope: str = ""
    delay: str = ""
    """The reason given for a delay."""
    talks: Quantity | None = None
    """How long the negotiation has lasted."""
    outlook: str = ""
    """What is said of when it will come."""


# -- state --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Agreement(Entry):
    """An agreement: its stage and history, and what is claimed of it."""

    name: str = ""
    parties: tuple[str, ...] = ()
    stage: str | UnknownType = Unknown
    since: When | UnknownType = Unknown
    due: When | UnknownType = Unknown
    """For when the next stage is scheduled; Unknown once it is reached, or if none is."""
    history: Claims = Claims(holds="from then on")
    """Its stages, as they were told."""
    ratified_by: tuple[str, ...] = ()
    """Who has ratified, in order."""
    instrument: Claims = Claims()
    value: Claims = Claims()
    term: Claims = Claims()
    renewal: Claims = Claims()
    signed: Claims = Claims()
    entered: Claims = Claims()
    """When it is said to have entered into force."""
    extends: Claims = Claims()
    scope: Claims = Claims(holds="together")
    delay: Claims = Claims()
    talks: Claims = Claims(holds="from then on")
    outlook: Claims = Claims(holds="in turn")

    questions: ClassVar[Mapping[str, Ids]] = {
        "ends_at_signature": ("instrument",),
        "status": ("stage", "instrument"),
        "in_force": ("stage", "instrument"),
        "stalled_since": ("stage", "since"),
        "overdue": ("stage", "due"),
    }
    settles: ClassVar[Mapping[str, str]] = {"history": "stage"}

    @property
    def ends_at_signature(self) -> Certainty:
        """Whether its instrument, as most sources call it, never enters into force.

        A memorandum of understanding does not; UNKNOWN where no instrument is recorded.
        """
        if not self.instrument:
            return Certainty.UNKNOWN
        done = self.instrument.most_sources in _SIGNED_AND_DONE
        return Certainty.YES if done else Certainty.NO

    @property
    def status(self) -> Status | UnknownType:
        """Where it stands, in a word."""
        if self.stage is Unknown:
            return Unknown
        if self.stage == "negotiation-suspended":
            return "stalled"
        if self.stage == "suspended":
            return "suspended"
        if self.stage == "terminated":
            return "ended"
        rank = STAGES[self.stage]
        if rank < STAGES["signed"]:
            return "under negotiation"
        if rank >= STAGES["in-force"]:
            return "in force"
        if self.ends_at_signature is Certainty.YES:
            return "signed"
        only_signed = self.stage == "signed"
        return "signed, entry into force not recorded" if only_signed else "signed, not in force"

    @property
    def in_force(self) -> Certainty:
        """Whether it is in force: a signature tells nothing of it, but for a memorandum no."""
        if self.status in (Unknown, "signed, entry into force not recorded"):
            return Certainty.UNKNOWN
        return Certainty.YES if self.status == "in force" else Certainty.NO

    @property
    def stalled_since(self) -> When | UnknownType:
        """Since when the negotiation is suspended; Unknown if it is not."""
        return self.since if self.status == "stalled" else Unknown

    @property
    def overdue(self) -> Quantity | UnknownType:
        """By how many days the scheduled stage is late at the horizon."""
        return days_past(self.due, self.horizon)

    def follows(self, leaf: str) -> tuple[Ids, dict[str, Any]]:
        """As of every entry."""
        now: Claim | None = None
        for claim in self.history.standing:
            again = now is not None and now.value == claim.value and claim.value.word in _AGAIN
            if again or _moves(now.value.word if now else Unknown, claim.value.word):
                now = claim
        if now is None:
            return (), {"stage": Unknown, "since": Unknown, "due": Unknown}
        return (now.event,), {"stage": now.value.word, "since": now.when, "due": Unknown}

    @property
    def headline(self) -> str:
        """As of every entry."""
        return self.name

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        yield from self._now()
        for name, claims in self.claims():
            if name != "history" and self._matters(name):
                yield Line(f"{_WORDS.get(name, name)}: {claims}")
        for claim in self.history:
            if claim.event not in self.why("stage")[0]:
                yield Line(f"{claim.value} {claim.when}", (claim.event,))
        for denial in self.history.denials:
            yield Line(str(denial))

    def _matters(self, name: str) -> bool:
        """Whether a leaf still says something: a delay while it lasts, an outlook until then."""
        if name == "outlook":
            return self.stage is Unknown or STAGES[self.stage] < STAGES["signed"]
        return name != "delay" or self.stage in _DELAYED

    def _now(self) -> Iterator[Line]:
        """Where it stands, and what is next."""
        if self.stage is not Unknown:
            told = str(self._stage).replace("-", " ")
            stage = "" if str(self.status).startswith(told) else f" ({told})"
            yield Line(f"{self.status}{stage}, since {self.since}", self.why("stage")[0])
        if self.due is not Unknown:
            yield Line(f"next stage due {self.due}", self.why("due")[0])

    @property
    def _stage(self) -> Stage:
        """The stage that set where it stands."""
        set_by = self.why("stage")[0]
        claim = next(claim for claim in self.history if claim.event in set_by)
        stage: Stage = claim.value
        return stage

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        if self.stage is Unknown:
            return
        first, *more = self._now()
        told = [first.text, *(line.text for line in more)]
        told += [
            f"{_WORDS.get(name, name)} {claims.group}"
            for name, claims in self.claims()
            if claims.group in ("contested", "denied") and self._matters(name)
        ]
        shown = [held for name, held in self.claims() if self._matters(name) and name != "history"]
        contested = [id for held in shown if held.group == "contested" for id in held.tellers]
        events = tuple(dict.fromkeys((*first.events, *contested)))
        yield attrs.evolve(first, text="; ".join(told), events=events)


_DELAYED = ("negotiation-suspended", "suspended")
_WORDS = {
    "delay": "reason for the delay",
    "signed": "date of signature",
    "entered": "date of entry into force",
    "talks": "length of the talks",
    "history": "stages",
}


class Agreements(Facet[Agreement]):
    """Agreements by id."""

    __slots__ = ()
    of = Agreement


initial = Agreements()


def evolve(state: Agreements, event: Event) -> Agreements:
    """The next state: what an event changes in this facet."""
    match event.what:
        case AgreementStage() as what:
            return state.put(what.agreement, _reached(state.at(what.agreement), event, what))
        case AgreementDescribed() as what:
            agreement = state.at(what.agreement).claim(
                event,
                instrument=what.instrument,
                value=what.value,
                term=what.term,
                renewal=what.renewal,
                signed=what.signed,
                entered=what.in_force,
                extends=what.extends,
                scope=what.scope,
                delay=what.delay,
                talks=what.talks,
                outlook=what.outlook,
            )
            return state.put(what.agreement, agreement)
        case MembershipChanged(instead_of=id) if id:
            return state.put(id, state.at(id).claim(event, instrument="membership"))
    return state


def _moves(stage: str | UnknownType, to: str) -> bool:
    """Whether a stage follows: what resumes needs to have been suspended."""
    resumes = _RESUMES.get(to, stage) == stage
    return moves(stage, to, STAGES, _BACK) and (resumes or stage is Unknown)


def _reached(agreement: Agreement, event: Event, what: AgreementStage) -> Agreement:
    stage = Stage(what.stage, what.by, STAGES[what.stage], what.stage in _BACK)
    agreement = agreement.claim(event, history=stage)
    if what.stage == "ratified" and what.by and what.by not in agreement.ratified_by:
        agreement = agreement.add(event, ratified_by=(*agreement.ratified_by, what.by))
    if what.name:
        agreement = agreement.set(event, name=what.name)
    if event.parties and not set(event.parties) <= set(agreement.parties):
        parties = dict.fromkeys((*agreement.parties, *event.parties))
        agreement = agreement.add(event, parties=tuple(parties))
    if not agreement.history.counts(event):
        return agreement
    same = what.stage == agreement.stage
    if _moves(agreement.stage, what.stage) or (same and what.stage in _AGAIN):
        return agreement.set(event, stage=what.stage, since=event.when, due=what.due or Unknown)
    if same:  # told again, perhaps with another day
        agreement = agreement.set(event, stage=what.stage)
        return agreement.set(event, due=what.due) if what.due else agreement
    return agreement


# -- questions ----------------------------------------------------------------------------


def in_force(state: Agreements | UnknownType) -> tuple[str, ...] | UnknownType:
    """The agreements that are in force; Unknown where no agreement is recorded."""
    if state is Unknown:
        return Unknown
    return tuple(id for id, agreement in state.items() if agreement.in_force is Certainty.YES)
