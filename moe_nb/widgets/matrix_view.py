"""The live matrix: cells that answer back, from the keyboard and the mouse alike, filling while a sweep runs."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from moe_nb.audit.matrix import Side, layout_of
from moe_nb.audit.places import KEYS, Layout
from moe_nb.audit.steady_cells import check_repeats
from moe_nb.core.errors import MoeError, UsageError
from moe_nb.core.run_table import RunTable
from moe_nb.results.matrix import DisplayedMatrix
from moe_nb.results.matrix_colours import MatrixColours, chosen_colours
from moe_nb.results.region import Region
from moe_nb.views.looks import looks_of
from moe_nb.views.palette import Palette
from moe_nb.views.visible import named
from moe_nb.widgets.kept_output import KeptOutput
from moe_nb.widgets.matrix_codes import CellBytes, LookBook, bytes_of
from moe_nb.widgets.matrix_requests import Arrange, Select, arranged, read_request, reading_of
from moe_nb.widgets.matrix_sheet import sheet_of

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ("matrix_axes.js", "matrix_grid.js", "matrix_controls.js", "matrix.js")
"""One module in four files: joined in this order, they share one scope."""


class MatrixView(anywidget.AnyWidget):  # type: ignore[misc]
    """A matrix to walk through; `selection` is what is selected in it.

    Its state holds labels, the words of the legend and one byte per cell. Payloads are asked for cell by cell and are
    never part of it.

    Args:
        colours: What it is coloured by at first, and what is known besides the answers.
    """

    _esm = "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    _css = (_STATIC / "matrix.css").read_text(encoding="utf-8")
    sheet = traitlets.Dict().tag(sync=True)
    """Titles, labels and choices; `sheet_of` makes it."""
    looks = traitlets.List().tag(sync=True)
    codes = traitlets.Instance(CellBytes).tag(sync=True, to_json=bytes_of)
    is_live = traitlets.Bool(default_value=False).tag(sync=True)
    """Whether a sweep is filling it."""
    note = traitlets.Unicode("").tag(sync=True)
    """What went wrong with the last wish."""
    selected = traitlets.Tuple(())
    """Positions of the rows and of the columns selected; observe it to follow a person's choice."""

    def __init__(self, colours: MatrixColours | None = None) -> None:
        self._lock = threading.RLock()  # a sweep fills on the private loop while the page asks on a kernel thread
        self._table: RunTable | None = None
        self._layout: Layout | None = None
        self._matrix: DisplayedMatrix | None = None
        self._colours = colours or MatrixColours()
        self._book = LookBook()
        self._lists = 0
        self._output = KeptOutput()
        super().__init__(codes=CellBytes(np.zeros(0, np.uint8)))
        self.on_msg(self._receive)

    @property
    def matrix(self) -> DisplayedMatrix:
        """The matrix shown, as any other; raises a `UsageError` before there is one."""
        if self._matrix is None:
            raise UsageError("Nothing was answered yet.", hint="Wait for the first answers.")
        return self._matrix

    @property
    def selection(self) -> Region:
        """The selected cells: iterate over it, or take its ``cells``, ``contexts`` and ``shares``."""
        with self._lock:
            return (
                Region((), ()) if self._matrix is None or not self.selected else self._matrix.region_at(*self.selected)
            )

    def arrange(
        self,
        experience: str | None = None,
        rows: Side | None = None,
        columns: Side | None = None,
        at: Mapping[str, object] | None = None,
        colour_by: str | None = None,
    ) -> None:
        """Show another experience, other rows and columns, or other colours; as `moe_nb.results.run.Run.matrix`.

        Raises:
            SpaceError: If an axis, value or key does not exist.
            UsageError: If it cannot be coloured so, or nothing was answered yet.
        """
        with self._lock:
            if self._table is None:
                raise UsageError("Nothing was answered yet.", hint="Wait for the first answers.")
            colours = chosen_colours(self._table, colour_by or self._colours.by, self._colours.stability)
            if experience is None and self._layout is not None and columns != KEYS:
                experience = self._layout.experience_key  # what is not named stays
            self._layout = layout_of(self._table, experience, rows, columns, at)
            self._colours = replace(self._colours, by=colours.by)
            self._draw_anew()

    def fill(self, table: RunTable, palette: Palette | None = None) -> None:
        """Take in what a sweep has answered so far; only cells that changed are sent to the page.

        The arrangement stays; for another space it begins anew.

        Args:
            table: The answers.
            palette: Letters and colours of the run; those it has if left out.

        Raises:
            AuditError: If the repeats that it is coloured by are of another run.
        """
        with self._lock:
            is_recoloured = palette is not None and palette is not self._colours.palette
            if palette is not None:
                self._colours = replace(self._colours, palette=palette)
            if self._colours.stability is not None and table.keys:
                check_repeats(table, self._colours.stability)
            before, self._table = self._table, table
            if not table.keys:
                return
            layout, known = self._layout, before is not None and before.space is table.space
            self._lists += not known or before is None or before.keys != table.keys
            if layout is None or not known or layout.experience_key not in {None, *table.keys}:
                self._layout = layout_of(table, table.keys[0] if len(table.space.axes) > 1 else None)
                self._draw_anew()
            elif before is None or before.keys != table.keys or is_recoloured:
                self._draw_anew()
            else:
                self._draw_changes()

    def clear(self) -> None:
        """Take everything away, before another sweep."""
        with self._lock, self.hold_sync():
            self._table = self._layout = self._matrix = None
            self.sheet, self.looks, self.selected, self.note = {}, [], (), ""
            self.codes = CellBytes(np.zeros(0, np.uint8))

    def _draw_anew(self) -> None:
        table, layout = self._table, self._layout
        if table is None or layout is None:
            return
        self._book = LookBook()
        numbers = self._numbers(table, layout)
        serial = int(self.sheet.get("serial", 0)) + 1
        with self.hold_sync():
            self.sheet = sheet_of(table, layout, self.matrix, serial, self._lists)
            self.looks = self._book.packed()
            self.codes = CellBytes(numbers)
            self.selected, self.note = (), ""

    def _draw_changes(self) -> None:
        table, layout = self._table, self._layout
        if table is None or layout is None:
            return
        numbers = self._numbers(table, layout)
        self.looks = self._book.packed()
        changed = np.flatnonzero(numbers != self.codes.numbers).astype(np.uint32)
        weight = 5  # bytes of a change; one of a cell
        if weight * changed.size > numbers.size:
            self.codes = CellBytes(numbers)
        elif changed.size:
            self.codes.numbers[:] = numbers
            message = {"kind": "cells", "serial": self.sheet["serial"]}
            self.send(message, [changed.tobytes(), numbers[changed].tobytes()])

    def _numbers(self, table: RunTable, layout: Layout) -> np.ndarray[Any, np.dtype[np.uint8]]:
        self._matrix = DisplayedMatrix(table, layout, self._colours)
        shown = self._matrix.shown
        return self._book.numbers(shown.codes, looks_of(shown.contents, self._colours.by, self._colours.palette))

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Answer what the page asks; what it may not ask is left alone."""
        with self._lock:
            request = read_request(content, self.sheet)
            if request is None or self._matrix is None or self._table is None or self._layout is None:
                return
            try:
                self.note = ""
                if isinstance(request, Arrange):
                    self._layout, by = arranged(request, self._table, self._layout)
                    self._colours = replace(self._colours, by=by)
                    self._draw_anew()
                    return
                if isinstance(request, Select):
                    self.selected = (request.rows, request.columns)
                self._say(request.number, reading_of(request, self._matrix))
            except MoeError as error:
                self.note = named(f"{error.summary} {error.hint}".strip())
            except Exception as error:  # noqa: BLE001 - a callback's exception is shown in no cell
                self.note = named(f"Unexpected: {error}")

    def _say(self, number: int, html: str) -> None:
        self.send({"kind": "reading", "serial": self.sheet["serial"], "number": number, "html": html})

    def keep_output(self) -> None:
        """Put the matrix as it is now in the place of the table a saved notebook would show without a kernel."""
        self._output.update(self)

    def _ipython_display_(self) -> None:
        self._output.show(self)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Add the same matrix as a table, for places without a kernel: GitHub, a saved page, a mail."""
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        empty = {"text/plain": "The matrix is empty so far."}
        with self._lock:
            static = empty if self._matrix is None else self._matrix._repr_mimebundle_()
        return {**(data or {}), **static}, metadata
