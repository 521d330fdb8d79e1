"""Whether what is kept in a place is as its chain of hashes says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from os import PathLike

import attrs

from ..arguments import require_text
from ..errors import ChronicleError, Problem, shown
from ..records.chain import NOTHING, Line, broken, chained
from ..stores.faults import faults
from ..stores.opened import store_at
from .chronicle import find_place
from .contents import opened, said_of
from .folder import gather
from .places import Place
from .sealed import not_sealed, seal_problems


@attrs.frozen
class Verified:
    """What a chain says: how many lines, the hash of the last, and each line that is wrong."""

    lines: int
    head: str
    problems: tuple[Problem, ...]
    has_hashes: bool = True
    """Whether the place keeps a hash for each line; JSON Lines keep none."""


def verify(where: str | PathLike[str], head: str = "") -> Verified:
    """Look whether a log, a sealed folder or a file of JSON Lines is as its hashes say.

    With the `head` that was noted down at some time, also whether it is that very one.
    """
    require_text("verify: head", head, "the hash of a line")
    place = find_place(where)
    return _of_folder(place, head) if place.form == "folder" else _of_lines(place, head)


def _of_lines(place: Place, head: str) -> Verified:
    if place.form == "log":
        with closing(store_at(place.where, create=False)) as store:
            last, problems = faults(store, head)
        return Verified(last.number, last.hash, problems)
    last = NOTHING

    def watched(lines: Iterator[Line]) -> Iterator[Line]:
        nonlocal last
        for line in lines:
            last = line
            yield line

    with opened(place) as held:
        lines = chained(NOTHING, map(said_of, held.items()))
        problems = tuple(broken(watched(lines), head))
    return Verified(last.number, last.hash, problems, has_hashes=False)


def _of_folder(place: Place, head: str) -> Verified:
    found = gather(place.path)
    if found.problems:
        raise ChronicleError(*found.problems)
    if not found.seals:
        raise not_sealed(place.path)
    problems = [*seal_problems(found)]
    last = found.seals[-1].hash
    if head and last != head:
        told = f"a list that ends with {last[:12]}…"
        problems.append(Problem("the last line", told, f"the hash {shown(head, 20)}"))
    return Verified(len(found.seals), last, tuple(problems))
