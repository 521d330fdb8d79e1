"""Disputes: where sources are not of one mind, who denies what is told, and who doubts it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

from ..records.values import Quantity
from ..relations.claim import Claim, Denial
from ..relations.claims import Claims
from ..relations.entry import Entry, Staged
from ..relations.lifecycle import Stage
from . import days
from .entries import called
from .sentences import MANNERS, manner_of
from .sentences.clauses import Aside, is_past
from .speech import Speech
from .words import joined, spaced

_OF_SEVERAL = {"denies": "deny", "holds": "hold"}


def differences(facet: str, entry: Entry, speech: Speech) -> list[str]:
    """On which leaves sources contradict each other, with who says what; and who denies what.

    Not on those that the sentence on the entry tells of in full.
    """
    told: list[str] = []
    tells = manner_of(facet).tells if facet in MANNERS else tuple(entry.leaves)
    denied = {name: [*_denials(entry, name, group)] for name, group in entry.groups()}
    parts = {_whole(name) for name, held in denied.items() if held and "." in name} - {*tells}
    for name, group in entry.groups():
        whole, is_part = _whole(name), "." in name
        if is_part and whole in tells:
            continue
        if group.group == "contested" and whole not in tells and not _is_past(entry, group):
            now = getattr(entry, "current", None) if name == "stages" else None
            if opposed := _opposed(group, speech, now):
                said = f"sources differ on the {called(name, speech)}: {opposed}"
                told.append(Aside(said) if whole in manner_of(facet).minor else said)
        if name not in parts:
            told += _denied(entry, name, group, denied[name], speech)
    return [*told, *_doubted(entry, speech)]


def denials(entry: Entry, events: Collection[str], speech: Speech) -> list[str]:
    """Who denies what some events tell of an entry, where that is what stands."""
    told: dict[str, None] = {}
    for name, group in entry.groups():
        now = [claim for claim in _standing(entry, name, group) if claim.event in events]
        some = [d for d in group.denials if any(d.covers(claim) for claim in now)]
        told.update(dict.fromkeys(_denied(entry, name, group, some, speech) if some else ()))
    return [*told]


def _is_past(entry: Entry, group: Claims[Any]) -> bool:
    """Whether words are all older than the stage that stands, and so of what was before it."""
    return group.sort == "words" and isinstance(entry, Staged) and is_past(group, entry.current)


def _denied(
    entry: Entry, name: str, group: Claims[Any], denials: list[Denial], speech: Speech
) -> Iterator[str]:
    """Who denies what stands or a part of it, and what they hold instead."""
    claims = _standing(entry, name, group)
    of = f"what is told of the {called(name, speech)}"
    values = {claim.value for claim in claims}
    is_one = group.sort == "words" and len(values) == 1
    if is_one and not any(value in speech.names for value in values):
        of = f"“{values.pop()}”"
    if name == "deeds":
        of = "it"
    elif name == "stages" and claims:
        of = f"“{spaced(claims[-1].value.word)}”"
    told: dict[tuple[str, str], dict[str, None]] = {}
    for denial in denials:
        if denial.role == "subject":
            if name == "stages" or not _denied_too(entry, denial):
                what = f"held that {denial.holds}," if denial.holds else f"denied {of}"
                yield f"{speech.name(denial.by)} {what} {_told_by(denial, speech)}"
            continue
        said = ("holds", f"that {denial.holds}") if denial.holds else ("denies", of)
        some = [claim for claim in claims if not _is_none(claim)]  # that, who denies it says too
        left = {speech.value_of(claim): None for claim in some if not denial.covers(claim)}
        if left and not denial.holds:
            met = {speech.value_of(claim): None for claim in claims if denial.covers(claim)}
            said = ("denies", f"{of}, but for {'; '.join(left)}")
            if len(left) > len(met):
                said = ("denies", "; ".join(met))
        told.setdefault(said, {})[speech.name(denial.by)] = None
    by: dict[tuple[str, ...], list[str]] = {}
    for (verb, what), names in sorted(told.items(), key=lambda each: each[0][0]):
        clause = f"{verb if len(names) == 1 else _OF_SEVERAL[verb]} {what}"
        by.setdefault((*names,), []).append(clause)
    for who, clauses in by.items():
        yield f"{joined(who)} {', and '.join(clauses)}"
    if name == "stages":
        yield from _denied_before(group, claims, speech)


def _is_none(claim: Claim[Any]) -> bool:
    """Whether it is claimed that nothing came."""
    return isinstance(claim.value, Quantity) and claim.value.high == 0


def _denied_too(entry: Entry, told: Denial) -> bool:
    """Whether it was denied with the stage, which is told already."""
    denials = entry.stages.denials if isinstance(entry, Staged) else ()
    return any((each.by, each.when) == (told.by, told.when) for each in denials)


def _denied_before(
    group: Claims[Stage], now: tuple[Claim[Stage], ...], speech: Speech
) -> Iterator[str]:
    """Who denied of what was told earlier that it was so, as it is told again now."""
    words = {claim.value.word for claim in now}
    for denial in group.denials:
        met = [c for c in group.claims if denial.covers(c) and c.value.word in words]
        if met and not any(claim in now for claim in met):
            word, by = spaced(met[-1].value.word), speech.name(denial.by)
            yield f"{by} denied “{word}” {_told_by(denial, speech)}"


def _told_by(denial: Denial, speech: Speech) -> str:
    """When somebody denied it, and who alone tells of it, unless it is he."""
    told = dict.fromkeys(s for citation in denial.citations for s in citation.speakers)
    who = f" ({speech.listed(told)})" if len(told) == 1 and denial.by not in told else ""
    return f"{days.on(denial.when)}{who}"


def _doubted(entry: Entry, speech: Speech) -> Iterator[str]:
    """Who doubts what stands: all of it, or what is told of one leaf."""
    told: dict[tuple[str, str], dict[str, None]] = {}
    for name, group in entry.claims():
        for claim in () if group.of.label else _standing(entry, name, group):
            of = f"what is told of the {called(name, speech)}"
            of = f"“{spaced(claim.value.word)}”" if isinstance(claim.value, Stage) else of
            for citation in (c for c in claim.citations if c.stance == "doubts"):
                when = f" on {days.day(citation.known)}" if citation.known else ""
                for speaker in citation.speakers:
                    told.setdefault((speech.name(speaker), when), {})[of] = None
    for (who, when), of_what in told.items():
        yield f"{who} doubted {next(iter(of_what)) if len(of_what) == 1 else 'it'}{when}"


def _whole(name: str) -> str:
    """The leaf that a value is a part of: of the losses of one side, the losses."""
    return name.partition(".")[0].removesuffix("_of")


def _opposed(group: Claims[Any], speech: Speech, now: Claim[Any] | None = None) -> str:
    """The claims that contradict another, each with who says so; of a stage, what stands now."""
    held = group.standing
    pairs = [pair for pair in combinations(held, 2) if group.relation(*pair) == "contradicts"]
    opposed = {claim.event for pair in pairs if now in (None, *pair) for claim in pair}
    if now is not None:
        opposed.discard(now.event)  # it is told already
    told: dict[str, list[Claim[Any]]] = {}
    for claim in held:
        if claim.event in opposed:
            when = f", {days.date(claim.when)}" if group.sort == "standing" else ""
            told.setdefault(f"{speech.value_of(claim)}{when}", []).append(claim)
    return "; ".join(f"{text}{speech.by(claims)}" for text, claims in told.items())


def _denials(entry: Entry, name: str, group: Claims[Any]) -> Iterator[Denial]:
    """The denials of what stands: of a stage that another has followed, none."""
    claims = _standing(entry, name, group)
    yield from (d for d in group.denials if any(d.covers(claim) for claim in claims))


def _standing(entry: Entry, name: str, group: Claims[Any]) -> tuple[Claim[Any], ...]:
    """What stands on a leaf: of stages the last, and all where nothing does."""
    if name == "stages" and isinstance(entry, Staged) and entry.current is not None:
        return (entry.current,)
    return group.standing or group.claims
