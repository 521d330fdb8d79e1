"""Agreements: each by id, from a proposal to its end. A signature is not entry into force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
from pendulum import Date

from ...coding.codes import Code
from ...dates.when import Certainty, When
from ...records.events import Event
from ...records.fields import is_id, one_of
from ...records.kinds import kind
from ...records.values import Money, Quantity, Unknown, UnknownType
from ..claim import Account, Claim
from ..claims import Claims
from ..entry import Staged, days_past
from ..facet import Facet
from ..leaves import derived, fact, label, question, stages, total, words
from ..lifecycle import Lifecycle, Stage
from ..mentions import NAME

# -- events -------------------------------------------------------------------------------

# The stages after the Vienna Convention on the Law of Treaties (1969): adoption (art. 9),
# authentication and initialling (10), signature (12), exchange of instruments (13), ratification,
# acceptance and approval (14), accession (15), provisional application (25), entry into force
# (24), amendment (39), suspension (57), denunciation and withdrawal (56), termination (54).
LIFE = Lifecycle(
    order={
        "proposed": 0,
        "negotiation-opened": 1,
        "negotiation-suspended": 1,
        "negotiation-resumed": 1,
        "nearing-completion": 2,
        "agreed": 3,
        "text-agreed": 3,
        "initialled": 4,
        "adopted": 4,
        "signature-scheduled": 5,
        "signed": 6,
        "parliament-approved": 7,
        "ratified": 8,
        "accepted": 8,
        "approved": 8,
        "acceded": 8,
        "instruments-exchanged": 9,
        "entry-into-force-scheduled": 10,
        "provisionally-applied": 11,
        "in-force": 12,
        "amended": 13,
        "renewed": 13,
        "suspended": 13,
        "resumed": 13,
        "denunciation-announced": 14,
        "denounced": 15,
        "withdrawn": 15,
        "expired": 15,
        "terminated": 15,
        "superseded": 15,
    },
    back=(
        *("negotiation-suspended", "negotiation-resumed", "suspended", "resumed", "amended"),
        *("renewed", "denounced", "withdrawn", "expired", "terminated", "superseded"),
    ),
    ends=("denounced", "withdrawn", "expired", "terminated", "superseded"),
    again=("signature-scheduled", "entry-into-force-scheduled", "renewed", "amended"),
    acts=(
        *(
            "proposed",
            "negotiation-opened",
            "agreed",
            "text-agreed",
            "initialled",
            "adopted",
            "signed",
            "ratified",
        ),
        *("parliament-approved", "accepted", "approved", "acceded", "instruments-exchanged"),
        *("amended", "renewed", "denounced", "withdrawn", "expired", "terminated", "superseded"),
    ),
    needs={
        "negotiation-resumed": ("negotiation-suspended",),
        "resumed": ("suspended", "denounced", "terminated", "superseded", "expired"),
    },
    only={
        **dict.fromkeys(("terminated", "superseded", "denounced"), ("resumed", "renewed")),
        "expired": ("renewed", "resumed", "superseded", "terminated"),
    },
)
_ENDING = ("suspended", "resumed", "denunciation-announced", "denounced", "withdrawn")
OF_A_PARTY = (
    *("signed", "parliament-approved", "ratified", "accepted", "approved", "acceded"),
    *_ENDING,
)
"""The stages that one party alone reaches, if the event says by whom."""
_BOUND = ("ratified", "accepted", "approved", "acceded")
_IN_FORCE = ("in-force", "amended", "renewed", "resumed", "denunciation-announced")

INSTRUMENTS: Mapping[str, str] = {
    "agreement": "",
    "treaty": "agreement",
    "convention": "treaty",
    "protocol": "agreement",
    "exchange of notes": "agreement",
    "free trade agreement": "agreement",
    "memorandum of understanding": "agreement",
    "contract": "agreement",
    "ceasefire": "agreement",
    "declaration": "",
    "minutes": "",
    "roadmap": "",
    "membership": "",
}
"""The instruments, and the wider word of each: a memorandum is an agreement too."""
# Instruments that end at the signature: none of them enters into force later.
_SIGNED_AND_DONE = ("memorandum of understanding", "contract", "roadmap", "declaration", "minutes")

OBLIGATIONS = ("defence", "offence", "neutrality", "non-aggression", "consultation", "entente")
"""What an alliance obliges to, after ATOP 5.1 (Leeds et al. 2002); an entente, after COW 4.1."""

_CODES = {
    **dict.fromkeys(
        (
            *("proposed", "negotiation-opened", "negotiation-resumed", "agreed", "text-agreed"),
            *("initialled", "adopted", "signature-scheduled", "entry-into-force-scheduled"),
        ),
        Code("AGREE"),
    ),
    **dict.fromkeys(
        (
            *("signed", "ratified", "accepted", "approved", "acceded", "instruments-exchanged"),
            *("provisionally-applied", "renewed", "resumed", "amended"),
        ),
        Code("SUPPORT"),
    ),
    **dict.fromkeys(("suspended", "denounced", "withdrawn", "terminated"), Code("REJECT")),
}

if TYPE_CHECKING:
    Status = Literal[
        "under negotiation",
        "stalled",
        "signed",
        "signed, entry into force not recorded",
        "signed, not in force",
        "provisionally applied",
        "in force",
        "term over, renewal not recorded",
        "suspended",
        "ended",
    ]
else:  # completion at a prompt reads annotations, and stumbles over Literal
    Status = str


def _fixed_in_advance(body: AgreementStage) -> bool:
    return body.stage in ("in-force", "expired", "terminated", "provisionally-applied")


@kind("agreement-stage", standing=True, foreseeable=_fixed_in_advance)
class AgreementStage:
    """An agreement reaches a stage, as a whole or for the party that it is reached `by`."""

    is_opinion: ClassVar[bool] = True
    agreement: str = attrs.field(validator=is_id)
    """The id of the agreement."""
    stage: str = attrs.field(validator=one_of(*LIFE.words))
    """The stage that it reaches."""
    name: str = ""
    """How people call the agreement."""
    by: str = attrs.field(default="", metadata=NAME)
    """The party that reaches the stage; left out where all do together."""
    due: When | None = None
    """What the stage schedules: a signature, an entry into force."""
    reason: str = ""
    """Why, as it is told."""
    observed: bool = False
    """Only seen to be so on that day: it may have been so for long."""
    project: str = ""
    """The project that this agreement sets up, if it does."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER; a pause of talks is nothing."""
        return _CODES.get(self.stage)


