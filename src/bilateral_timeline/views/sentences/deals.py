"""Deals: agreements, memberships, what was promised and came, projects."""

from __future__ import annotations

from collections.abc import Iterator

from ...dates.when import Certainty, When
from ...records.values import Quantity, Unknown
from ...relations.claim import FIRM, Claim
from ...relations.claims import Claims
from ...relations.entry import days_past
from ...relations.facets.agreements import Agreement
from ...relations.facets.commitments import Commitment
from ...relations.facets.memberships import Membership
from ...relations.facets.projects import Project
from ...relations.lifecycle import Stage
from .. import days
from ..amounts import amount
from ..speech import Speech
from ..words import spaced
from .clauses import (
    Aside,
    Clauses,
    doubts,
    due,
    each,
    head,
    is_later,
    is_past,
    last,
    late,
    since,
    stage,
)

_STATUS = {
    "full": "full member",
    "none": "not a member",
    "dialogue-partner": "dialogue partner",
    "withdrawal-announced": "member; withdrawal announced",
}
_OLD = 365
"""What is only alleged to have come so many days before is left to those who open it."""
_AWAITED = {
    "signed, not in force": "not in force",
    "signed, entry into force not recorded": "entry into force not recorded",
}
"""What is still to come of an agreement, by its status."""


def agreement(id: str, entry: Agreement, speech: Speech) -> Clauses:
    """How an agreement stands, who has ratified it, when its term ends, what is due."""
    return head(id, speech, entry.name), [*_agreed(entry, speech)]


def _agreed(entry: Agreement, speech: Speech) -> Iterator[str]:
    status = entry.status
    if status is Unknown:
        return
    if status == "in force" and entry.stage != "in-force":
        yield status
    yield from (f"{_memorandum(entry)}{said}" for said in stage(entry, speech))
    if status in _AWAITED:
        yield _AWAITED[status]
    steps: dict[str, list[str]] = {}
    for party, step in entry.steps.items():
        steps.setdefault(step.value.word, []).append(party)
    told = []
    for word, parties in steps.items():
        by = f"by {speech.listed(parties)}{speech.by(entry.steps[p] for p in parties)}"
        told.append(by if list(steps) == [entry.stage] else f"{spaced(word)} {by}")
    if told:
        yield ", ".join(told)
    if entry.to_ratify is not Unknown and entry.to_ratify and entry.by_party is not Unknown:
        yield f"no ratification by {speech.listed(entry.to_ratify)} is recorded"
    if status == "in force" and entry.renews.best == "automatically":
        yield _renewed(entry, speech)
    if entry.term_ends is not Unknown:
        is_over = status == "term over, renewal not recorded"
        yield f"its term {'ended' if is_over else 'ends'} {days.on(entry.term_ends)}"
        if is_over:
            yield "no renewal is recorded"
    if entry.due is not Unknown:
        missing = ", and not recorded" if entry.overdue is not Unknown and entry.overdue.low else ""
        yield f"the next step is {due(entry, speech)}{missing}"
    current = entry.current
    if current is not None and current.value.reason:
        yield f"because {current.value.reason}{speech.by([current])}"
    if current is not None:
        yield from _said_to_be_further(entry, current, speech)
    is_open = status in ("stalled", "under negotiation")
    if is_open and not is_past(entry.delay, current):
        yield from each(entry.delay, speech, "reasons given: {}")
    if is_open and not is_past(entry.outlook, current):
        yield from last(entry.outlook, speech, "outlook: {}")
    elif status == "in force" and is_later(entry.outlook, current):
        when = (entry.outlook.counted or entry.outlook.standing)[-1].when
        yield from last(entry.outlook, speech, f"outlook {days.on(when)}: {{}}")


def _memorandum(entry: Agreement) -> str:
    """That what was signed is a memorandum, where its name does not say so."""
    best, name = entry.instrument.best, entry.name.latest
    is_one = isinstance(best, str) and best.startswith("memorandum") and entry.stage == "signed"
    return "memorandum " if is_one and "emorandum" not in str(name) else ""


def _renewed(entry: Agreement, speech: Speech) -> str:
    """For how long it is made, and then renewed each time of itself."""
    term, more = entry.term, entry.renewal.best
    first = ""
    if isinstance(term.best, Quantity) and term.group != "contested":
        first = f"for {amount(term.best)}, then "
    by = f" by {amount(more)} at a time" if isinstance(more, Quantity) else ""
    return f"{first}it renews itself{by}{speech.by(entry.renews.counted)}"


