"""The way requests leave for the network."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from moe_nb.core.connection import ConnectionSettings, Timeouts
from moe_nb.core.errors import CredentialsError
from moe_nb.core.exchange import Headers, Sender, Transport

if TYPE_CHECKING:
    import httpx


def network_transport(settings: ConnectionSettings) -> Transport | httpx.AsyncBaseTransport:
    """Build the transport for the real network: TLS always verified, nothing taken from the environment.

    pyreqwest carries the requests; httpx where pyreqwest is missing, for SOCKS proxies, and in forked processes.
    Neither follows redirects, so credentials never travel on.

    Raises:
        CredentialsError: If the certificate file cannot be read or the proxy address is not one.
    """
    _check_ca_file(settings.ca_file)
    with suppress(ValueError, ImportError):  # ImportError: of what httpx needs for SOCKS
        scheme = urlsplit(settings.proxy_url or "").scheme
        if scheme in {"", "http", "https"} and _is_there("pyreqwest"):
            from moe_nb.client.fast_transport import FastTransport  # noqa: PLC0415 - not on every machine

            return FastTransport(settings, lambda: plain_transport(settings))
        return plain_transport(settings)
    # outside of a handler: the frames inside, with the proxy's password in their variables, are not kept
    said_by = f" in {settings.proxy_variable}" if settings.proxy_variable else ""
    raise CredentialsError(
        f"The proxy address {settings.shown_proxy!r}{said_by} cannot be used.", hint="Use http://host:port."
    )


def plain_transport(settings: ConnectionSettings) -> httpx.AsyncBaseTransport:
    """Build httpx's own transport.

    Raises:
        ValueError: If the proxy address is not one.
        ImportError: If the proxy speaks SOCKS, which needs a package.
    """
    import httpx  # noqa: PLC0415 - slow to import, rarely needed

    from moe_nb.client.exchange import AT_ONCE  # noqa: PLC0415 - as above

    most = min(settings.max_connections, AT_ONCE)
    limits = httpx.Limits(max_connections=most, max_keepalive_connections=most)
    tls = httpx.create_ssl_context(trust_env=False)
    if settings.ca_file:
        tls.load_verify_locations(cafile=settings.ca_file)
    try:
        proxy = httpx.Proxy(settings.proxy_url) if settings.proxy_url else None
    except httpx.InvalidURL:
        proxy = None
    else:
        return httpx.AsyncHTTPTransport(verify=tls, trust_env=False, limits=limits, proxy=proxy)
    raise ValueError("not the address of a proxy")  # outside of the handler, as above


def sender_of(
    transport: Transport | httpx.AsyncBaseTransport, headers: Callable[[], Headers], timeouts: Timeouts
) -> Sender:
    """Return what sends over *transport*: its own sender, or httpx's way."""
    if isinstance(transport, Transport):
        return transport.sender(headers, timeouts)
    from moe_nb.client.exchange import HttpxSender  # noqa: PLC0415 - slow to import, rarely needed

    return HttpxSender(transport, headers, timeouts)


def _is_there(package: str) -> bool:
    try:
        import_module(package)
    except ImportError:
        return False
    return True


def _check_ca_file(ca_file: str | None) -> None:
    if not ca_file:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise CredentialsError(
            f"The certificate file {ca_file!r} cannot be used ({error}).", hint="Give a PEM file."
        ) from None
