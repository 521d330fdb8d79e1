"""Who says it: speakers, allegations, contradictions, denials; and sentences on what they tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations import comparing
from bilateral_timeline.relations.claim import Account
from bilateral_timeline.relations.entry import Entry
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.facets.agreements import AgreementDescribed, AgreementStage
from bilateral_timeline.relations.facets.assessments import AssessmentMade
from bilateral_timeline.relations.facets.commitments import (
    CommitmentMade,
    CommitmentRevised,
    DeliveryReported,
)
from bilateral_timeline.relations.facets.constraints import (
    RestrictionChanged,
    RestrictionDescribed,
)
from bilateral_timeline.relations.facets.contacts import MeetingHeld, MeetingPlanned, StatementMade
from bilateral_timeline.relations.facets.force import (
    DisputeStage,
    HostileAct,
    LossesClaimed,
    PrisonersHeld,
)
from bilateral_timeline.relations.facets.frictions import FrictionRaised, RefusalMade
from bilateral_timeline.relations.facets.leadership import Holding, OfficeAssumed, OfficesVacated
from bilateral_timeline.relations.facets.projects import (
    ProjectDescribed,
    ProjectOutput,
    ProjectStage,
    ProjectTarget,
)
from bilateral_timeline.relations.facets.third_parties import ThirdPartyAct
from bilateral_timeline.relations.facets.trade import TradeReported
from bilateral_timeline.relations.leaves import derived, label, plan, words
from bilateral_timeline.relations.names import Named, Names
from bilateral_timeline.relations.relationship import Part
from bilateral_timeline.views import bodies, briefing, entries, states
from bilateral_timeline.views.page import plain
from bilateral_timeline.views.sentences import MANNERS
from bilateral_timeline.views.speech import Speech
from bilateral_timeline.views.words import CLASSES
from pairs import LOGS, PAIR
from telling import (
    ENDLESS,
    LATEST,
    NAMES,
    built,
    denial,
    dollars,
    drones,
    full,
    of,
    said,
    sentence,
    told,
)


def test_what_one_alone_says_has_his_name_and_what_two_say_needs_none() -> None:
    when = "on 1 January 2024"
    assert said(built("built", "Una")) == [f"Plant: built {when} (Una)."]
    assert said(built("built", "Una", "Ivo")) == [f"Plant: built {when}."]


def test_two_works_that_tell_the_word_of_one_are_one() -> None:
    assert said(built("built", "Una", "Una")) == ["Plant: built on 1 January 2024 (Una)."]


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
    """Where all is alleged, each clause says so; but a view is its assessor's own word."""
    clauses = sentences(told_by(records, "Eve", stance="alleges"), without="assessments")
    assert [each for each in clauses if not re.search(r"[( ]alleged by Eve\b", each)] == []


def test_who_doubts_supports_nothing() -> None:
    cited = [
        bt.Citation("gazette", "p. 1", known="2024-02-01", via=("Una",)),
        bt.Citation("herald", "p. 2", known="2024-02-03", via=("Ivo",), stance="doubts"),
    ]
    event = built("built", sources=cited)
    assert said(event) == [
        "Plant: built on 1 January 2024 (Una); Ivo doubted “built” on 3 February 2024."
    ]
    assert "    stage (single-source): built, 1 January 2024 [gazette, herald doubts]" in full(
        "projects", event
    )


def test_what_is_only_expected_settles_nothing() -> None:
    event = built("operational", "Una", stance="expects")
    assert full("projects", event) == [
        "  Plant [projects.plant]",
        "    stage (single-source): operational, 1 January 2024, expected [work-a-0]",
        "",
        "Of claims side by side: single-source, one source alone.",
    ]


def told_by(
    records: tuple[Record, ...], *speakers: str, stance: str = "asserts"
) -> tuple[Record, ...]:
    """The same log, each of whose events some speakers tell, each in a work of his own."""
    cited = [
        bt.Citation(
            f"work-of-{name.lower()}", "p. 1", known="2002-12-31", via=(name,), stance=stance
        )
        for name in speakers
    ]
    return tuple(
        attrs.evolve(each, sources=cited, known="2002-12-31")
        if isinstance(each, bt.Event)
        else each
        for each in records
    )


def sentences(records: tuple[Record, ...], without: str = "") -> Iterator[str]:
    """Each clause of each sentence on an entry, but of one facet."""
    state = of(*records).as_of("2030")
    for name, facet in entries.facets_of(state):
        for path, entry in facet.walk() if name != without else ():
            yield from MANNERS[name].sentence(path, entry, Speech(state.names))[1]


@given(LOGS)
def test_where_one_alone_speaks_each_clause_with_a_date_has_his_name(
    records: tuple[Record, ...],
) -> None:
    """A stage, a due date, a meeting, an act: all but what is worked out from several words."""
    dated = [clause for clause in sentences(told_by(records, "Una")) if re.search(r"\d{4}", clause)]
    worked_out = re.compile(r"its term end(s|ed) ")
    assert [each for each in dated if "(Una)" not in each and not worked_out.match(each)] == []


