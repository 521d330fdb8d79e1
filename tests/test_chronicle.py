"""A folder of files becomes a timeline whole, or is refused with everything that is wrong in it."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import bilateral_timeline as bt
from bilateral_timeline.errors import shown
from bilateral_timeline.files.chronicle import load_chronicle, packaged
from bilateral_timeline.files.folder import read_folder
from bilateral_timeline.records.events import Record
from bilateral_timeline.relations.facets.contacts import MeetingHeld
from running import ABOUT, GAZETTE

VISIT = """\
kind = "meeting-held"
version = 1
when = "2024-05-19"
title = "The minister of Vesland visits Ostmark"
parties = ["VE", "OS"]

[what]
level = "minister"
mode = "visit"
participants = ["Una Ek", "Ivo Lind"]
"""
CITED = """
[[sources]]
source = "gazette"
locator = "p. 4"
"""
RETRACTED = 'retracted = "It was put off"\nknown = "2024-06-03"\n'
SIGNED = """\
kind = "agreement-stage"
when = "2024-05-19"

[what]
agreement = "ferry"
stage = "signed"
"""
VACATED = """\
kind = "offices-vacated"
when = "2024-05-19"

[what]
exit = "natural-death"
holdings = [{ office = "ve-president", person = "Una Ek" }]
"""


def write(
    folder: Path, files: dict[str, str | bytes], sources: list[Any] | str | bytes | None = None
) -> Path:
    """Files, a chronicle.toml and a sources.json, as a list of items or as it stands.

    By default the pair is that of the visit, and the work the gazette.
    """
    items = [GAZETTE] if sources is None else sources
    listed = json.dumps(items) if isinstance(items, list) else items
    for name, content in {"chronicle.toml": ABOUT, "sources.json": listed, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def refused(folder: Path) -> tuple[bt.Problem, ...]:
    """The problems for which a folder is refused."""
    with pytest.raises(bt.ChronicleError) as error:
        read_folder(folder)
    return error.value.problems


def told(folder: Path) -> list[tuple[str, str, str]]:
    """Where each problem is, what was found there and what was expected."""
    return [(p.where, p.found, p.expected) for p in refused(folder)]


def read(folder: Path) -> tuple[tuple[Record, ...], tuple[bt.Source, ...]]:
    """The records of a folder, and its works cited."""
    held = read_folder(folder)
    return held.records, held.sources


def only_event(folder: Path) -> bt.Event:
    ((event,), _) = read(folder)
    assert isinstance(event, bt.Event)
    return event


# -- a good folder ----------------------------------------------------------------------------


def test_a_file_becomes_the_event_that_it_says(tmp_path: Path) -> None:
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED})
    event = bt.Event(
        id="visit",
        when="2024-05-19",
        known="2024-05-20",
        title="The minister of Vesland visits Ostmark",
        parties=("VE", "OS"),
        what=MeetingHeld(level="minister", mode="visit", participants=("Una Ek", "Ivo Lind")),
        sources=(bt.Citation("gazette", "p. 4", known="2024-05-20"),),
    )
    source = bt.Source(
        id="gazette", type="article-newspaper", title="Minister in Ostmark", issued="2024-05-20"
    )
    assert read(folder) == ((event,), (source,))


def test_a_folder_becomes_a_timeline_of_the_relationship(tmp_path: Path) -> None:
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED})
    timeline = load_chronicle(folder)
    contacts = timeline.as_of("2024-05-19").contacts
    assert contacts is not bt.Unknown
    assert str(contacts["minister"].last) == "2024-05-19"
    assert timeline.as_of("2024-05-19", known_by="then").contacts is bt.Unknown
    assert str(timeline.coverage.from_) == "2024-05-19"
    assert str(timeline.coverage.through) == "2024-05-20"
    assert [source.id for source in timeline.coverage.sources] == ["gazette"]


def test_a_folder_may_be_given_as_text_or_as_a_path(tmp_path: Path) -> None:
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED})
    assert load_chronicle(str(folder)).events() == load_chronicle(folder).events()


def test_the_name_of_a_revision_gives_its_id_and_its_number(tmp_path: Path) -> None:
    call = 'known = "2024-06-03"\n' + VISIT.replace('"visit"', '"call"') + CITED
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED, "2024/visit.r1.toml": call})
    history = load_chronicle(folder).history("visit")
    assert [(record.id, record.revision, str(record.known)) for record in history] == [
        ("visit", 0, "2024-05-20"),
        ("visit", 1, "2024-06-03"),
    ]
    timeline = load_chronicle(folder)
    assert timeline.explain("contacts.minister.mode", as_of="2024-05-19").value == "call"
    before = timeline.explain("contacts.minister.mode", as_of="2024-05-19", known_by="2024-06-02")
    assert before.value == "visit"


def test_a_retraction_file_ends_the_belief_in_its_event(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2024/visit.toml": VISIT + CITED,
        "2024/visit.r1.toml": RETRACTED + CITED,
    }
    timeline = load_chronicle(write(tmp_path, files))
    assert timeline.history("visit")[1] == bt.Retraction(
        id="visit",
        revision=1,
        known="2024-06-03",
        reason="It was put off",
        sources=(bt.Citation("gazette", "p. 4", known="2024-05-20"),),
    )
    assert [event.id for event in timeline.events(known_by="2024-06-02")] == ["visit"]
    assert timeline.events(known_by="2024-06-03") == ()


@pytest.mark.parametrize(
    ("dated", "known"),
    [
        ({"issued": {"date-parts": [[2024, 5, 20]]}}, "2024-05-20"),
        ({"issued": {"date-parts": [["2024", "5", "20"]]}}, "2024-05-20"),
        ({"issued": {"date-parts": [[2024, 2]]}}, "2024-02-29"),
        ({"issued": {"date-parts": [[2024]]}}, "2024-12-31"),
        ({"issued": {"date-parts": [[2024, 5, 20], [2024, 6, 2]]}}, "2024-06-02"),
        ({"issued": "2024-05"}, "2024-05-31"),
        ({"issued": {"date-parts": [[2024, 2]]}, "custom": {"known": "2024-02-07"}}, "2024-02-07"),
        ({"issued": {}, "custom": {"known": "2024-02-07"}}, "2024-02-07"),
        ({"issued": {"date-parts": [[2024, 2, 7]]}, "custom": {"basis": "url"}}, "2024-02-07"),
    ],
)
def test_a_source_is_public_by_the_last_day_of_its_issue_unless_it_says_a_day(
    tmp_path: Path, dated: dict[str, Any], known: str
) -> None:
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED}, [GAZETTE | dated])
    ((event,), (source,)) = read(folder)
    assert (str(source.known), str(event.known)) == (known, known)


def test_a_citation_is_public_with_its_source_unless_it_says_a_day(tmp_path: Path) -> None:
    own = '\n[[sources]]\nsource = "gazette"\nlocator = "p. 1"\nknown = "2024-05-19"\n'
    event = only_event(write(tmp_path, {"2024/visit.toml": VISIT + CITED + own}))
    assert [(c.locator, str(c.known)) for c in event.sources] == [
        ("p. 4", "2024-05-20"),
        ("p. 1", "2024-05-19"),
    ]
    assert str(event.known) == "2024-05-19"


def test_an_event_may_say_itself_when_it_became_public(tmp_path: Path) -> None:
    visit = 'known = "2024-05-19"\n' + VISIT + CITED
    event = only_event(write(tmp_path, {"2024/visit.toml": visit}))
    assert str(event.known) == "2024-05-19"
    assert str(event.sources[0].known) == "2024-05-20"


def test_text_is_kept_verbatim(tmp_path: Path) -> None:
    title = "  «Ænes» is “shut”,\tsays C:\\harbour #3 — ۱۲ "
    visit = VISIT.replace('"The minister of Vesland visits Ostmark"', f"'{title}'")
    event = only_event(write(tmp_path, {"2024/visit.toml": visit + CITED}))
    assert event.title == title


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_text_of_several_lines_keeps_them(tmp_path: Path, quotes: str) -> None:
    note = f"note = {quotes}\nFirst.\n\n  level = 'none'\n[what]\n{quotes}\n"
    event = only_event(write(tmp_path, {"2024/visit.toml": note + VISIT + CITED}))
    assert event.note == "First.\n\n  level = 'none'\n[what]\n"


def test_a_source_keeps_what_csl_tells_of_it(tmp_path: Path) -> None:
    item = GAZETTE | {
        "author": [{"family": "Ek", "given": "Una"}, {"literal": "Staff of the Gazette"}],
        "container-title": "The Vesland Gazette",
        "publisher": "Harbour Press",
        "URL": "https://gazette.example/minister",
        "language": "en",
        "note": "The page is gone",
    }
    (_, (source,)) = read(write(tmp_path, {"2024/visit.toml": VISIT + CITED}, [item]))
    assert source == bt.Source(
        id="gazette",
        type="article-newspaper",
        title="Minister in Ostmark",
        author=("Una Ek", "Staff of the Gazette"),
        container_title="The Vesland Gazette",
        publisher="Harbour Press",
        issued="2024-05-20",
        url="https://gazette.example/minister",
        language="en",
        note="The page is gone",
    )


@pytest.mark.parametrize(
    ("kind", "version"), [("eclipse", 3), ("meeting-held", 99)], ids=["kind", "version"]
)
def test_a_kind_or_version_that_is_not_known_here_is_kept_as_it_is(
    tmp_path: Path, kind: str, version: int
) -> None:
    eclipse = f'kind = "{kind}"\nversion = {version}\nwhen = "2024"\n\n[what]\ntotal = true\n'
    event = only_event(write(tmp_path, {"2024/eclipse.toml": eclipse + CITED}))
    assert event.what == bt.UnknownBody(kind, version, '{"total": true}')


def test_a_revision_may_move_its_event_to_another_year(tmp_path: Path) -> None:
    moved = VISIT.replace("2024-05-19", "2023-12-31")
    files: dict[str, str | bytes] = {
        "2024/visit.toml": VISIT + CITED,
        "2024/visit.r1.toml": 'known = "2024-05-20"\n' + moved + CITED,
    }
    assert str(load_chronicle(write(tmp_path, files)).events()[0].when) == "2023-12-31"


# -- wrong input in one file ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where", "found", "expected"),
    [
        pytest.param(
            VISIT + 'plaace = "Port Ostmark"\n' + CITED,
            ":11: what.plaace",
            "the field 'plaace'",
            "only level, mode, participants, host, place, about",
            id="a wrong field",
        ),
        pytest.param(
            VISIT.replace('mode = "visit"\n', "") + CITED,
            ":7: what.mode",
            "nothing",
            "a value",
            id="a missing field",
        ),
        pytest.param(
            VISIT.replace('when = "2024-05-19"\n', "") + CITED,
            ":1: when",
            "nothing",
            "a value",
            id="no date",
        ),
        pytest.param(
            VISIT.replace('"minister"', "3") + CITED,
            ":8: what.level",
            "3",
            "text in quotes",
            id="a number for text",
        ),
        pytest.param(
            VISIT.replace('["Una Ek", "Ivo Lind"]', '"Una Ek"') + CITED,
            ":10: what.participants",
            "'Una Ek'",
            "a list in square brackets",
            id="text for a list",
        ),
        pytest.param(
            VISIT.replace("[what]", 'seq = "1"\n\n[what]') + CITED,
            ":7: seq",
            "'1'",
            "a whole number",
            id="text for a number",
        ),
        pytest.param(
            VISIT.replace("version = 1", "version = 0") + CITED,
            ":2: version",
            "0",
            "a whole number from 1",
            id="no version",
        ),
        pytest.param(
            VISIT.replace('"meeting-held"', "3") + CITED,
            ":1: kind",
            "3",
            "the name of a kind",
            id="a number for a kind",
        ),
        pytest.param(
            VISIT.replace('kind = "meeting-held"\n', "") + CITED,
            ":1: kind",
            "nothing",
            "the name of a kind",
            id="no kind",
        ),
        pytest.param(
            'what = "a visit"\n' + VISIT.partition("[what]")[0] + CITED,
            ":1: what",
            "'a visit'",
            "the fields of the kind",
            id="text for the fields",
        ),
        pytest.param(
            VISIT.replace('"2024-05-19"', "2024-05-19") + CITED,
            ":3: when",
            "2024-05-19 without quotes",
            "'2024-05-19' in quotes",
            id="a date without quotes",
        ),
        pytest.param(
            VISIT + CITED + 'known = "last week"\n',
            ":15: sources[0].known",
            "'last week'",
            "a day such as '2024-05-19', '2024-05' or '2024'",
            id="a day that is none",
        ),
        pytest.param(
            VISIT + CITED.replace('"p. 4"', "4"),
            ":14: sources[0].locator",
            "4",
            "text in quotes",
            id="a number for a locator",
        ),
        pytest.param(
            VISIT + CITED.replace('locator = "p. 4"\n', ""),
            ":12: sources[0]",
            "no locator",
            "where in the source it stands, such as 'par. 4'",
            id="no locator",
        ),
        pytest.param(
            VISIT + CITED + CITED.replace("gazette", "gazete") + 'known = "2024-05-20"\n',
            ":17: sources[1].source",
            "'gazete'",
            "the id of a source",
            id="an unknown source",
        ),
        pytest.param(
            'known = "2024-05-20"\n' + VISIT,
            ":1: sources",
            "no source",
            "[[sources]] with a source and a locator",
            id="no source at all",
        ),
        pytest.param(
            VISIT.replace("[what]", 'id = "visit"\n\n[what]') + CITED,
            ":7: id",
            "the field 'id'",
            "no such field",
            id="an id in the file",
        ),
        pytest.param(
            "revision = 1\n" + VISIT + CITED,
            ":1: revision",
            "the field 'revision'",
            "no such field",
            id="a revision in the file",
        ),
        pytest.param(
            RETRACTED + CITED,
            ":1: revision",
            "0",
            "1 or more: 0 is the event itself",
            id="a retraction under the name of the event",
        ),
        pytest.param(
            VISIT + CITED + "says =\n",
            ":15",
            "Invalid value, column 7",
            "TOML",
            id="no TOML",
        ),
        pytest.param(
            VISIT.replace('"minister"', '"minister') + CITED,
            ":8",
            "Illegal character '\\n', column 18",
            "TOML",
            id="an open quote",
        ),
        pytest.param(
            VISIT.replace("2024", "2023") + CITED,
            ":3: when",
            "the folder 2024",
            "2023, the first possible year",
            id="an event of another year",
        ),
        pytest.param(
            VISIT.replace("2024-05-19", "[2023-12-30..2024-01-02]") + CITED,
            ":3: when",
            "the folder 2024",
            "2023, the first possible year",
            id="an event that may have begun in another year",
        ),
        pytest.param(
            VISIT.replace("2024-05-19", "[..2023-12-31]") + CITED,
            ":3: when",
            "the folder 2024",
            "2023, the first possible year",
            id="an event of another year at the latest",
        ),
    ],
)
def test_a_problem_tells_the_file_the_line_the_field_and_what_was_expected(
    tmp_path: Path, text: str, where: str, found: str, expected: str
) -> None:
    folder = write(tmp_path, {"2024/visit.toml": text})
    assert told(folder) == [(f"2024/visit.toml{where}", found, expected)]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        pytest.param('titel = "A visit"\n' + VISIT + CITED, ":1: titel", id="a wrong field"),
        pytest.param(
            VACATED.replace("person", "persn") + CITED,
            ":6: what.holdings[0].persn",
            id="a wrong field in a list of tables",
        ),
        pytest.param(
            VISIT.replace('"Ivo Lind"', "3") + CITED,
            ":10: what.participants[1]",
            id="a wrong item of a list",
        ),
        pytest.param(
            VISIT + CITED + "via = [3]\n",
            ":15: sources[0].via[0]",
            id="a wrong item of a list in a list of tables",
        ),
        pytest.param(
            SIGNED.replace('"signed"', '"sigend"') + CITED,
            ":6: what.stage",
            id="an unknown stage",
        ),
        pytest.param(
            VISIT.replace('"minister"', '"ministre"') + CITED,
            ":8: what.level",
            id="an unknown level",
        ),
        pytest.param(
            VISIT + CITED + 'stance = "denys"\n',
            ":15: sources[0].stance",
            id="an unknown stance",
        ),
        pytest.param(
            "known = 2024-05-20\n" + VISIT + CITED,
            ":1: known",
            id="a day without quotes",
        ),
        pytest.param(
            VISIT + CITED + "known = 2024-05-19\n",
            ":15: sources[0].known",
            id="a day of a citation without quotes",
        ),
        pytest.param(
            VISIT + "place = 2024-05-19\n" + CITED,
            ":11: what.place",
            id="a day in the fields of the kind without quotes",
        ),
    ],
)
def test_a_problem_blames_the_field_and_its_line(tmp_path: Path, text: str, where: str) -> None:
    folder = write(tmp_path, {"2024/visit.toml": text})
    assert f"2024/visit.toml{where}" in [problem.where for problem in refused(folder)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SIGNED.replace('"signed"', '"sigend"'), "'sigend'"),
        (VISIT.replace('"minister"', '"ministre"'), "'ministre'"),
    ],
    ids=["stage", "level"],
)
def test_a_word_that_is_not_on_the_list_is_shown_as_it_was_written(
    tmp_path: Path, text: str, found: str
) -> None:
    (problem,) = refused(write(tmp_path, {"2024/visit.toml": text + CITED}))
    assert problem.found == found


@pytest.mark.parametrize(
    ("date", "character"),
    [("2024-13-01", 6), ("2024-02-30", 9), ("19 May 2024", 4), ("2024-05-19T10:00", 11)],
)
def test_a_date_outside_the_subset_is_refused_at_the_character_to_blame(
    tmp_path: Path, date: str, character: int
) -> None:
    text = VISIT.replace("2024-05-19", date) + CITED
    (problem,) = refused(write(tmp_path, {"2024/visit.toml": text}))
    assert problem.where.startswith("2024/visit.toml:3: when")
    assert f"character {character}" in str(problem)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("# ''' is a quote\n" + VISIT.replace('"minister"', "3") + CITED, ":9: what.level"),
        (VISIT.replace("[what]", '["what"]').replace('"visit"', "3") + CITED, ":9: what.mode"),
        (
            VISIT.replace("level =", '"level" =').replace('"minister"', "3") + CITED,
            ":8: what.level",
        ),
        (VISIT.replace("[what]", "[ what ]").replace("level =", "'level' =") + "x = 3", ":11"),
        ('"x[" = 1\n' + VISIT + CITED, ":1: x["),
        ('"x[[.[" = 1\n' + VISIT + CITED, ":1: x[[.["),
        (VISIT + '"x]" = 1\n' + CITED, ":11: what.x]"),
        (VISIT + CITED + "via = [\n'a',\n# ]\n3]\n", ":18: sources[0].via[1]"),
    ],
)
def test_a_problem_is_placed_whatever_stands_around_it(
    tmp_path: Path, text: str, where: str
) -> None:
    places = [p.where for p in refused(write(tmp_path, {"2024/visit.toml": text}))]
    assert [place for place in places if place.startswith(f"2024/visit.toml{where}")] != []


def test_a_date_keeps_its_character_and_words_are_not_taken_for_one(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2024/main-character.toml": VISIT.replace('"minister"', "3") + CITED,
        "2024/date-character.toml": VISIT.replace("2024-05-19", "2024-13-19") + CITED,
    }
    assert told(write(tmp_path, files)) == [
        (
            "2024/date-character.toml:3: when: date '2024-13-19', character 6",
            "'13-19'",
            "a month 01 to 12, a season 21 to 24, a quarter 33 to 36, a third 37 to 39 or "
            "a half 40 to 41",
        ),
        ("2024/main-character.toml:8: what.level", "3", "text in quotes"),
    ]


def test_the_id_of_a_source_is_told_with_what_is_near(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, {"2024/visit.toml": VISIT + CITED.replace("tte", "te")}))
    assert problem.advice == "add it to sources.json, or is it gazette?"


@pytest.fixture
def usual_depth() -> Iterator[None]:
    """As deep as Python goes if nobody asks for more, as some libraries do when imported."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.usefixtures("usual_depth")
