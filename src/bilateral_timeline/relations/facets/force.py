"""Force: threats, displays and uses of force, ceasefires, prisoners; losses as each side tells."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

import attrs

from ...coding.codes import Code
from ...dates.when import When
from ...records.events import Event
from ...records.fields import is_id, one_of
from ...records.kinds import kind
from ...records.values import Quantity, Unknown, UnknownType
from ..claim import Account
from ..claims import Claims
from ..entry import Staged, days_past
from ..facet import Facet
from ..leaves import derived, fact, label, occurrences, of_last, question, stages, words
from ..lifecycle import Lifecycle, Stage
from ..mentions import NAME, PARTY

# -- events -------------------------------------------------------------------------------

# After COW Militarized Interstate Disputes 5 (Palmer et al. 2021): the level of hostility, and
# what may be done at each.
HOSTILITY = {
    "none": 1,
    "threat": 2,
    "display": 3,
    "use": 4,
    "war": 5,
}
ACTS = {
    **dict.fromkeys(
        (
            *("threat-to-use-force", "threat-to-blockade", "threat-to-occupy"),
            *("threat-to-declare-war", "threat-to-use-cbrn", "threat-to-join-war"),
        ),
        "threat",
    ),
    **dict.fromkeys(
        (
            *("show-of-force", "alert", "nuclear-alert", "mobilisation", "fortify-border"),
            *("border-violation", "missile-test"),
        ),
        "display",
    ),
    **dict.fromkeys(
        (
            *("blockade", "occupation", "seizure", "attack", "clash", "strike", "shelling"),
            *("shoot-down", "raid", "declaration-of-war", "cbrn-use"),
        ),
        "use",
    ),
    **dict.fromkeys(("begin-war", "join-war"), "war"),
    "no-militarized-action": "none",
    "other": "none",
}
"""The acts, and the level of hostility of each."""
OUTCOMES = (
    *("victory", "yield", "stalemate", "compromise", "released", "unclear", "joins-war"),
    "missing",
)
SETTLEMENTS = ("negotiated", "imposed", "none", "unclear", "missing")

LIFE = Lifecycle(
    order={
        "begun": 0,
        "going-on": 1,
        "escalated": 1,
        "ceasefire-agreed": 2,
        "ceasefire": 3,
        "ceasefire-extended": 3,
        "ceasefire-broken": 3,
        "resumed": 3,
        "settled": 4,
        "ended": 5,
    },
    needs={
        "begun": ("ended", "settled", "ceasefire"),
        "ceasefire-broken": ("ceasefire-agreed", "ceasefire", "ceasefire-extended"),
    },
    again=("escalated", "ceasefire-extended", "ceasefire-broken"),
    turns=True,
    acts=(
        *("begun", "escalated", "ceasefire-agreed", "ceasefire-extended", "ceasefire-broken"),
        *("settled", "ended"),
    ),
)
_QUIET = ("ceasefire-agreed", "ceasefire", "ceasefire-extended", "settled", "ended")
_CODES = {
    "threat": Code("THREATEN", "violence"),
    "display": Code("MOBILIZE"),
    "use": Code("ASSAULT"),
    "war": Code("ASSAULT"),
}
LOSSES = (
    *("killed", "soldiers-killed", "civilians-killed", "fighters-killed", "wounded"),
    *("prisoners", "aircraft", "drones", "vehicles", "ships", "buildings", "sites-hit"),
    *("violations", "area"),
)


@kind("hostile-act")
class HostileAct:
    """One side threatens, shows or uses force against the other, or somebody on its soil."""

    dispute: str = attrs.field(validator=is_id)
    """The crisis, dispute or war that it is part of."""
    act: str = attrs.field(validator=one_of(*ACTS))
    """Which threat, show or use of force it is."""
    actor: str = attrs.field(default="", metadata=PARTY)
    """The side that does it."""
    target: str = attrs.field(default="", metadata=PARTY)
    """The side to which it is done."""
    place: str = ""
    """Where it is done."""
    by: str = attrs.field(default="", metadata=NAME)
    """Who did it, where that is not the armed forces of a side."""
    name: str = ""
    """How people call the act."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER; what somebody else did is no act of a side."""
        return None if self.by else _CODES.get(ACTS[self.act])


