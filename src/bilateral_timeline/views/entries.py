"""Entries: one thing that a facet tells about, in full, with the works behind each line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from ..dates.when import When
from ..errors import MissingError
from ..records.values import Unknown
from ..relations.claim import Claim, Denial
from ..relations.claims import Claims
from ..relations.entry import Entry, Staged
from ..relations.facet import Facet
from ..relations.facets.agreements import Agreement
from ..relations.facets.evidence import Evidence
from ..relations.lifecycle import Stage
from ..relations.relationship import Relationship
from . import days
from .page import Line
from .sentences import MANNERS, manner_of
from .sentences.clauses import is_past
from .speech import Speech, works
from .words import bracketed, joined, spaced

Works = Mapping[str, tuple[str, ...]]
"""The works that tell each event."""

NAMES = {
    "promisor": "who promises",
    "promisee": "to whom",
    "dimension": "sort of judgement",
    "dates": "date",
    "dues": "due date",
    "starts": "start due",
    "so_far": "so far",
    "delay": "reason for the delay",
    "talks": "length of the talks",
    "superlative": "rank",
    "responsible": "side that is responsible",
    "change": "change told",
    "computed_change": "change computed",
    "early": "early figure",
    "goods_share": "share of the flow",
    "share_told": "share told",
    "original": "in the currency first named",
    "original_total": "total in that currency",
    "designation": "called",
    "of": "sort",
    "by": "whose",
    "by_party": "step",
    "to_ratify": "no ratification recorded",
    "stages": "stage",
    "delivered": "deliveries",
    "counted": "statistics",
    "held": "prisoners held",
    "forbids": "extent",
    "best": "best figure",
}
"""What leaves and values are called, where their name is not the word."""

_ASIDE = (
    *("dates", "between", "next_steps", "ratified_by", "participants", "planned", "to_ratify"),
    "filed",
)
"""What is said with other values already, or is no word of a source."""
_OF_SEVERAL = {"denies": "deny", "holds": "hold"}


def facets_of(relationship: Relationship) -> Iterator[tuple[str, Facet[Any]]]:
    """The facets of which something is told; not what is asked of the other facets."""
    for name, facet in relationship.branches().items():
        if facet is not Unknown and not isinstance(facet, Evidence):
            yield name, facet


def works_behind(part: Entry | Facet[Any]) -> dict[str, tuple[str, ...]]:
    """The works that tell each event behind an entry, or all entries of a facet."""
    found: dict[str, dict[str, None]] = {}
    for _, group in part.claims():
        for claim in group:
            found.setdefault(claim.event, {}).update(dict.fromkeys(works(claim)))
        for denial in group.denials:
            found.setdefault(denial.event, {}).update(dict.fromkeys(denial.sources))
    return {event: tuple(works) for event, works in found.items()}


def split(path: str, *states: Relationship) -> tuple[str, str, str]:
    """The facet, the entry and the leaf that a path leads to."""
    facet, _, rest = path.partition(".")
    for state in states:
        part, at = state.branches().get(facet), rest
        held: list[str] = []
        while isinstance(part, Facet):
            id = next((id for id in part if at == id or at.startswith(f"{id}.")), None)
            if id is None:
                break
            held.append(id)
            part, at = part[id], at[len(id) + 1 :]
        if isinstance(part, Entry):
            return facet, ".".join(held), at
    entry, _, leaf = rest.rpartition(".")
    return facet, entry, leaf


def entry_at(state: Relationship, facet: str, path: str) -> Entry | None:
    """The entry of a facet at a path; None where the state has none."""
    part: Any = state.branches().get(facet)
    rest = path
    while isinstance(part, Facet):
        id = next((id for id in part if rest == id or rest.startswith(f"{id}.")), None)
        if id is None:
            return None
        part, rest = part[id], rest[len(id) + 1 :]
    return part if isinstance(part, Entry) else None


# -- where sources are not of one mind --------------------------------------------------------


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
                told.append(f"sources differ on the {called(name, speech)}: {opposed}")
        if name not in parts:
            told += _denied(entry, name, group, denied[name], speech)
    return [*told, *_doubted(entry, speech)]


def _is_past(entry: Entry, group: Claims[Any]) -> bool:
    """Whether words are all older than the stage that stands, and so of what was before it."""
    return group.sort == "words" and isinstance(entry, Staged) and is_past(group, entry.current)


def _denied(
    entry: Entry, name: str, group: Claims[Any], denials: list[Denial], speech: Speech
) -> Iterator[str]:
    """Who denies what stands or a part of it, and what they hold instead."""
    claims = _standing(entry, name, group)
    of = f"what is told of the {called(name, speech)}"
    if group.sort == "words" and len(values := {*map(speech.value_of, claims)}) == 1:
        of = f"“{values.pop()}”"
    if name == "deeds":
        of = "it"
    elif name == "stages" and claims:
        of = f"“{spaced(claims[-1].value.word)}”"
    told: dict[tuple[str, str], dict[str, None]] = {}
    for denial in denials:
        if denial.role == "subject":
            if name == "stages" or not _denied_too(entry, denial):
                yield f"{speech.name(denial.by)} denied {of} {_told_by(denial, speech)}"
            continue
        said = ("holds", f"that {denial.holds}") if denial.holds else ("denies", of)
        left = {speech.value_of(claim): None for claim in claims if not denial.covers(claim)}
        if left and not denial.holds:
            met = {speech.value_of(claim): None for claim in claims if denial.covers(claim)}
            said = ("denies", f"{of}, but for {'; '.join(left)}")
            if len(left) > len(met):
                said = ("denies", "; ".join(met))
        told.setdefault(said, {})[speech.name(denial.by)] = None
    for (verb, what), who in told.items():
        yield f"{joined(who)} {verb if len(who) == 1 else _OF_SEVERAL[verb]} {what}"
    if name == "stages":
        yield from _denied_before(group, claims, speech)


def _denied_too(entry: Entry, told: Denial) -> bool:
    """Whether it was denied with the stage, which is told already."""
    stages = dict(entry.groups()).get("stages")
    return stages is not None and any(
        (each.by, each.when) == (told.by, told.when) for each in stages.denials
    )


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
    told: dict[tuple[str, str], list[str]] = {}
    for name, group in entry.claims():
        for claim in () if group.of.label else _standing(entry, name, group):
            of = f"what is told of the {called(name, speech)}"
            of = f"“{spaced(claim.value.word)}”" if isinstance(claim.value, Stage) else of
            for citation in (c for c in claim.citations if c.stance == "doubts"):
                when = f" on {days.day(citation.known)}" if citation.known else ""
                for speaker in citation.speakers:
                    told.setdefault((speech.name(speaker), when), []).append(of)
    for (who, when), of_what in told.items():
        yield f"{who} doubted {of_what[0] if len(of_what) == 1 else 'it'}{when}"


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


def called(name: str, speech: Speech) -> str:
    """What a leaf or a value is called, or a part of one, such as the date of a stage."""
    name, _, part = name.partition(".")
    told = NAMES.get(name) or spaced(name.removesuffix("_of"))
    words = ", ".join(_piece(piece, speech) for piece in re.split(r"\.|, ", part))
    if name == "dates" and part:
        return f"{told} of “{words}”"
    return f"{told} {'by' if told.endswith('held') else 'of'} {words}" if part else told


def _piece(piece: str, speech: Speech) -> str:
    """One step of a path: whose, of which sort; of a stage, by whom."""
    word, _, by = piece.partition(" by ")
    return f"{speech.name(word)} by {speech.name(by)}" if by else speech.name(piece)


# -- in full ----------------------------------------------------------------------------------


def facet_in_full(facet: Facet[Any], name: str, speech: Speech, within: str = "") -> Iterator[Line]:
    """All entries of a facet, each with what it is called by people and by questions."""
    behind = works_behind(facet)
    above = f"{within}." if within else ""
    for path, entry in facet.walk():
        yield Line()
        yield from in_full(entry, f"{above}{path}", name, speech, behind)


def in_full(
    entry: Entry, path: str, facet: str, speech: Speech, behind: Works | None = None
) -> Iterator[Line]:
    """All that is told of an entry: what is said of it on a page, then leaf by leaf."""
    behind = works_behind(entry) if behind is None else behind
    head, clauses = manner_of(facet).sentence(path, entry, speech)
    yield Line(f"[{facet}.{path}]", head or speech.title(path), depth=1)
    if clauses:
        yield Line(f"{'; '.join(clauses)}.", depth=2)
    for name in entry.derives:
        told = getattr(entry, name)
        if name not in _ASIDE and isinstance(told, Mapping | tuple) and told:
            steps = entry.steps if isinstance(entry, Agreement) and name == "by_party" else {}
            yield from _follows(name, told, why(entry, name), behind, speech, steps)
    dates = getattr(entry, "dates", Unknown)
    for name, group in ({} if dates is Unknown else dates).items():
        yield from leaf(_dated(name, group, speech), group, speech)
    for name, group in entry.claims():
        if name not in _ASIDE:
            yield from leaf(called(name, speech), group, speech)


def _dated(name: str, group: Claims[When], speech: Speech) -> str:
    """Of what a group of dates is: of a stage, or of something by the day that its event has."""
    (first, *_) = group.claims
    if first.event == name:
        return f"date of that of {days.date(first.when)}"
    return called(f"dates.{name}", speech)


def _follows(
    name: str,
    told: Mapping[Any, Any] | tuple[Any, ...],
    events: Iterable[str],
    behind: Works,
    speech: Speech,
    steps: Mapping[str, Claim[Any]],
) -> Iterator[Line]:
    """A value of several parts that follows from the leaves, a line for each part."""
    if isinstance(told, tuple):
        yield Line(cited(events, behind).lstrip(), called(name, speech), depth=2)
        yield from (Line(speech.value(part), depth=3) for part in told)
        return
    for key, part in told.items():
        of = f"{name}.{key}"
        if isinstance(part, Claims):
            yield from leaf(called(of, speech), part, speech)
        elif isinstance(part, Mapping):
            yield from _follows(of, part, events, behind, speech, {})
        else:
            step = steps.get(key)
            who = cited(events, behind) if step is None else bracketed(works(step))
            said = f"{speech.value(part)}{who}"
            yield Line(said, called(of, speech), depth=2)


def leaf(name: str, group: Claims[Any], speech: Speech) -> Iterator[Line]:
    """The claims on a leaf, with their class; a line each, if there are several."""
    kind = "" if group.group is Unknown else f" ({group.group})"
    told = speech.claims(group)
    if len(told) == 1:
        yield Line(told[0], f"{name}{kind}", depth=2)
        return
    yield Line("", f"{name}{kind}", depth=2)
    yield from (Line(text, depth=3) for text in told)


def why(entry: Entry, name: str) -> tuple[str, ...]:
    """The events that set a leaf or a value; of what has none, no event."""
    try:
        return entry.why(name)[0]
    except MissingError:
        return ()


def cited(events: Iterable[str], behind: Works) -> str:
    """The works of some events in brackets; nothing of no event."""
    ids = list(events)
    found = dict.fromkeys(work for id in ids for work in behind.get(id, ()))
    return bracketed(found) if ids else ""
