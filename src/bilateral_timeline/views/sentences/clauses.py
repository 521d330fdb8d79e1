"""Clauses: what sentences are made of, and those that several facets share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pendulum import Date

from ...dates.when import Certainty, When
from ...records.values import Quantity, Unknown, UnknownType
from ...relations.claim import FIRM, Claim
from ...relations.claims import Claims
from ...relations.comparing import voices
from ...relations.entry import Entry, Staged
from ...relations.lifecycle import Stage
from .. import days
from ..amounts import delay
from ..speech import Speech
from ..words import joined, spaced

_NEAR = 366
"""What is dated to so many days or fewer is told of by its date, else by a day."""

Clauses = tuple[str, list[str]]
"""What an entry is called, and what is said of it, clause by clause."""


class Aside(str):
    """A clause that a page of many things leaves to those who open one of them."""

    __slots__ = ()


def brief(clauses: list[str]) -> list[str]:
    """The clauses that weigh; all of them where none does.

    >>> brief(["built", Aside("told earlier: planned")])
    ['built']
    """
    return [clause for clause in clauses if not isinstance(clause, Aside)] or clauses


def late(by: Quantity | UnknownType) -> str:
    """By how much what is due is late, to follow the due date; nothing where it is not.

    >>> late(Quantity(457, None, 488, unit="days")), late(Unknown)
    (', 15 months late', '')
    """
    if by is Unknown or not by.high:
        return ""
    return f", {delay(by)} late" if by.low else f", perhaps late by {delay(by)}"


def head(id: str, speech: Speech, name: Claims[str], *sides: Claims[str]) -> str:
    """What an entry is called: by the chronicle's names, else as sources do, and of which sides."""
    if id in speech.names:
        return speech.title(id)
    said = speech.title(name.latest if isinstance(name.latest, str) else id)
    return f"{said}, {' to '.join(map(speech.told, sides))}" if sides and all(sides) else said


def stage(entry: Staged, speech: Speech) -> Iterator[str]:
    """At which stage it is, and since when."""
    if entry.stage is not Unknown:
        yield f"{spaced(entry.stage)}{since(entry, speech)}"


def stands(entry: Staged, speech: Speech) -> Iterator[str]:
    """At which stage it is, since when, and what is due next."""
    yield from stage(entry, speech)
    if entry.due is not Unknown:
        yield due(entry, speech)


def due(entry: Staged, speech: Speech) -> str:
    """By when it is due, who alone says so, and by how much it is late."""
    assert isinstance(entry.due, When), "something is due"
    return f"{days.due(entry.due)}{speech.of(entry, 'due')}{late(entry.overdue)}"


def since(entry: Staged, speech: Speech) -> str:
    """Since when it stands so; of what is done in a day, such as a signature, when; who says so."""
    told, stage, who = entry.since, entry.stage, speech.of(entry, "stage")
    if not isinstance(told, When):
        return who
    if entry.observed is True:
        seen = f", {days.since(told, observed=True)}{_seen_again(entry)}"
        return f"{seen}{_dated_otherwise(entry, speech) or who}"
    if not who and (one := _dated_by(entry, speech)):
        who = f" ({one})"
    life = entry.stages.of.life
    is_act = life is not None and stage in life.acts
    return f" {days.done(told) if is_act else days.since(told)}{who}"


def _dated_by(entry: Staged, speech: Speech) -> str:
    """Who alone has the stage that stands at that time, and who else has it at another."""
    now = entry.current
    same = [c for c in entry.stages.counted if now and c.value == now.value]
    dated = [c for c in same if now and _agree(c.when, now.when)]
    if not voices(dated, FIRM) == 1 < voices(same, FIRM):
        return ""
    others = speech.speakers(claim for claim in same if claim not in dated)
    return f"{speech.speakers(dated)}; so too, of another time, {others}"


def _agree(one: When, other: When) -> bool:
    """Whether one of two dates is only a more precise word for the other."""
    return Certainty.YES in (one.within(other), other.within(one))


def _seen_again(entry: Staged) -> str:
    """When it was seen last to be so, where that was later."""
    now = entry.current
    seen = [c for c in entry.stages.counted if c.value.observed and now and c.value == now.value]
    later = seen[-1].when if seen else None
    return f", last {days.on(later)}" if later and now and later != now.when else ""


def _dated_otherwise(entry: Staged, speech: Speech) -> str:
    """Who dates a stage that one has only seen: " (VTB; dated to 2023 by Reuters)"."""
    now = entry.current
    if now is None:
        return ""
    dated = [c for c in now.supporting if c.when and not _agree(c.when, now.when)]
    if not dated:
        return ""
    told = (f"{days.date(c.when)} by {joined(c.speakers)}" for c in dated if c.when)
    seen = dict.fromkeys(s for c in now.supporting if c not in dated for s in c.speakers)
    who = f"{speech.listed(seen)}; " if len(seen) == 1 else ""
    return f" ({who}dated to {'; '.join(told)})"


def last_told(entry: Entry) -> When | None:
    """When an entry was told of last, as far as that can be said; None where no day is known."""
    claim, day = entry.last_claim, entry.last_told
    return None if claim is None or day is Unknown else told_on(claim, day)


def told_on(claim: Claim[Any], day: Date) -> When:
    """When a claim was told, which has the day as its last or was public on it.

    Of what goes on, or is dated widely, the day on which it was public.
    """
    first, last = claim.when.start.earliest, claim.when.latest
    is_near = first is not None and day.toordinal() - first.toordinal() <= _NEAR
    is_near = is_near or ("," in str(claim.when) and ".." not in str(claim.when))
    return claim.when if last is not None and last == day and is_near else When(str(day))


def is_past(group: Claims[Any], now: Claim[Stage] | None) -> bool:
    """Whether all that is told on a leaf is older than the stage that stands."""
    since = now.when.start.earliest if now else None
    ends = [claim.when.latest for claim in group.standing]
    return since is not None and all(end is not None and end < since for end in ends)


def is_later(group: Claims[Any], now: Claim[Stage] | None) -> bool:
    """Whether the last word of a group is later than the stage that stands."""
    told = (group.counted or group.standing)[-1:]
    if not told or now is None:
        return bool(told)
    first, since = told[0].when.start.earliest, now.when.start.latest
    return first is not None and since is not None and first > since


def doubts(claims: Iterable[Claim[Any]], speech: Speech, of: str = "it") -> Iterator[str]:
    """Who doubts what was told just before, or what is named, and when."""
    told: dict[str, None] = {}
    for citation in (c for claim in claims for c in claim.citations if c.stance == "doubts"):
        when = f" on {days.day(citation.known)}" if citation.known else ""
        told.update({f"{speech.name(who)} doubted {of}{when}": None for who in citation.speakers})
    yield from told


def last(group: Claims[object], speech: Speech, form: str = "{}") -> Iterator[str]:
    """The value of a group that was told last, with who says so where one alone does."""
    if group:
        yield form.format(speech.among(group, last=True))


def each(group: Claims[object], speech: Speech, form: str = "{}") -> Iterator[str]:
    """All values of a group side by side."""
    if group:
        yield form.format(speech.among(group, most=3))
