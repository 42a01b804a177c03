"""One HTTP request and its answer, whoever carries them: the network, or the simulator in process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from moe_nb.core.connection import Timeouts

Headers = tuple[tuple[str, str], ...]
"""Names in lower case, and values."""

LARGEST_BODY = 16 * 1024 * 1024
"""Bytes an answer may have, unpacked: far above 25 experiences, far below what would hurt a notebook."""

HEARD = (
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-envoy-ratelimited",
    "retry-after",
    "date",
    "location",
)
"""The headers of an answer that mean something; no other is read."""

NOTHING_HEARD: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer as received, unpacked."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    """Those of `HEARD` that were there."""


class Sender(Protocol):
    """Sends requests with one set of headers and one set of times."""

    async def send(self, method: str, url: str, body: bytes) -> Exchange:
        """Send one request and read the answer whole.

        Args:
            method: HTTP method.
            url: The whole address.
            body: What is sent; nothing if empty.

        Raises:
            UnreachableError: If no whole answer came, or none in time.
            MalformedAnswerError: If the answer is packed wrongly or larger than `LARGEST_BODY`.
        """

    async def aclose(self) -> None:
        """Close the connections; a later request opens new ones."""


@runtime_checkable
class Transport(Protocol):
    """A way for requests to leave."""

    def sender(self, headers: Callable[[], Headers], timeouts: Timeouts) -> Sender:
        """Return what sends.

        Args:
            headers: Makes the headers of every request; they hold credentials, so they are made where they are used
                and put in no variable.
            timeouts: Seconds, always set.
        """
