"""What a cell holds that was not asked, but inferred from answers around it."""

from __future__ import annotations

from dataclasses import dataclass

from moe_nb.core.run_table import Content


@dataclass(frozen=True, slots=True)
class InferredContent(Content):
    """A guess: its outcome is always ``not_asked``, so that nothing counts it; audience and variation are inferred."""

    is_served: bool = False
    """Whether the guess is that something is served."""
