"""The shape of the code: layers, a core without side effects, small files and functions."""

from __future__ import annotations

import ast
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "moe_nb"
FILES = sorted(PACKAGE.rglob("*.py"))
LAYERS = "Layers, top to bottom"
CIRCLES = "No circles anywhere"
PURE_CORE = "Core does no I/O, reads no clock, rolls no dice"


def lint_imports(folder):
    """Check the contracts of *folder*; return the exit code and the report on one line."""
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [sys.executable, "-c", code, "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.fixture
def checkout(tmp_path):
    """A copy of the package with its contracts, to plant faults in."""
    shutil.copytree(PACKAGE, tmp_path / "moe_nb", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def calls(tree):
    """Return the last name of everything that is called in a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield f".{node.func.attr}"


def test_the_contracts_hold():
    """Imports go down only, without circles, and every third party has its home."""
    code, report = lint_imports(ROOT)
    assert (0, True) == (code, " 0 broken" in report), report


@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("core/space.py", "from moe_nb.audit import coverage", LAYERS),
        ("views/html.py", "from moe_nb.client import retry", LAYERS),
        ("results/run.py", "def late():\n    from moe_nb.workspace import loop", LAYERS),
        ("core/reply.py", "from moe_nb.core import wire", CIRCLES),
        ("core/secret.py", "import time", PURE_CORE),
        ("brand_new.py", "", LAYERS),
    ],
    ids=["upwards", "sibling", "hidden in a function", "circle", "clock in core", "module without a place"],
)
def test_a_fault_is_caught(checkout, path, line, contract):
    """One wrong import, or a module nobody gave a place, breaks the contract that forbids it."""
    file = checkout / "moe_nb" / path
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")
    code, report = lint_imports(checkout)
    assert (1, True) == (code, f"{contract} BROKEN" in report), report


def test_core_has_no_side_effects():
    """Core opens no file, reads no clock, prints nothing and rolls no dice."""
    forbidden = {"open", "print", "input", ".open", ".now", ".utcnow", ".today", ".time", ".monotonic", ".random"}
    forbidden |= {".read_text", ".write_text", ".getenv"}
    found = {
        file.name: sorted(forbidden & set(calls(ast.parse(file.read_text(encoding="utf-8")))))
        for file in FILES
        if file.parent.name == "core"
    }
    assert len(found) > 15
    assert {} == {name: called for name, called in found.items() if called}


def test_files_have_names_that_say_something():
    """No drawer for everything: a file is named after what is in it."""
    drawers = {"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py", "shared.py", "base.py"}
    found = [file for folder in ("moe_nb", "tests", "notebooks") for file in (ROOT / folder).rglob("*.py")]
    assert [] == [str(file.relative_to(ROOT)) for file in found if file.name in drawers]


def test_files_are_small():
    """Half of the files have at most 120 lines; none has more than 220."""
    lines = {str(f.relative_to(PACKAGE)): len(f.read_text(encoding="utf-8").splitlines()) for f in FILES}
    assert statistics.median(lines.values()) <= 120
    assert {} == {name: count for name, count in lines.items() if count > 220}


def test_functions_are_small():
    """Nine of ten functions have at most 25 lines, and none more than 60."""
    functions = [
        (node.end_lineno - node.lineno + 1, f"{file.name}: {node.name}")
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    small = sum(length <= 25 for length, _ in functions)
    assert small >= 0.9 * len(functions)
    assert [] == [function for function in functions if function[0] > 60]


def test_no_code_knows_the_events_endpoint():
    """A sweep can never count as impressions: the address for reporting them stands nowhere in the package."""
    assert [] == [str(file) for file in FILES if "experiences/events" in file.read_text(encoding="utf-8")]
