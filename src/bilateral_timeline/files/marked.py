"""Marked places of a page: what is worked out, between two marks that say what writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def marked(name: str, by: str, lines: Iterable[str]) -> str:
    """Lines between the marks of their place in a page.

    >>> print(marked("kinds", "files/tables.py", ["..."]))
    <!-- kinds: written by files/tables.py -->
    ...
    <!-- kinds: end -->
    """
    return "\n".join([f"<!-- {name}: written by {by} -->", *lines, f"<!-- {name}: end -->"])


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a table in Markdown.

    >>> print(*table(["typed"], [["`FOLDER|FILE`"]]), sep="\\n")
    | typed |
    |---|
    | `FOLDER\\|FILE` |
    """
    named = [*heads]
    yield f"| {' | '.join(named)} |"
    yield f"|{'---|' * len(named)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
