"""Requests over pyreqwest: the network, at a twentieth of what httpx costs.

The HTTP and TLS work is done in Rust, on a thread of its own and without Python's lock: a request costs the event
loop about 20 µs, and a notebook stays alive whatever the rate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import certifi
from pyreqwest import exceptions
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.http import Url
from pyreqwest.proxy import ProxyBuilder
from pyreqwest.response import Response

from moe_nb.client import faults
from moe_nb.core.connection import ConnectionSettings, Timeouts
from moe_nb.core.errors import MoeError
from moe_nb.core.exchange import HEARD, LARGEST_BODY, Exchange, Headers


class FastTransport:
    """The real network: TLS always verified, nothing taken from the environment, no redirect, no cookie.

    Args:
        settings: Proxy, certificate file (checked by the caller), connections.

    Raises:
        ValueError: If the proxy address is not one.
    """

    def __init__(self, settings: ConnectionSettings) -> None:
        self._settings = settings
        self._proxy = ProxyBuilder.all(settings.proxy_url) if settings.proxy_url else None

    def sender(self, headers: Callable[[], Headers], timeouts: Timeouts) -> FastSender:
        """Return what sends; see `Transport.sender`."""
        return FastSender(lambda: self._open(headers, timeouts), timeouts.whole_s)

    def _open(self, headers: Callable[[], Headers], timeouts: Timeouts) -> Client:
        settings = self._settings
        builder = (
            ClientBuilder()
            .default_headers(headers())  # set once: no request and no frame of one ever holds them
            .follow_redirects(enable=False)
            .referer(enable=False)
            .http1_only()
            .max_connections(settings.max_connections)
            .pool_max_idle_per_host(settings.max_connections)
            .connect_timeout(timedelta(seconds=timeouts.connect_s))
            .read_timeout(timedelta(seconds=timeouts.read_s))
            .pool_timeout(timedelta(seconds=timeouts.pool_s))
            .timeout(timedelta(seconds=timeouts.whole_s))
        )
        builder = builder.no_proxy() if self._proxy is None else builder.proxy(self._proxy)
        for trusted in (certifi.where(), settings.ca_file):  # besides those of the machine
            if trusted:
                builder = builder.add_root_certificate_pem(Path(trusted).read_bytes())
        return builder.build()


class FastSender:
    """Sends over one pyreqwest client, opened at the first request and again after it was closed.

    Args:
        open_client: Makes the client.
        whole_s: Seconds a request may take, for the words of an error.
    """

    def __init__(self, open_client: Callable[[], Client], whole_s: float) -> None:
        self._open_client = open_client
        self._client: Client | None = None
        self._urls: dict[str, Url] = {}
        self._whole_s = whole_s

    async def send(self, method: str, url: str, body: bytes) -> Exchange:
        """Send one request; see `Sender.send`.

        A request whose task is cancelled is let go of at once; its connection ends with the answer or the read
        timeout, whichever comes first.
        """
        try:
            if self._client is None:
                self._client = self._open_client()
            address = self._urls.get(url)
            if address is None:
                address = self._urls[url] = Url(url)  # a client asks two addresses, again and again
            request = self._client.request(method, address)
            if body:
                request = request.body_bytes(body)
            async with request.build_streamed() as response:
                content = await response.body_reader.read(LARGEST_BODY + 1)
                heard = _heard(response)
                status = response.status
        except (exceptions.PyreqwestError, ValueError, OSError) as error:
            fault = _fault(error, urlsplit(url).hostname or "", self._whole_s)
        else:
            if content is not None and len(content) > LARGEST_BODY:
                raise faults.too_large(status)
            return Exchange(status, b"" if content is None else bytes(content), heard)
        raise fault from None  # outside of the handler: what is inside is not kept

    async def aclose(self) -> None:
        """Close the connections; a later request opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()


def _heard(response: Response) -> Mapping[str, str]:
    heard = {}
    for name in HEARD:
        try:
            value = response.get_header(name)
        except ValueError:  # bytes beyond ASCII: they say nothing
            continue
        if value is not None:
            heard[name] = value
    return heard


def _fault(error: Exception, host: str, whole_s: float) -> MoeError:
    reasons = _reasons(error)
    if isinstance(error, exceptions.RequestTimeoutError):
        return faults.late(host, whole_s, connected="client error (Connect)" not in reasons)
    reason = reasons[-1]
    if isinstance(error, exceptions.BodyDecodeError) and "error reading a body from connection" not in reasons:
        return faults.damaged(host)
    if reason.startswith("tunnel error"):
        return faults.refused_by_proxy(reason.removeprefix("tunnel error:"))
    if reason.startswith("invalid peer certificate"):
        return faults.untrusted(host)
    return faults.unreachable(host, reason)


def _reasons(error: Exception) -> list[str]:
    """Return what is said about an error, from the outside in."""
    details = getattr(error, "details", None) or {}
    causes = [str(cause.get("message", "")) for cause in details.get("causes") or ()]
    return causes or [str(getattr(error, "message", "")) or str(error) or type(error).__name__]
