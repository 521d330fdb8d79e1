"""What `find` finds: entries by all that they are called, once each, and as a page calls them."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.dates.when import LAST_DAY
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations.entry import Entry
from bilateral_timeline.relations.facet import Facet
from bilateral_timeline.relations.facets.constraints import RestrictionDescribed
from bilateral_timeline.relations.facets.evidence import AliasRecorded
from bilateral_timeline.relations.facets.memberships import MembershipChanged
from bilateral_timeline.relations.names import Named, Names
from bilateral_timeline.views.events import matches
from bilateral_timeline.views.sentences import manner_of
from bilateral_timeline.views.speech import Speech
from pairs import LOGS
from telling import Timeline, denial, of, told

SHIPPED = bt.load_chronicle("russia-iran")
CALLED = {
    "one": ("The Érne bridge", "bridge of Erne", "Kuzh Erne"),
    "two": ("A treaty", "the pact of 1950"),
    "AA": ("Aland",),
    "BB": ("Beland", "the Republic of Beland"),
    "CC": ("Ceeland",),
}
NAMES = Names(tuple(Named(id, "thing", name[0], name[1:]) for id, name in CALLED.items()))


def entries_found(timeline: Timeline, words: str) -> list[str]:
    return [match.name for match in timeline.find(words) if match.sort == "entry"]


def steps_to_entries(timeline: Timeline) -> dict[str, list[str]]:
    """The ids on the way to each entry, by its path: a definition of its own."""
    found: dict[str, list[str]] = {}
    waiting = [([name], part) for name, part in timeline.as_of(LAST_DAY).branches().items()]
    while waiting:
        steps, part = waiting.pop()
        if isinstance(part, Facet):
            waiting += [([*steps, id], held) for id, held in part.items()]
        elif isinstance(part, Entry):
            found[".".join(steps)] = steps[1:]
    return found


@given(LOGS, st.sampled_from([str.upper, str.lower, str.title]))
def test_every_entry_is_found_once_by_all_that_each_step_to_it_is_called(
    records: tuple[Record, ...], cased: type
) -> None:
    timeline = of(*records, names=NAMES)
    steps_of = steps_to_entries(timeline)
    for id, called in CALLED.items():
        having = {path for path, steps in steps_of.items() if id in steps}
        for spelling in (id, *called):
            found = entries_found(timeline, cased(spelling))
            assert having - {*found} == set()
            assert len({*found}) == len(found)
            assert {*found} - {*steps_of} == set()


@given(LOGS)
def test_every_entry_is_found_by_all_its_names_at_once(records: tuple[Record, ...]) -> None:
    timeline = of(*records, names=NAMES)
    for path, steps in steps_to_entries(timeline).items():
        called = " ".join(NAMES.of(step) for step in steps)
        assert path in entries_found(timeline, called)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("shanghai", "memberships.sco.IR"),
        ("brics iran", "memberships.brics.IR"),
        ("azerbaijan", "third_parties.AZ.instc"),
        ("Russian Federation", "memberships.eaeu.RU"),
        ("central banks", "agreements.central-banks"),
        ("cooperation agreement", "agreements.comprehensive-partnership"),
    ],
)
def test_an_entry_of_the_chronicle_is_found_by_a_name(words: str, path: str) -> None:
    assert path in entries_found(SHIPPED, words)


def test_the_text_of_each_entry_of_the_chronicle_has_all_that_its_steps_are_called() -> None:
    names = SHIPPED.as_of(LAST_DAY).names
    found = [match for letter in "aeiou" for match in SHIPPED.find(letter)]
    texts = {match.name: match.text for match in found if match.sort == "entry"}
    steps_of = steps_to_entries(SHIPPED)
    assert texts.keys() == steps_of.keys()
    for path, steps in steps_of.items():
        spellings = {spelling for step in steps for spelling in names.spellings(step)}
        assert spellings - {*texts[path].split("; ")} == set()


def test_a_facet_in_a_facet_is_no_entry() -> None:
    assert "memberships.brics" not in entries_found(SHIPPED, "brics")


def test_what_sources_call_something_finds_it_once_that_was_public() -> None:
    joined = MembershipChanged(organisation="union", party="AA", status="full")
    alias = AliasRecorded(name="Union", alias="the Club", of="body")
    names = Names((Named("union", "body", "Union"),))
    timeline = of(told(joined, id="a"), told(alias, id="b", known="2025-01-01"), names=names)
    (found,) = (m for m in timeline.find("the club") if m.name == "memberships.union.AA")
    assert found.text == "Union; the Club; union; AA; full"
    assert timeline.find("the club", known_by="2024-12-31") == ()


def test_an_entry_is_called_as_on_a_page() -> None:
    timeline, speech = SHIPPED, Speech(SHIPPED.as_of(LAST_DAY).names)
    lines: dict[str, str] = {}
    for letter in "aeiou":
        found = matches(timeline.find(letter), timeline, speech)
        lines |= {line.text: line.head for line in found}
    for name, facet in timeline.as_of(LAST_DAY).branches().items():
        held = facet.walk() if isinstance(facet, Facet) else ()
        for path, entry in held:
            head = manner_of(name).sentence(path, entry, speech)[0]
            assert lines[f"[{name}.{path}]"] == (head or speech.title(path))
    assert lines["[contacts.head-of-state]"] == "Heads of state"
    assert lines["[trade.turnover.2023]"] == "Trade of Russia with Iran in 2023"


def test_a_work_that_an_event_cites_is_found_by_its_id_author_title_and_publisher() -> None:
    for words in ("svetlova-2024", "ksenia svetlova discord", "Jerusalem Strategic"):
        found = [match.name for match in SHIPPED.find(words) if match.sort == "work"]
        assert found == ["svetlova-2024"], words
    lines = [str(line) for line in matches(SHIPPED.find("svetlova-2024"), SHIPPED, Speech())]
    number = sum("svetlova-2024" in {c.source for c in e.sources} for e in SHIPPED.events())
    assert lines[-1].endswith(f"June 2024, cited for {number} events [svetlova-2024]")
    then = "2024-06-10"  # of another work, which later ones cite too
    lines = [
        str(line)
        for line in matches(SHIPPED.find("efis-2024", known_by=then), SHIPPED, Speech(), then)
    ]
    told = SHIPPED.events(known_by=then)
    number = sum("efis-2024" in {c.source for c in e.sources} for e in told)
    assert lines[-1].endswith(f", cited for {number} events [efis-2024]")
    before = SHIPPED.find("svetlova-2024", known_by="2023-12-31")
    assert [match for match in before if match.sort == "work"] == []


def test_how_a_claim_is_said_and_by_which_record_is_no_word_of_it() -> None:
    timeline = of(told(MembershipChanged(organisation="union", party="AA", status="full"), id="zz"))
    assert entries_found(timeline, "asserts") == entries_found(timeline, "zz") == []
    assert entries_found(timeline, "full") == ["memberships.union.AA"]


def test_whom_a_word_contradicts_and_who_denies_it_is_no_word_of_it() -> None:
    only = RestrictionDescribed(restriction="ban", forbids="arms")
    all = RestrictionDescribed(
        restriction="ban", forbids="goods", contradicts=("zz",), contradiction="one of the two"
    )
    no = denial("constraints.ban.forbids", "the club", "third-party", "yy", holds="half")
    timeline = of(told(only, id="zz"), told(all, id="yy"), attrs.evolve(no, id="xx"))
    for words in ("the club", "third-party", "half", "xx", "yy", "zz"):
        assert entries_found(timeline, words) == []
    for words in ("arms", "goods"):
        assert entries_found(timeline, words) == ["constraints.ban"]
