"""Tables in the user's engine: the rule of belief through `frames`, and written by hand.

    python tests/benchmarks/bench_frames.py               DuckDB and polars, 1e6 and 1e7 rows
    python tests/benchmarks/bench_frames.py --spark       Spark too, in local mode on two cores
    python tests/benchmarks/bench_frames.py --icews FILE  and the panel of all pairs of a year

Both ways answer the same question of the same table in one process, in turn, and must give the
same answer. `--write` puts the rows into docs/explanation/performance.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import resource
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
import pandas as pd
import polars as pl
from rows import HEAD, line, made, shown

import bilateral_timeline as bt
from bilateral_timeline import frames
from bilateral_timeline.arguments import period_ends
from bilateral_timeline.dates.when import to_day
from bilateral_timeline.records.events import Record

HERE = Path(__file__).parent
RESULTS = HERE / "results-frames.json"
PAGE = HERE.parent.parent / "docs" / "explanation" / "performance.md"
MARK = "<!-- the rows of the tables, as tests/benchmarks/bench_frames.py writes them -->"
AS_OF, KNOWN_BY = "2014-12-31", "2015-06-30"
MONTHS = ("1999-12", "2019-12")
COLUMNS = frames.Columns(date="day", parties=("source", "target"))
ROUNDS = 5

_MADE = """
create table events as
with drawn as (
    select range as n, hash(range) as a, hash(range + 1_000_000_007) as b, hash(range * 3 + 1) as c
    from range({size})
)
select
    case when a % 10 = 0 then b % {size} else n end::bigint as id,
    case when a % 10 = 0 then n else 0 end::bigint as revision,
    date '2000-01-01' + (b % 7305)::int + (case when a % 20 = 1 then c % 400 else c % 3 end)::int
        as known,
    a % 100 = 7 as retracted,
    date '2000-01-01' + (b % 7305)::int as day,
    (c % 2)::bigint as seq,
    (b % 10_000)::bigint as key,
    'P' || (b % 30) as source,
    'P' || (c % 30) as target,
    (c % 200)::bigint - 100 as amount,
