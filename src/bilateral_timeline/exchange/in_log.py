"""What a log holds of a data set, beside which an edition is laid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from pendulum import Date

from ..dates.when import Certainty, Day, When
from ..errors import InputError, Problem, shown
from ..log import EventLog
from ..records.events import Citation, Event, Record, Retraction, Source, as_when
from ..stores.log import new_works
from .datasets.citing import content_of
from .datasets.reader import UNREAD, Reading
from .doubts import Doubts
from .membership import is_by_edition, is_edition, of_dataset
from .parties import no_party


class InLog:
    """The records of a data set that a log holds, and what an edition tells of their events.

    >>> from bilateral_timeline import exchange
    >>> reading = exchange.read("icews", "events.tab", version="1", known="2023-04-10")
    >>> in_log = InLog(EventLog(), reading, "2023-03")
    >>> dict(in_log.newest), str(in_log.period)
    ({}, '2023-03')
    """

    def __init__(self, log: EventLog, reading: Reading, during: When | Day | None) -> None:
        self.reading, self.work = reading, reading.work
        day = self.work.known
        assert day is not None, "an edition has its day"
        self.day: Date = day
        self.newest: dict[str, Record] = {}
        self.revisions: dict[str, int] = {}
        self.first_by: dict[tuple[str, str], Record] = {}
        self.given = reading.given = dict[str, tuple[Event, int]]()
        self.left: list[str] = []
        self.withheld: list[str] = []
        self.told_on: dict[str, Date] = {}
        self.unchanged, self.kept = 0, 0
        self.parties: set[str] = set()
        for entry in log.stream():
            record = entry.record
            if of_dataset(record.id) == reading.dataset.name:
                self._hold(record, log._works)
        self.own = {
            id
            for id, record in self.newest.items()
            if is_by_edition(record, reading.dataset, log._works)
            and self.first_by[id, record.sources[0].source] is record
        }
        self.period = reading.during = _period(reading, during, bool(self.own))
        self.at_stake = {
            id: held.parties
            for id, held in self.newest.items()
            if id in self.own and isinstance(held, Event) and self._could_hold(held)
        }
        self.doubts = reading.doubts = Doubts(reading.dataset, self.at_stake)

    def _hold(self, record: Record, works: Mapping[str, Source]) -> None:
        before = self.newest.get(record.id, record)
        self.newest[record.id] = max(before, record, key=lambda one: one.rank)
        if isinstance(record, Event):
            self.parties.update(record.parties)
        last = self.revisions.get(record.id, record.revision)
        self.revisions[record.id] = max(last, record.revision)
        if is_by_edition(record, self.reading.dataset, works):
            self._check_work(record.sources[0], works)
            self.told_on[record.id] = min(self.told_on.get(record.id, record.known), record.known)
        for cited in record.sources:
            at = record.id, cited.source
            self.first_by[at] = min(self.first_by.get(at, record), record, key=_turn)
            is_later = cited.known is not None and cited.known > self.day
            if is_later and is_edition(cited.source, self.reading.dataset, works):
                found = f"an edition of {self.day}, after that of {cited.known} ({cited.source})"
                expected = "editions in the order of their days"
                raise InputError(Problem("update: known", found, expected))

    def _check_work(self, cited: Citation, works: Mapping[str, Source]) -> None:
        """Refuse the edition if the log has it of another day, though it does not keep its works.

        One that keeps them refuses another work of that id whenever it is given one.
        """
        if cited.source == self.work.id and cited.known is not None and cited.source not in works:
            new_works({cited.source: attrs.evolve(self.work, known=cited.known)}, [self.work])

    def record_of(self, event: Event) -> Event | None:
        """The record that an event of the edition gives the log; None where it stays as it is."""
        held = self.newest.get(event.id)
        if held is None:
            return event
        if isinstance(held, Event) and content_of(held) == content_of(event):
            self.unchanged += 1
            return None
        if event.id not in self.own:
            self.left.append(event.id)
            return None
        return self._again(event, held)

    def corrects(self, record: Event) -> bool:
        """Whether a record says otherwise what the log holds as an event."""
        return isinstance(self.newest.get(record.id), Event)

    def _again(self, event: Event, held: Record) -> Event:
        """An event as the next record of its id, known from the day of the edition."""
        day = max(self.day, held.known)
        cited = tuple(attrs.evolve(one, known=self.day) for one in event.sources)
        revision = self.revisions[event.id] + 1
        return attrs.evolve(event, revision=revision, known=day, sources=cited)

    def check_parties(self) -> None:
        """Refuse a party asked for that neither a row has nor an event of the set in the log."""
        seen = self.reading.seen
        missing = [p for p in self.reading.parties if p not in seen and p not in self.parties]
        if missing:
            raise InputError(*(no_party(party, seen, self.reading.file) for party in missing))

    def check_rows(self) -> None:
        """Refuse a file without a row where the log holds what it could tell."""
        if self.at_stake and not self.reading.rows:
            held = f"{len(self.at_stake):,} {'event' if len(self.at_stake) == 1 else 'events'}"
            expected = f"rows, as the log holds {held} of the set that the file could tell"
            advice = "is the file whole?"
            file = self.reading.file
            raise InputError(Problem(file, "no row", expected, advice, file=file))

    def _could_hold(self, held: Event) -> bool:
        """Whether the file could tell an event of the log, and so leave it out."""
        if self.reading.parties and not self.reading.counts(held.parties):
            return False
        when = held.when
        if self.reading.dataset.by_known:  # a file is of what was told in its period
            when = When(self.told_on[held.id].isoformat())
        return self.period is None or when.within(self.period) is Certainty.YES

    def taken(self, records: list[Event]) -> tuple[list[Event], list[Retraction]]:
        """What of new records may be taken in, and a retraction of each event that is gone.

        Rows that may tell what changed are refused, see `Doubts`. If it is lenient, what they may
        tell is `withheld`, and where any row cannot be read nothing is gone: then `kept` counts
        what the file does not tell.
        """
        missing = self._missing()
        doubted = self.doubts.about({record.id: record.parties for record in records}, missing)
        self.reading.tell_doubted(doubted)
        self.withheld = [record.id for record in records if record.id in doubted]
        records = [record for record in records if record.id not in doubted]
        if doubted or self.reading.skipped[UNREAD]:
            self.kept = len(missing)
            return records, []
        return records, [self._retraction(id) for id in missing]

    def _missing(self) -> dict[str, tuple[str, ...]]:
        """What the file does not tell, of the parts of the set of which it has any row."""
        missing = {id: held for id, held in self.at_stake.items() if id not in self.given}
        if (part_of := self.reading.dataset.part_of) is None:
            return missing
        return {id: held for id, held in missing.items() if part_of(id) in self.reading.parts}

    def _retraction(self, id: str) -> Retraction:
        return Retraction(
            id=id,
            revision=self.revisions[id] + 1,
            known=max(self.day, self.newest[id].known),
            reason=f"{self.work.title} tells it no more.",
            sources=(Citation(self.work),),
        )


def _turn(record: Record) -> int:
    return record.revision


def _period(reading: Reading, during: Any, holds_any: bool) -> When | None:
    if during is not None:
        return as_when(during, "update: during")
    if reading.dataset.in_parts and holds_any:
        advice = "such as during='2014', or '../2023' for all up to then (typed: --during 2014)"
        expected = f"the period of the file, as those of {reading.dataset.name} are parts"
        raise InputError(Problem("update: during", shown(None), expected, advice))
    return None
