"""A JSON Schema of the files of a chronicle, for editors: every field as its class has it.

`python -m bilateral_timeline.files.schema > events/record.schema.json` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from pendulum import Date

from ..dates.when import When
from ..records import fields
from ..records.events import STANCES, Citation, Event, Retraction
from ..records.kinds import Kind, find_kind, kinds
from ..records.values import Money, Quantity
from ..relations.relationship import Relationship

Shape = dict[str, Any]
"""A JSON Schema, or a part of one."""

_RELATIONS = Relationship.__module__.rpartition(".")[0]

_TYPES: Mapping[Any, Shape] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {
        "description": "A whole number, or a number in quotes: 24, '4.9', '40e9'.",
        "type": ["integer", "string"],
        "pattern": r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$",
    },
    Date: {
        "description": "A day in quotes; a month or a year means its last day.",
        "type": "string",
        "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$",
    },
    When: {
        "description": "A date in EDTF: '2024-05-19', '2024-05', '2022-22' (summer 2022), "
        "'2024~' (about), '[2024-01-24..2024-05-19]' (one day in between), "
        "'2024-05/..' (lasting since).",
        "type": "string",
        "minLength": 1,
    },
}
_CHECKS: Mapping[Any, Shape] = {
    fields.is_id: {"pattern": f"^{fields.ID}$"},
    fields.is_code: {"pattern": f"^{fields.CODE}$"},
    fields.is_currency: {"pattern": f"^{fields.CURRENCY}$"},
    fields.is_said: {"pattern": r"\S"},
    fields.is_not_negative: {"minimum": 0},
    fields.is_positive: {"minimum": 1},
    fields.are_texts: {"items": {"type": "string", "minLength": 1}},
}
# Either bound will do, and without any the best value is needed.
_BOUNDED: Shape = {
    "if": {"properties": {"low": False, "high": False}},
    "then": {"required": ["best"]},
}
# What a chronicle asks of a citation, and what its class checks in methods of its own.
_CITED: Mapping[str, Shape] = {
    "source": _CHECKS[fields.is_id],
    "locator": _CHECKS[fields.is_said],
    "stance": {"enum": list(STANCES)},
}
# How the fields of a record are called in its file, whose name says the first two.
_STORED = {"id": "", "revision": "", "reason": "retracted", "what": "kind"}


def record_schema() -> Shape:
    """The schema (draft-07) of one file: an event of a kind of the relationship, or a retraction.

    Editors offer what stands under `properties` and `anyOf`, and see no conditions. So all
    that any record may have stands there, once, and the conditions tell what this one must be.

    >>> record_schema()["properties"]["known"]["type"]
    'string'
    """
    parts: dict[str, Shape] = {}
    known = [made for name in kinds() if (made := find_kind(name)) and _is_ours(made)]
    bodies = {made.name: _object(made.body, parts) for made in known}
    event, retraction = _envelope(Event, parts), _envelope(Retraction, parts)
    event["properties"] |= {
        "kind": {
            "description": "What the event is about, which says the fields of [what].",
            "enum": list(bodies),
            "x-taplo": {"docs": {"enumValues": [body["description"] for body in bodies.values()]}},
        },
        "version": {"type": "integer", "minimum": 1, "maximum": max(k.version for k in known)},
        "what": {"anyOf": [_offered(bodies), True]},
    }
    told = {"allOf": [_told(made, bodies[made.name]) for made in known]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A record of a chronicle",
        "description": event["description"],
        "type": "object",
        "properties": event["properties"] | retraction["properties"],
        "if": {"required": ["retracted"]},
        "then": _only(retraction),
        "else": _only(event) | told,
        "definitions": parts | bodies,
    }


def _is_ours(made: Kind) -> bool:
    return made.body.__module__.startswith(f"{_RELATIONS}.")


def _envelope(record: type, parts: dict[str, Shape]) -> Shape:
    """The shape of a record as it stands in its file."""
    made = _object(record, parts)
    shapes = {_STORED.get(name, name): shape for name, shape in made["properties"].items()}
    shapes["sources"]["minItems"] = 1
    shapes.pop("")
    needed = [stored for name in made["required"] if (stored := _STORED.get(name, name))]
    return made | {"properties": shapes, "required": [*needed, "sources"]}


def _only(envelope: Shape) -> Shape:
    """The fields that there may and must be, whose shapes are told already."""
    names = dict.fromkeys(envelope["properties"], True)
    return {"properties": names, "required": envelope["required"], "additionalProperties": False}


def _told(made: Kind, body: Shape) -> Shape:
    """What the body of a kind must be; one of an earlier version is left to its upcasters."""
    asked = {"kind": {"const": made.name}, "version": {"const": made.version}}
    given = ["kind"] if made.version == 1 else ["kind", "version"]
    what = {"properties": {"what": {"$ref": f"#/definitions/{made.name}"}}}
    needed = {"required": ["what"]} if body["required"] else {}
    return {"if": {"properties": asked, "required": given}, "then": what | needed}


def _offered(bodies: Mapping[str, Shape]) -> Shape:
    """The fields of all kinds together, each with the kinds that have it; a star where needed."""
    having: dict[str, list[str]] = {}
    for kind, body in bodies.items():
        for name in body["properties"]:
            having.setdefault(name, []).append(kind)
    properties = {}
    for name, those in having.items():
        shape = _shared([bodies[kind]["properties"][name] for kind in those])
        told = ", ".join(f"{kind}{'*' * (name in bodies[kind]['required'])}" for kind in those)
        told = ". ".join(filter(None, (told, shape.get("description"))))
        properties[name] = shape | {"description": told}
    return {"description": "The fields of the kind.", "type": "object", "properties": properties}


def _shared(shapes: list[Shape]) -> Shape:
    """What some shapes have in common, and the words of all of them."""
    first = shapes[0]
    shared = {key: first[key] for key in first if all(s.get(key) == first[key] for s in shapes)}
    if all("enum" in shape for shape in shapes):
        shared["enum"] = list(dict.fromkeys(word for s in shapes for word in s["enum"]))
    return shared


# -- from classes -----------------------------------------------------------------------------


def _object(cls: type, parts: dict[str, Shape]) -> Shape:
    """The shape of a class; the classes of its fields become parts, which it refers to."""
    hints, properties, needed = get_type_hints(cls), dict[str, Shape](), []
    for field in attrs.fields(cls):
        if not field.init:
            continue
        shape = _checked(field.validator, _typed(hints[field.name], parts))
        if field.default is attrs.NOTHING:
            needed.append(field.name)
        elif "enum" in shape:  # no word is said by leaving the field out
            shape["enum"] = [word for word in shape["enum"] if word]
        properties[field.name] = shape
    made: Shape = {"description": (cls.__doc__ or "").partition("\n")[0], "type": "object"}
    if cls is Citation:
        properties |= {name: properties[name] | shape for name, shape in _CITED.items()}
        needed.append("locator")
    elif issubclass(cls, Quantity | Money):
        made |= _BOUNDED
    return made | {"properties": properties, "required": needed, "additionalProperties": False}


def _typed(expected: Any, parts: dict[str, Shape]) -> Shape:
    """The shape of a type; a type that has none is an error here, not in an editor."""
    origin, arguments = get_origin(expected), get_args(expected)
    if expected in _TYPES:
        return dict(_TYPES[expected])
    if expected is Any:
        return {}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple and arguments[1:] == (...,):
        return {"type": "array", "items": _typed(arguments[0], parts)}
    if origin in (Union, UnionType):
        shapes = [_typed(argument, parts) for argument in arguments if argument is not NoneType]
        return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
    if isinstance(expected, type) and attrs.has(expected):
        name = f"{expected.__module__.rpartition('.')[2]}.{expected.__name__}"
        if name not in parts:
            parts[name] = _object(expected, parts)
        return {"$ref": f"#/definitions/{name}"}
    raise TypeError(f"{expected} has no shape: say in _TYPES what it is in TOML")


def _checked(check: Any, shape: Shape) -> Shape:
    """A shape, narrowed to what a validator lets pass."""
    for each in getattr(check, "_validators", ()):
        shape = _checked(each, shape)
    if (member := getattr(check, "member_validator", None)) is not None:
        shape = shape | {"items": _checked(member, shape["items"])}
    if isinstance(check, fields.OneOf):
        shape = shape | {"enum": list(check.words)}
    return shape | _CHECKS.get(check, {})


if __name__ == "__main__":
    print(json.dumps(record_schema(), indent=1, sort_keys=True))
