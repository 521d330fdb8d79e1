"""The citations of a data set's events, and what an event says beside the edition that it cites."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Final

import attrs

from ...records.events import STANCES, Citation, Event
from ...records.fields import refuse
from .dataset import Draft


def content_of(event: Event) -> tuple[Any, ...]:
    """What an edition tells of an event, whatever the edition.

    >>> import bilateral_timeline as bt
    >>> told = {"id": "dark", "when": "2024", "what": bt.UnknownBody("eclipse", 1, "{}")}
    >>> content_of(bt.Event(known="2024", **told)) == content_of(bt.Event(known="2025", **told))
    True
    """
    cited = [(one.locator, one.via, one.stance) for one in event.sources]
    return event.when, event.what, event.title, event.parties, event.lasting, cited


_NAMES: Final = tuple(field.name for field in attrs.fields(Citation))
_PUT: Final = tuple(getattr(Citation, name).__set__ for name in _NAMES)
_LOCATOR, _STANCE, _VIA = map(_NAMES.index, ("locator", "stance", "via"))
values_of: Final = attrgetter(*_NAMES)
"""The values of a citation, in the order of its fields."""


def citation_of(like: tuple[Any, ...], draft: Draft) -> Citation:
    """A citation that says what a draft does, and else has the values of one of the same work.

    What is in it was read from a file, and a stance is checked: it need not be looked at again.

    >>> from bilateral_timeline import When
    >>> like = values_of(Citation("icews-1", known="2023-04-10"))
    >>> told = citation_of(like, Draft("7", When("2020-03-02"), None, "A visit", via=("A Daily",)))
    >>> told.source, told.locator, told.via
    ('icews-1', 'row 7', ('A Daily',))
    """
    if draft.stance not in STANCES or not all(draft.via):
        refuse("citation", (draft.stance, draft.via), "a stance, and names that are not empty")
    values = list(like)
    values[_LOCATOR] = draft.locator or f"row {draft.id}"
    values[_STANCE], values[_VIA] = draft.stance, draft.via
    cited = object.__new__(Citation)
    for put, value in zip(_PUT, values, strict=True):
        put(cited, value)
    return cited
