"""Code that people copy, run as they would run it: by a real shell with a stand-in for curl, and by Python."""

from __future__ import annotations

import builtins
import shutil
import subprocess
from types import SimpleNamespace

from moe_nb.core.context import Context

KEY = "a-very-secret-key"
STAND_IN = 'curl() { printf "%s\\0" "$#" "$@"; }\n'


def run_in_shell(script, shell="bash"):
    """Run in a real shell where curl prints its arguments; return the arguments of every call, and nothing else ran.

    The shell knows no other command: its search path is empty.
    """
    environment = {"MOE_WORKSPACE_ID": "WORKSPACE1", "MOE_API_KEY": KEY, "PATH": "", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [shutil.which(shell)], input=(STAND_IN + script).encode(), env=environment, capture_output=True, check=False
    )
    assert (0, b"") == (done.returncode, done.stderr)
    words = done.stdout.decode().split("\0")[:-1]
    calls = []
    while words:
        count = int(words[0])
        calls.append(words[1 : count + 1])
        words = words[count + 1 :]
    return calls


def run_as_python(code):
    """Run as a user would, with a toolkit that writes down what it is asked; return (world, context, keys)."""
    asked = []

    class Stub:
        def __init__(self, world=None, **_place):
            self.world = world

        def fetch(self, context, keys=None):
            asked.append((self.world, context, keys))

    toolkit = SimpleNamespace(Context=Context, Workspace=SimpleNamespace(from_env=Stub, simulated=Stub))
    given = vars(builtins) | {"__import__": lambda name, *_: {"moe_nb": toolkit}[name]}
    exec(compile(code, "cell", "exec"), {"__builtins__": given})  # noqa: S102 - it is what users do
    (only,) = asked
    return only
