"""Trade: by flow and year, each figure with its source; changes as told and as computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from ..projections.states import require_key
from ..records.events import Event
from ..records.fields import is_id, none_of, one_of
from ..records.kinds import kind
from ..records.values import Money, Quantity, Unknown, UnknownType
from .claims import STANDINGS, Claims
from .facet import Entry, Facet, Ids, Line

# -- events -------------------------------------------------------------------------------


@kind("trade-reported")
class TradeReported:
    """A figure of trade in a flow and a year, as one account gives it."""

    flow: str = attrs.field(validator=[is_id, none_of("goods", "scope")])
    """Such as `turnover`, or `ir-exports` for what one side sells."""
    year: int | None = None
    """Left out where the source names none."""
    value: Money | None = None
    change: Quantity | None = None
    """In percent on the year before; negative for a fall."""
    preliminary: bool = False
    """An early figure, which later ones replace; it stands apart from them."""
    superlative: str = ""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


@kind("trade-composed")
class TradeComposed:
    """What share of a flow a kind of goods has, and where that goes."""

    flow: str = attrs.field(validator=[is_id, none_of("goods", "scope")])
    year: int
    goods: str = attrs.field(validator=is_id)
    share: Quantity | None = None
    """In percent."""
    direction: str = attrs.field(default="", validator=one_of("", "rising", "falling"))
    examples: tuple[str, ...] = ()


@kind("trade-described")
class TradeDescribed:
    """What is said of a flow in a year: a cause, or an obstacle."""

    flow: str = attrs.field(validator=[is_id, none_of("goods", "scope")])
    year: int | None = None
    cause: str = ""
    obstacle: str = ""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


@kind("statistics-scope")
class StatisticsScope:
    """Whether the official figures count some goods, as one account has it."""

    goods: str = attrs.field(validator=is_id)
    counted: str = attrs.field(validator=one_of("yes", "no"))
    basis: str = ""


# -- state --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Year(Entry):
    """A flow in one year: what it came to, how it changed, and what is said of it."""

    value: Claims = Claims()
    early: Claims = Claims()
    early_change: Claims = Claims()
    """Figures given before those that count."""
    change: Claims = Claims()
    """The change on the year before in percent, as it is told."""
    superlative: Claims = Claims(holds="together")
    cause: Claims = Claims(holds="together")
    obstacle: Claims = Claims(holds="together")

    # What the flow came to in the year before: told there, and only looked at here.
    _before: Claims = attrs.field(default=Claims(), eq=False, repr=False, alias="_before")

    questions: ClassVar[Mapping[str, Ids]] = {
        "best": ("value",),
        "computed_change": ("value", "_before"),
    }

    @property
    def best(self) -> Money | UnknownType:
        """The most precise of the figures; of equals, the one with most sources."""
        best: Money | UnknownType = self.value.most_precise
        return best

    @property
    def computed_change(self) -> Quantity | UnknownType:
        """The change in percent that the most precise figures of both years allow."""
        return _change(self._before.most_precise, self.value.most_precise)

    def change_of(self, source: str) -> Quantity | UnknownType:
        """The change in percent that the figures of one source allow; Unknown without both."""
        then, now = (
            next((c.value for c in claims if source in c.sources), Unknown)
            for claims in (self._before, self.value)
        )
        return _change(then, now)

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        if self.value:
            yield Line(f"value: {self.value}")
        if self.early:
            yield Line(f"early figure: {self.early}")
        if self.early_change:
            yield Line(f"early change: {self.early_change}")
        if self.change:
            yield Line(f"change told: {self.change}")
        if self.computed_change is not Unknown:
            yield Line(f"change computed: {self.computed_change}", self._levels)
        for name in ("superlative", "cause", "obstacle"):
            if claims := getattr(self, name):
                yield Line(f"{'said of it' if name == 'superlative' else name}: {claims}")

    @property
    def _levels(self) -> Ids:
        return tuple(dict.fromkeys((*self.value.events, *self._before.events)))

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        told = [f"{self.best.rounded}, {self.value.group}"] if self.best is not Unknown else []
        told += [f"early figure {self.early.values[-1].rounded}"] if self.early else []
        changes = " or ".join(change.rounded for change in self.change.values)
        told += [f"change told {changes}"] if self.change else []
        computed = self.computed_change
        told += [f"computed {computed}"] if computed is not Unknown else []
        told += [f"causes told: {len(self.cause.values)}"] if self.cause else []
        events = (*self._levels, *self.change.events, *self.cause.events)
        if told:
            yield Line("; ".join(told), tuple(dict.fromkeys(events)))


def _change(then: Any, now: Any) -> Quantity | UnknownType:
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


@attrs.frozen(kw_only=True)
class Goods(Entry):
    """A kind of goods in a flow of one year."""

    share: Claims = Claims()
    direction: Claims = Claims()
    examples: Claims = Claims(holds="together")

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        for name, claims in self.claims():
            yield Line(f"{name}: {claims}")

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        told = [share.rounded for share in self.share.values]
        yield Line(", ".join([*told, *self.direction.values]), self.share.events)


@attrs.frozen(kw_only=True)
class Scope(Entry):
    """Whether the official figures count some goods."""

    counted: Claims = Claims()
    basis: Claims = Claims(holds="together")

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        yield Line(f"counted: {self.counted}")
        if self.basis:
            yield Line(f"basis: {self.basis}")


class Flow(Facet[Year]):
    """A flow by year."""

    __slots__ = ()
    of = Year

    def deny(self, event: Event, path: str) -> Flow:
        """As of every facet; the year after knows of it too."""
        held = super().deny(event, path)
        year, _, leaf = path.partition(".")
        after = str(int(year) + 1) if year.isdigit() else ""
        if leaf != "value" or after not in held:
            return held
        return held.put(after, held[after].with_claims(_before=held[year].value))


class Composition(Facet[Goods]):
    """What flows consist of, by flow, year and goods."""

    __slots__ = ()
    of = Goods

    def brief(self) -> Iterator[Line]:
        """As of every facet: in one line."""
        told = [(id, line) for id, goods in self.items() for line in goods.brief()]
        yield _joined((f"{id} {line.text}", line.events) for id, line in told)


class Scopes(Facet[Scope]):
    """Which goods the official figures count, by goods."""

    __slots__ = ()
    of = Scope

    def brief(self) -> Iterator[Line]:
        """As of every facet: in one line."""
        yield _joined(
            (f"{id} counted: {' or '.join(scope.counted.values)}", scope.counted.events)
            for id, scope in self.items()
        )


def _joined(parts: Iterable[tuple[str, Ids]]) -> Line:
    texts, events = zip(*parts, strict=True)
    return Line("; ".join(texts), tuple(dict.fromkeys(id for ids in events for id in ids)))


class Trade(Facet[Any]):
    """Trade by flow; beside the flows `goods`, what they consist of, and `scope`."""

    __slots__ = ()

    def at(self, id: str) -> Any:
        """As of every facet."""
        require_key(id)
        begun: dict[str, Facet[Any]] = {"goods": Composition(), "scope": Scopes()}
        return self.get(id, begun.get(id, Flow()))


initial = Trade()


def evolve(state: Trade, event: Event) -> Trade:
    """The next state: what an event changes in this facet."""
    match event.what:
        case TradeReported() as what:
            names = ("early", "early_change") if what.preliminary else ("value", "change")
            told = dict(zip(names, (what.value, what.change), strict=True))
            flow = _told(state, event, **told, superlative=what.superlative)
            after = "" if what.year is None or what.preliminary else str(what.year + 1)
            if after in flow:
                flow = flow.put(after, flow[after].claim(event, _before=what.value))
            return state.put(what.flow, flow)
        case TradeDescribed() as what:
            return state.put(
                what.flow, _told(state, event, cause=what.cause, obstacle=what.obstacle)
            )
        case TradeComposed() as what:
            id, goods = f"{what.flow}-{what.year}-{what.goods}", state.at("goods")
            found = goods.at(id).claim(event, share=what.share, direction=what.direction)
            for example in what.examples:
                found = found.claim(event, examples=example)
            return state.put("goods", goods.put(id, found))
        case StatisticsScope() as what:
            scope = state.at("scope")
            found = scope.at(what.goods).claim(event, counted=what.counted, basis=what.basis)
            return state.put("scope", scope.put(what.goods, found))
    return state


def _told(state: Trade, event: Event, **claims: Any) -> Flow:
    """The flow of an event, with what it says of its year; a new year knows the one before."""
    what = event.what
    flow: Flow = state.at(what.flow)
    year = "undated" if what.year is None else str(what.year)
    entry = flow.at(year)
    before = Unknown if what.year is None else flow.get(str(what.year - 1))
    if before is not Unknown and not entry._before:
        entry = entry.with_claims(_before=before.value)
    return flow.put(year, entry.claim(event, **claims))


# -- questions ----------------------------------------------------------------------------


def contested(state: Trade | UnknownType) -> tuple[str, ...] | UnknownType:
    """The paths of the figures on which sources contradict each other; Unknown without trade."""
    if state is Unknown:
        return Unknown
    return tuple(path for path, claims in state.claims() if claims.group == "contested")
