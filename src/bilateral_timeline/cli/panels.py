"""The verb of those who count: a panel of a pair, or of the acts of all pairs, as CSV."""

from __future__ import annotations

import argparse
import csv
import errno
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import attrs

from ..arguments import Period
from ..coding.codes import SCALES
from ..dates.when import to_day
from ..errors import DateError, InputError, Problem
from ..files.chronicle import load_chronicle, opened_log
from ..records.codec import plain
from ..views.panels import pair_panel
from ..views.words import number_of
from .curating import chosen
from .printing import is_open, print_answer, say
from .progress import progress
from .typed import one_of


def add_to(verbs: Any, known: argparse.ArgumentParser) -> None:
    """Add this verb to those of a parser."""
    help_ = "a row for each period, as CSV for statistics: of the pair, or of acts of all pairs"
    parser = verbs.add_parser("panel", parents=[known], help=help_)
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH[=VALUE]",
        help="a value at the end of each period, such as commitments.su-35.status; with =VALUE, "
        "1 if that held at the end of any day of the period, and 0 if on none; empty where it is "
        "not known",
    )
    parser.add_argument(
        "--every",
        type=one_of(get_args(Period), "a period"),
        choices=get_args(Period),
        default="month",
        help="how long a period is, by default a month",
    )
    parser.add_argument("--after", metavar="DAY", help="periods that end after this day")
    parser.add_argument("--until", metavar="DAY", help="and by this day")
    parser.add_argument(
        "--acts",
        action="store_true",
        help="in place of paths: the acts of coded events, such as those of ICEWS, of every pair "
        "in the log; their number, the sum of their scores, and both by quarter",
    )
    parser.add_argument(
        "--undirected", action="store_true", help="of acts: whoever of the two acts"
    )
    parser.add_argument(
        "--scale",
        type=one_of(SCALES, "a scale"),
        choices=tuple(SCALES),
        help="of acts: whose scores, by default goldstein",
    )
    parser.add_argument(
        "--covered",
        nargs=2,
        metavar=("FIRST", "LAST"),
        help="of acts: the days of which the log tells all; default: from its first act to its "
        "last; outside, and of a period in part outside, numbers are empty",
    )


def _panel(options: argparse.Namespace) -> int:
    if wrong := [*_mistyped(options)]:
        raise InputError(*wrong)
    return (_of_acts if options.acts else _of_pair)(options)


def _mistyped(options: argparse.Namespace) -> Iterable[Problem]:
    """What does not go together."""
    if options.acts and options.paths:
        yield Problem("panel", "--acts and a PATH", "one of the two")
    if not options.acts:
        if not options.paths:
            advice = "`as-of --json` prints the paths of a state"
            yield Problem("panel", "no PATH", "a PATH or more, or --acts", advice)
        for name in ("undirected", "scale", "covered"):
            if getattr(options, name):
                yield Problem("panel", f"--{name} without --acts", "both, or neither")


def _of_pair(options: argparse.Namespace) -> int:
    asked = _asked(options)
    with progress() as begin:
        begin("reading")
        pair = None if options.pair is None else (options.pair[0], options.pair[1])
        timeline = load_chronicle(chosen(options.chronicle), pair=pair, at=options.at)
        begin("panel")
        try:
            found = pair_panel(timeline, options.paths, **asked)
        except DateError as error:
            covered = timeline.coverage.from_, timeline.coverage.through
            raise DateError(*(_of_coverage(p, options, covered) for p in error.problems)) from None
    for note in found.notes:
        say(note, name="")
    return _print(found.columns, found.rows, options.json)


def _of_acts(options: argparse.Namespace) -> int:
    from ..frames import acts

    with progress() as begin:
        begin("reading")
        with opened_log(chosen(options.chronicle), at=options.at) as log:
            found = acts(log, scale=options.scale or "goldstein", parties=options.pair or ())
        begin("panel")
        covered = None if options.covered is None else (options.covered[0], options.covered[1])
        try:
            told = found.panel(covered=covered, directed=not options.undirected, **_asked(options))
        except DateError as error:
            raise DateError(*(_advised(one, options) for one in error.problems)) from None
    for why, number in sorted(found.left_out.items()):
        say(f"left out: {number_of(number, 'record')} {why}", name="")
    if found.unscored:
        say(
            f"{number_of(found.unscored, 'record')} of acts without a score of {found.scale}",
            name="",
        )
    if covered is None and found.covered is not None:
        first, last = found.covered
        end = max(told["last"].to_pylist(), default=last)
        if end < last and options.until is None:
            say(f"the acts after {end} are in no row: no {options.every} ends by {last}", name="")
        advice = "--covered FIRST LAST says of which days the log tells all"
        say(f"covered: {first} to {last}, from the first act to the last; {advice}", name="")
    if options.known_by not in (None, "then"):
        by = to_day(options.known_by)
        if any(end > by for end in told["last"].to_pylist()):
            say(f"numbers of periods that end after {by} are empty: all is as known by it", name="")
    rows = zip(*(column.to_pylist() for column in told.columns), strict=True)
    return _print(told.column_names, rows, options.json)


def _advised(problem: Problem, options: argparse.Namespace) -> Problem:
    """A problem with days that nobody gave, with how to give them."""
    if problem.where != "panel: days" or options.after is not None or options.until is not None:
        return problem
    advice = "--covered FIRST LAST says of which days the log tells all; a shorter --every may do"
    return attrs.evolve(problem, advice=advice)


def _of_coverage(problem: Problem, options: argparse.Namespace, covered: Any) -> Problem:
    """A problem with two days of which one was given, with which the coverage gave."""
    if problem.where != "days" or (options.after is None) == (options.until is None):
        return problem
    given, missing = ("after", "until") if options.until is None else ("until", "after")
    told = f"{covered[0]} to {covered[1]}, which the log covers"
    found = f"--{given} {getattr(options, given)}"
    return Problem(f"panel: {given}", found, f"a day of {told}", f"or give --{missing} too")


def _asked(options: argparse.Namespace) -> dict[str, Any]:
    names = ("every", "after", "until", "known_by", "mode")
    return {name: getattr(options, name) for name in names}


def _print(columns: Sequence[str], rows: Iterable[Sequence[Any]], is_json: bool) -> int:
    """Print a table as CSV, or as a list of objects."""
    if is_json:
        print_answer([dict(zip(columns, map(_plain, row), strict=True)) for row in rows])
        return 0
    if not is_open(sys.stdout):
        raise OSError(errno.EBADF, "standard output is closed")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(_cells, rows))
    return 0


def _cells(row: Sequence[Any]) -> list[str]:
    return ["" if value is None else _said(value) for value in row]


def _said(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(_plain(value))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else plain(value)


PANELS: Mapping[str, Callable[[argparse.Namespace], int]] = {"panel": _panel}
"""This verb, by name."""
