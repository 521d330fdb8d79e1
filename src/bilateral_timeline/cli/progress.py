"""Progress: a bar on a terminal that shows how far long work is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..files.copied import Told
from .printing import is_open

if TYPE_CHECKING:
    from rich.console import RenderableType

_PATIENCE = 1.0  # seconds after which a bar shows how far it is

Begin = Callable[[str], Told | None]
"""Begin a stretch of work, such as "lines": what comes back is told how far it is."""


@contextmanager
def progress() -> Iterator[Begin]:
    """A bar on standard error while something is done, if that is a terminal; in a pipe, none.

    It comes after a second and goes at the end; each stretch of the work is named as it begins.
    Where nobody knows how much there is, it moves from side to side.
    """
    if not is_open(sys.stderr) or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    begun = time.monotonic()

    class Patient(Progress):
        def get_renderables(self) -> Iterable[RenderableType]:
            """What is shown: nothing of what is soon done."""
            is_long = time.monotonic() - begun > _PATIENCE
            return super().get_renderables() if is_long else ()

    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[at]}")
    with Patient(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, at="")

        def begin(what: str) -> Told:
            bar.update(task, description=what, completed=0, total=None, at="", refresh=True)

            def told(done: int, of: int) -> None:
                at = f"{done / of:.0%}" if of else f"{done:,}"
                bar.update(task, description=what, completed=done, total=of or None, at=at)

            return told

        yield begin
