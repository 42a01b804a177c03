"""The User-Agent axis: complete header strings with labels people understand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from moe_nb.core.errors import SpaceError
from moe_nb.core.space import Space, axis
from moe_nb.core.user_agent import name_apart, parse_user_agents
from moe_nb.sweep.known_user_agents import PRESETS, known_user_agents


class UserAgents:
    """Builds User-Agent axes: call it with a list, or use ``preset`` or ``from_file``."""

    def __call__(self, user_agents: Iterable[str] | Mapping[str, str]) -> Space:
        """Return an axis of complete User-Agent strings, or of a mapping of label to string.

        Raises:
            SpaceError: If a bare string is given, or a User-Agent is empty or no text.
        """
        if isinstance(user_agents, str | bytes):
            raise SpaceError("user_agents() got one text instead of a list.", hint="Write user_agents([text]).")
        given = user_agents.items() if isinstance(user_agents, Mapping) else [("", text) for text in user_agents]
        pairs = list(given)
        for _, text in pairs:
            if not isinstance(text, str):
                raise SpaceError(
                    f"User-Agent {text!r} is not a text.",
                    hint='Give complete strings; to ask without one too, use axis("user_agent", [None, ...]).',
                )
        return _axis(name_apart(pairs))

    def preset(self, name: str = "devices") -> Space:
        """Return an axis of well-known User-Agents.

        Args:
            name: ``devices``, ``phones``, ``tablets``, ``desktops``, ``browsers``, ``tvs``, ``in-app``, ``bots`` or
                ``all``.

        Raises:
            SpaceError: If there is no such preset.
        """
        if name not in PRESETS:
            raise SpaceError(f"There is no preset {name!r}.", hint=f"Use one of {', '.join(PRESETS)}.")
        return _axis([(one.label, one.user_agent) for one in known_user_agents() if name in (*one.presets, "all")])

    def from_file(self, path: str | Path) -> Space:
        """Return an axis from a text file: one User-Agent per line, or ``label<TAB>User-Agent``.

        Empty lines and lines that begin with ``#`` are left out.

        Raises:
            SpaceError: If the file cannot be read or holds none.
        """
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise SpaceError(f"The User-Agent file {str(path)!r} cannot be read ({error}).") from None
        pairs = parse_user_agents(text)
        if not pairs:
            raise SpaceError(f"The User-Agent file {str(path)!r} holds none.", hint="Write one per line.")
        return _axis(pairs)

    def known(self) -> dict[str, str]:
        """Return label to User-Agent of everything the presets hold."""
        return {one.label: one.user_agent for one in known_user_agents()}


def _axis(pairs: list[tuple[str, str]]) -> Space:
    return axis("user_agent", [text for _, text in pairs], [label for label, _ in pairs])


user_agents = UserAgents()
"""``moe.user_agents([...])``, ``.preset("devices")``, ``.from_file("mine.txt")``."""
