"""Times, rows and the table of the page of figures, for every benchmark."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

MICRO = 1e6


class Times:
    """How long each of some calls took, in microseconds."""

    def __init__(self, taken: Iterable[float]) -> None:
        self.taken = sorted(taken)

    def at(self, share: float) -> float:
        """A quantile."""
        return self.taken[min(int(len(self.taken) * share), len(self.taken) - 1)] * MICRO

    @property
    def p50(self) -> float:
        """The median."""
        return self.at(0.5)

    @property
    def p99(self) -> float:
        """The slowest but one in a hundred."""
        return self.at(0.99)

    def __str__(self) -> str:
        return f"{shown(self.p50)} / {shown(self.p99)}"


def timed(call: Callable[..., Any], questions: Iterable[Any]) -> Times:
    """Each question asked once."""
    asked = [question if isinstance(question, tuple) else (question,) for question in questions]
    gc.collect()
    gc.freeze()
    taken = []
    for question in asked:
        start = perf_counter()
        call(*question)
        taken.append(perf_counter() - start)
    return Times(taken)


def shown(micros: float) -> str:
    """A time, with its unit."""
    for unit, size in (("s", 1e6), ("ms", 1e3)):
        if micros >= size:
            return f"{micros / size:.3g} {unit}"
    return f"{micros:.3g} µs"


def made(
    goal: str, size: int, what: str, value: str, ratio: float | None, most: float
) -> dict[str, Any]:
    """A row as data, with whether it meets its goal."""
    met = None
    if ratio is not None and most:
        met = ratio <= most if most > 0 else ratio >= -most
    row = {"goal": goal, "n": size, "what": what, "value": value}
    return row | {"ratio": None if ratio is None else round(ratio, 2), "limit": most, "met": met}


def line(row: dict[str, Any]) -> str:
    """A row of the table."""
    ratio = "" if row["ratio"] is None else f"{row['ratio']:,g}"
    limit = row["limit"]
    goal = "" if not limit else f"{'<=' if limit > 0 else '>='} {abs(limit):,.3g}"
    met = {None: "", True: "yes", False: "**no**"}[row["met"]]
    return f"| {row['n']:,} | {row['what']} | {row['value']} | {ratio} | {goal} | {met} |"


HEAD = "| events | what | time | ratio | goal | met |\n|---:|---|---:|---:|---:|---|"


def table(rows: Iterable[dict[str, Any]]) -> str:
    """The table, as Markdown."""
    return "\n".join([HEAD, *map(line, rows)])
