"""Displays: how what is answered is shown at a prompt, on one screen, and handed to a notebook.

What a notebook draws is worked out above, in views, which nothing here knows: the package says
so by `draw_with`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from textwrap import wrap
from typing import Any, ClassVar, SupportsIndex, TypeVar, overload

from ..errors import shown

T = TypeVar("T", covariant=True)

WIDTH = 100
"""How long a line of a screen is at most."""
_ROWS = 20  # so many things are shown one by one
_NAME = 24  # so wide is the column of what they are called


class Drawn:
    """What a notebook draws as HTML, and a prompt shows on a screen."""

    __slots__ = ()

    _draw: ClassVar[Callable[[Any], str]]
    """How any of them is drawn."""
    _asks: ClassVar[tuple[str, ...]] = ()
    """What to ask of one next, as it is written behind its name."""

    def _repr_html_(self) -> str:
        return Drawn._draw(self)


def draw_with(draw: Callable[[Any], str]) -> None:
    """Say how what is answered is drawn as HTML."""
    Drawn._draw = draw


class Answers(tuple[T, ...], Drawn):
    """Several things that answer one question: a tuple, which a prompt shows on one screen."""

    question: Any = None
    """What was asked, for those who draw them; None in a copy."""

    @classmethod
    def to(cls, question: Any, answers: Iterable[T]) -> Answers[T]:
        """The answers to a question."""
        made = cls(answers)
        made.question = question
        return made

    @overload
    def __getitem__(self, at: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Answers[T]: ...
    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        return Answers.to(self.question, found) if isinstance(at, slice) else found

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (tuple(self),)

    def __repr__(self) -> str:
        if not self:
            return "()"
        name = type(self[0]).__name__.lower()
        plural = "" if len(self) == 1 else "es" if name.endswith("ch") else "s"
        rows = (("", brief(each, WIDTH - 4)) for each in self)
        asks = getattr(type(self[0]), "_asks", ()) or ("",)
        ask = (f"found[0]{each}" for each in asks)
        return screen(f"{len(self):,} {name}{plural}, a tuple", rows, *ask, size=len(self))


def screen(
    title: str,
    rows: Iterable[tuple[str, str]],
    *ask: str,
    size: int | None = None,
    lines: int = 1,
) -> str:
    """A title, rows of a name and a text each, and what to ask next: no more than a screen.

    Of more rows than it holds, the number of those left out is told: of `size` rows in all. A
    text goes over as many `lines` as are given, and is cut there.

    >>> print(screen("Two", [("one", "1"), ("other", "2")], ".one"))
    Two
      one    1
      other  2
      ask next: .one
    """
    first = [*islice(rows, _ROWS)] if size is not None else [*rows]
    size = len(first) if size is None else size
    first = first[:_ROWS]
    names = [_ended(" ".join(name.split()), _NAME) for name, _ in first]
    wide = max(map(len, names), default=0)
    room = WIDTH - wide - 4
    told = [_ended(" ".join(title.split()), 2 * WIDTH)]
    for name, (_, text) in zip(names, first, strict=True):
        parts = wrap(_ended(" ".join(text.split()), lines * room), room, break_on_hyphens=False)
        head = f"{name:{wide}}  " if wide else ""
        told += [f"  {head}{part}".rstrip() for part in parts[:1] or [""]]
        told += [f"  {' ' * len(head)}{part}" for part in parts[1:]]
    if size > len(first):
        told.append(f"  ... {size - len(first):,} more")
    if ask:
        told.append(f"  ask next: {', '.join(ask)}")
    return "\n".join(told)


def brief(value: object, limit: int = WIDTH) -> str:
    """A value on one line: text as Python writes it, what is said in words in these words.

    Of what fills a screen it is the first line. Never raises, whatever the value is.
    """
    if type(value) is tuple:
        return _ended(f"({', '.join(brief(each, limit) for each in value[:_ROWS])})", limit)
    said = type(value).__str__ is not object.__str__
    if isinstance(value, str) or not (said or isinstance(value, Drawn)):
        return shown(value, limit)
    try:
        text = str(value) if said else repr(value).partition("\n")[0]
    except Exception:  # a fault of the value's own
        return shown(value, limit)
    return _ended(" ".join(text.split()), limit)


def _ended(text: str, limit: int) -> str:
    """A text, cut at its end where it is too long."""
    return text if len(text) <= limit else f"{text[: limit - 2].rstrip()} …"
