"""What a User-Agent header says about the device, as far as anyone can tell from outside.

MoEngage does not publish its own rule; this one is ours, used for labels and by the simulator.
"""

from __future__ import annotations

import re
from enum import StrEnum

from moe_nb.core.errors import SpaceError


class Device(StrEnum):
    """Device types an audience can ask for (MoEngage: Device Type), and what we call the rest."""

    MOBILE = "Mobile"
    TABLET = "Tablet"
    DESKTOP = "Desktop"
    OTHER = "Other"


_NOT_A_PERSON = re.compile(r"(?<!cu)bot\b|crawler|spider|slurp|facebookexternalhit|headless", re.IGNORECASE)
_TV = re.compile(
    r"smart-?tv|tizen.*tv|web0s|webos.*tv|appletv|googletv|bravia|roku|aft[a-z]{1,2}\b|crkey|hbbtv",
    re.IGNORECASE,
)
_TABLET = re.compile(
    r"ipad|tablet(?! pc)|kindle|silk/|playbook|\bsm-[tx]\d|\A(?!.*\bmobile\b|.*opera mini).*android", re.IGNORECASE
)
_MOBILE = re.compile(r"iphone|ipod|\bmobile\b|android|windows phone|opera mini|blackberry", re.IGNORECASE)
_DESKTOP = re.compile(r"windows nt|macintosh|x11|cros|linux", re.IGNORECASE)


def device_type(user_agent: str | None) -> Device:
    """Say which device type a User-Agent header names.

    An iPad that asks for desktop pages calls itself a Macintosh and is read as one, as every server must.
    """
    text = user_agent or ""
    if _NOT_A_PERSON.search(text) or _TV.search(text):
        return Device.OTHER
    for pattern, device in ((_TABLET, Device.TABLET), (_MOBILE, Device.MOBILE), (_DESKTOP, Device.DESKTOP)):
        if pattern.search(text):
            return device
    return Device.OTHER


_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Instagram", r"Instagram"),
    ("Facebook", r"FBAN|FBAV"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def user_agent_class(user_agent: str | None) -> tuple[str, str, str]:
    """Return device type, system and browser; where one of the last two is not known, the text itself stands for both.

    User-Agents of one class are expected to be served alike: audiences ask for nothing finer.
    """
    text = user_agent or ""
    system = next((name for name, pattern in _SYSTEMS if re.search(pattern, text)), "")
    browser = next((name for name, pattern in _BROWSERS if re.search(pattern, text)), "")
    return (device_type(text), system, browser) if system and browser else (device_type(text), text, text)


def describe_user_agent(user_agent: str) -> str:
    """Return a short label, ``"Chrome on Android (Mobile)"``; unknown ones begin with the text itself."""
    device, system, browser = user_agent_class(user_agent)
    if browser == user_agent:
        shown = 40
        return user_agent if len(user_agent) <= shown else user_agent[: shown - 1] + "…"
    return f"{browser} on {system} ({device})"


def parse_user_agents(text: str) -> list[tuple[str, str]]:
    """Read a pasted list: one User-Agent per line, never split at commas; ``label<TAB>User-Agent`` names one.

    Rows pasted from a spreadsheet are read too: of several columns the last that reads like a header (``name/1.0``) is
    taken, and the first of the others names it. Empty lines and lines that begin with ``#`` are left out.

    Returns:
        Pairs of label and User-Agent; labels are made distinct.

    Raises:
        SpaceError: If a label has no User-Agent behind it.
    """
    lines = [line for line in re.split(r"\r\n|\r|\n", text) if line.strip() and not line.lstrip().startswith("#")]
    return name_apart([_label_and_header([_cell(cell) for cell in line.split("\t")]) for line in lines])


def _cell(text: str) -> str:
    """Return a cell as a spreadsheet shows it: it quotes what holds quotes when it is copied."""
    stripped = text.strip()
    is_quoted = len(stripped) > 1 and stripped[0] == stripped[-1] == '"'
    return stripped[1:-1].replace('""', '"').strip() if is_quoted else stripped


def _label_and_header(cells: list[str]) -> tuple[str, str]:
    if len(cells) == 1:
        return "", cells[0]
    header = next((cell for cell in reversed(cells) if re.search(r"\S/\d", cell)), cells[-1])
    return next((cell for cell in cells if cell and cell != header), ""), header


def name_apart(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give every pair of label and User-Agent a label of its own; equal User-Agents are kept once.

    Raises:
        SpaceError: If a User-Agent is empty or has a line break.
    """
    named: dict[str, str] = {}
    for label, user_agent in pairs:
        if not user_agent.strip():
            named_so = f" (label {label!r})" if label else ""
            raise SpaceError(f"A User-Agent is empty{named_so}.", hint="Give complete strings, one per line.")
        if "\n" in user_agent or "\r" in user_agent:
            raise SpaceError(
                f"A User-Agent has a line break ({user_agent[:60]!r}).", hint="Each line is one: give them as a list."
            )
        if user_agent in named:
            continue
        wanted = label or describe_user_agent(user_agent)
        taken, number = set(named.values()), 2
        unique = wanted
        while unique in taken:
            unique, number = f"{wanted} #{number}", number + 1
        named[user_agent] = unique
    return [(label, user_agent) for user_agent, label in named.items()]
