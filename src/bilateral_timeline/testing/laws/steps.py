"""The laws of a step, and of the fold that it makes."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import attrs
from pendulum import Date

from ...projections.projection import Projection
from ...records.events import Event
from ..elsewhere import FoldError, folded_elsewhere
from ..histories import timeline_of
from ..questions import Question
from ..violations import raised, reason, unlike
from .case import Case, law


@law("total")
def total(projection: Projection[Any], case: Case) -> str:
    """A step takes every event, though what it refers to has not been introduced."""
    told_of = [record for record in case.records if isinstance(record, Event)]
    for told in (*([event] for event in told_of), case.events(), told_of[::-1]):
        state = deepcopy(projection.initial)
        for event in told:
            try:
                state = projection.evolve(state, event)
            except Exception as error:
                return f"At event {event.id!r}, evolve raised {reason(error)}"
        if what := raised(lambda state=state: projection.show(state)):  # type: ignore[misc]
            return f"To show the state raised {what}"
    return ""


@law("pure")
def pure(projection: Projection[Any], case: Case) -> str:
    """A step leaves the state that it is given as it was."""
    state = deepcopy(projection.initial)
    for event in case.events():
        before = deepcopy(state)
        if state != before:
            return f"A copy of the state is not equal to it: {type(state).__name__} needs __eq__"
        after = projection.evolve(state, event)
        if found := unlike(before, state, "before", "after"):
            return f"At event {event.id!r}, evolve changed the state it was given:\n{found}"
        state = after
    return ""


@law("deterministic")
def deterministic(projection: Projection[Any], case: Case) -> str:
    """The same events give the same state, however often they are folded."""
    events = case.events()
    one, other = (projection.show(projection.fold(events)) for _ in "ab")
    if found := unlike(one, other, "at first", "the second time"):
        return found
    state = projection.initial
    for event in events:
        one, other = projection.evolve(state, event), projection.evolve(state, event)
        if found := unlike(one, other, "at first", "the second time"):
            return f"At event {event.id!r}, evolve gave two states:\n{found}"
        state = one
    return ""


@law("the same elsewhere")
def elsewhere(projection: Projection[Any], case: Case) -> str:
    """Another process gives the same state, with other hashes of texts and on another date."""
    events = case.events()
    here = projection.show(projection.fold(events))
    try:
        states = folded_elsewhere(projection, events)
    except FoldError as error:
        return f"There it raised {error}"
    for state in states:
        if found := unlike(here, state, "here", "there"):
            return found
    return ""


@law("prefixes")
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
    return unlike(projection.show(state), projection.show(whole), *names)


@law("lasts")
def lasts(projection: Projection[Any], case: Case) -> str:
    """A value lasts until the next event: nothing changes because a day has passed."""
    asked, timeline = case.asked, timeline_of(projection, case.records)
    until = Question(case.earlier, asked.known_by, asked.mode)
    if timeline.events(until.as_of, asked.as_of, known_by=asked.known_by, mode=asked.mode):
        last = max(event.when.sort_key(asked.mode)[0] for event in case.events(timeline))
        until = Question(Date.fromordinal(last), asked.known_by, asked.mode)
    names = f"on {until.as_of}", f"on {asked.as_of}, with no event in between"
    return unlike(until.of(timeline), asked.of(timeline), *names)
