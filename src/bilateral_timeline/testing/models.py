"""Laws of a read model: what follows a log and answers by itself, such as a table of totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import attrs
import hypothesis
from pendulum import Date

from ..arguments import require, require_projection
from ..dates.when import Mode
from ..log import Entry
from ..projections.definition import definition
from ..projections.projection import Projection
from ..records.events import Record
from .bodies import Bodies
from .checking import cases, of_bodies, search
from .laws import Case, Law, arrival, correction, later_known, law, retraction
from .laws.arrivals import Replay
from .questions import Question
from .violations import unlike


class ReadModel(Protocol):
    """What is made of a log, record by record, and asked in between."""

    def take(self, entry: Entry) -> None:
        """Take in the next record of the log, as `log.follow` tells it."""

    def as_of(self, day: Date, *, known_by: Date | None, mode: Mode) -> Any:
        """The state of a day, as known by another."""


@attrs.frozen
class Modelled:
    """A read model, by how a new one is made, and the projection whose states it gives."""

    make: Callable[[], ReadModel]
    projection: Projection[Any]

    def replay(self) -> Replay:
        """A new one, which is told records in the order in which they arrive."""
        return _Following(self.make())


class _Following:
    """A read model that follows a log."""

    def __init__(self, model: ReadModel) -> None:
        self._model, self._held = model, set[tuple[str, int]]()

    def take(self, *records: Record) -> None:
        for record in records:
            if (record.id, record.revision) not in self._held:
                self._held.add((record.id, record.revision))
                self._model.take(Entry(len(self._held), record))

    def answer(self, asked: Question) -> Any:
        return self._model.as_of(asked.as_of, known_by=asked.known_by, mode=asked.mode)


@law("definition")
def defined(modelled: Modelled, case: Case) -> str:
    """What it answers after any record is what the definition gives: latest, filter, sort, fold."""
    replay, projection = modelled.replay(), modelled.projection
    questions = [case.asked, attrs.evolve(case.asked, as_of=case.earlier)]
    for at, record in enumerate(case.records, 1):
        replay.take(record)
        if at == len(case.records):
            questions += _all_questions(case)
        for asked in questions:
            told = case.records[:at], asked.as_of, asked.known_by, asked.mode
            expected = projection.show(definition(projection, *told))
            if found := unlike(replay.answer(asked), expected, "answered", "by the definition"):
                return f"After {at} of {len(case.records)} records:\n{found}\n  {asked}"
    return ""


def _all_questions(case: Case) -> Iterator[Question]:
    """Of each day of a history, as known by each on which anything became public, and today."""
    public = sorted({record.known for record in case.records})
    for day in (*case.days, case.asked.as_of):
        for known in (*public, None):
            for mode in ("certain", "possible"):
                yield attrs.evolve(case.asked, as_of=day, known_by=known, mode=mode)


OF_A_READ_MODEL: tuple[Law, ...] = (arrival, later_known, retraction, correction, defined)


def check_read_model(
    make: Callable[[], ReadModel],
    projection: Projection[Any],
    bodies: Bodies | None = None,
    *,
    settings: hypothesis.settings | None = None,
) -> None:
    """Check what follows a log by itself: a table of totals, a cache, a view in a database.

    `make` makes a new one, which has taken in nothing; it has the methods of `ReadModel`. What it
    answers must be what `projection` gives, whatever arrives in whatever order, and however
    often it is asked in between. A `LawViolation` says how it is not.

    >>> import bilateral_timeline as bt
    >>> count = bt.Count()
    >>> @bt.kind("gong-struck")
    ... class GongStruck:
    ...     times: int
    >>> class Replayed:
    ...     def __init__(self):
    ...         self.log = bt.EventLog()
    ...     def take(self, entry):
    ...         self.log.append(entry.record)
    ...     def as_of(self, day, *, known_by, mode):
    ...         return self.log.timeline(count).as_of(day, known_by=known_by, mode=mode)
    >>> check_read_model(Replayed, count, GongStruck)
    """
    require_projection("check_read_model", projection)
    expected = "a function that makes a read model, with the methods take and as_of"
    require(callable(make), "check_read_model: make", make, expected)
    has_both = all(callable(getattr(make(), name, None)) for name in ("take", "as_of"))
    require(has_both, "check_read_model: make", make, expected)
    search(Modelled(make, projection), OF_A_READ_MODEL, cases(of_bodies(bodies)), settings)
