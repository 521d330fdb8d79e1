"""Writing a chronicle's folder: TOML and CSL-JSON as a curator writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..errors import ChronicleError, Problem, shown
from ..records.codec import to_plain
from ..records.events import Event, Record, Source
from ..records.stored import Plain, as_json
from ..relations.names import Names
from .about import About, about_to_plain, names_to_plain

_FIRST = ("kind", "version", "when", "retracted", "known", "lasting", "title", "parties", "seq")
_CITED = ("source", "locator", "known", "when", "says", "stance", "via")
_BARE = re.compile("[A-Za-z0-9_-]+")


def record_text(record: Record, works: Mapping[str, Source]) -> str:
    """A record as its file: what its name or its works tell is left out.

    >>> import bilateral_timeline as bt
    >>> print(record_text(bt.Retraction(id="a", revision=1, known="2024-05-20", reason="no"), {}))
    retracted = "no"
    known = "2024-05-20"
    <BLANKLINE>
    """
    data = dict(to_plain(record))
    for name in ("id", "revision"):
        data.pop(name, None)
    body, citations = data.pop("what", None), data.pop("sources", [])
    days = [citation.known for citation in record.sources if citation.known]
    if isinstance(record, Event) and not record.revision and days and record.known == min(days):
        del data["known"]
    first = [name for name in _FIRST if name in data]
    lines = [f"{name} = {_value(data.pop(name), record.id)}" for name in first]
    lines += [f"{name} = {_value(value, record.id)}" for name, value in data.items()]
    if body is not None:
        lines += ["", "[what]"]
        lines += [f"{_key(name)} = {_value(value, record.id)}" for name, value in body.items()]
    for citation in citations:
        lines += ["", "[[sources]]", *_cited(citation, works.get(citation["source"]), record.id)]
    return "\n".join(lines) + "\n"


def _cited(citation: dict[str, Plain], work: Source | None, id: str) -> Iterator[str]:
    for name in _CITED:
        value = citation.get(name)
        is_told = name == "known" and work and work.known and value == work.known.isoformat()
        if value is not None and not is_told:
            yield f"{name} = {_value(value, id)}"


def _value(value: Plain, id: str) -> str:
    """A value of TOML, on one line."""
    if isinstance(value, dict):
        items = ", ".join(f"{_key(name)} = {_value(item, id)}" for name, item in value.items())
        return f"{{ {items} }}" if items else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_value(item, id) for item in value)}]"
    if isinstance(value, str):
        return _quoted(value)
    if value is None:
        expected = "a value that TOML has"
        advice = "JSON Lines and a log in a store keep it"
        raise ChronicleError(Problem(f"record {shown(id, 60)}: what", "null", expected, advice))
    return as_json(value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


# -- the pages of a folder ----------------------------------------------------------------------


def about_text(about: About) -> str:
    """`chronicle.toml`."""
    data = about_to_plain(about)
    covers = data.pop("covers", {})
    lines = [f"{name} = {_value(value, '')}" for name, value in data.items()]
    if covers:
        lines += [
            "",
            "[covers]",
            *(f"{name} = {_value(said, '')}" for name, said in covers.items()),
        ]
    return "\n".join(lines) + "\n"


def names_text(names: Names) -> str:
    """`names.toml`."""
    tables = []
    for table, held in names_to_plain(names).items():
        key = _key if all(map(_BARE.fullmatch, held)) else _quoted
        lines = [f"{key(id)} = {_value(name, id)}" for id, name in held.items()]
        tables.append("\n".join([f"[{table}]", *lines]))
    return "\n\n".join(tables) + "\n"


def works_text(works: Iterable[Source]) -> str:
    """`sources.json`: the works as CSL-JSON."""
    return json.dumps([*map(_item, works)], ensure_ascii=False, indent=1) + "\n"


def _item(work: Source) -> dict[str, Any]:
    custom = {"known": work.known and work.known.isoformat(), "admiralty": work.grade}
    told = {
        "author": [{"literal": name} for name in work.author],
        "publisher": work.publisher,
        "container-title": work.container_title,
        "issued": _issued(work.issued.written) if work.issued else None,
        "URL": work.url,
        "language": work.language,
        "note": work.note,
        "custom": {name: value for name, value in custom.items() if value},
    }
    given = {name: value for name, value in told.items() if value}
    return {"id": work.id, "type": work.type, "title": work.title, **given}


_DAYS = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")


def _issued(written: str) -> str | dict[str, Any]:
    """A date as CSL has it; one that it cannot say, in EDTF."""
    sides = written.split("/")
    if not all(map(_DAYS.fullmatch, sides)):
        return written
    return {"date-parts": [[*map(int, side.split("-"))] for side in sides]}
