"""``moe-nb doctor``."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version

import click

from moe_nb.config import key_store
from moe_nb.config.environ import VARIABLES, connection_settings
from moe_nb.core.credentials import mask
from moe_nb.core.data_center import check_base_url, data_center_url
from moe_nb.core.errors import CredentialsError
from moe_nb.version import __version__
from moe_nb.views.tables import text_table

PACKAGES = ("httpx", "pandas", "ipywidgets", "anywidget", "jupyterlab", "ipykernel")


@click.command(short_help="Say what this machine has.")
def doctor() -> None:
    """Say what this machine has: versions, credentials found (never shown), keyring, proxy.

    \b
    moe-nb doctor
    """  # noqa: D301 - click's mark for "do not rewrap"
    rows = [("moe-nb", __version__), ("Python", platform.python_version()), ("System", platform.system())]
    rows += [(name, _version(name)) for name in PACKAGES]
    rows += [(name, _shown(name)) for name in VARIABLES]
    settings = connection_settings(_url())
    rows.append(("Keyring", "available" if key_store.is_available() else "none on this machine"))
    rows.append(("Proxy", settings.shown_proxy or "none"))
    rows.append(("Certificates", settings.ca_file or "the usual ones"))
    click.echo(text_table(("What", "Found"), rows))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _url() -> str:
    """Return the address that would be asked, for the proxy; a data center's if none is named or it cannot be read."""
    try:
        return check_base_url(os.environ.get("MOE_BASE_URL", ""))
    except CredentialsError:
        return data_center_url("01")


def _shown(name: str) -> str:
    value = os.environ.get(name, "")
    if not value.strip():
        return "not set"
    if name == "MOE_API_KEY":
        return "set"
    if name == "MOE_BASE_URL":
        try:
            return check_base_url(value)
        except CredentialsError as error:  # its text leaves out what could be a password
            return f"cannot be used: {error.description}"
    return mask(value) if name == "MOE_WORKSPACE_ID" else value
