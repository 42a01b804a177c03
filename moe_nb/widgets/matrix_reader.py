"""Step 3, the answer: the matrix, and the cards of one cell."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from moe_nb.audit.matrix import layout_of
from moe_nb.audit.places import KEYS
from moe_nb.core.run_table import RunTable
from moe_nb.results.matrix import DisplayedMatrix
from moe_nb.widgets.note import Note
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import row, show, wide

ALL_KEYS, ALL = "(every experience key)", "(all)"


class MatrixReader(w.VBox):  # type: ignore[misc]
    """Chooses what the matrix shows, and reads one cell.

    Args:
        state: The panel's state; the matrix fills while its sweep runs.
    """

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self._table: RunTable | None = None
        self._matrix: DisplayedMatrix | None = None
        self._fixed: dict[str, w.Dropdown] = {}
        self._is_filling = False

        def choice(name: str, width: str = "320px") -> w.Dropdown:
            return w.Dropdown(
                description=name,
                style={"description_width": "90px"},
                layout=w.Layout(width=f"min(100%, {width})"),
            )

        self.experience, self.rows, self.columns = choice("Experience"), choice("Rows"), choice("Columns")
        self.cell_row, self.cell_column = choice("Cell: row"), choice("column")
        self.matrix, self.cell = w.HTML(layout=wide()), w.HTML(layout=wide())
        self.fixed, self.note = row(), Note()
        self._choices = row(self.experience, self.rows, self.columns)
        self._reading = row(self.cell_row, self.cell_column)
        super().__init__([self._choices, self.fixed, self.note, self.matrix, self._reading, self.cell])
        for part in (self.experience, self.rows, self.columns):
            part.observe(state.guarded(lambda _: self._chosen()), "value")
        for part in (self.cell_row, self.cell_column):
            part.observe(state.guarded(lambda _: self._read()), "value")
        state.observe(state.drawing(lambda _: self._begun()), "job")
        state.observe(state.drawing(lambda _: self._ticked()), "tick")
        show(self, visible=False)

    def _begun(self) -> None:
        """Take the last sweep's matrix away when another begins."""
        if self._state.job is None:
            self._table = self._matrix = None
            self.matrix.value = self.cell.value = ""
            show(self, visible=False)

    def _ticked(self) -> None:
        """Take in what the sweep has answered so far."""
        job = self._state.job
        if job is None:
            return
        table = job.table()
        is_new = self._table is None or table.space is not self._table.space or table.keys != self._table.keys
        self._table = table
        if not table.keys:
            return
        show(self, visible=True)
        if is_new:
            self._offer(table)
        self._draw()

    def _offer(self, table: RunTable) -> None:
        """Fill the choices for a new sweep."""
        self._is_filling = True
        names = [axis.name for axis in table.space.axes]
        names = (["local_day", "local_hour"] if table.space.local_week else []) + names
        first = layout_of(table, table.keys[0] if len(table.space.axes) > 1 else None)
        self.experience.options = [ALL_KEYS, *table.keys]
        self.experience.value = first.experience_key or ALL_KEYS
        self.rows.options, self.rows.value = names, first.rows
        self.columns.options = [*names, KEYS]
        self.columns.value = first.columns
        self._fixed = {
            axis.name: w.Dropdown(
                options=[ALL, *axis.labels],
                description=axis.name,
                style={"description_width": "90px"},
                layout=w.Layout(width="min(100%, 320px)"),
            )
            for axis in table.space.axes
        }
        for part in self._fixed.values():
            part.observe(self._state.guarded(lambda _: self._chosen()), "value")
        self._is_filling = False
        self._show_fixed()

    def _chosen(self) -> None:
        if not self._is_filling:
            self._show_fixed()
            self._draw()

    def _show_fixed(self) -> None:
        used = {self.rows.value, self.columns.value}
        used |= {"day", "hour"} if used & {"local_day", "local_hour"} else set()
        self.fixed.children = [part for name, part in self._fixed.items() if name not in used]
        for name in used & set(self._fixed):
            self._fixed[name].value = ALL

    def _draw(self) -> None:
        table = self._table
        if table is None or self._is_filling:
            return
        by_key = self.experience.value == ALL_KEYS or self.columns.value == KEYS
        at = {name: part.value for name, part in self._fixed.items() if part.value != ALL}
        experience = None if by_key else self.experience.value
        columns = KEYS if by_key else self.columns.value
        self._matrix = DisplayedMatrix(table, layout_of(table, experience, self.rows.value, columns, at))
        self.matrix.value = self._matrix.html()
        self.note.say("The columns are the experience keys." if by_key and self.columns.value != KEYS else "")
        self._offer_cells(self._matrix)

    def _offer_cells(self, matrix: DisplayedMatrix) -> None:
        for part, labels in ((self.cell_row, matrix.row_labels), (self.cell_column, matrix.column_labels)):
            if tuple(part.options) != ("", *labels):
                part.options = ("", *labels)
        self._read()

    def _read(self) -> None:
        said: Any = self.cell_row.value, self.cell_column.value
        if self._matrix is None or not all(said):
            self.cell.value = ""
            return
        self.cell.value = self._matrix.cell(*said).html()
