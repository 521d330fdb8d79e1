"""All that is wrong with a chronicle, and all that needs a look, each with its file and line."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path

import attrs

from ..errors import ChronicleError, InputError, Problem
from ..log import EventLog
from ..records.events import Event, Record
from ..records.stored import UnknownBody
from ..relations.names import Names
from ..relations.relationship import relationship
from .about import ABOUT, NAMES, most_shared
from .chronicle import find_place, load_chronicle, require_told
from .csl import read_text
from .folder import Gathered, gather
from .lines import line_of, lines_of
from .sealed import seal_problems


@attrs.frozen
class Checked:
    """The problems of a chronicle, in the order of its files and their lines."""

    problems: tuple[Problem, ...]
    is_refused: bool
    """Whether any is wrong, so that the chronicle is refused; else they only need a look."""


def check_chronicle(
    chronicle: str | PathLike[str], *, pair: tuple[str, str] | None = None, at: str = ""
) -> Checked:
    """All problems of a packaged chronicle, a folder, a file of JSON Lines or a log.

    What is wrong with some records of a folder hides nothing of the others: they are looked at
    as if the rest were there, and what only a record that is refused tells of is not missed. What
    is sealed and was edited or removed needs a look. A file of JSON Lines is refused whole, and
    what needs a look in it names no lines.
    """
    place = find_place(chronicle)
    if at or place.form != "folder":
        return Checked(load_chronicle(chronicle, pair=pair, at=at).check(), is_refused=False)
    folder = place.path
    found = gather(folder)
    problems = [*found.problems, *_located(_to_look_at(folder, found, pair), folder, found)]
    problems += seal_problems(found)
    return Checked(tuple(sorted(problems, key=_place)), is_refused=bool(found.problems))


def _place(problem: Problem) -> tuple[bool, str, int]:
    return "/" in problem.file, problem.file, problem.line or 0


def _to_look_at(folder: Path, found: Gathered, pair: tuple[str, str] | None) -> Iterator[Problem]:
    """What needs a look in the records that could be read."""
    records = tuple(record for record, _ in found.records.values())
    of = _pair(folder, found, records) if pair is None else pair
    if not records or of is None:
        return
    if pair is not None and not found.unread:
        require_told(records, pair)
    names = found.names
    if any(problem.file == NAMES for problem in found.problems):
        names = Names()  # what is missing from them would be told of each record
    log = EventLog(found.sources)
    log.append(*records)
    unread = {id for id, _ in found.unread}
    texts = set(_told_elsewhere(folder, found, records))
    for problem in log.timeline(relationship(*of, names=names)).check():
        if not _may_be_there(problem.missing, unread, texts):
            yield problem


def _may_be_there(missing: str, unread: Container[str], texts: Container[str]) -> bool:
    """Whether a file that is refused may tell of what is missing: its name, or a text in it."""
    sort, *parts = missing.split(".")
    if sort == "events":
        return parts[0] in unread
    entry = parts[:-1] or parts  # the last part of the path of a leaf is in no record
    return any(part in texts for part in entry)


def _pair(folder: Path, found: Gathered, records: tuple[Record, ...]) -> tuple[str, str] | None:
    """The pair of a folder; where it does not say it, that of most events, if there is one."""
    if found.about is not None:
        return found.about.pair
    try:
        return most_shared(folder, records)
    except InputError:
        return None


_QUOTED = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'')


def _told_elsewhere(folder: Path, found: Gathered, records: Iterable[Record]) -> Iterator[str]:
    """All texts of what is no part of the state: files that are refused, and unknown kinds."""
    for path in found.unread.values():
        try:
            text = read_text(folder / path, path)
        except ChronicleError:
            continue
        yield from (one or other for one, other in _QUOTED.findall(text))
    for record in records:
        if isinstance(record, Event) and isinstance(record.what, UnknownBody):
            yield from (one or other for one, other in _QUOTED.findall(record.what.text))


# -- files and lines --------------------------------------------------------------------------


def _located(problems: Iterable[Problem], folder: Path, found: Gathered) -> Iterator[Problem]:
    """The problems, each with the file and the line of the record that it is of.

    Of several records of an event, the last revision is named. What is of no event is of the
    chronicle itself.
    """
    files = {id: path for (id, _), (_, path) in sorted(found.records.items(), key=_revision)}
    lines: dict[Path, Mapping[str, int]] = {}
    for problem in problems:
        path = files.get(problem.record, Path(ABOUT))
        if not problem.record and found.about is None:  # a pair that was given, and not by a file
            yield problem
            continue
        if path not in lines:
            lines[path] = lines_of(read_text(folder / path, path))
        line = line_of(problem.path or "when", lines[path])
        where = f"{path}:{line}: {problem.path or problem.where}"
        yield attrs.evolve(problem, where=where, file=str(path), line=line)


def _revision(held: tuple[tuple[str, int], object]) -> int:
    return held[0][1]
