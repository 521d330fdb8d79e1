"""A facet of one's own: one file and one line, and everything else knows it."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable
from typing import Any

import attrs

import bilateral_timeline as bt
from bilateral_timeline.records.fields import is_id, one_of
from bilateral_timeline.relations.claim import Account
from bilateral_timeline.relations.denials import ClaimDenied
from bilateral_timeline.relations.entry import Staged, days_past
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.facets.evidence import AliasRecorded
from bilateral_timeline.relations.leaves import derived, label, question, stages, total
from bilateral_timeline.relations.lifecycle import Lifecycle, Stage
from bilateral_timeline.relations.relationship import FACETS, Part, Relationship
from bilateral_timeline.testing import timeline_of
from bilateral_timeline.views import briefing

# -- what a user writes ----------------------------------------------------------------------

LIFE = Lifecycle(order={"planned": 0, "played": 1, "called-off": 2}, back=("called-off",))


@bt.kind("match-told", standing=True)
class MatchTold(Account):
    """A match of the two sides: planned, played or called off, and how many saw it."""

    series: str = attrs.field(validator=is_id)
    stage: str = attrs.field(validator=one_of(*LIFE.order))
    name: str = ""
    watched: bt.Quantity | None = None
    due: bt.When | None = None


class Series(Staged):
    """A series of matches."""

    stages = stages(LIFE)
    name = label()
    watched = total(bt.Quantity)

    @derived("watched")
    def crowd(self) -> Any:
        """How many saw it, by the last word that counts."""
        return self.watched.best

    @property
    def sale(self) -> Any:
        """From when there are to be tickets: the year of the match."""
        return self.due if self.due is bt.Unknown else bt.When(str(self.due)[:4])

    @question("stages", due="sale")
    def unsold(self) -> Any:
        """By how many days the tickets are late."""
        return days_past(self.sale, self.horizon)


class Sports(Facet[Series]):
    """Matches by series."""

    of = Series
    kinds = (MatchTold,)

    @classmethod
    def entries(cls, event: bt.Event) -> Iterable[str]:
        """As of every facet."""
        return [event.what.series]

    @staticmethod
    def evolve(entry: Series, event: bt.Event) -> Series:
        """As of every facet."""
        stage = Stage(event.what.stage, "", event.what.due)
        return entry.tell(event, stages=stage)


class Wider(Relationship):
    """The relationship of a pair, with its sports."""

    sports = Part(Sports)


# -- and what it gets --------------------------------------------------------------------------

WIDER = bt.relationship("AA", "BB", into=Wider)


def match(id: str, when: str, stage: str, by: str = "", **more: Any) -> bt.Event:
    known = f"{when[:4]}-12-31"
    cited = [bt.Citation(by or f"of-{id}", known=known)]
    body = MatchTold(series="cricket", stage=stage, **more)
    return bt.Event(id=id, when=when, what=body, sources=cited, parties=("AA", "BB"))


def people(number: int) -> bt.Quantity:
    return bt.Quantity(best=number, unit="people")


def denial(*denies: str) -> bt.Event:
    body = ClaimDenied(claim="sports.cricket.watched", by="AA", role="subject", denies=denies)
    cited = [bt.Citation("no", known="2005-12-31")]
    return bt.Event(id="no", when="2005-01-01", what=body, sources=cited, parties=("AA", "BB"))


EVENTS = (
    match("plan", "2001-01-01", "planned", name="The Cup", due=bt.When("2002-05-01")),
    match("play", "2003-05-01", "played", watched=people(9000)),
    match("more", "2004-05-01", "played", watched=people(4000)),
)
TIMELINE = timeline_of(WIDER, EVENTS)


def test_a_path_leads_into_a_facet_of_ones_own() -> None:
    state = TIMELINE.as_of("2002-06-01")
    assert isinstance(state, Wider)
    assert state.at("sports.cricket.stage") == "planned"
    assert state.sports is not bt.Unknown
    assert (str(state.sports["cricket"].due), state.at("sports.cricket.overdue").low) == (
        "2002-05-01",
        31,
    )
    assert state.at("sports.cricket.crowd") is bt.Unknown
    assert TIMELINE.as_of("2000").sports is bt.Unknown


def test_changes_explain_and_series_know_it() -> None:
    changed = TIMELINE.changes("2002-12-31", "2003-12-31")
    assert {change.path for change in changed} >= {"sports.cricket.stage", "sports.cricket.crowd"}
    assert {id for change in changed for id in change.because} == {"play"}
    why = TIMELINE.explain("sports.cricket.crowd", as_of="2004-12-31")
    assert (why.value, [event.id for event in why.set_by]) == (people(4000), ["play", "more"])
    told = TIMELINE.series("sports.cricket.stage", every="year", after="1999", until="2003-12-31")
    assert [value for _, value in told][1:] == ["planned", "planned", "played"]


def test_a_delay_of_its_own_is_late_by_the_date_that_it_names() -> None:
    found = TIMELINE.as_of("2003-01-01").late()
    told = [(late.path, late.what, str(late.due), str(late.days)) for late in found]
    assert told == [
        ("sports.cricket", "overdue", "2002-05-01", "245 days"),
        ("sports.cricket", "unsold", "2002", "1 to 365 days"),
    ]


def test_it_is_plain_data_and_can_be_copied() -> None:
    state = TIMELINE.as_of("2004-12-31")
    data = json.loads(json.dumps(state.to_dict()))
    assert data["sports"]["cricket"]["stage"] == "played"
    assert data["sports"]["cricket"]["because"]["stage"] == ["play"]
    assert pickle.loads(pickle.dumps(state)) == state
    assert pickle.loads(pickle.dumps(WIDER)) is WIDER


def test_its_claims_are_in_the_evidence_and_may_be_denied() -> None:
    state = TIMELINE.as_of("2004-12-31")
    assert list(state.at("evidence.contested")) == ["sports.cricket.watched"]
    denied = TIMELINE.with_events(denial("more")).as_of("2005-12-31")
    assert denied.at("sports.cricket.crowd") == people(9000)
    gone = TIMELINE.with_events(denial()).as_of("2005-12-31")
    assert list(gone.at("evidence.denied")) == ["sports.cricket.watched"]


def test_check_and_find_know_it() -> None:
    assert TIMELINE.check() == ()
    one = match("a", "2003-05", "played", watched=people(1))
    other = match("b", "2003-05", "played", watched=people(2))
    (problem,) = timeline_of(WIDER, [one, other]).check()
    assert "sports.cricket.crowd" in problem.expected
    assert [found.name for found in TIMELINE.find("the cup")] != []


def test_it_is_said_to_people_without_a_word_of_presentation() -> None:
    told = briefing.page(TIMELINE, TIMELINE.as_of("2004-12-31"))
    at = next(at for at, line in enumerate(told) if line.text == "SPORTS")
    assert str(told[at + 1]) == (
        "Cricket: played since 1 May 2003 (of play; so too, of another time, of more); "
        "watched: 9,000 people (of play), 4,000 people (of more)."
    )


def test_the_pair_of_the_library_has_no_such_facet() -> None:
    assert "sports" not in FACETS
    assert list(Wider.facets) == [*FACETS, "sports"]
    plain = timeline_of(bt.relationship("AA", "BB"), EVENTS).as_of("2004")
    assert set(plain.branches().values()) == {bt.Unknown}
    alias = AliasRecorded(name="cup", alias="The Cup", of="body")
    told = bt.Event(id="z", when="2001", known="2001-12-31", what=alias)
    assert timeline_of(WIDER, [told]).as_of("2004").sports is bt.Unknown