@pytest.mark.parametrize(
    ("line", "where", "found", "expected"),
    [
        ("seq = nan", ":1: seq", "nan", "a finite number"),
        ("seq = -inf", ":1: seq", "-inf", "a finite number"),
        ("seq = 1e400", ":1: seq", "1e400", "a finite number"),
        ("x = [1, {y = 1e400}]", ":1: x[1].y", "1e400", "a finite number"),
        (
            "seq = " + "9" * 4301,
            "",
            "a number of too many digits",
            "numbers of at most 4,300 digits, and days in quotes",
        ),
        (
            "seq = 0x" + "f" * 4301,
            ":1: seq",
            "a number of more than 4,000 digits",
            "one of at most 4,300 digits",
        ),
        (
            "x = " + "[" * 200 + "]" * 200,
            ":1: x" + "[0]" * 100,
            "more than 100 levels",
            "fewer lists and tables in one another",
        ),
        (".".join("x" * 5000) + " = 1", None, "more than 100 levels", None),
        ("x = " + "[" * 5000, "", "brackets without end", "TOML"),
        ("title = 'a\0b'", ":1", r"invalid character '\x00', column 11", "TOML"),
    ],
    ids=[
        "no number",
        "endless",
        "too large",
        "too large in a list",
        "too many digits",
        "too many hexadecimal digits",
        "lists too deep",
        "a key too deep",
        "lists left open",
        "a null",
    ],
)
def test_what_toml_may_say_and_no_record_can_hold_is_told(
    tmp_path: Path, line: str, where: str | None, found: str, expected: str | None
) -> None:
    text = f"{line}\n" + VISIT.replace('title = "The', '# "The') + CITED
    ((place, what, other),) = told(write(tmp_path, {"2024/visit.toml": text}))
    assert what == found
    if where is not None and expected is not None:
        full = f"2024/visit.toml{where}"
        assert (place, other) == (full if len(full) < 300 else place, expected)


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_lines_within_a_text_are_not_taken_for_keys(tmp_path: Path, quotes: str) -> None:
    note = f"note = {quotes}\n[[sources]]\n{quotes}\n"
    text = note + VISIT + CITED + "says = 3\n"
    found = told(write(tmp_path, {"2024/visit.toml": text}))
    assert found == [("2024/visit.toml:18: sources[0].says", "3", "text in quotes")]


