"""One run: parse, load, ask, print; and the code with which it ends."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

from ..errors import ChronicleError, InputError, Problem, TimelineError
from ..files.chronicle import load_chronicle, packaged
from .parser import make_parser
from .printing import discard, is_open, say
from .verbs import VERBS


def _chosen(options: argparse.Namespace) -> str:
    """Which chronicle: the one that was named, else the first that is packaged."""
    folder, from_ = getattr(options, "folder", None), options.chronicle
    if folder is not None and from_ is not None and folder != from_:
        raise InputError(Problem("check", f"{folder} and --from {from_}", "one of the two"))
    named: str | None = from_ if folder is None else folder
    return next(iter(packaged()), "") if named is None else named


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one verb: 0 if it went well, 1 if `check` found something, 2 if input was refused.

    3 if the answer could not be written, as on a full disk. A reader that goes before the end,
    such as `head`, has seen enough: that is 0.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that has not all letters
    options: argparse.Namespace | None = None
    try:
        try:
            options = make_parser().parse_args(arguments)
            pair = None if options.pair is None else (options.pair[0], options.pair[1])
            options.chronicle = _chosen(options)
            return VERBS[options.verb](load_chronicle(options.chronicle, pair=pair), options)
        finally:
            if is_open(sys.stdout):
                sys.stdout.flush()
    except TimelineError as error:
        is_check = options is not None and options.verb == "check"
        if is_check and isinstance(error, ChronicleError):  # a curator wants them all
            say("\n".join(map(str, error.problems)))
        else:
            say(str(error))
        return 2
    except BrokenPipeError:
        discard()
        return 0
    except OSError as error:  # the library's own are told as such above
        discard()
        say(f"the answer could not be written: {error.strerror or error}")
        return 3
