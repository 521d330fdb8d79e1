"""Places: where a chronicle or a log is kept, and in which form."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

import attrs

from ..errors import ChronicleError, InputError, Problem, shown
from ..stores.opened import is_address, without_password
from .disk import as_path, asking

Form = Literal["folder", "lines", "log"]

_LINES, _LOGS = (".jsonl", ".ndjson"), (".db", ".sqlite", ".sqlite3")


_UNPACK = "unpack it first"
_FOREIGN = {
    b"PAR1": ("a table (Parquet)", "ask it with bilateral_timeline.frames, as a table"),
    b"PK\x03\x04": ("a ZIP archive, or a workbook", _UNPACK),
    b"\x1f\x8b": ("a packed file (gzip)", _UNPACK),
    b"\x28\xb5\x2f\xfd": ("a packed file (Zstandard)", _UNPACK),
    b"\xfd7zXZ": ("a packed file (xz)", _UNPACK),
    b"%PDF-": ("a PDF", "a text has to be read by somebody who writes its events"),
}
"""How files begin that are often given by mistake, what they are, and what to do."""
_NO_LOG, _OF_LOGS = "a file that is no SQLite database", "a log in one, as its name ends in {}"
_NOT_OVER = "nothing is written over"
_OTHER = "is it a table? `import` takes one into a log"
_START = 80  # bytes that tell what a file is


@attrs.frozen
class Place:
    """A path or an address, and what is kept there: a folder, JSON Lines, or a log in a store."""

    where: str
    form: Form

    def __str__(self) -> str:
        return without_password(self.where) if is_address(self.where) else self.where

    @property
    def path(self) -> Path:
        """The path of a folder or a file."""
        return Path(self.where)


def place_of(path: Path, advice: str = "is it the right file?") -> Place:
    """The place of a folder or a file that is there: what it is, it tells itself.

    A file that is called a log and is none is refused with the advice, unless it is JSON Lines.
    """
    with asking(path):
        if path.is_dir():
            return Place(str(path), "folder")
        if not path.is_file():  # a pipe can be read but once
            return Place(str(path), "lines")
    from ..stores.sqlite import is_sqlite

    if is_sqlite(path):
        return Place(str(path), "log")
    with asking(path), path.open("rb") as file:
        start = file.read(_START)
    for signature, (found, what_to_do) in _FOREIGN.items():
        if start.startswith(signature):
            raise _refused(path, found, "a folder, JSON Lines, or a log", what_to_do)
    head = start.lstrip(b"\xef\xbb\xbf\r\n\t ")
    if path.suffix not in (*_LINES, *_LOGS) and head and not _is_object(head):
        line = head.decode("utf-8", "replace").splitlines()[0]
        where, expected = f"{path}: line 1: JSON", "one object on each line, as JSON Lines has it"
        raise ChronicleError(Problem(where, shown(line), expected, _OTHER, file=str(path), line=1))
    if path.suffix in _LOGS and head[:1] not in (b"", b"{"):
        raise _refused(path, _NO_LOG, _OF_LOGS.format(path.suffix), advice)
    return Place(str(path), "lines")


def _is_object(head: bytes) -> bool:
    """Whether what a file begins with may be an object on one line."""
    return head[:1] == b"{" and head[1:2] not in (b"\r", b"\n")


def refuse_log(path: Path) -> None:
    """Refuse to write what is no log over one: of SQLite, or a file of JSON Lines.

    >>> refuse_log(Path("a-file-that-is-not-there.csv"))
    """
    from .jsonl import stream_jsonl

    refuse_stored(path)
    is_log = False
    with suppress(InputError):
        is_log = path.is_file() and path.suffix in _LINES and any(True for _ in stream_jsonl(path))
    if is_log:
        raise _over_a_log(path)


def refuse_stored(path: Path) -> None:
    """Refuse to write a file over a log in SQLite.

    >>> refuse_stored(Path("a-file-that-is-not-there.db"))
    """
    from ..stores.sqlite import holds_log, is_sqlite

    with asking(path):
        is_one = path.is_file() and path.stat().st_size > 0
    if is_one and is_sqlite(path) and holds_log(path):
        raise _over_a_log(path)


def _over_a_log(path: Path) -> ChronicleError:
    advice = f"choose another name: of a log, {_NOT_OVER}"
    return _refused(path, "a log", "a new file, or one that holds none", advice)


def new_place(given: object, advice: str = _NOT_OVER) -> Place:
    """A place to write to: what it is to be, its name tells, unless it is there already.

    A folder or a file of JSON Lines that holds anything is refused, with the advice.
    """
    if is_address(given):
        return Place(str(given), "log")
    expected = "the path of a folder or file, or postgresql://..."
    path = as_path(given, expected)
    with asking(path):
        if path.is_dir():
            if os.listdir(path):
                raise _refused(path, "a folder with files", "a new one, or an empty one", advice)
            return Place(str(path), "folder")
        if path.exists() and path.stat().st_size:
            place = place_of(path, _NOT_OVER)
            if place.form == "lines" and path.suffix in _LOGS:
                raise _refused(path, _NO_LOG, _OF_LOGS.format(path.suffix), _NOT_OVER)
            if place.form == "lines":
                raise _refused(path, "a file that holds something", "a new one, or a log", advice)
            return place
    if path.suffix in _LINES:
        return Place(str(path), "lines")
    if path.suffix in _LOGS:
        return Place(str(path), "log")
    if not path.suffix or str(given).endswith("/"):
        return Place(str(path), "folder")
    endings = ", ".join((*_LINES, *_LOGS))
    expected = f"one that ends in {endings}, a folder, or postgresql://..."
    raise ChronicleError(Problem(str(path), f"the ending {shown(path.suffix)}", expected))


def _refused(path: Path, found: str, expected: str, advice: str) -> ChronicleError:
    return ChronicleError(Problem(str(path), found, expected, advice))
