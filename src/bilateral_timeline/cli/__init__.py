"""The command line: the library's verbs. It parses, calls and prints."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and give the code with which the process ends; Ctrl-C ends it with 130."""
    try:
        from .run import run  # which takes a while, in which one may think better of it

        return run(arguments)
    except KeyboardInterrupt:
        return 130
