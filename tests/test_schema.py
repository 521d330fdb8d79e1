"""The schema for editors takes what a chronicle takes, and is as fresh as the classes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.files.schema import record_schema
from bilateral_timeline.records import kinds as registry
from bilateral_timeline.records.codec import to_plain
from bilateral_timeline.records.events import STANCES, Record
from bilateral_timeline.records.kinds import find_kind, kind, kind_of, made_of
from bilateral_timeline.relations.facets.agreements import LIFE
from bilateral_timeline.relations.relationship import FACETS
from bilateral_timeline.testing import whens
from pairs import BODIES

ROOT = Path(__file__).parent.parent
COMMITTED = ROOT / "events" / "record.schema.json"
FILES = sorted((ROOT / "events").glob("*/*/*.toml"))
SCHEMA = record_schema()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
TAKEN = """\
kind = "agreement-stage"
version = 1
when = "2024-05"
known = "2024-05-19"
title = "The treaty is signed"
parties = ["VE", "OS"]
seq = 1
note = "By both ministers"

[what]
agreement = "grand-treaty"
stage = "signed"

[[sources]]
source = "gazette"
locator = "p. 4"
stance = "reports"
via = ["A ministry"]
when = "2024"
"""
RETRACTED = """\
retracted = "It was put off"
known = "2024-06-03"

