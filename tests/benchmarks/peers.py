"""The same questions asked of others: the definition, SQLite, DuckDB, eventsourcing, a bisect."""

from __future__ import annotations

import csv
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pendulum import Date
from workload import amount_of, key_of

import bilateral_timeline as bt
from bilateral_timeline.records.belief import beliefs_of, believed_events, by_id
from bilateral_timeline.records.events import Record
from bilateral_timeline.records.order import in_order

NEVER = 10**7
Row = tuple[int, int, int, int, str, int]


def first_day(event: bt.Event) -> int:
    """The day from which an event has certainly happened."""
    return event.when.sort_key("certain")[0]


def rows_of(records: Iterable[Record]) -> list[Row]:
    """Facts as rows: canonical place, day, since, until, key, amount."""
    facts = [fact for held in by_id(records).values() for fact in beliefs_of(held)]
    facts.sort(key=lambda f: (*f[2].when.sort_key("certain"), f[2].seq, f[2].id, f[0]))
    return [
        (
            place,
            event.when.sort_key("certain")[0],
            since,
            until or NEVER,
            key_of(event),
            amount_of(event),
        )
        for place, (since, until, event) in enumerate(facts)
    ]


class Flat:
    """The physical limit: a bisect in a flat list of days, and one list element."""

    def __init__(self, rows: Sequence[Row]) -> None:
        held = [row for row in rows if row[3] == NEVER]
        self.days = [row[1] for row in held]
        self.totals = list(accumulate(row[5] for row in held))

    def total(self, day: Date) -> int:
        """The grand total by a day, as known now."""
        at = bisect_right(self.days, day.toordinal())
        return self.totals[at - 1] if at else 0


LATEST = """select amount from fact where key = ? and day <= ? and since <= ? and until > ?
            order by day desc, place desc limit 1"""
SUM = "select sum(amount) from fact where key = ? and day <= ? and since <= ? and until > ?"
TOTAL = "select sum(amount) from fact where day <= ? and since <= ? and until > ?"
TABLE = """create table fact
           (place integer, day integer, since integer, until integer, key text, amount integer)"""


class Sqlite:
    """SQLite in memory, with a covering index for each question and `until` worked out."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.base = sqlite3.connect(":memory:")
        self.base.execute(TABLE)
        self.base.executemany("insert into fact values (?, ?, ?, ?, ?, ?)", rows)
        self.base.execute("create index k on fact (key, day, place, since, until, amount)")
        self.base.execute("create index d on fact (day, since, until, amount)")
        self.base.execute("analyze")

    def one(self, query: str, *values: object) -> Any:
        """The only value of the only row."""
        found = self.base.execute(query, values).fetchone()
        return found[0] if found else None


class Duck:
    """DuckDB in memory, columns sorted by day, on two threads."""

    def __init__(self, rows: Sequence[Row]) -> None:
        import duckdb

        self.base = duckdb.connect(":memory:", config={"threads": 2})
        self.base.execute(TABLE)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "fact.csv"
            with path.open("w", newline="") as file:
                csv.writer(file).writerows(rows)
            self.base.execute(
                f"insert into fact select * from read_csv('{path}', header=false) order by 2, 1"
            )

    def one(self, query: str, *values: object) -> Any:
        """The only value of the only row."""
        found = self.base.execute(query, values).fetchone()
        return found[0] if found else None

    def sums(self, day: int, known: int) -> dict[str, int]:
        """The sum of every key."""
        found = self.base.execute(
            """select key, sum(amount) from fact
               where day <= ? and since <= ? and until > ? group by key""",
            (day, known, known),
        ).fetchall()
        return dict(found)

    def series(self, days: Sequence[int], known: Sequence[int]) -> list[Any]:
        """The grand total of each day, each known by another, in one query."""
        asked = ", ".join(f"({day}, {k})" for day, k in zip(days, known, strict=True))
        self.base.execute(
            f"create or replace temp table asked as from (values {asked}) t(day, known)"
        )
        found: list[Any] = self.base.execute(
            """select asked.day, sum(amount) from asked join fact
               on fact.day <= asked.day and since <= known and until > known
               group by asked.day order by asked.day"""
        ).fetchall()
        return found


@cache
def ledger() -> tuple[Any, Any]:
    """The application and the aggregate of `eventsourcing`, whose total each event raises."""
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Ledger(Aggregate):
        def __init__(self) -> None:
            self.total = 0

        @event("Paid")
        def pay(self, day: int, key: str, amount: int) -> None:
            self.total += amount

    class Ledgers(Application[Any]):
        is_snapshotting_enabled = True

    return Ledgers, Ledger


def naive_sweep(records: Sequence[Record], known: Date | None, days: Sequence[Date]) -> list[int]:
    """The totals of many days, known by one, as the definition has it: filter, sort, one pass."""
    events = in_order(believed_events(records, known), "certain")
    found, total, at = [], 0, 0
    for day in days:
        last = day.toordinal()
        while at < len(events) and events[at].when.sort_key("certain")[0] <= last:
            total += amount_of(events[at])
            at += 1
        found.append(total)
    return found
