"""The metadata of a workspace, fetched when it is wanted and remembered for a while."""

from __future__ import annotations

from moe_nb.core.errors import AuthenticationError, MoeError
from moe_nb.core.metadata import Metadata
from moe_nb.core.protocols import Ask, Clock

FORBIDDEN = 403

FRESH_S = 300
"""Seconds for which metadata is good enough to name a cause; a sweep always fetches its own."""


class KnownMetadata:
    """Fetches the metadata and keeps the last one.

    Args:
        ask: Who is asked.
        clock: The time.
    """

    def __init__(self, ask: Ask, clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._last: tuple[float, Metadata] | None = None

    async def fetched(self) -> Metadata:
        """Fetch it; raises a `MoeError` when it cannot be had."""
        metadata = await self._ask.metadata()
        self._last = self._clock.monotonic_s(), metadata
        return metadata

    async def recent(self) -> Metadata | None:
        """Return the last one while it is fresh, else fetch it, or return None: an answer that came is not lost."""
        if self._last is not None and self._clock.monotonic_s() - self._last[0] < FRESH_S:
            return self._last[1]
        try:
            return await self.fetched()
        except MoeError:
            return None

    async def tried(self) -> Metadata | None:
        """Fetch it, or return None: causes are then "not known".

        Raises:
            AuthenticationError: If the credentials are refused, which nothing else would get past; a key that may not
                list experiences (403) may serve them all the same.
        """
        try:
            return await self.fetched()
        except AuthenticationError as error:
            if error.status != FORBIDDEN:
                raise
            return None
        except MoeError:
            return None
