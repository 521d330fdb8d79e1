"""The laws that every projection must obey. Each takes a projection, a log and a question."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pendulum import Date

from ..projections.projection import Projection, S
from ..projections.reducers import Reducer
from ..records.events import Record
from .strategies import Question, SearchStrategy, days, logs, questions, timeline_of


def arrival_order_does_not_matter(
    projection: Projection[S], records: Sequence[Record], other: Sequence[Record], asked: Question
) -> None:
    """The same records in another order give the same answer."""
    one, two = timeline_of(projection, records), timeline_of(projection, other)
    assert asked.of(one) == asked.of(two), "the order of arrival matters"


def what_is_known_later_does_not_matter(
    projection: Projection[S], records: Sequence[Record], asked: Question
) -> None:
    """The answer at k is that of a log which holds only what was public by k."""
    if asked.known_by is not None:
        early = [record for record in records if record.known <= asked.known_by]
        known, alone = timeline_of(projection, records), timeline_of(projection, early)
        assert asked.of(known) == asked.of(alone), "what is known later matters"


def a_state_goes_on_from_an_earlier_one(
    projection: Projection[S], records: Sequence[Record], asked: Question, earlier: Date
) -> None:
    """The state of a day is that of an earlier day and the events in between."""
    timeline = timeline_of(projection, records)
    first = min(earlier, asked.as_of)
    start = timeline.events(until=first, known_by=asked.known_by, mode=asked.mode)
    between = timeline.events(first, asked.as_of, known_by=asked.known_by, mode=asked.mode)
    state = projection.fold(list(start))
    for event in between:
        state = projection.evolve(state, event)
    everything = timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)
    shown = projection.show(projection.fold(list(everything)))
    assert projection.show(state) == shown, "a state does not go on"
    folded: Projection[Any] = Projection(projection.initial, projection.evolve)
    answer = timeline.project(folded, as_of=asked.as_of, known_by=asked.known_by, mode=asked.mode)
    assert projection.show(answer) == shown, "the answer is not the fold of its events"


def a_step_is_pure(projection: Projection[S], records: Sequence[Record], asked: Question) -> None:
    """A step leaves the state that it is given as it was, and twice gives the same."""
    timeline = timeline_of(projection, records)
    state = projection.initial
    for event in timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode):
        before = deepcopy(state)
        after = deepcopy(projection.evolve(state, event))
        assert state == before, f"evolve changed the state it was given: {before} to {state}"
        again = projection.evolve(state, event)
        assert again == after, f"evolve gave {after} for {state}, and then {again}"
        state = again


def summaries_combine_in_any_grouping(
    projection: Projection[S], records: Sequence[Record], asked: Question
) -> None:
    """Of neighbouring stretches it does not matter which two are combined first.

    Asked of a reducer only: what else there is has no summaries.
    """
    if not isinstance(projection, Reducer):
        return
    timeline = timeline_of(projection, records)
    events = timeline.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)
    held = [one for event in events if (one := projection.summary(event)) is not None]
    for a, b, c in zip(held, held[1:], held[2:], strict=False):
        left = projection.combine(projection.combine(deepcopy(a), deepcopy(b)), deepcopy(c))
        right = projection.combine(deepcopy(a), projection.combine(deepcopy(b), deepcopy(c)))
        assert projection.show(left) == projection.show(right), (
            f"combine is not associative: of {a}, {b}, {c} it makes {left} and {right}"
        )


def check_projection(projection: Projection[Any], bodies: SearchStrategy[Any]) -> None:
    """Check a projection of your own against the laws, on random logs of your event bodies.

    >>> import bilateral_timeline as bt
    >>> count = bt.Projection(initial=0, evolve=lambda n, event: n + 1)
    >>> @bt.kind("bell-rung")
    ... class BellRung:
    ...     times: int
    >>> check_projection(count, st.builds(BellRung, times=st.integers(1, 3)))
    """

    # How long a step takes is no law, so a machine that is busy breaks none.
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(logs(bodies), questions(), days(), st.randoms(use_true_random=False))
    def check(records: tuple[Record, ...], asked: Question, earlier: Date, shuffle: Any) -> None:
        other = list(records)
        shuffle.shuffle(other)
        a_step_is_pure(projection, records, asked)
        summaries_combine_in_any_grouping(projection, records, asked)
        arrival_order_does_not_matter(projection, records, other, asked)
        what_is_known_later_does_not_matter(projection, records, asked)
        a_state_goes_on_from_an_earlier_one(projection, records, asked, earlier)

    check()
