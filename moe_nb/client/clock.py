"""Real time."""

from __future__ import annotations

import asyncio
import time


class SystemClock:
    """The machine's clock; it is read a dozen times per request, so its readings are the standard library's own."""

    monotonic_s = staticmethod(time.monotonic)
    """Seconds that only go forward."""
    epoch_s = staticmethod(time.time)
    """UTC epoch seconds."""

    async def sleep(self, seconds: float) -> None:
        """Wait, other tasks running on."""
        await asyncio.sleep(seconds)