@given(LOGS)
def test_where_two_say_the_same_independently_no_clause_has_a_name(
    records: tuple[Record, ...],
) -> None:
    clauses = sentences(told_by(records, "Una", "Ivo"))
    assert [clause for clause in clauses if "Una" in clause or "Ivo" in clause] == []


IN_2025 = bt.When("2025")
DUES = (
    (ProjectTarget(project="plant", stage="operational", due=IN_2025), "completion due in"),
    (
        ProjectTarget(project="plant", stage="under-construction", due=IN_2025),
        "start due in",
    ),
    (
        AgreementStage(agreement="treaty", stage="signature-scheduled", due=IN_2025),
        "due in",
    ),
    (CommitmentMade(commitment="jets", item="jets", due=IN_2025), "due in"),
    (DisputeStage(dispute="rift", stage="ceasefire-agreed", due=IN_2025), "until"),
    (
        MeetingPlanned(level="minister", mode="visit", participants=("Ada",), due=IN_2025),
        "next: visit in",
    ),
    (
        RestrictionChanged(
            restriction="ban", action="imposed", imposer="AA", targets=("BB",), due=IN_2025
        ),
        "to end in",
    ),
)


@pytest.mark.parametrize(("body", "words"), DUES, ids=[type(body).__name__ for body, _ in DUES])
def test_what_is_due_has_the_name_of_who_alone_says_so(body: Any, words: str) -> None:
    (line,) = said(told(body, "Una"), day="2024-02-15")
    assert f"{words} 2025 (Una)" in line
    (line,) = said(told(body, "Una", "Ivo"), day="2024-02-15")
    assert f"{words} 2025" in line
    assert "Una" not in line


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
        "Plant: built on 1 January 2024; sources differ on the purpose: drones (Una); cars (Eve)."
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


def test_a_date_of_what_happens_again_is_told_by_its_day_and_not_by_an_id() -> None:
    met = MeetingHeld(level="minister", mode="visit", participants=("Ada", "Bo"))
    cited = [bt.Citation("herald", "p. 1", known="2024-02-01", when="2024-01")]
    lines = full("contacts", told(met, id="bo-comes", sources=cited))
    of = "    date of that of 1 January 2024 (single-source)"
    assert f"{of}: January 2024 [herald (January 2024)]" in lines


def test_free_words_name_nothing_even_where_a_thing_is_called_so() -> None:
    names = Names((Named("sanctions", "thing", "The sanctions of 2010"),))
    view = AssessmentMade(topic="gas", dimension="cause", view="sanctions", assessor="Una")
    issue = FrictionRaised(friction="gas", issue="sanctions")
    lines = said(told(view), told(issue, id="b"), names=names)
    assert lines == [
        "Gas: sanctions (Una), since 1 January 2024.",
        "Gas: Una: sanctions.",
    ]


def test_a_denial_of_what_stands_is_told_and_one_of_what_is_past_is_not() -> None:
    promise = told(CommitmentMade(commitment="jets", item="jets"))
    denied = denial("commitments.jets.stages", "AA")
    (line,) = said(promise, denied)
    assert line.endswith("; AA denies “promised”.")
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
    assert line.endswith("; AA and BB deny “promised”.")


def test_what_somebody_holds_instead_is_told_in_place_of_a_denial() -> None:
    path = "constraints.ban.stages"
    ban = told(RestrictionChanged(restriction="ban", action="imposed", imposer="CC"))
    held = denial(path, "AA", holds="it has no legal basis")
    (line,) = said(ban, held, names=NAMES)
    assert line.endswith("; Aland holds that it has no legal basis.")
    told_in_full = [text.strip() for text in full("constraints", ban, held)]
    assert "AA holds that it has no legal basis [work-no-0]" in told_in_full


def test_what_somebody_denied_of_himself_has_its_day_and_who_tells_of_it() -> None:
    opened = built("operational")
    again = told(
        ProjectStage(project="plant", stage="operational", observed=True),
        "The owner",
        id="b",
        when="2024-06-01",
    )
    denied = denial("projects.plant.stages", "The owner", "subject", "a")
    (line,) = said(opened, denied, again)
    assert line == (
        "Plant: operational, seen on 1 June 2024 (The owner); "
        "The owner denied “operational” on 1 March 2024 (Una)."
    )


def test_the_day_of_a_stage_that_one_alone_dates_says_so() -> None:
    refused = CommitmentRevised(commitments=("jets",), action="refused", by="AA")
    first = told(refused, "Una", when="2024-01-01")

    def line_of(when: str) -> str:
        return said(first, told(refused, "Ivo", id="b", when=when), names=NAMES)[0]

    plain_line = "The jets: refused by Aland on 1 January 2024"
    assert line_of("2024-02-01") == f"{plain_line} (Una; so too, of another time, Ivo)."
    assert line_of("2024-01") == f"{plain_line}."


