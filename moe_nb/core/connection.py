"""How connections are made: what config found out and the client obeys."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds; always set. MoEngage documents no latency, so these are ours."""

    connect_s: float = 5.0
    read_s: float = 15.0
    write_s: float = 10.0
    pool_s: float = 30.0
    whole_s: float = 45.0
    """For one try from start to end: an answer that drips byte by byte never reaches the read timeout."""


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """Everything about the network that is not a credential of MoEngage's."""

    timeouts: Timeouts = field(default_factory=Timeouts)
    proxy_url: str | None = field(default=None, repr=False)
    """An http or https proxy; may hold the proxy's own password, so it is never shown whole."""
    proxy_variable: str = ""
    """The environment variable that named the proxy, for an error to say."""
    ca_file: str | None = None
    """A certificate bundle that is trusted besides the usual ones, for a company's own authority."""
    max_connections: int = 256
    """At most; there are as many as calls are under way, which follows from pace and latency."""

    @property
    def shown_proxy(self) -> str:
        """The proxy without user and password, or an empty text."""
        scheme, slashes, rest = (self.proxy_url or "").partition("://")
        return f"{scheme}{slashes}{rest.replace('%40', '@').rpartition('@')[2]}" if slashes else ""
