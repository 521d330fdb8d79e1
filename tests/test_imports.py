"""What importing the library loads, and what it leaves for later."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import bilateral_timeline as bt
from bilateral_timeline import exchange, frames
from bilateral_timeline.coding.intensity import Interaction
from bilateral_timeline.relations.relationship import FACETS


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_core_loads_neither_the_relationship_nor_what_only_extras_need() -> None:
    loaded = loaded_by("import bilateral_timeline")
    assert loaded & {"hypothesis", "cattrs", "tomllib", "argparse", "sqlite3"} == set()
    assert [m for m in loaded if m.startswith("bilateral_timeline.relations")] == []


def test_neither_pages_nor_tables_nor_notebooks_are_loaded_before_they_are_asked_for() -> None:
    loaded = loaded_by("import bilateral_timeline as bt; bt.load_chronicle('russia-iran')")
    assert loaded & {"IPython", "pandas", "polars", "pyarrow", "nanoarrow", "rich"} == set()
    assert [m for m in loaded if m.startswith("bilateral_timeline.views")] == []
    drawn = "import bilateral_timeline as bt; bt.load_chronicle('russia-iran').as_of('2024')"
    loaded = loaded_by(f"{drawn}._repr_html_()")
    assert "bilateral_timeline.views.notebook" in loaded
    assert loaded & {"IPython", "pandas", "rich"} == set()


def test_the_relationship_is_loaded_when_it_is_asked_for() -> None:
    loaded = loaded_by("import bilateral_timeline as bt; bt.load_chronicle")
    assert "bilateral_timeline.relations.relationship" in loaded
    assert "hypothesis" not in loaded


def test_every_public_name_is_there() -> None:
    assert bt.__all__ == sorted(bt.__all__)
    assert [name for name in bt.__all__ if not hasattr(bt, name)] == []
    assert not hasattr(bt, "no_such_name")


ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "bilateral_timeline"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = {held["name"]: held for held in SETTINGS["tool"]["importlinter"]["contracts"]}
FACES = {"__main__", "cli", "testing", "exchange", "frames", "views", "files", "stores"}


def floors() -> list[str]:
    """The packages and modules of the library from the highest floor down."""
    held = next(c for c in CONTRACTS.values() if c["type"] == "layers")["layers"]
    return [name.strip() for layer in held for name in layer.split("|")]


def test_every_module_has_its_floor_and_stands_in_the_picture_of_them() -> None:
    modules = {p.stem for p in PACKAGE.glob("*.py")} | {
        p.parent.name for p in PACKAGE.glob("*/*.py")
    }
    assert set(floors()) == modules - {"__init__"}
    picture = (ROOT / "docs" / "floors.svg").read_text("utf-8")
    assert [name for name in floors() if name != "__main__" and name not in picture] == []


def test_all_but_the_faces_are_held_to_be_pure() -> None:
    (pure,) = (c for name, c in CONTRACTS.items() if name.startswith("the core is pure"))
    named = {name.removeprefix("bilateral_timeline.") for name in pure["source_modules"]}
    assert named == set(floors()) - FACES


def test_only_its_own_room_looks_behind_the_face_of_the_engine() -> None:
    inside = {path.stem for path in (PACKAGE / "engine").rglob("*.py")} - {"__init__"}
    looks = []
    for path in PACKAGE.rglob("*.py"):
        if "engine" not in path.parts:
            for names in re.findall(r"engine\.(\w+)", path.read_text("utf-8")):
                looks += [(path.name, names)] if names in inside else []
    assert looks == []


def test_the_page_on_the_code_names_each_module_of_the_engine_and_where_to_change_what() -> None:
    page = (ROOT / "docs" / "explanation" / "how-it-hangs-together.md").read_text("utf-8")
    modules = [path for path in (PACKAGE / "engine").rglob("*.py") if path.stem != "__init__"]
    names = [str(p.relative_to(PACKAGE / "engine").with_suffix("")) for p in modules]
    assert [name for name in names if f"| `{name}` |" not in page] == []
    told = re.findall(r"`([a-z_/]+\.py)`", page)
    assert [name for name in told if not (PACKAGE / name).is_file()] == []
    constants = re.findall(r"`([A-Z]+)` in `([a-z_/]+\.py)`", page)
    for name, module in constants + re.findall(r"`([a-z]+)` in `(engine/sizes\.py)`", page):
        assert re.search(rf"^.*\b{name}\b.* = ", (PACKAGE / module).read_text("utf-8"), re.M)


def test_the_reference_has_every_public_name_and_every_facet() -> None:
    page = (ROOT / "docs" / "reference" / "names.md").read_text("utf-8")
    errors = {name for name in bt.__all__ if name.endswith("Error") or name == "Problem"}
    told = set(re.findall(r"(?:autoclass|autofunction|data):: (\w+)", page))
    assert set(bt.__all__) - errors - told == set()
    assert "automodule:: bilateral_timeline.errors" in page
    for room in (exchange, frames):
        told = set(re.findall(rf":: {room.__name__}\.(\w+)(?:\(\))?$", page, re.MULTILINE))
        assert set(room.__all__) - told == set()
    facets = {f"automodule:: bilateral_timeline.relations.facets.{name}\n" for name in FACETS}
    assert [facet for facet in facets if facet not in page] == []


def test_the_law_kit_imports_only_what_its_extra_installs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["testing"]]
    installed = {re.split(r"[^a-z-]", name)[0].replace("-", "_") for name in needed} | {
        "bilateral_timeline"
    }
    imported: set[str] = set()
    for path in (PACKAGE / "testing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(str(node.module).partition(".")[0])
    assert imported - sys.stdlib_module_names - installed == set()


def test_a_kind_that_ships_is_known_wherever_a_record_of_it_is_read(tmp_path: Path) -> None:
    visit = bt.Event(
        id="visit",
        when="2020-12-31",
        known="2020-12-31",
        parties=("AA", "BB"),
        what=Interaction(cameo="042", actor="AA", target="BB"),
    )
    with bt.open_log(tmp_path / "log.db") as log:
        log.append(visit)
    asked = """
import sys
import bilateral_timeline as bt
assert "bilateral_timeline.relations.relationship" not in sys.modules
with bt.open_log(sys.argv[1]) as log:
    print(type(log.read()[0].record.what).__name__)
    print(log.timeline(bt.intensity(("AA", "BB"))).as_of("2020").sum)
"""
    told = subprocess.run(
        [sys.executable, "-c", asked, str(tmp_path / "log.db")],
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.split("\n")[:2] == ["Interaction", "4 points"]
