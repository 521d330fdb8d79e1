"""Printing: answers on standard output, and what else is to be said on standard error."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TextIO

from ..views.page import Line, aired, draw

_WIDTH = 100
"""How wide lines are where nobody says: in a pipe, or a file."""


def print_answer(answer: Any) -> None:
    """Print a text, or plain data as JSON, which is valid whatever letters the terminal has."""
    if not is_open(sys.stdout):
        raise OSError(errno.EBADF, "standard output is closed")
    print(answer if isinstance(answer, str) else _json(answer))


def print_page(lines: Iterable[Line]) -> None:
    """Print lines: on a terminal as wide as it is, in colour and with air, else the words plain.

    What is longer than the screen is paged by `PAGER`, or by `less`.
    """
    from rich.console import Console

    class Kept(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to the run, which knows with which code it ends."""
            raise BrokenPipeError(errno.EPIPE, "whoever reads it has gone")

    if not is_open(sys.stdout):
        raise OSError(errno.EBADF, "standard output is closed")
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDTH
    console = Kept(file=sys.stdout, width=width, highlight=False, emoji=False, markup=False)
    lines = aired(lines) if console.is_terminal else lines
    if not (console.is_terminal and sys.stdin.isatty()):
        draw(lines, console)
        return
    with console.capture() as held:
        draw(lines, console)
    if held.get().count("\n") < console.height:
        sys.stdout.write(held.get())
    else:
        _page(held.get())


def _page(text: str) -> None:
    """Let `PAGER`, or `less`, show a text: with its colours, and left on the screen."""
    from pydoc import pager

    asked = {"LESS": os.environ.get("LESS", "-RX"), "MANPAGER": os.environ.get("PAGER", "less")}
    before = {name: os.environ.get(name) for name in asked}
    os.environ.update(asked)  # MANPAGER is what the pager of Python asks for first
    try:
        pager(text)
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _json(answer: Any) -> str:
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(answer, indent=2)
    return text


def say(message: str, name: str = "bilateral-timeline: ") -> None:
    """Say something beside the answer."""
    if is_open(sys.stderr):
        with suppress(OSError):  # whoever reads it has gone
            print(f"{name}{message}", file=sys.stderr, flush=True)


def is_open(stream: TextIO | None) -> bool:
    """Whether a stream can be written to: a process may be started without one."""
    return stream is not None and not stream.closed


def discard() -> None:
    """Let what is still to be written go nowhere, so that the end of the process is quiet."""
    with suppress(OSError, ValueError, AttributeError):  # no file stands behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
