"""Errors: what went wrong, where, what was found, what was expected and what to do."""

from __future__ import annotations

import copyreg
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

import attrs

_PROBLEMS = 20  # so many problems, or so many characters of them, fit on a screen
_SCREEN = 4_000
_LOOKED_AT = 20_000  # names among which one is looked for that is near
_ITEMS = 10_000  # so many items of a value are written out before it is cut


def shown(value: object, limit: int = 80) -> str:
    """A value on one line as Python writes it; a long one is cut in the middle and counted.

    Never raises, whatever the value is, and is at most `limit` characters long, or about 30
    if that is more.

    >>> shown("2024-13")
    "'2024-13'"
    >>> shown("x" * 5000, 40)
    "'xxxxxxxx … xxxxxxxx' (5,000 characters)"
    """
    try:
        if isinstance(value, str | bytes | bytearray) and len(value) > limit:
            text = repr(value[:limit]) + repr(value[-limit:])
            return cut(text, limit, len(value))
        if _is_large(value):
            return f"a {type(value).__name__} of very many items"[:limit]
        return cut(" ".join(map(str.strip, repr(value).splitlines())), limit)
    except Exception:  # a fault of the value's own, or a number that Python does not write out
        try:
            return f"a value of type {type(value).__name__} that cannot be shown"[:limit]
        except Exception:
            return "a value that cannot be shown"


def near(name: str, names: Iterable[str], n: int = 3) -> list[str]:
    """The names that somebody may have meant, the nearest first.

    Those that end in it as a path ends in its last parts, then those that differ by case; then
    those that are spelt alike, that begin with it or hold it. Costs up to ten microseconds a name.

    >>> near("su-35", ["commitments.su-35", "projects.rasht-astara", "trade.turnover"])
    ['commitments.su-35']
    >>> near("projects.rasht", ["projects.alabuga", "projects.rasht-astara"])
    ['projects.rasht-astara']
    """
    asked = _folded(name)
    head, dot, rest = asked.rpartition(".")
    found = []
    if asked:
        whole, last = _Likeness(asked), _Likeness(rest)
        for known in dict.fromkeys(names):
            text = _folded(known)
            if dot and text.startswith(head + dot):  # that they share their parent is no likeness
                nearness = last.to(text.removeprefix(head + dot))
            else:
                nearness = max(map(whole.to, _ends(text)))
            if nearness > 0:
                found.append((-nearness, not known.endswith(name), len(known), known))
    return [known for *_, known in sorted(found)[:n]]


class Nearby:
    """What is near to many names in turn.

    Each is looked for once. After so many comparisons as take a second, no more is told: whoever
    has that many names to mend looks for a pattern.
    """

    def __init__(self, compared: int = 100_000) -> None:
        self._found: dict[tuple[str, str], list[str]] = {}
        self._left = compared

    def to(self, name: str, sort: str, names: Collection[str]) -> list[str] | None:
        """The names of a sort that are near to one; None where no more are looked for."""
        if (sort, name) not in self._found:
            if self._left <= 0:
                return None
            self._left -= len(names)
            self._found[sort, name] = near(name, names)
        return self._found[sort, name]

    def told(self, name: str, sort: str, names: Collection[str]) -> str:
        """The same, to follow what was expected, such as `; near it: su-35`."""
        alike = self.to(name, sort, names)
        if alike is None:
            return ""
        return f"; near it: {', '.join(alike)}" if alike else "; nothing is near it"


