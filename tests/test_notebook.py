"""Notebooks and prompts: what is answered fits on a screen; as HTML it is escaped and whole."""

from __future__ import annotations

import copy
import importlib
import pickle
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.records.display import WIDTH, Answers, Drawn, brief, screen
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations.claims import Claims
from bilateral_timeline.relations.entry import Entry
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.testing import timeline_of
from bilateral_timeline.views import briefing
from pairs import LOGS, PAIR

RELATIONSHIP = bt.relationship(*PAIR)
TIMELINE = bt.load_chronicle("russia-iran")
DAY = "2024-06-30"
STATE = TIMELINE.as_of(DAY)
SCREEN = 50  # lines


def parts_of(value: Any) -> Iterator[Drawn]:
    """A state, a facet or an entry, and all that it is made of."""
    if isinstance(value, Drawn):
        yield value
    if isinstance(value, bt.Relationship | Facet):
        held = value.branches() if isinstance(value, bt.Relationship) else value
        for part in held.values():
            yield from parts_of(part)
    if isinstance(value, Entry):
        for _, group in value.claims():
            yield group
            yield from group.claims


def answers(timeline: bt.Timeline[Any], day: str, before: str) -> Iterator[Any]:
    """Every sort of answer that a timeline gives, and what is in them."""
    state = timeline.as_of(day)
    yield from parts_of(state)
    found = [
        timeline.events(),
        timeline.undecided(day),
        timeline.find("a"),
        timeline.changes(before, day),
        timeline.learned(before, day, as_of=day),
        timeline.compare(timeline.without(*[e.id for e in timeline.events()[:1]]), as_of=day),
        *(timeline.history(event.id) for event in timeline.events()[:1]),
    ]
    for several in found:
        yield several
        yield from (each for each in several[:3] if isinstance(each, Drawn))
    for change in timeline.changes(before, day)[:3]:
        yield timeline.explain(change.path, as_of=day)
        yield timeline.series(change.path, every="year", after=before, until=day)


# -- a prompt ---------------------------------------------------------------------------------


def assert_on_a_screen(told: str) -> None:
    lines = told.splitlines()
    assert len(lines) <= SCREEN, told
    assert all(len(line) <= 2 * WIDTH for line in lines), told


def test_all_that_the_chronicle_answers_fits_on_a_screen() -> None:
    for answer in answers(TIMELINE, DAY, "2022-02-23"):
        assert_on_a_screen(repr(answer))


def test_a_state_says_how_much_there_is_of_what_and_what_to_ask_next() -> None:
    told = repr(STATE).splitlines()
    assert told[0] == "Relationship of RU and IR on 2024-06-30"
    assert told[-1] == "  ask next: .leadership, .at(PATH), timeline.explain(PATH, as_of=DAY)"
    for name, facet in STATE.branches().items():
        (row,) = (line for line in told if line.startswith(f"  {name} "))
        expected = "nothing" if facet is bt.Unknown else str(len(facet))
        assert row.split()[1] == expected
    asked = repr(TIMELINE.as_of(DAY, known_by="2023-04-01", mode="possible")).partition("\n")[0]
    assert asked.endswith("on 2024-06-30, as was public by 2023-04-01, counting what is possible")


def test_an_entry_says_first_what_changes_by_waiting() -> None:
    assert STATE.commitments is not bt.Unknown
    told = repr(STATE.commitments["su-35"]).splitlines()
    assert told[0] == "Commitment commitments.su-35 on 2024-06-30"
    assert told[1].split(maxsplit=1) == ["overdue", "457 to 488 days"]
    assert told[-1].endswith(".why(NAME)")


def test_what_is_left_out_is_counted() -> None:
    events = TIMELINE.events()
    assert repr(events).splitlines()[0] == f"{len(events):,} events, a tuple"
    assert repr(events).splitlines()[-2] == f"  ... {len(events) - 20:,} more"
    rows = ((str(number), "") for number in range(25))
    assert screen("Rows", rows).splitlines()[-1] == "  ... 5 more"


def test_answers_are_a_tuple_and_a_slice_of_them_is_answers() -> None:
    events: Any = TIMELINE.events()
    assert events == tuple(events) and hash(events) == hash(tuple(events))  # noqa: PT018
    assert isinstance(events[:3], Answers)
    assert events[:3].question is TIMELINE
    assert isinstance(events[0], bt.Event)
    assert repr(events[:0]) == "()"
    for copied in (copy.copy(events), pickle.loads(pickle.dumps(events))):
        assert (copied, copied.question) == (events, None)


