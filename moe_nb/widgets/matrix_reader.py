"""Step 3, the answer: the live matrix of the sweep under way, or of the last one."""

from __future__ import annotations

import ipywidgets as w

from moe_nb.core.errors import UsageError
from moe_nb.widgets.matrix_filling import Painter
from moe_nb.widgets.matrix_view import MatrixView
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.state import PanelState


class MatrixReader(w.VBox):  # type: ignore[misc]
    """Shows the panel's matrix once there is something in it.

    Args:
        state: The panel's state; the matrix fills while its sweep runs.
    """

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self.view = MatrixView()
        self._painter = Painter(self.view)
        super().__init__([self.view], layout=w.Layout(max_width="100%", overflow="visible"))
        state.observe(state.drawing(lambda _: self._begun()), "job")
        state.observe(state.drawing(lambda _: self._ticked()), "tick")
        state.observe(state.drawing(lambda _: self._ended()), "under_way")
        show(self, visible=False)
        self._ticked()  # a sweep may have begun before anybody looked

    def _begun(self) -> None:
        """Take the last sweep's matrix away when another begins."""
        if self._state.job is None:
            self.view.clear()
            show(self, visible=False)

    def _ticked(self) -> None:
        """Take in what the sweep has answered so far, unless the last painting is too fresh for its size."""
        job = self._state.job
        if job is None or (self._painter.wait_s and not job.is_done):
            return
        try:
            table = job.table()
        except UsageError as error:  # too large for memory by now
            if not self.view.sheet:
                raise
            self._painter.stop(error)
            return
        if table.keys:
            self._painter.paint(table, job.palette)
            self.view.is_live = not job.is_done
            show(self, visible=True)

    def _ended(self) -> None:
        if not self._state.under_way:
            self.view.is_live = False
