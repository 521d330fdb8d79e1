"""What the fields of a record mean: what its class says of each, else what the name says.

Where a class has nothing to say of a field of its own, its name means the same in every kind.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from textwrap import dedent

import attrs

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

_MEANS: Mapping[str, str] = {
    "about": "What it is about.",
    "act": "What was done.",
    "acting": "Whether he holds it only until somebody does for good.",
    "action": "What was done.",
    "actor": "Who does it.",
    "agreement": "The id of the agreement.",
    "alias": "What the source calls it.",
    "assessor": "Whose view it is.",
    "basis": "How it was counted or inferred.",
    "by": "Who does it.",
    "category": "What sort of thing it is.",
    "cause": "What caused it.",
    "circumstance": "How it came about, in your own words.",
    "commitment": "The id of the promise.",
    "commitments": "The ids of the promises.",
    "condition": "The state that it is in, or that on which it depends.",
    "cost": "What it costs.",
    "counted": "Whether they are counted.",
    "covers": "What it covers.",
    "destination": "Where it goes.",
    "dimension": "What sort of view it is.",
    "direction": "Where the goods go.",
    "dispute": "The id of the dispute.",
    "domain": "In which domain.",
    "due": "By when it is to be.",
    "duration": "How long it takes.",
    "effect": "What comes of it.",
    "entry": "How he came to the office.",
    "estimated": "Whether the number is the source's own estimate.",
    "examples": "Some of them.",
    "exit": "How it ended.",
    "extends": "What it extends.",
    "figure": "The number that the view gives.",
    "flow": "Which flow of trade, such as turnover or exports.",
    "form": "What form it has.",
    "friction": "The id of the issue.",
    "goods": "Which goods, in a word or two.",
    "head": "Who leads it.",
    "holder": "Who holds them.",
    "holdings": "The offices that are left, each with its holder.",
    "host": "Who receives the others.",
    "hostility": "How far it goes.",
    "how": "How it is eased.",
    "imposer": "Who imposes it.",
    "in_exchange_for": "What it is in exchange for.",
    "instrument": "What sort of text it is.",
    "investment": "The id of the investment.",
    "issue": "What stands between the two, in your own words.",
    "item": "What it is, in the singular or as the source counts it.",
    "length": "How long it is.",
    "level": "At which level.",
    "likelihood": "How likely it is held to be.",
    "loss": "What sort of loss.",
    "mission": "The id of the mission.",
    "mode": "In which way.",
    "name": "How people call it.",
    "number": "How many there are.",
    "obligations": "What it obliges the parties to.",
    "observed": "Whether it was only seen to be so, rather than seen to change.",
    "obstacle": "What stands in the way.",
    "of": "What sort of thing it is of.",
    "office": "The id of the office.",
    "organisation": "The id of the organisation.",
    "origin": "Where it comes from.",
    "outcome": "What came of it.",
    "participants": "Who takes part.",
    "party": "Whose it is.",
    "person": "Who it is.",
    "persons": "Who they are.",
    "place": "Where it is.",
    "practice": "What is usual, in your own words.",
    "progress": "How far it has come, in your own words.",
    "project": "The id of the project.",
    "promisee": "To whom it is promised.",
    "promisor": "Who promises it.",
    "provider": "Who gives it.",
    "purpose": "What it is for.",
    "quantity": "How much or how many.",
    "reason": "Why, as it is told.",
    "receiver": "The side where it is.",
    "recipient": "Who gets it.",
    "renews": "Whether it renews itself.",
    "responsible": "Who is held to have done it.",
    "restriction": "The id of the restriction.",
    "role": "In which role.",
    "says": "What it says, in your own words.",
    "schedule": "How it stands to the schedule.",
    "sender": "The side whose mission it is.",
    "settlement": "How it is settled.",
    "source": "Where the money comes from.",
    "speaker": "Who says it.",
    "staff": "How many people it has.",
    "stage": "The stage that is reached.",
    "status": "The status that it has from then on.",
    "step": "Which step it is.",
    "superlative": "What the source calls it the first, the largest or the like of.",
    "supplier": "Who delivers it.",
    "target": "To whom it is done.",
    "targets": "To whom it is done.",
    "third_party": "Which third party.",
    "title": "How the office is called.",
    "tiv": "Its trend-indicator value as SIPRI has it.",
    "to": "To whom.",
    "topic": "The id of the topic.",
    "trial": "Whether it was a trial.",
    "value": "The sum.",
    "via": "Through where.",
    "votes": "What each candidate got.",
    "what": "What it is, in your own words.",
    "year": "Of which year it is.",
}


def meanings(body: type) -> dict[str, str]:
    """What each field of a class means, in a sentence or two."""
    told = _documented(body)
    names = (field.name for field in attrs.fields(body) if field.init)
    return {name: told.get(name) or _MEANS.get(name, "") for name in names}


def _documented(body: type) -> dict[str, str]:
    """The text below each field in the source of a class and its bases, where it can be had."""
    told: dict[str, str] = {}
    for cls in reversed(body.__mro__):
        try:
            (defined,) = ast.parse(dedent(inspect.getsource(cls))).body
        except (OSError, TypeError, SyntaxError):  # without its source, as in an archive
            continue
        assert isinstance(defined, ast.ClassDef)
        for field, text in zip(defined.body, defined.body[1:], strict=False):
            match field, text:
                case (
                    ast.AnnAssign(target=ast.Name(name)),
                    ast.Expr(ast.Constant(str(said))),
                ):
                    told[name] = " ".join(said.split())
    return told