def test_a_retraction_blames_the_field_as_it_is_written(tmp_path: Path) -> None:
    text = 'known = "2024-06-03"\nretracted = 3\n' + CITED
    found = told(write(tmp_path, {"2024/visit.r1.toml": text}))
    assert found == [("2024/visit.r1.toml:2: retracted", "3", "text in quotes")]


@pytest.mark.parametrize("known", ["", 'known = "2024-06-03"\n'])
def test_a_retraction_needs_a_day_and_a_source(tmp_path: Path, known: str) -> None:
    text = 'retracted = "It was put off"\n' + known
    found = told(write(tmp_path, {"2024/visit.r1.toml": text}))
    no_source = "no source", "[[sources]] with a source and a locator"
    expected = [("2024/visit.r1.toml:1: sources", *no_source)]
    if not known:
        expected = [("2024/visit.r1.toml:1: known", "no day", "`known`"), *expected]
    assert found == expected


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("visit.r2.toml", "2024-06-03", "revision 2 of 'visit'"),
        ("vist.r1.toml", "2024-06-03", "revision 1 of 'vist'"),
        ("visit.r1.toml", "2024-05-01", "known 2024-05-01, before revision 0"),
    ],
)
def test_a_revision_that_would_change_nothing_is_refused(
    tmp_path: Path, name: str, known: str, found: str
) -> None:
    text = f'retracted = "It was put off"\nknown = "{known}"\n' + CITED
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED, f"2024/{name}": text})
    assert [found for _, found, _ in told(folder)] == [found]


