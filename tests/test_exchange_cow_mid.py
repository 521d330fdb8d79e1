"""COW Militarized Interstate Disputes as a data set: the stage of each day by the rows."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline import exchange
from bilateral_timeline.exchange.datasets.mid_pairs import ACTS, DEATHS
from bilateral_timeline.relations.facets import force
from made_rows import COW, PAIR, bounds, events_of, problems, spoilt, table, told, written

Row = dict[str, Any]
STATES = ("IN", "PK", "CN", "RU")


def part(number: int, state: str, side: int, begun: date, over: date, **more: int) -> Row:
    """A state's part in a dispute, as MIDB has it."""
    return {
        "dispnum": number,
        "stabb": state,
        "ccode": COW.get(state, state),
        "stday": begun.day,
        "stmon": begun.month,
        "styear": begun.year,
        "endday": over.day,
        "endmon": over.month,
        "endyear": over.year,
        "sidea": side,
        "fatality": 0,
        "fatalpre": -9,
        "hiact": 7,
        "version": 5,
        **more,
    }


def whole(number: int, over: date, **more: int) -> Row:
    """A dispute, as MIDA has it."""
    return {
        "dispnum": number,
        "endday": over.day,
        "endmon": over.month,
        "endyear": over.year,
        "outcome": 5,
        "settle": 3,
        "ongo2014": 0,
        **more,
    }


def days(row: Row, what: str) -> tuple[date, date]:
    """The bounds of a date of a row; -9 is no day."""
    day = row[f"{what}day"]
    return bounds(row[f"{what}year"], row[f"{what}mon"], None if day == -9 else day)


@st.composite
def parts(draw: st.DrawFn, number: int) -> list[Row]:
    """A dispute of two, three or four states, each on a side of it for some time."""
    states = draw(st.lists(st.sampled_from(STATES), min_size=2, max_size=4, unique=True))
    rows = list[Row]()
    for at, state in enumerate(states):
        begun = date(1990, 1, 1) + timedelta(days=draw(st.integers(0, 60)))
        over = begun + timedelta(days=draw(st.integers(0, 70)))
        side = at if at < 2 else draw(st.integers(0, 1))
        unknown = {c: -9 for c in ("stday", "endday") if draw(st.booleans())}
        act, deaths = draw(st.integers(0, 21)), draw(st.sampled_from([-9, 0, 1, 4, 6]))
        rows.append(part(number, state, side, begun, over, **unknown, hiact=act, fatality=deaths))
    return rows


def spell(rows: list[Row]) -> tuple[date, date, date] | None:
    """By the rows: the last day on which two had both come in, and when one was out again.

    The day from which it is certain that it began, that from which it is certain that it ended,
    and the first on which it may have ended. None where one was out before the other came.
    """
    starts, ends = [days(row, "st") for row in rows], [days(row, "end") for row in rows]
    first, begun = max(low for low, _ in starts), max(high for _, high in starts)
    over = min(high for _, high in ends)
    return None if first > over else (min(begun, over), over, first)


def opponents(rows: list[Row]) -> list[Row] | None:
    """The rows of the pair, side A first, where both are in it and not on one side."""
    held = sorted((r for r in rows if r["stabb"] in PAIR), key=lambda r: -r["sidea"])
    return held if [row["sidea"] for row in held] == [1, 0] else None


