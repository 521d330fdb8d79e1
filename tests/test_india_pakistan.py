"""A second, hostile pair goes through every verb, and reads rightly on given days.

The folder `india-pakistan/` holds facts that were checked from pages of their time. Nothing here
knows of it but these tests; what they state stands in the pages cited, not in the code's output.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import bilateral_timeline as bt
from bilateral_timeline.cli import main
from bilateral_timeline.dates.when import Certainty, Mode
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.relations.relationship import Relationship

FOLDER = Path(__file__).parent / "india-pakistan"
DAYS = (
    *("2015-12-31", "2019-02-27", "2019-08-08", "2021-03-01"),
    *("2025-05-07", "2025-05-10", "2025-11-01", "2026-02-01"),
)
MODES: tuple[Mode, ...] = ("certain", "possible")
LAST = "2026-11-26"
JETS = "force.crisis-2025.losses_of.IN.aircraft"

Chronicle = bt.Timeline[Relationship]


@pytest.fixture(scope="module")
def timeline() -> Chronicle:
    return bt.load_chronicle(FOLDER)


def group_at(timeline: Chronicle, path: str, day: str, known_by: str | None = None) -> Claims[Any]:
    """The claims at a path: losses and dates of stages have a comma, or words, in their names."""
    state = timeline.as_of(day, known_by=known_by)
    facet, _, rest = path.partition(".")
    found: dict[str, Claims[Any]] = dict(getattr(state, facet).groups())
    return found[rest]


def told(claims: Claims[Any]) -> list[tuple[str, tuple[str, ...]]]:
    """The values of a group as they are said, a number alone, each with who says so."""

    def said(value: object) -> str:
        exact = isinstance(value, bt.Quantity) and value.is_exact
        return str(value.best) if exact and isinstance(value, bt.Quantity) else str(value)

    return [(said(claim.value), claim.speakers) for claim in claims]


# -- the folder -------------------------------------------------------------------------------


def test_the_folder_loads_as_its_pair_and_has_nothing_to_look_at(timeline: Chronicle) -> None:
    state = timeline.as_of(LAST)
    assert state.pair == ("IN", "PK")
    assert state.names.of("PK") == "Pakistan"
    assert timeline.check() == ()
    assert str(timeline.coverage.from_) == "1960-09-19"


def test_every_facet_but_one_is_told(timeline: Chronicle) -> None:
    state = timeline.as_of(LAST)
    untold = [name for name in Relationship.facets if getattr(state, name) is bt.Unknown]
    assert untold == ["investment"]  # of which no fact was found


def test_every_event_cites_a_work_that_is_in_the_list(timeline: Chronicle) -> None:
    works = {work.id for work in timeline.coverage.sources}
    cited = [citation for event in timeline.events() for citation in event.sources]
    assert {citation.source for citation in cited} == works
    assert all(citation.locator for citation in cited)


# -- every verb -------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("known_by", [None, "then", LAST])
def test_a_state_is_told_whole_on_any_day(
    timeline: Chronicle, day: str, mode: Mode, known_by: str | None
) -> None:
    state = timeline.as_of(day, known_by=known_by, mode=mode)
    plain = state.to_dict()
    assert (plain["day"], plain["mode"], plain["pair"]) == (day, mode, ["IN", "PK"])
    assert json.loads(json.dumps(plain)) == plain
    for name, facet in state.branches().items():
        for path, claims in [] if facet is bt.Unknown else facet.claims():
            assert claims, f"{name}.{path}"


def test_what_was_not_public_is_not_known(timeline: Chronicle) -> None:
    for day in DAYS:
        for event in timeline.events(until=day, known_by="then"):
            assert event.known <= timeline.as_of(day).day
            assert all(c.known and c.known <= timeline.as_of(day).day for c in event.sources)


def test_changes_name_what_happened_in_between(timeline: Chronicle) -> None:
    found = {change.path: change for change in timeline.changes("2025-04-22", "2025-04-24")}
    indus = found["agreements.indus-waters.stage"]
    assert (indus.before, indus.after, indus.because) == (
        "signed",
        "suspended",
        ("indus-abeyance",),
    )
    assert found["constraints.attari.stage"].after == "imposed"
    assert found["diplomacy.in-islamabad.staff"].because == ("staff-islamabad",)
    assert not [path for path in found if path.startswith("force.crisis-2019")]


def test_what_was_learned_of_a_day_long_after(timeline: Chronicle) -> None:
    found = timeline.learned("2025-05-30", "2025-05-31", as_of="2025-05-10")
    losses = [change for change in found if change.path == JETS]
    assert [change.because for change in losses] == [("jets-conceded", "jets-six")]


def test_why_a_ban_ends_when_it_does(timeline: Chronicle) -> None:
    why = timeline.explain("constraints.pk-airspace-2025.due", as_of="2025-06-01")
    assert (str(why.value), [event.id for event in why.set_by]) == ("2025-06-23", ["pk-air-2"])
    assert why.next is not None
    assert why.next.id == "pk-air-3"
    before = timeline.explain("diplomacy.relations.level", as_of="2019-08-06")
    assert before.value is bt.Unknown
    assert before.next is not None
    assert before.next.id == "downgraded"


def test_a_series_of_the_day_on_which_a_ban_is_to_end(timeline: Chronicle) -> None:
    found = timeline.series(
        "constraints.pk-airspace-2025.due", after="2025-03", until="2026-01", known_by="then"
    )
    assert [str(value) for _, value in found] == [
        "2025-05-23",
        "2025-06-23",
        "2025-07-24",
        "[2025-08-23..2025-08-24]",
        *["[2025-09-23..2025-09-24]"] * 4,
        "[2026-01-23..2026-01-24]",
        "2026-02-24",
    ]


def test_what_is_found_by_a_word(timeline: Chronicle) -> None:
    assert {match.name for match in timeline.find("Kartarpur") if match.sort == "event"} == {
        *("kartarpur-due", "kartarpur-opened", "kartarpur-length-45", "kartarpur-length-47"),
        *("kartarpur-shut-2020", "kartarpur-reopened", "kartarpur-shut-2025", "kartarpur-signed"),
    }
    assert [match.name for match in timeline.find("helicopter") if match.sort == "event"] == [
        *("budgam", "budgam-own")
    ]


def test_without_the_halt_the_crisis_goes_on(timeline: Chronicle) -> None:
    without = timeline.without("halt", "halt-extended")
    assert "crisis-2025" in without.as_of("2025-06-01").force.open
    assert "crisis-2025" not in timeline.as_of("2025-06-01").force.open
    stage = [
        (change.before, change.after, change.because)
        for change in timeline.compare(without, as_of="2025-05-12")
        if change.path == "force.crisis-2025.stage"
    ]
    assert stage == [("ceasefire", "begun", ("halt",))]


def test_what_may_have_happened_and_may_not(timeline: Chronicle) -> None:
    undecided = {event.id for event in timeline.undecided("2019-03-15")}
    assert undecided == {"hotline", "airspace-2019-part"}
    certain, possible = (
        timeline.as_of("2019-03-15", mode=mode).constraints["pk-airspace-2019"].stage
        for mode in MODES
    )
    assert (certain, possible) == ("imposed", "eased")


def test_what_one_work_alone_tells(timeline: Chronicle) -> None:
    alone = timeline.citing("federal-2025-05-10")
    assert {event.id for event in alone.events()} == {
        "halt",
        "hotline-may-10",
        "halt-asked-by-pakistan",
    }


@pytest.mark.parametrize(
    "words",
    [
        ["as-of", "2025-05-10"],
        ["as-of", "2025-05-10", "--known-by", "then", "--json"],
        ["as-of", "2025-05-10", "--possible", "--facet", "force"],
        ["events", "--during", "2019", "--kind", "hostile-act"],
        ["changes", "2025-04-21", "2025-04-25"],
        ["learned", "2025-05-30", "2025-06-01", "--as-of", "2025-05-10"],
        ["explain", "constraints.pk-airspace-2025.due", "2025-06-01"],
        ["find", "Kartarpur"],
        ["what-if", "2025-06-01", "--without", "halt"],
        ["check"],
    ],
)
def test_every_verb_of_the_command_line_answers(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--from", str(FOLDER)]) == 0
    answer = capsys.readouterr()
    assert answer.out.strip()
    assert answer.err == ""


# -- leadership -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "office", "holder"),
    [
        ("2014-05-25", "in-prime-minister", "unknown"),
        ("2014-05-26", "in-prime-minister", "Narendra Modi"),
        ("2019-05-30", "in-foreign-minister", "Sushma Swaraj"),
        ("2019-05-31", "in-foreign-minister", "S. Jaishankar"),
        ("2017-07-27", "pk-prime-minister", "Nawaz Sharif"),
        ("2017-07-28", "pk-prime-minister", None),
        ("2017-08-04", "pk-prime-minister", "Shahid Khaqan Abbasi"),
        ("2018-08-18", "pk-prime-minister", "Imran Khan"),
        ("2022-04-10", "pk-prime-minister", None),
        ("2022-04-10", "pk-foreign-minister", None),
        ("2022-04-11", "pk-prime-minister", "Shehbaz Sharif"),
        ("2023-08-14", "pk-prime-minister", "Anwaar-ul-Haq Kakar"),
        ("2024-03-12", "pk-prime-minister", "Shehbaz Sharif"),
        ("2025-05-10", "pk-foreign-minister", "Ishaq Dar"),
    ],
)
def test_who_holds_which_office(
    timeline: Chronicle, day: str, office: str, holder: str | None
) -> None:
    held = timeline.as_of(day).leadership.get(office)
    assert ("unknown" if held is bt.Unknown else held.holder) == holder


def test_a_caretaker_acts_and_an_elected_one_is_found_before_he_is_seen(
    timeline: Chronicle,
) -> None:
    assert timeline.as_of("2023-08-18").leadership["pk-foreign-minister"].acting is True
    vacant = timeline.as_of("2017-08-02").leadership["pk-prime-minister"]
    steps = vacant.next_steps
    assert steps is not bt.Unknown
    assert len(steps) == 1
    assert str(vacant.vacant_days) == "5 days"
    assert timeline.as_of("2017-08-04").leadership["pk-prime-minister"].observed is True
    ousted = timeline.as_of("2022-04-12").leadership["pk-prime-minister"].succession[2]
    assert (ousted.person, str(ousted.until), ousted.exit) == (
        "Imran Khan",
        "2022-04-10",
        "dismissed",
    )


# -- diplomacy --------------------------------------------------------------------------------


def test_relations_are_lowered_and_both_missions_lose_their_heads(timeline: Chronicle) -> None:
    assert timeline.as_of("2019-08-06").diplomacy is bt.Unknown
    diplomacy = timeline.as_of("2019-08-07").diplomacy
    relations = diplomacy["relations"]
    assert (relations.stage, relations.level) == ("downgraded", "charge-d-affaires")
    assert diplomacy.level == "charge-d-affaires"
    assert [diplomacy[id].head for id in ("in-islamabad", "pk-new-delhi")] == [None, None]
    assert diplomacy["in-islamabad"].stage == "head-expelled"
    assert diplomacy["pk-new-delhi"].stage == "head-withdrawn"


def test_staff_is_halved_and_then_limited_to_thirty(timeline: Chronicle) -> None:
    halved = timeline.as_of("2020-06-23").diplomacy["pk-new-delhi"]
    assert halved.staff.values == ()
    assert [(str(c.value.cut), str(c.value.due)) for c in halved.cuts] == [
        ("50 percent", "2020-06-30")
    ]
    limited = timeline.as_of("2025-04-24").diplomacy
    assert [str(limited[id].staff.latest) for id in ("pk-new-delhi", "in-islamabad")] == [
        "30 persons",
        "30 persons",
    ]
    assert limited["in-islamabad"].cuts.claims[-1].value.due == bt.When("2025-04-30")


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2020-05-30", bt.Unknown),
        ("2020-05-31", 2),
        ("2025-04-23", 5),
        ("2025-05-13", 6),
        ("2025-05-21", 7),
    ],
)
def test_how_many_were_sent_away(timeline: Chronicle, day: str, number: object) -> None:
    expelled = timeline.as_of(day).diplomacy["pk-new-delhi"].expelled
    assert (expelled if expelled is bt.Unknown else expelled.best or expelled.low) == number


# -- constraints ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("2018-06-28", ("fatf-grey-list",)),
        ("2019-02-26", ("fatf-grey-list", "pk-airspace-2019")),
        ("2019-08-08", ("fatf-grey-list", "pk-trade")),
        ("2022-10-21", ("pk-trade",)),
        ("2025-04-23", ("attari", "in-visas", "pk-trade")),
        (
            "2025-05-03",
            (
                *("attari", "in-airspace-2025", "in-imports", "in-mail", "in-ports", "in-visas"),
                *("pk-airspace-2025", "pk-trade", "pk-visas", "wagah"),
            ),
        ),
    ],
)
def test_which_restrictions_are_in_force(
    timeline: Chronicle, day: str, in_force: tuple[str, ...]
) -> None:
    assert timeline.as_of(day).constraints.in_force == in_force


def test_a_ban_of_which_no_extension_is_told_stands_and_its_end_has_passed(
    timeline: Chronicle,
) -> None:
    ban = timeline.as_of("2025-11-01").constraints["pk-airspace-2025"]
    held = ban.in_force
    assert (ban.stage, held, str(ban.since)) == ("extended", Certainty.UNKNOWN, "2025-04-24")
    assert (str(ban.due), str(ban.lapsed)) == ("[2025-09-23..2025-09-24]", "38 to 39 days")
    again = timeline.as_of("2026-02-01").constraints["pk-airspace-2025"]
    assert (str(again.due), str(again.lapsed)) == ("2026-02-24", "0 days")
    assert again.in_force is Certainty.YES


def test_an_opened_airspace_is_no_longer_closed(timeline: Chronicle) -> None:
    opened = timeline.as_of("2019-07-16").constraints["pk-airspace-2019"]
    assert (opened.stage, opened.in_force, opened.due) == ("lifted", Certainty.NO, bt.Unknown)


# -- force ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2025-04-22", "begun"),
        ("2025-05-09", "begun"),
        ("2025-05-10", "ceasefire"),
        ("2025-05-15", "ceasefire-extended"),
    ],
)
def test_the_stage_of_the_crisis(timeline: Chronicle, day: str, stage: str) -> None:
    assert timeline.as_of(day).force["crisis-2025"].stage == stage


def test_a_breach_that_is_only_alleged_breaks_no_ceasefire(timeline: Chronicle) -> None:
    crisis = timeline.as_of("2025-05-12", known_by="2025-05-12").force["crisis-2025"]
    alleged = [claim for claim in crisis.stages if claim.stance == "alleges"]
    assert [(claim.value.word, claim.speakers) for claim in alleged] == [
        ("ceasefire-broken", ("India",))
    ]
    assert crisis.is_quiet


def test_how_hostile_each_side_was(timeline: Chronicle) -> None:
    force = timeline.as_of(LAST).force
    assert force["crisis-2019"].hostility_of == {"IN": "use", "PK": "use"}
    assert force["crisis-2025"].hostility_of == {"IN": "use", "PK": "use"}
    assert force["missile-2022"].hostility_of == {"IN": "display"}
    # what gunmen did is no act of a side
    assert timeline.as_of("2025-05-06").force["crisis-2025"].hostility is bt.Unknown
    assert force["line-of-control"].stage == "ceasefire"
    assert force.open == ("crisis-2019", "missile-2022", "uri-2016")


def test_the_pilot_is_held_and_freed_as_was_promised(timeline: Chronicle) -> None:
    held = timeline.as_of("2019-02-28")
    assert held.force["crisis-2019"].captives == ("Abhinandan Varthaman",)
    assert held.commitments["pilot-release"].status == "open"
    freed = timeline.as_of("2019-03-01")
    assert freed.force["crisis-2019"].captives == ()
    assert freed.commitments["pilot-release"].status == "fulfilled"


def test_the_lists_of_prisoners(timeline: Chronicle) -> None:
    held = timeline.as_of("2025-07-01").force["prisoner-lists"].held
    assert held is not bt.Unknown
    latest = {
        (holder, sort): str(claims.latest)
        for holder, sorts in held.items()
        for sort, claims in sorts.items()
    }
    assert latest == {
        ("IN", "civilians"): "382 persons",
        ("IN", "fishermen"): "81 persons",
        ("PK", "civilians"): "53 persons",
        ("PK", "fishermen"): "193 persons",
    }


def test_what_each_side_said_of_the_jets_by_each_day(timeline: Chronicle) -> None:
    def said(day: str) -> list[tuple[str, tuple[str, ...]]]:
        return told(group_at(timeline, JETS, "2025-05-07", known_by=day))

    first = [("2", ("Pakistan",)), ("5", ("Pakistan",)), ("3", ("Reuters",))]
    assert said("2025-05-07") == first
    by_may = dict(said("2025-05-31"))
    assert by_may["6"] == ("Pakistan",)
    assert by_may["at least 1 aircraft ('jets, number withheld')"] == ("India",)
    assert ("7", ("Pakistan",)) not in said("2025-09-25")
    assert ("7", ("Pakistan",)) in said("2025-09-26")


def test_one_speaker_who_counts_anew_revises_what_it_said(timeline: Chronicle) -> None:
    claims = group_at(timeline, JETS, LAST)
    by_event = {claim.event: claim for claim in claims}
    two, five, seven = (by_event[f"jets-{word}"] for word in ("two", "five", "seven"))
    assert claims.relation(two, five) == "revises"  # of one day, in the order given
    assert claims.relation(five, seven) == "revises"
    assert claims.relation(by_event["jets-us"], five) == "refines"
    assert claims.relation(by_event["jets-three-local"], five) == "contradicts"
    assert claims.relation(by_event["jets-conceded"], seven) == "refines"


def test_a_toll_grows_from_day_to_day(timeline: Chronicle) -> None:
    path = "force.crisis-2025.losses_of.PK.civilians-killed"
    by_day = [
        [value for value, _ in told(group_at(timeline, path, "2025-05-07", known_by=day))]
        for day in ("2025-05-07", "2025-05-13")
    ]
    assert by_day[0] == ["at least 3 persons ('at least three')", "8"]
    assert set(by_day[1]) == {*by_day[0], "40"}
    assert group_at(timeline, path, LAST).group == "single-source"


# -- agreements, projects, memberships --------------------------------------------------------


def test_two_treaties_are_held_in_abeyance_and_one_side_says_they_cannot_be(
    timeline: Chronicle,
) -> None:
    before, after = (timeline.as_of(day).agreements for day in ("2025-04-22", "2025-04-24"))
    assert before["indus-waters"].status == "signed, entry into force not recorded"
    assert [after[id].status for id in ("indus-waters", "simla")] == ["suspended", "suspended"]
    assert after["indus-waters"].disputed == ("stages",)
    assert [denial.by for denial in after["indus-waters"].stages.denials] == ["PK"]
    assert after["simla"].by_party == {"PK": "suspended"}


def test_an_agreement_in_force_and_a_declaration_that_never_will_be(timeline: Chronicle) -> None:
    agreements = timeline.as_of("2000").agreements
    assert agreements["nuclear-installations"].in_force is Certainty.YES
    assert agreements["lahore-declaration"].in_force is Certainty.NO
    assert agreements["simla"].in_force is Certainty.UNKNOWN
    assert agreements.in_force == ("nuclear-installations",)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2019-10-24", "agreed"),
        ("2019-11-09", "operational"),
        ("2020-03-16", "suspended"),
        ("2021-11-17", "operational"),
        ("2025-05-07", "suspended"),
    ],
)
def test_the_corridor_opens_and_closes(timeline: Chronicle, day: str, stage: str) -> None:
    assert timeline.as_of(day).projects["kartarpur"].stage == stage


def test_both_are_members_of_one_organisation(timeline: Chronicle) -> None:
    assert timeline.as_of("2017-06-30").memberships is bt.Unknown
    assert timeline.as_of("2017-06-30", mode="possible").at("memberships.sco.PK.status") == "full"
    shared = timeline.as_of("2017").memberships.shared(("IN", "PK"))
    assert shared == {"sco": Certainty.YES}


# -- trade, contacts, the rest ----------------------------------------------------------------


def test_most_favoured_treatment_is_granted_and_withdrawn_and_a_duty_raised(
    timeline: Chronicle,
) -> None:
    mfn, later = (timeline.as_of(day).trade["treatment"] for day in ("2019-02-14", "2019-02-16"))
    assert (mfn["in-mfn"].stage, str(mfn["in-mfn"].since)) == ("granted", "1996")
    assert "in-duty" not in mfn
    assert (later["in-mfn"].stage, str(later["in-mfn"].since)) == ("withdrawn", "2019-02-15")
    assert str(later["in-duty"].rate.latest) == "200 percent"


def test_figures_of_two_kinds_of_years_stand_apart(timeline: Chronicle) -> None:
    turnover = timeline.as_of(LAST).trade["turnover"]
    assert {period: str(turnover[period].best) for period in turnover} == {
        "2016-04/2017-03": "2.27 billion USD",
        "2017-04/2018-03": "2.41 billion USD",
        "2017": "at most 6 billion USD ('just under 6 billion')",
    }
    imports = timeline.as_of(LAST).trade["in-imports"]["2023-04/2024-03"]
    assert (imports.value.group, str(imports.best)) == ("refinement", "2.88 million USD")


def test_who_met_last_at_each_level(timeline: Chronicle) -> None:
    contacts = timeline.as_of("2025-06-01").contacts
    assert str(contacts["head-of-government"].last_in_person) == "2015-12-25"
    assert str(contacts["minister"].last) == "2024-10-15/2024-10-16"
    assert (str(contacts["military"].last_call), contacts["military"].recorded) == ("2025-05-12", 2)
    assert contacts["military"].last_in_person is bt.Unknown


def test_who_mediates_and_what_stands_open(timeline: Chronicle) -> None:
    state = timeline.as_of("2025-06-30")
    assert state.third_parties.doing("mediates") == (
        ("PCA", "indus"),
        ("US", "ceasefire-2025"),
        ("WB", "indus"),
    )
    assert state.third_parties["US"]["ceasefire-2025"].disputed == ("deeds",)
    assert state.frictions.open == ("indus-revision", "kashmir-status", "saarc-summit")
    assert state.evidence["Kashif Abdullah"].aliases.values == ("Kashif Chaudhry",)


# -- conflicts --------------------------------------------------------------------------------

# The path, the class, and each value with who says so. Of the facts: P091-P093, P136-P137,
# P140-P141, P062-P063, P129-P130, P160 and P164, P152-P154, P255-P256, P016-P017, P110-P111,
# P170-P185, P208-P219, P132-P133, P056-P060, P245, P050, P204-P205, P074-P075.
CONFLICTS: list[tuple[str, str, dict[str, set[str]]]] = [
    (
        "projects.kartarpur.length",
        "contested",
        {"4.5": {"Scroll.in"}, "4.7": {"News18", "Devdiscourse"}},
    ),
    (
        "constraints.in-visas.forbids",
        "contested",
        {
            "entry under the SAARC exemption": {"India", "Babushahi"},
            "entry with any visa": {"Newsbee", "Babushahi"},
        },
    ),
    (
        "constraints.pk-airspace-2025.dates.imposed",
        "contested",
        {"2025-04-24": {"Pakistan"}, "2025-04-23": {"India TV News", "CNN-News18"}},
    ),
    (
        "constraints.pk-airspace-2019.dates.imposed",
        "contested",
        {
            "2019-02-26": {"Reuters", "China Radio International (Filipino)", "Deccan Chronicle"},
            "2019-02-27": {"AFP"},
        },
    ),
    (
        "force.crisis-2019.losses_of.IN.aircraft",
        "contested",
        {"1": {"The Hindu", "India"}, "2": {"Pakistan"}},
    ),
    (
        "force.crisis-2025.losses_of.IN.killed, Pahalgam",
        "contested",
        {"26": {"Devdiscourse", "So That's The Story"}, "28": {"Babushahi"}},
    ),
    (
        "force.crisis-2025.losses_of.PK.soldiers-killed",
        "contested",
        {"11": {"Pakistan"}, "35 to 40 persons": {"India"}},
    ),
    (
        "force.crisis-2025.losses_of.PK.sites-hit, 7 May",
        "contested",
        {"9": {"India", "Hindustan Times"}, "5": {"Pakistan"}, "6": {"Pakistan"}},
    ),
    (
        "force.uri-2016.losses_of.IN.soldiers-killed, Uri",
        "contested",
        {"17": {"Cobrapost Hindi"}, "19": {"Jansatta", "This Day Story"}},
    ),
    (
        "assessments.missile-cause.verdict",
        "contested",
        {"technical fault": {"India"}, "human error": {"India"}},
    ),
    (
        "assessments.who-asked.verdict",
        "contested",
        {
            "Pakistan asked": {"India", "The Telegraph (India)", "WION"},
            "India asked": {"Pakistan"},
        },
    ),
    (
        "force.crisis-2025.responsible",
        "denied",
        {"The Resistance Front": {"India Today", "The New Indian Express"}},
    ),
    (
        "force.crisis-2019.losses_of.Jaish-e-Mohammed.fighters-killed, Balakot",
        "denied",
        {
            "300 to 350 persons": {"unnamed Indian officials"},
            "at least 251 persons ('more than 250')": {"Amit Shah"},
        },
    ),
    ("force.crisis-2019.responsible", "denied", {"PK": {"India"}}),
    ("force.crisis-2025.losses_of.IN.sites-hit, Adampur", "denied", {"1": {"Pakistan"}}),
    (
        "trade.in-imports.2023-04/2024-03.value",
        "refinement",
        {
            "2.88 million USD": {"Times of India"},
            "3 million (2.5 million to 3.5 million) USD ('3 million')": {"Hindustan Times"},
        },
    ),
    (
        "force.prisoner-lists.held.IN.fishermen",
        "revised",
        {"73": {"Pakistan"}, "81": {"India"}},
    ),
]


def values_of(claims: Claims[Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for value, who in told(claims):
        found.setdefault(value, set()).update(who)
    return found


@pytest.mark.parametrize(("path", "group", "said"), CONFLICTS, ids=[c[0] for c in CONFLICTS])
def test_each_conflict_has_its_class_and_its_speakers(
    timeline: Chronicle, path: str, group: str, said: dict[str, set[str]]
) -> None:
    claims = group_at(timeline, path, LAST)
    assert (claims.group, values_of(claims)) == (group, said)


def test_a_misprint_is_contested_on_its_day(timeline: Chronicle) -> None:
    path = "force.prisoner-lists.held.IN.civilians"
    claims = group_at(timeline, path, "2022-01-01")
    assert (claims.group, told(claims)) == (
        "contested",
        [("282", ("Pakistan",)), ("288", ("The Frontier Post",))],
    )


def test_a_claim_taken_back_by_its_own_claimant_counts_for_nothing(timeline: Chronicle) -> None:
    before, after = (
        timeline.as_of(day).force["crisis-2025"].responsible for day in ("2025-04-25", "2025-04-26")
    )
    assert ([claim.value for claim in before.counted], before.group) == (
        ["The Resistance Front"],
        "confirmed",
    )
    assert (after.counted, after.group) == ((), "denied")


def test_what_the_other_side_denies_still_counts(timeline: Chronicle) -> None:
    claims = group_at(timeline, JETS, LAST)
    assert claims.group == "contested"
    assert claims.disputed
    assert {denial.by for denial in claims.denials} == {"IN"}
    assert {id for denial in claims.denials for id in denial.denies} == {
        "jets-two",
        "jets-five",
        "jets-six",
    }
    assert set(claims.counted) == set(claims.claims)


def test_what_is_contested_is_gathered(timeline: Chronicle) -> None:
    evidence = timeline.as_of(LAST).evidence
    contested = {path for path, group, _ in CONFLICTS if group == "contested"}
    assert contested < set(evidence.contested)
    assert {path for path, group, _ in CONFLICTS if group == "denied"} <= set(evidence.denied)