@pytest.mark.parametrize(
    "item",
    [{"id": ["s"]}, {"issued": {"date-parts": None}}, {"author": [{"family": 5}]}],
    ids=["id", "issued", "author"],
)
def test_works_of_any_shape_are_refused_and_never_a_crash(
    tmp_path: Path, item: dict[str, Any]
) -> None:
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED}, [GAZETTE, GAZETTE | item])
    assert refused(folder)[0].where.startswith("sources.json:1: item 2")


def test_a_citation_of_any_shape_is_refused_and_never_a_crash(tmp_path: Path) -> None:
    text = VISIT + CITED.replace('"gazette"', '["gazette"]')
    assert refused(write(tmp_path, {"2024/visit.toml": text})) != ()


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        pytest.param(VISIT + CITED.replace("gazette", "gazete"), [GAZETTE], id="unknown source"),
        pytest.param(
            VISIT + CITED.replace('source = "gazette"\n', ""), [GAZETTE], id="no id of a source"
        ),
        pytest.param(VISIT, [GAZETTE], id="no source"),
        pytest.param(VISIT + CITED, "[{", id="sources.json cannot be read"),
        pytest.param(VISIT + CITED, [GAZETTE | {"title": 3}], id="source refused"),
    ],
)
def test_one_cause_is_told_once(tmp_path: Path, text: str, sources: list[Any] | str) -> None:
    problems = refused(write(tmp_path, {"2024/visit.toml": text}, sources))
    assert len(problems) == 1, "\n".join(map(str, problems))


# -- wrong names and folders ------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "2024/Visit.toml",
        "2024/visit_moscow.toml",
        "2024/visit--moscow.toml",
        "2024/-visit.toml",
        "2024/visít.toml",
        "2024/visit.r0.toml",
        "2024/visit.r01.toml",
        "2024/visit.1.toml",
        "2024/visit.toml.toml",
        "2024/visit.TOML",
        "2024/visit.txt",
        "2024/visit",
    ],
)
def test_a_name_that_is_no_id_in_a_year_is_refused(tmp_path: Path, name: str) -> None:
    expected = "YYYY/<id>.toml, or YYYY/<id>.r1.toml for a revision"
    assert told(write(tmp_path, {name: VISIT + CITED})) == [(name, "this name", expected)]


BESIDE = (
    "chronicle.toml, names.toml, sources.json, record.schema.json; "
    "YYYY/<id>.toml, or YYYY/<id>.r1.toml for a revision"
)


@pytest.mark.parametrize(
    ("name", "where", "found", "expected"),
    [
        ("visit.toml", "visit.toml", "this name", BESIDE),
        ("notes.txt", "notes.txt", "this name", BESIDE),
        ("2025", "2025", "this name", BESIDE),
        ("24/visit.toml", "24", "a folder", BESIDE),
        ("misc/visit.toml", "misc", "a folder", BESIDE),
        ("2024/05/other-visit.toml", "2024/05", "a folder", "a file"),
        ("2024/visit.toml/x", "2024/visit.toml", "a folder", "a file"),
        ("2024/a\nb.toml", r"'2024/a\nb.toml'", "this name", BESIDE.partition("; ")[2]),
    ],
)
def test_what_stands_in_a_folder_and_is_not_read_is_told(
    tmp_path: Path, name: str, where: str, found: str, expected: str
) -> None:
    folder = write(tmp_path, {"2024/good.toml": VISIT + CITED, name: VISIT + CITED})
    assert told(folder) == [(where, found, expected)]


def test_pipes_and_links_are_told_and_never_waited_for(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", {"2024/good.toml": VISIT + CITED})
    (tmp_path / "b").mkdir()
    os.mkfifo(folder / "2024" / "pipe.toml")
    (folder / "2024" / "nowhere.toml").symlink_to("gone.toml")
    (folder / "2024" / "circle.toml").symlink_to("circle.toml")
    (folder / "2023").symlink_to(tmp_path / "b")
    (folder / "link").symlink_to(tmp_path / "b")
    assert told(folder) == [
        ("2023", "a link to a folder", "a folder"),
        ("2024/circle.toml", "links that go in a circle", "a file"),
        ("2024/nowhere.toml", "a link that leads nowhere", "a file"),
        ("2024/pipe.toml", "a pipe", "a file"),
        ("link", "a link to a folder", BESIDE),
    ]


def test_a_link_to_a_file_and_a_linked_chronicle_are_followed(tmp_path: Path) -> None:
    (tmp_path / "visit").write_text(VISIT + CITED)
    folder = write(tmp_path / "a", {"2024/.keep": ""})
    (folder / "2024" / "visit.toml").symlink_to(tmp_path / "visit")
    (tmp_path / "link").symlink_to(folder)
    assert only_event(folder).id == only_event(tmp_path / "link").id == "visit"


def test_what_other_tools_keep_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    names = (".git/x", ".DS_Store", "2024/.visit.toml.swp", "2024/visit.toml~")
    others: dict[str, str | bytes] = dict.fromkeys(names, "")
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED, **others})
    assert only_event(folder).id == "visit"


