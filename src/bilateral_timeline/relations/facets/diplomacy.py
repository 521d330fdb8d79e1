"""Diplomacy: the level of relations, missions and their heads, expulsions, recognition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import attrs

from ...coding.codes import Code
from ...dates.when import When
from ...records.events import Event
from ...records.fields import is_id, none_of, one_of
from ...records.kinds import kind
from ...records.values import Quantity, Unknown, UnknownType
from ..claim import Account, Claim
from ..entry import Staged
from ..facet import Facet
from ..leaves import derived, label, occurrences, of_last, stages, standing, words
from ..lifecycle import Lifecycle, Stage
from ..mentions import NAME, PARTY

# -- events -------------------------------------------------------------------------------

RELATIONS = "relations"
"""The id of the entry of the relations as a whole; the others are missions."""

# The level of representation, after the COW Diplomatic Exchange data (Bayer 2006), the codes
# 0, 1, 2, 3 and 9; below an ambassador, a mission is led by somebody of lower rank.
LEVELS = ("none", "charge-d-affaires", "minister", "ambassador", "other")

# What is done to relations, in the terms of the Vienna Convention on Diplomatic Relations (1961)
# and of recognition.
RELATIONS_LIFE = Lifecycle(
    order={
        "recognised": 0,
        "established": 1,
        "upgraded": 2,
        "downgraded": 2,
        "suspended": 2,
        "resumed": 2,
        "broken": 3,
        "recognition-withdrawn": 3,
    },
    only={
        "broken": ("resumed", "established", "recognition-withdrawn", "recognised"),
        "recognition-withdrawn": ("recognised", "established", "resumed"),
    },
    again=("upgraded", "downgraded"),
    turns=True,
)
MISSION_LIFE = Lifecycle(
    order={
        "opened": 0,
        "head-appointed": 1,
        "head-accredited": 2,
        "head-recalled": 3,
        "head-expelled": 3,
        "head-withdrawn": 3,
        "head-returned": 3,
        "reopened": 3,
        "closed": 4,
    },
    only={"closed": ("opened", "reopened")},
    again=("head-appointed", "head-accredited", "head-recalled", "head-expelled"),
    turns=True,
)
_LIFE = Lifecycle(
    order={**RELATIONS_LIFE.order, **MISSION_LIFE.order},
    only={**RELATIONS_LIFE.only, **MISSION_LIFE.only},
    again=(*RELATIONS_LIFE.again, *MISSION_LIFE.again),
    turns=True,
    acts=(
        *("recognised", "established", "upgraded", "downgraded", "broken"),
        *("recognition-withdrawn", *MISSION_LIFE.order),
    ),
)
NOBODY = "nobody"
"""What stands among the heads of a mission once the head is gone."""
_OVER = ("broken", "recognition-withdrawn", "closed")
_WITHOUT_HEAD = ("head-recalled", "head-expelled", "head-withdrawn", "closed")


@kind("relations-changed", standing=True)
class RelationsChanged:
    """Diplomatic relations are established, raised, lowered, broken or resumed."""

    action: str = attrs.field(validator=one_of(*RELATIONS_LIFE.order))
    """What is done to the relations."""
    by: str = attrs.field(default="", metadata=NAME)
    """Who does it, if not both."""
    level: str = attrs.field(default="", validator=one_of("", *LEVELS))
    """The level that they have from then on."""
    reason: str = ""
    """Why, as it is told."""
    observed: bool = False
    """Only seen to be so on that day: it may have been so for long."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER."""
        match self.action:
            case "downgraded" | "suspended" | "broken" | "recognition-withdrawn":
                return Code("SANCTION", "withdraw")
        return Code("SUPPORT")


@kind("mission-changed", standing=True)
class MissionChanged:
    """A mission of one side with the other: opened or closed, its head, its staff."""

    mission: str = attrs.field(validator=[is_id, none_of(RELATIONS)])
    """The id of the mission."""
    action: str = attrs.field(default="", validator=one_of("", *MISSION_LIFE.order))
    """What is done to the mission or to its head; left out where only its staff changes."""
    sender: str = attrs.field(default="", metadata=PARTY)
    """The side whose mission it is."""
    receiver: str = attrs.field(default="", metadata=PARTY)
    """The side in whose land it is."""
    by: str = attrs.field(default="", metadata=NAME)
    """Who does it: the sender, or the receiver."""
    name: str = ""
    """How people call the mission."""
    head: str = attrs.field(default="", metadata=NAME)
    """Who leads it from then on, or whose going it is."""
    level: str = attrs.field(default="", validator=one_of("", *LEVELS))
    """The level of its head from then on."""
    staff: Quantity | None = None
    """How many it may have, or has, from then on."""
    cut: Quantity | None = None
    """By how much its staff is cut, in people or in percent."""
    due: When | None = None
    """By when that is to be so."""
    reason: str = ""
    """Why, as it is told."""
    observed: bool = False
    """Only seen to be so on that day: it may have been so for long."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER."""
        match self.action:
            case "head-expelled":
                return Code("SANCTION", "expel")
            case "head-recalled" | "head-withdrawn" | "closed":
                return Code("SANCTION", "withdraw")
            case "":
                fewer = self.staff is not None or self.cut is not None
                return Code("SANCTION", "withdraw") if fewer else None
        return Code("SUPPORT")


