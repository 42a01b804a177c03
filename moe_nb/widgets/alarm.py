"""What went wrong, told where it was done."""

from __future__ import annotations

from moe_nb.widgets.note import Note
from moe_nb.widgets.state import PanelState


class Alarm(Note):
    """Shows the panel's last error with what to do; every step has one below its buttons.

    Args:
        state: The panel's state.
    """

    def __init__(self, state: PanelState) -> None:
        super().__init__()
        state.observe(lambda change: self.alarm(change["new"]), "error")
        self.alarm(state.error)
