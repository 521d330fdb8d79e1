"""People: who holds which office, who represents whom, who met whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...dates.when import When
from ...records.values import Unknown
from ...relations.claim import Claim
from ...relations.entry import days_past
from ...relations.facets.contacts import Level, MeetingHeld
from ...relations.facets.diplomacy import RELATIONS, Representation
from ...relations.facets.leadership import Office, OfficeAssumed, OfficesVacated, Term
from .. import days
from ..amounts import amount
from ..speech import Speech
from ..words import joined, spaced
from .clauses import Aside, Clauses, due, head, late, stage

_OLD = 183
"""A word of so many days before tells little of how the two speak now."""
_AFAR = {"video": "meeting by video"}
_STEPS = {
    "election-called": "election called",
    "round-held": "a round held",
    "elected": "elected",
    "endorsed": "endorsed",
    "appointed": "appointed",
}
LEVELS = {
    "head-of-state": "Heads of state",
    "head-of-government": "Heads of government",
    "minister": "Ministers",
    "security": "Security councils and services",
    "parliament": "Parliaments",
    "official": "Officials",
    "military": "Armed forces",
    "business": "Business",
    "society": "Society",
}


def office(id: str, entry: Office, speech: Speech) -> Clauses:
    """Who holds an office, since when and after whom; how far the search for the next one is."""
    return head(id, speech, entry.title), [*_held(entry, speech), *_next(entry, speech)]


def _held(entry: Office, speech: Speech) -> Iterator[str]:
    before = entry.ended[-1:]
    if entry.holder is None:
        since = f" {days.since(entry.since)}" if isinstance(entry.since, When) else ""
        yield f"vacant{since}{speech.of(entry, 'holder')}{_after(before, speech, None)}"
    for term in entry.current:
        seat = f"{term.seat}: " if term.seat else ""
        after = "" if term.seat else _after(before, speech, term)
        told = [claim for claim in entry.holders.counted if _is_of(claim.value, term.person)]
        yield f"{seat}{speech.term(term)}{_seen(term, told)}{speech.by(told)}{after}"


def _is_of(change: OfficeAssumed | OfficesVacated, person: str) -> bool:
    return isinstance(change, OfficeAssumed) and change.person == person


def _seen(term: Term, told: list[Claim[Any]]) -> str:
    """When the holder was seen in office last, where that was later than the beginning."""
    last = told[-1].when if told and told[-1].value.observed else term.since
    if last is None or last == term.since:
        return ""
    return f", last {'' if term.observed else 'seen '}{days.on(last)}"


def _after(before: tuple[Term, ...], speech: Speech, now: Term | None) -> str:
    """After whom, and how that one left; not of a term that ended long before."""
    for term in before:
        if term.until is None or (now is not None and not term.exit):
            continue
        exit = f" ({spaced(term.exit)}, {days.date(term.until)})" if term.exit else ""
        return f", after {speech.name(term.person)}{exit}"
    return ""


def _next(entry: Office, speech: Speech) -> Iterator[str]:
    told = []
    for claim in entry.coming:
        step = claim.value
        who = f": {speech.name(step.person)}" if step.person else ""
        votes = f", {speech.value(step.votes)}" if step.votes else ""
        by = speech.by([claim])
        told.append(f"{_STEPS[step.step]} {days.on(claim.when)}{who}{votes}{by}")
    if told:
        yield f"to follow: {', '.join(told)}"
    if entry.due is not Unknown:
        who = speech.of(entry, "due")
        dated = [c.value.step for c in entry.coming if c.value.due == entry.due]
        what = "election" if "election-called" in dated else "next holder"
        yield f"the {what} is {days.due(entry.due)}{who}{late(entry.overdue)}"


def representation(id: str, entry: Representation, speech: Speech) -> Clauses:
    """How relations stand, or a mission: at which level, under whom."""
    title = "Relations" if id == RELATIONS else speech.title(id)
    if id not in speech.names and entry.sender and entry.receiver:
        title = f"Mission of {speech.told(entry.sender)} in {speech.told(entry.receiver)}"
    told = [*stage(entry, speech)]
    level = "" if entry.level is Unknown else spaced(entry.level)
    if entry.head is None:
        told.append("without a head of mission")
    elif entry.head is not Unknown:
        led = f"{level}: " if level else "led by "
        last = entry.heads.counted[-1]
        is_change = last.event in entry.stages.tellers  # else the head was only seen
        when = days.since(last.when, observed=not is_change)
        told.append(f"{led}{speech.name(entry.head)}, {when}{speech.of(entry, 'head')}")
    if level and (entry.head is None or entry.head is Unknown):
        told.append(f"level: {level}{speech.of(entry, 'level')}")
    if entry.staff:
        told.append(f"staff: {speech.among(entry.staff, last=True)}")
    if entry.expelled is not Unknown:
        told.append(f"{amount(entry.expelled)} sent away so far")
    if entry.due is not Unknown:
        told.append(due(entry, speech))
    return title, told


def level(id: str, entry: Level, speech: Speech) -> Clauses:
    """The last meeting at a level and the last call, the next, and the last word."""
    told = []
    meetings = entry.meetings.counted
    here = [claim for claim in meetings if not claim.value.is_afar][-1:]
    told += [f"last recorded {_way(claim)}: {_meeting(claim, speech)}" for claim in here]
    for claim in [claim for claim in meetings if claim.value.is_afar][-1:]:
        word = _AFAR.get(claim.value.mode, claim.value.mode)
        told.append(f"last recorded {word}: {_meeting(claim, speech, here)}")
    for plan in () if entry.planned is Unknown else entry.planned:
        who = speech.by(claim for claim in entry.plans.counted if claim.value == plan)
        told.append(f"next: {spaced(plan.mode)} {days.on(plan.due)}{who}{late(entry.overdue)}")
    if entry.statements.counted:
        last = entry.statements.counted[-1]
        who = "" if last.speakers == (last.value.speaker,) else speech.by([last])
        said = f"{speech.body(last.value)}, {days.on(last.when)}{who}"
        word, ago = f"last recorded word: {said}", days_past(last.when, entry.horizon)
        # of a word that is old, or may be
        told.append(Aside(word) if ago is not Unknown and (ago.high or 0) > _OLD else word)
    return LEVELS.get(id, speech.title(id)), told


def _way(claim: Claim[MeetingHeld]) -> str:
    """What it was: of a visit of which only the visitor is told, no more than that."""
    is_visit = claim.value.mode == "visit" and len(claim.value.participants) == 1
    return "visit" if is_visit else "meeting"


def _meeting(
    claim: Claim[MeetingHeld], speech: Speech, told: Iterable[Claim[MeetingHeld]] = ()
) -> str:
    """When and where it was, and who took part, unless just that is told already."""
    met = claim.value
    place = f" in {met.place}" if met.place and not met.is_afar else ""
    same = any({*each.value.participants} == {*met.participants} for each in told)
    who = "the same" if same else joined(map(speech.name, met.participants))
    return f"{days.on(claim.when)}{place}, {who}{speech.by([claim])}"
