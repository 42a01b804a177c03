"""Print every table: ``python -m benchmarks``, with ``--full`` those that take minutes too."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import (
    adaptive,
    at_the_limit,
    audits,
    controls,
    imports,
    matrices,
    millions,
    notebook,
    parts,
    pipeline,
    rules,
    run_files,
    sweeps,
)


def main() -> None:
    """Measure and print; absolute figures belong to this machine, ratios travel."""
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores\n")
    for part in (imports, sweeps, notebook, controls, matrices, run_files, audits, parts):
        print(part.report(), flush=True)
    for part in (millions, pipeline, at_the_limit, rules, adaptive):
        print(part.report(full="--full" in sys.argv), flush=True)


if __name__ == "__main__":
    main()
