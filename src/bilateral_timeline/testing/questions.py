"""What is asked of a timeline, and strategies for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pendulum import Date

from ..dates.when import Day, Mode, to_day
from ..records.events import Event, Record
from ..timeline import Timeline
from .dates import FIRST, LAST, days

S = TypeVar("S")


@attrs.frozen
class Question:
    """What is asked of a timeline: a day, a knowledge day, a mode.

    >>> print(Question("2002", known_by="2001-06"))
    as_of("2002-12-31", known_by="2001-06-30", mode="certain")
    """

    as_of: Date = attrs.field(converter=to_day)
    known_by: Date | None = attrs.field(default=None, converter=attrs.converters.optional(to_day))
    mode: Mode = "certain"

    if TYPE_CHECKING:

        def __init__(
            self, as_of: Day, known_by: Day | None = None, mode: Mode = "certain"
        ) -> None: ...

    def of(self, timeline: Timeline[S]) -> S:
        """The answer of a timeline."""
        return timeline.as_of(self.as_of, known_by=self.known_by, mode=self.mode)

    def __str__(self) -> str:
        known = "None" if self.known_by is None else f'"{self.known_by}"'
        return f'as_of("{self.as_of}", known_by={known}, mode="{self.mode}")'


MODES: SearchStrategy[Mode] = st.sampled_from(("certain", "possible"))


def questions(first: Day = FIRST, last: Day = LAST) -> SearchStrategy[Question]:
    """Questions about days in a range."""
    return st.builds(Question, days(first, last), st.none() | days(first, last), MODES)


def questions_about(records: Iterable[Record]) -> SearchStrategy[Question]:
    """Questions about the days of a history, and about those just before and after them.

    >>> from hypothesis import find
    >>> print(find(questions_about([]), lambda question: True).as_of)
    2000-01-01
    """
    told: set[Date] = set()
    for record in records:
        ends = (record.when.start, record.when.end) if isinstance(record, Event) else ()
        public = (citation.known for citation in record.sources)
        bounds = (day for end in ends for day in (end.earliest, end.latest))
        told |= {day for day in (record.known, *public, *bounds) if day is not None}
    beside = {
        Date.fromordinal(min(max(day.toordinal() + step, 1), Date.max.toordinal()))
        for day in told
        for step in (-1, 0, 1)
    }
    first = [max(told)] if told else []  # by which all has happened
    day = st.sampled_from([*first, *sorted(beside)]) if told else days()
    return st.builds(Question, day, st.none() | day, MODES)
