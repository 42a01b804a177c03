"""Many rows of a run table as bytes: small on disk, and read about as fast as the disk."""

from __future__ import annotations

import zlib
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.errors import UsageError

CONTEXTS_PER_BLOCK = 65_536
"""What is read, changed and written at once, at most: a few hundred kilobytes."""

CODES_PER_BLOCK = 4_194_304
"""With very many keys a block has fewer contexts, so that nobody's file can ask for more memory than this."""

LEVEL = 1
"""zlib's fastest: codes repeat so much that more effort gains little."""


def contexts_per_block(keys: int) -> int:
    """Return how many contexts a block of a run with that many keys has; part of the format."""
    return max(1, min(CONTEXTS_PER_BLOCK, CODES_PER_BLOCK // max(1, keys)))


def block_starts(size: int, contexts: int) -> range:
    """Return where parts of at most *contexts* contexts begin.

    Raises:
        UsageError: If a part would hold nothing.
    """
    if contexts < 1:
        raise UsageError(f"Parts of {contexts} contexts hold nothing.", hint="Take one context at least.")
    return range(0, size, contexts)


def pack(values: NDArray[Any]) -> bytes:
    """Return the bytes of an array; whole numbers are stored as small as they allow, decimals as float32."""
    stored = values.astype("<f4") if values.dtype.kind == "f" else values.astype(_smallest(values))
    return stored.dtype.str.encode() + zlib.compress(np.ascontiguousarray(stored).tobytes(), LEVEL)


def unpack(content: bytes, shape: tuple[int, ...], dtype: type[np.generic]) -> NDArray[Any]:
    """Return the array; raises ValueError or `zlib.error` when the bytes are not that."""
    kind = content[:3].decode("ascii")
    if kind not in {"|i1", "<i2", "<i4", "<i8", "<f4"}:
        raise ValueError(f"{content[:3]!r} is no kind of number")
    expected = prod(shape) * int(kind[2])
    # never more than what is expected, whatever the bytes say; its own check sum comes last
    unzip = zlib.decompressobj()
    raw = unzip.decompress(content[3:], expected + 1)
    if len(raw) != expected or not unzip.eof:
        raise ValueError(f"a block has not the {expected:,} bytes it should have")
    return np.frombuffer(raw, kind).reshape(shape).astype(dtype)


def _smallest(values: NDArray[Any]) -> str:
    low, high = (int(values.min()), int(values.max())) if values.size else (0, 0)
    for name in ("<i1", "<i2", "<i4"):
        info = np.iinfo(name[1:])
        if info.min <= low and high <= info.max:
            return name.replace("<i1", "|i1")
    return "<i8"
