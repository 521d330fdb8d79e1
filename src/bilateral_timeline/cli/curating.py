"""The verbs of curators: what is wrong with a chronicle, and what a new one begins with."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from shlex import quote
from typing import Any

from ..errors import ChronicleError, InputError, Problem
from ..files.begun import begin_chronicle
from ..files.checked import Checked, check_chronicle
from ..files.chronicle import packaged
from ..files.disk import as_path
from ..files.skeleton import skeleton, write_skeleton
from ..files.vocabulary import kinds
from .printing import print_answer, say

_NEXT = """\
{folder} is a new chronicle of {one} and {other}. What to do next:
1. replace every ??? in chronicle.toml and names.toml;
2. add the works that you cite to sources.json, as CSL-JSON;
3. bilateral-timeline new KIND --into {typed} --id ID --when DATE, and fill in what it wrote;
4. bilateral-timeline check {typed}
An editor that has {folder} open completes the records, if it reads .taplo.toml."""


def add_to(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add these verbs to those of a parser."""
    check = verbs.add_parser(
        "check", parents=[shared], help="what is wrong with a chronicle, or needs a look"
    )
    check.add_argument("folder", nargs="?", metavar="FOLDER", help="the same as --from FOLDER")

    new = verbs.add_parser("new", help="a record to fill in, or the folder of a new chronicle")
    new.add_argument("kind", nargs="?", metavar="KIND", help="such as meeting-held")
    new.add_argument("--id", default="", help="the id of the record")
    new.add_argument("--when", default="", metavar="DATE", help="its date in EDTF")
    new.add_argument(
        "--into",
        metavar="FOLDER",
        help="write it to its place in a chronicle, by --id and --when, instead of printing it",
    )
    new.add_argument(
        "--chronicle",
        nargs=3,
        metavar=("FOLDER", "AA", "BB"),
        help="begin a chronicle of two parties, by their codes, in a new folder",
    )


def chosen(named: str | None) -> str:
    """Which chronicle: the one that was named, else the first that is packaged."""
    return next(iter(packaged()), "") if named is None else named


def _check(options: argparse.Namespace) -> int:
    folder, from_ = options.folder, options.chronicle
    if folder is not None and from_ is not None and folder != from_:
        raise InputError(Problem("check", f"{folder} and --from {from_}", "one of the two"))
    pair = None if options.pair is None else (options.pair[0], options.pair[1])
    name = chosen(from_ if folder is None else folder)
    try:
        found = check_chronicle(name, pair=pair, at=options.at)
    except ChronicleError as error:  # a curator wants them all
        found = Checked(error.problems, is_refused=True)
        if not options.json:
            say("\n".join(map(str, found.problems)))
            return 2
    none = "no problems" if folder or from_ else f"no problems in {name}"
    told = "\n".join(map(str, found.problems)) or none
    print_answer([plain_problem(problem) for problem in found.problems] if options.json else told)
    return 2 if found.is_refused else int(bool(found.problems))


def plain_problem(problem: Problem) -> dict[str, Any]:
    """A problem as plain data."""
    place = {"where": problem.where, "file": problem.file, "line": problem.line}
    place["field"] = problem.path
    words = {"found": problem.found, "expected": problem.expected, "advice": problem.advice}
    return place | words


def _new(options: argparse.Namespace) -> int:
    if options.chronicle is not None:
        return _new_chronicle(options)
    if options.kind is None:
        print_answer(
            "\n".join(["The kinds of which a record can be:", *(made.name for made in kinds())])
        )
        return 0
    if options.into is None:
        print_answer(skeleton(options.kind, options.id, options.when).rstrip("\n"))
        return 0
    for name in ("id", "when"):
        if not getattr(options, name):
            raise InputError(Problem("new", f"--into without --{name}", "both", "a file needs it"))
    folder = as_path(options.into, "the folder of a chronicle")
    path = write_skeleton(folder, options.kind, options.id, options.when)
    typed = quote(str(folder))
    print_answer(f"{path}\nreplace every ??? in it, then: bilateral-timeline check {typed}")
    return 0


def _new_chronicle(options: argparse.Namespace) -> int:
    if any((options.kind, options.into, options.id, options.when)):
        raise InputError(Problem("new", "--chronicle and a record", "one of the two"))
    named, one, other = options.chronicle
    folder = as_path(named, "the folder of a new chronicle")
    begin_chronicle(folder, (one, other))
    print_answer(_NEXT.format(folder=folder, typed=quote(str(folder)), one=one, other=other))
    return 0


CURATING: Mapping[str, Callable[[argparse.Namespace], int]] = {"check": _check, "new": _new}
"""The verbs that read no timeline, by name."""
