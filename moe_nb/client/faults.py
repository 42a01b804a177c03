"""What goes wrong on the way, in the same words whichever library met it."""

from __future__ import annotations

from moe_nb.core.errors import MalformedAnswerError, ServiceTimeoutError, UnreachableError
from moe_nb.core.exchange import LARGEST_BODY


def late(host: str, whole_s: float, *, connected: bool = True) -> ServiceTimeoutError:
    """Return the error for an answer, or a connection, that did not come in time."""
    waited = "no answer" if connected else "no connection"
    return ServiceTimeoutError(
        f"{host}: {waited} in time (at most {whole_s:g} s).",
        hint="Try again; if it lasts, check network and proxy.",
    )


def damaged(host: str) -> MalformedAnswerError:
    """Return the error for a body that is not packed as its header says."""
    return MalformedAnswerError(
        f"{host} sent an answer that cannot be unpacked.",
        hint="Try again; a proxy may have damaged it.",
        is_garbled=True,
    )


def too_large(status: int) -> MalformedAnswerError:
    """Return the error for a body beyond `LARGEST_BODY`."""
    return MalformedAnswerError(
        f"The answer is larger than {LARGEST_BODY // 1024 // 1024} MB.",
        status=status,
        hint="Check the base URL: this is not what the service sends.",
    )


def refused_by_proxy(reason: str) -> UnreachableError:
    """Return the error for a proxy that does not let through."""
    return UnreachableError(f"The proxy refused: {_sentence(reason)}.", hint="Check the proxy's address and password.")


def untrusted(host: str) -> UnreachableError:
    """Return the error for a certificate that is not accepted."""
    return UnreachableError(
        f"{host} showed a certificate nobody here trusts.",
        hint="Behind a company proxy, name its certificate file in MOE_CA_FILE or SSL_CERT_FILE.",
    )


def unreachable(host: str, reason: str) -> UnreachableError:
    """Return the error for everything else that ends without a whole answer."""
    return UnreachableError(
        f"{host} could not be reached: {_sentence(reason)}.", hint="Check the data center, network and proxy."
    )


def _sentence(reason: str) -> str:
    return reason.strip().rstrip(".")
