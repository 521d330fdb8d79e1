"""Other processes that fold the same events: with another seed of hashes, on another date.

Two processes stand ready. Texts have other hashes in each, so that sets of them have another
order, and the time zones are 26 hours apart, so that it is never the same date in both.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from functools import lru_cache
from threading import Lock
from typing import IO, Any

import cloudpickle

from ..errors import InputError, Problem
from ..projections.projection import Projection
from ..records.events import Event
from ..records.kinds import adopt, kind_of, made_of
from .violations import reason

_ZONES = ("Etc/GMT+12", "Pacific/Kiritimati")
_LOCK = Lock()


class FoldError(Exception):
    """What a fold raised in another process."""


def folded_elsewhere(projection: Projection[Any], events: list[Event]) -> list[Any]:
    """The states that other processes fold of some events.

    What cannot be sent there is an `InputError`; what the fold raises there, a `FoldError`.
    """
    try:
        held = {made.name: made for event in events if (made := kind_of(event.what)) is not None}
        local = [made for made in held.values() if not _is_importable(made.body)]
        data = cloudpickle.dumps((local, projection, events))
    except Exception as error:
        advice = "let it hold no open file, lock or connection, or leave this law out"
        expected = "a projection that can be pickled"
        raise InputError(Problem("projection", reason(error), expected, advice)) from error
    with _LOCK:
        workers = _workers()
        for worker in workers:
            worker.ask(data)
        answers = [worker.answer() for worker in workers]
    for answer in answers:
        if isinstance(answer, FoldError):
            raise answer
    return answers


def _is_importable(cls: type) -> bool:
    """Whether another process finds a class by its name."""
    found: Any = sys.modules.get(cls.__module__) if cls.__module__ != "__main__" else None
    for name in cls.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is cls


class _Worker:
    """A process that folds what it is sent."""

    def __init__(self, seed: int, zone: str) -> None:
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "TZ": zone}
        environment["PYTHONPATH"] = os.pathsep.join(path or os.getcwd() for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", f"from {__name__} import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        atexit.register(self.end)

    def end(self) -> None:
        """End it, and let go of its pipes."""
        with self._process:  # waits for it
            self._process.kill()

    def ask(self, data: bytes) -> None:
        assert self._process.stdin is not None, "it is a pipe"
        _send(self._process.stdin, data)

    def answer(self) -> Any:
        assert self._process.stdout is not None, "it is a pipe"
        data = _received(self._process.stdout)
        if data is None:
            _workers.cache_clear()  # others are begun for the next question
            raise FoldError("the other process has ended")
        return pickle.loads(data)


@lru_cache(maxsize=1)
def _workers() -> tuple[_Worker, ...]:
    return tuple(_Worker(seed, zone) for seed, zone in enumerate(_ZONES, 1))


def serve() -> None:
    """Fold what comes in, until nothing does."""
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a fold prints is no answer
    while (data := _received(given)) is not None:
        try:
            kinds, projection, events = pickle.loads(data)
            for kind in kinds:
                if made_of(kind.body) is None:
                    adopt(kind)
            state = projection.show(projection.fold(events))
            told = cloudpickle.dumps(state)
        except Exception as error:
            told = cloudpickle.dumps(FoldError(reason(error)))
        _send(answers, told)


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def _received(stream: IO[bytes]) -> bytes | None:
    size = stream.read(8)
    return stream.read(int.from_bytes(size, "big")) if len(size) == 8 else None
