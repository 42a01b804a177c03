"""Pieces of request bodies: what one or several axes say, as members of a JSON object."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from moe_nb.core.context import FIELDS, Context
from moe_nb.core.long_list import LongList
from moe_nb.core.space import Axis, Space
from moe_nb.core.wire import said_fields

LONGEST_TABLE = 10_000
"""Values of an axis whose pieces are kept; those of a longer one are written as they are wanted."""

BLOCK = 1_000
"""Values of a long list that are read at once."""

_AS_GIVEN = ("customer_id", "user_agent")
"""Fields whose texts are sent as they are; the others have several spellings."""

Write = Callable[[Any], bytes]
"""From a value to its piece."""


class Piece(Protocol):
    """Some members of a JSON object, a comma before each."""

    def at(self, index: int) -> bytes:
        """Return the piece for context number *index*."""


def piece_of(space: Space, mine: Callable[[str], bool]) -> Piece:
    """Return the piece in which the names stand that are *mine*.

    Args:
        space: The contexts.
        mine: Says whether a name of an axis or of the base context stands in this piece.
    """
    fixed = {name: value for name, value in space.base.values().items() if mine(name)}
    numbers = [number for number, axis in enumerate(space.axes) if mine(axis.name)]

    def write(values: Mapping[str, Any]) -> bytes:
        return members(Context().with_values({**fixed, **values}), None)

    if not numbers:
        return _Constant(write({}))
    if len(numbers) > 1:
        return _Joined(space, numbers, write)
    (number,) = numbers
    axis = space.axes[number]
    stride = 1
    for inner in space.axes[number + 1 :]:
        stride *= len(inner)
    write_one: Write = lambda value: write({axis.name: value})  # noqa: E731 - the piece of one value
    is_long = isinstance(axis.values, LongList) or len(axis) > LONGEST_TABLE
    return _Long(axis, stride, write_one) if is_long else _Table(axis, stride, write_one)


def members(context: Context, keys: Sequence[str] | None) -> bytes:
    """Return what a context and keys say as members of a JSON object, with a comma before each."""
    written = msgspec.json.encode(said_fields(context, keys))
    return b"," + written[1:-1] if len(written) > len(b"{}") else b""


class _Constant:
    """A piece that is the same for all contexts."""

    def __init__(self, piece: bytes) -> None:
        self._piece = piece

    def at(self, _index: int) -> bytes:
        return self._piece


class _Table:
    """A piece per value of one axis, written when it is first wanted."""

    def __init__(self, axis: Axis, stride: int, write: Write) -> None:
        self._values, self._stride, self._write = axis.values, stride, write
        self._pieces: list[bytes | None] = [None] * len(axis)
        self._size = len(axis)

    def at(self, index: int) -> bytes:
        position = index // self._stride % self._size
        piece = self._pieces[position]
        if piece is None:
            piece = self._pieces[position] = self._write(self._values[position])
        return piece


class _Long:
    """A piece of one long axis, written around each value as it comes."""

    def __init__(self, axis: Axis, stride: int, write: Write) -> None:
        self._values, self._stride, self._write = axis.values, stride, write
        self._size = len(axis)
        self._start = self._stop = 0
        self._block: Sequence[Any] = ()
        self._is_as_given = axis.name in _AS_GIVEN or axis.name not in FIELDS
        self._before, self._after = _around(write) if self._is_as_given else (b"", b"")

    def at(self, index: int) -> bytes:
        position = index // self._stride % self._size
        if not self._start <= position < self._stop:
            self._start, self._stop = position, min(self._size, position + BLOCK)
            self._block = self._values[self._start : self._stop]
        value = self._block[position - self._start]
        if self._is_as_given and type(value) is str and value and value.isprintable():
            return self._before + msgspec.json.encode(value) + self._after
        return self._write(value)


def _around(write: Write) -> tuple[bytes, bytes]:
    """Return what stands before and after a value in its piece."""
    mark = "?"
    while write(mark).count(msgspec.json.encode(mark)) != 1:
        mark += "?"
    before, _, after = write(mark).partition(msgspec.json.encode(mark))
    return before, after


class _Joined:
    """A piece of several axes, as of two identifiers: written anew each time."""

    def __init__(self, space: Space, numbers: Sequence[int], write: Callable[[Mapping[str, Any]], bytes]) -> None:
        self._space, self._numbers, self._write = space, numbers, write

    def at(self, index: int) -> bytes:
        at = self._space.coordinates(index)
        axes = self._space.axes
        return self._write({axes[number].name: axes[number].values[at[number]] for number in self._numbers})
