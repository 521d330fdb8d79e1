"""A briefing: what weighs most goes first, what is over last, what is old says so."""

from __future__ import annotations

from itertools import pairwise

import attrs

import bilateral_timeline as bt
from bilateral_timeline.relations.facets.agreements import AgreementDescribed, AgreementStage
from bilateral_timeline.relations.facets.commitments import (
    CommitmentRevised,
    DeliveryReported,
)
from bilateral_timeline.relations.facets.constraints import RestrictionChanged
from bilateral_timeline.relations.facets.contacts import MeetingHeld, StatementMade
from bilateral_timeline.relations.facets.cooperation import CooperationReported
from bilateral_timeline.relations.facets.diplomacy import MissionChanged
from bilateral_timeline.relations.facets.frictions import RefusalMade
from bilateral_timeline.relations.facets.leadership import OfficeAssumed
from bilateral_timeline.relations.facets.projects import ProjectTarget
from bilateral_timeline.relations.facets.third_parties import ThirdPartyAct
from bilateral_timeline.views import overdue
from telling import (
    LATEST,
    NAMES,
    briefed,
    built,
    denial,
    drones,
    of,
    promised,
    said,
    sentence,
    told,
)


def test_what_is_late_goes_first_and_what_is_over_last() -> None:
    kept = told(DeliveryReported(commitment="apples", quantity=drones(best=2)), id="apples-came")
    done = told(
        CommitmentRevised(commitments=("bikes",), action="cancelled"), id="z", when="2024-08-01"
    )
    records = (
        *(promised("apples", when="2024-10-01"), kept, promised("bikes"), done),
        *(promised("cars", "2024-03-01"), promised("dogs", "2024-06-01"), LATEST),
    )
    lines = briefed(*records)
    late = next(line for line in lines if line.head == "Late")
    assert late.text == "Cars (10 months); Dogs (7 months)."
    texts = [str(line) for line in lines if line.depth]
    over = texts.index("1 over and done with: Bikes.")
    assert [text.partition(":")[0] for text in texts[:over]] == [*("Cars", "Dogs", "Apples")]


def test_overdue_lists_late_starts_and_ends_with_what_is_late() -> None:
    begin = ProjectTarget(project="plant", stage="under-construction", due=bt.When("2024-03-01"))
    ban = RestrictionChanged(
        restriction="ban", action="imposed", imposer="AA", targets=("BB",), due=bt.When("2024-05")
    )
    records = (promised("cars", "2024-06-01"), told(begin, id="b"), told(ban, id="c"), LATEST)
    timeline = of(*records)
    lines = [str(line) for line in overdue.page(timeline, timeline.as_of("2024-12-31"))]
    first = "; last record: 1 January 2024"
    assert lines == [
        "AA and BB on 31 December 2024",
        "As all that is recorded has it.",
        "",
        "LATE",
        f"Plant: start due by 1 March 2024 (Una), 10 months late{first} [projects.plant]",
        f"Ban, AA on BB: its end due in May 2024 (Una), 7 months late{first} [constraints.ban]",
        f"Cars: due by 1 June 2024 (Una), 7 months late{first} [commitments.cars]",
    ]
    on_time = overdue.page(timeline, timeline.as_of("2024-02-29"))
    assert [str(line) for line in on_time][-2:] == ["LATE", "Nothing is."]


def test_where_nothing_is_late_a_briefing_says_so_of_what_is_recorded() -> None:
    for records in ((), (promised("cars", "2025-03-01"), LATEST)):
        (late,) = (line for line in briefed(*records) if line.head == "Late")
        assert late.text == "nothing that is recorded as due."


def test_a_facet_of_which_all_is_over_says_so() -> None:
    done = told(
        CommitmentRevised(commitments=("bikes",), action="cancelled"), id="z", when="2024-08-01"
    )
    assert said(promised("bikes"), done) == ["1 over and done with: Bikes."]


def test_what_ended_of_late_is_told_and_what_ended_before_is_only_named() -> None:
    done = CommitmentRevised(commitments=("bikes",), action="cancelled")
    lately = told(done, id="z", when="2024-11-01")
    assert said(promised("bikes"), lately) == ["Bikes: cancelled on 1 November 2024 (Una)."]
    before = attrs.evolve(lately, when="2024-06-01")
    assert said(promised("bikes"), promised("cars", when="2024-10-01"), before)[1:] == [
        "1 over and done with: Bikes."
    ]


