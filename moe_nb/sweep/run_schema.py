"""What a run file looks like inside: an SQLite database in one file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from moe_nb.core.errors import RunFileError
from moe_nb.sweep.run_faults import no_run_file

SUFFIX = ".moe"

APPLICATION_ID = 0x6D6F6562
"""``moeb``: how the ``file`` command and we tell a run file from any other database."""

FORMAT = 1
"""A later version reads every earlier format."""

SCHEMA = """
-- `digest` tells a value that was damaged
CREATE TABLE header (name TEXT PRIMARY KEY, value TEXT NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;
-- an axis that is too long for the header; `first` is the position of the same value before, if any
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
-- one row per call, as it comes: call = context x chunks + chunk; `codes` are little-endian int32, `sum` a CRC-32
CREATE TABLE answer (
    call INTEGER PRIMARY KEY, status INTEGER NOT NULL, elapsed_us INTEGER NOT NULL, asked_epoch_ms INTEGER NOT NULL,
    codes BLOB NOT NULL, error TEXT NOT NULL, sum INTEGER NOT NULL
);
-- many contexts at once, packed when a run is closed; a row of `answer` counts more than its place in a block
CREATE TABLE block (
    first INTEGER PRIMARY KEY, contexts INTEGER NOT NULL, codes BLOB NOT NULL, status BLOB NOT NULL,
    elapsed_ms BLOB NOT NULL, asked_epoch_ms BLOB NOT NULL
);
"""


def run_path(path: str | Path) -> Path:
    """Return the path of a run file, ``.moe`` added where no ending is given.

    Raises:
        RunFileError: If no file can be called so.
    """
    try:
        given = Path(path).expanduser()
        found = given if given.suffix else given.with_name(given.name + SUFFIX)
        found.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return found
    except (OSError, ValueError, RuntimeError) as error:  # too long, no name, NUL in it, nobody's home folder
        said = getattr(error, "strerror", None) or error
        raise RunFileError(f"{str(path)!r} can be no run file ({said}).", hint="Name it like friday.moe.") from None
    return found


def write_schema(connection: sqlite3.Connection) -> None:
    """Make the tables, within the transaction that is open."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    for statement in _statements():
        connection.execute(statement)


def is_blank(connection: sqlite3.Connection) -> bool:
    """Say whether a database holds nothing yet: its sweep was killed before it began."""
    return not _application(connection) and not _tables(connection)


def check_format(path: Path, connection: sqlite3.Connection) -> None:
    """Raise a `RunFileError` unless this version can read the file."""
    if is_blank(connection):
        raise RunFileError(
            f"{str(path)!r} holds no run yet: its sweep ended before it began.", hint="Sweep into it again."
        )
    if _application(connection) != APPLICATION_ID:
        raise no_run_file(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > FORMAT:
        raise RunFileError(
            f"{str(path)!r} has format {version}; this version of moe_nb reads up to {FORMAT}.",
            hint="Install a newer moe_nb.",
        )
    # a view or a trigger called like one of our tables would run what somebody else wrote
    if _tables(connection) != _expected_tables():
        raise RunFileError(
            f"{str(path)!r} has other tables than a run file has.", hint="Take only files that moe_nb wrote."
        )


def _statements() -> list[str]:
    return [statement for statement in SCHEMA.split(";\n") if statement.strip()]


@cache
def _expected_tables() -> frozenset[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        return _tables(connection)


def _tables(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    return frozenset(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def _application(connection: sqlite3.Connection) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    return int(application)
