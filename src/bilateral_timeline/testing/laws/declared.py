"""The laws of what a projection is declared to be: they hold only where that is said."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import groupby
from typing import Any

import attrs

from ...dates.when import Certainty
from ...projections.paths import branches
from ...projections.projection import Projection
from ...records.order import place
from ...records.values import Unknown
from ..histories import timeline_of
from ..violations import unlike
from .case import Case, law


@law("monotone")
def monotone(projection: Projection[Any], case: Case) -> str:
    """What is certain is part of what is possible."""
    timeline = timeline_of(projection, case.records)
    certain, possible = (
        attrs.evolve(case.asked, mode=mode).of(timeline) for mode in ("certain", "possible")
    )
    if is_part(certain, possible):
        return ""
    return unlike(certain, possible, "for certain", "possibly")


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
    mode, state, other = case.asked.mode, projection.initial, projection.initial
    for _, told in groupby(case.events(), key=lambda event: place(event, mode)[:2]):
        held = [*told]
        for event in held:
            state = projection.evolve(state, event)
        for event in held[::-1]:
            other = projection.evolve(other, event)
    return unlike(projection.show(state), projection.show(other), "in order", "the other way round")