ODD = st.text(max_size=400) | st.binary(max_size=99) | st.lists(st.text(), max_size=99).map(tuple)


@given(ODD, st.integers(28, 300))
def test_any_value_has_a_line(value: Any, limit: int) -> None:
    told = brief(value, limit)
    assert len(told) <= limit
    assert len(told.splitlines()) <= 1


def test_a_value_whose_words_fail_has_a_line() -> None:
    class Broken:
        def __str__(self) -> str:
            raise ZeroDivisionError

        __repr__ = __str__

    assert "Broken" in brief(Broken())


# -- HTML -------------------------------------------------------------------------------------

TAGS = {"div", "b", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "pre"}
SIGNS = ("<", ">", "&", '"', "'", "<b>", "</div>", "<script>x()</script>", "&amp;", "&#60;", "a")
SPOILT = st.lists(st.sampled_from((*SIGNS, "<img src=x onerror=y>")), min_size=1, max_size=6)
TEXTS = SPOILT.map("".join).map(lambda text: f"z{text}z")


class Reader(HTMLParser):
    """Reads HTML as a page does: the tags that are open, and the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attributes} <= {"style", "open"}
        assert "url" not in str(attributes)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in ("div", "summary", "td", "th"):
            self.text += "\n"

    def handle_data(self, text: str) -> None:
        assert not set(text) & set("<>&\"'")
        self.text += text

    def handle_entityref(self, name: str) -> None:
        assert name in ("lt", "gt", "amp", "quot")
        self.text += unescape(f"&{name};")

    def handle_charref(self, name: str) -> None:
        assert name == "x27"
        self.text += "'"

    def refuse(self, text: str) -> None:
        raise AssertionError(text)

    handle_comment = refuse  # type: ignore[assignment]
    handle_decl = refuse  # type: ignore[assignment]
    handle_pi = refuse  # type: ignore[assignment]
    unknown_decl = refuse  # type: ignore[assignment]


def read(value: Any) -> str:
    """The text of the HTML of a value, which is whole and harmless."""
    reader = Reader()
    reader.feed(value._repr_html_())
    reader.close()
    assert reader.open == []
    return reader.text


def spoilt(value: Any, text: str) -> Any:
    """A record, or a part of one, with a text in each place that takes any text."""
    if isinstance(value, tuple):
        return tuple(spoilt(each, text) for each in value)
    if not attrs.has(type(value)) or isinstance(value, bt.When):
        return value
    for field in attrs.fields(type(value)):
        held = getattr(value, field.name)
        if field.name in ("id", "source", "parties") or not field.init:
            continue
        with suppress(bt.TimelineError):
            made = text if isinstance(held, str) else spoilt(held, text)
            value = attrs.evolve(value, **{field.alias: made})
    return value


@given(LOGS, TEXTS)
def test_any_text_is_escaped_in_every_view(records: tuple[Record, ...], text: str) -> None:
    log = [spoilt(record, text) for record in records]
    timeline = timeline_of(RELATIONSHIP, log)
    days = [event.when.latest or event.when.earliest for event in timeline.events(mode="possible")]
    day = str(max((day for day in days if day), default="2001-12-31"))
    before = "1990-01-01" if day > "1991" else "0001-01-01"
    for answer in answers(timeline, day, before):
        read(answer)
        assert_on_a_screen(repr(answer))
    for event in timeline.events():
        assert event.title == text
        assert text in read(event)


def test_a_change_of_whatever_path_fits_on_two_lines() -> None:
    change = bt.Change("force.one." + "x" * 150, "before " * 20, "after " * 20, ("id-" * 40,))
    assert_on_a_screen(repr(change))
    assert repr(change).startswith("Change of force.one ")


@given(TEXTS)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    series = bt.Series([(Date(2024, 1, 1), text)], text)
    assert read(series).count(text) == 2
    assert brief(text, 96) in " ".join(read(Answers([text])).split())


@cache
def shown_in(value: Any) -> str:
    return " ".join(read(value).split())


def test_a_state_is_drawn_in_the_words_of_its_briefing() -> None:
    told = shown_in(STATE)
    lines = [line for line in briefing.page(TIMELINE, STATE) if line.sort != "aside"]
    assert len(lines) > 50
    assert [line for line in lines if " ".join(line.text.split()) not in told] == []
    assert [line for line in lines if line.head not in told] == []
    assert "timeline.explain(" in told
    assert "--facet" not in told


def test_a_facet_and_its_entries_are_drawn_with_their_sources() -> None:
    assert STATE.commitments is not bt.Unknown
    told, jets = shown_in(STATE.commitments), shown_in(STATE.commitments["su-35"])
    assert told.startswith("COMMITMENTS, on 30 June 2024")
    assert jets.startswith("Su-35 for Iran [commitments.su-35], on 30 June 2024")
    for id in STATE.commitments:
        assert f"[commitments.{id}]" in told
    for text in (told, jets):
        assert "24 aircraft, between February 2022 and February 2024 [efis-2024]" in text
    assert "24 aircraft" in shown_in(STATE.commitments["su-35"].promised)


def test_changes_are_drawn_as_what_changed_and_as_what_was_learned() -> None:
    changes = TIMELINE.changes("2024-05-18", "2024-05-19")
    assert shown_in(changes).startswith("What changed after 18 May 2024, until 19 May 2024")
    assert "vacant since 19 May 2024" in shown_in(changes)
    learned = TIMELINE.learned("2024-06-02", "2024-06-03", as_of="2024-06-03")
    assert shown_in(learned).startswith(
        "What became known after 2 June 2024, until 3 June 2024, of the state on 3 June 2024"
    )
    other = TIMELINE.compare(TIMELINE.without("helicopter-crash"), as_of="2024-12-31")
    assert shown_in(other).startswith("The state on 31 December 2024 without helicopter-crash")
    assert "WHAT NAMES IT" in shown_in(other)
    back = TIMELINE.without("helicopter-crash").compare(TIMELINE, as_of="2024-12-31")
    assert shown_in(back).startswith("What differs on 31 December 2024 in the other timeline")
    assert "WHAT NAMES IT" not in shown_in(back)


def test_a_series_is_drawn_as_a_table_of_its_runs() -> None:
    series = TIMELINE.series("commitments.su-35.status", after="2022-11", until="2023-04")
    lines = read(series).splitlines()
    assert lines[0] == "commitments.su-35.status, 5 days"
    assert lines[5:9] == ["31 December 2022", "28 February 2023", "3", "open"]


def test_what_does_not_know_of_what_it_was_asked_is_drawn_as_at_a_prompt() -> None:
    for answer in (STATE, TIMELINE.changes("2024-05-18", "2024-05-19")):
        copied = pickle.loads(pickle.dumps(answer))
        assert read(copied).split() == repr(copied).split()
    entry = RELATIONSHIP.fold([])
    assert read(RELATIONSHIP.show(entry)).startswith("Relationship of AA and BB")


# -- IPython ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A shell of IPython, as a notebook has it, that leaves nothing behind."""
    needs = "needs IPython: pip install -e '.[check]'"
    core = pytest.importorskip("IPython.core.interactiveshell", reason=needs)
    names = {"state": STATE, "timeline": TIMELINE, "turnover": STATE.at("trade.turnover")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        config = importlib.import_module("traitlets.config").Config()
        config.HistoryManager.enabled = False
        yield core.InteractiveShell(config=config, user_ns=names)


def test_ipython_draws_a_state_as_html_and_as_text(shell: Any) -> None:
    drawn, _ = shell.display_formatter.format(STATE)
    assert drawn["text/html"] == STATE._repr_html_()
    assert drawn["text/plain"] == repr(STATE)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("state.lead", "leadership"),
        ('state.leadership["ir-p', "ir-president"),
        ('state.commitments["su', "su-35"),
        ('turnover["20', "2023"),
        ("timeline.ser", "series"),
    ],
)
def test_ipython_completes_names_and_keys(shell: Any, typed: str, expected: str) -> None:
    with importlib.import_module("IPython.core.completer").provisionalcompleter():
        found = [one.text for one in shell.Completer.completions(typed, len(typed))]
    assert expected in {one.rpartition(".")[2] for one in found}


def test_a_group_of_claims_is_drawn_without_a_name() -> None:
    assert isinstance(Claims(), Drawn)
    assert "claims" in read(Claims())
