"""Overdue: what is late on a day, starts as well as ends."""

from __future__ import annotations

from collections.abc import Iterable

from ..relations.late import Late
from ..relations.relationship import Relationship
from ..timeline import Timeline
from . import days
from .page import Line
from .sentences import manner_of
from .sentences.clauses import last_told
from .sentences.clauses import late as by_how_much
from .speech import Speech
from .states import asked

_OF = {"start_overdue": "its start ", "lapsed": "its end "}


def page(timeline: Timeline[Relationship], relationship: Relationship) -> list[Line]:
    """All that is late on the day of a state, a line each, the longest first; then what may be."""
    found = relationship.late()
    sure = [each for each in found if each.days.low]
    lines = [*asked(timeline, relationship), Line(), Line("LATE", sort="heading")]
    lines += _lines(sure, relationship) or [Line("Nothing is.", depth=1)]
    if perhaps := [each for each in found if not each.days.low]:
        lines += [Line(), Line("PERHAPS LATE", sort="heading"), *_lines(perhaps, relationship)]
    return lines


def _lines(found: Iterable[Late], relationship: Relationship) -> list[Line]:
    speech, lines = Speech(relationship.names), []
    for each in found:
        name, _, path = each.path.partition(".")
        entry = relationship.at(each.path)
        head, clauses = manner_of(name).sentence(path, entry, speech)
        due, on = (days.due(each.due), days.on(each.due)) if each.due else ("due", "due")
        who = speech.of(entry, "due") if "due" in entry.derives else ""
        said = f"{_OF.get(each.what, '')}{due}{who}{by_how_much(each.days)}"
        told_so = (c for c in clauses if (due in c or f" {on}" in c) and "late" in c)
        said = next(told_so, said)
        last = f"; last record: {days.date(told)}" if (told := last_told(entry)) else ""
        lines.append(Line(f"{said}{last} [{each.path}]", head, depth=1))
    return lines
