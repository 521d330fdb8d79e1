"""Where in a chronicle's files a problem stands that was found in its events."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

import attrs

from ..errors import Problem
from .chronicle import find_chronicle
from .csl import read_text
from .lines import line_of, lines_of


def located(problems: Iterable[Problem], chronicle: str | PathLike[str]) -> tuple[Problem, ...]:
    """The problems, each with the file and the line of the record that it is of.

    Of several records of an event, the last revision is named. A file of JSON Lines has no
    place to name: there they stand as they are.
    """
    folder = find_chronicle(chronicle)
    if not folder.is_dir():
        return tuple(problems)
    files: dict[str, Path] = {}
    for path in sorted(folder.glob("*/*.toml"), key=_revision):
        files[path.name.split(".")[0]] = path
    return tuple(_placed(problem, folder, files.get(problem.record)) for problem in problems)


def _revision(path: Path) -> int:
    number = path.name.split(".")[1].removeprefix("r")
    return int(number) if number.isdigit() else 0


def _placed(problem: Problem, folder: Path, path: Path | None) -> Problem:
    if path is None:
        return problem
    shown_as = path.relative_to(folder)
    line = line_of(problem.path, lines_of(read_text(path, shown_as)))
    return attrs.evolve(problem, where=f"{shown_as}:{line}: {problem.where}")
