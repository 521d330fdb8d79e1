"""Wording: how one value, one claim and the works behind it are said, and how lines are wrapped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Any

from pendulum import Date

from ..dates.when import Certainty, Mode
from ..records.values import Unknown
from ..relations.claim import Claim, Denial, bracketed
from ..relations.claims import Claims
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.lifecycle import Stage
from ..relations.relationship import Relationship
from .bodies import body, is_body

WIDTH = 100
STANCES = {
    "asserts": "",
    "reports": "reported",
    "expects": "expected",
    "alleges": "alleged",
    "doubts": "doubted",
    "denies": "denied",
}
"""In a word, how a claim is said; one that is asserted needs none."""
_DATED = ("standing", "total", "plan", "occurrence")  # sorts of claims that say little undated


def spaced(word: str) -> str:
    """A word of a vocabulary, or the name of a value, as people write it."""
    return word.replace("_", " ").replace("-", " ")


def value(told: Any) -> str:
    """Any value of a state in words."""
    if told is Unknown:
        return "unknown: nothing is recorded"
    if isinstance(told, Relationship | Facet | Entry):
        return ", ".join(told.branches())
    if isinstance(told, Certainty):
        return told.value
    if isinstance(told, bool):
        return "yes" if told else "no"
    if isinstance(told, Claims):
        return "; ".join(claims(told)) or "nothing is recorded"
    if isinstance(told, Claim):
        return claim(told)
    if isinstance(told, Stage):
        return stage(told)
    if isinstance(told, Mapping):
        return "; ".join(f"{name}: {value(part)}" for name, part in told.items()) or "none"
    if isinstance(told, tuple):
        texts = [value(part) for part in told]
        return ("; " if any("," in text for text in texts) else ", ").join(texts) or "none"
    if is_body(told):
        return body(told, value)
    return "none" if told is None or told == "" else str(told)


def stage(told: Stage) -> str:
    """A stage, by whom, for when something is fixed by it, and why."""
    by = f" by {told.by}" if told.by else ""
    due = f", due {told.due}" if told.due is not None else ""
    reason = f", because {told.reason}" if told.reason else ""
    seen = ", as seen" if told.observed else ""
    return f"{spaced(told.word)}{by}{seen}{due}{reason}"


# -- claims -----------------------------------------------------------------------------------


def claims(group: Claims[Any]) -> list[str]:
    """Claims side by side, each with its works, then who denies any of them.

    Those that say the same in the same way are one.
    """
    told: dict[str, dict[str, None]] = {}
    for each in group:
        text = _bare(each, group.sort in _DATED)
        told.setdefault(text, {}).update(dict.fromkeys(works(each)))
    return [
        *(f"{text}{bracketed(by)}" for text, by in told.items()),
        *map(denial, group.denials),
    ]


def claim(told: Claim[Any], *, dated: bool = True) -> str:
    """One claim: what is said, of when, how, and in which works."""
    return f"{_bare(told, dated)}{bracketed(works(told))}"


def _bare(told: Claim[Any], dated: bool) -> str:
    when = f", {told.when}" if dated else ""
    scope = f", of {told.scope}" if told.scope else ""
    stance = f" ({STANCES[told.stance]})" if STANCES[told.stance] else ""
    against = f"; contradicts {', '.join(told.contradicts)}" if told.contradicts else ""
    return f"{value(told.value)}{scope}{when}{stance}{against}"


def denial(told: Denial) -> str:
    """Who denies, in which role, of which events, and in which works."""
    of = f" of {', '.join(told.denies)}" if told.denies else ""
    return f"denied by {told.by} ({told.role}){of}{bracketed(told.sources)}"


def works(told: Claim[Any]) -> tuple[str, ...]:
    """The works that tell a claim; one that doubts it, denies it or dates it otherwise says so."""
    found: dict[str, str] = {}
    for citation in told.citations:
        stance = f" {citation.stance}" if citation.stance in ("doubts", "denies") else ""
        when = citation.when
        dated = f" ({when})" if when is not None and when != told.when else ""
        found.setdefault(citation.source, f"{citation.source}{stance}{dated}")
    return tuple(found.values())


# -- what was asked, and lines ----------------------------------------------------------------


def known(known_by: Date | None) -> str:
    """By when it was known."""
    return f"known by {known_by}" if known_by else "known by everything recorded"


def counting(mode: Mode) -> str:
    """Whether it counts what is possible."""
    return ", counting what is possible" if mode == "possible" else ""


def plural(things: Iterable[Any]) -> str:
    """The ending of a word for so many things."""
    return "" if len(tuple(things)) == 1 else "s"


def wrapped(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    """A text on lines of the width of a page."""
    return wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  " if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