@kind("agreement-described")
class AgreementDescribed(Account):
    """What some sources say of an agreement: one event for each account of it."""

    introduces: ClassVar[bool] = False
    is_opinion: ClassVar[bool] = True
    agreement: str = attrs.field(validator=is_id)
    """The id of the agreement."""
    name: str = ""
    """How the source calls the agreement."""
    instrument: str = attrs.field(default="", validator=one_of("", *INSTRUMENTS))
    """What sort of text it is."""
    obligations: tuple[str, ...] = attrs.field(
        default=(), validator=attrs.validators.deep_iterable(one_of(*OBLIGATIONS))
    )
    """What it obliges the parties to, where it is an alliance."""
    value: Money | None = None
    """The sum that it is worth."""
    term: Quantity | None = None
    """For how long it is made, in years or months."""
    renewal: Quantity | None = None
    """For how long it is renewed each time."""
    renews: str = attrs.field(
        default="", validator=one_of("", "automatically", "by-agreement", "no")
    )
    """Whether it is renewed at the end of its term, and how."""
    extends: str = ""
    """What it extends: the id of an agreement, or your own words."""
    covers: str = ""
    """What it is about, in your own words."""
    delay: str = ""
    """The reason given for a delay."""
    talks: Quantity | None = None
    """How long the negotiation has lasted."""
    outlook: str = ""
    """What is said of when it will come."""


