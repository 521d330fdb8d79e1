"""The laws that are shipped for others: they catch a projection that breaks one."""

from __future__ import annotations

import pytest
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.testing import (
    Question,
    check_projection,
    summaries_combine_in_any_grouping,
)
from island import BODIES, FerryOpened


def test_a_projection_that_changes_the_state_it_is_given_is_caught() -> None:
    def evolve(state: dict[str, int], event: bt.Event) -> dict[str, int]:
        state[event.id] = state.get(event.id, 0) + 1
        return state

    with pytest.raises(AssertionError, match="evolve changed the state it was given"):
        check_projection(bt.Projection(initial={}, evolve=evolve), BODIES)


def test_a_projection_that_remembers_is_caught() -> None:
    calls: list[str] = []

    def evolve(state: int, event: bt.Event) -> int:
        calls.append(event.id)
        return state + len(calls)

    with pytest.raises(AssertionError, match="evolve gave"):
        check_projection(bt.Projection(initial=0, evolve=evolve), BODIES)


def test_a_reducer_whose_grouping_matters_is_caught() -> None:
    less: bt.Reducer[int] = bt.Reducer(lift=lambda _: 1, combine=lambda a, b: int(a) - int(b))
    body = FerryOpened(harbour="north")
    events = [bt.Event(id=id, when="2001", known="2001", what=body) for id in "abc"]
    asked = Question(Date(2002, 1, 1), None, "certain")
    with pytest.raises(AssertionError, match="combine is not associative: of 1, 1, 1"):
        summaries_combine_in_any_grouping(less, events, asked)