def _said_to_be_further(entry: Agreement, now: Claim[Stage], speech: Speech) -> Iterator[str]:
    """At which later stage it is alleged to be, by a word that came after the one that counts."""
    life = entry.stages.of.life
    for claim in entry.stages.standing[-1:]:
        further = life is not None and life.may_follow(now.value.word, claim.value.word)
        if claim.stance == "alleges" and further and claim.when.latest != now.when.latest:
            since = days.since(claim.when)
            yield f"said to be {spaced(claim.value.word)} {since}{speech.by([claim])}"


def membership(id: str, entry: Membership, speech: Speech) -> Clauses:
    """A party's status in an organisation, and what is to come."""
    organisation, _, party = id.rpartition(".")
    called = f"{speech.title(party)} in {speech.name(organisation)}"
    if entry.status is Unknown:
        return called, []
    told = [f"{_STATUS.get(entry.status, spaced(entry.status))}{since(entry, speech)}"]
    if entry.due is not Unknown:
        who = speech.of(entry, "due")
        told.append(f"to take effect {days.on(entry.due)}{who}{late(entry.overdue)}")
    return called, told


def commitment(id: str, entry: Commitment, speech: Speech) -> Clauses:
    """What was promised, what came of it, by when it was due and how it stands."""
    called = head(id, speech, entry.item, entry.promisor, entry.promisee)
    return called, [*_promised(entry, speech)]


def _promised(entry: Commitment, speech: Speech) -> Iterator[str]:
    status, came = entry.status, entry.so_far
    if status == "fulfilled" and entry.stage != status:
        yield "fulfilled, by the numbers told"
    elif status in ("refused", "withheld", "cancelled", "fulfilled"):
        now = [entry.current] if entry.current else []
        by = next((f" by {speech.name(c.value.by)}" for c in now if c.value.by), "")
        yield f"{status}{by}{since(entry, speech)}"
        yield from doubts(now, speech, f"“{status}”")
    if status in ("open", "overdue", "possibly overdue") and entry.stage == "finalised":
        yield from _final(entry, speech)
    if entry.disputes and status not in ("refused", "withheld"):
        yield f"disputed {days.done(entry.disputes[-1].when)}{speech.by(entry.disputes[-1:])}"
    aside = speech.aside(entry.promised)
    if entry.promised and {c.stance for c in entry.promised.standing} == {"expects"}:
        yield aside
    elif entry.promised:
        yield f"promised: {speech.among(entry.promised)}"
        if aside and entry.promised.counted:
            yield aside
    elif status in ("open", "overdue", "possibly overdue"):
        made = [claim for claim in entry.stages.counted if claim.value.word == "promised"]
        how = "reported as promised" if {c.stance for c in made} == {"reports"} else "promised"
        said = f"{how}, no number told{speech.by(made)}"
        yield said if entry.stage == "promised" else Aside(said)
    none = [c for c in entry.delivered.counted if c.value.high == 0]
    if came is Unknown:
        if status in ("overdue", "possibly overdue"):
            yield "no delivery is recorded"
    elif came.high == 0:
        by = f" by {days.date(none[-1].when)}" if none and speech.aside(entry.delivered) else ""
        yield f"none delivered{by}{speech.of(entry, 'so_far')}"
    elif came.best is None and not entry.added:
        yield f"delivered so far: {speech.among(entry.delivered, most=3, without=none)}"
        if none:
            yield f"none by {days.date(none[-1].when)}{speech.by(none)}"
    else:
        yield f"delivered so far: {amount(came)}{_who(entry.delivered, came, speech)}"
    if entry.share is not Unknown and entry.share.best and status != "fulfilled":
        yield f"by the numbers told, {amount(entry.share)} of what was promised"
    if aside := speech.aside(entry.delivered):
        is_past = came is not Unknown and came.low and _is_told_since(entry)
        yield Aside(aside) if is_past else aside
    if entry.due is not Unknown and status != "fulfilled":
        yield due(entry, speech)


def _is_told_since(entry: Commitment) -> bool:
    """Whether all that is only alleged to have come is old, and a word that counts came since."""
    last = entry.delivered.counted[-1]
    alleged = [claim for claim in entry.delivered.standing if claim.stance not in FIRM]
    ago = [days_past(claim.when, entry.horizon) for claim in alleged]
    is_old = all(each is not Unknown and (each.low or 0) > _OLD for each in ago)
    return is_old and all(claim.place < last.place for claim in alleged)


def _final(entry: Commitment, speech: Speech) -> Iterator[str]:
    """When it was finalised; where somebody said so, who: a deal is as final as his word."""
    now = entry.current
    if now is None or not now.value.by:
        yield from stage(entry, speech)
    else:
        said, by = f"announced as final {days.done(now.when)}", speech.name(now.value.by)
        is_told_by_others = now.value.by not in now.speakers and speech.by([now])
        yield f"{said} by {by}{speech.by([now])}" if is_told_by_others else f"{said} ({by})"


