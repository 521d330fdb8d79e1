"""Commitments: who promised what to whom, by when, and what came of it.

A promise never turns into a delivery because its day has passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import attrs

from ..dates.when import Certainty, When
from ..records.events import Event
from ..records.fields import is_id, one_of
from ..records.kinds import kind
from ..records.values import Quantity, Unknown, UnknownType
from .claims import STANDINGS, Claim, Claims, Denial, bracketed, supporting
from .facet import Entry, Facet, Ids, Line, days_past, share

# -- events -------------------------------------------------------------------------------

# Nothing said later undoes what is over; only "permitted" lifts a ban or a refusal.
_OVER = ("fulfilled", "cancelled")
_BARRED = ("refused", "withheld")
_COUNTED = ("stated", "reported")

ACTIONS = (
    "finalised",
    "disputed",
    "reaffirmed",
    "postponed",
    "withheld",
    "refused",
    "permitted",
    "cancelled",
    "fulfilled",
)


@kind("commitment-made")
class CommitmentMade:
    """One account of a promise. The day it was said is its date; what it is for is `due`."""

    commitment: str = attrs.field(validator=is_id)
    promisor: str = ""
    promisee: str = ""
    item: str = ""
    quantity: Quantity | None = None
    due: When | None = None
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))
    said: str = ""
    """What the source calls the item, where that differs."""
    filed: str = ""
    """Why it is filed under this commitment all the same."""
    in_exchange_for: str = ""


@kind("commitment-revised")
class CommitmentRevised:
    """Something is done to one or more promises: finalised, disputed, withheld, refused..."""

    commitments: tuple[str, ...] = attrs.field(validator=attrs.validators.deep_iterable(is_id))
    action: str = attrs.field(validator=one_of(*ACTIONS))
    due: When | None = None
    reason: str = ""
    by: str = ""
    standing: str = attrs.field(default="stated", validator=one_of("stated", "reported"))
    """What is only reported is shown, and changes nothing."""


@kind("delivery-reported")
class DeliveryReported:
    """All that has come so far, as it is told at that time: it may be nothing.

    A total that is stated counts; one that is reported or alleged is shown beside it.
    """

    commitment: str = attrs.field(validator=is_id)
    quantity: Quantity
    supplier: str = ""
    recipient: str = ""
    item: str = ""
    standing: str = attrs.field(default="stated", validator=one_of("stated", "reported", "alleged"))
    handed_over: bool = False
    """Whether something came on that day, rather than being counted then."""
    basis: str = ""
    """How it was counted or inferred."""
    superlative: str = ""
    in_exchange_for: str = ""


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


@attrs.frozen
class Account:
    """A promise as one account tells it."""

    standing: str
    when: When
    event: str
    sources: tuple[str, ...]
    quantity: Quantity | None = None
    due: When | None = None
    said: str = ""
    filed: str = ""

    def __str__(self) -> str:
        told = [str(self.quantity)] if self.quantity else []
        told += [f"due {self.due}"] if self.due else []
        told += [f"called {self.said!r} there, filed here as {self.filed}"] if self.filed else []
        words = "; ".join(told) or "no number, no day"
        return f"promise {self.standing} {self.when}: {words}{bracketed(self.sources)}"


@attrs.frozen
class Revision:
    """What was done to a promise, when, by whom and why."""

    action: str
    when: When
    event: str
    by: str = ""
    reason: str = ""
    standing: str = "stated"

    def __str__(self) -> str:
        by = f" by {self.by}" if self.by else ""
        reason = f": {self.reason}" if self.reason else ""
        reported = "reported: " if self.standing == "reported" else ""
        return f"{reported}{self.action}{by} {self.when}{reason}"


@attrs.frozen(kw_only=True)
class Commitment(Entry):
    """A commitment: the promise as each source tells it, and its fate."""

    promisor: str = ""
    promisee: str = ""
    item: str = ""
    promised: Claims = Claims()
    due: Claims = Claims()
    deadline: When | UnknownType = Unknown
    """The day that counts: the last that was stated, reported or postponed to."""
    accounts: tuple[Account, ...] = ()
    """Each account of the promise: how it stands, and the words of its source."""
    designation: Claims = Claims()
    """What the sources call the item, where that differs."""
    supply: Claims = Claims(holds="in turn")
    """Whether the promisor is to supply it, as each source has it: promised, or refused."""
    delivered: Claims = Claims(holds="from then on")
    """Totals as they were told at different times; what is only alleged stands beside them."""
    so_far: Quantity | UnknownType = Unknown
    """The last total that was stated; Unknown where none is, which is not zero."""
    superlative: Claims = Claims(holds="together")
    action: str | UnknownType = Unknown
    """The last thing done to the promise that still holds."""
    in_dispute: bool = False
    """Whether it was disputed, and neither finalised nor reaffirmed since."""
    revisions: tuple[Revision, ...] = ()
    in_exchange_for: str = ""

    questions: ClassVar[Mapping[str, Ids]] = {
        "fulfilled": ("accounts", "so_far", "action"),
        "status": ("action", "deadline", "accounts", "so_far"),
        "disputed": ("in_dispute", "delivered"),
        "denied": ("delivered",),
        "alleged": ("delivered",),
        "overdue": ("deadline", "accounts", "so_far", "action"),
        "overdue_since": ("deadline", "accounts", "so_far", "action"),
        "share": ("accounts", "so_far"),
    }
    settles: ClassVar[Mapping[str, str]] = {"delivered": "so_far"}

    @property
    def fulfilled(self) -> Certainty:
        """Whether all that was promised has come, by the last total stated.

        Measured against each number that was stated or reported; UNKNOWN where they differ.
        """
        if self.action == "fulfilled":
            return Certainty.YES
        answers = {_kept(number, self.so_far) for number in self._numbers}
        return answers.pop() if len(answers) == 1 else Certainty.UNKNOWN

    @property
    def _numbers(self) -> list[Quantity]:
        told = [a.quantity for a in self.accounts if a.standing in _COUNTED]
        return [number for number in told if number is not None]

    @property
    def overdue(self) -> Quantity | UnknownType:
        """By how many days it is late at the horizon; Unknown if nothing is due or it came.

        The low bound is zero as long as what came may be all.
        """
        if self.action in _OVER or self.fulfilled is Certainty.YES:
            return Unknown
        late = days_past(self.deadline, self.horizon)
        none_came = self.so_far is Unknown or self.so_far.high == 0
        if late is Unknown or none_came or self.fulfilled is Certainty.NO:
            return late
        return Quantity(0, None, late.high, unit="days")

    @property
    def overdue_since(self) -> When | UnknownType:
        """The due date that has certainly passed at the horizon without fulfilment."""
        late = self.overdue
        return self.deadline if late is not Unknown and late.low else Unknown

    @property
    def status(self) -> Status:
        """Where it stands at the horizon, in a word."""
        if self.fulfilled is Certainty.YES:
            return "fulfilled"
        match self.action:
            case "cancelled" | "refused" | "withheld" as ended:
                return ended
        late = self.overdue
        if late is not Unknown and late.high:
            return "overdue" if late.low else "possibly overdue"
        if self.so_far is Unknown or not self.so_far.low:
            return "open" if self.accounts or self.action is not Unknown else "no promise recorded"
        partly = self.fulfilled is Certainty.NO
        return "partly fulfilled" if partly else "delivered, extent unknown"

    @property
    def disputed(self) -> bool:
        """Whether the promise is in dispute, or a party denies deliveries."""
        return self.in_dispute or self.delivered.disputed

    @property
    def denied(self) -> tuple[Denial, ...]:
        """Who denies deliveries. A party's denial disputes them; they still count."""
        return self.delivered.denials

    @property
    def alleged(self) -> tuple[Claim, ...]:
        """The totals that are only alleged: shown, and not counted."""
        return tuple(c for c in self.delivered if c.standing == "alleged")

    @property
    def share(self) -> Quantity | UnknownType:
        """How much has come of the one number that was stated or reported, in percent."""
        numbers = {attrs.evolve(number, text="") for number in self._numbers}
        return share(self.so_far, numbers.pop()) if len(numbers) == 1 else Unknown

    def follows(self, leaf: str) -> tuple[Ids, dict[str, Any]]:
        """As of every entry."""
        so_far: Quantity | UnknownType = Unknown
        for claim in self.delivered.standing:
            so_far = _no_less(so_far, claim.value)
        return tuple(claim.event for claim in self.delivered.standing), {"so_far": so_far}

    @property
    def headline(self) -> str:
        """The item, and from whom to whom."""
        sides = f"{self.promisor} to {self.promisee}" if self.promisor and self.promisee else ""
        return ", ".join(filter(None, (self.item, sides)))

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        yield Line(self._standing())
        for account in self.accounts:
            yield Line(str(account))
        if self.promised.group == "contested":
            yield Line(f"numbers contested; the most precise is {self.promised.most_precise}")
        if self.designation.group in _SHOWN:
            yield Line(f"called {self.designation}")
        if self.due.group == "contested":
            yield Line(f"dates contested; the last said is {self.deadline}")
        if self.supply.group in _SHOWN:
            yield Line(f"whether it is supplied: {self.supply}")
        for revision in self.revisions:
            yield Line(str(revision), (revision.event,))
        yield Line(f"delivered: {self.delivered if self.delivered else 'nothing is recorded'}")
        if not self.delivered:
            yield from (Line(str(denial)) for denial in self.denied)
        if self.superlative:
            yield Line(f"said of it: {self.superlative}")
        if self.in_exchange_for:
            yield Line(f"in exchange for {self.in_exchange_for}", self.why("in_exchange_for")[0])

    def _standing(self) -> str:
        """Where it stands, in a few words."""
        late = self.overdue_since
        since = "" if late is Unknown else f"overdue since {late.latest} ({self.overdue})"
        words = [since if self.status == "overdue" else self.status]
        words += [since] if since and self.status != "overdue" else []
        words += ["disputed"] if self.disputed else []
        return ", ".join(words)

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        sides = f"{self.promisor} to {self.promisee}, " if self.promisor and self.promisee else ""
        told = [f"{sides}{self._standing().removeprefix('delivered, extent unknown, ')}"]
        if self._numbers:
            told.append(f"promised {' or '.join(dict.fromkeys(n.rounded for n in self._numbers))}")
        if self.so_far is not Unknown:
            told.append(f"delivered {self.so_far.rounded}")
        told += [f"alleged {claim.value.rounded}" for claim in self.alleged[-1:]]
        sets = [*self.why("status")[0], *self.delivered.tellers]
        yield Line("; ".join(told) + self.contested, tuple(dict.fromkeys(sets)))


