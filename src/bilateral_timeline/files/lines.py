"""On which line of a TOML file each of its keys stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

import attrs

from ..records.stored import DEEP

_TOKEN = re.compile(
    r'''
    (?P<comment> \#[^\n]* )
  | (?P<newline> \n )
  | (?P<text>
        """ [^"\\]* (?: (?: \\[\s\S] | "{1,2}(?!") ) [^"\\]* )* "{3,5}
      | \'\'\' [^']* (?: '{1,2}(?!') [^']* )* '{3,5}
      | " [^"\\\n]* (?: \\. [^"\\\n]* )* "
      | ' [^'\n]* '
    )
  | (?P<mark> [\[\]{},=.] )
  | (?P<bare> [^\s\[\]{},=.\#"']+ )
    ''',
    re.VERBOSE,
)


def lines_of(text: str) -> dict[str, int]:
    r"""The line of each key of a TOML text, and of each item of a list, by its path.

    A path has its keys joined by dots and its items counted in brackets, as a `Problem` has
    it. The text is one that `tomllib` reads; of any other the answer may be wrong, but comes.
    Costs a pass over the text.

    >>> lines_of("note = '''\nkey = 1\n'''\n[[sources]]\nsource = 'gazette'")
    {'note': 1, 'sources': 4, 'sources[0]': 4, 'sources[0].source': 5}
    """
    reader = _Reader()
    line, last = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", last, token.start())
        last = token.start()
        reader.take(token.lastgroup or "", token[0], line)
    return reader.lines


def line_of(path: str, lines: Mapping[str, int]) -> int:
    """The line of a path, or of the nearest part around it that has one; the first if none has."""
    around = (
        known
        for known in lines
        if path.startswith(known) and (path == known or path[len(known)] in ".[")
    )
    return lines.get(max(around, key=len, default=""), 1)


@attrs.define
class _Inside:
    """A list or table that is open: where it stands, and how many of its items came before."""

    path: str
    is_list: bool
    items: int = 0


@attrs.define
class _Reader:
    """What has been read so far: the tables, what is open, and the key that is being read."""

    lines: dict[str, int] = attrs.Factory(dict)
    doing: str = "start"
    table: str = ""
    counts: dict[str, int] = attrs.Factory(dict)
    open: list[_Inside] = attrs.Factory(list)
    keys: list[str] = attrs.Factory(list)
    path: str = ""

    def take(self, kind: str, token: str, line: int) -> None:
        """Go on by one token."""
        if kind == "comment":
            return
        if kind == "newline":
            if self.doing in ("ended", "header ended") and not self.open:
                self.doing = "start"
        elif self.doing == "start":
            self.keys = []
            self.doing = "header" if token == "[" else "key"
            if self.doing == "key":
                self._key(kind, token, line)
        elif self.doing == "header":
            self.doing = "list header" if token == "[" else "table header"
            if self.doing == "table header":
                self._header(kind, token, line, of_list=False)
        elif self.doing in ("list header", "table header"):
            self._header(kind, token, line, of_list=self.doing == "list header")
        elif self.doing == "key":
            self._key(kind, token, line)
        elif self.doing == "value":
            self._value(token, line)
        elif self.doing == "ended" and self.open:
            self._next(token)

    def _header(self, kind: str, token: str, line: int, *, of_list: bool) -> None:
        """A part of a header: the tables that it names, the last of a list of tables if so."""
        if kind in ("bare", "text"):
            self.keys.append(_name(kind, token))
        elif token == "]":
            path = ""
            for at, key in enumerate(self.keys[:DEEP], 1):
                path = f"{path}.{key}" if path else key
                self.lines.setdefault(path, line)
                if of_list and at == len(self.keys):
                    self.counts[path] = self.counts.get(path, -1) + 1
                if path in self.counts:
                    path = f"{path}[{self.counts[path]}]"
                    self.lines.setdefault(path, line)
            self.table, self.doing = path, "header ended"

    def _key(self, kind: str, token: str, line: int) -> None:
        """A part of a key, perhaps of a table in braces, or the end of that table."""
        if token == "=":
            path = self.open[-1].path if self.open else self.table
            for key in self.keys[:DEEP]:
                path = f"{path}.{key}" if path else key
                self.lines.setdefault(path, line)
            self.path, self.doing, self.keys = path, "value", []
        elif kind in ("bare", "text"):
            self.keys.append(_name(kind, token))
        elif token == "}" and self.open:
            self.open.pop()
            self.doing = "ended"

    def _value(self, token: str, line: int) -> None:
        """The first token of a value, or the end of the list that has no more."""
        inside = self.open[-1] if self.open and self.open[-1].is_list else None
        if inside is not None and token == "]":
            self.open.pop()
            self.doing = "ended"
            return
        path = self.path
        if inside is not None and len(self.open) > DEEP:
            path = inside.path
        elif inside is not None:
            path = f"{inside.path}[{inside.items}]"
            self.lines.setdefault(path, line)
        if token in ("[", "{"):
            self.open.append(_Inside(path, token == "["))
            self.keys, self.doing = [], "value" if token == "[" else "key"
        else:
            self.doing = "ended"

    def _next(self, token: str) -> None:
        """What comes after a value: another one, or the end of what it stands in."""
        inside = self.open[-1]
        if token == ",":
            inside.items += 1
            self.keys, self.doing = [], "value" if inside.is_list else "key"
        elif token in ("]", "}"):
            self.open.pop()


def _name(kind: str, token: str) -> str:
    """The key that a token says."""
    if kind == "bare":
        return token
    if token[0] == "'" or "\\" not in token:
        return token[1:-1]
    try:
        return next(iter(tomllib.loads(f"{token} = 0")))
    except (tomllib.TOMLDecodeError, StopIteration):
        return token
