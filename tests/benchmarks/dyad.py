"""How fast the relationship of a pair answers: the shipped one, and synthetic ones of any size.

A part of `bench_engine.py`, which writes its rows.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from pendulum import Date
from rows import MICRO, line, made, shown, timed

import bilateral_timeline as bt
from bilateral_timeline.projections.definition import definition
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.facets.agreements import AgreementDescribed, AgreementStage
from bilateral_timeline.relations.facets.assessments import AssessmentMade
from bilateral_timeline.relations.facets.commitments import CommitmentMade, DeliveryReported
from bilateral_timeline.relations.facets.contacts import LEVELS, MeetingHeld
from bilateral_timeline.relations.facets.force import HostileAct
from bilateral_timeline.relations.facets.frictions import FrictionRaised
from bilateral_timeline.relations.facets.projects import ProjectStage

FIRST, DAYS, ABOUT = date(1990, 1, 1), 12_000, 20
"""The events are of these days, and some twenty of them are about one entry."""
PAIR = ("AA", "BB")


def read(part: Any) -> int:
    """All that a state, a facet or an entry tells, worked out; how many values there are."""
    if part is bt.Unknown:
        return 0
    if isinstance(part, bt.Relationship):
        return sum(read(getattr(part, name)) for name in part.facets)
    if isinstance(part, Facet):
        return sum(read(entry) for entry in part.values())
    return len(part.branches())


class Synthetic:
    """A log of events of eight facets between two parties, in no order."""

    def __init__(self, size: int) -> None:
        self.rng, self.size = random.Random(size), size
        self.log = bt.EventLog()
        self.log.append(*map(self.event, range(size)))

    def entry(self) -> str:
        """The id of any entry."""
        return f"e{self.rng.randrange(max(self.size // ABOUT // 8, 1))}"

    def day(self) -> date:
        """Any day."""
        return FIRST + timedelta(days=self.rng.randrange(DAYS))

    def event(self, number: int) -> bt.Event:
        """One event, public within a year."""
        when = self.day()
        known = when + timedelta(days=self.rng.randrange(365))
        return bt.Event(
            id=f"event-{number}",
            when=when.isoformat(),
            parties=PAIR,
            what=self.body(),
            sources=[bt.Citation("gazette", "p. 1", known=known)],
        )

    def body(self) -> Any:
        """The body of one event."""
        id, number = self.entry(), bt.Quantity(best=self.rng.randrange(1, 99), unit="jets")
        match self.rng.randrange(9):
            case 0:
                return CommitmentMade(commitment=id, quantity=number, due=bt.When("2020-01"))
            case 1:
                return DeliveryReported(commitment=id, quantity=number)
            case 2:
                stage = self.rng.choice(("proposed", "signed", "in-force", "suspended"))
                return AgreementStage(agreement=id, stage=stage)
            case 3:
                return AgreementDescribed(agreement=id, instrument="treaty", covers="trade")
            case 4:
                return ProjectStage(project=id, stage=self.rng.choice(("planned", "operational")))
            case 5:
                return FrictionRaised(friction=id, issue="a border")
            case 6:
                return AssessmentMade(topic=id, dimension="label", view="near", assessor="Ada")
            case 7:
                return HostileAct(dispute=id, act="clash", actor="AA", target="BB")
        level = self.rng.choice(LEVELS)
        return MeetingHeld(level=level, mode="visit", participants=("Ada", "Bo"))


class Dyad:
    """The rows of the relationship of a pair."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(
        self, size: int, what: str, value: str, ratio: float | None = None, most: float = 0
    ) -> None:
        """A row, as of `bench_engine.Bench`."""
        self.rows.append(made("relationship", size, what, value, ratio, most))
        print(line(self.rows[-1]), flush=True)

    def run(self) -> list[dict[str, Any]]:
        """Every row, in the order of the table."""
        self.chronicle()
        few, many = self.synthetic(1_000), self.synthetic(100_000)
        self.add(100_000, "one value of one entry: it to that of 1,000", "", many / few, 3)
        return self.rows

    def chronicle(self) -> None:
        """The shipped chronicle, all of it read: repeated, at a new day, and a daily series."""
        timeline = bt.load_chronicle("russia-iran")
        records, size = list(timeline._records), len(list(timeline._records))
        projection, rng = timeline.projection, random.Random(7)
        first, last = Date(2022, 1, 1).toordinal(), Date(2024, 12, 31).toordinal()
        days = [Date.fromordinal(rng.randint(first, last)) for _ in range(300)]

        def plainly(day: Date) -> int:
            return read(projection.show(definition(projection, records, day, None, "certain")))

        def asked(day: Date) -> int:
            return read(timeline.as_of(day))

        plain = timed(plainly, days[:20]).p50
        asked(days[0])
        again, new = timed(asked, [days[0]] * 100), timed(asked, days[1:])
        self.add(size, "the shipped Relationship, all read, again, p50 / p99", str(again))
        self.add(size, "the definition to it", shown(plain), plain / again.p50)
        self.add(size, "the same at a new day, p50 / p99", str(new))
        self.add(size, "the definition to it", shown(plain), plain / new.p50)
        one = timed(lambda day: timeline.as_of(day).at("commitments.su-35.status"), days)
        self.add(size, "one value of it, p50 / p99", str(one))
        self.add(size, "the definition to it", shown(plain), plain / one.p50, -20)
        end, path = Date(2024, 12, 31), "commitments.su-35.status"
        whole = timed(plainly, [end] * 3).p50
        for known_by, most in ((None, 3), ("then", 0)):
            fresh: Any = bt.load_chronicle("russia-iran")
            question = {"every": "day", "after": "2021-12-31", "until": end, "known_by": known_by}
            start = perf_counter()
            found = fresh.series(path, **question)
            taken = (perf_counter() - start) * MICRO
            assert len(found) == 1096
            told = "known now" if known_by is None else "each day as then known"
            self.add(size, f"a value on 1,096 days, {told}, cold", shown(taken))
            self.add(size, "it to one plain pass", shown(whole), taken / whole, most)

    def synthetic(self, size: int) -> float:
        """A synthetic pair: the first state of everything, one value, changes; of one value."""
        work = Synthetic(size)
        projection = bt.relationship(*PAIR)
        timeline = work.log.timeline(projection)
        events = list(timeline.events())
        start = perf_counter()
        values = read(projection.show(projection.fold(events)))
        plain = (perf_counter() - start) * MICRO
        fresh = work.log.timeline(projection)
        start = perf_counter()
        assert read(fresh.as_of("2024-12-31")) == values
        first = (perf_counter() - start) * MICRO
        again = timed(lambda: read(fresh.as_of("2024-12-31")), [()] * 3).p50
        self.add(size, "one plain pass: a fold, and all of it read", shown(plain))
        self.add(size, "the first state of everything, cold", shown(first), first / plain, 3)
        self.add(size, "the same again", shown(again), again / plain)
        ids = [event.what.commitment for event in events if isinstance(event.what, CommitmentMade)]
        moments = [
            (work.rng.choice(ids), work.day(), work.day() + timedelta(days=180))
            for _ in range(2_000)
        ]
        own = {
            id: [e for e in events if getattr(e.what, "commitment", "") == id]
            for id, _, _ in moments[:200]
        }

        def plainly(id: str, day: date, known: date) -> Any:
            held = definition(projection, own[id], to_day(day), to_day(known), "certain")
            return projection.show(held).branches()

        def asked(id: str, day: date, known: date) -> Any:
            return fresh.as_of(day, known_by=known).at(f"commitments.{id}.so_far")

        timed(asked, moments[:100])
        one, limit = timed(asked, moments), timed(plainly, moments[:200])
        self.add(size, "one value of one entry at any (v, k), p50 / p99", str(one))
        told = "it to a fold of that entry's own events"
        self.add(size, told, shown(limit.p50), one.p50 / limit.p50, 3)
        if size < 100_000:
            return one.p50  # too few events between two days to tell
        counts, taken = list[int](), list[float]()
        for width in (10, 100):
            day = FIRST + timedelta(days=DAYS // 2)
            until = day + timedelta(days=width)
            counts.append(len(fresh.events(day, until)))
            taken.append(timed(lambda d=day, u=until: fresh.changes(d, u), [()] * 3).p50)
            self.add(size, f"changes over {width} days, {counts[-1]} events", shown(taken[-1]))
        grown = (taken[1] / taken[0]) / (counts[1] / max(counts[0], 1))
        self.add(size, "the second to the first, for each event between", "", grown, 2)
        return one.p50


def to_day(day: date) -> Date:
    """A day as the engine has it."""
    return Date.fromordinal(day.toordinal())


if __name__ == "__main__":
    Dyad().run()