# -- state --------------------------------------------------------------------------------


def _last_steps(agreement: Agreement) -> Iterable[Claim[Stage]]:
    return agreement.steps.values()


class Agreement(Staged):
    """An agreement: its stage and that of each party, and what is claimed of it."""

    name = label()
    stages = stages(LIFE)
    """Its stages, and those of its parties, as they were told."""
    between = label()
    instrument = fact(str, below=INSTRUMENTS)
    obligations = words()
    value = fact(Money)
    term = fact(Quantity)
    renewal = fact(Quantity)
    renews = fact(str, closed=True)
    extends = words()
    covers = words()
    delay = words()
    talks = total(Quantity)
    outlook = words()

    def of_the_whole(self, group: Claims[Stage]) -> Iterable[Claim[Stage]]:
        """The claims on the stage of the whole: a party's own step is none."""
        parties = set(self._parties())
        return (c for c in group.counted if not (c.value.by and _of_one(c.value, parties)))

    def _parties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(claim.value for claim in self.between.counted))

    @derived("between")
    def parties(self) -> tuple[str, ...] | UnknownType:
        """Between whom it is."""
        return self._parties() or Unknown

    @derived("stages", "between", pick=_last_steps)
    def by_party(self) -> Mapping[str, str] | UnknownType:
        """The stage of each party that took a step of its own."""
        return {party: step.value.word for party, step in self.steps.items()} or Unknown

    @property
    def steps(self) -> Mapping[str, Claim[Stage]]:
        """The last step of each party that took one of its own."""
        told: dict[str, list[Claim[Stage]]] = {}
        parties = self._parties()
        for claim in self.stages.counted:
            if claim.value.by in parties and claim.value.word in OF_A_PARTY:
                told.setdefault(claim.value.by, []).append(claim)
        return {party: _last(claims) for party, claims in sorted(told.items())}

    @derived("stages", "between")
    def ratified_by(self) -> tuple[str, ...] | UnknownType:
        """Who has ratified, accepted, approved or acceded, in order."""
        parties = self._parties()
        steps = (claim.value for claim in self.stages.counted if claim.value.word in _BOUND)
        return tuple(dict.fromkeys(step.by for step in steps if step.by in parties)) or Unknown

    @question("stages", "between", "instrument")
    def to_ratify(self) -> tuple[str, ...] | UnknownType:
        """The parties of which no ratification is recorded, while it is signed and not in force."""
        if self.status not in ("signed, not in force", "signed, entry into force not recorded"):
            return Unknown
        done = () if self.ratified_by is Unknown else self.ratified_by
        return tuple(party for party in self._parties() if party not in done)

    @derived("instrument")
    def ends_at_signature(self) -> Certainty | UnknownType:
        """Whether its instrument, the most precise word for it, never enters into force."""
        best = self.instrument.best
        if best is Unknown:
            return Unknown
        return Certainty.YES if best in _SIGNED_AND_DONE else Certainty.NO

    @derived("stages", "term", "renewal", "renews")
    def term_ends(self) -> When | UnknownType:
        """When its term ends, counted from its entry into force and its renewals.

        Unknown where no term is told or sources contradict each other on it, where it renews
        itself, or where its beginning is open.
        """
        begun = [c for c in self.stages.counted if c.value.word in ("in-force", "renewed")]
        if not begun or self.renews.best == "automatically":
            return Unknown
        if begun[-1].value.due is not None:
            return begun[-1].value.due
        renewals = [claim for claim in begun if claim.value.word == "renewed"]
        lengths = [self.renewal] * len(renewals)
        if renewals != begun:  # from the first entry into force on, one term after the other
            lengths.insert(0, self.term)
        terms = [told.best for told in lengths if told.group != "contested"]
        if len(terms) < len(lengths) or Unknown in terms:
            return Unknown
        start = (begun[0] if renewals != begun else begun[-1]).when.start
        terms = terms[:1] if renewals == begun else terms
        first, last = (_later(day, terms) for day in (start.earliest, start.latest))
        if first is None or last is None:
            return Unknown
        return When(f"[{first}..{last}]" if first < last else f"{first}")

    @question("stages", "between", "term", "renewal", "renews", "instrument")
    def status(self) -> Status | UnknownType:
        """Where it stands at the horizon, in a word; a term that has run out is said to have."""
        stage = self.stage
        if stage is Unknown:
            return Unknown
        if stage == "negotiation-suspended":
            return "stalled"
        if stage == "suspended":
            return "suspended"
        if stage in LIFE.ends:
            ends = self.due  # a denunciation may take effect later
            later = ends is not Unknown and ends.latest is not None and ends.latest > self.horizon
            return "in force" if later else "ended"
        if stage in _IN_FORCE:
            ends = self.term_ends
            over = ends is not Unknown and ends.latest is not None and ends.latest < self.horizon
            return "term over, renewal not recorded" if over else "in force"
        if stage == "provisionally-applied":
            return "provisionally applied"
        if LIFE.order[stage] < LIFE.order["signed"]:
            return "under negotiation"
        if self.ends_at_signature is Certainty.YES:
            return "signed"
        further = stage != "signed" or self.by_party is not Unknown
        return "signed, not in force" if further else "signed, entry into force not recorded"

    @question("stages", due="due")
    def overdue(self) -> Quantity | UnknownType:
        """By how many days the scheduled stage is late at the horizon; an end is never late."""
        return Unknown if self.stage in LIFE.ends else days_past(self.due, self.horizon)

    @question("stages", "between", "term", "renewal", "renews", "instrument")
    def in_force(self) -> Certainty:
        """Whether it is in force: a signature tells nothing of it, but for a memorandum no."""
        match self.status:
            case "in force" | "provisionally applied":
                return Certainty.YES
            case "signed, entry into force not recorded" | "term over, renewal not recorded":
                return Certainty.UNKNOWN
        return Certainty.UNKNOWN if self.stage is Unknown else Certainty.NO

    @derived("stages")
    def stalled_since(self) -> When | UnknownType:
        """Since when the negotiation is suspended; Unknown if it is not."""
        return self.since if self.stage == "negotiation-suspended" else Unknown


