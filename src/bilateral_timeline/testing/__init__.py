"""The law kit: strategies for random logs, and the laws of projections, kinds and stores.

Needs hypothesis, cloudpickle, jsonschema and time-machine:
`pip install 'bilateral-timeline[testing]'`.
"""

from __future__ import annotations

try:
    import cloudpickle as _cloudpickle  # noqa: F401
    import hypothesis as _hypothesis  # noqa: F401
    import jsonschema as _jsonschema  # noqa: F401
    import time_machine as _time_machine  # noqa: F401
except ImportError as error:
    raise ImportError(
        "needs hypothesis, cloudpickle, jsonschema and time-machine: "
        "pip install 'bilateral-timeline[testing]'"
    ) from error

from . import laws
from .bodies import bodies, moneys, quantities
from .checking import check_projection
from .chronicles import check_chronicle
from .code import Arrivals, code
from .dates import days, whens
from .histories import citations, events, histories, sources, timeline_of
from .kinds import check_kind
from .laws import Case, Law
from .machine import StoreMachine
from .models import ReadModel, check_read_model
from .questions import Question, questions, questions_about
from .relationships import relationships
from .scenarios import given
from .stores import PROMISES, OpenStore, check_promise, check_store
from .violations import LawViolation

__all__ = [
    "PROMISES",
    "Arrivals",
    "Case",
    "Law",
    "LawViolation",
    "OpenStore",
    "Question",
    "ReadModel",
    "StoreMachine",
    "bodies",
    "check_chronicle",
    "check_kind",
    "check_projection",
    "check_promise",
    "check_read_model",
    "check_store",
    "citations",
    "code",
    "days",
    "events",
    "given",
    "histories",
    "laws",
    "moneys",
    "quantities",
    "questions",
    "questions_about",
    "relationships",
    "sources",
    "timeline_of",
    "whens",
]
