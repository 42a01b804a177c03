"""What a cell holds in a matrix that tells how stable answers are."""

from __future__ import annotations

from dataclasses import dataclass

from moe_nb.core.run_table import Content
from moe_nb.core.stability_facts import Steadiness


@dataclass(frozen=True, slots=True)
class SteadyContent(Content):
    """An answer of a run without what was served in it, and whether repeats of it always got the same."""

    steadiness: Steadiness = Steadiness.NOT_KNOWN
