"""The laws of what arrives when, and of what is known when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import attrs
from pendulum import Date

from ...log import EventLog
from ...projections.projection import Projection
from ...records.events import Event, Record
from ..histories import timeline_of
from ..questions import Question
from ..violations import unlike
from .case import NOTHING, Case, law


class Replay(Protocol):
    """Whatever takes records in, and answers at any time in between."""

    def take(self, *records: Record) -> None:
        """Take in some records, in the order in which they arrive."""

    def answer(self, asked: Question) -> Any:
        """The answer to a question, as of all that was taken in."""


class _OfALog:
    """How a log and its timelines replay a projection."""

    def __init__(self, projection: Projection[Any]) -> None:
        self._projection, self._log = projection, EventLog()

    def take(self, *records: Record) -> None:
        self._log.append(*records)

    def answer(self, asked: Question) -> Any:
        return asked.of(self._log.timeline(self._projection))


def replayed(subject: Any, records: Sequence[Record]) -> Replay:
    """A replay of some records: by a log, or as what is tested does it itself (`replay`)."""
    replay: Replay = _OfALog(subject) if isinstance(subject, Projection) else subject.replay()
    replay.take(*records)
    return replay


@law("arrival", asks=True)
def arrival(subject: Any, case: Case) -> str:
    """The order in which records arrive does not matter."""
    one, two = (replayed(subject, told).answer(case.asked) for told in (case.records, case.other))
    return unlike(one, two, "as they arrived", "in another order")


@law("later known", asks=True)
def later_known(subject: Any, case: Case) -> str:
    """What becomes known later does not change what was known."""
    known = case.asked.known_by
    if known is None:
        return ""
    early = [record for record in case.records if record.known <= known]
    one, two = (replayed(subject, told).answer(case.asked) for told in (case.records, early))
    return unlike(one, two, "with what is known later", "without")


def _log_of(case: Case) -> EventLog:
    log = EventLog()
    log.append(*case.records)
    return log


def _chosen(case: Case) -> Event | None:
    """An event that is believed after all that is told: of the id that arrived first."""
    believed = {event.id: event for event in timeline_of(NOTHING, case.records).events()}
    return next((believed[record.id] for record in case.records if record.id in believed), None)


def _without(case: Case, id: str) -> list[Record]:
    return [record for record in case.records if record.id != id]


@law("retraction", asks=True)
def retraction(subject: Any, case: Case) -> str:
    """What is retracted has not happened, from the day of its retraction on."""
    event, log = _chosen(case), _log_of(case)
    if event is None:
        return ""
    until, since = _until(case.asked, case.later), _since(case.asked, case.later)
    replay = replayed(subject, case.records)
    before, _ = replay.answer(until), replay.answer(since)  # which is to be forgotten
    log.retract(event.id, known=case.later, reason="wrong")
    replay.take(log.read()[-1].record)
    told = f"{event.id!r} was retracted on {case.later}."
    if found := unlike(before, replay.answer(until), "before", "afterwards"):
        return f"{told} Now something else was known before:\n{found}"
    without = replayed(subject, _without(case, event.id)).answer(since)
    if found := unlike(replay.answer(since), without, "retracted", "without it"):
        return f"{told} It still counts:\n{found}"
    return ""


@law("correction", asks=True)
def correction(subject: Any, case: Case) -> str:
    """A correction replaces the event from its own day on, an erratum from the first."""
    event, log = _chosen(case), _log_of(case)
    if event is None:
        return ""
    until, since = _until(case.asked, case.later), _since(case.asked, case.later)
    replay, others = replayed(subject, case.records), _without(case, event.id)
    before, _ = replay.answer(until), replay.answer(since)

    def corrected(told: str) -> str:
        log.correct(event.id, known=case.later, **_changed(event, case))
        record = log.read()[-1].record
        replay.take(record)
        if found := unlike(before, replay.answer(until), "before", "afterwards"):
            return f"{told} Now something else was known before:\n{found}"
        anew = replayed(subject, [*others, record]).answer(since)
        found = unlike(replay.answer(since), anew, "so", "told so at first")
        return found and f"{told} It does not count as if it had been told so at first:\n{found}"

    if found := corrected(f"{event.id!r} was corrected on {case.later}."):
        return found
    log.retract(event.id, known=case.later, reason="wrong")
    replay.take(log.read()[-1].record)
    told = f"{event.id!r} was retracted and reinstated on {case.later}."
    return corrected(told) or _of_an_erratum(subject, case, event)


def _changed(event: Event, case: Case) -> dict[str, Any]:
    """What a correction changes: the date, where that can be the day asked of, and the body."""
    changed: dict[str, Any] = {"seq": event.seq + 1}
    if not event.when.is_closed:
        changed["when"] = case.earlier.isoformat()
        others = [other.what for other in case.told if other.what != event.what]
        changed |= {"what": others[0]} if others else {}
    return changed


def _of_an_erratum(subject: Any, case: Case, event: Event) -> str:
    log = _log_of(case)
    log.correct(event.id, **_changed(event, case))
    held = [entry.record for entry in log.read()]
    wrong = event.id, event.revision
    right = [record for record in held if (record.id, record.revision) != wrong]
    one, other = (replayed(subject, told).answer(case.asked) for told in (held, right))
    found = unlike(one, other, "with an erratum", "written so at first")
    return found and f"Of {event.id!r} there is an erratum:\n{found}"


def _until(asked: Question, known: Date) -> Question:
    """The same question, as known before a day."""
    return attrs.evolve(asked, known_by=min(asked.known_by or known, known.subtract(days=1)))


def _since(asked: Question, known: Date) -> Question:
    """The same question, as known on a day or later."""
    return attrs.evolve(asked, known_by=asked.known_by and max(known, asked.known_by))