@pytest.mark.parametrize("sort", ["pipe", "folder", "link"])
def test_works_cited_that_are_no_file_are_told(tmp_path: Path, sort: str) -> None:
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED})
    path = folder / "sources.json"
    path.unlink()
    if sort == "pipe":
        os.mkfifo(path)
    elif sort == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    found = told(folder)
    assert len(found) == 1
    assert (found[0][0], sort in found[0][1]) == ("sources.json", True)


@pytest.mark.parametrize("name", ["2024", "visit.toml", "sources.json", ""])
def test_what_may_not_be_read_is_told_and_hides_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    files: dict[str, str | bytes] = {"2024/visit.toml": VISIT + CITED, "2025/no-toml.toml": "x"}
    folder = write(tmp_path / "a", files)
    listdir, read_bytes = os.listdir, Path.read_bytes

    def closed(path: Path) -> None:
        if path.name == (name or "a"):
            raise PermissionError(errno.EACCES, "Permission denied")

    def listed(path: Path) -> list[str]:
        closed(path)
        return listdir(path)

    def read(path: Path) -> bytes:
        closed(path)
        return read_bytes(path)

    monkeypatch.setattr(os, "listdir", listed)
    monkeypatch.setattr(Path, "read_bytes", read)
    found = {where: found for where, found, _ in told(folder)}
    where = {"visit.toml": "2024/visit.toml", "": str(folder)}.get(name, name)
    assert found[where] == "no permission"
    assert ("2025/no-toml.toml:1" in found) == (name != "")


def test_a_folder_of_other_things_is_no_chronicle(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("")
    found = told(tmp_path)
    expected = "a folder with chronicle.toml, sources.json and YYYY/<id>.toml"
    assert found == [(str(tmp_path), "no chronicle", expected)]


def test_a_record_that_comes_twice_is_told_with_its_file(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2024/visit.toml": VISIT + CITED,
        "2024/visit.r1.toml": VISIT.replace('"visit"', '"call"') + CITED,
        "2025/visit.r1.toml": VISIT.replace('"visit"', '"third-place"') + CITED,
    }
    with pytest.raises(bt.ChronicleError, match=r"2025/visit\.r1\.toml"):
        load_chronicle(write(tmp_path, files))


def test_bytes_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    latin = (VISIT + CITED).replace("Ostmark", "Østmark").encode("latin-1")
    (problem,) = refused(write(tmp_path, {"2024/visit.toml": latin}))
    assert (problem.where, problem.expected) == ("2024/visit.toml:4", "UTF-8 text")
    assert "byte 0xd8 at place " in problem.found


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    found = told(write(tmp_path, {}))
    assert found == [(str(tmp_path), "no record", "files named YYYY/<id>.toml")]


def test_a_file_is_read_as_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    timeline = load_chronicle("russia-iran")
    bt.write_jsonl(path, [r for e in timeline.events() for r in timeline.history(e.id)])
    state, read = timeline.as_of("2024-05-20"), load_chronicle(path).as_of("2024-05-20")
    assert state == read


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, {}) / "sources.json"
    with pytest.raises(bt.ChronicleError) as error:
        load_chronicle(path)
    assert str(error.value).startswith(f"{path}: line 1: JSON: found ")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("russia-irn", "near it: russia-iran"),
        ("no/such/folder", "known: russia-iran"),
        (f"{__file__}/no", "known: russia-iran"),
    ],
)
def test_a_folder_that_is_not_there_is_told_with_the_packaged_ones(name: str, told: str) -> None:
    with pytest.raises(bt.MissingError) as error:
        load_chronicle(name)
    assert str(error.value) == f"no chronicle, folder or file {shown(name)}; {told}"
    assert error.value.name == name


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (5, "path: found 5; expected the name of a chronicle, or the path of a folder or file"),
        (None, "path: found None; expected the name"),
        (b"", "path: found b''; expected the name"),
        (object(), "path: found <object object"),
        ([], "path: found []; expected the name"),
        ("", "path: found ''; expected the name"),
        ("a\0b", r"path: found 'a\x00b'; expected the name"),
        ("x" * 5000, "x"),
        ("half\ud83d", r"'half\ud83d': found half a character"),
    ],
    ids=[
        "a number",
        "nothing",
        "bytes",
        "an object",
        "a list",
        "an empty text",
        "a null",
        "a long text",
        "half a character",
    ],
)
def test_what_is_no_chronicle_at_all_is_refused_in_short(wrong: Any, found: str) -> None:
    with pytest.raises(bt.ChronicleError) as error:
        load_chronicle(wrong)
    assert str(error.value).startswith(found)
    assert len(str(error.value)) < 500


# -- wrong works cited ------------------------------------------------------------------------


def test_a_folder_without_its_works_cited_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED})
    (folder / "sources.json").unlink()
    first = told(folder)[0]
    assert first == ("sources.json", "no file", "the works cited, as CSL-JSON")


@pytest.mark.parametrize(
    ("sources", "where", "found", "expected"),
    [
        (
            "[{",
            "sources.json:1",
            "expecting property name enclosed in double quotes, column 3",
            "JSON",
        ),
        ('{"items": []}', "sources.json", "an object", "a list of CSL-JSON items"),
        (
            [GAZETTE, GAZETTE],
            "sources.json:1: item 2 (gazette)",
            "the same id again",
            "an id of its own",
        ),
        (
            [GAZETTE, {"id": "almanac", "type": "book", "title": "Almanac"}],
            "sources.json:1: item 2 (almanac)",
            "no day of publication",
            "issued to the day, or custom.known",
        ),
    ],
)
def test_works_cited_that_cannot_be_used_are_refused(
    tmp_path: Path, sources: list[Any] | str, where: str, found: str, expected: str
) -> None:
    visit = 'known = "2024-05-20"\n' + VISIT + CITED
    assert told(write(tmp_path, {"2024/visit.toml": visit}, sources))[0] == (where, found, expected)


@pytest.mark.parametrize(
    ("item", "where", "word"),
    [
        ({"type": "book", "title": "Almanac"}, "item 2", "id"),
        ({"id": "almanac", "title": "Almanac"}, "item 2 (almanac)", "type"),
        ({"id": "almanac", "type": "book", "title": 3}, "item 2 (almanac)", "title"),
        ({"id": "Almanac 1", "type": "book"}, "item 2 (Almanac 1)", "'Almanac 1'"),
        ({"id": "almanac", "type": "book", "author": ["Ek"]}, "item 2 (almanac)", "author"),
        (
            {"id": "almanac", "type": "book", "author": [{"given": "Una"}]},
            "item 2 (almanac)",
            "Una",
        ),
        (
            {"id": "almanac", "type": "book", "issued": {"date-parts": [[2024, 13]]}},
            "item 2 (almanac)",
            "2024-13",
        ),
        (
            {"id": "almanac", "type": "book", "custom": {"known": "soon"}},
            "item 2 (almanac)",
            "known",
        ),
    ],
    ids=["id", "type", "title", "wrong id", "author", "given", "issued", "known"],
)
def test_a_work_that_is_no_csl_item_is_refused_with_the_field_to_blame(
    tmp_path: Path, item: dict[str, Any], where: str, word: str
) -> None:
    dated = {"issued": {"date-parts": [[2024, 1, 1]]}} | item
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED}, [GAZETTE, dated])
    (problem,) = refused(folder)
    assert problem.where == f"sources.json:1: {where}"
    assert word in problem.found


