"""Cooperation: the domains in which it goes on, who gives to whom; and an index over time.

The index adds up what the two sides do to each other, weighted by a named scale and halved with
age. What is only observed, reported or claimed carries no weight: a figure is no act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Any, ClassVar

import attrs
from pendulum import Date

from ..dates.when import When
from ..projections.states import require_key
from ..records.events import Event
from ..records.fields import is_id, none_of, one_of
from ..records.kinds import kind
from ..records.values import Quantity, Unknown, UnknownType
from .agreements import AgreementStage
from .claims import STANDINGS, Claims
from .commitments import CommitmentRevised, DeliveryReported
from .constraints import RestrictionChanged
from .contacts import MeetingHeld, MeetingPlanned, StatementMade
from .facet import Entry, Facet, Ids, Line
from .frictions import FrictionRaised, RefusalMade
from .projects import ShipmentMade

# -- events -------------------------------------------------------------------------------


@kind("cooperation-reported")
class CooperationReported:
    """What the two sides do together, or one for the other, in a domain, as one account has it."""

    domain: str = attrs.field(validator=[is_id, none_of("index")])
    item: str
    provider: str = ""
    recipient: str = ""
    """Left empty, with the provider, where it is mutual."""
    act: bool = False
    """Whether it was done on that day, rather than going on, or being told of."""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


# -- the scale ----------------------------------------------------------------------------

SCALE = "PLOVER 0.8"
"""Halterman et al., PLOVER and POLECAT, manual 0.8: event types and modes with their scores."""
HALF_LIFE = 365
"""Days after which an act weighs half."""

SCORES: Mapping[tuple[str, str], tuple[Decimal, str]] = {
    ("AGREE", ""): (Decimal("2.5"), "verbal cooperation"),
    ("CONSULT", ""): (Decimal("2.5"), "verbal cooperation"),
    ("CONSULT", "visit"): (Decimal(4), "verbal cooperation"),
    ("CONSULT", "multilateral"): (Decimal(4), "verbal cooperation"),
    ("CONSULT", "phone"): (Decimal("1.5"), "verbal cooperation"),
    ("SUPPORT", ""): (Decimal(5), "verbal cooperation"),
    ("CONCEDE", ""): (Decimal("4.5"), "verbal cooperation"),
    ("COOPERATE", ""): (Decimal("9.5"), "material cooperation"),
    ("AID", ""): (Decimal(10), "material cooperation"),
    ("ACCUSE", "disapprove"): (Decimal(-2), "verbal conflict"),
    ("REJECT", ""): (Decimal(-2), "verbal conflict"),
    ("SANCTION", "discontinue"): (Decimal(-6), "verbal conflict"),
}
_MEETINGS = {"visit": "visit", "multilateral": "multilateral", "call": "phone", "third-place": ""}
_STAGES = {
    "proposed": "AGREE",
    "negotiation-opened": "AGREE",
    "negotiation-resumed": "AGREE",
    "text-agreed": "AGREE",
    "signature-scheduled": "AGREE",
    "entry-into-force-scheduled": "AGREE",
    "signed": "SUPPORT",
    "ratified": "SUPPORT",
    "instruments-exchanged": "SUPPORT",
    "renewed": "SUPPORT",
    "resumed": "SUPPORT",
    "suspended": "REJECT",
    "terminated": "REJECT",
}
_REVISIONS = {
    "finalised": "AGREE",
    "reaffirmed": "AGREE",
    "permitted": "CONCEDE",
    "withheld": "REJECT",
    "refused": "REJECT",
    "cancelled": "REJECT",
}


def coded(event: Event) -> tuple[str, str] | None:
    """What an event is in the terms of the scale, if it is an act between the two sides.

    Only acts are: not what lasts, nor what is seen, counted, reported or claimed. A pause in a
    negotiation is none either, nor what people do on their own. A side has a code in capitals
    (ISO 3166); an organisation, which has an id, is no side.
    """
    what = event.what
    sides = [party for party in event.parties if party.isupper()]
    if len(sides) < 2 or event.when.lasting:
        return None
    if getattr(what, "standing", "stated") != "stated" or getattr(what, "observed", False):
        return None
    match what:
        case MeetingHeld(mode=mode):
            return "CONSULT", _MEETINGS[mode]
        case MeetingPlanned():
            return "AGREE", ""
        case StatementMade(level=level, mode="condolence" | "praise" | "gesture"):
            return ("SUPPORT", "") if level != "society" else None
        case AgreementStage(stage=stage) if stage in _STAGES:
            return _STAGES[stage], ""
        case CommitmentRevised(action=action) if action in _REVISIONS:
            return _REVISIONS[action], ""
        case DeliveryReported(handed_over=True):
            return "AID", ""
        case ShipmentMade() | CooperationReported(act=True):
            return "COOPERATE", ""
        case FrictionRaised(act=True):
            return "ACCUSE", "disapprove"
        case RefusalMade():
            return "REJECT", ""
        case RestrictionChanged(action="imposed" | "tightened", imposer=by, targets=on):
            inside = by in sides and set(on) & set(sides)
            return ("SANCTION", "discontinue") if inside else None
    return None


# -- state --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Domain(Entry):
    """What goes on in one domain, as each source tells it."""

    items: Claims = Claims(holds="together")
    direction: Claims = Claims(holds="together")

    questions: ClassVar[Mapping[str, Ids]] = {"since": ("items",), "last": ("items",)}

    @property
    def since(self) -> When | UnknownType:
        """When it was first told of."""
        return self.items.first

    @property
    def last(self) -> When | UnknownType:
        """When it was last told of."""
        return self.items.last

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        yield Line(f"told of since {self.since}, last {self.last}")
        for claim in self.items:
            yield Line(f"{claim.value}, {claim.when}{claim.told}")
        if self.direction:
            yield Line(f"direction: {' / '.join(self.direction.values)}", self.direction.events)

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        yield Line(" / ".join(self.direction.values), self.items.events)


@attrs.frozen
class Scored:
    """An act between the two sides, in the terms of the scale."""

    event: str
    type: str
    mode: str
    when: When

    @property
    def score(self) -> Decimal:
        """What it weighs on its own day."""
        return SCORES[self.type, self.mode][0]

    @property
    def quad(self) -> str:
        """Verbal or material, cooperation or conflict."""
        return SCORES[self.type, self.mode][1]

    def __str__(self) -> str:
        mode = f" {self.mode}" if self.mode else ""
        return f"{self.type}{mode} {self.score:+} {self.when} {self.event}"

    def ages(self, horizon: Date) -> tuple[int, int]:
        """The fewest and the most days that have passed since, at a horizon; never below none."""
        start = self.when.start
        late, early = start.latest or horizon, start.earliest or start.latest or horizon
        days = (horizon.toordinal() - day.toordinal() for day in (late, early))
        least, most = (max(0, age) for age in days)
        return least, most


@attrs.frozen(kw_only=True)
class Index(Entry):
    """The decayed sum of the acts, with its scale and its half-life.

    Exact, and the same in whatever order the events came: the weights of age are rational
    numbers, of which those within one half-life are rounded to fifty digits once for all. So
    after one more half-life without an act it is exactly half.
    """

    scale: str = SCALE
    half_life: Quantity = attrs.field(default=Quantity(best=HALF_LIFE, unit="days"))
    acts: tuple[Scored, ...] = ()

    questions: ClassVar[Mapping[str, Ids]] = {
        "sum": ("acts",),
        "count": ("acts",),
        "shares": ("acts",),
    }

    def total(
        self, horizon: Date, weigh: Callable[[Scored], Decimal | int]
    ) -> tuple[Fraction, Fraction]:
        """The least and the greatest decayed sum at a horizon that the dates of the acts allow."""
        low, high = Fraction(), Fraction()
        for act in self.acts:
            weight = Fraction(weigh(act))
            both = [weight * _decay(age) for age in act.ages(horizon)]
            low, high = low + min(both), high + max(both)
        return low, high

    @property
    def sum(self) -> Quantity:
        """The decayed sum of the scores at the horizon."""
        return _points(self.total(self.horizon, lambda act: act.score), "points")

    @property
    def count(self) -> Quantity:
        """The decayed number of acts at the horizon: a sum alone says not of how many."""
        return _points(self.total(self.horizon, lambda _: 1), "acts")

    @property
    def shares(self) -> dict[str, Quantity]:
        """The decayed number of acts of each quarter: verbal and material, for and against."""
        quads = dict.fromkeys(quad for _, quad in SCORES.values())
        return {quad: _points(self._of(quad), "acts") for quad in quads}

    def _of(self, quad: str) -> tuple[Fraction, Fraction]:
        return self.total(self.horizon, lambda act: int(act.quad == quad))

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        yield Line(f"{self.sum} on {self.scale}, half-life {self.half_life}")
        shares = ", ".join(f"{quad} {share}" for quad, share in self.shares.items())
        yield Line(f"acts as they weigh now: {self.count}: {shares}")
        for act in self.acts:
            yield Line(f"{act}")

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        first = next(self.lines())
        yield attrs.evolve(first, text=f"{first.text}; {len(self.acts)} acts in all")


@cache
def _decay(days: int) -> Fraction:
    """Two to the power of minus the days in half-lives."""
    halvings, rest = divmod(days, HALF_LIFE)
    with localcontext(prec=50):
        within = Fraction(Decimal(2) ** (Decimal(-rest) / HALF_LIFE))
    return within / Fraction(2**halvings)


def _points(bounds: tuple[Fraction, Fraction], unit: str) -> Quantity:
    told = (round(Decimal(f.numerator) / Decimal(f.denominator), 2) for f in bounds)
    low, high = (number.normalize() for number in told)
    return Quantity(low, None, high, unit=unit)


class Cooperation(Facet[Any]):
    """Domains by id, and beside them the `index`."""

    __slots__ = ()

    def at(self, id: str) -> Any:
        """As of every facet."""
        require_key(id)
        return self.get(id, Index() if id == "index" else Domain())

    def brief(self) -> Iterator[Line]:
        """The index, and the domains in one line."""
        if "index" in self:
            for line in self["index"].brief():
                yield attrs.evolve(line, text=f"index: {line.text}")
        told = [f"{id} ({line.text})" for id in self if id != "index" for line in self[id].brief()]
        if told:
            yield Line(f"domains: {', '.join(told)}")


initial = Cooperation()


def evolve(state: Cooperation, event: Event) -> Cooperation:
    """The next state: what an event changes in this facet."""
    if isinstance(what := event.what, CooperationReported):
        sides = (what.provider, what.recipient)
        direction = " to ".join(filter(None, sides)) or "both"
        domain = state.at(what.domain).claim(event, items=what.item, direction=direction)
        state = state.put(what.domain, domain)
    if (code := coded(event)) is not None:
        act = Scored(event.id, *code, event.when)
        index = state.at("index")
        state = state.put("index", index.add(event, acts=(*index.acts, act)))
    return state


# -- questions ----------------------------------------------------------------------------


def domains(state: Cooperation | UnknownType) -> tuple[str, ...] | UnknownType:
    """The domains in which cooperation is told of; Unknown where none is recorded."""
    if state is Unknown:
        return Unknown
    return tuple(id for id in state if id != "index")
