"""What a run file says about itself: a few named records."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any


def write_record(connection: sqlite3.Connection, name: str, record: dict[str, Any]) -> None:
    """Write a record, instead of the one before."""
    text = record_text(record)
    connection.execute("INSERT OR REPLACE INTO header VALUES (?, ?, ?)", (name, text, _digest(text)))


def read_record(connection: sqlite3.Connection, name: str) -> dict[str, Any]:
    """Return a record.

    Raises:
        ValueError: If it is not as it was written.
        LookupError: If there is none.
    """
    found = connection.execute("SELECT value, digest FROM header WHERE name = ?", (name,)).fetchone()
    if found is None:
        raise LookupError(f"its {name} is missing")
    text, digest = found
    if _digest(text) != digest:
        raise ValueError(f"its {name} is not as it was written")
    record: dict[str, Any] = json.loads(text)
    return record


def record_text(record: dict[str, Any]) -> str:
    """Return a record as it is stored: the same text for the same record."""
    return json.dumps(record, sort_keys=True)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
