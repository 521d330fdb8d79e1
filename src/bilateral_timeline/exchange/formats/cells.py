"""Texts in the cells of a table: on one line, with nothing that a spreadsheet would change."""

from __future__ import annotations

import re
from collections.abc import Sequence

NONE = "-"
"""The line of a citation that has none of a column; a text that is a dash is escaped."""
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\\]|^\s|\s$|^[=+\-@]")
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONG = {written[1]: letter for letter, written in _SHORT.items()}
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))", re.DOTALL)


def escaped(text: str) -> str:
    r"""A text on one line that no spreadsheet takes for a formula.

    >>> print(escaped("=1\n2"))
    \=1\n2
    """
    return _ODD.sub(lambda odd: _SHORT.get(odd[0]) or _written(odd[0]), text)


def _written(letter: str) -> str:
    return f"\\{letter}" if letter in "=+-@" else f"\\u{{{ord(letter):x}}}"


def plain(text: str) -> str:
    r"""The text of which a cell holds the escaped form.

    >>> plain("\\=1\\n2")
    '=1\n2'
    """
    return _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _LONG.get(found[2], found[2]), text
    )


def listed(texts: Sequence[str], *, commas: bool = True) -> str:
    r"""Several texts in one cell, in which commas stand as they are, or are escaped too.

    >>> print(listed(["a", "b; c"]))
    a; b\; c
    """
    told = (escaped(text).replace(";", "\\;") for text in texts)
    return "; ".join(told if commas else (text.replace(",", "\\,") for text in told))


def several(cell: str) -> list[str]:
    """The texts of a cell that has several.

    >>> several("a; b")
    ['a', 'b']
    """
    parts = re.findall(r"(?:\\.|[^;\\])+", cell, re.DOTALL)
    return [plain(part.strip()) for part in parts if part.strip()]


def parts_otherwise(cell: str) -> str:
    r"""What stands within a text of a cell and seems to part two, where only a semicolon does.

    >>> parts_otherwise("a, b"), parts_otherwise("a\nb"), parts_otherwise("a;\nb\\, c")
    ('a comma', 'the end of a line', '')
    """
    texts = [text.strip() for text in re.sub(r"\\.", "", cell, flags=re.DOTALL).split(";")]
    if any("," in text for text in texts):
        return "a comma"
    return "the end of a line" if any(len(text.splitlines()) > 1 for text in texts) else ""