def project(id: str, entry: Project, speech: Speech) -> Clauses:
    """How far a project is, what it has put out, and by when it is to be done."""
    return head(id, speech, entry.name), [*_built(entry, speech)]


def _built(entry: Project, speech: Speech) -> Iterator[str]:
    if entry.stage is not Unknown:
        yield f"{spaced(entry.stage)}{_in_their_words(entry)}{since(entry, speech)}"
    if entry.so_far is not Unknown:
        by = f", {days.on(told)}" if (told := _told_of(entry)) else ""
        who = _basis(entry, speech) or _who(entry.output, entry.so_far, speech)
        yield f"output so far{by}: {amount(entry.so_far)}{who}"
        yield from last(entry.schedule, speech, "{} of schedule")
    if entry.share is not Unknown and entry.share.best:
        yield f"by the numbers told, {amount(entry.share)} of the target"
    target = entry.target.best
    of_target = isinstance(target, Quantity) and _is_of_target(entry)
    if isinstance(target, Quantity) and not of_target:
        yield f"target: {amount(target)}{_who(entry.target, target, speech)}"
    if entry.due is not Unknown:
        what = amount(target) if of_target and isinstance(target, Quantity) else "completion"
        yield f"{what} {due(entry, speech)}"
    if earlier := _earlier(entry, speech):
        yield Aside(f"told earlier: {earlier}")
    if not entry.is_begun:
        yield from _start(entry, speech)
    tells = is_later(entry.progress, entry.current)
    if entry.is_usable is not Unknown:
        yield from _use(entry, speech, tells)
    if tells:
        yield from last(entry.progress, speech)


def _basis(entry: Project, speech: Speech) -> str:
    """By whose count or estimate the output is so much, where that is told."""
    told: dict[str, list[Claim[str]]] = {}
    for claim in entry.basis.counted:
        told.setdefault(claim.value, []).append(claim)
    texts = []
    for text, same in told.items():
        is_named = any(who in text for claim in same for who in claim.speakers)
        texts.append(f"{text}{'' if is_named else speech.by(same)}")
    return f", {', and '.join(texts)}" if texts else ""


def _in_their_words(entry: Project) -> str:
    """How far it is by those who have only seen the stage, in their words of that day."""
    now = entry.current if entry.observed is True else None
    told = dict.fromkeys(
        claim.value
        for claim in entry.progress.counted
        if now and claim.when == now.when and claim.speakers == now.speakers
    )
    return f" ({'; '.join(told)})" if told else ""


def _use(entry: Project, speech: Speech, tells_progress: bool) -> Iterator[str]:
    """Whether it can really be used, and which part of it."""
    told, progress = entry.usable.counted, entry.progress.counted[-1:]
    if tells_progress and progress and progress[0].event == told[-1].event and not told[-1].scope:
        return  # one word on both, which is told as the progress
    word = "usable" if entry.is_usable is Certainty.YES else "not usable"
    of = f", as to {told[-1].scope}" if told[-1].scope else ""
    if entry.is_usable in (Certainty.YES, Certainty.NO):
        yield f"{word}{of}{speech.by(told)}"


def _start(entry: Project, speech: Speech) -> Iterator[str]:
    """When it is to begin, and how long the works are expected to take."""
    told = False
    for begin in (entry.starts.counted or entry.starts.standing)[-1:]:
        same = [c for c in entry.starts.standing if c.value == begin.value]
        takes = [c for c in entry.duration.standing if c.event == begin.event]
        works = "".join(f", and {speech.value_of(c)} of works" for c in takes)
        who, by = speech.by(same), late(entry.start_overdue)
        yield f"start {days.due(begin.value)}{works}{who}{by}"
        told = True
    if (expected := speech.aside(entry.duration)) and not told:
        yield Aside(f"works of {expected}")


def _earlier(entry: Project, speech: Speech) -> str:
    """The days by which it was to be done as told before, with who told them."""
    told: dict[When, list[Claim[When]]] = {}
    for claim in entry.dues.counted:
        told.setdefault(claim.value, []).append(claim)
    return "; ".join(
        f"{days.due(value)}{speech.by(claims)}"
        for value, claims in told.items()
        if value != entry.due
    )


def _who(group: Claims[Quantity], told: Quantity, speech: Speech) -> str:
    """Who alone tells a number, whatever bounds its word has."""
    return speech.by(claim for claim in group.counted if claim.value.best == told.best)


def _told_of(entry: Project) -> When | None:
    """Of which day the output is told."""
    last = entry.output.counted[-1:]
    return last[0].when if last else None


def _is_of_target(entry: Project) -> bool:
    """Whether what is due is that the target is reached: one event tells both."""
    due = {claim.event for claim in entry.dues.counted[-1:]}
    return bool(due & {claim.event for claim in entry.target.counted})
