"""Which rows a run file has when it is closed: rows that get lost afterwards are missed."""

from __future__ import annotations

import sqlite3

import msgspec

from moe_nb.sweep.stored_header import read_record, write_record

_NAME = "sealed"


class _Seal(msgspec.Struct):
    blocks: list[int]
    """Where they begin."""
    answers: int
    """How many single ones there are."""


def seal(connection: sqlite3.Connection) -> None:
    """Write down what rows there are; the next answer breaks the seal."""
    write_record(connection, _NAME, msgspec.to_builtins(_found(connection)))


def break_seal(connection: sqlite3.Connection) -> None:
    """Take the seal away: rows come from now on."""
    connection.execute("DELETE FROM header WHERE name = ?", (_NAME,))


def check_seal(connection: sqlite3.Connection) -> bool:
    """Say whether a file is sealed: it is not while answers come, nor after a process that wrote it was killed.

    Raises:
        ValueError: If it has not the rows it was sealed with.
    """
    seal = _read(connection)
    if seal is not None and seal != _found(connection):
        raise ValueError("it has not the rows it had when it was closed")
    return seal is not None


def missing(connection: sqlite3.Connection) -> tuple[list[int], int]:
    """Return where blocks began that are not there any more, and how many single answers are not; raises as SQLite."""
    seal, found = _read(connection), _found(connection)
    if seal is None:
        return [], 0
    return sorted(set(seal.blocks) - set(found.blocks)), max(0, seal.answers - found.answers)


def _read(connection: sqlite3.Connection) -> _Seal | None:
    try:
        return msgspec.convert(read_record(connection, _NAME), _Seal)
    except LookupError:
        return None


def _found(connection: sqlite3.Connection) -> _Seal:
    (answers,) = connection.execute("SELECT count(*) FROM answer").fetchone()
    return _Seal([first for (first,) in connection.execute("SELECT first FROM block ORDER BY first")], answers)
