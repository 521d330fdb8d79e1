"""How fast `When` reads: `python tests/benchmarks/bench_when.py`.

Distinct texts are read with an empty cache, in a mix like that of a chronicle; plain days are
set beside `datetime.date.fromisoformat` in the same process. Each figure is the median of
several rounds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date
from statistics import median
from time import perf_counter

from bilateral_timeline.dates import when
from bilateral_timeline.dates.when import When

DISTINCT = 20_000
ROUNDS = 9
SEED = 2024

Text = Callable[[random.Random], str]


def day(rng: random.Random) -> str:
    return date.fromordinal(rng.randint(*SPAN)).isoformat()


def month(rng: random.Random) -> str:
    return day(rng)[:7]


def division(rng: random.Random) -> str:
    return f"{rng.randint(1, 9998):04}-{rng.choice([*range(21, 29), *range(33, 42)])}"


def unspecified(rng: random.Random) -> str:
    return rng.choice([day(rng)[:9] + "X", month(rng) + "-XX", day(rng)[:4] + "-XX"])


def in_doubt(rng: random.Random) -> str:
    return rng.choice([day, month])(rng) + rng.choice("?~%")


def in_order(rng: random.Random) -> tuple[str, str]:
    first, last = sorted((day(rng), day(rng)))
    return first, last


def interval(rng: random.Random) -> str:
    first, last = in_order(rng)
    return rng.choice([f"{first}/{last}", f"{first[:7]}/..", f"{first}/", f"../{last}"])


def choice(rng: random.Random) -> str:
    first, last = in_order(rng)
    return rng.choice([f"[{first}..{last}]", f"[..{last}]", f"[{first},{last}]"])


SPAN = date(1, 1, 1).toordinal(), date(9999, 12, 31).toordinal()
# Years from 1 to 9999 leave enough distinct texts of every sort.
MIX: tuple[tuple[str, int, Text], ...] = (
    ("days", 60, day),
    ("months", 10, month),
    ("seasons, quarters, halves", 6, division),
    ("unspecified digits", 4, unspecified),
    ("in doubt", 6, in_doubt),
    ("intervals", 6, interval),
    ("choices", 8, choice),
)


def distinct(make: Text, count: int) -> list[str]:
    rng, texts = random.Random(SEED), dict[str, None]()
    while len(texts) < count:
        texts[make(rng)] = None
    return list(texts)


def rate(read: Callable[[str], object], texts: Sequence[str], *, cold: bool) -> float:
    """Texts read per second."""
    seconds = []
    for _ in range(ROUNDS):
        if cold:
            when._read.cache_clear()
        start = perf_counter()
        for text in texts:
            read(text)
        seconds.append(perf_counter() - start)
    return len(texts) / median(seconds)


def main() -> None:
    by_sort = {name: distinct(make, DISTINCT * share // 100) for name, share, make in MIX}
    mixed = list(dict.fromkeys(text for texts in by_sort.values() for text in texts))
    random.Random(SEED).shuffle(mixed)

    rates = {"the mix": rate(When, mixed, cold=True)}
    for name, texts in by_sort.items():
        rates[f"  {name}"] = rate(When, texts, cold=True)
    rates["plain days by date.fromisoformat"] = rate(
        date.fromisoformat, by_sort["days"], cold=False
    )
    for text in mixed:
        When(text)
    rates["the mix, seen before"] = rate(When, mixed, cold=False)

    print(f"{len(mixed):,} distinct texts, median of {ROUNDS} rounds\n")
    print(f"{'':34}{'texts/s':>12}{'µs each':>10}")
    for name, per_second in rates.items():
        print(f"{name:34}{per_second:12,.0f}{1e6 / per_second:10.2f}")
    ratio = rates["plain days by date.fromisoformat"] / rates["  days"]
    print(f"\nplain days take {ratio:.0f} times as long as date.fromisoformat")


if __name__ == "__main__":
    main()