def _kept(promised: Quantity, came: Quantity | UnknownType) -> Certainty:
    """Whether a promised number has come."""
    if came is Unknown or promised.unit != came.unit:
        return Certainty.UNKNOWN
    if None not in (came.low, promised.high) and came.low >= promised.high:  # type: ignore[operator]
        return Certainty.YES
    if None not in (came.high, promised.low) and came.high < promised.low:  # type: ignore[operator]
        return Certainty.NO
    return Certainty.UNKNOWN


_SHOWN = ("contested", "denied")


class Commitments(Facet[Commitment]):
    """Commitments by id."""

    __slots__ = ()
    of = Commitment


initial = Commitments()


def evolve(state: Commitments, event: Event) -> Commitments:
    """The next state: what an event changes in this facet."""
    match event.what:
        case CommitmentMade() as what:
            return state.put(what.commitment, _promised(state.at(what.commitment), event, what))
        case CommitmentRevised() as what:
            for id in what.commitments:
                state = state.put(id, _revised(state.at(id), event, what))
            return state
        case DeliveryReported() as what:
            return state.put(what.commitment, _delivered(state.at(what.commitment), event, what))
    return state


def _promised(commitment: Commitment, event: Event, what: CommitmentMade) -> Commitment:
    commitment = _named(
        commitment,
        event,
        promisor=what.promisor,
        promisee=what.promisee,
        item=what.item,
        in_exchange_for=what.in_exchange_for,
    )
    account = Account(
        what.standing,
        event.when,
        event.id,
        supporting(event),
        what.quantity,
        what.due,
        what.said,
        what.filed,
    )
    commitment = commitment.add(event, accounts=(*commitment.accounts, account)).claim(
        event, promised=what.quantity, designation=what.said, supply="promised"
    )
    return _dated(commitment, event, what.due, what.standing in _COUNTED)


