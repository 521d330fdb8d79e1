"""Words: how ids, stances and lists are written, whatever they are of."""

from __future__ import annotations

from collections.abc import Iterable

from pendulum import Date

from ..dates.when import Mode
from ..relations.claim import LATER
from . import days

NAMED = 6  # so many of those that are told in short are named
STANCES = {
    "asserts": "",
    "reports": "reported",
    "expects": "expected",
    "alleges": "alleged",
    "doubts": "doubted",
    "denies": "denied",
}
"""In a word, how a claim is said; one that is asserted needs none."""
CLASSES = {
    "single-source": "one source alone",
    "confirmed": "two or more, independently",
    "refinement": "one is more precise than the other",
    "revised": "a later word takes the place of an earlier",
    "compatible": "they may all be so",
    "contested": "they cannot all be so",
    "denied": "what is claimed is denied",
    "not comparable": "of different things",
}
"""What the class of a group of claims says of them."""
_WORDS = {
    "third-place": "meeting elsewhere",
    "charge-d-affaires": "chargé d'affaires",
    "parliament-approved": "passed",
}
"""The words of vocabularies that people write otherwise."""


def spaced(word: str) -> str:
    """A word of a vocabulary, or the name of a value, as people write it."""
    return _WORDS.get(word) or word.replace("_", " ").replace("-", " ")


def joined(words: Iterable[str]) -> str:
    """Words with commas between them, and an "and" before the last."""
    told = [*words]
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


def known(known_by: Date | None) -> str:
    """By when it was known."""
    return (
        f"as was public by {days.day(known_by)}" if known_by else "as all that is recorded has it"
    )


def counting(mode: Mode) -> str:
    """Whether it counts what is possible."""
    return ", counting what is possible" if mode == "possible" else ""


def number_of(number: int, word: str) -> str:
    """So many of something: 1 event, 2,000 events."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def bracketed(sources: Iterable[str]) -> str:
    """Sources in brackets, to follow what they say."""
    return f" [{', '.join(sources) or LATER}]"
