"""The laws of every projection, and those of a reducer: each on its own, or all at once.

A law is called with a projection and a `Case`; a `LawViolation` says how it is broken.
"""

from __future__ import annotations

from .arrivals import arrival, correction, later_known, retraction
from .case import Case, Law, law
from .declared import is_part, monotone, same_day
from .engine import engine
from .kept import pickled, stored_form
from .reducers import associative, combine_is_pure, combined, identity
from .steps import deterministic, elsewhere, lasts, prefixes, pure, total

_OF_STEPS: tuple[Law, ...] = (pure, total, deterministic, stored_form, elsewhere)
_OF_TIMELINES: tuple[Law, ...] = (
    prefixes,
    lasts,
    arrival,
    later_known,
    retraction,
    correction,
    pickled,
    engine,
)
OF_A_PROJECTION: tuple[Law, ...] = (*_OF_STEPS, *_OF_TIMELINES)
"""Those that every projection keeps."""
OF_A_REDUCER: tuple[Law, ...] = (
    *_OF_STEPS,
    combine_is_pure,
    associative,
    identity,
    combined,
    *_OF_TIMELINES,
)
"""Those that a reducer keeps: some are its own."""

__all__ = [
    "OF_A_PROJECTION",
    "OF_A_REDUCER",
    "Case",
    "Law",
    "arrival",
    "associative",
    "combine_is_pure",
    "combined",
    "correction",
    "deterministic",
    "elsewhere",
    "engine",
    "identity",
    "is_part",
    "lasts",
    "later_known",
    "law",
    "monotone",
    "pickled",
    "prefixes",
    "pure",
    "retraction",
    "same_day",
    "stored_form",
    "total",
]
