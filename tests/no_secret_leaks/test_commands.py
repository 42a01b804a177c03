"""No command prints the key, and none hands it to another program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from marker_key import KEY, WORKSPACE, leaks

import moe_nb
from moe_nb.cli.main import main

ROOT = Path(moe_nb.__file__).parents[1]
TALKATIVE = ("-X", "dev", "-W", "always")
"""Python as it says most: warnings, asyncio's debug mode, resources left open."""


@pytest.fixture
def moe(server, tmp_path):
    """Run ``moe-nb`` against one of the server's ways, the key in the environment; give code, stdout and stderr."""

    def run(*arguments, kind="ok", **variables):
        kept = {name: text for name, text in os.environ.items() if not name.upper().endswith("_PROXY")}
        said = {"MOE_WORKSPACE_ID": WORKSPACE, "MOE_API_KEY": KEY, "MOE_BASE_URL": server.url(kind)}
        command = [sys.executable, *TALKATIVE, "-m", "moe_nb", *arguments]
        path = os.pathsep.join([str(tmp_path), str(ROOT)])
        done = subprocess.run(
            command, cwd=tmp_path, env=kept | said | {"PYTHONPATH": path} | variables, capture_output=True, check=False
        )
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


COMMANDS = {
    "fetch": ["fetch", "--live", "--key", "banner", "--curl", "--python"],
    "fetch as json": ["fetch", "--live", "--key", "banner", "--format", "json", "--payload"],
    "sweep": ["sweep", "--live", "--key", "banner", "--axis", "hour=1,2", "--format", "csv"],
    "metadata": ["metadata", "--live"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_ends_well_prints_no_key(moe, command):
    """Answers, code, tables and progress are printed without the key."""
    code, out, err = moe(*COMMANDS[command])
    assert (0, True) == (code, "banner" in out)
    assert [] == leaks(out + err)


@pytest.mark.parametrize(("kind", "code"), [("wrong-key", 3), ("gateway", 3), ("echo", 3), ("web-page", 3)])
def test_a_command_that_is_refused_prints_no_key(moe, kind, code):
    """Neither does an error, even where the server repeats the key."""
    got, out, err = moe("fetch", "--live", "--key", "banner", kind=kind)
    assert (code, "") == (got, out)
    assert err
    assert [] == leaks(out + err)


def test_a_wrong_variable_is_named_without_the_key(moe):
    """A mistake beside the key does not bring the key out."""
    code, out, err = moe("fetch", "--live", MOE_ENVIRONMENT="production")
    assert (2, True) == (code, "MOE_ENVIRONMENT" in err)
    assert [] == leaks(out + err)


def test_doctor_says_that_a_key_is_there(moe):
    """The doctor tells that the key is set, not what it is, and shows the Workspace ID masked."""
    code, out, err = moe("doctor")
    assert (0, "") == (code, err)
    assert "MOE_API_KEY" in out
    assert WORKSPACE not in out
    assert [] == leaks(out + err)


@pytest.mark.parametrize(
    "address",
    ["https://me:pass-word@host.invalid/v1", "https://host.invalid/v1?key=pass-word", "https://me:pass-word@[host"],
)
def test_doctor_shows_no_password_of_an_address(moe, address):
    """An address that carries a password, which is refused anyway, is shown without it."""
    code, out, err = moe("doctor", MOE_BASE_URL=address, HTTPS_PROXY="http://me:pass-word@proxy.invalid:1")
    assert (0, "") == (code, err)
    assert "proxy.invalid" in out
    assert "pass-word" not in out


def test_jupyterlab_is_started_without_the_key_in_its_arguments(moe, tmp_path):
    """Arguments of a program can be read by everyone on the machine; the key is not among them."""
    (tmp_path / "jupyter.py").write_text("import json, sys; print(json.dumps(sys.orig_argv))", encoding="utf-8")
    code, out, err = moe("lab", "books", "--no-browser", "--port", "1")
    assert (0, "") == (code, err)
    assert {"lab", "books", "--no-browser", "--port=1"} <= set(json.loads(out))
    assert [] == leaks(out)


def test_no_option_takes_the_key():
    """There is no way to write the key into a command, where the shell's history would keep it."""
    options = {name for command in main.commands.values() for option in command.params for name in option.opts}
    assert {"--key", "--customer-id", "--port"} <= options
    words = {"api", "apikey", "secret", "password", "token"}
    assert [] == [name for name in options if words & set(name.strip("-").split("-"))]
