"""The command line in process, and as a person starts it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from moe_nb.cli.main import main


@pytest.fixture
def run():
    """Return a function that runs a command and gives exit code, standard output and standard error."""

    def go(*arguments, **how):
        result = CliRunner().invoke(main, [str(a) for a in arguments], prog_name="moe-nb", **how)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return go


@pytest.fixture
def process():
    """Return a function that runs a command as a process of its own."""

    def go(*arguments, **how):
        command = [sys.executable, "-m", "moe_nb", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False, **how)
        return done.returncode, done.stdout, done.stderr

    return go


@pytest.fixture
def live(monkeypatch, port_url):
    """The environment of somebody whose workspace is the simulator on a port."""
    said = {"MOE_WORKSPACE_ID": "SIMULATOR", "MOE_API_KEY": "not-a-secret", "MOE_BASE_URL": port_url}
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    return monkeypatch
