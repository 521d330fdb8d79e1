"""Briefings: a whole state on a page or two, what weighs most first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from ..dates.when import Certainty, When
from ..records.values import Money, Quantity, Unknown
from ..relations.claim import Claim
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.facets.agreements import Agreement
from ..relations.facets.evidence import Evidence
from ..relations.facets.leadership import Office
from ..relations.facets.memberships import Membership
from ..relations.late import late_by
from ..relations.relationship import Relationship
from ..timeline import Timeline
from . import days, entries
from .amounts import delay
from .disputes import differences
from .page import Line
from .sentences import Manner, manner_of
from .sentences.clauses import brief, last_told
from .sentences.people import office
from .speech import Speech
from .states import asked, title_of
from .words import NAMED, joined, spaced

OLD, LATELY = 365, 92
"""What was told last so many days before is marked as old, or is new."""
_LEAST = 2  # so many are told of in any case, also if all that is told of them is old

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
    rank: tuple[int, int]
    """Among those that weigh the same: the most widely told, then the latest, first."""
    late: Quantity | None = None
    changed: bool = False
    firm: bool = True
    """Whether anything that is told of it counts."""


MORE = "--facet NAME, a facet with sources (evidence: contradictions); explain PATH DAY, a value."
"""How to ask for more at a terminal."""


def page(
    timeline: Timeline[Relationship], relationship: Relationship, more: str = MORE
) -> list[Line]:
    """A whole state on a page or two: what weighs most first, and what is not known at the end."""
    speech = Speech(relationship.names)
    told = {
        name: _weighed(facet, name, relationship, speech)
        for name, facet in entries.facets_of(relationship)
    }
    lines = asked(timeline, relationship)
    lines += [Line(), *_at_a_glance(told, relationship), Line()]
    known = relationship.known_by
    perhaps = timeline.as_of(relationship.day, known_by=known, mode="possible")
    for name, held in told.items():
        if lines_of := [*_page(held, name, _only_perhaps(name, held, perhaps, speech))]:
            lines += [Line(title_of(name), sort="heading"), *lines_of]
    unknown = [*_not_known(relationship), *_not_yet_told(timeline, relationship, perhaps)]
    lines += [Line("NOT KNOWN", sort="heading"), *unknown, Line()]
    return [*lines, *_key(more)]


# -- what weighs most -------------------------------------------------------------------------


def _weighed(
    facet: Facet[Any], name: str, relationship: Relationship, speech: Speech
) -> list[_Told]:
    """The entries of a facet in words, by their weight."""
    told, manner, today = [], manner_of(name), relationship.day.toordinal()
    for path, entry in facet.walk():
        title, clauses = manner.sentence(path, entry, speech)
        clauses += [each for each in differences(name, entry, speech) if each not in clauses]
        if not clauses:
            continue
        late, ago = late_by(entry), _ago(entry, relationship)
        changed = _has_changed(entry, manner, today) or _is_in_doubt(entry, today)
        if late is not None:
            weight = _LATE
        elif manner.over(entry):
            weight = _NEW if changed else _OVER
        elif not manner.weighs(entry):
            weight = _OLD
        elif changed or ago <= LATELY:
            weight = _NEW
        else:
            weight = _STANDS if ago <= OLD or _goes_on(entry) else _OLD
        text = "; ".join(brief(clauses))
        if manner.ages and ago > OLD:
            text += _age(entry, text)
        text += _followed(path, entry, relationship)
        if _is_left_open(entry, ago) and ago > OLD:
            text += "; who came after is not recorded"
        rank = (-_speakers(entry), ago)
        told.append(_Told(path, title, text, weight, rank, late, changed, _is_firm(entry)))
    if (order := manner.order) is not None:  # it goes before the weight
        return sorted(told, key=lambda each: order(each.path))
    return sorted(told, key=lambda each: (each.weight, each.rank))


def _followed(path: str, entry: Entry, relationship: Relationship) -> str:
    """That nobody tells whether an agreement ended with the one that is to extend it."""
    last, agreements = entry.last_told, relationship.agreements
    if not isinstance(entry, Agreement) or entry.status != "in force" or agreements is Unknown:
        return ""
    for other in agreements.values():
        begun = other.since.start.earliest if isinstance(other.since, When) else None
        is_next = other.status == "in force" and path in {c.value for c in other.extends.claims}
        if is_next and begun is not None and last is not Unknown and last < begun:
            return "; whether it has ended since is not recorded"
    return ""


def _ago(entry: Entry, relationship: Relationship) -> int:
    """How many days before anything was told of an entry last."""
    today, last = relationship.day.toordinal(), entry.last_told
    return today if last is Unknown else today - last.toordinal()


def _speakers(entry: Entry) -> int:
    """How many say something of it in their own voice, or pass it on; not who only saw it."""
    counted = (claim for _, group in entry.claims() for claim in group.counted)
    told = (claim for claim in counted if getattr(claim.value, "observed", False) is not True)
    return len({speaker for claim in told for speaker in claim.speakers})


def _has_changed(entry: Entry, manner: Manner, today: int) -> bool:
    """Whether what tells how an entry stands came about of late for certain.

    Of what is mostly words, what was done on a day that is told.
    """
    marks = (mark for mark in manner.marks if mark in entry.derives)
    ids = {id for mark in marks for id in entries.why(entry, mark)}
    told = (c for _, group in entry.claims() for c in group.counted if c.event in ids)
    return any(
        _came_about(claim, today) for claim in told if claim.when.is_exact or not manner.word
    )


def _came_about(claim: Claim[Any], today: int) -> bool:
    """Whether what is claimed began of late; not what was only seen or said, nor that none came."""
    value = claim.value
    is_nothing = isinstance(value, Quantity) and value.high == 0
    is_seen = getattr(value, "observed", False) is True
    if is_nothing or is_seen or isinstance(value, str | Money | When):
        return False
    return _is_of_late(claim.when, today)


def _is_in_doubt(entry: Entry, today: int) -> bool:
    """Whether what is told of it was denied of late, or a reason was given why it is delayed."""
    denied = (denial.when for _, group in entry.claims() for denial in group.denials)
    delayed = (c.when for c in entry.delay.counted) if isinstance(entry, Agreement) else ()
    return any(_is_of_late(when, today) for when in (*denied, *delayed))


def _is_of_late(when: When, today: int) -> bool:
    """Whether it began no more than some weeks before."""
    first = when.start.earliest
    return first is not None and 0 <= today - first.toordinal() <= LATELY


def _goes_on(entry: Entry) -> bool:
    """Whether an old word still says how it stands: what is in force, held, or a membership."""
    return getattr(entry, "in_force", Unknown) is Certainty.YES or isinstance(entry, Membership)


def _age(entry: Entry, text: str) -> str:
    """Of when an entry was told last, where that is not told already."""
    last, since = last_told(entry), getattr(entry, "since", Unknown)
    if last is None or (isinstance(since, When) and _is_before(last, since)):
        return ""
    if not re.search(rf"(?<!\d){re.escape(days.date(last))}", text):
        return f"; last record: {days.date(last)}"
    return "; no later record of the office" if isinstance(entry, Office) else ""


def _is_before(last: When, since: When) -> bool:
    """Whether something was told last before it came to stand as it does, as it was fixed."""
    end, start = last.latest, since.start.earliest
    return end is not None and start is not None and end < start


def _is_left_open(entry: Entry, ago: int) -> bool:
    """Whether the last word on an office is old, and was that somebody only acts in it."""
    if not isinstance(entry, Office) or ago <= LATELY:
        return False
    return entry.acting is True and not entry.coming


# -- on a page --------------------------------------------------------------------------------


def _at_a_glance(told: dict[str, list[_Told]], relationship: Relationship) -> Iterator[Line]:
    """What is late, and what changed of late, by name."""
    held = [each for facet in told.values() for each in facet]
    late = [f"{each.head} ({delay(each.late)})" for each in held if each.late is not None]
    yield Line(f"{'; '.join(late) or 'nothing that is recorded as due'}.", "Late")
    since = days.day(relationship.day.subtract(days=LATELY))
    new = []
    for facet, entries_of in told.items():
        heads = [*dict.fromkeys(each.head for each in entries_of if each.changed and each.head)]
        glance = manner_of(facet).glance
        if heads and glance != "{}":
            heads = [glance.format(", ".join(heads))]
        new += [head for head in heads if head not in new]
    if new:
        yield Line(f"{'; '.join(new)}.", f"Changed since {since}")


def _shown(told: list[_Told], manner: Manner) -> list[_Told]:
    """The entries that a page has room for: not what is old, where enough is not."""
    some = [each for each in told if each.weight < _OVER]
    most, room = some, manner.room
    if manner.order is not None:  # they stand in another order than that of their weight
        most = sorted(some, key=lambda each: (each.weight, not each.changed, each.rank[1]))
    if manner.folds and not manner.together:
        live = sum(each.weight < _OLD for each in some)
        room = min(room, max(live, _LEAST))
    return [each for each in some if each in most[:room]]


def _only_perhaps(name: str, told: list[_Told], perhaps: Relationship, speech: Speech) -> list[str]:
    """What entries are called that may be told of by then, of a facet that tells no more."""
    facet, manner = perhaps.branches()[name], manner_of(name)
    if not manner.together or facet is Unknown:
        return []
    paths = {each.path for each in told}
    some = ((path, entry) for path, entry in facet.walk() if path not in paths)
    return [
        manner.sentence(path, entry, speech)[0] + ("" if _is_firm(entry) else " (alleged)")
        for path, entry in some
    ]


def _is_firm(entry: Entry) -> bool:
    """Whether anything that is told of it counts: it is not only alleged or expected."""
    return any(group.counted for _, group in entry.claims())


def _page(told: list[_Told], name: str, perhaps: list[str]) -> Iterator[Line]:
    """The entries of a facet that weigh most, in order; the names of the others."""
    manner = manner_of(name)
    shown = _shown(told, manner)
    for firm, above in ((True, "For certain by then"), (False, "Only alleged by then")):
        names = [each.head for each in shown if manner.together and each.firm is firm]
        if names:
            yield Line(f"{'; '.join(names)}.", above, depth=1)
    if perhaps:
        yield Line(f"{'; '.join(perhaps)}.", "Perhaps by then", depth=1)
    for each in () if manner.together else shown:
        yield Line(f"{each.text}.", "" if manner.bare else each.head, depth=1)
    left = [each for each in told if each not in shown]
    more = [each for each in left if each.weight < _OVER]
    over = [each for each in left if each.weight == _OVER]
    rest = []
    for some, number in (
        (more, f"And {len(more)} more"),
        (over, f"{len(over)} {manner.ended}"),
    ):
        names = [each.head for each in some if each.head]
        which = f": {'; '.join(names)}" if len(names) == len(some) <= NAMED else ""
        if some:
            rest.append(f"{number}{which}.")
    if rest:
        yield Line(" ".join(rest), depth=1, sort="aside")


def _not_known(relationship: Relationship) -> Iterator[Line]:
    """In one place, of what nothing is recorded, and what is denied."""
    unknown = [name for name, facet in relationship.branches().items() if facet is Unknown]
    if unknown:
        names = joined(spaced(name) for name in unknown)
        yield Line(f"Nothing is recorded under {names}.", depth=1)
    if offices := [*_left_open(relationship)]:
        speech = Speech(relationship.names)
        yield Line(f"Who came after is not recorded: {speech.listed(offices)}.", depth=1)
    evidence = relationship.branches()["evidence"]
    paths = evidence.contested if isinstance(evidence, Evidence) else ()
    if contested := Counter(path.partition(".")[0] for path in paths):
        told = joined(f"{spaced(name)} ({number})" for name, number in contested.items())
        yield Line(f"Sources contradict each other on values of {told}.", depth=1)


def _not_yet_told(
    timeline: Timeline[Relationship], relationship: Relationship, perhaps: Relationship
) -> Iterator[Line]:
    """The offices of which something is recorded, but only of later days, or perhaps of later."""
    last = timeline.coverage.through
    if last is None or relationship.leadership is Unknown:
        return
    known, mode = relationship.known_by, relationship.mode
    later = timeline.as_of(last, known_by=known, mode=mode).leadership
    speech, told = Speech(relationship.names), relationship.leadership
    maybe = {} if perhaps.leadership is Unknown else perhaps.leadership
    already = {*told, *maybe}
    names = [
        office(id, entry, speech)[0]
        for id, entry in ({} if later is Unknown else later).items()
        if id not in already
    ]
    if names:
        yield Line(f"Only of later days is anything recorded of: {'; '.join(names)}.", depth=1)
    for id in (id for id in maybe if id not in told):
        head, clauses = office(id, maybe[id], speech)
        yield Line(f"Perhaps held by then: {head} ({'; '.join(clauses)}).", depth=1)


def _left_open(relationship: Relationship) -> Iterator[str]:
    """The offices of which it is not told who came after."""
    offices = relationship.leadership
    for id, entry in {} if offices is Unknown else offices.items():
        if _is_left_open(entry, _ago(entry, relationship)):
            yield id


def _key(more: str) -> Iterator[Line]:
    """What the signs on the page mean, and how to ask for more."""
    yield Line(
        "A name in brackets: that source alone says so. Without one, two or more say so "
        "independently, or it is worked out from what they say. What was seen on a day may have "
        "begun before.",
        sort="aside",
    )
    yield Line(f"More: {more}", sort="aside")