def test_what_is_late_and_has_no_room_pushes_out_what_is_not() -> None:
    many = [promised(f"thing-{number}", when="2024-10-01") for number in range(20)]
    late = promised("zebras", "2024-02-01", when="2023-01-01")
    first, *others, more = said(*many, late, LATEST)
    assert first.startswith("Zebras: ")
    assert {other[:5] for other in others} == {"Thing"}
    assert more == f"And {len(many) - len(others)} more."


def test_what_was_told_last_long_ago_is_only_named_where_two_others_stand() -> None:
    old = [promised(id, when="2023-01-01") for id in ("bikes", "ships")]
    known = [attrs.evolve(one, known="2023-02-01", sources=()) for one in old]
    new = [promised(id, when="2024-10-01") for id in ("apples", "cars")]
    texts = said(*known, *new)
    assert [text.partition(":")[0] for text in texts] == ["Apples", "Cars", "And 2 more"]
    assert texts[-1] == "And 2 more: Bikes; Ships."
    heads = [text.partition(":")[0] for text in said(*known, new[0])]
    assert heads == ["Apples", "Bikes", "And 1 more"]


def test_of_levels_in_their_order_those_that_met_of_late_are_told() -> None:
    def met(level: str, when: str) -> bt.Event:
        body = MeetingHeld(level=level, mode="visit", participants=("Ada", "Bo"))
        return told(body, id=level, when=when, known=when)

    days = {
        "head-of-state": "2020-01-01",
        "minister": "2020-02-01",
        "security": "2024-11-01",
        "military": "2024-12-01",
    }
    texts = said(*(met(level, when) for level, when in days.items()))
    assert [text.partition(":")[0] for text in texts] == [
        "Security councils and services",
        "Armed forces",
        "And 2 more",
    ]


def test_a_word_of_long_ago_is_left_to_those_who_open_the_contacts() -> None:
    met = MeetingHeld(level="minister", mode="visit", participants=("Ada", "Bo"))
    word = StatementMade(level="minister", mode="praise", speaker="Ada", about="Bo")
    for when, is_told in (
        ("2024-08-01", True),
        ("2024-01-02", False),
        ("[2024-01-02..2024-08-01]", False),  # perhaps of long ago
    ):
        records = (told(met), told(word, id="b", when=when), LATEST)
        (line,) = said(*records)
        assert ("; last recorded word: praise by Ada" in line) is is_told
        assert "; last recorded word: praise by Ada" in sentence("contacts", *records)


def test_of_a_visit_of_which_only_the_visitor_is_told_no_meeting_is_told() -> None:
    for who, called in ((("Ada", "Bo"), "meeting"), (("Ada",), "visit")):
        met = MeetingHeld(level="minister", mode="visit", participants=who)
        (line,) = said(told(met))
        assert line.startswith(f"Ministers: last recorded {called}: on 1 January 2024, Ada")


def test_a_page_that_has_no_room_for_all_levels_tells_of_those_that_met_last() -> None:
    days = {"head-of-state": "2023-03-01", "minister": "2024-11-01", "parliament": "2024-10-01"}
    days |= {"official": "2024-12-01"}
    records = (
        told(MeetingHeld(level=level, mode="visit", participants=("Ada", "Bo")), id=level, when=day)
        for level, day in days.items()
    )
    lines = [line.strip().partition(":")[0] for line in said(*records)]
    assert lines == ["Ministers", "Parliaments", "Officials", "And 1 more"]


def test_a_page_has_no_two_empty_lines_on_end() -> None:
    for records in ((), (built("built"),), (promised("cars", "2024-03-01"), LATEST)):
        texts = [str(line) for line in briefed(*records)]
        assert ("", "") not in pairwise(texts)


def test_what_changed_of_late_is_named_at_the_top() -> None:
    lines = briefed(built("built"), day="2024-02-15")
    assert [str(line) for line in lines if line.head.startswith("Changed")] == [
        "Changed since 15 November 2023: Plant."
    ]
    assert [line for line in briefed(built("built")) if line.head.startswith("Changed")] == []


