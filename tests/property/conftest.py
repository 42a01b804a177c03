"""The page reader, the made results, the generated worlds and the independent evaluator, within reach of properties."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
for folder in ("drawn", "property", "contract"):
    sys.path.insert(0, str(TESTS / folder))
