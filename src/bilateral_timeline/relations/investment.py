"""Investment: direct investment, loans, sums in memoranda: what is planned, agreed and issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import attrs

from ..dates.when import When
from ..records.events import Event
from ..records.fields import is_id, one_of
from ..records.kinds import kind
from ..records.values import Money, Quantity, Unknown, UnknownType
from .agreements import AgreementDescribed, AgreementStage
from .claims import STANDINGS, Claims, Stage
from .facet import Entry, Facet, Ids, Line, share

# -- events -------------------------------------------------------------------------------

STAGES = ("expected", "pledged", "planned", "agreed", "issued", "disbursed", "repaid", "counted")
FORMS = ("direct investment", "loan", "memorandum", "pledge", "expectation")


@kind("investment-reported")
class InvestmentReported:
    """Money that one side puts, lends or promises to put into the other, as one account has it."""

    investment: str = attrs.field(validator=is_id)
    form: str = attrs.field(default="", validator=one_of("", *FORMS))
    stage: str = attrs.field(default="", validator=one_of("", *STAGES))
    source: str = ""
    destination: str = ""
    name: str = ""
    project: str = ""
    value: Money | None = None
    converted: Money | None = None
    """The same in the currency of the other accounts, as the source itself converts it."""
    total: Money | None = None
    """What it is a part of: all such investment, or the cost of the project."""
    share: Quantity | None = None
    """Its share of the total in percent, as the source gives it."""
    period: str = ""
    """The period it is said to be of, in the words of the source."""
    superlative: str = ""
    progress: str = ""
    standing: str = attrs.field(default="stated", validator=one_of(*STANDINGS))


# -- state --------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Investment(Entry):
    """An investment: how far it is, and what each source says of it."""

    name: str = ""
    form: Claims = Claims()
    source: str = ""
    destination: str = ""
    project: str = ""
    stages: Claims = Claims(holds="from then on")
    stage: str | UnknownType = Unknown
    """The furthest stage that was stated."""
    value: Claims = Claims()
    original: Claims = Claims()
    """The sum in the currency in which it was named first, where the source converts it."""
    total: Claims = Claims()
    original_total: Claims = Claims()
    share_told: Claims = Claims()
    period: Claims = Claims()
    superlative: Claims = Claims(holds="together")
    progress: Claims = Claims()

    questions: ClassVar[Mapping[str, Ids]] = {
        "share": ("value", "total"),
        "since": ("stage",),
    }
    settles: ClassVar[Mapping[str, str]] = {"stages": "stage"}

    @property
    def since(self) -> When | UnknownType:
        """When the stage was first told."""
        return Claims(tuple(c for c in self.stages.standing if c.value.word == self.stage)).first

    def follows(self, leaf: str) -> tuple[Ids, dict[str, Any]]:
        """As of every entry."""
        now = max(self.stages.standing, key=lambda claim: claim.value.rank, default=None)
        return ((now.event,), {"stage": now.value.word}) if now else ((), {"stage": Unknown})

    @property
    def share(self) -> Quantity | UnknownType:
        """What part of the total it is, in percent, by the most precise figures of both.

        Unknown where they are in two currencies.
        """
        value, total = self.value.most_precise, self.total.most_precise
        return share(_counted(value), _counted(total))

    @property
    def headline(self) -> str:
        """As of every entry."""
        sides = f"{self.source} to {self.destination}" if self.source and self.destination else ""
        return ", ".join(filter(None, (self.name, sides)))

    def lines(self) -> Iterator[Line]:
        """As of every entry."""
        if self.stage is not Unknown:
            yield Line(f"{self.stage}, told {self.since}", self.why("stage")[0])
        for name in ("form", "value", "original", "total"):
            if claims := getattr(self, name):
                yield Line(f"{_WORDS.get(name, name)}: {claims}")
        if self.share is not Unknown:
            yield Line(f"share computed: {self.share}", (*self.value.events, *self.total.events))
        for name in ("original_total", "share_told", "period", "superlative", "progress"):
            if claims := getattr(self, name):
                yield Line(f"{_WORDS.get(name, name)}: {claims}")
        if self.stages and (len(self.stages) > len(self.stages.standing) or len(self.stages) > 1):
            yield Line(f"stages: {self.stages}")

    def brief(self) -> Iterator[Line]:
        """As of every entry."""
        sides = f"{self.source} to {self.destination}, " if self.source else ""
        stage = "no stage stated" if self.stage is Unknown else f"{self.stage} {self.since}"
        told = [f"{sides}{stage}"]
        if self.value:
            best = self.value.most_precise
            told.append(str(self.value.group) if best is Unknown else best.rounded)
        told += [f"{self.share.rounded} of the total"] if self.share is not Unknown else []
        told += [f"progress: {' or '.join(self.progress.values)}"] if self.progress else []
        events = (*self.why("stage")[0], *self.value.tellers, *self.progress.tellers)
        yield Line("; ".join(told) + self.contested, tuple(dict.fromkeys(events)))


_WORDS = {
    "original": "in the currency first named",
    "original_total": "total in that currency",
    "share_told": "share told",
    "superlative": "said of it",
}


def _counted(sum: Money | UnknownType) -> Quantity | UnknownType:
    """A sum as a quantity of its currency."""
    if sum is Unknown:
        return Unknown
    return Quantity(sum.low, sum.best, sum.high, unit=sum.currency)


@attrs.frozen(eq=False)
class Investments(Facet[Investment]):
    """Investments by id."""

    of = Investment

    # The signatures of agreements: the sum of one may be told later.
    _signed: Mapping[str, Event] = attrs.field(factory=dict, repr=False)

    def signed(self, id: str) -> Event | None:
        """The event of the signature of an agreement, if there was one."""
        return self._signed.get(id)

    def sign(self, id: str, event: Event) -> Investments:
        """These investments, and one more signature."""
        return attrs.evolve(self, signed={**self._signed, id: event})


initial = Investments()


def evolve(state: Investments, event: Event) -> Investments:
    """The next state: what an event changes in this facet."""
    match event.what:
        case InvestmentReported() as what:
            return state.put(what.investment, _reported(state.at(what.investment), event, what))
        case AgreementDescribed(agreement=id, value=value) if value:
            held, signed = state.at(id).claim(event, value=value), state.signed(id)
            if signed is not None and held.stage is Unknown:
                held = _agreed(held, signed)
            return state.put(id, held)
        case AgreementStage(agreement=id, stage="signed"):
            state = state.sign(id, event)
            return state.put(id, _agreed(state[id], event)) if id in state else state
    return state


def _reported(held: Investment, event: Event, what: InvestmentReported) -> Investment:
    names = ("name", "source", "destination", "project")
    said = {name: given for name in names if (given := getattr(what, name))}
    held = held.set(event, **said).claim(
        event,
        form=what.form,
        value=what.converted or what.value,
        original=what.value if what.converted else None,
        total=None if what.converted else what.total,
        original_total=what.total if what.converted else None,
        share_told=what.share,
        period=what.period,
        superlative=what.superlative,
        progress=what.progress,
    )
    return _reached(held, event, what.stage) if what.stage else held


def _agreed(held: Investment, signed: Event) -> Investment:
    held, name = _reached(held, signed, "agreed"), signed.what.name
    return held.set(signed, name=name) if name else held


def _reached(held: Investment, event: Event, word: str) -> Investment:
    stage = Stage(word, rank=STAGES.index(word))
    held = held.claim(event, stages=stage)
    further = held.stage is Unknown or STAGES.index(held.stage) <= stage.rank
    return held.set(event, stage=word) if further and held.stages.counts(event) else held


# -- questions ----------------------------------------------------------------------------


def issued(state: Investments | UnknownType) -> tuple[str, ...] | UnknownType:
    """The investments of which money is stated to have been issued; Unknown where none is told."""
    if state is Unknown:
        return Unknown
    done = ("issued", "disbursed", "repaid")
    return tuple(id for id, held in state.items() if held.stage in done)