[[sources]]
source = "gazette"
locator = "p. 4"
"""
SUM = """
kind = "agreement-described"
when = "2024"
what = { agreement = "grand-treaty", value = { best = 4, currency = "USD" } }
sources = [{ source = "gazette", locator = "p. 4" }]
"""


def wrong(text: str) -> list[str]:
    """What the schema says is wrong with a record, each with its place."""
    found = VALIDATOR.iter_errors(tomllib.loads(text))
    return [f"{error.json_path}: {error.message}" for error in found]


def in_file(record: Record) -> dict[str, Any]:
    """A record as it stands in its file, whose name says the rest."""
    data = to_plain(record)
    return {key: value for key, value in data.items() if key not in ("id", "revision")}


@given(BODIES, whens(), st.sampled_from(STANCES))
def test_the_schema_takes_every_body_as_it_is_written(body: Any, when: bt.When, said: str) -> None:
    made = kind_of(body)
    assume(made is not None and not (made.standing and when.is_closed))
    cited = bt.Citation("gazette", "p. 4", stance=said, when=when)
    event = bt.Event(id="one", when=when, known="2024-05-19", what=body, sources=[cited])
    assert [error.message for error in VALIDATOR.iter_errors(in_file(event))] == []


def test_the_schema_takes_a_retraction() -> None:
    cited = bt.Citation("gazette", "p. 4")
    gone = bt.Retraction(id="one", revision=1, known="2024-06-03", reason="no", sources=[cited])
    VALIDATOR.validate(in_file(gone))
    assert wrong(RETRACTED) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_schema_takes_every_record_of_the_chronicles(path: Path) -> None:
    assert wrong(path.read_text("utf-8")) == []


def test_the_committed_schema_is_that_of_the_classes() -> None:
    command = "python -m bilateral_timeline.files.schema > events/record.schema.json"
    advice = f"the kinds have changed: run `{command}`"
    text = json.dumps(SCHEMA, indent=1, sort_keys=True) + "\n"
    assert COMMITTED.read_text("utf-8") == text, advice


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("agreement-stage", "agreement-stages", "$.kind: 'agreement-stages' is not one of"),
        ('kind = "agreement-stage"', "", "$: 'kind' is a required property"),
        ('when = "2024-05"', "", "$: 'when' is a required property"),
        ('"2024-05"', "2024", "$.when: 2024 is not of type 'string'"),
        ('"2024-05"', '""', "$.when: '' "),
        ('"2024-05-19"', '"May 2024"', "$.known: 'May 2024' does not match"),
        ("version = 1", "version = 0", "$.version: 0 is less than the minimum of 1"),
        ("version = 1", "version = 99", "$.version: 99 is greater than the maximum"),
        ("seq = 1", 'seq = "1"', "$.seq: '1' is not of type 'integer'"),
        ('["VE", "OS"]', '"VE"', "$.parties: 'VE' is not of type 'array'"),
        ('["VE", "OS"]', '["VE", ""]', "$.parties[1]: '' "),
        ("seq = 1", 'id = "signed"', "$: Additional properties are not allowed ('id' was"),
        ("seq = 1", "revision = 1", "$: Additional properties are not allowed ('revision' was"),
        ('stage = "signed"', "", "$.what: 'stage' is a required property"),
        ('stage = "signed"', 'stage = "inked"', "$.what.stage: 'inked' is not one of"),
        ('stage = "signed"', 'stage = "signed"\nby = 5', "$.what.by: 5 is not of type 'string'"),
        ('stage = "signed"', 'stage = "signed"\ncolour = "red"', "$.what: Additional properties"),
        ('"grand-treaty"', '"Grand treaty"', "$.what.agreement: 'Grand treaty' does not match"),
        ('"gazette"', '"The Gazette"', "$.sources[0].source: 'The Gazette' does not match"),
        ('"p. 4"', '" "', "$.sources[0].locator: ' ' does not match"),
        ('locator = "p. 4"', "", "$.sources[0]: 'locator' is a required property"),
        ('"reports"', '"shouts"', "$.sources[0].stance: 'shouts' is not one of"),
        ('["A ministry"]', '"A ministry"', "$.sources[0].via: 'A ministry' is not of type 'array'"),
        (TAKEN[TAKEN.index("[[") :], "", "$: 'sources' is a required property"),
        (TAKEN[TAKEN.index("[what]") : TAKEN.index("[[")], "", "$: 'what' is a required property"),
    ],
)
def test_the_schema_refuses_a_wrong_event_once(before: str, after: str, message: str) -> None:
    assert wrong(TAKEN) == []
    assert TAKEN.count(before) == 1
    (told,) = wrong(TAKEN.replace(before, after))
    assert told.startswith(message)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("best = 4", "best = 4.5", "$.what.value.best: 4.5 is not of type 'integer', 'string'"),
        ("best = 4", 'best = "four"', "$.what.value.best: 'four' does not match"),
        ("best = 4", 'text = "a lot"', "$.what.value: 'best' is a required property"),
        ('"USD"', '"dollars"', "$.what.value.currency: 'dollars' does not match"),
        (', currency = "USD"', "", "$.what.value: 'currency' is a required property"),
        ("best = 4, ", 'best = 4, unit = "ships", ', "$.what.value: Additional properties"),
    ],
)
def test_the_schema_refuses_a_wrong_sum_once(before: str, after: str, message: str) -> None:
    assert wrong(SUM) == wrong(SUM.replace("best = 4", 'low = "4e9"')) == []
    (told,) = wrong(SUM.replace(before, after))
    assert told.startswith(message)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('"It was put off"', '" "', "$.retracted: ' ' does not match"),
        ('known = "2024-06-03"', "", "$: 'known' is a required property"),
        ('known = "2024', 'when = "2024"\nknown = "2024', "$: Additional properties"),
        (RETRACTED[RETRACTED.index("[[") :], "sources = []", "$.sources: [] "),
    ],
)
def test_the_schema_refuses_a_wrong_retraction_once(before: str, after: str, message: str) -> None:
    (told,) = wrong(RETRACTED.replace(before, after))
    assert told.startswith(message)


TURNOVER = """
kind = "trade-reported"
when = "2024"
what = { flow = "turnover", year = 2023, contradicts = ["one"], contradiction = "it fell" }
sources = [{ source = "gazette", locator = "p. 4" }]
"""


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (', contradiction = "it fell"', "", "$.what: 'contradiction' is a dependency of"),
        ('["one"]', '"one"', "$.what.contradicts: 'one' is not of type 'array'"),
        ('"turnover"', '"treatment"', "$.what.flow: 'treatment' should not be valid under"),
    ],
)
def test_the_schema_refuses_a_wrong_account_once(before: str, after: str, message: str) -> None:
    assert wrong(TURNOVER) == []
    (told,) = wrong(TURNOVER.replace(before, after))
    assert told.startswith(message)


def test_the_schema_has_the_kinds_of_every_facet_and_the_denial() -> None:
    bodies = {body for facet in FACETS.values() for body in facet.kinds}
    names = {made.name for body in bodies if (made := made_of(body))}
    assert set(SCHEMA["properties"]["kind"]["enum"]) == names | {"claim-denied"}


def test_a_kind_of_somebody_else_is_not_in_the_schema() -> None:
    @kind("test-schema-eclipse")
    class Eclipse:
        total: bool = False

    assert Eclipse().total is False
    assert "test-schema-eclipse" not in SCHEMA["properties"]["kind"]["enum"]
    assert record_schema() == SCHEMA


def test_a_body_of_an_earlier_version_is_left_to_its_upcasters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    today = find_kind("agreement-stage")
    assert today is not None
    later = attrs.evolve(today, version=2, upcasters={1: dict})
    monkeypatch.setitem(registry._BY_NAME, "agreement-stage", later)
    validator = jsonschema.Draft7Validator(record_schema())
    record = tomllib.loads(TAKEN)
    record["what"] = {"treaty": "grand-treaty"}
    assert validator.is_valid(record)
    assert not validator.is_valid(record | {"version": 2})
    assert validator.is_valid(tomllib.loads(TAKEN) | {"version": 2})


def test_an_editor_is_offered_the_fields_of_all_kinds_once() -> None:
    offered = SCHEMA["properties"]["what"]["anyOf"][0]["properties"]
    assert "agreement-stage*" in offered["stage"]["description"]
    assert set(LIFE.words) <= set(offered["stage"]["enum"])
    assert len(set(offered["stage"]["enum"])) == len(offered["stage"]["enum"])
    for name in SCHEMA["properties"]["kind"]["enum"]:
        assert SCHEMA["definitions"][name]["properties"].keys() <= offered.keys()


def test_the_settings_for_editors_name_the_schema_and_every_record() -> None:
    (rule,) = tomllib.loads((ROOT / ".taplo.toml").read_text("utf-8"))["rule"]
    assert ROOT / rule["schema"]["path"] == COMMITTED
    assert sorted(path for glob in rule["include"] for path in ROOT.glob(glob)) == FILES
