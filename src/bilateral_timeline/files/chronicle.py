"""A chronicle: a folder of files, one record each, and the works cited."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from os import PathLike
from pathlib import Path

import attrs

from ..errors import ChronicleError, InputError, MissingError, Problem, near, shown
from ..log import EventLog
from ..records.codec import from_plain
from ..records.events import Record, Source
from ..records.stored import Plain
from ..relations.names import Names
from ..relations.relationship import Relationship, relationship
from ..timeline import Timeline
from .about import ABOUT, NAMES, About, read_about, read_names
from .csl import read_sources, read_text
from .disk import as_path, asking, refused, sort_of
from .jsonl import read_jsonl
from .lines import lines_of
from .plain import flaws
from .toml import placed, read_toml


def load_chronicle(
    chronicle: str | PathLike[str], *, pair: tuple[str, str] | None = None
) -> Timeline[Relationship]:
    """The timeline of a packaged chronicle, by name, of a folder, or of a file of JSON Lines.

    The state is that of the `pair`: of a folder, the one that its `chronicle.toml` names; of a
    file, the two parties that most of its events share.

    What has anything wrong is refused whole, a `ChronicleError` with every problem and its file
    and line; what is not there is a `MissingError` with the names of those packaged. A folder
    costs about a millisecond a file. A file of JSON Lines names no works cited.

    >>> timeline = load_chronicle("russia-iran")
    >>> print(timeline.as_of("2024-05-20").leadership["ir-president"].holder)
    Mohammad Mokhber
    """
    path = find_chronicle(chronicle)
    with asking(path):
        is_folder = path.is_dir()
    if not is_folder and path.suffix == ".toml":
        advice = f"a record of a chronicle is a file of it: give {path.parent.parent}"
        raise ChronicleError(Problem(str(path), "one record", "a folder, or JSON Lines", advice))
    if is_folder:
        folder = read_folder(path)
        records, sources, names = folder.records, folder.sources, folder.names
        of = folder.about.pair if pair is None else pair
    else:
        records, sources, names = read_jsonl(path), (), Names()
        of = _most_shared(path, records) if pair is None else pair
    projection = relationship(*_two(of), names=names)
    if pair is not None:
        _require_told(records, projection.pair)
    log = EventLog(sources)
    log.append(*records)
    return log.timeline(projection)


def covers_of(chronicle: str | PathLike[str]) -> Mapping[str, str]:
    """What a chronicle says it covers, facet by facet; of a file of JSON Lines, nothing.

    >>> covers_of("russia-iran")["leadership"].split(",")[0]
    'The presidents and foreign ministers that the articles name'
    """
    path = find_chronicle(chronicle)
    with asking(path):
        about = read_about(path, []) if path.is_dir() else None
    return {} if about is None else about.covers


def _require_told(records: tuple[Record, ...], pair: tuple[str, str]) -> None:
    """Refuse a party of which no record tells: with it, half a state would read like a finding."""
    held = sorted({party for record in records for party in getattr(record, "parties", ())})
    for party in pair:
        if held and party not in held:
            raise MissingError("party", party, held)


def _two(pair: object) -> tuple[str, str]:
    if isinstance(pair, tuple | list) and len(pair) == 2:
        return pair[0], pair[1]
    raise InputError(Problem("pair", shown(pair), 'the codes of two parties, such as ("AA", "BB")'))


def _most_shared(path: Path, records: tuple[Record, ...]) -> tuple[str, str]:
    """The two parties that most events share; of equals, the first in the alphabet."""
    shared: Counter[tuple[str, str]] = Counter()
    for record in records:
        parties = sorted(set(getattr(record, "parties", ())))
        if len(parties) <= _FEW:
            shared.update(combinations(parties, 2))
    if not shared:
        advice = "give pair=(...), or on the command line --pair AA BB"
        raise InputError(Problem(str(path), "no event of two parties", "a pair", advice))
    return min(shared, key=lambda pair: (-shared[pair], pair))


_FEW = 12  # an event of more parties says little of any two of them


@attrs.frozen
class Folder:
    """What a folder holds: records, works cited, names, and what it says of itself."""

    records: tuple[Record, ...]
    sources: tuple[Source, ...]
    names: Names
    about: About


def packaged() -> dict[str, Path]:
    """The chronicles that came with the library, by name."""
    here = Path(__file__).resolve().parent.parent
    # In a checkout the folder itself is read; a wheel carries a copy inside the package.
    checkout = here.parent.parent / "events"
    root = checkout if (checkout.parent / "pyproject.toml").is_file() else here / "chronicles"
    found = sorted(path.parent for path in root.glob("*/sources.json"))
    return {path.name: path for path in found}


def read_folder(folder: Path) -> Folder:
    """All that a folder holds, or a `ChronicleError` with all its problems.

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
    records: dict[tuple[str, int], tuple[Record, Path]] = {}
    for path in _files(folder, names, problems):
        shown_as = path.relative_to(folder)
        try:
            record = _record(path, shown_as, sources)
        except InputError as error:
            problems += error.problems
            continue
        _, other = records.setdefault((record.id, record.revision), (record, shown_as))
        if other != shown_as:
            advice = "a correction has a revision of its own"
            problems.append(Problem(str(shown_as), f"the record of {other}", "another id", advice))
    if not problems:
        problems += _unfounded(records)
    if not records and not problems:
        problems.append(Problem(str(folder), "no record", "files named YYYY/<id>.toml"))
    if problems or about is None:
        raise ChronicleError(*problems)
    works = tuple(source for source in (sources or {}).values() if source)
    return Folder(tuple(record for record, _ in records.values()), works, called, about)


