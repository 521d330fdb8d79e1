"""Commitments: who promised what to whom, by when, and what came of it.

A promise never turns into a delivery because its day has passed.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
from pendulum import Date

from ...coding.codes import Code
from ...dates.when import LAST_DAY, Certainty, When
from ...records.events import Event
from ...records.fields import is_id, one_of
from ...records.kinds import kind
from ...records.values import Quantity, Unknown, UnknownType
from ..claim import Account, Claim
from ..claims import Claims
from ..comparing import bare, goes_before
from ..entry import Staged, days_past, share
from ..facet import Facet
from ..leaves import (
    derived,
    fact,
    label,
    occurrences,
    of_last,
    plan,
    question,
    stages,
    total,
    words,
)
from ..lifecycle import Lifecycle, Stage
from ..mentions import NAME, PARTY

# -- events -------------------------------------------------------------------------------

# Nothing said later undoes what is over; only a permission lifts a ban or a refusal.
_BARRED = ("withheld", "refused")
_OVER = ("cancelled", "fulfilled")
LIFE = Lifecycle(
    order={
        "promised": 0,
        "finalised": 1,
        "reaffirmed": 1,
        "postponed": 1,
        "permitted": 1,
        "withheld": 2,
        "refused": 2,
        "cancelled": 3,
        "fulfilled": 3,
    },
    only={
        **dict.fromkeys(_BARRED, ("permitted", *_BARRED, *_OVER)),
        **dict.fromkeys(_OVER, ()),
    },
    needs={"promised": ()},
    ends=_OVER,
    again=("postponed", "finalised", "reaffirmed"),
    turns=True,
    acts=(*_BARRED, *_OVER, "finalised", "reaffirmed", "postponed", "permitted"),
)
_STEPS = tuple(word for word in LIFE.order if word != "promised")
ACTIONS = (*_STEPS[:1], "disputed", *_STEPS[1:])  # a word against a promise is no stage of it

# The columns of the SIPRI arms transfers register.
CATEGORIES = (
    *("aircraft", "air-defence", "armoured-vehicles", "artillery", "engines", "missiles"),
    *("naval-weapons", "satellites", "sensors", "ships", "other"),
)
CONDITIONS = ("new", "second-hand", "modernised")

_CODES = {
    **dict.fromkeys(("finalised", "reaffirmed"), Code("AGREE")),
    "permitted": Code("CONCEDE"),
    **dict.fromkeys(("withheld", "refused", "cancelled"), Code("REJECT")),
}


@kind("commitment-made")
class CommitmentMade(Account):
    """One account of a promise. The day it was said is its date; what it is for is `due`."""

    is_opinion: ClassVar[bool] = True
    commitment: str = attrs.field(validator=is_id)
    """The id of the promise."""
    promisor: str = attrs.field(default="", metadata=PARTY)
    """Who promises it."""
    promisee: str = attrs.field(default="", metadata=PARTY)
    """To whom it is promised."""
    item: str = ""
    """What is promised, in the singular or as the source counts it."""
    category: str = attrs.field(default="", validator=one_of("", *CATEGORIES))
    """What sort of arms it is, in the columns of the SIPRI register."""
    quantity: Quantity | None = None
    """How much or how many are promised."""
    estimated: bool = False
    """Whether the number is the source's own estimate."""
    condition: str = attrs.field(default="", validator=one_of("", *CONDITIONS))
    """Whether what is promised is new, second-hand or modernised."""
    licence: bool = False
    """Whether it is to be made by the promisee under licence."""
    tiv: Quantity | None = None
    """Its trend-indicator value as SIPRI has it: what it is worth in arms, and no price."""
    due: When | None = None
    """By when it is to come."""
    said: str = ""
    """What the source calls the item, where that differs."""
    filed: str = ""
    """Why it is filed under this commitment all the same."""
    in_exchange_for: str = ""
    """What it is in exchange for: the id of a promise, or your own words."""


