"""Changes: what became of what between two days, or between what was known on two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import attrs
from pendulum import Date

from ..records.events import Event
from ..records.values import Unknown
from ..relations.claims import Claims
from ..relations.relationship import Relationship
from ..why import Change
from .entries import called, entry_at, split
from .events import event
from .page import Line
from .sentences import manner_of
from .speech import Speech
from .states import title_of
from .words import plural, spaced

STATEMENTS = ("assessments", "evidence", "cooperation")
"""The facets of what is said, judged or called, which are told apart from what was done."""
_MOST = 2  # so many clauses of an entry that changed


@attrs.frozen
class Slice:
    """What is told of a slice of time: the states at both ends, and what lies between."""

    title: str
    before: Relationship
    after: Relationship
    found: tuple[Change, ...]
    happened: tuple[Event, ...]
    start: Date | None = None
    """What may have happened by then stands in a group of its own."""


def changes(
    told: Slice,
    facets: Sequence[str] = (),
    *,
    statements: bool = False,
    more: str = "--all, --statements",
) -> list[Line]:
    """What became of what in a slice of time, entry by entry under its facet.

    An entry is told of where how it stands has changed: its stage, its holder, what is due, what
    came so far. With `statements`, what was said and judged in it.
    """
    speech = Speech(told.after.names)
    lines = [Line(told.title, sort="title")]
    if statements:
        return [*lines, Line(), *_said(told, speech)]
    moved = _moved(told, facets)
    sure = [each for each in moved if not each.perhaps_before]
    open_ = [each for each in moved if each.perhaps_before]
    for name, group in groupby(sure, key=lambda each: each.facet):
        lines += [Line(), Line(title_of(name), sort="heading")]
        each_line = [each.line(told, speech) for each in group]
        lines += [_in_short(each_line)] if manner_of(name).word and not facets else each_line
    if open_:
        lines += [Line(), Line("PERHAPS BEFORE", sort="heading")]
        lines += (each.line(told, speech) for each in open_)
    if not moved:
        lines += [Line(), Line("Nothing changed in how things stand.")]
    return [*lines, Line(), *_left(told, moved, more)]


def _in_short(lines: list[Line]) -> Line:
    """Entries by what they are called, on one line."""
    return Line(f"newly told of: {'; '.join(line.head for line in lines)}.", depth=1)


@attrs.frozen
class _Moved:
    """An entry of which something that tells how it stands has changed."""

    facet: str
    path: str
    changes: tuple[Change, ...]
    perhaps_before: bool

    def line(self, told: Slice, speech: Speech) -> Line:
        """What it is now, and what it was before."""
        now, was = (entry_at(state, self.facet, self.path) for state in (told.after, told.before))
        entry = now or was
        assert entry is not None, "it differs, so one of both has it"
        head, clauses = manner_of(self.facet).sentence(self.path, entry, speech)
        first = self.changes[0]
        before = "" if first.before is Unknown else f" (before: {_brief(first.before, speech)})"
        if now is None or first.after is Unknown:
            return Line(f"no longer told{before}.", head, depth=1)
        if was is None:
            return Line(f"new: {'; '.join(clauses[:_MOST])}.", head, depth=1)
        old = manner_of(self.facet).sentence(self.path, was, speech)[1]
        news = [clause for clause in clauses if clause not in old] or clauses
        return Line(f"{'; '.join(news[:_MOST])}{before}.", head, depth=1)


def _brief(told: Any, speech: Speech) -> str:
    text = "vacant" if told is None else speech.value(told)
    return spaced(text) if isinstance(told, str) and told not in speech.names else text


def _moved(told: Slice, facets: Sequence[str]) -> list[_Moved]:
    """The entries that changed in how they stand, in the order of the facets."""
    unsure = {
        e.id for e in told.happened if told.start is not None and _may_be_before(e, told.start)
    }
    by_entry: dict[tuple[str, str], list[Change]] = {}
    for change in told.found:
        facet, path, leaf = split(change.path, told.after, told.before)
        if leaf in manner_of(facet).marks and facet not in STATEMENTS:
            by_entry.setdefault((facet, path), []).append(change)
    moved = []
    for (facet, path), found in by_entry.items():
        if facets and facet not in facets:
            continue
        marks = manner_of(facet).marks
        ordered = tuple(
            sorted(found, key=lambda change: marks.index(change.path.rpartition(".")[2]))
        )
        because = {id for change in found for id in change.because}
        moved.append(_Moved(facet, path, ordered, bool(because) and because <= unsure))
    return moved


def _may_be_before(event: Event, start: Date) -> bool:
    earliest = event.when.start.earliest
    return earliest is None or earliest <= start


def _said(told: Slice, speech: Speech) -> Iterator[Line]:
    """What was said and judged: the events whose changes are of such facets, and statements."""
    ids = {
        id
        for change in told.found
        if change.path.partition(".")[0] in STATEMENTS or "statements" in change.path
        for id in change.because
    }
    said = [each for each in told.happened if each.id in ids]
    yield from [event(each, speech, 1) for each in said] or [Line("Nothing was said.", depth=1)]


def _left(told: Slice, moved: list[_Moved], more: str) -> Iterator[Line]:
    """How much there is besides."""
    shown = {id for each in moved for change in each.changes for id in change.because}
    rest = [each for each in told.happened if each.id not in shown]
    number = f"{len(told.happened)} event{plural(told.happened)} in all"
    if not rest:
        yield Line(f"{number}.", sort="aside")
        return
    which = "it" if len(told.happened) == 1 else f"{len(rest)} of them"
    tell, are = ("tells", "is a statement") if len(rest) == 1 else ("tell", "are statements")
    yield Line(
        f"{number}; {which} {tell} of things without changing how they stand, or {are}: {more}.",
        sort="aside",
    )


def everything(told: Slice, facets: Sequence[str] = ()) -> list[Line]:
    """All events of a slice and every value that they changed, down to the claims."""
    speech = Speech(told.after.names)
    lines = [Line(told.title, sort="title"), Line()]
    lines += [Line(f"EVENTS ({len(told.happened)})", sort="heading")]
    lines += [event(each, speech, 1) for each in told.happened]
    found = [c for c in told.found if not facets or c.path.partition(".")[0] in facets]
    lines += [Line(), Line(f"VALUES THAT CHANGED ({len(found)})", sort="heading")]
    for entry, group in groupby(found, key=lambda change: change.path.rpartition(".")[0]):
        lines.append(Line("", entry or "state", depth=1))
        for change in group:
            name = called(change.path.rpartition(".")[2], speech)
            for text in _difference(change, speech):
                lines.append(Line(text, name, depth=2))
            lines.append(Line(f"because of {', '.join(change.because)}", depth=3, sort="aside"))
    return lines


def _difference(change: Change, speech: Speech) -> Iterator[str]:
    """A change in words; of several values side by side, those that went and that came."""
    before, after = change.before, change.after
    if isinstance(before, tuple | Claims) or isinstance(after, tuple | Claims):
        old, new = _listed(before), _listed(after)
        yield from (f"- {speech.value(told)}" for told in old if told not in new)
        yield from (f"+ {speech.value(told)}" for told in new if told not in old)
    else:
        yield f"{_value(before, speech)} -> {_value(after, speech)}"


def _value(told: Any, speech: Speech) -> str:
    return "not told" if told is Unknown else speech.value(told)


def _listed(told: Any) -> tuple[Any, ...]:
    """The values that stand side by side; of claims, the denials too."""
    if told is Unknown:
        return ()
    return (*told, *told.denials) if isinstance(told, Claims) else tuple(told)