from drawn
"""
_BELIEVED = f"""
believed as (
    select * from events where known <= date '{KNOWN_BY}'
    qualify row_number() over (partition by id order by known desc, revision desc) = 1
)
"""


def months() -> list[Any]:
    """The ends of 240 months."""
    return list(period_ends(to_day(MONTHS[0]), to_day(MONTHS[1]), "month"))


# -- by hand ------------------------------------------------------------------------------------

SQL = {
    "totals": f"""
        with {_BELIEVED}
        select count(*), sum(amount) from believed
        where not retracted and day <= date '{AS_OF}'
    """,
    "months": """
        with told as (
            select *, lead(known) over (partition by id order by known, revision) as until
            from events
        ), changes as (
            select last_day(greatest(day, known)) as enter, last_day(until) as leave, amount
            from told where not retracted
        ), moves as (
            select enter as ended, count(*) as n, sum(amount) as total
            from changes where leave is null or leave > enter group by 1
            union all
            select leave, -count(*), -sum(amount) from changes where leave > enter group by 1
        ), summed as (select ended, sum(n) as n, sum(total) as total from moves group by all)
        select ends.ended,
            coalesce(sum(n) over (order by ends.ended), 0),
            coalesce(sum(total) over (order by ends.ended), 0)
        from (
            select last_day(date '2000-01-01' + to_months(range::int)) as ended from range(240)
        ) ends
        left join summed using (ended)
    """,
    "latest": f"""
        with {_BELIEVED}
        select key, arg_max(amount, row(day, seq, id)) from believed
        where not retracted and day <= date '{AS_OF}' group by key
    """,
    "panel": f"""
        with {_BELIEVED}, held as (select * from believed where not retracted),
        counts as (
            select source, target, last_day(day) as ended, count(*) as n, sum(amount) as total
            from held group by all
        ), ends as (
            select last_day(date '2000-01-01' + to_months(range::int)) as ended from range(240)
        )
        select ends.ended, source, target, coalesce(n, 0), coalesce(total, 0)
        from (select distinct source, target from held) cross join ends
        left join counts using (source, target, ended)
    """,
}


def _believed(table: pl.LazyFrame) -> pl.LazyFrame:
    told = table.filter(pl.col("known") <= date.fromisoformat(KNOWN_BY))
    last = told.sort("known", "revision").unique("id", keep="last")
    return last.filter(~pl.col("retracted"))


def _happened(table: pl.LazyFrame) -> pl.LazyFrame:
    return _believed(table).filter(pl.col("day") <= date.fromisoformat(AS_OF))


def _ends() -> pl.LazyFrame:
    days = [date(day.year, day.month, day.day) for day in months()]
    return pl.LazyFrame({"as_of": days})


def _totals(table: pl.LazyFrame) -> pl.LazyFrame:
    return _happened(table).select(pl.len(), pl.col("amount").sum())


def _months(table: pl.LazyFrame) -> pl.LazyFrame:
    until = pl.col("known").shift(-1).over("id", order_by=["known", "revision"])
    start = pl.max_horizontal("day", "known")
    held = table.with_columns(until=until).filter(~pl.col("retracted"))
    changes = held.select(
        enter=start.dt.month_end(), leave=pl.col("until").dt.month_end(), amount=pl.col("amount")
    ).filter(pl.col("leave").is_null() | (pl.col("leave") > pl.col("enter")))
    enters = changes.group_by("enter").agg(
        rows=pl.len().cast(pl.Int64), total=pl.col("amount").sum()
    )
    by_leave = changes.drop_nulls("leave").group_by("leave")
    leaves = by_leave.agg(rows=-pl.len().cast(pl.Int64), total=-pl.col("amount").sum())
    moves = pl.concat([enters.rename({"enter": "as_of"}), leaves.rename({"leave": "as_of"})])
    summed = moves.group_by("as_of").agg(pl.col("rows").sum(), pl.col("total").sum())
    joined = _ends().join(summed, on="as_of", how="left").sort("as_of")
    return joined.with_columns(pl.col("rows", "total").fill_null(0).cum_sum())


def _latest(table: pl.LazyFrame) -> pl.LazyFrame:
    last = _happened(table).sort("day", "seq", "id").unique("key", keep="last")
    return last.select("key", "amount")


def _panel(table: pl.LazyFrame) -> pl.LazyFrame:
    held = _believed(table).with_columns(as_of=pl.col("day").dt.month_end())
    counts = held.group_by("source", "target", "as_of").agg(pl.len(), pl.col("amount").sum())
    every = held.select("source", "target").unique().join(_ends(), how="cross")
    joined = every.join(counts, on=["source", "target", "as_of"], how="left")
    columns = ("as_of", "source", "target")
    return joined.select(*columns, pl.col("len").fill_null(0), pl.col("amount").fill_null(0))


POLARS: dict[str, Callable[[pl.LazyFrame], pl.LazyFrame]] = {
    "totals": _totals,
    "months": _months,
    "latest": _latest,
    "panel": _panel,
}

# -- through frames -----------------------------------------------------------------------------

TOLD: dict[str, Any] = {"rows": frames.Count(), "total": frames.Sum("amount")}
QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "totals": lambda table: frames.aggregate(
        table, as_of=AS_OF, known_by=KNOWN_BY, columns=COLUMNS, **TOLD
    ),
    "months": lambda table: frames.aggregate(
        table, as_of=months(), known_by="then", columns=COLUMNS, **TOLD
    ),
    "latest": lambda table: frames.aggregate(
        table,
        "key",
        as_of=AS_OF,
        known_by=KNOWN_BY,
        columns=COLUMNS,
        last=frames.Latest("amount"),
    ),
    "panel": lambda table: frames.panel(
        table,
        ["source", "target"],
        known_by=KNOWN_BY,
        covered=("2000-01-01", "2019-12-31"),
        columns=COLUMNS,
        **TOLD,
    ),
}
NAMES = {
    "totals": "how many and how much at (v, k)",
    "months": "the same at the end of 240 months, each as then known",
    "latest": "the last value of 10,000 keys at (v, k)",
    "panel": "a dyad-month panel: 900 pairs, 240 months",
}


def plain(rows: list[tuple[Any, ...]], name: str) -> list[tuple[Any, ...]]:
    """The rows of an answer in one order; without the day, where there is but one."""
    if name in ("totals", "latest"):
        width = {"totals": 2, "latest": 2}[name]
        rows = [row[-width:] for row in rows]
    return sorted(tuple(int(v) if isinstance(v, float) else v for v in row) for row in rows)


class Bench:
    """Takes times in turn, and keeps the rows."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def compare(
        self, size: int, what: str, ours: Callable[[], Any], theirs: Callable[[], Any], most: float
    ) -> None:
        """Two ways of one answer: the best of several rounds, each in turn."""
        assert ours() == theirs(), what
        best = [float("inf")] * 2
        for _ in range(ROUNDS):
            for at, call in enumerate((ours, theirs)):
                gc.collect()
                start = perf_counter()
                call()
                best[at] = min(best[at], perf_counter() - start)
        self.add("tables", size, what, best[0], None, 0)
        self.add("tables", size, "it to that by hand", best[1], best[0] / best[1], most)

    def add(
        self, goal: str, size: int, what: str, seconds: float, ratio: float | None, most: float
    ) -> None:
        """A row."""
        self.rows.append(made(goal, size, what, shown(seconds * 1e6), ratio, most))
        print(line(self.rows[-1]), flush=True)


