"""Explanations: why a value is what it is, with the citations behind it as footnotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pendulum import Date

from ..dates.when import Mode
from ..records.events import Source
from ..records.values import Unknown
from ..relations.claims import Claims
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.relationship import Relationship
from ..why import Explanation
from . import days
from .entries import called, head_of, lead
from .events import event, footnotes
from .page import Line
from .speech import Speech
from .states import part
from .words import counting, known


def explanation(
    found: Explanation,
    works: Mapping[str, Source],
    state: Relationship,
    day: Date,
    known_by: Date | None,
    mode: Mode,
) -> list[Line]:
    """A value, and the events behind it with their citations as footnotes."""
    speech = Speech(state.names)
    at = lead(found.path, state)
    head = head_of(at, speech)
    what = f"{head}: {called(at.leaf, speech)}" if head and at.leaf else head or found.path
    lines = [
        Line(f"{what}, on {days.day(day)}", sort="title"),
        Line(f"{found.path}, {known(known_by)}{counting(mode)}", sort="aside"),
    ]
    if isinstance(found.value, Entry | Facet):
        lines += part(found.value, found.path, state)
    elif isinstance(found.value, Claims) and len(found.value) > 1:
        lines.append(Line(f"{_with_class(found.value)}", depth=1))
        lines += [Line(text, depth=2) for text in speech.claims(found.value)]
    else:
        lines.append(Line(speech.value(found.value), depth=1))
    for title, group in (("SET BY", found.set_by), ("SUPPORTED BY", found.supported_by)):
        if group:
            lines += [Line(), Line(title, sort="heading"), *footnotes(group, works, speech)]
    if not found.set_by:
        lines += [Line(), Line("No event has set it.")]
    if found.next is not None:
        title = "NEXT SET BY" if found.set_by else "NOT YET: FIRST SET BY"
        lines += [Line(), Line(title, sort="heading"), event(found.next, speech, 1)]
    return lines


def _with_class(told: Claims[Any]) -> str:
    return "several claims" if told.group is Unknown else f"{told.group}:"
