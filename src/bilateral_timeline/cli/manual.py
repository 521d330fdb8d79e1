"""The manual of the command line: every verb with its options, worked out from the parser.

`python -m bilateral_timeline.cli.manual` prints it as it stands in
docs/reference/command-line.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from ..files.marked import marked, table
from ..relations.relationship import FACETS
from .parser import make_parser

_HEADS = ("typed", "what it does")


def verbs() -> str:
    """What can be typed, as Markdown."""
    return marked("verbs", "cli/manual.py", [*_lines(make_parser()), ""])


def _lines(parser: argparse.ArgumentParser) -> Iterator[str]:
    subparsers = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    told = {action.dest: action.help or "" for action in subparsers._choices_actions}
    typed = {name: list(_typed(subparsers.choices[name])) for name in told}
    asking = [rows for rows in typed.values() if any("--from" in row[0] for row in rows)]
    everywhere = [row for row in asking[0] if all(row in rows for rows in asking)]
    yield f"\n{(parser.epilog or '').strip()}\n"
    yield "## Without a verb\n"
    yield from table(_HEADS, _typed(parser))
    yield "\n## With every verb that asks\n"
    yield from table(_HEADS, everywhere)
    for name, rows in typed.items():
        help = told[name]
        yield f"\n## {name}\n"
        yield f"{help[:1].upper()}{help[1:]}.\n"
        yield from table(_HEADS, (row for row in rows if row not in everywhere))


def _typed(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """What each argument is called as it is typed, and what it does."""
    for action in sorted(parser._actions, key=lambda action: bool(action.option_strings)):
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction):
            continue
        words = action.metavar or ("" if action.choices is None else "NAME") or action.dest.upper()
        names = words if isinstance(words, tuple) else (words,)
        value = "" if action.nargs == 0 else f" {' '.join(names)}"
        value += " ..." if action.nargs in ("+", "*") else ""
        optional = "" if action.required or action.option_strings else " (may be left out)"
        typed = ", ".join(f"`{name}{value}`" for name in action.option_strings)
        choices = [*map(str, action.choices or ())]
        are_told = all(name in (action.help or "") for name in choices)
        among = "" if are_told else f": {_among(choices)}"
        needed = " (needed)" if action.required and action.option_strings else ""
        yield typed or f"`{value.strip()}`{optional}", f"{action.help or ''}{among}{needed}"


def _among(choices: list[str]) -> str:
    words = "the [facets](facets.md)" if choices == list(FACETS) else ", ".join(choices)
    return f"one of {words}"


if __name__ == "__main__":
    print(verbs())
