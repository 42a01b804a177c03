"""Unpacking an answer part by part, never further than is wanted: a few packed bytes can hold gigabytes."""

from __future__ import annotations

import zlib
from typing import Protocol

import httpx

GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
BARE_DEFLATE = -zlib.MAX_WBITS
"""What some servers send as "deflate", against the standard."""


class _Unpack(Protocol):
    """What zlib.decompressobj gives; its class has no public name."""

    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class Unpacker:
    """Unpacks one body.

    Args:
        encoding: The ``content-encoding`` header.

    Raises:
        httpx.DecodingError: If nobody asked for an answer packed that way.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding.strip().lower()
        if self._encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise httpx.DecodingError("packed in a way nobody asked for")
        self._is_packed = self._encoding not in {"", "identity"}
        self._unpack: _Unpack | None = None
        self._held = b""

    def feed(self, part: bytes, at_most: int) -> bytes:
        """Unpack *part*; returns no more than *at_most* bytes of a packed body, and loses the rest.

        Raises:
            httpx.DecodingError: If it is not packed as the header says.
        """
        if not self._is_packed:
            return part
        if self._unpack is None:
            self._held += part
            if len(self._held) < 2:  # noqa: PLR2004 - the two bytes that tell
                return b""
            part, self._unpack = self._held, zlib.decompressobj(_frame(self._encoding, self._held))
        try:
            return self._unpack.decompress(part, at_most)
        except zlib.error as error:
            raise httpx.DecodingError(str(error)) from None

    def end(self) -> None:
        """Take note that nothing more comes.

        Raises:
            httpx.DecodingError: If the packed body had not ended.
        """
        if self._held and not (self._unpack is not None and self._unpack.eof):
            raise httpx.DecodingError("the packed body has no end")


def _frame(encoding: str, begin: bytes) -> int:
    """Return how the body is framed; "deflate" is told by its first two bytes (RFC 1950)."""
    is_zlib = begin[0] & 15 == zlib.DEFLATED and int.from_bytes(begin[:2]) % 31 == 0
    return BARE_DEFLATE if encoding == "deflate" and not is_zlib else GZIP_OR_ZLIB