def compared(bench: Bench, size: int) -> None:
    """DuckDB and polars, both ways."""
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute(_MADE.format(size=size))
    table = connection.table("events")
    held = connection.sql("from events").pl().lazy()
    for name, question in QUESTIONS.items():
        sql = SQL[name]
        bench.compare(
            size,
            f"DuckDB: {NAMES[name]}",
            lambda q=question, n=name: plain(q(table).fetchall(), n),  # type: ignore[misc]
            lambda s=sql, n=name: plain(connection.execute(s).fetchall(), n),  # type: ignore[misc]
            1.3,
        )
        hand = POLARS[name]
        bench.compare(
            size,
            f"polars: {NAMES[name]}",
            lambda q=question, n=name: plain(q(held).collect().rows(), n),  # type: ignore[misc]
            lambda h=hand, n=name: plain(h(held).collect().rows(), n),  # type: ignore[misc]
            1.3,
        )


def on_a_grid(bench: Bench, size: int) -> None:
    """The last value of each key at the end of each month, as then known."""
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute(_MADE.format(size=size))
    tables: dict[str, Any] = {
        "DuckDB": connection.table("events"),
        "polars": connection.sql("from events").pl().lazy(),
    }
    for engine, table in tables.items():
        start = perf_counter()
        told = frames.aggregate(
            table,
            "key",
            as_of=months(),
            known_by="then",
            columns=COLUMNS,
            last=frames.Latest("amount"),
        )
        number = told.count("*").fetchall()[0][0] if engine == "DuckDB" else told.collect().height
        assert number > 2_000_000, number
        what = f"{engine}: the last value of 10,000 keys at the end of each of 240 months"
        bench.add("tables", size, what, perf_counter() - start, None, 0)


