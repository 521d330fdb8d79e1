"""Who says it: speakers, allegations, contradictions, denials; and sentences on what they tell."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations.claim import Account
from bilateral_timeline.relations.entry import Entry
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.facets.agreements import AgreementStage
from bilateral_timeline.relations.facets.assessments import AssessmentMade
from bilateral_timeline.relations.facets.commitments import (
    CommitmentMade,
    CommitmentRevised,
    DeliveryReported,
)
from bilateral_timeline.relations.facets.contacts import MeetingHeld, StatementMade
from bilateral_timeline.relations.facets.force import HostileAct, LossesClaimed, PrisonersHeld
from bilateral_timeline.relations.facets.frictions import FrictionRaised
from bilateral_timeline.relations.facets.leadership import Holding, OfficeAssumed, OfficesVacated
from bilateral_timeline.relations.facets.projects import (
    ProjectDescribed,
    ProjectOutput,
    ProjectTarget,
)
from bilateral_timeline.relations.facets.third_parties import ThirdPartyAct
from bilateral_timeline.relations.facets.trade import TradeReported
from bilateral_timeline.relations.leaves import derived, label, plan, words
from bilateral_timeline.relations.relationship import Part
from bilateral_timeline.views import briefing, entries, states
from bilateral_timeline.views.page import plain
from bilateral_timeline.views.sentences import MANNERS
from bilateral_timeline.views.speech import Speech
from pairs import LOGS, PAIR
from telling import (
    ENDLESS,
    NAMES,
    built,
    denial,
    dollars,
    drones,
    full,
    of,
    said,
    told,
)


def test_what_one_alone_says_has_his_name_and_what_two_say_needs_none() -> None:
    when = "since 1 January 2024"
    assert said(built("built", "Una")) == [f"Plant: built {when} (Una)."]
    assert said(built("built", "Una", "Ivo")) == [f"Plant: built {when}."]


def test_two_works_that_tell_the_word_of_one_are_one() -> None:
    assert said(built("built", "Una", "Una")) == ["Plant: built since 1 January 2024 (Una)."]


def test_numbers_side_by_side_are_named_where_one_alone_has_them() -> None:
    def turnover(id: str, *by: str, sum: str) -> bt.Event:
        body = TradeReported(flow="turnover", year=2023, value=dollars(best=sum))
        return told(body, *by, id=id, when="2023")

    records = turnover("a", "Una", "Ivo", sum="4e9"), turnover("b", "Eve", sum="5e9")
    assert said(*records) == ["Turnover in 2023: 4 billion dollars, 5 billion dollars (Eve)."]


def test_what_is_alleged_is_said_to_be_alleged_by_somebody_and_does_not_count() -> None:
    promise = told(CommitmentMade(commitment="jets", item="jets", quantity=drones(best=24)))
    came = DeliveryReported(commitment="jets", quantity=drones(best=4))
    alleged = told(came, "Ivo", "Eve", id="b", stance="alleges")
    (line,) = said(promise, alleged)
    assert line == "Jets: promised: 24 drones (Una); 4 drones, alleged by Ivo and Eve."
    assert [text for text in full("commitments", promise, alleged) if "4 drones" in text][-1] == (
        "    deliveries (compatible): 4 drones, 1 January 2024, alleged [work-b-0, work-b-1]"
    )


@given(LOGS)
def test_an_allegation_is_never_said_as_if_it_were_so(records: tuple[Record, ...]) -> None:
    marked = tuple(
        attrs.evolve(
            each,
            sources=[attrs.evolve(c, stance="alleges", via=("Eve",)) for c in each.sources],
        )
        if isinstance(each, bt.Event)
        else each
        for each in records
    )
    timeline = of(*marked)
    state = timeline.as_of("2030")
    for name, facet in state.branches().items():
        if isinstance(facet, Facet) and name != "evidence":
            for path, entry in entries.entries_of(facet):
                speech = Speech(state.names)
                _, clauses = MANNERS[name].sentence(path, entry, speech)
                claims = [c for _, group in entry.claims() for c in group.standing]
                if clauses and {claim.stance for claim in claims} == {"alleges"}:
                    assert [c for c in clauses if "alleged" not in c and "Eve" in c] == []


def test_who_doubts_supports_nothing() -> None:
    cited = [
        bt.Citation("gazette", "p. 1", known="2024-02-01", via=("Una",)),
        bt.Citation("herald", "p. 2", known="2024-02-03", via=("Ivo",), stance="doubts"),
    ]
    event = built("built", sources=cited)
    assert said(event) == ["Plant: built since 1 January 2024 (Una)."]
    assert "    stage (single-source): built, 1 January 2024 [gazette, herald doubts]" in full(
        "projects", event
    )


def test_what_is_only_expected_settles_nothing() -> None:
    event = built("operational", "Una", stance="expects")
    assert full("projects", event) == [
        "  Plant: [projects.plant]",
        "    stage (single-source): operational, 1 January 2024, expected [work-a-0]",
        "",
        "Of claims side by side: single-source, one source alone.",
    ]


# -- where sources are not of one mind --------------------------------------------------------


def described(id: str, by: str, **more: Any) -> bt.Event:
    return told(ProjectDescribed(project="plant", **more), by, id=id)


def test_what_contradicts_is_told_with_who_says_what_and_nothing_else_is() -> None:
    first = described("a", "Una", purpose="drones", country="AA")
    second = described("b", "Ivo", purpose="aircraft", country="AA")
    against = {"contradicts": ("a",), "contradiction": "it has one line"}
    third = described("c", "Eve", purpose="cars", **against)
    (line,) = said(built("built", "Una", "Ivo", id="z"), first, second, third)
    assert line == (
        "Plant: built since 1 January 2024; "
        "sources differ on the purpose: drones (Una); cars (Eve)."
    )


def test_a_claim_of_a_part_and_one_that_contradicts_say_so_in_full() -> None:
    first = described("a", "Una", purpose="drones", scope="north")
    against = {"contradicts": ("a",), "contradiction": "it has one line"}
    second = described("b", "Ivo", purpose="cars", **against)
    assert full("projects", first, second)[-5:] == [
        "    purpose (contested)",
        "      drones, of north [work-a-0]",
        "      cars; contradicts [a] [work-b-0]",
        "",
        "Of claims side by side: contested, they cannot all be so.",
    ]


def test_a_date_of_another_source_stands_beside_its_work() -> None:
    cited = [
        bt.Citation("gazette", "p. 1", known="2024-02-01"),
        bt.Citation("herald", "p. 2", known="2024-02-03", when="2024-01"),
    ]
    lines = full("projects", built("built", sources=cited))
    assert "    stage (confirmed): built, 1 January 2024 [gazette, herald (January 2024)]" in lines
    at = lines.index("    date of “built” (refinement)")
    assert lines[at + 1 : at + 3] == [
        "      1 January 2024 [gazette]",
        "      January 2024 [herald (January 2024)]",
    ]


def test_a_denial_of_what_stands_is_told_and_one_of_what_is_past_is_not() -> None:
    promise = told(CommitmentMade(commitment="jets", item="jets"))
    denied = denial("commitments.jets.stages", "AA")
    (line,) = said(promise, denied)
    assert line.endswith("; AA denies it.")
    after = told(
        CommitmentRevised(commitments=("jets",), action="refused", by="AA"),
        id="b",
        when="2024-02-01",
    )
    only_the_first = denial("commitments.jets.stages", "AA", "party", "a")
    assert (
        said(promise, only_the_first, after)[0] == "Jets: refused by AA on 1 February 2024 (Una)."
    )


def test_those_who_deny_the_same_are_named_together() -> None:
    promise = told(CommitmentMade(commitment="jets", item="jets"))
    more = attrs.evolve(denial("commitments.jets.stages", "BB"), id="nor")
    (line,) = said(promise, denial("commitments.jets.stages", "AA"), more)
    assert line.endswith("; AA and BB deny it.")


def lost(id: str, by: str, count: int, **more: Any) -> bt.Event:
    number = bt.Quantity(best=count, unit="persons")
    body = LossesClaimed(
        dispute="rift", of="AA", loss="soldiers-killed", number=number, scope="Uri"
    )
    return told(body, by, id=id, **more)


def test_losses_are_told_by_side_with_those_that_are_only_alleged_and_denied_once() -> None:
    act = told(HostileAct(dispute="rift", act="raid", actor="AA", target="BB"), id="z")
    records = (
        *(act, lost("a", "Una", 17), lost("b", "Ivo", 19), lost("c", "Eve", 40, stance="alleges")),
        denial("force.rift.losses", "BB"),
    )
    (line,) = said(*records, names=NAMES)
    assert line == (
        "The rift: hostility reached: use; last act: raid by Aland on Beland, on 1 January 2024 "
        "(Una); "
        "losses of Aland, soldiers killed, Uri: 17 persons (Una), 19 persons (Ivo), 40 persons, "
        "alleged by Eve; Beland denies what is told of the losses."
    )


# -- sentences --------------------------------------------------------------------------------


def test_an_office_tells_of_who_holds_it_after_whom() -> None:
    records = (
        told(OfficeAssumed(office="chair", person="Ada"), when="2020-05-01"),
        told(
            OfficesVacated(holdings=(Holding(office="chair", person="Ada"),), exit="accident"),
            id="b",
            when="2024-05-01",
        ),
    )
    vacant = said(*records, names=NAMES)
    assert vacant == ["The chair: vacant since 1 May 2024 (Una), after Ada (accident, 1 May 2024)."]
    next_one = told(
        OfficeAssumed(office="chair", person="Bo", acting=True), id="c", when="2024-05-02"
    )
    assert said(*records, next_one, names=NAMES) == [
        "The chair: Bo, acting, since 2 May 2024 (Una), after Ada (accident, 1 May 2024)."
    ]


def test_an_agreement_tells_of_what_is_missing_until_it_is_in_force() -> None:
    signed = told(AgreementStage(agreement="treaty", stage="signed", name="The treaty"))
    ratified = told(AgreementStage(agreement="treaty", stage="ratified", by="AA"), id="b")
    lines = said(signed, ratified, names=NAMES)
    assert lines == [
        "The treaty: signed on 1 January 2024 (Una); not in force; ratified by Aland (Una); "
        "no ratification by Beland is recorded."
    ]


def test_a_project_tells_of_its_output_as_a_share_of_its_target() -> None:
    records = (
        built("operational", "Una", "Ivo"),
        told(ProjectTarget(project="plant", quantity=drones(best=6000)), id="b"),
        told(
            ProjectOutput(project="plant", quantity=drones(4275, 4500, 4725)),
            "Una",
            "Eve",
            id="c",
        ),
    )
    assert said(*records) == [
        "Plant: operational since 1 January 2024; "
        "output so far, on 1 January 2024: about 4,500 drones; "
        "by the numbers told, about 75 percent of the target; target: 6,000 drones."
    ]


def test_a_direction_is_told_by_the_names_of_both_ends() -> None:
    speech = Speech(NAMES)
    assert speech.value("AA to BB") == "Aland to Beland"
    assert speech.value("AA") == "Aland"
    assert speech.value("a way to BB") == "a way to BB"
    assert Speech().value("AA to BB") == "AA to BB"


def test_losses_and_prisoners_are_told_in_full_by_side_and_sort() -> None:
    held = PrisonersHeld(
        dispute="rift", holder="AA", category="civilians", number=drones(best=3, unit="persons")
    )
    records = (lost("a", "Una", 17), lost("b", "Ivo", 19), told(held, id="c"))
    heads = [line.partition(" (")[0] for line in full("force", *records)]
    assert "    losses of AA, soldiers killed, Uri" in heads
    assert "    prisoners held by AA, civilians" in heads


def test_what_third_parties_do_is_a_sentence() -> None:
    body = ThirdPartyAct(
        third_party="CC", topic="canal", act="support", actor="CC", target="BB", what="with boats"
    )
    assert said(told(body, parties=("AA", "CC")), names=NAMES) == [
        "CC supports Beland: with boats, on 1 January 2024 (Una)."
    ]


def test_a_view_has_its_assessor() -> None:
    body = AssessmentMade(
        topic="alliance", dimension="label", view="a marriage", assessor="Una", likelihood="likely"
    )
    assert said(told(body)) == ["Alliance: Una: a marriage (likely)."]


def test_an_issue_tells_since_when_it_is_open() -> None:
    body = FrictionRaised(friction="port", issue="the port is closed")
    assert said(told(body, "Una", "Ivo")) == ["Port: the port is closed, since 1 January 2024."]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            MeetingHeld(level="minister", mode="third-place", participants=("Una", "Ivo")),
            "meeting elsewhere (Una, Ivo)",
        ),
        (
            MeetingHeld(level="minister", mode="visit", participants=("Una",), place="Ærø"),
            "visit in Ærø (Una)",
        ),
        (
            StatementMade(level="minister", mode="threat", speaker="Una", about="war", to="Ivo"),
            "threat by Una to Ivo: war",
        ),
    ],
)
def test_a_body_is_said_in_words(body: Any, text: str) -> None:
    assert Speech().value(body) == text


# -- a facet that nobody described ------------------------------------------------------------


@bt.kind("test-views-bridge")
class BridgeTold(Account):
    bridge: str
    name: str = ""
    toll: bt.Quantity | None = None
    said: str = ""


class Bridge(Entry):
    name = label()
    toll = plan(bt.Quantity)
    said = words()

    @derived("toll")
    def dear(self) -> bool | Any:
        """Whether it costs much."""
        toll = self.toll.best
        return bt.Unknown if toll is bt.Unknown else (toll.low or 0) > 5


class Bridges(Facet[Bridge]):
    of = Bridge
    kinds = (BridgeTold,)

    @classmethod
    def entries(cls, event: bt.Event) -> list[str]:
        return [event.what.bridge]

    @staticmethod
    def evolve(entry: Bridge, event: bt.Event) -> Bridge:
        return entry.tell(event)


class Crossed(bt.Relationship):
    bridges = Part(Bridges)


def test_a_facet_of_ones_own_reads_without_a_word_for_it() -> None:
    coins = bt.Quantity(best=7, unit="coins")
    log = bt.EventLog()
    log.append(
        told(BridgeTold(bridge="old", name="The old bridge", toll=coins)),
        told(BridgeTold(bridge="old", said="it is narrow"), "Una", "Ivo", id="b"),
        told(BridgeTold(bridge="new", said="it will be wide"), id="c"),
    )
    timeline = log.timeline(bt.relationship(*PAIR, into=Crossed))
    state = timeline.as_of("2024-12-31")
    lines = plain(states.state(timeline, state, ["bridges"]), ENDLESS).splitlines()
    assert lines[lines.index("BRIDGES") :] == [
        "BRIDGES",
        "",
        "  New: [bridges.new]",
        "    said: it will be wide (Una).",
        "    said (single-source): it will be wide [work-c-0]",
        "",
        "  Old: [bridges.old]",
        "    toll: 7 coins (Una); said: it is narrow.",
        "    name: The old bridge [work-a-0]",
        "    toll (single-source): 7 coins, 1 January 2024 [work-a-0]",
        "    said (confirmed): it is narrow [work-b-0, work-b-1]",
        "",
        "Of claims side by side: single-source, one source alone; confirmed, two or more, "
        "independently.",
    ]
    page = plain(briefing.page(timeline, state), ENDLESS)
    assert (
        "BRIDGES\n  New: said: it will be wide (Una).\n"
        "  Old: toll: 7 coins (Una); said: it is narrow.\n"
    ) in page


def test_a_body_of_a_kind_that_nobody_described_is_said_field_by_field() -> None:
    body = BridgeTold(bridge="old", toll=bt.Quantity(best=7, unit="coins"))
    assert Speech().value(body) == "old, toll 7 coins"
