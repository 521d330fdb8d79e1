"""Commitments: who promised what to whom, by when, and what came of it.

A promise never turns into a delivery because its day has passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

import attrs

from ..events import Event
from ..fields import is_id, one_of
from ..kinds import kind
from ..values import Quantity, Unknown, UnknownType
from ..when import Certainty, When
from .claims import Claims, bracketed, supporting
from .facet import Entry, Facet, Ids, Line, days_past, share

# -- events -------------------------------------------------------------------------------

STANDINGS = ("stated", "reported", "expected", "alleged")
"""How a promise or a delivery is told: as such, as reported, as likely, or as alleged."""

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


@kind("delivery-denied")
class DeliveryDenied:
    """Somebody denies deliveries. A party's denial disputes them; they still count."""

    commitment: str = attrs.field(validator=is_id)
    by: str
    role: str = attrs.field(validator=one_of("subject", "party", "third-party"))


# -- state --------------------------------------------------------------------------------

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
]


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
        told += [f"called {self.said!r} there, filed here as {self.filed}"] if self.said else []
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


@attrs.frozen
class Denial:
    """Who denies deliveries, and in which role."""

    by: str
    role: str
    event: str
    sources: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.by} ({self.role}){bracketed(self.sources)}"


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
    delivered: Claims = Claims(running=True)
    """Totals as stated or reported at different times."""
    so_far: Quantity | UnknownType = Unknown
    """The last total that was stated; Unknown where none is, which is not zero."""
    alleged: Claims = Claims(running=True)
    """Totals that are only alleged."""
    denied: tuple[Denial, ...] = ()
    action: str | UnknownType = Unknown
    """The last thing done to the promise that still holds."""
    in_dispute: bool = False
    """Whether it was disputed, and neither finalised nor reaffirmed since."""
    revisions: tuple[Revision, ...] = ()
    in_exchange_for: str = ""

    questions: ClassVar[Mapping[str, Ids]] = {
        "fulfilled": ("accounts", "so_far", "action"),
        "status": ("action", "deadline", "accounts", "so_far"),
        "disputed": ("in_dispute", "denied"),
        "overdue": ("deadline", "accounts", "so_far", "action"),
        "overdue_since": ("deadline", "accounts", "so_far", "action"),
        "share": ("accounts", "so_far"),
    }

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
            return "open"
        partly = self.fulfilled is Certainty.NO
        return "partly fulfilled" if partly else "delivered, extent unknown"

    @property
    def disputed(self) -> bool:
        """Whether the promise is in dispute, or a party denies deliveries."""
        return self.in_dispute or any(denial.role == "party" for denial in self.denied)

    @property
    def share(self) -> Quantity | UnknownType:
        """How much has come of the one number that was stated or reported, in percent."""
        numbers = set(self._numbers)
        return share(self.so_far, numbers.pop()) if len(numbers) == 1 else Unknown

    @property
    def headline(self) -> str:
        """The item, and from whom to whom."""
        sides = f"{self.promisor} to {self.promisee}" if self.promisor and self.promisee else ""
        return ", ".join(filter(None, (self.item, sides)))

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        late = self.overdue_since
        since = "" if late is Unknown else f"overdue since {late.latest} ({self.overdue})"
        words = [since if self.status == "overdue" else self.status]
        words += [since] if since and self.status != "overdue" else []
        words += ["disputed"] if self.disputed else []
        yield Line(", ".join(words))
        for account in self.accounts:
            yield Line(str(account))
        if self.promised.group == "contested":
            yield Line(f"numbers contested; the most precise is {self.promised.most_precise}")
        if self.due.group == "contested":
            yield Line(f"dates contested; the last said is {self.deadline}")
        for revision in self.revisions:
            yield Line(str(revision), (revision.event,))
        yield Line(f"delivered: {self.delivered if self.delivered else 'nothing is recorded'}")
        if self.alleged:
            yield Line(f"alleged, not counted: {self.alleged}")
        for denial in self.denied:
            yield Line(f"deliveries denied by {denial}")
        if self.in_exchange_for:
            yield Line(f"in exchange for {self.in_exchange_for}", self.why("in_exchange_for")[0])


def _kept(promised: Quantity, came: Quantity | UnknownType) -> Certainty:
    """Whether a promised number has come."""
    if came is Unknown or promised.unit != came.unit:
        return Certainty.UNKNOWN
    if None not in (came.low, promised.high) and came.low >= promised.high:  # type: ignore[operator]
        return Certainty.YES
    if None not in (came.high, promised.low) and came.high < promised.low:  # type: ignore[operator]
        return Certainty.NO
    return Certainty.UNKNOWN


class Commitments(Facet[Commitment]):
    """Commitments by id."""

    __slots__ = ()


initial = Commitments()


def evolve(state: Commitments, event: Event) -> Commitments:
    """The next state: what an event changes in this facet."""
    match event.what:
        case CommitmentMade() as what:
            commitment = state.get(what.commitment, Commitment())
            return state.put(what.commitment, _promised(commitment, event, what))
        case CommitmentRevised() as what:
            for id in what.commitments:
                state = state.put(id, _revised(state.get(id, Commitment()), event, what))
            return state
        case DeliveryReported() as what:
            commitment = state.get(what.commitment, Commitment())
            return state.put(what.commitment, _delivered(commitment, event, what))
        case DeliveryDenied() as what:
            commitment = state.get(what.commitment, Commitment())
            denial = Denial(what.by, what.role, event.id, supporting(event))
            denied = (*commitment.denied, denial)
            return state.put(what.commitment, commitment.add(event, denied=denied))
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
    commitment = commitment.add(event, accounts=(*commitment.accounts, account))
    if what.quantity:
        promised = commitment.promised.add(event, what.quantity)
        commitment = commitment.add(event, promised=promised)
    return _dated(commitment, event, what.due, what.standing in _COUNTED)


def _revised(commitment: Commitment, event: Event, what: CommitmentRevised) -> Commitment:
    done = Revision(what.action, event.when, event.id, what.by, what.reason, what.standing)
    commitment = commitment.add(event, revisions=(*commitment.revisions, done))
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
    commitment = commitment.add(event, due=commitment.due.add(event, due))
    return commitment.set(event, deadline=due) if counts else commitment


def _delivered(commitment: Commitment, event: Event, what: DeliveryReported) -> Commitment:
    commitment = _named(
        commitment, event, promisor=what.supplier, promisee=what.recipient, item=what.item
    )
    if what.standing == "alleged":
        return commitment.add(event, alleged=commitment.alleged.add(event, what.quantity))
    delivered = commitment.delivered.add(event, what.quantity)
    commitment = commitment.add(event, delivered=delivered)
    stated = what.standing == "stated"
    return commitment.set(event, so_far=what.quantity) if stated else commitment


def _named(commitment: Commitment, event: Event, **names: str) -> Commitment:
    return commitment.set(event, **{name: value for name, value in names.items() if value})


# -- questions ----------------------------------------------------------------------------


def overdue(state: Commitments | UnknownType) -> tuple[str, ...] | UnknownType:
    """The commitments that are certainly late at the horizon; Unknown where none is recorded."""
    if state is Unknown:
        return Unknown
    return tuple(id for id, c in state.items() if c.overdue_since is not Unknown)
