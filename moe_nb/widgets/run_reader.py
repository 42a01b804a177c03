"""Step 4: look at runs again, this panel's and those of files, and compare two."""

from __future__ import annotations

import asyncio
from pathlib import Path

from moe_nb.core.errors import RunFileError
from moe_nb.results.run import Run
from moe_nb.results.runs import Runs
from moe_nb.views.code import literal
from moe_nb.widgets.alarm import Alarm
from moe_nb.widgets.code_view import CodeView
from moe_nb.widgets.going_on import wants_more
from moe_nb.widgets.matrix_view import MatrixView
from moe_nb.widgets.note import Note
from moe_nb.widgets.run_code import opening_lines
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import button, choice, column, html, on_enter, row, text
from moe_nb.workspace import loop
from moe_nb.workspace.run_files import open_run, runs

NONE = "(none)"
NOTHING = "<p>No run yet: sweep in step 3, or open a run file.</p>"


class RunReader(Stack):
    """Opens runs, shows their matrix and what changed between two.

    Args:
        state: The panel's state.
    """

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self.run, self.earlier = choice("Run", [(NONE, -1)]), choice("Compare with", [(NONE, -1)])
        self.found = choice("Run files", [(NONE, "")])
        self.file, self.open_button = text("File", "friday.moe"), button("Open", "Reads the run file")
        self.look = button("Look again", "Lists the run files of this machine")
        self.compare = button("Compare", "Says what changed from the earlier run to this one")
        self.note, self.summary, self.diff = Note(), html(NOTHING), html()
        self.view, self.code = MatrixView(), CodeView(state.cell_id)
        self._answers = column(self.view)
        opening = column(row(self.found, self.look), row(self.file, self.open_button))
        comparing = row(self.earlier, self.compare)
        super().__init__(
            [self.run, opening, comparing, Alarm(state), self.note, self.summary, self.diff, self._answers, self.code]
        )
        self._is_in_sight = False
        self._drawn: Run | None = None
        """The run whose matrix is drawn; others are drawn when they come in sight."""
        self._observe()
        show(self.found, visible=False)
        self._draw()

    def _observe(self) -> None:
        guarded, state = self._state.guarded, self._state
        self.run.observe(guarded(lambda change: self._chosen(change["new"])), "value")
        self.found.observe(lambda change: self._found(change["new"]), "value")
        self.open_button.on_click(guarded(lambda _: self.open_file()))
        on_enter(self.file, guarded(lambda _: self.open_file()))
        self.look.on_click(guarded(lambda _: self.list_files()))
        self.compare.on_click(guarded(lambda _: self._tell_changes()))
        state.observe(state.drawing(lambda _: self._draw()), "run")
        state.observe(state.drawing(lambda change: self._ended(change["old"])), "under_way")

    def show_in_sight(self, *, is_in_sight: bool) -> None:
        """Do what can wait until somebody looks: draw the matrix, and list the run files as they are now."""
        self._is_in_sight = is_in_sight
        if is_in_sight:
            self._draw_matrix()
            self.list_files()

    def _ended(self, what: str) -> None:
        if self._is_in_sight and what == "sweeping":  # the file of a sweep that is over can be read now
            self.list_files()

    def list_files(self) -> None:
        """List the run files of this machine's folder; each is opened for it, so nothing waits."""
        loop.submit(self._list())

    async def _list(self) -> None:
        try:
            listed = await asyncio.to_thread(runs)
        except Exception as error:  # noqa: BLE001 - there is no cell to raise in
            self._state.error = error
        else:
            self._offer(listed)

    def _offer(self, listed: Runs) -> None:
        job = self._state.job if self._state.under_way == "sweeping" else None
        own = None if job is None else job.path
        lines = []
        for line in listed:
            about = "the sweep under way" if line.path == own else line.row[1] or line.problem
            lines.append((f"{line.path.name} ({about})", str(line.path)))
        if lines != list(self.found.options)[1:]:  # what was chosen stays chosen while nothing changes
            self.found.options = [(NONE, ""), *lines]
        show(self.found, visible=bool(lines))

    def open_file(self) -> None:
        """Open the named file."""
        said = self.file.value.strip()
        if not said:
            raise RunFileError("No file is named.", hint="Type its name, or choose one of the list.")

        def opened(run: Run) -> None:
            self._state.take(run, Path(said).name)
            self._state.said = f"Opened {said}."

        self._state.do("opening the run", lambda: open_run(said), opened)

    def _found(self, path: str | None) -> None:
        if path:
            self.file.value = path

    def _chosen(self, number: int | None) -> None:
        kept = self._state.runs
        if number is not None and 0 <= number < len(kept):
            self._state.run = kept[number].run

    def _draw(self) -> None:
        run, kept = self._state.run, self._state.runs
        named = [(one.name, number) for number, one in enumerate(kept)]
        at = next((number for number, one in enumerate(kept) if one.run is run), -1)
        before = self.earlier.value
        self.run.options = list(reversed(named)) or [(NONE, -1)]
        if at >= 0:
            self.run.value = at
        self.earlier.options = [(NONE, -1), *reversed(named)]
        self.earlier.value = before if before in {number for _, number in named} else -1
        self.diff.value = ""
        if run is not None:
            self.summary.value = run._repr_html_()
            self.code.show([("Python", _opening(run))], self._state.workspace.source)
        is_partial = run is not None and wants_more(run)
        self.note.say("Something is missing of this run: go on with it in step 3." if is_partial else "")
        show(self._answers, visible=run is not None and bool(run.keys))
        self._draw_matrix()

    def _draw_matrix(self) -> None:
        run: Run | None = self._state.run
        if run is not None and run is not self._drawn and self._is_in_sight:
            self._drawn = run
            self.view.clear()
            self.view.fill(run.table, run.palette)

    def _tell_changes(self) -> None:
        kept, run = self._state.runs, self._state.run
        number = self.earlier.value
        if run is None or number is None or number < 0:
            raise RunFileError("There is nothing to compare with.", hint="Choose an earlier run, or open a run file.")
        earlier: Run = kept[number].run

        def drawn(html: str) -> None:
            self.diff.value = html
            self._state.said = ""

        self._state.do("comparing", lambda: run.diff(earlier)._repr_html_(), drawn)


def _opening(run: Run) -> str:
    """Return the Python that looks at the same run."""
    key = literal(run.keys[0]) if run.keys else ""
    lines = ["import moe_nb as moe", "", *opening_lines(run)]
    return "\n".join([*lines, f"moe.matrix_view(run, {key})" if len(run.keys) > 1 else "moe.matrix_view(run)"])
