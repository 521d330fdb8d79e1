"""COW Intergovernmental Organizations as a data set: the status of each year by the rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.exchange.datasets.igo_states import NUMBERS
from bilateral_timeline.exchange.datasets.igo_states import years_of as years_in_system
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


# -- the form by organisations --------------------------------------------------------------------

COLUMNS = {"IN": "india", "PK": "pakistan", "SS": "sosudan", "DE": "germany"}
"""States of which one comes into the system in 2011, and one goes on under another number."""
SPANS = {"IN": (1980, 2014), "PK": (1980, 2014), "SS": (2011, 2014), "DE": (1990, 2014)}
Codes = dict[tuple[str, str, int], int]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, tuple[int, int]], Codes]:
    """The years of some organisations, and the code of each state that there was in each."""
    spans = dict[str, tuple[int, int]]()
    for body in BODIES[: draw(st.integers(1, 3))]:
        first = draw(st.integers(1988, 2014))
        spans[body] = first, draw(st.integers(first, 2014))
    codes: Codes = {}
    for body, (first, last) in spans.items():
        for state, (since, _) in SPANS.items():
            for year in range(max(first, since), last + 1):
                codes[body, state, year] = draw(st.sampled_from([0, 0, 1, 1, 2, 3, -9]))
    return spans, codes


def by_states(spans: dict[str, tuple[int, int]], codes: Codes, years: set[int]) -> str:
    """The form by states: an organisation that is not there is a -1."""
    return table(
        [
            {"ccode": NUMBERS[COLUMNS[state]], "year": year, "state": COLUMNS[state]}
            | {body: codes.get((body, state, year), -1) for body in spans}
            for state, (first, last) in SPANS.items()
            for year in range(first, last + 1)
            if year in years
        ]
    )


def by_bodies(spans: dict[str, tuple[int, int]], codes: Codes, years: set[int]) -> str:
    """The form by organisations: a state that is not in the system is a -1."""
    return table(
        [
            {"ioname": body, "orgname": f"The {body}", "year": year, "ionum": at}
            | {name: codes.get((body, state, year), -1) for state, name in COLUMNS.items()}
            | {"sdate": first, "deaddate": -9, "version": 3}
            for at, (body, (first, last)) in enumerate(spans.items())
            for year in range(first, last + 1)
            if year in years
        ]
    )


@given(worlds(), st.integers(1980, 2014), st.integers(1980, 2014), st.integers(1980, 2014))
def test_both_forms_give_the_same_events_of_the_same_years(
    world: tuple[dict[str, tuple[int, int]], Codes], first: int, last: int, missing: int
) -> None:
    spans, codes = world
    told = {year for one, other in spans.values() for year in range(one, other + 1)}
    asked = {*range(min(first, last), max(first, last) + 1)} - {missing}
    for years in (told, told & asked or told):
        forms = [events_of("cow-igo", text(spans, codes, years)) for text in (by_states, by_bodies)]
        one, other = (sorted(events, key=lambda event: event.id) for events in forms)
        assert one == other


def test_a_file_of_some_years_neither_begins_nor_ends_what_it_tells() -> None:
    rows = [{"ioname": "NATO", "year": year, "russia": 0, "usa": 1} for year in (2000, 2001)]
    by_state = [
        {"ccode": ccode, "year": year, "state": state, "NATO": code}
        for ccode, state, code in ((365, "RUS", 0), (2, "USA", 1))
        for year in (2000, 2001)
    ]
    for events in (events_of("cow-igo", table(rows)), events_of("cow-igo", table(by_state))):
        assert [(str(e.when), e.what.status, e.what.observed) for e in events] == [
            ("2000", "none", True),
            ("2000", "full", True),
        ]


def test_an_organisation_without_rows_in_years_that_another_has_does_not_exist_then() -> None:
    spans, years = {"AAA": (1991, 1993), "Bbb": (1990, 1994)}, {*range(1990, 1995)}
    codes = {("AAA", "IN", year): 1 for year in (1991, 1992, 1993)}
    codes |= {("Bbb", "IN", year): 0 for year in years}
    text = by_bodies(spans, codes, years)
    events = [e for e in events_of("cow-igo", text, parties=["IN"]) if "aaa" in e.id]
    assert [(str(e.when), e.what.status, e.what.observed, e.what.reason) for e in events] == [
        ("1991", "full", False, ""),
        ("1994", "none", False, "The organisation does not exist."),
    ]
    assert (events[0].id, events[0].title) == ("cow-igo-750-aaa-1991", "India in AAA: full")
    assert events[0].sources[0].locator == "state 750 in AAA, 1991"


def test_a_gap_in_the_rows_of_an_organisation_is_one_in_which_it_did_not_exist() -> None:
    def changes_of(years: Iterable[int], others: Iterable[int]) -> list[tuple[str, str]]:
        told = [("AAA", year, 1) for year in years] + [("Bbb", year, -9) for year in others]
        rows = [{"ioname": name, "year": year, "india": code} for name, year, code in told]
        return [(str(e.when), e.what.status) for e in events_of("cow-igo", table(rows))]

    years = (1991, 1998, 1999, 2014)
    assert changes_of(years, range(1991, 2015)) == [
        ("1991", "full"),
        ("1992", "none"),
        ("1998", "full"),
        ("2000", "none"),
        ("2014", "full"),
    ]
    assert changes_of(years, []) == [("1991", "full")]
    every_fifth = range(1955, 2015, 5)
    assert changes_of(every_fifth, [2014]) == [("1955", "full"), ("[2011..2014]", "none")]
    assert changes_of(every_fifth, range(1955, 2015)) == [("1955", "full"), ("2011", "none")]


def test_what_is_no_column_of_a_state_is_named_with_what_is_near() -> None:
    (problem,) = problems("cow-igo", table([{"ioname": "AAA", "year": 1991, "indya": 1}]))
    assert problem.where.endswith("row 2, column 'indya'")
    assert problem.advice.startswith("near it: india")


@pytest.mark.parametrize("column", ["year", "india"])
def test_a_spoilt_cell_of_the_form_by_organisations_is_named(column: str) -> None:
    spoilt(
        "cow-igo", [{"ioname": "AAA", "year": year, "india": 1} for year in (2001, 2002)], column
    )


def test_an_organisation_without_an_abbreviation_and_a_year_told_twice_are_named() -> None:
    (unnamed,) = problems("cow-igo", table([{"ioname": "", "year": 1991, "india": 1}]))
    assert unnamed.where.endswith("row 2, column 'ioname'")
    (twice,) = problems("cow-igo", table([{"ioname": "AAA", "year": 1991, "india": 1}] * 2))
    assert twice.where.endswith("row 3, column 'year'")


def test_states_are_in_the_system_in_the_years_of_their_spells() -> None:
    assert len(NUMBERS) == len({*NUMBERS.values()}) == 217
    assert (1946 in years_in_system("750"), 1947 in years_in_system("750")) == (False, True)
    assert [1990 in years_in_system(number) for number in ("255", "260")] == [True, False]
    assert 1989 in years_in_system("260")
