"""All or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from moe_nb.sweep.run_faults import fault


class Transaction:
    """Writes to a run file that are stored together or not at all; SQLite's errors come in words.

    Args:
        path: The run file, for the words.
        connection: The file, open for writing.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def __enter__(self) -> None:
        try:
            self._connection.execute("BEGIN")
        except sqlite3.Error as error:
            raise fault(self._path, error) from None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._connection.execute("COMMIT")
                return
        except sqlite3.Error as refused:
            error = refused
        with suppress(sqlite3.Error):  # a full disk has ended it already
            self._connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise fault(self._path, error) from None
