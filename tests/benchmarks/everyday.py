"""What people do every day: logs that are corrected, appended to and checked.

A part of `bench_engine.py`, which writes its rows.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

from pendulum import Date
from rows import MICRO, line, made, shown, timed
from workload import Payment, Workload, amount_of, key_of

import bilateral_timeline as bt

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

    def add(
        self, size: int, what: str, value: str, ratio: float | None = None, most: float = 0
    ) -> None:
        """A row, as of `bench_engine.Bench`."""
        self.rows.append(made("everyday", size, what, value, ratio, most))
        print(line(self.rows[-1]), flush=True)

    def run(self) -> list[dict[str, Any]]:
        """Every row, in the order of the table."""
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
