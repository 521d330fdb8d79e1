"""Processes at work on a log: `At` starts them and kills them, this file is what they run.

One process imports the library, and forks another for each task: that is a new process within
milliseconds, which has opened nothing yet. What a task tells comes as lines; the last says how it
ended.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Any

import bilateral_timeline as bt
from bilateral_timeline.errors import PositionError, StoreError

# -- in a process of its own -----------------------------------------------------------------------


def tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def note(id: str, size: int = 10) -> bt.Event:
    body = bt.UnknownBody("note", 1, json.dumps({"told": "x" * size}))
    return bt.Event(id=id, when="2001", known="2001-12-31", what=body)


def batch(name: str, at: int) -> list[bt.Event]:
    """A batch of a writer, of random size; the same one every time."""
    random = Random(f"{name} {at}")
    size = random.choice((1, 1, 2, 5, 30))
    return [note(f"{name}-{at}-{n}", random.choice((10, 10, 3_000))) for n in range(size)]


def write(where: str, name: str, batches: int = 1_000_000) -> None:
    """Append batch after batch; what is refused is tried again: it may be there."""
    tell("begins")
    log = bt.open_log(where)
    for at in range(batches):
        records = batch(name, at)
        tell("tries", at)
        while True:
            try:
                position = log.append(*records)
                break
            except StoreError as error:
                tell("refused", error)
                time.sleep(0.02)
        tell("has", at, position)
    log.close()


def race(where: str, name: str, rounds: int) -> None:
    """Append where nobody else has appended since the log was looked at."""
    log = bt.open_log(where)
    tell("begins")
    for at in range(rounds):
        before = log.position
        try:
            tell("has", log.append(note(f"{name}-{at}"), expect=before), f"{name}-{at}", before)
        except PositionError:
            tell("late", before)


def hold(where: str) -> None:
    """Keep a turn without end."""
    log = bt.open_log(where)
    with log._exclusively():
        log.append(*batch("held", 0))
        tell("begins")
        time.sleep(600)


def consume(where: str, name: str) -> None:
    """Keep the ids of all records up to date, beside the position of the last."""
    bt.relationship  # noqa: B018 - its kinds are loaded before the first record is read
    log = bt.open_log(where)
    kept = log.recall(name)
    position, ids = (kept.position, json.loads(kept.text)) if kept else (0, [])
    tell("begins", position)
    for entry in log.follow(position):
        ids.append(entry.record.id)
        log.keep(name, entry.position, json.dumps(ids), after=position)
        position = entry.position
        tell("at", position)


def part(where: str) -> None:
    """Fork with a log that is open; then both append."""
    log = bt.open_log(where)
    log.append(note("before"))
    if pid := os.fork():
        os.waitpid(pid, 0)
        log.append(note("parent"))
        return
    try:
        log.append(note("child"))
    except StoreError as error:
        tell("refused", error)
    log.close()
    os._exit(0)


TASKS: dict[str, Callable[..., None]] = {
    task.__name__: task for task in (write, race, hold, consume, part)
}


def main() -> None:
    """Do each task that a line asks for in a process of its own."""
    from bilateral_timeline.stores import sqlite  # noqa: F401

    with suppress(ImportError):
        from bilateral_timeline.stores import postgres  # noqa: F401
    tell("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        for pid in asked["ended"]:
            os.waitpid(pid, 0)  # until then its number is no other's
        out = os.open(asked["out"], os.O_WRONLY)
        if os.fork():
            os.close(out)
            continue
        os.dup2(out, 1)
        signal.alarm(100)  # whoever waits for what it tells waits no longer
        try:
            tell("pid", os.getpid())
            TASKS[asked["task"]](*asked["given"])
            tell("ended")
        except BaseException as error:
            tell("failed", type(error).__name__, " ".join(str(error).split()))
        finally:
            os._exit(0)


# -- in the process of the tests -------------------------------------------------------------------


class Task:
    """What a process tells, and its end."""

    def __init__(self, out: str) -> None:
        self._lines = os.fdopen(os.open(out, os.O_RDONLY))
        os.unlink(out)
        self.told: list[list[str]] = []
        self.pid = int(self.until("pid")[1])

    @property
    def has_ended(self) -> bool:
        return self._lines.closed

    def until(self, word: str) -> list[str]:
        """What it tells next with a word."""
        for line in self._lines:
            self.told.append(line.split())
            if self.told[-1][0] == word:
                return self.told[-1]
        raise AssertionError(f"it ended before {word!r}: {self.told[-3:]}")

    def all(self) -> list[list[str]]:
        """All that it told, once it has ended."""
        self.told += [line.split() for line in self._lines if line.endswith("\n")]
        self._lines.close()
        return self.told

    def kill(self) -> list[list[str]]:
        """Kill it at once: all that it told."""
        os.kill(self.pid, signal.SIGKILL)
        return self.all()


class Tasks:
    """Starts processes."""

    def __init__(self, folder: str) -> None:
        self._folder, self._count = folder, 0
        self._running: list[Task] = []
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n", "no process can be started"

    def start(self, task: Callable[..., None], *given: Any) -> Task:
        assert self._process.stdin
        self._count += 1
        out = f"{self._folder}/out-{self._count}"
        os.mkfifo(out)
        ended = [one.pid for one in self._running if one.has_ended]
        self._running = [one for one in self._running if not one.has_ended]
        told = {"task": task.__name__, "given": given, "out": out, "ended": ended}
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        started = Task(out)
        self._running.append(started)
        return started

    def end(self) -> None:
        for task in self._running:
            if not task.has_ended:
                task.kill()
        assert self._process.stdin
        self._process.communicate(timeout=20)


@contextmanager
def tasks(folder: object) -> Iterator[Tasks]:
    """Processes that have ended at the end."""
    made = Tasks(str(folder))
    try:
        yield made
    finally:
        made.end()


if __name__ == "__main__":
    main()
