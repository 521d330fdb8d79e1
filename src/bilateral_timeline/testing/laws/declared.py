"""The laws of what a projection is declared to be: they hold only where that is said."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import combinations
from typing import Any

import attrs

from ...dates.when import Certainty
from ...projections.paths import branches
from ...projections.projection import Projection
from ...records.values import Unknown
from ..histories import timeline_of
from ..questions import Question
from ..violations import unlike
from .case import Case, law


@law("monotone", asks=True)
def monotone(projection: Projection[Any], case: Case) -> str:
    """What is certain is part of what is possible."""
    timeline = timeline_of(projection, case.records)
    for day in (*case.days, case.asked.as_of):
        asked = Question(day, case.asked.known_by)
        certain, possible = asked.of(timeline), attrs.evolve(asked, mode="possible").of(timeline)
        if not is_part(certain, possible):
            return f"{unlike(certain, possible, 'for certain', 'possibly')}\n  on {day}"
    whole = projection.show(projection.fold(case.told))
    for event in case.told:
        left = projection.show(projection.fold([one for one in case.told if one is not event]))
        if not is_part(left, whole):
            found = unlike(left, whole, "without it", "with it")
            return f"If only {event.id!r} were in doubt:\n{found}"
    return ""


def is_part(one: Any, other: Any, root: bool = True) -> bool:
    """Whether one state says nothing that another does not: a number may grow, a set gain.

    >>> is_part({"north": 1}, {"north": 2, "south": 1}), is_part({1}, {2})
    (True, False)
    """
    if one is Unknown or one == other:
        return True
    if isinstance(one, Certainty | str):
        return False
    if isinstance(one, Set) and isinstance(other, Set):
        return one <= other
    parts, others = branches(one, root=root), branches(other, root=root)
    if parts is not None and others is not None:
        return all(is_part(part, others.get(name, None), False) for name, part in parts.items())
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return all(one.count(each) <= other.count(each) for each in one)
    try:
        return bool(one <= other)
    except TypeError:
        return False


@law("the same day")
def same_day(projection: Projection[Any], case: Case) -> str:
    """Events that happened at the same time do not decide by their order."""
    for first, then in combinations(case.told, 2):
        then = attrs.evolve(then, when=first.when, lasting=first.lasting)
        names = "in order", "the other way round"
        one, other = (projection.fold(order) for order in ([first, then], [then, first]))
        if found := unlike(projection.show(one), projection.show(other), *names):
            return f"Of {first.id!r} and {then.id!r}, both on {first.when}:\n{found}"
    return ""
