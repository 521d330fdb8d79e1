"""A JSON Schema of the files of a chronicle, for editors: every field as its class has it.

`python -m bilateral_timeline.files.schema > events/record.schema.json` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs

from ..records import fields as checks
from ..records.events import STANCES, Citation, Event, Retraction
from ..records.hints import fields_of
from ..records.kinds import Kind, find_kind
from ..records.types import Shape
from ..records.values import Money, Quantity
from ..relations.claim import Account
from .vocabulary import kinds

_CHECKS: Mapping[Any, Shape] = {
    checks.is_id: {"pattern": f"^{checks.ID}$"},
    checks.is_code: {"pattern": f"^{checks.CODE}$"},
    checks.is_currency: {"pattern": f"^{checks.CURRENCY}$"},
    checks.is_said: {"pattern": r"\S"},
    checks.is_not_negative: {"minimum": 0},
    checks.is_positive: {"minimum": 1},
    checks.are_texts: {"items": {"type": "string", "minLength": 1}},
}
# Either bound will do, and without any the best value is needed.
_BOUNDED: Shape = {
    "if": {"properties": {"low": False, "high": False}},
    "then": {"required": ["best"]},
}
# What a chronicle asks of a citation, and what its class checks in methods of its own.
_CITED: Mapping[str, Shape] = {
    "source": _CHECKS[checks.is_id],
    "locator": _CHECKS[checks.is_said],
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
    known = [made for each in kinds() if (made := find_kind(each.name))]
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


def body_schema(body: type) -> Shape:
    """The schema (draft-07) of the bodies of one kind, as they are written.

    >>> from bilateral_timeline.relations.facets.leadership import OfficeAssumed
    >>> body_schema(OfficeAssumed)["required"]
    ['office', 'person']
    """
    parts: dict[str, Shape] = {}
    return _object(body, parts) | {"definitions": parts}


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

    def part(inner: type) -> Shape:
        name = f"{inner.__module__.rpartition('.')[2]}.{inner.__name__}"
        if name not in parts:
            parts[name] = _object(inner, parts)
        return {"$ref": f"#/definitions/{name}"}

    without = ("what",) if cls is Event else ()
    fields = {field.name: field for field in fields_of(cls, cls.__name__, without=without).fields}
    properties, needed = dict[str, Shape](), []
    for attribute in attrs.fields(cls):
        field = fields.get(attribute.name)
        shape = _checked(attribute.validator, field.row.shape(part) if field else {})
        if not checks.is_stored(attribute):
            continue
        if attribute.default is attrs.NOTHING:
            needed.append(attribute.name)
        elif "enum" in shape:  # no word is said by leaving the field out
            shape["enum"] = [word for word in shape["enum"] if word != ""]
        properties[attribute.name] = shape
    made: Shape = {"description": (cls.__doc__ or "").partition("\n")[0], "type": "object"}
    if cls is Citation:
        properties |= {name: properties[name] | shape for name, shape in _CITED.items()}
        needed.append("locator")
    elif issubclass(cls, Quantity | Money):
        made |= _BOUNDED
    elif issubclass(cls, Account):
        made |= {"dependencies": {"contradicts": ["contradiction"]}}
    return made | {"properties": properties, "required": needed, "additionalProperties": False}


def _checked(check: Any, shape: Shape) -> Shape:
    """A shape, narrowed to what a validator lets pass."""
    for each in getattr(check, "_validators", ()):
        shape = _checked(each, shape)
    if (member := getattr(check, "member_validator", None)) is not None:
        shape = shape | {"items": _checked(member, shape["items"])}
    if isinstance(check, checks.OneOf):
        shape = shape | {"enum": list(check.words)}
    elif isinstance(check, checks.NoneOf):
        shape = shape | {"not": {"enum": list(check.words)}}
    return shape | _CHECKS.get(check, {})


if __name__ == "__main__":
    print(json.dumps(record_schema(), indent=1, sort_keys=True))