DATED = 'date-parts, or EDTF text, such as {"date-parts": [[2024, 5, 20]]}'


@pytest.mark.parametrize(
    ("item", "found", "expected"),
    [
        ({"author": {"family": "Ek"}}, "author: {'family': 'Ek'}", "a list of objects"),
        ({"author": 5}, "author: 5", "a list of objects"),
        (
            {"author": [{"family": "Ek", "given": 1}]},
            "author: {'family': 'Ek', 'given': 1}",
            "an object with family and given, or literal",
        ),
        ({"page": float("nan")}, "page: NaN", "a finite number"),
        ({"page": [float("-inf")]}, "page[0]: -Infinity", "a finite number"),
        (
            {"publsher": "Harbour Press"},
            "the field 'publsher'",
            "a variable of CSL, or custom; near it: publisher, publisher-place, original-publisher",
        ),
        (
            {"url": "https://gazette.example"},
            "the field 'url'",
            "a variable of CSL, or custom; near it: URL",
        ),
        ({"note": "\ud83d"}, r"note: half a character, '\ud83d', in '\ud83d'", "whole characters"),
        ({"issued": {"date-parts": [["9" * 5000]]}}, None, DATED),
        ({"issued": {"date-parts": [[True]]}}, None, DATED),
        ({"issued": {"date-parts": [["٣٠٠٠"]]}}, None, DATED),
    ],
    ids=[
        "one author",
        "a number for authors",
        "a given name of a number",
        "no number",
        "endless",
        "a wrong variable",
        "a variable in another case",
        "half a character",
        "a year of many digits",
        "a year of true",
        "a year in other digits",
    ],
)
def test_a_work_of_which_a_field_is_wrong_is_told_by_field(
    tmp_path: Path, item: dict[str, Any], found: str | None, expected: str
) -> None:
    folder = write(tmp_path, {"2024/visit.toml": VISIT + CITED}, [GAZETTE | item])
    (problem,) = refused(folder)
    assert (problem.where, problem.expected) == ("sources.json:1: item 1 (gazette)", expected)
    assert problem.found == found if found else problem.found.startswith("issued: ")
    assert len(problem.found) < 120


@pytest.mark.usefixtures("usual_depth")
@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        (
            '[{"id": "gazette", "title": "a", "title": "b"}]',
            "sources.json:1: item 1 (gazette)",
            "title: the field 'title' twice",
        ),
        (
            '[{"id": "gazette", "custom": {"a": 1, "a": 1}}]',
            "sources.json:1: item 1 (gazette)",
            "custom.a: the field 'a' twice",
        ),
        (
            f'[{{"id": "gazette", "page": {"9" * 4301}}}]',
            "sources.json:1: item 1 (gazette)",
            "page: a number of 4,301 digits",
        ),
        ('[{"id": "gazette", "page": 1e400}]', "sources.json:1: item 1 (gazette)", "page: 1e400"),
        ("[" * 2000 + "]" * 2000, "sources.json", "brackets very deep in one another"),
        ("[" * 200 + "]" * 200, "sources.json:1: item 1", "[0]" * 100 + ": more than 100 levels"),
        (" ", "sources.json:1", "expecting value, column 2"),
        ("7", "sources.json", "a number"),
        ("null", "sources.json", "null"),
    ],
    ids=[
        "a title twice",
        "a key of custom twice",
        "many digits",
        "too large",
        "lists very deep",
        "lists too deep",
        "blank",
        "a number",
        "null",
    ],
)
def test_works_cited_that_json_allows_and_nobody_means_are_told(
    tmp_path: Path, text: str, where: str, found: str
) -> None:
    first = refused(write(tmp_path, {"2024/visit.toml": VISIT + CITED}, text))[0]
    assert first.where == where
    assert first.found == found or "(3" in first.found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_works_cited_in_another_encoding_are_told(tmp_path: Path, encoding: str) -> None:
    content = json.dumps([GAZETTE]).encode(encoding)
    problem = refused(write(tmp_path, {"2024/visit.toml": VISIT + CITED}, content))[0]
    assert problem.file == "sources.json"


@pytest.mark.parametrize("items", [["gazette"], [GAZETTE, None]], ids=["text", "null"])
def test_an_item_that_is_no_table_is_told_by_its_number(tmp_path: Path, items: list[Any]) -> None:
    first = refused(write(tmp_path, {"2024/visit.toml": VISIT + CITED}, items))[0]
    assert first.where.startswith(f"sources.json:1: item {len(items)}")


# -- everything at once -----------------------------------------------------------------------


def test_every_problem_of_a_folder_is_told_at_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2024/good.toml": VISIT + CITED,
        "2024/no-toml.toml": "kind =\n",
        "2024/two.toml": VISIT.replace('"minister"', "3").replace('"visit"', "4") + CITED,
        "2023/late.toml": VISIT + CITED,
        "2024/Name.toml": VISIT + CITED,
        "beside.toml": VISIT + CITED,
    }
    folder = write(tmp_path, files, [GAZETTE, GAZETTE])
    with pytest.raises(bt.ChronicleError) as error:
        load_chronicle(folder)
    assert Counter(problem.where for problem in error.value.problems) == {
        "sources.json:1: item 2 (gazette)": 1,
        "2023/late.toml:3: when": 1,
        "2024/Name.toml": 1,
        "2024/no-toml.toml:1": 1,
        "2024/two.toml:8: what.level": 1,
        "2024/two.toml:9: what.mode": 1,
        "beside.toml": 1,
    }
    assert str(error.value) == "\n".join(map(str, error.value.problems))


def test_works_cited_that_are_not_utf_8_do_not_hide_the_other_problems(tmp_path: Path) -> None:
    folder = write(tmp_path, {"2024/no-toml.toml": "kind =\n"}, b'[{"id": "\xe4"}]')
    places = [problem.where for problem in refused(folder)]
    assert places == ["sources.json:1", "2024/no-toml.toml:1"]


def test_a_problem_is_data_and_reads_as_a_line(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, {"2023/visit.toml": VISIT + CITED}))
    assert problem == bt.Problem(
        "2023/visit.toml:3: when",
        "the folder 2023",
        "2024, the first possible year",
        "move the file",
        path="when",
        file="2023/visit.toml",
        line=3,
    )
    assert str(problem) == (
        "2023/visit.toml:3: when: found the folder 2023; "
        "expected 2024, the first possible year; move the file"
    )


# -- what a chronicle says of itself -----------------------------------------------------------


def test_a_folder_says_its_title_its_pair_and_what_it_covers(tmp_path: Path) -> None:
    covers = ABOUT + '[covers]\ncontacts = "Visits since 2020"\n'
    folder = write(tmp_path, {"chronicle.toml": covers, "2024/visit.toml": VISIT + CITED})
    about = read_folder(folder).about
    assert (about.title, about.pair) == ("Vesland and Ostmark", ("VE", "OS"))
    assert about.covers == {"contacts": "Visits since 2020"}
    assert load_chronicle(folder).as_of("2024-05-19").pair == ("VE", "OS")


