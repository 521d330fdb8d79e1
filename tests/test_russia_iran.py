"""What the shipped chronicle says of Russia and Iran on given days, in the articles' words.

Each statement names the article that makes it; none was read off the code's output.
"""

from __future__ import annotations

import pytest

import bilateral_timeline as bt
from bilateral_timeline.relations.relationship import Relationship

ARTICLES = {"smagin-2024", "svetlova-2024", "efis-2024", "avdaliani-2024", "afshari-mehr-2025"}
COMMITMENTS = {
    *("su-35", "mi-28", "s-400", "s-300", "yak-130", "fighters-and-air-defence"),
    *("shahed-drones", "ballistic-missiles", "arms-for-russia"),
}


@pytest.fixture(scope="module")
def timeline() -> bt.Timeline[Relationship]:
    return bt.load_chronicle("russia-iran")


Chronicle = bt.Timeline[Relationship]


def jets(low: int, best: int | None, high: int, text: str = "") -> bt.Quantity:
    return bt.Quantity(low, best, high, unit="aircraft", text=text)


# -- leadership: Smagin par. 1 and 2, Svetlova par. 1 and 2 -----------------------------------


@pytest.mark.parametrize(
    ("day", "president", "minister"),
    [
        ("2022-01-18", "Ebrahim Raisi", "Mohammad Javad Zarif"),
        ("2022-01-19", "Ebrahim Raisi", "Hossein Amir-Abdollahian"),
        ("2024-05-18", "Ebrahim Raisi", "Hossein Amir-Abdollahian"),
        ("2024-05-19", None, None),
        ("2024-05-20", "Mohammad Mokhber", "Ali Bagheri Kani"),
        ("2024-07-29", "Mohammad Mokhber", "Ali Bagheri Kani"),
        ("2024-07-30", "Masoud Pezeshkian", "Ali Bagheri Kani"),
    ],
)
def test_who_holds_the_offices_of_iran(
    timeline: Chronicle, day: str, president: str | None, minister: str | None
) -> None:
    offices = timeline.as_of(day).leadership
    assert offices["ir-president"].holder == president
    held = offices.get("ir-foreign-minister")
    assert ("unknown" if held is bt.Unknown else held.holder) == minister


def test_the_deaths_were_public_a_day_after_the_crash(timeline: Chronicle) -> None:
    then = timeline.as_of("2024-05-19", known_by="then").leadership
    assert then["ir-president"].holder == "Ebrahim Raisi"
    later = timeline.as_of("2024-05-19", known_by="2024-05-20").leadership
    assert later["ir-president"].holder is None


def test_the_crash_changes_only_the_two_offices(timeline: Chronicle) -> None:
    found = timeline.changes("2024-05-18", "2024-05-19")
    leadership = [c for c in found if c.path.startswith("leadership.")]
    assert {c.because for c in leadership} == {("helicopter-crash",)}
    assert sorted(c.path for c in leadership) == [
        f"leadership.ir-{office}.{leaf}"
        for office in ("foreign-minister", "president")
        for leaf in ("acting", "holder", "holders", "since", "succession")
    ]


def test_changes_name_every_event_that_becomes_certain_that_day(timeline: Chronicle) -> None:
    events = timeline.events("2024-05-18", "2024-05-19")
    named = {id for c in timeline.changes("2024-05-18", "2024-05-19") for id in c.because}
    assert named == {event.id for event in events}
    assert "helicopter-crash" in named


def test_little_else_hangs_on_the_crash_at_the_end_of_2024(timeline: Chronicle) -> None:
    found = timeline.compare(timeline.without("helicopter-crash"), as_of="2024-12-31")
    assert sorted(c.path for c in found) == [
        f"leadership.ir-{office}.{leaf}"
        for office in ("foreign-minister", "president")
        for leaf in ("holders", "succession")
    ]


# -- fighter jets: four articles on one commitment --------------------------------------------


