"""Real time."""

from __future__ import annotations

import asyncio
import time


class SystemClock:
    """The machine's clock."""

    def monotonic_s(self) -> float:
        """Seconds that only go forward."""
        return time.monotonic()

    def epoch_s(self) -> float:
        """UTC epoch seconds."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait, other tasks running on."""
        await asyncio.sleep(seconds)