def test_what_was_denied_or_explained_of_late_is_named_at_the_top() -> None:
    def named(*records: bt.Event, day: str) -> list[str]:
        return [line.text for line in briefed(*records, day=day) if line.head.startswith("Changed")]

    seen = AgreementStage(agreement="pact", stage="negotiation-suspended", observed=True)
    halt = told(seen, id="halt")
    assert named(halt, day="2024-03-02") == []
    denied = denial("agreements.pact.stages", "AA")
    assert named(halt, denied, day="2024-03-02") == ["Pact."]
    assert named(halt, denied, day="2024-07-01") == []
    why = told(AgreementDescribed(agreement="pact", delay="a feast"), id="why", when="2024-02-20")
    assert named(halt, why, day="2024-03-02") == ["Pact."]


def test_what_was_told_long_ago_says_when() -> None:
    event = built("operational")
    assert said(event, day="2024-12-31") == ["Plant: operational since 1 January 2024 (Una)."]
    asked = told(RefusalMade(friction="port", by="AA", what="a permit"), when="2023-01-01")
    (line,) = said(asked, day="2024-12-31")
    assert line == "Port: AA refused a permit, on 1 January 2023 (Una)."
    treaty = told(AgreementStage(agreement="treaty", stage="proposed"), when="2020")
    (line,) = said(treaty, day="2024-12-31")
    assert line == "Treaty: proposed in 2020 (Una)."
    wide = told(AgreementStage(agreement="treaty", stage="proposed"), when="[2015..2020]")
    (line,) = said(wide, day="2024-12-31")
    assert line.endswith("; last record: 31 December 2020.")


def test_a_briefing_says_of_which_office_somebody_acts_and_nobody_came_after() -> None:
    acting = OfficeAssumed(office="chair", person="Ada", acting=True)

    def asked(day: str, *more: bt.Event) -> list[str]:
        lines = briefed(told(acting, when="2024-01-01"), *more, day=day, names=NAMES)
        return [line.text for line in lines if line.text.startswith("Who came after")]

    assert asked("2024-12-31") == ["Who came after is not recorded: The chair."]
    assert asked("2024-03-01") == []
    then = told(OfficeAssumed(office="chair", person="Bo"), id="b", when="2024-02-01")
    assert asked("2024-12-31", then) == []
    (line,) = said(told(acting, when="2023-06-01"), names=NAMES)
    assert line.startswith("The chair: Ada, acting, since 1 June 2023 (Una); ")
    assert line.endswith("; who came after is not recorded.")


def test_of_an_officer_it_is_told_when_he_was_seen_last() -> None:
    def line_of(*days: str, observed: bool = True) -> str:
        first, *later = days
        body = OfficeAssumed(office="chair", person="Ada", observed=True)
        begun = OfficeAssumed(office="chair", person="Ada", observed=observed)
        seen = [told(body, id=day, when=day) for day in later]
        (line,) = said(told(begun, when=first), *seen, names=NAMES)
        return line

    old = "; no later record of the office."
    assert line_of("2020-05-01") == f"The chair: Ada, seen on 1 May 2020 (Una){old}"
    assert line_of("2020-05-01", "2021-05-02", "2022-05-03") == (
        f"The chair: Ada, seen on 1 May 2020, last on 3 May 2022 (Una){old}"
    )
    assert line_of("2020-05-01", "2024-05-02", observed=False) == (
        "The chair: Ada, since 1 May 2020, last seen on 2 May 2024 (Una)."
    )


def test_the_head_of_a_mission_was_appointed_or_only_seen() -> None:
    seen = MissionChanged(mission="embassy", head="Ada", sender="AA", receiver="BB")
    sent = MissionChanged(mission="embassy", head="Bo", action="head-appointed")
    (line,) = said(told(seen), names=NAMES)
    assert line == "Mission of Aland in Beland: led by Ada, seen on 1 January 2024 (Una)."
    (line,) = said(told(seen), told(sent, id="b", when="2024-02-01"), names=NAMES)
    assert line == (
        "Mission of Aland in Beland: head appointed on 1 February 2024 (Una); "
        "led by Bo, since 1 February 2024 (Una)."
    )