@given(
    st.lists(st.just(0), min_size=1, max_size=4).flatmap(
        lambda zeros: st.tuples(*(parts(at) for at in range(1, len(zeros) + 1)))
    )
)
def test_the_stage_of_each_day_and_the_act_of_each_side_are_those_of_the_rows(
    disputes: tuple[list[Row], ...],
) -> None:
    timeline = told("cow-mid", table([row for rows in disputes for row in rows]))
    facet = timeline.as_of("2020").force
    for rows in disputes:
        id = f"mid-{rows[0]['dispnum']}"
        pair = opponents(rows)
        when = None if pair is None else spell(pair)
        if pair is None or when is None:
            assert facet is bt.Unknown or id not in facet
            continue
        begun, over, _ = when
        for day in {d + timedelta(days=n) for d in (begun, over) for n in (-1, 0, 1)}:
            force_then = timeline.as_of(day).force
            entry = bt.Unknown if force_then is bt.Unknown else force_then.get(id)
            stage = bt.Unknown if entry is bt.Unknown else entry.stage
            expected = "ended" if day >= over else "begun" if day >= begun else bt.Unknown
            assert stage == expected
        entry, of_two = facet[id], len(rows) == 2
        assert entry.hostility_of == {r["stabb"]: force.ACTS[ACTS[r["hiact"]]] for r in pair}
        for row in pair:
            scope = "" if of_two else "against all opponents"
            counts = entry.counts_of(row["stabb"], "soldiers-killed", scope)
            if row["fatality"] == -9:
                assert counts.best is bt.Unknown
            else:
                assert (counts.best.low, counts.best.high) == DEATHS[row["fatality"]]


BEGUN, OVER = date(2001, 3, 4), date(2001, 5, 6)
TWO = [part(7, "IN", 1, BEGUN, OVER), part(7, "PK", 0, BEGUN, OVER, hiact=0)]


def test_without_a_day_the_date_is_a_month_and_one_within_it_is_bounded() -> None:
    unknown = [{**row, "stday": -9} for row in TWO]
    begun = events_of("cow-mid", table(unknown))[0]
    assert (begun.id, str(begun.when), begun.parties) == (
        "cow-mid-7-in-pk-begun",
        "2001-03",
        ("IN", "PK"),
    )
    short = [{**row, "stday": -9, "endmon": 3} for row in TWO]
    dates = {event.id: str(event.when) for event in events_of("cow-mid", table(short))}
    assert dates["cow-mid-7-in-pk-begun"] == "[2001-03-01..2001-03-06]"
    assert dates["cow-mid-7-in-pk-ended"] == "2001-03-06"


@pytest.mark.parametrize(
    ("outcome", "settle", "expected"),
    [
        (1, 2, ("victory", "IN", "imposed")),
        (2, 2, ("victory", "PK", "imposed")),
        (4, 1, ("yield", "PK", "negotiated")),
        (5, 3, ("stalemate", "", "none")),
        (-9, -9, ("missing", "", "missing")),
    ],
)
def test_the_outcome_stands_in_the_file_of_disputes(
    outcome: int, settle: int, expected: tuple[str, str, str]
) -> None:
    beside = table([whole(7, OVER, outcome=outcome, settle=settle)])
    ended = events_of("cow-mid", table(TWO), beside)[-1]
    assert (ended.id, str(ended.when)) == ("cow-mid-7-in-pk-ended", "2001-05-06")
    assert (ended.what.outcome, ended.what.by, ended.what.settlement) == expected
    assert events_of("cow-mid", table(TWO))[-1].what.outcome == ""


def test_who_leaves_before_the_end_has_an_end_and_no_outcome() -> None:
    third = part(7, "CN", 0, BEGUN, date(2001, 4, 1))
    events = events_of("cow-mid", table([*TWO, third]), table([whole(7, OVER, outcome=1)]))
    ends = {event.id: event.what.outcome for event in events if event.id.endswith("-ended")}
    assert ends == {"cow-mid-7-in-pk-ended": "victory", "cow-mid-7-cn-in-ended": ""}


def test_what_goes_on_when_the_register_ends_has_no_end() -> None:
    last = date(2014, 12, 31)
    rows = [part(8, "IN", 1, BEGUN, last), part(8, "PK", 0, BEGUN, last)]
    assert told("cow-mid", table(rows)).as_of("2029").force.open == ("mid-8",)
    earlier = [{**row, "endyear": 2012} for row in rows]
    beside = table([whole(8, date(2012, 12, 31), ongo2014=1)])
    assert told("cow-mid", table(earlier), beside).as_of("2029").force.open == ("mid-8",)
    assert told("cow-mid", table(earlier)).as_of("2029").force.open == ()


