"""Entries: one thing that a facet tells about, in a line or in full, with the works behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeGuard

from ..dates.when import Certainty, When
from ..errors import MissingError
from ..records.values import Money, Quantity, Unknown
from ..relations.claim import FIRM, Claim, bracketed
from ..relations.claims import Claims
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.names import Names
from . import wording
from .wording import STANCES, spaced, value
from .words import NONE, Words, aside, called, leads_of

Works = Mapping[str, tuple[str, ...]]
"""The works that tell each event."""

OLD = 365
"""What was told last so many days before is marked with its day."""

_OF_ONE = ("fact", "total", "plan")  # sorts of claims of which one alone can be true
_REPEATING = ("stage", "status")  # which other values may have told already
_SPACED = ("stage", "status", "mode", "by_party", "hostility", "level")  # of vocabularies


def works_behind(part: Entry | Facet[Any]) -> dict[str, tuple[str, ...]]:
    """The works that tell each event behind an entry, or all entries of a facet."""
    found: dict[str, dict[str, None]] = {}
    for _, group in part.claims():
        for claim in group:
            found.setdefault(claim.event, {}).update(dict.fromkeys(wording.works(claim)))
        for denial in group.denials:
            found.setdefault(denial.event, {}).update(dict.fromkeys(denial.sources))
    return {event: tuple(works) for event, works in found.items()}


# -- in a line --------------------------------------------------------------------------------


def title(id: str, entry: Entry, words: Words, names: Names) -> str:
    """What stands beside an id: what it is called, and whose it is."""
    told = [text for form in words.titles if (text := _filled(form, entry))]
    if not told and id in names:
        told = [names.of(id)]
    return ", ".join(told)


def _filled(form: str, entry: Entry) -> str:
    """A title of leaves that are told; nothing if one of them is not."""
    held = {name: getattr(entry, name, None) for name in re.findall(r"{(\w+)}", form)}
    if any(not isinstance(group, Claims) or not group for group in held.values()):
        return ""
    return form.format_map({name: group.latest for name, group in held.items() if group})


def now(entry: Entry, words: Words, *, short: bool = True) -> tuple[str, tuple[str, ...]]:
    """How an entry stands, in a line, and the events behind that.

    Of an entry of which nothing is told that leads, a `short` line has the first of its leaves.
    """
    line, events = "", list[str]()
    for name, form in leads_of(entry, words).items():
        text = _lead(entry, name, form)
        if text and not (name in _REPEATING and _is_said(text, line)):
            glued = text[0] in ", "
            line = line + text if line and glued else f"{line}; {text.lstrip(', ')}".strip("; ")
            events += why(entry, name)
    if not line and short:
        for name, group in entry.claims():
            if not aside(name, words) and not group.of.label:
                line, events = f"{called(name)}: {shown(group)}", [*group.events]
                break
    line = f"{line}{_flags(entry, words)}".lstrip("; ")
    return f"{line}{_age(entry, words, line)}", tuple(dict.fromkeys(events))


def _is_said(text: str, line: str) -> bool:
    """Whether a line has told a word already, as "overdue by 3 days" tells that it is overdue."""
    word = text.strip(" ,()")
    return bool(line) and (word in line or word.split()[-1] in line)


def why(entry: Entry, name: str) -> tuple[str, ...]:
    """The events that set a leaf or a value, or of some claims; else none."""
    told = getattr(entry, name, None)
    if _are_claims(told):
        return tuple(claim.event for claim in told)
    try:
        return entry.why(name)[0]
    except MissingError:
        return ()


def _lead(entry: Entry, name: str, form: str) -> str:
    told = getattr(entry, name, Unknown)
    made = entry.derives.get(name)
    if told is Unknown or told is False or told == ():
        return ""
    if told is None:
        return NONE.get(name, "")
    if told is True:
        return form.replace("{}", "").rstrip()
    if isinstance(told, Claims):
        return _of_claims(told, form) if told else ""
    if made is not None and made.waits and isinstance(told, Quantity):
        if not told.high:
            return ""
        form = form if told.low else re.sub(r"^(\W*)", r"\1perhaps ", form)
    if name == "since" and getattr(entry, "observed", Unknown) is True:
        form = form.replace("since", "seen")
    if _are_claims(told):
        return form.format("; ".join(_short(claim, dated=True) for claim in told))
    text = told.rounded if isinstance(told, Quantity | Money) else value(told)
    return form.format(spaced(text) if name in _SPACED else text)


def _are_claims(told: Any) -> TypeGuard[tuple[Claim[Any], ...]]:
    return isinstance(told, tuple) and bool(told) and isinstance(told[0], Claim)


def _of_claims(group: Claims[Any], form: str) -> str:
    """What is claimed: the last value, `{all}` values, or those that do not count, `{aside}`."""
    uncounted = [claim for claim in group if claim.stance not in FIRM and claim in group.standing]
    if "{aside}" in form and not uncounted:
        return ""
    aside = "; ".join(dict.fromkeys(_short(claim, dated=False) for claim in uncounted))
    return form.format(shown(group, last=True), all=shown(group), aside=aside)


def shown(group: Claims[Any], *, last: bool = False) -> str:
    """The values that count, else those that stand, each once; or the last alone."""
    claims = group.counted or group.standing or group.claims
    dated = group.sort == "occurrence" and last
    told = dict.fromkeys(_short(claim, dated) for claim in claims)
    return [*told][-1] if last else (" or " if group.sort in _OF_ONE else "; ").join(told)


def _short(claim: Claim[Any], dated: bool) -> str:
    number = isinstance(claim.value, Quantity | Money)
    text = claim.value.rounded if number else value(claim.value)
    stance = "" if claim.stance in FIRM else f" ({STANCES[claim.stance]})"
    return f"{text}{f', {claim.when}' if dated else ''}{stance}"


def _flags(entry: Entry, words: Words) -> str:
    """The leaves that are contested, denied or disputed."""
    told = ""
    for sort in ("contested", "denied", "disputed"):
        names = [called(name) for name in getattr(entry, sort) if not aside(name, words)]
        told += f"; {sort}: {', '.join(names)}" if names else ""
    return told


def _age(entry: Entry, words: Words, line: str) -> str:
    """That an entry was told of last long before, and when, where the line has not that day."""
    if not words.ages or not is_old(entry):
        return ""
    last, since = entry.last_told, getattr(entry, "since", Unknown)
    is_since = isinstance(since, When) and since.latest == last
    return "; not told again" if is_since or str(last) in line else f"; last told {last}"


def is_old(entry: Entry) -> bool:
    """Whether what is told last of an entry was told long before the day asked."""
    last = entry.last_told
    return last is not Unknown and entry.horizon.toordinal() - last.toordinal() > OLD


# -- in full ----------------------------------------------------------------------------------


def in_full(entry: Entry, words: Words, behind: Works) -> Iterator[tuple[int, str]]:
    """All that is told of an entry: lines, each with how far it is set in."""
    text, events = now(entry, words, short=False)
    if text:
        yield 0, f"{text}{cited(events, behind)}"
    for name, told in _follows(entry, words):
        yield from _lines(called(name), told, why(entry, name), behind)
    dates = getattr(entry, "dates", Unknown)
    for name, group in ({} if dates is Unknown else dates).items():
        yield from leaf(called(f"dates.{name}"), group)
    titles = "".join(words.titles)
    for name, group in entry.claims():
        in_title = f"{{{name}}}" in titles and len(group.values) == 1
        if not aside(name, words) and not in_title:
            yield from leaf(called(name), group)


def _follows(entry: Entry, words: Words) -> Iterator[tuple[str, Any]]:
    """The values that follow from the leaves and do not lead."""
    leads = leads_of(entry, words)
    for name in entry.derives:
        told = getattr(entry, name)
        if name not in leads and not aside(name, words) and told not in (Unknown, None, False):
            yield name, told


def _lines(name: str, told: Any, events: Iterable[str], behind: Works) -> Iterator[tuple[int, str]]:
    if isinstance(told, Mapping) and any(isinstance(part, Claims) for part in told.values()):
        for key, group in told.items():
            yield from leaf(f"{name}: {spaced(str(key))}", group)
    elif isinstance(told, Mapping) and any(isinstance(p, Mapping) for p in told.values()):
        for key, part in told.items():
            yield from _lines(f"{name} {key}", part, events, behind)
    elif isinstance(told, tuple) and len(told) > 1 and not isinstance(told[0], str):
        yield 0, f"{name}{cited(events, behind)}"
        yield from ((1, value(part)) for part in told)
    elif not isinstance(told, Certainty) or told is not Certainty.UNKNOWN:
        yield 0, f"{name}: {value(told)}{cited(events, behind)}"


def leaf(name: str, group: Claims[Any]) -> Iterator[tuple[int, str]]:
    """The claims on a leaf, with their class; a line each, if there are several."""
    kind = "" if group.group is Unknown else f" ({group.group})"
    told = wording.claims(group)
    if len(told) == 1:
        yield 0, f"{name}{kind}: {told[0]}"
        return
    yield 0, f"{name}{kind}"
    yield from ((1, text) for text in told)


def cited(events: Iterable[str], behind: Works) -> str:
    """The works of some events in brackets; nothing of no event."""
    ids = list(events)
    found = dict.fromkeys(work for id in ids for work in behind.get(id, ()))
    return bracketed(found) if ids else ""
