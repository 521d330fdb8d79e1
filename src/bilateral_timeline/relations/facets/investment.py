"""Investment: direct investment, loans, sums in memoranda: what is planned, agreed and issued."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs

from ...records.events import Event
from ...records.fields import is_id, one_of
from ...records.kinds import kind
from ...records.values import Money, Quantity, Unknown, UnknownType
from ..claim import Account
from ..entry import Staged, share
from ..facet import Facet
from ..leaves import derived, fact, label, of_last, plan, stages, words
from ..lifecycle import Lifecycle, Stage
from ..mentions import NAME, entry_of
from .agreements import AgreementDescribed

# -- events -------------------------------------------------------------------------------

LIFE = Lifecycle(
    order={
        "expected": 0,
        "pledged": 1,
        "planned": 2,
        "agreed": 3,
        "issued": 4,
        "disbursed": 5,
        "repaid": 6,
        "counted": 7,
        "cancelled": 8,
    },
    back=("cancelled",),
    acts=("pledged", "planned", "agreed", "issued", "disbursed", "repaid", "counted", "cancelled"),
)
_ISSUED = ("issued", "disbursed", "repaid")
FORMS = {
    "direct investment": "",
    "loan": "",
    "credit line": "loan",
    "grant": "",
    "memorandum": "",
    "pledge": "",
    "expectation": "",
}


@kind("investment-reported")
class InvestmentReported(Account):
    """Money that one side puts, lends or promises to put into the other, as one account has it."""

    is_opinion: ClassVar[bool] = True
    investment: str = attrs.field(validator=is_id)
    """The id of the investment."""
    form: str = attrs.field(default="", validator=one_of("", *FORMS))
    """What sort of money it is."""
    stage: str = attrs.field(default="", validator=one_of("", *LIFE.order))
    """The stage that it reaches."""
    source: str = attrs.field(default="", metadata=NAME)
    """Where the money comes from."""
    destination: str = attrs.field(default="", metadata=NAME)
    """Where the money goes."""
    name: str = ""
    """How people call the investment."""
    project: str = attrs.field(default="", metadata=entry_of("projects"))
    """The id of the project that it is for, if it is for one."""
    value: Money | None = None
    """The sum."""
    converted: Money | None = None
    """The same in the currency of the other accounts, as the source itself converts it."""
    total: Money | None = None
    """What it is a part of: all such investment, or the cost of the project."""
    share: Quantity | None = None
    """Its share of the total in percent, as the source gives it."""
    period: str = ""
    """The period it is said to be of, in the words of the source."""
    superlative: str = ""
    """What the source calls it the first, the largest or the like of."""
    progress: str = ""
    """How far it has come, in your own words."""


# -- state --------------------------------------------------------------------------------


class Investment(Staged):
    """An investment: how far it is, and what each source says of it."""

    name = label()
    form = fact(str, below=FORMS)
    source = label()
    destination = label()
    project = label()
    stages = stages(LIFE)
    value = plan(Money)
    original = plan(Money)
    """The sum in the currency in which it was named first, where the source converts it."""
    total = fact(Money)
    original_total = fact(Money)
    share_told = fact(Quantity)
    period = words()
    superlative = words()
    progress = words()

    best = of_last(value, lambda told: told.value, "The sum that was told last.")

    @derived("value", "total")
    def share(self) -> Quantity | UnknownType:
        """What part of the total it is, in percent, by the best figures of both.

        Unknown where they are in two currencies.
        """
        return share(_counted(self.value.most_precise), _counted(self.total.best))


def _counted(sum: Money | UnknownType) -> Quantity | UnknownType:
    """A sum as a quantity of its currency."""
    if sum is Unknown:
        return Unknown
    return Quantity(sum.low, sum.best, sum.high, unit=sum.currency)


class Investments(Facet[Investment]):
    """Investments by id; the sum of an agreement stands under the agreement's id."""

    of = Investment
    kinds = (InvestmentReported, AgreementDescribed)

    @classmethod
    def entries(cls, event: Event) -> Iterable[str]:
        """As of every facet."""
        match event.what:
            case AgreementDescribed(agreement=id, value=value):
                return [id] if value else []
        return [event.what.investment]

    @staticmethod
    def evolve(entry: Investment, event: Event) -> Investment:
        """As of every facet."""
        match event.what:
            case AgreementDescribed(instrument=instrument):
                form = "memorandum" if instrument.startswith("memorandum") else None
                return entry.tell(event, stages=Stage("agreed"), form=form)
            case InvestmentReported() as what:
                original = {"original": what.value, "original_total": what.total, "total": None}
                return entry.tell(
                    event,
                    stages=Stage(what.stage) if what.stage else None,
                    share_told=what.share,
                    value=what.converted or what.value,
                    **(original if what.converted else {}),
                )
        return entry

    @property
    def issued(self) -> tuple[str, ...]:
        """The investments of which money has been issued."""
        return self.where(lambda held: held.stage in _ISSUED)
