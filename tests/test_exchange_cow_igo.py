"""COW Intergovernmental Organizations as a data set: the status of each year by the rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from made_rows import COW, PAIR, Timeline, events_of, problems, spoilt, table, told

WORDS = {0: "none", 1: "full", 2: "associate", 3: "observer", -1: "none"}
BODIES = ("AAA", "Bbb", "CC1")

codes = st.sampled_from([0, 0, 1, 1, 2, 3, -1, -9])
rows_of_a_state = st.dictionaries(
    st.integers(1990, 2014), st.fixed_dictionaries(dict.fromkeys(BODIES, codes)), min_size=1
)
Years = dict[int, dict[str, int]]


def file_of(told_of: dict[str, Years]) -> str:
    return table(
        [
            {"ccode": COW[state], "year": year, "state": state, **row, "version": 3}
            for state, years in told_of.items()
            for year, row in sorted(years.items())
        ]
    )


def status(timeline: Timeline, state: str, body: str, year: int) -> Any:
    facet = timeline.as_of(str(year)).memberships
    entry = bt.Unknown if facet is bt.Unknown else facet.get(body.lower())
    held = bt.Unknown if entry is bt.Unknown else entry.get(state)
    return bt.Unknown if held is bt.Unknown else held.status


def last_told(years: Years, body: str, year: int) -> Any:
    """The status by the rows: the last that is told by then; no body, no status before it is."""
    known = [row[body] for at, row in sorted(years.items()) if at <= year and row[body] != -9]
    while known and known[0] == -1:
        del known[0]
    return WORDS[known[-1]] if known else bt.Unknown


@given(rows_of_a_state, rows_of_a_state)
def test_the_status_of_each_year_is_the_last_that_the_rows_tell(one: Years, other: Years) -> None:
    rows = dict(zip(PAIR, (one, other), strict=True))
    timeline = told("cow-igo", file_of(rows))
    for state, years in rows.items():
        for body in BODIES:
            for year in range(1989, 2017):
                assert status(timeline, state, body, year) == last_told(years, body, year)


def years_of(body: str, **told_of: int) -> Years:
    return {int(year[1:]): {body: code} for year, code in told_of.items()}


def changes(years: Years) -> list[tuple[str, str, bool]]:
    events = events_of("cow-igo", file_of({"IN": years}))
    return [(str(e.when), e.what.status, e.what.observed) for e in events]


def test_the_last_year_of_a_membership_is_one_in_which_it_was_still_so() -> None:
    assert changes(years_of("AAA", y1990=0, y1991=1, y1992=1, y1993=0)) == [
        ("1990", "none", True),
        ("1991", "full", False),
        ("1993", "none", False),
    ]


def test_a_change_after_years_without_information_came_in_one_of_these() -> None:
    years = years_of("AAA", y1990=1, y1991=-9, y1992=-9, y1993=2)
    assert changes(years) == [("1990", "full", True), ("[1991..1993]", "associate", False)]


def test_an_organisation_that_begins_or_ends_gives_and_takes_its_members() -> None:
    years = years_of("AAA", y1990=-1, y1991=1, y1992=-1, y1993=-1)
    assert changes(years) == [("1991", "full", False), ("1992", "none", False)]
    (_, ended) = events_of("cow-igo", file_of({"IN": years}))
    assert ended.what.reason == "The organisation does not exist."
    assert changes(years_of("AAA", y1990=-1, y1991=-9)) == []


def test_what_goes_on_in_the_last_year_has_no_end() -> None:
    assert changes(years_of("AAA", y2013=1, y2014=1)) == [("2013", "full", True)]


def test_a_state_that_was_out_of_the_system_is_only_seen_when_it_is_back() -> None:
    years = years_of("AAA", y1930=1, y1931=1, y1950=0)
    assert changes(years) == [("1930", "full", True), ("1950", "none", True)]


def test_shared_memberships_are_those_of_both() -> None:
    rows = {"IN": years_of("AAA", y1990=1), "PK": years_of("AAA", y1990=1, y1991=3)}
    timeline = told("cow-igo", file_of(rows))
    shared = [timeline.as_of(y).memberships.shared(PAIR)["aaa"].name for y in ("1990", "1991")]
    assert shared == ["YES", "NO"]


def test_members_of_no_pair_asked_for_are_left_out() -> None:
    rows = {"IN": years_of("AAA", y1990=1), "CN": years_of("AAA", y1990=1)}
    events = events_of("cow-igo", file_of(rows), parties=PAIR)
    assert [event.parties for event in events] == [("IN",)]


@pytest.mark.parametrize("column", ["ccode", "year", "AAA"])
def test_a_spoilt_cell_is_named(column: str) -> None:
    rows = [{"ccode": "750", "year": year, "AAA": "1"} for year in (1990, 1991)]
    spoilt("cow-igo", rows, column)


def test_rows_of_a_state_that_stand_apart_and_a_year_told_twice_are_named() -> None:
    rows = [{"ccode": code, "year": 1990, "AAA": 1} for code in (750, 770, 750)]
    (apart,) = problems("cow-igo", table(rows))
    assert (apart.where[-5:], apart.found) == ("row 4", "'750' again, after rows of another")
    (twice,) = problems("cow-igo", table(rows[:1] * 2))
    assert twice.where.endswith("row 3, column 'year'")
