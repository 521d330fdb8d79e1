"""The catalogue of facets: what the pages list, worked out from the classes.

`python -m bilateral_timeline.files.catalogue` prints it as it stands in docs/facets.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..records.kinds import made_of
from ..relations.entry import Entry, Facet
from ..relations.relationship import FACETS

BEGIN, END = "<!-- facets: written by files/catalogue.py -->", "<!-- facets: end -->"
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
    yield f"{_first(facet)} Its events are {_SIDES[facet.sides]}: {kinds}.\n"
    yield "| at | | |"
    yield "|---|---|---|"
    for leaf, held in entry.leaves.items():
        of = held.of if isinstance(held.of, tuple) else (held.of,)
        sort = "label" if held.none.of.label else held.none.sort
        yield f"| `{path}.{leaf}` | claims: {sort} | {' or '.join(one.__name__ for one in of)} |"
    for answer, made in entry.derives.items():
        when = "to the horizon" if made.waits else "follows"
        yield f"| `{path}.{answer}` | {when} | {_first(made)} |"
    for answer, doc in _properties(facet):
        yield f"| `{name}.{answer}` | all entries | {doc} |"


def _id(facet: type[Facet[Any]]) -> str:
    below = facet.of.__name__
    return "ID" if issubclass(facet.of, Entry) else below.upper()


def _properties(facet: type[Facet[Any]]) -> Iterator[tuple[str, str]]:
    """The questions of the facet itself."""
    for name, value in vars(facet).items():
        if isinstance(value, property) and not name.startswith("_"):
            yield name, _first(value)


def _first(documented: Any) -> str:
    """The first sentence of a docstring, as one line."""
    text = " ".join((documented.__doc__ or "").strip().split("\n\n")[0].split())
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(facets())
