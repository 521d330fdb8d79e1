"""The laws of a reducer."""

from __future__ import annotations

from itertools import islice, pairwise, product
from typing import Any

from ...projections.reducers import Reducer
from ..violations import unlike
from .case import Case, copied, law

_TRIPLES = 125  # that are tried of the summaries of a history


def _summaries(reducer: Reducer[Any], case: Case) -> list[Any]:
    return [one for event in case.told if (one := reducer.summary(event)) is not None]


@law("combine is pure")
def combine_is_pure(reducer: Reducer[Any], case: Case) -> str:
    """To combine two summaries leaves both as they were."""
    held = _summaries(reducer, case)
    for one, other in pairwise(held):
        before = copied((one, other))
        reducer.combine(one, other)
        if found := unlike(before, (one, other), "before", "after"):
            return found
    return ""


@law("associative")
def associative(reducer: Reducer[Any], case: Case) -> str:
    """Of neighbouring stretches it does not matter which two are combined first."""
    held, combine = _summaries(reducer, case), reducer.combine
    for a, b, c in islice(product(held, repeat=3), _TRIPLES):
        left = combine(combine(copied(a), copied(b)), copied(c))
        right = combine(copied(a), combine(copied(b), copied(c)))
        if found := unlike(reducer.show(left), reducer.show(right), "left first", "right first"):
            return f"Of {a!r}, {b!r} and {c!r}:\n{found}"
    return ""


@law("identity")
def identity(reducer: Reducer[Any], case: Case) -> str:
    """An event that says nothing changes nothing; what is empty is shown so."""
    if found := unlike(reducer.fold([]), None, "before any event", "expected"):
        return found
    if found := unlike(reducer.show(None), reducer.empty, "shown of nothing", "its `empty`"):
        return found
    state = None
    for event in case.told:
        before, one = state, reducer.summary(event)
        state = reducer.evolve(state, event)
        if reducer.counts(event) != (one is not None):
            return f"Event {event.id!r} counts, and has no summary, or the other way round."
        expected = before if one is None else one if before is None else state
        if found := unlike(state, expected, "after it", "expected"):
            return f"At event {event.id!r}:\n{found}"
    return ""


@law("combined")
def combined(reducer: Reducer[Any], case: Case) -> str:
    """The summaries of two halves, combined, are what the fold of all gives."""
    events = case.told
    whole = reducer.show(reducer.fold(events))
    for cut in range(1, len(events)):
        a, b = (copied(reducer.fold(part)) for part in (events[:cut], events[cut:]))
        state = b if a is None else a if b is None else reducer.combine(a, b)
        if found := unlike(reducer.show(state), whole, "combined", "folded"):
            return f"Of the first {cut} and the other {len(events) - cut}:\n{found}"
    return ""
