"""Types: the code of the pages is accepted as it stands, and a typo in a state is found.

Needs mypy, basedpyright (pyright, with its own Node.js) and jedi, of the extra `check`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import bilateral_timeline as bt
from pages import NAMES, PAGES, ROOT, files_of, without_files

TYPOS = """\
import bilateral_timeline as bt
from typing_extensions import assert_type

@bt.kind("test-typing-toll")
class Toll:
    bridge: str
    coins: int

def coins(event: bt.Event[Toll]) -> int:
    return event.what.coins

def bridge(event: bt.Event[Toll]) -> str:
    return event.what.bridge

log = bt.EventLog()
paid = bt.Event(id="a", when="1998", known="1999", what=Toll(bridge="north", coins=3))
log.append(paid)
total = bt.Sum(coins, kind=Toll)
assert_type(log.timeline(total).as_of("1999"), int)
by_bridge = bt.Keyed(bridge, total, kind=Toll)
tolls = log.timeline(by_bridge).as_of("1999")
assert_type(tolls["north"], int)
assert_type(log.timeline().events(kind=Toll), tuple[bt.Event[Toll], ...])
history = log.timeline().project(bt.History(bridge, kind=Toll), as_of="1999")
assert_type(history[0], str)
state = bt.load_chronicle("russia-iran").as_of("2024")
assert state.commitments is not bt.Unknown
jets = state.commitments["su-35"]
jets.status
# -- from here on each line is a typo
paid.what.coin
tolls.gett("north")
history.append("south")
log.timeline().events(kind=Toll)[0].what.bridges
log.timeline(total).as_of("1999").real_total
state.comitments
jets.statuz
log.timeline().coverage.throu
bt.Event(id="a", wen="1998", what=Toll(bridge="north", coins=3))
Toll(bridge="north", coins="three")
log.timeline().as_of(5)
"""
FIRST_TYPO = TYPOS.partition("# -- from")[0].count("\n") + 2
LINES = set(range(FIRST_TYPO, TYPOS.count("\n") + 1))


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of each page as a module, and one full of typos."""
    folder = tmp_path_factory.mktemp("typed")
    for page, title in zip(PAGES, NAMES, strict=True):
        shown = without_files(page.read_text("utf-8"))
        if blocks := re.findall(r"^```python\n(.*?)^```", shown, re.M | re.S):
            name = re.sub(r"\W", "_", title.lower())
            (folder / f"page_{name}.py").write_text("\n".join(blocks), "utf-8")
        for path, text in files_of(page).items():
            if path.endswith(".py"):
                (folder / path).write_text(text, "utf-8")
    (folder / "typos.py").write_text(TYPOS, "utf-8")
    assert len(list(folder.glob("page_*.py"))) >= 4
    return folder


def test_mypy_accepts_the_pages_and_finds_every_typo(code: Path) -> None:
    api = pytest.importorskip("mypy.api", reason="needs mypy: pip install -e '.[check]'")
    pages = [str(path) for path in sorted(code.glob("*.py")) if path.name != "typos.py"]
    options = ["--strict", "--config-file=", f"--cache-dir={code / 'cache'}", "--no-error-summary"]
    options += ["--disable-error-code=import-untyped"]  # pandas and Ibis ship no types
    found, wrong, _ = api.run([*options, *pages])
    assert (found, wrong) == ("", "")
    found, wrong, _ = api.run([*options, str(code / "typos.py")])
    assert {int(line.split(":")[1]) for line in found.splitlines() if ": error:" in line} == LINES


def test_pyright_accepts_the_pages_and_finds_every_typo(code: Path) -> None:
    pytest.importorskip("basedpyright", reason="needs basedpyright: pip install -e '.[check]'")
    (code / "pyrightconfig.json").write_text(
        json.dumps({"typeCheckingMode": "standard", "extraPaths": [str(ROOT / "src")]})
    )
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "-p", str(code)]
    command += ["--pythonpath", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = [
        (Path(one["file"]).name, one["range"]["start"]["line"] + 1, one["message"])
        for one in json.loads(done.stdout)["generalDiagnostics"]
        if one["severity"] == "error"
    ]
    assert [one for one in told if one[0] != "typos.py"] == []
    assert {line for _, line, _ in told} == LINES


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("state.", {"commitments", "leadership", "at", "day", "mode"}),
        ('state.commitments["su-35"].', {"status", "overdue", "promised"}),
        ('state.agreements["comprehensive-partnership"].', {"status", "stage"}),
        ('state.commitments["su-35"].promised.', {"group", "values"}),
    ],
)
def test_states_complete_at_a_prompt_and_in_an_editor(typed: str, expected: set[str]) -> None:
    jedi = pytest.importorskip("jedi", reason="needs jedi: pip install -e '.[check]'")
    state = bt.load_chronicle("russia-iran").as_of("2024-06-30")
    prompt = jedi.Interpreter(typed, [{"state": state}])
    assert expected <= {name.name for name in prompt.complete(1, len(typed))}
    asked = 'bt.load_chronicle("russia-iran").as_of("2024")'
    lines = ["import bilateral_timeline as bt", f"state = {asked}", typed]
    project = jedi.Project(ROOT, added_sys_path=[str(ROOT / "src")])
    editor = jedi.Script("\n".join(lines), project=project)
    assert expected <= {name.name for name in editor.complete(3, len(typed))}


def test_keys_complete_at_a_prompt() -> None:
    state = bt.load_chronicle("russia-iran").as_of("2024-06-30")
    assert state.commitments is not bt.Unknown
    assert "su-35" in state.commitments._ipython_key_completions_()
    by_kind = bt.Keyed(lambda event: event.kind, bt.Count())
    kinds = bt.load_chronicle("russia-iran").project(by_kind, as_of="2024")
    assert "office-assumed" in kinds._ipython_key_completions_()