def test_the_fighter_jets_in_june_2024(timeline: Chronicle) -> None:
    state = timeline.as_of("2024-06-30").commitments["su-35"]
    assert [(c.sources, c.stance, c.value) for c in state.promised] == [
        (("efis-2024",), "asserts", jets(24, 24, 24)),
        (("smagin-2024",), "expects", jets(18, 20, 22, "a score")),
    ]
    svetlova = "su-35-due-by-march-2023"
    assert {c.event: str(c.value) for c in state.dues}[svetlova] == "[2023-02-28..2023-03-31]"
    assert {c.event: c.value for c in state.designation}[svetlova] == "SU-25"
    assert state.filed.values == ("the Su-35 is the aircraft of this promise",)
    assert [(c.value.word, str(c.when)) for c in state.revisions] == [
        ("finalised", "2023-03-11"),
        ("disputed", "[2023-07-01..2023-07-21]"),
        ("finalised", "2023-11-28"),
        ("disputed", "[2023-03-11..2024-05-19]"),
    ]
    assert [(c.value, c.sources) for c in state.delivered] == [
        (jets(0, 0, 0), ("dpa-2024-04-21-su35",)),
        (jets(0, 0, 0), ("svetlova-2024",)),
    ]
    assert state.promised.group == "revised"
    assert state.promised.best == jets(24, 24, 24)  # what is only expected does not count
    assert state.status == "overdue"
    assert state.in_dispute
    assert str(state.overdue_since) == "[2023-02-28..2023-03-31]"
    assert state.overdue == bt.Quantity(457, None, 488, unit="days")


def test_the_delay_of_the_jets_counts_to_the_horizon_and_no_further(timeline: Chronicle) -> None:
    state = timeline.as_of("2024-06-30", known_by="2023-04-01")
    assert state.horizon.isoformat() == "2023-04-01"
    assert state.commitments["su-35"].overdue == bt.Quantity(1, None, 32, unit="days")


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2022-12-31", "open"),
        ("2023-02-28", "open"),
        ("2023-03-01", "possibly overdue"),
        ("2023-03-31", "possibly overdue"),
        ("2023-04-01", "overdue"),
    ],
)
def test_the_jets_become_overdue_after_march_2023(
    timeline: Chronicle, day: str, status: str
) -> None:
    assert timeline.as_of(day).commitments["su-35"].status == status


@pytest.mark.parametrize(
    ("known_by", "sources"),
    [
        ("2024-02-12", set()),
        ("2024-02-13", {"efis-2024"}),
        ("2024-06-02", {"efis-2024"}),
        ("2024-06-03", {"efis-2024", "smagin-2024"}),
    ],
)
def test_each_article_adds_its_number_on_its_day(
    timeline: Chronicle, known_by: str, sources: set[str]
) -> None:
    state = timeline.as_of("2024-06-30", known_by=known_by).commitments["su-35"]
    assert set(state.promised.sources) == sources


# -- other commitments ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("commitment", "day", "status"),
    [
        ("s-400", "2019-05-31", "refused"),  # reported, and doubted by the Kremlin
        ("s-400", "2024-06-30", "refused"),  # Avdaliani, Yet should Russia's chances
        ("mi-28", "2024-06-30", "open"),  # Svetlova, Brothers in Arms: no delivery as yet
        ("yak-130", "2024-06-03", "delivered, extent unknown"),  # Smagin par. 3
        ("shahed-drones", "2024-02-13", "partly fulfilled"),  # Estonian service: hundreds
        ("ballistic-missiles", "2024-02-13", "withheld"),  # Estonian service: has refrained
        ("s-300", "2010-09-22", "withheld"),  # Afshari Mehr: failure to deliver
        ("s-300", "2016-10-13", "fulfilled"),
    ],
)
def test_where_a_commitment_stands(
    timeline: Chronicle, commitment: str, day: str, status: str
) -> None:
    assert timeline.as_of(day).commitments[commitment].status == status


