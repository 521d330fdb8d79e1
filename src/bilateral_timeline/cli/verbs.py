"""The verbs: each asks the library one question, and prints its answer."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pendulum import Date

from ..dates.when import to_day
from ..errors import InputError, Problem
from ..records.codec import plain, to_plain
from ..records.events import Retraction
from ..relations.relationship import FACETS, Relationship
from ..timeline import Timeline
from ..views import changes, events, states
from ..why import Change
from .printing import print_answer, say


def _as_of(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    state = timeline.as_of(day, known_by=options.known_by, mode=options.mode)
    if options.json:
        told, facets = state.to_dict(), options.facet or list(FACETS)
        _say_aside(events.left_out(timeline, until=day, known_by=state.known_by, mode=options.mode))
        return _print({name: told[name] for name in ("pair", *_DAYS, *facets)})
    if options.facet:
        return _print(states.state(timeline, state, options.facet))
    return _print(states.briefing(timeline, state))


_DAYS = ("day", "known_by", "horizon", "mode")


def _events(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    asked = {"known_by": options.known_by, "mode": options.mode}
    found = timeline.events(
        options.after,
        options.until,
        during=options.during,
        parties=options.party or None,
        kind=options.kind,
        **asked,
    )
    note = events.not_known_here(found)
    return _tell(
        options, [to_plain(e) for e in found] if options.json else events.events(found), note
    )


def _changes(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    v1, v2, known_by, mode = options.v1, options.v2, options.known_by, options.mode
    found = timeline.changes(v1, v2, known_by=known_by, mode=mode)
    happened = timeline.events(v1, v2, known_by=known_by, mode=mode)
    note = events.not_known_here(happened)
    if options.json:
        return _tell(options, _plain_changes(found), note)
    told = changes.changes(happened, found, f"after {v1}, until {v2}{_known(options)}")
    return _tell(options, told, note)


def _learned(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    found = timeline.learned(options.k1, options.k2, as_of=day, mode=options.mode)
    k1, k2 = to_day(options.k1), to_day(options.k2)
    note = events.left_out(timeline, until=day, known_by=k2, mode=options.mode)
    if options.json:
        return _tell(options, _plain_changes(found), note)
    ids = {id for change in found for id in change.because}
    told = tuple(e for e in timeline.events(known_by=k2, mode=options.mode) if e.id in ids)
    when = f"made public or cited anew after {k1}, until {k2}: the state of {day}{_known(options)}"
    _tell(options, changes.changes(told, found, when), note)
    records = [record for id in sorted(ids) for record in timeline.history(id)]
    gone = [r for r in records if isinstance(r, Retraction) and k1 < r.known <= k2]
    return _print(f"\n{events.retractions(gone)}") if gone else 0


def _explain(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    if not options.path.strip():
        expected = "a path such as commitments.su-35.delivered"
        advice = "`as-of` prints the whole state, `as-of --json` its paths"
        raise InputError(Problem("PATH", repr(options.path), expected, advice))
    day = _asked_day(options.day, timeline)
    found = timeline.explain(options.path, as_of=day, known_by=options.known_by, mode=options.mode)
    known = day if options.known_by == "then" else options.known_by
    known = known and to_day(known)
    note = events.left_out(timeline, until=day, known_by=known, mode=options.mode)
    if options.json:
        plain_found = {
            "path": found.path,
            "value": plain(found.value),
            "set_by": [to_plain(event) for event in found.set_by],
            "supported_by": [to_plain(event) for event in found.supported_by],
            "next": found.next and to_plain(found.next),
        }
        return _tell(options, plain_found, note)
    state = timeline.as_of(day, known_by=known, mode=options.mode)
    return _tell(options, changes.explanation(found, day, known, options.mode, state), note)


def _find(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    known_by = options.known_by
    found = timeline.find(" ".join(options.words), known_by=known_by)
    note = events.left_out(timeline, until=None, known_by=known_by and to_day(known_by))
    told = [plain(match) for match in found] if options.json else changes.matches(found)
    return _tell(options, told, note)


def _what_if(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    ids = list(dict.fromkeys(options.without))
    found = timeline.compare(
        timeline.without(*ids), as_of=day, known_by=options.known_by, mode=options.mode
    )
    left_out = tuple(e for id in ids if (e := timeline.event(id)))
    known = day if options.known_by == "then" else options.known_by
    note = events.left_out(timeline, until=day, known_by=known, mode=options.mode)
    if options.json:
        return _tell(options, _plain_changes(found), note)
    told = changes.changes(left_out, found, f"left out, as of {day}{_known(options)}")
    return _tell(options, told, note)


Verb = Callable[[Timeline[Relationship], argparse.Namespace], int]
VERBS: Mapping[str, Verb] = {
    "as-of": _as_of,
    "events": _events,
    "changes": _changes,
    "learned": _learned,
    "explain": _explain,
    "find": _find,
    "what-if": _what_if,
}


def _asked_day(day: str | None, timeline: Timeline[Relationship]) -> Date:
    """The day that was asked for; without one today, said on standard error."""
    if day is not None:
        return to_day(day)
    today = to_day(date.today())
    through = timeline.coverage.through
    say(f"no DAY given: today, {today}; the chronicle reaches to {through}", name="")
    return today


def _known(options: argparse.Namespace) -> str:
    known_by = getattr(options, "known_by", None)  # `learned` has two knowledge days of its own
    known = f", known by {known_by}" if known_by else ""
    return known + (", counting what is possible" if options.mode == "possible" else "")


def _plain_changes(found: tuple[Change, ...]) -> list[dict[str, Any]]:
    return [plain(change) for change in found]


def _tell(options: argparse.Namespace, answer: Any, note: str) -> int:
    """Print an answer and a note on it; beside JSON, the note stands on standard error."""
    if options.json:
        _say_aside(note)
    return _print(answer if options.json or not note else f"{answer}\n\n{note}")


def _say_aside(note: str) -> None:
    if note:
        say(note, name="")


def _print(answer: Any) -> int:
    print_answer(answer)
    return 0
