"""Trade: by flow and year, each figure with who gives it; changes as told and as computed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

import attrs

from ...arguments import require_text
from ...coding.codes import Code
from ...dates.when import When
from ...records.events import Event
from ...records.fields import is_id, none_of, one_of
from ...records.kinds import kind
from ...records.values import Money, Quantity, Unknown, UnknownType
from ..claim import Account
from ..claims import Claims
from ..entry import Staged, union
from ..facet import Facet
from ..leaves import derived, fact, label, plan, question, stages, standing, words
from ..lifecycle import Lifecycle, Stage
from ..mentions import NAME

# -- events -------------------------------------------------------------------------------

TREATMENT_LIFE = Lifecycle(
    order={
        "granted": 0,
        "raised": 1,
        "lowered": 1,
        "opened": 1,
        "restricted": 1,
        "resumed": 1,
        "suspended": 2,
        "withdrawn": 3,
        "closed": 3,
    },
    again=("raised", "lowered"),
    turns=True,
    acts=("granted", "raised", "lowered", "withdrawn", "closed"),
)
TREATMENTS = ("most-favoured-nation", "preference", "customs-duty", "quota", "transit", "crossing")
_FLOW = [is_id, none_of("counted", "treatment")]


@kind("trade-reported")
class TradeReported(Account):
    """A figure of trade in a flow and a period, as one account gives it."""

    flow: str = attrs.field(validator=_FLOW)
    """Such as `turnover`, or `ir-exports` for what one side sells."""
    year: int | None = None
    """Left out where the source names none, or a period that is no calendar year."""
    period: When | None = None
    """Such as `2016-04/2017-03` for a fiscal year."""
    value: Money | None = None
    """What the trade of that flow and period is worth."""
    change: Quantity | None = None
    """In percent on the year before; negative for a fall."""
    preliminary: bool = False
    """An early figure, which later ones replace; it stands apart from them."""
    reporter: str = attrs.field(default="", metadata=NAME)
    """Whose statistics they are."""
    superlative: str = ""
    """What the source calls it the first, the largest or the like of."""


@kind("trade-composed")
class TradeComposed(Account):
    """What share of a flow a kind of goods has, and where that goes."""

    flow: str = attrs.field(validator=_FLOW)
    """Which flow, such as `turnover` or `ir-exports`."""
    year: int
    """The year of which it is."""
    goods: str = attrs.field(validator=is_id)
    """The id of the sort of goods."""
    share: Quantity | None = None
    """In percent."""
    direction: str = attrs.field(default="", validator=one_of("", "rising", "falling"))
    """Whether the share is rising or falling."""
    examples: tuple[str, ...] = ()
    """Some of the goods, in a word or two each."""


@kind("trade-described")
class TradeDescribed(Account):
    """What is said of a flow in a year: a cause, or an obstacle."""

    flow: str = attrs.field(validator=_FLOW)
    """Which flow, such as `turnover` or `ir-exports`."""
    year: int | None = None
    """The year of which it is said, if of one."""
    cause: str = ""
    """Why the flow is as it is, in your own words."""
    obstacle: str = ""
    """What stands in the way of more, in your own words."""


@kind("statistics-scope")
class StatisticsScope(Account):
    """Whether the official figures count some goods, as one account has it."""

    goods: str = attrs.field(validator=is_id)
    """The id of the sort of goods."""
    counted: str = attrs.field(validator=one_of("yes", "no"))
    """Whether the official figures count them."""
    basis: str = ""
    """By what the source knows, in your own words."""


@kind("trade-treatment-changed", standing=True)
class TradeTreatmentChanged:
    """How one side treats the other's trade: most favoured, its duties, transit, a crossing."""

    treatment: str = attrs.field(validator=is_id)
    """The id of what is granted or changed, such as `in-mfn`."""
    form: str = attrs.field(default="", validator=one_of("", *TREATMENTS))
    """What sort of treatment it is."""
    action: str = attrs.field(validator=one_of(*TREATMENT_LIFE.order))
    """What is done to the treatment."""
    by: str = attrs.field(default="", metadata=NAME)
    """The side that treats the other so."""
    to: str = attrs.field(default="", metadata=NAME)
    """The side that is treated so."""
    rate: Quantity | None = None
    """The duty in percent from then on."""
    due: When | None = None
    """When what is announced takes effect."""
    reason: str = ""
    """Why, as it is told."""
    observed: bool = False
    """Only seen to be so on that day: it may have been so for long."""

    @property
    def code(self) -> Code | None:
        """What it is in PLOVER."""
        match self.action:
            case "raised" | "restricted" | "suspended" | "withdrawn" | "closed":
                return Code("SANCTION", "discontinue")
        return Code("CONCEDE") if self.action in ("lowered", "resumed", "opened") else Code("AGREE")


