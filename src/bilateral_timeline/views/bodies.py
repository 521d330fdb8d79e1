"""Bodies: how what happens one by one is said, kind by kind; a kind without words is said too."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ..records.fields import OneOf
from ..records.kinds import made_of

BODIES: Mapping[str, tuple[str, ...]] = {
    "office-assumed": ("{person}", " ({acting})", ", seat {seat}"),
    "offices-vacated": ("{holdings}", " left", " ({exit})", ", {circumstance}"),
    "succession-step": ("{step}", " {person}", ", {votes}"),
    "diplomats-expelled": (
        *("{by}", " sends away", " {number}", " {persons}", ", to leave by {due}"),
        ", because {reason}",
    ),
    "meeting-held": ("{mode}", " in {place}", " ({participants})"),
    "meeting-planned": ("{mode}", " in {place}", ", due {due}", " ({participants})"),
    "statement-made": ("{mode}", " by {speaker}", " to {to}", ": {about}"),
    "shipment-made": (
        *("{quantity}", " from {origin}", " to {destination}", " via {via}", ", a {trial}"),
    ),
    "hostile-act": ("{act}", " by {actor}", ", done by {by}", " on {target}", " at {place}"),
    "losses-claimed": ("{of}", ", {loss}", ": {number}"),
    "prisoners-held": ("{holder}", ": {persons}", " {number}", " {category}", " {action}"),
    "third-party-act": ("{act}", " by {actor}", " to {target}", ": {what}"),
    "assessment-made": (
        *("{assessor}", ": {view}", " ({likelihood})", ", if {condition}"),
        *(", because {reason}", "; {figure}"),
    ),
    "Holding": ("{person}",),
    "Votes": ("{person}", " {number}"),
}
"""By kind, the parts of what is said: each is left out where one of its fields is not told."""

_WORDS = {"third-place": "meeting elsewhere"}


def is_body(told: Any) -> bool:
    """Whether something is told by its fields: a body, or a part of one."""
    said: Any = type(told).__str__
    return attrs.has(type(told)) and said is object.__str__


def body(told: Any, value: Callable[[Any], str]) -> str:
    """A body in words, its fields as `value` says them; what is so is said by its name."""
    fields = {field.name: field for field in attrs.fields(type(told))}
    said = {name: _field(told, fields[name], value) for name in fields}
    made = made_of(type(told))
    parts = BODIES.get(made.name if made else type(told).__name__)
    if parts is None:
        return ", ".join(
            text if fields[name].default is attrs.NOTHING else f"{name.replace('_', ' ')} {text}"
            for name, text in said.items()
            if text
        )
    return "".join(part.format_map(said) for part in parts if _is_told(part, said))


def _field(told: Any, field: attrs.Attribute[Any], value: Callable[[Any], str]) -> str:
    held = getattr(told, field.name)
    if held is None or held is False or held in ("", ()):
        return ""
    if held is True:
        return field.name.replace("_", " ")
    if isinstance(held, str) and isinstance(field.validator, OneOf):
        return _WORDS.get(held) or held.replace("-", " ")
    return value(held)


def _is_told(part: str, said: Mapping[str, str]) -> bool:
    return all(said[name] for name in re.findall(r"{(\w+)}", part))
