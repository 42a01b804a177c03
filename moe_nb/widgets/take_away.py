"""Step 6: the run as a file, as tables, as code, as data in Python."""

from __future__ import annotations

from pathlib import Path

from moe_nb.core.errors import UsageError
from moe_nb.results.run import Run
from moe_nb.views.code import literal
from moe_nb.widgets.alarm import Alarm
from moe_nb.widgets.code_view import CodeView
from moe_nb.widgets.download import Download
from moe_nb.widgets.file_names import named_path, told, written_beside
from moe_nb.widgets.note import Note
from moe_nb.widgets.run_code import opening_lines
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import button, html, row, text

IN_PYTHON = """# show the panel with: p = moe.panel(), then p in the last line; in the next cell:
p.run.to_frame()         # a row per context and experience key
p.run.matrix({key}).to_frame()
p.answer.to_frame()      # the last fetch"""
ENDINGS = (".moe", ".csv", ".xlsx", ".parquet")
"""What a run can be written as."""
NOTHING = "<p>Nothing swept yet: go to step 3, or open a run in step 4.</p>"


class TakeAway(Stack):
    """Saves the run that is looked at, and shows the code that makes it again.

    Args:
        state: The panel's state.
    """

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self.summary, self.code, self.note = html(NOTHING), CodeView(state.cell_id), Note()
        self.file = text("File", "friday.moe", value="friday.moe")
        self.save = button("Save run", "Writes a run file: everything, to be opened here again", primary=True)
        self.csv = button("CSV", "Writes every answer as a row, for a spreadsheet")
        self.excel = button("Excel", "Writes every answer as a row of a workbook (.xlsx)")
        self.parquet = button("Parquet", "Writes every answer as a row, for data tools")
        self.saving = row(self.file, self.save, self.csv, self.excel, self.parquet)
        self.download = Download()
        super().__init__([self.summary, self.saving, Alarm(state), self.note, self.download, self.code])
        self.save.on_click(state.guarded(lambda _: self._write(".moe")))
        for pressed, ending in ((self.csv, ".csv"), (self.excel, ".xlsx"), (self.parquet, ".parquet")):
            pressed.on_click(state.guarded(lambda _, ending=ending: self._write(ending)))
        state.observe(state.drawing(lambda _: self._draw()), "run")
        self._draw()

    def _write(self, ending: str) -> None:
        run: Run | None = self._state.run
        if run is None:
            raise UsageError("There is no run to save.", hint="Sweep in step 3, or open a run file in step 4.")
        path = named_path(self.file.value, ending, ENDINGS, "friday")
        self.note.say("")
        self.download.clear()
        is_run = ending == ".moe"
        write = run.save_as if is_run else run.export
        self._state.do(
            "writing the file",
            lambda: written_beside(path, write, replaces=not is_run),
            lambda written: self._tell(path, written),
        )

    def _tell(self, wanted: Path, written: Path) -> None:
        self.note.say(told(wanted, written))
        self.download.offer(written)

    def _draw(self) -> None:
        run = self._state.run
        if run is None:
            return
        self.summary.value = run._repr_html_()
        in_python = IN_PYTHON.format(key=literal(run.keys[0]) if run.keys else "")
        self.code.show([*self._again(run), ("The answers in Python", in_python)], self._state.workspace.source)

    def _again(self, run: Run) -> list[tuple[str, str]]:
        """Return the Python that has the run again: its own sweep where that is known, its file where there is one."""
        kept, parts = self._state.kept(run), []
        if kept is not None and kept.code:
            parts.append(("The same sweep as Python", kept.code))
        if run.path is not None:
            lines = ["import moe_nb as moe", "", *opening_lines(run), "run"]
            parts.append(("The run file in Python", "\n".join(lines)))
        return parts
