"""One question, one HTTP request, with retries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn, TypeVar

from moe_nb.client.auth import auth_headers, common_headers
from moe_nb.client.echo import SHORTEST_IN_ANSWERS, echo_filter, error_filter
from moe_nb.client.envelopes import refusal
from moe_nb.client.heard import bare_location, is_rate_limited, other_clock_s, quota_of
from moe_nb.client.retry import asked_wait_s
from moe_nb.client.transport import sender_of
from moe_nb.client.tries import Tries
from moe_nb.core.connection import Timeouts
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import MalformedAnswerError, ServiceError
from moe_nb.core.exchange import Exchange, Transport
from moe_nb.core.json_text import malformed
from moe_nb.core.metadata import Metadata
from moe_nb.core.protocols import Clock, Turn
from moe_nb.core.reply import Question, Quota, Reply
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.wire import read_metadata, write_request
from moe_nb.core.wire_answer import read_answer
from moe_nb.version import __version__

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

OK = 200
LONGEST_LOCATION = 200
METHOD_NOT_ALLOWED = 405
LONGEST_TOLD = 250_000
"""Bytes of a body that is looked through for what an error says; real ones have a few hundred."""


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
        self._clean_error = error_filter(credentials)

    async def ask(self, question: Question, turn: Turn | None = None) -> Reply:
        """Ask one question; raises a `MoeError` of the service, unreachable or malformed branch after retries."""
        start_s, asked_epoch_s = self._clock.monotonic_s(), self._clock.epoch_s()
        body = question.body or write_request(question)
        (read, quota), attempts = await self._retried("POST", self._fetch_url, body, read_answer, turn)
        return Reply(
            experiences=read.experiences,
            failures=read.failures,
            extra=read.extra,
            notes=read.notes,
            status=OK,
            elapsed_s=self._clock.monotonic_s() - start_s,
            asked_epoch_s=asked_epoch_s,
            quota=quota,
            attempts=attempts,
        )

    async def metadata(self) -> Metadata:
        """Fetch name, key and status of every Active, Paused and Scheduled experience; raises as `ask` does.

        MoEngage API: GET now, POST in an older version, which is tried on a 405.
        """
        try:
            (read, _), _ = await self._retried("GET", self._metadata_url, b"", read_metadata)
        except ServiceError as error:
            if error.status != METHOD_NOT_ALLOWED:
                raise
            (read, _), _ = await self._retried("POST", self._metadata_url, b"{}", read_metadata)
        return read

    async def aclose(self) -> None:
        """Close the connections."""
        await self._sender.aclose()

    def __reduce__(self) -> NoReturn:
        raise TypeError("What asks holds a key: it is never pickled or copied.")

    async def _retried(
        self, method: str, url: str, body: bytes, read: Callable[[bytes], T], turn: Turn | None = None
    ) -> tuple[tuple[T, Quota | None], int]:
        async def send() -> tuple[T, Quota | None]:
            # in no variable: a raw answer may say the key again, and tracebacks show variables
            return self._read(await self._sender.send(method, url, body), read, turn)

        return await self._tries.run(send, turn)

    def _read(self, got: Exchange, read: Callable[[bytes], T], turn: Turn | None) -> tuple[T, Quota | None]:
        """Return what an answer says, and its quota; what cannot be read has said its quota all the same."""
        epoch_s = self._clock.epoch_s()
        quota = quota_of(got.headers, epoch_s)
        if got.status == OK:
            got = Exchange(OK, self._clean_answer(got.body), got.headers)
            try:
                return read(got.body), quota
            except MalformedAnswerError:  # its body will stand in an error: below it is cleaned as errors are
                pass
        # nothing raw stays in a variable
        is_whole = len(got.body) <= LONGEST_TOLD
        cleaned = self._clean_error(got.body[:LONGEST_TOLD])
        got = replace(got, body=cleaned, headers={**got.headers, "location": self._location(got)})
        if turn is not None:
            turn.heard(quota)
        if got.status == OK and is_whole:
            return read(got.body), quota
        if got.status == OK:
            raise malformed("The answer cannot be read.", got.body)
        other_s = other_clock_s(got.headers, epoch_s)
        wait_s = asked_wait_s(got.headers.get("retry-after", ""), quota, epoch_s, other_s)
        is_limited = is_rate_limited(got.status, got.headers)
        location = got.headers["location"]
        raise refusal(got.status, got.body, retry_after_s=wait_s, location=location, is_rate_limited=is_limited)

    def _location(self, got: Exchange) -> str:
        said = self._clean_error(bare_location(got.headers).encode("utf-8", "replace")).decode("utf-8", "replace")
        return said if len(said) <= LONGEST_LOCATION else f"{said[:LONGEST_LOCATION]}…"  # half a key is none to mask