@kind("dispute-stage", standing=True)
class DisputeStage:
    """A crisis, dispute or war begins, pauses, is settled or ends, as a whole."""

    dispute: str = attrs.field(validator=is_id)
    """The id of the crisis, dispute or war."""
    stage: str = attrs.field(validator=one_of(*LIFE.order))
    """The stage that it reaches."""
    name: str = ""
    """How people call the dispute."""
    by: str = attrs.field(default="", metadata=NAME)
    """Who brings that about: who begins it, breaks a ceasefire or gives in."""
    hostility: str = attrs.field(default="", validator=one_of("", *HOSTILITY))
    """The highest level of force that it reaches."""
    outcome: str = attrs.field(default="", validator=one_of("", *OUTCOMES))
    """How it ends for the sides."""
    settlement: str = attrs.field(default="", validator=one_of("", *SETTLEMENTS))
    """How it is settled, if it is."""
    due: When | None = None
    """Until when a ceasefire is to hold."""
    reason: str = ""
    """Why, as it is told."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER."""
        match self.stage:
            case "ceasefire-agreed" | "ceasefire" | "ceasefire-extended" | "settled":
                return Code("RETREAT", "ceasefire")
            case "ceasefire-broken":
                return Code("ASSAULT")
        return None


@kind("force-described")
class ForceDescribed(Account):
    """What some sources say of a dispute or of an act in it: one event for each account of it."""

    introduces: ClassVar[bool] = False
    dispute: str = attrs.field(validator=is_id)
    """The id of the crisis, dispute or war."""
    hostility: str = attrs.field(default="", validator=one_of("", *HOSTILITY))
    """The highest level of force that it reaches."""
    responsible: str = ""
    """Who is held to have done it: a party, or somebody else."""
    place: str = ""
    """Where it is."""
    effect: str = ""
    """What was hit or brought about, in your own words."""
    duration: Quantity | None = None
    """How long it lasts."""


@kind("losses-claimed")
class LossesClaimed(Account):
    """A number of losses on a side, as one speaker counts them by then."""

    introduces: ClassVar[bool] = False
    dispute: str = attrs.field(validator=is_id)
    """The id of the crisis, dispute or war."""
    of: str = attrs.field(metadata=NAME)
    """Whose losses they are: a side, or somebody else."""
    loss: str = attrs.field(validator=one_of(*LOSSES))
    """What was lost."""
    number: Quantity
    """How many were lost by then."""


@kind("prisoners-held")
class PrisonersHeld(Account):
    """How many people of one side the other holds, or that somebody was taken or freed."""

    dispute: str = attrs.field(validator=is_id)
    """The id of the crisis, dispute or war."""
    holder: str = attrs.field(metadata=PARTY)
    """The side that holds them."""
    action: str = attrs.field(default="", validator=one_of("", "taken", "freed", "exchanged"))
    """What happened to them on that day; left out where they are only counted."""
    persons: tuple[str, ...] = ()
    """Who they are, where that is told."""
    category: str = ""
    """Such as soldiers, civilians or fishermen."""
    number: Quantity | None = None
    """How many they are."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER."""
        match self.action:
            case "freed" | "exchanged":
                return Code("RETREAT", "release")
            case "taken":
                return Code("COERCE")
        return None


# -- state --------------------------------------------------------------------------------


