"""What goes wrong with a run file, in words."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moe_nb.core.errors import MoeError, RunFileError

_HINT_DAMAGED = "moe.open_run(file, rescue=True) saves what can be read; or take a copy, if there is one."

_BROKEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    MoeError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What reading raises when a file holds something else than we wrote; it may come from anybody."""


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn whatever reading a run file raises into a `RunFileError`."""
    try:
        yield
    except RunFileError:
        raise
    except sqlite3.Error as error:
        raise fault(path, error) from None
    except _BROKEN as error:
        raise damaged(path, error) from None


@contextmanager
def nothing_saved(path: Path) -> Iterator[None]:
    """Do the same while a damaged file is read for what can be saved: there is no other way to read it."""
    try:
        with in_words(path):
            yield
    except RunFileError as error:
        if error.hint == _HINT_DAMAGED:
            raise RunFileError(
                error.description, hint="Nothing can be saved of it: take a copy if there is one."
            ) from None
        raise


def fault(path: Path, error: sqlite3.Error) -> RunFileError:
    """Return what SQLite said, in words."""
    name, said = repr(str(path)), str(error)
    if "locked" in said:
        return RunFileError(
            f"{name} is being written by another process or sweep.", hint="Wait for its end, or stop it first."
        )
    if "full" in said:
        return RunFileError(f"The disk is full: {name} cannot grow.", hint="Free some space, then resume the run.")
    if "I/O" in said:
        return RunFileError(
            f"{name} cannot be read or written further ({said}).",
            hint="Check that the disk is there and has space, then resume the run.",
        )
    if "readonly" in said or "unable to open" in said:
        return RunFileError(f"{name} cannot be written ({said}).", hint="Check the folder's permissions.")
    if "not a database" in said:
        return no_run_file(path)
    return RunFileError(f"{name} is damaged ({said}).", hint=_HINT_DAMAGED)


def damaged(path: Path, error: Exception) -> RunFileError:
    """Return that a file holds something else than a run."""
    said = error.description if isinstance(error, MoeError) else str(error)
    return RunFileError(f"{str(path)!r} is damaged ({type(error).__name__}: {said}).", hint=_HINT_DAMAGED)


def no_run_file(path: Path) -> RunFileError:
    """Return that a file is something else altogether."""
    return RunFileError(f"{str(path)!r} is not a run file.", hint="Run files are written by a sweep and end in .moe.")
