"""Opening run files to write them, and closing them: one writer, one file in the end."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from moe_nb.core.errors import RunFileError
from moe_nb.sweep.run_faults import in_words
from moe_nb.sweep.run_schema import check_format, is_blank, write_schema
from moe_nb.sweep.transaction import Transaction

_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""What SQLite's journals begin with, and end with where they name a further one."""

_KEEP_SHORT_S = 0.2
"""Seconds to wait for another writer before saying that there is one."""


class Connection(sqlite3.Connection):
    """Closes itself with its last reader, and takes along the copy it reads, if it is one."""

    folder: Path | None = None

    def close(self) -> None:
        """Close the file; safe to call again."""
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
    is_new = made(path)
    with in_words(path):
        connection = exclusive(path, check=lambda found: _check_blank(path, found))
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
        return exclusive(path, check=lambda found: check_can_go_on(path, found))


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


def check_can_go_on(path: Path, connection: sqlite3.Connection) -> None:
    """Raise a `RunFileError` or SQLite's error unless the file is a run's and can be written."""
    check_format(path, connection)
    connection.execute("DELETE FROM header WHERE 0")  # a file that is read only says so now, and not after some calls


def check_is_there(path: Path) -> None:
    """Raise a `RunFileError` unless there is a file."""
    if not path.is_file():
        raise RunFileError(f"There is no run file {str(path)!r}.", hint="moe.runs() lists those of this machine.")


def made(path: Path) -> bool:
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
        raise is_there(path)


def is_there(path: Path) -> RunFileError:
    """Return that a new file would be in place of another one."""
    return RunFileError(f"{str(path)!r} exists already.", hint="Name another file, or delete that one.")


def exclusive(path: Path, check: Callable[[sqlite3.Connection], None]) -> Connection:
    """Open a file so that nobody else can, if *check* raises nothing; SQLite's errors come as they are."""
    connection = connected(path)
    try:
        # exclusive: one writer, and WAL without the shared memory that network file systems do not have
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA synchronous = OFF")  # nothing is stored up to the end of this function
        connection.execute("BEGIN EXCLUSIVE")  # takes the lock now, not at the first answer
        check(connection)  # before anything is changed: it may be another program's file
        connection.execute("COMMIT")
        with suppress(sqlite3.OperationalError):  # a file system that refuses WAL gets the rollback journal
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _check_journal(journal: Path) -> None:
    """Refuse a journal that names a further one, which SQLite would delete: ours never do, and files may be anybody's.

    SQLite: Database File Format, section 3 and Atomic Commit, section 5.
    """
    try:
        with journal.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - len(_JOURNAL_MAGIC)))
            names_another = file.read() == _JOURNAL_MAGIC
    except OSError:
        return
    if names_another:
        raise RunFileError(
            f"{str(journal)!r} names another file, which opening the run would delete.", hint="Remove it, or ask anew."
        )


def connected(path: Path) -> Connection:
    """Open a file; SQLite's errors come as they are.

    Raises:
        RunFileError: If a journal lies beside it that would delete another file.
    """
    _check_journal(path.with_name(f"{path.name}-journal"))
    connection = sqlite3.connect(
        path, timeout=_KEEP_SHORT_S, isolation_level=None, check_same_thread=False, factory=Connection
    )
    # no more is taken from a file than its rows: it may come from anybody (SQLite: Defense Against The Dark Arts)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection
