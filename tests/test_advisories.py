"""The look-up of known vulnerabilities says what it did not see."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "advisories.py"
FINE = {"name": "click", "version": "8.1", "vulns": []}
FLAWED = {"name": "jinja2", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.0"]}]}
UNKNOWN = {"name": "idna", "skip_reason": "Dependency not found on PyPI"}


def look_up(said, complaints=""):
    """Run the command with something in pip-audit's place; return exit code and output."""
    program = f"import sys; sys.stdout.write({said!r}); sys.stderr.write({complaints!r}); sys.exit(1)"
    ran = subprocess.run(
        [sys.executable, SCRIPT, sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout


@pytest.mark.parametrize(
    ("packages", "code", "words"),
    [
        ([FINE], 0, "1 packages looked up, 0 known vulnerabilities"),
        ([FINE, FLAWED], 1, "jinja2 2.0: PYSEC-1, cured in 3.0"),
        ([FINE, UNKNOWN], 2, "1 of 2 packages could not be looked up, so are not known: idna"),
        ([FLAWED, UNKNOWN], 1, "1 of 2 packages could not be looked up, so are not known: idna"),
        ([UNKNOWN], 2, "Nothing was checked"),
        ([], 2, "0 packages looked up"),
    ],
)
def test_what_was_not_looked_up_is_no_success(packages, code, words):
    """Only packages that were all looked up, and have no known vulnerability, pass."""
    got = look_up(json.dumps({"dependencies": packages, "fixes": []}))
    assert (code, True) == (got[0], words in got[1]), got


def test_a_list_nobody_reached_is_told_in_words():
    """The network's last word, and that nothing was checked; no traceback."""
    code, said = look_up("", "Traceback (most recent call last):\n  ...\nConnectionError: pypi.org: no route")
    assert (2, "ConnectionError: pypi.org: no route") == (code, said.splitlines()[0])
    assert said.splitlines()[1].startswith("Nothing was checked")
    assert "Traceback" not in said
