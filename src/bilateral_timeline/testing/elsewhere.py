"""Other processes that fold the same events: with another seed of hashes, at another time.

Two processes stand ready. Texts have other hashes in each, so that sets of them have another
order; their clocks tell a day before all that is drawn, and one after it; and they stand in time
zones that are 26 hours apart.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from typing import Any

import cloudpickle

from ..errors import InputError, Problem
from ..projections.projection import Moment, Projection
from ..records.events import Event
from ..records.kinds import kind_of
from . import worker
from .violations import reason

_ZONES = ("Etc/GMT+12", "Pacific/Kiritimati")
_CLOCKS = ("1999-05-17T12:00Z", "2099-10-29T12:00Z")
_SEEDS = (244, 255)
"""Under which a set of two texts stands in opposite orders: of those words that are drawn most."""
_LOCK = Lock()


class FoldError(Exception):
    """What a fold raised in another process."""


def folded_elsewhere(
    projection: Projection[Any],
    events: list[Event],
    moment: Moment,
) -> list[Any]:
    """What other processes fold of some events, and show at a moment.

    What cannot be sent there is an `InputError`; what the fold raises there, a `FoldError`.
    """
    try:
        held = {made.name: made for event in events if (made := kind_of(event.what)) is not None}
        local = [made for made in held.values() if not _is_importable(made.body)]
        data = cloudpickle.dumps((local, projection, events, moment))
    except Exception as error:
        advice = "let it hold no open file, lock or connection, or leave this law out"
        expected = "a projection that can be pickled"
        raise InputError(Problem("projection", reason(error), expected, advice)) from error
    try:
        with _LOCK:
            for other in _workers():
                other.ask(data)
            answers = [other.answer() for other in _workers()]
    except BaseException as error:
        _end()  # an answer may be on its way: others are begun for the next question
        if isinstance(error, OSError):
            raise FoldError("an end of the other process") from error
        raise
    return [_state_of(answer) for answer in answers]


def _is_importable(cls: type) -> bool:
    """Whether another process finds a class by its name."""
    found: Any = sys.modules.get(cls.__module__) if cls.__module__ != "__main__" else None
    for name in cls.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is cls


class _Worker:
    """A process that folds what it is sent."""

    def __init__(self, seed: int, zone: str, clock: str) -> None:
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "TZ": zone}
        environment["PYTHONPATH"] = os.pathsep.join(path or os.getcwd() for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", worker.__file__, clock],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        atexit.register(self.end)

    def end(self) -> None:
        """End it, and let go of its pipes."""
        self._process.kill()
        with suppress(OSError), self._process:  # waits for it
            pass

    def ask(self, data: bytes) -> None:
        assert self._process.stdin is not None, "it is a pipe"
        worker.send(self._process.stdin, data)

    def answer(self) -> bytes:
        assert self._process.stdout is not None, "it is a pipe"
        data = worker.received(self._process.stdout)
        if data is None:
            raise BrokenPipeError("the other process has ended")
        return data


@lru_cache(maxsize=1)
def _workers() -> tuple[_Worker, ...]:
    return tuple(map(_Worker, _SEEDS, _ZONES, _CLOCKS))


def _end() -> None:
    for other in _workers():
        other.end()
    _workers.cache_clear()


def _state_of(data: bytes) -> Any:
    state, raised = pickle.loads(data)
    if raised.startswith("ModuleNotFoundError"):
        advice = "let pytest import tests by path, or leave this law out"
        expected = "a projection of a module that another process can import"
        raise InputError(Problem("projection", raised, expected, advice))
    if raised:
        raise FoldError(raised)
    return state
