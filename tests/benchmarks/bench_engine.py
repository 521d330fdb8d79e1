"""How fast the engine answers: `python tests/benchmarks/bench_engine.py`.

Needs `pip install -e '.[benchmarks]'`. Every ratio is of two times taken in this one process, on
the same events (see workload.py), with the garbage collector told to leave the set-up alone. It
prints the rows, keeps them in results.json beside this file, and writes them into
docs/explanation/performance.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import random
import tracemalloc
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from dyad import Dyad
from everyday import Everyday
from peers import LATEST, NEVER, SUM, TOTAL, Duck, Flat, Sqlite, ledger, naive_sweep, rows_of
from pendulum import Date
from rows import HEAD, MICRO, line, made, shown, table, timed
from workload import DAYS, FIRST, Workload, amount_of, key_of

import bilateral_timeline as bt
from bilateral_timeline.engine.index import Index
from bilateral_timeline.projections.definition import definition
from bilateral_timeline.records.belief import beliefs_of, by_id

RESULTS = Path(__file__).with_name("results.json")
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "performance.md"
MARK = "<!-- the rows, as tests/benchmarks/bench_engine.py writes them -->"

TOTALS: bt.Sum[int] = bt.Sum(amount_of)
SUMS = bt.Keyed(key_of, bt.Sum(amount_of))
LAST = bt.Keyed(key_of, bt.Latest(amount_of))


def _added(total: int, event: bt.Event) -> int:
    return total + int(event.what.amount)


FOLD: bt.Projection[int] = bt.Projection(0, _added)


class Bench:
    """One size: the events, the peers, and the rows of the table."""

    def __init__(self, size: int, rng: random.Random) -> None:
        self.size, self.rng = size, rng
        self.work = Workload(size)
        self.records = self.work.records()
        self.log = bt.EventLog()
        self.log.append(*self.records)
        self.timeline = self.log.timeline(TOTALS)
        self.rows: list[dict[str, Any]] = []

    def add(self, goal: str, what: str, value: str, ratio: float | None, most: float = 0) -> None:
        """A row; `most` is the greatest ratio that meets the goal, or minus the least."""
        row = made(goal, self.size, what, value, ratio, most)
        self.rows.append(row)
        print(line(row), flush=True)

    def days(self, count: int) -> list[Date]:
        """Random days."""
        return [self.work.day() for _ in range(count)]

    def pairs(self, count: int) -> list[tuple[Date, Date]]:
        """Random days, each with another by which it is known."""
        return [(self.work.day(), self.work.day()) for _ in range(count)]

    def run(self) -> None:
        """Every row, in the order of the table."""
        rows = rows_of(self.records)
        flat, sqlite, duck = Flat(rows), Sqlite(rows), Duck(rows)
        del rows
        timeline, big = self.timeline, self.size >= 100_000
        timeline.as_of(FIRST.replace(year=2010))

        plain = timed(
            lambda v, k: definition(TOTALS, self.records, v, k, "certain"), self.pairs(3)
        ).p50
        now = timed(timeline.as_of, self.days(5000))
        limit = timed(flat.total, self.days(5000))
        self.plain_question = now.p50
        self.add("scalar", "total at (v, now), warm, p50 / p99", str(now), None)
        self.rows[-1]["p50"] = now.p50
        self.add(
            "scalar",
            "its p50 to a bisect in a flat list",
            shown(limit.p50),
            now.p50 / limit.p50,
            5 if self.size >= 10**6 else 0,
        )
        self.add(
            "scalar",
            "the definition to it",
            shown(plain),
            plain / now.p50,
            -5000 if self.size >= 10**6 else 0,
        )

        first = timed(lambda v, k: timeline.as_of(v, known_by=k), self.pairs(1)).p50
        self.add(
            "past",
            "first question ever about a past, cold, to the definition",
            shown(first),
            first / plain,
            4,
        )
        cold = timed(lambda v, k: timeline.as_of(v, known_by=k), self.pairs(100))
        self.add("past", "the next 100 random new k, p50 / p99", str(cold), None)
        timed(lambda v, k: timeline.as_of(v, known_by=k), self.pairs(1900))
        new = timed(lambda v, k: timeline.as_of(v, known_by=k), self.pairs(300))
        self.add("past", "random new k after 2,000 of them, p50 / p99", str(new), None)
        self.add(
            "past",
            "the definition to it",
            shown(plain),
            plain / new.p50,
            -40 if self.size == 10**5 else 0,
        )
        k = self.work.day()
        timeline.as_of(k, known_by=k)
        used = timed(lambda v: timeline.as_of(v, known_by=k), self.days(3000))
        self.add(
            "past", "total at a k in use, after 2,400 others, warm, p50 / p99", str(used), None
        )
        self.add(
            "past",
            "its p50 to the bisect",
            shown(limit.p50),
            used.p50 / limit.p50,
            5 if self.size >= 10**6 else 0,
        )

        questions = [(*pair, self.work.key()) for pair in self.pairs(4000)]
        for name, keyed, query in (("latest", LAST, LATEST), ("sum", SUMS, SUM)):
            start = perf_counter()
            timeline.project(keyed, as_of=k).get("k0000")
            self.add(
                "key",
                f"split by 10,000 keys ({name}), per event",
                shown((perf_counter() - start) / self.size * MICRO),
                None,
            )

            def ours(v: Date, known: Date, key: str, keyed: Any = keyed) -> Any:
                return timeline.project(keyed, as_of=v, known_by=known).get(key)

            def theirs(v: Date, known: Date, key: str, query: str = query) -> Any:
                day, by = v.toordinal(), known.toordinal()
                return sqlite.one(query, key, day, by, by)

            timed(ours, questions)
            mine, yours = timed(ours, questions[::-1]), timed(theirs, questions)
            for asked in questions[:200]:
                expected = theirs(*asked)
                assert ours(*asked) == (bt.Unknown if expected is None else expected)
            self.add("key", f"{name} of one Zipf key at (v, k), warm, p50 / p99", str(mine), None)
            if name == "latest":
                self.add(
                    "key",
                    "its p50 to SQLite's covering index",
                    shown(yours.p50),
                    mine.p50 / yours.p50,
                    2,
                )
            else:
                self.add(
                    "key",
                    "its p99 to SQLite's covering index",
                    shown(yours.p99),
                    mine.p99 / yours.p99,
                    1 / 3 if big else 0,
                )

        lite = timed(
            lambda v: sqlite.one(TOTAL, v.toordinal(), k.toordinal(), k.toordinal()), self.days(30)
        )
        column = timed(
            lambda v: duck.one(TOTAL, v.toordinal(), k.toordinal(), k.toordinal()), self.days(30)
        )
        for v in self.days(20):
            assert timeline.as_of(v, known_by=k) == (
                duck.one(TOTAL, v.toordinal(), k.toordinal(), k.toordinal()) or 0
            )
        top = self.size >= 10**6
        self.add(
            "total",
            "SQLite to the total at a k in use",
            shown(lite.p50),
            lite.p50 / used.p50,
            -1000 if top else 0,
        )
        self.add(
            "total", "DuckDB to it", shown(column.p50), column.p50 / used.p50, -100 if top else 0
        )
        held = timed(lambda v: dict(timeline.project(SUMS, as_of=v)), self.days(3))
        column = timed(lambda v: duck.sums(v.toordinal(), NEVER - 1), self.days(5))
        assert dict(timeline.project(SUMS, as_of=DAY)) == duck.sums(END, NEVER - 1)
        self.add("total", "the sums of all keys as a dictionary, known now", shown(held.p50), None)
        self.add("total", "it to DuckDB", shown(column.p50), held.p50 / column.p50)
        self.grids(duck)
        self.appends()
        self.folds(plain)
        self.between()

    def grids(self, duck: Duck) -> None:
        """Series and grids over 240 month-ends."""
        ends = [
            d for d, _ in self.timeline.series(lambda _: 0, after="1999-12-31", until="2019-12-31")
        ]
        sweep = timed(lambda: naive_sweep(self.records, None, ends), [()] * 2)
        timeline = self.timeline
        bounds: dict[str, Any] = {"after": "1999-12-31", "until": "2019-12-31"}

        def itself(total: int) -> int:
            return total

        known_now = timed(lambda: timeline.series(itself, **bounds), [()] * 5)
        assert [v for _, v in timeline.series(itself, **bounds)] == naive_sweep(
            self.records, None, ends
        )
        top = self.size >= 10**6
        self.add("series", "240 month-ends known now, warm", shown(known_now.p50), None)
        self.add(
            "series",
            "a naive sweep to it",
            shown(sweep.p50),
            sweep.p50 / known_now.p50,
            -100 if top else 0,
        )
        once = timed(lambda: timeline.series(itself, known_by="then", **bounds), [()])
        then = timed(lambda: timeline.series(itself, known_by="then", **bounds), [()] * 5)
        ordinals = [d.toordinal() for d in ends]
        theirs = timed(lambda: duck.series(ordinals, ordinals), [()] * 3)
        self.add("series", "each as then known, first pass", shown(once.p50), None)
        self.add("series", "each as then known, second pass", shown(then.p50), None)
        self.add("series", "DuckDB to it", shown(theirs.p50), theirs.p50 / then.p50, -10)
        grid = timed(
            lambda: [[timeline.as_of(v, known_by=k) for v in ends] for k in ends], [()] * 2
        )
        sweeps = timed(lambda k: naive_sweep(self.records, k, ends), ends[::80]).p50 * len(ends)
        self.add("series", "grid of 240 x 240 (v, k), warm", shown(grid.p50), None)
        self.add(
            "series",
            "240 naive sweeps (estimated from 3) to it",
            shown(sweeps),
            sweeps / grid.p50,
            -1000,
        )

    def appends(self) -> None:
        """An event appended, and a question."""
        last, timeline = 3 * DAYS - 1, self.timeline

        def ask(event: bt.Event) -> None:
            self.log.append(event)
            self.log.timeline(TOTALS).as_of(DAY)

        made = [
            ("on time", [self.work.event(f"o{n}", DAYS + n, last) for n in range(300)], 10),
            (
                "late",
                [self.work.event(f"l{n}", self.rng.randrange(DAYS), last) for n in range(300)],
                30 if self.size == 10**5 else 0,
            ),
        ]
        plain = timed(timeline.as_of, self.days(3000)).p50
        for name, events, most in made:
            ask(events[0])
            found = timed(ask, events[1:])
            self.add("append", f"append {name}, then ask, p50 / p99", str(found), None)
            self.add("append", "its p50 to a plain question", shown(plain), found.p50 / plain, most)
        log, empty = bt.EventLog(), bt.EventLog()
        log.append(*self.records[:5000])
        empty.append(*self.records[:5000])
        timeline = log.timeline(TOTALS)
        names = [(f"A{n:02}", f"B{m:02}") for n in range(10) for m in range(20)]
        for a, b in names * 25:
            timeline.between(a, b).as_of(DAY)

        def grow(log: bt.EventLog, event: bt.Event) -> None:
            log.append(event)
            log.timeline(TOTALS).as_of(DAY)

        def fresh(name: str) -> list[bt.Event]:
            return [self.work.event(f"{name}{n}", DAYS + n, last) for n in range(300)]

        asked = timed(lambda event: grow(log, event), fresh("p"))
        never = timed(lambda event: grow(empty, event), fresh("q")).p50
        self.add("append", "append to 5,000 events after 5,000 pairs asked", str(asked), None)
        self.add("append", "its p50 to that where none was", shown(never), asked.p50 / never, 2)

    def folds(self, plain: float) -> None:
        """A projection that is no reducer."""
        timeline, top = self.log.timeline(FOLD), self.size >= 10**6
        start = perf_counter()
        timeline.as_of(DAY)
        self.add(
            "fold", "any fold: first pass, cold", shown((perf_counter() - start) * MICRO), None
        )
        whole = list(timeline.events())

        def loop(v: Date) -> int:
            total, day = 0, v.toordinal()
            for event in whole:
                if event.when.sort_key("certain")[0] > day:
                    break
                total = _added(total, event)
            return total

        again = timed(timeline.as_of, self.days(500))
        self.add("fold", "any fold at (v, now), warm, p50 / p99", str(again), None)
        self.add(
            "fold", "the definition to it", shown(plain), plain / again.p50, -1000 if top else 0
        )
        plainly = timed(loop, self.days(5)).p50
        goal = -60 if self.size == 10**5 else 0
        self.add("fold", "a plain loop to it", shown(plainly), plainly / again.p50, goal)
        for back in (30, 300, 3000):
            event = self.work.event(f"f{back}", DAYS - back, 3 * DAYS - 1)
            held = sum(1 for _ in self.timeline.events(after=event.when.earliest))
            self.log.append(event)
            late = self.log.timeline(FOLD)
            found = timed(late.as_of, [DAY])
            ratio = plain / found.p50
            self.add(
                "fold",
                f"after a late event {back} days back ({held:,} events follow)",
                shown(found.p50),
                None,
            )
            if back == 30:
                self.add("fold", "the definition to it", shown(plain), ratio, -1000 if top else 0)

    def between(self) -> None:
        """Differences between two days, and many pairs."""
        timeline = self.timeline
        for days in (3, 30):
            starts = self.days(12)
            asked = [(v, v.add(days=days)) for v in starts]
            held = [len(timeline.events(v, w)) or 1 for v, w in asked]
            found = timed(timeline.changes, asked)
            self.add(
                "changes",
                f"changes over {days} days ({sum(held) // len(held):,} events)",
                shown(found.p50),
                None,
            )
            self.add(
                "changes", "per event between", shown(sum(found.taken) * MICRO / sum(held)), None
            )
        start = perf_counter()
        timeline.between("A01", "B02").as_of(DAY)
        self.add(
            "pairs",
            "between one of 200 pairs: first, per event",
            shown((perf_counter() - start) / self.size * MICRO),
            None,
        )
        names = [(f"A{n:02}", f"B{m:02}") for n in range(10) for m in range(20)]
        found = timed(lambda a, b: timeline.between(a, b).as_of(DAY), names)
        self.add("pairs", "between each other pair, with its first total", str(found), None)

    def memory(self) -> None:
        """Bytes an event of the index alone, the present and after 1,000 different pasts."""
        facts = [fact for held in by_id(self.records).values() for fact in beliefs_of(held)]
        gc.collect()
        tracemalloc.start()
        index = Index.of(facts)
        index.state(TOTALS, END, None, "certain")
        present = tracemalloc.get_traced_memory()[0] / self.size
        self.add(
            "memory",
            "index with one sum, the present, bytes an event",
            f"{present:.0f}",
            present,
            220,
        )
        for day in self.rng.sample(range(FIRST.toordinal(), FIRST.toordinal() + DAYS), 1000):
            index.state(TOTALS, END, day, "certain")
        past = tracemalloc.get_traced_memory()[0] / self.size
        tracemalloc.stop()
        self.add("memory", "after 1,000 different past k, bytes an event", f"{past:.0f}", past, 600)

    def load(self) -> None:
        """From a file of JSON Lines to the first answer."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "log.jsonl"
            bt.write_jsonl(path, self.records)

            def bare() -> None:
                with path.open(encoding="utf-8") as file:
                    for text in file:
                        json.loads(text)

            def ours() -> None:
                log = bt.EventLog()
                log.append(*bt.read_jsonl(path))
                log.timeline(TOTALS).as_of(DAY)

            def theirs() -> None:
                application, aggregate = ledger()
                app, book = application(), aggregate()
                with path.open(encoding="utf-8") as file:
                    for text in file:
                        data = json.loads(text)
                        book.pay(data["when"], data["what"]["key"], data["what"]["amount"])
                app.save(book)
                assert app.repository.get(book.id).total

            loop, mine, yours = (timed(call, [()]).p50 for call in (bare, ours, theirs))
        self.add("load", "JSON Lines to the first answer", shown(mine), None)
        self.add("load", "it to a bare json.loads loop", shown(loop), mine / loop, 5)
        self.add("load", "eventsourcing to it", shown(yours), yours / mine, -5)

    def replays(self) -> None:
        """`eventsourcing`: an aggregate of the same events, at any version."""
        application, aggregate = ledger()
        app, book = application(), aggregate()
        for record in self.records:
            book.pay(0, record.what.key, record.what.amount)  # type: ignore[union-attr]
        app.save(book)
        versions = [self.rng.randrange(2, self.size) for _ in range(5)]
        found = timed(lambda at: app.repository.get(book.id, version=at), versions)
        self.add("replay", "eventsourcing, replay to a version", shown(found.p50), None)
        for at in range(1000, self.size, 1000):
            app.take_snapshot(book.id, version=at)
        again = timed(lambda at: app.repository.get(book.id, version=at), versions * 4)
        self.add("replay", "with a snapshot each 1,000 events", shown(again.p50), None)
        self.add("replay", "that to the total at (v, now)", "", again.p50 / self.plain_question)


