"""Changes, explanations and matches: what differs, why a value is what it is, what was found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pendulum import Date

from ..dates.when import Mode
from ..errors import cut
from ..records.events import Event
from ..records.values import Unknown
from ..relations.claim import Claim, Denial
from ..relations.claims import Claims
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.relationship import Relationship
from ..search import Match
from ..why import Change, Explanation
from .events import event, named, with_citations
from .states import part
from .wording import claim, counting, denial, known, plural, value, wrapped


def changes(happened: tuple[Event, ...], found: tuple[Change, ...], when: str) -> str:
    """Some events and what they changed, entry by entry; `when` says which events these are."""
    lines = [f"{len(happened)} event{plural(happened)} {when}"]
    open_ = [event for event in happened if not event.when.is_exact and not event.when.lasting]
    if open_ and len(open_) < len(happened):
        told = f"{len(open_)} of them have no exact day and count from their last possible one"
        lines += wrapped(f"{told}; --possible counts them from the first")
    lines += ["", *map(event, happened)] if happened else []
    lines += ["", f"{len(found)} value{plural(found)} changed"]
    for entry, group in groupby(found, key=lambda change: change.path.rpartition(".")[0]):
        lines.append(f"  {entry or 'state'}")
        for change in group:
            for text in _difference(change):
                lines += wrapped(f"{change.path.rpartition('.')[2]} {text}", "    ")
            lines += wrapped(f"because of {', '.join(change.because)}", "      ")
    return "\n".join(lines)


def _difference(change: Change) -> Iterator[str]:
    """A change in words; of several values side by side, those that went and that came."""
    before, after = change.before, change.after
    if isinstance(before, tuple | Claims) or isinstance(after, tuple | Claims):
        old, new = _listed(before), _listed(after)
        yield from (f"- {_said(told)}" for told in old if told not in new)
        yield from (f"+ {_said(told)}" for told in new if told not in old)
    else:
        yield f"{value(before)} -> {value(after)}"


def _listed(told: Any) -> tuple[Any, ...]:
    """The values that stand side by side; of claims, the denials too."""
    if told is Unknown:
        return ()
    return (*told, *told.denials) if isinstance(told, Claims) else tuple(told)


def _said(told: Any) -> str:
    if isinstance(told, Claim):
        return claim(told)
    return denial(told) if isinstance(told, Denial) else value(told)


def explanation(
    found: Explanation, day: Date, known_by: Date | None, mode: Mode, state: Relationship
) -> str:
    """A value, and the events and citations behind it."""
    lines = [f"{found.path} as of {day}, {known(known_by)}{counting(mode)}"]
    if isinstance(found.value, Entry | Facet):
        lines += part(found.value, found.path, state)
    else:
        lines += wrapped(_with_class(found.value), "  ")
    for title, group in (("set by", found.set_by), ("supported by", found.supported_by)):
        if group:
            lines += ["", title]
            for told in group:
                lines += with_citations(told)
    if not found.set_by:
        lines += ["", "no event has set it"]
    if found.next is not None:
        title = "next set by" if found.set_by else "not yet: first set by"
        lines += ["", title, *wrapped(named(found.next), "  ")]
    return "\n".join(lines)


def _with_class(told: Any) -> str:
    kind = told.group if isinstance(told, Claims) else Unknown
    return value(told) if kind is Unknown else f"{value(told)}: {kind}"


def matches(found: tuple[Match, ...]) -> str:
    """What holds some words: events by their ids, entries by their paths."""
    lines = []
    for sort, title in (("event", "events"), ("entry", "entries of the state on the last day")):
        held = [match for match in found if match.sort == sort]
        lines += [title] if held else []
        for match in held:
            lines += wrapped(f"{match.name}: {cut(match.text, 240)}", "  ")
    return "\n".join(lines) or "nothing holds it"
