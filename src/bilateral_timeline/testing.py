"""Strategies for random logs, and the laws that every projection must obey.

Needs hypothesis: `pip install 'bilateral-timeline[testing]'`.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import attrs
from pendulum import Date

try:
    from hypothesis import given
    from hypothesis import strategies as st
except ImportError as error:
    raise ImportError("needs hypothesis: pip install 'bilateral-timeline[testing]'") from error

from .events import Citation, Event, Record, Retraction
from .log import EventLog
from .projection import Projection, S
from .reducers import Reducer
from .timeline import Timeline
from .when import Day, Mode, When, to_day

SearchStrategy = st.SearchStrategy
_FIRST, _LAST = "2000-01-01", "2003-12-31"


@attrs.frozen
class Question:
    """What is asked of a timeline: a day, a knowledge day, a mode."""

    as_of: Date
    known_by: Date | None
    mode: Mode

    def of(self, timeline: Timeline[S]) -> S:
        """The answer of a timeline."""
        return timeline.as_of(self.as_of, known_by=self.known_by, mode=self.mode)


def days(first: Day = _FIRST, last: Day = _LAST) -> SearchStrategy[Date]:
    """Days in a range; few of them, so that ties are common."""
    low, high = to_day(first).toordinal(), to_day(last).toordinal()
    return st.integers(low // 30, high // 30).map(
        lambda month: Date.fromordinal(min(max(month * 30, low), high))
    )


def whens(first: Day = _FIRST, last: Day = _LAST) -> SearchStrategy[When]:
    """Dates of every sort: days, months, years, seasons, choices, intervals, in doubt or not."""
    day = days(first, last)
    pair = st.tuples(day, day).map(sorted)
    doubt = st.sampled_from(("", "", "", "?", "~", "%"))
    text = st.one_of(
        day.map(Date.isoformat),
        st.builds(lambda d, q: f"{d.isoformat()}{q}", day, doubt),
        st.builds(lambda d, q: f"{d.isoformat()[:7]}{q}", day, doubt),
        st.builds(lambda d, q: f"{d.isoformat()[:4]}{q}", day, doubt),
        st.builds(lambda d, s: f"{d.year}-{s}", day, st.integers(21, 24)),
        pair.map(lambda p: f"[{p[0].isoformat()}..{p[1].isoformat()}]"),
        pair.map(lambda p: f"{p[0].isoformat()}/{p[1].isoformat()}"),
        day.map(lambda d: f"{d.isoformat()}/.."),
        day.map(lambda d: f"[..{d.isoformat()}]"),
        day.map(lambda d: f"{d.isoformat()[:7]}/"),
    )
    return text.map(When.parse)


def questions(first: Day = _FIRST, last: Day = _LAST) -> SearchStrategy[Question]:
    """Questions about days in a range."""
    modes: SearchStrategy[Mode] = st.sampled_from(("certain", "possible"))
    return st.builds(Question, days(first, last), st.none() | days(first, last), modes)


@st.composite
def logs(
    draw: st.DrawFn,
    bodies: SearchStrategy[Any],
    *,
    ids: Sequence[str] = tuple("abcdefgh"),
    parties: Sequence[str] = ("AA", "BB", "CC"),
    first: Day = _FIRST,
    last: Day = _LAST,
) -> tuple[Record, ...]:
    """The records of a random log, in a random order of arrival.

    They come late, are corrected as the world learns, amended from the first, retracted and
    reinstated; they tie, their dates are imprecise or lasting, and their citations are
    published one after the other.
    """
    known, when = days(first, last), whens(first, last)
    cited = st.lists(
        st.builds(
            Citation,
            st.sampled_from(("one", "two", "three")),
            known=known,
            stance=st.sampled_from(("asserts", "asserts", "doubts", "denies")),
        ),
        max_size=3,
    )
    records: list[Record] = []
    for id in draw(st.lists(st.sampled_from(ids), unique=True)):
        before: Date | None = None
        for revision in range(draw(st.integers(1, 3))):
            day = draw(known)
            if before is not None and draw(st.booleans()):
                day = before  # an erratum
            if revision and draw(st.booleans()):
                records.append(Retraction(id=id, revision=revision, known=day, reason="wrong"))
            else:
                records.append(
                    Event(
                        id=id,
                        revision=revision,
                        when=draw(when),
                        known=day,
                        what=draw(bodies),
                        seq=draw(st.integers(0, 1)),
                        parties=draw(st.lists(st.sampled_from(parties), unique=True)),
                        sources=draw(cited),
                    )
                )
            before = day
    return tuple(draw(st.permutations(records)))


def timeline_of(projection: Projection[S], records: Sequence[Record]) -> Timeline[S]:
    """The timeline of a log that took in some records."""
    log = EventLog()
    log.append(*records)
    log._check()
    return log.timeline(projection)


# ---------------------------------------------------------------------------------------------
# Laws. Each takes a projection, a log and what else it needs, and asserts.


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
    held = [one for event in events if (one := projection.lift(event)) is not None]
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
