"""Mentions: what the fields of a body refer to, so that a name nobody introduced is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

MENTIONS = "mentions"
"""The key of the metadata of a field that says what it refers to."""

PERSON: Mapping[str, str] = {MENTIONS: "person"}
"""The metadata of a field that holds a person's name."""
PARTY: Mapping[str, str] = {MENTIONS: "party"}
"""That of one with the code of a party, or the id of a body that takes its part."""
NAME: Mapping[str, str] = {MENTIONS: "name"}
"""That of one with anybody's name: a person's, a party's code, a body's."""
EVENT: Mapping[str, str] = {MENTIONS: "event"}
"""That of one with the id of an event."""


def entry_of(facet: str) -> Mapping[str, str]:
    """That of one with the id of an entry of a facet."""
    return {MENTIONS: f"entry of {facet}"}


def mentions(body: Any) -> Iterator[tuple[str, str, str]]:
    """What a body refers to: the field, the sort of what is mentioned, and its name."""
    for field in attrs.fields(type(body)):
        value = getattr(body, field.name)
        sort = field.metadata.get(MENTIONS)
        for each in value if isinstance(value, tuple) else (value,):
            if sort and isinstance(each, str) and each:
                yield field.name, sort, each
            elif attrs.has(type(each)):
                yield from ((field.name, below, name) for _, below, name in mentions(each))
