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

import pytest
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser

from bilateral_timeline.cli import main
from bilateral_timeline.files.about import SORTS
from bilateral_timeline.files.catalogue import facets, table_of_kinds
from bilateral_timeline.records.events import STANCES
from bilateral_timeline.relations.claim import ROLES

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


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
    assert kinds == ["sh", *["console"] * 3, *["python"] * 5]


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
    advice = "the kinds have changed: run `python -m bilateral_timeline.files.catalogue kinds`"
    assert table_of_kinds() in page, advice


def test_the_curators_page_shows_a_record_as_it_is() -> None:
    page = (ROOT / "events" / "README.md").read_text("utf-8")
    shown = re.findall(r"^`([^`]*\.toml)`:\n\n```toml\n(.*?)```", page, re.DOTALL | re.MULTILINE)
    assert [path for path, _ in shown] == ["russia-iran/2023/vtb-office-denied.toml"]
    for path, text in shown:
        assert (ROOT / "events" / path).read_text("utf-8").strip() == text.strip()


def test_the_page_of_facets_lists_what_the_classes_hold() -> None:
    page = (ROOT / "docs" / "facets.md").read_text("utf-8")
    advice = "the facets have changed: run `python -m bilateral_timeline.files.catalogue`"
    assert facets() in page, advice


def test_the_curators_page_names_every_stance_role_and_table_of_names() -> None:
    page = (ROOT / "events" / "README.md").read_text("utf-8")
    words = [*STANCES, *ROLES, *(f"[{table}]" for table in SORTS), "custom.admiralty"]
    assert [word for word in words if f"`{word}`" not in page] == []
