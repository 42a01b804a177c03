"""Many rows of a run table as bytes: small on disk, and read about as fast as the disk."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

CONTEXTS_PER_BLOCK = 65_536
"""What is read, changed and written at once: a few hundred kilobytes."""

LEVEL = 1
"""zlib's fastest: codes repeat so much that more effort gains little."""


def pack(values: NDArray[Any]) -> bytes:
    """Return the bytes of an array; whole numbers are stored as small as they allow, decimals as float32."""
    stored = values.astype("<f4") if values.dtype.kind == "f" else values.astype(_smallest(values))
    return stored.dtype.str.encode() + zlib.compress(np.ascontiguousarray(stored).tobytes(), LEVEL)


def unpack(content: bytes, shape: tuple[int, ...], dtype: type[np.generic]) -> NDArray[Any]:
    """Return the array; raises ValueError when the bytes are not that."""
    kind = np.dtype(content[:3].decode("ascii"))
    if kind.kind not in "iuf":
        raise ValueError(f"{content[:3]!r} is no number's kind")
    expected = int(np.prod(shape)) * kind.itemsize
    # never more than what is expected, whatever the bytes say
    raw = zlib.decompressobj().decompress(content[3:], max(1, expected + 1))
    if len(raw) != expected:
        raise ValueError(f"{len(raw)} bytes instead of {expected}")
    return np.frombuffer(raw, kind).reshape(shape).astype(dtype)


def _smallest(values: NDArray[Any]) -> str:
    low, high = (int(values.min()), int(values.max())) if values.size else (0, 0)
    for name in ("<i1", "<i2", "<i4"):
        info = np.iinfo(name[1:])
        if info.min <= low and high <= info.max:
            return name.replace("<i1", "|i1")
    return "<i8"
