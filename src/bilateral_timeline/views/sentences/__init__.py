"""Sentences: what is said of an entry in a briefing, facet by facet.

A facet without a sentence of its own is said too: by its stage, what is due, and its leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ...dates.when import Certainty
from ...relations.entry import Entry, Staged
from ...relations.facets.contacts import LEVELS
from ..speech import Speech
from ..words import spaced
from . import deals, money, opinion, people, pressure
from .clauses import Clauses, each, stands


def _any(id: str, entry: Entry, speech: Speech) -> Clauses:
    told = [*stands(entry, speech)] if isinstance(entry, Staged) else []
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
    ended: str = "over and done with"
    """What is said of such entries together."""
    weighs: Callable[[Any], bool] = _always
    """Whether it is more than a word on something: a page tells of these first."""
    marks: tuple[str, ...] = ("stage", "due")
    """The values that tell how it stands, the most telling first: a change of them is told."""
    room: int = 6
    """So many of them a page tells of."""
    together: bool = False
    """Whether a page tells only what they are called, on one line."""
    glance: str = "{}"
    """How an entry is called among what changed of late, where its name does not say what."""
    bare: bool = False
    """Whether the sentence says by itself what it is of."""
    minor: tuple[str, ...] = ()
    """The leaves on which a page of many things leaves it to others that sources differ."""
    folds: bool = True
    """Whether a page only names what was told last long ago, where there is anything else."""
    order: Callable[[str], Any] | None = None
    """The order of the entries by their ids, where it is not the alphabet's."""
    word: bool = False
    """Whether most of it is what is said of something, and little of it done on a day."""
    ages: bool = True
    """Whether a page adds when an entry was told of last; not where it is of one year, or dated."""


MANNERS: Mapping[str, Manner] = {
    "leadership": Manner(
        people.office, marks=("holder", "seats", "next_steps", "due"), room=8, folds=False
    ),
    "diplomacy": Manner(
        people.representation,
        marks=("stage", "level", "head", "expelled", "staff", "due"),
        folds=False,
    ),
    "contacts": Manner(
        people.level,
        marks=("last_in_person", "last_call", "next"),
        order=LEVELS.index,
        weighs=lambda entry: bool(entry.meetings or entry.plans),
        room=3,
        glance="contacts: {}",
    ),
    "agreements": Manner(
        deals.agreement,
        tells=("delay", "outlook"),
        marks=("stage", "by_party", "due", "term_ends"),
        over=lambda entry: entry.status == "ended",
        room=4,
    ),
    "memberships": Manner(deals.membership, marks=("status", "due")),
    "commitments": Manner(
        deals.commitment,
        tells=("promised", "delivered"),
        marks=("stage", "so_far", "due", "promised", "in_dispute"),
        over=lambda entry: entry.status in ("fulfilled", "cancelled"),
        room=5,
    ),
    "projects": Manner(
        deals.project,
        tells=("dues", "usable", "obstacle"),
        marks=("stage", "so_far", "due", "is_usable"),
        over=lambda entry: entry.stage in ("cancelled", "closed"),
        minor=("country", "place", "length"),
        weighs=lambda entry: bool(entry.stages or entry.output or entry.dues or entry.target),
        room=3,
    ),
    "trade": Manner(
        money.period,
        tells=("value", "change", "counted", "goods_share", "cause", "obstacle"),
        marks=("stage", "best", "rate"),
        weighs=lambda entry: bool((entry.value and entry.id[:1].isdigit()) or entry.stages),
        room=2,
        ages=False,
    ),
    "investment": Manner(
        money.investment, marks=("stage", "best"), tells=("value", "share_told", "progress"), room=2
    ),
    "constraints": Manner(
        pressure.restriction,
        over=lambda entry: entry.in_force is Certainty.NO,
        ended="not in force by then",
        room=2,
    ),
    "force": Manner(
        pressure.dispute,
        marks=("stage", "hostility", "due"),
        tells=("losses", "losses_of", "held"),
        over=lambda entry: entry.is_quiet is True,
    ),
    "frictions": Manner(
        pressure.friction,
        tells=("issue", "refused", "position"),
        word=True,
        over=lambda entry: entry.stage in ("eased", "settled"),
        weighs=lambda entry: bool(entry.issue),
        room=2,
    ),
    "third_parties": Manner(
        pressure.topic, tells=("deeds",), marks=("act",), word=True, bare=True, room=2
    ),
    "assessments": Manner(
        opinion.assessed,
        tells=("views", "verdict"),
        weighs=lambda entry: bool({"label", "gain"} & set(entry.dimension.values)),
        word=True,
        room=1,
        ages=False,
    ),
    "cooperation": Manner(
        opinion.domain, tells=("items", "direction"), together=True, word=True, room=20
    ),
    "evidence": Manner(opinion.name),
}
"""How each facet is told; a facet that is not here is told too."""


def manner_of(facet: str) -> Manner:
    """How the entries of a facet are told."""
    return MANNERS.get(facet, Manner())
