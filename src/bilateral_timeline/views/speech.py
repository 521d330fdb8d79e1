"""Speech: how the values of a state are said to people, with names in place of ids and codes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any

import attrs
from pendulum import Date

from ..dates.when import Certainty, When
from ..records.fields import OneOf
from ..records.kinds import made_of
from ..records.values import Money, Quantity, Unknown
from ..relations.claim import FIRM, Claim, Denial
from ..relations.claims import Claims
from ..relations.comparing import bare, voices
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.facets.leadership import Term
from ..relations.lifecycle import Stage
from ..relations.names import Names
from ..relations.relationship import Relationship
from . import bodies, days
from .amounts import amount
from .words import STANCES, bracketed, joined, spaced

_CODE = re.compile(r"[a-z]+(-[a-z]+)+")
"""A word of a vocabulary, such as under-construction."""
_WORDS = re.compile(r"[a-z]+(-[a-z]+)*")
_ROLES = {"subject": " itself", "party": "", "third-party": ""}


def works(told: Claim[Any]) -> tuple[str, ...]:
    """The works that tell a claim; one that doubts it, denies it or dates it otherwise says so."""
    found: dict[str, str] = {}
    for citation in told.citations:
        stance = f" {citation.stance}" if citation.stance in ("doubts", "denies") else ""
        when = citation.when
        dated = f" ({days.date(when)})" if when is not None and when != told.when else ""
        found.setdefault(citation.source, f"{citation.source}{stance}{dated}")
    return tuple(found.values())


def _has(text: str, part: str) -> bool:
    """Whether a text has some words in it, and not only their letters."""
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def _reports(told: list[list[Claim[Any]]], left: list[list[Claim[Any]]]) -> str:
    """How many reports are left out: earlier ones only where each is, of those that are told."""
    rest = [claim for same in left for claim in same]
    firsts = [claim.when.start.earliest for same in told for claim in same]
    lasts = [claim.when.latest for claim in rest]
    first = min((day for day in firsts if day), default=None) if all(firsts) else None
    is_earlier = first and all(day is not None and day < first for day in lasts)
    return f"{len(rest)} {'earlier' if is_earlier else 'other'} report{'s' * (len(rest) > 1)}"


@attrs.frozen
class Speech:
    """How values are said, with the names of a chronicle."""

    names: Names = Names()

    def name(self, id: str) -> str:
        """What a party, a person, a body or a thing is called; an id without a name, spaced."""
        if id in self.names:
            return self.names.of(id)
        return spaced(id) if re.fullmatch(r"[a-z0-9-]+", id) else id

    def told(self, group: Claims[str]) -> str:
        """What a label was last, by name; empty where nothing is told."""
        last = group.latest
        return self.name(last) if isinstance(last, str) else ""

    def title(self, id: str) -> str:
        """The same, to begin a line."""
        said = self.name(id)
        return said[:1].upper() + said[1:]

    def listed(self, ids: Iterable[str]) -> str:
        """Names with an "and" before the last."""
        return joined(map(self.name, ids))

    # -- values ---------------------------------------------------------------------------

    def value(self, told: Any) -> str:
        """Any value of a state in words."""
        if told is Unknown:
            return "nothing is recorded"
        if isinstance(told, Relationship | Facet | Entry):
            return ", ".join(map(spaced, told.branches()))
        if isinstance(told, Certainty):
            return told.value
        if isinstance(told, bool):
            return "yes" if told else "no"
        if isinstance(told, When):
            return days.date(told)
        if isinstance(told, Date):
            return days.day(told)
        if isinstance(told, Quantity | Money):
            return amount(told, bounds=True)
        if isinstance(told, Claims):
            return "; ".join(self.claims(told)) or "nothing is recorded"
        if isinstance(told, Claim):
            return self.claim(told)
        if isinstance(told, Denial):
            return self.denial(told)
        if isinstance(told, Stage):
            return self.stage(told)
        if isinstance(told, Term):
            return self.term(told)
        if isinstance(told, Mapping):
            parts = (f"{self.name(name)}: {self.value(part)}" for name, part in told.items())
            return "; ".join(parts) or "none"
        if isinstance(told, tuple):
            texts = [self.value(part) for part in told]
            return ("; " if any("," in text for text in texts) else ", ").join(texts) or "none"
        if attrs.has(type(told)):
            return self.body(told)
        if isinstance(told, str) and told:
            ends = told.split(" to ")  # of a direction, both are parties
            if all(end in self.names for end in ends):
                return " to ".join(map(self.name, ends))
            return spaced(told) if _CODE.fullmatch(told) else told
        return "none" if told is None or told == "" else str(told)

    def stage(self, told: Stage) -> str:
        """A stage, by whom, for when something is fixed by it, and why."""
        by = f" by {self.name(told.by)}" if told.by else ""
        due = f", {days.due(told.due)}" if told.due is not None else ""
        reason = f", because {told.reason}" if told.reason else ""
        seen = ", as seen" if told.observed else ""
        return f"{spaced(told.word)}{by}{seen}{due}{reason}"

    def term(self, told: Term) -> str:
        """One person's time in an office."""
        acting = ", acting" if told.acting else ""
        since = "since a day not recorded"
        if told.since is not None:
            seen = f"seen {days.on(told.since)}"
            since = seen if told.observed else days.since(told.since)
        until = f", {days.until(told.until)}" if told.until is not None else ""
        left = f" ({spaced(told.exit)})" if told.exit else ""
        return f"{self.name(told.person)}{acting}, {since}{until}{left}"

    def body(self, told: Any) -> str:
        """A body in words; what is so is said by its name."""
        made = made_of(type(told))
        kind = made.name if made else type(told).__name__
        if kind == "third-party-act":
            return self.deed(told)
        fields = {field.name: field for field in attrs.fields(type(told))}
        said = {name: self._field(told, fields[name]) for name in fields}
        phrase = bodies.phrase(kind, said)
        if phrase is not None:
            return phrase
        return ", ".join(
            text if fields[name].default is attrs.NOTHING else f"{spaced(name)} {text}"
            for name, text in said.items()
            if text
        )

    def _field(self, told: Any, field: attrs.Attribute[Any]) -> str:
        held = getattr(told, field.name)
        if held is None or held is False or held in ("", ()):
            return ""
        if held is True:
            return spaced(field.name)
        if isinstance(held, str) and isinstance(field.validator, OneOf):
            return spaced(held)
        if isinstance(held, str) and field.validator is None and not field.metadata:
            return held  # free words, which name nothing
        return self.value(held)

    def deed(self, told: Any) -> str:
        """What a third party does, or what is done to it, as a sentence."""
        actor, target = told.actor, told.target
        if told.act == "is-affected":
            actor, target = told.third_party, ""
        to, alone = bodies.deed(told.act, self.name(actor))
        if not actor:
            verb = f"{self.title(told.third_party)}: "
            return f"{verb}{told.what}" if told.what else f"{verb}{alone}"
        said = f"{to} {self.name(target)}" if target else alone
        what = f": {told.what}" if told.what else ""
        return f"{self.title(actor)} {said}{what}"

    # -- who says it ----------------------------------------------------------------------

    def speakers(self, told: Iterable[Claim[Any]], stances: tuple[str, ...] = ()) -> str:
        """Who says something, each once; only those who say it in some stances, where given."""
        cited = [citation for claim in told for citation in claim.supporting]
        said = [each for each in cited if not stances or each.stance in stances]
        return self.listed(dict.fromkeys(s for citation in said for s in citation.speakers))

    def by(self, told: Iterable[Claim[Any]]) -> str:
        """Who says something and how, in brackets; nothing of two or more whose word counts.

        What two speakers tell independently needs no name; what one alone says has it.
        """
        claims = [*told]
        firm = [claim for claim in claims if claim.stance in FIRM]
        if firm and voices(firm, FIRM) > 1:
            return ""
        speakers = self.speakers(firm, FIRM) if firm else self.speakers(claims)
        said = "" if firm or not claims else f"{STANCES[claims[0].stance]} by "
        return f" ({said}{speakers})" if speakers else ""

    def of(self, entry: Entry, name: str) -> str:
        """Who alone says what follows from some claims, such as the stage of an entry."""
        ids = {id for group in entry.why(name) for id in group}
        told = [claim for _, group in entry.claims() for claim in group.standing]
        return self.by(claim for claim in told if claim.event in ids)

    def among(
        self,
        group: Claims[Any],
        *,
        last: bool = False,
        most: int = 9,
        without: Container[Claim[Any]] = (),
    ) -> str:
        """The values of a group side by side, with who says each where they are not of one mind.

        Those that count, else those that stand; the `last` alone of what later words replace; of
        many, the first ones and how many more there are; of totals, the last ones and how many
        reports there are besides.
        """
        claims = group.counted or group.standing or group.claims
        claims = tuple(claim for claim in claims if claim not in without)
        told: dict[Any, list[Claim[Any]]] = {}
        for claim in claims:
            told.setdefault(self._same(claim), []).append(claim)
        values = [*told.values()][-1:] if last else [*told.values()]
        texts = []
        is_total = group.sort == "total"
        cut = max(len(values) - most, 0) if is_total else most
        some, rest = (values[cut:], values[:cut]) if is_total else (values[:cut], values[cut:])
        for same in some:
            said = self._words if group.sort == "words" else self.value_of
            texts.append(f"{said(same[0])}{self.by(same)}")
        if rest:
            texts.append(f"and {_reports(some, rest) if is_total else f'{len(rest)} more'}")
        apart = group.sort == "words" or any(", " in text for text in texts)
        return ("; " if apart else ", ").join(texts)

    def _same(self, claim: Claim[Any]) -> Any:
        """What claims that say the same have in common; of a number without a best, its words."""
        value = claim.value
        vague = isinstance(value, Quantity | Money) and value.best is None
        return self.value_of(claim) if vague else bare(value)

    def value_of(self, claim: Claim[Any]) -> str:
        """What a claim says, short: a number without its bounds."""
        told = claim.value
        return amount(told) if isinstance(told, Quantity | Money) else self.value(told)

    def _words(self, told: Claim[Any]) -> str:
        """What a claim says in free words, as they are: only a code of a party is a name."""
        text = told.value
        is_free = isinstance(text, str) and (_WORDS.fullmatch(text) or text not in self.names)
        return text if is_free and " to " not in text else self.value_of(told)

    def aside(self, group: Claims[Any]) -> str:
        """What is claimed and does not count, with who says so: "about 400, alleged by Reuters"."""
        told: dict[tuple[str, str], list[Claim[Any]]] = {}
        for claim in group.standing:
            if claim.stance not in FIRM:
                told.setdefault((self.value_of(claim), claim.stance), []).append(claim)
        return "; ".join(
            f"{text}, {STANCES[stance]} by {self.speakers(same) or 'nobody by then'}"
            for (text, stance), same in told.items()
        )

    # -- claims down to their works -------------------------------------------------------

    def claims(self, group: Claims[Any]) -> list[str]:
        """Claims side by side, each with its works, then who denies any of them.

        Those that say the same in the same way are one.
        """
        dated = group.sort in ("standing", "total", "plan", "occurrence")
        told: dict[str, dict[str, None]] = {}
        for each in group:
            text = self._bare(each, dated, group.sort == "words")
            told.setdefault(text, {}).update(dict.fromkeys(works(each)))
        return [
            *(f"{text}{bracketed(by)}" for text, by in told.items()),
            *map(self.denial, group.denials),
        ]

    def claim(self, told: Claim[Any]) -> str:
        """One claim: what is said, of when, how, and in which works."""
        return f"{self._bare(told, dated=True)}{bracketed(works(told))}"

    def _bare(self, told: Claim[Any], dated: bool, free: bool = False) -> str:
        text = self._words(told) if free else self.value(told.value)
        when = f", {days.date(told.when)}" if dated else ""
        scope = f", of {told.scope}" if told.scope and not _has(text, told.scope) else ""
        stance = f", {STANCES[told.stance]}" if STANCES[told.stance] else ""
        against = f"; contradicts{bracketed(told.contradicts)}" if told.contradicts else ""
        return f"{text}{scope}{when}{stance}{against}"

    def denial(self, told: Denial) -> str:
        """Who denies, of which events, and in which works."""
        of = f", of{bracketed(told.denies)}" if told.denies else ""
        role = _ROLES.get(told.role, "")
        by = f"{self.name(told.by)}{role}"
        said = f"{by} holds that {told.holds}" if told.holds else f"denied by {by}"
        return f"{said}{bracketed(told.sources)}{of}"
