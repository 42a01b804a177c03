"""One context of a space in words."""

from __future__ import annotations

from moe_nb.core.box_words import describe_box
from moe_nb.core.boxes import Box
from moe_nb.core.space import Space


def context_words(space: Space, index: int) -> str:
    """Return what context number *index* is called, ``"Mon 09 UTC, iPhone"``."""
    return describe_box(Box(tuple((at,) for at in space.coordinates(index))), space)
