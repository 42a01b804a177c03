"""Which event loop everything that asks runs on: asyncio's, or the one the environment names."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from moe_nb.config.event_loop import new_event_loop
from moe_nb.core.errors import UsageError

ROOT = Path(__file__).parents[3]
UVLOOP = {"MOE_EVENT_LOOP": "uvloop"}

MISSING = """
import sys, warnings
warnings.simplefilter("error")
sys.modules["uvloop"] = None
import moe_nb as moe
try:
    moe.Workspace.simulated().fetch("homepage-banner")
except moe.MoeError as error:
    print(error)
"""


@pytest.mark.parametrize("said", ["", " ", "asyncio", "ASYNCIO "])
def test_asyncio_s_loop_is_the_usual_one(said):
    """Without a word, and by its name, it is the loop that Python brings."""
    loop = new_event_loop({"MOE_EVENT_LOOP": said})
    loop.close()
    assert type(loop).__module__.startswith("asyncio.")


def test_an_unknown_loop_is_refused():
    """A slip of the pen is told, with what can be written instead."""
    with pytest.raises(UsageError, match="MOE_EVENT_LOOP is 'uvlop'") as caught:
        new_event_loop({"MOE_EVENT_LOOP": "uvlop"})
    assert '"asyncio" or "uvloop"' in caught.value.hint


def test_a_loop_that_is_not_installed_is_said():
    """The error names what to install; nothing else is printed beside it."""
    command = [sys.executable, "-c", MISSING]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | UVLOOP, timeout=100, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    assert "'uvloop', which is not installed. pip install" in done.stdout


if sys.platform != "win32":  # where there is no uvloop

    def test_uvloop_is_there_when_it_is_asked_for():
        """The loop that the environment names is the one that runs."""
        loop = new_event_loop(UVLOOP)
        loop.close()
        assert isinstance(loop, asyncio.AbstractEventLoop)
        assert "uvloop" == type(loop).__module__.partition(".")[0]

    def test_sweeps_on_uvloop_keep_the_promises_of_the_loop():
        """Threads, other loops, forks, Ctrl-C, SIGTERM: the tests of all of them pass on it too."""
        tests = [f"tests/unit/workspace/test_{name}.py" for name in ("loop", "termination")]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, env=os.environ | UVLOOP, timeout=300, check=False
        )
        assert 0 == done.returncode, done.stdout[-2_000:]
