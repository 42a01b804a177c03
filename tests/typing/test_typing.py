"""The types of the public face, as a type checker sees them from outside."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import moe_nb

ROOT = Path(__file__).parents[2]
API = Path(__file__).with_name("api.py")

WRONG = """\
import moe_nb as moe
moe.Context(customer_id=42)
moe.Context(weekday="Saturday")
moe.Context("u-42")
moe.Credentials(workspace_id="W", api_key=None, data_center="01")
moe.Workspace.simulated(1)
moe.Workspace.simulated().fetch("Saturday")
moe.Workspace.simulated().fetch(keys=7)
moe.Workspace.simulated().sweep(moe.week)
moe.Workspace.simulated().sweep(moe.week() + moe.days())
moe.week() * 3
moe.week(168)
moe.axis(["a"], "utm_medium")
moe.user_agents(1)
moe.PaceLimit(rate_per_min="fast")
moe.panel("demo")
moe.no_such_name
len(moe.Secret("x"))
"""


@pytest.fixture(scope="module")
def complaints(tmp_path_factory):
    """What mypy says, by file name: the numbers of the lines it complains about."""
    wrong = tmp_path_factory.mktemp("typing") / "wrong.py"
    wrong.write_text(WRONG, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-pretty", "--no-error-summary", str(API), str(wrong)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "" == done.stderr
    lines = {API.name: {}, wrong.name: {}}
    for path, number, text in re.findall(r"^(.+?):(\d+): error: (.+)$", done.stdout, re.MULTILINE):
        lines[Path(path).name][int(number)] = text
    return lines


def test_every_use_has_the_type_it_says(complaints):
    """A strict type checker agrees with every type in api.py."""
    assert {} == complaints["api.py"]


def test_every_wrong_use_is_noticed(complaints):
    """Each wrong use is an error before anything runs: the types are real, not Any."""
    numbers = range(2, len(WRONG.splitlines()) + 1)
    assert [] == [WRONG.splitlines()[number - 1] for number in numbers if number not in complaints["wrong.py"]]
    assert 1 not in complaints["wrong.py"]


def test_every_public_name_is_used():
    """api.py leaves no public name out."""
    tree = ast.parse(API.read_text(encoding="utf-8"))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "moe"
    }
    assert set(moe_nb.__all__) <= used
