"""The laws of a step, and of the fold that it makes."""

from __future__ import annotations

from typing import Any

import attrs
from pendulum import Date

from ...projections.projection import Projection
from ...records.order import END, happened_on
from ..elsewhere import FoldError, folded_elsewhere
from ..histories import timeline_of
from ..questions import Question
from ..violations import raised, reason, unlike
from .case import Case, copied, law


@law("pure")
def pure(projection: Projection[Any], case: Case) -> str:
    """A step leaves the state that it is given as it was, and gives the same for the same."""
    state = copied(projection.initial)
    for event in (None, *case.told):
        if event is not None:
            before, one = copied(state), copied(state)
            try:
                after, again = projection.evolve(one, event), projection.evolve(state, event)
            except Exception:  # which is told of by another law
                return ""
            if found := unlike(before, one, "before", "after"):
                return f"At event {event.id!r}, evolve changed the state it was given:\n{found}"
            if found := unlike(after, again, "at first", "the second time"):
                return f"At event {event.id!r}, evolve gave two states:\n{found}"
            state = after
        if found := _changed_by_showing(projection, state, case):
            return found
    return ""


def _changed_by_showing(projection: Projection[Any], state: Any, case: Case) -> str:
    before = copied(state)
    if unlike(before, state, "", ""):
        return f"A copy of the state is not equal to it: {type(state).__name__} needs __eq__"
    if raised(lambda: case.show(projection, state)):
        return ""
    found = unlike(before, state, "before", "after")
    return found and f"To show the state changed it:\n{found}"


@law("total")
def total(projection: Projection[Any], case: Case) -> str:
    """A step takes every event, though what it refers to has not been introduced."""
    for told in (*([event] for event in case.told), case.told, case.told[::-1]):
        state = copied(projection.initial)
        for event in told:
            try:
                state = projection.evolve(state, event)
            except Exception as error:
                return f"At event {event.id!r}, evolve raised {reason(error)}"
        if what := raised(lambda state=state: case.show(projection, state)):  # type: ignore[misc]
            return f"To show the state raised {what}"
    return ""


@law("deterministic")
def deterministic(projection: Projection[Any], case: Case) -> str:
    """The same events give the same state, however often they are folded."""
    one, other = (case.show(projection, projection.fold(case.told)) for _ in "ab")
    return unlike(one, other, "at first", "the second time")


@law("the same elsewhere")
def elsewhere(projection: Projection[Any], case: Case) -> str:
    """Another process gives the same state, with other hashes of texts and at another time."""
    here = case.show(projection, projection.fold(case.told))
    try:
        states = folded_elsewhere(projection, case.told, case.moment)
    except FoldError as error:
        return f"There it raised {error}"
    for state in states:
        if found := unlike(here, state, "here", "there"):
            return found
    return ""


@law("prefixes", asks=True)
def prefixes(projection: Projection[Any], case: Case) -> str:
    """The state of a day is that of an earlier day and the events in between."""
    asked, timeline = case.asked, timeline_of(projection, case.records)
    until = Question(min(case.earlier, asked.as_of), asked.known_by, asked.mode)
    state = projection.fold(case.events(timeline)[: len(attrs.evolve(case, asked=until).events())])
    between = timeline.events(until.as_of, asked.as_of, known_by=asked.known_by, mode=asked.mode)
    for event in between:
        state = projection.evolve(state, event)
    whole = projection.fold(case.events(timeline))
    names = f"by way of {until.as_of}", "at once"
    return unlike(case.show(projection, state), case.show(projection, whole), *names)


@law("lasts", asks=True)
def lasts(projection: Projection[Any], case: Case) -> str:
    """A value lasts until the next event: nothing changes because a day has passed."""
    asked, timeline = case.asked, timeline_of(projection, case.records)
    events = timeline.events(known_by=asked.known_by, mode=asked.mode)
    days = {happened_on(event, asked.mode) for event in events} | {1, END}
    first = max(day for day in days if day <= asked.as_of.toordinal())
    last = min(day for day in days if day > asked.as_of.toordinal()) - 1
    one, other = (attrs.evolve(asked, as_of=Date.fromordinal(day)) for day in (first, last))
    names = f"on {one.as_of}", f"on {other.as_of}, with no event in between"
    return unlike(one.of(timeline), other.of(timeline), *names)
