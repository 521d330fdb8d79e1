"""The disk: files that are read, and replaced whole; what it refuses is told as a problem."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ..errors import ChronicleError, MissingError, Problem, shown

# What the system says, what was expected instead, and what to do.
_REFUSED = {
    errno.ENOENT: ("no such file or folder", "one that is there", "look at the spelling"),
    errno.ENOTDIR: ("a file where a folder should be", "a folder", "look at the spelling"),
    errno.EISDIR: ("a folder", "a file", "name a file in it"),
    errno.EEXIST: ("a file that is there already", "a new one", "give another name"),
    errno.EACCES: ("no permission", "a file that you may use", "ask its owner, or name another"),
    errno.EPERM: ("no permission", "a file that you may use", "ask its owner, or name another"),
    errno.EROFS: ("a disk that is read-only", "one to write to", "name another folder"),
    errno.ENOSPC: ("a disk that is full", "room for the file", "make room, or name another disk"),
    errno.EDQUOT: ("a quota that is used up", "room for the file", "make room"),
    errno.EFBIG: ("a file too large for the disk", "a smaller one", "name another disk"),
    errno.ENAMETOOLONG: ("a name that is too long", "a shorter one", "shorten it"),
    errno.ELOOP: ("links that go in a circle", "a file", "mend the link"),
    errno.EPIPE: ("a reader that has gone", "one that reads to the end", "start it again"),
}


def as_path(value: object, expected: str = "the path of a file") -> Path:
    """The path that a caller gave, or a `ChronicleError` that says why it is none.

    >>> as_path("log.jsonl").name
    'log.jsonl'
    """
    try:
        path = os.fspath(value)  # type: ignore[call-overload]
    except TypeError:
        path = None
    if not isinstance(path, str):
        raise ChronicleError(Problem("path", shown(value), f"{expected}, as text or a Path"))
    if not path:
        raise ChronicleError(Problem("path", "''", expected, "name it"))
    if "\0" in path:
        advice = "a name has no NUL in it"
        raise ChronicleError(Problem("path", shown(path), expected, advice))
    return Path(path)


def refused(where: object, error: OSError) -> Problem:
    """What the system refused, as a problem."""
    found, expected, advice = _REFUSED.get(
        error.errno or 0, (error.strerror or shown(error), "a file that can be used", "")
    )
    return in_file(where, found, expected, advice)


def in_file(
    name: object, found: str, expected: str, advice: str = "", line: int | None = None
) -> Problem:
    """A problem of a file, and of a line of it where that is known."""
    where = str(name) if line is None else f"{name}:{line}"
    return Problem(where, found, expected, advice, file=str(name), line=line)


@contextmanager
def asking(where: object) -> Iterator[None]:
    """What the system refuses within it is a `ChronicleError`, whose cause is the system's."""
    try:
        yield
    except OSError as error:
        raise ChronicleError(refused(where, error)) from error
    except UnicodeEncodeError as error:  # half a character, which no disk takes in a name
        expected = "a name in whole characters"
        raise ChronicleError(Problem(shown(str(where)), "half a character", expected)) from error


def not_there(path: Path, ending: str = "") -> MissingError:
    """A file that is not there, or the first of its folders that is not, and what is near."""
    kind = "file"
    while not path.parent.is_dir() and path.parent != path:
        kind, path = "folder", path.parent
    try:
        beside = [each.name for each in path.parent.iterdir()]
    except OSError:
        beside = []
    listed = [name for name in beside if kind == "file" and name.endswith(ending)]
    place = "" if path.parent == Path() else f" in {shown(str(path.parent))} called"
    return MissingError(f"{kind}{place}", path.name, listed or beside)


def sort_of(path: Path) -> str:
    """What stands at a path, in a word or two: '' for a file, perhaps at the end of a link."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        is_nowhere = path.is_symlink() and error.errno == errno.ENOENT
        return "a link that leads nowhere" if is_nowhere else refused(path, error).found
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISDIR(mode):
        return "a link to a folder" if path.is_symlink() else "a folder"
    return "a pipe" if stat.S_ISFIFO(mode) else "a device or socket"


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; one that is stays as it is, and that is an error."""
    with asking(path), path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that is either wholly the new one or wholly what it was.

    It is written beside its place and then moved there, so that two that write at once do not
    mix; a link keeps leading to it, and it keeps its mode. A pipe or a device is written to as
    it stands. Whatever goes wrong, nothing half-written is left.
    """
    with asking(path):
        try:
            status = path.stat()
        except FileNotFoundError:
            status = None
    if status is not None and stat.S_ISDIR(status.st_mode):
        folder = IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise ChronicleError(refused(path, folder)) from folder
    if status is not None and not stat.S_ISREG(status.st_mode):
        with asking(path):
            file = path.open("wb")
        with _closing(path, file):
            _fill(path, file, pieces)
        return
    _replace(path, status, pieces)


def _replace(path: Path, status: os.stat_result | None, pieces: Iterable[bytes]) -> None:
    target = Path(os.path.realpath(path))
    cause: OSError
    if not target.parent.is_dir():
        cause = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(target.parent))
        found = f"no folder {shown(str(target.parent), 200)}"
        advice = "make the folder, or look at the spelling"
        raise ChronicleError(Problem(str(path), found, "a folder to write to", advice)) from cause
    if status is not None and not os.access(target, os.W_OK):
        cause = PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
        raise ChronicleError(refused(path, cause)) from cause
    # A name that no other has, and that is no longer than a name may be.
    unfinished = target.with_name(f".{target.name[:40]}.{os.urandom(8).hex()}.tmp")
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    try:
        with asking(path):
            opened = os.open(unfinished, flags, 0o666 if status is None else 0o600)
            file = os.fdopen(opened, "wb")
        with _closing(path, file):
            _fill(path, file, pieces)
            with asking(path):
                os.fsync(file.fileno())
        with asking(path):
            if status is not None:
                _keep(unfinished, status)
            unfinished.replace(target)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    with suppress(OSError):  # not every system has folders that can be opened
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _fill(path: Path, file: BinaryIO, pieces: Iterable[bytes]) -> None:
    """Write pieces; only what the disk refuses is told as such, not a fault of who gives them."""
    for piece in pieces:
        try:
            file.write(piece)
        except OSError as error:
            raise ChronicleError(refused(path, error)) from error
    with asking(path):
        file.flush()


@contextmanager
def _closing(path: Path, file: BinaryIO) -> Iterator[None]:
    """Close a file at the end; after a failure, what closing it says is not heard."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    with asking(path):
        file.close()


def _keep(path: Path, status: os.stat_result) -> None:
    """The owner, where that may be said, and the mode of what is replaced."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, status.st_uid, status.st_gid)
    path.chmod(stat.S_IMODE(status.st_mode))
