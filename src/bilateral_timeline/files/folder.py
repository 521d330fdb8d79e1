"""The folder of a chronicle: all of it that can be read, and every problem of the rest."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

import attrs

from ..dates.when import LAST_DAY
from ..errors import ChronicleError, InputError, Nearby, Problem, shown
from ..records.codec import from_plain
from ..records.events import Record, Source
from ..records.stored import Plain
from ..relations.names import Names
from .about import ABOUT, NAMES, About, read_about, read_names
from .csl import read_sources, read_text
from .disk import asking, in_file, refused, sort_of
from .lines import lines_of
from .plain import UNFILLED, Flaw, flaws, unfilled
from .seals import SEALED, Seal, read_seals
from .toml import placed, read_toml

Key = tuple[str, int]
"""The id and the revision of a record."""


@attrs.frozen
class Folder:
    """What a folder holds: records, works cited, names, and what it says of itself."""

    records: tuple[Record, ...]
    sources: tuple[Source, ...]
    names: Names
    about: About
    seals: tuple[Seal, ...]


def read_folder(folder: Path) -> Folder:
    """All that a folder holds, or a `ChronicleError` with all its problems."""
    found = gather(folder)
    if found.problems or found.about is None:
        raise ChronicleError(*found.problems)
    records = tuple(record for record, _ in found.records.values())
    return Folder(records, found.sources, found.names, found.about, found.seals)


@attrs.frozen
class Gathered:
    """What of a folder could be read, and what is wrong with the rest."""

    records: Mapping[Key, tuple[Record, Path]]
    """The records that could be read, each with its file."""
    unread: Mapping[Key, Path]
    """The files of records that could not."""
    sources: tuple[Source, ...]
    names: Names
    about: About | None
    problems: tuple[Problem, ...]
    seals: tuple[Seal, ...]
    """What is sealed, in order."""


def gather(folder: Path) -> Gathered:
    """All of a folder that can be read, with every problem of the rest.

    Whatever stands in it and is not read is a problem, but for names that begin with a dot,
    which are those of other tools (`.git`, `.DS_Store`), and those that end in `~`, an
    editor's copies. Links to files are followed; a link to a folder is a problem.
    """
    problems: list[Problem] = []
    with asking(folder):
        names = sorted(os.listdir(folder))
    if not {ABOUT, "sources.json"} & {*names} and not any(map(_YEAR.fullmatch, names)):
        expected = "a folder with chronicle.toml, sources.json and YYYY/<id>.toml"
        raise ChronicleError(Problem(str(folder), "no chronicle", expected))
    about, called = read_about(folder, problems), read_names(folder, problems)
    sources = read_sources(folder / "sources.json", problems)
    seals = read_seals(folder, problems)
    records: dict[Key, tuple[Record, Path]] = {}
    unread: dict[Key, Path] = {}
    nearby = Nearby()
    for path in _files(folder, names, problems):
        shown_as = path.relative_to(folder)
        try:
            record = _record(path, shown_as, sources, nearby)
        except InputError as error:
            problems += error.problems
            unread[_key(path)] = shown_as
            continue
        _, other = records.setdefault((record.id, record.revision), (record, shown_as))
        if other != shown_as:
            advice = "a correction has a revision of its own"
            problems.append(in_file(shown_as, f"the record of {other}", "another id", advice))
    problems += _unfounded(folder, records, unread, nearby)
    if not records and not problems:
        problems.append(Problem(str(folder), "no record", "files named YYYY/<id>.toml"))
    works = tuple(source for source in (sources or {}).values() if source)
    return Gathered(records, unread, works, called, about, tuple(problems), seals)


def _unfounded(
    folder: Path,
    records: Mapping[Key, tuple[Record, Path]],
    unread: Container[Key],
    nearby: Nearby,
) -> Iterator[Problem]:
    """Revisions without what they revise, and those that would change nothing."""
    ids = {id for id, revision in records if not revision}
    for (id, revision), (record, shown_as) in records.items():
        if not revision or (id, revision - 1) in unread:
            continue
        before = records.get((id, revision - 1))
        if before is None:
            found = f"revision {revision} of {id!r}"
            advice = nearby.told(id, "id", ids).removeprefix("; ")
            yield in_file(shown_as, found, f"a file of revision {revision - 1} too", advice)
        elif record.known < before[0].known != _UNTOLD:
            found = f"known {record.known}, before revision {revision - 1}"
            expected = f"a day from {before[0].known} on"
            problem = Problem("", found, expected, "it would change nothing", path="known")
            yield placed(problem, shown_as, lines_of(read_text(folder / shown_as, shown_as)))


# -- what stands in a folder ------------------------------------------------------------------

_NAME = re.compile(r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.r(?P<revision>[1-9]\d*))?\.toml")
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NAMED = "YYYY/<id>.toml, or YYYY/<id>.r1.toml for a revision"
SCHEMA = "record.schema.json"
_LISTS = (ABOUT, NAMES, "sources.json", SCHEMA)
_PLACED = f"{', '.join(_LISTS)}; {_NAMED}"


def _files(folder: Path, names: list[str], problems: list[Problem]) -> Iterator[Path]:
    """The files of records, in order; a problem for all that is neither that nor expected."""
    for name in filter(_is_ours, sorted(set(names).difference(_LISTS, (SEALED,)))):
        path = folder / name
        sort, in_year = sort_of(path), _YEAR.fullmatch(name)
        if sort == "a folder" and in_year:
            yield from _files_of(path, problems)
        elif sort == "a link to a folder" and in_year:
            found = in_file(_told(name), sort, "a folder", "move the folder here")
            problems.append(found)
        else:
            problems.append(in_file(_told(name), sort or "this name", _PLACED))


def _files_of(year: Path, problems: list[Problem]) -> Iterator[Path]:
    try:
        names = sorted(os.listdir(year), key=_by_revision)
    except OSError as error:
        problems.append(refused(year.name, error))
        return
    for name in filter(_is_ours, names):
        where, sort = _told(f"{year.name}/{name}"), sort_of(year / name)
        if sort:
            problems.append(in_file(where, sort, "a file"))
        elif not _NAME.fullmatch(name):
            problems.append(in_file(where, "this name", _NAMED))
        else:
            yield year / name


def _by_revision(name: str) -> tuple[str, int]:
    """By the id of a record, and then by its revision: what is corrected comes before."""
    named = _NAME.fullmatch(name)
    return (named["id"], int(named["revision"] or 0)) if named else (name, 0)


def _is_ours(name: str) -> bool:
    return not (name.startswith(".") or name.endswith("~"))


def _told(name: str) -> str:
    return name if name.isprintable() else shown(name)


# -- one file, one record ---------------------------------------------------------------------


def _record(
    path: Path, shown_as: Path, sources: Mapping[str, Source | None] | None, nearby: Nearby
) -> Record:
    id, revision = _key(path)
    text = read_text(path, shown_as)
    data = read_toml(text, shown_as)
    problems = [
        Problem("", f"the field {key!r}", "no such field", "the name says it", path=key)
        for key in ("id", "revision")
        if key in data
    ]
    if revision and "known" not in data:
        advice = "for an error of our own, that of the record before"
        problems.append(Problem("", "no day", "`known`", advice, path="known"))
        data["known"] = _UNTOLD.isoformat()
    wrong = list(flaws(data))
    empty = [] if wrong or UNFILLED not in text else list(unfilled(data))
    problems += (Problem("", fault.found, fault.expected, path=fault.path) for fault in wrong)
    data |= {"id": id, "revision": revision}
    problems += _cite(data, sources, nearby)
    if not wrong:
        try:
            record = from_plain(data)
        except InputError as error:
            problems += error.problems
        except RecursionError:  # called from very deep within a program
            problems.append(Problem("", "lists and tables too deep here", "fewer in one another"))
        else:
            problems += _misplaced(record, path.parent.name)
    if empty:
        problems = [*_to_fill(empty, problems)]
    if problems:
        lines = lines_of(text)
        raise ChronicleError(*(placed(problem, shown_as, lines) for problem in problems))
    return record


def _to_fill(empty: list[Flaw], problems: list[Problem]) -> Iterator[Problem]:
    """All other problems, then what is still to be written, with what would be right there."""
    expected = {problem.path: problem.expected for problem in reversed(problems)}
    lists = {flaw.path: flaw.path.rpartition("[")[0] for flaw in empty if flaw.path.endswith("]")}
    places = {*lists.values(), *(flaw.path for flaw in empty)}
    yield from (problem for problem in problems if problem.path not in places)
    for flaw in empty:
        right = expected.get(flaw.path) or expected.get(lists.get(flaw.path, flaw.path))
        if right is None:
            yield Problem("", flaw.found, flaw.expected, path=flaw.path)
        else:
            yield Problem("", flaw.found, right, "it is still to be written", path=flaw.path)


def _key(path: Path) -> Key:
    """The id and the revision that the name of a file says."""
    name = _NAME.fullmatch(path.name)
    assert name is not None, "files of other names are told before"
    return name["id"], int(name["revision"] or 0)


# What stands for a day that is missing because of a problem told already: late, so that it
# makes nothing public too early.
_UNTOLD = LAST_DAY


def _cite(
    data: dict[str, Plain], sources: Mapping[str, Source | None] | None, nearby: Nearby
) -> Iterator[Problem]:
    """Give each citation the day on which its source was published, unless it says one."""
    citations, untold = data.get("sources"), _UNTOLD.isoformat()
    if isinstance(citations, dict):
        yield Problem("", "one table", "[[sources]], in double brackets", path="sources")
        data["sources"] = citations = [citations]
    if not isinstance(citations, list) or not citations:
        yield Problem("", "no source", "[[sources]] with a source and a locator", path="sources")
        if "retracted" not in data:
            data.setdefault("known", untold)
        return
    for at, citation in enumerate(citations):
        path = f"sources[{at}]"
        if not isinstance(citation, dict):
            continue
        id, locator = citation.get("source"), citation.get("locator", "")
        source = (sources or {}).get(id) if isinstance(id, str) else None
        if source is None:
            if sources is not None and isinstance(id, str) and id not in sources:
                alike = ", ".join(nearby.to(id, "work", sources) or ())
                advice = f"add it to sources.json{f', or is it {alike}?' if alike else ''}"
                field = f"{path}.source"
                yield Problem("", shown(id), "the id of a source", advice, path=field)
            citation.setdefault("known", untold)
        else:
            day = source.known.isoformat() if source.known else untold
            citation.setdefault("known", day)
        if isinstance(locator, str) and not locator.strip():
            expected = "where in the source it stands, such as 'par. 4'"
            yield Problem("", "no locator", expected, path=path)


def _misplaced(record: Record, folder: str) -> Iterator[Problem]:
    start = getattr(record, "when", None)
    if record.revision == 0 and start is not None:
        first = start.start.earliest or start.start.latest
        if first is not None and f"{first.year:04}" != folder:
            year = f"{first.year:04}, the first possible year"
            yield Problem("", f"the folder {folder}", year, "move the file", path="when")