def test_an_office_that_is_told_of_only_later_is_named_as_not_known() -> None:
    first = told(OfficeAssumed(office="chair", person="Ada"), when="2023-01-01")
    body = OfficeAssumed(office="stool", person="Bo")
    later = told(body, id="b", when="2024-06-01", known="2024-06-01")

    def asked(day: str) -> list[str]:
        lines = briefed(first, later, day=day, names=NAMES)
        return [line.text for line in lines if line.text.startswith("Only of later days")]

    assert asked("2024-01-01") == ["Only of later days is anything recorded of: Stool."]
    assert asked("2024-06-01") == []


def test_a_meeting_of_late_is_named_as_a_contact_and_a_deed_of_a_third_party_by_its_topic() -> None:
    met = MeetingHeld(level="minister", mode="visit", participants=("Ada", "Bo"))
    war = ThirdPartyAct(third_party="CC", topic="war", act="is-at-war", actor="AA", target="CC")
    vague = ThirdPartyAct(third_party="DD", topic="war", act="mediates", actor="DD")
    records = (
        told(met, when="2024-12-01"),
        told(war, id="b", when="2024-12-02", parties=("AA",)),
        told(vague, id="c", when="[2024-11-01..2024-12-02]", parties=("AA",)),
    )
    (line,) = (line for line in briefed(*records) if line.head.startswith("Changed since"))
    assert line.text == "contacts: Ministers; CC, on war."


def test_what_is_fixed_to_begin_after_it_was_told_last_has_no_old_word() -> None:
    fixed = told(
        AgreementStage(agreement="treaty", stage="in-force"), when="2023-06-01", known="2023-02-01"
    )
    (line,) = said(fixed)
    assert line == "Treaty: in force since 1 June 2023 (Una)."


def test_domains_are_told_apart_by_how_sure_they_are() -> None:
    def of_domain(id: str, **more: str) -> bt.Event:
        return told(CooperationReported(domain=id, item="this and that"), id=id, **more)

    records = (
        of_domain("space"),
        of_domain("cyber", stance="alleges"),
        of_domain("energy", when="[2023-06-01..2024-06-30]", known="2024-07-01"),
    )
    assert said(*records, day="2024-03-01") == [
        "For certain by then: Space.",
        "Only alleged by then: Cyber.",
        "Perhaps by then: Energy.",
    ]


def test_an_office_that_may_be_held_by_then_is_told_as_that() -> None:
    first = told(OfficeAssumed(office="stool", person="Bo"))
    wide = told(
        OfficeAssumed(office="chair", person="Ada"), id="b", when="[2023-12-01..2024-06-01]"
    )
    lines = [line.text for line in briefed(first, wide, day="2024-01-31", names=NAMES)]
    assert "Perhaps held by then: The chair (Ada, since some day between " in "".join(lines)


def test_of_an_agreement_whose_successor_is_in_force_it_is_told_that_no_end_is_recorded() -> None:
    old = told(AgreementStage(agreement="old", stage="in-force"), when="2023-01-01")
    new = told(AgreementStage(agreement="new", stage="in-force"), id="b", when="2024-03-01")
    follows = told(AgreementDescribed(agreement="new", extends="old"), id="c", when="2024-02-01")
    records = (old, new, follows)
    assert said(*records)[1] == (
        "Old: in force since 1 January 2023 (Una); whether it has ended since is not recorded."
    )
    assert "ended" not in said(*records, day="2024-02-28")[0]
    assert "ended" not in " ".join(said(old, new))


def test_what_changed_at_several_levels_of_contact_is_named_once() -> None:
    def met(level: str) -> bt.Event:
        body = MeetingHeld(level=level, mode="visit", participants=("Ada", "Bo"))
        return told(body, id=level, when="2024-12-01")

    lines = [str(line) for line in briefed(met("minister"), met("security"))]
    assert any(
        line.endswith(": contacts: Ministers, Security councils and services.") for line in lines
    )


def test_who_was_only_seen_in_office_often_does_not_go_before_who_took_it() -> None:
    def seen(id: str, by: str) -> bt.Event:
        body = OfficeAssumed(office="bench", person="Ada", observed=True)
        return told(body, by, id=id, when="2024-12-01")

    took = told(OfficeAssumed(office="chair", person="Bo"), id="z", when="2024-12-01")
    sightings = [seen(f"seen-{at}", by) for at, by in enumerate(("Una", "Ivo", "Eve"))]
    assert [line.partition(":")[0] for line in said(took, *sightings)] == ["Chair", "Bench"]
