"""The hostile texts and the made runs, shared by everything that is written out."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "drawn"))