@kind("commitment-revised")
class CommitmentRevised(Account):
    """Something is done to one or more promises: finalised, disputed, withheld, refused..."""

    introduces: ClassVar[bool] = False
    is_opinion: ClassVar[bool] = True
    commitments: tuple[str, ...] = attrs.field(validator=attrs.validators.deep_iterable(is_id))
    """The ids of the promises to which it is done."""
    action: str = attrs.field(validator=one_of(*ACTIONS))
    """What is done to them."""
    quantity: Quantity | None = None
    """What is promised from then on, where that changes."""
    due: When | None = None
    """By when what is promised is to come from then on."""
    reason: str = ""
    """Why, as it is told."""
    by: str = attrs.field(default="", metadata=NAME)
    """Who does it: who withholds, refuses or disputes it, or says that it is final."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER."""
        return _CODES.get(self.action)


@kind("delivery-reported")
class DeliveryReported(Account):
    """What has come: all so far, as it is told at that time, or what came in a period alone.

    A total that is asserted or reported counts; one that is alleged is shown beside it.
    """

    commitment: str = attrs.field(validator=is_id)
    """The id of the promise that it is of."""
    quantity: Quantity
    """How much or how many have come."""
    increment: bool = False
    """Whether this came in the period of the event alone, and adds to what came before."""
    supplier: str = attrs.field(default="", metadata=PARTY)
    """Who delivers it."""
    recipient: str = attrs.field(default="", metadata=PARTY)
    """To whom it comes."""
    item: str = ""
    """What has come, in the singular or as the source counts it."""
    category: str = attrs.field(default="", validator=one_of("", *CATEGORIES))
    """What sort of arms it is, in the columns of the SIPRI register."""
    estimated: bool = False
    """Whether the number is the source's own estimate."""
    condition: str = attrs.field(default="", validator=one_of("", *CONDITIONS))
    """Whether what has come is new, second-hand or modernised."""
    tiv: Quantity | None = None
    """Its trend-indicator value as SIPRI has it: what it is worth in arms, and no price."""
    handed_over: bool = False
    """Whether something came on that day, rather than being counted then."""
    basis: str = ""
    """How it was counted or inferred."""
    superlative: str = ""
    """What the source calls it the first, the largest or the like of."""
    in_exchange_for: str = ""
    """What it is in exchange for: the id of a promise, or your own words."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER: what is only counted is no act."""
        return Code("AID") if self.handed_over else None


# -- state --------------------------------------------------------------------------------

if TYPE_CHECKING:
    Status = Literal[
        "fulfilled",
        "cancelled",
        "refused",
        "withheld",
        "overdue",
        "possibly overdue",
        "partly fulfilled",
        "delivered, extent unknown",
        "open",
        "no promise recorded",
    ]
else:  # completion at a prompt reads annotations, and stumbles over Literal
    Status = str


def _made(commitment: Commitment) -> Iterable[Claim[Quantity]]:
    return commitment.totals