DAY = Date(2029, 12, 31)
END = DAY.toordinal()


def write_page(results: dict[str, Any], page: Path = PAGE) -> None:
    """Put the rows into the page of figures."""
    head, _, rest = page.read_text("utf-8").partition(MARK)
    tail = rest.partition(MARK)[2]
    told = f"{MARK}\n\n{table(results['rows'])}\n\n{MARK}"
    page.write_text(f"{head}{told}{tail}", "utf-8")


def main() -> None:
    """Run every size and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10_000,100_000,1_000_000")
    parser.add_argument("--keep", type=Path, default=RESULTS, help="where to keep the results")
    options = parser.parse_args()
    print(HEAD)
    rows = Everyday().run() + Dyad().run()
    for size in map(int, options.sizes.split(",")):
        bench = Bench(size, random.Random(size))
        bench.run()
        bench.replays()
        records = bench.records
        rows += bench.rows
        del bench
        gc.unfreeze()
        gc.collect()
        other = Bench.__new__(Bench)
        other.size, other.rng, other.records, other.rows = size, random.Random(size), records, []
        other.memory()
        other.load()
        rows += other.rows
        del other, records
        gc.unfreeze()
        gc.collect()
    plain = {row["n"]: row["p50"] for row in rows if "p50" in row}
    grown = max(plain), plain[max(plain)] / plain[min(plain)]
    if len(plain) > 1:
        rows.append(
            made("scalar", grown[0], f"its p50 to that of {min(plain):,} events", "", grown[1], 4)
        )
    machine = {
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "peers": {name: version(name) for name in ("duckdb", "eventsourcing")},
    }
    results = {"machine": machine, "rows": rows}
    options.keep.write_text(json.dumps(results, indent=1) + "\n")
    if options.keep == RESULTS:
        write_page(results)


if __name__ == "__main__":
    main()
