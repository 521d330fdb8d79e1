"""The README and the documentation: what they show is what happens."""

from __future__ import annotations

import importlib
import io
import json
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from typing import Any

import pytest
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser

from bilateral_timeline.cli import main
from bilateral_timeline.cli.catalogue import verbs
from bilateral_timeline.files.about import SORTS
from bilateral_timeline.files.catalogue import facets, table_of_kinds
from bilateral_timeline.records.events import STANCES
from bilateral_timeline.relations.claim import ROLES
from pages import DOCS, NAMES, PAGES, ROOT, files_of, without_files


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


def test_every_page_speaks_of_the_project_alone() -> None:
    """No page tells of tools that are not the reader's."""
    told = {page: page.read_text("utf-8") for page in DOCS.rglob("*.md")}
    assert [page for page, text in told.items() if "/work/" in text or "/tmp/" in text] == []


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
    page = (ROOT / "docs" / "reference" / "facets.md").read_text("utf-8")
    advice = "the facets have changed: run `python -m bilateral_timeline.files.catalogue`"
    assert facets() in page, advice


def test_the_page_of_the_command_line_lists_what_can_be_typed() -> None:
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text("utf-8")
    advice = "the verbs have changed: run `python -m bilateral_timeline.cli.catalogue`"
    assert verbs() in page, advice


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
