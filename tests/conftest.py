"""Profiles for hypothesis: `pytest --hypothesis-profile deep` looks for longer.

And what several files ask for: the command line, and a chronicle of one visit.
"""

import gc
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import bilateral_timeline as bt
from bilateral_timeline.cli import main
from running import ABOUT, VISIT, Ran, Run, Timeline, shipped, works

slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
steady: dict[str, Any] = {"derandomize": True, "database": None} if os.environ.get("STEADY") else {}
settings.register_profile(
    "default", deadline=None, max_examples=20, suppress_health_check=slow, **steady
)
settings.register_profile("deep", deadline=None, max_examples=3000, suppress_health_check=slow)
settings.register_profile(
    "mutation",  # few examples and always the same: `python tests/mutation.py`
    deadline=None,
    max_examples=15,
    derandomize=True,
    database=None,
    suppress_health_check=slow,
)
settings.load_profile("default")

for name in ("COLUMNS", "LINES"):  # readline sets them for the processes that pytest starts
    os.environ.pop(name, None)


def pytest_collection_finish() -> None:
    """Spare the garbage collector all that stays for as long as the tests run.

    It would look at ten thousand tests, and at every module, over and over.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line here; what argparse refuses counts as its exit code.

    The shipped chronicle, which never changes, is read once for all runs. Lines are as long as
    they are, so that a test reads them whole.
    """
    monkeypatch.setenv("COLUMNS", "100000")

    def loaded(chronicle: str, pair: tuple[str, str] | None = None, at: str = "") -> Timeline:
        if chronicle == "russia-iran" and pair is None and not at:
            return shipped()
        return bt.load_chronicle(chronicle, pair=pair, at=at)

    for module in ("run", "panels"):
        monkeypatch.setattr(f"bilateral_timeline.cli.{module}.load_chronicle", loaded)

    def ran(*arguments: object) -> Ran:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Ran(code, *capsys.readouterr())

    return ran


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A chronicle of one visit."""
    (tmp_path / "2024").mkdir()
    (tmp_path / "chronicle.toml").write_text(ABOUT, encoding="utf-8")
    (tmp_path / "sources.json").write_text(works(), encoding="utf-8")
    (tmp_path / "2024" / "visit.toml").write_text(VISIT, encoding="utf-8")
    return tmp_path