def _unfounded(records: Mapping[tuple[str, int], tuple[Record, Path]]) -> Iterator[Problem]:
    """Revisions without what they revise, and those that would change nothing."""
    for (id, revision), (record, shown_as) in records.items():
        if not revision:
            continue
        before = records.get((id, revision - 1))
        if before is None:
            found = f"revision {revision} of {id!r}"
            yield Problem(str(shown_as), found, f"a file of revision {revision - 1} too")
        elif record.known < before[0].known:
            found = f"known {record.known}, before revision {revision - 1}"
            expected = f"a day from {before[0].known} on"
            yield Problem(f"{shown_as}: known", found, expected, "it would change nothing")


def find_chronicle(chronicle: object) -> Path:
    """The folder or the file of a chronicle: by its name if it is packaged, else by its path."""
    names = packaged()
    if isinstance(chronicle, str) and chronicle in names:
        return names[chronicle]
    path = as_path(chronicle, "the name of a chronicle, or the path of a folder or file")
    with asking(path):
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            if path.is_symlink():
                raise
            raise MissingError("chronicle, folder or file", str(path), names) from None
    return path


# -- what stands in a folder ------------------------------------------------------------------

_NAME = re.compile(r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.r(?P<revision>[1-9]\d*))?\.toml")
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NAMED = "YYYY/<id>.toml, or YYYY/<id>.r1.toml for a revision"
_LISTS = (ABOUT, NAMES, "sources.json")
_PLACED = f"{', '.join(_LISTS)}; {_NAMED}"


def _files(folder: Path, names: list[str], problems: list[Problem]) -> Iterator[Path]:
    """The files of records, in order; a problem for all that is neither that nor expected."""
    for name in filter(_is_ours, sorted(set(names).difference(_LISTS))):
        path = folder / name
        sort, in_year = sort_of(path), _YEAR.fullmatch(name)
        if sort == "a folder" and in_year:
            yield from _files_of(path, problems)
        elif sort == "a link to a folder" and in_year:
            found = Problem(_told(name), sort, "a folder", "move the folder here")
            problems.append(found)
        else:
            problems.append(Problem(_told(name), sort or "this name", _PLACED))


def _files_of(year: Path, problems: list[Problem]) -> Iterator[Path]:
    try:
        names = sorted(os.listdir(year))
    except OSError as error:
        problems.append(refused(year.name, error))
        return
    for name in filter(_is_ours, names):
        where, sort = _told(f"{year.name}/{name}"), sort_of(year / name)
        if sort:
            problems.append(Problem(where, sort, "a file"))
        elif not _NAME.fullmatch(name):
            problems.append(Problem(where, "this name", _NAMED))
        else:
            yield year / name


def _is_ours(name: str) -> bool:
    return not (name.startswith(".") or name.endswith("~"))


def _told(name: str) -> str:
    return name if name.isprintable() else shown(name)


# -- one file, one record ---------------------------------------------------------------------


def _record(path: Path, shown_as: Path, sources: Mapping[str, Source | None] | None) -> Record:
    name = _NAME.fullmatch(path.name)
    assert name is not None, "files of other names are told before"
    text = read_text(path, shown_as)
    data = read_toml(text, shown_as)
    problems = [
        Problem("", f"the field {key!r}", "no such field", "the name says it", path=key)
        for key in ("id", "revision")
        if key in data
    ]
    if name["revision"] and "known" not in data:
        advice = "for an error of our own, that of the record before"
        problems.append(Problem("", "no day", "`known`", advice, path="known"))
        data["known"] = _TOLD
    wrong = list(flaws(data))
    problems += (Problem("", fault.found, fault.expected, path=fault.path) for fault in wrong)
    data |= {"id": name["id"], "revision": int(name["revision"] or 0)}
    problems += _cite(data, sources)
    if not wrong:
        try:
            record = from_plain(data)
        except InputError as error:
            problems += error.problems
        except RecursionError:  # called from very deep within a program
            problems.append(Problem("", "lists and tables too deep here", "fewer in one another"))
        else:
            problems += _misplaced(record, path.parent.name)
    if problems:
        lines = lines_of(text)
        raise ChronicleError(*(placed(problem, shown_as, lines) for problem in problems))
    return record


# What stands for a day that is missing because of a problem told already.
_TOLD = "0001-01-01"


def _cite(data: dict[str, Plain], sources: Mapping[str, Source | None] | None) -> Iterator[Problem]:
    """Give each citation the day on which its source was published, unless it says one."""
    citations = data.get("sources")
    if not isinstance(citations, list) or not citations:
        yield Problem("", "no source", "[[sources]] with a source and a locator", path="sources")
        if "retracted" not in data:
            data.setdefault("known", _TOLD)
        return
    for at, citation in enumerate(citations):
        path = f"sources[{at}]"
        if not isinstance(citation, dict):
            continue
        id, locator = citation.get("source"), citation.get("locator", "")
        source = (sources or {}).get(id) if isinstance(id, str) else None
        if source is None:
            if sources is not None and isinstance(id, str) and id not in sources:
                alike = ", ".join(near(id, sources))
                advice = f"add it to sources.json{f', or is it {alike}?' if alike else ''}"
                field = f"{path}.source"
                yield Problem("", shown(id), "the id of a source", advice, path=field)
            citation.setdefault("known", _TOLD)
        else:
            day = source.known.isoformat() if source.known else _TOLD
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
            yield Problem("", f"the folder {folder}", year, "move the file")
