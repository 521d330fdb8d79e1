"""What it costs to keep a log: in SQLite and PostgreSQL, beside bare drivers and `eventsourcing`.

    pip install -e '.[benchmarks]' && python tests/benchmarks/bench_stores.py

All write the same bytes with the same promise: each commit is synced to the disk. PostgreSQL is
measured where its address is given by `--postgres`. Ratios are of two times of one process.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sqlite3
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from rows import HEAD, MICRO, Times, line, made, shown, table
from workload import Workload

import bilateral_timeline as bt
from bilateral_timeline.records.bulk import uncollected
from bilateral_timeline.records.codec import to_plain, to_text
from bilateral_timeline.records.events import Record

HERE = Path(__file__).parent
RESULTS = HERE / "results-stores.json"
PAGE = HERE.parent.parent / "docs" / "explanation" / "performance.md"
MARK = "<!-- the rows of the stores, as tests/benchmarks/bench_stores.py writes them -->"
SINGLES, BATCH = 300, 1_000
COMPARED = 100_000  # records up to which all is compared; above it, what is asked of a large log
_INSERT = "INSERT INTO bare (text) VALUES ({})"

Append = Callable[[Sequence[Record]], object]


def took(call: Callable[[], object]) -> float:
    """How many microseconds a call takes, without the garbage collector, as the log reads."""
    gc.collect()
    with uncollected():
        start = perf_counter()
        call()
        return (perf_counter() - start) * MICRO


def in_turns(ways: dict[str, Append], batches: list[list[Record]]) -> dict[str, Times]:
    """How long each way takes to append each batch, all in turns, as a disk has its moods."""
    gc.collect()
    gc.freeze()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for batch in batches:
        for name, append in ways.items():
            start = perf_counter()
            append(batch)
            taken[name].append(perf_counter() - start)
    return {name: Times(times) for name, times in taken.items()}


class Places:
    """Fresh places of one sort of store."""

    _numbers = count(1)

    def __init__(self, folder: Path, postgres: str = "") -> None:
        self.folder, self.postgres = folder, postgres
        self.name = "PostgreSQL" if postgres else "SQLite"
        self._schemas: list[str] = []

    def clear(self) -> None:
        """Leave nothing in the database."""
        if not self._schemas:
            return
        import psycopg

        with psycopg.connect(self.postgres, autocommit=True) as connection:
            for schema in self._schemas:
                connection.execute(f"DROP SCHEMA {schema} CASCADE")

    def fresh(self) -> str:
        """A place in which nothing is kept yet."""
        number = next(self._numbers)
        if not self.postgres:
            return str(self.folder / f"log{number}.db")
        import psycopg

        schema = f"bench_{os.getpid()}_{number}"
        with psycopg.connect(self.postgres, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        self._schemas.append(schema)
        return f"{self.postgres}&options=-csearch_path%3D{schema}"

    @contextmanager
    def bare(self) -> Iterator[tuple[Append, Callable[[], list[Any]]]]:
        """The driver alone: how it appends the same bytes, and reads them back."""
        if self.postgres:
            import psycopg

            connection: Any = psycopg.connect(self.fresh(), autocommit=True)
            connection.execute("CREATE TABLE bare (number bigserial PRIMARY KEY, text text)")
            insert, begin = _INSERT.format("%s"), "BEGIN"
        else:
            connection = sqlite3.connect(self.fresh(), isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, text TEXT)")
            insert, begin = _INSERT.format("?"), "BEGIN IMMEDIATE"

        def append(records: Sequence[Record]) -> None:
            cursor = connection.cursor()
            cursor.execute(begin)
            cursor.executemany(insert, [(to_text(record),) for record in records])
            cursor.execute("COMMIT")

        def read() -> list[Any]:
            rows = connection.execute("SELECT text FROM bare ORDER BY number")
            return [json.loads(text) for (text,) in rows]

        yield append, read
        connection.close()

    @contextmanager
    def peer(self) -> Iterator[tuple[Append, Callable[[], list[Any]]]]:
        """`eventsourcing` on its own store: each record an aggregate of one event."""
        from eventsourcing.application import Application

        place = self.fresh()
        env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": place}
        if self.postgres:
            parts = dict(part.split("=", 1) for part in self.postgres.partition("?")[2].split("&"))
            schema = place.rpartition("%3D")[2]
            env = {
                "PERSISTENCE_MODULE": "eventsourcing.postgres",
                "POSTGRES_DBNAME": self.postgres.partition("?")[0].rpartition("/")[2],
                "POSTGRES_HOST": parts["host"],
                "POSTGRES_PORT": "5432",
                "POSTGRES_USER": parts["user"],
                "POSTGRES_PASSWORD": "none",
                "POSTGRES_SCHEMA": schema,
            }
        app: Any = Application(env=env)

        def read() -> list[Any]:
            found, start = [], 1
            while some := app.recorder.select_notifications(start=start, limit=5_000):
                found += [app.mapper.to_domain_event(one) for one in some]
                start = some[-1].id + 1
            return found

        kept = aggregate()
        yield lambda records: app.save(*(kept(to_plain(one)) for one in records)), read
        app.close()


@cache
def aggregate() -> Any:
    """The aggregate that holds a record."""
    from eventsourcing.domain import Aggregate

    class Kept(Aggregate):
        def __init__(self, said: dict[str, Any]) -> None:
            self.said = said

    return Kept


class Bench:
    """One store beside the driver and the peer."""

    def __init__(self, places: Places, size: int) -> None:
        self.places, self.size = places, size
        self.records = Workload(size).records()[:size]
        self.rows: list[dict[str, Any]] = []

    def add(
        self, goal: str, what: str, value: str, ratio: float | None = None, most: float = 0.0
    ) -> None:
        """A row; it is printed at once."""
        row = made(goal, self.size, f"{self.places.name}: {what}", value, ratio, most)
        self.rows.append(row)
        print(line(row), flush=True)

    def run(self) -> None:
        """All that is asked of a store."""
        if self.size <= COMPARED:
            self._compare()
        self._first_answer()

    def _compare(self) -> None:
        """Appending and reading back, beside the driver and the peer."""
        with (
            bt.open_log(self.places.fresh()) as log,
            self.places.bare() as bare,
            self.places.peer() as peer,
        ):
            ways = {"ours": lambda some: log.append(*some), "bare": bare[0], "peer": peer[0]}
            rest = self.records[SINGLES:]
            some = [rest[at : at + BATCH] for at in range(0, len(rest), BATCH)]
            each = in_turns(ways, [[one] for one in self.records[:SINGLES]])
            batches = {
                name: sum(told.taken) * MICRO / len(rest)
                for name, told in in_turns(ways, some).items()
            }
            self._told("single appends", {name: told.p50 for name, told in each.items()}, 1.5)
            self._told(f"batches of {BATCH:,}, a record", batches, 4.0, 0.4)
            reading = {
                "ours": took(log.read) / log.position,
                "bare": took(bare[1]) / log.position,
                "peer": took(peer[1]) / log.position,
            }
            self._told("all read back into events, a record", reading, 3.0, 0.0)

    def _told(
        self, what: str, taken: dict[str, float], of_peer: float, of_bare: float = 0.5
    ) -> None:
        self.add(what, what, shown(taken["ours"]))
        self.add(
            what,
            "eventsourcing to it",
            shown(taken["peer"]),
            taken["peer"] / taken["ours"],
            -of_peer,
        )
        self.add(
            what,
            "the bare driver to it",
            shown(taken["bare"]),
            taken["bare"] / taken["ours"],
            -of_bare,
        )

    def _first_answer(self) -> None:
        """Opening a log to its first answer, verifying it, and what streaming it holds."""
        place = self.places.fresh()
        with bt.open_log(place) as log, self.places.bare() as (append, read):
            for at in range(0, self.size, 10 * BATCH):
                log.append(*self.records[at : at + 10 * BATCH])
                append(self.records[at : at + 10 * BATCH])
            bare = took(read)
        with bt.open_log(place) as log:
            answer = took(lambda: log.timeline(bt.Count()).as_of("2010-01-01"))
            self.add("open", "opened, to the first answer", shown(answer))
            self.add("open", "it to a bare SELECT and json.loads", shown(bare), answer / bare, 4)
            self.add("verify", "verify", shown(took(log.verify)))
        with bt.open_log(place) as log:
            tracemalloc.start()
            for _ in log.stream():
                pass
            self.add(
                "memory",
                "streamed, the most that was held",
                f"{tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB",
            )
            tracemalloc.stop()


def main() -> None:
    """Run every size on every store, and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10_000,100_000,1_000_000")
    parser.add_argument(
        "--postgres", default="", help="such as postgresql:///test?host=/tmp&user=me"
    )
    parser.add_argument("--keep", type=Path, default=RESULTS, help="where to keep the results")
    options = parser.parse_args()
    rows = []
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, options.sizes.split(",")):
            for postgres in dict.fromkeys(("", options.postgres)):
                places = Places(Path(folder), postgres)
                bench = Bench(places, size)
                bench.run()
                places.clear()
                rows += bench.rows
    peers = {name: version(name) for name in ("eventsourcing", "psycopg")}
    machine = {
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "sqlite": sqlite3.sqlite_version,
        "peers": peers,
    }
    options.keep.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n")
    if options.keep == RESULTS:
        head, _, rest = PAGE.read_text("utf-8").partition(MARK)
        tail = rest.partition(MARK)[2]
        PAGE.write_text(f"{head}{MARK}\n\n{table(rows)}\n\n{MARK}{tail}", "utf-8")


if __name__ == "__main__":
    main()