def test_a_pair_that_is_given_goes_before_that_of_the_folder(tmp_path: Path) -> None:
    third = VISIT.replace('["VE", "OS"]', '["VE", "AA"]') + CITED
    files: dict[str, str | bytes] = {"2024/visit.toml": VISIT + CITED, "2024/other.toml": third}
    state = load_chronicle(write(tmp_path, files), pair=("VE", "AA")).as_of("2024-05-19")
    contacts = state.contacts
    assert contacts is not bt.Unknown
    assert (state.pair, contacts["minister"].meetings.tellers) == (("VE", "AA"), ("other",))


def test_the_names_of_a_folder_are_those_of_its_states(tmp_path: Path) -> None:
    names = """
[parties]
VE = "Vesland"
OS = { name = "Ostmark", also = ["the Ostmark"] }
[persons]
"Una Ek" = "Minister Ek"
[things]
ferry = { name = "the ferry" }
"""
    folder = write(tmp_path, {"names.toml": names, "2024/visit.toml": VISIT + CITED})
    held = load_chronicle(folder).as_of("2024-05-19").names
    assert [(named.id, named.sort, named.name, named.also) for named in held] == [
        ("VE", "party", "Vesland", ()),
        ("OS", "party", "Ostmark", ("the Ostmark",)),
        ("Una Ek", "person", "Minister Ek", ()),
        ("ferry", "thing", "the ferry", ()),
    ]
    assert held.of("Una Ek") == "Minister Ek"
    assert held.of("Ivo Lind") == "Ivo Lind"


_PAIR = 'the codes of two parties, as events have them, such as ["AA", "BB"]'
_TITLE = 'title = "One"\n'
_A_NAME = '"a name", or { name = "a name", also = ["another"] }'


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [(":1: title", "nothing", "some words in quotes"), (":1: pair", "nothing", _PAIR)]),
        ('title = " "\npair = ["A", "B"]', [(":1: title", "' '", "some words in quotes")]),
        ('pair = ["A", "B"]\ntitle = 3', [(":2: title", "3", "some words in quotes")]),
        (_TITLE + 'pair = ["A"]', [(":2: pair", "['A']", _PAIR)]),
        (_TITLE + 'pair = ["A", "A"]', [(":2: pair", "['A', 'A']", _PAIR)]),
        (_TITLE + 'pair = ["A", "B", "C"]', [(":2: pair", "['A', 'B', 'C']", _PAIR)]),
        (_TITLE + 'pair = ["A", "B b"]', [(":2: pair", "['A', 'B b']", _PAIR)]),
        (_TITLE + 'pair = ["A", 3]', [(":2: pair", "['A', 3]", _PAIR)]),
        (_TITLE + 'pair = "AB"', [(":2: pair", "'AB'", _PAIR)]),
        (_TITLE + "pair = []", [(":2: pair", "[]", _PAIR)]),
        (
            ABOUT + "since = 1991-01-01\ntitel = 3",
            [(":3: since", "1991-01-01 without quotes", "'1991-01-01' in quotes")],
        ),
        (ABOUT + 'titel = "x"', [(":3: titel", "the field 'titel'", "only title, pair, covers")]),
        (
            ABOUT + 'covers = "all"',
            [(":3: covers", "'all'", "a table: [covers], and below it words for each facet")],
        ),
        (
            ABOUT + "[covers]\ntrade = 3\nprojects = ''",
            [
                (":4: covers.trade", "3", "some words in quotes"),
                (":5: covers.projects", "''", "some words in quotes"),
            ],
        ),
        (ABOUT + ABOUT, [(":3", "Cannot overwrite a value, column 30", "TOML")]),
        ("title =", [(":1", "Invalid value, end of document", "TOML")]),
    ],
)
def test_what_a_chronicle_says_of_itself_is_refused_with_its_line(
    tmp_path: Path, text: str, problems: list[tuple[str, str, str]]
) -> None:
    folder = write(tmp_path, {"chronicle.toml": text, "2024/visit.toml": VISIT + CITED})
    assert told(folder) == [(f"chronicle.toml{where}", *words) for where, *words in problems]


def test_a_facet_that_there_is_not_is_told_with_what_is_near(tmp_path: Path) -> None:
    text = ABOUT + '[covers]\nproject = "some"'
    (problem,) = refused(
        write(tmp_path, {"chronicle.toml": text, "2024/visit.toml": VISIT + CITED})
    )
    assert problem.where == "chronicle.toml:4: covers.project"
    assert (problem.found, problem.advice) == ("the facet 'project'", "is it projects?")


def test_a_folder_that_does_not_say_its_pair_is_refused_with_all_else_that_is_wrong(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path, {"2024/no-toml.toml": "kind =\n"})
    (folder / "chronicle.toml").unlink()
    expected = 'a file with `title = "..."` and `pair = ["AA", "BB"]`'
    assert told(folder) == [
        ("chronicle.toml", "no file", expected),
        ("2024/no-toml.toml:1", "Invalid value, column 7", "TOML"),
    ]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            'partys = { VE = "Vesland" }',
            [(":1: partys", "the field 'partys'", "only parties, persons, bodies, things")],
        ),
        (
            "[parties]\nVE = 3\nOS = ''",
            [(":2: parties.VE", "3", _A_NAME), (":3: parties.OS.name", "''", _A_NAME)],
        ),
        ("[parties]\nVE = {}", [(":2: parties.VE", "nothing", _A_NAME)]),
        ("[parties.VE]\nname = []", [(":2: parties.VE.name", "[]", _A_NAME)]),
        (
            '[parties]\nVE = { name = "V", alias = "W" }',
            [(":2: parties.VE.alias", "the field 'alias'", "only name, also")],
        ),
        (
            '[parties]\nVE = { name = "V", also = "W" }',
            [(":2: parties.VE.also", "'W'", 'a list of other spellings, such as ["UAE"]')],
        ),
        (
            '[parties]\nVE = { name = "V", also = ["W", ""] }',
            [(":2: parties.VE.also", "['W', '']", 'a list of other spellings, such as ["UAE"]')],
        ),
        (
            '[parties]\n"" = "V"',
            [(":2: parties.", "''", "the id or the spelling that records use")],
        ),
        (
            '[[parties]]\nVE = "V"',
            [
                (
                    ":1: parties",
                    "[{'VE': 'V'}]",
                    "a table: [parties], and below it a name for each id",
                )
            ],
        ),
        (
            '[parties]\nVE = "V"\n[bodies]\nVE = "W"',
            [(":4: bodies.VE", "'VE', which parties have too", "each id in one table alone")],
        ),
        (
            "[parties]\nVE = 'V'\nVE = 'W'",
            [(":3", "Cannot overwrite a value, end of document", "TOML")],
        ),
        ("[parties]\nVE = 2024-01-01", [(":2: parties.VE", "2024-01-01 without quotes", "'2024")]),
    ],
)
def test_names_that_are_none_are_refused_with_their_line(
    tmp_path: Path, text: str, problems: list[tuple[str, str, str]]
) -> None:
    folder = write(tmp_path, {"names.toml": text, "2024/visit.toml": VISIT + CITED})
    found = told(folder)
    assert len(found) == len(problems)
    for (where, what, expected), (place, begins, words) in zip(found, problems, strict=True):
        assert where == f"names.toml{place}"
        assert what.startswith(begins)
        assert expected.startswith(words)


