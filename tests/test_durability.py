"""Several processes and threads on one log, killed at any moment; and places that fail."""

from __future__ import annotations

import json
import os
import pickle
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import settings

import bilateral_timeline as bt
from bilateral_timeline.errors import StoreError
from bilateral_timeline.records.codec import to_text
from bilateral_timeline.stores.log import StoredLog
from bilateral_timeline.stores.memory import MemoryStore
from servers import server
from writers import Tasks, batch, consume, hold, note, part, race, tasks, write

IS_DEEP = settings().max_examples > 1_000
KILLS = int(os.environ.get("KILLS", 10_000 if IS_DEEP else 200))
"""So often a writer is killed over SQLite: `KILLS=10000 pytest tests/test_durability.py`."""
ROUNDS = 200 if IS_DEEP else 7  # of each thread that writes
ON_A_FILE = 25  # kills, before the next file is begun


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Tasks]:
    with tasks(tmp_path) as made:
        yield made


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "log.db") if request.param == "SQLite" else server().place()


def ids(log: bt.EventLog, after: int = 0) -> list[str]:
    return [entry.record.id for entry in log.read(after)]


# ---------------------------------------------------------------------------------------------
# Writers that are killed


def held_of(told: list[list[str]], name: str, log: bt.EventLog, after: int) -> int:
    """Compare what a writer told with what a log has taken in after a position: how much that is.

    All that was acknowledged is there, in order and once; of the last batch all, or no part.
    """
    wanted, begun = [], None
    for word, *more in told:
        if word == "tries":
            begun = int(more[0])
        elif word == "has":
            wanted += batch(name, int(more[0]))
            assert int(more[1]) == after + len(wanted), "a position that is not the record's"
            begun = None
    last = [] if begun is None else batch(name, begun)
    found = [entry.record for entry in log.read(after)]
    assert found in (wanted, wanted + last), (
        f"{len(found)} records, of {len(wanted)} acknowledged and {len(last)} begun"
    )
    return len(found)


def killed_at_random(started: Tasks, place: str, name: str, random: Random) -> list[list[str]]:
    """What a writer told that was killed as it opened the log, or some time after a few batches."""
    task = started.start(write, place, name)
    for _ in range(random.choice((0, 0, 1, 2, 4))):
        task.until("has")
    time.sleep(random.uniform(0, 0.008))
    return task.kill()


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory where there is one: a kill takes nothing from the system's own memory."""
    memory = Path("/dev/shm")
    is_there = not IS_DEEP and memory.is_dir() and os.access(memory, os.W_OK)
    with tempfile.TemporaryDirectory(dir=memory if is_there else None) as folder:
        yield Path(folder)


