"""New records: a file of a kind with every field explained, to be filled in by a curator."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from ..dates.when import When
from ..errors import ChronicleError, MissingError, Problem, RecordError, shown
from ..records.events import STANCES, as_when
from ..records.fields import ID, is_id
from ..records.kinds import Kind
from ..records.types import ROWS
from ..records.values import Money, Quantity
from ..relations.claim import Account
from ..relations.mentions import MENTIONS
from .about import ABOUT, read_pair
from .disk import asking, not_there, write_new
from .glossary import CITATION, RECORD, first_sentence, meanings
from .plain import UNFILLED
from .vocabulary import checks_of, kinds, words_of

_WIDTH = 92
_TO_FILL = f'"{UNFILLED}"'
_DATE: str = ROWS[When].shape(lambda _: {})["description"]
_NUMBERS = "Leave out what the source does not give; text keeps its own words."
_REFERS: Mapping[str, str] = {
    "person": "A person of names.toml.",
    "party": "The code of a party, or the id of a body.",
    "name": "A person, a party or a body of names.toml.",
    "event": "The id of an event.",
}


def skeleton(name: str, id: str = "", when: str = "", parties: tuple[str, ...] = ()) -> str:
    """A record of a kind as the text of its file, with a comment on every field.

    What is needed stands with `???`, which no chronicle takes; the rest is behind a `#`. An
    unknown kind is a `MissingError` with what is near.

    >>> print(skeleton("alias-recorded").splitlines()[0])
    # alias-recorded: What a source calls a person, a body or a thing that has one name here.
    """
    made = _kind(name)
    if id and not re.fullmatch(ID, id):
        expected = "a-z, 0-9 and single hyphens, such as 'su-35-promised'"
        raise RecordError(Problem("id", shown(id), expected))
    year = f"{_year(when):04}" if when else "YYYY"
    place = f"{year}/{id or '<id>'}.toml"
    return "\n".join(_lines(made, place, when, parties or (UNFILLED, UNFILLED))) + "\n"


def write_skeleton(folder: Path, name: str, id: str, when: str) -> Path:
    """Write such a file to its place in a chronicle, whose pair are its parties.

    What is there already is never written over.
    """
    if not folder.is_dir():
        raise not_there(folder / ABOUT)
    text = skeleton(name, id, when, read_pair(folder))
    with asking(folder):
        taken = sorted(folder.glob(f"*/{id}.toml"))
    if taken:
        found = f"{shown(id)}, the id of {taken[0].relative_to(folder)}"
        advice = f"to correct or retract it, write {id}.r1.toml beside it, as a whole file"
        raise ChronicleError(Problem("id", found, "an id that no record has", advice))
    path = folder / f"{_year(when):04}" / f"{id}.toml"
    with asking(path.parent):
        path.parent.mkdir(exist_ok=True)
    write_new(path, text)
    return path


def _kind(name: str) -> Kind:
    known = {made.name: made for made in kinds()}
    if name not in known:
        raise MissingError("kind", name, known)
    return known[name]


def _year(when: str) -> int:
    """The first possible year of a date, whose folder holds the record."""
    start = as_when(when).start
    day = start.earliest or start.latest
    if day is None:
        raise RecordError(Problem("when", shown(when), "a date with a first or last possible day"))
    return day.year


def _lines(made: Kind, place: str, when: str, parties: tuple[str, ...]) -> Iterator[str]:
    yield from _comment(f"{made.name}: {first_sentence(made.body)}")
    yield from _comment(f"It is kept in {place}.")
    yield from _comment(f"Replace every {UNFILLED}; take the # off what you need besides.")
    yield ""
    yield f'kind = "{made.name}"'
    yield f"version = {made.version}"
    given = {
        "when": f'"{when or UNFILLED}"',
        "title": _TO_FILL,
        "parties": json.dumps(parties),
    }
    forms = {"when": _DATE, "known": "A day in quotes.", "seq": "A whole number."}
    beside = {"seq": "1", "lasting": "true"}
    for field, said in RECORD.items():
        value = given.get(field, beside.get(field, _TO_FILL))
        yield from _field(field, f"{said} {forms.get(field, '')}", value, field in given)
    yield ""
    yield "[what]"
    yield from _body(made.body)
    yield ""
    yield "[[sources]]"
    ways = {"stance": _words(STANCES), "via": "A list of texts.", "when": "A date in EDTF."}
    for field, said in CITATION.items():
        value = f"[{_TO_FILL}]" if field == "via" else _TO_FILL
        needed = field in ("source", "locator")
        yield from _field(field, f"{said} {ways.get(field, '')}", value, needed)


def _body(body: type) -> Iterator[str]:
    """The fields of a kind: its own first, then those of every account."""
    hints, means = get_type_hints(body), meanings(body)
    shared = Account.__annotations__ if issubclass(body, Account) else {}
    fields = sorted(attrs.fields(body), key=lambda f: (f.name in shared, not _needed(f)))
    for field in fields:
        value, form = _form(hints[field.name])
        refers = field.metadata.get(MENTIONS, "")
        if words := words_of(field):
            form = _words(words)
        elif refers:
            form = _REFERS.get(refers, f"The id of an {refers}.")
        elif is_id in checks_of(field.validator):
            form = "a-z, 0-9 and single hyphens."
        yield from _field(field.name, f"{means[field.name]} {form}", value, _needed(field))


def _needed(field: attrs.Attribute[Any]) -> bool:
    return field.default is attrs.NOTHING


def _words(words: tuple[str, ...]) -> str:
    return f"One of {', '.join(words)}."


def _form(hint: Any) -> tuple[str, str]:
    """How a value of a type is written, with what is to be filled in; and that in words."""
    one = next((part for part in get_args(hint) if part is not type(None)), hint)
    if get_origin(hint) is tuple:
        value, said = _form(one)
        return f"[{value}]", f"A list. {said}".strip()
    if one is bool:
        return "true", "True or false."
    if one is int:
        return _TO_FILL, "A whole number, without quotes."
    if one is When:
        return _TO_FILL, "A date in EDTF."
    if one in (Quantity, Money):
        measure = "unit" if one is Quantity else "currency"
        value = ", ".join(
            f"{name} = {_TO_FILL}" for name in ("low", "best", "high", measure, "text")
        )
        return f"{{ {value} }}", _NUMBERS
    if attrs.has(one):
        names = [field.name for field in attrs.fields(one)]
        return f"{{ {', '.join(f'{name} = {_TO_FILL}' for name in names)} }}", ""
    return _TO_FILL, ""


def _field(name: str, said: str, value: str, needed: bool) -> Iterator[str]:
    yield from _comment(" ".join(said.split()))
    yield f"{'' if needed else '#'}{name} = {value}"


def _comment(text: str) -> Iterator[str]:
    yield from (f"# {line}" for line in wrap(text, _WIDTH, break_on_hyphens=False))
