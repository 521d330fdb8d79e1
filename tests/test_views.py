"""How things are said: any state of any pair reads well, without codes, laid out at any width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record
from bilateral_timeline.records.fields import OneOf
from bilateral_timeline.relations.claim import Account
from bilateral_timeline.relations.denials import ClaimDenied
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
from bilateral_timeline.relations.facets.force import HostileAct, LossesClaimed
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
from bilateral_timeline.relations.relationship import FACETS, Part
from bilateral_timeline.testing import whens
from bilateral_timeline.views import changes, days, entries, events, states
from bilateral_timeline.views.amounts import amount, delay, number
from bilateral_timeline.views.page import Line, draw, plain
from bilateral_timeline.views.sentences import MANNERS, Manner
from bilateral_timeline.views.sentences.money import changed
from bilateral_timeline.views.speech import Speech
from pairs import KINDS, LOGS, PAIR, body_of, entry_of, validators

PROJECTION = bt.relationship(*PAIR)
WIDTHS = (80, 100, 160)
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


def denial(claim: str, by: str, role: str = "party", *denies: str) -> bt.Event:
    body = ClaimDenied(claim=claim, by=by, role=role, denies=denies)
    return told(body, id="no", when="2024-03-01", known="2024-03-01")


def briefed(*records: Record, day: str = "2024-12-31", names: Names | None = None) -> list[Line]:
    timeline = of(*records, names=names)
    return states.briefing(timeline, timeline.as_of(day))


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


# -- any state --------------------------------------------------------------------------------


def pages(timeline: Timeline, day: str) -> Iterable[Sequence[Line]]:
    """Everything that is said of a state: on a page, in full, what is late, and its events."""
    state = timeline.as_of(day)
    yield states.briefing(timeline, state)
    yield states.overdue(state)
    yield events.events(timeline.events(until=day), Speech(state.names))
    for name, facet in state.branches().items():
        yield states.state(timeline, state, [name])
        if isinstance(facet, Facet):
            yield states.part(facet, name, state)
            for path, entry in entries.entries_of(facet):
                yield states.part(entry, f"{name}.{path}", state)


def assert_reads_at_any_width(lines: Sequence[Line]) -> None:
    expected = " ".join(map(str, lines)).split()
    for width in WIDTHS:
        text = plain(lines, width)
        assert text.split() == expected
        long = [line for line in text.splitlines() if len(line) > width]
        assert [line for line in long if len(line.split()) > 1] == []


@given(LOGS, st.sampled_from(["2001", "2030"]))
def test_any_state_reads_at_any_width_with_the_same_words_and_none_broken(
    records: tuple[Record, ...], day: str
) -> None:
    for lines in pages(of(*records), day):
        assert_reads_at_any_width(lines)


@given(LOGS)
def test_any_state_is_told_in_full_with_every_work_that_its_claims_cite(
    records: tuple[Record, ...],
) -> None:
    timeline = of(*records)
    state = timeline.as_of("2030")
    for name, facet in state.branches().items():
        text = plain(states.state(timeline, state, [name]), ENDLESS)
        if facet is bt.Unknown:
            assert "  Nothing is recorded by that day." in text.splitlines()
            continue
        cited = {work for held in re.findall(r"\[([^\]]*)\]", text) for work in held.split(", ")}
        cited = {word.split()[0] for word in cited if word}
        for _, group in facet.claims():
            assert {*group.sources} - cited == set()


@given(LOGS)
def test_a_briefing_has_a_heading_for_each_facet_of_which_it_tells_and_names_the_others(
    records: tuple[Record, ...],
) -> None:
    timeline = of(*records)
    state = timeline.as_of("2030")
    lines = states.briefing(timeline, state)
    titles = [states.title_of(name) for name in FACETS]
    headings = [line.text for line in lines if line.sort == "heading"]
    assert headings == [title for title in titles if title in headings] + ["NOT KNOWN"]
    for name, facet in state.branches().items():
        is_unknown = facet is bt.Unknown
        assert not (is_unknown and states.title_of(name) in headings)
        (line,) = (each.text for each in lines if each.text.startswith("Nothing is recorded of "))
        assert (name.replace("_", " ") in re.split(r", | and |of |\.", line)) == is_unknown
    assert len(plain(lines, 100).splitlines()) <= 400


@given(LOGS, st.sampled_from(["2001", "2002"]))
def test_any_changes_are_told_in_short_in_full_and_as_statements(
    records: tuple[Record, ...], day: str
) -> None:
    timeline = of(*records)
    found, happened = timeline.changes("1999", day), timeline.events("1999", day)
    both = timeline.as_of("1999"), timeline.as_of(day)
    slice = changes.Slice("Then", *both, found, happened, both[0].day)
    for lines in (changes.changes(slice), changes.changes(slice, statements=True)):
        assert_reads_at_any_width(lines)
    everything = changes.everything(slice)
    assert_reads_at_any_width(everything)
    texts = [line.text for line in everything]
    assert [text for text in texts if text.startswith("because of ")] == [
        f"because of {', '.join(change.because)}" for change in found
    ]
    for event in happened:
        assert [text for text in texts if text.endswith(f"[{event.id}]")] != []


@given(LOGS)
def test_any_value_is_explained_by_its_name_and_its_path(records: tuple[Record, ...]) -> None:
    timeline = of(*records)
    state = timeline.as_of("2002")
    works = {source.id: source for source in timeline.coverage.sources}
    for change in timeline.changes("1999", "2002")[:4]:
        why = timeline.explain(change.path, as_of="2002")
        lines = changes.explanation(why, works, state, state.day, None, "certain")
        assert_reads_at_any_width(lines)
        assert lines[0].text.endswith(", on 31 December 2002")
        assert lines[1].text == f"{change.path}, as all that is recorded has it"
        for event in why.set_by:
            assert [line for line in lines if line.text.endswith(f"[{event.id}]")] != []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_a_body_of_any_kind_is_said_and_a_part_of_it_never_without_its_value(
    kind: type, data: st.DataObject
) -> None:
    text = Speech().body(data.draw(body_of(kind)))
    assert [part for part in ("{", "}", "None", "False", "True") if part in text] == []
    assert [part for part in ("()", ", ,", ": ,", "  ") if part in text] == []


@given(LOGS)
def test_what_is_late_is_told_whether_it_is_a_start_or_an_end(records: tuple[Record, ...]) -> None:
    state = of(*records).as_of("2030")
    late = {(each.path, each.what) for each in states.late(state)}
    for name, facet in state.branches().items():
        if not isinstance(facet, Facet) or name == "evidence":
            continue
        for path, entry in entries.entries_of(facet):
            for what in ("overdue", "start_overdue", "lapsed"):
                by = getattr(entry, what, bt.Unknown)
                is_late = by is not bt.Unknown and bool(by.high)
                assert ((f"{name}.{path}", what) in late) == is_late
    lines = states.overdue(state)
    assert lines[0].text == "Late on 31 December 2030"
    assert len(lines) - 1 == (len(late) or 1)
    order = [(each.days.low or 0, each.days.high or 0) for each in states.late(state)]
    assert order == sorted(order, reverse=True)


def test_the_manners_are_of_facets_leaves_and_values_that_there_are() -> None:
    assert set(MANNERS) <= set(FACETS)
    for name, manner in MANNERS.items():
        entry = entry_of(FACETS[name])
        leaves = [leaf for leaf in manner.tells if leaf not in entry.leaves]
        is_default = manner.marks == attrs.fields(Manner).marks.default
        known = {*entry.leaves, *entry.derives, *dir(entry)}
        marks = [mark for mark in manner.marks if mark not in known and not is_default]
        assert (name, leaves, marks) == (name, [], [])


def test_leaves_are_called_something_only_where_there_is_such_a_leaf() -> None:
    known = {
        name
        for facet in FACETS.values()
        for name in (*entry_of(facet).leaves, *entry_of(facet).derives)
    }
    assert {*entries.NAMES} - known == set()


# -- a briefing has no codes ------------------------------------------------------------------

SHIPPED = "russia-iran"
OTHER = Path(__file__).parent / "india-pakistan"
VOCABULARY = {
    word
    for kind in KINDS
    for field in attrs.fields(kind)
    for validator in validators(field)
    if isinstance(validator, OneOf)
    for word in validator.words
    if "-" in word
}
"""The words of all vocabularies that are written with a hyphen."""
_EDTF = re.compile(r"\.\.|\d{4}-\d\d|\d{4}/|\d\dXX?\b|\d[~%?]|\bUnknown\b|->")


@cache
def chronicle(name: str | Path) -> Timeline:
    return bt.load_chronicle(name)


@cache
def things(name: str | Path) -> frozenset[str]:
    """The ids of a chronicle that are no words: of things, events and works."""
    timeline = chronicle(name)
    last = timeline.as_of("2030", mode="possible")
    ids = {event.id for event in timeline.events()}
    ids |= {source.id for source in timeline.coverage.sources}
    ids |= {named.id for named in last.names}
    for facet in last.branches().values():
        if isinstance(facet, Facet):
            ids |= {step for path, _ in entries.entries_of(facet) for step in path.split(".")}
    return frozenset(
        id for id in ids if re.fullmatch(r"[a-z0-9-]*[a-z][a-z0-9-]*", id) and "-" in id
    )


def codes_in(text: str, name: str | Path) -> list[str]:
    """The codes in a text outside square brackets, but for what names and speakers contain.

    Ids of things, events and works; codes of parties; words of vocabularies with their hyphen;
    signs of EDTF.
    """
    timeline = chronicle(name)
    names = timeline.as_of("2030").names
    speakers = {s for e in timeline.events() for c in e.sources for s in c.speakers}
    called = {named.name for named in names} | {s for s in speakers if " " in s}
    parties = {party for event in timeline.events() for party in event.parties}
    parties |= {named.id for named in names if named.sort == "party"}
    text = re.sub(r"\[[^\]]*\]", "", text)
    for each in sorted(called, key=len, reverse=True):
        text = text.replace(each, "")
    tokens = dict.fromkeys(re.findall(r"[\w-]+", text))
    found = [word for word in tokens if word in things(name) | VOCABULARY | parties]
    return found + _EDTF.findall(text)


DAYS = ("1995", "2008", "2016-09-30", "2019-03-01", "2022-10-01", "2023", "2024-06-30", "2026")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", [SHIPPED, OTHER], ids=["russia-iran", "india-pakistan"])
@pytest.mark.parametrize("mode", ["certain", "possible"])
def test_a_briefing_of_a_chronicle_with_names_has_no_code_outside_square_brackets(
    name: str | Path, day: str, mode: Any
) -> None:
    timeline = chronicle(name)
    lines = states.briefing(timeline, timeline.as_of(day, mode=mode))
    assert codes_in(plain(lines, ENDLESS), name) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Su-35 for Iran: due by March 2023 [commitments.su-35]", []),
        ("su-35: due by March 2023", ["su-35"]),
        ("promised by RU to IR", ["RU", "IR"]),
        ("the tie is head-withdrawn, says smagin-2024", ["head-withdrawn", "smagin-2024"]),
        ("since 2022-22, or [..2024]", ["2022-22"]),
        ("between 2022-02-24..2024", ["2022-02", ".."]),
        ("2024~ or 201X", ["4~", "01X"]),
    ],
)
def test_a_code_outside_square_brackets_is_found(text: str, found: list[str]) -> None:
    assert codes_in(text, SHIPPED) == found


# -- days -------------------------------------------------------------------------------------

_ALL = (
    *("195X", "19XX", "2004-XX", "2004-XX-XX", "2004-06-XX", "2004-06-1X", "2004-1X"),
    *(f"2001-{code}" for code in (*range(21, 29), *range(33, 42))),
    *("../2004", "2004/..", "2004/", "/2004", "2004?/2006~", "19XX/..", "2001-21/2001-23"),
    *("[2024..]", "[..2024]", "[2022,2023,2024]", "[2023-05,2024-05]", "[2001-21..2001-23]"),
)
DATES = whens() | st.sampled_from(_ALL).map(bt.When)


@given(DATES)
def test_every_date_is_said_without_a_code(when: bt.When) -> None:
    for text in (
        days.date(when),
        days.on(when),
        days.since(when),
        days.until(when),
        days.due(when),
    ):
        assert re.findall(r"[^A-Za-z0-9 ,-]|\d-|-\d|XX|\dX|  | $", text) == []
        assert re.findall(r"\b(?:in|on|since|until) (?:in|on|by|since|until|between)\b", text) == []
    year = str((when.start.earliest or when.end.latest or when.start.latest).year)  # type: ignore[union-attr]
    assert year[:3] in days.date(when)


@given(st.dates())
def test_an_exact_day_comes_back(told: Any) -> None:
    when = bt.When(told.isoformat())
    text = days.date(when)
    number, month, year = text.split(" ")
    assert datetime.strptime(f"{number} {month} {year.zfill(4)}", "%d %B %Y").date() == told
    assert (days.on(when), days.since(when), days.until(when), days.due(when)) == (
        f"on {text}",
        f"since {text}",
        f"until {text}",
        f"due on {text}",
    )


@pytest.mark.parametrize(
    ("edtf", "date", "on"),
    [
        ("2024-05-19", "19 May 2024", "on 19 May 2024"),
        ("2024-05", "May 2024", "in May 2024"),
        ("2024", "2024", "in 2024"),
        ("0950", "950", "in 950"),
        ("201X", "the 2010s", "in the 2010s"),
        ("19XX", "between 1900 and 1999", "between 1900 and 1999"),
        ("2004-XX", "2004", "in 2004"),
        ("2004-06-1X", "between 10 and 19 June 2004", "between 10 and 19 June 2004"),
        ("2022-22", "summer 2022", "in summer 2022"),
        ("2022-24", "winter 2022", "in winter 2022"),
        ("2022-33", "the first quarter of 2022", "in the first quarter of 2022"),
        ("2022-36", "the fourth quarter of 2022", "in the fourth quarter of 2022"),
        ("2022-37", "the first third of 2022", "in the first third of 2022"),
        ("2022-39", "the last third of 2022", "in the last third of 2022"),
        ("2022-41", "the second half of 2022", "in the second half of 2022"),
        ("2024-06~", "about June 2024", "about June 2024"),
        ("2024?", "perhaps 2024", "perhaps in 2024"),
        ("2024-06-11?", "perhaps 11 June 2024", "perhaps on 11 June 2024"),
        ("2024-06-11%", "perhaps about 11 June 2024", "perhaps about 11 June 2024"),
        ("[2022-07-07..2022-07-08]", "7 or 8 July 2022", "on 7 or 8 July 2022"),
        ("[2022-07-31..2022-08-01]", "31 July or 1 August 2022", "on 31 July or 1 August 2022"),
        (
            "[2022-12-31..2023-01-01]",
            "31 December 2022 or 1 January 2023",
            "on 31 December 2022 or 1 January 2023",
        ),
        ("[2024-04-01..2024-04-10]", "early April 2024", "in early April 2024"),
        ("[2024-04-11..2024-04-20]", "mid-April 2024", "in mid-April 2024"),
        ("[2024-04-21..2024-04-30]", "late April 2024", "in late April 2024"),
        ("[2024-02-21..2024-02-29]", "late February 2024", "in late February 2024"),
        ("[2024-04-02..2024-04-10]", "between 2 and 10 April 2024", "between 2 and 10 April 2024"),
        ("[2024-12-31..2025-12-31]", "by 2025", "by 2025"),
        ("[2023-02-28..2023-03-31]", "by March 2023", "by March 2023"),
        (
            "[2022-02-24..2024-05-19]",
            "between February 2022 and May 2024",
            "between February 2022 and May 2024",
        ),
        (
            "[2022-06-01..2022-08-31]",
            "between June and August 2022",
            "between June and August 2022",
        ),
        ("[1991-01-01..2022-02-23]", "between 1991 and 2022", "between 1991 and 2022"),
        ("[2022..2023]", "2022 or 2023", "in 2022 or 2023"),
        ("[2022..2024]", "between 2022 and 2024", "between 2022 and 2024"),
        ("[2023-05,2024-05]", "May 2023 or May 2024", "in May 2023 or May 2024"),
        ("[2022,2023,2024]", "2022, 2023 or 2024", "in 2022, 2023 or 2024"),
        ("[..2024-05-03]", "by 3 May 2024", "by 3 May 2024"),
        ("[2024..]", "2024 or later", "in 2024 or later"),
        ("2015/..", "since 2015", "since 2015"),
        ("../2015", "until 2015", "until 2015"),
        ("2015/", "from 2015 to a day not known", "from 2015 to a day not known"),
        ("/2015", "from a day not known to 2015", "from a day not known to 2015"),
        ("2023-05-04/2023-05-05", "from 4 to 5 May 2023", "from 4 to 5 May 2023"),
        ("2024-02/2024-06", "from February to June 2024", "from February to June 2024"),
        ("2022/2024-06", "from 2022 to June 2024", "from 2022 to June 2024"),
        (
            "19XX/2004",
            "from some day between 1900 and 1999 to 2004",
            "from some day between 1900 and 1999 to 2004",
        ),
    ],
)
def test_a_date_is_said_as_people_say_it(edtf: str, date: str, on: str) -> None:
    assert (days.date(bt.When(edtf)), days.on(bt.When(edtf))) == (date, on)


@pytest.mark.parametrize(
    ("edtf", "since", "until"),
    [
        ("2024-05", "since May 2024", "until May 2024"),
        (
            "[2022-02-24..2024-06-03]",
            "since some day between February 2022 and June 2024",
            "until some day between February 2022 and June 2024",
        ),
        ("[..2024]", "since 2024 or earlier", "until 2024 at the latest"),
        ("[2024-12-31..2025-12-31]", "since 2025 or earlier", "until 2025 at the latest"),
        ("[2024..]", "since 2024 or later", "until 2024 or later"),
        ("2015/..", "since 2015", "until some day since 2015"),
        ("../2015", "until 2015", "until 2015"),
        (
            "2023-05-04/2023-05-05",
            "from 4 to 5 May 2023",
            "until some day from 4 to 5 May 2023",
        ),
        ("2024?", "since perhaps 2024", "until perhaps 2024"),
    ],
)
def test_a_beginning_and_an_end_are_said_as_such(edtf: str, since: str, until: str) -> None:
    assert (days.since(bt.When(edtf)), days.until(bt.When(edtf))) == (since, until)


def test_what_was_only_seen_is_no_beginning() -> None:
    assert days.since(bt.When("2022"), observed=True) == "seen in 2022"
    assert days.since(bt.When("2024-05-19"), observed=True) == "seen on 19 May 2024"


@pytest.mark.parametrize(
    ("edtf", "due"),
    [
        ("2024-05-19", "due on 19 May 2024"),
        ("2025-22", "due in summer 2025"),
        ("[2024-12-31..2025-12-31]", "due by 2025"),
        ("[2024-05-21..2024-07-09]", "due by 9 July 2024"),
        ("[2024-05-02..2024-05-09]", "due by 9 May 2024"),
        ("[2022-02-24..2024-05-19]", "due between February 2022 and May 2024"),
        ("[1991-01-01..2022-02-23]", "due between 1991 and 2022"),
        ("2025~", "due about 2025"),
    ],
)
def test_what_is_due_within_some_weeks_is_due_by_their_end(edtf: str, due: str) -> None:
    assert days.due(bt.When(edtf)) == due


# -- amounts ----------------------------------------------------------------------------------


def drones(low: Any = None, best: Any = None, high: Any = None, **more: Any) -> bt.Quantity:
    return bt.Quantity(low, best, high, **{"unit": "drones", **more})


def dollars(low: Any = None, best: Any = None, high: Any = None, **more: Any) -> bt.Money:
    return bt.Money(low, best, high, **{"currency": "USD", **more})


@pytest.mark.parametrize(
    ("told", "short", "long"),
    [
        (drones(best=1), "1 drone", "1 drone"),
        (drones(best=0), "0 drones", "0 drones"),
        (drones(best=4500), "4,500 drones", "4,500 drones"),
        (
            drones(4275, 4500, 4725),
            "about 4,500 drones",
            "about 4,500 drones (between 4,275 and 4,725)",
        ),
        (drones(4450, 4500, 4550), "4,500 drones", "4,500 drones (between 4,450 and 4,550)"),
        (
            drones(4450, 4500, 4550, text="some 4500"),
            "about 4,500 drones",
            "about 4,500 drones (between 4,450 and 4,550)",
        ),
        (drones(200), "at least 200 drones", "at least 200 drones"),
        (drones(None, None, 400), "at most 400 drones", "at most 400 drones"),
        (drones(4000, 4500), "about 4,500 drones", "about 4,500 drones (at least 4,000)"),
        (drones(1, None, 2), "between 1 and 2 drones", "between 1 and 2 drones"),
        (drones(1), "some drones", "some drones"),
        (drones(200, None, 999, text="hundreds"), "hundreds of drones", "hundreds of drones"),
        (drones(20, None, 99, text="dozens"), "dozens of drones", "dozens of drones"),
        (drones(3, text="several"), "several drones", "several drones"),
        (drones(3, text="a large number"), "a large number of drones", "a large number of drones"),
        (
            drones(20000, None, 99999, text="tens of thousands"),
            "tens of thousands of drones",
            "tens of thousands of drones",
        ),
        (bt.Quantity(best=1, unit="glass"), "1 glass", "1 glass"),
        (bt.Quantity(best=1, unit="percent"), "1 percent", "1 percent"),
        (bt.Quantity(best="4.25", unit="km"), "4.25 km", "4.25 km"),
        (
            bt.Quantity("15.75", "15.8", "15.85", unit="percent"),
            "15.8 percent",
            "15.8 percent (between 15.75 and 15.85)",
        ),
        (dollars(best="40e9"), "40 billion dollars", "40 billion dollars"),
        (
            dollars("3.5e9", None, "4.5e9"),
            "between 3.5 and 4.5 billion dollars",
            "between 3.5 and 4.5 billion dollars",
        ),
        (
            dollars("9.9e8", None, "1.2e9"),
            "between 990 million and 1.2 billion dollars",
            "between 990 million and 1.2 billion dollars",
        ),
        (
            dollars("1.35e9", "1.4e9", "1.45e9"),
            "1.4 billion dollars",
            "1.4 billion dollars (between 1.35 and 1.45 billion)",
        ),
        (dollars("1.407e9", "1.407e9"), "about 1.407 billion dollars", None),
        (dollars("1e9", text="billions"), "billions of dollars", "billions of dollars"),
        (dollars(best=1), "1 dollar", "1 dollar"),
        (bt.Money(best=1200, currency="XXX"), "1,200 XXX", "1,200 XXX"),
        (bt.Money(best="2e6", currency="INR"), "2 million Indian rupees", None),
    ],
)
def test_an_amount_is_said_as_people_say_it(told: Any, short: str, long: str | None) -> None:
    assert amount(told) == short
    assert long is None or amount(told, bounds=True) == long


@given(st.integers(0, 10**12))
def test_a_number_comes_back(told: int) -> None:
    digits, _, size = number(told).partition(" ")
    factor = {"": 1, "million": 10**6, "billion": 10**9}[size]
    assert bt.Quantity(best=digits.replace(",", ""), unit="x").best * factor == told  # type: ignore[operator]


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ((-20, None, -18), "between 18 and 20 percent less"),
        ((None, -17, None), "17 percent less"),
        ((None, 16, None), "16 percent more"),
        ((15, None, None), "at least 15 percent more"),
        ((None, None, -15), "at least 15 percent less"),
        ((-3, None, 4), "between 3 percent less and 4 percent more"),
    ],
)
def test_a_change_in_percent_is_more_or_less(told: tuple[Any, ...], text: str) -> None:
    assert changed(bt.Quantity(*told, unit="percent")) == text


def test_a_change_in_words_stays_one_and_one_that_is_rounded_says_so() -> None:
    declined = bt.Quantity(high=0, unit="percent", text="declined")
    grew = bt.Quantity(low=0, unit="percent", text="steep growth")
    assert (changed(declined), changed(grew)) == ("declined", "steep growth")
    nearly = bt.Quantity(-20, -20, -18, unit="percent", text="nearly 20")
    assert changed(nearly) == "about 20 percent less"


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            bt.Quantity(-20, None, -18, unit="percent", text="a fall of nearly 20"),
            "between 18 and 20 percent less",
        ),
        (
            bt.Quantity("13.5", None, 15, unit="percent", text="nearly 15"),
            "between 13.5 and 15 percent more",
        ),
    ],
)
def test_words_do_not_hide_which_way_a_change_went(told: bt.Quantity, text: str) -> None:
    assert changed(told) == text


@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        (1, 1, "1 day"),
        (12, 12, "12 days"),
        (5, 9, "between 5 and 9 days"),
        (0, 1, "up to 1 day"),
        (0, 40, "up to 40 days"),
        (0, 70, "up to 2 months"),
        (150, 280, "between 4 and 9 months"),
        (457, 488, "15 months"),
        (731, 731, "2 years"),
        (800, 1200, "between 2 and 3 years"),
    ],
)
def test_a_delay_is_said_in_days_months_or_years(least: int, most: int, text: str) -> None:
    assert delay(bt.Quantity(least, None, most, unit="days")) == text


# -- who says it ------------------------------------------------------------------------------


def built(word: str, *by: str, id: str = "a", **more: Any) -> bt.Event:
    return told(ProjectStage(project="plant", stage=word), *by, id=id, **more)


def test_what_one_alone_says_has_his_name_and_what_two_say_needs_none() -> None:
    when = "on 1 January 2024"
    assert said(built("built", "Una")) == [f"Plant: built, as told {when} (Una)."]
    assert said(built("built", "Una", "Ivo")) == [f"Plant: built, as told {when}."]


def test_two_works_that_tell_the_word_of_one_are_one() -> None:
    assert said(built("built", "Una", "Una")) == ["Plant: built, as told on 1 January 2024 (Una)."]


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
    assert said(event) == ["Plant: built, as told on 1 January 2024 (Una)."]
    assert "    stage (single-source): built, 1 January 2024 [gazette, herald doubts]" in full(
        "projects", event
    )


def test_what_is_only_expected_settles_nothing() -> None:
    event = built("operational", "Una", stance="expects")
    assert full("projects", event) == [
        "  Plant: [projects.plant]",
        "    stage (single-source): operational, 1 January 2024, expected [work-a-0]",
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
        "Plant: built, as told on 1 January 2024; "
        "sources differ on the purpose: drones (Una); cars (Eve)."
    )


def test_a_claim_of_a_part_and_one_that_contradicts_say_so_in_full() -> None:
    first = described("a", "Una", purpose="drones", scope="north")
    against = {"contradicts": ("a",), "contradiction": "it has one line"}
    second = described("b", "Ivo", purpose="cars", **against)
    assert full("projects", first, second)[-3:] == [
        "    purpose (contested)",
        "      drones, of north [work-a-0]",
        "      cars; contradicts a [work-b-0]",
    ]


def test_a_date_of_another_source_stands_beside_its_work() -> None:
    cited = [
        bt.Citation("gazette", "p. 1", known="2024-02-01"),
        bt.Citation("herald", "p. 2", known="2024-02-03", when="2024-01"),
    ]
    lines = full("projects", built("built", sources=cited))
    assert "    stage (confirmed): built, 1 January 2024 [gazette, herald (January 2024)]" in lines
    at = lines.index("    date of built (refinement)")
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
    assert said(promise, only_the_first, after)[0] == "Jets: refused by AA on 1 February 2024."


def test_those_who_deny_the_same_are_named_together() -> None:
    promise = told(CommitmentMade(commitment="jets", item="jets"))
    more = attrs.evolve(denial("commitments.jets.stages", "BB"), id="nor")
    (line,) = said(promise, denial("commitments.jets.stages", "AA"), more)
    assert line.endswith("; AA and BB deny it.")


NAMES = Names(
    (
        Named("AA", "party", "Aland"),
        Named("BB", "party", "Beland"),
        Named("jets", "thing", "The jets"),
        Named("rift", "thing", "The rift"),
        Named("chair", "thing", "The chair"),
    )
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
        "The rift: hostility reached: use; last act: raid by Aland on Beland, on 1 January 2024; "
        "losses of Aland: soldiers killed, Uri: 17 persons (Una), 19 persons (Ivo), 40 persons, "
        "alleged by Eve; Beland denies the losses of Aland, soldiers killed, Uri."
    )


# -- what weighs most, and what is old --------------------------------------------------------


LATEST = told(OfficeAssumed(office="x", person="X"), id="y", parties=("CC",), known="2024-12-31")
"""It is about neither side: by it the chronicle reaches to the last day."""


def promised(id: str, due: str = "", when: str = "2024-01-01") -> bt.Event:
    body = CommitmentMade(commitment=id, item=id, due=bt.When(due) if due else None)
    return told(body, id=f"of-{id}", when=when)


def test_what_is_late_goes_first_and_what_is_over_last() -> None:
    kept = told(DeliveryReported(commitment="apples", quantity=drones(best=2)), id="apples-came")
    done = told(
        CommitmentRevised(commitments=("bikes",), action="cancelled"), id="z", when="2024-11-01"
    )
    records = (
        *(promised("apples", when="2024-10-01"), kept, promised("bikes"), done),
        *(promised("cars", "2024-03-01"), promised("dogs", "2024-06-01"), LATEST),
    )
    lines = briefed(*records)
    late = next(line for line in lines if line.head == "Late")
    assert late.text == "Cars (10 months); Dogs (6 months)."
    texts = [str(line) for line in lines if line.depth]
    assert [text.partition(":")[0] for text in texts[: texts.index("And 1 more: Bikes.") + 1]] == [
        *("Cars", "Dogs", "Apples", "And 1 more"),
    ]


def test_a_facet_of_which_all_is_over_says_so() -> None:
    done = told(
        CommitmentRevised(commitments=("bikes",), action="cancelled"), id="z", when="2024-11-01"
    )
    assert said(promised("bikes"), done) == ["1 over and done with: Bikes."]


def test_what_is_late_and_has_no_room_pushes_out_what_is_not() -> None:
    many = [promised(f"thing-{letter}", when="2024-10-01") for letter in "abcdefgh"]
    late = promised("zebras", "2024-02-01", when="2023-01-01")
    heads = [line.partition(":")[0] for line in said(*many, late, LATEST)]
    assert heads == ["Zebras", *(f"Thing {letter}" for letter in "abcdef"), "And 2 more"]


def test_what_changed_of_late_is_named_at_the_top() -> None:
    lines = briefed(built("built"), day="2024-02-15")
    assert [str(line) for line in lines if line.head.startswith("Changed")] == [
        "Changed since 15 November 2023: Plant."
    ]
    assert [line for line in briefed(built("built")) if line.head.startswith("Changed")] == []


def test_what_was_told_long_ago_says_when() -> None:
    event = built("operational")
    assert said(event, day="2024-12-31") == ["Plant: operational, as told on 1 January 2024 (Una)."]
    asked = told(RefusalMade(friction="port", by="AA", what="a permit"), when="2023-01-01")
    (line,) = said(asked, day="2024-12-31")
    assert line == "Port: AA refuses a permit (Una), since 1 January 2023."
    treaty = told(AgreementStage(agreement="treaty", stage="proposed"), when="2020")
    (line,) = said(treaty, day="2024-12-31")
    assert line.endswith("; last told on 31 December 2020.")


def test_an_officer_who_was_only_seen_once_was_not_told_of_again() -> None:
    body = OfficeAssumed(office="chair", person="Ada", observed=True)
    (line,) = said(told(body, when="2020-05-01"), names=NAMES)
    assert line == "The chair: Ada, seen in office on 1 May 2020; not told of again."


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
    assert vacant == ["The chair: vacant since 1 May 2024, after Ada (accident, 1 May 2024)."]
    next_one = told(
        OfficeAssumed(office="chair", person="Bo", acting=True), id="c", when="2024-05-02"
    )
    assert said(*records, next_one, names=NAMES) == [
        "The chair: Bo, acting, since 2 May 2024, after Ada (accident, 1 May 2024)."
    ]


def test_an_agreement_tells_of_what_is_missing_until_it_is_in_force() -> None:
    signed = told(AgreementStage(agreement="treaty", stage="signed", name="The treaty"))
    ratified = told(AgreementStage(agreement="treaty", stage="ratified", by="AA"), id="b")
    lines = said(signed, ratified, names=NAMES)
    assert lines == [
        "The treaty: signed on 1 January 2024; not in force; ratified by Aland; "
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
        "Plant: operational, as told on 1 January 2024; "
        "output so far: about 4,500 drones, about 75 percent of the target; target: 6,000 drones."
    ]


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
    ]
    page = plain(states.briefing(timeline, state), ENDLESS)
    assert (
        "BRIDGES\n  New: said: it will be wide (Una).\n"
        "  Old: toll: 7 coins (Una); said: it is narrow.\n"
    ) in page


def test_a_body_of_a_kind_that_nobody_described_is_said_field_by_field() -> None:
    body = BridgeTold(bridge="old", toll=bt.Quantity(best=7, unit="coins"))
    assert Speech().value(body) == "old, toll 7 coins"


# -- lines ------------------------------------------------------------------------------------

LINE = Line("signed on 19 July 2022, and not told of again since then", "Gazprom", depth=1)


def on_a_terminal(lines: Iterable[Line], width: int) -> str:
    held = StringIO()
    console = Console(
        file=held, width=width, force_terminal=True, color_system="standard", _environ={}
    )
    draw(lines, console)
    return held.getvalue()


def test_what_a_line_is_of_is_bold_on_a_terminal_and_the_words_are_those_of_a_pipe() -> None:
    drawn = on_a_terminal([LINE], 40)
    assert "\x1b[1mGazprom\x1b[0m: signed" in drawn
    assert re.sub(r"\x1b\[[\d;]*m", "", drawn).rstrip("\n") == plain([LINE], 40)


@given(LOGS)
def test_a_terminal_shows_the_words_of_a_pipe(records: tuple[Record, ...]) -> None:
    timeline = of(*records)
    lines = states.briefing(timeline, timeline.as_of("2030"))
    drawn = on_a_terminal(lines, 100)
    assert re.sub(r"\x1b\[[\d;]*m", "", drawn).rstrip("\n") == plain(lines, 100)


def test_a_line_is_set_in_and_goes_on_deeper() -> None:
    assert plain([LINE], 40).splitlines() == [
        "  Gazprom: signed on 19 July 2022, and",
        "    not told of again since then",
    ]
    assert plain([Line("A TITLE OF TWO LINES OR MORE", sort="title")], 24).splitlines() == [
        "A TITLE OF TWO LINES OR",
        "MORE",
    ]


def test_a_word_that_is_longer_than_the_page_stands_alone() -> None:
    long = "x" * 90
    assert plain([Line(f"see {long} there")], 80).splitlines() == ["see", f"  {long}", "  there"]


def test_a_word_with_a_hyphen_is_not_broken() -> None:
    assert plain([Line("an aaaaaaaaaa-bbbbbbbbbbbbbb")], 24).splitlines() == [
        "an",
        "  aaaaaaaaaa-bbbbbbbbbbbbbb",
    ]


@given(st.text(), st.text(), st.integers(0, 3))
def test_any_text_is_laid_out_whatever_is_in_it(text: str, head: str, depth: int) -> None:
    line = Line(text, head, depth)
    drawn = plain([line], 80).split()
    if text.isprintable() and head.isprintable():
        assert drawn == str(line).split()


def test_a_text_of_several_lines_is_one() -> None:
    assert plain([Line("one\n  two\tthree", "A\nhead")], 80) == "A head: one two three"


def test_a_mark_of_a_console_is_no_mark_here() -> None:
    assert plain([Line("[bold]as it is[/bold] :smile: https://example.org")], 80) == (
        "[bold]as it is[/bold] :smile: https://example.org"
    )
