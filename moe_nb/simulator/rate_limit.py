"""Requests in a sliding minute, as the service counts them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

WINDOW_S = 60.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may pass, and what the headers say."""

    passes: bool
    headers: tuple[tuple[bytes, bytes], ...]


class SlidingMinute:
    """Counts requests of the last sixty seconds.

    Args:
        limit_per_min: Requests allowed; None counts nothing and lets everything pass.
    """

    def __init__(self, limit_per_min: int | None) -> None:
        self._limit = limit_per_min
        self._times: deque[float] = deque()

    def admit(self, monotonic_s: float, epoch_s: float) -> Verdict:
        """Count one request at a time given on both clocks."""
        if self._limit is None:
            return Verdict(passes=True, headers=())
        while self._times and self._times[0] <= monotonic_s - WINDOW_S:
            self._times.popleft()
        passes = len(self._times) < self._limit
        if passes:
            self._times.append(monotonic_s)
        oldest = self._times[0] if self._times else monotonic_s
        reset_s = max(0.0, oldest + WINDOW_S - monotonic_s)
        said = {"limit": self._limit, "remaining": self._limit - len(self._times), "reset": int(epoch_s + reset_s) + 1}
        headers = [(f"x-ratelimit-{name}".encode(), str(value).encode()) for name, value in said.items()]
        if not passes:
            headers += [(b"x-envoy-ratelimited", b"true"), (b"retry-after", str(int(reset_s) + 1).encode())]
        return Verdict(passes, tuple(headers))