def test_missiles_that_are_only_alleged_are_shown_and_not_counted(timeline: Chronicle) -> None:
    missiles = timeline.as_of("2024-03-31").commitments["ballistic-missiles"]
    assert missiles.so_far == bt.Quantity(0, 0, 0, unit="missiles")  # Estonian service
    alleged = [claim for claim in missiles.delivered if claim.stance == "alleges"]
    assert {claim.sources for claim in alleged} == {
        ("i24-2024-02-21-missiles",),
        ("avdaliani-2024", "i24-2024-02-21-missiles"),
    }
    assert missiles.status == "withheld"


def test_a_partys_denial_disputes_and_does_not_uncount(timeline: Chronicle) -> None:
    drones = timeline.as_of("2024-06-30").commitments["shahed-drones"]
    assert drones.disputed == ("delivered",)
    assert drones.so_far == bt.Quantity(low=200, unit="drones")
    february = timeline.as_of("2024-02-13").commitments["shahed-drones"]
    assert february.so_far == bt.Quantity(200, None, 999, unit="drones", text="hundreds")


def test_to_have_no_information_of_a_refusal_is_a_doubt_and_no_denial(
    timeline: Chronicle,
) -> None:
    state = timeline.as_of("2019-05-31")
    missiles = state.commitments["s-400"]
    (refused,) = missiles.stages
    told = [(citation.stance, citation.via) for citation in refused.citations]
    assert told[0][0] == "reports"
    assert told[1] == ("doubts", ("Dmitry Peskov",))
    assert missiles.disputed == ()
    (view,) = state.assessments["s-400-refusal"].views.values
    assert view.view.startswith("he has no such information")


def test_the_s300_deal_completed_in_2015_is_not_yet_delivered(timeline: Chronicle) -> None:
    delivered = timeline.as_of("2016-12-31").commitments["s-300"].delivered
    assert (delivered.group, [str(value) for value in delivered.values]) == (
        "revised",
        ["50 percent ('half')", "100 percent ('all')"],
    )
    # That Putin completed the deal is told in 2025, and says nothing of what came.
    deal = timeline.as_of("2016-01-01").commitments["s-300"]
    assert (deal.stage, deal.status, deal.so_far) == ("finalised", "open", bt.Unknown)
    told_then = timeline.as_of("2016-01-01", known_by="then").commitments["s-300"]
    assert (told_then.stage, told_then.status) == ("permitted", "open")


# -- agreements -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2022-01-19", "under negotiation"),  # Svetlova: work began after the visit
        ("2024-01-24", "under negotiation"),  # Avdaliani: nearing completion
        ("2024-06-10", "under negotiation"),
        ("2024-06-11", "stalled"),  # Svetlova: temporarily halted
        ("2025-01-06", "under negotiation"),  # Afshari Mehr: to be formalised on 17 January
        ("2025-01-17", "signed, entry into force not recorded"),
        ("2025-04-21", "signed, not in force"),
        ("2025-10-01", "signed, not in force"),
        ("2025-10-02", "in force"),
    ],
)
def test_the_comprehensive_agreement_from_talks_to_force(
    timeline: Chronicle, day: str, status: str
) -> None:
    assert timeline.as_of(day).agreements["comprehensive-partnership"].status == status


def test_three_reasons_are_given_for_one_delay(timeline: Chronicle) -> None:
    delay = timeline.as_of("2024-06-30").agreements["comprehensive-partnership"].delay
    assert delay.group == "compatible"  # the others say what one leaves open
    assert len(delay.values) == 3


def test_the_planned_signature_is_due_and_not_done(timeline: Chronicle) -> None:
    planned = timeline.as_of("2025-02-01", known_by="2025-01-06")
    agreement = planned.agreements["comprehensive-partnership"]
    assert (agreement.stage, str(agreement.due)) == ("signature-scheduled", "2025-01-17")
    assert agreement.overdue == bt.Quantity(0, None, 0, unit="days")


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2023-12-24", "unknown"),
        ("2023-12-25", "signed, entry into force not recorded"),
        ("2025-05-14", "signed, not in force"),
        ("2025-05-15", "in force"),
    ],
)
def test_the_free_trade_agreement_from_signature_to_force(
    timeline: Chronicle, day: str, status: str
) -> None:
    agreement = timeline.as_of(day).agreements.get("eaeu-free-trade")
    assert ("unknown" if agreement is bt.Unknown else agreement.status) == status


