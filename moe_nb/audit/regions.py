"""Where some contexts lie, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.boxes import cover
from moe_nb.core.box_words import describe_box
from moe_nb.core.space import Space
from moe_nb.core.words import counted

REGIONS_SHOWN = 4


def regions(cells: NDArray[np.bool_], space: Space, most: int = REGIONS_SHOWN) -> tuple[str, ...]:
    """Return the largest regions of some contexts in words, and how many contexts lie outside them.

    Args:
        cells: (n,): which contexts of the space, in its order.
        space: The space.
        most: How many regions are named.
    """
    if not cells.any():
        return ()
    if not space.axes:
        return ("the only context",)
    shape = [len(axis) for axis in space.axes]
    open_cells = cells.reshape(shape).copy()
    said = []
    for box in cover(open_cells, most=most):
        said.append(describe_box(box, space))
        open_cells[np.ix_(*box.positions)] = False
    rest = int(open_cells.sum())
    return (*said, f"and {counted(rest, 'more context')}") if rest else tuple(said)