def test_a_memorandum_that_was_signed_is_called_one() -> None:
    signed = told(AgreementStage(agreement="gas", stage="signed", name="Gas for all"))
    body = AgreementDescribed(agreement="gas", instrument="memorandum of understanding")
    (line,) = said(signed, told(body, id="b"), names=NAMES)
    assert line == "Gas for all: memorandum signed on 1 January 2024 (Una)."


def test_of_what_was_seen_twice_both_days_are_told() -> None:
    seen = RestrictionChanged(
        restriction="ban", action="in-force", imposer="CC", targets=("BB",), observed=True
    )
    first, again = told(seen, when="2023-01-01"), told(seen, id="b", when="2024-02-01")
    (line,) = said(first, again, names=NAMES)
    assert line.endswith(": in force, seen on 1 January 2023, last on 1 February 2024 (Una).")


def test_what_cannot_be_used_is_told_though_its_progress_is_not() -> None:
    body = ProjectDescribed(project="plant", usable="no", progress="half done")
    (line,) = said(built("built"), told(body, id="b"))
    assert line == "Plant: built on 1 January 2024 (Una); not usable (Una)."
    (line,) = said(built("built"), told(body, id="b", when="2024-02-01"))
    assert line == "Plant: built on 1 January 2024 (Una); half done (Una)."


def test_an_effect_that_is_told_with_the_stage_is_told_and_one_of_before_is_not() -> None:
    ban = RestrictionChanged(restriction="ban", action="imposed", imposer="CC", targets=("BB",))
    effect = told(RestrictionDescribed(restriction="ban", effect="ports close"), id="b")
    (line,) = said(told(ban), effect, names=NAMES)
    assert line == "Ban, CC on Beland: imposed on 1 January 2024 (Una)."  # for those who open it
    assert sentence("constraints", told(ban), effect).endswith("; ports close (Una).")
    lifted = attrs.evolve(told(ban, id="c", when="2024-03-01"))
    assert "ports close" not in sentence("constraints", effect, lifted)


def test_a_subject_may_hold_something_instead() -> None:
    opened = built("operational")
    held = denial("projects.plant.stages", "The owner", "subject", "a", holds="it is a shed")
    again = told(
        ProjectStage(project="plant", stage="operational"), "Ivo", id="b", when="2024-06-01"
    )
    (line,) = said(opened, held, again)
    assert "; The owner denied “operational” on 1 March 2024 (Una)" in line
    (line,) = said(
        built("built", id="z"), denial("projects.plant.stages", "Bo", "subject", holds="x")
    )
    assert line.endswith("Bo held that x, on 1 March 2024 (Una).")


def test_two_doubts_of_one_leaf_are_of_that_leaf() -> None:
    def doubted(id: str, purpose: str) -> bt.Event:
        cited = [
            bt.Citation(f"work-{id}", "p. 1", known="2024-01-01"),
            bt.Citation("herald", "p. 1", known="2024-01-01", stance="doubts", via=("Ivo",)),
        ]
        return told(ProjectDescribed(project="plant", purpose=purpose), id=id, sources=cited)

    (line,) = said(built("built", id="z"), doubted("a", "drones"), doubted("b", "cars"))
    assert line.endswith("; Ivo doubted what is told of the purpose on 1 January 2024.")


def test_free_words_are_spelt_as_they_are_and_a_scope_is_not_hidden_by_letters() -> None:
    first = ProjectDescribed(project="plant", purpose="counter-terrorism", scope="port")
    second = ProjectDescribed(project="plant", purpose="transport", scope="port")
    lines = [text.strip() for text in full("projects", told(first), told(second, id="b"))]
    assert "counter-terrorism, of port [work-a-0]" in lines
    assert "transport, of port [work-b-0]" in lines


def test_refusals_of_two_days_are_two() -> None:
    asked = RefusalMade(friction="port", by="AA", what="a permit")
    first, second = told(asked, when="2023-01-01"), told(asked, "Ivo", id="b", when="2024-01-01")
    (line,) = said(first, second)
    assert line == (
        "Port: AA refused a permit, on 1 January 2023 (Una); "
        "AA refused a permit, on 1 January 2024 (Ivo)."
    )


def test_the_reasons_for_a_delay_that_is_over_are_not_told() -> None:
    why = AgreementDescribed(agreement="treaty", delay="a storm")
    halted = AgreementStage(agreement="treaty", stage="negotiation-suspended", name="The treaty")
    told_why = told(why, id="b", when="2024-01-02")
    (line,) = said(told(halted), told_why, names=NAMES)
    assert "reasons given: a storm" in line
    resumed = AgreementStage(agreement="treaty", stage="negotiation-resumed")
    (line,) = said(told(halted), told_why, told(resumed, id="c", when="2024-02-01"), names=NAMES)
    assert "a storm" not in line


