"""The catalogue of facets and kinds: what the pages list, worked out from the classes.

`python -m bilateral_timeline.files.catalogue` prints the facets as they stand in
docs/reference/facets.md, with `kinds` after it the table of kinds as it stands in events/README.md,
and with `words` that of the words of their fields.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import attrs

from ..records.fields import OneOf
from ..records.kinds import Kind, made_of
from ..relations.claim import Account
from ..relations.denials import ClaimDenied
from ..relations.entry import Entry
from ..relations.facet import Facet
from ..relations.relationship import FACETS

BEGIN, END = "<!-- facets: written by files/catalogue.py -->", "<!-- facets: end -->"
WORDS_BEGIN, WORDS_END = "<!-- words: written by files/catalogue.py -->", "<!-- words: end -->"
KINDS_BEGIN, KINDS_END = "<!-- kinds: written by files/catalogue.py -->", "<!-- kinds: end -->"
_OF_AN_ACCOUNT = tuple(Account.__annotations__)
_SIDES = {
    "both": "between both parties",
    "either": "of either party",
    "any": "of anybody",
}


def facets() -> str:
    """What every facet takes and answers, as Markdown."""
    return "\n".join([BEGIN, *(line for name in FACETS for line in _facet(name)), END])


def _facet(name: str) -> Iterator[str]:
    facet = FACETS[name]
    kinds = ", ".join(f"`{made.name}`" for body in facet.kinds if (made := made_of(body)))
    entry: Any = facet
    path = name
    while issubclass(entry, Facet):
        path, entry = f"{path}.{_id(entry)}", entry.of
    yield f"\n### {name}\n"
    yield f"{first_sentence(facet)} Its events are {_SIDES[facet.sides]}: {kinds}.\n"
    yield "| at | stands | of |"
    yield "|---|---|---|"
    for leaf, held in entry.leaves.items():
        of = held.of if isinstance(held.of, tuple) else (held.of,)
        sort = "label" if held.none.of.label else held.none.sort
        yield f"| `{path}.{leaf}` | claims: {sort} | {' or '.join(one.__name__ for one in of)} |"
    for answer, made in entry.derives.items():
        when = "to the horizon" if made.waits else "follows"
        yield f"| `{path}.{answer}` | {when} | {first_sentence(made)} |"
    for answer, doc in _properties(facet):
        yield f"| `{name}.{answer}` | all entries | {doc} |"


def _id(facet: type[Facet[Any]]) -> str:
    below = facet.of.__name__
    return "ID" if issubclass(facet.of, Entry) else below.upper()


def _properties(facet: type[Facet[Any]]) -> Iterator[tuple[str, str]]:
    """The questions of the facet itself."""
    for name, value in vars(facet).items():
        if isinstance(value, property) and not name.startswith("_"):
            yield name, first_sentence(value)


def first_sentence(documented: Any) -> str:
    """The first sentence of a docstring, as one line."""
    text = " ".join((documented.__doc__ or "").strip().split("\n\n")[0].split())
    return text.replace("|", "\\|")


# -- kinds ------------------------------------------------------------------------------------


def kinds() -> list[Kind]:
    """All kinds that a chronicle may have, facet by facet, and the denial."""
    bodies = dict.fromkeys(body for facet in FACETS.values() for body in facet.kinds)
    return [made for body in (*bodies, ClaimDenied) if (made := made_of(body))]


def table_of_kinds() -> str:
    """Every kind with what it tells and its fields, as Markdown: a star where one is needed.

    A kind with a ring is one account of several, and may have the fields of any account.
    """
    rows = [
        f"| `{made.name}`{'°' * issubclass(made.body, Account)} | {first_sentence(made.body)} "
        f"| {_fields(made.body)} |"
        for made in kinds()
    ]
    return "\n".join([KINDS_BEGIN, "| kind | tells | fields |", "|---|---|---|", *rows, KINDS_END])


def table_of_words() -> str:
    """The words of every field that takes only some, as Markdown; kinds that share them as one."""
    having: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for made in kinds():
        for field in attrs.fields(made.body):
            if words := words_of(field):
                having.setdefault((field.name, words), []).append(f"`{made.name}`")
    rows = [
        f"| `{name}` | {', '.join(of)} | {', '.join(words)} |"
        for (name, words), of in having.items()
    ]
    return "\n".join([WORDS_BEGIN, "| field | of | words |", "|---|---|---|", *rows, WORDS_END])


def words_of(field: attrs.Attribute[Any]) -> tuple[str, ...]:
    """The words of which a field takes one; none where it takes any text."""
    for check in checks_of(field.validator):
        if isinstance(check, OneOf):
            return tuple(filter(None, check.words))
    return ()


def checks_of(check: Any) -> Iterator[Any]:
    """The validators that a validator is made of, and those of the items of a list."""
    for each in (*getattr(check, "_validators", ()), getattr(check, "member_validator", None)):
        yield from checks_of(each) if each is not None else ()
    yield check


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
    return attrs.has(one) and one.__module__.startswith(FACETS_IN)


FACETS_IN = f"{__package__.rpartition('.')[0]}.relations."


if __name__ == "__main__":
    tables = {"kinds": table_of_kinds, "words": table_of_words}
    print(tables.get("".join(sys.argv[1:]), facets)())
