"""Pressure: restrictions, force, open issues, and what third parties do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...dates.when import Certainty
from ...records.values import Unknown
from ...relations.claim import Claim
from ...relations.claims import Claims
from ...relations.facets.constraints import Restriction
from ...relations.facets.force import Dispute
from ...relations.facets.frictions import Friction
from ...relations.facets.third_parties import Topic
from .. import days
from ..amounts import delay
from ..speech import Speech
from ..words import spaced
from .clauses import Aside, Clauses, doubts, each, head, is_past, last, since, stage

_ISSUES = 3  # so many accounts of an issue
_NEAR = 100  # what is dated to so many days or fewer is told with its date
_SORTS = 3  # so many sorts of losses of a side are told of in a sentence


def restriction(id: str, entry: Restriction, speech: Speech) -> Clauses:
    """Whether a restriction is in force, since when and until when, and what it forbids."""
    called = head(id, speech, entry.name)
    if id not in speech.names and entry.imposer and entry.targets:
        called += f", {speech.told(entry.imposer)} on {speech.listed(entry.targets.values)}"
    told = [*_in_force(entry, speech)]
    if entry.due is not Unknown:
        told.append(f"to end {days.on(entry.due)}{speech.of(entry, 'due')}")
    if entry.lapsed is not Unknown and entry.lapsed.low:
        told.append(f"that was {delay(entry.lapsed)} ago, and no extension is recorded")
    if not is_past(entry.effect, entry.current):
        scope = entry.effect.counted[-1].scope if entry.effect.counted else ""
        told += map(Aside, last(entry.effect, speech, f"of {scope}: {{}}" if scope else "{}"))
    return called, told


def _in_force(entry: Restriction, speech: Speech) -> Iterator[str]:
    """Whether it is in force and since when; what was done to it last, where that was later."""
    now, began = entry.current, entry.run[:1]
    if now is None or not began or began[0] is now or now.value.observed:
        yield from stage(entry, speech)
        return
    stands = "in force" if entry.in_force is Certainty.YES else "not in force"
    if entry.since is not Unknown:
        yield f"{stands} {days.since(entry.since)}{speech.by(began)}"
    yield f"{spaced(now.value.word)} {days.on(now.when)}{speech.by([now])}"


def dispute(id: str, entry: Dispute, speech: Speech) -> Clauses:
    """How a crisis or a war stands, how hostile it got, and its losses as each side tells them."""
    return head(id, speech, entry.name), [*_fought(entry, speech)]


def _fought(entry: Dispute, speech: Speech) -> Iterator[str]:
    yield from stage(entry, speech)
    if entry.due is not Unknown:
        past = entry.lapsed
        over = "" if past is Unknown or not past.low else f", {delay(past)} past"
        yield f"to hold until {days.date(entry.due)}{speech.of(entry, 'due')}{over}"
    if entry.hostility is not Unknown:
        yield f"hostility reached: {spaced(entry.hostility)}"
    for claim in entry.acts.counted[-1:]:
        yield f"last act: {speech.body(claim.value)}, {days.on(claim.when)}{speech.by([claim])}"
    losses = {} if entry.losses_of is Unknown else entry.losses_of
    for of, sorts in losses.items():
        told = [f"{spaced(sort)}: {_counts(group, speech)}" for sort, group in sorts.items()]
        more = [f"and {len(told) - _SORTS} more sorts"] if len(told) > _SORTS else []
        yield f"losses of {speech.name(of)}, {'; '.join([*told[:_SORTS], *more])}"


def _counts(group: Claims[Any], speech: Speech) -> str:
    """The numbers of all sides, those that are only alleged too."""
    aside = speech.aside(group) if group.counted else ""
    return ", ".join(filter(None, (speech.among(group), aside)))


def friction(id: str, entry: Friction, speech: Speech) -> Clauses:
    """What an issue is, since when it is open, who refuses what; how it was eased."""
    told = _issues(entry, speech) if entry.issue else []
    if entry.stage in ("eased", "settled"):
        told += last(entry.eased, speech)
        return speech.title(id), [f"{entry.stage}{since(entry, speech)}", *told]
    if not told and not entry.refused:
        told += each(entry.position, speech, "it comes to: {}")
    return speech.title(id), [*told, *_refusals(entry, speech)]


def _issues(entry: Friction, speech: Speech) -> list[str]:
    """What an issue is as each source has it; a date stands with what it is the date of."""
    told: dict[str, list[Claim[str]]] = {}
    for claim in entry.issue.counted or entry.issue.standing or entry.issue.claims:
        told.setdefault(claim.value, []).append(claim)
    several = len(told) > 1
    texts = [_issue(text, same, entry, speech, several) for text, same in told.items()]
    some, left = texts[:_ISSUES], len(texts) - _ISSUES
    return ["; ".join([*some, f"and {left} more"] if left > 0 else some)]


def _issue(
    text: str, same: list[Claim[str]], entry: Friction, speech: Speech, several: bool
) -> str:
    """An account of an issue: who gives it, and since when it is open, or when it was added."""
    when, who = same[0].when, speech.by(same)
    first, last = when.start.earliest, when.start.latest
    is_near = first and last and last.toordinal() - first.toordinal() <= _NEAR
    if several and is_near and not when.lasting:
        return f"{text}, {days.on(when)}{who}"
    since_ = days.since(entry.since) if when == entry.since else "or earlier"
    return f"{text}{who}" if since_.endswith("or earlier") else f"{text}{who}, {since_}"


def _refusals(entry: Friction, speech: Speech) -> Iterator[str]:
    """Who refuses what, who says so and who doubts it; the same of another time is no second."""
    by = {claim.event: speech.name(claim.value) for claim in entry.by.claims}
    told: dict[str, dict[str, list[Claim[str]]]] = {}
    exact = {days.done(claim.when) for claim in entry.refused.claims if claim.when.is_exact}
    for claim in entry.refused.counted or entry.refused.standing:
        who = f"{by[claim.event]} refused " if claim.event in by else "refused: "
        times = told.setdefault(f"{who}{claim.value}, ", {})
        times.setdefault(days.done(claim.when), []).append(claim)
    for text, times in told.items():
        for number, (when, claims) in enumerate(times.items()):
            again = number > 0 and when not in exact
            yield f"{'told again ' if again else text}{when}{speech.by(claims)}"
            yield from doubts(claims, speech)


def topic(id: str, entry: Topic, speech: Speech) -> Clauses:
    """What a third party does, or what is done to it, on one topic."""
    party, _, on = id.partition(".")
    told = {}
    for claim in entry.deeds.counted or entry.deeds.standing:
        deed = claim.value
        of = "" if deed.what else f", as to {speech.name(on)}"
        text = f"{speech.deed(deed)}{of}, {days.on(claim.when)}{speech.by([claim])}"
        told[deed.actor, deed.act, deed.target] = text
    # what is done again is told once, as it was told last
    return f"{speech.title(party)}, on {speech.name(on)}", [*told.values()]
