"""A connection for each thread."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar


class Closing(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Close it."""


C = TypeVar("C", bound=Closing)


class Connections(Generic[C]):
    """One for each thread that asks; those of threads that have ended are closed."""

    def __init__(self, connect: Callable[[], C], is_lost: Callable[[C], bool]) -> None:
        self._connect, self._is_lost = connect, is_lost
        self._process = os.getpid()
        self._changing = threading.Lock()
        self._open: dict[threading.Thread, C] = {}

    @property
    def are_of_parent(self) -> bool:
        """Whether this process was forked from the one to which they belong."""
        return self._process != os.getpid()

    def own(self) -> C:
        """The connection of this thread; a new one where it has none, or has lost it."""
        thread = threading.current_thread()
        held = self._open.get(thread)
        if held is None or self._is_lost(held):
            held = self._connect()
            with self._changing:
                ended = [one for one in self._open if not one.is_alive()]
                left = [self._open.pop(one) for one in ended]
                self._open[thread] = held
            for one in left:
                one.close()
        return held

    def close(self) -> None:
        """Close all of them, unless they are another process's."""
        if self.are_of_parent:
            return
        with self._changing:
            held, self._open = self._open, {}
        for one in held.values():
            one.close()
