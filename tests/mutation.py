"""Mutation testing: the core is changed in one place at a time, and a test has to notice.

    python tests/mutation.py                       every module of the core
    python tests/mutation.py dates records/order   some of them
    python tests/mutation.py timeline --sample 150 a random sample of each, the same every time
    python tests/mutation.py dates --survivors     those again that survived the last time

A process of its own runs each mutant: it imports the changed module in place of the one on the
disk, so that no file is touched and no cache is warm, and runs the tests that enter the changed
function, the quickest first, until one fails. Results are kept in `.mutation/`.
See docs/explanation/mutation-testing.md.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import gc
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import random
import resource
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from statistics import mean
from types import CodeType, FrameType, ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import settings

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "src" / "bilateral_timeline"
KEPT = TESTS.parent / ".mutation"
EXPLAINED = TESTS / "data" / "mutants.toml"

CORE = ["dates", "records", "engine", "projections", "log", "timeline"]
CORE += ["relations/claim", "relations/claims", "relations/lifecycle"]
DATA = {"records/currencies"}  # a table, copied from a standard
FILES = ["when", "events", "codec", "types", "kinds", "constructors", "copies", "errors", "laws"]
FILES += ["differential", "engine", "sizes", "examples", "log", "timeline", "series", "scenarios"]
FILES += ["claims", "lifecycle", "jsonl", "testing", "facets", "relationship"]
FILES += ["search", "doors", "registers", "speech", "notebook", "schema", "chronicle", "lines"]
FILES += ["curating", "reducers", "kept", "trees", "work", "chain", "amounts", "belief", "records"]
FILES += ["questions", "projections"]
NEAR = {
    "dates": ("when",),
    "records/chain": ("chain",),
    "records/belief": ("belief", "log", "timeline"),
    "records/bulk": ("log",),
    "records/held": ("records", "log"),
    "records/types": ("records", "types", "schema"),
    "records/compound": ("records", "types", "schema"),
    "records": ("records", "events", "codec", "types", "kinds"),
    "engine": ("trees", "kept", "work", "engine", "differential", "sizes"),
    "projections/paths": ("projections", "reducers", "examples", "timeline"),
    "projections/projection": ("projections", "reducers", "timeline"),
    "projections": ("projections", "reducers", "engine", "laws", "differential"),
    "log": ("questions", "log"),
    "timeline": ("questions", "timeline"),
    "relations/claim": ("claims", "search", "facets"),
    "relations": ("lifecycle", "claims", "facets"),
}
"""The files of tests to try first: other tests enter a function by the way."""
BEFOREHAND = ["attrs", "cattrs", "hypothesis.stateful", "hypothesis.strategies", "pendulum"]
BEFOREHAND += ["rich.console", "rich.table", "sortedcontainers"]
ON_IMPORT = "on import"  # in place of a test: what runs when the files are imported
STARTED = 0.3  # seconds that a file of tests takes before the first runs
MEMORY = 4 << 30  # bytes

Tests = dict[str, tuple[float, list[str]]]
"""Of each test, how many seconds it takes, and which functions of the core it enters."""

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Add,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.Continue: ast.Break,
    ast.Break: ast.Continue,
}
PAIRS = (
    ("min", "max"),
    ("any", "all"),
    ("startswith", "endswith"),
    ("partition", "rpartition"),
    ("index", "rindex"),
    ("find", "rfind"),
    ("removeprefix", "removesuffix"),
    ("lstrip", "rstrip"),
    ("bisect_left", "bisect_right"),
    ("earliest", "latest"),
    ("first", "last"),
)
SAYING = ("Problem", "Error", "Refused", "cast")
NAMES = dict(PAIRS) | {second: first for first, second in PAIRS}


def variants(node: ast.AST, wording: bool) -> Iterator[ast.AST]:
    """What may stand in a node's place, each wrong in one way."""
    match node:
        case ast.Compare():
            for at, operator in enumerate(node.ops):
                yield changed(node, ops=put(node.ops, at, SWAPS[type(operator)]()))
        case ast.BoolOp() | ast.BinOp():
            if type(node.op) in SWAPS:
                yield changed(node, op=SWAPS[type(node.op)]())
        case ast.UnaryOp():
            yield node.operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=float(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str(value)) if not wording:
            yield ast.Constant(f"XX{value}")
        case ast.If() | ast.IfExp():
            yield changed(node, test=ast.Constant(False))
            yield changed(node, test=ast.Constant(True))
        case ast.While():
            yield changed(node, test=ast.Constant(False))
        case ast.comprehension():
            for at in range(len(node.ifs)):
                yield changed(node, ifs=put(node.ifs, at))
        case ast.Return(value=ast.expr()) | ast.Yield(value=ast.expr()):
            if not isinstance(node.value, ast.Constant):
                yield changed(node, value=ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Delete():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case ast.Continue() | ast.Break():
            yield SWAPS[type(node)]()
        case ast.Call():
            for at, keyword in enumerate(node.keywords):
                if keyword.arg is not None:
                    yield changed(node, keywords=put(node.keywords, at))
            match node.func:
                case ast.Name(id=name) if name in NAMES:
                    yield changed(node, func=changed(node.func, id=NAMES[name]))
                case ast.Attribute(attr=name) if name in NAMES:
                    yield changed(node, func=changed(node.func, attr=NAMES[name]))


def changed(node: ast.AST, **fields: Any) -> ast.AST:
    """A copy of a node with other fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def put(items: list[Any], at: int, *instead: Any) -> list[Any]:
    return [*items[:at], *instead, *items[at + 1 :]]


@attrs.frozen(eq=False)
class Mutant:
    """One change in one place of a module."""

    module: str
    function: str
    """The outermost function that it is in; empty for what runs on import."""
    line: int
    change: str
    where: tuple[ast.AST, str, int | None]
    node: ast.AST

    @property
    def name(self) -> str:
        return f"{self.module}:{self.function}: {self.change}"

    def apply(self) -> None:
        parent, field, at = self.where
        if at is None:
            setattr(parent, field, self.node)
        else:
            getattr(parent, field)[at] = self.node


def mutants(module: str) -> tuple[ast.Module, list[Mutant]]:
    """A module's tree, and all the changes that can be made in it."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    found: list[Mutant] = []
    seen: Counter[str] = Counter()

    def visit(node: ast.AST, names: tuple[str, ...], inside: bool, wording: bool) -> None:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not inside:
            names = (*names, node.name)
            inside = isinstance(node, ast.FunctionDef)
        wording = wording or is_wording(node)
        for field, value in ast.iter_fields(node):
            if field in {"annotation", "returns", "decorator_list", "type_params"}:
                continue
            for at, child in enumerate(value if isinstance(value, list) else [value]):
                if not isinstance(child, ast.AST) or is_left_out(child):
                    continue
                for variant in variants(child, wording):
                    change = f"{short(child)} -> {short(variant)}"
                    function = ".".join(names) if inside else ""
                    seen[function + change] += 1
                    if seen[function + change] > 1:
                        change += f" #{seen[function + change]}"
                    where = (node, field, at if isinstance(value, list) else None)
                    line = getattr(child, "lineno", getattr(node, "lineno", 0))
                    found.append(Mutant(module, function, line, change, where, variant))
                if not isinstance(child, ast.UnaryOp) or not isinstance(
                    child.operand, ast.Constant
                ):
                    visit(child, names, inside, wording)

    visit(tree, (), False, False)
    return tree, found


def is_wording(node: ast.AST) -> bool:
    """Whether the texts in it are only read by people: they are not mutated."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        return name.startswith(("refuse", "require")) or name.endswith(SAYING)
    return isinstance(node, ast.Raise | ast.JoinedStr)


def is_left_out(node: ast.AST) -> bool:
    """What cannot go wrong when it runs: docstrings, and what only a type checker reads."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.FunctionDef(decorator_list=[ast.Name(id="overload")]):
            return True
        case ast.FunctionDef(name="_check" | "assert_whole"):  # checks of the tests' own
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar"))):
            return True
        case ast.Assign(value=ast.Subscript(value=ast.Name(id="Literal"))):
            return True
    return False


def short(node: ast.AST) -> str:
    """A node on one line, without the statements under it."""
    match node:
        case ast.If():
            text = f"if {ast.unparse(node.test)}"
        case ast.While():
            text = f"while {ast.unparse(node.test)}"
        case _:
            text = ast.unparse(node)
    return " ".join(text.split())


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports a changed module in the place of the one on the disk."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        inside = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        spec = importlib.machinery.ModuleSpec(
            fullname, self, origin=str(self.path), is_package=inside is not None
        )
        spec.submodule_search_locations = inside
        spec.has_location = True
        return spec

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def put_in_place(module: str, tree: ast.Module) -> None:
    """Have the tree imported as the module."""
    path = PACKAGE / f"{module}.py"
    name = ".".join(("bilateral_timeline", *module.removesuffix("/__init__").split("/")))
    code = compile(ast.fix_missing_locations(tree), str(path), "exec")
    sys.meta_path.insert(0, Instead(name, path, code))


