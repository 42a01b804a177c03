"""The Python that has a run in its hands again."""

from __future__ import annotations

from moe_nb.results.run import Run
from moe_nb.views.code import literal


def opening_lines(run: Run, name: str = "run", example: str = "friday.moe") -> list[str]:
    """Return the lines that open a run.

    Args:
        run: The run.
        name: The variable it goes into.
        example: What to call the file of a run that is in none yet.
    """
    if run.path is None:
        return ["# this run is in memory only: save it in step 6, then", f"{name} = moe.open_run({literal(example)})"]
    return [f"{name} = moe.open_run({literal(str(run.path))})"]
