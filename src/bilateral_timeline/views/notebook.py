"""Notebooks: what each answer says, as HTML; what has no words for people is shown as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..projections.projection import Moment
from ..records.display import Answers
from ..records.events import Event
from ..records.stored import UnknownBody
from ..relations.claims import Claims
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.facets.evidence import Evidence
from ..relations.names import Names
from ..relations.relationship import Relationship, RelationshipProjection
from ..search import Match
from ..series import Series
from ..timeline import Timeline
from ..why import Change, Explanation
from . import briefing, changes, days, entries, events, explanations, states
from .html import Block, as_is, in_blocks, page, table
from .page import Line
from .sentences import manner_of
from .speech import Speech
from .words import counting, known, number_of

_MOST = 40  # so many events, or rows of a table, are told one by one
_MORE = (
    'state.commitments, or any other facet, opens it with its sources; timeline.explain("PATH", '
    'as_of="DAY") opens a value down to the paragraph.'
)
_ALL = "each change is in the answer, with the events behind it"


def html_of(value: Any) -> str:
    """A value as HTML."""
    for of, draw in _DRAWN.items():
        if isinstance(value, of):
            drawn = draw(value)
            return as_is(repr(value)) if drawn is None else drawn
    return as_is(repr(value))


# -- states and their parts -------------------------------------------------------------------


def _state(state: Relationship) -> str | None:
    timeline = _timeline(state.asked())
    if timeline is None:
        return None
    return page(in_blocks(briefing.page(timeline, state, _MORE)))


def _facet(facet: Facet[Any]) -> str | None:
    if not facet.path:
        return None
    name, _, within = facet.path.partition(".")
    speech, behind = _speech(_timeline(facet.asked())), entries.works_behind(facet)
    title = f"{within}, in {states.title_of(name).lower()}" if within else states.title_of(name)
    parts: list[Line | Block] = [Line(f"{title}{_asked(facet.asked())}", sort="title")]
    above = f"{within}." if within else ""
    for at, entry in facet.walk():
        path = f"{above}{at}"
        told = list(entries.in_full(entry, path, name, speech, behind))
        head, clauses = manner_of(name).sentence(path, entry, speech)
        said = f"{'; '.join(clauses)}. " if clauses else ""
        first = Line(f"{said}[{name}.{path}]", head or speech.title(path))
        parts.append(Block(first, [line for line in told[1:] if line.head or line.depth > 2]))
    if isinstance(facet, Evidence):
        for group in ("contested", "denied", "single-source"):
            held = facet.of_class(group).items()
            first = Line(f"{len(held)} values", group)
            below = [Line("; ".join(speech.claims(told)), path, 1) for path, told in held]
            parts.append(Block(first, below))
    return page(parts)


def _entry(entry: Entry) -> str | None:
    if not entry.path:
        return None
    name, _, path = entry.path.partition(".")
    speech = _speech(_timeline(entry.asked()))
    first, *told = entries.in_full(entry, path, name, speech)
    title = f"{first.head} {first.text}{_asked(entry.asked())}"
    return page([Line(title, sort="title"), *told])


def _claims(group: Claims[Any]) -> str:
    return page(entries.leaf("claims", group, Speech()))


# -- answers ----------------------------------------------------------------------------------


def _event(event: Event) -> str:
    speech = Speech()
    lines = list(events.footnotes([event], {}, speech))
    if not isinstance(event.what, UnknownBody):
        lines.insert(1, Line(speech.body(event.what), event.kind, depth=2))
    return page(lines)


def _answers(found: Answers[Any]) -> str | None:
    sort = next((of for of in _SEVERAL if found and all(isinstance(e, of) for e in found)), None)
    return None if sort is None else _SEVERAL[sort](found)


def _events(found: Answers[Event]) -> str:
    speech = _speech(found.question)
    lines = [Line(number_of(len(found), "event"), sort="title")]
    lines += events.events(found[:_MOST], speech)
    if len(found) > _MOST:
        lines.append(Line(f"And {len(found) - _MOST} more.", sort="aside"))
    return page(lines)


def _matches(found: Answers[Match]) -> str:
    title = Line(f"{len(found)} found", sort="title")
    return page(in_blocks([title, *events.matches(found, found.question, _speech(found.question))]))


def _changes(found: Answers[Change]) -> str | None:
    told = changes.slice_of(found)
    return None if told is None else page(in_blocks(changes.page(told, more=_ALL)))


def _explanation(found: Explanation) -> str | None:
    asked = found.question
    state = _state_of(asked)
    if asked is None or state is None:
        return None
    works = {source.id: source for source in asked.timeline.coverage.sources}
    told = explanations.explanation(found, works, state, asked.day, asked.known_by, asked.mode)
    return page(in_blocks(told))


def _series(series: Series) -> str:
    speech, runs = _speech(series.question), list(series.runs())
    rows = []
    for first, last, number, value in runs[:_MOST]:
        until = "" if first == last else days.day(last)
        rows.append((days.day(first), until, f"{number:,}", speech.value(value)))
    left = len(runs) - _MOST
    more = f"And {left} more values." if left > 0 else ""
    title = Line(f"{series.name}, {len(series):,} days", sort="title")
    return table(title, ("from", "to", "days asked", "value"), rows, more)


# -- what was asked ---------------------------------------------------------------------------


def _timeline(asked: Moment | None) -> Timeline[Any] | None:
    return None if asked is None else asked.timeline


def _state_of(asked: Moment | None) -> Relationship | None:
    """The state of a moment; None where that is no state of a pair."""
    timeline = _timeline(asked)
    if asked is None or timeline is None:
        return None
    state = timeline.as_of(asked.day, known_by=asked.known_by, mode=asked.mode)
    return state if isinstance(state, Relationship) else None


def _speech(timeline: Timeline[Any] | None) -> Speech:
    """How values are said, with the names that a timeline knows."""
    projection = None if timeline is None else timeline.projection
    return Speech(projection.names if isinstance(projection, RelationshipProjection) else Names())


def _asked(asked: Moment | None) -> str:
    if asked is None:
        return ""
    by = f", {known(asked.known_by)}" if asked.known_by else ""
    return f", on {days.day(asked.day)}{by}{counting(asked.mode)}"


_SEVERAL: Mapping[type, Callable[[Answers[Any]], str | None]] = {
    Event: _events,
    Match: _matches,
    Change: _changes,
}
_DRAWN: Mapping[type, Callable[[Any], str | None]] = {
    Relationship: _state,
    Facet: _facet,
    Entry: _entry,
    Claims: _claims,
    Event: _event,
    Answers: _answers,
    Explanation: _explanation,
    Series: _series,
}
"""How each is drawn; nothing where it does not know enough of the question."""
