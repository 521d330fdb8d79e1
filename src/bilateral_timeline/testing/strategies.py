"""Strategies for random days, dates, questions and logs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from hypothesis import strategies as st
from pendulum import Date

from ..dates.when import Day, Mode, When, to_day
from ..log import EventLog
from ..projections.projection import Projection, S
from ..records.events import STANCES, Citation, Event, Record, Retraction
from ..records.kinds import kind_of
from ..timeline import Timeline

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
    return text.map(When)


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
    without_end = when.filter(lambda date: not date.is_closed)
    cited = st.lists(
        st.builds(
            Citation,
            st.sampled_from(("one", "two", "three")),
            known=known,
            stance=st.sampled_from(("asserts", "asserts", "asserts", *STANCES)),
            via=st.sampled_from(((), (), ("an agency",))),
            when=st.none() | st.none() | when,
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
                body = draw(bodies)
                made = kind_of(body)
                records.append(
                    Event(
                        id=id,
                        revision=revision,
                        when=draw(without_end if made is not None and made.standing else when),
                        known=day,
                        what=body,
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
