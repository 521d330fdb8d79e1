"""ATOP as data sets: what binds a pair on each day, or in each year, is what the rows say."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.exchange.datasets.atop import OBLIGATIONS
from made_rows import COW, PAIR, Timeline, bounds, events_of, problems, spoilt, table, told

Row = dict[str, Any]
COLUMNS = tuple(OBLIGATIONS)


def member(
    number: int, state: str, came: date, went: date | None, phase: int = 0, **more: Any
) -> Row:
    """A member's time in a phase of an alliance."""
    day = went or date(1, 1, 1)
    left = {"yrexit": day.year, "moexit": day.month, "dayexit": day.day}
    return {
        "atopid": number,
        "member": COW.get(state, state),
        "state": state,
        "yrent": came.year,
        "moent": came.month,
        "dayent": came.day,
        **(left if went else dict.fromkeys(left, 0)),
        "phase": phase,
        **dict.fromkeys(COLUMNS, 0),
        **more,
    }


@st.composite
def alliances(draw: st.DrawFn, number: int) -> list[Row]:
    """Two to three members, each in for a time, with what they are obliged to."""
    states = draw(st.lists(st.sampled_from([*PAIR, "CN"]), min_size=2, max_size=3, unique=True))
    rows = list[Row]()
    for state in states:
        came = date(1990, 1, 1) + timedelta(days=draw(st.integers(0, 60)))
        went = came + timedelta(days=draw(st.integers(0, 90))) if draw(st.booleans()) else None
        words = {column: draw(st.integers(0, 1)) for column in COLUMNS}
        zero = {"dayent": 0} if draw(st.booleans()) else {}
        zero |= {"dayexit": 0} if draw(st.booleans()) else {}
        rows.append(member(number, state, came, went, **words, **zero))
    return rows


def days(row: Row, what: str) -> tuple[date, date]:
    year, month, day = (row[f"{part}{what}"] for part in ("yr", "mo", "day"))
    return bounds(year, month, day or None)


def bound_on(disputes: tuple[list[Row], ...], day: date) -> set[str]:
    """What certainly binds the pair on a day by the rows."""
    found = set[str]()
    for rows in disputes:
        pair = [row for row in rows if row["state"] in PAIR]
        if len(pair) < 2:
            continue
        starts = [days(row, "ent") for row in pair]
        ends = [days(row, "exit")[1] for row in pair if row["yrexit"]]
        over = min(ends, default=date.max)
        if max(low for low, _ in starts) > over:
            continue
        if min(max(high for _, high in starts), over) <= day < over:
            found |= {OBLIGATIONS[c] for c in COLUMNS for row in pair if row[c]}
    return found


def obliged(timeline: Timeline, day: date | str) -> set[str]:
    agreements = timeline.as_of(day).agreements
    if agreements is bt.Unknown:
        return set()
    return {word for id in agreements.in_force for word in agreements[id].obligations.values}


@given(st.tuples(alliances(1), alliances(2)))
def test_the_obligations_of_each_day_are_those_of_the_rows(told_of: tuple[list[Row], ...]) -> None:
    timeline = told("atop", table([row for rows in told_of for row in rows]))
    dates = {
        d
        for row in (row for rows in told_of for row in rows)
        for what in ("ent", *(["exit"] if row["yrexit"] else []))
        for d in days(row, what)
    }
    for day in {d + timedelta(days=n) for d in dates for n in (-1, 0, 1)}:
        assert obliged(timeline, day) == bound_on(told_of, day)


CAME, WENT = date(1971, 8, 9), date(1993, 1, 28)


def test_what_a_row_tells_and_cites() -> None:
    rows = [member(3540, state, CAME, WENT, nonagg=1, consul=1) for state in ("IN", "RU")]
    began, described, ended = events_of("atop", table(rows))
    assert (began.id, str(began.when), began.parties) == (
        "atop-3540-in-ru-in-force",
        "1971-08-09",
        ("IN", "RU"),
    )
    assert described.what.obligations == ("non-aggression", "consultation")
    assert (ended.what.agreement, ended.what.stage, str(ended.when)) == (
        "atop-3540",
        "terminated",
        "1993-01-28",
    )
    assert began.sources[0].locator == "alliance 3540"