class Commitment(Staged):
    """A commitment: the promise as each source tells it, and its fate."""

    stages = stages(LIFE)
    """That it was promised, and what was done to the promise, as it was told."""
    promisor = label()
    promisee = label()
    item = label()
    designation = words()
    """What the sources call the item, where that differs."""
    filed = label()
    category = label()
    condition = words()
    licence = fact(bool)
    """That it is to be made by the promisee under licence."""
    promised = plan(Quantity)
    dues = plan(When)
    delivered = total(Quantity)
    """Running totals, as they were told at different times."""
    increments = occurrences(Quantity)
    """What came in one period alone: it adds to what came before."""
    estimates = occurrences(Quantity)
    """The numbers that are their sources' own estimates."""
    tiv = occurrences(Quantity)
    """Trend-indicator values, of what was ordered and of what came."""
    basis = words()
    superlative = words()
    in_exchange_for = words()

    due = of_last(dues, lambda told: told.value, "By when it is to be kept, as it was told last.")

    def of_the_whole(self, group: Claims[Stage]) -> Iterable[Claim[Stage]]:
        """The claims from which the stage follows: not that somebody disputes it."""
        return (claim for claim in group.counted if claim.value.word != "disputed")

    @property
    def totals(self) -> tuple[Claim[Quantity], ...]:
        """The last running total that counts, and the increments that came after it."""
        return (*self.delivered.counted[-1:], *self.added)

    @property
    def added(self) -> tuple[Claim[Quantity], ...]:
        """What came in one period alone, after the last running total."""
        last = self.delivered.counted[-1:]
        from_ = last[0].place if last else -1
        return tuple(claim for claim in self.increments.counted if claim.place > from_)

    @derived("delivered", "increments", pick=_made)
    def so_far(self) -> Quantity | UnknownType:
        """What has come so far, by the last total that counts and what was added since.

        A later total that leaves its lower bound open keeps that of an earlier one. Unknown
        where nothing is told, which is not zero.
        """
        so_far: Quantity | UnknownType = Unknown
        for claim in self.delivered.counted:
            so_far = _no_less(so_far, claim.value)
        last, periods = self.delivered.counted[-1:], dict[When, list[Claim[Quantity]]]()
        for claim in self.added:
            periods.setdefault(claim.when, []).append(claim)
        for when, claims in periods.items():
            came = _came(claims)
            if last and when.start.earliest and when.start.earliest <= _last_day(last[0]):
                came = Quantity(0, None, came.high, unit=came.unit)  # some of it is in the total
            so_far = _added(so_far, came)
        return so_far

    @derived("stages", pick=lambda entry: entry.disputes or entry.answers[-1:])
    def in_dispute(self) -> bool | UnknownType:
        """Whether it was disputed, and neither finalised nor reaffirmed for certain since."""
        return bool(self.disputes) if self.disputes or self.answers else Unknown

    @property
    def disputes(self) -> tuple[Claim[Stage], ...]:
        """The words against the promise itself that no later one answers for certain."""
        told = (c for c in self.stages.counted if c.value.word == "disputed")
        return tuple(c for c in told if not any(goes_before(c, one) for one in self.answers))

    @property
    def answers(self) -> tuple[Claim[Stage], ...]:
        """The words for the promise itself: that it is final, or that it holds."""
        return tuple(c for c in self.stages.counted if c.value.word in ("finalised", "reaffirmed"))

    @property
    def revisions(self) -> tuple[Claim[Stage], ...]:
        """What was done to the promise, as it was told."""
        return tuple(c for c in self.stages if c.value.word != "promised")

    @property
    def _numbers(self) -> tuple[Quantity, ...]:
        """The numbers that count, from the last one on that a revision put in place of others."""
        revised = {claim.place for claim in self.revisions}
        told = self.promised.counted
        from_ = max((claim.place for claim in told if claim.place in revised), default=0)
        return tuple(dict.fromkeys(bare(claim.value) for claim in told if claim.place >= from_))

    @derived("promised", "delivered", "increments", "stages")
    def fulfilled(self) -> Certainty:
        """Whether all that was promised has come, by what is told to have come.

        Measured against each number that counts; UNKNOWN where they differ.
        """
        if self.stage == "fulfilled":
            return Certainty.YES
        answers = {_kept(number, self.so_far) for number in self._numbers}
        return answers.pop() if len(answers) == 1 else Certainty.UNKNOWN

    @derived("promised", "delivered", "increments")
    def share(self) -> Quantity | UnknownType:
        """How much has come of the one number that counts, in percent."""
        numbers = self._numbers
        return share(self.so_far, numbers[0]) if len(numbers) == 1 else Unknown

    @question("dues", "promised", "delivered", "increments", "stages", due="due")
    def overdue(self) -> Quantity | UnknownType:
        """By how many days it is late at the horizon; Unknown if nothing is due or it came.

        The low bound is zero as long as what came may be all.
        """
        if self.stage in _OVER or self.fulfilled is Certainty.YES:
            return Unknown
        late = days_past(self.due, self.horizon)
        none_came = self.so_far is Unknown or self.so_far.high == 0
        if late is Unknown or none_came or self.fulfilled is Certainty.NO:
            return late
        return Quantity(0, None, late.high, unit="days")

    @question("dues", "promised", "delivered", "increments", "stages")
    def overdue_since(self) -> When | UnknownType:
        """The due date that has certainly passed at the horizon without fulfilment."""
        late = self.overdue
        return self.due if late is not Unknown and late.low else Unknown

    @question("dues", "promised", "delivered", "increments", "stages")
    def status(self) -> Status:
        """Where it stands at the horizon, in a word."""
        if self.fulfilled is Certainty.YES:
            return "fulfilled"
        match self.stage:
            case "cancelled" | "refused" | "withheld" as ended:
                return ended
        late = self.overdue
        if late is not Unknown and late.high:
            return "overdue" if late.low else "possibly overdue"
        if self.so_far is Unknown or not self.so_far.low:
            return "open" if self.stages.counted else "no promise recorded"
        partly = self.fulfilled is Certainty.NO
        return "partly fulfilled" if partly else "delivered, extent unknown"


