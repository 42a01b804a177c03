"""Whether a path still leads to the file that was opened under it."""

from __future__ import annotations

from pathlib import Path

from moe_nb.core.errors import RunFileError


class OwnFile:
    """A file that is open for a long time, and that somebody may delete, move or replace meanwhile.

    Args:
        path: The file, open already.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark = _mark(path)

    @property
    def is_gone(self) -> bool:
        """Whether nothing is there any more, or another file."""
        return self._mark is None or _mark(self._path) != self._mark

    def check(self) -> None:
        """Raise a `RunFileError` if it is gone: what is written from then on, nobody would find."""
        if self.is_gone:
            raise gone(self._path)


def gone(path: Path) -> RunFileError:
    """Return that somebody took a run file away."""
    return RunFileError(
        f"{str(path)!r} was deleted, moved or replaced while the sweep wrote it.",
        hint="What was answered is in the file run.path; if that is None, in memory only: run.save_as(...) keeps it.",
    )


def beside(path: Path) -> Path:
    """Return a path in the same folder that nobody has."""
    number = 1
    while (found := path.with_name(f"{path.stem} (saved{'' if number == 1 else f' {number}'}){path.suffix}")).exists():
        number += 1
    return found


def _mark(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from all others; where the system numbers none, it only tells whether it is there."""
    try:
        said = path.stat()
    except OSError:
        return None
    return said.st_dev, said.st_ino
