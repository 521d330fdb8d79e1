"""What people ask most: of the shipped chronicle, and of logs that are corrected and checked.

A part of `bench_engine.py`, which writes its rows.
"""

from __future__ import annotations

import random
from time import perf_counter
from typing import Any

from pendulum import Date
from rows import MICRO, line, made, shown, timed
from workload import Payment, Workload, amount_of, key_of

import bilateral_timeline as bt
from bilateral_timeline.projections.definition import definition
from bilateral_timeline.relations.relationship import RELATIONSHIP

DAY, LAST = Date(2029, 12, 31), Date(2001, 12, 31)
TOTAL: bt.Sum[int] = bt.Sum(amount_of)
BY_KEY: bt.Keyed[str, int] = bt.Keyed(key_of, TOTAL)
FIELDS: bt.Projection[dict[str, str]] = bt.Projection(
    initial={}, evolve=lambda state, event: {**state, key_of(event)[:3]: event.id}
)


def paid(id: str, when: str, known: str, amount: int = 1) -> bt.Event:
    """A payment."""
    return bt.Event(id=id, when=when, known=known, what=Payment(key=id, amount=amount))


class Everyday:
    """The rows of everyday questions."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.rng = random.Random(7)

    def add(
        self, size: int, what: str, value: str, ratio: float | None = None, most: float = 0
    ) -> None:
        """A row, as of `bench_engine.Bench`."""
        self.rows.append(made("everyday", size, what, value, ratio, most))
        print(line(self.rows[-1]), flush=True)

    def run(self) -> list[dict[str, Any]]:
        """Every row, in the order of the table."""
        self.chronicle()
        for name, grow in (
            ("correct one event, then ask", self.corrections),
            ("append to one day, then ask", self.same_day),
        ):
            few, many = grow(1_000), grow(100_000)
            self.add(1_000, name, shown(few))
            self.add(100_000, name, shown(many))
            self.add(100_000, "it to that of 1,000", "", many / few, 200)
        few, many = self.revisions(1_000), self.revisions(100_000)
        self.add(1_000, "append as many revisions of one event, then ask", shown(few))
        self.add(100_000, "append as many revisions of one event, then ask", shown(many))
        self.add(100_000, "it to that of 1,000", "", many / few, 200)
        # A step of the plain state copies a dict of up to a hundred keys: that grows, too.
        for name, projection, most in (("a plain state", FIELDS, 0), ("by key", BY_KEY, 200)):
            taken = [self.check(size, projection) for size in (1_000, 10_000, 100_000)]
            for size, micros in zip((1_000, 10_000, 100_000), taken, strict=True):
                self.add(size, f"check of {name}", shown(micros))
            self.add(100_000, "it to that of 1,000", "", taken[2] / taken[0], most)
        return self.rows

    def chronicle(self) -> None:
        """The shipped chronicle: repeated, at a new day, and a daily series."""
        timeline = bt.load_chronicle("russia-iran")
        records, size = list(timeline._records), len(list(timeline._records))
        first, last = Date(2022, 1, 1).toordinal(), Date(2024, 12, 31).toordinal()
        days = [Date.fromordinal(self.rng.randint(first, last)) for _ in range(300)]

        def plainly(day: Date) -> Any:
            return definition(RELATIONSHIP, records, day, None, "certain")

        plain = timed(plainly, days[:20]).p50
        timeline.as_of(days[0])
        again = timed(timeline.as_of, [days[0]] * 100)
        new = timed(timeline.as_of, days[1:])
        self.add(size, "the shipped Relationship, repeated, p50 / p99", str(again))
        self.add(size, "the definition to it", shown(plain), plain / again.p50, -20)
        self.add(size, "the same at a new day, p50 / p99", str(new))
        self.add(size, "the definition to it", shown(plain), plain / new.p50, -20)
        end, path = Date(2024, 12, 31), "commitments.su-35.status"
        whole = timed(plainly, [end] * 3).p50
        for known_by, most in ((None, 3), ("then", 0)):
            fresh: Any = bt.load_chronicle("russia-iran")
            asked = {"every": "day", "after": "2021-12-31", "until": end, "known_by": known_by}
            start = perf_counter()
            found = fresh.series(path, **asked)
            taken = (perf_counter() - start) * MICRO
            assert len(found) == 1096
            told = "known now" if known_by is None else "each day as then known"
            self.add(size, f"a value on 1,096 days, {told}, cold", shown(taken))
            self.add(size, "it to one fold of everything", shown(whole), taken / whole, most)

    def corrections(self, size: int) -> float:
        """One event of so many revisions is corrected and asked after, again and again."""
        log = bt.EventLog()
        log.append(*self.revised(size))
        log.timeline(TOTAL).as_of(DAY)
        last = LAST.add(days=size)

        def step(n: int) -> None:
            log.correct("a", known=last.add(days=n), what=Payment(key="a", amount=n))
            log.timeline(TOTAL).as_of(DAY)

        return timed(step, range(100)).p50

    def revisions(self, size: int) -> float:
        """As many revisions of one event in one append, and a question."""
        held = self.revised(size)
        start = perf_counter()
        log = bt.EventLog()
        log.append(*held)
        timeline = log.timeline(TOTAL)
        timeline.as_of(DAY)
        timeline.as_of(DAY, known_by="2003-01-01")
        return (perf_counter() - start) * MICRO

    def revised(self, size: int) -> list[bt.Event]:
        """So many revisions of one event, twenty a day."""
        return [
            bt.Event(
                id="a",
                revision=n,
                when="2001",
                known=LAST.add(days=n // 20),
                what=Payment(key="a", amount=n),
            )
            for n in range(size)
        ]

    def same_day(self, size: int) -> float:
        """So many events on one day, one more, and a question."""
        log = bt.EventLog()
        log.append(*(paid(f"e{n}", "2001-05-05", "2001-05-05") for n in range(size)))
        log.timeline(TOTAL).as_of(DAY)

        def step(n: int) -> None:
            log.append(paid(f"f{n}", "2001-05-05", "2001-05-05"))
            log.timeline(TOTAL).as_of(DAY)

        return timed(step, range(100)).p50

    def check(self, size: int, projection: Any) -> float:
        """What a curator should look at, of so many random events."""
        work = Workload(size)
        log = bt.EventLog()
        log.append(*work.records())
        timeline = log.timeline(projection)
        start = perf_counter()
        timeline.check()
        return (perf_counter() - start) * MICRO
