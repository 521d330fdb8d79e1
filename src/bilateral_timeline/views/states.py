"""States: a whole state as a briefing of a page or two, or some facets of it in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs
from pendulum import Date

from ..dates.when import Certainty, When
from ..records.values import Quantity, Unknown
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.facets.evidence import Evidence
from ..relations.facets.leadership import Office
from ..relations.facets.memberships import Membership
from ..relations.relationship import Relationship
from ..timeline import Timeline
from . import days, entries
from .amounts import delay
from .events import left_out
from .page import Line
from .sentences import manner_of
from .speech import Speech, counting, joined, known, spaced

OLD, LATELY = 365, 92
"""What was told last so many days before is marked as old, or is new."""
_NAMED = 8  # so many of those that a briefing leaves out are named

# What an entry weighs: what is late goes first, then what is new, what stands, what is old or
# only a word, and what is over.
_LATE, _NEW, _STANDS, _OLD, _OVER = range(5)


@attrs.frozen
class _Told:
    """An entry as a briefing tells it."""

    path: str
    head: str
    text: str
    weight: int
    last: int
    late: Quantity | None = None
    changed: bool = False


def state(
    timeline: Timeline[Relationship],
    relationship: Relationship,
    facets: Iterable[str],
    covers: Mapping[str, str] = {},
) -> list[Line]:
    """Some facets of a state in full, each line with the works behind it, and what it covers."""
    lines = _asked(timeline, relationship)
    for name in facets:
        facet = relationship.branches()[name]
        lines += [Line(), Line(title_of(name), sort="heading")]
        if name in covers:
            lines.append(Line(covers[name], "Covered", depth=1, sort="aside"))
        if facet is Unknown:
            lines.append(Line("Nothing is recorded by that day.", depth=1))
            continue
        speech = Speech(relationship.names)
        lines += entries.facet_in_full(facet, name, speech)
        if isinstance(facet, Evidence):
            lines += _classes(facet, speech)
    return lines


def part(found: Entry | Facet[Any], path: str, relationship: Relationship) -> list[Line]:
    """An entry, or a facet within a facet, in full."""
    speech, name = Speech(relationship.names), path.partition(".")[0]
    if isinstance(found, Entry):
        return list(entries.in_full(found, path.partition(".")[2], name, speech))
    return list(entries.facet_in_full(found, name, speech, path.partition(".")[2]))


MORE = (
    "--facet NAME opens a facet with its sources and says what is covered; bilateral-timeline "
    "explain PATH DAY opens a value down to the paragraph."
)


def briefing(
    timeline: Timeline[Relationship], relationship: Relationship, more: str = MORE
) -> list[Line]:
    """A whole state on a page or two: what weighs most first, and what is not known at the end."""
    speech = Speech(relationship.names)
    told = {
        name: _weighed(facet, name, relationship, speech) for name, facet in _facets(relationship)
    }
    lines = [*_asked(timeline, relationship), Line()]
    lines += _at_a_glance(told, relationship)
    for name, held in told.items():
        if lines_of := [*_page(held, name)]:
            lines += [Line(), Line(title_of(name), sort="heading"), *lines_of]
    lines += [Line(), Line("NOT KNOWN", sort="heading"), *_not_known(relationship), Line()]
    return [*lines, *_key(more)]


def _facets(relationship: Relationship) -> Iterator[tuple[str, Facet[Any]]]:
    for name, facet in relationship.branches().items():
        if facet is not Unknown and not isinstance(facet, Evidence):
            yield name, facet


def title_of(facet: str) -> str:
    """What stands above what is told of a facet."""
    return spaced(facet).upper()


# -- what is late --------------------------------------------------------------------------------


@attrs.frozen
class Late:
    """What is late on a day: which entry, what of it, when that was due, by how many days."""

    path: str
    what: str
    due: When | None
    days: Quantity


def late(relationship: Relationship) -> list[Late]:
    """All that is late, or perhaps late: what is late for certain and for longest first."""
    found = []
    for name, facet in _facets(relationship):
        for path, entry in entries.entries_of(facet):
            for sort, due in _DUES.items():
                by = getattr(entry, sort, Unknown)
                if isinstance(by, Quantity) and by.high:
                    when = due(entry)
                    found.append(
                        Late(f"{name}.{path}", sort, when if isinstance(when, When) else None, by)
                    )
    return sorted(found, key=lambda each: (-(each.days.low or 0), -(each.days.high or 0)))


def overdue(relationship: Relationship) -> list[Line]:
    """All that is late on the day of a state, a line each."""
    speech, found = Speech(relationship.names), late(relationship)
    lines = [Line(f"Late on {days.day(relationship.day)}", sort="title")]
    for each in found:
        name, _, path = each.path.partition(".")
        entry = relationship.at(each.path)
        head, _ = manner_of(name).sentence(path, entry, speech)
        what = {"start_overdue": "its start ", "lapsed": "its end "}.get(each.what, "")
        due = f"{what}{days.due(each.due)}" if each.due is not None else f"{what}due"
        sure = "" if each.days.low else "perhaps "
        lines.append(Line(f"{due}, {sure}{delay(each.days)} ago [{each.path}]", head, depth=1))
    return lines if found else [*lines, Line("Nothing is.", depth=1)]


_DUES: Mapping[str, Callable[[Any], Any]] = {
    "overdue": lambda entry: getattr(
        entry, "next", entry.due if hasattr(entry, "due") else Unknown
    ),
    "start_overdue": lambda entry: entry.starts.latest,
    "lapsed": lambda entry: entry.due,
}
"""The questions of what is late, and what tells when that was due."""


# -- what was asked ---------------------------------------------------------------------------


def _asked(timeline: Timeline[Relationship], relationship: Relationship) -> list[Line]:
    """What was asked, and how far the answer reaches."""
    speech = Speech(relationship.names)
    day, through = relationship.day, timeline.coverage.through
    pair = speech.listed(relationship.pair)
    asked = f"{known(relationship.known_by)}{counting(relationship.mode)}"
    lines = [
        Line(f"{pair[:1].upper()}{pair[1:]} on {days.day(day)}", sort="title"),
        Line(f"{asked[:1].upper()}{asked[1:]}."),
    ]
    first = timeline.coverage.from_
    if first is None:
        lines.append(Line("Nothing is recorded at all."))
    elif day < first:
        lines.append(Line(f"The chronicle begins on {days.day(first)}."))
    asked_of = {"until": day, "known_by": relationship.known_by, "mode": relationship.mode}
    if note := left_out(timeline, **asked_of):  # type: ignore[arg-type]
        lines.append(Line(f"{note[:1].upper()}{note[1:]}."))
    if relationship.horizon != day:
        lines.append(Line(f"Delays are counted to {days.day(relationship.horizon)}."))
    if through is not None and day > through:
        lines.append(Line(f"The chronicle reaches to {days.day(through)}: what was last known."))
    return lines


# -- what weighs most -------------------------------------------------------------------------


def _weighed(
    facet: Facet[Any], name: str, relationship: Relationship, speech: Speech
) -> list[_Told]:
    """The entries of a facet in words, by their weight."""
    told, manner, today = [], manner_of(name), relationship.day.toordinal()
    for path, entry in entries.entries_of(facet):
        head, clauses = manner.sentence(path, entry, speech)
        clauses += entries.differences(name, entry, speech)
        if not clauses:
            continue
        late, last = _late(entry), entry.last_told
        ago = today if last is Unknown else today - last.toordinal()
        began = _began(entry)
        changed = began is not None and 0 <= today - began <= LATELY and not manner.word
        if late is not None:
            weight = _LATE
        elif manner.over(entry):
            weight = _OVER
        elif not manner.weighs(entry):
            weight = _OLD
        elif changed or ago <= LATELY:
            weight = _NEW
        else:
            weight = _STANDS if ago <= OLD or _goes_on(entry) else _OLD
        text = "; ".join(clauses)
        if manner.ages and ago > OLD and last is not Unknown:
            text += _age(entry, last, text)
        told.append(_Told(path, head, text, weight, today - ago, late, changed))
    if manner.order is not str:  # an order of its own goes before the weight
        return sorted(told, key=lambda each: manner.order(each.path))
    return sorted(told, key=lambda each: each.weight)


def _late(entry: Entry) -> Quantity | None:
    for name in _DUES:
        by = getattr(entry, name, Unknown)
        if isinstance(by, Quantity) and by.low:
            return by
    return None


def _began(entry: Entry) -> int | None:
    """Since which day an entry is as it is, where that is told."""
    since = getattr(entry, "since", Unknown)
    if since is Unknown:
        since = getattr(entry, "last", Unknown)
    last = since.start.latest if isinstance(since, When) else None
    observed = getattr(entry, "observed", Unknown) is True
    return None if last is None or observed else last.toordinal()


def _goes_on(entry: Entry) -> bool:
    """Whether an old word still says how it stands: what is in force, held, or a membership."""
    return getattr(entry, "in_force", Unknown) is Certainty.YES or isinstance(entry, Membership)


def _age(entry: Entry, last: Date, text: str) -> str:
    """When an entry was told of last, where its day is not told already."""
    said = days.day(last)
    if said not in text:
        return f"; last told on {said}"
    return "; not told of again" if isinstance(entry, Office) else ""


# -- on a page --------------------------------------------------------------------------------


def _at_a_glance(told: dict[str, list[_Told]], relationship: Relationship) -> Iterator[Line]:
    """What is late, and what changed of late, by name."""
    held = [each for facet in told.values() for each in facet]
    if late := [f"{each.head} ({delay(each.late)})" for each in held if each.late is not None]:
        yield Line(f"{'; '.join(late)}.", "Late")
    since = days.day(relationship.day.subtract(days=LATELY))
    if new := [*dict.fromkeys(each.head for each in held if each.changed and each.head)]:
        yield Line(f"{'; '.join(new)}.", f"Changed since {since}")


def _page(told: list[_Told], name: str) -> Iterator[Line]:
    """The entries of a facet that weigh most, in order; the names of the others."""
    manner = manner_of(name)
    first = told
    if manner.order is str:
        first = sorted(told, key=lambda each: (each.weight, -each.last))
    shown = [each for each in told if each in first[: manner.room] and each.weight < _OVER]
    if manner.together:
        yield Line(f"{'; '.join(each.head for each in shown)}.", depth=1)
        return
    for each in shown:
        yield Line(f"{each.text}.", "" if manner.bare else each.head, depth=1)
    if more := [each for each in told if each not in shown]:
        names = [each.head for each in more if each.head]
        which = f": {'; '.join(names)}" if len(names) == len(more) <= _NAMED else ""
        yield Line(f"And {len(more)} more{which}.", depth=1, sort="aside")


def _not_known(relationship: Relationship) -> Iterator[Line]:
    """In one place, of what nothing is recorded, and what is denied."""
    unknown = [name for name, facet in relationship.branches().items() if facet is Unknown]
    if unknown:
        names = joined(spaced(name) for name in unknown)
        yield Line(f"Nothing is recorded of {names}.", depth=1)
    evidence = relationship.branches()["evidence"]
    if isinstance(evidence, Evidence):
        if contested := Counter(path.partition(".")[0] for path in evidence.contested):
            told = joined(f"{spaced(name)} ({number})" for name, number in contested.items())
            yield Line(f"Sources contradict each other on values of {told}.", depth=1)
        if alone := evidence.single_source:
            yield Line(f"On {len(alone)} values one source alone speaks.", depth=1)


def _key(more: str) -> Iterator[Line]:
    """What the signs on the page mean, and how to ask for more."""
    yield Line(
        "A name in brackets: that source alone says so; without one, two or more do, "
        'independently. A date after "seen" is no beginning.',
        sort="aside",
    )
    yield Line(f"More: {more}", sort="aside")


def _classes(evidence: Evidence, speech: Speech) -> Iterator[Line]:
    for group in ("contested", "denied", "single_source"):
        found = evidence.of_class(group.replace("_", "-"))
        yield Line(f"{len(found)}", spaced(group), depth=1)
        for path, held in found.items():
            yield Line("; ".join(speech.claims(held)), path, depth=2)
