"""How things are said: any state of any pair reads well, with the works behind each line."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from bilateral_timeline.views.wording import WIDTH, spaced, value
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations.claim import Account
from bilateral_timeline.relations.entry import Entry
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.facets.contacts import MeetingHeld, StatementMade
from bilateral_timeline.relations.facets.projects import ProjectDescribed, ProjectStage
from bilateral_timeline.relations.facets.trade import TradeReported
from bilateral_timeline.relations.leaves import derived, label, plan, words
from bilateral_timeline.relations.relationship import FACETS, Part
from bilateral_timeline.views import bodies, changes, entries, states
from bilateral_timeline.views import words as table
from pairs import KINDS, LOGS, PAIR, body_of

PROJECTION = bt.relationship(*PAIR)
Timeline = bt.Timeline[bt.Relationship]


def of(*records: Record) -> Timeline:
    log = bt.EventLog()
    log.append(*records)
    return log.timeline(PROJECTION)


def told(what: Any, **more: Any) -> bt.Event:
    """An event between the two, of one source of its own unless it says another."""
    given = {"when": "2024-01-01", "known": "2024-02-01", "parties": PAIR, **more}
    id = given.setdefault("id", "a")
    given.setdefault("sources", [bt.Citation(f"work-{id}", "p. 1", known=given["known"])])
    return bt.Event(what=what, **given)


def page(*records: Record, day: str = "2024-12-31") -> str:
    """A state on a page, without its line breaks."""
    timeline = of(*records)
    return _flowing(states.briefing(timeline, timeline.as_of(day)))


def full(facet: str, *records: Record, day: str = "2024-12-31") -> list[str]:
    timeline = of(*records)
    lines = states.state(timeline, timeline.as_of(day), [facet]).splitlines()
    return lines[lines.index(spaced(facet).upper()) + 1 :]


def _flowing(text: str) -> str:
    return " ".join(text.split())


# -- any state --------------------------------------------------------------------------------


@given(LOGS)
def test_any_state_is_told_in_full_with_every_work_that_its_claims_cite(
    records: tuple[Record, ...],
) -> None:
    timeline = of(*records)
    state = timeline.as_of("2030")
    for name, facet in state.branches().items():
        text = states.state(timeline, state, [name])
        assert all(len(line) <= WIDTH or " " not in line.strip() for line in text.splitlines())
        if facet is bt.Unknown:
            assert "unknown: nothing is recorded by that day" in text
            continue
        flowing = _flowing(text)
        for path, group in facet.claims():
            assert f" {path.split('.')[0]}" in flowing
            for claim in group:
                assert [work for work in claim.sources if work not in flowing] == []


@given(LOGS)
def test_any_state_has_its_page_and_each_facet_that_is_told_of_a_heading_on_it(
    records: tuple[Record, ...],
) -> None:
    timeline = of(*records)
    state = timeline.as_of("2030")
    lines = states.briefing(timeline, state).splitlines()
    headings = [spaced(n).upper() for n, f in state.branches().items() if f is not bt.Unknown]
    assert [line for line in lines if line in headings] == headings
    assert len(lines) <= 400


@given(LOGS)
def test_a_state_reads_without_any_words_for_its_facets(records: tuple[Record, ...]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(table, "WORDS", {})
        timeline = of(*records)
        state = timeline.as_of("2030")
        text = _flowing(states.state(timeline, state, FACETS))
        states.briefing(timeline, state)
        for name in FACETS:
            facet = getattr(state, name)
            for _, group in () if facet is bt.Unknown else facet.claims():
                assert [work for work in group.sources if work not in text] == []


@given(LOGS, st.sampled_from(["2001", "2002"]))
def test_any_changes_and_explanations_are_told(records: tuple[Record, ...], day: str) -> None:
    timeline = of(*records)
    found = timeline.changes("1999", day)
    text = changes.changes(timeline.events("1999", day), found, "then")
    assert text.count("because of ") == len(found)
    for change in found[:3]:
        why = timeline.explain(change.path, as_of=day)
        state = timeline.as_of(day)
        explained = changes.explanation(why, state.day, None, "certain", state)
        assert explained.startswith(f"{change.path} as of ")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_a_body_of_any_kind_is_said_and_a_part_of_it_never_without_its_value(
    kind: type, data: st.DataObject
) -> None:
    body = data.draw(body_of(kind))
    text = bodies.body(body, value)
    assert "{" not in text
    assert "None" not in text
    assert "False" not in text


def test_the_words_are_of_facets_leaves_and_values_that_there_are() -> None:
    assert set(table.WORDS) <= set(FACETS)
    for name, told in table.WORDS.items():
        entry: Any = FACETS[name]
        while issubclass(entry, Facet):
            entry = entry.of
        known = [*entry.leaves, *entry.derives, *dir(entry)]
        named = [*(told.leads or ()), *told.hides, told.together or "id"]
        assert [each for each in named if each not in known] == []
        for title in told.titles:
            for form, leaf in [(title, leaf) for leaf in entry.leaves if f"{{{leaf}}}" in title]:
                assert entry.leaves[leaf].none.of.label, (form, leaf)


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
    coins = bt.Quantity(7, None, 7, unit="coins")
    log = bt.EventLog()
    log.append(
        told(BridgeTold(bridge="old", name="The old bridge", toll=coins)),
        told(BridgeTold(bridge="old", said="it is narrow"), id="b"),
        told(BridgeTold(bridge="new", said="it will be wide"), id="c"),
    )
    timeline = log.timeline(bt.relationship(*PAIR, into=Crossed))
    state = timeline.as_of("2024-12-31")
    lines = states.state(timeline, state, ["bridges"]).splitlines()
    assert lines[lines.index("BRIDGES") :] == [
        "BRIDGES",
        "  new",
        "    said (single-source): it will be wide [work-c]",
        "  old: The old bridge",
        "    dear [work-a]",
        "    toll (single-source): 7 coins, 2024-01-01 [work-a]",
        "    said (single-source): it is narrow [work-b]",
    ]
    assert "BRIDGES\n  new: said: it will be wide [1]  |  old: dear [1]" in states.briefing(
        timeline, state
    )


# -- single lines -----------------------------------------------------------------------------


def stage(id: str, word: str, **more: Any) -> bt.Event:
    return told(ProjectStage(project="plant", stage=word), id=id, **more)


def test_what_is_only_expected_is_told_as_such_and_settles_nothing() -> None:
    cited = [bt.Citation("gazette", "p. 1", stance="expects", known="2024-02-01")]
    event = stage("a", "operational", sources=cited)
    assert "plant: stages: operational (expected) [1]" in page(event)
    assert full("projects", event) == [
        "  plant",
        "    stages (single-source): operational, 2024-01-01 (expected) [gazette]",
    ]


def test_what_was_told_long_ago_is_marked() -> None:
    event = stage("a", "operational")
    assert "plant: operational, told 2024-01-01 [1]" in page(event)
    later = stage("b", "closed", when="2027", known="2027")
    assert "plant: operational, told 2024-01-01; not told again [1]" in page(
        event, later, day="2026-12-31"
    )


def test_what_is_over_is_left_out_once_it_is_long_over() -> None:
    event = stage("a", "closed")
    assert "plant: closed, told 2024-01-01 [1]" in page(event)
    more = stage("b", "closed", when="2029", known="2029", parties=("AA", "CC"))
    assert "and 1 more that are past, or of which less is told: plant" in page(
        event, more, day="2029"
    )
    assert full("projects", event, more, day="2029")[0] == "  plant"


def test_a_date_of_another_source_stands_beside_its_work() -> None:
    cited = [
        bt.Citation("gazette", "p. 1", known="2024-02-01"),
        bt.Citation("herald", "p. 2", known="2024-02-03", when="2024-01"),
    ]
    lines = full("projects", stage("a", "built", sources=cited))
    assert "    stages (confirmed): built, 2024-01-01 [gazette, herald (2024-01)]" in lines
    at = lines.index("    date of built (refinement)")
    assert lines[at + 1 : at + 3] == [
        "      2024-01-01 [gazette]",
        "      2024-01 [herald (2024-01)]",
    ]


def test_a_work_that_doubts_says_so() -> None:
    cited = [
        bt.Citation("gazette", "p. 1", known="2024-02-01"),
        bt.Citation("herald", "p. 2", known="2024-02-03", stance="doubts"),
    ]
    lines = full("projects", stage("a", "built", sources=cited))
    assert "    stages (single-source): built, 2024-01-01 [gazette, herald doubts]" in lines


def test_a_claim_of_a_part_and_one_that_contradicts_say_so() -> None:
    first = told(ProjectDescribed(project="plant", purpose="drones", scope="north"))
    second = told(
        ProjectDescribed(
            project="plant", purpose="cars", contradicts=("a",), contradiction="it has one line"
        ),
        id="b",
    )
    assert full("projects", first, second)[-3:] == [
        "    purpose (contested)",
        "      drones, of north [work-a]",
        "      cars; contradicts a [work-b]",
    ]


def test_figures_side_by_side_have_a_line_each_and_their_class() -> None:
    def turnover(id: str, low: int, high: int) -> bt.Event:
        money = bt.Money(low, None, high, currency="XXX")
        return told(TradeReported(flow="turnover", year=2023, value=money), id=id)

    records = turnover("a", 10, 12), turnover("b", 20, 22), turnover("c", 10, 12)
    assert full("trade", *records) == [
        "  turnover",
        "    2023",
        "      10 to 12 XXX; contested: value [work-a, work-b, work-c]",
        "      value (contested)",
        "        10 to 12 XXX [work-a, work-c]",
        "        20 to 22 XXX [work-b]",
    ]


def test_a_facet_of_more_entries_than_a_page_has_room_for_tells_of_the_last() -> None:
    records = [
        told(
            ProjectStage(project=f"plant-{at}", stage="built"),
            id=f"built-{at}",
            when=f"2023-01-{at:02}",
        )
        for at in range(1, 29)
    ]
    text = page(*records, day="2023-12-31")
    shown = [at for at in range(1, 29) if f"plant-{at}: built" in text]
    assert shown == list(range(29 - states.ROOM, 29))
    assert f"and {28 - states.ROOM} more that are past, or of which less is told" in text


def test_names_stand_beside_ids_that_have_no_name_of_their_own() -> None:
    from bilateral_timeline.relations.names import Named, Names

    names = Names((Named("plant", "thing", "The drone plant"),))
    log = bt.EventLog()
    log.append(stage("a", "built"))
    timeline = log.timeline(bt.relationship(*PAIR, names=names))
    text = states.state(timeline, timeline.as_of("2024-12-31"), ["projects"])
    assert "  plant: The drone plant" in text.splitlines()


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
        (
            BridgeTold(bridge="old", toll=bt.Quantity(7, None, 7, unit="coins")),
            "old, toll 7 coins",
        ),
    ],
)
def test_a_body_is_said_in_words(body: Any, text: str) -> None:
    assert value(body) == text


def test_an_entry_on_its_own_is_told_without_a_day() -> None:
    state = of(stage("a", "built")).as_of("2024-12-31")
    assert state.projects is not bt.Unknown
    behind = entries.works_behind(state.projects)
    assert behind == {"a": ("work-a",)}
    assert attrs.fields(table.Words).titles.default == ("{name}",)