def sent(id: str, count: int, when: str) -> bt.Event:
    body = DeliveryReported(commitment="jets", quantity=bt.Quantity(best=count, unit="jets"))
    return told(body, id=id, when=when)


@pytest.mark.parametrize(
    ("denies", "words"),
    [
        ((), "AA denies what is told of the deliveries"),
        (("b", "c"), "AA denies what is told of the deliveries, but for 2 jets"),
        (("c",), "AA denies 9 jets"),
    ],
)
def test_a_denial_of_a_part_says_of_which(denies: tuple[str, ...], words: str) -> None:
    records = (
        told(CommitmentMade(commitment="jets", item="jets"), id="z"),
        *(sent("a", 2, "2024-01-01"), sent("b", 5, "2024-01-02"), sent("c", 9, "2024-01-03")),
    )
    (line,) = said(*records, denial("commitments.jets.delivered", "AA", "party", *denies))
    assert line.endswith(f"; {words}.")


def test_who_doubts_is_named_once_with_what_he_doubts() -> None:
    refused = CommitmentRevised(commitments=("jets",), action="refused", by="AA")
    cited = [
        bt.Citation("gazette", "p. 1", known="2024-01-01"),
        bt.Citation("herald", "p. 1", known="2024-01-01", stance="doubts", via=("Ivo",)),
    ]
    event: bt.Event = bt.Event(id="a", when="2024-01-01", parties=PAIR, sources=cited, what=refused)
    jets, rift = said(event, names=NAMES)
    doubt = "Ivo doubted “refused” on 1 January 2024."
    assert jets == f"The jets: refused by Aland on 1 January 2024 (gazette); {doubt}"
    assert rift.endswith("; Ivo doubted it on 1 January 2024.")
    purpose = told(ProjectDescribed(project="plant", purpose="drones"))
    (line,) = said(built("built", id="b"), attrs.evolve(purpose, sources=cited))
    assert line.endswith("; Ivo doubted what is told of the purpose on 1 January 2024.")


def test_a_restriction_is_in_force_since_it_began_and_what_was_done_later_has_its_day() -> None:
    def done(action: str, when: str, due: str = "") -> bt.Event:
        body = RestrictionChanged(
            restriction="ban", action=action, imposer="AA", due=bt.When(due) if due else None
        )
        return told(body, id=f"{action}-{when}", when=when)

    begun = done("imposed", "2024-01-01", "2024-02-01")
    assert sentence("constraints", begun, done("extended", "2024-01-20", "2025-02-01")) == (
        "in force since 1 January 2024 (Una); extended on 20 January 2024 (Una); "
        "to end on 1 February 2025 (Una)."
    )
    assert sentence("constraints", begun, done("lifted", "2024-01-20")).startswith(
        "lifted on 20 January 2024 (Una)"
    )


def test_a_deed_without_words_of_its_own_says_as_to_what_it_is() -> None:
    deed = ThirdPartyAct(third_party="CC", topic="war", act="mediates", actor="CC")
    (line,) = said(told(deed))
    assert line == "CC mediates, as to war, on 1 January 2024 (Una)."


def test_what_is_fulfilled_by_the_numbers_has_not_the_day_of_the_promise() -> None:
    promise = CommitmentMade(commitment="jets", item="jets", quantity=drones(best=10))
    came = DeliveryReported(commitment="jets", quantity=drones(best=10))
    (line,) = said(told(promise), told(came, id="b", when="2024-11-01"))
    assert line == (
        "Jets: fulfilled, by the numbers told; promised: 10 drones (Una); "
        "delivered so far: 10 drones (Una)."
    )


def test_a_refusal_that_is_told_again_of_wide_bounds_is_no_second_one() -> None:
    asked = RefusalMade(friction="port", by="AA", what="a permit")
    first = told(asked, when="[2022-03-01..2022-12-01]")
    again = told(asked, "Ivo", id="b", when="[2023-03-01..2023-12-01]")
    (line,) = said(first, again, day="2024-01-31")
    assert line == (
        "Port: AA refused a permit, between March and December 2022 (Una); "
        "told again between March and December 2023 (Ivo)."
    )


def test_a_stage_that_was_only_seen_is_told_in_the_words_of_who_saw_it() -> None:
    seen = told(ProjectStage(project="plant", stage="operational", observed=True))
    words = ProjectDescribed(project="plant", progress="at work at least in part")
    (line,) = said(seen, told(words, id="b"))
    assert line == ("Plant: operational (at work at least in part), seen on 1 January 2024 (Una).")
    (line,) = said(seen, told(words, "Ivo", id="b"))
    assert line == "Plant: operational, seen on 1 January 2024 (Una)."


