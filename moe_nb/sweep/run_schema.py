"""What a run file looks like inside: an SQLite database in one file."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from moe_nb.core.errors import RunFileError

SUFFIX = ".moe"

APPLICATION_ID = 0x6D6F6562
"""``moeb``: how the ``file`` command and we tell a run file from any other database."""

FORMAT = 1
"""A later version reads every earlier format."""

SCHEMA = """
CREATE TABLE header (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- an axis that is too long for the header; `first` is the position of the same value before, if there is one
CREATE TABLE listed (
    axis INTEGER NOT NULL, position INTEGER NOT NULL, value TEXT NOT NULL, first INTEGER,
    PRIMARY KEY (axis, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX listed_once ON listed (axis, value) WHERE first IS NULL;
-- every distinct content once; its number is what stands in `codes`
CREATE TABLE content (
    number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, experience_key TEXT NOT NULL, outcome TEXT NOT NULL,
    cause TEXT, raw BLOB NOT NULL, error TEXT NOT NULL
);
-- one row per call, as it comes: call = context x chunks + chunk; `codes` are little-endian int32
CREATE TABLE answer (
    call INTEGER PRIMARY KEY, status INTEGER NOT NULL, elapsed_us INTEGER NOT NULL, asked_epoch_ms INTEGER NOT NULL,
    codes BLOB NOT NULL, error TEXT NOT NULL
);
-- many contexts at once, packed when a run is closed; a row of `answer` counts more than its place in a block
CREATE TABLE block (
    first INTEGER PRIMARY KEY, contexts INTEGER NOT NULL, codes BLOB NOT NULL, status BLOB NOT NULL,
    elapsed_ms BLOB NOT NULL, asked_epoch_ms BLOB NOT NULL
);
"""

_KEEP_SHORT_S = 0.2
"""Seconds to wait for another writer before saying that there is one."""


def run_path(path: str | Path) -> Path:
    """Return the path of a run file, ``.moe`` added where no ending is given."""
    given = Path(path).expanduser()
    return given if given.suffix else given.with_suffix(SUFFIX)


def create(path: Path) -> sqlite3.Connection:
    """Make a new run file and open it for writing.

    Raises:
        RunFileError: If there is a file already, or it cannot be written there.
    """
    try:
        path.open("xb").close()  # never another's file, also when two begin at once
    except FileExistsError:
        raise RunFileError(f"{str(path)!r} exists already.", hint="Name another file, or delete that one.") from None
    except OSError as error:
        raise RunFileError(
            f"{str(path)!r} cannot be written ({error.strerror}).", hint="Name a file in a folder you may write to."
        ) from None
    try:
        connection = _connect(path)
        connection.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT}; {SCHEMA}")
    except sqlite3.Error as error:
        path.unlink(missing_ok=True)
        raise fault(path, error) from None
    return connection


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open a run file to go on with it; only one process can.

    Raises:
        RunFileError: If it is not there, no run file, of a later format, damaged, or being written by another process.
    """
    check_is_there(path)
    try:
        connection = _connect(path)
        check_format(path, connection)
    except sqlite3.Error as error:
        raise fault(path, error) from None
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open a run file to read it; a side file that a killed process left is taken in first.

    Raises:
        RunFileError: As `open_for_writing`.
    """
    check_is_there(path)
    try:
        if path.with_name(f"{path.name}-wal").exists():
            with closing(_connect(path)) as recovering:
                to_one_file(recovering)
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False)
        check_format(path, connection)
    except sqlite3.Error as error:
        raise fault(path, error) from None
    return connection


def to_one_file(connection: sqlite3.Connection) -> None:
    """Take the side file in, so that the run is one file a person can copy."""
    connection.execute("PRAGMA journal_mode = DELETE").fetchone()


def check_is_there(path: Path) -> None:
    """Raise a `RunFileError` unless there is a file."""
    if not path.is_file():
        raise RunFileError(f"There is no run file {str(path)!r}.", hint="moe.runs() lists those of this machine.")


def check_format(path: Path, connection: sqlite3.Connection) -> None:
    """Raise a `RunFileError` unless this version can read the file."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise RunFileError(
            f"{str(path)!r} is not a run file.", hint="Run files are written by a sweep and end in .moe."
        )
    if version > FORMAT:
        raise RunFileError(
            f"{str(path)!r} has format {version}; this version of moe_nb reads up to {FORMAT}.",
            hint="Install a newer moe_nb.",
        )


def fault(path: Path, error: sqlite3.Error) -> RunFileError:
    """Return what SQLite said, in words."""
    said = str(error)
    if "locked" in said:
        return RunFileError(
            f"{str(path)!r} is being written by another process or sweep.", hint="Wait for its end, or stop it first."
        )
    if "full" in said:
        return RunFileError(
            f"The disk is full: {str(path)!r} cannot grow.", hint="Free some space, then resume the run."
        )
    if "readonly" in said or "unable to open" in said:
        return RunFileError(f"{str(path)!r} cannot be written ({said}).", hint="Check the folder's permissions.")
    if "not a database" in said:
        return RunFileError(f"{str(path)!r} is not a run file.", hint="Run files are written by a sweep, end in .moe.")
    return RunFileError(
        f"{str(path)!r} is damaged or cannot be used ({said}).", hint="Take a copy of the file, if there is one."
    )


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_KEEP_SHORT_S, isolation_level=None, check_same_thread=False)
    try:
        # exclusive: one writer, and WAL without the shared memory that network file systems do not have
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        with suppress(sqlite3.OperationalError):  # a file system that refuses WAL gets the rollback journal
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN EXCLUSIVE")  # takes the lock now, not at the first answer
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