def test_allies_have_no_dispute_with_each_other() -> None:
    rows = [
        part(9, state, side, BEGUN, OVER)
        for state, side in (("IN", 1), ("PK", 1), ("CN", 0), ("RU", 0))
    ]
    pairs = {event.parties for event in events_of("cow-mid", table(rows))}
    assert pairs == {tuple(sorted(pair)) for pair in product(("IN", "PK"), ("CN", "RU"))}
    assert events_of("cow-mid", table(rows), parties=PAIR) == []
    act = next(e for e in events_of("cow-mid", table(rows)) if "act-in" in e.id)
    assert (act.what.actor, act.what.target) == ("IN", "")


def test_a_state_that_nobody_continues_is_no_party() -> None:
    rows = [*TWO, part(7, "300", 0, BEGUN, OVER)]
    assert {event.parties for event in events_of("cow-mid", table(rows))} == {PAIR}
    assert events_of("cow-mid", table([TWO[0], rows[2]])) == []


def test_a_state_that_comes_back_has_a_spell_each_time() -> None:
    again = part(7, "PK", 0, date(2001, 5, 1), OVER)
    rows = [TWO[0], {**TWO[1], "endday": 20, "endmon": 3}, again]
    timeline = told("cow-mid", table(rows))
    stages = [timeline.as_of(day).force["mid-7"].stage for day in ("2001-03-20", "2001-05-01")]
    assert stages == ["ended", "begun"]


def test_a_known_number_of_deaths_stands_before_its_class() -> None:
    rows = [{**row, "fatality": 1, "fatalpre": 3} for row in TWO]
    counts = told("cow-mid", table(rows)).as_of("2002").force["mid-7"]
    assert counts.counts_of("IN", "soldiers-killed").best == bt.Quantity(best=3, unit="persons")


@given(st.sampled_from([-9, *range(7)]), st.integers(0, 1200))
def test_a_number_of_deaths_counts_whatever_its_class(held: int, number: int) -> None:
    text = table([{**row, "fatality": held, "fatalpre": number} for row in TWO])
    counts = told("cow-mid", text).as_of("2002").force["mid-7"]
    best = counts.counts_of("IN", "soldiers-killed").best
    assert best == bt.Quantity(best=number, unit="persons")


@pytest.mark.parametrize(
    "column",
    ["dispnum", "ccode", "stday", "stmon", "styear", "endday", "sidea", "fatality", "hiact"],
)
def test_a_spoilt_cell_is_named(column: str) -> None:
    spoilt("cow-mid", TWO, column)


@pytest.mark.parametrize("column", ["endyear", "outcome", "settle"])
def test_a_spoilt_cell_of_the_file_of_disputes_is_named(column: str) -> None:
    beside = table([{**whole(7, OVER), column: "x"}])
    (problem,) = problems("cow-mid", table(TWO), beside)
    assert problem.where.endswith(f"1.csv: row 2, column {column!r}")


def test_days_that_cannot_be_are_named() -> None:
    for column, cell in (("stmon", 13), ("stday", 32), ("hiact", 22), ("fatality", 7)):
        (problem,) = problems("cow-mid", table([TWO[0], {**TWO[1], column: cell}]))
        assert problem.where.endswith(f"row 3, column {column!r}")
    alone = part(7, "CN", 1, date(1999, 3, 4), date(1999, 5, 6), fatality=9)
    (problem,) = problems("cow-mid", table([*TWO, alone]))
    assert problem.where.endswith("row 4, column 'fatality'")
    (problem,) = problems("cow-mid", table([TWO[0], {**TWO[1], "endyear": 2000}]))
    assert problem.where.endswith("row 3, column 'endyear'")
    (problem,) = problems("cow-mid", table([{**TWO[0], "stmon": 2, "stday": 30}, TWO[1]]))
    assert problem.expected == "a day of 2001-02"


def test_a_dispute_told_twice_in_the_file_beside_is_named() -> None:
    (problem,) = problems("cow-mid", table(TWO), table([whole(7, OVER)] * 2))
    assert (problem.where[-5:], problem.found) == ("row 3", "'7' again")