def test_the_gazprom_memorandum_is_no_treaty(timeline: Chronicle) -> None:
    gazprom = timeline.as_of("2024-06-30").agreements["gazprom-nioc"]
    assert gazprom.instrument.group == "refinement"  # a memorandum is an agreement
    assert gazprom.instrument.best == "memorandum of understanding"
    assert (gazprom.status, gazprom.in_force) == ("signed", bt.Certainty.NO)
    assert gazprom.value.most_speakers == bt.Money(best="40e9", currency="USD")


def test_the_old_treaty_is_called_ten_and_twenty_years(timeline: Chronicle) -> None:
    treaty = timeline.as_of("2024-06-30").agreements["foundations-treaty"]
    assert {str(value) for value in treaty.term.values} == {"10 years", "20 years"}
    assert treaty.term.group == "contested"


# -- memberships: Estonian service, note 2 ----------------------------------------------------


@pytest.mark.parametrize(
    ("organisation", "day", "status"),
    [
        ("sco", "2023-07-03", "unknown"),
        ("sco", "2023-07-04", "full"),
        ("brics", "2023-12-31", "invited"),
        ("brics", "2024-01-01", "full"),
        ("eaeu", "2023-12-31", "unknown"),  # a free trade agreement is no membership
        ("eaeu", "2024-12-26", "observer"),
    ],
)
def test_what_iran_is_in_each_organisation(
    timeline: Chronicle, organisation: str, day: str, status: str
) -> None:
    club = timeline.as_of(day).memberships.get(organisation)
    member = bt.Unknown if club is bt.Unknown else club.get("IR")
    assert ("unknown" if member is bt.Unknown else member.status) == status


# -- projects ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2023-02-05", "planned"),
        ("2024-02-13", "partially-operational"),  # Estonian service
        ("2024-05-19", "partially-operational"),  # Avdaliani tells of a plan: no way back
        ("2024-06-03", "partially-operational"),  # Smagin: has set up, and no more than that
        ("2025-01-06", "operational"),  # Afshari Mehr: are produced
    ],
)
def test_alabuga_from_plan_to_output(timeline: Chronicle, day: str, stage: str) -> None:
    assert timeline.as_of(day).projects["alabuga"].stage == stage


def test_alabuga_has_put_out_three_quarters_of_its_target(timeline: Chronicle) -> None:
    alabuga = timeline.as_of("2024-06-30").projects["alabuga"]
    assert str(alabuga.share) == "75 (71.25 to 78.75) percent"
    assert alabuga.schedule.values == ("ahead",)
    assert [s.sources for s in alabuga.contradicted] == [("avdaliani-2024",)]


def test_a_doubt_is_the_view_of_its_assessor_and_no_output(timeline: Chronicle) -> None:
    doubts = timeline.as_of("2024-02-13").assessments.by("Estonian Foreign Intelligence Service")
    for topic in ("alabuga-target", "rasht-astara-deadline"):
        (view,) = doubts[topic]
        assert (view.value.dimension, view.sources) == ("doubt", ("efis-2024",))


def test_the_railway_has_not_begun_and_its_end_slips(timeline: Chronicle) -> None:
    railway = timeline.as_of("2024-06-30").projects["rasht-astara"]
    assert railway.stage == "not-started"
    assert [str(c.value) for c in railway.dues] == [
        "[2027-07-01..2027-12-31]",
        "2028",
        "[2027-12-31..2028-12-31]",
    ]
    # Svetlova names no year of the end: a start, and how long the works would take.
    assert [(str(c.value), c.sources) for c in railway.starts] == [
        ("[2024-06-11..2024-12-31]", ("svetlova-2024",))
    ]
    lasts = [str(c.value) for c in railway.duration if "svetlova-2024" in c.sources]
    assert lasts == ["5 to 6 years"]
    assert railway.dues.group == "revised"
    assert railway.country.most_speakers == "IR"
    assert railway.country.group == "contested"