class Dispute(Staged):
    """A crisis, dispute or war: its acts and how hostile they were, its truces, its losses."""

    ends_when_due = True
    name = label()
    stages = stages(LIFE)
    acts = occurrences(HostileAct)
    levels = words()
    """The level of hostility, where it is told as such."""
    losses = occurrences(LossesClaimed)
    prisoners = occurrences(PrisonersHeld)
    responsible = words()
    place = words()
    effect = words()
    duration = fact(Quantity)
    outcome = words()
    settlement = words()

    def _most(self, actor: str = "") -> str | UnknownType:
        told = [
            ACTS[claim.value.act]
            for claim in self.acts.counted
            if not claim.value.by and (not actor or claim.value.actor == actor)
        ]
        if not actor:
            told += [claim.value for claim in self.levels.counted]
        return max(told, key=HOSTILITY.__getitem__, default=Unknown)

    @derived("acts", "levels")
    def hostility(self) -> str | UnknownType:
        """The highest level that was reached."""
        return self._most()

    @derived("acts")
    def hostility_of(self) -> Mapping[str, str] | UnknownType:
        """The highest level that each side reached."""
        actors = dict.fromkeys(c.value.actor for c in self.acts.counted if c.value.actor)
        told = {actor: self._most(actor) for actor in sorted(actors)}
        return {actor: most for actor, most in told.items() if most is not Unknown} or Unknown

    last_act = of_last(acts, lambda act: act.when, "When the last act was.")

    @derived("losses")
    def losses_of(self) -> Mapping[str, Mapping[str, Claims[Quantity]]] | UnknownType:
        """By side and sort, the numbers side by side, each with who counts so.

        Those of one attack or place alone stand under the sort and their scope, with a comma.
        """
        told: dict[str, dict[str, Claims[Quantity]]] = {}
        losses = (claim.value for claim in self.losses.claims)
        for of, loss, scope in dict.fromkeys((lost.of, lost.loss, lost.scope) for lost in losses):
            sort = ", ".join(filter(None, (loss, scope)))
            told.setdefault(of, {})[sort] = self.counts_of(of, loss, scope)
        return told or Unknown

    @derived("prisoners")
    def held(self) -> Mapping[str, Mapping[str, Claims[Quantity]]] | UnknownType:
        """By holder and category, the numbers of those held, each with who says so and when."""
        told: dict[str, dict[str, Claims[Quantity]]] = {}
        counts = (claim.value for claim in self.prisoners.claims)
        counts = (held for held in counts if held.number is not None and not held.action)
        for holder, category in dict.fromkeys((held.holder, held.category) for held in counts):
            numbers = self.prisoners.each(partial(_held, (holder, category)), "standing")
            told.setdefault(holder, {})[category or "prisoners"] = numbers
        return told or Unknown

    @derived("prisoners")
    def captives(self) -> tuple[str, ...] | UnknownType:
        """Who was taken and neither freed nor exchanged since, as far as names are told."""
        names: dict[str, bool] = {}
        for claim in self.prisoners.counted:
            if claim.value.action:
                taken = claim.value.action == "taken"
                names |= dict.fromkeys(claim.value.persons, taken)
        return tuple(name for name, taken in names.items() if taken) if names else Unknown

    def counts_of(self, of: str, loss: str, scope: str = "") -> Claims[Quantity]:
        """The numbers of one sort of losses of a side: of all of the dispute, or of a part."""
        return self.losses.each(partial(_lost, (of, loss, scope)), "fact")

    @question("stages", "acts")
    def quiet_days(self) -> Quantity | UnknownType:
        """For how many days no act is told of, at the horizon."""
        return days_past(self.last_act, self.horizon)

    @property
    def is_quiet(self) -> bool:
        """Whether a ceasefire, a settlement or an end stands."""
        return self.stage in _QUIET


class Force(Facet[Dispute]):
    """Crises, disputes and wars by id."""

    of = Dispute
    key = "dispute"
    kinds = (HostileAct, DisputeStage, ForceDescribed, LossesClaimed, PrisonersHeld)

    @staticmethod
    def evolve(entry: Dispute, event: Event) -> Dispute:
        """As of every facet."""
        match event.what:
            case HostileAct() as act:
                return entry.claim(event, name=act.name, acts=act)
            case DisputeStage() as what:
                stage = Stage(what.stage, what.by, what.due, what.reason)
                return entry.tell(event, stages=stage, levels=what.hostility)
            case ForceDescribed() as what:
                return entry.tell(event, levels=what.hostility)
            case LossesClaimed() as lost:
                return entry.claim(event, losses=lost)
            case PrisonersHeld() as held:
                return entry.claim(event, prisoners=held)
        return entry

    @property
    def open(self) -> tuple[str, ...]:
        """The disputes that are neither paused nor over."""
        return self.where(lambda held: bool(held.stages or held.acts) and not held.is_quiet)


def _lost(of: tuple[str, str, str], value: LossesClaimed) -> Quantity | None:
    """How many of a sort a side lost; None where it is of something else."""
    return value.number if (value.of, value.loss, value.scope) == of else None


def _held(of: tuple[str, str], value: PrisonersHeld) -> Quantity | None:
    """How many of a category a holder has; None for another, or where people came or went."""
    return value.number if (value.holder, value.category) == of and not value.action else None
