"""Events: each in a line with its works, or down to its citations; retractions, unknown kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..dates.when import Day, Mode
from ..errors import cut
from ..records.events import Citation, Event, Retraction
from ..records.kinds import find_kind
from ..records.stored import UnknownBody
from ..relations.claim import LATER
from ..timeline import Timeline
from .wording import wrapped


def events(found: Iterable[Event]) -> str:
    """Events, a line each, with their sources below."""
    return "\n".join(map(event, found)) or "no events"


def event(told: Event) -> str:
    """An event in a line, and below it when it was known and out of which works."""
    known = "" if told.when.latest == told.known else f"known {told.known}; "
    sources = ", ".join(_cited(told)) or LATER
    return "\n".join([*wrapped(named(told), "", "    "), *wrapped(f"{known}{sources}", "    ")])


def named(told: Event) -> str:
    """An event by its date, its id and its title."""
    return f"{told.when}  {told.id}: {told.title or told.kind}"


def with_citations(told: Event) -> Iterator[str]:
    """An event, and each of its citations down to the paragraph."""
    yield from wrapped(named(told), "  ")
    for citation in told.sources:
        yield from wrapped(_citation(citation), "    ")
    if told.note:
        yield from wrapped(f"note: {told.note}", "    ")


def _citation(citation: Citation) -> str:
    stance = "" if citation.stance == "asserts" else f" {citation.stance}"
    via = f" via {', '.join(citation.via)}" if citation.via else ""
    when = f", dated {citation.when}" if citation.when is not None else ""
    says = f": {citation.says}" if citation.says else ""
    return f"{citation.source}, {citation.locator} ({citation.known}){stance}{via}{when}{says}"


def _cited(told: Event) -> list[str]:
    """The works of an event; one that denies or doubts says so."""
    stances = {citation.source: citation.stance for citation in reversed(told.sources)}
    found = [
        f"{s} {stance}" if stance in ("denies", "doubts") else s for s, stance in stances.items()
    ]
    return found[::-1]


def retractions(found: Iterable[Retraction]) -> str:
    """What was retracted, when and why."""
    lines = []
    for record in found:
        sources = ", ".join(citation.source for citation in record.sources) or "no source"
        lines += wrapped(f"{record.known}  {record.id} retracted: {record.reason} [{sources}]")
    return "\n".join(lines)


# -- kinds that are not known here ------------------------------------------------------------


def left_out(
    timeline: Timeline[Any], *, until: Day | None, known_by: Day | None, mode: Mode = "certain"
) -> str:
    """What a state leaves out as this installation does not know its kind; "" if nothing."""
    return not_known_here(timeline.events(until=until, known_by=known_by, mode=mode))


def not_known_here(found: Sequence[Event]) -> str:
    """How many of some events are of kinds not known here, and of which; "" if none.

    >>> import bilateral_timeline as bt
    >>> eclipse = bt.UnknownBody("eclipse", 1, "{}")
    >>> event = bt.Event(id="dark", when="2024", known="2024", what=eclipse)
    >>> print(not_known_here([event, event]))
    all 2 events are of kinds not known here, and left out of the state: eclipse (2)
    """
    kinds = Counter(_kind(event) for event in found if isinstance(event.what, UnknownBody))
    number = kinds.total()
    if not number:
        return ""
    listed = sorted(kinds.items(), key=lambda each: (-each[1], each[0]))
    told = ", ".join(f"{kind} ({count})" for kind, count in listed[:8])
    more = f" and {len(listed) - 8} more kinds" if len(listed) > 8 else ""
    if number == len(found) > 1:
        those = f"all {number} events are of kinds not known here, and"
    elif number == 1:
        those = "1 event of a kind not known here is"
    else:
        those = f"{number} events of kinds not known here are"
    return "\n".join(wrapped(f"{those} left out of the state: {told}{more}", "", ""))


def _kind(event: Event) -> str:
    """The kind of an event; of one that is known here in earlier versions only, its version."""
    version = f" version {event.what.version}" if find_kind(event.kind) else ""
    return cut(event.kind, 60) + version
