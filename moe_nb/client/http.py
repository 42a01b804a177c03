"""One question, one HTTP request, with retries."""

from __future__ import annotations

from dataclasses import replace

import httpx

from moe_nb.client.auth import auth_headers, common_headers
from moe_nb.client.echo import SHORTEST_IN_ANSWERS, SHORTEST_IN_ERRORS, echo_filter
from moe_nb.client.envelopes import refusal
from moe_nb.client.exchange import Exchange, exchange
from moe_nb.client.retry import RetryPolicy, asked_wait_s
from moe_nb.client.tries import Tries
from moe_nb.core.connection import Timeouts
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import ServiceError
from moe_nb.core.metadata import Metadata
from moe_nb.core.protocols import Clock, Turn
from moe_nb.core.reply import Question, Reply
from moe_nb.core.wire import read_answer, read_metadata, write_request
from moe_nb.version import __version__

OK = 200
METHOD_NOT_ALLOWED = 405


class HttpAsk:
    """Asks one workspace over an httpx transport.

    The transport is called directly: no cookie jar, no redirect, no environment, one header list for all requests.

    Args:
        credentials: Whom to ask as; sent to ``credentials.url`` only.
        transport: The network, or the simulator in process.
        clock: Measures and waits.
        timeouts: Seconds, always set.
        retry: When to ask again.
    """

    def __init__(
        self,
        credentials: Credentials,
        transport: httpx.AsyncBaseTransport,
        *,
        clock: Clock,
        timeouts: Timeouts | None = None,
        retry: RetryPolicy | None = None,
    ) -> None:
        limits = timeouts or Timeouts()
        self._credentials = credentials
        self._transport = transport
        self._clock = clock
        self._tries = Tries(retry or RetryPolicy(), clock)
        self._fetch_url = httpx.URL(f"{credentials.url}/experiences/fetch")
        self._metadata_url = httpx.URL(f"{credentials.url}/experiences/metadata")
        self._headers = common_headers(__version__)
        self._clean_answer = echo_filter(credentials, SHORTEST_IN_ANSWERS)
        self._clean_error = echo_filter(credentials, SHORTEST_IN_ERRORS)
        times = {
            "connect": limits.connect_s,
            "read": limits.read_s,
            "write": limits.write_s,
            "pool": limits.pool_s,
        }
        self._extensions = {"timeout": times}
        self._whole_s = limits.whole_s

    async def ask(self, question: Question, turn: Turn | None = None) -> Reply:
        """Ask one question; raises a `MoeError` of the service, unreachable or malformed branch after retries."""
        start_s, asked_epoch_s = self._clock.monotonic_s(), self._clock.epoch_s()
        got, attempts = await self._retried(self._request("POST", self._fetch_url, write_request(question)), turn)
        read = read_answer(got.body)
        return Reply(
            experiences=read.experiences,
            failures=read.failures,
            extra=read.extra,
            notes=read.notes,
            status=got.status,
            elapsed_s=self._clock.monotonic_s() - start_s,
            asked_epoch_s=asked_epoch_s,
            quota=got.quota,
            attempts=attempts,
        )

    async def metadata(self) -> Metadata:
        """Fetch name, key and status of every Active, Paused and Scheduled experience; raises as `ask` does.

        MoEngage API: GET now, POST in an older version, which is tried on a 405.
        """
        try:
            got, _ = await self._retried(self._request("GET", self._metadata_url, b""))
        except ServiceError as error:
            if error.status != METHOD_NOT_ALLOWED:
                raise
            got, _ = await self._retried(self._request("POST", self._metadata_url, b"{}"))
        return read_metadata(got.body)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    def _request(self, method: str, url: httpx.URL, body: bytes) -> httpx.Request:
        headers = [*self._headers, *auth_headers(self._credentials)]
        return httpx.Request(method, url, headers=headers, content=body, extensions=self._extensions)

    async def _retried(self, request: httpx.Request, turn: Turn | None = None) -> tuple[Exchange, int]:
        async def send() -> Exchange:
            return self._judged(await exchange(self._transport, request, self._whole_s))

        return await self._tries.run(send, turn)

    def _judged(self, got: Exchange) -> Exchange:
        if got.status == OK:
            return replace(got, body=self._clean_answer(got.body))
        location = self._clean_error(got.location.encode("utf-8", "replace")).decode("utf-8", "replace")
        got = replace(got, body=self._clean_error(got.body), location=location)  # nothing raw stays in a variable
        wait_s = asked_wait_s(got.retry_after, got.quota, self._clock.epoch_s())
        raise refusal(got.status, got.body, retry_after_s=wait_s, location=got.location)
