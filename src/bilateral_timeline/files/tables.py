"""Tables of facets and kinds: what the pages list, worked out from the classes.

`python -m bilateral_timeline.files.tables` prints the facets as they stand in
docs/reference/facets.md, with `kinds` after it the table of kinds as it stands in events/README.md,
and with `words` that of the words of their fields.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import attrs

from ..records.kinds import made_of
from ..relations.claim import Account
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.relationship import FACETS
from .glossary import first_sentence
from .marked import marked, table
from .vocabulary import kinds, words_of

_BY = "files/tables.py"
_OF_AN_ACCOUNT = tuple(Account.__annotations__)
_SIDES = {
    "both": "between both parties",
    "either": "of either party",
    "any": "of anybody",
}


def facets() -> str:
    """What every facet takes and answers, as Markdown."""
    return marked("facets", _BY, (line for name in FACETS for line in _facet(name)))


def _facet(name: str) -> Iterator[str]:
    facet = FACETS[name]
    kinds = ", ".join(f"`{made.name}`" for body in facet.kinds if (made := made_of(body)))
    entry: Any = facet
    path = name
    while issubclass(entry, Facet):
        path, entry = f"{path}.{_id(entry)}", entry.of
    yield f"\n### {name}\n"
    yield f"{first_sentence(facet)} Its events are {_SIDES[facet.sides]}: {kinds}.\n"
    yield from table(("at", "stands", "of"), _answers(facet, entry, name, path))


def _answers(
    facet: type[Facet[Any]], entry: Any, name: str, path: str
) -> Iterator[tuple[str, str, str]]:
    """What can be asked of an entry, and of the facet itself."""
    for leaf, held in entry.leaves.items():
        of = held.of if isinstance(held.of, tuple) else (held.of,)
        sort = "label" if held.none.of.label else held.none.sort
        yield f"`{path}.{leaf}`", f"claims: {sort}", " or ".join(one.__name__ for one in of)
    for answer, made in entry.derives.items():
        when = "to the horizon" if made.waits else "follows"
        yield f"`{path}.{answer}`", when, first_sentence(made)
    for answer, doc in _properties(facet):
        yield f"`{name}.{answer}`", "all entries", doc


def _id(facet: type[Facet[Any]]) -> str:
    below = facet.of.__name__
    return "ID" if issubclass(facet.of, Entry) else below.upper()


def _properties(facet: type[Facet[Any]]) -> Iterator[tuple[str, str]]:
    """The questions of the facet itself."""
    for name, value in vars(facet).items():
        if isinstance(value, property) and not name.startswith("_"):
            yield name, first_sentence(value)


# -- kinds ------------------------------------------------------------------------------------


def table_of_kinds() -> str:
    """Every kind with what it tells and its fields, as Markdown: a star where one is needed.

    A kind with a ring is one account of several, and may have the fields of any account.
    """
    rows = [
        (
            f"`{made.name}`{'°' * issubclass(made.body, Account)}",
            first_sentence(made.body),
            _fields(made.body),
        )
        for made in kinds()
    ]
    return marked("kinds", _BY, table(("kind", "tells", "fields"), rows))


def table_of_words() -> str:
    """The words of every field that takes only some, as Markdown; kinds that share them as one."""
    having: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for made in kinds():
        for field in attrs.fields(made.body):
            if words := words_of(field):
                having.setdefault((field.name, words), []).append(f"`{made.name}`")
    rows = [(f"`{name}`", ", ".join(of), ", ".join(words)) for (name, words), of in having.items()]
    return marked("words", _BY, table(("field", "of", "words"), rows))


def _fields(body: type) -> str:
    hints = get_type_hints(body)
    shared = _OF_AN_ACCOUNT if issubclass(body, Account) else ()
    told = []
    for field in attrs.fields(body):
        of = next((one for one in get_args(hints[field.name]) if _is_part(one)), None)
        parts = f" ({_fields(of)})" if of else ""
        if field.name not in shared:
            told.append(f"{field.name}{'*' * (field.default is attrs.NOTHING)}{parts}")
    return ", ".join(told)


def _is_part(one: Any) -> bool:
    """Whether it is a class of the kind's own, with fields: no quantity, date or sum."""
    return attrs.has(one) and one.__module__.startswith(_FACETS_IN)


_FACETS_IN = f"{__package__.rpartition('.')[0]}.relations."


if __name__ == "__main__":
    tables = {"facets": facets, "kinds": table_of_kinds, "words": table_of_words}
    print(tables["".join(sys.argv[1:]) or "facets"]())
