"""Run files that were damaged, or made by somebody who means harm."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from contextlib import closing

import numpy as np


def change(file, *statements):
    """Run SQL on a run file, as anybody can."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(*(statement if isinstance(statement, tuple) else (statement,)))


def change_record(file, name, edit):
    """Edit a record of the header and sign it again: a file that was made so on purpose."""
    with closing(sqlite3.connect(file)) as connection, connection:
        (text,) = connection.execute("SELECT value FROM header WHERE name = ?", (name,)).fetchone()
        record = json.loads(text)
        edited = edit(record)
        text = json.dumps(record if edited is None else edited)
        sign(connection, name, text)


def sign(connection, name, text):
    """Write a record as it would be written."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    connection.execute("UPDATE header SET value = ?, digest = ? WHERE name = ?", (text, digest, name))


def bomb(size, kind="|i1"):
    """Return a packed column that unpacks to many zeros."""
    packer = zlib.compressobj(1)
    zeros = bytes(1_000_000)
    parts = [packer.compress(zeros) for _ in range(size // len(zeros))]
    return kind.encode() + b"".join(parts) + packer.flush()


def column(values, kind="<i4"):
    """Return a packed column."""
    return kind.encode() + zlib.compress(np.array(values, kind).tobytes())


def summed(codes):
    """Return the sum of an answer of call 0 as it would be written."""
    return zlib.crc32(b"0 200 1 1 ", zlib.crc32(codes))
