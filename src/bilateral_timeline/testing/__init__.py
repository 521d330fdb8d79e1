"""Strategies for random logs, the laws of every projection, and the promises of every store.

Needs hypothesis: `pip install 'bilateral-timeline[testing]'`.
"""

from __future__ import annotations

try:
    import hypothesis as _hypothesis  # noqa: F401
except ImportError as error:
    raise ImportError("needs hypothesis: pip install 'bilateral-timeline[testing]'") from error

from .laws import (
    a_state_goes_on_from_an_earlier_one,
    a_step_is_pure,
    arrival_order_does_not_matter,
    check_projection,
    summaries_combine_in_any_grouping,
    what_is_known_later_does_not_matter,
)
from .machine import StoreMachine
from .stores import PROMISES, OpenStore, check_promise, check_store
from .strategies import Question, days, logs, questions, timeline_of, whens

__all__ = [
    "PROMISES",
    "OpenStore",
    "Question",
    "StoreMachine",
    "a_state_goes_on_from_an_earlier_one",
    "a_step_is_pure",
    "arrival_order_does_not_matter",
    "check_projection",
    "check_promise",
    "check_store",
    "days",
    "logs",
    "questions",
    "summaries_combine_in_any_grouping",
    "timeline_of",
    "what_is_known_later_does_not_matter",
    "whens",
]
