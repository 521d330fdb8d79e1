"""The README and the documentation: what they show is what happens."""

from __future__ import annotations

import importlib
import io
import json
import re
import shlex
import subprocess
import sys
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
from bilateral_timeline.cli.manual import verbs
from bilateral_timeline.exchange import available
from bilateral_timeline.exchange.datasets import dataset
from bilateral_timeline.files.about import SORTS
from bilateral_timeline.files.tables import facets, table_of_kinds, table_of_words
from bilateral_timeline.records.events import STANCES
from bilateral_timeline.relations.claim import ROLES
from pages import DOCS, NAMES, PAGES, ROOT, files_of, without_files

FEW = """
from hypothesis import settings

settings.register_profile("few", max_examples=20, database=None)
settings.load_profile("few")
"""
"""What pytest reads beside the files of a page, so that their checks take less time."""


def printed_by(command: list[str]) -> str:
    """What a command prints: the library's own runs here, python and pytest on their own."""
    name, *arguments = command
    if name == "bilateral-timeline":
        printed = io.StringIO()
        with redirect_stdout(printed):
            assert main(arguments) == 0
        return printed.getvalue()
    run = {"python": [sys.executable], "pytest": [sys.executable, "-m", "pytest", "-p", "no:xdist"]}
    done = subprocess.run([*run[name], *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_console(example: Any) -> None:
    """A command after `$ `, and below it what it prints; `...` stands for lines left out."""
    command, _, expected = example.parsed.partition("\n")
    printed = printed_by(shlex.split(command.removeprefix("$ ")))
    matches = OutputChecker().check_output(expected, printed, ELLIPSIS)
    assert matches, f"{command} prints\n{printed}"


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


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_example_of_a_page_does_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder of its own, in which the files stand that the page shows whole."""
    copy = tmp_path / "page" / page.name
    copy.parent.mkdir()
    copy.write_text(without_files(page.read_text("utf-8")), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    Path("conftest.py").write_text(FEW, "utf-8")
    for path, text in files_of(page).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, "utf-8")
    shown = {Path(path).stem for path in files_of(page) if path.endswith(".py")}
    try:
        for example in SYBIL.parse(copy).examples():
            example.evaluate()
    finally:
        for name in shown & sys.modules.keys():
            del sys.modules[name]


def test_what_the_readme_names_in_docs_is_there() -> None:
    named = re.findall(r"docs/[\w./-]+", (ROOT / "README.md").read_text("utf-8"))
    assert [path for path in named if not (ROOT / path.rstrip(".")).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    paths = [link.partition("#")[0] for link in links if "://" not in link]
    assert [path for path in paths if path and not (page.parent / path).exists()] == []


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
    page = (ROOT / "docs" / "explanation" / "performance.md").read_text("utf-8")
    assert page.split(bench.MARK)[1].strip() == bench.table(results["rows"])
    for name, version in results["machine"]["peers"].items():
        assert f"{name} {version}".lower() in page.lower()


def test_the_page_of_figures_shows_those_of_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT / "tests" / "benchmarks"
    monkeypatch.syspath_prepend(str(folder))
    bench = importlib.import_module("bench_frames")
    results = json.loads((folder / "results-frames.json").read_text("utf-8"))
    page = (ROOT / "docs" / "explanation" / "performance.md").read_text("utf-8")
    assert page.split(bench.MARK)[1].strip() == bench.table(results["rows"])
    for name in ("duckdb", "polars", "narwhals"):
        assert f"{name} {results['versions'][name]}" in page.lower()


def test_what_the_page_on_clusters_says_of_the_chronicle_is_so() -> None:
    page = (DOCS / "how-to" / "on-a-cluster.md").read_text("utf-8")
    (number,) = re.findall(r'"2024-05-19", known_by="then"\)\.count\(\)\)    # (\d+)', page)
    timeline = bt.load_chronicle("russia-iran")
    assert int(number) == len(timeline.events(until="2024-05-19", known_by="2024-05-19"))
    (overdue,) = re.findall(r'\["su-35"\]\.overdue\)    # (.+)', page)
    assert str(timeline.as_of("2024-06-30").commitments["su-35"].overdue) == overdue


def test_the_curators_page_lists_every_kind_with_its_fields() -> None:
    page = (ROOT / "events" / "README.md").read_text("utf-8")
    advice = "the kinds have changed: run `python -m bilateral_timeline.files.tables kinds`"
    assert table_of_kinds() in page, advice


def test_the_curators_page_lists_the_words_of_every_field() -> None:
    page = (ROOT / "events" / "README.md").read_text("utf-8")
    advice = "the kinds have changed: run `python -m bilateral_timeline.files.tables words`"
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
    page = (ROOT / "docs" / "reference" / "facets.md").read_text("utf-8")
    advice = "the facets have changed: run `python -m bilateral_timeline.files.tables`"
    assert facets() in page, advice


def test_the_page_of_the_command_line_lists_what_can_be_typed() -> None:
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text("utf-8")
    advice = "the verbs have changed: run `python -m bilateral_timeline.cli.manual`"
    assert verbs() in page, advice


def test_the_page_of_data_sets_names_the_columns_that_each_reads() -> None:
    page = (ROOT / "docs" / "how-to" / "event-data-sets.md").read_text("utf-8")
    for name in available():
        held = dataset(name)
        layouts = [layout for layout in (*held.layouts, *held.beside) if layout.header]
        assert layouts or f"| `{name}` | no header: " in page
        for layout in layouts:
            needed, more = (
                ", ".join(f"`{column.partition('|')[0]}`" for column in columns)
                for columns in (layout.needed, layout.optional)
            )
            row = rf"\| `{name}`(, beside)? \| {re.escape(needed)} \| {re.escape(more)}.*\|\n"
            assert re.search(row, page), (name, needed, more)


def test_the_page_of_kinds_includes_the_table_of_the_curators_page() -> None:
    page = (ROOT / "docs" / "reference" / "kinds.md").read_text("utf-8")
    first, *_, last = table_of_kinds().splitlines()
    asked = f':start-after: "{first}"\n:end-before: "{last}"\n```\n'
    assert asked in page


def test_the_page_of_kinds_shows_the_stances() -> None:
    page = (ROOT / "docs" / "reference" / "kinds.md").read_text("utf-8")
    assert [word for word in STANCES if f"`{word}`" not in page] == []


def test_the_index_leads_to_every_page() -> None:
    index = (DOCS / "index.md").read_text("utf-8")
    shown = {str(page.relative_to(DOCS).with_suffix("")) for page in PAGES if DOCS in page.parents}
    trees = re.findall(r"^```{toctree}\n(.*?)^```", index, re.MULTILINE | re.DOTALL)
    listed = {line for tree in trees for line in tree.splitlines() if line and line[0] != ":"}
    globbed = {f"how-to/{page.stem}" for page in (DOCS / "how-to").glob("*.md")}
    assert shown - listed - globbed == {"index"}
    assert "how-to/*" in listed


def test_the_curators_page_names_every_stance_role_and_table_of_names() -> None:
    page = (ROOT / "events" / "README.md").read_text("utf-8")
    words = [*STANCES, *ROLES, *(f"[{table}]" for table in SORTS), "custom.admiralty"]
    assert [word for word in words if f"`{word}`" not in page] == []
