"""How things are said: any state of any pair reads well, without codes, laid out at any width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.cli import printing
from bilateral_timeline.files.vocabulary import checks_of
from bilateral_timeline.records.events import Record
from bilateral_timeline.records.fields import OneOf
from bilateral_timeline.relations.beside import EntryNoted
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.facets.agreements import AgreementStage
from bilateral_timeline.relations.facets.commitments import DeliveryReported
from bilateral_timeline.relations.facets.evidence import AliasRecorded
from bilateral_timeline.relations.facets.leadership import OfficeAssumed
from bilateral_timeline.relations.facets.projects import (
    ProjectDescribed,
    ProjectOutput,
    ProjectStage,
)
from bilateral_timeline.relations.relationship import FACETS
from bilateral_timeline.views import (
    briefing,
    changes,
    disputes,
    entries,
    events,
    explanations,
    overdue,
    states,
)
from bilateral_timeline.views.page import Line, plain
from bilateral_timeline.views.sentences import MANNERS, Manner
from bilateral_timeline.views.speech import Speech
from pairs import KINDS, LOGS, body_of, entry_of
from telling import (
    ENDLESS,
    Timeline,
    built,
    denial,
    drones,
    of,
    told,
)

WIDTHS = (80, 100, 160)


def pages(timeline: Timeline, day: str) -> Iterable[Sequence[Line]]:
    """Everything that is said of a state: on a page, in full, what is late, and its events."""
    state = timeline.as_of(day)
    yield briefing.page(timeline, state)
    yield overdue.page(timeline, state)
    yield events.events(timeline.events(until=day), Speech(state.names))
    for name, facet in state.branches().items():
        yield states.state(timeline, state, [name])
        if isinstance(facet, Facet):
            yield states.part(facet, name, state)
            for path, entry in facet.walk():
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


def headings_of(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines if line.sort == "heading"]


def headings_told(state: bt.Relationship) -> Iterable[str]:
    """The titles of the facets of any of whose entries a sentence tells something."""
    speech = Speech(state.names)
    for name, facet in entries.facets_of(state):
        said = (
            MANNERS[name].sentence(path, entry, speech)[1]
            or disputes.differences(name, entry, speech)
            for path, entry in facet.walk()
        )
        if any(said):
            yield states.title_of(name)


@given(LOGS)
def test_a_briefing_has_a_heading_for_each_facet_of_which_it_tells_and_names_the_others(
    records: tuple[Record, ...],
) -> None:
    timeline = of(*records)
    state = timeline.as_of("2030")
    lines = briefing.page(timeline, state)
    headings = headings_of(lines)
    assert headings == [*headings_told(state), "NOT KNOWN"]
    for name, facet in state.branches().items():
        is_unknown = facet is bt.Unknown
        assert not (is_unknown and states.title_of(name) in headings)
        (line,) = (
            each.text for each in lines if each.text.startswith("Nothing is recorded under ")
        )
        assert (name.replace("_", " ") in re.split(r", | and |under |\.", line)) == is_unknown
    assert len(plain(lines, 100).splitlines()) <= 400


@given(LOGS, st.sampled_from(["2001", "2002"]))
def test_any_changes_are_told_in_short_in_full_and_as_statements(
    records: tuple[Record, ...], day: str
) -> None:
    timeline = of(*records)
    found, happened = timeline.changes("1999", day), timeline.events("1999", day)
    both = timeline.as_of("1999"), timeline.as_of(day)
    slice = changes.slice_of(found)
    assert slice is not None
    assert (slice.before, slice.after) == both
    assert (slice.happened, slice.start) == (happened, both[0].day)
    for lines in (changes.page(slice), changes.page(slice, statements=True)):
        assert_reads_at_any_width(lines)
    everything = changes.everything(slice)
    assert_reads_at_any_width(everything)
    texts = [line.text for line in everything]
    assert [text for text in texts if text.startswith("because of ")] == [
        f"because of {', '.join(change.because)}" for change in found
    ]
    for event in happened:
        assert [text for text in texts if text.endswith(f"[{event.id}]")] != []


def heads(found: tuple[bt.Change, ...], slice: changes.Slice) -> Iterable[str]:
    """What each entry is called of which something changed."""
    for change in found:
        at = entries.lead(change.path, slice.after, slice.before)
        facet, path = at.facet, at.path
        both = (slice.after, slice.before)
        now, was = (entries.lead(f"{facet}.{path}", state).entry for state in both)
        entry = now or was
        assert entry is not None
        yield MANNERS[facet].sentence(path, entry, Speech(slice.after.names))[0]


def assert_what_if_is_told(timeline: Timeline, without: Sequence[str], day: str) -> None:
    """Each entry that differs is named, and each event that names one of those left out."""
    found = timeline.compare(timeline.without(*without), as_of=day)
    slice = changes.slice_of(found)
    assert slice is not None
    assert {*slice.without} == {*without}
    lines = changes.page(slice)
    assert_reads_at_any_width(lines)
    text = "\n".join(map(str, lines))
    assert [head for head in heads(found, slice) if head not in text] == []
    assert ("Nothing changed in how things stand." in text) == (not found)
    at = next(at for at, line in enumerate(lines) if line.text == "WHAT NAMES IT")
    below = [line.text for line in lines[at + 1 :] if line.depth == 1]
    assert [text.rpartition("[")[2] for text in below] == (
        [f"{event.id}]" for event in slice.naming] or ["Nothing."]
    )
    for event in slice.naming:
        assert [id for id in without if f"'{id}'" in repr(attrs.asdict(event.what))] != []


@given(LOGS, st.data())
def test_what_if_tells_every_entry_that_differs_and_what_names_those_left_out(
    records: tuple[Record, ...], data: st.DataObject
) -> None:
    timeline = of(*records)
    ids = [event.id for event in timeline.events()]
    if not ids:
        return
    without = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
    assert_what_if_is_told(timeline, without, "2030")


@pytest.mark.parametrize(
    "without",
    [["helicopter-crash"], ["sco-iran"], ["su-35-promised-24", "su-35-none-delivered"]],
    ids="+".join,
)
def test_what_if_of_the_chronicle_tells_every_entry_that_differs(without: list[str]) -> None:
    assert_what_if_is_told(chronicle(SHIPPED), without, "2026")


def test_a_path_leads_to_the_longest_of_the_ids_that_fit() -> None:
    names = ("J. R. Oil", "J. R. Oil.of North")
    records = [
        told(AliasRecorded(name=name, alias=f"The {at}", of="body"), id=f"a{at}")
        for at, name in enumerate(names)
    ]
    state = of(*records).as_of("2025")
    for name in names:
        for leaf in ("", "aliases"):
            at = entries.lead(f"evidence.{name}{leaf and f'.{leaf}'}", state)
            assert (at.facet, at.path, at.leaf) == ("evidence", name, leaf)
            assert at.entry == state.evidence[name]
    nowhere = entries.lead("commitments.jets.due", state)
    assert (nowhere.path, nowhere.leaf, nowhere.entry) == ("jets", "due", None)


def test_an_event_that_names_one_left_out_is_told_below() -> None:
    first = told(ProjectDescribed(project="plant", purpose="drones"), id="a")
    body = ProjectDescribed(
        project="plant", purpose="cars", contradicts=("a",), contradiction="it has one line"
    )
    timeline = of(first, told(body, id="b"), denial("projects.plant.purpose", "AA", "party", "a"))
    slice = changes.slice_of(timeline.compare(timeline.without("a"), as_of="2025"))
    assert slice is not None
    assert [event.id for event in slice.naming] == ["b", "no"]
    other = changes.slice_of(timeline.without("a").compare(timeline, as_of="2025"))
    assert other is not None
    assert (other.without, other.naming) == ((), ())
    assert "WHAT NAMES IT" not in [line.text for line in changes.page(other)]


def test_a_slice_is_made_of_what_was_asked_of_a_timeline_of_a_pair_and_of_nothing_else() -> None:
    timeline = of(told(ProjectDescribed(project="plant", purpose="drones")))
    learned = changes.slice_of(timeline.learned("2024-01-31", "2024-02-01", as_of="2025"))
    assert learned is not None
    assert learned.title == (
        "What became known after 31 January 2024, until 1 February 2024, "
        "of the state on 31 December 2025"
    )
    assert [event.id for event in learned.happened] == ["a"]
    assert learned.start is None
    found = timeline.changes("2023", "2024", known_by="2025", mode="possible")
    slice = changes.slice_of(found)
    assert slice is not None
    assert slice.title == (
        "What changed after 31 December 2023, until 31 December 2024, "
        "as was public by 31 December 2025, counting what is possible"
    )
    assert changes.slice_of(tuple(found)) is None
    log = bt.EventLog()
    log.append(told(ProjectDescribed(project="plant", purpose="drones")))
    counted = log.timeline(bt.Projection(initial=0, evolve=lambda seen, _: seen + 1))
    assert changes.slice_of(counted.changes("2023", "2024")) is None


@given(LOGS, st.lists(st.sampled_from(tuple(FACETS)), min_size=1, max_size=2, unique=True))
def test_a_slice_of_some_facets_has_their_changes_and_the_events_behind_them(
    records: tuple[Record, ...], facets: list[str]
) -> None:
    slice = changes.slice_of(of(*records).changes("1999", "2030"))
    assert slice is not None
    some = slice.of(facets)
    assert some.found == tuple(
        change for change in slice.found if change.path.partition(".")[0] in facets
    )
    behind = {id for change in some.found for id in change.because}
    assert some.happened == tuple(event for event in slice.happened if event.id in behind)
    assert slice.of(()) == slice


def test_what_was_only_seen_in_a_slice_may_have_been_so_before() -> None:
    body = ProjectStage(project="plant", stage="operational", observed=True)
    timeline = of(told(body), told(ProjectStage(project="mill", stage="built"), id="b"))

    def headings(after: str) -> list[str]:
        slice = changes.slice_of(timeline.changes(after, "2024-12-31"))
        assert slice is not None
        return [line.text for line in changes.page(slice) if line.sort == "heading"]

    assert headings("2023") == ["PROJECTS", "PERHAPS BEFORE: PROJECTS"]


def test_what_a_thing_was_on_the_way_is_told_with_what_it_is_at_the_end() -> None:
    stages = ("planned", "under-construction", "built", "operational")
    records = [
        told(ProjectStage(project="plant", stage=word), id=f"of-{at}", when=f"2024-0{at + 1}-01")
        for at, word in enumerate(stages)
    ]
    slice = changes.slice_of(of(*records).changes("2024-01-15", "2024-12-31"))
    assert slice is not None
    (line,) = (str(line) for line in changes.page(slice) if line.head == "Plant")
    assert line == (
        "Plant: operational since 1 April 2024 (Una) (before: planned); "
        "on the way: under construction on 1 February 2024 (Una), built on 1 March 2024 (Una)."
    )


def test_a_stage_that_may_have_come_before_the_slice_is_told_as_that() -> None:
    output = told(
        ProjectOutput(project="plant", quantity=drones(best=4)), id="c", when="2024-05-01"
    )
    records = (
        built("planned", id="a", when="2023-01-01"),
        built("built", id="b", when="[2023-06-01..2024-03-01]"),
        output,
    )
    slice = changes.slice_of(of(*records).changes("2024-01-15", "2024-12-31"))
    assert slice is not None
    assert [str(line) for line in changes.page(slice) if line.text][1:-1] == [
        "PROJECTS",
        "Plant: output so far, on 1 May 2024: 4 drones (Una).",
        "PERHAPS BEFORE: PROJECTS",
        "Plant: built between June 2023 and March 2024 (Una) (before: planned).",
    ]


def test_what_is_denied_says_so_among_the_changes() -> None:
    reached = ("negotiation-opened", "negotiation-suspended", "signed")
    records = [
        told(AgreementStage(agreement="pact", stage=word), id=f"of-{at}", when=f"2024-0{at + 1}-01")
        for at, word in enumerate(reached)
    ]
    no = denial("agreements.pact.stages", "Bo", "party", "of-1")
    came = told(DeliveryReported(commitment="jets", quantity=drones(best=4)), id="came")
    nothing = attrs.evolve(denial("commitments.jets.delivered", "AA"), id="nothing")
    slice = changes.slice_of(of(*records, no, came, nothing).changes("2023", "2024"))
    assert slice is not None
    lines = [str(line) for line in changes.page(slice)]
    assert "denie" not in next(line for line in lines if line.startswith("Pact: new: signed"))
    assert (
        "Jets: new: delivered so far: 4 drones (Una); AA denies what is told of the deliveries."
    ) in lines
    slice = changes.slice_of(of(*records, no).changes("2024-01-15", "2024-12-31"))
    assert slice is not None
    (line,) = (str(line) for line in changes.page(slice) if line.head == "Pact")
    assert line.endswith(
        "; on the way: negotiation suspended on 1 February 2024 (Una) (denied by Bo)."
    )


def test_on_a_terminal_headings_have_air_and_the_words_are_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    state = of(built("built")).as_of("2024-12-31")
    lines = briefing.page(of(built("built")), state)
    printing.print_page(lines)
    plainly = capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    printing.print_page(lines)
    shown = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)
    assert [line for line in shown.splitlines() if line] == [
        line for line in plainly.splitlines() if line
    ]
    assert ("\n\nNOT KNOWN\n" in shown, "\n\nNOT KNOWN\n" in plainly) == (True, False)
    assert "\n\n\n" not in shown


def test_a_day_that_was_corrected_is_told_where_it_became_known() -> None:
    first = built("built", when="2024-01-01", known="2024-02-01")
    better = attrs.evolve(first, when=bt.When("2023-12-01"), revision=1, known="2024-06-01")
    slice = changes.slice_of(of(first, better).learned("2024-03", "2024-12", as_of="2024-12-31"))
    assert slice is not None
    (line,) = (str(line) for line in changes.page(slice) if line.head == "Plant")
    assert line == "Plant: built on 1 December 2023 (Una) (dated before: 1 January 2024)."


def test_an_event_of_which_only_a_source_became_public_is_not_told_as_corrected() -> None:
    cited = [bt.Citation("a-register", known="2024-06-01")]
    event = bt.Event(
        id="a", when="2024-01", known="2024-02-01", what=EntryNoted(text="x"), sources=cited
    )
    told = changes.slice_of(of(event).learned("2024-03", "2024-12", as_of="2024-12-31"))
    assert told is not None
    assert told.beside == "Of events that are in no state: 1 told by other sources (a)"


def test_what_became_known_of_events_that_are_in_no_state_is_told() -> None:
    def noted(id: str, text: str, known: str, revision: int = 0, when: str = "2024-01") -> bt.Event:
        what = EntryNoted(text=text)
        return bt.Event(id=id, revision=revision, when=when, known=known, what=what)

    records: list[Record] = [
        noted("old", "A visit", "2024-02-01"),
        noted("mended", "A vist", "2024-02-01"),
        noted("mended", "A visit", "2024-06-01", revision=1),
        noted("wrong", "A war", "2024-02-01"),
        bt.Retraction(id="wrong", revision=1, known="2024-07-01", reason="misread"),
        noted("late", "A call", "2024-08-01"),
        noted("later", "A fair", "2024-08-01", when="2025-06"),
    ]
    timeline = of(*records)
    told = changes.slice_of(timeline.learned("2024-03", "2024-12", as_of="2024-12-31"))
    assert told is not None
    expected = "Of events that are in no state: 1 new; 1 corrected (mended); 1 no more (wrong)."
    assert expected in map(str, changes.page(told))
    assert expected in map(str, changes.everything(told))
    assert expected not in map(str, changes.page(told, ["trade"]))
    same = changes.slice_of(timeline.learned("2024-09", "2024-12", as_of="2024-12-31"))
    assert same is not None
    assert same.beside == ""


def test_who_held_an_office_on_the_way_is_told() -> None:
    holders = (("Ada", "2023-05-01"), ("Bo", "2024-02-01"), ("Cy", "2024-03-01"))
    records = [
        told(OfficeAssumed(office="chair", person=name), id=name.lower(), when=day)
        for name, day in holders
    ]
    slice = changes.slice_of(of(*records).changes("2024-01-15", "2024-12-31"))
    assert slice is not None
    (line,) = (str(line) for line in changes.page(slice) if line.head == "Chair")
    assert line.endswith(
        "(before: Ada); on the way: Bo, since 1 February 2024, until 1 March 2024."
    )


@given(LOGS)
def test_any_value_is_explained_by_its_name_and_its_path(records: tuple[Record, ...]) -> None:
    timeline = of(*records)
    state = timeline.as_of("2002")
    works = {source.id: source for source in timeline.coverage.sources}
    for change in timeline.changes("1999", "2002")[:4]:
        why = timeline.explain(change.path, as_of="2002")
        lines = explanations.explanation(why, works, state, state.day, None, "certain")
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
    timeline = of(*records)
    state = timeline.as_of("2030")
    late = {(each.path, each.what) for each in state.late()}
    for name, facet in state.branches().items():
        if not isinstance(facet, Facet) or name == "evidence":
            continue
        for path, entry in facet.walk():
            for what in ("overdue", "start_overdue", "lapsed"):
                by = getattr(entry, what, bt.Unknown)
                is_late = by is not bt.Unknown and bool(by.high)
                assert ((f"{name}.{path}", what) in late) == is_late
    lines = overdue.page(timeline, state)
    first = states.asked(timeline, state)
    assert [*lines[: len(first)]] == first
    assert [line.text for line in lines[len(first) : len(first) + 2]] == ["", "LATE"]
    told = [str(line) for line in lines[len(first) + 2 :]]
    sure = [f"{each.path}]" for each in state.late() if each.days.low]
    perhaps = [f"{each.path}]" for each in state.late() if not each.days.low]
    assert [text.rpartition(" [")[2] for text in told] == [
        *(sure or ["Nothing is."]),
        *(["", "PERHAPS LATE", *perhaps] if perhaps else []),
    ]
    assert ["perhaps late by" in text for text in told if text.endswith("]")] == [
        *([False] * len(sure)),
        *([True] * len(perhaps)),
    ]
    order = [(each.days.low or 0, each.days.high or 0) for each in state.late()]
    assert order == sorted(order, reverse=True)


def test_the_manners_are_of_facets_leaves_and_values_that_there_are() -> None:
    assert set(MANNERS) <= set(FACETS)
    for name, manner in MANNERS.items():
        entry = entry_of(FACETS[name])
        changing = {value for value, made in entry.derives.items() if not made.waits}
        known = {*entry.leaves, *changing}
        is_default = manner.marks == attrs.fields(Manner).marks.default
        told = {*manner.tells, *(() if is_default else manner.marks)}
        assert (name, told - known) == (name, set())


def test_leaves_are_called_something_only_where_there_is_such_a_leaf() -> None:
    known = {
        name
        for facet in FACETS.values()
        for name in (*entry_of(facet).leaves, *entry_of(facet).derives)
    }
    assert {*entries.NAMES} - known == set()


def test_in_full_a_side_of_the_pair_is_called_by_its_name() -> None:
    timeline = chronicle(SHIPPED)
    state = timeline.as_of("2026")
    for facet in state.branches().keys() - {"evidence"}:  # which is told by the paths of values
        text = plain(states.state(timeline, state, [facet]), ENDLESS)
        bare = re.sub(r"\[[^\]]*\]", "", text)
        assert re.findall(rf"\b(?:{'|'.join(state.pair)})\b", bare) == []


# -- a briefing has no codes ------------------------------------------------------------------

SHIPPED = "russia-iran"
OTHER = Path(__file__).parent / "india-pakistan"
VOCABULARY = {
    word
    for kind in KINDS
    for field in attrs.fields(kind)
    for validator in checks_of(field.validator)
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
            ids |= {step for path, _ in facet.walk() for step in path.split(".")}
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


def test_the_briefings_of_two_chronicles_have_a_heading_for_each_facet() -> None:
    seen = set()
    for name, day in ((SHIPPED, "2024-12-31"), (OTHER, "2025-06-30")):
        timeline = chronicle(name)
        state = timeline.as_of(day)
        headings = headings_of(briefing.page(timeline, state))
        assert headings == [*headings_told(state), "NOT KNOWN"]
        seen |= {*headings}
    assert {states.title_of(name) for name in FACETS if name != "evidence"} - seen == set()


DAYS = ("1995", "2008", "2016-09-30", "2019-03-01", "2022-10-01", "2023", "2024-06-30", "2026")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", [SHIPPED, OTHER], ids=["russia-iran", "india-pakistan"])
@pytest.mark.parametrize("mode", ["certain", "possible"])
def test_a_briefing_of_a_chronicle_with_names_has_no_code_outside_square_brackets(
    name: str | Path, day: str, mode: Any
) -> None:
    timeline = chronicle(name)
    lines = briefing.page(timeline, timeline.as_of(day, mode=mode))
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
