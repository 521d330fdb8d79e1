"""The vocabulary of a chronicle: the kinds that it may have, and the words of their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from ..records.fields import OneOf
from ..records.kinds import Kind, made_of
from ..relations.denials import ClaimDenied
from ..relations.relationship import FACETS


def kinds() -> list[Kind]:
    """All kinds that a chronicle may have, facet by facet, and the denial."""
    bodies = dict.fromkeys(body for facet in FACETS.values() for body in facet.kinds)
    return [made for body in (*bodies, ClaimDenied) if (made := made_of(body))]


def words_of(field: attrs.Attribute[Any]) -> tuple[str, ...]:
    """The words of which a field takes one; none where it takes any text."""
    for check in checks_of(field.validator):
        if isinstance(check, OneOf):
            return tuple(filter(None, check.words))
    return ()


_OPTIONAL: Any = type(attrs.validators.optional(attrs.validators.instance_of(object)))


def checks_of(check: Any) -> Iterator[Any]:
    """The validators that a validator is made of, and those of what a list or None may hold."""
    parts = [getattr(check, "member_validator", None)]
    if isinstance(check, _OPTIONAL):
        parts.append(check.validator)
    for each in (*getattr(check, "_validators", ()), *parts):
        yield from checks_of(each) if callable(each) else ()
    yield check
