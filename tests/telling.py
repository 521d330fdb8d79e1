"""Logs of a fictional pair, and what is said of them: for the tests of the views."""

from __future__ import annotations

from typing import Any

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations.denials import ClaimDenied
from bilateral_timeline.relations.facets.commitments import CommitmentMade
from bilateral_timeline.relations.facets.leadership import OfficeAssumed
from bilateral_timeline.relations.facets.projects import ProjectStage
from bilateral_timeline.relations.names import Named, Names
from bilateral_timeline.views import briefing, states
from bilateral_timeline.views.page import Line, plain
from pairs import PAIR

PROJECTION = bt.relationship(*PAIR)
ENDLESS = 1 << 20
"""A width at which every line stands on one line."""
Timeline = bt.Timeline[bt.Relationship]


def of(*records: Record, names: Names | None = None) -> Timeline:
    log = bt.EventLog()
    log.append(*records)
    return log.timeline(bt.relationship(*PAIR, names=names) if names else PROJECTION)


def told(what: Any, *by: str, id: str = "a", **more: Any) -> bt.Event:
    """An event between the two, which each of some speakers tells in a work of his own."""
    known = more.pop("known", "2024-02-01")
    stance = more.pop("stance", "asserts")
    cited = [
        bt.Citation(f"work-{id}-{at}", "p. 1", known=known, via=(speaker,), stance=stance)
        for at, speaker in enumerate(by or ("Una",))
    ]
    given = {"when": "2024-01-01", "parties": PAIR, "sources": cited, "known": known, **more}
    return bt.Event(id=id, what=what, **given)


def denial(claim: str, by: str, role: str = "party", *denies: str, holds: str = "") -> bt.Event:
    body = ClaimDenied(claim=claim, by=by, role=role, denies=denies, holds=holds)
    return told(body, id="no", when="2024-03-01", known="2024-03-01")


def briefed(*records: Record, day: str = "2024-12-31", names: Names | None = None) -> list[Line]:
    timeline = of(*records, names=names)
    return briefing.page(timeline, timeline.as_of(day))


def said(*records: Record, day: str = "2024-12-31", names: Names | None = None) -> list[str]:
    """What a briefing says of entries: the lines under the headings of facets, but for the rest."""
    lines = briefed(*records, day=day, names=names)
    last = next(at for at, line in enumerate(lines) if line.text == "NOT KNOWN")
    return [str(line) for line in lines[:last] if line.depth]


def full(facet: str, *records: Record, day: str = "2024-12-31") -> list[str]:
    """What is said of a facet in full, each line set in as it is."""
    timeline = of(*records)
    lines = plain(states.state(timeline, timeline.as_of(day), [facet]), ENDLESS).splitlines()
    return lines[lines.index(facet.replace("_", " ").upper()) + 2 :]


def sentence(facet: str, *records: Record, day: str = "2024-12-31") -> str:
    """The sentence on the one entry of a facet, as those read it who open it."""
    return full(facet, *records, day=day)[1].strip()


NAMES = Names(
    (
        Named("AA", "party", "Aland"),
        Named("BB", "party", "Beland"),
        Named("jets", "thing", "The jets"),
        Named("rift", "thing", "The rift"),
        Named("chair", "thing", "The chair"),
    )
)


def built(word: str, *by: str, id: str = "a", **more: Any) -> bt.Event:
    return told(ProjectStage(project="plant", stage=word), *by, id=id, **more)


def drones(low: Any = None, best: Any = None, high: Any = None, **more: Any) -> bt.Quantity:
    return bt.Quantity(low, best, high, **{"unit": "drones", **more})


def dollars(low: Any = None, best: Any = None, high: Any = None, **more: Any) -> bt.Money:
    return bt.Money(low, best, high, **{"currency": "USD", **more})


def promised(id: str, due: str = "", when: str = "2024-01-01") -> bt.Event:
    body = CommitmentMade(commitment=id, item=id, due=bt.When(due) if due else None)
    return told(body, id=f"of-{id}", when=when)


LATEST = told(OfficeAssumed(office="x", person="X"), id="y", parties=("CC",), known="2024-12-31")
"""It is about neither side: by it the chronicle reaches to the last day."""