def test_a_second_file_is_for_those_that_have_one() -> None:
    with pytest.raises(ValueError, match="beside: found"):
        events_of("desta", table(TWO), table([whole(7, OVER)]))


def test_a_later_edition_corrects_what_it_tells_otherwise_and_retracts_what_it_leaves_out() -> None:
    log = bt.EventLog()
    other = [{**row, "dispnum": 8} for row in TWO]
    for version, rows, outcome in (("4", TWO + other, 5), ("5", TWO, 6)):
        beside = table([{**whole(number, OVER), "outcome": outcome} for number in (7, 8)])
        with written(table(rows), beside) as (path, second):
            edition: dict[str, Any] = {"version": version, "known": f"202{version}-01-01"}
            done = exchange.update(log, "cow-mid", path, beside=second, parties=PAIR, **edition)
    assert (done.added, done.corrected, done.retracted, done.unchanged) == (0, 1, 6, 5)
    now = log.timeline(bt.relationship(*PAIR)).as_of("2030")
    assert list(now.force) == ["mid-7"]
    assert now.force["mid-7"].outcome.best == "compromise"


def test_a_lenient_reading_passes_over_a_dispute_with_a_spoilt_cell_and_counts_its_rows() -> None:
    rows = [{**TWO[0], "dispnum": 6}, {**TWO[1], "dispnum": 6, "hiact": "x"}, *TWO]
    with written(table(rows)) as (path,):
        reading = exchange.read("cow-mid", path, version="5", known="2021", lenient=True)
        events = list(reading)
    assert {event.what.dispute for event in events} == {"mid-7"}
    assert (reading.rows, dict(reading.skipped)) == (4, {"it cannot be read": 2})
    assert [problem.path for problem in reading.problems] == ["hiact"]


# -- the dyadic form ------------------------------------------------------------------------------


def dyad(row: Row, other: Row, year: int, beside: Row) -> Row:
    """A year of a pair, as the dyadic form has it; all of its columns that say something."""
    outcome = beside["outcome"]
    if not row["sidea"]:
        outcome = {1: 2, 2: 1, 3: 4, 4: 3}.get(outcome, outcome)
    return {
        "disno": row["dispnum"],
        "dyindex": 1,
        "statea": row["ccode"],
        "stateb": other["ccode"],
        "strtday": row["stday"],
        "strtmnth": row["stmon"],
        "strtyr": row["styear"],
        "endday": row["endday"],
        "endmnth": row["endmon"],
        "endyear": row["endyear"],
        "year": year,
        "outcome": outcome,
        "settlmnt": beside["settle"],
        "sideaa": row["sidea"],
        "fatleva": row["fatality"],
        "fatlevb": other["fatality"],
        "mid5hiacta": row["hiact"],
        "mid5hiactb": other["hiact"],
        "ongo2014": beside["ongo2014"],
    }


def dyads(pair: list[Row], beside: Row, *, directed: bool = True) -> list[Row]:
    """The rows of a pair: one for each year and, where they are directed, direction."""
    years = range(pair[0]["styear"], pair[0]["endyear"] + 1)
    orders = [pair, pair[::-1]] if directed else [pair]
    return [dyad(one, other, year, beside) for year in years for one, other in orders]


@st.composite
def of_two(draw: st.DrawFn) -> tuple[list[Row], Row]:
    """A dispute of two states over the same days, and how it ended."""
    begun = date(2010, 1, 1) + timedelta(days=draw(st.integers(0, 900)))
    over = min(begun + timedelta(days=draw(st.integers(0, 1500))), date(2014, 12, 31))
    unknown = {c: -9 for c in ("stday", "endday") if draw(st.booleans())}
    rows = [
        part(
            7,
            state,
            side,
            begun,
            over,
            **unknown,
            hiact=draw(st.integers(-9, 21).filter(lambda n: n == -9 or n >= 0)),
            fatality=draw(st.sampled_from([-9, 0, 1, 4, 6])),
        )
        for state, side in draw(st.permutations([("IN", 1), ("PK", 0)]))
    ]
    beside = whole(
        7,
        over,
        outcome=draw(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 9, -9])),
        settle=draw(st.sampled_from([1, 2, 3, 4, -9])),
        ongo2014=int(draw(st.booleans())) if over.year == 2014 else 0,
    )
    return rows, {**beside, "endday": rows[0]["endday"]}