@pytest.mark.parametrize("name", ["chronicle.toml", "names.toml"])
def test_a_page_of_a_chronicle_that_is_no_file_is_told_and_never_waited_for(
    tmp_path: Path, name: str
) -> None:
    sorts: dict[str, Callable[[Path], None]] = {"a folder": Path.mkdir, "a pipe": os.mkfifo}
    for number, (sort, make) in enumerate(sorts.items()):
        folder = write(tmp_path / str(number), {"2024/visit.toml": VISIT + CITED})
        (folder / name).unlink(missing_ok=True)
        make(folder / name)
        ((where, found, _),) = told(folder)
        assert (where, found) == (name, sort)
    folder = write(tmp_path / "link", {"2024/visit.toml": VISIT + CITED})
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to("gone.toml")
    assert told(folder)[0][:2] == (name, "a link that leads nowhere")


@pytest.mark.parametrize("name", ["chronicle.toml", "names.toml"])
def test_a_page_of_a_chronicle_in_another_encoding_is_told(tmp_path: Path, name: str) -> None:
    files: dict[str, str | bytes] = {"2024/visit.toml": VISIT + CITED, name: b"# \xe4"}
    ((where, _, expected),) = told(write(tmp_path, files))
    assert (where, expected) == (f"{name}:1", "UTF-8 text")


def test_the_grade_of_a_work_is_that_of_nato(tmp_path: Path) -> None:
    graded = GAZETTE | {"custom": {"admiralty": "B2"}}
    (_, (source,)) = read(write(tmp_path, {"2024/visit.toml": VISIT + CITED}, [graded]))
    assert source.grade == "B2"
    (problem,) = refused(
        write(
            tmp_path,
            {"2024/visit.toml": VISIT + CITED},
            [GAZETTE | {"custom": {"admiralty": "G7"}}],
        )
    )
    assert problem.where == "sources.json:1: item 1 (gazette)"
    assert "an Admiralty grade" in problem.expected


# -- the chronicle that comes with the library ------------------------------------------------

Read = tuple[tuple[Record, ...], tuple[bt.Source, ...]]

# The types and variables of CSL 1.0.2 that a chronicle needs.
CSL_TYPES = {
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "broadcast",
    "chapter",
    "dataset",
    "document",
    "hearing",
    "interview",
    "legislation",
    "paper-conference",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "speech",
    "treaty",
    "webpage",
}
CSL_TEXTS = {
    "id",
    "type",
    "title",
    "container-title",
    "publisher",
    "URL",
    "language",
    "note",
    "chapter-number",
    "page",
    "volume",
    "issue",
    "number",
}


@pytest.fixture(scope="module")
def shipped() -> Read:
    return read(packaged()["russia-iran"])


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    text = (packaged()["russia-iran"] / "sources.json").read_text(encoding="utf-8")
    listed: list[dict[str, Any]] = json.loads(text)
    return listed


def test_the_shipped_chronicle_has_nothing_to_check() -> None:
    assert load_chronicle("russia-iran").check() == ()


def test_the_shipped_chronicle_has_a_record_for_each_file(shipped: Read) -> None:
    records, _ = shipped
    named = {path.name.removesuffix(".toml") for path in packaged()["russia-iran"].glob("*/*.toml")}
    read = [f"{r.id}.r{r.revision}" if r.revision else r.id for r in records]
    assert sorted(read) == sorted(named)


def test_each_shipped_record_cites_a_source_and_says_where(shipped: Read) -> None:
    records, _ = shipped
    assert [r.id for r in records if not r.sources] == []
    assert [(r.id, c.source) for r in records for c in r.sources if not c.locator] == []


def test_no_shipped_event_is_of_a_kind_that_is_not_known(shipped: Read) -> None:
    records, _ = shipped
    events = [record for record in records if isinstance(record, bt.Event)]
    assert [event.id for event in events if isinstance(event.what, bt.UnknownBody)] == []


def test_the_works_cited_are_the_works_that_are_cited(shipped: Read) -> None:
    records, sources = shipped
    cited = {citation.source for record in records for citation in record.sources}
    assert cited == {source.id for source in sources}


def test_each_shipped_work_is_csl_json(items: list[dict[str, Any]]) -> None:
    wrong = [f"{item.get('id')}: {fault}" for item in items for fault in csl_faults(item)]
    assert wrong == []
    assert [id for id, count in Counter(i["id"] for i in items).items() if count > 1] == []


def csl_faults(item: dict[str, Any]) -> list[str]:
    """What keeps an item from being CSL-JSON that a reference manager opens."""
    faults = [name for name in ("id", "type", "title") if not item.get(name)]
    faults += [str(item["type"])] if item.get("type") not in CSL_TYPES else []
    others = {"author", "issued", "custom"}
    faults += [name for name in item if name not in CSL_TEXTS | others]
    faults += [name for name in CSL_TEXTS & set(item) if not isinstance(item[name], str)]
    names = [set(author) for author in item.get("author", [])]
    faults += [str(name) for name in names if name not in ({"family", "given"}, {"literal"})]
    issued = item.get("issued", {"date-parts": [[1]]})
    faults += [] if set(issued) == {"date-parts"} else [f"issued {sorted(issued)}"]
    for parts in issued.get("date-parts", []):
        whole = all(type(part) is int for part in parts)
        faults += [] if whole and 1 <= len(parts) <= 3 else [f"issued {parts}"]
    return faults


def test_csl_json_that_a_reference_manager_would_refuse_is_found() -> None:
    item = GAZETTE | {"type": "newspaper", "url": "https://gazette.example", "title": ""}
    assert csl_faults(item) == ["title", "newspaper", "url"]
    assert csl_faults(GAZETTE | {"issued": {"raw": "2024"}}) == ["issued ['raw']"]


# -- names and the pair -----------------------------------------------------------------------


def test_a_pair_of_which_no_record_tells_is_told_with_what_is_near(tmp_path: Path) -> None:
    about = ABOUT.replace('"OS"', '"OSS"')
    folder = write(tmp_path, {"chronicle.toml": about, "2024/visit.toml": VISIT + CITED})
    told = [(p.where, p.found) for p in load_chronicle(folder).check()]
    assert ("pair", "'OSS'") in told
    with pytest.raises(bt.MissingError, match="no party 'ves'; near it: VE"):
        load_chronicle(folder, pair=("ves", "OS"))


def test_a_person_of_two_ids_is_a_problem_of_both(tmp_path: Path) -> None:
    names = '[persons]\n"Una Ek" = "Una Ek"\n"U. Ek" = { name = "U. Ek", also = ["Una Ek"] }\n'
    folder = write(tmp_path, {"names.toml": names, "2024/visit.toml": VISIT + CITED})
    (problem,) = refused(folder)
    assert (problem.where, problem.found) == (
        "names.toml:3: persons.U. Ek",
        "'Una Ek', as 'Una Ek' is called too",
    )


def test_check_tells_of_every_name_that_nobody_introduced(tmp_path: Path) -> None:
    names = '[parties]\nVE = "Vesland"\nOS = "Ostmark"\n[persons]\n"Una Ek" = "Una Ek"\n'
    folder = write(tmp_path, {"names.toml": names, "2024/visit.toml": VISIT + CITED})
    told = [(p.path, p.found) for p in load_chronicle(folder).check()]
    assert told == [("what.participants", "'Ivo Lind'")]