def is_slip(one: str, other: str) -> bool:
    """Whether two ids are a letter apart: one more, one less, another, or two that are swapped.

    Digits and pieces of one or two letters count for nothing: plants 1 and 2, and the presidents
    of IR and IQ, are two.

    >>> is_slip("frots", "forts"), is_slip("fort", "forts"), is_slip("unit-1", "unit-2")
    (True, True, False)
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    pieces = zip(one.split("-"), other.split("-"), strict=False)
    short = [pair for pair in pieces if len({*pair}) > 1 and min(map(len, pair)) < 3]
    if short and one.count("-") == other.count("-"):
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    start = min(len(one), len(other)) if start is None else start
    rest, left = one[start:], other[start:]
    if any(letter.isdigit() for letter in (*rest[:1], *left[:1])):
        return False
    swapped = rest[:2] == left[:2][::-1] and rest[2:] == left[2:]
    return swapped or rest[1:] == left[1:] or rest[1:] == left or rest == left[1:]


def _ends(path: str) -> Iterator[str]:
    """A path, and what follows each of its dots."""
    yield path
    for _ in range(min(path.count("."), 9)):
        path = path.partition(".")[2]
        yield path


class _Likeness:
    """How near names are to the one asked for."""

    def __init__(self, asked: str) -> None:
        self.asked, self.matcher = asked, SequenceMatcher(autojunk=False)
        self.matcher.set_seq2(asked)

    def to(self, known: str) -> float:
        """From 4, the same, to 0, nothing in common; a slip comes before a beginning."""
        asked = self.asked
        if known == asked:
            return 4
        self.matcher.set_seq1(known)
        alike = 0.0
        if self.matcher.real_quick_ratio() > _ALIKE and self.matcher.quick_ratio() > _ALIKE:
            alike = self.matcher.ratio()
        if alike > 0.85:
            return 2 + alike
        if len(asked) > 1 and known.startswith(asked):
            return 2
        if len(known) > 2 and asked.startswith(known):
            return 1.5 + alike / 4
        if len(asked) > 2 and asked in known:
            return 1.5
        return alike if alike > _ALIKE else 0


_ALIKE = 0.6


def _folded(name: str) -> str:
    return name[:200].casefold().replace("_", "-").replace(" ", "-")


def _is_large(value: object) -> bool:
    """Whether a value of lists and tables has more items than anybody reads."""
    left, waiting = _ITEMS, [value]
    while waiting and left > 0:
        each = waiting.pop()
        if isinstance(each, dict | list | tuple | set | frozenset):
            left -= len(each) + 1
            if left > 0:
                waiting += each
                waiting += each.values() if isinstance(each, dict) else ()
    return left <= 0


def cut(text: str, limit: int, length: int = 0) -> str:
    """A text, cut in the middle where it is too long, and its length, or that of the whole."""
    if len(text) <= limit and not length:
        return text
    counted = f" ({length or len(text):,} characters)"
    room = max(limit - len(counted) - 3, 4)
    return f"{text[: (room + 1) // 2]} … {text[-(room // 2) :]}{counted}"


def _short(text: object) -> str:
    return cut(text, 300) if isinstance(text, str) else shown(text, 300)


def _longer(text: object) -> str:  # a list of words that may be said
    return cut(text, 800) if isinstance(text, str) else shown(text, 800)


@attrs.frozen
class Problem:
    """One thing that is wrong with the input, as data; its texts are cut where they are long.

    >>> print(Problem("2024/visit.toml:3", "'2024-13'", "a month from 01 to 12"))
    2024/visit.toml:3: found '2024-13'; expected a month from 01 to 12
    """

    where: str = attrs.field(converter=_short)
    found: str = attrs.field(converter=_short)
    expected: str = attrs.field(converter=_longer)
    advice: str = attrs.field(default="", converter=_short)
    path: str = ""
    """The field to blame, as keys joined by dots, where there is one."""
    within: str = attrs.field(default="", converter=_short)
    """The place inside the value, such as the character of a date, where there is one."""
    record: str = ""
    """The id of the event to look at, where it is one event's."""
    file: str = ""
    """The file in which it stands, where it is one file's; `line` is the line there."""
    line: int | None = None
    missing: str = ""
    """What is referred to and not there, as a path, where another record may tell of it."""

    def __str__(self) -> str:
        advice = f"; {self.advice}" if self.advice else ""
        return f"{self.where}: found {self.found}; expected {self.expected}{advice}"


class TimelineError(Exception):
    """The base of every error that this library raises on purpose.

    Each can be copied, and pickled for other processes, with all that it says.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__ or None  # type: ignore[attr-defined]


class InputError(TimelineError, ValueError):
    """Input was refused; `problems` lists everything that is wrong with it.

    The message tells as many of them as a screen holds, and counts the others.
    """

    def __init__(self, *problems: Problem) -> None:
        given: tuple[Any, ...] = problems
        for one in given:
            if not isinstance(one, Problem):
                name = type(self).__name__
                raise InputError(Problem(name, shown(one), "a Problem", "Problem(where, ...)"))
        super().__init__("\n".join(_first_of(problems)))
        self.problems = problems


def _first_of(problems: tuple[Problem, ...]) -> Iterator[str]:
    left = _SCREEN
    for at, problem in enumerate(problems):
        line = str(problem)
        left -= len(line)
        if at and (at == _PROBLEMS or left < 0):
            yield f"and {len(problems) - at:,} more"
            return
        yield line


class DateError(InputError):
    """A text is not a date of the supported EDTF subset, or a day is not a day."""


class RecordError(InputError):
    """An event, retraction, source, citation or quantity is not well formed."""


class ConflictError(RecordError):
    """The same id and revision came twice with different content."""


class ChronicleError(InputError):
    """A folder or file of records could not be read or written; every problem is listed."""


class StoreError(InputError):
    """A log cannot be opened, read or written where it is kept; nothing was half taken in."""


class ExtraError(TimelineError, ImportError):
    """Something needs a package that is not installed; the message says how to install it."""


class PositionError(TimelineError):
    """The log has moved on since the position that the caller last saw."""


class MissingError(TimelineError, LookupError):
    """An event id, a path or a key that is not there, what is `near` it, and perhaps advice.

    >>> print(MissingError("facet", "trad", ["contacts", "trade"]))
    no facet 'trad'; near it: trade
    >>> print(MissingError("facet", "weather", ["contacts", "trade"]))
    no facet 'weather'; known: contacts, trade
    """

    def __init__(self, kind: str, name: object, known: Iterable[object], advice: str = "") -> None:
        names = list[str]()
        with suppress(Exception):  # names that cannot be had must not hide what is missing
            names = sorted(map(_named, islice(known, _LOOKED_AT)))
        self.kind, self.name = _named(kind), _named(name)
        self.near = tuple(near(self.name, names))
        told = f"near it: {_listed(self.near)}" if self.near else "there is none at all"
        if names and not self.near:
            more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
            told = f"known: {_listed(names[:5])}{more}"
        told += f"; {advice}" if advice else ""
        super().__init__(f"no {cut(self.kind, 120)} {shown(name)}; {told}")


def _named(name: object) -> str:
    """A name; what is none, as a caller's slip may have it, as it is shown."""
    return name if isinstance(name, str) else shown(name)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(cut(name, 80) for name in names)
