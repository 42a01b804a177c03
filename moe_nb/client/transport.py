"""The httpx transport requests leave through."""

from __future__ import annotations

import ssl
from contextlib import suppress

import httpx

from moe_nb.core.connection import ConnectionSettings
from moe_nb.core.errors import CredentialsError


def network_transport(settings: ConnectionSettings) -> httpx.AsyncBaseTransport:
    """Build the transport for the real network: TLS always verified, nothing taken from the environment.

    The transport never follows redirects, so credentials never travel on.

    Raises:
        CredentialsError: If the certificate file cannot be read or the proxy address is not one.
    """
    # never more requests than connections: httpx's pool slows down with every request that waits in it
    limits = httpx.Limits(max_connections=settings.max_connections, max_keepalive_connections=settings.max_connections)
    with suppress(ValueError, ImportError, httpx.InvalidURL):  # ImportError: SOCKS needs a package
        proxy = httpx.Proxy(settings.proxy_url) if settings.proxy_url else None
        return httpx.AsyncHTTPTransport(verify=_tls(settings.ca_file), trust_env=False, limits=limits, proxy=proxy)
    # outside of a handler: the frames inside, with the proxy's password in their variables, are not kept
    raise CredentialsError(f"The proxy address {settings.shown_proxy!r} cannot be used.", hint="Use http://host:port.")


def _tls(ca_file: str | None) -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=False)
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise CredentialsError(
                f"The certificate file {ca_file!r} cannot be used ({error}).", hint="Give a PEM file."
            ) from None
    return context
