"""What a world file says, as frozen structs; field names are the file's words."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Statuses = Literal["Active", "Paused", "Scheduled", "Draft", "Expired"]
DataType = Literal["string", "number", "boolean", "json", "float"]
Devices = Literal["Mobile", "Tablet", "Desktop"]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a world; a field nobody knows is an error, not a silent hole."""


class WorkspaceKeys(_Part, frozen=True, kw_only=True):
    """The credentials the simulator accepts; not secrets."""

    id: str = "SIMULATOR"
    api_key: str = "not-a-secret"


class Settings(_Part, frozen=True, kw_only=True):
    """What MoEngage does not document, as switches."""

    audience_order: Literal["first", "last", "narrowest"] = "first"
    """Which audience wins when several match."""
    anonymous_bucket: Literal["request_hash", "random"] = "request_hash"
    """How a visitor without any id is put into a variation."""
    attributes_case_sensitive: bool = True
    paused_answer: Literal["absent", "empty"] = "absent"
    """Whether a paused or scheduled key is left out or sent with an empty payload."""
    rate_limit_per_min: int = 10_000
    """On the real port only."""
    global_control_percent: float = 0


class Place(_Part, frozen=True, kw_only=True):
    """Where a range of IP addresses is."""

    cidr: str
    country: str
    """ISO code, "IN"; audiences may use it or the name."""
    country_name: str = ""
    region: str = ""
    city: str = ""


class User(_Part, frozen=True, kw_only=True):
    """What the workspace knows about one user."""

    identifiers: dict[str, str] = {}
    attributes: dict[str, Any] = {}
    segments: list[str] = []
    """Custom segments the user is in."""
    events: dict[str, int] = {}
    """How often the user did something."""


class Segment(_Part, frozen=True, kw_only=True):
    """A condition on the user; exactly one of the first five fields says which kind.

    Filter semantics follow MoEngage's segmentation: ``is`` takes any of its values, and negatives also match users
    without the attribute.
    """

    all: list[Segment] | None = None
    any: list[Segment] | None = None
    attribute: str | None = None
    in_segment: str | None = None
    event: str | None = None

    is_: list[Any] | Any = msgspec.field(default=msgspec.UNSET, name="is")
    is_not: list[Any] | Any = msgspec.UNSET
    exists: bool | None = None
    contains: str | None = None
    not_contains: str | None = None
    starts_with: str | None = None
    ends_with: str | None = None
    between: tuple[float, float] | None = None
    not_between: tuple[float, float] | None = None
    less_than: float | None = None
    greater_than: float | None = None
    at_least: int | None = None
    at_most: int | None = None


class When(_Part, frozen=True, kw_only=True):
    """In-session conditions: all that are given must hold, and any one value of each suffices."""

    day: list[str] = []
    """``Monday``, ``Mon``, or a range ``Mon-Fri``; ranges wrap (``Sat-Mon``)."""
    hour: list[str | int] = []
    """UTC slots, ``9`` or a range with both ends, ``09-17`` (to 17:59); ranges wrap (``22-05``)."""
    device: list[Devices] = []
    country: list[str] = []
    region: list[str] = []
    city: list[str] = []
    query: dict[str, list[str]] = {}
    """Custom in-session attributes (Query Parameter)."""


class PayloadValue(_Part, frozen=True, kw_only=True):
    """One payload variable."""

    type: DataType = "string"
    value: Any = None
    raw: Any = msgspec.UNSET
    """Sent instead of ``{"value", "data_type"}``: for answers that break the contract."""


class VariationRule(_Part, frozen=True, kw_only=True):
    """One variation of an audience."""

    id: str
    name: str = ""
    share: float = 100
    """Percent of the audience."""
    payload: dict[str, PayloadValue] = {}
    on_missing: Literal["send_empty", "do_not_send"] = "send_empty"
    """What to do when ``{{ user.name }}`` has no value and no default."""


class AudienceRule(_Part, frozen=True, kw_only=True):
    """One audience of an experience."""

    id: str
    name: str
    segment: Segment | None = None
    """None is All users."""
    when: When = When()
    exclude: When | None = None
    """Visitors for whom all of this holds are out."""
    variations: list[VariationRule]


class ExperienceRule(_Part, frozen=True, kw_only=True):
    """One experience."""

    key: str
    name: str
    status: Statuses = "Active"
    start: str | None = None
    """ISO time; before it the experience is Scheduled."""
    end: str | None = None
    """ISO time; after it the experience is Expired."""
    campaign: str | None = None
    """24 hex digits; derived from the key if left out."""
    global_control: bool = False
    control_percent: float = 0
    audiences: list[AudienceRule] = []


class World(_Part, frozen=True, kw_only=True):
    """Everything the simulator knows."""

    workspace: WorkspaceKeys = WorkspaceKeys()
    settings: Settings = Settings()
    places: list[Place] = []
    users: dict[str, User] = {}
    experiences: list[ExperienceRule]
