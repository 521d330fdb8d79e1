"""One run: parse, load, ask, print; and the code with which it ends."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from ..errors import TimelineError
from ..files.chronicle import load_chronicle
from .curating import CURATING, chosen
from .endings import code_of
from .exporting import EXPORTING
from .importing import IMPORTING
from .keeping import KEEPING
from .panels import PANELS
from .parser import make_parser
from .printing import discard, is_open, say
from .verbs import VERBS

_ALONE = {**CURATING, **KEEPING, **IMPORTING, **EXPORTING, **PANELS}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one verb: 0 if it went well, 1 if something needs a look, 2 if input was refused.

    3 if the answer could not be written, or a disk is full. A reader that goes before the end,
    such as `head`, has seen enough: that is 0.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that has not all letters
    try:
        try:
            options = make_parser().parse_args(arguments)
            if alone := _ALONE.get(options.verb):
                return alone(options)
            pair = None if options.pair is None else (options.pair[0], options.pair[1])
            chronicle = chosen(options.chronicle)
            return VERBS[options.verb](load_chronicle(chronicle, pair=pair, at=options.at), options)
        finally:
            if is_open(sys.stdout):
                sys.stdout.flush()
    except TimelineError as error:
        say(str(error))
        return code_of(error)
    except BrokenPipeError:
        discard()
        return 0
    except OSError as error:  # the library's own are told as such above
        discard()
        say(f"the answer could not be written: {error.strerror or error}")
        return 3
