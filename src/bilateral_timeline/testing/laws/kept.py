"""The laws of what is kept: events as they are stored, states that are pickled."""

from __future__ import annotations

from typing import Any

import cloudpickle

from ...projections.projection import Projection
from ...records.codec import from_plain, to_text
from ...records.stored import from_json
from ..histories import timeline_of
from ..violations import unlike
from .case import Case, law


@law("stored form")
def stored_form(projection: Projection[Any], case: Case) -> str:
    """Events that were written and read again give the same state."""
    events = case.told
    again: Any = [from_plain(from_json(to_text(event))) for event in events]
    one, other = (case.show(projection, projection.fold(told)) for told in (events, again))
    return unlike(one, other, "at first", "read again")


@law("pickle", asks=True)
def pickled(projection: Projection[Any], case: Case) -> str:
    """A state that went through pickle is the same."""
    state = case.asked.of(timeline_of(projection, case.records))
    return unlike(state, cloudpickle.loads(cloudpickle.dumps(state)), "before", "after")
