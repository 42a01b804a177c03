"""Contents in a run file, each once."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable

from moe_nb.core.run_table import NOT_ASKED, Content, stored_content

REMEMBERED = 50_000
"""Contents whose number is remembered; the others are looked up in the file."""
REMEMBERED_BYTES = 16 * 2**20
"""Bytes of the experiences in them, at most."""


class StoredContents:
    """Contents that stay in the file: for runs whose contents may be more than memory holds.

    Args:
        connection: The run file, open for writing; numbering writes into its transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[Content, int] = {}
        self._size = 0
        self._next = count_contents(connection)

    def number(self, content: Content) -> int:
        """Return the number of *content*, a new one if the file does not hold it."""
        number = self._numbers.get(content)
        if number is None:
            number = self._looked_up(content)
            if len(self._numbers) >= REMEMBERED or self._size >= REMEMBERED_BYTES:
                self._numbers.clear()
                self._size = 0
            self._numbers[content] = number
            self._size += len(content.raw)
        return number

    def _looked_up(self, content: Content) -> int:
        if content == NOT_ASKED:
            return 0
        found = self._connection.execute(
            "SELECT number FROM content WHERE digest = ?", (digest_of(content),)
        ).fetchone()
        if found is not None:
            return int(found[0])
        insert_contents(self._connection, self._next, [content])
        self._next += 1
        return self._next - 1


def count_contents(connection: sqlite3.Connection) -> int:
    """Return how many contents the file holds, "not asked" included, which is number 0 in every file."""
    (highest,) = connection.execute("SELECT max(number) FROM content").fetchone()
    return 1 if highest is None else int(highest) + 1


def size_of_contents(connection: sqlite3.Connection) -> int:
    """Return how many bytes the experiences of a file have, each distinct one counted once."""
    (size,) = connection.execute("SELECT coalesce(sum(length(raw)), 0) FROM content").fetchone()
    return int(size)


def insert_contents(connection: sqlite3.Connection, first: int, contents: Iterable[Content]) -> None:
    """Store contents under the numbers from *first* on."""
    rows = [
        (
            number,
            digest_of(c),
            c.outcome.value,
            None if c.cause is None else c.cause.value,
            c.experience_key,
            c.raw,
            c.error,
        )
        for number, c in enumerate(contents, start=first)
    ]
    columns = "number, digest, outcome, cause, experience_key, raw, error"
    connection.executemany(f"INSERT INTO content ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608


def read_contents(connection: sqlite3.Connection, numbers: Iterable[int] | None = None) -> dict[int, Content]:
    """Return contents by number, "not asked" included; all of them, or those of *numbers*."""
    query = "SELECT number, digest, outcome, cause, experience_key, raw, error FROM content"
    if numbers is None:
        rows = connection.execute(query).fetchall()
    else:
        chosen = "WHERE number IN (SELECT value FROM json_each(?))"
        wanted = json.dumps([int(number) for number in numbers])
        rows = connection.execute(f"{query} {chosen}", (wanted,)).fetchall()
    return {0: NOT_ASKED} | {row[0]: checked_content(*row[1:]) for row in rows}


def checked_content(digest: bytes, outcome: str, cause: str | None, key: str, raw: bytes, error: str) -> Content:
    """Return the content of a row.

    Raises:
        ValueError, MoeError: If it is not as it was written.
    """
    content = stored_content(outcome, cause, key, raw, error)
    if digest_of(content) != digest:
        raise ValueError(f"a content of {key!r} is not as it was written")
    return content


def digest_of(content: Content) -> bytes:
    """Return 16 bytes that differ when a content differs."""
    said = [content.outcome.value, content.cause and content.cause.value, content.experience_key, content.error]
    text = json.dumps(said).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(len(text).to_bytes(4, "big") + text + content.raw, digest_size=16).digest()
