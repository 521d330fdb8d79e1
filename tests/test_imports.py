"""What importing the library loads, and what it leaves for later."""

from __future__ import annotations

import subprocess
import sys

import bilateral_timeline as bt


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_core_loads_neither_the_relationship_nor_what_only_extras_need() -> None:
    loaded = loaded_by("import bilateral_timeline")
    assert loaded & {"hypothesis", "cattrs", "tomllib", "argparse", "sqlite3"} == set()
    assert [m for m in loaded if m.startswith("bilateral_timeline.relations")] == []


def test_the_relationship_is_loaded_when_it_is_asked_for() -> None:
    loaded = loaded_by("import bilateral_timeline as bt; bt.load_chronicle")
    assert "bilateral_timeline.relations.relationship" in loaded
    assert "hypothesis" not in loaded


def test_every_public_name_is_there() -> None:
    assert bt.__all__ == sorted(bt.__all__)
    assert [name for name in bt.__all__ if not hasattr(bt, name)] == []
    assert not hasattr(bt, "no_such_name")
