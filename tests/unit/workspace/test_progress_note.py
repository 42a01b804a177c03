"""The line that tells how a long sweep goes: only where a person looks, and only if it takes long."""

from __future__ import annotations

import io
import threading
from contextlib import redirect_stderr

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from moe_nb import hours

BANNER = "homepage-banner"


class Terminal(io.StringIO):
    """Standard error of somebody who looks at it, or not."""

    def __init__(self, *, seen=True):
        super().__init__()
        self.painted, self.looked_at = threading.Event(), threading.Event()
        self._seen = seen

    def isatty(self):
        self.looked_at.set()
        return self._seen

    def write(self, text):
        self.painted.set()
        return super().write(text)


class Kernel(CapturingDisplayPublisher):
    """What a notebook's kernel would display."""

    def __init__(self):
        super().__init__()
        self.painted = threading.Event()

    def publish(self, *args, **kwargs):
        super().publish(*args, **kwargs)
        self.painted.set()


@pytest.fixture
def kernel():
    """An IPython shell that has a kernel."""
    shell = InteractiveShell.instance()
    shell.kernel, shell.display_pub = object(), Kernel()
    yield shell.display_pub
    InteractiveShell.clear_instance()


@pytest.fixture
def slow(scripted, serves):
    """Return a function that sweeps three hours; the last answer comes only when an event is set."""

    def sweep(event):
        def fetch(body):
            if body["TIME_OF_THE_DAY"] == "03":
                event.wait(20)
            return serves(["k"])

        return scripted(fetch).sweep(hours([1, 2, 3]), keys=["k"])

    return sweep


def test_a_terminal_sees_one_line_that_changes(slow):
    """The line is painted over itself and ends with the last state and a line break."""
    terminal = Terminal()
    with redirect_stderr(terminal):
        slow(terminal.painted)
    lines = terminal.getvalue()
    assert lines.startswith("\rSweep: 2 of 3 calls")
    assert lines.rsplit("\r", 1)[1].startswith("Sweep: 3 of 3 calls")
    assert (True, 1) == (lines.endswith("\n"), lines.count("\n"))


def test_a_short_sweep_needs_no_line(demo):
    """What is over in a blink says nothing."""
    terminal = Terminal()
    with redirect_stderr(terminal):
        demo.sweep(hours([1]), keys=[BANNER])
    assert "" == terminal.getvalue()


def test_a_notebook_sees_one_output_that_changes(kernel, slow):
    """One display is made and then updated, so that a long sweep leaves one line in the notebook."""
    slow(kernel.painted)
    first, *later = kernel.outputs
    assert first["data"]["text/plain"].startswith("Sweep: 2 of 3 calls")
    assert later[-1]["data"]["text/plain"].startswith("Sweep: 3 of 3 calls")
    assert (False, {True}) == (first.get("update", False), {output["update"] for output in later})
    assert 1 == len({output["transient"]["display_id"] for output in kernel.outputs})


def test_a_file_is_not_filled_with_progress(slow):
    """Standard error that nobody watches stays empty, however long the sweep takes."""
    nobody = Terminal(seen=False)
    with redirect_stderr(nobody):
        slow(nobody.looked_at)
    assert (True, "") == (nobody.looked_at.is_set(), nobody.getvalue())
