"""The simulator on a real port, as a person would start it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for plain_world, the evaluator that shares no code with moe_nb

ROOT = Path(__file__).parents[2]


@contextmanager
def simulator(*options):
    """Start ``moe-nb simulator`` on a free port and give its base URL; it ends with the block."""
    bare = {name: text for name, text in os.environ.items() if not name.upper().endswith("_PROXY")}
    command = [sys.executable, "-m", "moe_nb", "simulator", "--port", "0", *options]
    with subprocess.Popen(
        command, cwd=ROOT, env=bare, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            said = next((line for line in process.stdout if "base URL" in line), None)
            if said is None:
                pytest.fail(f"the simulator did not start: {process.stderr.read()}")
            yield said.split()[-1]
        finally:
            process.terminate()
            process.communicate()


@pytest.fixture(scope="package")
def base_url():
    """The demo world on a port, without a rate limit."""
    with simulator("--rate-limit", "off") as url:
        yield url


@pytest.fixture(scope="module")
def limited_url():
    """The demo world on a port, five requests a minute."""
    with simulator("--rate-limit", "5") as url:
        yield url