def _revised(commitment: Commitment, event: Event, what: CommitmentRevised) -> Commitment:
    done = Revision(what.action, event.when, event.id, what.by, what.reason, what.standing)
    commitment = commitment.add(event, revisions=(*commitment.revisions, done))
    if what.action == "refused":
        commitment = commitment.claim(event, supply="refused")
    if what.standing == "reported":
        return _dated(commitment, event, what.due, counts=False)
    if what.action in ("finalised", "reaffirmed", "disputed"):
        commitment = commitment.set(event, in_dispute=what.action == "disputed")
    held, lifts = commitment.action, (*_OVER, *_BARRED, "permitted")
    if held not in _OVER and (held not in _BARRED or what.action in lifts):
        commitment = commitment.set(event, action=what.action)
    return _dated(commitment, event, what.due, counts=True)


def _dated(commitment: Commitment, event: Event, due: When | None, counts: bool) -> Commitment:
    """The commitment with one more claim of when it is due; some set the day that counts."""
    if due is None:
        return commitment
    commitment = commitment.claim(event, due=due)
    return commitment.set(event, deadline=due) if counts else commitment


def _delivered(commitment: Commitment, event: Event, what: DeliveryReported) -> Commitment:
    commitment = _named(
        commitment,
        event,
        promisor=what.supplier,
        promisee=what.recipient,
        item=what.item,
        in_exchange_for=what.in_exchange_for,
    )
    commitment = commitment.claim(event, delivered=what.quantity, superlative=what.superlative)
    if not commitment.delivered.counts(event):
        return commitment
    total = _no_less(commitment.so_far, what.quantity)
    if total == what.quantity:
        return commitment.set(event, so_far=total)
    return commitment.add(event, so_far=total)  # the bound of an earlier total, and this one


def _no_less(before: Quantity | UnknownType, total: Quantity) -> Quantity:
    """A total with the lower bound of an earlier one, as far as both can be true."""
    if before is Unknown or before.unit != total.unit or before.low is None:
        return total
    if total.low is not None and total.low >= before.low:
        return total
    if total.best is not None or (total.high is not None and total.high < before.low):
        return total
    return attrs.evolve(total, low=before.low, text="")


def _named(commitment: Commitment, event: Event, **names: str) -> Commitment:
    return commitment.set(event, **{name: value for name, value in names.items() if value})


# -- questions ----------------------------------------------------------------------------


def overdue(state: Commitments | UnknownType) -> tuple[str, ...] | UnknownType:
    """The commitments that are certainly late at the horizon; Unknown where none is recorded."""
    if state is Unknown:
        return Unknown
    return tuple(id for id, c in state.items() if c.overdue_since is not Unknown)