def test_one_signature_is_the_railways_agreement_and_its_start(timeline: Chronicle) -> None:
    state = timeline.as_of("2023-05-17")
    assert state.agreements["rasht-astara-agreement"].stage == "signed"
    assert state.projects["rasht-astara"].stage == "agreed"


# -- both times, and the whole ----------------------------------------------------------------


def test_an_article_adds_on_its_day_what_nobody_else_had_said(timeline: Chronicle) -> None:
    found = timeline.learned("2024-02-12", "2024-02-13", as_of="2024-02-13")
    ids = {id for change in found for id in change.because}
    events = [timeline.event(id, known_by="2024-02-13") for id in ids]
    assert all(
        "efis-2024" in {c.source for c in event.sources} for event in events if event is not None
    )
    assert {"su-35-promised-24", "missiles-withheld", "alabuga-partly-working"} <= ids


def test_before_the_first_event_everything_is_unknown(timeline: Chronicle) -> None:
    state = timeline.as_of("1990-12-31")
    assert set(state.branches().values()) == {bt.Unknown}
    assert timeline.as_of("2001-03-11").agreements.get("foundations-treaty") is bt.Unknown
    assert timeline.as_of("2001-03-12").agreements["foundations-treaty"].stage == "signed"


def test_every_leaf_is_explained_down_to_a_source(timeline: Chronicle) -> None:
    for change in timeline.changes("2001-01-01", "2025-12-31"):
        found = timeline.explain(change.path, as_of="2025-12-31")
        assert found.set_by
        assert all(event.sources and event.sources[0].locator for event in found.set_by)


def test_all_five_articles_are_cited(timeline: Chronicle) -> None:
    assert {source.id for source in timeline.coverage.sources} >= ARTICLES
    assert set(timeline.as_of("2025-12-31").commitments) == COMMITMENTS


# -- the questions of the facets ----------------------------------------------------------------


def test_the_facets_answer_their_questions(timeline: Chronicle) -> None:
    crash_day, june = timeline.as_of("2024-05-19"), timeline.as_of("2024-06-30")
    assert crash_day.leadership.vacant == ("ir-foreign-minister", "ir-president")
    heads = june.contacts["head-of-state"]
    assert (str(heads.last), heads.mode) == ("[2024-05-20..2024-06-28]", "call")
    assert (str(heads.last_in_person), heads.last_call) == ("2023-12-07", heads.last)
    assert june.agreements.in_force == ("eaeu-interim", "foundations-treaty")
    assert june.commitments.overdue == ("su-35",)
    assert june.projects.overdue == ()
    assert june.memberships.shared(["RU", "IR"]) == {
        "brics": bt.Certainty.UNKNOWN,
        "eaeu": bt.Certainty.UNKNOWN,
        "sco": bt.Certainty.UNKNOWN,
    }


def test_a_facet_is_unknown_where_nothing_is_told_of_it(timeline: Chronicle) -> None:
    state = timeline.as_of("2025-12-31")
    assert state.force is bt.Unknown
    assert timeline.as_of("2016-06-29").diplomacy is bt.Unknown


def test_the_ambassadors_are_only_seen_in_office(timeline: Chronicle) -> None:
    missions = timeline.as_of("2025-12-31").diplomacy
    assert {id: missions[id].head for id in missions} == {
        "iran-in-moscow": "Kazem Jalali",
        "russia-in-tehran": "Alexey Dedov",
    }
    assert {missions[id].level for id in missions} == {"ambassador"}


def test_the_free_trade_agreement_waits_for_those_who_have_not_ratified(
    timeline: Chronicle,
) -> None:
    agreement = timeline.as_of("2024-06-30").agreements["eaeu-free-trade"]
    assert agreement.ratified_by == ("RU",)
    assert agreement.to_ratify == ("IR", "eaeu")


