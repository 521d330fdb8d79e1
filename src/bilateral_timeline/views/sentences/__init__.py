"""Sentences: what is said of an entry in a briefing, facet by facet.

A facet without a sentence of its own is said too: by its stage, what is due, and its leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ...dates.when import Certainty
from ...relations.entry import Entry, Staged
from ..speech import Speech, spaced
from . import deals, money, opinion, people, pressure
from .clauses import Clauses, each, stands


def _any(id: str, entry: Entry, speech: Speech) -> Clauses:
    told = [*stands(entry)] if isinstance(entry, Staged) else []
    for name, group in entry.claims():
        if not group.of.label and name != "stages":
            told += each(group, speech, f"{spaced(name)}: {{}}")
    return speech.title(id), told


def _always(_: Any) -> bool:
    return True


def _never(_: Any) -> bool:
    return False


@attrs.frozen
class Manner:
    """How the entries of a facet are told."""

    sentence: Callable[[str, Any, Speech], Clauses] = _any
    tells: tuple[str, ...] = ()
    """The leaves on which the sentence tells who says what already."""
    over: Callable[[Any], bool] = _never
    """Whether an entry is over and done with."""
    weighs: Callable[[Any], bool] = _always
    """Whether it is more than a word on something: a page tells of these first."""
    room: int = 6
    """So many of them a page tells of."""
    ages: bool = True
    """Whether it matters that an entry was told of last long ago; not where it is of one year."""


MANNERS: Mapping[str, Manner] = {
    "leadership": Manner(people.office, room=8),
    "diplomacy": Manner(people.representation),
    "contacts": Manner(people.level),
    "agreements": Manner(
        deals.agreement,
        tells=("delay", "outlook"),
        over=lambda entry: entry.status == "ended",
        room=9,
    ),
    "memberships": Manner(deals.membership),
    "commitments": Manner(
        deals.commitment,
        tells=("promised",),
        over=lambda entry: entry.status in ("fulfilled", "cancelled"),
        room=8,
    ),
    "projects": Manner(
        deals.project,
        tells=("dues", "usable", "obstacle"),
        over=lambda entry: entry.stage in ("cancelled", "closed"),
        weighs=lambda entry: bool(entry.stages or entry.output or entry.dues or entry.target),
    ),
    "trade": Manner(
        money.period,
        tells=("value", "change", "counted", "goods_share", "cause", "obstacle"),
        weighs=lambda entry: bool(entry.value or entry.change or entry.stages),
        room=5,
        ages=False,
    ),
    "investment": Manner(money.investment, tells=("value", "share_told", "progress"), room=5),
    "constraints": Manner(
        pressure.restriction, over=lambda entry: entry.in_force is Certainty.NO, room=5
    ),
    "force": Manner(
        pressure.dispute, tells=("losses",), over=lambda entry: entry.is_quiet is True
    ),
    "frictions": Manner(
        pressure.friction,
        tells=("issue", "position", "refused"),
        over=lambda entry: entry.stage in ("eased", "settled"),
        room=5,
    ),
    "third_parties": Manner(pressure.topic, tells=("deeds",)),
    "assessments": Manner(
        opinion.assessed,
        tells=("views", "verdict"),
        weighs=lambda entry: bool({"label", "gain"} & set(entry.dimension.values)),
        room=3,
    ),
    "cooperation": Manner(opinion.domain, tells=("items", "direction"), room=4),
    "evidence": Manner(opinion.name),
}
"""How each facet is told; a facet that is not here is told too."""


def manner_of(facet: str) -> Manner:
    """How the entries of a facet are told."""
    return MANNERS.get(facet, Manner())
