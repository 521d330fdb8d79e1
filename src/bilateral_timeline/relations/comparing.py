"""Comparing: how two claims on one proposition relate, and the class of a group of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import attrs

from ..dates.when import Certainty, When
from ..records.events import STANCES
from ..records.values import Money, Quantity, Unknown, UnknownType
from .claim import FIRM, Claim, Denial, Proposition
from .lifecycle import Stage

if TYPE_CHECKING:
    Class = Literal[
        "confirmed",
        "refinement",
        "revised",
        "compatible",
        "contested",
        "denied",
        "single-source",
        "not comparable",
    ]
    Relation = Literal[
        "same", "refines", "revises", "compatible", "contradicts", "other words", "not comparable"
    ]
else:  # completion at a prompt reads annotations, and stumbles over Literal
    Class = Relation = str

CLASSES = (
    *("confirmed", "refinement", "revised", "compatible", "contested", "denied"),
    *("single-source", "not comparable"),
)
"""The classes of a group of claims."""


def class_of(
    of: Proposition,
    claims: tuple[Claim[Any], ...],
    standing: tuple[Claim[Any], ...],
    denials: tuple[Denial, ...],
) -> Class | UnknownType:
    """The class of some claims; Unknown for none, for labels and for occurrences.

    denied: its own subject denies all of it, or a party denies all that stands; not comparable:
    they are of different things; contested: two that stand cannot both be true; single-source:
    one speaker alone says so; confirmed: two independent ones or more assert or report the same
    (of a plan, expect it); revised: a later word replaces an earlier one; refinement: one is
    narrower than the others; compatible: all may be true.
    """
    if not claims or of.sort == "occurrence" or of.label:
        return Unknown
    if _all_denied(claims, denials, "subject"):
        return "denied"
    told = _distinct(of, standing or claims)
    relations = relations_among(of, told) - {"same"}
    if "contradicts" in relations:
        return "contested"
    if _all_denied(told, denials, "party"):
        return "denied"
    if relations == {"not comparable"}:
        return "not comparable"
    if voices(told) < 2:
        return "single-source"
    relations -= {"not comparable"}
    if not relations:
        vouch = (*FIRM, "expects") if of.sort == "plan" else FIRM
        return "confirmed" if voices(told, vouch) > 1 else "compatible"
    if "revises" in relations:
        return "revised"
    return "refinement" if relations == {"refines"} else "compatible"


def relations_among(of: Proposition, told: tuple[Claim[Any], ...]) -> set[Relation]:
    """How any two of some claims relate; where two contradict each other, only that.

    Words that no curator sets against others cost one look each, numbers each with each.
    """
    if of.sort == "words" and not any(claim.contradicts for claim in told):
        things: dict[Any, set[Any]] = {}
        for claim in told:
            thing = claim.scope, measure(claim.value)
            things.setdefault(thing, set()).add(without_words(claim.value))
        apart: set[Relation] = {"not comparable"} if len(things) > 1 else set()
        several = any(len(values) > 1 for values in things.values())
        return apart | ({"other words"} if several else set())
    found: set[Relation] = set()
    for a, b in combinations(told, 2):
        one = relation(of, a, b)
        if one == "contradicts":
            return {one}
        found.add(one)
    return found


def _all_denied(claims: Iterable[Claim[Any]], denials: tuple[Denial, ...], role: str) -> bool:
    """Whether somebody in a role denies all of some claims."""
    own = [denial for denial in denials if denial.role == role]
    return all(any(denial.covers(claim) for denial in own) for claim in claims)


def _distinct(of: Proposition, held: tuple[Claim[Any], ...]) -> tuple[Claim[Any], ...]:
    """Claims, but for those that differ in nothing that relations go by.

    What is only expected contradicts nothing that is claimed to be so, but for a plan.
    """
    seen: dict[Any, Claim[Any]] = {}
    told = [claim for claim in held if claim.stance != "expects" or of.sort == "plan"]
    for claim in told or held:
        key = (without_words(claim.value), claim.when, claim.known, claim.scope, claim.speakers)
        seen.setdefault((*key, claim.event if claim.contradicts else ""), claim)
    return tuple(seen.values())


def relation(of: Proposition, a: Claim[Any], b: Claim[Any]) -> Relation:
    """How two claims relate; of which is the later one, their dates tell."""
    if a.scope == b.scope and without_words(a.value) == without_words(b.value):
        return "same"
    if a.event in b.contradicts or b.event in a.contradicts:
        return "contradicts"
    if a.scope != b.scope or measure(a.value) != measure(b.value):
        return "not comparable"
    if of.sort in ("words", "occurrence"):
        return "other words"
    if _refines(of, a.value, b.value) or _refines(of, b.value, a.value):
        return "refines"
    if of.sort == "fact":
        return _of_a_fact(of, a, b)
    return _in_time(of, a, b)


def _of_a_fact(of: Proposition, a: Claim[Any], b: Claim[Any]) -> Relation:
    if isinstance(a.value, str) and not _closed(of, a.value, b.value):
        return "other words"
    if _overlap(a.value, b.value):
        return "compatible"
    later = a.known is not None and b.known is not None and a.known != b.known
    later = later or goes_before(a, b) or goes_before(b, a)
    return "revises" if later and _one_speaker(a, b) else "contradicts"


def _in_time(of: Proposition, a: Claim[Any], b: Claim[Any]) -> Relation:
    """Of what changes with time: the later replaces the earlier."""
    if goes_before(b, a):
        a, b = b, a
    if goes_before(a, b):
        set_back = goes_back(of, a.value, b.value) and not _one_speaker(a, b)
        return "contradicts" if set_back else "revises"
    if a.known != b.known and _one_speaker(a, b):
        return "revises"
    apart = not _overlap(a.value, b.value) and a.when == b.when and a.when.is_exact
    return "contradicts" if apart and _excludes(of, a.value, b.value) else "compatible"


def _excludes(of: Proposition, a: Any, b: Any) -> bool:
    """Whether two values cannot both be so on one day: an actor does not exclude another."""
    if isinstance(a, Stage) and isinstance(b, Stage):
        return of.life is not None and of.life.turns and a.by == b.by
    return True


def goes_back(of: Proposition, earlier: Any, later: Any) -> bool:
    """Whether a later account cannot be true if the earlier is."""
    if isinstance(earlier, Stage):
        others = earlier.by != later.by and earlier.by and later.by  # each goes its own way
        life = of.life
        return life is not None and not others and life.goes_back(earlier.word, later.word)
    if of.sort != "total":
        return False
    return None not in (earlier.low, later.high) and earlier.low > later.high


def _one_speaker(a: Claim[Any], b: Claim[Any]) -> bool:
    return not set(a.speakers).isdisjoint(b.speakers)


def _refines(of: Proposition, narrow: Any, wide: Any) -> bool:
    if isinstance(narrow, str):
        return wide in _above(of, narrow)
    return _within(narrow, wide)


def _above(of: Proposition, word: str) -> Iterator[str]:
    """The wider words that a word is a case of."""
    above = of.below.get(word, "")
    while above:
        yield above
        above = of.below.get(above, "")


def _closed(of: Proposition, *words: str) -> bool:
    """Whether words are of the vocabulary of the leaf, if it has one."""
    return of.closed or all(word in of.below for word in words)


def width(of: Proposition, value: Any) -> float:
    """How far from precise a value is: its bounds, or how high a word stands in its vocabulary."""
    if isinstance(value, str):
        return -sum(1 for _ in _above(of, value))
    return _width(value)


def voices(claims: Iterable[Claim[Any]], stances: tuple[str, ...] = STANCES) -> int:
    """How many independent speakers there are: those whom one citation names are one.

    Of `stances` alone, where some are given; who doubts or denies supports nothing.
    """
    same_as: dict[
        str, str
    ] = {}  # of each speaker another who is one with it; of one of them, itself

    def first(name: str) -> str:
        while (other := same_as.setdefault(name, name)) != name:
            name = other
        return name

    for claim in claims:
        for citation in claim.supporting:
            if citation.stance in stances:
                one, *others = map(first, citation.speakers)
                same_as.update((other, one) for other in others)
    return sum(name == other for name, other in same_as.items())


def bare(value: Any) -> Any:
    """A value without the words it was said in."""
    return attrs.evolve(value, text="") if isinstance(value, Quantity | Money) else value


def without_words(value: Any) -> Any:
    """What is the same for two values that are the same, in whatever words they were said."""
    if isinstance(value, Quantity | Money):
        return type(value), value.low, value.best, value.high, value.measure
    return value


def measure(value: Any) -> Any:
    """What a value is of: its type, and its unit or currency."""
    return type(value), getattr(value, "measure", None)


def _overlap(a: Any, b: Any) -> bool:
    """Whether two values can both be true."""
    if isinstance(a, Quantity | Money):
        return bool(a.overlaps(b))
    if isinstance(a, When):
        return a.before(b) is not Certainty.YES and b.before(a) is not Certainty.YES
    return bool(a == b)


def starts_before(a: When, b: When) -> bool:
    """Whether one date certainly begins before another."""
    return a.sort_key("certain")[0] < b.sort_key("certain")[1]


def goes_before(a: Claim[Any], b: Claim[Any]) -> bool:
    """Whether a claim certainly is of an earlier time: within a day, by the order given."""
    of_one_day = a.when == b.when and a.when.is_exact
    return starts_before(a.when, b.when) or (of_one_day and a.seq < b.seq)


def _within(a: Any, b: Any) -> bool:
    if isinstance(a, Quantity | Money):
        return bool(b.contains(a))
    return isinstance(a, When) and a.within(b) is Certainty.YES


def _width(value: Any) -> float:
    if isinstance(value, Quantity | Money):
        both = value.low is not None and value.high is not None
        return float(value.high - value.low) if both else float("inf")  # type: ignore[operator]
    if isinstance(value, When):
        first, last = value.earliest, value.latest
        return float(last.toordinal() - first.toordinal()) if first and last else float("inf")
    return 0.0
