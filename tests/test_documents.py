"""The README and the documentation: what they show is what happens."""

from __future__ import annotations

import importlib
import io
import json
import re
import tomllib
from contextlib import redirect_stdout
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from typing import Any

import pytest
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser

import bilateral_timeline as bt
from bilateral_timeline.cli import main
from bilateral_timeline.files.about import SORTS
from bilateral_timeline.files.catalogue import facets, table_of_kinds, table_of_words
from bilateral_timeline.records.events import STANCES
from bilateral_timeline.relations.claim import ROLES

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


def test_the_curators_page_lists_the_words_of_every_field() -> None:
    page = (ROOT / "events" / "README.md").read_text("utf-8")
    advice = "the kinds have changed: run `python -m bilateral_timeline.files.catalogue words`"
    assert table_of_words() in page, advice


def whole_files() -> dict[str, str]:
    """The files that the page for curators shows whole, by their path."""
    page = (ROOT / "events" / "README.md").read_text("utf-8")
    shown = r"^`([^` ]*\.(?:toml|json))`:\n\n```\w+\n(.*?)```"
    return dict(re.findall(shown, page, re.DOTALL | re.MULTILINE))


def test_the_curators_page_shows_a_denial_as_it_is() -> None:
    path = "russia-iran/2023/vtb-office-denied.toml"
    assert (ROOT / "events" / path).read_text("utf-8").strip() == whole_files()[path].strip()


def test_the_files_that_the_curators_page_shows_are_a_chronicle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = {path: text for path, text in whole_files().items() if path.startswith("vesland")}
    for path, text in shown.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert main(["check", str(tmp_path / "vesland-ostmark")]) == 0
    assert capsys.readouterr().out == "no problems\n"
    timeline = bt.load_chronicle(tmp_path / "vesland-ostmark")

    def promised(known_by: str) -> Any:
        return timeline.as_of("2024-05-14", known_by=known_by).at("commitments.ferries.promised")

    numbers = {known_by: promised(known_by) for known_by in ("2024-05-20", "2024-06-03")}
    assert {day: group.best.best for day, group in numbers.items()} == {
        "2024-05-20": 3,
        "2024-06-03": 2,
    }
    assert [promised(day) for day in ("2024-05-19", "2024-07-15")] == [bt.Unknown, bt.Unknown]
    work = next(work for work in timeline.coverage.sources if work.id == "gazette-2024-05")
    assert (str(work.issued), str(work.known), work.grade) == ("2024-05", "2024-05-20", "B3")


def test_the_rule_for_vague_numbers_gives_numbers() -> None:
    page = (ROOT / "events" / "README.md").read_text("utf-8")
    section = page.partition("## Vague numbers")[2].partition("\n## ")[0]
    rows = [
        list(map(str.strip, row.split("|")[1:-1])) for row in section.splitlines() if "`{" in row
    ]
    assert len(rows) == 14
    for _, low, best, high, example in rows:
        given = re.search(r"`(\{.*\})`", example)
        assert given is not None
        number = tomllib.loads(f"value = {given[1]}")["value"]
        told = (bt.Money if "currency" in number else bt.Quantity)(**number)
        assert [name in number for name in ("low", "best", "high")] == [
            *map(bool, (low, best, high))
        ]
        assert told.is_exact == (not low and not high)
        for words, name in ((low, "low"), (high, "high")):
            if (bound := words.replace(",", "")).isdigit():
                assert number[name] == int(bound)


def test_the_page_of_facets_lists_what_the_classes_hold() -> None:
    page = (ROOT / "docs" / "facets.md").read_text("utf-8")
    advice = "the facets have changed: run `python -m bilateral_timeline.files.catalogue`"
    assert facets() in page, advice


def test_the_curators_page_names_every_stance_role_and_table_of_names() -> None:
    page = (ROOT / "events" / "README.md").read_text("utf-8")
    words = [*STANCES, *ROLES, *(f"[{table}]" for table in SORTS), "custom.admiralty"]
    assert [word for word in words if f"`{word}`" not in page] == []
