"""The verbs: each asks the library one question, and prints its answer."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pendulum import Date

from ..dates.when import Day, When, to_day
from ..errors import InputError, Problem
from ..files.chronicle import covers_of
from ..records.codec import plain, to_plain
from ..records.values import Unknown
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.names import Names
from ..relations.relationship import FACETS, Relationship, RelationshipProjection
from ..timeline import Timeline
from ..views import briefing, changes, events, explanations, overdue, states
from ..views.entries import leaf_called
from ..views.page import Line
from ..views.speech import Speech
from ..why import Change
from .curating import chosen
from .printing import print_answer, print_page, say


def _as_of(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    state = timeline.as_of(day, known_by=options.known_by, mode=options.mode)
    entry = _entry_at(state, options.entry) if options.entry else None
    if options.json:
        _say_aside(events.left_out(timeline, until=day, known_by=state.known_by, mode=options.mode))
        if entry is not None:
            return _print(plain(entry))
        told, facets = state.to_dict(), options.facet or list(FACETS)
        told["unknown"] = [name for name in told["unknown"] if name in facets]
        return _print({name: told[name] for name in ("pair", *_DAYS, "unknown", *facets)})
    if entry is not None:
        lines = states.part(entry, options.entry, state)
        return _show([*states.asked(timeline, state), Line(), *lines])
    if options.facet:
        covers = covers_of(chosen(options.chronicle))
        return _show(states.state(timeline, state, options.facet, covers))
    return _show(briefing.page(timeline, state))


def _entry_at(state: Relationship, path: str) -> Entry | Facet[Any]:
    entry = state.at(path)
    if isinstance(entry, Entry | Facet):
        return entry
    found = f"{path}, which is {'not told' if entry is Unknown else 'a value'}"
    expected = "the path of an entry, such as commitments.su-35"
    raise InputError(Problem("--entry", found, expected, "`explain` opens a value"))


_DAYS = ("day", "known_by", "horizon", "mode")


def _overdue(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    state = timeline.as_of(day, known_by=options.known_by, mode=options.mode)
    if options.json:
        _say_aside(events.left_out(timeline, until=day, known_by=state.known_by, mode=options.mode))
        told = {name: plain(getattr(state, name)) for name in _DAYS}
        return _print({**told, "late": [plain(each) for each in state.late()]})
    return _show(overdue.page(timeline, state))


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
    note = events.told_of_no_state(found)
    some = found
    if options.first is not None:
        some = found[: options.first]
    if options.last is not None:
        some = found[-options.last :]
    if options.json:
        return _tell(options, [to_plain(e) for e in some], note)
    lines = events.events(some, Speech(names_of(timeline)))
    if len(some) < len(found):
        lines.append(Line(f"{len(some):,} of {len(found):,} events.", sort="aside"))
    return _tell(options, lines, note)


def _changes(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    known_by, mode = options.known_by, options.mode
    v1, v2 = _ends(options.v1, options.v2)
    found = timeline.changes(v1, v2, known_by=known_by, mode=mode)
    happened = timeline.events(v1, v2, known_by=known_by, mode=mode)
    return _sliced(found, options, events.told_of_no_state(happened))


def _ends(first: str, last: str | None, name: str = "DAY1") -> tuple[Day, Day]:
    """The two ends of a slice; of a year or a month alone, the day before it and its last."""
    if last is not None and (first != last or to_day(first).isoformat() == first):
        return first, last
    if last is not None:
        found, advice = f"{first} twice, which is its last day", f"for all of it: changes {first}"
        raise InputError(Problem("DAY1 and DAY2", found, "two days", advice))
    whole = When(first)
    if whole.earliest is None or whole.latest is None:
        raise InputError(Problem(name, first, "a year, a month or a day", "or two days"))
    return whole.earliest.subtract(days=1), whole.latest


def _sliced(found: tuple[Change, ...], options: argparse.Namespace, note: str) -> int:
    """What a slice of time or of knowledge holds, as it is asked for."""
    told = changes.slice_of(found)
    assert told is not None, "the state of a chronicle is a relationship"
    facets = options.facet or ()
    if options.json:
        return _tell(options, _plain_changes(told.of(facets).found), note)
    if options.all:
        return _tell(options, changes.everything(told, facets), note)
    return _tell(options, changes.page(told, facets, statements=options.statements), note)


def _learned(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    k1, k2 = (options.k1, options.k2) if options.k2 else _ends(options.k1, None, "KNOWN1")
    found = timeline.learned(k1, k2, as_of=day, mode=options.mode)
    known = to_day(k2)
    note = events.left_out(timeline, until=day, known_by=known, mode=options.mode)
    return _sliced(found, options, note)


def _explain(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    if not options.path.strip():
        expected = "a path such as commitments.su-35.delivered"
        advice = "`as-of` prints the whole state, `as-of --json` its paths"
        raise InputError(Problem("PATH", repr(options.path), expected, advice))
    day = _asked_day(options.day, timeline)
    entry, dot, leaf = options.path.rpartition(".")
    path = f"{entry}{dot}{leaf_called(leaf) if ' ' in leaf else leaf}"
    found = timeline.explain(path, as_of=day, known_by=options.known_by, mode=options.mode)
    known = day if options.known_by == "then" else options.known_by
    known = known and to_day(known)
    note = events.left_out(timeline, until=day, known_by=known, mode=options.mode)
    if options.json:
        plain_found = {
            "path": found.path,
            "value": plain(found.value),
            "unknown": ["value"] if found.value is Unknown else [],
            "set_by": [to_plain(event) for event in found.set_by],
            "supported_by": [to_plain(event) for event in found.supported_by],
            "next": found.next and to_plain(found.next),
        }
        return _tell(options, plain_found, note)
    state = timeline.as_of(day, known_by=known, mode=options.mode)
    works = {source.id: source for source in timeline.coverage.sources}
    told = explanations.explanation(found, works, state, day, known, options.mode)
    return _tell(options, told, note)


def _find(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    known_by = options.known_by
    found = timeline.find(" ".join(options.words), known_by=known_by)
    note = events.left_out(timeline, until=None, known_by=known_by and to_day(known_by))
    if options.json:
        return _tell(options, [plain(match) for match in found], note)
    speech = Speech(names_of(timeline))
    return _tell(options, events.matches(found, timeline, speech, known_by), note)


def _what_if(timeline: Timeline[Relationship], options: argparse.Namespace) -> int:
    day = _asked_day(options.day, timeline)
    ids = list(dict.fromkeys(options.without))
    asked = {"known_by": options.known_by, "mode": options.mode}
    found = timeline.compare(timeline.without(*ids), as_of=day, **asked)
    known = day if options.known_by == "then" else options.known_by
    note = events.left_out(timeline, until=day, known_by=known, mode=options.mode)
    return _sliced(found, options, note)


Verb = Callable[[Timeline[Relationship], argparse.Namespace], int]
VERBS: Mapping[str, Verb] = {
    "as-of": _as_of,
    "overdue": _overdue,
    "events": _events,
    "changes": _changes,
    "learned": _learned,
    "explain": _explain,
    "find": _find,
    "what-if": _what_if,
}


def names_of(timeline: Timeline[Relationship]) -> Names:
    """The names of a chronicle, which its projection knows."""
    projection = timeline.projection
    return projection.names if isinstance(projection, RelationshipProjection) else Names()


def _asked_day(day: str | None, timeline: Timeline[Relationship]) -> Date:
    """The day that was asked for; without one today, said on standard error."""
    if day is not None:
        return to_day(day)
    today = to_day(date.today())
    through = timeline.coverage.through
    say(f"no DAY given: today, {today}; the chronicle reaches to {through}", name="")
    return today


def _plain_changes(found: tuple[Change, ...]) -> list[dict[str, Any]]:
    """Changes as plain data; which end of each is not told, in `unknown`."""
    return [
        plain(change)
        | {"unknown": [end for end in ("before", "after") if getattr(change, end) is Unknown]}
        for change in found
    ]


def _tell(options: argparse.Namespace, answer: Any, note: str) -> int:
    """Print an answer and a note on it; beside JSON, the note stands on standard error."""
    if options.json:
        _say_aside(note)
        return _print(answer)
    return _show([*answer, *([Line(), Line(f"{note[:1].upper()}{note[1:]}.")] if note else [])])


def _say_aside(note: str) -> None:
    if note:
        say(note, name="")


def _show(lines: list[Line]) -> int:
    print_page(lines)
    return 0


def _print(answer: Any) -> int:
    print_answer(answer)
    return 0
