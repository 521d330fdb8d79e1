"""Spark in local mode says what polars says, which other tests hold against the timeline.

It needs pyspark and a Java of 17 or later, which `.ci/run` installs.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

import bilateral_timeline as bt
from bilateral_timeline import frames
from engines import QUESTIONS, TallyCounted, adding_up, rounded, rows_of

pytest.importorskip("pyspark", reason="Spark is not tried: it needs the extra `spark`")
if shutil.which("java") is None:
    pytest.skip("Spark is not tried: there is no Java", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")


def tallies() -> pa.Table:
    """Corrections, late arrivals, retractions and imprecise dates of three parties."""
    pairs = (("AA", "BB"), ("BB", "CC"), ("AA", "BB", "CC"), ())
    whens = ("2000-01-10", "2000-02", "[2000-01-20..2000-03-10]", "2000-01-31", "2000-03-01/..")
    records: list[Any] = []
    for at in range(40):
        place, when, parties = ("north", "south")[at % 2], whens[at % 5], pairs[at % 4]
        known = f"2000-0{1 + at % 4}-{10 + at % 15}"
        body = TallyCounted(place=place, number=None if at % 7 == 0 else at % 5)
        id = f"t-{at}"
        records.append(
            bt.Event(id=id, when=when, known=known, parties=parties, what=body, seq=at % 3)
        )
        if at % 3 == 0:
            other = TallyCounted(place=place, number=2)
            when = whens[(at + 1) % 5]
            records.append(
                bt.Event(
                    id=id, revision=1, when=when, known="2000-03-05", parties=parties, what=other
                )
            )
        if at % 6 == 0:
            records.append(bt.Retraction(id=id, revision=2, known="2000-04-02", reason="not so"))
    return pa.table(frames.to_table(records, kind=TallyCounted))


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": "1",
    }
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    yield made
    made.stop()


def test_spark_says_what_polars_says(session: Any) -> None:
    held = tallies()
    table, same = session.createDataFrame(held).cache(), pl.DataFrame(held)
    for name, question in QUESTIONS.items():
        with adding_up(0 if name in ("by days", "panel") else 30):
            told = question(table)
        assert rounded(told) == rounded(question(same)), name
        assert type(told) is type(table), name


def test_a_timeline_is_pulled_out_of_a_table_of_spark(session: Any) -> None:
    held = tallies()
    projection = bt.Keyed(lambda event: event.what.place, bt.Count())
    told, same = (
        frames.timeline(table, ("AA", "BB"), both=True, projection=projection)
        for table in (session.createDataFrame(held), held)
    )
    assert told.events() == same.events() != ()
    assert told.as_of("2000-03") == same.as_of("2000-03")


def test_nan_is_null_in_spark_and_a_party_that_no_row_names_is_told(session: Any) -> None:
    nan = float("nan")
    held = pa.table(
        {
            "id": ["a", "a", "b", "c"],
            "known": ["2024-01-02"] * 4,
            "revision": [nan, 1.0, nan, nan],
            "retracted": [nan, 0.0, nan, 1.0],
            "day": ["2024-01-01"] * 4,
            "key": [nan, 0.5, 0.5, 0.5],
            "score": [4.0, 2.0, nan, 8.0],
            "parties": [["AA", "BB"], ["AA"], ["BB"], []],
        }
    )
    columns = frames.Columns(date="day")
    reducers: dict[str, Any] = {
        "rows": frames.Count(),
        "told": frames.Count("score"),
        "sum": frames.Sum("score"),
        "most": frames.Max("score"),
        "last": frames.Latest("score"),
        "left": frames.Decayed("score", 30),
    }
    asked: dict[str, Any] = {"as_of": "2024-01-01", "columns": columns}
    expected = rows_of(frames.aggregate(pl.DataFrame(held), "key", **asked, **reducers))
    table = session.createDataFrame(held).cache()
    assert rows_of(frames.aggregate(table, "key", **asked, **reducers)) == expected
    assert [row[1:] for row in expected] == [(0.5, 2, 1, 2, 2, 2, 2)]
    with pytest.raises(bt.MissingError, match="no party 'BBB'; near it: BB"):
        frames.timeline(
            table, ("AA", "BBB"), projection=bt.Count(), columns=columns, read=lambda _: ()
        )
