"""The network over pyreqwest, at a twentieth of what httpx costs.

The HTTP and TLS work is done in Rust, on a thread of its own and without Python's lock: a request costs the event
loop about 20 µs, and a notebook stays alive whatever the rate.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import certifi
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.proxy import ProxyBuilder

from moe_nb.client.fast_sender import FastSender
from moe_nb.core.connection import ConnectionSettings, Timeouts
from moe_nb.core.exchange import Headers, Sender

if TYPE_CHECKING:
    import httpx


class FastTransport:
    """The real network: TLS always verified, nothing taken from the environment, no redirect, no cookie.

    Args:
        settings: Proxy, certificate file (checked by the caller), connections.
        plain: Makes the transport of a forked process.

    Raises:
        ValueError: If the proxy address is not one.
    """

    def __init__(self, settings: ConnectionSettings, plain: Callable[[], httpx.AsyncBaseTransport]) -> None:
        self._settings = settings
        self._plain = plain
        self._proxy = ProxyBuilder.all(settings.proxy_url) if settings.proxy_url else None

    def sender(self, headers: Callable[[], Headers], timeouts: Timeouts) -> FastSender:
        """Return what sends; see `Transport.sender`."""

        def instead() -> Sender:
            from moe_nb.client.exchange import HttpxSender  # noqa: PLC0415 - slow to import, rarely needed

            return HttpxSender(self._plain(), headers, timeouts)

        return FastSender(lambda: self._open(headers, timeouts), instead, timeouts.whole_s)

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
