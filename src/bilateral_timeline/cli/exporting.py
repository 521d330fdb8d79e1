"""The verb `export`: events in a format of others, or as a table in a Parquet file."""

from __future__ import annotations

import argparse
import errno
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .. import exchange
from ..errors import InputError, Problem
from ..exchange.formats.writing import BASE, FORMATS, OF_LOGS
from ..files.chronicle import load_events, opened_log
from ..records.codec import plain as plain_data
from ..views.page import Line
from ..views.page import plain as plain_lines
from ..views.words import number_of
from .curating import chosen
from .printing import is_open, print_answer, print_page, say
from .progress import Begin, progress
from .typed import one_of

_BYTES = ("datasette", "parquet")


def add_to(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add this verb to those of a parser."""
    help_ = "write events for the tools of others, and say what a format cannot"
    parser = verbs.add_parser("export", parents=[shared], help=help_)
    parser.add_argument(
        "format",
        metavar="FORMAT",
        type=one_of(FORMATS, "a format"),
        choices=tuple(FORMATS),
        help="; ".join(f"{name}: {told}" for name, told in FORMATS.items()),
    )
    parser.add_argument(
        "file", metavar="FILE", help="the file, which is replaced whole; - is standard output"
    )
    parser.add_argument("--after", metavar="DAY", help="only events after this day")
    parser.add_argument("--until", metavar="DAY", help="only events until the end of this day")
    parser.add_argument(
        "--known-by",
        metavar="DAY",
        help="as was public by that day; 'then' means the last day of --until",
    )
    parser.add_argument(
        "--records",
        action="store_true",
        help="all records, with corrections and retractions, in place of what is believed: "
        f"{', '.join(OF_LOGS)}",
    )
    parser.add_argument(
        "--base", metavar="IRI", default=BASE, help="what ids are put behind to make them IRIs"
    )


def _export(options: argparse.Namespace) -> int:
    _check_export(options)
    if options.file != "-":
        with progress() as begin:
            done = _written(options, options.file, begin)
        if options.json:
            print_answer(plain_data(done))
        else:
            print_page(_told_written(done))
        return 0
    with TemporaryDirectory() as folder:
        path = Path(folder, "written")
        with progress() as begin:
            done = _written(options, path, begin)
        if not is_open(sys.stdout):
            raise OSError(errno.EBADF, "standard output is closed")
        sys.stdout.flush()
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
    width = shutil.get_terminal_size((100, 24)).columns
    lines = plain_lines(_told_written(done), width)
    say(json.dumps(plain_data(done), ensure_ascii=False) if options.json else lines, name="")
    return 0


def _check_export(options: argparse.Namespace) -> None:
    """Refuse what does not go together."""
    if options.file == "-" and options.format in _BYTES:
        found = f"- for {options.format}, which is no text"
        raise InputError(Problem("export: FILE", found, "the path of a file"))
    if not options.records:
        return
    if options.format not in OF_LOGS:
        expected = f"one of {', '.join(OF_LOGS)}, which hold them"
        raise InputError(Problem("export: --records", options.format, expected))
    for name in ("after", "until"):
        if getattr(options, name) is not None:
            advice = "--known-by leaves out what became known later"
            raise InputError(Problem("export", f"--records and --{name}", "one of the two", advice))


def _written(options: argparse.Namespace, path: str | Path, begin: Begin) -> exchange.Written:
    """Write what is asked for, and say what was written."""
    begin("reading")
    chronicle = chosen(options.chronicle)
    asked = {"after": options.after, "until": options.until, "known_by": options.known_by}
    if options.records:
        with opened_log(chronicle, at=options.at) as log:
            begin("writing")
            more = {"known_by": options.known_by, "base": options.base}
            return exchange.write(options.format, log, path, **more)
    pair = None if options.pair is None else (options.pair[0], options.pair[1])
    timeline = load_events(chronicle, pair=pair, at=options.at)
    begin("writing")
    return exchange.write(options.format, timeline, path, base=options.base, **asked)


def _told_written(done: exchange.Written) -> Iterator[Line]:
    """What was written, left out and said less."""
    told = f"{number_of(done.events, 'event')}, {number_of(done.works, 'work')}"
    yield Line(told, done.format)
    for name, counts in (("Left out", done.left_out), ("Not said, or less", done.said_less)):
        if counts:
            yield Line(", ".join(f"{what} ({n:,})" for what, n in counts.items()), name)


EXPORTING: Mapping[str, Callable[[argparse.Namespace], int]] = {"export": _export}
"""This verb, by name."""
