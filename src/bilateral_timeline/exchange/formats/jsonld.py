"""JSON-LD 1.1: events of schema.org, their parties, the works cited and what each is cited for.

The date of an event stands in three ways, so that each reader finds one that it knows::

    when             `dcterms:date`, EDTF as the Library of Congress types it: all that is told
    startDate        `schema:startDate` and `endDate`, as a day, a month or a year of XML Schema;
                     only where that is just what the date says
    earliest, latest Wikidata's P1319 and P1326, the bounds of any other date; P1480 *circa* and
                     *presumably* of what is told as about, or in doubt

The day on which it became public is `dcterms:available`. A citation is a `schema:Claim` whose
`appearance` is the work, with its author, text and place (`pagination`); how it is said is a
term of this library's own, as are `lasting` and the body, which stands as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from ...dates.when import When
from ...records.codec import to_plain
from ...records.events import Citation, Event, Source
from ...records.stored import as_json
from .chosen import Chosen, Tally, headline
from .spans import Partial, span_of

_XSD = "http://www.w3.org/2001/XMLSchema#"
_CIRCA = "http://www.wikidata.org/entity/Q5727902"
_PRESUMABLY = "http://www.wikidata.org/entity/Q18122778"


def _day(id: str) -> dict[str, str]:
    return {"@id": id, "@type": f"{_XSD}date"}


def _context(base: str) -> dict[str, Any]:
    return {
        "@version": 1.1,
        "schema": "https://schema.org/",
        "dcterms": "http://purl.org/dc/terms/",
        "wdt": "http://www.wikidata.org/prop/direct/",
        "xsd": _XSD,
        "own": f"{base}terms/",
        "id": "@id",
        "type": "@type",
        "name": "schema:name",
        "when": {"@id": "dcterms:date", "@type": "http://id.loc.gov/datatypes/edtf"},
        "startDate": "schema:startDate",
        "endDate": "schema:endDate",
        "earliest": _day("wdt:P1319"),
        "latest": _day("wdt:P1326"),
        "circumstances": {"@id": "wdt:P1480", "@type": "@id"},
        "known": _day("dcterms:available"),
        "kind": {"@id": "schema:additionalType", "@type": "@id"},
        "parties": {"@id": "schema:about", "@container": "@list"},
        "citations": {"@id": "schema:subjectOf", "@container": "@list"},
        "work": {"@id": "schema:appearance", "@type": "@id"},
        "locator": "schema:pagination",
        "says": "schema:text",
        "by": "schema:author",
        "author": {"@id": "schema:author", "@container": "@list"},
        "publisher": "schema:publisher",
        "within": "schema:isPartOf",
        "url": {"@id": "schema:url", "@type": "@id"},
        "language": "schema:inLanguage",
        "issued": "schema:datePublished",
        "revision": "schema:version",
        "stance": "own:stance",
        "grade": "own:grade",
        "lasting": "own:lasting",
        "body": {"@id": "own:body", "@type": "@json"},
    }


def write_jsonld(asked: Chosen, tally: Tally) -> Iterator[bytes]:
    """The events, and then the works, as one graph; a node on each line.

    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange.formats.chosen import chosen
    >>> log, what = bt.EventLog(), bt.UnknownBody("eclipse", 1, "{}")
    >>> position = log.append(bt.Event(id="dark", when="2024-04-08", known="2024-04-08", what=what))
    >>> asked, tally = chosen(log.timeline(), base="own:"), Tally()
    >>> json.loads(b"".join(write_jsonld(asked, tally)))["@graph"][0]["startDate"]["@value"]
    '2024-04-08'
    """
    yield f'{{"@context": {json.dumps(_context(asked.base))},\n"@graph": [\n'.encode()
    before = ""
    for event in asked.events:
        yield f"{before}{_event(event, asked)}".encode()
        before = ",\n"
        tally.events += 1
        span = span_of(event.when)
        tally.unsaid(
            {
                "dates in EDTF and bounds alone, without a startDate": not (span and span.exact),
                "notes": asked.notes(event),
                "orders within a day": event.seq != 0,
            }
        )
    for work in asked.works():
        yield f"{before}{as_json(_work(work, asked))}".encode()
        before = ",\n"
        tally.works += 1
    yield b"\n]}\n"


def _iri(asked: Chosen, sort: str, id: str) -> str:
    return f"{asked.base}{sort}/{quote(id, safe='')}"


def _event(event: Event, asked: Chosen) -> str:
    plain = to_plain(event)
    told: dict[str, Any] = {
        "id": _iri(asked, "event", event.id),
        "type": "schema:Event",
        "kind": _iri(asked, "kind", plain["kind"]),
        "name": headline(event),
        **_dates(event.when),
        "known": event.known.isoformat(),
        "parties": [
            {"id": _iri(asked, "party", party), "name": asked.speech.name(party)}
            for party in event.parties
        ],
        "citations": [_citation(citation, asked) for citation in event.sources],
        "lasting": event.lasts,
        "body": plain["what"],
    }
    if event.revision:
        told["revision"] = event.revision
    return as_json({name: value for name, value in told.items() if value not in ([], {}, False)})


def _dates(when: When) -> dict[str, Any]:
    """A date in all the ways in which it can be said."""
    span, told = span_of(when), dict[str, Any](when=str(when))
    if span is not None and span.exact:
        told["startDate"] = _typed(span.start)
        if span.end is not None:
            told["endDate"] = _typed(span.end)
        return told
    bounds = {"earliest": when.earliest, "latest": when.latest}
    told |= {name: day.isoformat() for name, day in bounds.items() if day is not None}
    doubts = [iri for iri, so in ((_CIRCA, when.approximate), (_PRESUMABLY, when.uncertain)) if so]
    return told | ({"circumstances": doubts} if doubts else {})


def _typed(part: Partial) -> dict[str, str]:
    sort = "date" if part.day else "gYearMonth" if part.month else "gYear"
    return {"@value": str(part), "@type": f"xsd:{sort}"}


def _citation(citation: Citation, asked: Chosen) -> dict[str, Any]:
    told = {
        "type": "schema:Claim",
        "work": _iri(asked, "work", citation.source),
        "locator": citation.locator,
        "says": citation.says,
        "stance": citation.stance,
        "by": [{"name": name} for name in citation.via],
        "when": str(citation.when) if citation.when else "",
        "known": citation.known.isoformat() if citation.known else "",
    }
    return {name: value for name, value in told.items() if value}


_TYPES: Mapping[str, str] = {
    "article-newspaper": "schema:NewsArticle",
    "article-journal": "schema:ScholarlyArticle",
    "article-magazine": "schema:Article",
    "book": "schema:Book",
    "chapter": "schema:Chapter",
    "legislation": "schema:Legislation",
    "report": "schema:Report",
    "thesis": "schema:Thesis",
    "webpage": "schema:WebPage",
}


def _work(work: Source, asked: Chosen) -> dict[str, Any]:
    span = span_of(work.issued) if work.issued else None
    told = {
        "id": _iri(asked, "work", work.id),
        "type": _TYPES.get(work.type, "schema:CreativeWork"),
        "name": work.title,
        "author": [{"name": name} for name in work.author],
        "publisher": {"name": work.publisher} if work.publisher else "",
        "within": {"name": work.container_title} if work.container_title else "",
        "when": str(work.issued) if work.issued else "",
        "issued": _typed(span.start) if span and span.exact and not span.end else "",
        "known": work.known.isoformat() if work.known else "",
        "url": work.url,
        "language": work.language,
        "grade": work.grade,
    }
    return {name: value for name, value in told.items() if value}
