"""One question, one HTTP request, with retries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from moe_nb.client.auth import auth_headers, common_headers
from moe_nb.client.echo import SHORTEST_IN_ANSWERS, SHORTEST_IN_ERRORS, echo_filter
from moe_nb.client.envelopes import refusal
from moe_nb.client.heard import bare_location, is_rate_limited, quota_of
from moe_nb.client.retry import asked_wait_s
from moe_nb.client.transport import sender_of
from moe_nb.client.tries import Tries
from moe_nb.core.connection import Timeouts
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import ServiceError
from moe_nb.core.exchange import Exchange, Transport
from moe_nb.core.metadata import Metadata
from moe_nb.core.protocols import Clock, Turn
from moe_nb.core.reply import Question, Reply
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.wire import read_metadata, write_request
from moe_nb.core.wire_answer import read_answer
from moe_nb.version import __version__

if TYPE_CHECKING:
    import httpx

OK = 200
METHOD_NOT_ALLOWED = 405


class HttpAsk:
    """Asks one workspace over HTTP.

    The transport is called directly: no cookie jar, no redirect, no environment, the same headers for all requests.

    Args:
        credentials: Whom to ask as; sent to ``credentials.url`` only.
        transport: The network, the simulator in process, or any httpx transport.
        clock: Measures and waits.
        timeouts: Seconds, always set.
        retry: When to ask again.
    """

    def __init__(
        self,
        credentials: Credentials,
        transport: Transport | httpx.AsyncBaseTransport,
        *,
        clock: Clock,
        timeouts: Timeouts | None = None,
        retry: RetryPolicy | None = None,
    ) -> None:
        self._clock = clock
        self._tries = Tries(retry or RetryPolicy(), clock)
        self._fetch_url = f"{credentials.url}/experiences/fetch"
        self._metadata_url = f"{credentials.url}/experiences/metadata"
        self._sender = sender_of(
            transport, lambda: (*common_headers(__version__), *auth_headers(credentials)), timeouts or Timeouts()
        )
        self._clean_answer = echo_filter(credentials, SHORTEST_IN_ANSWERS)
        self._clean_error = echo_filter(credentials, SHORTEST_IN_ERRORS)

    async def ask(self, question: Question, turn: Turn | None = None) -> Reply:
        """Ask one question; raises a `MoeError` of the service, unreachable or malformed branch after retries."""
        start_s, asked_epoch_s = self._clock.monotonic_s(), self._clock.epoch_s()
        body = question.body or write_request(question)
        got, attempts = await self._retried("POST", self._fetch_url, body, turn)
        read = read_answer(got.body)
        return Reply(
            experiences=read.experiences,
            failures=read.failures,
            extra=read.extra,
            notes=read.notes,
            status=got.status,
            elapsed_s=self._clock.monotonic_s() - start_s,
            asked_epoch_s=asked_epoch_s,
            quota=quota_of(got.headers),
            attempts=attempts,
        )

    async def metadata(self) -> Metadata:
        """Fetch name, key and status of every Active, Paused and Scheduled experience; raises as `ask` does.

        MoEngage API: GET now, POST in an older version, which is tried on a 405.
        """
        try:
            got, _ = await self._retried("GET", self._metadata_url, b"")
        except ServiceError as error:
            if error.status != METHOD_NOT_ALLOWED:
                raise
            got, _ = await self._retried("POST", self._metadata_url, b"{}")
        return read_metadata(got.body)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._sender.aclose()

    def __reduce__(self) -> NoReturn:
        raise TypeError("What asks holds a key: it is never pickled or copied.")

    async def _retried(self, method: str, url: str, body: bytes, turn: Turn | None = None) -> tuple[Exchange, int]:
        async def send() -> Exchange:
            # in no variable: a raw answer may say the key again, and tracebacks show variables
            return self._judged(await self._sender.send(method, url, body), turn)

        return await self._tries.run(send, turn)

    def _judged(self, got: Exchange, turn: Turn | None = None) -> Exchange:
        if got.status == OK:
            return Exchange(OK, self._clean_answer(got.body), got.headers)
        location = self._clean_error(bare_location(got.headers).encode("utf-8", "replace")).decode("utf-8", "replace")
        # nothing raw stays in a variable
        got = replace(got, body=self._clean_error(got.body), headers={**got.headers, "location": location})
        if turn is not None:
            turn.heard(quota_of(got.headers))
        wait_s = asked_wait_s(got.headers.get("retry-after", ""), quota_of(got.headers), self._clock.epoch_s())
        is_limited = is_rate_limited(got.status, got.headers)
        raise refusal(got.status, got.body, retry_after_s=wait_s, location=location, is_rate_limited=is_limited)