def on_spark(bench: Bench, size: int) -> None:
    """Spark in local mode on two cores, as it is."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]")
    for name in ("spark.driver.host", "spark.driver.bindAddress"):
        builder = builder.config(name, "127.0.0.1")
    session = builder.config("spark.driver.memory", "6g").getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect()
        connection.execute(_MADE.format(size=size))
        connection.execute(f"copy events to '{folder}/events.parquet'")
        table = session.read.parquet(f"{folder}/events.parquet")
        for name, question in QUESTIONS.items():
            expected = plain(connection.execute(SQL[name]).fetchall(), name)
            start = perf_counter()
            told = plain([tuple(row) for row in question(table).collect()], name)
            seconds = perf_counter() - start
            assert told == expected, name
            bench.add("Spark", size, f"Spark, local: {NAMES[name]}", seconds, None, 0)
    session.stop()


def of_icews(bench: Bench, path: Path) -> None:
    """A year of coded events, from its file to the panel of all pairs by month."""
    columns = frames.Columns(id=None, known=None, date="date", parties=("source", "target"))
    ends = pd.Index(list(pd.date_range("2014-01-31", "2014-12-31", freq="ME")))

    def read() -> pd.DataFrame:
        return pd.read_csv(path, sep="\t", parse_dates=["date"])

    def ours() -> list[tuple[Any, ...]]:
        told = frames.panel(
            read(),
            ["source", "target"],
            covered=("2014-01-01", "2014-12-31"),
            columns=columns,
            acts=frames.Count(),
        )
        return [(len(told), int(told["acts"].sum()), int((told["acts"] == 0).sum()))]

    def by_hand() -> list[tuple[Any, ...]]:
        rows = read()
        rows["as_of"] = rows["date"] + pd.offsets.MonthEnd(0)
        counts = rows.groupby(["source", "target", "as_of"]).size()
        pairs = rows[["source", "target"]].drop_duplicates()
        every = pairs.merge(ends.to_series(name="as_of").to_frame(), how="cross")
        told = every.merge(counts.rename("acts").reset_index(), how="left")
        told["acts"] = told["acts"].fillna(0).astype("int64")
        return [(len(told), int(told["acts"].sum()), int((told["acts"] == 0).sum()))]

    size = len(read())
    bench.compare(
        size, "pandas: a year of ICEWS, from its file to a panel of all pairs", ours, by_hand, 1.5
    )


def in_memory(bench: Bench, size: int) -> None:
    """The same totals of the engine in memory, which has to be built first."""
    connection = duckdb.connect()
    connection.execute(_MADE.format(size=size))
    rows = connection.execute("select distinct on (id, revision) * from events").fetchall()
    start = perf_counter()
    log = bt.EventLog()
    log.append(*map(_record, rows))
    timeline = log.timeline(bt.Sum(lambda event: event.what.amount, kind=Payment))
    timeline.as_of(AS_OF, known_by=KNOWN_BY)
    bench.add(
        "memory", size, "in memory: the log and its first answer", perf_counter() - start, None, 0
    )
    start = perf_counter()
    for day in range(1, 29):
        timeline.as_of(f"2014-02-{day:02}", known_by=KNOWN_BY)
    bench.add("memory", size, "how much at another (v, k)", (perf_counter() - start) / 28, None, 0)


@bt.kind("payment-booked")
class Payment:
    """A payment, for the engine in memory."""

    amount: int


def _record(row: tuple[Any, ...]) -> Record:
    id, revision, known, retracted, day, seq, _, source, target, amount = row
    if retracted and revision:
        return bt.Retraction(id=f"e-{id}", revision=revision, known=known, reason="not so")
    return bt.Event(
        id=f"e-{id}",
        revision=revision,
        known=known,
        when=day,
        seq=seq,
        parties=(source, target),
        what=Payment(amount=amount),
    )


def written(bench: Bench, size: int) -> None:
    """How much memory it takes to write so many rows, in a process of its own."""
    told, said = os.pipe()
    if not os.fork():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            frames.write_parquet(f"{folder}/log.parquet", _events(size))
        seconds = perf_counter() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        os.write(said, json.dumps([seconds, grown]).encode())
        os._exit(0)
    os.wait()
    seconds, grown = json.loads(os.read(told, 1000))
    bench.add("written", size, "written to Parquet, the events made by the way", seconds, None, 0)
    row = made("written", size, "memory that it takes beside", f"{grown:,.0f} MB", None, 0)
    bench.rows.append(row)
    print(line(row), flush=True)


def _events(size: int) -> Iterator[Record]:
    for at in range(size):
        yield bt.Event(
            id=f"e-{at}",
            when=date.fromordinal(730_120 + at % 7305),
            known="2020-01-01",
            parties=("AA", "BB"),
            what=Payment(amount=at % 200),
        )


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as they stand in the page."""
    return "\n".join([HEAD, *map(line, rows)])


def main() -> None:
    """Run what is asked for, and keep the results."""
    parser = argparse.ArgumentParser(description="Tables: through frames, and by hand.")
    parser.add_argument("--sizes", default="1_000_000,10_000_000")
    parser.add_argument("--spark", action="store_true", help="Spark too")
    parser.add_argument("--icews", type=Path, help="a file: date, source, event, target")
    parser.add_argument("--memory", action="store_true", help="the engine in memory too")
    parser.add_argument("--written", type=int, default=0, help="rows to write to Parquet")
    parser.add_argument("--write", action="store_true", help="into the page of figures")
    options = parser.parse_args()
    bench = Bench()
    print(HEAD)
    for size in map(int, filter(None, options.sizes.split(","))):
        compared(bench, size)
        on_a_grid(bench, size)
        if options.memory and size <= 1_000_000:
            in_memory(bench, size)
        if options.spark:
            on_spark(bench, size)
    if options.icews:
        of_icews(bench, options.icews)
    if options.written:
        written(bench, options.written)
    names = ("duckdb", "narwhals", "pandas", "polars", "pyarrow")
    machine = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    kept = {"machine": machine, "versions": {n: version(n) for n in names}, "rows": bench.rows}
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n")
    if options.write:
        head, _, after = PAGE.read_text().split(MARK)
        PAGE.write_text(f"{head}{MARK}\n\n{table(bench.rows)}\n\n{MARK}{after}")


if __name__ == "__main__":
    main()
