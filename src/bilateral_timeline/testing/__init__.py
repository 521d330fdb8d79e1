"""Strategies for random logs, and the laws that every projection must obey.

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
from .strategies import Question, days, logs, questions, timeline_of, whens

__all__ = [
    "Question",
    "a_state_goes_on_from_an_earlier_one",
    "a_step_is_pure",
    "arrival_order_does_not_matter",
    "check_projection",
    "days",
    "logs",
    "questions",
    "summaries_combine_in_any_grouping",
    "timeline_of",
    "what_is_known_later_does_not_matter",
    "whens",
]