def test_what_is_only_expected_is_not_told_as_promised() -> None:
    jets = CommitmentMade(commitment="jets", item="jets", quantity=drones(best=20))
    (line,) = said(told(jets, "Ivo", stance="expects"))
    assert line == "Jets: 20 drones, expected by Ivo."
    more = CommitmentMade(commitment="jets", item="jets", quantity=drones(best=24))
    (line,) = said(told(jets, "Ivo", stance="expects"), told(more, id="b", when="2024-01-02"))
    assert line == "Jets: promised: 24 drones (Una); 20 drones, expected by Ivo."
    (line,) = said(told(jets, "Ivo", stance="alleges"))
    assert line == "Jets: promised: 20 drones (alleged by Ivo)."


def test_who_disputes_a_refusal_does_not_refuse() -> None:
    def done(action: str, by: str, when: str) -> bt.Event:
        body = CommitmentRevised(commitments=("jets",), action=action, by=by)
        return told(body, id=action, when=when)

    line, _ = said(done("refused", "AA", "2024-01-01"), done("disputed", "BB", "2024-01-02"))
    assert line == "Jets: refused by AA on 1 January 2024 (Una)."


def test_money_that_is_agreed_in_a_memorandum_says_so() -> None:
    def agreed(instrument: str) -> str:
        body = AgreementDescribed(
            agreement="gas", instrument=instrument, value=dollars(best="40e9")
        )
        return next(line for line in said(told(body)) if line.startswith("Gas: agreed"))

    assert agreed("contract") == "Gas: agreed on 1 January 2024 (Una); 40 billion dollars (Una)."
    assert agreed("memorandum of understanding") == (
        "Gas: agreed on 1 January 2024 (Una), in a memorandum; 40 billion dollars (Una)."
    )


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


@pytest.mark.parametrize(("when", "is_told"), [("2023-06-01", False), ("2024-06-01", True)])
def test_an_outlook_of_what_is_in_force_is_told_only_if_it_came_later(
    when: str, is_told: bool
) -> None:
    now = told(AgreementStage(agreement="treaty", stage="in-force", name="The treaty"))
    view = AgreementDescribed(agreement="treaty", outlook="nobody knows when")
    (line,) = said(now, told(view, id="b", when=when), names=NAMES)
    assert ("outlook on 1 June 2024: nobody knows when" in line) == is_told
    assert ("nobody knows when" in line) == is_told


@pytest.mark.parametrize(("stance", "is_told"), [("alleges", True), ("expects", False)])
def test_a_later_stage_that_is_only_alleged_is_told_as_that(stance: str, is_told: bool) -> None:
    signed = told(AgreementStage(agreement="treaty", stage="signed", name="The treaty"))
    further = AgreementStage(agreement="treaty", stage="in-force")
    (line,) = said(
        signed, told(further, "Ivo", id="b", when="2024-02-01", stance=stance), names=NAMES
    )
    assert ("; said to be in force since 1 February 2024 (alleged by Ivo)" in line) == is_told
    after = told(AgreementStage(agreement="treaty", stage="ratified"), id="c", when="2024-03-01")
    early = told(further, "Ivo", id="b", when="2023-02-01", stance=stance)
    (line,) = said(early, signed, after, names=NAMES)
    assert line.startswith("The treaty: ratified on 1 March 2024 (Una); not in force")
    assert "in force since" not in line


def test_an_agreement_that_renews_itself_says_so() -> None:
    life = AgreementDescribed(
        agreement="treaty",
        renewal=bt.Quantity(best=5, unit="years"),
        renews="automatically",
    )
    begun = told(AgreementStage(agreement="treaty", stage="in-force", name="The treaty"))
    (line,) = said(begun, told(life, "Ivo", id="b"), names=NAMES)
    assert "; it renews itself by 5 years at a time (Ivo)" in line


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
        "by the numbers told, about 75 percent of the target; target: 6,000 drones (Una)."
    ]


def test_a_share_that_is_told_says_by_which_numbers_it_is_one() -> None:
    promise = told(CommitmentMade(commitment="jets", item="jets", quantity=drones(best=24)))
    came = told(DeliveryReported(commitment="jets", quantity=drones(best=6)), "Ivo", id="b")
    (line,) = said(promise, came)
    assert line == (
        "Jets: promised: 24 drones (Una); delivered so far: 6 drones (Ivo); "
        "by the numbers told, 25 percent of what was promised."
    )


def test_a_project_tells_since_when_it_is_so_or_when_it_was_seen() -> None:
    assert said(built("operational")) == ["Plant: operational since 1 January 2024 (Una)."]
    seen = told(ProjectStage(project="plant", stage="operational", observed=True))
    assert said(seen) == ["Plant: operational, seen on 1 January 2024 (Una)."]