def test_a_phase_of_an_alliance_is_followed_by_the_next() -> None:
    middle = date(1980, 1, 1)
    rows = [
        row
        for state in PAIR
        for row in (
            member(1, state, CAME, middle, 1, defense=1),
            member(1, state, middle, WENT, 2, nonagg=1),
        )
    ]
    timeline = told("atop", table(rows))
    assert [obliged(timeline, day) for day in ("1979", "1980", "1993-01-28")] == [
        {"defence"},
        {"non-aggression"},
        set(),
    ]
    stages = {id: entry.stage for id, entry in timeline.as_of("2000").agreements.items()}
    assert stages == {"atop-1-1": "superseded", "atop-1-2": "terminated"}
    assert [event.id for event in timeline.events()] == [
        *("atop-1-1-in-pk-in-force", "atop-1-1-in-pk-obligations", "atop-1-2-in-pk-in-force"),
        *("atop-1-2-in-pk-obligations", "atop-1-1-in-pk-superseded", "atop-1-2-in-pk-terminated"),
    ]


def test_what_is_in_effect_when_the_register_ends_has_no_end() -> None:
    rows = [member(1, state, CAME, None, defense=1) for state in PAIR]
    assert obliged(told("atop", table(rows)), "2029") == {"defence"}


def test_a_missing_obligation_is_not_said_to_be_none() -> None:
    silent = dict.fromkeys(COLUMNS, "NA")
    rows = [{**member(1, state, CAME, None), **silent} for state in PAIR]
    assert [event.kind for event in events_of("atop", table(rows))] == ["agreement-stage"]


def test_a_state_that_nobody_continues_is_no_party() -> None:
    rows = [member(1, state, CAME, WENT) for state in ("IN", "300")]
    assert events_of("atop", table(rows)) == []


@pytest.mark.parametrize("column", ["atopid", "member", "yrent", "moent", "yrexit", *COLUMNS])
def test_a_spoilt_cell_is_named(column: str) -> None:
    spoilt("atop", [member(1, state, CAME, WENT) for state in PAIR], column)


def test_an_exit_before_the_entry_is_refused() -> None:
    rows = [member(1, "IN", WENT, CAME), member(1, "PK", CAME, WENT)]
    (problem,) = problems("atop", table(rows))
    assert problem.where.endswith("row 2, column 'yrexit'")


# -- pairs and years --------------------------------------------------------------------------


def year_row(year: int, a: str = "IN", b: str = "PK", **words: int) -> Row:
    return {"stateA": COW[a], "stateB": COW[b], "year": year, **dict.fromkeys(COLUMNS, 0), **words}


spans = st.fixed_dictionaries({c: st.sets(st.integers(2008, 2018)) for c in COLUMNS})


def rows_of(years: dict[str, set[int]], a: str = "IN", b: str = "PK") -> list[Row]:
    """The rows of a pair: only years in which something binds it are in the file."""
    found = sorted(set().union(*years.values()))
    return [year_row(y, a, b, **{c: int(y in years[c]) for c in COLUMNS}) for y in found]


@given(spans, st.booleans())
def test_the_obligations_of_each_year_are_those_of_the_rows(
    years: dict[str, set[int]], is_directed: bool
) -> None:
    rows = rows_of(years)
    rows += rows_of(years, "PK", "IN") if is_directed else []
    timeline = told("atop-dyads", table(rows, list(year_row(1))))
    for year in range(2007, 2019):
        expected = {OBLIGATIONS[column] for column in COLUMNS if year in years[column]}
        assert obliged(timeline, str(year)) == expected
    last = {OBLIGATIONS[column] for column in COLUMNS if 2018 in years[column]}
    assert obliged(timeline, "2029") == last


@pytest.mark.parametrize("column", ["stateA", "stateB", "year", *COLUMNS])
def test_a_spoilt_cell_of_a_year_is_named(column: str) -> None:
    spoilt("atop-dyads", [year_row(2001, defense=1)], column)


def test_a_year_after_the_last_that_is_covered_is_refused() -> None:
    (problem,) = problems("atop-dyads", table([year_row(2019)]))
    assert problem.expected == "a year up to 2018, the last that ATOP 5.1 covers"


def test_the_obligations_of_a_pair_are_those_of_the_published_rows() -> None:
    facts = json.loads((Path(__file__).parent / "data" / "registers.json").read_text("utf-8"))
    spells = [row[1:] for row in facts["obligations"]["rows"] if row[0] == "atop"]
    years = {column: set[int]() for column in COLUMNS}
    for column, first, last in spells:
        years[column] |= set(range(first, last + 1))
    timeline = told("atop-dyads", table(rows_of(years)))
    for year, (column, first, last) in product(range(1960, 2019), spells):
        is_bound = OBLIGATIONS[column] in obliged(timeline, str(year))
        assert is_bound == (first <= year <= last)


def test_both_forms_say_in_force_in_the_same_words() -> None:
    members = events_of("atop", table([member(1, state, CAME, None, defense=1) for state in PAIR]))
    years = events_of("atop-dyads", table([year_row(2018, defense=1)]))
    said = {event.title.rpartition(": ")[2] for event in (members[0], years[0])}
    assert said == {"in force"}
