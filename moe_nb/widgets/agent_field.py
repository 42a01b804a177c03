"""User-Agents: labelled presets, or one's own, one per line."""

from __future__ import annotations

from moe_nb.core.errors import MoeError
from moe_nb.core.user_agent import device_type, parse_user_agents
from moe_nb.sweep.known_user_agents import known_user_agents
from moe_nb.widgets.note import Note
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.style import area, choice

NOT_SENT = "(not sent)"


class AgentField(Stack):
    """Chooses a User-Agent; pasted ones join the list and are never split at commas."""

    def __init__(self) -> None:
        self._known = {one.user_agent: one for one in known_user_agents()}
        self.choice = choice("User-Agent")
        self.about = Note(beside=True)
        example = "Complete User-Agent headers, one per line; rows of a spreadsheet too"
        self.own = area("Own User-Agents", example, rows=2, continuous_update=False)
        self.note = Note(beside=True)
        self.own.observe(lambda _: self._pasted(), "value")
        self.choice.observe(lambda _: self._show(), "value")
        super().__init__([self.choice, self.about, self.own, self.note])
        self._offer(choose_own=False)

    @property
    def value(self) -> str | None:
        """The complete header, or None when it is not sent."""
        return str(self.choice.value) if self.choice.value else None

    def pasted(self) -> list[tuple[str, str]]:
        """Return label and header of the pasted ones."""
        return parse_user_agents(self.own.value)

    def choose(self, header: str | None) -> None:
        """Choose a header; one that is not in the list joins it."""
        if header and header not in {value for _, value in self.choice.options}:
            self.own.value = f"{self.own.value.rstrip()}\n{header}".lstrip()
        self.choice.value = header or ""

    def _pasted(self) -> None:
        try:
            self._offer(choose_own=True)
        except MoeError as error:
            self.note.warn(str(error))
        else:
            self.note.warn("")

    def _offer(self, *, choose_own: bool) -> None:
        own = [(f"own: {label}", text) for label, text in self.pasted()]
        before = self.choice.value
        options = [(NOT_SENT, ""), *own, *((one.label, text) for text, one in self._known.items())]
        self.choice.options = options
        values = [value for _, value in options]
        self.choice.value = own[0][1] if own and choose_own else before if before in values else ""

    def _show(self) -> None:
        known = self._known.get(self.value or "")
        dated = f"; a header of {known.current}" if known else ""
        self.about.say(f"Read as {device_type(self.value).lower()}{dated}." if self.value else "")
