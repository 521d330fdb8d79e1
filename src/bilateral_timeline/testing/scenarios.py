"""Given some events, as of a day, one expects: examples that are read at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs
from hypothesis.strategies import SearchStrategy

from ..arguments import require_projection
from ..dates.when import Day, Mode
from ..errors import InputError, MissingError, Problem, shown
from ..log import EventLog
from ..projections.composed import EVENTS
from ..projections.paths import look_up
from ..projections.projection import Projection
from ..records.events import Record
from ..records.values import Unknown
from ..timeline import Timeline
from .questions import Question


def given(*records: Record, projection: Projection[Any] = EVENTS) -> Scenario:
    """Some events, of which a projection makes a state (the events themselves, if not given).

    >>> import bilateral_timeline as bt
    >>> @bt.kind("tower-built")
    ... class TowerBuilt:
    ...     metres: int
    >>> built = bt.Event(id="a", when="1999", known="1999-06", what=TowerBuilt(metres=30))
    >>> height = bt.Latest(lambda event: event.what.metres)
    >>> tower = given(built, projection=bt.Compose(height=height, built=bt.Count()))
    >>> _ = tower.as_of("1999").expect(height=30, built=1)
    >>> _ = tower.as_of("1999", known_by="1999-05").expect(height=bt.Unknown, built=0)
    >>> tower.as_of("1999").expect(height=31)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    AssertionError: as_of("1999-12-31", known_by=None, mode="certain") is not as expected:
      height: 31 expected, 30 found (set by a)
    """
    require_projection("given", projection)
    if any(isinstance(record, SearchStrategy) for record in records):
        advice = "strategies are for `given` of hypothesis: import one of the two by another name"
        raise InputError(Problem("given", "a strategy", "an Event or a Retraction", advice))
    log = EventLog()
    log.append(*records)
    return Scenario(log.timeline(projection))


@attrs.frozen
class Scenario:
    """Some events, and the timeline that they make."""

    timeline: Timeline[Any]

    def as_of(self, day: Day, known_by: Day | None = None, mode: Mode = "certain") -> Outcome:
        """The state of a day: ask its `state`, or say what you `expect` of it."""
        asked = Question(day, known_by, mode)
        return Outcome(self.timeline, asked, asked.of(self.timeline))


@attrs.frozen
class Outcome:
    """The state of a day."""

    timeline: Timeline[Any]
    asked: Question
    state: Any

    def expect(self, paths: Mapping[str, Any] | None = None, /, **values: Any) -> Self:
        """Say what stands at some paths; whatever does not is told, in one AssertionError.

        A path may be given as a name, with `__` for each dot: `staff__smith=2`. A text is also
        equal to what is said so: `since="2024-05"` to a date, `best="24 jets"` to a quantity.
        """
        __tracebackhide__ = True
        named = {name.replace("__", "."): value for name, value in values.items()}
        wanted = {**(paths or {}), **named}
        rows = [row for path, value in wanted.items() if (row := self._row(path, value))]
        if rows:
            raise AssertionError("\n".join((f"{self.asked} is not as expected:", *rows)))
        return self

    def expect_state(self, state: Any) -> Self:
        """Say what the whole state is."""
        return self.expect({"": state})

    def _row(self, path: str, expected: Any) -> str:
        """How what stands at a path is not as expected; nothing if it is."""
        try:
            found = look_up(self.state, path)
        except MissingError as error:
            return f"  {path}: {shown(expected)} expected; {error}"
        if found is expected or (found is not Unknown and found == expected):
            return ""
        if isinstance(expected, str) and str(found) == expected:
            return ""
        says = f"{shown(expected)} expected, {shown(found, 200)} found"
        return f"  {path or 'the state'}: {says}{self._why(path)}"

    def _why(self, path: str) -> str:
        """Which events set what stands at a path."""
        try:
            asked = self.asked
            why = self.timeline.explain(
                path, as_of=asked.as_of, known_by=asked.known_by, mode=asked.mode
            )
        except InputError:
            return ""
        ids = ", ".join(event.id for event in why.set_by[-3:])
        return f" (set by {ids})" if ids else " (no event sets it)"
