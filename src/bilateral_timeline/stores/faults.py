"""Whether a store holds what its chain says, and finds it where it is looked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from ..errors import Problem, StoreError
from ..log import Days, days_of
from ..records.bulk import batches
from ..records.chain import NOTHING, Line, broken, called
from .store import Store

_ADVICE = "copy what is whole to a new place, or take the last good copy"


def faults(store: Store, head: str = "") -> tuple[Line, tuple[Problem, ...]]:
    """The last line of a store, each line that is not as it should be, and what else is damaged.

    What a line says is held against its hash, and what stands beside it for those who look for it,
    its days and its place among the ids, against what it says. A line that cannot be read at all
    ends it: that is a `StoreError`, with all that was found before.
    """
    problems, last = list[Problem](), NOTHING

    def lines() -> Iterator[Line]:
        nonlocal last
        for batch in batches(store.lines()):
            problems.extend(_misplaced(store, batch))
            last = batch[-1]
            yield from batch

    try:
        for problem in broken(lines(), head):
            problems.append(problem)
        problems += _damage(store)
    except StoreError as error:
        with suppress(StoreError):
            problems += _damage(store)
        raise StoreError(*problems, *error.problems) from error
    return last, tuple(problems)


def _damage(store: Store) -> list[Problem]:
    return [Problem(store.where, told, "a place in order", _ADVICE) for told in store.damage()]


def _misplaced(store: Store, lines: Sequence[Line]) -> Iterator[Problem]:
    """Which of some lines have other days than they say, or are not found by id and revision."""
    held = store.find([(one.id, one.revision) for one in lines if one.sort == "record"])
    found = {(line.id, line.revision): line for line in held}
    for line, days in zip(lines, _days_of(lines), strict=True):
        if line.sort == "record" and found.get((line.id, line.revision)) != line:
            told = "another line, or none, where its id and revision are looked up"
            yield Problem(called(line), told, "itself", _ADVICE, record=line.id)
        if days is not None and days != (line.earliest, line.latest):
            told = f"the days {_shown((line.earliest, line.latest))} beside it"
            yield Problem(called(line), told, _shown(days), _ADVICE, record=line.id)


def _shown(days: Days) -> str:
    return " to ".join(day or "open" for day in days)


def _days_of(lines: Sequence[Line]) -> list[Days | None]:
    """The possible days that each line says; None where it cannot be told."""
    try:
        told = json.loads(f"[{','.join(line.text for line in lines)}]")
    except (ValueError, RecursionError):
        told = []
    if len(told) != len(lines):
        return [*map(_days_of_one, lines)]
    return [_days(line, data) for line, data in zip(lines, told, strict=True)]


def _days_of_one(line: Line) -> Days | None:
    try:
        return _days(line, json.loads(line.text))
    except (ValueError, RecursionError):
        return None


def _days(line: Line, data: Any) -> Days | None:
    if line.sort != "record":
        return None, None
    when = data.get("when") if isinstance(data, dict) else None
    if not isinstance(when, str):
        return None, None
    try:
        return days_of(when)
    except ValueError:  # it is told by its hash
        return None
