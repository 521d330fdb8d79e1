"""The verb `import`: a data set or a table of others, into a log."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from .. import exchange
from ..dates.when import When
from ..errors import ChronicleError, InputError, Problem, near
from ..exchange.named import MODULES
from ..files.chronicle import find_place
from ..files.copied import Told
from ..files.filled import filling
from ..records.events import Event, Record, Source
from ..records.kinds import find_kind, kinds
from ..views.page import Line
from ..views.words import number_of
from .curating import plain_problem
from .endings import code_of
from .printing import print_answer, print_page, say
from .progress import Begin, progress
from .typed import one_of

SETS = (*sorted(MODULES), "csv", "timelinejs")
"""What can be imported."""
_MOST = 20  # reasons, or problems, that are printed
_EARLY = 100  # a year before it is perhaps one of which two digits were written


def add_to(verbs: Any) -> None:
    """Add this verb to those of a parser."""
    help_ = "take the events of a data set, or of a table, into a log"
    parser = verbs.add_parser("import", help=help_)
    parser.add_argument(
        "set",
        metavar="SET",
        type=one_of(SETS, "a data set"),
        choices=SETS,
        help=f"a data set ({', '.join(sorted(MODULES))}), csv for rows as `export csv` writes "
        "them, or timelinejs for its sheet or JSON",
    )
    parser.add_argument("file", metavar="FILE", help="the file; it may be packed, as .gz or .zip")
    parser.add_argument(
        "--into",
        required=True,
        metavar="LOG",
        help="a log, which takes in what is new, and of a data set what is changed and gone; "
        "of csv and timelinejs a changed entry is a conflict, and nothing is taken: a file that "
        "ends in .db, or postgresql://...; or a new file that ends in .jsonl",
    )
    parser.add_argument(
        "--version", metavar="V", help="what its publisher calls this edition of a data set"
    )
    parser.add_argument(
        "--known",
        metavar="DAY",
        help="when the edition came out; of timelinejs, from when its entries count as public",
    )
    parser.add_argument(
        "--parties",
        nargs="+",
        metavar="AA",
        help="only rows that all of them are in, by their codes, or any of them where a data set "
        "has one state a row; of timelinejs, who takes part in all",
    )
    parser.add_argument("--member", metavar="NAME", help="which file of a .zip")
    parser.add_argument(
        "--beside",
        metavar="FILE",
        help="the second file of a data set that has two, as cow-mid; of csv, the works that are "
        "cited, as `export csl` writes them",
    )
    parser.add_argument(
        "--during",
        metavar="DATE",
        help="of which period the file is, such as 2014 or ../2023, where files are parts of a "
        "data set: only there is an event gone that it does not tell",
    )
    parser.add_argument("--encoding", metavar="E", help="of its text; default: UTF-8")
    parser.add_argument(
        "--lenient",
        action="store_true",
        help="pass over rows that cannot be read, and say so; then no event counts as gone",
    )
    parser.add_argument("--title", help="of timelinejs: what the timeline is called as a work")
    parser.add_argument("--json", action="store_true", help="print JSON")


_OF_SETS = ("version", "known", "parties", "member", "beside", "during", "encoding", "lenient")
_TAKES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(MODULES, _OF_SETS),
    "csv": ("beside", "encoding"),
    "timelinejs": ("title", "known", "parties", "encoding"),
}
_NEEDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(MODULES, ("version", "known")),
    "timelinejs": ("title", "known"),
}


def _import(options: argparse.Namespace) -> int:
    if wrong := [*_mistyped(options)]:
        raise InputError(*wrong)
    try:
        with progress() as begin:
            taken = _taken(options, begin)
    except ChronicleError as error:  # whoever mends a file wants them all
        say("\n".join(map(str, error.problems)))
        return code_of(error)
    done, work = taken.done, taken.work
    if options.json:
        told = {name: getattr(done, name) for name in _COUNTS}
        told |= {"skipped": dict(done.skipped), "kept": done.kept, "left": [*done.left]}
        told |= {"gone": [*done.gone], "withheld": [*done.withheld]}
        told |= {"work": work and work.id, "problems": [*map(plain_problem, done.problems)]}
        told |= {"works_by_id_alone": taken.by_id_alone, "unknown_kinds": [*taken.unknown]}
        told |= {"early": [*taken.early], "countries": [*taken.countries]}
        print_answer(told)
    else:
        print_page(_told_of(taken, options.into))
    return 0


_COUNTS = ("position", "rows", "added", "corrected", "retracted", "unchanged")


def _mistyped(options: argparse.Namespace) -> Iterator[Problem]:
    """What a set needs and was not given, and what was given and it does not take."""
    where = f"import {options.set}"
    for name in _NEEDS.get(options.set, ()):
        if getattr(options, name) is None:
            needed = " and ".join(f"--{one}" for one in _NEEDS[options.set])
            yield Problem(where, f"no --{name}", needed, "`import --help` tells what they are")
    takes = _TAKES[options.set]
    for name in ("title", *_OF_SETS):
        if name not in takes and getattr(options, name):
            told = ", ".join(f"--{one}" for one in takes)
            advice = "each row says it itself" if options.set == "csv" else ""
            yield Problem(where, f"--{name}", told, advice)


class _Taken(NamedTuple):
    """What an import changed, and what of it to look at."""

    done: exchange.Update
    work: Source | None = None
    by_id_alone: int = 0
    """How many works are but their ids."""
    unknown: tuple[str, ...] = ()
    """The kinds of events that nothing here knows."""
    countries: tuple[str, ...] = ()
    """The parties that are names of countries, with their codes."""
    early: tuple[str, ...] = ()
    """The slides of the first century, with their dates."""


def _once_begun(begin: Begin, what: str) -> Told:
    """A stretch of work that begins when it is first told how far it is."""
    once = cache(begin)

    def told(done: int, of: int) -> None:
        if goes_on := once(what):
            goes_on(done, of)

    return told


def _taken(options: argparse.Namespace, begin: Begin) -> _Taken:
    """Take a file into a log."""
    from ..exchange.editions import take_all
    from ..exchange.formats.slides import timeline_work

    told, encoding = begin("reading rows"), options.encoding or "utf-8"
    if options.set in MODULES:
        given = {name: getattr(options, name) for name in _OF_SETS}
        asked = {name: value for name, value in given.items() if value is not None}
        work = exchange.work(options.set, version=options.version, known=options.known)
        with filling(options.into, [work], told=_once_begun(begin, "writing records")) as log:
            done = exchange.update(log, options.set, options.file, told=told, **asked)
            return _Taken(done, work)
    if options.set == "csv":
        records = exchange.read_csv(options.file, encoding=encoding)
        works = exchange.read_csl(options.beside) if options.beside else ()
        with filling(options.into, works) as log:
            done = take_all(log, records, works)
            cited = {citation.source for record in records for citation in record.sources}
            by_id_alone = len(cited.difference((w.id for w in works), log._works))
            named = dict.fromkeys(one.kind for one in records if isinstance(one, Event))
            unknown = tuple(kind for kind in named if find_kind(kind) is None)
            return _Taken(done, None, by_id_alone, unknown, countries=_countries_in(records))
    work = timeline_work(options.title, options.known)
    parties = options.parties or ()
    slides = exchange.read_timelinejs(options.file, source=work, parties=parties, encoding=encoding)
    early = tuple(f"{one.title}, {one.when}" for one in slides.events if _is_early(one.when))
    with filling(options.into, [work]) as log:
        done = take_all(log, slides.events, [work], slides.left_out)
        return _Taken(done, work, early=early)


def _countries_in(records: Iterable[Record]) -> tuple[str, ...]:
    """The parties of some records that are called as countries are, with their codes."""
    from ..exchange.countries import countries_called

    events = (record for record in records if isinstance(record, Event))
    parties = dict.fromkeys(party for event in events for party in event.parties)
    told = ((party, countries_called(party)) for party in parties)
    return tuple(f"{party}: {codes[0]}" for party, codes in told if codes and party not in codes)


def _is_early(when: When) -> bool:
    """Whether a date may be short of its century."""
    return when.earliest is not None and when.earliest.year < _EARLY


def _told_of(taken: _Taken, into: str) -> Iterator[Line]:
    """What an import changed, and what was passed over."""
    done, work, by_id_alone, unknown, countries, early = taken
    if work is not None:
        yield Line(f"{work.title} [{work.id}]", sort="title")
    counts = {"new": done.added, "corrected": done.corrected, "retracted": done.retracted}
    told = ", ".join(
        f"{n:,} {what}" for what, n in (counts | {"unchanged": done.unchanged}).items()
    )
    if done.position:
        yield Line(told, f"Events in {find_place(into)}, from {number_of(done.rows, 'row')}")
        yield from _gone_from(done)
    else:
        yield Line("0 new", f"Events from {number_of(done.rows, 'row')}")
        yield Line(f"Nothing was taken in, so there is no {into}.")
    if by_id_alone:
        those = number_of(by_id_alone, "work")
        yield Line(f"{those} known by the id alone: --beside takes a file of works.")
    if unknown:
        those = number_of(len(unknown), "kind")
        yield Line(f"{those} not known here: such events are kept, and are in no state.")
        for kind in unknown[:_MOST]:
            alike = near(kind, kinds())
            yield Line(f"{kind}; near it: {', '.join(alike)}" if alike else kind, depth=1)
    if countries:
        those = number_of(len(countries), "name")
        yield Line(f"{those} of countries among the parties: are their codes meant?")
        yield from _first_of(countries)
    if early:
        those = number_of(len(early), "slide")
        yield Line(f"{those} of years before {_EARLY}: is the century missing?")
        yield from _first_of(early)
    if done.skipped:
        skipped = sorted(done.skipped.items(), key=lambda each: (-each[1], each[0]))
        yield Line(f"Passed over: {number_of(sum(done.skipped.values()), 'row')}")
        yield from (Line(why, f"{n:,}", depth=1) for why, n in skipped[:_MOST])
        if len(skipped) > _MOST:
            rest = f"{len(skipped) - _MOST:,} more reasons, which --json tells"
            yield Line(rest, f"{sum(n for _, n in skipped[_MOST:]):,}", depth=1)
    if done.problems:
        yield Line("What cannot be read:")
        yield from _first_of(done.problems)
    if done.kept:
        those = f"{number_of(done.kept, 'event')} of the log that no row tells"
        yield Line(f"{those}: not retracted, as a row that cannot be read may tell them.")
    if done.withheld:
        those = number_of(len(done.withheld), "event")
        yield Line(f"{those}: nothing new was taken, as a row that cannot be read may tell them:")
        yield from _first_of(done.withheld)
    if done.left:
        those = f"{number_of(len(done.left), 'event')} that the file tells otherwise"
        yield Line(f"{those}: left as they are, as another than it has the last word on them:")
        yield from _first_of(done.left)


def _gone_from(done: exchange.Update) -> Iterator[Line]:
    """What the file tells no more; whether it is whole, where that is most of what it could."""
    if done.gone:
        still = done.unchanged + done.corrected + len(done.left)
        those = number_of(len(done.gone), "event")
        asked = f" of {len(done.gone) + still:,}. Is the file whole?" * (len(done.gone) > still)
        yield Line(f"Retracted, as the file tells it no more: {those}{asked}")
        yield from _first_of(done.gone)


def _first_of(told: Sequence[object]) -> Iterator[Line]:
    yield from (Line(str(each), depth=1) for each in told[:_MOST])
    if len(told) > _MOST:
        yield Line(f"and {len(told) - _MOST:,} more, which --json tells", depth=1)


IMPORTING: Mapping[str, Callable[[argparse.Namespace], int]] = {"import": _import}
"""This verb, by name."""
