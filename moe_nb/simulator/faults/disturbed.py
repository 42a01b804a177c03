"""What goes over the wire instead of an answer, for each kind of fault."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache

from moe_nb.simulator.faults.answers import DAMAGED, REPLACED, inside, with_header
from moe_nb.simulator.faults.fault import Fault, setting
from moe_nb.simulator.http import HttpAnswer

PART = 64 * 1024
"""Bytes of one part of a large body."""

_GZIP_HEAD = bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
"""Deflated, of an unknown time and system (RFC 1952)."""


class End(Enum):
    """How an answer ends."""

    WHOLE = auto()
    REFUSED = auto()
    RESET = auto()
    CLOSED = auto()


Parts = Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Disturbed:
    """An answer as it will be sent."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    parts: Parts
    length: int | None
    """What content-length says; None sends chunks, whose sum nobody knows beforehand."""
    pause_s: float = 0.0
    """Seconds before each part."""
    end: End = End.WHOLE
    is_silent: bool = False
    """Nothing is sent at all before the end."""


def disturb(fault: Fault, answer: HttpAnswer, now_epoch_s: float) -> Disturbed:
    """Return what *fault* makes of an answer.

    Args:
        fault: Any fault but a latency.
        answer: What would have been sent.
        now_epoch_s: UTC epoch seconds, for headers that name a time.
    """
    if fault.fault in REPLACED:
        return _plain(REPLACED[fault.fault](fault, now_epoch_s))
    if fault.fault in DAMAGED:
        return _plain(DAMAGED[fault.fault](answer))
    return _SENT[fault.fault](fault, answer)


def _plain(answer: HttpAnswer) -> Disturbed:
    return Disturbed(answer.status, answer.headers, lambda: iter((answer.body,)), len(answer.body))


def _refused(_fault: Fault, answer: HttpAnswer) -> Disturbed:
    return replace(_plain(answer), end=End.REFUSED, is_silent=True)


def _reset_before(_fault: Fault, answer: HttpAnswer) -> Disturbed:
    return replace(_plain(answer), end=End.RESET, is_silent=True)


def _reset_during(_fault: Fault, answer: HttpAnswer) -> Disturbed:
    return replace(_half(answer), end=End.RESET)


def _half_body(_fault: Fault, answer: HttpAnswer) -> Disturbed:
    return replace(_half(answer), end=End.CLOSED)


def _half(answer: HttpAnswer) -> Disturbed:
    body = answer.body[: len(answer.body) // 2]
    return replace(_plain(answer), parts=lambda: iter((body,)))


def _reset_after(_fault: Fault, answer: HttpAnswer) -> Disturbed:
    return replace(_plain(answer), end=End.RESET)


def _drip(fault: Fault, answer: HttpAnswer) -> Disturbed:
    body = answer.body
    parts = lambda: (body[at : at + 1] for at in range(len(body)))  # noqa: E731 - read once per answer
    return replace(_plain(answer), parts=parts, pause_s=setting(fault, "wait_s"))


def _deep_json(fault: Fault, answer: HttpAnswer) -> Disturbed:
    depth = int(setting(fault, "depth"))
    return _plain(inside(answer, b'"odd":' + b"[" * depth + b"]" * depth))


def _large_body(fault: Fault, answer: HttpAnswer) -> Disturbed:
    count = int(setting(fault, "megabytes")) * 1024 * 1024 // PART

    def parts() -> Iterator[bytes]:
        yield b'{"experiences":{},"odd":"'
        for _ in range(count):
            yield b"x" * PART
        yield b'"}'

    return replace(_plain(answer), parts=parts, length=None)


def _gzip_bomb(fault: Fault, answer: HttpAnswer) -> Disturbed:
    packed = _spaces_packed(int(setting(fault, "megabytes")) * 1024 * 1024)
    return _plain(replace(with_header(answer, b"content-encoding", b"gzip"), body=packed))


@cache
def _spaces_packed(size: int) -> bytes:
    """Return a gzip file of spaces; one part is packed, up to a whole byte, and stands in it again and again."""
    packer, check_sum = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS), 0
    spaces, count = b" " * PART, size // PART
    part = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(count):
        check_sum = zlib.crc32(spaces, check_sum)
    return _GZIP_HEAD + part * count + packer.flush() + struct.pack("<II", check_sum, PART * count)


_SENT: dict[str, Callable[[Fault, HttpAnswer], Disturbed]] = {
    "refused": _refused,
    "reset_before": _reset_before,
    "reset_during": _reset_during,
    "reset_after": _reset_after,
    "half_body": _half_body,
    "drip": _drip,
    "deep_json": _deep_json,
    "large_body": _large_body,
    "gzip_bomb": _gzip_bomb,
}
"""The way it is sent is changed."""
