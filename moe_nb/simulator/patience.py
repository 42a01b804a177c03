"""How long a connection may keep the simulator waiting: nobody holds one for ever by saying a word now and then.

Imports uvicorn, so it is imported where a server is made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

LONGEST_S = 20.0
"""Seconds in which a request must be whole, head and body, and in which a part of an answer must be taken."""

_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class _Alarm:
    """Rings once, unless it is stopped before; starting it while it runs changes nothing."""

    def __init__(self, loop: asyncio.AbstractEventLoop, after_s: float, ring: Callable[[], None]) -> None:
        self._loop, self._after_s, self._ring = loop, after_s, ring
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_later(self._after_s, self._ring)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class PatientProtocol(H11Protocol):
    """uvicorn's protocol with an end to its patience; between two requests uvicorn has one of its own."""

    longest_s = LONGEST_S

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._asking = _Alarm(self.loop, self.longest_s, self._give_up)
        self._taking = _Alarm(self.loop, self.longest_s, transport.abort)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take in a part of a request."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request, which may have come already, whole or not."""
        answered = self.cycle
        self._asking.stop()
        super().on_response_complete()
        if self.cycle is not answered or self.conn.trailing_data[0]:
            self._watch()

    def pause_writing(self) -> None:
        """Begin to wait for a client that takes nothing."""
        super().pause_writing()
        self._taking.start()

    def resume_writing(self) -> None:
        """Go on with a client that takes something."""
        self._taking.stop()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._asking.stop()
        self._taking.stop()
        super().connection_lost(exc)

    def _request(self) -> RequestResponseCycle | None:
        return self.cycle  # None before the first one, which uvicorn's types do not say

    def _watch(self) -> None:
        """Give a request that is not whole its time, once."""
        request = self._request()
        if request is not None and not request.response_complete and not request.more_body:
            self._asking.stop()
        else:
            self._asking.start()

    def _give_up(self) -> None:
        request = self._request()
        if request is None or request.response_complete or not request.response_started:
            self.transport.write(_TOO_SLOW)
        self.transport.close()


def patient_protocol(longest_s: float) -> type[PatientProtocol]:
    """Return the protocol with another patience, in seconds."""
    return type("PatientProtocol", (PatientProtocol,), {"longest_s": longest_s})
