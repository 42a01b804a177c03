"""The User-Agents that come with the package: labelled, grouped into presets, dated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PRESETS = {
    "devices": "one of each kind of device: phones, tablet, desktop",
    "phones": "phones and their browsers",
    "tablets": "tablets and their browsers",
    "desktops": "desktop systems and their browsers",
    "browsers": "every browser on every system, apps left out",
    "tvs": "television sets and boxes",
    "in-app": "the browsers inside of apps: Instagram, Facebook, TikTok, ...",
    "bots": "search engines, link previews, other machines",
    "all": "all of them",
}
"""Preset name to what it holds."""


@dataclass(frozen=True, slots=True)
class KnownUserAgent:
    """One User-Agent that comes with the package."""

    label: str
    presets: tuple[str, ...]
    """The presets it belongs to, ``all`` left out."""
    current: str
    """The month in which devices sent it so, ``"2025-11"``."""
    user_agent: str
    """The complete header."""


@cache
def known_user_agents() -> tuple[KnownUserAgent, ...]:
    """Return every User-Agent of the package, phones first, bots last."""
    text = (files("moe_nb.sweep") / "user_agents.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return tuple(
        KnownUserAgent(label, tuple(presets.split(",")), current, header) for label, presets, current, header in lines
    )
