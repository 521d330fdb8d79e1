"""Tables in every engine, held against what the timeline of the same log says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, cast

import attrs
import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline import frames
from bilateral_timeline.coding.intensity import Interaction
from bilateral_timeline.dates.when import Mode
from bilateral_timeline.files.vocabulary import kinds
from bilateral_timeline.frames.given import Given
from bilateral_timeline.frames.grid import POINT, Grid, Seen
from bilateral_timeline.frames.points import at_every_point
from bilateral_timeline.records.events import Record
from bilateral_timeline.testing import days, histories
from engines import (
    ENGINES,
    QUESTIONS,
    REDUCERS,
    TALLIES,
    TallyCounted,
    adding_up,
    rounded,
    rows_of,
)
from island import BODIES
from running import shipped

LOGS = histories(TALLIES)
MODES = st.sampled_from(["certain", "possible"])
AFEW = settings(max_examples=max(settings().max_examples // 8, 3))
ANY_ENGINE = pytest.mark.parametrize("engine", ENGINES)


def table_of(records: Iterable[Record], engine: str = "polars") -> Any:
    table = frames.to_table(records, kind=TallyCounted)
    return ENGINES[engine](pa.table(table))


def timeline_of(records: Iterable[Record]) -> bt.Timeline[Any]:
    log = bt.EventLog()
    log.append(*records)
    return log.timeline(bt.Count())


def plain(day: Date) -> date:
    return date(day.year, day.month, day.day)


def number(event: bt.Event) -> Any:
    return event.what.number


def place(event: bt.Event) -> Any:
    return event.what.place


# -- the table of a log ------------------------------------------------------------------------


@ANY_ENGINE
@AFEW
@given(records=histories(BODIES))
def test_records_come_back_from_a_table_as_they_were(engine: str, records: Any) -> None:
    table = ENGINES[engine](pa.table(frames.to_table(records)))
    assert frames.read(table) == tuple(records)


@ANY_ENGINE
@AFEW
@given(records=LOGS)
def test_records_come_back_from_a_table_that_is_flattened(engine: str, records: Any) -> None:
    wanted = {record.id for record in records if isinstance(record, bt.Event)}
    expected = tuple(record for record in records if record.id in wanted)
    assert frames.read(table_of(records, engine)) == expected


@given(records=histories([made.body for made in kinds()]))
def test_records_of_every_kind_come_back_from_a_table_flattened_for_one(records: Any) -> None:
    for kind in {record.kind for record in records if isinstance(record, bt.Event)}:
        wanted = {r.id for r in records if isinstance(r, bt.Event) and r.kind == kind}
        expected = tuple(record for record in records if record.id in wanted)
        assert frames.read(frames.to_table(records, kind=kind)) == expected


def test_the_shipped_chronicle_comes_back_from_parquet(tmp_path: Any) -> None:
    frames.write_parquet(tmp_path / "log.parquet", shipped())
    held = pl.scan_parquet(tmp_path / "log.parquet")
    assert frames.read(held) == tuple(shipped()._records)
    alone = frames.timeline(held, ("RU", "IR"))
    assert alone.as_of("2024-05-20") == shipped().as_of("2024-05-20")


def test_a_log_in_a_store_is_streamed_into_parquet(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bilateral_timeline.frames.table.BATCH", 100)
    with bt.open_log(tmp_path / "log.db") as log:
        log.append(
            *(
                bt.Event(id=f"t-{at}", when="2020", known="2021", what=TallyCounted(place="north"))
                for at in range(250)
            )
        )
        frames.write_parquet(tmp_path / "log.parquet", log, kind="tally-counted")
        assert frames.read(pl.scan_parquet(tmp_path / "log.parquet")) == tuple(
            entry.record for entry in log.read()
        )
    held = pq.ParquetFile(tmp_path / "log.parquet")
    assert [held.metadata.row_group(at).num_rows for at in range(held.num_row_groups)] == [
        100,
        100,
        50,
    ]


def test_what_no_column_can_tell_stands_in_what() -> None:
    body = TallyCounted(place="north", number=2**70)
    event = bt.Event(id="much", when="2020", known="2021", what=body)
    row = pa.table(frames.to_table([event], kind=TallyCounted)).to_pylist()[0]
    assert (row["what"], row["what_number"]) == (
        '{"place": "north", "number": 1180591620717411303424}',
        None,
    )
    assert frames.read(frames.to_table([event], kind=TallyCounted)) == (event,)


def test_every_row_that_is_wrong_is_named() -> None:
    event = bt.Event(id="one", when="2020", known="2021", what=TallyCounted(place="north"))
    good = pl.DataFrame(frames.to_table([event]))
    spoilt = pl.concat(
        [
            good,
            good.with_columns(when=pl.lit("2020-13")),
            good,
            good.with_columns(what=pl.lit("{")),
            good.with_columns(id=pl.lit("No Id")),
        ]
    )
    with pytest.raises(bt.RecordError) as caught:
        frames.read(spoilt)
    assert [problem.where.split(":")[0] for problem in caught.value.problems] == [
        "row 2",
        "row 4",
        "row 5",
    ]
    with pytest.raises(bt.MissingError, match="no column 'known'"):
        frames.read(good.drop("known"))


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_a_row_that_says_two_things_is_refused(engine: str) -> None:
    event = bt.Event(
        id="one",
        when="2020-03",
        known="2021",
        what=TallyCounted(place="north"),
        sources=[bt.Citation("a-work", "p. 1"), bt.Citation("a-work", "p. 2")],
    )
    good = pl.DataFrame(frames.to_table([event]))

    def read(**changed: pl.Expr) -> Any:
        return frames.read(ENGINES[engine](good.with_columns(**changed).to_arrow()))

    assert read() == (event,)
    for same in ("2020-03-31", "2020-03-31 00:00:00", "2020-03-31T23:59"):
        assert read(certain=pl.lit(same)) == (event,)
    assert read(works=pl.lit(None)) == (event,)
    assert frames.read(good.drop("certain", "possible", "works")) == (event,)
    for changed, message in (
        ({"certain": pl.lit(None, pl.Date)}, "certain: found null; expected 2020-03-31"),
        ({"possible": pl.lit(None, pl.String)}, "possible: found null; expected 2020-03-01"),
        ({"possible": pl.lit("2020-03")}, "possible: found '2020-03'; expected 2020-03-01"),
        (
            {"certain": pl.lit(date(2020, 3, 30))},
            "certain: found '2020-03-30'; expected 2020-03-31",
        ),
        ({"possible": pl.lit("2020-04-01")}, "possible: found '2020-04-01'; expected 2020-03-01"),
        ({"works": pl.lit(["other"])}, "works: found ['other']; expected ['a-work']"),
    ):
        with pytest.raises(bt.RecordError) as caught:
            read(**changed)
        assert f"row 1: column {message}, as `" in str(caught.value)
        assert "which decides, and leave the column" in str(caught.value)
    never = bt.Event(id="one", when="[2001..]", known="2021", what=TallyCounted(place="north"))
    undated = pl.DataFrame(frames.to_table([never]))
    with pytest.raises(bt.RecordError, match="certain: found '2021-01-01'; expected null, as"):
        frames.read(undated.with_columns(certain=pl.lit(date(2021, 1, 1))))
    of_two = attrs.evolve(event, sources=[bt.Citation("b", "p. 1"), bt.Citation("a", "p. 2")])
    table = pl.DataFrame(frames.to_table([of_two]))
    for works in (["a", "b"], ["b", "a", "b"]):
        assert frames.read(table.with_columns(works=pl.lit(works))) == (of_two,)
    wrong: list[Any] = [["a"], ["a", "b", "c"], [], "b", 5, [5], [["b"], ["a"]]]
    for works in wrong:
        with pytest.raises(bt.RecordError, match=r"works: found .* expected \['b', 'a'\]"):
            frames.read(table.with_columns(works=pl.lit(pl.Series([works]))))


def test_what_has_no_columns_is_no_table() -> None:
    for asked in (frames.read, frames.believed):
        for series in (pl.Series([1]), pd.Series([1])):
            with pytest.raises(bt.InputError, match="found a Series, which has no columns"):
                asked(series)


# -- the rule ----------------------------------------------------------------------------------


@given(records=LOGS, day=days(), known=st.none() | days(), mode=MODES)
def test_what_is_believed_and_happened_is_what_the_timeline_says(
    records: Any, day: Date, known: Date | None, mode: Mode
) -> None:
    timeline = timeline_of(records)
    table = table_of(records)
    told = frames.happened(table, day, known_by=known, mode=mode)
    events = timeline.events(until=day, known_by=known, mode=mode)
    assert ids(told) == sorted((event.id, event.revision) for event in events)
    assert type(told) is type(table)
    if known is None:
        all_told = map(timeline.event, {record.id for record in records})
        ever = [event for event in all_told if event is not None]
        assert ids(frames.believed(table)) == sorted((event.id, event.revision) for event in ever)


def ids(table: Any) -> list[tuple[str, int]]:
    return [(row[0], row[1]) for row in rows_of(table)]


@given(records=LOGS, known=days())
def test_what_is_believed_on_a_day_are_the_rows_since_and_before(records: Any, known: Date) -> None:
    table = frames.beliefs(table_of(records))
    names = list(nw.from_native(table).collect_schema())
    since, until = names.index("since"), names.index("until")
    k = plain(known)
    held = [
        (row[0], row[1])
        for row in rows_of(table)
        if row[since] <= k and (row[until] is None or k < row[until])
    ]
    assert sorted(held) == ids(frames.believed(table_of(records), known))


@given(records=LOGS, day=days(), known=st.none() | days() | st.just("then"))
def test_kept_beliefs_answer_as_the_table_itself_does(records: Any, day: Date, known: Any) -> None:
    table = table_of(records)
    kept = frames.beliefs(table)
    of_kept = frames.Columns(known="since", until="until")
    asked: dict[str, Any] = {"as_of": ["2000-02", day], "known_by": known, **REDUCERS}
    assert rows_of(frames.aggregate(kept, columns=of_kept, **asked)) == rows_of(
        frames.aggregate(table, **asked)
    )
    happened = frames.happened(kept, day, known_by=known, columns=of_kept)
    assert ids(happened) == ids(frames.happened(table, day, known_by=known))


@given(records=LOGS, grid=st.lists(days(), min_size=1, max_size=4, unique=True))
def test_as_then_known_is_what_had_happened_by_each_day_as_known_on_it(
    records: Any, grid: list[Date]
) -> None:
    table = table_of(records)
    told = [(row[-1], row[0], row[1]) for row in rows_of(frames.as_then_known(table, grid))]
    expected = [
        (plain(day), *row)
        for day in grid
        for row in ids(frames.happened(table, day, known_by="then"))
    ]
    assert sorted(told) == sorted(expected)


@given(records=histories(TALLIES, parties=["AA", "BB", "CC"]))
def test_between_two_parties_is_as_the_timeline_has_it(records: Any) -> None:
    timeline = timeline_of(records)
    for only in (False, True):
        table = frames.between(frames.happened(table_of(records), Date.max), "AA", "BB", only=only)
        asked = {"AA", "BB"}
        expected = [
            (event.id, event.revision)
            for event in timeline.events(until=Date.max)
            if (asked == {*event.parties} if only else asked <= {*event.parties})
        ]
        assert ids(table) == sorted(expected)


def tally(row: Any) -> Iterable[Record]:
    body = TallyCounted(place="north", number=row["number"])
    yield bt.Event(id=row["id"] or "none", when=row["day"], known=row["added"], what=body)


SIDES = {
    "id": ["a", "b", "a", None, "c"],
    "day": ["2024-01-01"] * 5,
    "added": ["2024-03-01", "2024-01-01", "2024-01-02", "2024-02-01", "2024-01-05"],
    "number": [1, 2, 3, 4, 5],
    "source": ["AA", "BB", None, "AA", "DE"],
    "target": ["BB", "AA", None, "BB", "FR"],
}
OWN_PARTIES = frames.Columns(known="added", date="day", parties=("source", "target"))


@ANY_ENGINE
def test_records_of_an_id_are_numbered_as_they_became_known_where_no_column_tells(
    engine: str,
) -> None:
    table = ENGINES[engine](pa.table(SIDES))
    asked: dict[str, Any] = {"projection": bt.Count(), "columns": OWN_PARTIES, "read": tally}
    told = frames.timeline(table, ("AA", "BB"), **asked)
    found = [(r.id, r.revision, r.what.number) for r in told._records if isinstance(r, bt.Event)]
    assert sorted(found) == [("a", 0, 3), ("a", 1, 1), ("b", 0, 2), ("none", 0, 4)]
    assert sum(number(event) for event in told.events(until="2024", known_by="2024-02")) == 9
    twice = pa.table({**SIDES, "id": ["a", "b", "b", None, "c"], "added": ["2024-01-01"] * 5})
    with pytest.raises(bt.TimelineError, match="b"):
        frames.timeline(ENGINES[engine](twice), ("AA", "BB"), **asked)


@ANY_ENGINE
def test_a_party_that_no_row_names_is_told_with_what_is_near(engine: str) -> None:
    table = ENGINES[engine](pa.table(SIDES))
    asked: dict[str, Any] = {"projection": bt.Count(), "columns": OWN_PARTIES, "read": tally}
    for pair in (("AA", "BBB"), ("BBB", "AA")):
        for both in (False, True):
            with pytest.raises(bt.MissingError, match="no party 'BBB'; near it: BB"):
                frames.timeline(table, pair, both=both, **asked)
    assert list(frames.timeline(table, ("AA", "FR"), both=True, **asked)._records) == []
    told = frames.timeline(table, ("AA", "BB"), where=nw.col("number") > 9, **asked)
    assert list(told._records) == []
    body = TallyCounted(place="north")
    event = bt.Event(id="a", when="2020", known="2021", what=body, parties=("AA", "BB"))
    listed = ENGINES[engine](pa.table(frames.to_table([event])))
    with pytest.raises(bt.MissingError, match="no party 'CC'; known: AA, BB"):
        frames.timeline(listed, ("AA", "CC"), projection=bt.Count())
    assert tuple(frames.timeline(listed, ("AA", "BB"), projection=bt.Count())._records) == (event,)
    alone = ENGINES[engine](pa.table(frames.to_table([attrs.evolve(event, parties=())])))
    assert len([*frames.timeline(alone, ("AA", "CC"), projection=bt.Count())._records]) == 1


# -- reducers ----------------------------------------------------------------------------------

TOTALS: dict[str, bt.Projection[Any]] = {
    "rows": bt.Count(),
    "told": bt.Count(number),
    "sum": bt.Sum(number),
    "least": bt.Min(number),
    "most": bt.Max(number),
    "last": bt.Latest(number),
}
"""What each of REDUCERS gives, as a projection."""
WHOLE = dict(islice(REDUCERS.items(), 3))
"""Those that count, or add whole numbers, and are answered in a way of their own."""


def value(found: Any) -> Any:
    return None if found is bt.Unknown else found


@given(
    records=LOGS,
    grid=st.lists(days(), min_size=1, max_size=4, unique=True),
    known=st.none() | days() | st.just("then"),
    mode=MODES,
    few=st.sampled_from([0, 30]),
)
def test_totals_are_those_of_the_reducers_of_a_timeline(
    records: Any, grid: list[Date], known: Any, mode: Mode, few: int
) -> None:
    timeline, table = timeline_of(records), table_of(records)
    expected, whole = [], []
    for day in grid:
        asked: dict[str, Any] = {"as_of": day, "known_by": known, "mode": mode}
        values = [value(timeline.project(p, **asked)) for p in TOTALS.values()]
        expected.append((plain(day), *values))
        whole.append((plain(day), *values[: len(WHOLE)]))
    for reducers, rows in ((REDUCERS, expected), (WHOLE, whole)):
        with adding_up(few):
            told = frames.aggregate(table, as_of=grid, known_by=known, mode=mode, **reducers)
        assert rows_of(told) == sorted(rows, key=repr)


@given(
    records=LOGS,
    grid=st.lists(days(), min_size=1, max_size=4, unique=True),
    known=st.none() | days() | st.just("then"),
    mode=MODES,
    few=st.sampled_from([0, 30]),
)
def test_totals_by_keys_are_those_of_a_keyed_reducer(
    records: Any, grid: list[Date], known: Any, mode: Mode, few: int
) -> None:
    timeline, table = timeline_of(records), table_of(records)
    expected, whole = [], []
    for day in grid:
        asked: dict[str, Any] = {"as_of": day, "known_by": known, "mode": mode}
        counts = timeline.project(bt.Keyed(place, bt.Count()), **asked)
        for key in counts:
            values = [
                value(timeline.project(bt.Keyed(place, p), **asked).get(key, REDUCERS[name].none))
                for name, p in TOTALS.items()
            ]
            expected.append((plain(day), key, *values))
            whole.append((plain(day), key, *values[: len(WHOLE)]))
    asked = {"as_of": grid, "known_by": known, "mode": mode}
    for reducers, rows in ((REDUCERS, expected), (WHOLE, whole)):
        with adding_up(few):
            told = frames.aggregate(table, "what_place", **asked, **reducers)
        assert rows_of(told) == sorted(rows, key=repr)


@given(records=LOGS, grid=st.lists(days(), min_size=1, max_size=4, unique=True), mode=MODES)
def test_a_set_has_a_row_for_each_value(records: Any, grid: list[Date], mode: Mode) -> None:
    timeline, table = timeline_of(records), table_of(records)
    for known in (None, "then"):
        told = frames.aggregate(
            table, as_of=grid, known_by=known, mode=mode, number=frames.SetOf("what_number")
        )
        expected = [
            (plain(day), each)
            for day in grid
            for each in timeline.project(bt.SetOf(number), as_of=day, known_by=known, mode=mode)
        ]
        assert rows_of(told) == sorted(expected, key=repr)


@given(
    records=LOGS,
    grid=st.lists(days(), min_size=1, max_size=3, unique=True),
    few=st.sampled_from([0, 30]),
    half_life=st.sampled_from([0.05, 30]),
)
def test_what_decays_is_the_sum_of_what_is_left_of_each(
    records: Any, grid: list[Date], few: int, half_life: float
) -> None:
    timeline, table = timeline_of(records), table_of(records)
    with adding_up(few):
        told = frames.aggregate(
            table, as_of=grid, known_by="then", left=frames.Decayed("what_number", half_life)
        )
    for day, left in rows_of(told):
        events = timeline.events(until=day, known_by=day)
        expected = sum(
            event.what.number
            * 0.5 ** ((day.toordinal() - event.when.sort_key("certain")[0]) / half_life)
            for event in events
            if event.what.number is not None
        )
        assert left == pytest.approx(expected, rel=1e-9, abs=1e-9)


@ANY_ENGINE
def test_on_a_long_grid_each_value_is_that_of_its_day_alone(engine: str) -> None:
    rows = [(at, (7 * at) % 50, at % 3, at % 4) for at in range(60)]
    first = date(2020, 1, 1)
    held = {
        "id": [at if at % 5 else at // 2 for at, *_ in rows],
        "revision": [0 if at % 5 else at for at, *_ in rows],
        "known": [first + timedelta(days=at) for at, *_ in rows],
        "retracted": [at % 11 == 3 for at, *_ in rows],
        "day": [first + timedelta(days=day) for _, day, *_ in rows],
        "key": [("x", "y", None)[key] for _, _, key, _ in rows],
        "word": [(None, "b", "a", "c")[word] for *_, word in rows],
        "truth": [(None, True, False, True)[word] for *_, word in rows],
        "score": [None if at % 4 == 0 else at % 7 - 3.5 for at, *_ in rows],
    }
    table = ENGINES[engine](pa.table(held))
    reducers: dict[str, Any] = {
        "last": frames.Latest("word"),
        "least": frames.Min("word"),
        "most": frames.Max("word"),
        "truth": frames.Latest("truth"),
        "low": frames.Min("score"),
        "sum": frames.Sum("score"),
        "told": frames.Count("score"),
        "left": frames.Decayed("score", 30),
        "soon": frames.Decayed("score", 0.01),
    }
    grid = [first + timedelta(days=at) for at in range(60)]
    asked: dict[str, Any] = {"columns": frames.Columns(date="day"), "known_by": "then"}
    for some in (dict(islice(reducers.items(), 8)), reducers):
        together = frames.aggregate(table, "key", as_of=grid, **asked, **some)
        few = [frames.aggregate(table, "key", as_of=day, **asked, **some) for day in grid[19::40]]
        days_asked = set(grid[19::40])
        found = [row for row in rounded(together) if row[0] in days_asked]
        assert found == sorted((row for one in few for row in rounded(one)), key=repr)


# -- panels ------------------------------------------------------------------------------------


def month_ends(year: int, months: int) -> list[date]:
    starts = [date(year + at // 12, at % 12 + 1, 1) for at in range(1, months + 1)]
    return [start - timedelta(days=1) for start in starts]


LAST = date(2000, 5, 20)


@given(records=LOGS, known=st.none() | days() | st.just("then"), mode=MODES)
def test_a_panel_is_what_a_timeline_says_of_each_period(
    records: Any, known: Any, mode: Mode
) -> None:
    timeline, table = timeline_of(records), table_of(records)
    told = frames.panel(
        table,
        "what_place",
        covered=("2000-02-10", LAST),
        after="1999-12-31",
        until="2000-06-30",
        known_by=known,
        mode=mode,
        rows=frames.Count(),
        sum=frames.Sum("what_number"),
        most=frames.Max("what_number"),
        last=frames.Latest("what_number"),
        two=frames.Held("what_number", 2),
    )
    ends = month_ends(2000, 6)
    ever = {
        place(event)
        for end in ends
        for event in timeline.events(
            until=end, known_by=end if known == "then" else known, mode=mode
        )
    }
    expected = []
    for end in ends:
        start = end.replace(day=1)
        k = end if known == "then" else known
        asked: dict[str, Any] = {"known_by": k, "mode": mode}
        for key in ever:
            during = [
                e
                for e in timeline.events(after=start - timedelta(days=1), until=end, **asked)
                if place(e) == key
            ]
            numbers = [number(e) for e in during if number(e) is not None]
            latest = bt.Keyed(place, bt.Latest(number))
            at_ends = [
                value(timeline.project(latest, as_of=day, **asked).get(key, bt.Unknown))
                for day in (start + timedelta(days=at) for at in range((end - start).days + 1))
            ]
            is_told = end <= min(LAST, LAST if known in (None, "then") else known)
            is_whole = date(2000, 2, 10) <= start and is_told
            is_ended = date(2000, 2, 10) <= end and is_told
            held = True if 2 in at_ends else None if None in at_ends else False
            expected.append(
                (
                    end,
                    key,
                    len(during) if is_whole else None,
                    sum(numbers) if is_whole else None,
                    max(numbers, default=None) if is_whole else None,
                    at_ends[-1] if is_ended else None,
                    held if is_whole else None,
                )
            )
    assert rows_of(told) == sorted(expected, key=repr)


# -- the engines -------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", sorted(ENGINES.keys() - {"polars"}))
@AFEW
@given(records=histories(TALLIES, parties=["AA", "BB", "CC"]), few=st.sampled_from([0, 30]))
def test_every_engine_says_what_polars_says(engine: str, records: Any, few: int) -> None:
    table, same = table_of(records, engine), table_of(records)
    for name, question in QUESTIONS.items():
        with adding_up(few):
            told = question(table)
        expected = question(same)
        assert rounded(told) == rounded(expected), name
        assert type(told) is type(table), name


# -- what is given -----------------------------------------------------------------------------

DAYS = ["2024-01-31", "2024-02-01", "2024-02-29"]
TOLD = pl.DataFrame({"id": ["a", "a", "b"], "added": DAYS, "day": DAYS, "score": [1, 2, 4]})
COLUMNS = frames.Columns(known="added", date="day")


@pytest.mark.parametrize(
    "as_days",
    [
        lambda column: column,
        lambda column: column.str.to_date(),
        lambda column: column.str.to_datetime(),
        lambda column: column.str.to_datetime() + pl.duration(hours=23),
        lambda column: column + "T23:30:00",
    ],
)
@pytest.mark.parametrize("engine", ["polars", "pandas", "DuckDB"])
def test_a_day_is_a_date_a_datetime_or_text(engine: str, as_days: Any) -> None:
    held = TOLD.with_columns(as_days(pl.col("added")), as_days(pl.col("day")))
    table = ENGINES[engine](held.to_arrow())
    asked: dict[str, Any] = {"columns": COLUMNS, "sum": frames.Sum("score")}
    at = frames.aggregate(table, as_of=["2024-01", "2024-02"], known_by="then", **asked)
    assert [row[1] for row in rows_of(at)] == [1, 6]
    one = frames.aggregate(table, as_of="2024-02-28", known_by="2024-01-31", **asked)
    assert [row[1] for row in rows_of(one)] == [1]
    panel = frames.panel(table, "id", covered=("2024-01", "2024-02"), known_by="then", **asked)
    assert rows_of(panel) == [
        (date(2024, 1, 31), "a", 1),
        (date(2024, 1, 31), "b", 0),
        (date(2024, 2, 29), "a", 2),
        (date(2024, 2, 29), "b", 4),
    ]


@ANY_ENGINE
@pytest.mark.parametrize(
    ("known", "values"),
    [
        ("2024-01-30", []),
        ("2024-01-31", [("a", 1, 1), ("a", None, None)]),
        ("2024-02-28", [("a", 0, None), ("a", None, None)]),
        ("2024-02-29", [("a", 0, None), ("a", 2, 2), ("b", 0, None), ("b", 4, 4)]),
    ],
)
def test_a_panel_covers_nothing_after_the_day_by_which_all_is_known(
    engine: str, known: str, values: list[Any]
) -> None:
    table = ENGINES[engine](TOLD.to_arrow())
    asked: dict[str, Any] = {"columns": COLUMNS, "covered": ("2024-01", "2024-02")}
    reducers: dict[str, Any] = {"sum": frames.Sum("score"), "last": frames.Latest("score")}
    told = frames.panel(table, "id", known_by=known, **asked, **reducers)
    rows = sorted(rows_of(told), key=lambda row: (row[1], row[0]))
    assert [row[1:] for row in rows] == values


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
def test_numbers_that_say_what_is_retracted_are_1_and_0(engine: str) -> None:
    table = TOLD.with_columns(retracted=pl.Series([0, 1, None], dtype=pl.Int8))
    told = frames.believed(ENGINES[engine](table.to_arrow()), columns=COLUMNS)
    assert [row[0] for row in rows_of(told)] == ["b"]
    wrong = TOLD.with_columns(retracted=pl.Series([0, 2, -1]))
    with pytest.raises(bt.InputError, match="column 'retracted': found values such as -1, 2; exp"):
        frames.believed(ENGINES[engine](wrong.to_arrow()), columns=COLUMNS)


def test_a_column_is_missing_by_a_name_of_columns_or_of_the_caller() -> None:
    with pytest.raises(bt.MissingError, match=r"no column 'known'.*; columns=frames.Columns\("):
        frames.believed(TOLD)
    with pytest.raises(bt.MissingError, match=r"no column 'scor'; near it: score$"):
        frames.aggregate(TOLD, as_of="2024", columns=COLUMNS, sum=frames.Sum("scor"))
    with pytest.raises(bt.MissingError, match="no column 'idd'; near it: id"):
        frames.aggregate(TOLD, "idd", as_of="2024", columns=COLUMNS, n=frames.Count())


def test_a_table_of_coded_events_needs_no_ids_and_no_days_of_becoming_known() -> None:
    columns = frames.Columns(id=None, known=None, date="day")
    told = frames.aggregate(TOLD, as_of="2024-02-15", columns=columns, sum=frames.Sum("score"))
    assert told["sum"].to_list() == [3]
    with pytest.raises(bt.InputError, match="known_by: found '2024-02-29'; expected None, as"):
        frames.believed(TOLD, "2024-02", columns=columns)
    with pytest.raises(bt.InputError, match="no days of becoming known"):
        frames.beliefs(TOLD, columns=columns)


@pytest.mark.parametrize(
    "grid",
    [
        ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"],
        ["2023", "2024", "2025"],
        ["2024-01-30", "2024-02-01", "2024-02-03"],
        ["2024-01-01", "2024-01-31", "2024-02-02"],
        ["2024-02-29"],
    ],
)
def test_any_grid_of_days_is_that_of_each_day_alone(grid: list[str]) -> None:
    asked: dict[str, Any] = {"columns": COLUMNS, "sum": frames.Sum("score")}
    for known in (None, "then", "2024-02-10"):
        together = frames.aggregate(TOLD, as_of=grid, known_by=known, **asked)
        each = (frames.aggregate(TOLD, as_of=day, known_by=known, **asked) for day in grid)
        assert rows_of(together) == sorted(row for one in each for row in rows_of(one))


NAMED = st.none() | st.sampled_from(["day", "first", "last"])


@given(date=NAMED, certain=NAMED, possible=NAMED, other=NAMED)
def test_columns_that_are_changed_in_one_are_as_if_made_so(
    date: str | None, certain: str | None, possible: str | None, other: str | None
) -> None:
    asked: dict[str, Any] = {"certain": certain, "possible": possible}
    told = {name: value for name, value in asked.items() if value is not None}
    columns = frames.Columns(date=date, **told)
    assert columns.certain == (certain or date or "certain")
    assert columns.possible == (possible or date or "possible")
    assert attrs.evolve(columns, date=other) == frames.Columns(date=other, **told)
    assert attrs.evolve(columns, id=None) == frames.Columns(id=None, date=date, **told)
    changed = frames.Columns(date=date, **{**told, "certain": "then"})
    assert attrs.evolve(columns, certain="then") == changed
    assert eval(repr(columns), {"Columns": frames.Columns}) == columns


MONTHS = pd.date_range("2024-01-31", "2024-03-31", freq="ME")


@pytest.mark.parametrize(
    "grid",
    [
        MONTHS,
        pd.Series(MONTHS),
        pd.period_range("2024-01", "2024-03", freq="M"),
        MONTHS.to_numpy(),
        list(MONTHS.to_numpy()),
        list(MONTHS + pd.Timedelta(hours=23)),
        pl.Series(MONTHS).dt.date(),
        pl.Series(MONTHS),
        pa.array(MONTHS),
        pa.chunked_array([pa.array(MONTHS.date)]),
        [day.to_pydatetime() for day in MONTHS],
    ],
    ids=lambda grid: f"{type(grid).__module__.split('.')[0]} {type(grid).__name__}",
)
def test_the_days_asked_about_may_be_those_of_pandas_numpy_polars_or_pyarrow(grid: Any) -> None:
    asked: dict[str, Any] = {"columns": COLUMNS, "sum": frames.Sum("score")}
    text = ["2024-01", "2024-02", "2024-03"]
    for known in (None, "then"):
        told = frames.aggregate(TOLD, as_of=grid, known_by=known, **asked)
        assert rows_of(told) == rows_of(frames.aggregate(TOLD, as_of=text, known_by=known, **asked))
    then = frames.as_then_known(TOLD, grid, columns=COLUMNS)
    assert rows_of(then) == rows_of(frames.as_then_known(TOLD, text, columns=COLUMNS))
    first, last = grid[0], grid[len(grid) - 1]
    happened = frames.happened(TOLD, last, known_by=first, columns=COLUMNS)
    assert ids_told(happened) == ["a"]
    assert ids_told(frames.believed(TOLD, first, columns=COLUMNS)) == ["a"]
    of_months: dict[str, Any] = {"covered": ("2024-02", "2024-03"), "known_by": "2024-03"}
    expected = frames.panel(TOLD, "id", after="2024-01", until="2024-03", **of_months, **asked)
    of_months = {"covered": (pd.Period("2024-02"), last), "known_by": last}
    panel = frames.panel(TOLD, "id", after=first, until=last, **of_months, **asked)
    assert rows_of(panel) == rows_of(expected)


def ids_told(table: pl.DataFrame) -> list[str]:
    return sorted(table["id"])


ODD = {
    "source": ["AA", "AA", None, "BB"],
    "target": ["BB", None, None, "AA"],
    "day": ["2024-01-10", "2024-01-11", "2024-02-01", "2024-02-02"],
    "score": [1, 2, 4, 8],
    "retracted": [None, False, None, True],
}
NOW = frames.Columns(id=None, known=None, date="day")


@ANY_ENGINE
def test_a_key_may_be_null_and_a_null_retracts_nothing(engine: str) -> None:
    reducers: dict[str, Any] = {
        "n": frames.Count(),
        "last": frames.Latest("score"),
        "two": frames.Held("score", 2),
    }
    told = frames.panel(
        ENGINES[engine](pa.table(ODD)),
        ["source", "target"],
        covered=("2024-01", "2024-02"),
        columns=NOW,
        **reducers,
    )
    first, second = date(2024, 1, 31), date(2024, 2, 29)
    expected = [
        (first, "AA", "BB", 1, 1, None),
        (first, "AA", None, 1, 2, True),
        (first, None, None, 0, None, None),
        (second, "AA", "BB", 0, 1, False),
        (second, "AA", None, 0, 2, True),
        (second, None, None, 1, 4, False),
    ]
    assert rows_of(told) == sorted(expected, key=repr)


NAN = float("nan")
HOLED = pa.table(
    {
        "id": [1.0, 1.0, NAN, NAN, 3.0],
        "known": ["2024-01-02"] * 5,
        "revision": [NAN, 1.0, 2.0, NAN, NAN],
        "retracted": [NAN, 0.0, NAN, 0.0, NAN],
        "day": ["2024-01-01"] * 5,
        "seq": [NAN, NAN, 7.0, NAN, 1.0],
        "key": [0.5, NAN, None, 0.5, 0.5],
        "score": [4.0, NAN, 2.0, 8.0, -1.0],
    }
)
"""Whatever number there may be is NaN somewhere."""


@ANY_ENGINE
def test_nan_is_null_in_every_engine(engine: str) -> None:
    table, columns = ENGINES[engine](HOLED), frames.Columns(date="day")
    believed = frames.believed(table, columns=columns)
    assert sorted(row[7] or 0 for row in rows_of(believed)) == [-1, 0, 2]
    kept = frames.beliefs(table, columns=columns)
    assert sorted(row[7] or 0 for row in rows_of(kept)) == [-1, 0, 2]
    reducers: dict[str, Any] = {
        "told": frames.Count("score"),
        "sum": frames.Sum("score"),
        "least": frames.Min("score"),
        "most": frames.Max("score"),
        "last": frames.Latest("score"),
        "left": frames.Decayed("score", 30),
    }
    one: dict[str, Any] = {"as_of": "2024-01-01", "columns": frames.Columns(id=None, date="day")}
    day = date(2024, 1, 1)
    assert rows_of(frames.aggregate(table, **one, **reducers)) == [(day, 4, 13, -1, 8, 2, 13)]
    by_key = frames.aggregate(table, "key", **one, **reducers)
    assert rows_of(by_key) == [(day, 0.5, 3, 11, -1, 8, -1, 11), (day, None, 1, 2, 2, 2, 2, 2)]
    grid = {**one, "as_of": ["2024-01-01", "2024-01-02"], "known_by": "then"}
    then = frames.aggregate(table, "key", **grid, **reducers)
    assert [row[1:6] for row in rows_of(then)] == [(0.5, 3, 11, -1, 8), (None, 1, 2, 2, 2)]
    members = frames.aggregate(table, **one, all=frames.SetOf("score"))
    assert sorted(row[1] for row in rows_of(members)) == [-1, 2, 4, 8]
    month: dict[str, Any] = {"covered": ("2024-01", "2024-01"), "columns": one["columns"]}
    panel = frames.panel(table, "key", **month, **reducers, two=frames.Held("score", 2))
    assert [row[1:6] + row[-1:] for row in rows_of(panel)] == [
        (0.5, 3, 11, -1, 8, False),
        (None, 1, 2, 2, 2, True),
    ]


@ANY_ENGINE
def test_rows_whose_id_is_null_take_each_others_place(engine: str) -> None:
    ids: list[Any] = ["a", "a", None, None]
    held = {"id": ids, "known": ["2024-01-01", "2024-01-02"] * 2, "n": [1, 2, 3, 4]}
    table = ENGINES[engine](pa.table(held))
    assert [row[2] for row in rows_of(frames.believed(table))] == [2, 4]
    until = {row[2]: row[-1] for row in rows_of(frames.beliefs(table))}
    second = date(2024, 1, 2)
    assert until == {1: second, 2: None, 3: second, 4: None}


KEYS = [
    pl.Series([1, None, 0]),
    pl.Series([0.5, None, 0.0], dtype=pl.Float32),
    pl.Series([200, None, 0], dtype=pl.UInt8),
    pl.Series([2**63, None, 0], dtype=pl.UInt64),
    pl.Series(["1.5", None, "0"]).cast(pl.Decimal(10, 2)),
    pl.Series(["0.5", None, "0"]).cast(pl.Decimal(2, 2)),
    pl.Series([True, None, False]),
    pl.Series([date(2024, 1, 1), None, date(2023, 1, 1)]),
    pl.Series([datetime(2024, 1, 1), None, datetime(1970, 1, 1)]),
    pl.Series([datetime(2024, 1, 1), None, datetime(1970, 1, 1)], dtype=pl.Datetime("us", "UTC")),
    pl.Series(["AA", None, "BB"], dtype=pl.Categorical),
    pl.Series(["AA", None, "BB"], dtype=pl.Enum(["AA", "BB"])),
]


@pytest.mark.parametrize("values", KEYS, ids=lambda values: str(values.dtype))
@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow", "DuckDB", "Ibis"])
def test_a_key_of_any_type_may_be_null(engine: str, values: pl.Series) -> None:
    held = pl.DataFrame({"key": values, "day": ["2024-01-10"] * 3})
    table = held if engine == "polars" else ENGINES[engine](held.to_arrow())
    asked: dict[str, Any] = {"columns": NOW, "n": frames.Count()}
    told = frames.panel(table, "key", covered=("2024-01", "2024-01"), **asked)
    if engine == "polars":
        assert type(told.schema["key"]) is type(values.dtype)
    assert rows_of(told) == rows_of(frames.aggregate(table, "key", as_of="2024-01", **asked))
    assert [row[2] for row in rows_of(told)] == [1, 1, 1]


def test_words_of_pandas_that_may_be_null_are_keys() -> None:
    table = pd.DataFrame({"key": pd.Categorical(["AA", None, "BB"]), "day": ["2024-01-10"] * 3})
    asked: dict[str, Any] = {"columns": NOW, "n": frames.Count()}
    for told in (
        frames.panel(table, "key", covered=("2024-01", "2024-01"), **asked),
        frames.aggregate(table, "key", as_of="2024-01", **asked),
    ):
        day = date(2024, 1, 31)
        expected = [(day, "AA", 1), (day, "BB", 1), (day, None, 1)]
        assert rows_of(told) == sorted(expected, key=repr)


@pytest.mark.parametrize("name", ["since", "until", "_day_", "_id_", "_told_n", "value"])
@pytest.mark.parametrize("engine", ["polars", "pandas", "DuckDB"])
def test_a_key_may_have_any_name_but_that_of_the_day(engine: str, name: str) -> None:
    held = pl.DataFrame(ODD).with_columns(
        pl.col("source").alias(name), pl.col("day").alias("known"), pl.col("score").alias("amount")
    )
    table, columns = ENGINES[engine](held.to_arrow()), frames.Columns(id=None, date="day")
    asked: dict[str, Any] = {"known_by": "then", "columns": columns}
    reducers: dict[str, Any] = {
        "amount": frames.Decayed("amount", 30),
        "n": frames.Sum("amount"),
        "last": frames.Latest("amount"),
    }
    told = frames.aggregate(table, name, as_of=["2024-01", "2024-02"], **asked, **reducers)
    first, second = date(2024, 1, 31), date(2024, 2, 29)
    expected = [(first, "AA", 3, 2), (second, "AA", 3, 2), (second, None, 4, 4)]
    assert [row[:2] + row[3:] for row in rows_of(told)] == sorted(expected, key=repr)
    covered = ("2024-01", "2024-02")
    months = frames.panel(table, name, covered=covered, n=frames.Count(), **asked)
    assert [row[2] for row in rows_of(months)] == [2, 0, 0, 1]


def test_of_datetimes_the_days_alone_count() -> None:
    hours = ["2024-05-19T09:00", "2024-05-19T17:00"]
    told = pl.DataFrame({"day": hours, "said": ["yes", "no"], "pair": ["AA-BB"] * 2})
    told = told.with_columns(pl.col("day").str.to_datetime())
    table = told.with_columns(id=pl.lit("a"), revision=pl.Series([2, 1]), known="day")
    believed = frames.believed(table, columns=frames.Columns(date="day"))
    assert believed["revision"].to_list() == [2]
    said = frames.panel(
        told,
        "pair",
        every="year",
        covered=("2024", "2024"),
        columns=NOW,
        yes=frames.Held("said", "yes"),
        no=frames.Held("said", "no"),
    )
    assert said.select("yes", "no").rows() == [(None, True)]


def test_a_period_that_is_covered_in_part_has_no_count() -> None:
    table = TOLD.with_columns(key=pl.lit("x"))
    for covered, expected in (
        (("2024-01-02", "2024-02"), [None, 2]),
        (("2024-01", "2024-02-28"), [1, None]),
    ):
        for after in ("2023-12", None):
            told = frames.panel(
                table,
                "key",
                after=after,
                until="2024-02",
                covered=covered,
                columns=NOW,
                n=frames.Count(),
            )
            assert told.sort("as_of")["n"].to_list() == expected


STAGES = pa.table(
    {
        "day": ["2024-01-01", "2024-01-20", "2024-03-02"],
        "pair": ["AA-BB"] * 3,
        "stage": ["signed", "in force", "ended"],
    }
)


@ANY_ENGINE
def test_a_value_that_is_a_slip_is_told_where_the_rows_are_there(engine: str) -> None:
    asked: dict[str, Any] = {"covered": ("2024-01", "2024-03"), "columns": NOW}
    table = ENGINES[engine](STAGES)
    is_lazy = isinstance(nw.from_native(table), nw.LazyFrame)
    for slip, near in (("in forec", "in force"), ("Ended", "ended"), ("signed ", "signed")):
        held: dict[str, Any] = {"held": frames.Held("stage", slip)}
        if is_lazy:
            told = frames.panel(table, "pair", **asked, **held)
            assert [row[2] for row in rows_of(told)] == [False, False, False]
        else:
            with pytest.raises(bt.MissingError, match=f"no value {slip!r}; near it: {near}"):
                frames.panel(table, "pair", **asked, **held)
    two: dict[str, Any] = {
        "at": frames.Held("stage", "signed"),
        "never": frames.Held("stage", "denounced"),
    }
    told = frames.panel(table, "pair", **asked, **two)
    assert [row[2:] for row in rows_of(told)] == [(True, False), (False, False), (False, False)]


def of_held(value: Any, column: Any = None) -> Any:
    """A panel that asks of a column of numbers, or another, whether it held a value."""
    table = TOLD if column is None else TOLD.with_columns(score=column)
    asked: dict[str, Any] = {"covered": ("2024-01", "2024-02"), "columns": NOW}
    return frames.panel(table, "id", held=frames.Held("score", value), **asked)


WRONG: Any = frames  # what is asked below is wrong on purpose


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (lambda: WRONG.believed([1, 2]), "table: found [1, 2]; expected a table of pandas"),
        (lambda: WRONG.believed(TOLD), "no column 'known'; known: added, day, id"),
        (lambda: WRONG.happened(TOLD, "2024"), "no column 'known'"),
        (lambda: WRONG.happened(TOLD, "yesterday", columns=COLUMNS), "as_of: found 'yesterday'"),
        (
            lambda: WRONG.happened(TOLD, pd.Timestamp("2024-01-31", tz="UTC"), columns=COLUMNS),
            "as_of: found the datetime 2024-01-31 00:00:00+00:00, of a time zone; expected a day",
        ),
        (
            lambda: WRONG.believed(TOLD, MONTHS.tz_localize("Asia/Tehran")[0], columns=COLUMNS),
            "known_by: found the datetime 2024-01-31 00:00:00+03:30, of a time zone",
        ),
        (
            lambda: WRONG.as_then_known(TOLD, [pd.NaT], columns=COLUMNS),
            "as_of: found NaT, which is no day",
        ),
        (
            lambda: WRONG.as_then_known(TOLD, pd.Series([pd.NaT]).to_numpy(), columns=COLUMNS),
            "as_of: found 'NaT', which is no day of the calendar",
        ),
        (
            lambda: WRONG.happened(
                TOLD, "2024", known_by="2024", columns=WRONG.Columns(known="score", date="day")
            ),
            "column 'score': found values of type Int64; expected dates, datetimes, or text",
        ),
        (
            lambda: WRONG.happened(
                TOLD.with_columns(day=pl.lit("19/05/2024")), "2024", columns=NOW
            ),
            "column 'day': found '19/05/2024'; expected dates, datetimes, or text such as",
        ),
        (
            lambda: WRONG.happened(
                TOLD.with_columns(pl.col("day").str.to_datetime(time_zone="UTC")),
                "2024",
                columns=NOW,
            ),
            "column 'day': found datetimes of the time zone UTC; expected dates",
        ),
        (
            lambda: WRONG.believed(TOLD, columns=WRONG.Columns(known=None, date="day")),
            "columns: found neither known nor revision",
        ),
        (
            lambda: WRONG.believed(TOLD.with_columns(retracted=pl.lit("no")), columns=COLUMNS),
            "column 'retracted': found values of type String; expected True and False",
        ),
        (
            lambda: WRONG.aggregate(
                TOLD.with_columns(as_of="id"), "as_of", as_of="2024", columns=NOW, n=WRONG.Count()
            ),
            "by: found ['as_of']; expected columns that differ",
        ),
        (
            lambda: WRONG.aggregate(TOLD, as_of="2024", columns=NOW, n=WRONG.Sum("id")),
            "reducer 'n': found text, in column 'id'; expected numbers",
        ),
        (
            lambda: WRONG.believed(TOLD.with_columns(_bt_x="id"), columns=COLUMNS),
            "a column '_bt_x'",
        ),
        (lambda: WRONG.Columns(known=3), "columns: known: found 3; expected the name of a column"),
        (lambda: WRONG.Columns(certain=None), "columns: certain: found None"),
        (lambda: WRONG.Columns(parties=["a", 1]), "columns: parties: found"),
        (lambda: WRONG.Columns(parties=()), "columns: parties: found"),
        (lambda: WRONG.between(TOLD, "AA", "BB"), "no column 'parties'"),
        (
            lambda: WRONG.between(TOLD, "AA", "BB", columns=WRONG.Columns(parties="id")),
            "column 'id': found values of type String; expected lists",
        ),
        (lambda: WRONG.between(TOLD, "AA", ""), "between: found ''"),
        (
            lambda: WRONG.aggregate(TOLD, as_of="2024", columns=COLUMNS),
            "reducers: found 'none'; expected at least one",
        ),
        (
            lambda: WRONG.aggregate(TOLD, as_of="2024", columns=COLUMNS, n=sum),
            "reducer 'n': found",
        ),
        (
            lambda: WRONG.aggregate(TOLD, "id", as_of="2024", columns=COLUMNS, id=WRONG.Count()),
            "reducer 'id': found 'id'; expected a name that is no key",
        ),
        (
            lambda: WRONG.aggregate(TOLD, as_of="2024", columns=COLUMNS, n=WRONG.Sum("scor")),
            "no column 'scor'; near it: score",
        ),
        (
            lambda: WRONG.aggregate(TOLD, as_of=[], columns=COLUMNS, n=WRONG.Count()),
            "as_of: found",
        ),
        (
            lambda: WRONG.aggregate(TOLD, as_of="2024", columns=COLUMNS, n=WRONG.Held("score", 1)),
            "Held; expected a reducer of one day",
        ),
        (
            lambda: WRONG.aggregate(
                TOLD, as_of="2024", columns=COLUMNS, n=WRONG.Count(), s=WRONG.SetOf("score")
            ),
            "SetOf beside others",
        ),
        (
            lambda: WRONG.panel(TOLD, (), covered=("2024", "2024"), columns=COLUMNS),
            "panel: by: found",
        ),
        (
            lambda: WRONG.panel(TOLD, "id", covered="2024", columns=COLUMNS, n=WRONG.Count()),
            "panel: covered: found '2024'",
        ),
        (
            lambda: WRONG.panel(
                TOLD, "id", covered=("2024-01-05", "2024-01-20"), columns=COLUMNS, n=WRONG.Count()
            ),
            "no month that ends after",
        ),
        (lambda: WRONG.Decayed("score", 0), "Decayed: half_life: found 0"),
        (lambda: of_held("2"), "panel: held: found '2', in a column of type Int64; expected a num"),
        (lambda: of_held(True), "panel: held: found True, in a column of type Int64"),
        (lambda: of_held(1, pl.lit("x")), "found 1, in a column of type String; expected text"),
        (lambda: of_held(1, pl.lit(True)), "found 1, in a column of type Boolean; expected True"),
        (lambda: of_held("2024", pl.date(2024, 1, 1)), "a column of type Date; expected a date"),
        (lambda: of_held(None), "panel: held: found Held of None; expected a value"),
        (lambda: of_held(float("nan")), "panel: held: found Held of nan; expected a value"),
        (
            lambda: of_held("ful", pl.lit("full", pl.Enum(["full", "observer"]))),
            "no value 'ful'; near it: full",
        ),
        (
            lambda: WRONG.timeline(TOLD),
            "timeline: projection: found None; expected one, or a pair",
        ),
        (lambda: WRONG.to_table(3), "to_table: found 3; expected a log, a timeline, or records"),
        (lambda: WRONG.to_table([], kind="no-such-kind"), "no kind 'no-such-kind'"),
        (lambda: WRONG.to_table(["x"]), "record 1: found 'x'"),
    ],
)
def test_what_is_wrong_is_refused_in_clear_words(asked: Any, message: str) -> None:
    with pytest.raises(bt.TimelineError) as caught:
        asked()
    assert message in str(caught.value)


# -- what engines do each in their own way -----------------------------------------------------

WIDE = 2**31 - 1


@ANY_ENGINE
@pytest.mark.parametrize("sort", [pa.int32(), pa.uint32(), pa.int64()], ids=str)
def test_whole_numbers_of_any_size_are_added_exactly(engine: str, sort: pa.DataType) -> None:
    values = pa.array([WIDE, WIDE], sort)
    table = ENGINES[engine](
        pa.table({"day": [date(2000, 1, 1)] * 2, "key": ["a", "a"], "value": values})
    )
    asked: dict[str, Any] = {"columns": NOW, "sum": frames.Sum("value")}
    for days_asked in ("2000", [f"2000-{month:02}" for month in range(1, 13)]):
        sums = [row[-1] for row in rows_of(frames.aggregate(table, as_of=days_asked, **asked))]
        assert set(sums) == {2 * WIDE}
    panel = frames.panel(table, "key", covered=("2000-01", "2000-01"), **asked)
    assert [row[-1] for row in rows_of(panel)] == [2 * WIDE]


@ANY_ENGINE
def test_truth_values_are_counted_as_whole_numbers(engine: str) -> None:
    table = ENGINES[engine](pa.table({"day": [date(2000, 1, 1)] * 3, "value": [True, False, True]}))
    for grid in ("2000", ["2000", "2001"]):
        told = rows_of(frames.aggregate(table, as_of=grid, columns=NOW, sum=frames.Sum("value")))
        assert {row[-1] for row in told} == {2}
        assert {type(row[-1]) for row in told} == {int}


@pytest.mark.parametrize("number", [30, 31])
@ANY_ENGINE
def test_the_length_of_a_grid_makes_no_difference_to_what_is_large(
    engine: str, number: int
) -> None:
    first = date(2000, 1, 1).toordinal()
    held = {
        "day": [date(2000, 1, 1), date(2000, 1, 2), date(2000, 1, 3)],
        "value": [1.0, float("inf"), 2.0],
        "count": [2**53 + 1, 5, 6],
    }
    told = frames.aggregate(
        ENGINES[engine](pa.table(held)),
        as_of=[date.fromordinal(first + at) for at in range(number)],
        columns=NOW,
        sum=frames.Sum("value"),
        most=frames.Max("count"),
    )
    rows = rows_of(told)
    assert [row[1] for row in rows] == [1, *[float("inf")] * (number - 1)]
    assert {row[2] for row in rows} == {2**53 + 1}


NO_DAYS = ["2024-05-19 or so", "2000-01-05x", "2024-5-1", "2024-05-19T23:30:00-08:00", ""]
NO_DAYS += ["19.05.2024", "2024-W05-1", "20240519", "2024-02-30", "2023-02-29", "2024-04-31 10:00"]
NO_DAYS += [
    "2020-01-01\n",
    "\u0662\u0660\u0662\u0664-\u0660\u0665-\u0661\u0669",
    " 2020-1-01",
    "2020-01- 1",
    "2020-01-01 10:00\n",
]


@pytest.mark.parametrize("text", NO_DAYS)
@ANY_ENGINE
def test_text_that_is_no_day_is_refused_as_a_whole(engine: str, text: str) -> None:
    table = ENGINES[engine](pa.table({"day": ["2000-01-01", text, None]}))
    is_lazy = engine in ("DuckDB", "Ibis", "polars lazy")
    error: type[Exception] = Exception if is_lazy else bt.InputError
    with pytest.raises(error) as caught:
        rows_of(frames.happened(table, "2001", columns=NOW))
    told = str(caught.value)
    if is_lazy:
        assert text[:10] in told or f"out of range: {text[:4]}" in told
    else:
        found = text.removesuffix(" 10:00")
        assert f"column 'day': found {found!r}; " in told
    right = ["2000-01-01", "2000-01-01T10:00", "2000-01-01 10:00:59.5", None]
    table = ENGINES[engine](pa.table({"day": right}))
    assert len(rows_of(frames.happened(table, "2001", columns=NOW))) == 3


def test_keys_that_differ_by_a_nanosecond_are_two() -> None:
    keys = pl.Series([1, 2, None]).cast(pl.Datetime("ns"))
    table = pl.DataFrame({"day": ["2000-01-01"] * 3, "key": keys})
    panel = frames.panel(
        table, "key", covered=("2000-01", "2000-01"), columns=NOW, n=frames.Count()
    )
    assert sorted(panel["n"].to_list()) == [1, 1, 1]
    assert panel["key"].null_count() == 1


def test_events_of_others_that_were_retracted_are_not_of_the_pair() -> None:
    def told(id: str, *parties: str, revision: int = 0, known: str = "2000-01-10") -> bt.Event:
        what = TallyCounted(place="north")
        return bt.Event(
            id=id, revision=revision, when="2000-01-01", known=known, parties=parties, what=what
        )

    records: list[Any] = [
        told("ours", "AA", "BB"),
        told("gone", "AA", "BB"),
        bt.Retraction(id="gone", revision=1, known="2000-02-01", reason="not so"),
        told("theirs", "CC", "DD"),
        bt.Retraction(id="theirs", revision=1, known="2000-02-01", reason="not so"),
        told("theirs", "CC", "DD", revision=2, known="2000-03-01"),
        told("nobody"),
        bt.Retraction(id="nobody", revision=1, known="2000-02-01", reason="not so"),
    ]
    for engine in ENGINES:
        timeline = frames.timeline(table_of(records, engine), ("AA", "BB"))
        assert {event.id for event in timeline.events()} == {"ours"}, engine
        early = {event.id for event in timeline.events(known_by="2000-01-31")}
        assert early == {"ours", "gone", "nobody"}, engine


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            lambda: frames.aggregate(TOLD, as_of="2024", columns=COLUMNS, _bt_x=frames.Count()),
            "found '_bt_x'; expected no name that begins with _bt_",
        ),
        (
            lambda: frames.aggregate(
                _table_of_duckdb(), "id", as_of="2024", columns=COLUMNS, ID=frames.Count()
            ),
            "found 'ID'; expected a name that differs from 'id' by more than its capitals",
        ),
        (
            lambda: frames.aggregate(
                TOLD.with_columns(added_on=date(2024, 1, 1)),
                as_of="2024",
                columns=COLUMNS,
                sum=frames.Decayed("added_on", 30),
            ),
            "found values of type Date, in column 'added_on'; expected numbers",
        ),
        (
            lambda: frames.panel(
                TOLD,
                "id",
                covered=("2024-03", "2024-01"),
                after="2023",
                until="2025",
                columns=COLUMNS,
                n=frames.Count(),
            ),
            "panel: covered: found 2024-03-01 and 2024-01-31; expected the earlier day first",
        ),
        (
            lambda: frames.undirected(
                pl.DataFrame({"a": ["x"], "b": ["y"], "party_1": [1]}), "a", "b"
            ),
            "found a column 'party_1'; expected no such column yet",
        ),
    ],
)
def test_what_would_be_lost_or_mixed_up_is_refused(asked: Any, message: str) -> None:
    with pytest.raises(bt.InputError) as caught:
        asked()
    assert message in str(caught.value)


def _table_of_duckdb() -> Any:
    return ENGINES["DuckDB"](TOLD.to_arrow())


def test_a_half_life_may_be_a_number_of_numpy() -> None:
    assert frames.Decayed("score", half_life=cast("float", np.int64(3))).half_life == 3


@ANY_ENGINE
@pytest.mark.parametrize("column", ["revision", "seq"])
def test_an_order_that_is_text_is_refused(engine: str, column: str) -> None:
    # "10" would come before "2"
    held = {"id": ["a", "a"], "known": ["2024-01-01"] * 2, "day": ["2024-01-01"] * 2}
    table = ENGINES[engine](pa.table(held | {column: ["2", "10"]}))
    columns = frames.Columns(date="day")
    last = frames.Latest("id")
    with pytest.raises(bt.InputError, match=f"column '{column}': found text; expected numbers"):
        frames.aggregate(table, as_of="2024", columns=columns, last=last)
    if column == "revision":
        with pytest.raises(bt.InputError, match="column 'revision': found text; expected numbers"):
            frames.believed(table, columns=columns)


def columns_that_no_question_goes_by() -> pa.Table:
    """A table of which the columns of the rule are text; those of the parties are not."""
    names = ("id", "known", "revision", "certain", "possible", "seq")
    words = {name: ["x", "y"] for name in names}
    return pa.table(words | {"a": ["RU", "IR"], "b": ["IR", "TR"], "day": ["2024-01-01"] * 2})


@ANY_ENGINE
def test_a_column_that_a_question_does_not_go_by_may_hold_what_it_likes(engine: str) -> None:
    table = ENGINES[engine](columns_that_no_question_goes_by())
    assert len(rows_of(frames.undirected(table, "a", "b"))) == 2
    pair = frames.Columns(parties=("a", "b"))
    assert len(rows_of(frames.between(table, "IR", "RU", columns=pair))) == 1
    assert len(rows_of(frames.happened(table, "2024", columns=NOW))) == 2
    certain = attrs.evolve(NOW, possible="seq")  # which is no day
    total: Any = {"rows": frames.Count(), "most": frames.Max("a")}
    told = frames.aggregate(table, as_of="2024", columns=certain, **total)
    assert [row[1:] for row in rows_of(told)] == [(2, "RU")]
    with pytest.raises(Exception, match=r"seq|is no day|no day such as"):
        rows_of(frames.aggregate(table, as_of="2024", columns=certain, mode="possible", **total))
    kept = attrs.evolve(NOW, id="id", known="day", until="day")
    assert rows_of(frames.believed(table, columns=kept)) == []
    alike = attrs.evolve(NOW, id="day", known="day", revision=None)
    assert len(rows_of(frames.believed(table, columns=alike))) == 1


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "pandas", "DuckDB"])
def test_categories_with_an_order_of_their_own_say_which_revision_comes_last(engine: str) -> None:
    versions = ["first", "second", "final"]
    held = {"id": ["a", "a"], "known": [date(2024, 1, 1)] * 2, "what": ["old", "new"]}
    told = ["second", "final"]
    if engine == "pandas":
        revision = pd.Categorical(told, categories=versions, ordered=True)
        table: Any = pd.DataFrame(held | {"revision": revision})
    else:
        table = pl.DataFrame(held | {"revision": pl.Series(told, dtype=pl.Enum(versions))})
        if engine == "DuckDB":
            held = table.cast({"revision": pl.String})
            table = duckdb.sql(
                f"select * replace (revision::enum{(*versions,)} as revision) from held"
            )
        elif engine == "polars lazy":
            table = table.lazy()
    assert [row[2] for row in rows_of(frames.believed(table))] == ["new"]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (pl.Series([[1], [2]]), "values of type List"),
        (pl.Series([{"a": 1}, {"a": 2}]), "values of type Struct"),
        (pd.Series([1, "2"], dtype=object), "values such as"),
        (pd.Series([[1], [2]], dtype=object), "values such as|values of type"),
        (pd.Series([{1}, {2, 3}], dtype=object), "values such as"),
        (pd.Categorical(["1", "2"]), "text"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_an_order_that_is_none_is_refused(values: Any, found: str) -> None:
    of = pl.DataFrame if isinstance(values, pl.Series) else pd.DataFrame
    table = of({"id": ["a", "a"], "known": ["2024-01-01"] * 2, "revision": values})
    with pytest.raises(bt.InputError, match=f"column 'revision': found ({found})"):
        frames.believed(table)


def test_numbers_of_python_are_an_order() -> None:
    revision = pd.Series([Decimal(2), Decimal(10)], dtype=object)
    table = pd.DataFrame({"id": ["a", "a"], "known": ["2024-01-01"] * 2, "revision": revision})
    assert frames.believed(table)["revision"].to_list() == [10]


NOTHING: dict[str, Callable[[], Any]] = {
    "polars": lambda: pl.DataFrame({"x": [None, None]}),
    "polars lazy": lambda: pl.LazyFrame({"x": [None, None]}),
    "pyarrow": lambda: pa.table({"x": [None, None]}),
    "pandas": lambda: pd.DataFrame({"x": [float("nan"), None]}),
    "pandas of Arrow": lambda: pa.table({"x": [None, None]}).to_pandas(types_mapper=pd.ArrowDtype),
    "pandas of objects": lambda: pd.DataFrame({"x": pd.Series([None, None], dtype=object)}),
}


@pytest.mark.parametrize("engine", NOTHING)
@pytest.mark.parametrize("field", ["known", "until", "certain", "revision", "seq", "retracted"])
def test_a_column_without_a_type_tells_nothing(engine: str, field: str) -> None:
    table = nw.from_native(NOTHING[engine]())
    day = nw.lit(date(2024, 1, 1), nw.Datetime("us"))
    table = table.with_columns(id=nw.lit(1), known=day, certain=day, possible=day)
    table = table.with_columns(nw.col("x").alias(field))
    columns = frames.Columns(id=None, until="until" if field == "until" else None)
    reducers: Any = {"rows": frames.Count(), "last": frames.Latest("x"), "sum": frames.Sum("x")}
    reducers |= {"least": frames.Min("x"), "left": frames.Decayed("x", half_life=3)}
    told = frames.aggregate(table.to_native(), as_of="2024", columns=columns, **reducers)
    expected = 0 if field in ("known", "certain") else 2
    assert [row[1:] for row in rows_of(told)] == [(expected, None, 0, None, 0)]


@ANY_ENGINE
@pytest.mark.parametrize("sort", [pa.string(), pa.date32(), pa.list_(pa.int64())], ids=str)
def test_what_holds_nothing_is_still_of_its_type(engine: str, sort: pa.DataType) -> None:
    values = pa.array([None, None], sort)
    table = ENGINES[engine](pa.table({"day": ["2024-01-01"] * 2, "x": values}))
    for reducer in (frames.Sum("x"), frames.Decayed("x", half_life=3)):
        is_text = engine == "pandas of Arrow" and sort == pa.string()
        if engine == "pandas" or is_text:  # to which it is a column of objects, or as one
            told = frames.aggregate(table, as_of="2024", columns=NOW, n=reducer)
            assert told["n"].to_list() == [0]
        else:
            with pytest.raises(bt.InputError, match=r"reducer 'n': found .* expected numbers"):
                frames.aggregate(table, as_of="2024", columns=NOW, n=reducer)


@pytest.mark.parametrize("values", [[None, None], [True, None], [True, False]])
def test_truth_values_of_python_are_added_beside_null(values: Any) -> None:
    held = {"key": ["a", "b"], "day": ["2024-01-01"] * 2}
    table = pd.DataFrame(held | {"is_held": pd.Series(values, dtype=object)})
    total = frames.Sum("is_held")
    for years in ("2024", ["2024", "2025"]):
        told = frames.aggregate(table, "key", as_of=years, columns=NOW, n=total)
        assert sorted(told["n"].to_list())[-1] == int(True in values)
        assert {type(each) for each in told["n"].to_list()} == {int}


@pytest.mark.parametrize("engine", ["DuckDB", "Ibis"])
def test_a_lazy_column_of_no_type_is_as_none(engine: str) -> None:
    held = {"id": ["a"], "known": ["2024-01-01"], "day": ["2024-01-01"]}
    nothing = dict.fromkeys(("revision", "retracted", "seq", "until"), pa.nulls(1))
    table = ENGINES[engine](pa.table(held | nothing))
    for columns in (frames.Columns(), frames.Columns(until="until")):
        assert [row[0] for row in rows_of(frames.believed(table, columns=columns))] == ["a"]


def test_an_empty_table_has_types_too() -> None:
    table = pl.DataFrame(schema={"id": pl.String, "known": pl.Int64})
    with pytest.raises(bt.InputError, match="column 'known': found values of type Int64"):
        frames.believed(table)


@pytest.mark.parametrize("sort", [pa.string(), pa.date32(), pa.timestamp("us")], ids=str)
def test_beliefs_that_were_kept_may_be_asked_for_again(sort: pa.DataType) -> None:
    days = pa.array([date(2024, 1, 1)], pa.date32())
    table = pa.table({"id": ["a"], "known": days.cast(sort), "until": days.cast(sort)})
    kept = frames.Columns(known="known", until="until")
    assert frames.beliefs(table, columns=kept)["id"].to_pylist() == []


@ANY_ENGINE
@pytest.mark.parametrize("known", [pa.date32(), pa.string(), pa.timestamp("us")], ids=str)
@pytest.mark.parametrize("until", [pa.date32(), pa.string(), pa.timestamp("us")], ids=str)
def test_each_column_of_days_may_be_of_another_type(
    engine: str, known: pa.DataType, until: pa.DataType
) -> None:
    first, second = date(2024, 1, 10), date(2024, 2, 10)
    held = {
        "id": ["a", "b"],
        "known": pa.array([first, second], pa.date32()).cast(known),
        "until": pa.array([second, None], pa.date32()).cast(until),
        "certain": pa.array([first, first], pa.date32()),
        "possible": pa.array([str(first), str(first)]),
    }
    columns = frames.Columns(until="until")
    months = ["2024-01", "2024-02", "2024-03"]
    table = ENGINES[engine](pa.table(held))
    told = frames.aggregate(
        table, as_of=months, known_by="then", columns=columns, last=frames.Latest("id")
    )
    assert [row[1] for row in rows_of(told)] == ["a", "b", "b"]
    then = rows_of(frames.as_then_known(table, months, columns=columns))
    assert sorted(row[0] for row in then) == ["a", "b", "b"]


@ANY_ENGINE
def test_records_are_numbered_where_no_row_has_a_revision(engine: str) -> None:
    held = {"id": ["x"] * 2, "known": ["2020-01-02", "2020-02-02"], "place": ["n", "s"]}
    parties = {"a": ["AA"] * 2, "b": ["BB"] * 2}
    columns = frames.Columns(parties=("a", "b"))

    def read(row: Any) -> list[bt.Event]:
        what, known = TallyCounted(place=row["place"]), row["known"]
        return [bt.Event(id="x", when="2020", known=known, what=what, parties=("AA", "BB"))]

    for revision in (pa.nulls(2, pa.int64()), pa.array([None, None], pa.float64())):
        table = ENGINES[engine](pa.table(held | parties | {"revision": revision}))
        told = frames.timeline(table, ("AA", "BB"), columns=columns, read=read)
        assert [record.revision for record in told.history("x")] == [0, 1]


@ANY_ENGINE
def test_there_is_one_zero(engine: str) -> None:
    held = {"day": ["2024-01-01"] * 3, "key": [0.0, -0.0, 1.0], "id": [-0.0, 0.0, 1.0]}
    known = {"known": ["2024-01-01"] * 3}
    table = ENGINES[engine](pa.table(held | known))
    told = frames.aggregate(table, "key", as_of="2024", columns=NOW, rows=frames.Count())
    assert [row[1:] for row in rows_of(told)] == [(0, 2), (1, 1)]
    assert len(rows_of(frames.believed(table))) == 2
    columns, last = frames.Columns(date="day"), frames.Latest("id")
    told = frames.aggregate(table, as_of="2024", columns=columns, last=last)
    assert [row[1] for row in rows_of(told)] == [1]


@pytest.mark.parametrize("engine", ["polars", "pandas", "pandas of Arrow", "pyarrow"])
@pytest.mark.parametrize("sort", [pa.string(), pa.null()], ids=str)
def test_a_column_without_values_tells_nothing(engine: str, sort: pa.DataType) -> None:
    nothing = pa.array([None, None], sort)
    held = {"id": ["a", "b"], "known": ["2024-01-01", "2024-01-02"], "day": ["2024-01-01"] * 2}
    empty = pa.table(held | dict.fromkeys(("revision", "retracted", "seq"), nothing))
    columns, last = frames.Columns(date="day"), frames.Latest("id")
    told = frames.aggregate(ENGINES[engine](empty), as_of="2024", columns=columns, last=last)
    assert [row[1] for row in rows_of(told)] == ["b"]


@pytest.mark.parametrize("engine", ["polars", "pandas", "pandas of Arrow", "pyarrow"])
@pytest.mark.parametrize("sort", [pa.string(), pa.null()], ids=str)
def test_a_column_that_tells_nothing_is_as_none(engine: str, sort: pa.DataType) -> None:
    nothing = pa.array([None, None], sort)
    held = {"id": ["a", "b"], "known": ["2024-01-01", "2024-01-02"], "day": ["2024-01-01"] * 2}
    empty = pa.table(held | dict.fromkeys(("revision", "retracted", "seq"), nothing))
    told = frames.believed(ENGINES[engine](empty), columns=frames.Columns(date="day"))
    assert [row[0] for row in rows_of(told)] == ["a", "b"]


def test_a_table_of_pandas_that_is_filtered_may_hold_no_truth_value_any_more() -> None:
    df = pd.DataFrame({"id": [1, 2], "known": ["2024-01-01"] * 2, "retracted": [None, True]})
    for id, kept in ((9, []), (1, [1]), (2, [])):
        assert frames.believed(df[df.id == id])["id"].to_list() == kept


def test_a_day_of_a_time_zone_is_no_day_of_becoming_known() -> None:
    made = {"id": ["a"], "kind": ["ferry"], "when": ["2023"], "what": ["{}"]}
    for known in (
        pd.to_datetime(["2024-01-01 20:00"]).tz_localize("Europe/Moscow"),
        pd.Series(pd.to_datetime(["2024-01-01 20:00"]).tz_localize("Europe/Moscow"), dtype=object),
    ):
        table = pd.DataFrame(made | {"known": known})
        with pytest.raises(bt.InputError, match="time zone"):
            frames.read(table)
        with pytest.raises(bt.InputError, match="time zone"):
            frames.believed(table)


def test_what_the_caller_does_wrong_is_told_as_that() -> None:
    asked: Any = frames.happened
    with pytest.raises(TypeError, match="too many positional arguments"):
        asked(TOLD, "2024", "then")
    pairs = pl.DataFrame({"source": ["AA"], "target": ["BB"], "day": ["2024-01-01"]})
    columns = frames.Columns(id=None, known=None, date="day", parties=("source", "target"))

    def timeline(read: Any, **more: Any) -> Any:
        return frames.timeline(pairs, ("AA", "BB"), columns=columns, read=read, **more)

    with pytest.raises(KeyError, match="scor"):
        timeline(lambda row: [row["scor"]])
    no_column = attrs.evolve(columns, revision="turn")
    with pytest.raises(bt.MissingError, match="no column 'turn'"):
        frames.timeline(pairs, ("AA", "BB"), columns=no_column, read=lambda _: [])
    with pytest.raises(bt.InputError, match="read: found None; expected the records of a row"):
        timeline(lambda _: None)
    with pytest.raises(bt.InputError, match="read: found None; expected a function"):
        timeline(None)
    for where in ("kind = 'x'", pl.col("source") == "AA"):
        with pytest.raises(bt.InputError, match=r"where: .* expected an expression of narwhals"):
            timeline(lambda _: [], where=where)
    with pytest.raises(bt.InputError, match="a column called 0; expected names of text"):
        frames.believed(pd.DataFrame([[1]]))
    with pytest.raises(bt.MissingError) as caught:
        frames.happened(pairs, "2024", mode="possible", columns=frames.Columns(certain="day"))
    assert "_bt_" not in str(caught.value)


def test_parties_that_are_categories_stand_in_the_order_of_their_names() -> None:
    sort = pl.Enum(["RU", "IR"])
    told = pl.DataFrame({"a": ["RU", "IR"], "b": ["IR", "RU"]})
    plain = frames.undirected(told, "a", "b").select("party_1", "party_2")
    assert frames.undirected(told.cast(sort), "a", "b").select("party_1", "party_2").equals(plain)
    assert plain.rows() == [("IR", "RU")] * 2


def test_the_acts_of_a_log_have_their_scores_in_points() -> None:
    log = bt.EventLog()
    what = Interaction(cameo="042", actor="RU", target="IR")
    log.append(bt.Event(id="a", when="2024-05-19", known="2024-05-19", what=what))
    found = frames.acts(log)
    assert found.table["score"].to_pylist() == [1.9]
    assert found.panel(covered=("2024-05", "2024-05"))["score"].to_pylist() == [1.9]
    assert found.table["verbal_cooperation_score"].to_pylist() == [1.9]
    assert found.table["verbal_cooperation"].to_pylist() == [1]
    told = frames.aggregate(found.table, as_of="2024-05", score=frames.Sum("score"))
    assert told["score"].to_pylist() == [1.9]


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "pandas", "pyarrow", "DuckDB", "Ibis"])
def test_what_is_found_at_some_points_stands_at_every_point_of_its_group(engine: str) -> None:
    days = [Date(2024, 1, day) for day in (1, 2, 3)]
    held = {"day": [date(2024, 1, 1)], "known": [date(2024, 1, 1)], "id": ["x"]}
    table = Given.of(ENGINES[engine](pa.table(held)), NOW).ruled("certain")
    seen = Seen.of(table, Grid.of(days, None), "certain")
    found: dict[str, list[Any]] = {
        "key": ["outside", "last", "all", "all", "all", "first", "first"],
        POINT: [-1, 2, 0, 1, 2, -1, 0],
        "value": [1, 2, 3, 4, 5, 6, 7],
    }
    rows = nw.from_native(ENGINES[engine](pa.table(found)))
    if engine == "DuckDB":  # which joins no tables of two connections
        rows = nw.from_native(_in_one(table.frame.to_native(), found))
    if isinstance(table.frame, nw.LazyFrame):
        rows = rows.lazy()
    told = at_every_point(seen, rows, ["key"], ["value"]).select("key", POINT, "value")
    assert rows_of(told.to_native()) == [
        ("all", 0, 3),
        ("all", 1, 4),
        ("all", 2, 5),
        ("first", 0, 7),
        ("first", 1, None),
        ("first", 2, None),
        ("last", 0, None),
        ("last", 1, None),
        ("last", 2, 2),
        ("outside", 0, None),
        ("outside", 1, None),
        ("outside", 2, None),
    ]


def _in_one(beside: Any, held: dict[str, list[Any]]) -> Any:
    """A table in the connection of another."""
    columns = ", ".join(f"unnest({values}) as {name}" for name, values in held.items())
    return beside.query("_beside_", f"select {columns}")
