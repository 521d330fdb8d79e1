"""The README and the documentation: what they show is what happens."""

from __future__ import annotations

import importlib
import io
import json
import re
from contextlib import redirect_stdout
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from typing import Any

import attrs
import pytest
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser

from bilateral_timeline.cli import main
from bilateral_timeline.records.kinds import find_kind, kinds

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def run_console(example: Any) -> None:
    """A command after `$ `, and below it what it prints; `...` stands for lines left out."""
    command, _, expected = example.parsed.partition("\n")
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert main(command.removeprefix("$ bilateral-timeline ").split()) == 0
    matches = OutputChecker().check_output(expected, printed.getvalue(), ELLIPSIS)
    assert matches, f"{command} prints\n{printed.getvalue()}"


def run_python(example: Any) -> None:
    """A block of Python; `print(...)  # text` says what the line prints."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(example.parsed, example.path, "exec"), example.namespace)
    told = re.findall(r"^print\(.*\) +# (.*)$", example.parsed, re.MULTILINE)
    lines = printed.getvalue().splitlines()
    assert [line for line in told if line not in lines] == []


SYBIL = Sybil(
    parsers=[
        CodeBlockParser("python", run_python),
        CodeBlockParser("console", run_console),
    ]
)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_example_of_a_page_does_what_it_says(page: Path) -> None:
    for example in SYBIL.parse(page).examples():
        example.evaluate()


def test_the_readme_has_its_examples() -> None:
    kinds = re.findall(r"^```(\w+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert kinds == ["sh", *["console"] * 3, *["python"] * 4]


def test_the_readme_gives_twelve_lines_of_python() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("## Twelve lines of Python")[2]
    block = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert block is not None
    assert len([line for line in block[1].splitlines() if line]) == 12


def test_the_page_of_tests_says_of_every_file_what_it_tests() -> None:
    page = (ROOT / "tests" / "README.md").read_text("utf-8")
    files = {path.name for path in (ROOT / "tests").glob("*.py")} - {"conftest.py"}
    assert [name for name in files if f"`{name}`" not in page] == []


def test_the_page_of_figures_shows_the_results_that_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = ROOT / "tests" / "benchmarks"
    monkeypatch.syspath_prepend(str(folder))
    bench = importlib.import_module("bench_engine")
    results = json.loads((folder / "results.json").read_text("utf-8"))
    page = (ROOT / "docs" / "performance.md").read_text("utf-8")
    assert page.split(bench.MARK)[1].strip() == bench.table(results["rows"])
    for name, version in results["machine"]["peers"].items():
        assert f"{name} {version}".lower() in page.lower()


def test_the_curators_page_lists_every_kind_with_its_fields() -> None:
    page = (ROOT / "events" / "README.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \|[^|]*\| (.*) \|$", page, re.MULTILINE))
    ours = [name for name in kinds() if not name.startswith(("test-", "island-"))]
    told = {name: kind for name in ours if (kind := find_kind(name)) and is_ours(kind.body)}
    assert sorted(rows) == sorted(told)
    for name, kind in told.items():
        expected = [
            f"{field.name}{'*' if field.default is attrs.NOTHING else ''}"
            for field in attrs.fields(kind.body)
        ]
        assert re.sub(r" \([^)]*\)", "", rows[name]).split(", ") == expected


def is_ours(body: type) -> bool:
    return body.__module__.startswith("bilateral_timeline.relations.")
