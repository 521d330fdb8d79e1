"""Reading the works that `csl` writes, or that Zotero and pandoc have."""

from __future__ import annotations

from os import PathLike

import attrs

from ...errors import ChronicleError, Problem
from ...files.csl import read_sources
from ...files.disk import as_path, asking, not_there
from ...records.events import Source


def read_csl(path: str | PathLike[str]) -> tuple[Source, ...]:
    """The works of a file of CSL-JSON, in their order: a log keeps them, `EventLog(works)`.

    A `ChronicleError` names all that is wrong, by line and item; a file that is not there is a
    `MissingError`.

    >>> import tempfile
    >>> import bilateral_timeline as bt
    >>> from bilateral_timeline.exchange import write
    >>> herald = bt.Source(id="herald", title="The Herald", known="2023-01-01")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     told = write("csl", bt.EventLog([herald]), f"{folder}/works.json")
    ...     read_csl(f"{folder}/works.json") == (herald,)
    True
    """
    found = as_path(path, "the path of a file of works, as CSL-JSON")
    with asking(found):
        if not found.exists():
            raise not_there(found, ".json")
    problems: list[Problem] = []
    works = read_sources(found, problems, dated=False)
    if problems or works is None:
        raise ChronicleError(*map(_as_csl, problems))
    return tuple(work for work in works.values() if work is not None)


def _as_csl(problem: Problem) -> Problem:
    """A problem that says of what is no JSON which JSON was expected."""
    if problem.expected != "JSON":
        return problem
    return attrs.evolve(problem, expected="CSL-JSON: a list of works, as `export csl` writes it")
