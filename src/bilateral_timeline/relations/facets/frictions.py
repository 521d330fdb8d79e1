"""Frictions: open issues between the two sides, since when, eased or not; and refusals."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import dropwhile
from typing import ClassVar

import attrs

from ...coding.codes import Code
from ...records.events import Event
from ...records.fields import is_id, one_of
from ...records.kinds import kind
from ...records.values import Quantity, Unknown, UnknownType
from ..claim import Account, Claim
from ..claims import Claims
from ..entry import Staged, days_past
from ..facet import Facet
from ..leaves import label, question, stages, words
from ..lifecycle import Lifecycle, Stage
from ..mentions import NAME
from .commitments import CommitmentRevised

# -- events -------------------------------------------------------------------------------

LIFE = Lifecycle(order={"open": 0, "eased": 1, "settled": 2}, turns=True, acts=("eased", "settled"))
_OF_A_PROMISE = ("refused", "withheld", "permitted", "fulfilled")


@kind("friction-raised", standing=True)
class FrictionRaised(Account):
    """An issue stands between the two sides, as one account has it."""

    friction: str = attrs.field(validator=is_id)
    """The id of the issue."""
    issue: str
    """What stands between the two, in your own words."""
    domain: str = ""
    """The domain to which it belongs, such as trade."""
    position: str = ""
    """A word for what it comes to, where sources differ on that."""
    by: str = attrs.field(default="", metadata=NAME)
    """Whose act or complaint it is."""
    third_party: str = attrs.field(default="", metadata=NAME)
    """The third party that it is about, if any."""
    act: bool = False
    """Whether one side did something to the other on that day, such as summon its envoy."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER: an issue that is only told of is no act."""
        return Code("ACCUSE", "disapprove") if self.act else None


@kind("friction-eased", standing=True)
class FrictionEased:
    """An issue is eased, or settled: it stands no longer, or less."""

    introduces: ClassVar[bool] = False
    friction: str = attrs.field(validator=is_id)
    """The id of the issue."""
    how: str
    """How it is eased or settled, in your own words."""
    stage: str = attrs.field(default="eased", validator=one_of("eased", "settled"))
    """Whether it is eased, or settled for good."""


@kind("refusal-made")
class RefusalMade(Account):
    """One side refuses something to the other."""

    friction: str = attrs.field(validator=is_id)
    """The id of the issue."""
    by: str = attrs.field(metadata=NAME)
    """Who refuses."""
    what: str
    """What is refused, in your own words."""
    reason: str = ""
    """Why, as it is told."""

    code = Code("REJECT")


# -- state --------------------------------------------------------------------------------


class Friction(Staged):
    """An open issue: what it is as each source tells it, since when, and whether it is eased."""

    stages = stages(LIFE)
    domain = label()
    issue = words()
    position = words()
    refused = words()
    by = label()
    third_party = label()
    eased = words()
    """How it was eased."""

    def of_the_whole(self, group: Claims[Stage]) -> Iterable[Claim[Stage]]:
        """The claims from the first that has it open: what was never open is not eased."""
        return dropwhile(lambda claim: claim.value.word != "open", group.counted)

    @property
    def behind_current(self) -> tuple[Claim[Stage], ...]:
        """The last claim on it; of what is eased the first too, without which it was never open."""
        now = self.current
        if now is None or now.value.word == "open":
            return super().behind_current
        return (next(iter(self.of_the_whole(self.stages))), now)

    @question("stages")
    def age(self) -> Quantity | UnknownType:
        """For how many days it has been open at the horizon; Unknown once it is eased."""
        return days_past(self.since, self.horizon) if self.stage == "open" else Unknown


class Frictions(Facet[Friction]):
    """Frictions by id; a promise that is refused or withheld stands under its own id."""

    of = Friction
    kinds = (FrictionRaised, FrictionEased, RefusalMade, CommitmentRevised)

    @classmethod
    def entries(cls, event: Event) -> Iterable[str]:
        """As of every facet."""
        match event.what:
            case CommitmentRevised(commitments=ids, action=action):
                return ids if action in _OF_A_PROMISE else ()
        return [event.what.friction]

    @staticmethod
    def evolve(entry: Friction, event: Event) -> Friction:
        """As of every facet."""
        opened = Stage("open")
        match event.what:
            case FrictionRaised():
                return entry.tell(event, stages=opened)
            case RefusalMade() as what:
                reason = f", because {what.reason}" if what.reason else ""
                return entry.tell(event, stages=opened, refused=f"{what.what}{reason}")
            case FrictionEased() as what:
                return entry.claim(event, stages=Stage(what.stage), eased=what.how)
            case CommitmentRevised(action="refused" | "withheld" as action) as what:
                refused = "the delivery" if action == "refused" else "the delivery so far"
                return entry.claim(event, stages=opened, refused=refused, by=what.by)
            case CommitmentRevised(action=action) if entry.is_told:
                return entry.claim(event, stages=Stage("eased"), eased=f"delivery {action}")
        return entry

    @property
    def open(self) -> tuple[str, ...]:
        """The issues that stand."""
        return self.where(lambda held: held.stage == "open")
