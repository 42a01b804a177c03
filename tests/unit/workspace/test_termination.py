"""SIGTERM during a sweep: what was answered stays, and the process ends as a terminated one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

import moe_nb as moe
from moe_nb.workspace.termination import stopping_on_sigterm

SCRIPT = """
import os, signal, sys
import moe_nb as moe
from moe_nb.core.events import Answered

{before}
seen = []

def terminate_at_ten(event):
    seen.extend([event] * isinstance(event, Answered))
    if len(seen) == 10:
        os.kill(os.getpid(), signal.SIGTERM)

moe.Workspace.simulated().sweep(
    moe.week() * moe.axis("n", range(100)), "homepage-banner", file=sys.argv[1], listeners=[terminate_at_ten]
)
print("went on")
"""

ASYNC = """
import asyncio, os, signal, sys
import moe_nb as moe
from moe_nb.core.events import Answered

seen = []

def signal_at_ten(event):
    seen.extend([event] * isinstance(event, Answered))
    if len(seen) == 10:
        os.kill(os.getpid(), signal.{signal})

async def main():
    space = moe.week() * moe.axis("n", range(100))
    await moe.Workspace.simulated().asweep(space, "homepage-banner", file=sys.argv[1], listeners=[signal_at_ten])

asyncio.run(main())
"""

SHELL = """
import os, signal, threading
from moe_nb.cli.main import main

def terminate_when_heard():
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        pass
    os.kill(os.getpid(), signal.SIGTERM)

threading.Thread(target=terminate_when_heard, daemon=True).start()
main()
"""

INTERRUPTED = """
import os, signal, sys, threading, traceback
from moe_nb.cli.main import main

def waits():
    frames = traceback.extract_stack(sys._current_frames()[threading.main_thread().ident])
    return any(f.name == "finish" for f in frames) and any("futures" in f.filename for f in frames)

def interrupt_the_wait():
    while not waits():
        pass
    os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=interrupt_the_wait, daemon=True).start()
main()
"""


def ended(path, before=""):
    """Run a script that is terminated during a sweep; return its exit code, output and run."""
    command = [sys.executable, "-c", SCRIPT.format(before=before), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr, moe.open_run(path)


def test_a_script_keeps_what_was_answered_and_ends_as_terminated(tmp_path):
    """Exit code 143 as a shell reports a terminated process, no traceback, and a run to go on with."""
    code, output, run = ended(tmp_path / "run.moe")
    assert (143, "") == (code, output)
    assert not run.is_complete
    assert run.facts.stopped.answered >= 10


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGINT", -signal.SIGINT)])
def test_an_async_script_closes_its_run_file_too(tmp_path, name, code):
    """What was answered is kept, the file is closed, and the run says that somebody stopped it."""
    path = tmp_path / "run.moe"
    done = subprocess.run(
        [sys.executable, "-c", ASYNC.format(signal=name), path], capture_output=True, timeout=60, check=False
    )
    assert code == done.returncode, done.stderr
    assert [path] == list(tmp_path.iterdir())
    stopped = moe.open_run(path).facts.stopped
    assert ("stopped by you", True) == (str(stopped.reason), stopped.answered >= 10)


def test_a_handler_of_the_script_stays_in_charge(tmp_path):
    """Who listens to the signal decides what happens: the sweep goes on."""
    code, output, run = ended(tmp_path / "run.moe", "signal.signal(signal.SIGTERM, lambda *_: print('heard'))")
    assert (0, "heard\nwent on\n") == (code, output)
    assert run.is_complete


def test_the_shell_command_writes_what_was_answered(tmp_path):
    """`moe-nb sweep` that is terminated leaves its rows, and ends with 143."""
    rows = tmp_path / "rows.csv"
    numbers = ",".join(str(n) for n in range(50))
    command = [sys.executable, "-c", SHELL, "sweep", "--week", "--axis", f"n={numbers}", "--format", "csv", "-o", rows]
    command += ["--key", "homepage-banner"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert 143 == done.returncode, done.stderr
    assert "Traceback" not in done.stderr
    written = rows.read_text()
    assert 50 * 168 + 1 == len(written.splitlines())
    assert ',"not_asked",' in written


def test_ctrl_c_in_the_shell_is_no_success(tmp_path):
    """`moe-nb sweep` that is interrupted writes what was answered, says so, and ends with 130: the table is partial."""
    rows, file = tmp_path / "rows.csv", tmp_path / "run.moe"
    numbers = ",".join(str(n) for n in range(50))
    command = [sys.executable, "-c", INTERRUPTED, "sweep", "--week", "--axis", f"n={numbers}", "--format", "csv"]
    command += ["--key", "homepage-banner", "-o", rows, "--save", file]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert 130 == done.returncode, done.stderr
    assert "Stopped before the end." in done.stderr
    assert "Traceback" not in done.stderr
    assert ',"not_asked",' in rows.read_text()
    assert "stopped by you" == moe.open_run(file).facts.stopped.reason


def test_only_the_main_thread_listens():
    """A sweep in another thread leaves the signals of the process alone."""
    seen = []

    def look():
        with stopping_on_sigterm(lambda: None):
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert [signal.SIG_DFL] == seen


def test_the_signal_is_given_back():
    """After the block nothing listens any more, whether the signal came or not."""
    stopped = []
    with pytest.raises(SystemExit) as ended, stopping_on_sigterm(lambda: stopped.append(True)):
        os.kill(os.getpid(), signal.SIGTERM)
    assert (143, [True], signal.SIG_DFL) == (ended.value.code, stopped, signal.getsignal(signal.SIGTERM))