def test_an_occurrence_keeps_the_date_of_each_of_its_sources(timeline: Chronicle) -> None:
    state = timeline.as_of("2024-06-30")
    signed = state.at("agreements.gazprom-nioc.dates.signed")
    assert {str(c.value): c.sources[0] for c in signed if c.sources[0] in ARTICLES} == {
        "2022-22": "efis-2024",
        "2022": "svetlova-2024",
        "[2021-08-05..2024-05-19]": "smagin-2024",
    }
    visit = state.at("contacts.head-of-state.dates.raisi-visit-moscow")
    assert (str(visit.best), visit.group) == ("2022-01-19", "refinement")


def test_a_claim_of_an_ambassador_brings_no_treaty_into_force(timeline: Chronicle) -> None:
    for known_by in ("2025-08-01", None):
        treaty = timeline.as_of("2025-08-01", known_by=known_by)
        agreement = treaty.agreements["comprehensive-partnership"]
        assert (agreement.stage, agreement.in_force) == ("signed", bt.Certainty.NO)
        (claimed,) = [c for c in agreement.stages if c.value.word == "in-force"]
        assert claimed.stance == "alleges"


# -- names --------------------------------------------------------------------------------------


def test_no_body_uses_another_spelling_of_a_person(timeline: Chronicle) -> None:
    names = timeline.as_of("2025-12-31").evidence
    spellings = {
        alias
        for held in names.values()
        if "person" in held.of.values
        for alias in held.aliases.values
    }
    assert "Hossein Amirabdollahian" in spellings
    for event in timeline.events():
        if event.kind != "alias-recorded":
            assert [s for s in spellings if s in str(event.what)] == []


def test_every_alias_is_cited_to_the_article_that_uses_it(timeline: Chronicle) -> None:
    for event in timeline.events(kind="alias-recorded"):
        assert [c.source for c in event.sources if c.source in ARTICLES] != []


def test_the_chronicle_knows_every_name_that_another_spelling_is_told_of(
    timeline: Chronicle,
) -> None:
    names = timeline.as_of("2025-12-31").names
    for event in timeline.events(kind="alias-recorded"):
        assert event.what.name in names
    spelt = {also: named.name for named in names for also in named.also}
    assert spelt["Hossein Amirabdollahian"] == "Hossein Amir-Abdollahian"
    assert "Mir" not in spelt  # the bank and the cards share it


def test_the_check_finds_nothing(timeline: Chronicle) -> None:
    assert list(timeline.check()) == []


@pytest.mark.parametrize(
    ("path", "day", "expected"),
    [
        ("leadership.ir-supreme-leader.holder", "2021-08-03", "Ali Khamenei"),
        ("leadership.ru-foreign-minister.since", "2024-12-26", "2021-04-13"),
        ("contacts.minister.last_in_person", "2023-07-04", "2023-05-17"),
        ("contacts.parliament.last", "2023-07-04", "2023-01"),
        ("contacts.head-of-government.last", "2023-07-04", "2022-10-06"),
        ("diplomacy.iran-in-moscow.head", "2024-12-26", "Kazem Jalali"),
        ("contacts.minister.last_in_person", "2024-06-30", "2024-06-10"),
        ("contacts.minister.last_call", "2023-12-31", "2023-12-26"),
        ("contacts.head-of-state.last_call", "2024-04-30", "2024-04-16"),
        ("commitments.ballistic-missiles.so_far.high", "2024-12-25", "0"),
        ("commitments.ballistic-missiles.so_far.low", "2024-12-26", "2"),
        ("cooperation.transport.since", "2022-02-23", "2000-09-12"),
    ],
)
def test_pages_that_are_cited_tell_of_offices_calls_deliveries_and_domains(
    timeline: Chronicle, path: str, day: str, expected: str
) -> None:
    assert str(timeline.as_of(day).at(path)) == expected


def test_the_helicopters_are_disputed_only_since_they_were_announced(timeline: Chronicle) -> None:
    (told,) = timeline.as_of("2024-05-19").commitments["mi-28"].disputes
    assert told.when == bt.When("[2023-11-28..2024-05-19]")
