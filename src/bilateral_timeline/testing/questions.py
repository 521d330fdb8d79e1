"""What is asked of a timeline, and strategies for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
    happened, known = set[Date](), set[Date]()
    for record in records:
        ends = (record.when.start, record.when.end) if isinstance(record, Event) else ()
        bounds = (day for end in ends for day in (end.earliest, end.latest))
        happened |= {day for day in bounds if day is not None}
        known |= {record.known, *(one.known for one in record.sources if one.known)}
    asked, known_by = _about(happened), [None, None, *_about(known)]
    at = st.integers(0, _PLACES)
    return st.builds(
        lambda day, known, mode: Question(
            asked[day % len(asked)], known_by[known % len(known_by)], mode
        ),
        at,
        at,
        MODES,
    )


_PLACES = 63  # in a list of days, from its beginning again where it is shorter


def _about(told: Collection[Date]) -> list[Date]:
    """Some days, the last of them first, and those just before and after each."""
    if not told:
        return [to_day(FIRST)]
    beside = {_beside(day, by) for day in told for by in (-1, 1)}
    return [max(told), *sorted(told), *sorted(told), *sorted(beside)]


def _beside(day: Date, by: int) -> Date:
    return Date.fromordinal(min(max(day.toordinal() + by, 1), Date.max.toordinal()))
