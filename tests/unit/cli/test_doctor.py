"""``moe-nb doctor``: what this machine has, secrets left out."""

from __future__ import annotations

import re

import pytest

from moe_nb.config.environ import VARIABLES
from moe_nb.version import __version__


@pytest.fixture
def found(run):
    """Return a function that runs the doctor and gives its lines by name."""

    def go():
        code, out, err = run("doctor")
        assert (0, "") == (code, err)
        return dict(re.split(r"  +", line, maxsplit=1) for line in out.splitlines()[2:])

    return go


def test_a_bare_machine(found):
    """Nothing is set, nothing is between, and everything works all the same."""
    lines = found()
    assert __version__ == lines["moe-nb"]
    assert {"not set"} == {lines[name] for name in VARIABLES}
    assert ("none", "none on this machine", "the usual ones") == (
        lines["Proxy"],
        lines["Keyring"],
        lines["Certificates"],
    )


def test_secrets_are_only_said_to_be_there(found, monkeypatch):
    """The key is "set", the Workspace ID masked, passwords in addresses left out."""
    monkeypatch.setenv("MOE_API_KEY", "MARKER-KEY-7f3a9c")
    monkeypatch.setenv("MOE_WORKSPACE_ID", "WORKSPACE1")
    monkeypatch.setenv("MOE_BASE_URL", "https://user:pa55word@sdk-01.moengage.com/v1")
    monkeypatch.setenv("HTTPS_PROXY", "http://user:pr0xypass@proxy.example.com:3128")
    lines = found()
    assert ("set", "WO…E1") == (lines["MOE_API_KEY"], lines["MOE_WORKSPACE_ID"])
    assert "cannot be used" in lines["MOE_BASE_URL"]
    assert "http://proxy.example.com:3128" == lines["Proxy"]
    shown = " ".join(lines.values())
    assert not [secret for secret in ("MARKER", "pa55word", "pr0xypass") if secret in shown]


@pytest.mark.usefixtures("memory_keyring")
def test_a_keyring_is_found(found):
    """Whoever has one learns that keys can be kept."""
    assert "available" == found()["Keyring"]


@pytest.mark.parametrize("value", ["http://[bad", "not an address", "http://sdk-01.moengage.com", "\x1b[2J"])
def test_a_broken_address_is_a_finding(found, monkeypatch, value):
    """The doctor exists for machines with mistakes: it reports them and does not fall over them."""
    monkeypatch.setenv("MOE_BASE_URL", value)
    lines = found()
    assert lines["MOE_BASE_URL"].startswith("cannot be used")
    assert "\x1b" not in lines["MOE_BASE_URL"]


def test_the_proxy_of_the_address_that_would_be_asked(found, monkeypatch):
    """This machine itself is never asked through a proxy, and the doctor says so."""
    monkeypatch.setenv("HTTP_PROXY", "proxy.example.com:3128")
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example.com:3128")
    assert "http://proxy.example.com:3128" == found()["Proxy"]
    monkeypatch.setenv("MOE_BASE_URL", "http://127.0.0.1:8765/v1")
    assert ("none", "http://127.0.0.1:8765/v1") == (found()["Proxy"], found()["MOE_BASE_URL"])