class Profile:
    """Has hypothesis try few examples, the same each time."""

    def pytest_collection(self) -> None:
        settings.load_profile("mutation")


class Chosen(Profile):
    """Runs the chosen tests only, in the given order."""

    def __init__(self, names: list[str]) -> None:
        self.places = {name: place for place, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.places]
        items.sort(key=lambda item: self.places[item.nodeid])


class Traced(Profile):
    """Notes for each test how long it takes, and which functions of the core it enters."""

    def __init__(self) -> None:
        self.tests: Tests = {}
        self.seen: set[CodeType] = set()
        sys.settrace(self._trace)

    def pytest_collection_finish(self) -> None:
        sys.settrace(None)
        self.tests[ON_IMPORT] = 0.0, self._entered()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        for module in [m for n, m in sys.modules.items() if n.startswith("bilateral_timeline")]:
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()  # or only the first test would enter what is cached
        began = time.perf_counter()
        sys.settrace(self._trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.tests[item.nodeid] = time.perf_counter() - began, self._entered()

    def _trace(self, frame: FrameType, *_: object) -> None:
        self.seen.add(frame.f_code)

    def _entered(self) -> list[str]:
        entered = {function for code in self.seen for function in function_of(code)}
        self.seen.clear()
        return sorted(entered)


def function_of(code: CodeType) -> Iterator[str]:
    with contextlib.suppress(ValueError):
        module = Path(code.co_filename).relative_to(PACKAGE).with_suffix("").as_posix()
        yield f"{module}:{code.co_qualname.partition('.<locals>')[0]}"


def run(files: Iterable[str], *plugins: object) -> int:
    """Run test files in this process; what they print is kept until the next run."""
    printed = os.open(KEPT / "printed.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    options = ["-x", "-q", "-o", "addopts=", f"--rootdir={TESTS.parent}", f"--confcutdir={TESTS}"]
    options += ["--assert=plain", "--strict-markers", "-W", "ignore::pytest.PytestWarning"]
    for plugin in ("cacheprovider", "doctest", "hypothesispytest", "unraisableexception", "xdist"):
        options += ["-p", f"no:{plugin}"]  # they take as long as many tests
    options += files
    return int(pytest.main(options, plugins=list(plugins)))


def known_tests() -> Tests:
    """Each test, its seconds and the functions it enters; a file is traced anew if it changed."""
    KEPT.mkdir(exist_ok=True)
    tests: Tests = {}
    for name in FILES:
        path, kept = TESTS / f"test_{name}.py", KEPT / f"test_{name}.json"
        digest = sha256(path.read_bytes()).hexdigest()
        if not kept.exists() or json.loads(kept.read_text())["digest"] != digest:
            print(f"which functions does {path.name} enter?", flush=True)
            if not (child := os.fork()):
                traced = Traced()
                ended = run([str(path)], traced)
                kept.write_text(json.dumps({"digest": digest, "tests": traced.tests}))
                os._exit(ended)
            if ended := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
                kept.unlink(missing_ok=True)
                sys.exit(f"{path.name} fails without any change (see {KEPT / 'printed.txt'})")
        known = json.loads(kept.read_text())["tests"]
        tests[ON_IMPORT] = (
            0.0,
            sorted({*tests.get(ON_IMPORT, (0, []))[1], *known.pop(ON_IMPORT)[1]}),
        )
        tests |= known
    return tests


def chosen(mutant: Mutant, tests: Tests, longest: float) -> list[list[str]]:
    """The tests that enter the function; of its module, if it only runs on import; file by file.

    First come the files that are about the module, then those whose tests enter little else.
    """
    module, function = f"{mutant.module}:", f"{mutant.module}:{mutant.function}"
    package = mutant.module.partition("/")[0]
    near = [f"tests/test_{name}.py" for name in NEAR.get(mutant.module) or NEAR[package]]
    picked = {name: 1 for name, (_, entered) in tests.items() if function in entered}
    if not picked.keys() - {ON_IMPORT} and (picked or not mutant.function):
        picked = {
            t: sum(e.startswith(module) for e in entered) for t, (_, entered) in tests.items()
        }
        picked |= {t: picked[t] or 1 for t in picked if t.partition("::")[0] in near}
    files: dict[str, list[str]] = {}
    for name in sorted(picked, key=lambda name: tests[name][0]):
        if picked[name] and name != ON_IMPORT:
            files.setdefault(name.partition("::")[0], []).append(name)

    def nearness(file: str) -> tuple[float, ...]:
        if file in near:
            return (near.index(file),)
        return len(near), -mean(picked[name] / (len(tests[name][1]) or 1) for name in files[file])

    total = 0.0
    batches: list[list[str]] = []
    for file in sorted(files, key=nearness):
        batch: list[str] = []
        room = min(total + longest / 2, longest)
        total += STARTED
        for name in files[file]:
            if total + tests[name][0] < room or not (batches or batch):
                total += tests[name][0]
                batch.append(name)
        if batch:
            batches.append(batch)
    return batches


def tried(mutant: Mutant, tree: ast.Module, batches: list[list[str]], longest: float) -> int:
    """Start a process that runs the tests with one change made, and answer its id."""
    if child := os.fork():
        return child
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        seconds = int(10 + 4 * longest)  # or it does not end
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        signal.alarm(10 * seconds)  # or it waits for ever
        mutant.apply()
        put_in_place(mutant.module, tree)
        for names in batches:
            if run([str(TESTS.parent / names[0].partition("::")[0])], Chosen(names)):
                os._exit(1)
        os._exit(0)
    except BaseException:
        os._exit(1)


def outcome(status: int) -> str:
    ended = os.waitstatus_to_exitcode(status)
    endless = dict.fromkeys((-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM), "too long")
    return {0: "survived", **endless}.get(ended, "killed")


def explained() -> dict[str, str]:
    """The mutants that no test can kill, or need not, and why."""
    if not EXPLAINED.exists():
        return {}
    groups = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["explained"]
    return {name: group["why"] for group in groups for name in group["mutants"]}


def main() -> None:
    """Run mutants, and print what survived and the scores."""
    parser = argparse.ArgumentParser(description="Change the core, and see if a test notices.")
    parser.add_argument("modules", nargs="*", default=CORE, help="such as dates or records/order")
    parser.add_argument("--sample", type=int, help="at most so many mutants of each module")
    parser.add_argument("--survivors", action="store_true", help="run again what survived")
    parser.add_argument("--rest", action="store_true", help="run what was not run before")
    parser.add_argument("--table", action="store_true", help="run none, and print what is known")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--seconds", type=float, default=10, help="of tests for one mutant")
    asked = parser.parse_args()
    sys.dont_write_bytecode = False  # or each process would compile all modules again
    for name in BEFOREHAND:
        importlib.import_module(name)
    tests, reasons = {} if asked.table else known_tests(), explained()
    gc.freeze()
    rows = []
    for module in modules(asked.modules):
        tree, found = mutants(module)
        kept = KEPT / f"{module.replace('/', '.')}.json"
        before = json.loads(kept.read_text()) if kept.exists() else {}
        results = {mutant.name: before[mutant.name] for mutant in found if mutant.name in before}
        if asked.table:
            wanted = []
        elif asked.survivors:
            wanted = [mutant for mutant in found if results.get(mutant.name) == "survived"]
        else:
            wanted = random.Random(module).sample(found, len(found))[: asked.sample]
            if asked.rest:
                wanted = [mutant for mutant in wanted if mutant.name not in results]
            else:
                results = {}
        for mutant, ended in tested(tree, wanted, tests, asked):
            results[mutant.name] = ended
            kept.write_text(json.dumps(results, indent=1, ensure_ascii=False))
        for mutant in found:
            if results.get(mutant.name) == "survived" and mutant.name not in reasons:
                print(f"{module}.py:{mutant.line}: {mutant.function}: {mutant.change}")
        known = sum(ended == "survived" and name in reasons for name, ended in results.items())
        if found:
            rows.append((module, len(found), len(results), Counter(results.values()), known))
            print(table(rows[-1:]), flush=True)
    print(table(rows))


def modules(asked: Iterable[str]) -> Iterator[str]:
    """The modules that were asked for, each of those in a package."""
    for name in asked:
        plain = name.removesuffix(".py").rstrip("/")
        if (PACKAGE / plain).is_dir():
            for path in sorted((PACKAGE / plain).rglob("*.py")):
                module = path.relative_to(PACKAGE).with_suffix("").as_posix()
                if module not in DATA:
                    yield module
        else:
            yield plain


def tested(
    tree: ast.Module, found: list[Mutant], tests: Tests, asked: argparse.Namespace
) -> Iterator[tuple[Mutant, str]]:
    """What becomes of each mutant."""
    running: dict[int, Mutant] = {}
    waiting = found[::-1]
    while waiting or running:
        if waiting and len(running) < asked.jobs:
            mutant = waiting.pop()
            if batches := chosen(mutant, tests, asked.seconds):
                running[tried(mutant, tree, batches, asked.seconds)] = mutant
            else:
                yield mutant, "survived"
        else:
            child, status = os.wait()
            yield running.pop(child), outcome(status)


def table(rows: list[tuple[str, int, int, Counter[str], int]]) -> str:
    lines = ["| module | mutants | run | killed | survived, explained | survived | score |"]
    lines.append("|---|---|---|---|---|---|---|")
    for module, found, done, counts, known in rows:
        killed = counts["killed"] + counts["too long"]
        score = f"{100 * killed / (done - known):.1f} %" if done > known else "-"
        left = counts["survived"] - known
        lines.append(f"| `{module}` | {found} | {done} | {killed} | {known} | {left} | {score} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
