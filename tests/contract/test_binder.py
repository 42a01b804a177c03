"""Binder's scripts do what repo2docker expects of them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

BINDER = Path(__file__).parents[2] / "binder"
SCRIPTS = ("postBuild", "start")


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_can_be_started(name):
    """It may be executed, names its interpreter, and bash can read it."""
    script = BINDER / name
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    checked = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (0, "") == (checked.returncode, checked.stderr)


@pytest.mark.parametrize("arguments", [["printf", "%s|", "a b", "", "$HOME", "*"], ["sh", "-c", "exit 7"]])
def test_start_becomes_what_it_is_given(arguments):
    """The server Binder names is started with its arguments as they are, and ends with its own exit code."""
    straight = subprocess.run(arguments, capture_output=True, text=True, check=False)
    started = subprocess.run([BINDER / "start", *arguments], capture_output=True, text=True, check=False)
    assert (straight.returncode, straight.stdout) == (started.returncode, started.stdout)


def test_binder_holds_no_key():
    """The demo needs no account: nothing in the folder sets a variable with credentials."""
    for file in BINDER.iterdir():
        assert "MOE_" not in file.read_text(encoding="utf-8")