# -- state --------------------------------------------------------------------------------


class Period(Staged):
    """A flow in a year or another period: what it came to, how it changed, what is said of it.

    Of a treatment, how it stands; of goods, whether the statistics count them.
    """

    looks_beside = True
    stages = stages(TREATMENT_LIFE)
    form = label()
    by = label()
    to = label()
    rate = standing(Quantity)

    value = fact(Money)
    early = plan(Money)
    """Figures given before those that count."""
    change = fact(Quantity)
    """The change on the year before in percent, as it is told."""
    early_change = plan(Quantity)
    reporter = words()
    superlative = words()
    cause = words()
    obstacle = words()
    direction = fact(str, closed=True)
    goods_share = fact(Quantity)
    examples = words()
    counted = fact(str, closed=True)
    basis = words()

    @derived("value")
    def best(self) -> Money | UnknownType:
        """The most precise of the figures; of equals, the one with most speakers."""
        return self.value.best

    @property
    def before(self) -> Claims[Money]:
        """What the flow came to in the same period a year before."""
        before = re.sub(r"\d{4}", lambda year: f"{int(year[0]) - 1:04}", self.id)
        known = self._beside is not None and before != self.id
        period = self._beside.get(before) if self._beside is not None and known else None
        return period.value if isinstance(period, Period) else Claims()

    @question("value")
    def computed_change(self) -> Quantity | UnknownType:
        """The change in percent that the most precise figures of both years allow."""
        return _change(self.before.best, self.value.best)

    def change_of(self, speaker: str) -> Quantity | UnknownType:
        """The change in percent that the figures of one speaker or work allow; else Unknown."""
        require_text("change_of", speaker, "a speaker, or the id of a work")
        then, now = (
            next((c.value for c in told if speaker in (*c.sources, *c.speakers)), Unknown)
            for told in (self.before, self.value)
        )
        return _change(then, now)

    def why(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """As of every entry; what is computed rests on the year before too."""
        if isinstance(name, str) and name == "computed_change":
            return union((self.value.events, self.before.events)), ()
        return super().why(name)


def _change(then: Money | UnknownType, now: Money | UnknownType) -> Quantity | UnknownType:
    """From one sum to another in percent, with the bounds that both allow."""
    if then is Unknown or now is Unknown or then.currency != now.currency:
        return Unknown
    if then.low is None or then.low <= 0:
        return Unknown  # no change in percent is that of nothing

    def percent(part: Decimal | None, of: Decimal | None) -> Decimal | None:
        return None if part is None or not of else round(100 * (part / of - 1), 1)

    low, high = percent(now.low, then.high), percent(now.high, then.low)
    if low is None and high is None:
        return Unknown
    return Quantity(low, percent(now.best, then.best), high, unit="percent")


class Flow(Facet[Period]):
    """A flow by period."""

    of = Period


class Trade(Facet[Flow]):
    """Trade by flow and period; beside the flows, `counted` by goods, `treatment` by id."""

    of = Flow
    kinds = (TradeReported, TradeComposed, TradeDescribed, StatisticsScope, TradeTreatmentChanged)

    @classmethod
    def entries(cls, event: Event) -> Iterable[tuple[str, str]]:
        """As of every facet: a flow and a period; of goods, the flow's period and they."""
        match event.what:
            case StatisticsScope(goods=goods):
                return [("counted", goods)]
            case TradeTreatmentChanged(treatment=id):
                return [("treatment", id)]
            case TradeComposed() as what:
                return [(what.flow, f"{what.year}-{what.goods}")]
            case TradeReported(period=period) as what if period is not None:
                return [(what.flow, str(period))]
        year = event.what.year
        return [(event.what.flow, "undated" if year is None else str(year))]

    @staticmethod
    def evolve(entry: Period, event: Event) -> Period:
        """As of every facet."""
        match event.what:
            case TradeReported(preliminary=True) as what:
                early = {"early": what.value, "early_change": what.change}
                return entry.tell(event, value=None, change=None, **early)
            case TradeComposed() as what:
                return entry.tell(event, goods_share=what.share)
            case TradeTreatmentChanged() as what:
                stage = Stage(what.action, what.by, what.due, what.reason, what.observed)
                return entry.tell(event, stages=stage)
        return entry.tell(event)

    @property
    def years(self) -> Mapping[str, tuple[str, ...]]:
        """The periods that are told of, by flow."""
        return {id: tuple(flow) for id, flow in self.items()}
