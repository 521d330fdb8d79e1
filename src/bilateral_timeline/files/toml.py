"""TOML as a chronicle has it: read with every flaw told, and problems told with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import attrs

from ..errors import ChronicleError, Problem, shown
from .csl import read_text
from .disk import in_file, sort_of
from .lines import line_of, lines_of
from .plain import finite, flaws, unfilled

_PLACE = re.compile(r"line (\d+), (.*)", re.ASCII)


def read_toml(text: str, shown_as: Path) -> dict[str, Any]:
    """The tables of a text, or a `ChronicleError` that says where it is no TOML."""
    try:
        return tomllib.loads(text, parse_float=finite)
    except tomllib.TOMLDecodeError as error:
        said, _, place = str(error).removeprefix("Found ").removesuffix(")").rpartition(" (at ")
        at = _PLACE.fullmatch(place)
        line = int(at[1]) if at else text.count("\n") + 1
        found = f"{said}, {at[2] if at else place}"
        problem = in_file(shown_as, found, "TOML", _advice(said, text, line), line)
    except RecursionError:
        problem = in_file(shown_as, "brackets without end", "TOML", "close each bracket")
    except ValueError as error:  # of a number or a day, which names no place
        digits = "a number of too many digits"
        found = digits if "digits" in str(error) else shown(str(error)).strip("'")
        expected = "numbers of at most 4,300 digits, and days in quotes"
        problem = in_file(shown_as, found, expected)
    raise ChronicleError(problem)


def _advice(said: str, text: str, line: int) -> str:
    """What to do about that which the reader of TOML said of a line."""
    for words, advice in _TO_DO.items():
        if words in said:
            return advice
    if _CURLY & {*next(islice(text.splitlines(), line - 1, None), "")}:
        return 'write straight quotes, "'
    return "every value but a number or a list is in quotes"


_CURLY = {*"“”„«»\u2018\u2019"}
_TO_DO = {
    r"character '\n'": "quotes end on the line on which they begin",
    "Cannot overwrite": "each key stands once in its table",
    "Cannot declare": "each table stands once; [[sources]] has double brackets",
    "Unclosed array": "close the bracket",
    "Unterminated string": "close the quotes",
}


def placed(problem: Problem, shown_as: Path, lines: Mapping[str, int]) -> Problem:
    """A problem of a part of a file, told of its line there; a date keeps its character."""
    file = str(shown_as)
    if not problem.path:
        where = f"{file}: {problem.where}" if problem.where else file
        return attrs.evolve(problem, where=where, file=file)
    line = line_of(problem.path, lines)
    where = f"{file}:{line}: {problem.path}"
    if problem.within:
        where = f"{where}: {problem.within}"
    return attrs.evolve(problem, where=where, file=file, line=line)


@attrs.frozen
class Page:
    """A file of tables that describes a chronicle: what it holds, and on which line."""

    shown_as: Path
    data: dict[str, Any]
    lines: Mapping[str, int]

    def problem(self, path: str, found: str, expected: str, advice: str = "") -> Problem:
        """A problem of a part of it."""
        return placed(Problem("", found, expected, advice, path=path), self.shown_as, self.lines)


def read_page(path: Path, problems: list[Problem], expected: str) -> Page | None:
    """A file of tables; None where it is none, which is a problem."""
    shown_as = Path(path.name)
    if sort := sort_of(path):
        problems.append(in_file(path.name, sort, f"a file: {expected}"))
        return None
    try:
        text = read_text(path, shown_as)
        page = Page(shown_as, read_toml(text, shown_as), lines_of(text))
    except ChronicleError as error:
        problems += error.problems
        return None
    found = [*flaws(page.data)] or unfilled(page.data)
    wrong = [page.problem(flaw.path, flaw.found, flaw.expected) for flaw in found]
    problems += wrong
    return None if wrong else page
