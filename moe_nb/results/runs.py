"""The runs of a folder, as a user holds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from moe_nb.core.errors import RunFileError
from moe_nb.core.run_facts import RunFacts
from moe_nb.results.display import Displayed
from moe_nb.results.run import Run
from moe_nb.sweep.run_file import RunFile
from moe_nb.sweep.run_schema import SUFFIX
from moe_nb.views.tables import runs_html, text_table
from moe_nb.views.visible import one_line

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("name", "started_at", "environment", "workspace", "contexts", "answered", "failed", "ended", "axes")


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run of the list."""

    path: Path
    facts: RunFacts | None
    """None when the file cannot be read now."""
    contexts: int = 0
    axes: str = ""
    problem: str = ""
    """Why it cannot be read, in words."""

    @property
    def row(self) -> tuple[str, ...]:
        """The line as texts, in the order of `COLUMNS`."""
        if self.facts is None:
            return (self.path.name, "", "", "", "", "", "", self.problem, "")
        facts, stopped = self.facts, self.facts.stopped
        started = datetime.fromtimestamp(facts.started_epoch_s, UTC).strftime("%Y-%m-%d %H:%M UTC")
        counts = (f"{number:,}" for number in (self.contexts, stopped.answered, stopped.failed))
        return (
            self.path.name,
            started,
            facts.environment.upper(),
            facts.workspace,
            *counts,
            str(stopped.reason),
            self.axes,
        )


class Runs(Displayed):
    """The run files of a folder, the newest first; ``runs[0]`` opens one.

    Args:
        folder: Where they are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            lines = [_line(path) for path in folder.glob(f"*{SUFFIX}")] if folder.is_dir() else []
        except OSError as error:  # a name that is too long, or a folder that may not be read
            raise RunFileError(f"{str(folder)!r} cannot be listed ({error.strerror}).") from None
        self.lines = sorted(lines, key=_newest_first)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, position: int) -> Run:
        return Run.open(self.lines[position].path)

    def __iter__(self) -> Iterator[RunLine]:
        return iter(self.lines)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per run: `COLUMNS`, all of them texts as they are shown, and ``path``."""
        import pandas as pd  # noqa: PLC0415 - not paid for until wanted

        rows = [(*line.row, str(line.path)) for line in self.lines]
        return pd.DataFrame(rows, columns=[*COLUMNS, "path"])

    def _html(self) -> str:
        return str(runs_html([line.row for line in self.lines], COLUMNS, str(self.folder)))

    def _text(self) -> str:
        if not self.lines:
            return f"No runs in {one_line(str(self.folder))}"
        return text_table(COLUMNS, [line.row for line in self.lines])


def _line(path: Path) -> RunLine:
    try:
        with closing(RunFile(path)) as file:
            axes = " × ".join(f"{len(axis)} {axis.name}" for axis in file.space.axes)
            return RunLine(path, file.facts, len(file.space), axes)
    except RunFileError as error:
        return RunLine(path, None, problem=error.description)


def _newest_first(line: RunLine) -> float:
    return -line.facts.started_epoch_s if line.facts is not None else float("inf")