def test_of_what_is_not_begun_an_expected_start_and_the_length_of_the_works_are_told() -> None:
    planned = built("planned", when="2023-01-01")
    begin = ProjectTarget(
        project="plant",
        stage="under-construction",
        due=bt.When("2025"),
        duration=bt.Quantity(5, None, 6, unit="years"),
    )
    forecast = told(begin, "Ivo", id="b", stance="expects")
    assert sentence("projects", planned, forecast) == (
        "planned on 1 January 2023 (Una); start due in 2025, "
        "and between 5 and 6 years of works (expected by Ivo)."
    )
    (line,) = said(planned, forecast)
    assert line.endswith(
        "; start due in 2025, and between 5 and 6 years of works (expected by Ivo)."
    )
    (line,) = said(planned, forecast, built("under-construction", id="c", when="2024-02-01"))
    assert "start due" not in line


def test_due_dates_that_were_told_before_have_who_told_them() -> None:
    dues = [
        told(ProjectTarget(project="plant", due=bt.When(due)), by, id=f"of-{due}", when=when)
        for due, by, when in (
            ("2027", "Una", "2024-01-01"),
            ("2028", "Ivo", "2024-02-01"),
            ("2029", "Eve", "2024-03-01"),
        )
    ]
    told_of = (built("planned", when="2023-01-01"), *dues)
    assert sentence("projects", *told_of).endswith(
        "; completion due in 2029 (Eve); told earlier: due in 2027 (Una); due in 2028 (Ivo)."
    )
    (line,) = said(*told_of)
    assert line.endswith("; completion due in 2029 (Eve).")


def test_progress_is_told_where_it_is_later_than_the_stage() -> None:
    def told_of(when: str) -> str:
        more = ProjectDescribed(project="plant", progress="half done")
        (line,) = said(built("planned", when="2023-06-01"), told(more, id="b", when=when))
        return line

    assert "half done" in told_of("2024-01-01")
    assert "half done" not in told_of("2023-01-01")


def test_what_is_due_of_a_target_says_how_much() -> None:
    body = ProjectTarget(
        project="plant", stage="operational", quantity=drones(best=6000), due=IN_2025
    )
    assert said(told(body)) == ["Plant: 6,000 drones due in 2025 (Una)."]
    alone = ProjectTarget(project="plant", stage="operational", due=IN_2025)
    assert said(told(alone)) == ["Plant: completion due in 2025 (Una)."]


def test_each_side_that_takes_a_step_has_its_own_sources() -> None:
    records = (
        told(AgreementStage(agreement="treaty", stage="signed", name="The treaty"), "Una", "Ivo"),
        told(AgreementStage(agreement="treaty", stage="ratified", by="AA"), "Una", id="b"),
        told(AgreementStage(agreement="treaty", stage="approved", by="BB"), "Eve", "Ivo", id="c"),
    )
    (line,) = said(*records, names=NAMES)
    assert line == (
        "The treaty: signed on 1 January 2024; not in force; "
        "ratified by Aland (Una), approved by Beland."
    )
    assert [text.strip() for text in full("agreements", *records) if "    step of" in text] == [
        "step of AA: ratified [work-b-0]",
        "step of BB: approved [work-c-0, work-c-1]",
    ]


def test_numbers_without_a_best_value_stand_side_by_side_in_their_words() -> None:
    def came(id: str, by: str, number: bt.Quantity) -> bt.Event:
        return told(DeliveryReported(commitment="jets", quantity=number), by, id=id)

    words = ("several", "dozens", "hundreds", "thousands")
    speakers = ("Una", "Ivo", "Eve", "Bo")
    records = [
        came(f"of-{least:04}", by, drones(least, None, None, text=text))
        for text, least, by in zip(words, (3, 20, 200, 2000), speakers, strict=True)
    ]
    (line,) = said(*records)
    assert line == (
        "Jets: delivered so far: dozens of drones (Ivo), hundreds of drones (Eve), "
        "thousands of drones (Bo), and 1 other report."
    )


def test_of_totals_left_out_each_report_counts_and_is_called_earlier_only_where_it_is() -> None:
    def came(id: str, by: str, number: int, when: str) -> bt.Event:
        body = DeliveryReported(commitment="jets", quantity=drones(number, None, None))
        return told(body, by, id=id, when=when, known="2024-10-01")

    first = (came("a", "Una", 2, "2024-01-01"), came("b", "Ivo", 3, "2024-02-01"))
    last = [came(f"c{n}", "Eve", 10 + n, f"2024-0{n}-01") for n in (5, 6, 7)]
    assert said(*first, *last)[0].endswith(", and 2 earlier reports.")
    again = came("again", "Bo", 2, "2024-02-02")
    assert said(*first, again, *last)[0].endswith(", and 3 earlier reports.")
    later = came("again", "Bo", 2, "[2024-04-01..2024-05-02]")
    assert said(*first, later, *last)[0].endswith(", and 3 other reports.")


