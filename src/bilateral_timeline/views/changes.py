"""Changes: what became of what between two days, or between what was known on two."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import attrs
from pendulum import Date

from ..dates.when import When
from ..projections.projection import Moment
from ..records.display import Answers
from ..records.events import Event, Retraction
from ..records.values import Quantity, Unknown
from ..relations.claim import Claim
from ..relations.claims import Claims
from ..relations.entry import Entry, Staged
from ..relations.facets.leadership import Office
from ..relations.lifecycle import Stage as StageReached
from ..relations.mentions import mentions
from ..relations.relationship import Relationship
from ..why import Change
from . import days
from .disputes import denials
from .entries import called, head_of, lead
from .events import event, in_no_state, learned_beside, retractions
from .page import Line
from .sentences import manner_of
from .sentences.clauses import brief
from .speech import Speech
from .states import title_of
from .words import NAMED, counting, joined, known, number_of, spaced

STATEMENTS = ("assessments", "evidence", "cooperation")
"""The facets of what is said, judged or called, which are told apart from what was done."""
_SAID = ("assessments", "cooperation")
_MOST = 3  # so many clauses of an entry that changed
_ON_THE_WAY = 4  # so many stages between the first and the last


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
    sure: Relationship | None = None
    """The state at the end without what may have happened by the start; None where that is all."""
    gone: tuple[Retraction, ...] = ()
    """What was retracted in it."""
    without: tuple[str, ...] = ()
    """The ids of the events that are left out, where that is what is asked."""
    naming: tuple[Event, ...] = ()
    """The events that name one of these, as what they deny, contradict or go on with."""
    beside: str = ""
    """What became known of events that are in no state."""

    def of(self, facets: Sequence[str]) -> Slice:
        """The same of some facets alone, with the events behind their changes; of none, all."""
        if not facets:
            return self
        found = tuple(c for c in self.found if c.path.partition(".")[0] in facets)
        ids = {id for change in found for id in change.because}
        happened = tuple(e for e in self.happened if e.id in ids)
        return attrs.evolve(self, found=found, happened=happened, beside="")


def slice_of(found: tuple[Change, ...]) -> Slice | None:
    """What `changes`, `learned` or `compare` found, with all that is told of it.

    None where it is not of a relationship, or does not know what was asked.
    """
    if not isinstance(found, Answers) or found.question is None:
        return None
    one, other = found.question
    before, after = _state_of(one), _state_of(other)
    if before is None or after is None:
        return None
    ids = {id for change in found for id in change.because}
    day = days.day(other.day)
    by = counting(other.mode)
    if one.timeline is not other.timeline:
        both = {e.id: e for each in (other, one) for e in _counted(each, each.day)}
        left = {event.id for event in other.timeline.events()}
        gone = [event.id for event in one.timeline.events() if event.id not in left]
        happened = [e for id, e in both.items() if id in ids or id in gone]
        title = f"What differs on {day} in the other timeline{_known(other)}{by}"
        if gone:
            title = f"The state on {day} without {', '.join(gone)}{_known(other)}{by}"
        naming = tuple(e for e in one.timeline.events() if _names(e, gone))
        told = Slice(title, before, after, found, tuple(happened))
        return attrs.evolve(told, without=tuple(gone), naming=naming)
    if one.day != other.day or one.known_by == other.known_by:
        title = f"What changed after {days.day(one.day)}, until {day}{_known(other)}{by}"
        happened = [*_counted(other, other.day, after=one.day)]
        early = [event.id for event in happened if _may_be_before(event, one.day)]
        sure = _state_of(_without(other, early)) if early else None
        return Slice(title, before, after, found, tuple(happened), one.day, sure)
    first = f" after {days.day(one.known_by)}" if one.known_by else ""
    last = f", until {days.day(other.known_by)}" if other.known_by else ""
    title = f"What became known{first}{last}, of the state on {day}{by}"
    happened = [event for event in _counted(other, None) if event.id in ids]
    records = (record for id in sorted(ids) for record in other.timeline.history(id))
    low, high = one.known_by or Date.min, other.known_by or Date.max
    retracted = tuple(r for r in records if isinstance(r, Retraction) and low < r.known <= high)
    beside = learned_beside(*(in_no_state(_counted(each, each.day)) for each in (one, other)))
    return Slice(title, before, after, found, tuple(happened), gone=retracted, beside=beside)


def _without(asked: Moment, ids: Iterable[str]) -> Moment:
    """The same question of a timeline that does not hold some events."""
    return attrs.evolve(asked, timeline=asked.timeline.without(*ids))


def _names(told: Event, ids: Collection[str]) -> bool:
    return any(sort == "event" and id in ids for _, sort, id in mentions(told.what))


def _state_of(asked: Moment) -> Relationship | None:
    state = asked.timeline.as_of(asked.day, known_by=asked.known_by, mode=asked.mode)
    return state if isinstance(state, Relationship) else None


def _counted(asked: Moment, until: Date | None, after: Date | None = None) -> Sequence[Event]:
    """The events that a state counts, or the last of them."""
    found: Sequence[Event] = asked.timeline.events(
        after, until, known_by=asked.known_by, mode=asked.mode
    )
    return found


def _known(asked: Moment) -> str:
    return f", {known(asked.known_by)}" if asked.known_by else ""


def page(
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
    speech, told = Speech(told.after.names), told.of(facets)
    lines = [Line(told.title, sort="title")]
    if statements or (facets and set(facets) <= set(STATEMENTS)):
        return [*lines, Line(), *_said(told, speech), *_gone(told)]
    moved = _moved(told)
    lines += [Line()] if moved else []
    for title, of in (("", False), ("PERHAPS BEFORE: ", True)):
        some = [each for each in moved if each.perhaps_before is of]
        for name, group in groupby(some, key=lambda each: each.facet):
            lines.append(Line(f"{title}{title_of(name)}", sort="heading"))
            manner, held = manner_of(name), [*group]
            whole = [each for each in held if each.dated or not manner.word or facets]
            if manner.word and not facets:
                whole = whole[: manner.room]
            lines += [each.line(told, speech) for each in whole]
            if in_short := [each.called(told, speech) for each in held if each not in whole]:
                lines.append(_in_short(in_short))
    if not moved:
        lines += [Line(), Line("Nothing changed in how things stand.")]
    lines += _hanging_on(told, speech)
    return [*lines, Line(), *_left(told, moved, more), *_gone(told)]


def _hanging_on(told: Slice, speech: Speech) -> Iterator[Line]:
    """The events that name what is left out, as what they deny, contradict or go on with."""
    if told.without:
        yield from (Line(), Line("WHAT NAMES IT", sort="heading"))
        yield from [event(each, speech, 1) for each in told.naming] or [Line("Nothing.", depth=1)]


def _in_short(heads: list[str]) -> Line:
    """Entries by what they are called, on one line; of many, how many."""
    told = "; ".join(heads) if len(heads) <= NAMED else f"{len(heads)} others"
    return Line(f"newly told of: {told}.", depth=1)


@attrs.frozen
class _Moved:
    """An entry of which something that tells how it stands has changed."""

    facet: str
    path: str
    changes: tuple[Change, ...]
    perhaps_before: bool
    dated: bool = False
    """Whether it comes of something that was done on a day that is told."""
    split: bool = False
    """Whether other changes of the entry are told in the other group."""

    def leaf(self, change: Change) -> str:
        """The leaf that changed; of a part of it, such as the stage of one side, the whole."""
        return change.path.removeprefix(f"{self.facet}.{self.path}.").partition(".")[0]

    def called(self, told: Slice, speech: Speech) -> str:
        """What the entry is called."""
        head = head_of(lead(f"{self.facet}.{self.path}", told.after, told.before), speech)
        return f"{head} (denied)" if self.denied(told, speech) else head

    def denied(self, told: Slice, speech: Speech) -> list[str]:
        """Who denies what is told of it now."""
        now = lead(f"{self.facet}.{self.path}", told.after).entry
        behind = {id for change in self.changes for id in change.because}
        return denials(now, behind, speech) if now is not None else []

    def line(self, told: Slice, speech: Speech) -> Line:
        """What it is now, what it was before, and what it was on the way."""
        at = f"{self.facet}.{self.path}"
        sure = lead(at, told.sure).entry if self.split and told.sure else None
        now, was = (lead(at, state).entry for state in (told.after, told.before))
        entry = (None if self.perhaps_before else sure) or now or was
        denied = "".join(f"; {text}" for text in self.denied(told, speech))
        assert entry is not None, "it differs, so one of both has it"
        sentence = manner_of(self.facet).sentence
        head, clauses = sentence(self.path, entry, speech)
        clauses = brief(clauses)
        before = self._before(told, speech, "")
        if now is None:
            return Line(f"no longer told of{before}.", head, depth=1)
        if self.changes[0].after is Unknown:
            leaf = called(self.leaf(self.changes[0]), speech)
            behind = {id for change in self.changes for id in change.because}
            denials = (d for _, group in now.claims() for d in group.denials if d.event in behind)
            who = dict.fromkeys(speech.name(denial.by) for denial in denials)
            gone = f"{joined(who)} denied it" if who else f"its {leaf} is no longer told"
            return Line(f"{gone}{before}.", head, depth=1)
        if was is None:
            return Line(f"new: {'; '.join(clauses[:_MOST])}{denied}.", head, depth=1)
        known = (was, sure) if self.perhaps_before and sure else (was,)
        old = {_bare(clause) for each in known for clause in sentence(self.path, each, speech)[1]}
        if sure:  # by who says so, all count
            whole = {_bare(clause): clause for clause in sentence(self.path, now, speech)[1]}
            clauses = [whole.get(_bare(clause), clause) for clause in clauses]
        news = [clause for clause in clauses if _bare(clause) not in old] or clauses
        said = "; ".join(news[:_MOST])
        before = self._before(told, speech, said)
        way = [] if self.perhaps_before else _on_the_way(now, told)
        between = f"; on the way: {', '.join(way)}" if way else ""
        return Line(f"{said}{before}{between}{denied}.", head, depth=1)

    def _before(self, told: Slice, speech: Speech, said: str) -> str:
        """What the most telling value that changed was before, in brackets; nothing of no value."""
        first = self.changes[0]
        if first.before is Unknown or isinstance(first.before, bool) or _is_bound(first.before):
            return ""
        leaf, was = self.leaf(first), _brief(first, speech)
        if leaf in ("stage", "due") and re.search(rf"\b{re.escape(was)}\b", said):
            return ""  # what was before is told with its day
        name = "" if leaf in _STANDING else f"{_WAS.get(leaf) or called(leaf, speech)} "
        then = "with it" if told.without else "before"
        return f" ({name}{then}: {was})"


def _is_bound(told: Any) -> bool:
    """Whether a number is only a bound of ours to vague words, which no source has."""
    return isinstance(told, Quantity) and told.best is None and not told.text


def _bare(clause: str) -> str:
    """A clause without who says so, and without by how much it is late: that changes by waiting."""
    said = re.sub(r" \([^()]*\)", "", clause)
    return re.sub(r", (perhaps late by [^;]*|[^,;]* late)(?=$|,)", "", said)


_LEARNED = ("since", "losses")
"""What else is told of how an entry stands where it became known: a day that was corrected, the
numbers of the dead."""
_STANDING = ("stage", "status", "holder", "holders", "act", "succession")
"""The values that are how an entry stands: what they were before needs no name."""


_WAS = {"since": "dated", "so_far": "so far,"}
"""What a value is called where that is followed by what it was before."""


def _brief(change: Change, speech: Speech) -> str:
    told = change.before
    return "vacant" if told is None else speech.value(told)


def _on_the_way(entry: Entry, told: Slice) -> list[str]:
    """The stages, and the holders of an office, between the first and the last of a slice."""
    if told.start is None:
        return []
    speech, start, end = Speech(told.after.names), told.start, told.after.day
    if isinstance(entry, Office):
        gone = [t for t in entry.ended if t.since and t.until and _is_in(t.since, start, end)]
        return [speech.term(term) for term in gone]
    if not isinstance(entry, Staged):
        return []
    now = entry.current
    some = [c for c in entry.stages.counted if _is_in(c.when, start, end) and _is_first(c, entry)]
    passed = [c for c in some if now is None or c.value.word != now.value.word]
    return [
        f"{_stage(claim.value, speech)} {_when(claim)}{speech.by([claim])}"
        f"{_denied_by(claim, entry, speech)}"
        for claim in passed[-_ON_THE_WAY:]
    ]


def _is_first(claim: Claim[StageReached], entry: Staged) -> bool:
    """Whether a stage was reached then, or seen for the first time."""
    same = (c for c in entry.stages.counted if c.value.word == claim.value.word)
    return not claim.value.observed or next(same) is claim


def _when(claim: Claim[StageReached]) -> str:
    """When a stage was reached; of what was only seen, by when.

    >>> seen = StageReached("suspended", observed=True)
    >>> _when(Claim(seen, "told", When("2024-06-11"), ()))
    'by 11 June 2024'
    """
    last = claim.when.latest
    return f"by {days.day(last)}" if claim.value.observed and last else days.on(claim.when)


def _denied_by(claim: Claim[StageReached], entry: Staged, speech: Speech) -> str:
    """Who denies that a stage was reached, in brackets."""
    who = dict.fromkeys(d.by for d in entry.stages.denials if d.covers(claim))
    return f" (denied by {speech.listed(who)})" if who else ""


def _stage(told: StageReached, speech: Speech) -> str:
    by = f" by {speech.name(told.by)}" if told.by else ""
    return f"{spaced(told.word)}{by}"


def _is_in(when: When, start: Date, end: Date) -> bool:
    first, last = when.start.earliest, when.start.latest
    return first is not None and last is not None and start < first and last <= end


def _moved(told: Slice) -> list[_Moved]:
    """The entries that changed in how they stand, in the order of the facets."""
    unsure = {
        e.id for e in told.happened if told.start is not None and _may_be_before(e, told.start)
    }
    exact = {e.id for e in told.happened if e.when.is_exact}
    by_entry: dict[tuple[str, str], list[Change]] = {}
    for change in told.found:
        at = lead(change.path, told.after, told.before)
        facet, path, leaf = at.facet, at.path, at.leaf
        if facet in STATEMENTS and not told.without:
            continue
        learned = _LEARNED if told.start is None else ()
        if leaf.partition(".")[0] in (*manner_of(facet).marks, *learned) or told.without:
            by_entry.setdefault((facet, path), []).append(change)
    moved = []
    for (facet, path), found in by_entry.items():
        early = [c for c in found if c.because and {*c.because} <= unsure]
        late = [c for c in found if c not in early]
        marks = manner_of(facet).marks
        places = {leaf: place for place, leaf in enumerate(marks)}
        for some, is_early in ((late, False), (early, True)):
            if not some:
                continue
            because = {id for change in some for id in change.because}
            dated, split = not exact.isdisjoint(because), bool(early and late)
            each = _Moved(facet, path, tuple(some), is_early, dated, split)
            ordered = sorted(some, key=lambda c: places.get(each.leaf(c), len(marks)))
            moved.append(attrs.evolve(each, changes=tuple(ordered)))
    return moved


def _may_be_before(event: Event, start: Date) -> bool:
    """Whether something may have been so by then: it began by then, or was only seen later."""
    earliest = event.when.start.earliest
    return earliest is None or earliest <= start or getattr(event.what, "observed", False) is True


def _said(told: Slice, speech: Speech) -> Iterator[Line]:
    """What was said and judged: the events whose changes are of such facets, and statements."""
    ids = {
        id
        for change in told.found
        if change.path.partition(".")[0] in _SAID or "statements" in change.path
        for id in change.because
    }
    said = [each for each in told.happened if each.id in ids]
    yield from [event(each, speech, 1) for each in said] or [Line("Nothing was said.", depth=1)]


def _left(told: Slice, moved: list[_Moved], more: str) -> Iterator[Line]:
    """How much there is besides."""
    shown = {id for each in moved for change in each.changes for id in change.because}
    rest = [each for each in told.happened if each.id not in shown]
    number = f"{number_of(len(told.happened), 'event')} in all"
    if not rest:
        yield Line(f"{number}.", sort="aside")
        return
    whole = len(told.happened)
    every = {1: "it", 2: "both"}.get(whole, "all")
    which = f"{len(rest)} of them" if len(rest) < whole else every
    tell, are = ("tells", "is a statement") if len(rest) == 1 else ("tell", "are statements")
    yield Line(
        f"{number}; {which} {tell} of things without changing how they stand, or {are}: {more}.",
        sort="aside",
    )


def everything(told: Slice, facets: Sequence[str] = ()) -> list[Line]:
    """All events of a slice and every value that they changed, down to the claims."""
    speech, told = Speech(told.after.names), told.of(facets)
    lines = [Line(told.title, sort="title"), Line()]
    lines += [Line(f"EVENTS ({len(told.happened)})", sort="heading")]
    lines += [event(each, speech, 1) for each in told.happened]
    found = told.found
    lines += [Line(), Line(f"VALUES THAT CHANGED ({len(found)})", sort="heading")]
    for entry, group in groupby(found, key=lambda change: change.path.rpartition(".")[0]):
        lines.append(Line("", entry or "state", depth=1))
        for change in group:
            name = called(change.path.rpartition(".")[2], speech)
            for text in _difference(change, speech):
                lines.append(Line(text, name, depth=2))
            lines.append(Line(f"because of {', '.join(change.because)}", depth=3, sort="aside"))
    return [*lines, *_gone(told)]


def _gone(told: Slice) -> list[Line]:
    """What was retracted, and what became known of events that are in no state."""
    aside = [Line(f"{told.beside}.", sort="aside")] if told.beside else []
    return [*retractions(told.gone), *aside]


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
