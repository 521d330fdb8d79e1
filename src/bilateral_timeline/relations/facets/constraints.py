"""Constraints: sanctions, closures and other provisions on either side, since and until when."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import Any, ClassVar

import attrs

from ...coding.codes import Code
from ...dates.when import Certainty, When
from ...records.events import Event
from ...records.fields import is_id, one_of
from ...records.kinds import kind
from ...records.values import Quantity, Unknown, UnknownType
from ..claim import Account, Claim
from ..entry import Staged
from ..facet import Facet
from ..leaves import derived, label, question, stages, standing, words
from ..lifecycle import Lifecycle, Stage
from ..mentions import NAME

# -- events -------------------------------------------------------------------------------

# Whether it is in force after each action.
ACTIONS = {
    "imposed": True,
    "in-force": True,
    "tightened": True,
    "extended": True,
    "eased": True,
    "kept": True,
    "snapped-back": True,
    "suspended": False,
    "lifted": False,
    "expired": False,
}
_ENDED = tuple(word for word, stands in ACTIONS.items() if not stands)
LIFE = Lifecycle(
    order=dict.fromkeys(ACTIONS, 0),
    needs={"in-force": _ENDED},  # what is seen in force that stands already changes nothing
    again=("tightened", "extended", "eased", "kept"),
    turns=True,
    acts=("imposed", "tightened", "extended", "eased", "snapped-back", "lifted", "expired"),
)
FORMS = (
    *("sanctions", "arms-embargo", "airspace", "border", "ports", "visas", "trade", "transit"),
    *("customs-duty", "mail", "provision", "other"),
)
_CODES = {
    **dict.fromkeys(("imposed", "tightened", "snapped-back"), Code("SANCTION", "discontinue")),
    **dict.fromkeys(("eased", "lifted"), Code("CONCEDE")),
}


def _fixed_in_advance(body: RestrictionChanged) -> bool:
    return body.action == "expired"


@kind("restriction-changed", standing=True, foreseeable=_fixed_in_advance)
class RestrictionChanged:
    """A restriction is imposed, seen in force, changed or ended. `due` is when it is to end."""

    restriction: str = attrs.field(validator=is_id)
    """The id of the restriction."""
    action: str = attrs.field(validator=one_of(*ACTIONS))
    """What is done to the restriction."""
    form: str = attrs.field(default="", validator=one_of("", *FORMS))
    """What sort of restriction it is."""
    imposer: str = attrs.field(default="", metadata=NAME)
    """Who imposes it."""
    targets: tuple[str, ...] = attrs.field(default=(), metadata=NAME)
    """On whom it lies."""
    name: str = ""
    """How people call the restriction."""
    supported_by: tuple[str, ...] = attrs.field(default=(), metadata=NAME)
    """Who votes for it or backs it."""
    rate: Quantity | None = None
    """The duty in percent, where it is one."""
    due: When | None = None
    """When it is to end."""
    reason: str = ""
    """Why, as it is told."""
    observed: bool = False
    """Only seen to be so on that day."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER."""
        return _CODES.get(self.action)

    @property
    def actor(self) -> str:
        """Whose act it is."""
        return self.imposer


@kind("restriction-described")
class RestrictionDescribed(Account):
    """What some sources say of a restriction: one event for each account of it."""

    introduces: ClassVar[bool] = False
    restriction: str = attrs.field(validator=is_id)
    """The id of the restriction."""
    forbids: str = ""
    """What it forbids, or what has ended."""
    effect: str = ""
    """What it brings about, in your own words."""


# -- state --------------------------------------------------------------------------------


def _last_move(entry: Restriction) -> Iterable[Claim[Any]]:
    """What left it in force or not; where no stage counts, all that is told of it."""
    return entry.run[-1:] or [claim for _, claims in entry.claims() for claim in claims]


class Restriction(Staged):
    """A restriction: by whom, on whom, in force or not, and what is said of it."""

    ends_when_due = True
    name = label()
    form = label()
    imposer = label()
    targets = label()
    supported_by = label()
    stages = stages(LIFE)
    rate = standing(Quantity)
    forbids = words()
    effect = words()

    @property
    def run(self) -> tuple[Claim[Stage], ...]:
        """The last moves that left it as it is, in force or not."""
        moves = LIFE.moves(self.stages.counted)
        if not moves:
            return ()
        stands = ACTIONS[moves[-1].value.word]
        same = takewhile(lambda claim: ACTIONS[claim.value.word] == stands, reversed(moves))
        return tuple(reversed([*same]))

    @derived("stages", pick=lambda entry: entry.run[:1])
    def since(self) -> When | UnknownType:
        """Since when it is in force, or not."""
        return self.run[0].when if self.run else Unknown

    @property
    def scheduled(self) -> Claim[Stage] | None:
        """The last word on when it is to end, while it is in force."""
        if not self.run or not ACTIONS[self.run[-1].value.word]:
            return None
        told = list(self.stages.counted)
        after = told[told.index(self.run[0]) :]
        dated = [claim for claim in after if claim.value.due is not None]
        return dated[-1] if dated else None

    @question("stages")
    def in_force(self) -> Certainty:
        """Whether it is in force at the horizon; UNKNOWN once an end that was fixed has passed."""
        stage, lapsed = self.stage, self.lapsed
        if stage is Unknown or (lapsed is not Unknown and lapsed.low):
            return Certainty.UNKNOWN
        return Certainty.YES if ACTIONS[stage] else Certainty.NO


class Constraints(Facet[Restriction]):
    """Restrictions by id."""

    of = Restriction
    key = "restriction"
    kinds = (RestrictionChanged, RestrictionDescribed)
    sides = "either"

    @staticmethod
    def evolve(entry: Restriction, event: Event) -> Restriction:
        """As of every facet."""
        match event.what:
            case RestrictionChanged() as what:
                stage = Stage(what.action, "", what.due, what.reason, what.observed)
                return entry.tell(event, stages=stage)
        return entry.tell(event)

    @property
    def in_force(self) -> tuple[str, ...]:
        """The restrictions that are in force."""
        return self.where(lambda held: held.in_force is Certainty.YES)
