"""Who asks, and where: Workspace ID, Personalize API key, data center or base URL, environment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from moe_nb.core.data_center import check_base_url, data_center_url, parse_data_center
from moe_nb.core.errors import CredentialsError
from moe_nb.core.secret import Secret


class Environment(StrEnum):
    """What the workspace is to its owner; it changes the badge and the caution, not the request."""

    TEST = "test"
    LIVE = "live"
    SIMULATOR = "simulator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Everything needed to ask one workspace.

    Raises:
        CredentialsError: If the Workspace ID or the key is missing or could not be put in a header,
            or neither or both of *data_center* and *base_url* are given.
    """

    workspace_id: str
    """Workspace ID (once "App ID"): the Basic user name and the MOE-APPKEY header."""

    api_key: Secret
    """The *Personalize* API key; other MoEngage keys give 401."""

    data_center: str | None = None
    """``"01"`` to ``"06"`` or ``"101"``."""

    base_url: str | None = None
    """An explicit address instead of a data center, ``https://sdk-01.moengage.com/v1``."""

    environment: Environment | None = None
    """``test`` or ``live``; left out, a Workspace ID ending in ``_DEBUG`` is test, any other live."""

    def __post_init__(self) -> None:
        """Normalise what was given and refuse what cannot be used."""
        given: object = self.api_key
        if isinstance(given, str):  # a plain string is the natural mistake: wrap it at once
            object.__setattr__(self, "api_key", Secret(given))
        object.__setattr__(self, "workspace_id", _header_text("Workspace ID", self.workspace_id))
        object.__setattr__(self, "api_key", Secret(_header_text("API key", self.api_key.reveal(), shown="it")))
        if ":" in self.workspace_id:
            raise CredentialsError(
                "The Workspace ID contains a colon.",
                hint="Copy it from the dashboard: Settings > Account > APIs.",
            )
        if (self.data_center is None) == (self.base_url is None):
            raise CredentialsError("Give a data center or a base URL, and only one of the two.")
        if self.data_center is not None:
            object.__setattr__(self, "data_center", parse_data_center(self.data_center))
        if self.base_url is not None:
            object.__setattr__(self, "base_url", check_base_url(self.base_url))
        object.__setattr__(self, "environment", self._environment())

    def _environment(self) -> Environment:
        if self.environment is None:
            return Environment.TEST if self.workspace_id.endswith("_DEBUG") else Environment.LIVE
        return parse_environment(self.environment)

    @property
    def url(self) -> str:
        """The address credentials go to, without a trailing slash."""
        return self.base_url if self.base_url is not None else data_center_url(str(self.data_center))

    @property
    def masked_workspace(self) -> str:
        """The Workspace ID as it may be shown and stored: the first and last two characters."""
        return mask(self.workspace_id)


def parse_environment(text: str) -> Environment:
    """Return the environment called *text*, in any case.

    Raises:
        CredentialsError: If there is none.
    """
    try:
        return Environment(str(text).strip().lower())
    except ValueError:
        raise CredentialsError(f"Environment {str(text)!r} is not known.", hint="Use 'test' or 'live'.") from None


def mask(text: str) -> str:
    """Return *text* with its middle hidden; short texts are hidden whole."""
    shortest_shown = 8
    return f"{text[:2]}…{text[-2:]}" if len(text) >= shortest_shown else "…"


def _header_text(name: str, value: str, *, shown: str = "") -> str:
    text = value.strip()
    if not text:
        raise CredentialsError(f"The {name} is missing.", hint="It stands in the dashboard: Settings > Account > APIs.")
    if not text.isprintable() or (name == "Workspace ID" and not text.isascii()):
        raise CredentialsError(
            f"The {name} has a character that cannot be sent in a header ({shown or repr(text)}).",
            hint="Copy it again from the dashboard.",
        )
    return text