def test_where_sources_differ_on_a_stage_the_one_that_is_told_is_not_told_again() -> None:
    against: dict[str, Any] = {"contradicts": ("a",), "contradiction": "it has no roof"}
    other = ProjectStage(project="plant", stage="under-construction", **against)
    lines = said(built("built", "Una"), told(other, "Ivo", id="b"))
    (line,) = lines
    first, differ = line.split("; sources differ on the stage: ")
    stages = {
        "Plant: built on 1 January 2024 (Una)": "under construction, 1 January 2024 (Ivo).",
        "Plant: under construction since 1 January 2024 (Ivo)": "built, 1 January 2024 (Una).",
    }
    assert stages[first] == differ


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


@pytest.mark.parametrize(
    ("actor", "act", "text"),
    [
        ("France and Germany", "sanction", "France and Germany put on sanctions"),
        ("the United States", "sanction", "The United States puts on sanctions"),
        ("Western states", "mediates", "Western states mediate"),
        ("Western states", "is-affected", "Western states are affected"),
        ("Western states", "may-take-part", "Western states may take part"),
        ("Western states", "is-at-war", "Western states are at war"),
        ("Una", "is-affected", "Una is affected"),
    ],
)
def test_a_verb_agrees_with_who_acts(actor: str, act: str, text: str) -> None:
    names = Names((Named("CC", "party", actor),))
    body = ThirdPartyAct(third_party="CC", topic="canal", act=act, actor="CC")
    assert Speech(names).deed(body) == text


@pytest.mark.parametrize("act", bodies.DEEDS)
def test_every_verb_of_several_is_another_than_that_of_one(act: str) -> None:
    for one, several in zip(bodies.deed(act, "Una"), bodies.deed(act, "They and Una"), strict=True):
        first = several.partition(" ")[0]
        assert (one == several) == one.startswith("may ")
        assert first == "are" or one.startswith(first)


def test_a_view_has_its_assessor() -> None:
    body = AssessmentMade(
        topic="alliance", dimension="label", view="a marriage", assessor="Una", likelihood="likely"
    )
    assert said(told(body)) == ["Alliance: Una: a marriage (likely)."]


def test_an_old_view_says_when_it_was_made_and_so_do_the_others_of_that_assessor() -> None:
    def view(id: str, who: str, what: str, when: str) -> bt.Event:
        body = AssessmentMade(topic="alliance", dimension="label", view=what, assessor=who)
        return told(body, who, id=id, when=when, known=str(bt.When(when).latest))

    records = (
        view("a", "Una", "a marriage", "2023-02-01"),
        view("b", "Ivo", "a game", "[2024-01-01..2024-03-31]"),
        view("c", "Una", "a feud", "2024-06-01"),
        view("d", "Bo", "a feast", "2023-03-01"),
        view("e", "Bo", "a fast", "2023-03-01"),
    )
    assert said(*records, day="2024-12-31") == [
        "Alliance: Una, 1 February 2023: a marriage; also, 1 June 2024: a feud; "
        "Bo, 1 March 2023: a feast; also: a fast; Ivo: a game."
    ]
    old = told(
        AssessmentMade(topic="past", dimension="history", view="cool", assessor="Una"),
        when="[1991-01-01..2021-12-31]",
        known="2023-02-01",
    )
    assert said(old, LATEST, day="2024-01-31") == ["Past: Una: cool."]
    assert said(old, LATEST, day="2024-12-31") == ["Past: Una, 1 February 2023: cool."]


def test_the_last_word_of_somebody_who_tells_it_himself_names_him_once() -> None:
    word = StatementMade(level="minister", mode="praise", speaker="Una", about="the pact")
    text = "Ministers: last recorded word: praise by Una: the pact, on 1 January 2024"
    assert said(told(word, "Una"), day="2024-02-01") == [f"{text}."]
    assert said(told(word, "Ivo"), day="2024-02-01") == [f"{text} (Ivo)."]


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


# -- the key below a facet --------------------------------------------------------------------


def test_every_class_of_claims_has_a_meaning_of_its_own() -> None:
    assert {*CLASSES} == {*comparing.CLASSES}
    assert len({*CLASSES.values()} - {"", *CLASSES}) == len(CLASSES)


@given(LOGS)
def test_below_a_facet_stands_what_the_classes_on_its_page_mean_and_no_other(
    records: tuple[Record, ...],
) -> None:
    timeline = of(*records)
    state = timeline.as_of("2030")
    for name, facet in state.branches().items():
        lines = states.state(timeline, state, [name])
        used = {c for line in lines for c in CLASSES if line.head.endswith(f"({c})")}
        keys = [line.text for line in lines if line.text.startswith("Of claims side by side: ")]
        said = "; ".join(f"{name}, {means}" for name, means in CLASSES.items() if name in used)
        assert keys == ([f"Of claims side by side: {said}."] if used else [])
        if facet is not bt.Unknown and name != "evidence":
            groups = {g.group for _, entry in facet.walk() for _, g in entry.claims()}
            assert groups - {bt.Unknown} <= used


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
        "  New [bridges.new]",
        "    said: it will be wide (Una).",
        "    said (single-source): it will be wide [work-c-0]",
        "",
        "  Old [bridges.old]",
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
        "BRIDGES\n  Old: toll: 7 coins (Una); said: it is narrow.\n"
        "  New: said: it will be wide (Una).\n"
    ) in page


