"""JSON-LD: what a reader of RDF finds in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilateral_timeline as bt
from bilateral_timeline.exchange import write
from bilateral_timeline.testing import whens
from running import shipped

BASE = "https://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def timeline_of(when: bt.When | str, **told: Any) -> bt.Timeline[Any]:
    log = bt.EventLog()
    what = bt.UnknownBody("eclipse", 1, '{"total": 1.50}')
    log.append(bt.Event(id="dark", when=when, known="2024-05-20", what=what, **told))
    return log.timeline()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jsonld")


def node(folder: Path, timeline: bt.Timeline[Any]) -> dict[str, Any]:
    write("jsonld", timeline, folder / "one.jsonld", base=BASE)
    (found,) = json.loads((folder / "one.jsonld").read_text("utf-8"))["@graph"]
    return dict(found)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2024-05-19", {"startDate": {"@value": "2024-05-19", "@type": "xsd:date"}}),
        ("2024-05", {"startDate": {"@value": "2024-05", "@type": "xsd:gYearMonth"}}),
        (
            "1980/1988",
            {
                "startDate": {"@value": "1980", "@type": "xsd:gYear"},
                "endDate": {"@value": "1988", "@type": "xsd:gYear"},
            },
        ),
        ("2022-22", {"earliest": "2022-06-01", "latest": "2022-08-31"}),
        (
            "1979~",
            {
                "earliest": "1979-01-01",
                "latest": "1979-12-31",
                "circumstances": ["http://www.wikidata.org/entity/Q5727902"],
            },
        ),
        ("[..1990]", {"latest": "1990-12-31"}),
    ],
)
def test_a_date_stands_as_each_reader_knows_it(
    folder: Path, when: str, told: dict[str, Any]
) -> None:
    found = node(folder, timeline_of(when))
    dates = ("startDate", "endDate", "earliest", "latest", "circumstances")
    assert {name: found[name] for name in dates if name in found} == told
    assert found["when"] == when


@given(whens("1900-01-01", "2099-12-31"))
def test_a_day_stands_only_where_it_is_the_day(folder: Path, when: bt.When) -> None:
    found = node(folder, timeline_of(when))
    is_day = found.get("startDate", {}).get("@type") == "xsd:date" and "endDate" not in found
    assert is_day is (when.earliest == when.latest and not (when.approximate or when.uncertain))
    assert bt.When(found["when"]) == when
    if "earliest" in found:
        assert found["earliest"] == str(when.earliest)


def test_numbers_of_a_body_keep_their_digits(folder: Path) -> None:
    node(folder, timeline_of("2024"))
    assert '"body": {"total": 1.50}' in (folder / "one.jsonld").read_text("utf-8")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_a_reader_of_rdf_finds_events_dates_and_citations(folder: Path) -> None:
    rdflib = pytest.importorskip("rdflib", reason="needs rdflib: pip install rdflib")
    write("jsonld", shipped(), folder / "shipped.jsonld", base=BASE, until="2024-05-19")
    graph = rdflib.Graph().parse(folder / "shipped.jsonld", format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    events = shipped().events(until="2024-05-19")
    found = set(graph.subjects(rdflib.RDF.type, schema.Event))
    assert found == {rdflib.URIRef(f"{BASE}event/{event.id}") for event in events}
    edtf = rdflib.URIRef("http://id.loc.gov/datatypes/edtf")
    dated = {(str(s), str(o)) for s, o in graph.subject_objects(rdflib.DCTERMS.date) if s in found}
    assert dated == {(f"{BASE}event/{event.id}", str(event.when)) for event in events}
    assert {o.datatype for o in graph.objects(None, rdflib.DCTERMS.date)} == {edtf}
    claims = set(graph.subjects(rdflib.RDF.type, schema.Claim))
    assert len(claims) == sum(len(event.sources) for event in events)
    works = {str(work) for work in graph.objects(None, schema.appearance)}
    assert works == {f"{BASE}work/{c.source}" for event in events for c in event.sources}
    (name,) = graph.objects(rdflib.URIRef(f"{BASE}party/IR"), schema.name)
    assert str(name) == "Iran"


def test_it_expands_by_the_algorithm_of_json_ld(folder: Path) -> None:
    pyld = pytest.importorskip("pyld", reason="needs PyLD: pip install pyld")
    node(folder, timeline_of("2022-22", parties=["A B"], title="Dark"))
    (found,) = pyld.jsonld.expand(json.loads((folder / "one.jsonld").read_text("utf-8")))
    assert found["@id"] == f"{BASE}event/dark"
    assert found["https://schema.org/name"] == [{"@value": "Dark"}]
    (day,) = found["http://www.wikidata.org/prop/direct/P1319"]
    assert day == {"@type": f"{XSD}date", "@value": "2022-06-01"}
    (listed,) = found["https://schema.org/about"]
    assert [party["@id"] for party in listed["@list"]] == [f"{BASE}party/A%20B"]
    (body,) = found[f"{BASE}terms/body"]
    assert body == {"@type": "@json", "@value": {"total": 1.5}}


ODD = [*' <>"{}|\\^`', "\n", "\t", "\x00", "\x7f", "\u00a0", "\u2028", "\ud800"]


@given(st.sampled_from(ODD), st.integers(0, 20))
def test_a_base_that_is_no_absolute_iri_is_refused(folder: Path, odd: str, at: int) -> None:
    base, path = "https://example.org/", folder / "based.json"
    write("jsonld", bt.EventLog().timeline(), path, base=base)
    before = path.read_bytes()
    for wrong in (base[:at] + odd + base[at:], base[8:], f"1{base}", f":{base}", ""):
        with pytest.raises(bt.InputError, match=r"write: base: .* absolute IRI"):
            write("jsonld", bt.EventLog().timeline(), path, base=wrong)
    assert path.read_bytes() == before
