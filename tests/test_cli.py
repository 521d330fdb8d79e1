"""The command line prints what the library answers; input that it refuses ends it with 2."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path
from shutil import which
from typing import Any

import pytest

import bilateral_timeline as bt
from bilateral_timeline.cli.verbs import VERBS
from bilateral_timeline.records.codec import plain, to_plain
from bilateral_timeline.relations.relationship import FACETS
from bilateral_timeline.views import days
from running import ABOUT, GAZETTE, VISIT, Run, Timeline, record, shipped, works


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return shipped()


def event_ids(lines: list[str]) -> list[str]:
    """The ids of the events that are printed, a line each."""
    found = [re.fullmatch(r" *[A-Z0-9].*: .* \(.+\) \[([a-z0-9-]+)\]", line) for line in lines]
    return [match[1] for match in found if match]


def headings(lines: list[str]) -> list[str]:
    return [line for line in lines if line.isupper() and not line.startswith(" ")]


def ids(events: tuple[bt.Event, ...]) -> list[str]:
    return [event.id for event in events]


# -- as-of ------------------------------------------------------------------------------------


def test_as_of_prints_the_state_facet_by_facet(run: Run) -> None:
    ran = run("as-of", "2024-06-30")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[:3] == [
        "Russia and Iran on 30 June 2024",
        "As all that is recorded has it.",
        "",
    ]
    branches = shipped().as_of("2024-06-30").branches()
    told = [name for name, facet in branches.items() if facet is not bt.Unknown]
    titles = [name.replace("_", " ").upper() for name in told if name != "evidence"]
    assert headings(ran.lines) == [*titles, "NOT KNOWN"]
    unknown = [name.replace("_", " ") for name in FACETS if name not in told]
    (line,) = (line for line in ran.lines if line.startswith("  Nothing is recorded under "))
    assert re.split(", | and ", line[28:-1]) == unknown


def test_as_of_tells_how_long_a_promise_is_overdue(run: Run) -> None:
    ran = run("as-of", "2024-06-30", "--facet", "commitments")
    at = ran.lines.index("  Su-35 for Iran [commitments.su-35]")
    assert "due by March 2023 (IRNA), 15 months late" in ran.lines[at + 1]


def test_as_of_counts_a_delay_only_to_the_day_of_knowledge(run: Run) -> None:
    ran = run("as-of", "2024-06-30", "--facet", "commitments", "--known-by", "2023-04-01")
    assert ran.lines[:3] == [
        "Russia and Iran on 30 June 2024",
        "As was public by 1 April 2023.",
        "Delays are counted to 1 April 2023.",
    ]
    assert "due by March 2023, between 1 and 32 days late" in ran.out


def test_as_of_names_the_sources_of_each_line(run: Run) -> None:
    ran = run("as-of", "2024-05-20", "--facet", "leadership", "--known-by", "then")
    after = ran.lines[ran.lines.index("  President of Iran [leadership.ir-president]") + 1 :]
    told = after[: after.index("")]
    assert told[0].startswith("    Mohammad Mokhber, acting, since 20 May 2024, after Ebrahim")
    assert "the election is due by 9 July 2024" in told[0]
    assert (
        "      Mohammad Mokhber (acting), 20 May 2024 "
        "[armradio-2024-05-20-mokhber, memo-2024-05-20-interim]"
    ) in told


def test_as_of_prints_the_facets_asked_for_in_the_order_asked(run: Run) -> None:
    ran = run("as-of", "2024", "--facet", "projects", "--facet", "contacts")
    assert headings(ran.lines) == ["PROJECTS", "CONTACTS"]


def test_as_of_before_the_chronicle_is_unknown_and_not_nothing(
    run: Run, timeline: Timeline
) -> None:
    ran = run("as-of", "1989", "--facet", "leadership")
    first = timeline.coverage.from_
    assert first is not None
    assert ran.lines[:3] == [
        "Russia and Iran on 31 December 1989",
        "As all that is recorded has it.",
        f"The chronicle begins on {days.day(first)}.",
    ]
    assert ran.lines[-1] == "  Nothing is recorded by that day."
    told = run("as-of", "1989", "--facet", "leadership", "--json").data
    assert (told["leadership"], told["unknown"]) == (None, ["leadership"])


def test_as_of_after_the_chronicle_says_how_far_it_reaches(run: Run, timeline: Timeline) -> None:
    assert timeline.coverage.through is not None
    through = days.day(timeline.coverage.through)
    ran = run("as-of", "2100", "--facet", "contacts")
    assert ran.lines[:4] == [
        "Russia and Iran on 31 December 2100",
        "As all that is recorded has it.",
        f"Delays are counted to {through}.",
        f"The chronicle reaches to {through}: what was last known.",
    ]


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["2024-05-19"], {"day": "2024-05-19"}),
        (["2024-05"], {"day": "2024-05-31"}),
        (["2023"], {"day": "2023-12-31"}),
        (["2024-06-30", "--known-by", "2023-04"], {"day": "2024-06-30", "known_by": "2023-04-30"}),
        (["2024-05-19", "--known-by", "then"], {"day": "2024-05-19", "known_by": "2024-05-19"}),
        (["2023-04-01", "--possible"], {"day": "2023-04-01", "mode": "possible"}),
        (["1999"], {"day": "1999-12-31"}),
    ],
)
def test_as_of_in_json_is_the_state_as_plain_data(
    run: Run, timeline: Timeline, arguments: list[str], asked: dict[str, Any]
) -> None:
    ran = run("as-of", *arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.data == timeline.as_of(**asked).to_dict()


def test_as_of_in_json_keeps_to_the_facets_asked_for(run: Run, timeline: Timeline) -> None:
    ran = run("as-of", "2024", "--facet", "contacts", "--json")
    told = timeline.as_of("2024").to_dict() | {"unknown": []}
    asked = ("pair", "day", "known_by", "horizon", "mode", "unknown", "contacts")
    assert ran.data == {name: told[name] for name in asked}


def test_as_of_in_json_names_what_is_not_told_of_the_facets_asked_for(
    run: Run, folder: Path
) -> None:
    asked = ["as-of", "2024-06", "--from", str(folder), "--json"]
    told = run(*asked, "--facet", "contacts", "--facet", "trade").data
    assert (told["trade"], told["unknown"]) == (None, ["trade"])
    minister = told["contacts"]["minister"]
    assert minister["unknown"] == [name for name in minister if minister[name] is None]
    assert run(*asked).data["unknown"] == [
        name for name in FACETS if name not in ("contacts", "evidence")
    ]


def test_as_of_tells_one_entry_in_full(run: Run, folder: Path) -> None:
    asked = ["as-of", "2024-06", "--from", str(folder), "--entry"]
    lines = run(*asked, "contacts.minister").lines
    assert (lines[0], headings(lines)) == ("VE and OS on 30 June 2024", [])
    assert lines[lines.index("") + 1 :] == [
        "  Ministers [contacts.minister]",
        "    last recorded meeting: on 19 May 2024 in Ærø, Una Ek and Ivo Lind (gazette).",
        "    meetings: visit in Ærø (Una Ek, Ivo Lind), 19 May 2024 [gazette]",
    ]
    whole = run("as-of", "2024-06", "--from", str(folder), "--json").data
    assert run(*asked, "contacts.minister", "--json").data == whole["contacts"]["minister"]


def test_the_entries_of_a_facet_within_a_facet_are_told(run: Run) -> None:
    lines = run("as-of", "2024-06-30", "--entry", "memberships.sco").lines
    paths = [line.rpartition(" ")[2] for line in lines if line.endswith("]") and line[2] != " "]
    assert paths == [
        f"[memberships.sco.{id}]" for id in shipped().as_of("2024-06-30").at("memberships.sco")
    ]


@pytest.mark.parametrize("path", ["contacts.minister.place", "agreements", "day"])
def test_an_entry_that_is_none_is_refused(run: Run, folder: Path, path: str) -> None:
    ran = run("as-of", "2024-06", "--from", str(folder), "--entry", path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"bilateral-timeline: --entry: found {path}, which is ")
    assert "expected the path of an entry" in ran.err


def test_possible_and_certain_differ_where_a_date_leaves_it_open(run: Run) -> None:
    asked = ["as-of", "2023-04-01", "--facet", "commitments"]
    first = "promised (single-source): 24 aircraft, between February 2022 and February 2024"
    assert first not in run(*asked).out
    possible = run(*asked, "--possible")
    assert first in possible.out
    assert possible.lines[1] == "As all that is recorded has it, counting what is possible."


# -- overdue ----------------------------------------------------------------------------------

PROMISE = record(
    "commitment-made",
    "2024-01-01",
    "p. 5",
    title="Ostmark promises boats",
    commitment="boats",
    promisor="OS",
    promisee="VE",
    item="boats",
    due="2024-04-20",
)


def test_overdue_lists_what_is_late_the_longest_first(run: Run, folder: Path) -> None:
    (folder / "2024" / "boats.toml").write_text(PROMISE, encoding="utf-8")
    later = PROMISE.replace("boats", "trams").replace("2024-04-20", "[2024-05-10..2024-05-30]")
    (folder / "2024" / "trams.toml").write_text(later, encoding="utf-8")
    ran = run("overdue", "2024-05-20", "--from", str(folder))
    assert (ran.code, ran.err) == (0, "")
    last = "; last record: 1 January 2024"
    assert ran.lines == [
        "VE and OS on 20 May 2024",
        "As all that is recorded has it.",
        "",
        "LATE",
        f"  Boats, OS to VE: due by 20 April 2024 (gazette), 30 days late{last} "
        "[commitments.boats]",
        "",
        "PERHAPS LATE",
        f"  Trams, OS to VE: due by 30 May 2024 (gazette), perhaps late by up to 10 days{last} "
        "[commitments.trams]",
    ]
    told = run("overdue", "2024-05-20", "--from", str(folder), "--json").data
    assert [*told] == ["day", "known_by", "horizon", "mode", "late"]
    boats, trams = told["late"]
    assert (boats["path"], boats["what"], boats["due"]) == (
        "commitments.boats",
        "overdue",
        "2024-04-20",
    )
    assert (boats["days"]["low"], trams["days"]["low"], trams["days"]["high"]) == (30, 0, 10)


def test_overdue_says_so_where_nothing_is_late(run: Run, folder: Path) -> None:
    (folder / "2024" / "boats.toml").write_text(PROMISE, encoding="utf-8")
    asked = ["overdue", "2024-04-20", "--from", str(folder)]
    assert run(*asked).lines[-2:] == ["LATE", "  Nothing is."]
    assert run(*asked, "--json").data["late"] == []
    before = ["overdue", "2024-06-30", "--known-by", "2024-05-19", "--from", str(folder)]
    lines = run(*before).lines
    assert lines[1] == "As was public by 19 May 2024."
    assert lines[-2:] == ["LATE", "  Nothing is."]


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["2024-06-30"], {"day": "2024-06-30"}),
        (["2024-06-30", "--known-by", "2023-04"], {"day": "2024-06-30", "known_by": "2023-04-30"}),
        (["2024", "--known-by", "then"], {"day": "2024", "known_by": "then"}),
        (["2024-06-30", "--possible"], {"day": "2024-06-30", "mode": "possible"}),
    ],
)
def test_overdue_begins_as_as_of_does_and_in_json_is_what_the_library_finds_late(
    run: Run, timeline: Timeline, arguments: list[str], asked: dict[str, Any]
) -> None:
    state = timeline.as_of(**asked)
    lines, first = run("overdue", *arguments).lines, run("as-of", *arguments).lines
    assert lines[: lines.index("")] == first[: first.index("")]
    told = run("overdue", *arguments, "--json").data
    days = ("day", "known_by", "horizon", "mode")
    whole = state.to_dict()
    assert told == {
        **{name: whole[name] for name in days},
        "late": [plain(each) for each in state.late()],
    }
    assert told["late"] != []


# -- events -----------------------------------------------------------------------------------


def test_events_prints_each_with_its_date_its_title_and_its_speakers(run: Run) -> None:
    ran = run("events", "--after", "2024-05-18", "--until", "2024-05-19")
    assert ran.code == 0
    assert re.fullmatch(
        "19 May 2024: President Raisi and Foreign Minister Amir-Abdollahian die in a helicopter "
        r"crash \(TASS.*\) \[helicopter-crash\]",
        ran.lines[-1],
    )


def test_events_says_so_if_there_are_none(run: Run) -> None:
    assert run("events", "--until", "1989").out == "No events.\n"
    assert run("events", "--until", "1989", "--json").data == []


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], {}),
        (
            ["--after", "2024-05-18", "--until", "2024-06"],
            {"after": "2024-05-18", "until": "2024-06"},
        ),
        (["--known-by", "2023-04-01"], {"known_by": "2023-04-01"}),
        (["--until", "2024", "--known-by", "then"], {"until": "2024", "known_by": "then"}),
        (["--kind", "meeting-held"], {"kind": "meeting-held"}),
        (["--party", "RU"], {"parties": ("RU",)}),
        (["--party", "RU", "--party", "IR"], {"parties": ("RU", "IR")}),
        (["--until", "2023-04-01", "--possible"], {"until": "2023-04-01", "mode": "possible"}),
    ],
)
def test_events_gives_the_events_of_the_library_in_their_order(
    run: Run, timeline: Timeline, arguments: list[str], asked: dict[str, Any]
) -> None:
    events = timeline.events(**asked)
    assert run("events", *arguments, "--json").data == [to_plain(event) for event in events]
    assert event_ids(run("events", *arguments).lines) == ids(events)


@pytest.mark.parametrize("end", ["--first", "--last"])
def test_the_first_events_are_at_the_beginning_and_the_last_at_the_end(
    run: Run, timeline: Timeline, end: str
) -> None:
    asked = ["events", "--until", "2024", "--kind", "meeting-held"]
    events = timeline.events(until="2024", kind="meeting-held")
    for number in (1, 2, len(events), len(events) + 1):
        some = events[:number] if end == "--first" else events[-number:]
        ran = run(*asked, end, str(number))
        assert event_ids(ran.lines) == ids(some)
        told = f"{number} of {len(events)} events."
        assert (ran.lines[-1] == told) == (number < len(events))
        assert run(*asked, end, str(number), "--json").data == [to_plain(event) for event in some]


@pytest.mark.parametrize("end", ["--first", "--last"])
@pytest.mark.parametrize("number", ["0", "-1", "1.5", "many", ""])
def test_the_first_and_the_last_no_events_are_refused(run: Run, number: str, end: str) -> None:
    ran = run("events", f"{end}={number}")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"argument {end}: {number!r} is no number from 1 up" in ran.err


# -- changes and learned ----------------------------------------------------------------------


def test_changes_tells_entry_by_entry_how_things_stand_now_and_stood_before(run: Run) -> None:
    ran = run("changes", "2024-05-18", "2024-05-19", "--facet", "leadership")
    assert (ran.code, ran.err) == (0, "")
    after = "vacant since 19 May 2024, after {0} (accident, 19 May 2024) (before: {0})."
    assert [line for line in ran.lines[:5] if line] == [
        "What changed after 18 May 2024, until 19 May 2024",
        "LEADERSHIP",
        f"  President of Iran: {after.format('Ebrahim Raisi')}",
        f"  Foreign Minister of Iran: {after.format('Hossein Amir-Abdollahian')}",
    ]
    assert headings(ran.lines) == ["LEADERSHIP"]


def test_changes_tells_all_events_of_the_slice_and_every_value(
    run: Run, timeline: Timeline
) -> None:
    ran = run("changes", "2024-05-18", "2024-05-19", "--all")
    found = ids(timeline.events("2024-05-18", "2024-05-19"))
    assert ran.lines[2] == f"EVENTS ({len(found)})"
    assert event_ids(ran.lines[: len(found) + 4]) == found
    assert "helicopter-crash" in found
    leaders = [line for line in ran.lines if line.startswith("  leadership")]
    assert sorted(leaders) == ["  leadership.ir-foreign-minister", "  leadership.ir-president"]
    at = ran.lines.index("  leadership.ir-president")
    assert ran.lines[at + 1 : at + 10] == [
        "    holder: Ebrahim Raisi -> none",
        "      because of helicopter-crash",
        "    succession: - Ebrahim Raisi, since 5 August 2021",
        "    succession: + Ebrahim Raisi, since 5 August 2021, until 19 May 2024 (accident)",
        "      because of helicopter-crash",
        "    acting: no -> not told",
        "      because of helicopter-crash",
        "    since: 5 August 2021 -> 19 May 2024",
        "      because of helicopter-crash",
    ]


def test_changes_keeps_to_the_facets_asked_for(run: Run) -> None:
    asked = ["changes", "2024-05", "2024-06", "--facet", "contacts", "--facet", "trade"]
    told = run(*asked, "--all").lines
    paths = [line.strip() for line in told if re.match(r"  [a-z_]+\.\S+$", line)]
    assert {path.partition(".")[0] for path in paths} == {"contacts", "trade"}
    kept = {"CONTACTS", "TRADE"}
    assert set(headings(run(*asked).lines)) <= kept | {f"PERHAPS BEFORE: {name}" for name in kept}


SLICES = [
    ["changes", "2023", "2024"],
    ["learned", "2023", "2024", "--as-of", "2024"],
    ["what-if", "2024", "--without", "su-35-promised-24", "--without", "helicopter-crash"],
]


@pytest.mark.parametrize("asked", SLICES, ids=lambda asked: asked[0])
def test_a_facet_is_kept_to_in_json_and_with_all_as_in_short(run: Run, asked: list[str]) -> None:
    kept = {"leadership", "commitments"}
    facets = [part for facet in sorted(kept) for part in ("--facet", facet)]
    whole, some = run(*asked, "--json").data, run(*asked, *facets, "--json").data
    assert some == [change for change in whole if change["path"].partition(".")[0] in kept]
    assert some != whole or asked[0] == "what-if"
    lines = run(*asked, *facets, "--all").lines
    behind = {id for change in some for id in change["because"]}
    assert {*event_ids(lines)} <= behind
    at = lines.index(f"VALUES THAT CHANGED ({len(some)})")
    paths = [line.strip() for line in lines[at + 1 :] if re.match(r"  [a-z_]+\.\S+$", line)]
    assert {path.partition(".")[0] for path in paths} == kept
    assert lines[2] == f"EVENTS ({len(event_ids(lines[: at - 1]))})"


def test_a_facet_is_kept_to_among_statements(run: Run, timeline: Timeline) -> None:
    asked = ["changes", "2023", "2024", "--statements"]
    some = event_ids(run(*asked, "--facet", "contacts").lines)
    behind = {
        id
        for change in timeline.changes("2023", "2024")
        if change.path.startswith("contacts.")
        for id in change.because
    }
    assert {*some} <= behind & {*event_ids(run(*asked).lines)}
    assert some != []


def test_what_is_said_or_judged_alone_is_told_as_statements(run: Run) -> None:
    asked = ["changes", "2023", "2024", "--facet", "assessments"]
    assert run(*asked).lines == run(*asked, "--statements").lines
    assert event_ids(run(*asked).lines) != []


@pytest.mark.parametrize(
    ("alone", "first", "last"),
    [
        ("2024", "2023-12-31", "2024-12-31"),
        ("2024-02", "2024-01-31", "2024-02-29"),
        ("2024-05-19", "2024-05-18", "2024-05-19"),
        ("2024-22", "2024-05-31", "2024-08-31"),
    ],
)
def test_changes_of_a_year_a_month_or_a_day_alone_are_of_all_of_it(
    run: Run, alone: str, first: str, last: str
) -> None:
    assert run("changes", alone) == run("changes", first, last)
    assert run("changes", alone, "--json") == run("changes", first, last, "--json")


@pytest.mark.parametrize("twice", ["2024", "2024-05"])
def test_changes_from_a_year_or_a_month_to_itself_are_refused_with_advice(
    run: Run, twice: str
) -> None:
    ran = run("changes", twice, twice)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.endswith(f"expected two days; for all of it: changes {twice}\n")


@pytest.mark.parametrize("alone", ["2024/..", "../2024", "soon", ""])
def test_changes_of_what_has_no_two_ends_are_refused(run: Run, alone: str) -> None:
    ran = run("changes", alone)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_what_a_thing_was_on_the_way_is_told(run: Run) -> None:
    (line,) = (
        line
        for line in run("changes", "2024", "--facet", "leadership").lines
        if line.startswith("  President of Iran: ")
    )
    assert line == (
        "  President of Iran: Masoud Pezeshkian, since 30 July 2024 (before: Ebrahim Raisi); on "
        "the way: Mohammad Mokhber, acting, since 20 May 2024, until 30 July 2024."
    )


def test_what_was_said_and_judged_is_told_apart(run: Run, folder: Path) -> None:
    body = 'level = "minister"\nmode = "praise"\nspeaker = "Una Ek"\nabout = "boats"\n'
    said = VISIT.replace("meeting-held", "statement-made").replace("visits Ærø", "praises boats")
    (folder / "2024" / "praise.toml").write_text(
        re.sub(r"(?s)level = .*?\n\n", f"{body}\n", said), encoding="utf-8"
    )
    asked = ["changes", "2024-05-18", "2024-05-19", "--from", str(folder)]
    ran = run(*asked, "--statements")
    assert ran.lines == [
        "What changed after 18 May 2024, until 19 May 2024",
        "",
        "  19 May 2024: The minister of Vesland praises boats in Ostmark (gazette) [praise]",
    ]
    short = run(*asked).lines
    assert event_ids(short) == []
    assert short[-1] == (
        "2 events in all; 1 of them tells of things without changing how they stand, or is a "
        "statement: --all, --statements."
    )
    assert event_ids(run(*asked, "--all").lines) == ["praise", "visit"]


def test_where_nothing_was_said_changes_says_so(run: Run, folder: Path) -> None:
    asked = ["changes", "2024-05-18", "2024-05-19", "--statements", "--from", str(folder)]
    assert run(*asked).lines[2:] == ["  Nothing was said."]


def test_what_may_have_been_before_is_told_apart(run: Run, folder: Path) -> None:
    (folder / "2024" / "boats.toml").write_text(
        PROMISE.replace("2024-01-01", "[2024-05-10..2024-05-19]"), encoding="utf-8"
    )
    lines = run("changes", "2024-05-18", "2024-05-19", "--from", str(folder)).lines
    perhaps = "PERHAPS BEFORE: COMMITMENTS"
    assert headings(lines) == ["CONTACTS", perhaps]
    (line,) = lines[lines.index(perhaps) + 1 : lines.index("", -2)]
    assert line.startswith("  Boats, OS to VE: new: ")
    earlier = run("changes", "2024-05-09", "2024-05-19", "--from", str(folder)).lines
    assert headings(earlier) == ["CONTACTS", "COMMITMENTS"]


def test_changes_in_leadership_are_because_of_the_crash_alone(run: Run) -> None:
    found = run("changes", "2024-05-18", "2024-05-19", "--json").data
    leaders = [change for change in found if change["path"].startswith("leadership.")]
    assert {change["path"].split(".")[1] for change in leaders} == {
        "ir-president",
        "ir-foreign-minister",
    }
    assert {tuple(change["because"]) for change in leaders} == {("helicopter-crash",)}


def test_changes_lists_only_the_events_that_were_known(run: Run) -> None:
    asked = ["changes", "2024-05-18", "2024-05-19", "--all", "--known-by"]
    later, sooner = run(*asked, "2024-05-20").lines, run(*asked, "2024-05-19").lines
    assert set(event_ids(later)) - set(event_ids(sooner)) == {"helicopter-crash"}
    (crash,) = (line for line in later if line.endswith(" [helicopter-crash]"))
    assert crash.endswith(" crash (TASS) [helicopter-crash]")
    assert sooner[0] == (
        "What changed after 18 May 2024, until 19 May 2024, as was public by 19 May 2024"
    )
    assert f"EVENTS ({len(event_ids(sooner))})" in sooner


def test_changes_tells_the_number_of_the_values_it_lists(run: Run) -> None:
    lines = run("changes", "2024-05-18", "2024-05-19", "--all").lines
    found = run("changes", "2024-05-18", "2024-05-19", "--json").data
    assert f"VALUES THAT CHANGED ({len(found)})" in lines
    assert len([line for line in lines if line.startswith("      because of ")]) == len(found)


def test_changes_of_a_day_in_which_nothing_happened_says_so(run: Run) -> None:
    lines = run("changes", "2024-05-18", "2024-05-18").lines
    assert [line for line in lines if line] == [
        "What changed after 18 May 2024, until 18 May 2024",
        "Nothing changed in how things stand.",
        "0 events in all.",
    ]


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["2024-05-18", "2024-05-19"], {}),
        (["2024-04", "2024-05"], {}),
        (["2023", "2024", "--known-by", "2024-02-13"], {"known_by": "2024-02-13"}),
        (["2023", "2024", "--known-by", "then"], {"known_by": "then"}),
        (["2022-01-01", "2023-04-01", "--possible"], {"mode": "possible"}),
    ],
)
def test_changes_in_json_are_those_of_the_library(
    run: Run, timeline: Timeline, arguments: list[str], asked: dict[str, Any]
) -> None:
    first, last = arguments[:2]
    expected = told_plainly(timeline.changes(first, last, **asked))
    assert run("changes", *arguments, "--json").data == expected


def told_plainly(found: tuple[bt.Change, ...]) -> list[dict[str, Any]]:
    """Changes as plain data, with the ends that are not told by name."""
    told = []
    for change in found:
        ends = {"before": change.before, "after": change.after}
        unknown = [end for end, value in ends.items() if value is bt.Unknown]
        told.append({**plain(change), "unknown": unknown})
    return told


def test_of_a_change_the_end_that_is_not_told_is_null_and_named(run: Run, folder: Path) -> None:
    found = run("changes", "2024-05-18", "2024-05-19", "--json", "--from", str(folder)).data
    (place,) = (change for change in found if change["path"] == "contacts.minister.place")
    assert (place["before"], place["after"], place["unknown"]) == (None, "Ærø", ["before"])
    vacant = run("changes", "2024-05-18", "2024-05-19", "--json").data
    (holder,) = (c for c in vacant if c["path"] == "leadership.ir-president.holder")
    assert (holder["after"], holder["unknown"]) == (None, [])  # told to be nobody


def test_learned_prints_what_became_known_of_a_day(run: Run) -> None:
    asked = ["learned", "2024-05-19", "2024-05-20", "--as-of", "2024-05-19"]
    ran = run(*asked)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0] == (
        "What became known after 19 May 2024, until 20 May 2024, of the state on 19 May 2024"
    )
    assert [line.partition(":")[0] for line in ran.lines if " (before: " in line] == [
        "  President of Iran",
        "  Foreign Minister of Iran",
    ]
    everything = run(*asked, "--all").lines
    assert event_ids(everything) == [
        "brics-online-november",
        "raisi-visit-moscow-again",
        "putin-raisi-call-earlier",
        "putin-raisi-call-april",
        "helicopter-crash",
    ]
    assert "    holder: Ebrahim Raisi -> none" in everything


def test_learned_names_the_events_behind_what_became_known(run: Run, timeline: Timeline) -> None:
    asked = ["learned", "2024-05-20", "2024-06-30", "--as-of", "2024-05-19"]
    found = timeline.learned("2024-05-20", "2024-06-30", as_of="2024-05-19")
    lines = run(*asked, "--all").lines
    named = event_ids(lines)
    assert lines[2] == f"EVENTS ({len(named)})"
    assert {*named} == {id for change in found for id in change.because} != set()


def test_learned_names_no_event_of_which_nothing_new_was_published(run: Run, folder: Path) -> None:
    later = GAZETTE | {"id": "herald", "issued": {"date-parts": [[2024, 5, 25]]}}
    (folder / "sources.json").write_text(works(GAZETTE, later), encoding="utf-8")
    boats = PROMISE.replace('"gazette"', '"herald"')
    (folder / "2024" / "boats.toml").write_text(boats, encoding="utf-8")
    asked = ["--as-of", "2024-05-19", "--all", "--from", str(folder)]
    assert event_ids(run("learned", "2024-05-20", "2024-06-30", *asked).lines) == ["boats"]
    assert event_ids(run("learned", "2024-05-19", "2024-05-20", *asked).lines) == ["visit"]
    assert event_ids(run("learned", "2024-05-19", "2024-05-25", *asked).lines) == [
        "boats",
        "visit",
    ]


@pytest.mark.parametrize("mode", ["certain", "possible"])
def test_learned_in_json_is_that_of_the_library(run: Run, timeline: Timeline, mode: Any) -> None:
    asked = ["learned", "2023", "2024-05-20", "--as-of", "2023-12-31", "--json"]
    found = timeline.learned("2023", "2024-05-20", as_of="2023-12-31", mode=mode)
    ran = run(*asked, *(["--possible"] if mode == "possible" else []))
    assert ran.data == told_plainly(found)


# -- explain ----------------------------------------------------------------------------------


def test_explain_prints_the_value_its_events_and_their_citations(run: Run) -> None:
    ran = run("explain", "leadership.ir-president.holder", "2024-05-20", "--known-by", "then")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[:6] == [
        "President of Iran: holder, on 20 May 2024",
        "leadership.ir-president.holder, as was public by 20 May 2024",
        "  Mohammad Mokhber",
        "",
        "SET BY",
        "  20 May 2024: Mohammad Mokhber becomes acting president of Iran [mokhber-acting]",
    ]
    (cited,) = (line for line in ran.lines if line.endswith(" [memo-2024-05-20-interim]"))
    assert cited.startswith("    “Iran gets interim president and 5 days' mourning")
    assert ", Middle East Monitor, 20 May 2024, whole page" in cited


def test_explain_cites_who_wrote_what_where_and_how_it_is_said(run: Run, folder: Path) -> None:
    more = 'via = ["Ivo Lind"]\nstance = "reports"\nsays = "It was a short visit"\n'
    (folder / "2024" / "visit.toml").write_text(f"{VISIT}{more}", encoding="utf-8")
    author = {"author": [{"family": "Vik", "given": "Eva"}], "publisher": "The Gazette"}
    (folder / "sources.json").write_text(works(GAZETTE | author), encoding="utf-8")
    told = run("explain", "contacts.minister.place", "2024-05-19", "--from", str(folder))
    assert told.lines == [
        "Ministers: place, on 19 May 2024",
        "contacts.minister.place, as all that is recorded has it",
        "  Ærø",
        "",
        "SET BY",
        "  19 May 2024: The minister of Vesland visits Ærø in Ostmark [visit]",
        "    Eva Vik, “Minister in Ostmark”, The Gazette, 20 May 2024, p. 4; by Ivo Lind; "
        "reported: It was a short visit [gazette]",
    ]


def test_explain_answers_a_question_that_depends_on_the_day(run: Run) -> None:
    lines = run("explain", "commitments.su-35.overdue", "2024-06-30").lines
    assert lines[:3] == [
        "Su-35 for Iran: overdue, on 30 June 2024",
        "commitments.su-35.overdue, as all that is recorded has it",
        "  between 457 and 488 days",
    ]


def test_explain_before_the_chronicle_is_unknown(run: Run) -> None:
    path = "leadership.ir-president.holder"
    lines = run("explain", path, "1999").lines
    assert lines[1:8] == [
        f"{path}, as all that is recorded has it",
        "  nothing is recorded",
        "",
        "No event has set it.",
        "",
        "NOT YET: FIRST SET BY",
        lines[7],
    ]
    first = run("explain", path, "1999", "--json").data
    assert (first["value"], first["unknown"]) == (None, ["value"])
    assert event_ids(lines) == [first["next"]["id"]]


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["2024-06-30"], {"as_of": "2024-06-30"}),
        (["2023"], {"as_of": "2023-12-31"}),
        (["2024", "--known-by", "2024-02"], {"as_of": "2024", "known_by": "2024-02-29"}),
        (["2024-03", "--known-by", "then"], {"as_of": "2024-03", "known_by": "2024-03-31"}),
        (["2023-04-01", "--possible"], {"as_of": "2023-04-01", "mode": "possible"}),
    ],
)
def test_explain_in_json_has_the_events_of_the_library(
    run: Run, timeline: Timeline, arguments: list[str], asked: dict[str, Any]
) -> None:
    path = "commitments.su-35.promised"
    expected = timeline.explain(path, **asked)
    told = run("explain", path, *arguments, "--json").data
    assert list(told) == ["path", "value", "unknown", "set_by", "supported_by", "next"]
    assert told["unknown"] == (["value"] if expected.value is bt.Unknown else [])
    assert told["next"] == (expected.next and to_plain(expected.next))
    assert told["path"] == path
    assert told["set_by"] == [to_plain(event) for event in expected.set_by]
    assert told["supported_by"] == [to_plain(event) for event in expected.supported_by]


@pytest.mark.parametrize(
    "path",
    [
        "leadership",
        "leadership.ir-president",
        "leadership.ir-president.succession",
        "agreements.foundations-treaty.term",
        "agreements.eaeu-free-trade.in_force",
        "memberships.brics",
        "memberships.brics.IR.status",
        "commitments.su-35.overdue",
        "commitments.su-35.delivered",
        "projects.alabuga.output",
        "projects.alabuga.share",
    ],
)
def test_explain_in_json_gives_the_value_that_as_of_gives(
    run: Run, timeline: Timeline, path: str
) -> None:
    value: Any = timeline.as_of("2024-06-30").to_dict()
    for name in path.split("."):
        value = value[name]
    assert run("explain", path, "2024-06-30", "--json").data["value"] == value


@pytest.mark.parametrize("path", ["day", "known_by", "horizon"])
def test_explain_of_a_day_of_the_question_is_answered_or_refused(run: Run, path: str) -> None:
    assert run("explain", path, "2024-06-30").code in (0, 2)


# -- what-if ----------------------------------------------------------------------------------


def test_what_if_prints_what_would_differ_without_an_event(run: Run) -> None:
    ran = run("what-if", "2024-12-31", "--without", "helicopter-crash", "--all")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0] == "The state on 31 December 2024 without helicopter-crash"
    assert event_ids(ran.lines) == ["helicopter-crash"]
    at = ran.lines.index("VALUES THAT CHANGED (4)")
    assert [line for line in ran.lines[at + 1 :] if not line.startswith("    ")] == [
        "  leadership.ir-president",
        "  leadership.ir-foreign-minister",
    ]
    assert ran.lines.count("      because of helicopter-crash") == 4


def test_what_if_in_short_tells_how_things_would_stand(run: Run, folder: Path) -> None:
    asked = ["what-if", "2024-05-19", "--without", "visit", "--from", str(folder)]
    assert run(*asked).lines == [
        "The state on 19 May 2024 without visit",
        "",
        "CONTACTS",
        "  Ministers: no longer told of (last in person with it: 19 May 2024).",
        "",
        "WHAT NAMES IT",
        "  Nothing.",
        "",
        "1 event in all.",
    ]
    crash = run("what-if", "2024-12-31", "--without", "helicopter-crash").lines
    assert headings(crash) == ["LEADERSHIP", "WHAT NAMES IT"]
    assert [line.partition(":")[0] for line in crash[3:5]] == [
        "  President of Iran",
        "  Foreign Minister of Iran",
    ]


def test_what_if_without_the_crash_changes_only_the_two_successions(run: Run) -> None:
    told = run("what-if", "2024-12-31", "--without", "helicopter-crash", "--json").data
    assert [(change["path"], change["because"]) for change in told] == [
        (f"leadership.{office}.{leaf}", ["helicopter-crash"])
        for office in ("ir-president", "ir-foreign-minister")
        for leaf in ("succession", "holders")
    ]


@pytest.mark.parametrize(
    ("arguments", "without", "asked"),
    [
        (["2024-05-19"], ["helicopter-crash"], {"as_of": "2024-05-19"}),
        (["2024-05"], ["helicopter-crash", "mokhber-acting"], {"as_of": "2024-05-31"}),
        (
            ["2024-05-20", "--known-by", "2024-05-19"],
            ["helicopter-crash"],
            {"as_of": "2024-05-20", "known_by": "2024-05-19"},
        ),
        (
            ["2024", "--known-by", "then"],
            ["su-35-none-delivered"],
            {"as_of": "2024", "known_by": "then"},
        ),
        (
            ["2023-04-01", "--possible"],
            ["su-35-promised-24"],
            {"as_of": "2023-04-01", "mode": "possible"},
        ),
    ],
)
def test_what_if_in_json_is_the_comparison_of_the_library(
    run: Run, timeline: Timeline, arguments: list[str], without: list[str], asked: dict[str, Any]
) -> None:
    left_out = [part for id in without for part in ("--without", id)]
    found = timeline.compare(timeline.without(*without), **asked)
    told = run("what-if", *arguments, *left_out, "--json").data
    assert told == told_plainly(found)


# -- check and --from -------------------------------------------------------------------------


def test_check_of_a_clean_chronicle_finds_nothing(run: Run, folder: Path) -> None:
    assert run("check", str(folder)) == (0, "no problems\n", "")
    assert run("check", str(folder), "--json") == (0, "[]\n", "")


@pytest.mark.parametrize("option", [[], ["--from"]])
def test_check_tells_its_findings_and_ends_with_1(
    run: Run, folder: Path, option: list[str]
) -> None:
    visit = folder / "2024" / "visit.toml"
    visit.write_text(VISIT.replace("2024-05-19", "2024-05-21"), encoding="utf-8")
    line = (
        "2024/visit.toml:2: when: found '2024-05-21', but known on 2024-05-20; "
        "expected that it happened before it was public; "
        "correct `known` or `when`\n"
    )
    assert run("check", *option, str(folder)) == (1, line, "")
    ran = run("check", *option, str(folder), "--json")
    assert ran.code == 1
    (problem,) = bt.load_chronicle(folder).check()
    assert problem.where == "event 'visit': when"
    assert ran.data == [
        {
            "where": "2024/visit.toml:2: when",
            "file": "2024/visit.toml",
            "line": 2,
            "field": "when",
            "found": problem.found,
            "expected": problem.expected,
            "advice": problem.advice,
        }
    ]


def test_a_folder_is_told_in_full(run: Run, folder: Path) -> None:
    assert run("as-of", "2024-06", "--facet", "contacts", "--from", str(folder)).out == (
        "VE and OS on 30 June 2024\n"
        "As all that is recorded has it.\n"
        "Delays are counted to 20 May 2024.\n"
        "The chronicle reaches to 20 May 2024: what was last known.\n"
        "\n"
        "CONTACTS\n"
        "\n"
        "  Ministers [contacts.minister]\n"
        "    last recorded meeting: on 19 May 2024 in Ærø, Una Ek and Ivo Lind (gazette).\n"
        "    meetings: visit in Ærø (Una Ek, Ivo Lind), 19 May 2024 [gazette]\n"
    )


def test_a_folder_is_briefed(run: Run, folder: Path) -> None:
    lines = run("as-of", "2024-06", "--from", str(folder)).lines
    assert headings(lines) == ["CONTACTS", "NOT KNOWN"]
    assert lines[lines.index("CONTACTS") + 1] == (
        "  Ministers: last recorded meeting: on 19 May 2024 in Ærø, Una Ek and Ivo Lind (gazette)."
    )
    assert "  Nothing is recorded under leadership, diplomacy, agreements," in "\n".join(lines)


def test_every_verb_reads_the_folder_it_is_given(run: Run, folder: Path) -> None:
    given = ["--from", str(folder)]
    visit = "19 May 2024: The minister of Vesland visits Ærø in Ostmark (gazette) [visit]"
    met = "on 19 May 2024 in Ærø, Una Ek and Ivo Lind (gazette)."
    new = f"  Ministers: new: last recorded meeting: {met}"
    assert run("events", *given).out == f"{visit}\n"
    assert new in run("changes", "2024-05-18", "2024-05-19", *given).lines
    learned = ["learned", "2024-05-19", "2024-05-20", "--as-of", "2024-05-19", *given]
    assert new in run(*learned).lines
    assert f"  {visit}" in run(*learned, "--all").lines
    assert run("explain", "contacts.minister.place", "2024-05-19", *given).lines[2] == "  Ærø"
    assert run("overdue", "2024-05-19", *given).lines[-1] == "  Nothing is."
    assert run("find", "visits", *given).lines[-1].endswith(" [visit]")
    what_if = run("what-if", "2024-05-19", "--without", "visit", *given)
    assert what_if.lines[0] == "The state on 19 May 2024 without visit"
    assert run("check", *given) == (0, "no problems\n", "")


def test_json_keeps_letters_as_they_are(run: Run, folder: Path) -> None:
    ran = run("events", "--from", str(folder), "--json")
    assert '    "title": "The minister of Vesland visits Ærø in Ostmark",' in ran.lines


# -- how wide it is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        ["as-of", "2024-06-30"],
        ["as-of", "2024-06-30", "--facet", "agreements"],
        ["as-of", "2024-06-30", "--entry", "commitments.su-35"],
        ["overdue", "2024-06-30"],
        ["events", "--last", "20"],
        ["changes", "2024-05-18", "2024-05-19"],
        ["changes", "2024-05-18", "2024-05-19", "--statements"],
        ["changes", "2024-05-18", "2024-05-19", "--all"],
        ["learned", "2024-05-20", "2024-06-30", "--as-of", "2024-05-19"],
        ["explain", "commitments.su-35.due", "2024-06-30"],
        ["find", "su-35"],
        ["what-if", "2024-12-31", "--without", "helicopter-crash", "--all"],
    ],
    ids=" ".join,
)
def test_eighty_columns_are_enough(
    run: Run, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    wide = run(*asked)
    monkeypatch.setenv("COLUMNS", "80")
    narrow = run(*asked)
    assert narrow.out.split() == wide.out.split()
    assert [line for line in narrow.lines if len(line) > 80 and len(line.split()) > 1] == []
    monkeypatch.delenv("COLUMNS")
    piped = run(*asked)
    assert [line for line in piped.lines if len(line) > 100 and len(line.split()) > 1] == []
    assert piped.out.split() == wide.out.split()


# -- without a day ----------------------------------------------------------------------------


class MidJune(date):
    """A clock that has stopped."""

    @classmethod
    def today(cls) -> MidJune:
        return cls(2024, 6, 15)


@pytest.mark.parametrize(
    ("verb", "day"),
    [
        (["as-of"], ["2024-06-15"]),
        (["overdue"], ["2024-06-15"]),
        (["explain", "contacts.minister.last"], ["2024-06-15"]),
        (["what-if", "--without", "helicopter-crash"], ["2024-06-15"]),
        (["learned", "2024-05-19", "2024-05-20"], ["--as-of", "2024-06-15"]),
    ],
    ids=["as-of", "overdue", "explain", "what-if", "learned"],
)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_without_a_day_it_is_today_and_standard_error_says_so(
    run: Run,
    timeline: Timeline,
    monkeypatch: pytest.MonkeyPatch,
    verb: list[str],
    day: list[str],
    form: list[str],
) -> None:
    monkeypatch.setattr("bilateral_timeline.cli.verbs.date", MidJune)
    ran, asked = run(*verb, *form), run(*verb, *day, *form)
    assert (ran.code, ran.out) == (0, asked.out)
    assert ran.err == (
        f"no DAY given: today, 2024-06-15; the chronicle reaches to {timeline.coverage.through}\n"
    )
    assert asked.err == ""


# -- refused input ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["as-of", "2024-02-30"],
            "day: found '2024-02-30'; expected a day that exists; day is out of range",
            id="a day that does not exist",
        ),
        pytest.param(
            ["as-of", "2024-05-19T10:00"],
            "day: found '2024-05-19T10:00'; expected a day",
            id="a time of day",
        ),
        pytest.param(
            ["as-of", "19 May 2024"], "day: found '19 May 2024'; expected a day", id="words"
        ),
        pytest.param(["as-of", ""], "day: found ''; expected a day", id="no day"),
        pytest.param(
            ["as-of", "2024", "--known-by", "2024-13"],
            "known_by: found '2024-13'; expected a day that exists",
            id="a month of knowledge that does not exist",
        ),
        pytest.param(
            ["events", "--after", "yesterday"],
            "after: found 'yesterday'; expected a day",
            id="a word for a day",
        ),
        pytest.param(
            ["events", "--known-by", "then"],
            "known_by: found 'then'; expected a day, as no `until` is given",
            id="then without a day",
        ),
        pytest.param(
            ["events", "--kind", "meting-held"],
            "no kind 'meting-held'; near it: meeting-held",
            id="an unknown kind",
        ),
        pytest.param(
            ["changes", "2024-05-19", "2024-05-18"],
            "days: found 2024-05-19, 2024-05-18; expected the earlier day first; swap the two",
            id="the later day first",
        ),
        pytest.param(
            ["learned", "2024-05-19", "2024-05-18", "--as-of", "2024"],
            "days: found 2024-05-19, 2024-05-18; expected the earlier day first; swap the two",
            id="the later day of knowledge first",
        ),
        pytest.param(
            ["explain", "leadership.ir-presidnt", "2024"],
            "no path 'leadership.ir-presidnt'; near it: leadership.ir-president",
            id="an unknown path",
        ),
        pytest.param(
            ["explain", "leadershp", "2024"],
            "no path 'leadershp'; near it: leadership",
            id="an unknown facet in a path",
        ),
        pytest.param(
            ["explain", ""],
            "PATH: found ''; expected a path such as commitments.su-35.delivered; `as-of` prints",
            id="no path",
        ),
        pytest.param(
            ["as-of", "2024", "--entry", "commitments.su35"],
            "no path 'commitments.su35'; near it: commitments.su-35",
            id="an unknown entry",
        ),
        pytest.param(
            ["overdue", "2024-02-30"],
            "day: found '2024-02-30'; expected a day that exists; day is out of range",
            id="a day that does not exist, to be late on",
        ),
        pytest.param(
            ["what-if", "2024", "--without", "helicopter-crsh"],
            "no event 'helicopter-crsh'; near it: helicopter-crash",
            id="an unknown event",
        ),
        pytest.param(
            ["check", "no/such/folder"],
            "no chronicle, folder or file 'no/such/folder'; known: russia-iran",
            id="a folder that is not there",
        ),
        pytest.param(
            ["as-of", "2024", "--from", "russia-irn"],
            "no chronicle, folder or file 'russia-irn'; near it: russia-iran",
            id="a chronicle that is not there",
        ),
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_refused_input_ends_with_2_and_prints_nothing_but_why(
    run: Run, arguments: list[str], message: str, form: list[str]
) -> None:
    ran = run(*arguments, *form)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"bilateral-timeline: {message}")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"PAR1", "a table (Parquet)"),
        (b"PK\x03\x04", "a ZIP archive, or a workbook"),
        (b"\x1f\x8b\x08", "a packed file (gzip)"),
        (b"%PDF-1.7", "a PDF"),
    ],
)
def test_a_file_of_another_sort_is_told_in_one_line(
    run: Run, tmp_path: Path, start: bytes, what: str
) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(start + bytes(range(256)))
    for arguments in (["as-of", "2024", "--from", path], ["copy", path, tmp_path / "new.db"]):
        ran = run(*map(str, arguments))
        expected = f"{path}: found {what}; expected a folder, JSON Lines, or a log; "
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"bilateral-timeline: {expected}")
        assert ran.err.count("\n") == 1
    assert not (tmp_path / "new.db").exists()


def test_a_text_that_is_called_a_database_is_told_to_be_none(run: Run, tmp_path: Path) -> None:
    path, lines = tmp_path / "fake.db", tmp_path / "lines.db"
    path.write_text("hello\n")
    lines.write_text("{}\n")
    rows = tmp_path / "rows.csv"
    rows.write_text("id,kind,when,known\na,ferry,2022,2022\n")
    found = (
        "found a file that is no SQLite database; expected a log in one, as its name ends in .db"
    )
    for arguments, file, advice in (
        (["as-of", "2024", "--from", path], path, "is it the right file?"),
        (["verify", path], path, "is it the right file?"),
        (["copy", "russia-iran", path], path, "nothing is written over"),
        (["import", "csv", rows, "--into", path], path, "nothing is written over"),
        (["import", "csv", rows, "--into", lines], lines, "nothing is written over"),
    ):
        ran = run(*map(str, arguments))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"bilateral-timeline: {file}: {found}; {advice}\n"
    assert (path.read_text(), lines.read_text()) == ("hello\n", "{}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("format", ["csv", "datasette", "parquet", "icalendar"])
def test_a_file_that_a_full_disk_does_not_take_ends_with_3(run: Run, format: str) -> None:
    ran = run("export", format, "/dev/full")
    assert (ran.code, ran.out) == (3, "")
    assert "/dev/full: found a disk that is full" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: VERB"),
        (["as-at", "2024"], "invalid choice: 'as-at'"),
        (
            ["as-of", "2024", "--facet", "weather"],
            "found 'weather'; expected a facet; near it: none",
        ),
        (
            ["changes", "2023", "2024", "--facet", "trad"],
            "found 'trad'; expected a facet; near it: trade",
        ),
        (["events", "--last", "few"], "'few' is no number from 1 up"),
        (["what-if", "2024"], "the following arguments are required: --without"),
        (["changes"], "the following arguments are required: DAY1"),
        (["as-of", "2024", "--facet", "trade", "--entry", "trade.turnover"], "not allowed with"),
        (["changes", "2023", "2024", "--all", "--statements"], "not allowed with"),
        (["learned", "2023", "2024", "--all", "--statements"], "not allowed with"),
        (["what-if", "--without", "sco-iran", "--statements", "--all"], "not allowed with"),
        (["events", "--first", "1", "--last", "1"], "not allowed with"),
        (["learned"], "the following arguments are required: KNOWN1"),
        (["explain"], "the following arguments are required: PATH"),
        (["as-of", "2024", "--colour"], "unrecognized arguments: --colour"),
    ],
)
def test_a_wrong_command_ends_with_2_and_says_in_a_line_where_the_usage_is(
    run: Run, arguments: list[str], message: str
) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("bilateral-timeline: ")
    assert ran.err.endswith(" --help` tells what can be typed\n")
    assert ran.err.count("\n") == 1
    assert message in ran.err


@pytest.mark.parametrize("verb", [["as-of", "2024", "--from"], ["check"], ["events", "--from"]])
def test_every_problem_of_a_folder_is_shown(run: Run, folder: Path, verb: list[str]) -> None:
    (folder / "2024" / "no-toml.toml").write_text("kind =\n", encoding="utf-8")
    (folder / "2024" / "Name.toml").write_text(VISIT, encoding="utf-8")
    wrong = VISIT.replace('"minister"', "3").replace('"visit"', "4")
    (folder / "2024" / "two.toml").write_text(wrong, encoding="utf-8")
    ran = run(*verb, str(folder))
    assert ran.code == 2
    assert (ran.err if verb == ["check"] else ran.out) == ""
    assert (ran.out or ran.err.removeprefix("bilateral-timeline: ")).splitlines() == [
        "2024/Name.toml: found this name; "
        "expected YYYY/<id>.toml, or YYYY/<id>.r1.toml for a revision",
        "2024/no-toml.toml:1: found Invalid value, column 7; expected TOML; "
        "every value but a number or a list is in quotes",
        "2024/two.toml:7: what.level: found 3; expected text in quotes",
        "2024/two.toml:8: what.mode: found 4; expected text in quotes",
    ]


LONG = "x" * 5000


@pytest.mark.parametrize(
    "arguments",
    [
        ["as-of", LONG],
        ["as-of", "2024\n"],
        ["as-of", "\u0662\u0660\u0662\u0664"],
        ["as-of", "2024", "--known-by", LONG],
        ["as-of", "2024", "--facet", LONG],
        ["as-of", "2024", "--from", LONG],
        ["as-of", "2024", "--from", "a\0b"],
        ["as-of", "2024", "--from", ""],
        ["as-of", "2024", "--from", "a\nb"],
        ["as-of", "2024", "--from", f"{LONG}/{LONG}"],
        ["as-of", "2024", "--from", "/"],
        ["as-of", "2024", "a\nb"],
        ["events", "--kind", LONG],
        ["events", "--party", LONG],
        ["events", "--after", "-"],
        ["changes", LONG, "2024"],
        ["learned", "2023", LONG, "--as-of", "2024"],
        ["explain", LONG, "2024"],
        ["explain", " ", "2024"],
        ["explain", ".", "2024"],
        ["what-if", "2024", "--without", LONG],
        ["what-if", "2024", "--without", ""],
        ["check", "a\0b"],
        [LONG],
        ["\n"],
    ],
    ids=[
        "a long day",
        "a day and a line end",
        "a day in other digits",
        "a long known day",
        "a long facet",
        "a long place",
        "a place with a null",
        "no place",
        "a place of two lines",
        "a long path",
        "the root",
        "a second day of two lines",
        "a long kind",
        "a long party",
        "an option for a day",
        "a long first day",
        "a long second day",
        "a long path of a value",
        "a blank path",
        "a path of a dot",
        "a long id",
        "no id",
        "a folder with a null",
        "a long verb",
        "a line end",
    ],
)
def test_whatever_is_mistyped_gives_one_short_line(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert len(ran.err) < 700


def test_the_beginning_of_a_name_is_enough_to_be_told_the_name(run: Run) -> None:
    assert "rasht-astara" in run("explain", "projects.rasht", "2024").err


def test_a_folder_without_records_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "chronicle.toml").write_text(ABOUT)
    (tmp_path / "sources.json").write_text("[]")
    ran = run("as-of", "2024", "--from", str(tmp_path))
    assert ran.err == (
        f"bilateral-timeline: {tmp_path}: found no record; expected files named YYYY/<id>.toml\n"
    )


def test_an_event_left_out_twice_counts_once(run: Run) -> None:
    once = run("what-if", "2024-12-31", "--without", "helicopter-crash")
    twice = run("what-if", "2024-12-31", *["--without", "helicopter-crash"] * 2)
    assert twice == once
    assert twice.lines[0] == "The state on 31 December 2024 without helicopter-crash"


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_what_makes_a_shell_complete_knows_the_verbs_the_options_and_the_facets(
    run: Run, shell: str
) -> None:
    ran = run("--completion", shell)
    assert (ran.code, ran.err) == (0, "")
    words = {*re.findall(r"[\w-]+", ran.out)}
    others = {"check", "new", "verify", "copy", "seal", "import", "export", "panel"}
    named = {"icews", "timelinejs", "csv", "parquet"}
    assert {*VERBS, *others, *named, *FACETS, "--facet", "--completion"} - words == set()


@pytest.mark.skipif(not which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["fi"], ["find"]),
        (["what-if", "--wi"], ["--without"]),
        (["as-of", "2024", "--facet", "comm"], ["commitments"]),
        (["--completion", ""], ["bash", "zsh", "tcsh"]),
        (["import", "ice"], ["icews"]),
        (["export", "par"], ["parquet"]),
        (["panel", "--every", "qu"], ["quarter"]),
    ],
    ids=["a verb", "an option", "a facet", "a shell", "a data set", "a format", "a period"],
)
def test_bash_completes_what_is_typed(run: Run, typed: list[str], offered: list[str]) -> None:
    script = run("--completion", "bash").out
    asks = (
        f"COMP_WORDS=(bilateral-timeline {shlex.join(typed)}); COMP_CWORD={len(typed)}\n"
        "$(complete -p bilateral-timeline | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(["bash"], input=script + asks, capture_output=True, text=True, check=True)
    assert (done.stdout.split(), done.stderr) == (offered, "")


def test_completion_without_what_it_needs_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    ran = run("--completion", "bash")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "completion needs shtab: pip install 'bilateral-timeline[completion]'" in ran.err


def test_the_version_is_that_of_the_package(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"bilateral-timeline \d+\.\d+\S*\n", ran.out)


def test_the_help_tells_how_it_ends(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    told = " ".join(ran.out.split())
    assert "2 if input was refused or `check` found it wrong, 3 if the answer could not" in told


# -- kinds that are not known here ------------------------------------------------------------

ECLIPSE = """\
kind = "eclipse"
when = "2024-04-08"
title = "The sun is dark"
[what]
total = true
[[sources]]
source = "gazette"
locator = "p. 1"
"""
TWO = "2 events of kinds not known here are left out of the state: eclipse (2)"
ALL = "all 2 events are of kinds not known here, and left out of the state: eclipse (2)"
ASKED = [
    ["as-of", "2024-06"],
    ["as-of", "2024-06", "--facet", "contacts"],
    ["events"],
    ["changes", "2023", "2024"],
    ["learned", "2023", "2024", "--as-of", "2024"],
    ["explain", "contacts.minister", "2024"],
    ["what-if", "2024", "--without", "visit"],
]


@pytest.fixture
def eclipses(folder: Path) -> Path:
    """A visit, and two events of a kind that is not known."""
    for name in ("dark", "darker"):
        (folder / "2024" / f"{name}.toml").write_text(ECLIPSE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_each_verb_tells_of_events_of_kinds_that_are_not_known(
    run: Run, eclipses: Path, asked: list[str]
) -> None:
    ran = run(*asked, "--from", str(eclipses))
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines.count(f"{TWO}.") == 1
    in_json = run(*asked, "--from", str(eclipses), "--json")
    assert (in_json.code, in_json.err) == (0, f"{TWO}\n")
    assert in_json.data != []


@pytest.mark.parametrize("asked", [asked for asked in ASKED if "visit" not in asked], ids=" ".join)
def test_a_page_of_unknown_says_that_no_kind_is_known(
    run: Run, eclipses: Path, asked: list[str]
) -> None:
    (eclipses / "2024" / "visit.toml").unlink()
    ran = run(
        *(part.replace("contacts.minister", "contacts") for part in asked), "--from", str(eclipses)
    )
    assert ran.code == 0
    assert ran.lines.count(f"{ALL[0].upper()}{ALL[1:]}.") == 1


def test_events_that_had_not_happened_by_then_are_not_counted(run: Run, eclipses: Path) -> None:
    asked = ["as-of", "2024-04-07", "--from", str(eclipses)]
    assert run(*asked).out.count("not known here") == 0
    assert "known here" not in run("as-of", "2024-06", "--known-by", "2024-05-19", *asked[2:]).out


def test_a_later_version_of_a_kind_is_told_as_such(run: Run, folder: Path) -> None:
    visit = folder / "2024" / "visit.toml"
    visit.write_text(f"version = 99\n{VISIT}", encoding="utf-8")
    lines = run("as-of", "2024-06", "--from", str(folder)).lines
    told = "1 event of a kind not known here is left out of the state: meeting-held version 99 (1)."
    assert told in lines


def test_all_kinds_that_there_are_are_told_once(run: Run, tmp_path: Path) -> None:
    rows = "id,kind,when,known,parties\n"
    kinds_of = ("office-assumd", "zzz", "zzz", "office-assumd", "yyy")
    rows += "".join(f"{at},{kind},2022,2022,RU; IR\n" for at, kind in enumerate(kinds_of))
    (tmp_path / "rows.csv").write_text(rows)
    log = str(tmp_path / "log.jsonl")
    assert run("import", "csv", str(tmp_path / "rows.csv"), "--into", log).code == 0
    told = [
        problem["expected"].removeprefix("a kind known here; ")
        for problem in json.loads(run("check", log, "--json").out)
        if problem["field"] == "kind"
    ]
    assert told[0] == told[3] == "near it: office-assumed"
    assert told[1].startswith("there are agreement-described, agreement-stage, ")
    assert told[2] == told[4] == "none is near it"


def test_a_log_without_any_record_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text("")
    asked = ["as-of", "2024", "--from", str(tmp_path / "log.jsonl")]
    assert "Nothing is recorded at all." in run(*asked, "--pair", "AA", "BB").lines
    ran = run(*asked)
    assert (ran.code, ran.out) == (2, "")
    assert "found no event of two parties; expected a pair" in ran.err
    assert "--pair AA BB" in ran.err


def test_the_pair_is_that_of_the_folder_that_most_events_share_or_that_is_given(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    log = tmp_path / ".log.jsonl"
    bt.write_jsonl(log, bt.load_chronicle(folder).events())
    asked = ["as-of", "2024-06", "--json", "--from"]
    assert run(*asked, str(folder)).data["pair"] == ["VE", "OS"]
    assert run(*asked, str(log)).data["pair"] == ["OS", "VE"]
    assert run(*asked, str(log), "--pair", "VE", "OS").data["pair"] == ["VE", "OS"]
    wrong = run(*asked, str(log), "--pair", "ve", "OS")
    assert (wrong.code, wrong.err) == (2, "bilateral-timeline: no party 've'; near it: VE\n")
    assert run("check", "--from", str(log), "--pair", "VE", "OS").code == 0


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        (["AA"], "argument --pair: expected 2 arguments"),
        (["AA", "AA"], "relationship: found 'AA' twice; expected two parties"),
        (["AA", " "], "relationship: found ' '; expected the code of a party"),
    ],
)
def test_a_pair_that_is_none_is_refused_in_a_line(run: Run, pair: list[str], told: str) -> None:
    ran = run("as-of", "2024", "--pair", *pair)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"bilateral-timeline: {told}")


def test_learned_tells_what_was_retracted_and_why(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pair"
    (folder / "2001").mkdir(parents=True)
    source = {"id": "gazette", "type": "book", "title": "G", "issued": {"date-parts": [[2001]]}}
    (folder / "chronicle.toml").write_text('title = "Two"\npair = ["AA", "BB"]\n')
    (folder / "sources.json").write_text(json.dumps([source]))
    cited = '[[sources]]\nsource = "gazette"\nlocator = "p. 1"\n'
    (folder / "2001" / "ada.toml").write_text(
        'kind = "office-assumed"\nwhen = "2001"\ntitle = "Ada"\nparties = ["AA"]\n'
        f'[what]\noffice = "chair"\nperson = "Ada"\n{cited}'
    )
    (folder / "2001" / "ada.r1.toml").write_text(
        f'retracted = "It was Bo"\nknown = "2002-05-01"\n{cited}'
    )
    asked = ["learned", "2002-01-01", "2002-12-31", "--as-of", "2002", "--from", str(folder)]
    assert run(*asked).lines[-1] == "  1 May 2002: ada retracted: It was Bo (gazette)"


# -- find ------------------------------------------------------------------------------------------


def test_a_value_is_explained_by_what_a_page_calls_it_too(run: Run) -> None:
    called = run("explain", "commitments.su-35.who promises", "2024-06-30")
    assert called.out == run("explain", "commitments.su-35.promisor", "2024-06-30").out
    assert called.lines[1].startswith("commitments.su-35.promisor, ")


def test_find_tells_events_by_their_titles_and_entries_by_their_paths(run: Run) -> None:
    told = run("find", "helicopter", "crash")
    assert told.code == 0
    assert headings(told.lines)[-2:] == ["EVENTS", "WORKS"]
    (line,) = (line for line in told.lines if line.endswith(" [helicopter-crash]"))
    assert " die in a helicopter crash (TASS" in line
    lines = run("find", "su-35").lines
    assert (lines[0], headings(lines)) == ("ENTRIES", ["ENTRIES", "EVENTS", "WORKS"])
    assert "  Su-35 for Iran [commitments.su-35]" in lines


def test_find_knows_only_what_was_public(run: Run) -> None:
    known = run("find", "bagheri", "--known-by", "2024-05-19")
    assert known.out == "Nothing holds it.\n"
    assert "Bagheri" in run("find", "bagheri", "--known-by", "2024-05-20").out


def test_find_tells_an_event_as_it_was_known_by_then(run: Run, folder: Path) -> None:
    again = VISIT.replace("Ærø", "Åby").replace("\n[what]", 'known = "2024-06-01"\n\n[what]')
    (folder / "2024" / "visit.r1.toml").write_text(again, encoding="utf-8")
    asked = ["find", "visits", "--from", str(folder)]
    before, after = run(*asked, "--known-by", "2024-05-31"), run(*asked)
    assert before.lines[-1] == (
        "  19 May 2024: The minister of Vesland visits Ærø in Ostmark (gazette) [visit]"
    )
    assert after.lines[-1] == (
        "  19 May 2024: The minister of Vesland visits Åby in Ostmark (gazette) [visit]"
    )


def test_find_as_json_is_a_list_of_matches(run: Run) -> None:
    found = json.loads(run("find", "helicopter crash", "--json").out)
    assert found[0]["name"] == "helicopter-crash"
    assert {match["sort"] for match in found} == {"event", "entry", "work"}


def test_an_explanation_of_what_is_not_yet_says_from_when_it_is(run: Run) -> None:
    lines = run("explain", "memberships.sco.IR.status", "2023-07-03").lines
    after = lines[lines.index("NOT YET: FIRST SET BY") + 1 :]
    assert event_ids(after) == ["sco-iran"]
    assert after[0].startswith("  4 July 2023: ")
    found = json.loads(run("explain", "memberships.sco.IR.status", "2023-07-03", "--json").out)
    assert (found["value"], found["unknown"], found["next"]["id"]) == (None, ["value"], "sco-iran")


def test_what_is_not_told_yet_beside_what_is_says_from_when_it_is(run: Run) -> None:
    told = run("explain", "commitments.su-35.due", "2021")
    assert (told.code, told.err) == (0, "")
    assert told.lines[2:5] == ["  nothing is recorded", "", "No event has set it."]
    after = told.lines[told.lines.index("NOT YET: FIRST SET BY") + 1 :]
    assert event_ids(after) == ["su-35-due-by-march-2023"]


def test_events_during_a_period_may_have_begun_before_it(run: Run) -> None:
    found = json.loads(run("events", "--during", "2022-02-24", "--json").out)
    ids = {event["id"] for event in found}
    after = json.loads(
        run("events", "--after", "2022-02-23", "--until", "2022-02-24", "--json").out
    )
    assert {event["id"] for event in after if "/" not in event["when"]} <= ids
    assert len(ids) > len(after)


def test_check_of_two_folders_is_refused(run: Run, folder: Path) -> None:
    told = run("check", str(folder), "--from", "russia-iran")
    assert (told.code, told.out) == (2, "")
    assert "expected one of the two" in told.err


def test_a_record_is_no_chronicle(run: Run, folder: Path) -> None:
    record = next(iter(sorted(folder.glob("*/*.toml"))))
    told = run("check", str(record))
    assert told.code == 2
    assert told.err.count("\n") == 1
    assert f"give {folder}" in told.err


def test_ctrl_c_ends_it_with_130_and_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bilateral_timeline.cli.run.load_chronicle", interrupted)
    assert run("as-of", "2024") == (130, "", "")
