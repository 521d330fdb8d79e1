"""Deals: agreements, memberships, what was promised and came, projects."""

from __future__ import annotations

from collections.abc import Iterator

from ...dates.when import Certainty
from ...records.values import Quantity, Unknown
from ...relations.facets.agreements import Agreement
from ...relations.facets.commitments import Commitment
from ...relations.facets.memberships import Membership
from ...relations.facets.projects import Project
from .. import days
from ..amounts import amount
from ..speech import Speech
from ..words import joined, spaced
from .clauses import Clauses, each, last, late, since

_STATUS = {
    "full": "full member",
    "none": "not a member",
    "dialogue-partner": "dialogue partner",
    "withdrawal-announced": "member; withdrawal announced",
}


def agreement(id: str, entry: Agreement, speech: Speech) -> Clauses:
    """How an agreement stands, who has ratified it, when its term ends, what is due."""
    name = entry.name.latest
    named = name if isinstance(name, str) and id not in speech.names else speech.title(id)
    return named, [*_agreed(entry, speech)]


def _agreed(entry: Agreement, speech: Speech) -> Iterator[str]:
    status, stage = entry.status, entry.stage
    if status is Unknown or stage is Unknown:
        return
    word = spaced(stage)
    precise = {"in force", "signed", "ended", "under negotiation", "stalled", "suspended"}
    said = word if status in precise and status not in ("in force", "signed") else status
    if status == "in force" and stage != "in-force":
        yield f"in force; {word}{since(entry)}"
    elif status.startswith("signed, "):
        yield f"signed{since(entry)}"
        yield status.removeprefix("signed, ")
    else:
        yield f"{said}{since(entry)}"
    if entry.by_party is not Unknown:
        steps: dict[str, list[str]] = {}
        for party, step in entry.by_party.items():
            steps.setdefault(step, []).append(party)
        if list(steps) == [stage]:
            steps = {"": steps[stage]}
        told = (f"{spaced(step)} by {speech.listed(who)}" for step, who in steps.items())
        yield ", ".join(told).strip()
    if entry.to_ratify is not Unknown and entry.by_party is not Unknown:
        yield f"no ratification by {speech.listed(entry.to_ratify)} is recorded"
    if entry.term_ends is not Unknown:
        ended = status == "term over, renewal not recorded"
        yield f"its term {'ended' if ended else 'ends'} {days.on(entry.term_ends)}"
    if entry.due is not Unknown:
        yield f"the next step is {days.due(entry.due)}{late(entry.overdue)}"
    current = entry.current
    if current is not None and current.value.reason:
        yield f"because {current.value.reason}{speech.by([current])}"
    if status in ("stalled", "under negotiation"):
        yield from each(entry.delay, speech, "reasons given: {}")
        yield from last(entry.outlook, speech, "outlook: {}")


def membership(id: str, entry: Membership, speech: Speech) -> Clauses:
    """A party's status in an organisation, and what is to come."""
    organisation, _, party = id.rpartition(".")
    head = f"{speech.title(party)} in {speech.name(organisation)}"
    if entry.status is Unknown:
        return head, []
    told = [f"{_STATUS.get(entry.status, spaced(entry.status))}{since(entry)}"]
    if entry.due is not Unknown:
        told.append(f"to take effect {days.on(entry.due)}{late(entry.overdue)}")
    return head, told


def commitment(id: str, entry: Commitment, speech: Speech) -> Clauses:
    """What was promised, what came of it, by when it was due and how it stands."""
    head = speech.title(id)
    if id not in speech.names and entry.item:
        head = speech.title(str(entry.item.latest))
    if id not in speech.names and entry.promisor and entry.promisee:
        head += f", {speech.told(entry.promisor)} to {speech.told(entry.promisee)}"
    return head, [*_promised(entry, speech)]


def _promised(entry: Commitment, speech: Speech) -> Iterator[str]:
    status, came = entry.status, entry.so_far
    overdue = entry.overdue
    if status in ("refused", "withheld", "cancelled", "fulfilled"):
        by = next(
            (f" by {speech.name(c.value.by)}" for c in entry.stages.counted[-1:] if c.value.by), ""
        )
        yield f"{status}{by}{since(entry)}"
    if entry.promised:
        yield f"promised: {speech.among(entry.promised)}"
    elif status in ("open", "overdue", "possibly overdue"):
        yield "promised, no number told"
    if came is Unknown:
        if status in ("overdue", "possibly overdue"):
            yield "no delivery is recorded"
    elif came.high == 0:
        yield "none delivered"
    else:
        share = "" if entry.share is Unknown else f", {amount(entry.share)}"
        by = speech.by(entry.totals) if len(entry.totals) == 1 else ""
        yield f"delivered so far: {amount(came)}{share}{by}"
    if aside := speech.aside(entry.delivered):
        yield aside
    if entry.due is not Unknown and status != "fulfilled":
        yield f"{days.due(entry.due)}{late(overdue)}"
    if entry.in_dispute is True and status not in ("refused", "withheld"):
        yield f"disputed {days.on(entry.disputes[-1].when)}{speech.by(entry.disputes[-1:])}"


def project(id: str, entry: Project, speech: Speech) -> Clauses:
    """How far a project is, what it has put out, and by when it is to be done."""
    name = entry.name.latest
    named = name if isinstance(name, str) and id not in speech.names else speech.title(id)
    return named, [*_built(entry, speech)]


def _built(entry: Project, speech: Speech) -> Iterator[str]:
    if entry.current is not None:
        who = speech.by([entry.current])
        yield f"{spaced(entry.current.value.word)}, as told {days.on(entry.current.when)}{who}"
    if entry.so_far is not Unknown:
        share = "" if entry.share is Unknown else f", {amount(entry.share)} of the target"
        by = speech.by(entry.output.counted[-1:])
        yield f"output so far: {amount(entry.so_far)}{share}{by}"
    if isinstance(entry.target.best, Quantity):
        yield f"target: {amount(entry.target.best)}"
    if entry.due is not Unknown:
        earlier = list(dict.fromkeys(c.value for c in entry.dues.counted[:-1]))
        earlier = [due for due in earlier if due != entry.due]
        before = f" (earlier: {joined(map(days.date, earlier))})" if earlier else ""
        yield f"completion {days.due(entry.due)}{late(entry.overdue)}{before}"
    if entry.starts.latest is not Unknown and entry.start_overdue is not Unknown:
        yield f"start {days.due(entry.starts.latest)}{late(entry.start_overdue)}"
    match entry.is_usable:
        case Certainty.YES:
            yield f"usable{speech.by(entry.usable.counted)}"
        case Certainty.NO:
            yield f"not usable{speech.by(entry.usable.counted)}"
