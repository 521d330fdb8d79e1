"""A law, and what it is tried on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import attrs
from pendulum import Date

from ...dates.when import Day, to_day
from ...projections.projection import Moment, Projection
from ...records.events import Event, Record
from ...records.order import in_order
from ...timeline import Timeline
from ..code import Arrivals, code
from ..histories import timeline_of
from ..questions import Question
from ..violations import SHOWN, LawViolation, reason


@attrs.frozen(init=False, repr=False)
class Case:
    """What a law is tried on: the records of a log as they arrived, and a question.

    `other` is another order of arrival (the reverse, if not given), `earlier` a day that is not
    after the one asked of, and `later` a day on which more is learnt, after all else.
    """

    records: Arrivals = attrs.field(converter=Arrivals)
    asked: Question
    other: Arrivals = attrs.field(converter=Arrivals)
    earlier: Date = attrs.field(converter=to_day)
    later: Date = attrs.field(converter=to_day)

    def __init__(
        self,
        records: Sequence[Record],
        asked: Question,
        other: Sequence[Record] | None = None,
        earlier: Day | None = None,
        later: Day | None = None,
    ) -> None:
        before = asked.as_of if earlier is None else min(to_day(earlier), asked.as_of)
        after = asked.as_of if later is None else to_day(later)
        last = max([after, *(record.known for record in records)])
        another = [*records][::-1] if other is None else other
        self.__attrs_init__(records, asked, another, before, last)

    def __repr__(self) -> str:
        held = len(self.records)
        records = code(tuple(self.records)) if held <= SHOWN else f"<{held:,} records>"
        return f"Case({records}, {self.asked})"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))

    @property
    def told(self) -> list[Event]:
        """All events of the records, whether they are believed or not, in canonical order."""
        told = (record for record in self.records if isinstance(record, Event))
        return in_order(told, self.asked.mode)

    @property
    def moment(self) -> Moment:
        """The day asked of, as a view is told it."""
        asked = self.asked
        horizon = min(asked.as_of, asked.known_by or asked.as_of)
        return Moment(asked.as_of, asked.known_by, horizon, asked.mode)

    def show(self, projection: Projection[Any], state: Any) -> Any:
        """What a user sees of a folded state, on the day asked of."""
        return projection.show(state, lambda: self.moment)

    @property
    def days(self) -> list[Date]:
        """The days on which something may have happened; that asked of, where there are none."""
        starts = (record.when.start for record in self.records if isinstance(record, Event))
        told = (day for start in starts for day in (start.earliest, start.latest))
        return sorted({day for day in told if day is not None}) or [self.asked.as_of]

    def events(self, timeline: Timeline[Any] | None = None) -> list[Event]:
        """What had happened by the day asked of, as known, in canonical order."""
        asked, held = self.asked, timeline or timeline_of(NOTHING, self.records)
        return [*held.events(until=asked.as_of, known_by=asked.known_by, mode=asked.mode)]


def copied(value: Any) -> Any:
    """A copy of a state, down to its parts; itself where there is none."""
    try:
        return deepcopy(value)
    except Exception:
        return value


NOTHING: Projection[None] = Projection(initial=None, evolve=lambda state, _: state)
_Broken = Callable[[Any, Any], str]


@attrs.frozen
class Law:
    """A law: its name, what it says, and how it is looked for what breaks it."""

    name: str
    says: str
    broken: _Broken = attrs.field(repr=False)
    """How a case breaks it, in words; nothing if it holds."""
    asks: bool = attrs.field(default=False, repr=False)
    """Whether the question of the case matters, rather than its events alone."""

    def __call__(self, subject: Any, case: Any) -> None:
        """Try it on a case; a `LawViolation` says how it is broken."""
        found, cause = self._found(subject, case)
        if found:
            asked = case.asked if self.asks else None
            raise LawViolation(self.name, self.says, found, case.records, asked) from cause

    def is_broken(self, subject: Any, case: Any) -> bool:
        """Whether a case breaks it."""
        return bool(self._found(subject, case)[0])

    def _found(self, subject: Any, case: Any) -> tuple[str, Exception | None]:
        try:
            return self.broken(subject, case), None
        except Exception as error:
            return f"It raised {reason(error)}", error


def law(name: str, *, asks: bool = False) -> Callable[[_Broken], Law]:
    """Make a law of a function that tells how a case breaks it; its docstring is what it says."""
    return lambda broken: Law(name, broken.__doc__ or "", broken, asks)
