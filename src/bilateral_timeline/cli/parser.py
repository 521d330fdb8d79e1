"""The parser: the verbs and their options, as they are typed."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from ..errors import cut, near, shown
from ..files.chronicle import packaged
from ..relations.relationship import FACETS
from . import curating, exporting, importing, keeping, panels
from .printing import print_answer

_NAME = "bilateral-timeline"
_EPILOG = """\
A day is 2024-05-19; a month (2024-05) or a year (2024) means its last day.

Events of kinds that are not known here are in no state: how many there are is told with each
answer, and on standard error with --json.

It ends with 0 if all went well, 1 if `check` found what needs a look or `verify` a line that does
not hold, 2 if input was refused or `check` found it wrong, 3 if the answer could not be
written or a disk is full, and 130 after Ctrl-C.
"""


class _Parser(argparse.ArgumentParser):
    """A parser that refuses in a line what cannot be typed."""

    def error(self, message: str) -> NoReturn:
        """Say why, where more is told, and end with 2."""
        told = cut(" ".join(message.split()), 400)
        self.exit(2, f"{_NAME}: {told}; `{self.prog} --help` tells what can be typed\n")

    def print_help(self, file: Any = None) -> None:
        """Print the help as an answer, which may be refused as any other."""
        print_answer(self.format_help().rstrip())


def _facet(typed: str) -> str:
    """A facet by its name, or as a page heads it: THIRD PARTIES."""
    name = typed.lower().replace(" ", "_").replace("-", "_")
    if name not in FACETS:
        alike = ", ".join(near(name, FACETS)) or f"none; there are {', '.join(FACETS)}"
        raise argparse.ArgumentTypeError(
            f"found {shown(typed)}; expected a facet; near it: {alike}"
        )
    return name


class _Version(argparse.Action):
    """The version, which is looked up only where it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        """Print it, and end."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            told = version(_NAME)
        except PackageNotFoundError:  # run from its source
            told = "of an unknown version: it is not installed"
        print_answer(f"{_NAME} {told}")
        parser.exit()


class _Completion(argparse.Action):
    """The script by which a shell completes verbs, options and facets."""

    def __call__(self, parser: argparse.ArgumentParser, _: Any, shell: Any, *__: Any) -> None:
        """Print it, and end."""
        try:
            from shtab import complete
        except ImportError:
            parser.error("completion needs shtab: pip install 'bilateral-timeline[completion]'")
        print_answer(complete(parser, shell=shell).rstrip())
        parser.exit()


def _number(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{cut(text, 60)!r} is no number from 1 up")
    return int(text)


def make_parser() -> argparse.ArgumentParser:
    """The parser of the command line; `verb` is the name of the verb that was typed."""
    parser = _Parser(
        prog=_NAME,
        description="The state of a relationship as of any day, known by any other day.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    parser.add_argument(
        "--completion",
        action=_Completion,
        choices=("bash", "zsh", "tcsh"),
        help="print what makes a shell complete; in bash: "
        'eval "$(bilateral-timeline --completion bash)"',
    )
    verbs = parser.add_subparsers(title="verbs", required=True, dest="verb", metavar="VERB")
    names = list(packaged())
    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print JSON")
    shared.add_argument(
        "--from",
        dest="chronicle",
        metavar="FOLDER|FILE",
        help="a folder of records, a file of JSON Lines, a log (an SQLite file, or "
        "postgresql://...), or a packaged chronicle, of which the first is the default: "
        f"{', '.join(names)}",
    )
    shared.add_argument(
        "--at",
        default="",
        metavar="HASH",
        help="all as it was when this was the head of the log or of the sealed folder; its first "
        "letters will do",
    )
    shared.add_argument(
        "--pair",
        nargs=2,
        metavar=("AA", "BB"),
        help="the two parties, by their codes; default: those that the folder names, or that were "
        "copied with it, or that most events share",
    )
    asked = _Parser(add_help=False, parents=[shared])
    asked.add_argument(
        "--possible",
        dest="mode",
        action="store_const",
        const="possible",
        default="certain",
        help="count what may have happened by then, not only what must have",
    )
    known = _Parser(add_help=False, parents=[asked])
    known.add_argument(
        "--known-by",
        metavar="DAY",
        help="count only what was public by that day; 'then' means the day asked about",
    )

    as_of = verbs.add_parser("as-of", parents=[known], help="the state on a day")
    as_of.add_argument("day", nargs="?", metavar="DAY", help="default: today")
    opened = as_of.add_mutually_exclusive_group()
    opened.add_argument(
        "--facet",
        action="append",
        type=_facet,
        choices=list(FACETS),
        help="only this facet, in full (repeatable)",
    )
    opened.add_argument(
        "--entry", metavar="PATH", help="only this entry, in full: commitments.su-35"
    )

    overdue = verbs.add_parser(
        "overdue", parents=[known], help="all that is late on a day: starts as well as ends"
    )
    overdue.add_argument("day", nargs="?", metavar="DAY", help="default: today")

    events = verbs.add_parser("events", parents=[known], help="the events themselves, in order")
    events.add_argument("--after", metavar="DAY", help="only those after this day")
    events.add_argument("--until", metavar="DAY", help="only those until the end of this day")
    events.add_argument(
        "--during",
        metavar="DATE",
        help="only those that go on at some time in it, such as 2022-22, also from before",
    )
    events.add_argument("--kind", help="only those of a kind, such as agreement-stage")
    events.add_argument(
        "--party",
        action="append",
        default=[],
        help="only those in which it takes part (repeatable)",
    )

    some = events.add_mutually_exclusive_group()
    some.add_argument("--first", type=_number, metavar="N", help="only the first so many of them")
    some.add_argument("--last", type=_number, metavar="N", help="only the last so many of them")

    told = _Parser(add_help=False)
    told.add_argument(
        "--facet",
        action="append",
        type=_facet,
        choices=list(FACETS),
        help="only what is of this facet (repeatable)",
    )
    which = told.add_mutually_exclusive_group()
    which.add_argument(
        "--statements", action="store_true", help="what was said and judged, in place of done"
    )
    which.add_argument(
        "--all", action="store_true", help="every event, and every value down to the claims"
    )

    changes = verbs.add_parser(
        "changes",
        parents=[known, told],
        help="what changed between two days, but for what changes by waiting",
    )
    changes.add_argument(
        "v1", metavar="DAY1", help="from the day after it; alone, a year or a month as a whole"
    )
    changes.add_argument("v2", nargs="?", metavar="DAY2", help="and until the end of this day")

    learned = verbs.add_parser(
        "learned", parents=[asked, told], help="what became known of a day between two other days"
    )
    learned.add_argument("k1", metavar="KNOWN1", help="what became public after this day")
    until = "and until the end of this day; left out: in all of KNOWN1, a year, a month or a day"
    learned.add_argument("k2", nargs="?", metavar="KNOWN2", help=until)
    learned.add_argument("--as-of", dest="day", metavar="DAY", help="of which day; default: today")

    explain = verbs.add_parser("explain", parents=[known], help="why a value is what it is")
    explain.add_argument("path", metavar="PATH", help="such as commitments.su-35.delivered")
    explain.add_argument("day", nargs="?", metavar="DAY", help="default: today")

    find = verbs.add_parser(
        "find", parents=[shared], help="the events, entries and works that hold some words"
    )
    find.add_argument("words", nargs="+", metavar="WORD", help="all must be there, in any case")
    find.add_argument("--known-by", metavar="DAY", help="only in what was public by that day")

    what_if = verbs.add_parser(
        "what-if", parents=[known, told], help="the state without some events"
    )
    what_if.add_argument("day", nargs="?", metavar="DAY", help="default: today")
    what_if.add_argument(
        "--without", action="append", required=True, metavar="ID", help="an event (repeatable)"
    )

    curating.add_to(verbs, shared)
    keeping.add_to(verbs)
    importing.add_to(verbs)
    exporting.add_to(verbs, shared)
    panels.add_to(verbs, known)
    return parser