def _kept(promised: Quantity, came: Quantity | UnknownType) -> Certainty:
    """Whether a promised number has come."""
    if came is Unknown or promised.unit != came.unit:
        return Certainty.UNKNOWN
    if None not in (came.low, promised.high) and came.low >= promised.high:  # type: ignore[operator]
        return Certainty.YES
    if None not in (came.high, promised.low) and came.high < promised.low:  # type: ignore[operator]
        return Certainty.NO
    return Certainty.UNKNOWN


def _no_less(before: Quantity | UnknownType, total: Quantity) -> Quantity:
    """A total with the lower bound of an earlier one, as far as both can be true."""
    if before is Unknown or before.unit != total.unit or before.low is None:
        return total
    if total.low is not None and total.low >= before.low:
        return total
    if total.best is not None or (total.high is not None and total.high < before.low):
        return total
    return attrs.evolve(total, low=before.low, text="")


def _last_day(claim: Claim[Quantity]) -> Date:
    return claim.when.start.latest or LAST_DAY


def _came(claims: list[Claim[Quantity]]) -> Quantity:
    """What came in one period: all that a speaker tells of it; of several speakers, the bounds."""
    sums = dict[tuple[str, ...], Quantity]()
    for claim in claims:
        sums[claim.speakers] = _added(sums.get(claim.speakers, Unknown), claim.value)
    first, *others = sums.values()
    for other in others:
        if other.unit == first.unit and bare(other) != bare(first):
            lows, highs = (first.low, other.low), (first.high, other.high)
            low = None if None in lows else min(lows)  # type: ignore[type-var]
            high = None if None in highs else max(highs)  # type: ignore[type-var]
            if low is None and high is None:  # no fewer than none can have come
                low = min(first.low or Decimal(0), other.low or Decimal(0))
            first = Quantity(low, None, high, unit=first.unit)
    return first


def _added(before: Quantity | UnknownType, more: Quantity) -> Quantity:
    """A total and what came since; what is counted otherwise leaves it as it was."""
    if before is Unknown:
        return more
    if before.unit != more.unit:
        return before
    low, best, high = (
        None if None in (a, b) else a + b  # type: ignore[operator]
        for a, b in ((before.low, more.low), (before.best, more.best), (before.high, more.high))
    )
    if low is best is high is None:  # at most so many, and at least so many
        low = (before.low or Decimal(0)) + (more.low or Decimal(0))
    return Quantity(low, best, high, unit=before.unit)


class Commitments(Facet[Commitment]):
    """Commitments by id."""

    of = Commitment
    kinds = (CommitmentMade, CommitmentRevised, DeliveryReported)

    @classmethod
    def entries(cls, event: Event) -> Iterable[str]:
        """As of every facet."""
        match event.what:
            case CommitmentRevised(commitments=ids):
                return ids
        return [event.what.commitment]

    @staticmethod
    def evolve(entry: Commitment, event: Event) -> Commitment:
        """As of every facet."""
        match event.what:
            case CommitmentMade() as what:
                return entry.tell(
                    event,
                    stages=Stage("promised"),
                    promised=what.quantity,
                    estimates=what.quantity if what.estimated else None,
                    licence=what.licence or None,
                    dues=what.due,
                    designation=what.said,
                )
            case CommitmentRevised() as what:
                stage = Stage(what.action, what.by, None, what.reason)
                return entry.claim(event, stages=stage, dues=what.due, promised=what.quantity)
            case DeliveryReported() as what:
                return entry.tell(
                    event,
                    promisor=what.supplier,
                    promisee=what.recipient,
                    delivered=None if what.increment else what.quantity,
                    increments=what.quantity if what.increment else None,
                    estimates=what.quantity if what.estimated else None,
                )
        return entry

    @property
    def overdue(self) -> tuple[str, ...]:
        """The commitments that are certainly late at the horizon."""
        return self.where(lambda commitment: commitment.overdue_since is not Unknown)
