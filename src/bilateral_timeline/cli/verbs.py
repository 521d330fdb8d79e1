"""The command line: the library's verbs. It parses, calls and prints."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from pendulum import Date

from ..dates.when import to_day
from ..errors import TimelineError
from ..files.chronicle import load_chronicle, packaged
from ..records.codec import plain, to_plain
from ..records.events import Retraction
from ..relations.relationship import FACETS, Relationship
from ..timeline import Timeline
from ..views import text
from ..why import Change


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 0 if it went well, 1 if `check` found something, 2 if input was refused."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that has not all letters
    try:
        code: int = options.verb(load_chronicle(options.chronicle), options)
        sys.stdout.flush()
    except TimelineError as error:
        print(f"bilateral-timeline: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _as_of(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    state = timeline.as_of(day, known_by=options.known_by, mode=options.mode)
    if options.json:
        told, facets = state.to_dict(), options.facet or list(FACETS)
        return _print(
            {name: told[name] for name in ("day", "known_by", "horizon", "mode", *facets)}
        )
    if options.facet:
        return _print(text.state(timeline, state, options.facet))
    return _print(text.briefing(timeline, state))


def _events(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    found = timeline.events(
        options.after,
        options.until,
        known_by=options.known_by,
        parties=options.party or None,
        kind=options.kind,
        mode=options.mode,
    )
    return _print([to_plain(e) for e in found] if options.json else text.events(found))


def _changes(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    v1, v2, known_by, mode = options.v1, options.v2, options.known_by, options.mode
    found = timeline.changes(v1, v2, known_by=known_by, mode=mode)
    if options.json:
        return _print(_plain_changes(found))
    happened = timeline.events(v1, v2, known_by=known_by, mode=mode)
    return _print(text.changes(happened, found, f"after {v1}, until {v2}{_known(options)}"))


def _learned(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    found = timeline.learned(options.k1, options.k2, as_of=day, mode=options.mode)
    if options.json:
        return _print(_plain_changes(found))
    k1, k2 = to_day(options.k1), to_day(options.k2)
    ids = {id for change in found for id in change.because}
    told = tuple(e for e in timeline.events(known_by=k2, mode=options.mode) if e.id in ids)
    when = f"made public or cited anew after {k1}, until {k2}: the state of {day}{_known(options)}"
    _print(text.changes(told, found, when))
    records = [record for id in sorted(ids) for record in timeline.history(id)]
    gone = [r for r in records if isinstance(r, Retraction) and k1 < r.known <= k2]
    return _print(f"\n{text.retractions(gone)}") if gone else 0


def _explain(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    found = timeline.explain(options.path, as_of=day, known_by=options.known_by, mode=options.mode)
    if options.json:
        return _print(
            {
                "path": found.path,
                "value": plain(found.value),
                "set_by": [to_plain(event) for event in found.set_by],
                "supported_by": [to_plain(event) for event in found.supported_by],
            }
        )
    known = day if options.known_by == "then" else options.known_by
    return _print(text.explanation(found, day, known and to_day(known), options.mode))


def _what_if(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    found = timeline.compare(
        timeline.without(*options.without), as_of=day, known_by=options.known_by, mode=options.mode
    )
    if options.json:
        return _print(_plain_changes(found))
    left_out = tuple(e for id in options.without if (e := timeline.event(id)))
    return _print(text.changes(left_out, found, f"left out, as of {day}{_known(options)}"))


def _check(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    problems = timeline.check()
    told = [plain(problem) for problem in problems]
    _print(told if options.json else "\n".join(map(str, problems)) or "no problems")
    return 1 if problems else 0


def _asked_day(day: str | None, timeline: Timeline[Relationship]) -> Date:
    """The day that was asked for; without one today, said on standard error."""
    if day is not None:
        return to_day(day)
    today = to_day(date.today())
    through = timeline.coverage.through
    print(f"no DAY given: today, {today}; the chronicle reaches to {through}", file=sys.stderr)
    return today


def _known(options: argparse.Namespace) -> str:
    known_by = getattr(options, "known_by", None)  # `learned` has two knowledge days of its own
    known = f", known by {known_by}" if known_by else ""
    return known + (", counting what is possible" if options.mode == "possible" else "")


def _plain_changes(found: tuple[Change, ...]) -> list[dict[str, Any]]:
    return [plain(change) for change in found]


def _print(answer: Any) -> int:
    is_text = isinstance(answer, str)
    print(answer if is_text else json.dumps(answer, ensure_ascii=False, indent=2))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bilateral-timeline",
        description="The state of a relationship as of any day, known by any other day.",
        epilog="A day is 2024-05-19; a month (2024-05) or a year (2024) means its last day.",
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    names = list(packaged())
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print JSON")
    shared.add_argument(
        "--from",
        dest="chronicle",
        metavar="FOLDER|FILE",
        default=names[0] if names else "",
        help="a folder of records, a file of JSON Lines, or a packaged chronicle, of which the "
        f"first is the default: "
        f"{', '.join(names)}",
    )
    asked = argparse.ArgumentParser(add_help=False, parents=[shared])
    asked.add_argument(
        "--possible",
        dest="mode",
        action="store_const",
        const="possible",
        default="certain",
        help="count what may have happened by then, not only what must have",
    )
    known = argparse.ArgumentParser(add_help=False, parents=[asked])
    known.add_argument(
        "--known-by",
        metavar="DAY",
        help="count only what was public by that day; 'then' means the day asked about",
    )

    as_of = verbs.add_parser("as-of", parents=[known], help="the state on a day")
    as_of.add_argument("day", nargs="?", metavar="DAY", help="default: today")
    as_of.add_argument(
        "--facet",
        action="append",
        choices=list(FACETS),
        help="only this facet, in full (repeatable)",
    )
    as_of.set_defaults(verb=_as_of)

    events = verbs.add_parser("events", parents=[known], help="the events themselves, in order")
    events.add_argument("--after", metavar="DAY", help="only those after this day")
    events.add_argument("--until", metavar="DAY", help="only those until the end of this day")
    events.add_argument("--kind", help="only those of a kind, such as agreement-stage")
    events.add_argument(
        "--party",
        action="append",
        default=[],
        help="only those in which it takes part (repeatable)",
    )
    events.set_defaults(verb=_events)

    changes = verbs.add_parser(
        "changes",
        parents=[known],
        help="what changed between two days, but for what changes by waiting",
    )
    changes.add_argument("v1", metavar="DAY1")
    changes.add_argument("v2", metavar="DAY2")
    changes.set_defaults(verb=_changes)

    learned = verbs.add_parser(
        "learned", parents=[asked], help="what became known of a day between two other days"
    )
    learned.add_argument("k1", metavar="KNOWN1")
    learned.add_argument("k2", metavar="KNOWN2")
    learned.add_argument("--as-of", dest="day", metavar="DAY", help="the day asked about: today")
    learned.set_defaults(verb=_learned)

    explain = verbs.add_parser("explain", parents=[known], help="why a value is what it is")
    explain.add_argument("path", metavar="PATH", help="such as commitments.su-35.delivered")
    explain.add_argument("day", nargs="?", metavar="DAY", help="default: today")
    explain.set_defaults(verb=_explain)

    what_if = verbs.add_parser("what-if", parents=[known], help="the state without some events")
    what_if.add_argument("day", nargs="?", metavar="DAY", help="default: today")
    what_if.add_argument(
        "--without", action="append", required=True, metavar="ID", help="an event (repeatable)"
    )
    what_if.set_defaults(verb=_what_if)

    check = verbs.add_parser("check", parents=[shared], help="what a curator should look at")
    check.add_argument("chronicle", nargs="?", metavar="FOLDER", default=argparse.SUPPRESS)
    check.set_defaults(verb=_check)
    return parser
