"""Read models with a mistake each: each keeps a log in a table of its own, and asks that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import attrs
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.dates.when import Mode
from bilateral_timeline.log import Entry
from bilateral_timeline.records.events import Record

from .harbour import BoatsDelivered, BoatsPromised, Mistake
from .projections import boats_of

BOATS: bt.Projection[Any] = bt.Projection(initial={}, evolve=boats_of)
IN_ORDER: bt.Projection[Any] = bt.Projection(
    initial=(), evolve=lambda state, event: (*state, event.id, event.seq)
)
DELIVERED: bt.Sum[int] = bt.Sum(lambda event: event.what.boats, kind=BoatsDelivered)


FIRST = Date(1, 1, 1)


@attrs.define
class Table:
    """Rows of records, of which every question is asked anew: the correct twin of all."""

    projection: bt.Projection[Any]
    rows: list[Entry] = attrs.field(factory=list)

    def take(self, entry: Entry) -> None:
        self.rows.append(entry)

    def as_of(self, day: Date, *, known_by: Date | None, mode: Mode) -> Any:
        events = [event for event in self.believed(known_by) if self.happened(event, day, mode)]
        return self.projection.show(self.projection.fold(self.in_order(events, mode)))

    def believed(self, known_by: Date | None) -> list[bt.Event]:
        held: dict[str, Record] = {}
        for entry in self.rows:
            record = entry.record
            if self.is_known(record, known_by) and self.replaces(record, held.get(record.id)):
                held[record.id] = record
        return [record for record in held.values() if isinstance(record, bt.Event)]

    def is_known(self, record: Record, known_by: Date | None) -> bool:
        return known_by is None or record.known <= known_by

    def replaces(self, record: Record, before: Record | None) -> bool:
        return before is None or before.rank < record.rank

    def first_day(self, event: bt.Event, mode: Mode) -> Date | None:
        start = event.when.start
        return start.latest if mode == "certain" else start.earliest or FIRST

    def happened(self, event: bt.Event, day: Date, mode: Mode) -> bool:
        first = self.first_day(event, mode)
        return first is not None and first <= day

    def in_order(self, events: Iterable[bt.Event], mode: Mode) -> list[bt.Event]:
        return sorted(events, key=lambda e: (*e.when.sort_key(mode), e.seq, e.id))


class SortsByPosition(Table):
    """The last that arrived has the last word."""

    def in_order(self, events: Iterable[bt.Event], mode: Mode) -> list[bt.Event]:
        return [*events]


class SortsByKnown(Table):
    """What became public last has the last word."""

    def in_order(self, events: Iterable[bt.Event], mode: Mode) -> list[bt.Event]:
        return sorted(events, key=lambda e: (e.known, e.seq, e.id))


class ForgetsTies(Table):
    """Of events on one day, `seq` does not count."""

    def in_order(self, events: Iterable[bt.Event], mode: Mode) -> list[bt.Event]:
        return sorted(events, key=lambda e: (*e.when.sort_key(mode), e.id))


class LastWriterWins(Table):
    """The last record of an id that arrived is believed."""

    def replaces(self, record: Record, before: Record | None) -> bool:
        return True


class HighestRevisionWins(Table):
    """The record with the highest revision is believed, whatever became public last."""

    def replaces(self, record: Record, before: Record | None) -> bool:
        return before is None or before.revision < record.revision


class NeverReinstates(Table):
    """What was retracted stays so."""

    def replaces(self, record: Record, before: Record | None) -> bool:
        return not isinstance(before, bt.Retraction) and super().replaces(record, before)


class ForgetsThePast(Table):
    """A retraction takes the event out of the table, as if nobody had ever known it."""

    def take(self, entry: Entry) -> None:
        if isinstance(entry.record, bt.Retraction):
            rank, id = entry.record.rank, entry.record.id
            self.rows = [e for e in self.rows if e.record.id != id or e.record.rank > rank]
        super().take(entry)


class CorrectsAtItsDate(Table):
    """A correction happens on the day on which it became public."""

    def happened(self, event: bt.Event, day: Date, mode: Mode) -> bool:
        return super().happened(event, day, mode) and (not event.revision or event.known <= day)


class DayTooLate(Table):
    """What happened on the day itself has not happened."""

    def happened(self, event: bt.Event, day: Date, mode: Mode) -> bool:
        first = self.first_day(event, mode)
        return first is not None and first < day


class KnownTooLate(Table):
    """What became public on the day itself is not known."""

    def is_known(self, record: Record, known_by: Date | None) -> bool:
        return known_by is None or record.known < known_by


class OnlyPossible(Table):
    """What may have happened has happened."""

    def first_day(self, event: bt.Event, mode: Mode) -> Date | None:
        return event.when.start.earliest or FIRST


class EndDecides(Table):
    """What lasts has happened once it is over."""

    def happened(self, event: bt.Event, day: Date, mode: Mode) -> bool:
        end = event.when.end
        last = end.latest if mode == "certain" else end.earliest or FIRST
        return last is not None and last <= day


class PromisedIsDone(Table):
    """What was promised counts as delivered once its day has passed."""

    def as_of(self, day: Date, *, known_by: Date | None, mode: Mode) -> Any:
        told = [e for e in self.believed(known_by) if self.happened(e, day, mode)]
        done = super().as_of(day, known_by=known_by, mode=mode)
        for event in told:
            if isinstance(event.what, BoatsPromised) and (due := event.what.due.latest):
                done += event.what.boats if due <= day else 0
        return done


@attrs.define
class KeepsStates(Table):
    """It keeps the states that it was asked for, and a late event does not drop them."""

    kept: dict[Any, Any] = attrs.field(factory=dict)

    def as_of(self, day: Date, *, known_by: Date | None, mode: Mode) -> Any:
        asked = day, known_by, mode
        if asked not in self.kept:
            self.kept[asked] = super().as_of(day, known_by=known_by, mode=mode)
        return self.kept[asked]


@attrs.define
class GoesOn(Table):
    """It folds each event as it comes, and never goes back."""

    state: Any = None

    def take(self, entry: Entry) -> None:
        if self.state is None:
            self.state = self.projection.initial
        if isinstance(entry.record, bt.Event):
            self.state = self.projection.evolve(self.state, entry.record)

    def as_of(self, day: Date, *, known_by: Date | None, mode: Mode) -> Any:
        return self.projection.initial if self.state is None else self.state


@cache
def table(projection: bt.Projection[Any]) -> Callable[[], Table]:
    """How a plain table of a projection is made."""
    return lambda: Table(projection)


def model(name: str, laws: str, wrong: type[Table], projection: Any = BOATS) -> Mistake:
    """A read model of a projection, and the plain table beside it."""
    options = {"projection": projection}
    return Mistake(name, laws, lambda: wrong(projection), table(projection), options=options)


MISTAKES = (
    model("sorts by position", "arrival|correction|definition", SortsByPosition, IN_ORDER),
    model("sorts by what became public", "definition", SortsByKnown, IN_ORDER),
    model("forgets the order within a day", "definition", ForgetsTies, IN_ORDER),
    model("the last writer wins", "arrival|correction|definition", LastWriterWins),
    model("the highest revision wins", "later known|correction|definition", HighestRevisionWins),
    model("never reinstates", "arrival|correction|definition", NeverReinstates),
    model(
        "a retraction hides the past",
        "arrival|later known|retraction|correction|definition",
        ForgetsThePast,
    ),
    model("corrects at its own date", "correction|definition", CorrectsAtItsDate, IN_ORDER),
    model("a day too late", "definition", DayTooLate),
    model("known a day too late", "retraction|correction|definition", KnownTooLate),
    model("what is possible is certain", "definition", OnlyPossible),
    model("the end decides", "definition", EndDecides, IN_ORDER),
    model("planned counts as done", "definition", PromisedIsDone, DELIVERED),
    model("keeps its states", "retraction|correction|definition", KeepsStates),
    model("never goes back", "arrival|later known|retraction|correction|definition", GoesOn),
)