def test_what_was_acknowledged_outlives_a_writer_that_is_killed(
    started: Tasks, quick: Path
) -> None:
    random = Random(1)
    acknowledged = begun = 0
    for file in range(-(-KILLS // ON_A_FILE)):
        place, after = str(quick / f"{file}.db"), 0
        for kill in range(ON_A_FILE):
            told = killed_at_random(started, place, f"k{kill}", random)
            with bt.open_log(place) as log:
                taken = held_of(told, f"k{kill}", log, after)
                after += taken
                assert log.position == after
                if kill == ON_A_FILE - 1:
                    assert log.verify() == ()
            acknowledged += sum(words[0] == "has" for words in told)
            begun += told[-1][0] == "tries"
        with closing(sqlite3.connect(place)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        Path(place).unlink()
    assert acknowledged > KILLS // 2, "hardly anything was written before a kill"
    assert begun > KILLS // 10, "hardly any writer was killed while it wrote"


def test_on_postgresql_too(started: Tasks) -> None:
    place, random, after = server().place(), Random(2), 0
    for kill in range(KILLS // 10):
        told = killed_at_random(started, place, f"k{kill}", random)
        told_to_the_end()
        with bt.open_log(place) as log:
            after += held_of(told, f"k{kill}", log, after)
            assert log.position == after
            assert log.verify() == ()
    assert after > KILLS // 10


def told_to_the_end() -> None:
    """Wait until the server has done with those who have gone: what they had sent, it does."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' "
        "AND pid <> pg_backend_pid()"
    )
    for _ in range(500):
        if server().ask(others) == [(0,)]:
            return
        time.sleep(0.01)
    raise AssertionError("a connection stays")


def test_a_server_that_is_killed_has_what_it_acknowledged_and_writers_go_on(
    started: Tasks,
) -> None:
    place, random, after = server().place(), Random(3), 0
    for kill in range(3):
        task = started.start(write, place, f"s{kill}")
        for _ in range(3):
            task.until("has")
        time.sleep(random.uniform(0, 0.02))
        server().stop()
        refused = " ".join(task.until("refused"))
        assert any(word in refused for word in ("gone", "shut down", "not answer")), refused
        server().start()
        task.until("has")
        told = task.kill()
        told_to_the_end()
        with bt.open_log(place) as log:
            after += held_of(told, f"s{kill}", log, after)
            assert log.verify() == ()


def test_a_writer_goes_on_after_its_connection_is_cut(started: Tasks) -> None:
    place = server().place()
    task = started.start(write, place, "cut")
    random = Random(4)
    others = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    for _ in range(5):
        task.until("has")
        time.sleep(random.uniform(0, 0.02))
        server().ask(others)
    told = task.kill()
    assert any(words[0] == "refused" for words in told)
    told_to_the_end()
    with bt.open_log(place) as log:
        held_of(told, "cut", log, 0)
        assert log.verify() == ()


def test_a_log_that_lost_its_connection_says_so_once_and_goes_on() -> None:
    with bt.open_log(server().place()) as log:
        log.append(note("a"))
        (pid,) = log._store._connection().execute("SELECT pg_backend_pid()").fetchone()  # type: ignore[attr-defined]
        server().ask(f"SELECT pg_terminate_backend({pid})")
        with pytest.raises(StoreError, match=r"a server that (shut down|has gone)"):
            log.append(note("b"))
        assert log.append(note("b")) == 2
        assert ids(log) == ["a", "b"]


# ---------------------------------------------------------------------------------------------
# Several at once


def test_every_acknowledged_record_of_several_writers_is_there_once_and_readers_see_a_prefix(
    started: Tasks, place: str
) -> None:
    names = ["a", "b", "c", "d"]
    running = [started.start(write, place, name, 12) for name in names]
    before: list[str] = []
    with bt.open_log(place) as log:
        while len(before) < 30:  # read while they are at work
            entries = log.read()
            now = [entry.record.id for entry in entries]
            assert [entry.position for entry in entries] == [*range(1, len(entries) + 1)]
            assert now[: len(before)] == before
            assert len(log.timeline().as_of("2009-01-01")) >= len(now)
            assert log.verify() == ()
            before = now
        told = {name: task.all() for name, task in zip(names, running, strict=True)}
        held = [entry.record for entry in log.read()]
        assert log.verify() == ()
        assert len({record.id for record in held}) == len(held)
        for name in names:
            assert told[name][-1] == ["ended"]
            wanted = [record for at in range(12) for record in batch(name, at)]
            assert [r for r in held if r.id.startswith(f"{name}-")] == wanted
            for word, *more in told[name]:
                if word == "has":
                    end = int(more[1])
                    appended = batch(name, int(more[0]))
                    assert held[end - len(appended) : end] == appended


def test_expect_lets_one_of_several_processes_through(started: Tasks, place: str) -> None:
    running = [started.start(race, place, name, 25) for name in ("a", "b", "c")]
    told = [words for task in running for words in task.all()]
    assert sum(words == ["ended"] for words in told) == 3
    through = sorted((int(words[1]), words[2]) for words in told if words[0] == "has")
    assert len(through) >= 25
    with bt.open_log(place) as log:
        assert [(entry.position, entry.record.id) for entry in log.read()] == through


def test_a_reader_does_not_wait_for_a_writer(started: Tasks, place: str) -> None:
    with bt.open_log(place) as log:
        log.append(note("a"))
        log.timeline()
        task = started.start(hold, place)
        task.until("begins")
        writing = threading.Thread(target=log.append, args=(note("b"),))
        writing.start()  # it waits for its turn, and keeps nobody of its own process from reading
        time.sleep(0.05)
        began = time.monotonic()
        assert ids(log) == ["a"]
        assert [event.id for event in log.timeline().as_of("2009-01-01")] == ["a"]
        assert (log.position, log.verify()) == (1, ())
        with bt.open_log(place) as other:
            assert ids(other) == ["a"]
        assert time.monotonic() - began < 5, "it waited for a writer"
        task.kill()  # and what it had begun is gone
        writing.join(60)
        assert ids(log) == ["a", "b"]


def test_a_consumer_that_is_killed_misses_nothing_and_gets_nothing_twice(
    started: Tasks, place: str
) -> None:
    writer = started.start(write, place, "w", 20)
    random = Random(5)
    for _ in range(6):
        task = started.start(consume, place, "ids")
        task.until("begins")
        time.sleep(random.uniform(0, 0.05))
        task.kill()
    assert writer.all()[-1] == ["ended"]
    with bt.open_log(place) as log:
        wanted, last = ids(log), log.position
        kept = log.recall("ids")  # on a busy machine, each may have been killed before it kept any
        assert kept is None or json.loads(kept.text) == wanted[: kept.position]
        log.append(note("one-more"))
        task = started.start(consume, place, "ids")
        while int(task.until("at")[1]) <= last:
            pass
        task.kill()
        kept = log.recall("ids")
        assert kept
        assert json.loads(kept.text) == [*wanted, "one-more"]


def test_a_process_that_was_forked_with_a_log_is_told_to_open_its_own(
    started: Tasks, place: str
) -> None:
    told = started.start(part, place).all()
    assert [words[0] for words in told] == ["pid", "refused", "ended"]
    assert "opened before the process was forked" in " ".join(told[1])
    with bt.open_log(place) as log:
        assert ids(log) == ["before", "parent"]


@pytest.mark.parametrize("again", ["open_log", "load_chronicle"])
def test_a_log_that_is_opened_twice_by_a_process_loses_nothing_to_another(
    again: str, started: Tasks, tmp_path: Path
) -> None:
    place = str(tmp_path / "log.db")
    with bt.open_log(place) as log:
        log.append(note("a"))
        if again == "open_log":
            bt.open_log(place).close()
        else:
            bt.load_chronicle(place, pair=("AA", "BB"))
        started.start(write, place, "w", 1).all()  # opens the log, and closes it at its end
        log.append(note("b"))
        assert ids(log)[-1] == "b"
        other = started.start(write, place, "v", 1).all()
        assert other[-1] == ["ended"]
        assert log.verify() == ()
    with bt.open_log(place) as log:
        appended = [[r.id for r in batch(name, 0)] for name in "wv"]
        assert ids(log) == ["a", *appended[0], "b", *appended[1]]


@pytest.mark.parametrize("interval", [1e-6, 5e-3])
@pytest.mark.parametrize("store", ["memory", "SQLite", "PostgreSQL"])
def test_threads_that_share_a_log_see_the_log_in_memory(
    store: str, interval: float, tmp_path: Path
) -> None:
    place = str(tmp_path / "log.db") if store == "SQLite" else ""
    place = server().place() if store == "PostgreSQL" else place
    log = StoredLog(MemoryStore()) if store == "memory" else bt.open_log(place)
    work = bt.Source(id="work", title="A work", author=["An author"])
    done, raised = threading.Event(), list[BaseException]()
    followed: list[str] = []

    def append(name: str) -> None:
        for at in range(ROUNDS):
            cited = [bt.Citation("work")] if at % 2 else []
            log.append(*(citing(note(f"{name}-{at}-{n}"), cited) for n in range(at % 3 + 1)))
            log.correct(f"{name}-{at}-0", title=f"{at}")
            if at == ROUNDS // 2 and name == "a":
                StoredLog(log._store, [work])

    def ask() -> None:
        before = 0
        while not done.is_set():
            timeline = log.timeline()
            now = len(timeline.as_of("2009-01-01"))
            assert now >= before, "a timeline goes back"
            before = now
            time.sleep(0.002)

    def read() -> None:
        while not done.is_set():
            positions = [entry.position for entry in log.stream()]
            assert positions == [*range(1, len(positions) + 1)], "no prefix"
            time.sleep(0.002)

    def follow() -> None:
        for entry in log.follow(stop=done):
            followed.append(entry.record.id)

    def run(act: Any, *given: str) -> None:
        try:
            act(*given)
        except BaseException as error:
            raised.append(error)

    switching = sys.getswitchinterval()
    sys.setswitchinterval(interval)
    try:
        writers = [threading.Thread(target=run, args=(append, name)) for name in "abc"]
        others = [threading.Thread(target=run, args=(act,)) for act in (ask, ask, read, follow)]
        for thread in writers + others:
            thread.start()
        for thread in writers:
            thread.join(60)
        late = time.monotonic() + 20
        while len(followed) < log.position and time.monotonic() < late:
            time.sleep(0.01)
        done.set()
        for thread in others:
            thread.join(60)
        assert not any(thread.is_alive() for thread in writers + others), "a thread waits"
    finally:
        done.set()
        sys.setswitchinterval(switching)
    assert raised == []
    with log:
        entries = log.read()
        memory = bt.EventLog([work])
        memory.append(*(entry.record for entry in entries))
        assert followed == [entry.record.id for entry in entries]
        assert len(entries) == 3 * (ROUNDS + sum(at % 3 + 1 for at in range(ROUNDS)))
        assert log.verify() == ()
        log._check()
        for at in (None, 10, len(entries) // 2):
            told = log.timeline(at=at).as_of("2009-01-01")
            asked = memory.timeline(at=at).as_of("2009-01-01")
            assert told == asked
            speakers = {citation.speakers for event in told for citation in event.sources}
            assert speakers <= {("An author",)}


def citing(event: bt.Event, cited: list[bt.Citation]) -> bt.Event:
    return attrs.evolve(event, sources=cited)


# ---------------------------------------------------------------------------------------------
# Places that fail


def a_log(place: Path, records: int = 60) -> str:
    """A log in a file, closed: its head."""
    with bt.open_log(place, [bt.Source(id="work", title="A work")]) as log:
        for at in range(0, records, 20):
            log.append(*(note(f"r-{at + n}", 100) for n in range(20)))
        log.correct("r-3", title="Corrected")
        log.keep("reader", 3, "text")
        return log.head


def refused(place: object, **given: Any) -> str:
    """With which words a place is refused."""
    with pytest.raises(StoreError) as caught:
        bt.open_log(place, **given)  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    assert problem.expected
    return problem.found


def others(place: Path) -> sqlite3.Connection:
    made = sqlite3.connect(place)
    made.execute("CREATE TABLE notes (text)")
    return made


NOT_OURS = {
    "text": b"Not a log.\n",
    "one character": b"S",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "JSON Lines": b'{"id": "a"}\n' * 500,
    "half a header": b"SQLite format 3\0" + b"\x10",
}


@pytest.mark.parametrize("data", NOT_OURS.values(), ids=NOT_OURS)
def test_a_file_that_is_no_log_is_refused_and_untouched(data: bytes, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(data)
    assert refused(place) == "a file that is no log"
    assert place.read_bytes() == data
    assert [*tmp_path.iterdir()] == [place]


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_an_sqlite_file_of_something_else_is_refused_and_untouched(
    mode: str, tmp_path: Path
) -> None:
    place = tmp_path / "notes.db"
    with others(place) as made:
        made.execute(f"PRAGMA journal_mode = {mode}")
    made.close()
    data = place.read_bytes()
    assert refused(place) == "an SQLite file of something else"
    assert place.read_bytes() == data
    assert [*tmp_path.iterdir()] == [place]


def test_nor_is_one_touched_on_which_somebody_is_at_work(tmp_path: Path) -> None:
    place = tmp_path / "notes.db"
    made = others(place)
    made.execute("PRAGMA journal_mode = WAL")
    made.execute("INSERT INTO notes VALUES ('kept')")
    made.commit()
    data = {path: path.read_bytes() for path in tmp_path.iterdir() if path.suffix != ".db-shm"}
    assert refused(place) == "an SQLite file of something else"
    for path, before in data.items():
        assert path.read_bytes() == before
    made.close()


def test_a_log_of_a_newer_version_is_refused_and_untouched(tmp_path: Path) -> None:
    place = tmp_path / "log.db"
    a_log(place)
    with sqlite3.connect(place) as made:
        made.execute("PRAGMA user_version = 7")
    made.close()
    data = place.read_bytes()
    assert refused(place) == "a log of version 7"
    assert place.read_bytes() == data


def test_what_is_not_there_is_not_made_where_that_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.db", create=False) == "no such log"
    assert refused(tmp_path) == "a folder"
    assert refused(tmp_path / "no" / "log.db") == "a file that cannot be opened"
    assert [*tmp_path.iterdir()] == []


def same_or_told(place: Path, head: str, wanted: list[str]) -> str:
    """How a file that was spoilt is told of; content that is not as it was is never silent."""
    try:
        with bt.open_log(place) as log:
            found = [to_text(entry.record) for entry in log.read()]
            log.timeline().as_of("2009-01-01")
            if log.verify(head):
                return "verify"
            assert found == wanted, "other content, of which nothing is told"
            return "the same"
    except StoreError as error:
        return error.problems[0].found


def spoilt(tmp_path: Path) -> tuple[Path, bytes, str, list[str]]:
    place = tmp_path / "log.db"
    head = a_log(place)
    with bt.open_log(place) as log:
        wanted = [to_text(entry.record) for entry in log.read()]
    return tmp_path / "spoilt.db", place.read_bytes(), head, wanted


def lay(place: Path, data: bytes, wal: bytes = b"") -> None:
    for end in ("", "-wal", "-shm"):
        place.with_name(place.name + end).unlink(missing_ok=True)
    place.write_bytes(data)
    if wal:
        place.with_name(place.name + "-wal").write_bytes(wal)


def test_a_file_that_was_cut_off_is_told_of(tmp_path: Path) -> None:
    place, data, head, wanted = spoilt(tmp_path)
    random = Random(6)
    lengths = [0, 1, 100, 4096, len(data) - 1, *random.sample(range(len(data)), 40)]
    for length in lengths:
        lay(place, data[:length])
        assert same_or_told(place, head, wanted) != "the same", f"cut off after {length:,} bytes"
    lay(place, data)
    assert same_or_told(place, head, wanted) == "the same"


def test_a_file_with_its_write_ahead_log_cut_off_is_told_of(tmp_path: Path) -> None:
    source = tmp_path / "log.db"
    head = a_log(source, 20)
    with bt.open_log(source) as log:
        log.append(*(note(f"more-{n}", 1_000) for n in range(30)))
        log.append(note("last"))
        head, wanted = log.head, [to_text(entry.record) for entry in log.read()]
        data, wal = source.read_bytes(), source.with_name("log.db-wal").read_bytes()
    place, random = tmp_path / "spoilt.db", Random(7)
    lay(place, data, wal)
    assert same_or_told(place, head, wanted) == "the same"
    for length in (0, 1, *random.sample(range(len(wal) - 24), 20)):
        lay(place, data, wal[:length])
        assert same_or_told(place, head, wanted) == "verify", f"cut off after {length:,} bytes"
        lay(place, data[: random.randrange(len(data))], wal[:length])
        assert same_or_told(place, head, wanted) != "the same"


def test_bytes_that_were_spoilt_are_told_of_or_are_of_no_content(tmp_path: Path) -> None:
    place, data, head, wanted = spoilt(tmp_path)
    random, told = Random(8), set[str]()
    for _ in range(15_000 if IS_DEEP else 250):
        changed = bytearray(data)
        begin = random.randrange(len(data))
        for at in range(begin, min(begin + random.choice((1, 1, 2, 200)), len(data))):
            changed[at] = random.randrange(256)
        lay(place, bytes(changed))
        told.add(same_or_told(place, head, wanted))
    assert {"the same", "verify"} < told


ALONE = """
import os, resource, signal, sys
import bilateral_timeline as bt
import bilateral_timeline.stores.sqlite
from bilateral_timeline.errors import StoreError
def note(id, size=10):
    return bt.Retraction(id=id, revision=1, known="2001-01-01", reason="x" * size)
def attempt(act):
    try:
        print(act())
    except StoreError as error:
        print(error.problems[0].found)
place, load = sys.argv[1], bt.load_chronicle
"""


def alone(place: Path, script: str) -> list[str]:
    """What a process of its own prints."""
    command = [sys.executable, "-c", ALONE + textwrap.dedent(script), str(place)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


FILL = """
log = bt.open_log(place)
for at in range(10_000):
    try:
        log.append(*(note(f"r-{at}-{n}", 500) for n in range(20)))
    except StoreError as error:
        print(at * 20, error.problems[0].found)
        break
attempt(lambda: log.append(note("no-room", 1_000_000)))
print(log.position, log.verify(), len(log.read()))
"""


def test_a_file_that_may_not_grow_is_told_of_and_nothing_is_half_there(tmp_path: Path) -> None:
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))"
    told = alone(tmp_path / "log.db", limit + FILL)
    taken = int(told[0].split()[0])
    assert taken > 100
    assert told[0] == f"{taken} a disk that fails"
    assert told[1:] == ["a disk that fails", f"{taken} () {taken}"]
    with bt.open_log(tmp_path / "log.db") as log:  # there is room again
        assert log.position == taken
        assert log.append(note("room")) == taken + 1
        assert log.verify() == ()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(place)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a disk that is full is shown on a small tmpfs, which root alone can mount")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_disk_that_is_full_is_told_of_and_the_log_goes_on_once_there_is_room(
    small_disk: Path,
) -> None:
    told = alone(small_disk / "log.db", FILL)
    taken = int(told[0].split()[0])
    assert taken > 100
    assert told[0] == f"{taken} a disk that is full"
    assert told[1:] == ["a disk that is full", f"{taken} () {taken}"]
    subprocess.run(["mount", "-o", "remount,size=4m", small_disk], check=True)
    with bt.open_log(small_disk / "log.db") as log:
        assert log.append(note("room")) == taken + 1
        assert log.verify() == ()


NOBODY = """
if os.geteuid() == 0:  # root may write wherever it likes
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may read, and its owner alone write to."""
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_a_log_that_may_only_be_read_is_read_and_not_written(folder: Path) -> None:
    place = folder / "log.db"
    head = a_log(place)
    data = place.read_bytes()
    place.chmod(0o444)
    script = f"""
    log = bt.open_log(place)
    print(log.position, log.head == {head!r}, len(log.read()), log.verify())
    attempt(lambda: log.append(note("a")))
    attempt(lambda: log.keep("reader", 4, "", after=3))
    """
    folder.chmod(0o777)
    told = alone(place, NOBODY + textwrap.dedent(script))
    assert told == ["61 True 61 ()", "a log that may only be read", "a log that may only be read"]
    assert place.read_bytes() == data


def test_reading_a_log_lays_nothing_beside_it(folder: Path) -> None:
    place = folder / "log.db"
    a_log(place)
    data = place.read_bytes()
    reading = [
        "print(len(bt.open_log(place).read()))",  # and is never closed
        "log = bt.open_log(place); stream = log.stream(); next(stream); log.close()",
        "print(load(place, pair=('AA', 'BB')).coverage is None)",
    ]
    folder.chmod(0o777)
    for script in reading:
        alone(place, script)
        assert [*folder.iterdir()] == [place]
    place.chmod(0o444)
    for script in reading:
        alone(place, NOBODY + script)
        assert [*folder.iterdir()] == [place]
    assert place.read_bytes() == data


def test_a_log_in_a_folder_that_may_only_be_read_is_read_and_not_written(folder: Path) -> None:
    place = folder / "log.db"
    head = a_log(place)
    data = place.read_bytes()
    script = f"""
    log = bt.open_log(place)
    print(log.position, log.head == {head!r}, len(log.read()), log.verify(), log.recall("reader"))
    attempt(lambda: log.append(note("a")))
    attempt(lambda: log.keep("reader", 4, "", after=3))
    attempt(lambda: bt.open_log(os.path.dirname(place) + "/new.db"))
    """
    assert alone(place, NOBODY + textwrap.dedent(script)) == [
        "61 True 61 () Kept(position=3, text='text')",
        "a log that may only be read",
        "a log that may only be read",
        "a file that cannot be opened",
    ]
    place.chmod(0)
    cannot = ["a file that cannot be opened"]
    assert alone(place, NOBODY + "attempt(lambda: bt.open_log(place))") == cannot
    assert place.read_bytes() == data
    assert [*folder.iterdir()] == [place]


def test_what_was_not_yet_taken_into_a_file_that_may_only_be_read_is_never_passed_over(
    folder: Path, tmp_path: Path
) -> None:
    source = tmp_path / "log.db"
    a_log(source)
    place = folder / "log.db"
    with bt.open_log(source) as log:
        log.append(note("late"))
        lay(place, source.read_bytes(), source.with_name("log.db-wal").read_bytes())
    script = NOBODY + "attempt(lambda: bt.open_log(place).position)"
    found = "a log in a folder that may only be read, on which somebody is or was at work"
    assert alone(place, script) == [found]
    folder.chmod(0o777)
    place.chmod(0o666)
    place.with_name("log.db-wal").chmod(0o666)
    assert alone(place, script) == ["62"]


def test_one_who_may_only_read_sees_what_others_write_meanwhile(folder: Path) -> None:
    place = folder / "log.db"
    a_log(place, 2_000)
    script = """
    log = bt.open_log(place)
    reading = log.stream()
    next(reading)
    print(log.position, flush=True)
    sys.stdin.readline()
    print(log.position, len(log.read()), log.verify(), flush=True)
    attempt(lambda: len([*reading]))
    """
    command = [sys.executable, "-c", ALONE + NOBODY + textwrap.dedent(script), str(place)]
    reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert reader.stdin
    assert reader.stdout
    assert reader.stdout.readline() == "2001\n"
    with bt.open_log(place) as log:
        log.append(*(note(f"more-{n}", 2_000) for n in range(1_000)))
    told, _ = reader.communicate("go on\n", timeout=60)
    assert told.splitlines() == ["3001 3001 ()", "a log that was written to meanwhile"]


# ---------------------------------------------------------------------------------------------
# PostgreSQL that refuses


def test_each_way_in_which_postgresql_refuses_has_its_own_words(tmp_path: Path) -> None:
    postgres = server()
    guarded = postgres.address(user="guarded:wrong")
    with pytest.raises(StoreError) as caught:
        bt.open_log(guarded)
    assert caught.value.problems[0].found == "a wrong name or password"
    assert "wrong@" not in str(caught.value)
    assert refused(postgres.address(user="nobody-here")) == "a wrong name or password"
    assert refused(postgres.address(database="nowhere")) == "no such database"
    assert refused(f"postgresql:///x?host={tmp_path}") == "a server that does not answer"
    assert refused(postgres.place(), create=False) == "no such log"
    right = postgres.place("forbidden").replace("postgres@", "guarded:right@")
    assert refused(right) == "no schema that this role may use"
    postgres.ask("GRANT USAGE ON SCHEMA forbidden TO guarded")
    assert refused(right) == "no permission"
    assert refused(postgres.address("no_such_schema")) == "no schema that this role may use"
    read_only = postgres.place().replace(
        "options=", "options=-cdefault_transaction_read_only%3Don%20"
    )
    assert refused(read_only) == "a server that may only be read"


def test_a_table_of_others_and_a_newer_log_are_refused_and_untouched() -> None:
    postgres = server()
    place = postgres.place("of_others")
    postgres.ask("CREATE TABLE of_others.log_lines (text text)")
    assert refused(place) == "a table log_lines of something else"
    newer = postgres.place("newer")
    with bt.open_log(newer) as log:
        log.append(note("a"))
    postgres.ask("COMMENT ON TABLE newer.log_lines IS 'bilateral_timeline, version 7'")
    assert refused(newer) == "a log of version 7"
    assert postgres.ask("SELECT count(*) FROM newer.log_lines") == [(1,)]


def test_one_who_may_only_read_reads_and_is_told_that_he_may_not_write() -> None:
    postgres = server()
    place = postgres.place("readable")
    with bt.open_log(place) as log:
        log.append(note("a"))
    postgres.ask("GRANT USAGE ON SCHEMA readable TO guarded")
    postgres.ask("GRANT SELECT ON ALL TABLES IN SCHEMA readable TO guarded")
    with bt.open_log(place.replace("postgres@", "guarded:right@")) as log:
        assert ids(log) == ["a"]
        with pytest.raises(StoreError, match="no permission"):
            log.append(note("b"))
        assert ids(log) == ["a"]


def test_a_password_is_in_no_pickle_and_is_looked_for_where_passwords_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PGPASSWORD", "PGPASSFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    postgres = server()
    place = postgres.place("pickled")
    with bt.open_log(place) as log:
        log.append(note("a"))
    postgres.ask("GRANT USAGE ON SCHEMA pickled TO guarded")
    postgres.ask("GRANT SELECT ON ALL TABLES IN SCHEMA pickled TO guarded")
    for guarded in ("guarded:right@", "guarded@"):
        address = place.replace("postgres@", guarded)
        address += "&password=right" if "right" not in guarded else ""
        with bt.open_log(address) as log:
            data = pickle.dumps(log)
            assert "right" not in repr(log)
        assert b"right" not in data
        with pytest.raises(StoreError) as caught:
            pickle.loads(data)
        (problem,) = caught.value.problems
        assert problem.found == "no password"
        assert "PGPASSWORD" in problem.advice
        assert "a log that is pickled" in problem.advice
        with monkeypatch.context() as given:
            given.setenv("PGPASSWORD", "right")
            with pickle.loads(data) as log:
                assert ids(log) == ["a"]
        with monkeypatch.context() as given:
            (tmp_path / "passwords").write_text("*:*:*:guarded:right\n")
            (tmp_path / "passwords").chmod(0o600)
            given.setenv("PGPASSFILE", str(tmp_path / "passwords"))
            with pickle.loads(data) as log:
                assert ids(log) == ["a"]


def test_a_log_that_was_pickled_is_opened_where_it_was_and_never_made_anew(place: str) -> None:
    with bt.open_log(place) as log:
        log.append(note("a"))
        data = pickle.dumps(log)
    with pickle.loads(data) as log:
        assert ids(log) == ["a"]
    if place.startswith("postgresql:"):
        schema = place.rpartition("%3D")[2]
        server().ask(f"DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}")
    else:
        Path(place).unlink()
    with pytest.raises(StoreError, match="no such log"):
        pickle.loads(data)


def test_a_server_that_goes_away_is_told_of_and_read_again_once_it_is_back() -> None:
    postgres = server()
    with bt.open_log(postgres.place()) as log:
        log.append(*(note(f"r-{n}") for n in range(5)))
        reading = log.stream()
        next(reading)
        postgres.stop()
        try:
            with pytest.raises(StoreError, match="a server that"):
                log.append(note("b"))
            with pytest.raises(StoreError, match="a server that does not answer"):
                log.read()
        finally:
            postgres.start()
        assert len(log.read()) == 5
        assert log.append(note("b")) == 6
