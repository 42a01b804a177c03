"""Opening and closing run files: one writer, any number of readers, one file in the end."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from moe_nb.core.errors import RunFileError
from moe_nb.sweep.run_faults import in_words
from moe_nb.sweep.run_schema import check_format, is_blank, write_schema
from moe_nb.sweep.transaction import Transaction

_KEEP_SHORT_S = 0.2
"""Seconds to wait for another writer before saying that there is one."""

_SIDES = ("-wal", "-journal")
"""Endings of the side files a killed process leaves; they hold its last answers."""


class _Connection(sqlite3.Connection):
    """Closes itself with its last reader, and takes along the copy it reads, if it is one."""

    folder: Path | None = None

    def close(self) -> None:
        super().close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __del__(self) -> None:
        self.close()


def create(path: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make a new run file in one go; see `begin`."""
    leave(begin(path, fill))


def begin(path: Path, fill: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    """Make a new run file, with all that *fill* writes into it or not at all, and keep it open for writing.

    A file in which nothing was stored yet is taken over.

    Raises:
        RunFileError: If there is a run already, another sweep writes there, or nobody can.
    """
    is_new = _made(path)
    with in_words(path):
        connection = _exclusive(path, check=lambda found: _check_blank(path, found))
    try:
        with Transaction(path, connection):
            write_schema(connection)
            fill(connection)
    except BaseException:
        leave(connection)
        if is_new:
            path.unlink(missing_ok=True)
        raise
    return connection


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open a run file to go on with it; only one process can.

    Raises:
        RunFileError: If it is not there, no run file, of a later format, damaged, or being written by another process.
    """
    check_is_there(path)
    with in_words(path):
        return _exclusive(path, check=lambda found: check_format(path, found))


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
            return _copy(path)


def copy_into(connection: sqlite3.Connection, path: Path) -> None:
    """Write a run file that is open into a new one, in one piece.

    Raises:
        RunFileError: If there is a file already, or it cannot be written.
    """
    if not _made(path):
        raise _is_there(path)
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


def to_one_file(connection: sqlite3.Connection) -> None:
    """Take the side file in, so that the run is one file a person can copy."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    connection.execute("PRAGMA synchronous = OFF")  # all is on the disk now, and only the mode changes
    connection.execute("PRAGMA journal_mode = DELETE").fetchone()


def leave(connection: sqlite3.Connection) -> None:
    """Close a file as it is, in one piece where that can be done; safe to call again."""
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        to_one_file(connection)
    connection.close()


def check_is_there(path: Path) -> None:
    """Raise a `RunFileError` unless there is a file."""
    if not path.is_file():
        raise RunFileError(f"There is no run file {str(path)!r}.", hint="moe.runs() lists those of this machine.")


def _made(path: Path) -> bool:
    """Make an empty file, never in place of another; return whether it was not there before."""
    try:
        path.open("xb").close()
    except FileExistsError:
        return False
    except OSError as error:
        raise RunFileError(
            f"{str(path)!r} cannot be written ({error.strerror}).", hint="Name a file in a folder you may write to."
        ) from None
    return True


def _check_blank(path: Path, connection: sqlite3.Connection) -> None:
    if not is_blank(connection):
        raise _is_there(path)


def _is_there(path: Path) -> RunFileError:
    return RunFileError(f"{str(path)!r} exists already.", hint="Name another file, or delete that one.")


def _recovered(path: Path) -> _Connection:
    connection = _reader(path)
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        return connection
    connection.close()
    leave(_exclusive(path, check=lambda found: check_format(path, found)))
    return _reader(path)


def _exclusive(path: Path, check: Callable[[sqlite3.Connection], None]) -> _Connection:
    connection = _connect(path)
    try:
        # exclusive: one writer, and WAL without the shared memory that network file systems do not have
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")  # takes the lock now, not at the first answer
        check(connection)  # before anything is changed: it may be another program's file
        connection.execute("COMMIT")
        connection.execute("PRAGMA synchronous = OFF")  # nothing is written yet
        with suppress(sqlite3.OperationalError):  # a file system that refuses WAL gets the rollback journal
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _reader(path: Path) -> _Connection:
    connection = _connect(path)
    try:
        connection.execute("PRAGMA query_only = ON")
        check_format(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path) -> _Connection:
    connection = sqlite3.connect(
        path, timeout=_KEEP_SHORT_S, isolation_level=None, check_same_thread=False, factory=_Connection
    )
    # no more is taken from a file than its rows: it may come from anybody (SQLite: Defense Against The Dark Arts)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _copy(path: Path) -> _Connection:
    """Open a copy of a file and its side files, which goes when nobody reads it any more."""
    folder = Path(tempfile.mkdtemp(prefix="moe_nb-"))
    copied = folder / path.name
    try:
        for ending in ("", *_SIDES):
            if _side(path, ending).exists():
                shutil.copyfile(_side(path, ending), _side(copied, ending))
        connection = _recovered(copied)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise RunFileError(f"{str(path)!r} cannot be copied to be read ({error.strerror}).") from None
        raise
    connection.folder = folder
    return connection


def _side(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
