"""Binder's script does what repo2docker expects of them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

BINDER = Path(__file__).parents[2] / "binder"


def test_the_script_can_be_started():
    """It may be executed, names its interpreter, and bash can read it."""
    script = BINDER / "postBuild"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    checked = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (0, "") == (checked.returncode, checked.stderr)


def test_binder_holds_no_key():
    """The demo needs no account: nothing in the folder sets a variable with credentials."""
    for file in BINDER.iterdir():
        assert "MOE_" not in file.read_text(encoding="utf-8")
