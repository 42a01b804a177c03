"""The matrix of faults and operations, within reach of the tests; the simulator on a port, with faults."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the command `make faults` runs the same matrix

from telling_world import WORLD_TEXT

ROOT = Path(__file__).parents[2]


@pytest.fixture
def simulator(tmp_path):
    """Return a way to start ``moe-nb simulator`` on the telling world: a block with its base URL and process."""
    world = tmp_path / "world.yaml"
    world.write_text(WORLD_TEXT, encoding="utf-8")

    @contextmanager
    def start(faults="", *options):
        file = tmp_path / "faults.yaml"
        file.write_text(f"faults: [{faults}]", encoding="utf-8")
        bare = {name: text for name, text in os.environ.items() if not name.upper().endswith("_PROXY")}
        command = [sys.executable, "-m", "moe_nb", "simulator", "--port", "0", "--world", str(world)]
        command += ["--rate-limit", "off", "--faults", str(file), *options]
        with subprocess.Popen(
            command, cwd=ROOT, env=bare, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                said = [process.stdout.readline() for _ in range(5)]
                yield said[2].split()[-1], process
            finally:
                process.terminate()
                process.communicate()

    return start
