"""The events that the benchmarks ask about: twenty years of payments between 200 pairs.

Of them 10 % have an imprecise date, 5 % become known late (by a month on average, exponentially),
and 2 % are corrected: most within weeks, the others at any time later, some with another key or
another date. Keys follow Zipf's law. Records come in the order in which they became known.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record

FIRST, YEARS, KEYS, PAIRS = date(2000, 1, 1), 20, 10_000, 200
DAYS = YEARS * 365
SEED = 1992


@bt.kind("benchmark-payment")
class Payment:
    """A payment: between whom stands in the event."""

    key: str
    amount: int


def key_of(event: bt.Event) -> str:
    """The key of a payment."""
    return str(event.what.key)


def amount_of(event: bt.Event) -> int:
    """The amount of a payment."""
    return int(event.what.amount)


class Workload:
    """Random events, the same for the same seed."""

    def __init__(self, size: int, seed: int = SEED) -> None:
        self.size, self.rng = size, random.Random(seed)
        self._days = [Date.fromordinal(FIRST.toordinal() + n) for n in range(3 * DAYS)]
        self._whens = [bt.When(day.isoformat()) for day in self._days]
        self._weights = list(accumulate(1 / rank**1.05 for rank in range(1, KEYS + 1)))
        self._pairs = [(f"A{n // 20:02}", f"B{n % 20:02}") for n in range(PAIRS)]
        self._keys = [f"k{n:04}" for n in range(KEYS)]

    def key(self) -> str:
        """A key, by Zipf's law."""
        at = bisect_right(self._weights, self.rng.random() * self._weights[-1])
        return self._keys[min(at, KEYS - 1)]

    def day(self) -> Date:
        """Any day of the twenty years."""
        return self._days[self.rng.randrange(DAYS)]

    def records(self) -> list[Record]:
        """All records, in the order in which they became known."""
        rng, made = self.rng, list[tuple[int, bt.Event]]()
        for number in range(self.size):
            day = rng.randrange(DAYS)
            late = int(rng.expovariate(1 / 30)) + 1 if rng.random() < 0.05 else 0
            first = self.event(f"e{number}", day, day + late)
            made.append((day + late, first))
            if rng.random() < 0.02:
                slow = rng.random() < 0.3
                again = day + late + 1 + (rng.randrange(DAYS) if slow else rng.randrange(90))
                if again < 3 * DAYS:
                    moved = day + rng.randrange(30) if rng.random() < 0.2 else day
                    key = None if rng.random() < 0.1 else first.what.key
                    made.append((again, self.event(first.id, min(moved, again), again, key, 1)))
        made.sort(key=lambda pair: pair[0])
        return [event for _, event in made]

    def event(
        self, id: str, day: int, known: int, key: str | None = None, revision: int = 0
    ) -> bt.Event:
        """One payment on a day, or in the weeks before it."""
        when = self._whens[day]
        if self.rng.random() < 0.1:
            last = self._days[day]
            shape = self.rng.randrange(2)
            first = last - timedelta(days=self.rng.randrange(1, 30))
            when = bt.When(f"[{first}..{last}]" if shape else f"{last}~")
        return bt.Event(
            id=id,
            when=when,
            known=self._days[known],
            what=Payment(key=key or self.key(), amount=self.rng.randrange(1, 1000)),
            parties=self._pairs[self.rng.randrange(PAIRS)],
            revision=revision,
        )


def questions(workload: Workload, count: int) -> Iterator[tuple[Date, Date]]:
    """Random days, each known by another."""
    for _ in range(count):
        yield workload.day(), workload.day()
