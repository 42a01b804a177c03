"""What this machine's environment says: credentials, proxy, company certificate."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from moe_nb.config.key_store import load_key
from moe_nb.core.connection import ConnectionSettings
from moe_nb.core.credentials import Credentials, Environment
from moe_nb.core.data_center import check_base_url, is_this_machine, parse_data_center
from moe_nb.core.errors import CredentialsError
from moe_nb.core.secret import Secret

VARIABLES = {
    "MOE_DATA_CENTER": "01 to 06, or 101",
    "MOE_BASE_URL": "an explicit address instead of a data center",
    "MOE_WORKSPACE_ID": "the Workspace ID",
    "MOE_API_KEY": "the Personalize API key",
    "MOE_ENVIRONMENT": "test or live",
    "MOE_CA_FILE": "a certificate file to trust besides the usual ones (PEM)",
}
"""Environment variables that are read, and what they hold."""

_ADDRESS = {"MOE_DATA_CENTER", "MOE_BASE_URL"}
"""The two ways to say where requests go."""


def environment_credentials(
    environ: Mapping[str, str] | None = None, *, instead: Mapping[str, str] | None = None
) -> Credentials:
    """Read credentials from the environment; a key it does not hold may be in the keyring.

    Args:
        environ: The variables; the process's own if left out.
        instead: Variables that count instead of those; an address given here replaces whatever address is there.

    Raises:
        CredentialsError: If something is missing or cannot be used; the text names the variables.
    """
    key, environ = _split(os.environ if environ is None else environ)  # verbose tracebacks print every variable
    if instead and _ADDRESS & set(instead):
        environ = {name: text for name, text in environ.items() if name not in _ADDRESS}
    environ = {**environ, **(instead or {})}
    if not key and "MOE_WORKSPACE_ID" in environ:
        key = load_key(environ["MOE_WORKSPACE_ID"]) or key
    missing = [] if "MOE_WORKSPACE_ID" in environ else ["MOE_WORKSPACE_ID"]
    missing += [] if key else ["MOE_API_KEY"]
    missing += [] if _ADDRESS & set(environ) else ["MOE_DATA_CENTER"]
    if missing:
        raise CredentialsError(
            f"The environment does not hold {', '.join(missing)}.",
            hint="Set them before starting Python, or use Workspace.connect(...).",
        )
    base_url = _read("MOE_BASE_URL", check_base_url, environ)
    return Credentials(
        workspace_id=environ["MOE_WORKSPACE_ID"],
        api_key=key,
        data_center=None if base_url else _read("MOE_DATA_CENTER", parse_data_center, environ),
        base_url=base_url,
        environment=_environment(environ.get("MOE_ENVIRONMENT")),
    )


def _split(environ: Mapping[str, str]) -> tuple[Secret, dict[str, str]]:
    """Return the key, and the other variables that are set: nothing else of the environment, which holds secrets."""
    others = {name: environ[name] for name in VARIABLES if name != "MOE_API_KEY" and environ.get(name, "").strip()}
    return Secret(environ.get("MOE_API_KEY", "").strip()), others


def _read(name: str, check: Callable[[str], str], said: Mapping[str, str]) -> str | None:
    """Return a variable's value checked, None if it is not set; an error names the variable."""
    try:
        return check(said[name]) if name in said else None
    except CredentialsError as error:
        raise CredentialsError(f"{name}: {error.description}", hint=error.hint) from None


def _environment(text: str | None) -> Environment | None:
    if text is None:
        return None
    wanted = text.strip().lower()
    if wanted not in {Environment.TEST, Environment.LIVE}:
        raise CredentialsError(f"MOE_ENVIRONMENT={text!r} is not known.", hint="Use test or live.")
    return Environment(wanted)


def connection_settings(url: str) -> ConnectionSettings:
    """Return how to reach *url* from here: proxy (never for this machine itself) and certificate file.

    Reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY, MOE_CA_FILE and SSL_CERT_FILE; the client reads none of them.
    """
    parts = urlsplit(url)
    ca_file = os.environ.get("MOE_CA_FILE") or os.environ.get("SSL_CERT_FILE") or None
    proxy, variable = _proxy(parts.scheme, parts.hostname or "")
    return ConnectionSettings(proxy_url=proxy, proxy_variable=variable, ca_file=ca_file)


def _proxy(scheme: str, host: str) -> tuple[str | None, str]:
    """Return the address of the proxy, if there is one, and the variable that says so."""
    proxies = getproxies_environment()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or is_this_machine(host) or proxy_bypass_environment(host, proxies):
        return None, ""
    kinds = {f"{scheme}_proxy", "all_proxy"}  # in capitals or not
    variable = next((name for name, text in os.environ.items() if name.lower() in kinds and text == proxy), "")
    return proxy if "://" in proxy else f"http://{proxy}", variable  # company machines often name host:port only
