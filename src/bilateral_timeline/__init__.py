"""Dated, source-cited events between two parties, and the state of their relationship as of any
date, known by any other date."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .coverage import Coverage
from .dates.when import Certainty, When
from .errors import (
    ChronicleError,
    ConflictError,
    DateError,
    ExtraError,
    InputError,
    MissingError,
    PositionError,
    Problem,
    RecordError,
    StoreError,
    TimelineError,
)
from .log import Entry, EventLog
from .projections.composed import Compose, History, Keyed, SetOf
from .projections.projection import Projection
from .projections.reducers import Count, Latest, Max, Min, Reducer, Sum
from .records.chain import Omission
from .records.display import draw_with
from .records.events import Citation, Event, Retraction, Source
from .records.kinds import kind, load_later
from .records.spells import spell
from .records.stored import UnknownBody
from .records.values import Money, Quantity, Unknown
from .search import Match
from .series import Series
from .timeline import Timeline
from .why import Change, Explanation

if TYPE_CHECKING:
    from .coding.intensity import intensity
    from .files.chronicle import load_chronicle
    from .files.copied import copy_log, write_without
    from .files.jsonl import read_jsonl, write_jsonl
    from .relations.relationship import Relationship, relationship
    from .stores.opened import open_log

__all__ = [
    "Certainty",
    "Change",
    "ChronicleError",
    "Citation",
    "Compose",
    "ConflictError",
    "Count",
    "Coverage",
    "DateError",
    "Entry",
    "Event",
    "EventLog",
    "Explanation",
    "ExtraError",
    "History",
    "InputError",
    "Keyed",
    "Latest",
    "Match",
    "Max",
    "Min",
    "MissingError",
    "Money",
    "Omission",
    "PositionError",
    "Problem",
    "Projection",
    "Quantity",
    "RecordError",
    "Reducer",
    "Relationship",
    "Retraction",
    "Series",
    "SetOf",
    "Source",
    "StoreError",
    "Sum",
    "Timeline",
    "TimelineError",
    "Unknown",
    "UnknownBody",
    "When",
    "copy_log",
    "intensity",
    "kind",
    "load_chronicle",
    "open_log",
    "read_jsonl",
    "relationship",
    "spell",
    "write_jsonl",
    "write_without",
]

# The bilateral domain is loaded when it is first asked for: the core does without it.
_LAZY = {
    "intensity": ".coding.intensity",
    "open_log": ".stores.opened",
    "load_chronicle": ".files.chronicle",
    "Relationship": ".relations.relationship",
    "relationship": ".relations.relationship",
    "read_jsonl": ".files.jsonl",
    "write_jsonl": ".files.jsonl",
    "copy_log": ".files.copied",
    "write_without": ".files.copied",
}


load_later(lambda: import_module(".relations.relationship", __name__))


def _html_of(value: Any) -> str:
    """How a notebook draws a value: the views are loaded when the first is drawn."""
    html: str = import_module(".views.notebook", __name__).html_of(value)
    return html


draw_with(_html_of)


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
