"""Opening run files to read them, whatever a killed process left, and copying them."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from moe_nb.core.errors import RunFileError
from moe_nb.sweep.run_faults import in_words
from moe_nb.sweep.run_opening import (
    Connection,
    check_can_go_on,
    check_is_there,
    connected,
    exclusive,
    is_there,
    leave,
    made,
)
from moe_nb.sweep.run_schema import check_format, is_blank

_SIDES = ("-wal", "-journal")
"""Endings of the side files a killed process leaves; they hold its last answers."""


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open a run file to read it; what a killed process left beside it is taken in first.

    In a folder that cannot be written to, that happens to a copy.

    Raises:
        RunFileError: As `open_for_writing`.
    """
    check_is_there(path)
    with in_words(path):
        try:
            return _recovered(path)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise
            return _copy(path, _recovered)


def open_copy(path: Path) -> sqlite3.Connection:
    """Open a copy of a run file to read what can be read of it; the file itself is not touched.

    Raises:
        RunFileError: If it is not there, is being written, or does not look like a run file at all.
    """
    check_is_there(path)
    with in_words(path):
        try:
            connected(path).execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.DatabaseError as error:
            # whoever opens and closes a file that this process writes would end its locks
            if "locked" in str(error):
                raise
        return _copy(path, _lenient)


def holds_nothing(path: Path) -> bool:
    """Say whether a file is there in which nothing was stored: empty, or of a sweep that was killed before it began."""
    if not path.is_file():
        return False
    try:
        connection = connected(path)
    except sqlite3.Error:
        return False
    try:
        return is_blank(connection)
    except sqlite3.Error:  # another program's file, or one that is being written
        return False
    finally:
        connection.close()


def sides(path: Path) -> list[str]:
    """Return the names of the files beside a run file that hold a part of its answers."""
    found = [_side(path, ending) for ending in _SIDES]
    return [side.name for side in found if side.exists()]


def copy_into(connection: sqlite3.Connection, path: Path) -> None:
    """Write a run file that is open into a new one, in one piece.

    Raises:
        RunFileError: If there is a file already, or it cannot be written.
    """
    if not made(path):
        raise is_there(path)
    try:
        with in_words(path), _allowed_to_write(connection):
            connection.execute("VACUUM INTO ?", (str(path),))
    except RunFileError:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _allowed_to_write(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("PRAGMA query_only = OFF")
    try:
        yield
    finally:
        connection.execute("PRAGMA query_only = ON")


def _recovered(path: Path) -> Connection:
    connection = _reader(path)
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        return connection
    connection.close()
    leave(exclusive(path, check=lambda found: check_can_go_on(path, found)))
    return _reader(path)


def _lenient(path: Path) -> Connection:
    # or SQLite refuses a file that was cut off, whatever is left of it
    return _reader(path, "PRAGMA writable_schema = ON")


def _reader(path: Path, first: str = "PRAGMA query_only = ON") -> Connection:
    connection = connected(path)
    try:
        connection.execute(first)
        connection.execute("PRAGMA query_only = ON")
        check_format(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _copy(path: Path, opened: Callable[[Path], Connection]) -> Connection:
    """Open a copy of a file and its side files, which goes when nobody reads it any more."""
    folder = Path(tempfile.mkdtemp(prefix="moe_nb-"))
    copied = folder / path.name
    try:
        for ending in ("", *_SIDES):
            if _side(path, ending).exists():
                shutil.copyfile(_side(path, ending), _side(copied, ending))
        connection = opened(copied)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise RunFileError(f"{str(path)!r} cannot be copied to be read ({error.strerror}).") from None
        if isinstance(error, RunFileError):  # nobody but us knows the copy
            said = error.description.replace(repr(str(copied)), repr(str(path)))
            raise RunFileError(said, hint=error.hint) from None
        raise
    connection.folder = folder
    return connection


def _side(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
