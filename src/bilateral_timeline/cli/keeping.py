"""The verbs of those who keep a log: whether it holds, moving it, sealing a folder."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import InputError, Problem
from ..files.chronicle import find_place
from ..files.copied import copy_log, write_without
from ..files.disk import as_path
from ..files.sealed import seal_folder
from ..files.verified import verify
from ..views.words import number_of
from .curating import plain_problem
from .printing import print_answer
from .progress import progress


def add_to(verbs: Any) -> None:
    """Add these verbs to those of a parser."""
    holds = verbs.add_parser("verify", help="whether a log or a sealed folder is as its hashes say")
    holds.add_argument("place", metavar="PLACE", help=_PLACE)
    holds.add_argument(
        "--head", default="", metavar="HASH", help="the hash that it is to end with, whole"
    )
    holds.add_argument("--json", action="store_true", help="print JSON")

    help_ = "copy a log or a chronicle from one form into another"
    copy = verbs.add_parser("copy", help=help_)
    copy.add_argument("source", metavar="FROM", help=_PLACE)
    copy.add_argument(
        "target",
        metavar="TO",
        help="a new folder, a new file that ends in .jsonl, or a log, which takes in what it does "
        "not hold yet: a file that ends in .db, or postgresql://...",
    )
    copy.add_argument(
        "--without",
        action="append",
        metavar="ID",
        help="leave out all records of an id (repeatable), and say in the new log how many, by "
        "whom and why",
    )
    copy.add_argument("--by", default="", help="whose decision it is to leave them out")
    copy.add_argument("--reason", default="", help="why")

    seal = verbs.add_parser("seal", help="seal what is new in the folder of a chronicle")
    seal.add_argument("folder", metavar="FOLDER", help="whose sealed.jsonl is begun or goes on")


_PLACE = "a folder, a file of JSON Lines, an SQLite file, postgresql://..., or a packaged chronicle"


def _verify(options: argparse.Namespace) -> int:
    found = verify(options.place, options.head)
    if options.json:
        told = {"head": found.head, "lines": found.lines}
        print_answer(told | {"problems": [plain_problem(p) for p in found.problems]})
    elif found.problems:
        print_answer("\n".join(map(str, found.problems)))
    elif found.has_hashes or options.head:
        print_answer(f"{found.head}\nholds: {number_of(found.lines, 'line')}")
    else:
        aside = "JSON Lines keep no hashes: --head compares with one that was noted down"
        print_answer(f"{found.head}\n{number_of(found.lines, 'line')}; {aside}")
    return int(bool(found.problems))


def _copy(options: argparse.Namespace) -> int:
    source, target = options.source, options.target
    with progress() as begin:
        told = begin("lines")
        if options.without:
            asked = {"by": options.by, "reason": options.reason, "told": told}
            done = write_without(source, target, options.without, **asked)
        elif options.by or options.reason:
            raise InputError(Problem("copy", "--by or --reason alone", "--without too"))
        else:
            done = copy_log(source, target, told=told)
    print_answer(f"{done.head}\n{number_of(done.new, 'new line')} in {find_place(target)}")
    return 0


def _seal(options: argparse.Namespace) -> int:
    done = seal_folder(as_path(options.folder, "the folder of a chronicle"))
    new = f"{done.new:,} of them new" if done.new else "none of them new"
    print_answer(f"{done.head}\n{number_of(done.lines, 'line')} sealed, {new}")
    return 0


KEEPING: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "verify": _verify,
    "copy": _copy,
    "seal": _seal,
}
"""These verbs, by name."""
