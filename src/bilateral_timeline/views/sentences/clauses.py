"""Clauses: what sentences are made of, and those that several facets share."""

from __future__ import annotations

from collections.abc import Iterator

from ...dates.when import When
from ...records.values import Quantity, Unknown, UnknownType
from ...relations.claims import Claims
from ...relations.entry import Staged
from .. import days
from ..amounts import delay
from ..speech import Speech
from ..words import spaced

DONE = frozenset(
    (
        *("proposed", "initialled", "adopted", "signed", "ratified", "accepted", "approved"),
        *("acceded", "amended", "renewed", "expired", "terminated", "denounced", "withdrawn"),
        *("superseded", "agreed", "planned", "pledged", "issued", "disbursed", "counted"),
        *(
            "refused",
            "withheld",
            "permitted",
            "snapped-back",
            "cancelled",
            "fulfilled",
            "postponed",
            "imposed",
        ),
        *(
            "built",
            "lifted",
            "extended",
            "escalated",
            "ceasefire-agreed",
            "ceasefire-extended",
            "eased",
            "settled",
            "ended",
            "broken",
            "established",
            "closed",
        ),
    )
)
"""The stages that are the work of a day, and go on only as its result."""

Clauses = tuple[str, list[str]]
"""What an entry is called, and what is said of it, clause by clause."""


def late(by: Quantity | UnknownType) -> str:
    """By how much what is due is late, to follow the due date; nothing where it is not.

    >>> late(Quantity(457, None, 488, unit="days")), late(Unknown)
    (', 15 months late', '')
    """
    if by is Unknown or not by.high:
        return ""
    return f", {delay(by)} late" if by.low else f", perhaps late by {delay(by)}"


def stands(entry: Staged, speech: Speech) -> Iterator[str]:
    """At which stage it is, since when, and what is due next."""
    if entry.stage is not Unknown:
        yield f"{spaced(entry.stage)}{since(entry, speech)}"
    if entry.due is not Unknown:
        yield due(entry, speech)


def due(entry: Staged, speech: Speech) -> str:
    """By when it is due, who alone says so, and by how much it is late."""
    assert isinstance(entry.due, When), "something is due"
    return f"{days.due(entry.due)}{speech.of(entry, 'due')}{late(entry.overdue)}"


def since(entry: Staged, speech: Speech) -> str:
    """Since when it stands so; of what is done in a day, such as a signature, when; who says so."""
    told, stage, who = entry.since, entry.stage, speech.of(entry, "stage")
    if not isinstance(told, When):
        return who
    if entry.observed is True:
        return f", {days.since(told, observed=True)}{who}"
    return f" {days.on(told) if stage in DONE else days.since(told)}{who}"


def last(group: Claims[object], speech: Speech, form: str = "{}") -> Iterator[str]:
    """The value of a group that was told last, with who says so where one alone does."""
    if group:
        yield form.format(speech.among(group, last=True))


def each(group: Claims[object], speech: Speech, form: str = "{}") -> Iterator[str]:
    """All values of a group side by side."""
    if group:
        yield form.format(speech.among(group, most=3))
