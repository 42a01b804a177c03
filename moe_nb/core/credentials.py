"""Who asks, and where: Workspace ID, Personalize API key, data center or base URL, environment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from moe_nb.core.data_center import check_base_url, data_center_url, parse_data_center
from moe_nb.core.errors import CredentialsError
from moe_nb.core.secret import Secret, as_secret


class Environment(StrEnum):
    """What the workspace is to its owner; it changes the badge and the caution, not the request."""

    TEST = "test"
    LIVE = "live"
    SIMULATOR = "simulator"


@dataclass(frozen=True, slots=True, init=False)
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

    def __init__(
        self,
        *,
        workspace_id: str,
        api_key: Secret | str,
        data_center: str | None = None,
        base_url: str | None = None,
        environment: Environment | None = None,
    ) -> None:
        api_key = as_secret(api_key)  # a plain text is the natural mistake
        given = (workspace_id, api_key, data_center, base_url, environment)
        for name, value in zip(self.__slots__, given, strict=True):
            object.__setattr__(self, name, value)
        self._check()

    def _check(self) -> None:
        """Normalise what was given and refuse what cannot be used."""
        put = object.__setattr__
        put(self, "workspace_id", _workspace_id(self.workspace_id))
        put(self, "api_key", _key(self.api_key))
        if (self.data_center is None) == (self.base_url is None):
            raise CredentialsError("Give a data center or a base URL, and only one of the two.")
        put(self, "data_center", None if self.data_center is None else parse_data_center(self.data_center))
        put(self, "base_url", None if self.base_url is None else check_base_url(self.base_url))
        usual = Environment.TEST if self.workspace_id.endswith("_DEBUG") else Environment.LIVE
        put(self, "environment", usual if self.environment is None else parse_environment(self.environment))

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


def _workspace_id(text: str) -> str:
    bare = text.strip()
    _check_header("Workspace ID", is_missing=not bare, is_odd=not (bare.isprintable() and bare.isascii()), shown=bare)
    if ":" in bare:
        raise CredentialsError(
            "The Workspace ID contains a colon.", hint="Copy it from the dashboard: Settings > Account > APIs."
        )
    return bare


def _key(key: Secret) -> Secret:
    """Return the key without spaces around it; no variable holds its text."""
    bare = Secret(key.reveal().strip())
    _check_header("API key", is_missing=not bare, is_odd=not bare.reveal().isprintable())
    return bare


def _check_header(name: str, *, is_missing: bool, is_odd: bool, shown: str = "") -> None:
    if is_missing:
        raise CredentialsError(f"The {name} is missing.", hint="It stands in the dashboard: Settings > Account > APIs.")
    if is_odd:
        raise CredentialsError(
            f"The {name} has a character that cannot be sent in a header ({repr(shown) if shown else 'it'}).",
            hint="Copy it again from the dashboard.",
        )
