"""The chain: each line of a log has a hash over what it says and the hash of the line before.

A line is a record, a work that records cite, or the statement that records were left out. Whoever
knows the hash of the last line knows whether any line was changed, removed, put in or moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Literal

import attrs

from ..errors import MissingError, Problem, shown
from .stored import as_json, from_json

Sort = Literal["record", "work", "omission"]


@attrs.frozen
class Line:
    """One line of a log, as a store keeps it."""

    number: int
    """Its place among all lines, from 1."""
    position: int
    """How many records there are up to it; of a record, its position in the log."""
    sort: Sort
    id: str
    """The id of the record or the work; of an omission, empty."""
    revision: int
    text: str
    """What it says: the stored form, as JSON on one line."""
    hash: str
    """In hexadecimal, SHA-256 over the hash before it, its sort and its text."""
    earliest: str | None = None
    """The first possible day of an event, for those who look into a store; None if open."""
    latest: str | None = None


@attrs.frozen
class Said:
    """What is to become a line."""

    sort: Sort
    text: str
    id: str = ""
    revision: int = 0
    earliest: str | None = None
    latest: str | None = None


@attrs.frozen
class Omission:
    """The statement of a log that records of another were left out of it, and by whose decision."""

    records: int
    """How many records were left out."""
    works: int
    """How many works."""
    by: str
    """Whose decision it was."""
    reason: str

    @property
    def text(self) -> str:
        """It as JSON on one line; it names nothing that was left out."""
        return as_json(attrs.asdict(self))


def read_omission(text: str) -> Omission:
    """The statement that a line says."""
    return Omission(**from_json(text))


NOTHING = Line(0, 0, "omission", "", 0, "", "")
"""What stands before the first line."""


def link(before: str, sort: Sort, text: str) -> str:
    """The hash of a line, by the hash of the one before it, of which the first has none.

    >>> link("", "record", "{}")[:12]
    'cc22b90329f1'
    """
    return sha256(f"{before}\n{sort}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def chained(last: Line, said: Iterable[Said]) -> Iterator[Line]:
    """What is said, as the lines that follow the last one."""
    number, position, before = last.number, last.position, last.hash
    for one in said:
        number += 1
        position += one.sort == "record"
        before = link(before, one.sort, one.text)
        told = (one.sort, one.id, one.revision, one.text, before, one.earliest, one.latest)
        yield Line(number, position, *told)


def only_hash(asked: str, found: Iterable[str], head: str) -> None:
    """Refuse a hash that no line has, or whose first letters several have."""
    hashes = [*found]
    if not hashes:
        raise MissingError("line with the hash", asked, [head] if head else ())
    if len(hashes) > 1:
        raise MissingError("single line whose hash begins with", asked, hashes)


def broken(lines: Iterable[Line], key: str = "") -> Iterator[Problem]:
    """Where a chain does not hold: each line that is not what its hash says, and each gap.

    Every line is held against the hash that stands before it, so that what comes after a fault
    is looked at all the same.
    """
    last = NOTHING
    for line in lines:
        if told := _fault(line, last):
            yield Problem(called(line), *told, _ADVICE, record=line.id)
        last = line
    if key and last.hash != key:
        found = f"a log that ends with {last.hash[:12]}…" if last.hash else "an empty log"
        yield Problem("the last line", found, f"the hash {shown(key, 20)}", _ADVICE)


_ADVICE = "compare it with a copy that holds"


def _fault(line: Line, last: Line) -> tuple[str, str] | None:
    """What was found where a line does not follow on the last one, and what was expected."""
    if line.number != last.number + 1:
        missing = line.number - last.number - 1
        lost = f"{missing:,} line{'s' if missing != 1 else ''} missing before it"
        found = lost if missing > 0 else "a number that does not follow"
        return found, f"line {last.number + 1}"
    if not _is_filed(line):
        return "the text of another id or revision", "its own"
    if line.hash != link(last.hash, line.sort, line.text):
        return "another content or place than its hash says", f"the hash {line.hash[:12]}…"
    if line.position != last.position + (line.sort == "record"):
        return f"position {line.position}", "positions without gaps"
    return None


def _is_filed(line: Line) -> bool:
    """Whether a line stands under the id and the revision that its text begins with."""
    if line.sort == "omission":
        return not line.id
    told = f'{{"id": "{line.id}"' + (f', "revision": {line.revision}' if line.revision else "")
    rest = line.text.removeprefix(told)
    return rest != line.text and rest[:1] in ",}" and not rest.startswith(', "revision": ')


def called(line: Line) -> str:
    """What a line is called in a message."""
    told = f"{line.sort} {shown(line.id, 60)}" if line.id else line.sort
    if line.sort == "record":
        revision = f", revision {line.revision}" if line.revision else ""
        told += f"{revision}, at position {line.position}"
    return f"line {line.number}: {told}"
