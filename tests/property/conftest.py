"""The page reader, made results, generated worlds, the independent evaluator and the worlds of the benchmarks."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
for folder in (TESTS / "drawn", TESTS / "property", TESTS / "contract", TESTS.parent):
    sys.path.insert(0, str(folder))
