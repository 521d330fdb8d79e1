"""The lines of `sealed.jsonl`: what a folder held when it was sealed, in order, with hashes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import attrs

from ..errors import ChronicleError, InputError, Problem, shown
from ..records.chain import Omission, Said, Sort, link, read_omission
from ..records.fields import is_whole_number
from ..records.stored import as_json, from_json
from .csl import read_text
from .disk import in_file, sort_of
from .jsonl import omission_of

SEALED = "sealed.jsonl"
Sealable = tuple[Sort, str, int]
"""What is sealed: its sort, its id and its revision."""
_SORTS: tuple[Sort, ...] = get_args(Sort)
_HASH = re.compile("[0-9a-f]{64}")


@attrs.frozen
class Seal:
    """A line of the list: a work, a record, or the statement that some were left out."""

    sort: Sort
    id: str
    revision: int
    content: str
    """SHA-256 of its stored form."""
    hash: str
    """The hash of the line of a log that holds the same, up to here."""
    omission: Omission | None = None

    @property
    def key(self) -> Sealable:
        """What it seals."""
        return self.sort, self.id, self.revision

    @property
    def text(self) -> str:
        """It as JSON on one line."""
        named = from_json(self.omission.text) if self.omission else self.id
        revision = {"revision": self.revision} if self.revision else {}
        hashes = {"content": self.content, "hash": self.hash}
        return as_json({self.sort: named, **revision, **hashes})


def seals_of(before: str, what: Iterable[Said]) -> Iterator[Seal]:
    """The seals of what is said, which follow on a hash."""
    for one in what:
        before = link(before, one.sort, one.text)
        omission = read_omission(one.text) if one.sort == "omission" else None
        yield Seal(one.sort, one.id, one.revision, content_hash(one.text), before, omission)


def content_hash(text: str) -> str:
    """The hash of a stored form."""
    return sha256(text.encode()).hexdigest()


def read_seals(folder: Path, problems: list[Problem]) -> tuple[Seal, ...]:
    """The list of a folder; empty where it has none. What is wrong with a line is a problem."""
    path = folder / SEALED
    if not path.exists() and not path.is_symlink():
        return ()
    seals: list[Seal] = []
    if sort := sort_of(path):
        problems.append(in_file(SEALED, sort, "a file"))
        return ()
    try:
        text = read_text(path, Path(SEALED))
    except ChronicleError as error:
        problems += error.problems
        return ()
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        try:
            data = from_json(line)
            seal = _seal(data) if isinstance(data, dict) else None
        except (InputError, json.JSONDecodeError, RecursionError):
            seal = None
        if seal is None:
            advice = "`bilateral-timeline seal` writes this file: take back its last good state"
            problems.append(in_file(SEALED, shown(line), "a line of a seal", advice, number))
        else:
            seals.append(seal)
    return tuple(seals)


def _seal(data: dict[str, Any]) -> Seal | None:
    """The seal that a line says, if it says one."""
    sort = next((sort for sort in _SORTS if sort in data), None)
    if sort is None:
        return None
    named, revision = data.pop(sort), data.pop("revision", 0)
    content, hash = data.pop("content", None), data.pop("hash", None)
    is_hashed = all(isinstance(h, str) and _HASH.fullmatch(h) for h in (content, hash))
    if data or not is_hashed or not is_whole_number(revision) or revision < 0:
        return None
    if sort == "omission":
        return Seal(sort, "", 0, content, hash, omission_of(named)) if _is_table(named) else None
    return Seal(sort, named, revision, content, hash) if isinstance(named, str) else None


def _is_table(value: object) -> bool:
    return isinstance(value, dict)