@kind("diplomats-expelled")
class DiplomatsExpelled:
    """One side sends away people of the other's mission."""

    mission: str = attrs.field(validator=[is_id, none_of(RELATIONS)])
    """The id of the mission whose people they are."""
    by: str = attrs.field(metadata=NAME)
    """Who sends them away."""
    number: Quantity | None = None
    """How many they are."""
    persons: tuple[str, ...] = ()
    """Who they are, where that is told."""
    due: When | None = None
    """By when they have to leave."""
    reason: str = ""
    """Why, as it is told."""

    code = Code("SANCTION", "expel")


@kind("diplomacy-described")
class DiplomacyDescribed(Account):
    """What some sources say of relations or of a mission: one event for each account of it."""

    introduces: ClassVar[bool] = False
    about: str = attrs.field(default=RELATIONS, validator=is_id)
    """The id of the mission; left out, the relations as such."""
    level: str = attrs.field(default="", validator=one_of("", *LEVELS))
    """The level at which they stand."""
    staff: Quantity | None = None
    """How many people the mission has."""
    says: str = ""
    """What else is said of it, in your own words."""


# -- state --------------------------------------------------------------------------------


def _last_level(entry: Representation) -> Iterable[Claim[Any]]:
    now = entry.current
    return [now] if now and now.value.word in _OVER else entry.levels.counted[-1:]


class Representation(Staged):
    """The relations as a whole, or one mission: how they stand, their level, who leads it."""

    stages = stages(_LIFE)
    name = label()
    sender = label()
    receiver = label()
    levels = standing(str)
    heads = standing(str)
    """Who leads the mission; `nobody` once the head is gone."""
    staff = standing(Quantity)
    cuts = occurrences(MissionChanged)
    """How its staff was limited or cut, and by when."""
    expulsions = occurrences(DiplomatsExpelled)
    accounts = words()

    @derived("levels", "stages", pick=_last_level)
    def level(self) -> str | UnknownType:
        """The level that was told last; none while relations are broken, or the mission closed."""
        return LEVELS[0] if self.stage in _OVER else self.levels.latest

    head = of_last(
        heads,
        lambda told: told.value if told.value != NOBODY else None,
        "Who leads the mission; None where nobody does.",
    )

    @derived("expulsions")
    def expelled(self) -> Quantity | UnknownType:
        """How many were sent away so far, as far as numbers are told, of those counted alike."""
        told = [c.value.number for c in self.expulsions.counted if c.value.number is not None]
        numbers = [number for number in told if number.unit == told[0].unit]
        if not numbers:
            return Unknown
        return Quantity(
            sum(n.low or 0 for n in numbers),
            None,
            None if any(n.high is None for n in numbers) else sum(n.high or 0 for n in numbers),
            unit=numbers[0].unit,
        )


def _head_after(entry: Representation, what: MissionChanged) -> str:
    """Who leads the mission after a change: who returns is whoever led it before."""
    if what.action in _WITHOUT_HEAD:
        return NOBODY
    if what.action == "head-returned" and not what.head:
        before = (claim.value for claim in reversed(entry.heads.claims))
        return next((head for head in before if head != NOBODY), "")
    return what.head


class Diplomacy(Facet[Representation]):
    """The relations as a whole under `relations`, and the missions by id."""

    of = Representation
    kinds = (RelationsChanged, MissionChanged, DiplomatsExpelled, DiplomacyDescribed)

    @classmethod
    def entries(cls, event: Event) -> Iterable[str]:
        """As of every facet."""
        match event.what:
            case RelationsChanged():
                return [RELATIONS]
            case DiplomacyDescribed(about=id):
                return [id]
        return [event.what.mission]

    @staticmethod
    def evolve(entry: Representation, event: Event) -> Representation:
        """As of every facet."""
        match event.what:
            case RelationsChanged() as what:
                stage = Stage(what.action, what.by, None, what.reason, what.observed)
                return entry.claim(event, stages=stage, levels=what.level)
            case MissionChanged() as what:
                stage = Stage(what.action, what.by, what.due, what.reason, what.observed)
                return entry.tell(
                    event,
                    stages=stage if what.action else None,
                    heads=_head_after(entry, what),
                    levels=what.level,
                    cuts=what if what.staff or what.cut else None,
                )
            case DiplomatsExpelled() as sent:
                return entry.claim(event, expulsions=sent)
            case DiplomacyDescribed() as what:
                return entry.tell(event, levels=what.level, accounts=what.says)
        return entry

    @property
    def level(self) -> str | UnknownType:
        """The level of relations."""
        whole = self.get(RELATIONS)
        return Unknown if whole is Unknown else whole.level
