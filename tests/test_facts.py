"""Each fact of the works cited, held to the events of the shipped chronicle that tell it.

The table is `facts.json`; its `origin` says where the facts come from. An event may deviate from
its fact on purpose: then the fact says `why`, and a reason that is not needed fails too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.files.chronicle import packaged
from bilateral_timeline.relations.relationship import Relationship

Fact = dict[str, Any]
Chronicle = bt.Timeline[Relationship]
Bounds = tuple[Decimal | None, Decimal | None, Decimal | None]
Shown = Callable[[str], frozenset[str]]


def read_facts() -> list[Fact]:
    text = Path(__file__).with_name("facts.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    facts: list[Fact] = table["facts"]
    return facts


FACTS = read_facts()
TOLD = [fact for fact in FACTS if fact["events"]]
each_fact = pytest.mark.parametrize(
    "fact", TOLD, ids=[f"{fact['id']}-{fact['events'][0]}" for fact in TOLD]
)


@pytest.fixture(scope="module")
def timeline() -> Chronicle:
    return bt.load_chronicle("russia-iran")


@pytest.fixture(scope="module")
def events(timeline: Chronicle) -> dict[str, bt.Event]:
    return {event.id: event for event in timeline.events()}


@pytest.fixture(scope="module")
def shown(timeline: Chronicle) -> Shown:
    """The ids of the events that are public by a day."""

    @cache
    def ids(day: str) -> frozenset[str]:
        return frozenset(event.id for event in timeline.events(known_by=day))

    return ids


def telling(fact: Fact, events: dict[str, bt.Event]) -> list[bt.Event]:
    return [events[id] for id in fact["events"]]


def why(fact: Fact, aspect: str) -> str:
    reason: str = fact.get("why", {}).get(aspect, "")
    return reason


# -- the table --------------------------------------------------------------------------------


def test_every_fact_is_there_once_with_its_events_in_the_chronicle(
    events: dict[str, bt.Event],
) -> None:
    assert [fact["id"] for fact in FACTS] == [f"F{number:03}" for number in range(1, 264)]
    assert [(f["id"], id) for f in FACTS for id in f["events"] if id not in events] == []
    assert [f["id"] for f in FACTS if len(set(f["events"])) < len(f["events"])] == []


def test_a_fact_without_an_event_is_a_duplicate_and_the_curator_is_told() -> None:
    without = [fact for fact in FACTS if not fact["events"]]
    readme = (packaged()["russia-iran"].parent / "README.md").read_text(encoding="utf-8")
    assert len(without) <= 10
    assert [fact["id"] for fact in without if "duplicate" not in why(fact, "events")] == []
    assert [fact["id"] for fact in without if fact["id"] not in readme] == []


def test_few_events_tell_what_is_no_fact_of_the_table(events: dict[str, bt.Event]) -> None:
    named = {id for fact in FACTS for id in fact["events"]}
    others = events.keys() - named
    assert len(named) + len(others) == len(events)
    assert len(others) * 4 < len(events)


def test_the_table_says_nothing_that_is_not_compared() -> None:
    fields = {"id", "title", "events", "when", "earliest", "latest", "figures", "sources", "known"}
    aspects = {"when", "start", "known", "sources", "figures", "due", "events"}
    assert [fact["id"] for fact in FACTS if fact.keys() - {"due", "why"} != fields] == []
    assert [fact["id"] for fact in FACTS if fact.get("why", {}).keys() - aspects] == []


@pytest.mark.parametrize("fact", FACTS, ids=[fact["id"] for fact in FACTS])
def test_the_bounds_of_a_fact_are_those_of_its_date(fact: Fact) -> None:
    when = bt.When(fact["when"])
    assert (day(when.start.earliest), day(when.end.latest)) == (fact["earliest"], fact["latest"])


# -- the facts --------------------------------------------------------------------------------


def told_by(fact: Fact, events: dict[str, bt.Event]) -> tuple[bt.When, date]:
    """The date and the first known day of the first event; or those that one source gives it."""
    event = events[fact["events"][0]]
    for citation in event.sources:
        own = citation.when is not None and [citation.source] == fact["sources"]
        if own and citation.known and citation.when == bt.When(fact["when"]):
            return citation.when, citation.known
    return event.when, event.known


@each_fact
def test_the_first_event_has_the_date_of_its_fact(fact: Fact, events: dict[str, bt.Event]) -> None:
    when = told_by(fact, events)[0]
    same = (day(when.start.earliest), day(when.end.latest)) == (fact["earliest"], fact["latest"])
    # The date of a fact, or a start inside it and `when` says why, or elsewhere: `start` does.
    if same:
        assert (why(fact, "when"), why(fact, "start")) == ("", "")
    elif begins_within(when, fact["earliest"], fact["latest"]):
        assert why(fact, "when"), f"{when} is not {fact['when']}"
    else:
        assert why(fact, "start"), f"{when} begins outside {fact['when']}"


def day(value: object) -> str | None:
    return None if value is None else str(value)


def begins_within(when: bt.When, earliest: str | None, latest: str | None) -> bool:
    first, last = day(when.start.earliest), day(when.start.latest)
    late_enough = earliest is None or (first is not None and earliest <= first)
    return late_enough and (latest is None or (last is not None and last <= latest))


@each_fact
def test_the_first_event_became_known_with_its_fact(
    fact: Fact, events: dict[str, bt.Event]
) -> None:
    same = str(told_by(fact, events)[1]) == fact["known"]
    assert same is not bool(why(fact, "known")), fact["known"]


@each_fact
def test_each_source_of_a_fact_is_cited(fact: Fact, events: dict[str, bt.Event]) -> None:
    cited = {citation.source for event in telling(fact, events) for citation in event.sources}
    missing = [source for source in fact["sources"] if source not in cited]
    assert bool(missing) is bool(why(fact, "sources")), missing


@each_fact
def test_each_figure_of_a_fact_is_told(fact: Fact, events: dict[str, bt.Event]) -> None:
    told = telling(fact, events)
    figures = {figure for event in told for figure in figures_in(event.what)}
    missing = [figure for figure in fact["figures"] if scaled(figure) not in figures]
    assert bool(missing) is bool(why(fact, "figures")), missing
    said = [text for event in told for text in words_of(event)]
    assert [figure for figure in missing if not all_said(figure, said)] == []


SIZES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


def scaled(figure: dict[str, Any]) -> tuple[Bounds, str]:
    """The bounds of a figure as whole amounts, and what is counted."""
    size, *unit = figure["unit"].split()
    times = SIZES.get(size, 1)
    counted = " ".join(unit if size in SIZES else (size, *unit))
    low, best, high = (
        None if figure[bound] is None else figure[bound] * times
        for bound in ("low", "best", "high")
    )
    return (low, best, high), counted


def figures_in(value: object) -> Iterator[tuple[Bounds, str]]:
    """Every quantity and sum in a body, however deep, and every count of votes."""
    if isinstance(value, bt.Quantity | bt.Money):
        yield (value.low, value.best, value.high), value.measure
    elif isinstance(value, tuple):
        for item in value:
            yield from figures_in(item)
    elif attrs.has(made := type(value)):
        number = getattr(value, "number", None)
        if isinstance(number, int):
            yield (Decimal(number), Decimal(number), Decimal(number)), "votes"
        for field in attrs.fields(made):
            yield from figures_in(getattr(value, field.name))


def words_of(event: bt.Event) -> list[str]:
    return [event.title, event.note, *(citation.says for citation in event.sources)]


def all_said(figure: dict[str, Any], texts: list[str]) -> bool:
    numbers = {figure[bound] for bound in ("low", "best", "high")} - {None}
    said = {number for text in texts for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    return {f"{number:,}" for number in numbers} <= said


@each_fact
def test_what_a_fact_is_due_for_is_told(fact: Fact, events: dict[str, bt.Event]) -> None:
    dues = {due for event in telling(fact, events) for due in dues_in(event.what)}
    missing = "due" in fact and bt.When(fact["due"]) not in dues
    assert missing is bool(why(fact, "due")), dues


def dues_in(value: object) -> Iterator[bt.When]:
    if isinstance(value, tuple):
        for item in value:
            yield from dues_in(item)
    elif attrs.has(made := type(value)):
        for field in attrs.fields(made):
            part = getattr(value, field.name)
            if isinstance(part, bt.When):
                yield from [part] if field.name == "due" else []
            else:
                yield from dues_in(part)


# -- what was known when ----------------------------------------------------------------------


@each_fact
def test_a_fact_is_shown_on_the_day_it_became_known_and_not_on_the_day_before(
    fact: Fact, events: dict[str, bt.Event], shown: Shown
) -> None:
    for event in telling(fact, events):
        assert event.id in shown(str(event.known))
        assert event.id not in shown(str(event.known - timedelta(days=1)))


@given(
    st.sampled_from(TOLD),
    st.dates(date(2000, 1, 1), date(2026, 12, 31)),
)
def test_the_events_of_a_fact_are_shown_from_the_day_they_became_known_on(
    events: dict[str, bt.Event], shown: Shown, fact: Fact, by: date
) -> None:
    for event in telling(fact, events):
        assert (event.id in shown(by.isoformat())) is (event.known <= by)


def test_no_event_became_known_after_a_work_that_tells_it(events: dict[str, bt.Event]) -> None:
    # A work that only expects it, such as one that names the day in advance, does not tell it.
    late = [
        (event.id, citation.source)
        for event in events.values()
        for citation in event.sources
        if citation.stance != "expects" and citation.known and citation.known < event.known
    ]
    assert late == []


# -- where it stands in the articles ----------------------------------------------------------

# The headings of the articles with the number of paragraphs under each; "" before the first.
PLACES = {
    "smagin-2024": {"": 14},
    "svetlova-2024": {
        "": 2,
        "Arrested Diplomatic Development": 2,
        "Brothers in Arms": 4,
        "Great Economic Expectations, Mixed Results": 5,
        "Conclusion": 2,
    },
    "efis-2024": {
        "": 1,
        "Key points": 3,
        "Military Cooperation": 3,
        "Economic Relations": 4,
        "Cooperation in International Organisations": 1,
        "Future Prospects": 7,
        "Russia and the Palestine Question": 4,
    },
    "avdaliani-2024": {"": 5, "Post-2022 Burgeoning of Bilateral Ties": 16, "Looking Ahead": 6},
    "afshari-mehr-2025": {"": 13},
}
LOCATOR = re.compile(
    r"(?:(?P<heading>.+), )?"
    r"(?:par\. (?P<first>\d+)(?: (?:and|to) (?P<last>\d+))?|note \d+|photo caption|title)"
)


@pytest.mark.parametrize("article", PLACES)
def test_each_citation_of_an_article_names_a_place_in_it(
    events: dict[str, bt.Event], article: str
) -> None:
    locators = {
        citation.locator
        for event in events.values()
        for citation in event.sources
        if citation.source == article
    }
    assert locators
    assert {locator for locator in locators if not is_place(locator, PLACES[article])} == set()


def is_place(locator: str, headings: dict[str, int]) -> bool:
    found = LOCATOR.fullmatch(locator)
    if found is None or (found["heading"] or "") not in headings:
        return False
    first, last = int(found["first"] or 1), int(found["last"] or found["first"] or 1)
    return 1 <= first <= last <= headings[found["heading"] or ""]


@pytest.mark.parametrize(
    "locator", ["", "par. 15", "par. 0", "par. 4 and 3", "Ties, par. 1", "p. 4"]
)
def test_a_locator_that_names_no_place_is_found(locator: str) -> None:
    assert not is_place(locator, PLACES["smagin-2024"])