def test_a_body_of_a_kind_that_nobody_described_is_said_field_by_field() -> None:
    body = BridgeTold(bridge="old", toll=bt.Quantity(best=7, unit="coins"))
    assert Speech().value(body) == "old, toll 7 coins"


def test_a_deal_is_as_final_as_the_word_of_who_announced_it() -> None:
    promise = told(CommitmentMade(commitment="jets", item="jets"))
    final = CommitmentRevised(commitments=("jets",), action="finalised")
    (line,) = said(promise, told(final, "Una", "Ivo", id="b", when="2024-02-01"))
    assert line == "Jets: finalised on 1 February 2024."
    by = CommitmentRevised(commitments=("jets",), action="finalised", by="the ministry")
    (line,) = said(promise, told(by, "Una", "Ivo", id="b", when="2024-02-01"))
    assert line == "Jets: announced as final on 1 February 2024 (the ministry)."


def test_what_was_done_in_bounds_of_many_years_is_told_by_their_end() -> None:
    no = CommitmentRevised(commitments=("jets",), action="refused", by="AA")
    texts = said(told(no, when="[1991-12-26..2019-05-31]"), names=NAMES, day="2019-12-31")
    assert "The jets: refused by Aland by May 2019 (Una)." in texts


def test_the_date_of_one_account_of_an_issue_stands_with_that_account() -> None:
    raised = told(FrictionRaised(friction="isles", issue="one backs talks"), when="2023-07-10")
    protest = FrictionRaised(friction="isles", issue="the other protests")
    choice = FrictionRaised(friction="isles", issue="one takes sides")
    (line,) = said(
        raised,
        told(protest, "Una", "Ivo", id="b", when="2023-07-12"),
        told(choice, "Ivo", id="c", when="2023-22"),
        day="2023-12-31",
    )
    assert line == (
        "Isles: one backs talks, on 10 July 2023 (Una); the other protests, on 12 July 2023; "
        "one takes sides, in summer 2023 (Ivo)."
    )


def test_an_output_tells_by_whose_estimate_it_is_so_much() -> None:
    def put_out(basis: str) -> ProjectOutput:
        return ProjectOutput(project="plant", quantity=drones(best=4500), basis=basis)

    (line,) = said(
        told(put_out("estimated by Una"), "Una"),
        told(put_out("counted from the air"), "Ivo", id="b"),
    )
    assert line == (
        "Plant: output so far, on 1 January 2024: 4,500 drones, estimated by Una, "
        "and counted from the air (Ivo)."
    )


def test_that_none_came_has_its_day_where_others_say_that_some_did() -> None:
    def came(id: str, by: str, when: str, stance: str = "asserts", **number: Any) -> bt.Event:
        body = DeliveryReported(commitment="jets", quantity=drones(**number))
        return told(body, by, id=id, when=when, stance=stance)

    none = came("a", "Una", "2024-02-13", low=0, best=0, high=0)
    assert said(none) == ["Jets: none delivered (Una)."]
    alleged = came("b", "Eve", "2024-02-21", "alleges", best=400)
    (line,) = said(none, alleged)
    assert line == ("Jets: none delivered by 13 February 2024 (Una); 400 drones, alleged by Eve.")
    some = came("c", "Ivo", "2024-12-26", low=2, text="drones")
    later = attrs.evolve(LATEST, known="2025-12-01", sources=())
    so_far = "Jets: delivered so far: drones (Ivo); none by 13 February 2024 (Una)"
    assert said(none, alleged, some) == [f"{so_far}; 400 drones, alleged by Eve."]
    (line,) = said(none, alleged, some, later, day="2025-12-31")
    assert line.startswith(so_far)
    assert "alleged" not in line
    (line,) = said(
        none, alleged, some, denial("commitments.jets.delivered", "AA", "party", "b", "c")
    )
    assert line.endswith("; AA denies what is told of the deliveries.")


def test_those_who_met_last_and_spoke_last_are_named_once() -> None:
    met = MeetingHeld(level="minister", mode="visit", participants=("Ada", "Bo"))
    spoke = MeetingHeld(level="minister", mode="call", participants=("Bo", "Ada"))
    (line,) = said(told(met), told(spoke, id="b", when="2024-03-01"))
    assert line == (
        "Ministers: last recorded meeting: on 1 January 2024, Ada and Bo (Una); "
        "last recorded call: on 1 March 2024, the same (Una)."
    )
