"""No log line and no warning holds the key, whatever happens on the wire."""

from __future__ import annotations

import logging
import warnings

import pytest
from loopback import FAULTS
from marker_key import KEY, WORKSPACE, leaks

import moe_nb as moe
from moe_nb.core.errors import MoeError
from moe_nb.core.secret import Secret

CALLS = {
    "fetch": lambda workspace: workspace.fetch(day="Saturday", hour=19),
    "fetch two": lambda workspace: workspace.fetch(day="Saturday", keys=["banner", "nobody"]),
    "metadata": lambda workspace: workspace.metadata(),
    "sweep": lambda workspace: workspace.sweep(moe.hours([1, 2]), keys="banner"),
}


@pytest.fixture
def everything_logged(caplog):
    """All loggers at DEBUG, those that were set to something else too."""
    names = [
        "",
        "httpx",
        "httpcore",
        "httpcore.http11",
        "httpcore.connection",
        "asyncio",
        "pyreqwest",
        "moe_nb",
        "keyring",
    ]
    for name in names:
        caplog.set_level(logging.DEBUG, logger=name or None)
    return caplog


def said_by(caplog):
    """Return every record in full: message, arguments and attached errors."""
    return "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records) + caplog.text


@pytest.mark.parametrize("carrier", ["fast", "plain"])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", ["ok", "nobody", *FAULTS])
def test_nothing_is_logged(everything_logged, workspace, carrier, kind, call):
    """Logging at DEBUG shows requests, never the key; warnings do not either."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        made = workspace(kind)
        if call == "sweep" and kind == "limited":
            call = "fetch"  # a sweep obeys the limit in real time
        try:
            CALLS[call](made)
        except MoeError as error:
            logging.getLogger("user").warning("caught %r %s", error, vars(error), exc_info=True)
        made.close()
    said = said_by(everything_logged)
    assert ("httpcore" in said) == (carrier == "plain")  # the other library logs nothing at all
    assert [] == leaks(said)
    assert [] == leaks(" ".join(str(vars(warning)) for warning in warned))


def test_the_key_was_on_the_wire(server, workspace):
    """The hunt means something: the server was given the key, and opened with it."""
    assert "banner" in workspace("ok").fetch(keys="banner")._repr_html_()
    assert any(leaks(header) for header in server.keys_seen)


def test_the_hunt_finds_every_spelling():
    """Each spelling is found where it stands, and a harmless text holds none."""
    from marker_key import spellings

    for name, spelling in spellings().items():
        assert name in leaks(f"...{spelling}...")
    harmless = f"Workspace {WORKSPACE[:2]}…42 (LIVE) {Secret(KEY)!r} {{'authorization': '[secure]'}}"
    assert [] == leaks(harmless)
