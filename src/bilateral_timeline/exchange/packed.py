"""Lines of a file as text, of whatever encoding, and unpacked where it is packed."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, cast

from ..errors import ChronicleError, InputError, MissingError, Problem, shown
from ..files.disk import not_there

_FEW = 5  # lines that are no text, of one row or before the first, of which each is told


class Lines:
    r"""The lines of a file as text; what makes one no text is kept until it is taken.

    Such a line stands as far as it can be read: a quote in it may end what began before it.

    >>> lines = Lines("f.csv", io.BytesIO(b"a,b\n1,\xff\n"), "utf-8")
    >>> [*lines], lines.number
    (['a,b\n', '1,\ufffd\n'], 2)
    >>> [problem.where for problem in lines.taken()], lines.taken()
    (['f.csv: line 2'], [])
    """

    def __init__(self, name: str, file: IO[bytes], encoding: str) -> None:
        called = codecs.lookup(encoding).name
        wide = called.startswith(("utf-16", "utf-32"))
        self.name, self._wrong = name, list[Problem]()
        self.encoding = "UTF-8" if is_utf_8(encoding) else encoding
        self.number, self._back = 0, list[str]()
        self._text = io.TextIOWrapper(file, encoding, newline="") if wide else None
        self._lines: Iterator[Any] = iter(self._text or file)

    def __iter__(self) -> Lines:
        return self

    def let_go(self) -> None:
        """Leave the file to whoever opened it."""
        if self._text is not None:
            self._text.detach()

    def put_back(self, line: str) -> None:
        """Give a line once more."""
        self._back.append(line)

    def taken(self) -> list[Problem]:
        """What was wrong with the lines since this was asked before; of very many, the first."""
        wrong, self._wrong = self._wrong, []
        return wrong

    def __next__(self) -> str:
        if self._back:
            return self._back.pop()
        try:
            line = next(self._lines)
        except UnicodeDecodeError as error:  # nobody knows where the next line begins
            found = f"bytes that are no {self.encoding}: {error.reason}"
            after = f"after line {self.number}"
            raise ChronicleError(of_file(self.name, found, self.encoding, after)) from None
        self.number += 1
        if isinstance(line, str):
            return self._whole(line)
        encoding = self._marked if self.number == 1 else self.encoding
        try:
            return self._whole(line.decode(encoding))
        except UnicodeDecodeError as error:
            found = f"byte 0x{line[error.start]:02x} at place {error.start + 1}"
            is_wide = self.number == 1 and line.startswith(
                (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
            )
            such = "utf-16" if is_wide else "latin-1"
            advice = f"save it as UTF-8, or say its `encoding`, such as {such!r}"
            self._tell(found, self.encoding, advice)
            return cast("bytes", line).decode(encoding, "replace")

    def _whole(self, text: str) -> str:
        if "\0" in text:
            found = f"a NUL character at place {text.index(chr(0)) + 1}"
            advice = "if it is not cut off, its `encoding` may be another, such as 'utf-16'"
            self._tell(found, "text", advice)
        return text

    def _tell(self, found: str, expected: str, advice: str) -> None:
        """Tell what makes a line no text; the first has to be one."""
        problem = of_file(self.name, found, expected, advice, self.number)
        if self.number == 1:
            raise ChronicleError(problem) from None
        if len(self._wrong) < _FEW:
            self._wrong.append(problem)

    @property
    def _marked(self) -> str:
        """The encoding of a first line, before which there may be a mark."""
        return "utf-8-sig" if self.encoding == "UTF-8" else self.encoding


def opened(source: Path, member: str, held: ExitStack) -> IO[bytes]:
    """A file, unpacked where its name says that it is packed; only of a .zip is there a member.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, ExitStack() as held:
    ...     file = Path(folder, "f.csv.gz")
    ...     _ = file.write_bytes(gzip.compress(b"a,b"))
    ...     opened(file, "", held).read()
    b'a,b'
    """
    ending = source.suffix.lower()
    if member and ending != ".zip":
        expected, advice = "none, as the file is no .zip", f"leave it away for {source.name}"
        raise InputError(Problem("member", shown(member), expected, advice))
    try:
        file: IO[bytes] = held.enter_context(source.open("rb"))
    except FileNotFoundError as error:
        raise not_there(source) from error
    if ending == ".gz":
        return cast("IO[bytes]", held.enter_context(gzip.open(file)))
    if ending != ".zip":
        return file
    packed = held.enter_context(zipfile.ZipFile(file))
    names = [one.filename for one in packed.infolist() if not one.is_dir()]
    if member and member not in names:
        raise MissingError(f"file in {source.name} with the name", member, names)
    if not member and len(names) != 1:
        found, advice = f"{len(names)} files in it", "name one as `member`"
        expected = f"one file, or one of {', '.join(names)}" if names else "one file"
        raise ChronicleError(of_file(str(source), found, expected, advice))
    return held.enter_context(packed.open(member or names[0]))


@contextmanager
def unpacking(source: Path) -> Iterator[None]:
    """What cannot be unpacked within it is a `ChronicleError`.

    >>> try:
    ...     with unpacking(Path("f.gz")):
    ...         raise EOFError("it ends early")
    ... except ChronicleError as error:
    ...     print(error.problems[0].advice)
    get it anew: it may be cut off
    """
    try:
        yield
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "password" not in str(error):
            raise
        found = f"a file that cannot be unpacked: {error}"
        advice = "get it anew: it may be cut off"
        raise ChronicleError(of_file(str(source), found, "a whole file", advice)) from error


def is_utf_8(encoding: str) -> bool:
    """Whether an encoding is UTF-8, with a mark or without; what is none is refused.

    >>> is_utf_8("utf8"), is_utf_8("UTF-8-SIG"), is_utf_8("latin-1")
    (True, True, False)
    """
    check_encoding(encoding)
    return codecs.lookup(encoding).name.startswith("utf-8")


def check_encoding(encoding: object) -> None:
    """Refuse what is no encoding of text.

    >>> check_encoding("latin-1")
    """
    try:
        " ".encode(cast("str", encoding))
    except (LookupError, TypeError, ValueError):
        expected = "an encoding that Python knows, such as 'utf-8' or 'latin-1'"
        raise InputError(Problem("encoding", shown(encoding), expected)) from None


def of_file(
    file: str, found: str, expected: str, advice: str = "", line: int | None = None
) -> Problem:
    """A problem of a file, and of a line of it where that is known.

    >>> print(of_file("f.csv", "no line", "a file of rows", line=1))
    f.csv: line 1: found no line; expected a file of rows
    """
    where = file if line is None else f"{file}: line {line}"
    return Problem(where, found, expected, advice, file=file, line=line)
