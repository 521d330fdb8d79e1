"""What a curator runs: `check` hides nothing, and `new` begins what only he can finish."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest

import bilateral_timeline as bt
from bilateral_timeline.checks import NEIGHBOURS
from bilateral_timeline.files.chronicle import packaged
from bilateral_timeline.files.glossary import CITATION, RECORD, meanings
from bilateral_timeline.files.plain import UNFILLED
from bilateral_timeline.files.schema import record_schema
from bilateral_timeline.files.skeleton import skeleton
from bilateral_timeline.files.vocabulary import kinds, words_of
from bilateral_timeline.records.events import Citation, Event
from bilateral_timeline.relations.facets.agreements import LIFE
from island import FerryOpened
from running import ABOUT, GAZETTE, Ran, Run, record, works

NAMES = """\
[parties]
VE = "Vesland"
OS = "Ostmark"

[persons]
"Una Ek" = "Una Ek"
"""
SIGNED = record("agreement-stage", agreement="ferry", stage="signed")
BUILT = record("project-stage", locator="p. 5", project="bridge", stage="operational")
DENIED = record(
    "claim-denied",
    "2024-05-20",
    "p. 6",
    claim="projects.bridge.stages",
    by="Una Ek",
    role="third-party",
    denies=["built"],
)


def write(folder: Path, **files: str) -> Path:
    """A chronicle with names and a work; a record for each `id=text`, others by their path."""
    pages = {"chronicle.toml": ABOUT, "names.toml": NAMES, "sources.json": works()}
    for name, text in files.items():
        pages[name if "." in name else f"2024/{name}.toml"] = text
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def places(ran: Ran) -> list[str]:
    """Where each problem is, and what was found there."""
    return [line.partition("; expected ")[0] for line in ran.lines]


# -- check, in layers -------------------------------------------------------------------------


def test_what_is_wrong_with_one_file_hides_nothing_of_the_others(tmp_path: Path, run: Run) -> None:
    early = SIGNED.replace("2024-05-19", "2024-06-19")
    folder = write(
        tmp_path,
        signed=early,
        wrong=BUILT.replace("operational", "operationel"),
        person=DENIED.replace("Una Ek", "Una Ec"),
        built=BUILT,
        **{"2024/no-toml.toml": "kind =\n"},
    )
    ran = run("check", folder)
    assert (ran.code, ran.err) == (2, "")
    assert places(ran) == [
        "2024/no-toml.toml:1: found Invalid value, column 7",
        "2024/person.toml:7: what.by: found 'Una Ec'",
        "2024/signed.toml:2: when: found '2024-06-19', but known on 2024-05-20",
        "2024/wrong.toml:7: what.stage: found 'operationel'",
    ]


def test_what_needs_a_look_alone_ends_with_1(tmp_path: Path, run: Run) -> None:
    folder = write(tmp_path, built=BUILT, person=DENIED.replace('"built"', '"build"'))
    ran = run("check", "--from", folder)
    assert (ran.code, ran.err) == (1, "")
    assert ran.lines == [
        "2024/person.toml:9: what.denies: found 'build'; "
        "expected the id of an event; near it: built"
    ]


@pytest.mark.parametrize(
    "built",
    [
        BUILT.replace("operational", "operationel"),
        BUILT + "says =",
        BUILT.replace("gazette", "gazete"),
        BUILT.replace("project-stage", "project-stages"),
    ],
    ids=["a wrong word", "no TOML", "another work", "another kind"],
)
def test_what_only_a_refused_record_tells_of_is_not_missed(
    tmp_path: Path, run: Run, built: str
) -> None:
    folder = write(tmp_path, built=built, denied=DENIED, signed=SIGNED)
    told = places(run("check", folder))
    assert len(told) == 1
    assert told[0].startswith("2024/built.toml:")
    whole = write(tmp_path, built=BUILT)
    assert run("check", whole) == (0, "no problems\n", "")


def test_an_id_to_which_a_refused_record_refers_may_be_missing_all_the_same(
    tmp_path: Path, run: Run
) -> None:
    slip = DENIED.replace('"built"', '"bulit"')
    folder = write(tmp_path, built=BUILT, a=slip, b=slip.replace("third-party", "third"))
    assert places(run("check", folder)) == [
        "2024/a.toml:9: what.denies: found 'bulit'",
        "2024/b.toml:8: what.role: found 'third'",
    ]


def test_names_that_are_wrong_are_not_missed_in_every_record(tmp_path: Path, run: Run) -> None:
    folder = write(tmp_path, built=BUILT, denied=DENIED, **{"names.toml": NAMES + "Ivo = 3\n"})
    assert places(run("check", folder)) == ["names.toml:7: persons.Ivo: found 3"]


@pytest.mark.parametrize("works", ["[{", "[]", None], ids=["no JSON", "nothing", "no file"])
def test_works_that_are_wrong_make_no_date_wrong(
    tmp_path: Path, run: Run, works: str | None
) -> None:
    look = DENIED.replace('"built"', '"build"')
    revised = f'known = "2024-06-01"\n{BUILT}'
    folder = write(tmp_path, built=BUILT, denied=look, **{"2024/built.r1.toml": revised})
    if works is None:
        (folder / "sources.json").unlink()
    else:
        (folder / "sources.json").write_text(works)
    told = places(run("check", folder))
    if works == "[]":
        assert {line.partition(": found ")[0] for line in told} == {
            f"2024/{name}.toml:{line}: sources[0].source"
            for name, line in (("built", 10), ("built.r1", 11), ("denied", 12))
        }
    else:
        assert told[0].startswith("sources.json")
        assert told[1:] == ["2024/denied.toml:9: what.denies: found 'build'"]


def test_a_work_that_is_refused_makes_no_date_wrong(tmp_path: Path, run: Run) -> None:
    wrong = GAZETTE | {"issued": {"date-parts": [[2024, "May"]]}}
    folder = write(tmp_path, built=BUILT, **{"sources.json": works(wrong)})
    (told,) = places(run("check", folder))
    assert told.startswith("sources.json:2: item 1 (gazette): found issued:")


def test_a_folder_that_does_not_say_its_pair_is_looked_at_as_that_of_most_events(
    tmp_path: Path, run: Run
) -> None:
    look = DENIED.replace('"built"', '"build"')
    folder = write(tmp_path, built=BUILT, denied=look)
    (folder / "chronicle.toml").unlink()
    assert places(run("check", folder)) == [
        "chronicle.toml: found no file",
        "2024/denied.toml:9: what.denies: found 'build'",
    ]
    for name in ("built", "denied"):
        path = folder / "2024" / f"{name}.toml"
        path.write_text(path.read_text("utf-8").replace('parties = ["VE", "OS"]\n', ""), "utf-8")
    assert places(run("check", folder)) == ["chronicle.toml: found no file"]
    given = places(run("check", folder, "--pair", "VE", "OS"))
    assert {"pair: found 'VE'", "pair: found 'OS'", "chronicle.toml: found no file"} < {*given}


def test_a_revision_of_a_record_that_is_refused_is_no_problem_of_its_own(
    tmp_path: Path, run: Run
) -> None:
    revised = f'known = "2024-06-01"\n{BUILT}'
    wrong = BUILT.replace("operational", "operationel")
    folder = write(tmp_path, built=wrong, **{"2024/built.r1.toml": revised})
    assert places(run("check", folder)) == ["2024/built.toml:7: what.stage: found 'operationel'"]
    early = f'known = "2024-05-01"\n{BUILT}'
    again = write(tmp_path, built=BUILT, **{"2024/built.r1.toml": early})
    (told,) = run("check", again).lines
    assert told.startswith("2024/built.r1.toml:1: known: found known 2024-05-01, before revision 0")


def test_events_whose_order_is_open_are_told_with_a_line(tmp_path: Path, run: Run) -> None:
    una, ivo = (
        record("office-assumed", office="ve-president", person=person)
        for person in ("Una Ek", "Ivo Lind")
    )
    names = NAMES + '"Ivo Lind" = "Ivo Lind"\n'
    (line,) = run("check", write(tmp_path, una=una, ivo=ivo, **{"names.toml": names})).lines
    assert line.startswith("2024/ivo.toml:2: events 'ivo' and 'una': found dates 2024-05-19")
    (data,) = json.loads(run("check", tmp_path, "--json").out)
    assert (data["file"], data["line"]) == ("2024/ivo.toml", 2)
    assert data["where"] == "2024/ivo.toml:2: events 'ivo' and 'una'"


def test_json_has_the_same_problems(tmp_path: Path, run: Run) -> None:
    almanac = {"id": "almanac", "type": "book", "title": "Almanac"}
    folder = write(
        tmp_path,
        built=BUILT.replace("stage =", "stagee ="),
        **{"sources.json": works(GAZETTE, almanac), "notes.txt": ""},
    )
    lines, ran = run("check", folder).lines, run("check", folder, "--json")
    data = json.loads(ran.out)
    assert (ran.code, len(data)) == (2, len(lines))
    assert [(each["file"], each["line"], each["field"]) for each in data] == [
        ("notes.txt", None, ""),
        ("sources.json", 16, "[1]"),
        ("2024/built.toml", 5, "what.stage"),
        ("2024/built.toml", 7, "what.stagee"),
    ]
    assert data[-1]["advice"] == "is it stage?"
    for line, each in zip(lines, data, strict=True):
        told = f"found {each['found']}; expected {each['expected']}"
        assert told in line
        assert line.startswith(each["file"])


def test_a_log_of_lines_that_are_wrong_is_refused_whole(tmp_path: Path, run: Run) -> None:
    (tmp_path / "log.jsonl").write_text('{"id": 1}\n{"id": 2}\n')
    ran = run("check", tmp_path / "log.jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("line 1: ") == ran.err.count("line 2: ") > 0
    as_data = run("check", tmp_path / "log.jsonl", "--json")
    assert (as_data.code, as_data.err) == (2, "")
    assert {each["line"] for each in json.loads(as_data.out)} == {1, 2}


def test_each_problem_of_a_log_names_its_file_and_its_line(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text('\n{"id": 1}\n')
    with pytest.raises(bt.ChronicleError) as error:
        bt.read_jsonl(path)
    assert {(problem.file, problem.line) for problem in error.value.problems} == {(str(path), 2)}


# -- check, slip by slip ----------------------------------------------------------------------

RETRACTED = """\
retracted = "It was another ferry."
known = "2024-06-01"

