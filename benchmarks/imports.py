"""How long it takes until the toolkit is there."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.timing import compare, table


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def report() -> str:
    """Time whole Python processes."""
    ways = {
        "python, nothing imported": "pass",
        "import moe_nb": "import moe_nb",
        "… and a simulated workspace": "import moe_nb; moe_nb.Workspace.simulated()",
        "… and one fetch": "import moe_nb; moe_nb.Workspace.simulated().fetch()",
        "import pandas": "import pandas",
    }
    taken = compare({name: (lambda code=code: _python(code)) for name, code in ways.items()})
    return table("Import, in a process of its own", taken, cpu=False)
