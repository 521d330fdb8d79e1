"""Glossary: what kinds, facets and the fields of a record mean, as their classes say it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from textwrap import dedent
from typing import Any

import attrs

from ..errors import Problem, RecordError

RECORD: Mapping[str, str] = {
    "when": "When it happened, as precisely as the source has it.",
    "known": "Only where it was public earlier than its sources: the day on which it was.",
    "title": "What happened, in a few words of your own.",
    "parties": "The codes of those between whom it happened; both of the pair if between the two.",
    "seq": "Its order among the events of one day, where that is known.",
    "lasting": "Whether it goes on until another event ends it.",
    "note": "What else a reader should know.",
}
"""The fields of every event."""

CITATION: Mapping[str, str] = {
    "source": "The id of the work in sources.json.",
    "locator": "Where in the work it stands, such as 'par. 4'.",
    "says": "What it says there, in your own words.",
    "stance": "How it is said; left out, it asserts.",
    "via": "Whom the work itself has it from, such as an agency.",
    "when": "The date as this work has it, where that differs.",
    "known": "Only where this place was public on another day than its work.",
}
"""The fields of every citation."""


def first_sentence(documented: Any) -> str:
    """The first sentence of a docstring, as one line."""
    return " ".join((documented.__doc__ or "").strip().split("\n\n")[0].split())


def meanings(body: type) -> dict[str, str]:
    """What each field of a class means, in a sentence or two: the text below it in the source.

    A field of which nothing is said, and a class whose source cannot be had, are refused.
    """
    told = _documented(body)
    names = [field.name for field in attrs.fields(body) if field.init]
    if unsaid := ", ".join(name for name in names if name not in told):
        expected = "a text below each field that says what it means"
        raise RecordError(Problem(body.__name__, f"nothing said of {unsaid}", expected))
    return {name: told[name] for name in names}


def _documented(body: type) -> dict[str, str]:
    """The text below each field in the source of a class and its bases."""
    told: dict[str, str] = {}
    for cls in filter(attrs.has, reversed(body.__mro__)):
        try:
            (defined,) = ast.parse(dedent(inspect.getsource(cls))).body
        except (OSError, TypeError) as error:  # there are only compiled files
            expected = "its source, in which the meanings of its fields stand"
            raise RecordError(Problem(cls.__name__, "no source", expected)) from error
        assert isinstance(defined, ast.ClassDef)
        for field, text in zip(defined.body, defined.body[1:], strict=False):
            match field, text:
                case (
                    ast.AnnAssign(target=ast.Name(name)),
                    ast.Expr(ast.Constant(str(said))),
                ):
                    told[name] = " ".join(said.split())
    return told