def _last(claims: list[Claim[Stage]]) -> Claim[Stage]:
    """The step that stands; of those that bind alike, such as an approval, the last."""
    now: Claim[Stage] = LIFE.now(claims)
    bound = [c for c in claims if now.value.word in _BOUND and c.value.word in _BOUND]
    return bound[-1] if bound else now


def _of_one(stage: Stage, parties: set[str]) -> bool:
    """Whether a step is that of one party: not if it ends or pauses what is between two alone."""
    return stage.word in OF_A_PARTY and not (stage.word in _ENDING and len(parties) < 3)


def _later(day: Date | None, terms: Iterable[Quantity | UnknownType]) -> Date | None:
    """A day some terms later; None where a term is not told exactly, or is beyond the calendar."""
    for term in terms:
        if day is None or term is Unknown or term.best is None or term.best % 1:
            return None
        unit = term.unit if term.unit.endswith("s") else f"{term.unit}s"
        if unit not in ("years", "months", "days"):
            return None
        try:
            day = day.add(**{unit: int(term.best)})
        except (ValueError, OverflowError):
            return None
    return day


class Agreements(Facet[Agreement]):
    """Agreements by id."""

    of = Agreement
    key = "agreement"
    kinds = (AgreementStage, AgreementDescribed)

    @staticmethod
    def evolve(entry: Agreement, event: Event) -> Agreement:
        """As of every facet."""
        match event.what:
            case AgreementStage() as what:
                stage = Stage(what.stage, what.by, what.due, what.reason, what.observed)
                return entry.tell(event, stages=stage, between=event.parties)
        return entry.tell(event)

    @property
    def in_force(self) -> tuple[str, ...]:
        """The agreements that are in force."""
        return self.where(lambda agreement: agreement.in_force is Certainty.YES)
