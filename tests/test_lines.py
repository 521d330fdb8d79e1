"""The line that is told of a key of a TOML file is the line on which it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilateral_timeline.files.lines import line_of, lines_of

TEXTS = st.text(st.sampled_from("ab=[]{}#,.'\"\\\n é"), max_size=8)
NAMES = st.text(st.sampled_from("ab-_1"), min_size=1, max_size=3)


def basic(text: str) -> str:
    """A text in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@st.composite
def keys(draw: st.DrawFn) -> str:
    """A key that is bare, quoted or literal."""
    name = draw(NAMES)
    form = draw(st.sampled_from(["bare", "basic", "literal", "odd"]))
    if form == "bare":
        return name
    if form == "literal":
        return f"'{name}#='"
    return basic(name if form == "basic" else name + draw(TEXTS))


@st.composite
def strings(draw: st.DrawFn) -> str:
    text = draw(TEXTS)
    form = draw(st.sampled_from(["basic", "literal", "long", "long literal"]))
    if form == "basic":
        return basic(text)
    if form == "literal":
        return "'" + text.replace("'", "").replace("\n", "") + "'"
    if form == "long":
        held = text.replace("\\", "\\\\").replace('"""', '""\\"')
        return '"""' + re.sub(r'"+$', "", held) + draw(st.sampled_from(["", '"', '""'])) + '"""'
    held = re.sub(r"'{3,}", "''", text).rstrip("'")
    return "'''" + held + draw(st.sampled_from(["", "'", "''"])) + "'''"


SPACES = st.sampled_from(["", " ", "  "])
BREAKS = st.sampled_from(["", " ", "\n", '\n  # a \'comment\', [""" and {\n', "\n\n"])
SCALARS = st.sampled_from(
    ["1", "-1.5", "true", "nan", "2024-05-19 07:32:00", "1979-05-27T07:32:00.5Z", "0xff", "1e3"]
)


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    sorts: list[str] = ["scalar", "string"] + (["list", "table"] if depth else [])
    sort = draw(st.sampled_from(sorts))
    if sort == "scalar":
        return draw(SCALARS)
    if sort == "string":
        return draw(strings())
    if sort == "list":
        items = draw(st.lists(values(depth - 1), max_size=3))
        text = "".join(f"{draw(BREAKS)}{item}{draw(BREAKS)}," for item in items)
        ends_in_comma = draw(st.booleans())
        if items and not ends_in_comma:
            text = text[:-1]
        return f"[{text}{draw(BREAKS)}]"
    fields = draw(st.dictionaries(keys(), values(depth - 1), max_size=3))
    return "{" + ", ".join(f"{key}{draw(SPACES)}= {value}" for key, value in fields.items()) + "}"


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = []
    for _ in range(draw(st.integers(0, 6))):
        sort = draw(st.sampled_from(["key", "key", "table", "tables", "comment", "empty"]))
        dotted = draw(SPACES).join(
            part for key in draw(st.lists(keys(), min_size=1, max_size=3)) for part in (".", key)
        )
        dotted = dotted[1:].lstrip()
        if sort == "key":
            lines.append(f"{draw(SPACES)}{dotted}{draw(SPACES)}={draw(SPACES)}{draw(values())}")
        elif sort == "table":
            lines.append(f"{draw(SPACES)}[{draw(SPACES)}{dotted} ] # [x]")
        elif sort == "tables":
            lines.append(f"[[{dotted}]]")
        else:
            lines.append("# '''" if sort == "comment" else "")
    return "\n".join(lines) + draw(st.sampled_from(["", "\n"]))


def paths(value: Any, path: str = "") -> Iterator[tuple[str, str | None]]:
    """The paths of a document, each with the key that it ends in."""
    if isinstance(value, dict):
        for key, item in value.items():
            at = f"{path}.{key}" if path else key
            yield at, key
            yield from paths(item, at)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield f"{path}[{number}]", None
            yield from paths(item, f"{path}[{number}]")


@given(text=documents())
def test_each_key_of_a_document_has_a_line_that_holds_it(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        lines_of(text)
        return
    found, written = lines_of(text), text.split("\n")
    assert set(found) == {path for path, _ in paths(data)}
    for path, key in paths(data):
        line = written[found[path] - 1]
        if key is not None:
            assert key in line or basic(key) in line, (path, found[path])


@given(text=documents(), noise=st.text(st.sampled_from("\"'[]{}=,.\n\\a"), max_size=6))
def test_a_text_that_is_no_toml_has_lines_too(text: str, noise: str) -> None:
    found = lines_of(noise + text + noise)
    assert all(1 <= line <= (noise + text + noise).count("\n") + 1 for line in found.values())


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\nb = 2", "b", 2),
        ("# '''\n\n[what]\nlevel = 1", "what.level", 4),
        ('["what"]\n"level" = 1', "what.level", 2),
        ("[ a . 'b' ]\nc.d = 1", "a.b.c.d", 2),
        ("[[a]]\n[[a.b]]\n[[a.b]]\nc=1\n[[a]]\n[a.d]\ne=1", "a[0].b[1].c", 4),
        ("[[a]]\n[[a.b]]\n[[a.b]]\nc=1\n[[a]]\n[a.d]\ne=1", "a[1].d.e", 7),
        ("a = [\n  1, # one ]\n  [2,\n 3],\n]\nb = 1", "a[1][1]", 4),
        ("a = [\n  1, # one ]\n  [2,\n 3],\n]\nb = 1", "b", 6),
        ("a = [\n{b = 1},\n{c.d = [\n2]}]", "a[1].c.d[0]", 4),
        ("a = '''\nb = 1\n'''\nb = 2", "b", 4),
        ('a = """\nb = "1"\\"""\n""""\nb = 2', "b", 4),
        ('a = """"""\nb = 2', "b", 2),
        ('"a.b" = 1\n"x[" = 2', "x[", 2),
        ('"a\\tb" = 1', "a\tb", 1),
        ("a = 1\r\nb = 2\r\n", "b", 2),
        ("a = 07:32:00\nb = {}\nc = 1", "c", 3),
    ],
)
def test_the_line_of_a_key(text: str, path: str, line: int) -> None:
    assert lines_of(text)[path] == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("what.level", 4),
        ("what.mode", 3),
        ("what.level[3].x", 4),
        ("whatever", 1),
        ("what", 3),
        ("x[", 2),
        ("x[[[.", 2),
        ("[[[", 1),
        ("", 1),
    ],
)
def test_a_path_without_a_line_has_that_of_what_it_stands_in(path: str, line: int) -> None:
    assert line_of(path, {"x[": 2, "what": 3, "what.level": 4}) == line


def test_very_many_keys_and_brackets_are_read_at_once() -> None:
    assert len(lines_of(".".join(["a"] * 50_000) + " = 1")) == 100
    assert lines_of("a = " + "[" * 50_000) != {}
