"""Archigos as a data set: made rows of leaders, and the leader of each day that they tell."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.exchange.datasets.archigos import ENTRY, EXIT, STAYS
from made_rows import COW, PAIR, Timeline, events_of, spoilt, table, told


class Term(NamedTuple):
    state: str
    person: str
    since: date
    until: date
    stays: bool


def row(term: Term, number: int, **more: str) -> dict[str, str]:
    """A term as the register has it."""
    return {
        "obsid": f"{term.state}-{term.since.year}-{number}",
        "ccode": COW[term.state],
        "leader": term.person,
        "startdate": term.since.isoformat(),
        "enddate": term.until.isoformat(),
        "entry": "Regular",
        "exit": STAYS if term.stays else "Regular",
        "exitcode": "Regular",
        **more,
    }


@st.composite
def chains(draw: st.DrawFn, state: str) -> list[Term]:
    """Terms one after another: some end on the day on which they or the next began."""
    lengths = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 400)), min_size=1, max_size=6)
    day, terms = date(1950, 12, 28), list[Term]()
    for at, (gap, length) in enumerate(draw(lengths)):
        since = day + timedelta(days=gap)
        day = since + timedelta(days=length)
        terms.append(Term(state, f"{state} {at}", since, day, False))
    stays = draw(st.booleans())
    return [*terms[:-1], terms[-1]._replace(stays=stays)]


def leader_on(terms: list[Term], day: date) -> str | bt.UnknownType | None:
    """Who leads by the rows: of two that share a day, the later."""
    begun = [term for term in terms if term.since <= day]
    if not begun:
        return bt.Unknown
    return None if begun[-1].until <= day and not begun[-1].stays else begun[-1].person


def holder(timeline: Timeline, state: str, day: date) -> Any:
    facet = timeline.as_of(day).leadership
    office = bt.Unknown if facet is bt.Unknown else facet.get(f"{state.lower()}-leader")
    return bt.Unknown if office is bt.Unknown else office.holder


@given(chains("IN"), chains("PK"), st.randoms())
def test_the_leader_of_each_day_is_that_of_the_rows_in_whatever_order_they_stand(
    indian: list[Term], pakistani: list[Term], random: Any
) -> None:
    rows = [row(t, at) for terms in (indian, pakistani) for at, t in enumerate(terms, 1)]
    random.shuffle(rows)
    timeline = told("archigos", table(rows))
    for terms in (indian, pakistani):
        for day in {t + timedelta(days=n) for x in terms for t in x[2:4] for n in (-1, 0, 1)}:
            assert holder(timeline, terms[0].state, day) == leader_on(terms, day)
        held = timeline.as_of("2029").leadership[f"{terms[0].state.lower()}-leader"].succession
        assert [(t.person, str(t.since)) for t in held] == [
            (term.person, term.since.isoformat()) for term in terms
        ]
        assert [(str(t.until), t.exit) for t in held if t.until] == [
            (term.until.isoformat(), "regular") for term in terms if not term.stays
        ]


FIRST = Term("IN", "A. Anand", date(1947, 8, 15), date(1964, 5, 27), False)
LAST = Term("IN", "B. Bose", date(1964, 5, 27), date(2015, 12, 31), True)


def test_what_an_event_says_and_cites() -> None:
    rows = [row(FIRST, 1, exit="Irregular", exitcode="Assassination by Unsupported Individual")]
    began, ended = events_of("archigos", table([*rows]))
    assert (began.id, str(began.when), began.parties) == (
        "archigos-in-1947-1",
        "1947-08-15",
        ("IN",),
    )
    assert (ended.id, str(ended.when)) == ("archigos-in-1947-1-ended", "1964-05-27")
    assert (ended.what.exit, ended.what.circumstance) == (
        "assassinated",
        "Assassination by Unsupported Individual",
    )
    (cited,) = began.sources
    assert (cited.source, cited.locator) == ("archigos-9", "term IN-1947-1")
    assert str(began.known) == "2030-01-01"


def test_who_is_still_in_office_has_no_end_at_the_last_day_that_is_covered() -> None:
    timeline = told("archigos", table([row(FIRST, 1), row(LAST, 2)]))
    assert holder(timeline, "IN", date(2029, 1, 1)) == "B. Bose"
    assert holder(timeline, "PK", date(2029, 1, 1)) is bt.Unknown


def test_leaders_of_others_are_left_out_and_dates_may_be_as_stata_writes_them() -> None:
    other = row(Term("CN", "C. Chen", FIRST.since, FIRST.until, False), 1)
    stata = row(FIRST, 1, startdate="15aug1947", enddate="27may1964")
    events = events_of("archigos", table([stata, other]), parties=PAIR)
    assert [str(event.when) for event in events] == ["1947-08-15", "1964-05-27"]


@pytest.mark.parametrize("column", ["ccode", "startdate", "enddate", "entry", "exit"])
def test_a_spoilt_cell_is_named(column: str) -> None:
    spoilt("archigos", [row(FIRST, 1), row(LAST, 2)], column)


def test_a_term_that_ends_before_it_begins_is_refused() -> None:
    spoilt_row = row(FIRST, 1, enddate="1947-08-14")
    with pytest.raises(bt.TimelineError, match="row 2, column 'enddate'"):
        events_of("archigos", table([spoilt_row]))


def test_every_word_of_the_register_has_one_of_the_kinds() -> None:
    rows = [
        row(FIRST, at, entry=entry, exit=exit)
        for at, (entry, exit) in enumerate((n, x) for n in ENTRY for x in EXIT)
    ]
    assert len(events_of("archigos", table(rows))) == 4 * (2 * 8 - 1)


def test_the_leaders_of_two_states_are_those_of_the_published_rows() -> None:
    facts = json.loads((Path(__file__).parent / "data" / "registers.json").read_text("utf-8"))
    leaders = facts["leaders"]["rows"]
    rows = []
    for at, (state, person, since, until, entry, exit, more) in enumerate(leaders):
        end = date.fromisoformat(until or "2015-12-31")
        term = Term(state, person, date.fromisoformat(since), end, until is None)
        words = {"entry": entry, "exitcode": more, "exit": exit if until else STAYS}
        rows.append(row(term, at, **words))
    timeline = told("archigos", table(rows))
    for year in range(1946, 2016):
        for state in PAIR:
            day = date(year, 12, 31)
            begun = [x for x in leaders if x[0] == state and x[2] <= day.isoformat()]
            last = max(begun, key=lambda x: x[2]) if begun else None
            over = last and last[3] is not None and last[3] <= day.isoformat()
            expected = bt.Unknown if last is None else None if over else last[1]
            assert holder(timeline, state, day) == expected
