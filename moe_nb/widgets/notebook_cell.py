"""Which cell is running: a panel shown again in its cell takes the place of the one before."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import Any

from IPython import get_ipython

from moe_nb.widgets.state import PanelState


@dataclass(frozen=True, slots=True)
class RunningCell:
    """One run of one cell of a notebook."""

    cell_id: str
    """Stays the same when the cell is run again."""
    execution_id: str
    """Is another one each time."""


_shown: dict[str, tuple[str, list[weakref.ref[PanelState]]]] = {}
"""Cell id to the run that showed panels last, and their states."""


def running_cell() -> RunningCell | None:
    """Return the cell that is running; None in a script, and where the front end does not say."""
    try:
        request: Any = get_ipython().kernel.get_parent()
        return RunningCell(str(request["metadata"]["cellId"]), str(request["header"]["msg_id"]))
    except (AttributeError, KeyError, TypeError):
        return None


def take_place(state: PanelState, cell: RunningCell | None) -> None:
    """Stop what panels of an earlier run of the same cell are doing: nobody can see or stop it any more.

    Args:
        state: The panel that is shown now.
        cell: Where.
    """
    if cell is None:
        return
    execution_id, earlier = _shown.get(cell.cell_id, ("", []))
    if execution_id != cell.execution_id:
        for left in [found for reference in earlier if (found := reference()) is not None]:
            left.stop()
        earlier = []
    _shown[cell.cell_id] = (cell.execution_id, [*earlier, weakref.ref(state)])