@given(of_two(), st.booleans())
def test_both_forms_give_the_same_events_of_a_dispute_of_two(
    dispute: tuple[list[Row], Row], directed: bool
) -> None:
    rows, beside = dispute
    one = events_of("cow-mid", table(rows), table([beside]))
    other = events_of("cow-mid", table(dyads(rows, beside, directed=directed)))
    assert sorted(one, key=lambda e: e.id) == sorted(other, key=lambda e: e.id)


def test_in_a_dispute_of_more_states_a_pair_has_its_own_acts_and_dates() -> None:
    third = part(7, "CN", 0, BEGUN, date(2001, 4, 1), hiact=14, fatality=1)
    first = [
        dyad({**TWO[0], "endday": 1, "endmon": 4, "hiact": 3}, third, 2001, whole(7, OVER)),
        *dyads(TWO, whole(7, OVER)),
    ]
    events = {event.id: event for event in events_of("cow-mid", table(first))}
    assert str(events["cow-mid-7-cn-in-ended"].when) == "2001-04-01"
    assert str(events["cow-mid-7-in-pk-ended"].when) == "2001-05-06"
    acts = [events[f"cow-mid-7-{pair}-act-in"].what for pair in ("cn-in", "in-pk")]
    assert [(act.act, act.target) for act in acts] == [
        ("threat-to-occupy", "CN"),
        ("show-of-force", "PK"),
    ]
    assert events["cow-mid-7-cn-in-deaths-cn"].what.scope == ""


def test_spells_of_a_pair_apart_are_two_and_years_that_meet_are_one() -> None:
    beside = whole(7, OVER)

    def row(start: date, end: date) -> Row:
        rows = [part(7, "IN", 1, start, end), part(7, "PK", 0, start, end)]
        return dyad(rows[0], rows[1], start.year, beside)

    cut = [row(date(2001, 3, 4), date(2001, 12, 31)), row(date(2002, 1, 1), date(2002, 2, 3))]
    apart = row(date(2003, 1, 1), date(2003, 1, 2))
    events = {event.id: str(event.when) for event in events_of("cow-mid", table([*cut, apart]))}
    assert events["cow-mid-7-in-pk-begun"] == "2001-03-04"
    assert events["cow-mid-7-in-pk-ended"] == "2002-02-03"
    assert events["cow-mid-7-in-pk-begun-2"] == "2003-01-01"
    assert events["cow-mid-7-in-pk-ended-2"] == "2003-01-02"


def test_an_outcome_that_goes_on_is_none() -> None:
    rows = [{**row, "outcome": 0, "settlmnt": 0} for row in dyads(TWO, whole(7, OVER))]
    ended = events_of("cow-mid", table(rows))[-1]
    assert (ended.what.stage, ended.what.outcome, ended.what.settlement) == ("ended", "", "")


@pytest.mark.parametrize(
    "column",
    [
        *("disno", "statea", "stateb", "strtday", "strtmnth", "strtyr", "endday", "year"),
        *("outcome", "settlmnt", "sideaa", "fatleva", "fatlevb", "mid5hiacta", "mid5hiactb"),
    ],
)
def test_a_spoilt_cell_of_the_dyadic_form_is_named(column: str) -> None:
    spoilt("cow-mid", dyads(TWO, whole(7, OVER)), column)


def test_the_dyadic_form_has_no_second_file() -> None:
    beside = table([whole(7, OVER)])
    (problem,) = problems("cow-mid", table(dyads(TWO, whole(7, OVER))), beside)
    assert "expected no second file" in str(problem)