[[sources]]
source = "gazette"
locator = "p. 7"
"""
TRADE = record(
    "trade-reported",
    "2024-05-01",
    "p. 8",
    flow="turnover",
    value={"best": "4e9", "currency": "EUR"},
)
TOOK = record(
    "office-assumed",
    "2024-05-01",
    "p. 9",
    parties=("VE",),
    office="ve-president",
    person="Una Ek",
)
LEFT = record(
    "offices-vacated",
    locator="p. 9",
    parties=("VE",),
    holdings=[{"office": "ve-presdent", "person": "Una Ek"}],
    exit="resigned",
)
MET = record(
    "meeting-held", locator="p. 9", level="minister", mode="visit", participants=["Una Ek"]
)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.toml", SIGNED.replace("[[sources]]", "[sources]"), ":9: sources: found one table"),
        ("a.toml", SIGNED.replace("[what]", "[waht]"), ":5: waht: found the field 'waht'"),
        ("a.toml", SIGNED + 'source = "x"\n', ":12: found Cannot overwrite a value, column 13"),
        ("a.toml", SIGNED.replace('4"', "4"), ":11: found Illegal character '\\n', column 16"),
        ("signed.r1.toml", RETRACTED.replace("retracted", "retractd"), ":1: retractd: found"),
        ("singed.r1.toml", RETRACTED, ": found revision 1 of 'singed'"),
        ("a.toml", TRADE.replace("EUR", "ERU"), ":7: what.value.currency: found 'ERU'"),
        ("a.toml", LEFT, ":5: what: found 've-presdent'"),
        ("a.toml", SIGNED.replace('["VE", "OS"]', '["VE"]'), ":3: parties: found VE alone"),
        ("a.toml", MET + 'stance = "expects"\n', ":10: sources: found meeting-held, which"),
        ("a.toml", "", ":1: kind: found nothing; expected the name of a kind"),
    ],
    ids=[
        "one table of sources",
        "a wrong table",
        "a key twice",
        "quotes left open",
        "a wrong field",
        "a retraction of another",
        "another currency",
        "another office",
        "one party alone",
        "a meeting that is expected",
        "an empty file",
    ],
)
def test_a_slip_of_a_curator_is_told_with_its_line(
    tmp_path: Path, run: Run, name: str, text: str, told: str
) -> None:
    folder = write(tmp_path, signed=SIGNED, took=TOOK, **{f"2024/{name}": text})
    ran = run("check", folder)
    assert all(line.startswith(f"2024/{name}:") for line in ran.lines)
    assert [line for line in ran.lines if line.startswith(f"2024/{name}{told}")]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("signed.r1.toml", RETRACTED.replace("retracted", "retractd"), "is it retracted?"),
        ("singed.r1.toml", RETRACTED, "near it: signed"),
        ("a.toml", SIGNED.replace("[what]", "[waht]"), "is it what?"),
        ("a.toml", TRADE.replace("EUR", "ERU"), "near it: ERN, EUR"),
        ("a.toml", SIGNED.replace('4"', "4"), "quotes end on the line on which they begin"),
        ("a.toml", SIGNED.replace('"ferry"', "“ferry”"), 'write straight quotes, "'),
        ("a.toml", SIGNED + 'source = "x"\n', "each key stands once in its table"),
        ("a.toml", SIGNED + 'via = "x', "close the quotes"),
    ],
    ids=[
        "a wrong field",
        "a retraction of another",
        "a wrong table",
        "another currency",
        "quotes left open",
        "curly quotes",
        "a key twice",
        "quotes open at the end",
    ],
)
def test_a_slip_is_told_with_what_was_meant(
    tmp_path: Path, run: Run, name: str, text: str, told: str
) -> None:
    folder = write(tmp_path, signed=SIGNED, **{f"2024/{name}": text})
    assert told in run("check", folder).lines[-1]


@pytest.mark.parametrize(
    ("works", "line"), [('[\n{"id": "a"},\n]', 2), ('[\n{\n"id": "a",\n}]', 3)]
)
def test_a_comma_too_many_in_the_works_cited_is_told_as_one(
    tmp_path: Path, run: Run, works: str, line: int
) -> None:
    (told,) = run("check", write(tmp_path, **{"sources.json": works})).lines
    assert told.startswith(f"sources.json:{line}: found a comma with nothing after it; expected")


def test_a_slip_for_a_field_of_the_works_cited_is_told(tmp_path: Path, run: Run) -> None:
    slip = GAZETTE | {"custom": {"konwn": "2024-05-18", "known_basis": "the masthead"}}
    folder = write(tmp_path, signed=SIGNED, **{"sources.json": works(slip)})
    (line,) = run("check", folder).lines
    assert line.endswith("found custom: the field 'konwn'; expected known, or another name")


@pytest.mark.parametrize(
    ("leaf", "told"),
    [("vlaue", ["2024/b.toml:10: what.contradicts_in: found 'vlaue'"]), ("value", [])],
)
def test_a_contradiction_on_no_leaf_is_told(
    tmp_path: Path, run: Run, leaf: str, told: list[str]
) -> None:
    against = f'EUR" }}\ncontradicts = ["a"]\ncontradiction = "x"\ncontradicts_in = "{leaf}"'
    folder = write(tmp_path, a=TRADE, b=TRADE.replace('EUR" }', against))
    assert places(run("check", folder)) == (told or ["no problems"])


def test_an_id_that_is_a_letter_from_another_is_told_once(tmp_path: Path, run: Run) -> None:
    def delivered(id: str) -> str:
        number = {"best": 2, "unit": "boats"}
        return record("delivery-reported", commitment=id, quantity=number)

    promise = record(
        "commitment-made", commitment="forts", promisor="VE", promisee="OS", item="forts"
    )
    folder = write(tmp_path, made=promise, came=delivered("frots"), later=delivered("unit-1"))
    (folder / "2024" / "last.toml").write_text(delivered("unit-2"), encoding="utf-8")
    assert run("check", folder).lines == [
        "2024/made.toml:5: what: found 'forts', of which nothing else is told; "
        "expected another id, or more of it; a letter from it: frots"
    ]


def test_a_denier_of_the_pair_is_no_third_party(tmp_path: Path, run: Run) -> None:
    folder = write(tmp_path, built=BUILT, no=DENIED.replace('"Una Ek"', '"OS"'))
    (line,) = run("check", folder).lines
    assert line.startswith("2024/no.toml:8: what.role: found 'third-party'; expected 'party'")


def test_what_is_due_before_it_was_said_is_told(tmp_path: Path, run: Run) -> None:
    planned = record("project-target", project="bridge", due="2023-05")
    folder = write(tmp_path, built=BUILT, plan=planned)
    (line,) = run("check", folder).lines
    assert line.startswith("2024/plan.toml:7: what.due: found '2023-05', before the event of")
    write(tmp_path, plan=planned.replace("2023-05", "2024-05"))
    assert run("check", folder).lines == ["no problems"]


def test_lines_end_as_they_will(tmp_path: Path, run: Run) -> None:
    folder = write(tmp_path, signed=SIGNED)
    wrong = SIGNED.replace("agreement =", "agrement =").replace("\n", "\r\n")
    (folder / "2024" / "crlf.toml").write_bytes(wrong.encode())
    assert [line.partition(": found")[0] for line in run("check", folder).lines] == [
        "2024/crlf.toml:5: what.agreement",
        "2024/crlf.toml:6: what.agrement",
    ]


def test_a_check_of_what_nobody_named_says_of_what_it_is(run: Run) -> None:
    assert run("check") == (0, f"no problems in {next(iter(packaged()))}\n", "")


# -- near words -------------------------------------------------------------------------------


def test_a_wrong_word_is_told_with_those_near_it_first_and_all_others(
    tmp_path: Path, run: Run
) -> None:
    (line,) = run("check", write(tmp_path, signed=SIGNED.replace('"signed"', '"singed"'))).lines
    expected = line.partition("; expected ")[2]
    assert expected.startswith("signed, or one of ")
    assert sorted(re.split(", or one of |, ", expected)) == sorted(LIFE.order)
    (line,) = run("check", write(tmp_path, signed=SIGNED.replace('"signed"', '"zzz"'))).lines
    assert line.endswith(f"; expected one of {', '.join(LIFE.order)}")


def test_a_wrong_stance_and_a_wrong_kind_are_told_with_what_is_near(
    tmp_path: Path, run: Run
) -> None:
    folder = write(tmp_path, signed=SIGNED + 'stance = "report"\n')
    (line,) = run("check", folder).lines
    assert "found 'report'; expected reports, or one of asserts, expects" in line
    folder = write(tmp_path, signed=SIGNED.replace("agreement-stage", "agreement-staged"))
    (line,) = run("check", folder).lines
    assert "near it: agreement-stage" in line


def test_a_wrong_field_is_told_with_what_is_near(tmp_path: Path, run: Run) -> None:
    folder = write(tmp_path, signed=SIGNED.replace("when =", "wehn ="))
    assert run("check", folder).lines[-1].endswith("; is it when?")


# -- check, at size ---------------------------------------------------------------------------


def opened(id: str, when: str = "2001-01-01") -> bt.Event:
    return bt.Event(id=id, when=when, known="2002", what=FerryOpened(harbour=id))


def steps(events: list[bt.Event]) -> int:
    """How often a check takes a step of a projection."""
    taken: list[str] = []

    def evolve(seen: int, event: bt.Event) -> int:
        taken.append(event.id)
        return seen + 1

    log = bt.EventLog()
    log.append(*events)
    log.timeline(bt.Projection(0, evolve)).check()
    return len(taken)


def test_the_work_of_a_check_grows_with_the_number_of_events() -> None:
    days = [opened(f"e{n}", f"2001-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(300)]
    assert steps(days) == 2 * len(days)
    one_day = [opened(f"e{n}") for n in range(300)]
    assert steps(one_day) <= (4 + 3 * NEIGHBOURS) * len(one_day)


# -- new --------------------------------------------------------------------------------------

KINDS = [made.name for made in kinds()]


def whole(text: str) -> dict[str, Any]:
    """A skeleton with all that it offers."""
    return tomllib.loads(re.sub(r"^#(?=\w)", "", text, flags=re.MULTILINE))


@attrs.frozen
class Half:
    said: str
    """What is said."""
    unsaid: str


def test_a_field_of_which_nothing_is_said_is_named() -> None:
    with pytest.raises(bt.RecordError, match=r"Half: found nothing said of unsaid; expected"):
        meanings(Half)


def test_a_kind_without_its_source_is_named() -> None:
    made = attrs.make_class("Compiled", {"year": attrs.field(type=int)})
    with pytest.raises(bt.RecordError, match=r"Compiled: found no source; expected its source"):
        meanings(made)


def test_a_word_that_two_kinds_have_means_what_it_means_in_each() -> None:
    means = {made.name: meanings(made.body) for made in kinds()}
    assert means["delivery-reported"]["condition"] == (
        "Whether what has come is new, second-hand or modernised."
    )
    assert means["assessment-made"]["condition"] == "What it depends on, in your own words."
    assert means["restriction-changed"]["targets"] == "On whom it lies."
    assert means["alias-recorded"]["of"] == "What sort of thing it is."
    assert means["losses-claimed"]["of"] == "Whose losses they are: a side, or somebody else."


@pytest.mark.parametrize("name", KINDS)
def test_a_new_record_has_every_field_of_its_kind_explained(name: str) -> None:
    (made,) = (made for made in kinds() if made.name == name)
    text = skeleton(name)
    body = {field.name for field in attrs.fields(made.body)}
    needed = {f.name for f in attrs.fields(made.body) if f.default is attrs.NOTHING}
    data, offered = tomllib.loads(text), whole(text)
    assert set(data["what"]) == needed
    assert set(offered["what"]) == body
    assert (offered["kind"], offered["version"]) == (name, made.version)
    assert set(offered) == {"kind", "version", "what", "sources", *RECORD}
    assert set(offered["sources"][0]) == set(CITATION)
    assert [field for field, said in meanings(made.body).items() if not said] == []
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if re.match(r"#?\w+ = ", line) and not line.startswith(("kind", "version")):
            assert lines[at - 1].startswith("# ")
        assert len(line) <= 100
    properties = record_schema()["definitions"][name]["properties"]
    for field, shape in properties.items():
        told = " ".join(re.sub(r"^# ", "", line) for line in lines)
        assert [word for word in shape.get("enum", ()) if word not in told] == [], field


@pytest.mark.parametrize("name", KINDS)
def test_what_is_to_be_filled_in_is_refused_until_it_is(
    tmp_path: Path, run: Run, name: str
) -> None:
    text = skeleton(name)
    folder = write(tmp_path, fresh=text)
    ran = run("check", folder)
    assert ran.code == 2
    found = [line for line in ran.lines if f"found '{UNFILLED}'" in line]
    assert found == ran.lines
    assert len(found) == sum(
        line.count(f'"{UNFILLED}"') for line in text.splitlines() if not line.startswith("#")
    )


@pytest.mark.parametrize("name", KINDS)
def test_what_is_to_be_filled_in_is_told_with_the_words_of_its_field(
    tmp_path: Path, run: Run, name: str
) -> None:
    (made,) = (made for made in kinds() if made.name == name)
    needed = [field for field in attrs.fields(made.body) if field.default is attrs.NOTHING]
    words = {field.name: words_of(field) for field in needed if words_of(field)}
    lines = run("check", write(tmp_path, fresh=skeleton(name))).lines
    for field, those in words.items():
        (line,) = (line for line in lines if f": what.{field}: found" in line)
        expected = f"found '???'; expected one of {', '.join(those)}; it is still to be written"
        assert line.endswith(expected)


def test_what_is_to_be_filled_in_is_told_with_what_would_be_right(tmp_path: Path, run: Run) -> None:
    text = skeleton("agreement-described", when="2024")
    text = text.replace('#obligations = ["???"]', 'obligations = ["???"]')
    lines = run("check", write(tmp_path, fresh=f'{text}stance = "???"\n')).lines
    told = [line.partition(": ")[2].replace("found '???'; expected ", "") for line in lines]
    still = "it is still to be written"
    assert told == [
        f"title: something else: {still}",
        f"parties[0]: something else: {still}",
        f"parties[1]: something else: {still}",
        f"what.agreement: a-z, 0-9 and single hyphens, such as 'su-35-promised'; {still}",
        "what.obligations[0]: one of defence, offence, neutrality, non-aggression, consultation, "
        f"entente; {still}",
        f"sources[0].source: the id of a source; {still}",
        f"sources[0].locator: something else: {still}",
        f"sources[0].stance: one of asserts, reports, expects, alleges, doubts, denies; {still}",
    ]


def test_the_fields_of_records_and_citations_are_all_told() -> None:
    own = {"id", "revision", "what", "sources"}
    assert set(RECORD) | own == {field.name for field in attrs.fields(Event) if field.init}
    cited = (field for field in attrs.fields(Citation) if not field.name.startswith("_"))
    assert set(CITATION) == {field.name for field in cited}


def test_a_new_record_is_printed_with_its_place_or_written_to_it(tmp_path: Path, run: Run) -> None:
    ran = run("new", "agreement-stage")
    assert (ran.code, ran.err, ran.out) == (0, "", skeleton("agreement-stage"))
    assert "# It is kept in YYYY/<id>.toml." in ran.lines
    assert (
        "# It is kept in YYYY/signed.toml." in run("new", "agreement-stage", "--id", "signed").out
    )
    folder = write(tmp_path, built=BUILT)
    given = ["new", "agreement-stage", "--into", folder, "--id", "signed", "--when", "2023-22"]
    ran = run(*given)
    path = folder / "2023" / "signed.toml"
    assert (ran.code, ran.lines[0]) == (0, str(path))
    text = path.read_text("utf-8")
    assert text == skeleton("agreement-stage", "signed", "2023-22", ("VE", "OS"))
    assert tomllib.loads(text)["parties"] == ["VE", "OS"]
    filled = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    for word in ("The ferry treaty", "ferry", "signed", "gazette", "p. 4"):
        filled = filled.replace(UNFILLED, word, 1)
    path.write_text(filled, encoding="utf-8")
    assert run("check", folder) == (0, "no problems\n", "")
    again = run(*given)
    assert (again.code, again.out) == (2, "")
    assert "found 'signed', the id of 2023/signed.toml" in again.err
    assert path.read_text("utf-8") == filled


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["agreement"], "no kind 'agreement'; near it: agreement-stage, agreement-described"),
        (["meeting_held"], "near it: meeting-held"),
        (["agreement-stage", "--id", "A b"], "id: found 'A b'; expected a-z, 0-9"),
        (["agreement-stage", "--when", "May"], "found 'May'"),
        (["agreement-stage", "--when", ".."], "when"),
        (["agreement-stage", "--into", "."], "found --into without --id"),
        (["agreement-stage", "--into", ".", "--id", "a"], "found --into without --when"),
        (["agreement-stage", "--chronicle", "x", "AA", "BB"], "expected one of the two"),
        (["--chronicle", "x", "AA", "BB", "--id", "signed"], "expected one of the two"),
    ],
    ids=[
        "half a kind",
        "another spelling",
        "no id",
        "a month alone",
        "no bounds",
        "no id to write to",
        "no date to write to",
        "a kind and a chronicle",
        "a chronicle and an id",
    ],
)
def test_a_new_record_that_cannot_be_is_refused_in_a_line(
    run: Run, arguments: list[str], told: str
) -> None:
    ran = run("new", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert told in ran.err


def test_new_alone_lists_the_kinds(run: Run) -> None:
    ran = run("new")
    assert (ran.code, ran.lines[1:]) == (0, [made.name for made in kinds()])


def test_a_new_record_goes_into_a_chronicle_just_begun(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "island"
    assert run("new", "--chronicle", folder, "VE", "OS").code == 0
    given = ["new", "meeting-held", "--into", folder, "--id", "met", "--when", "1998"]
    about = (folder / "chronicle.toml").read_text("utf-8")
    assert UNFILLED in about
    assert run(*given).code == 0
    record = tomllib.loads((folder / "1998" / "met.toml").read_text("utf-8"))
    assert (record["kind"], record["parties"]) == ("meeting-held", ["VE", "OS"])
    (folder / "1998" / "met.toml").unlink()
    for wrong in ('["VE", "VE"]', '["VE"]', '"VE OS"', '["V E", "OS"]'):
        (folder / "chronicle.toml").write_text(about.replace('["VE", "OS"]', wrong), "utf-8")
        ran = run(*given)
        assert (ran.code, ran.out, [*(folder / "1998").iterdir()]) == (2, "", [])
        assert ran.err.count("\n") == 1
        assert "chronicle.toml: pair: found " in ran.err
        titled = about.replace(UNFILLED, "Two", 1).replace('["VE", "OS"]', wrong)
        (folder / "chronicle.toml").write_text(titled, "utf-8")
        assert "chronicle.toml:2: pair: found " in run(*given).err


def test_an_event_of_neither_side_is_told(tmp_path: Path, run: Run) -> None:
    other = SIGNED.replace('parties = ["VE", "OS"]', 'parties = ["XX", "YY"]')
    assert other != SIGNED
    assert "no state of the two tells of it" in run("check", write(tmp_path, signed=other)).out


def test_a_new_record_goes_into_a_chronicle_alone(tmp_path: Path, run: Run) -> None:
    given = ["--id", "signed", "--when", "2024"]
    ran = run("new", "agreement-stage", "--into", tmp_path, *given)
    assert (ran.code, list(tmp_path.iterdir())) == (2, [])
    assert "chronicle.toml: found no file" in ran.err
    assert run("new", "agreement-stage", "--into", "", *given).code == 2


# -- a new chronicle --------------------------------------------------------------------------


def test_a_new_chronicle_is_whole_once_it_is_filled_in(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "my own" / "ve-os"
    ran = run("new", "--chronicle", folder, "VE", "OS")
    assert (ran.code, ran.err) == (0, "")
    assert f"bilateral-timeline check '{folder}'" in ran.out
    files = {".taplo.toml", "chronicle.toml", "names.toml", "record.schema.json", "sources.json"}
    assert {path.name for path in folder.iterdir()} == files
    assert [line.partition(": found")[0] for line in run("check", folder).lines] == [
        "chronicle.toml:1: title",
        "names.toml:5: parties.VE",
        "names.toml:6: parties.OS",
    ]
    for name in ("chronicle.toml", "names.toml"):
        page = (folder / name).read_text("utf-8")
        (folder / name).write_text(page.replace(f'"{UNFILLED}"', '"A name"', 1), "utf-8")
    page = (folder / "names.toml").read_text("utf-8")
    (folder / "names.toml").write_text(page.replace(UNFILLED, "Ostmark"), "utf-8")
    (line,) = run("check", folder).lines
    assert "found no record; expected files named YYYY/<id>.toml" in line
    (folder / "sources.json").write_text(works(), "utf-8")
    (folder / "2024").mkdir()
    (folder / "2024" / "signed.toml").write_text(SIGNED, "utf-8")
    assert run("check", folder) == (0, "no problems\n", "")
    assert bt.load_chronicle(folder).as_of("2024").agreements["ferry"].stage == "signed"


def test_editors_are_told_of_the_records_of_a_new_chronicle(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "mine"
    run("new", "--chronicle", folder, "VE", "OS")
    (rule,) = tomllib.loads((folder / ".taplo.toml").read_text("utf-8"))["rule"]
    schema = json.loads((folder / rule["schema"]["path"]).read_text("utf-8"))
    assert schema == record_schema()
    (folder / "2024").mkdir()
    (folder / "2024" / "signed.toml").write_text(SIGNED, "utf-8")
    (path,) = (path for pattern in rule["include"] for path in folder.glob(pattern))
    jsonschema.Draft7Validator(schema).validate(tomllib.loads(path.read_text("utf-8")))
    covers = re.sub(r"^#(?=\w)", "", (folder / "chronicle.toml").read_text("utf-8"), flags=re.M)
    assert set(tomllib.loads(covers)["covers"]) == set(bt.Relationship.facets)


@pytest.mark.parametrize(
    ("pair", "made"),
    [(("VE", "VE"), ""), (("V E", "OS"), ""), (("VE", "OS"), "a file"), (("VE", "OS"), "full")],
    ids=["one code", "no code", "a file", "a folder with files"],
)
def test_a_new_chronicle_takes_two_codes_and_a_folder_of_its_own(
    tmp_path: Path, run: Run, pair: tuple[str, str], made: str
) -> None:
    folder = tmp_path / "mine"
    if made == "a file":
        folder.write_text("")
    elif made:
        folder.mkdir()
        (folder / "notes.txt").write_text("")
    before = sorted(tmp_path.rglob("*"))
    ran = run("new", "--chronicle", folder, *pair)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert sorted(tmp_path.rglob("*")) == before
