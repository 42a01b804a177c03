"""Step 2, the question: who the visitor is and in which situation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from moe_nb.core.context import Context
from moe_nb.core.errors import MoeError
from moe_nb.widgets.agent_field import AgentField
from moe_nb.widgets.moment_field import MomentField
from moe_nb.widgets.note import Note
from moe_nb.widgets.pairs_field import PairsField
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import LABEL, column, field, sections

EMAIL, MOBILE = "u_em", "u_mb"
"""How MoEngage calls the two usual identifiers."""


class ContextForm(w.VBox):  # type: ignore[misc]
    """Takes a context; what is wrong with it stands below, as it is typed.

    Args:
        state: The panel's state; its metadata fills the list of keys.
    """

    def __init__(self, state: PanelState) -> None:
        def text(name: str, example: str) -> w.Text:
            return w.Text(description=name, placeholder=example, style=LABEL, layout=field())

        self.customer_id = text("Customer ID", "left out: an anonymous visitor")
        self.email = text("Email", "u_em, with Identity Resolution only")
        self.mobile = text("Mobile", "u_mb, with Identity Resolution only")
        self.identifiers = PairsField("identifier", ("uid", "12345"))
        self._wanted: set[str] = set()
        self.key_list = w.SelectMultiple(description="Experience keys", rows=6, style=LABEL, layout=field())
        self.more_keys = text("More keys", "typed, separated by commas; none chosen: all")
        self.moment, self.agent = MomentField(), AgentField()
        self.ip_address = text("IP address", "203.0.113.42")
        self.attributes = PairsField("attribute", ("utm_medium", "email"))
        self.note = Note()
        parts = {
            "What is asked": column(self.key_list, self.more_keys),
            "When": self.moment,
            "Where and on what": column(self.ip_address, self.agent),
            "Who": column(self.customer_id, self.email, self.mobile, self.identifiers),
            "In-session attributes": self.attributes,
        }
        super().__init__([sections(parts), self.note])
        state.observe(lambda change: self._offer_keys(change["new"]), "metadata")
        self._offer_keys(state.metadata)
        self.on_change(self._check)

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call *listener* whenever an input changes."""
        fields = [self.customer_id, self.email, self.mobile, self.key_list, self.more_keys, self.ip_address]
        fields += [self.moment.zone, self.moment.week_of, self.moment.day, self.moment.hour, self.agent.choice]
        for part in fields:
            part.observe(lambda _: listener(), "value")
        self.identifiers.on_change(listener)
        self.attributes.on_change(listener)

    def context(self, *, with_moment: bool = True) -> Context:
        """Return the context, day and hour in UTC; raises a `MoeError` that names what is wrong.

        Args:
            with_moment: Whether day and hour matter; a sweep of the week has its own.
        """
        day, hour = self.moment.utc() if with_moment else (None, None)
        named = {EMAIL: self.email.value.strip(), MOBILE: self.mobile.value.strip()} | self.identifiers.pairs()
        return Context(
            customer_id=self.customer_id.value.strip() or None,
            user_identifiers=named,
            day=day,
            hour=hour,
            ip_address=self.ip_address.value.strip() or None,
            user_agent=self.agent.value,
            attributes=self.attributes.pairs(),
        )

    def chosen_keys(self) -> list[str] | None:
        """Return the keys, None when none is chosen or typed."""
        typed = [key.strip() for key in self.more_keys.value.split(",") if key.strip()]
        return list(dict.fromkeys([*self.key_list.value, *typed])) or None

    def _offer_keys(self, metadata: Any) -> None:
        self._wanted |= set(self.key_list.value)
        lines = [] if metadata is None else list(metadata)
        self.key_list.value = ()  # the page cannot take new options while old ones are chosen
        self.key_list.options = [(f"{line.key} ({line.status})", line.key) for line in lines]
        self.key_list.value = [line.key for line in lines if line.key in self._wanted]
        if metadata is not None:  # while a connection is being made the choice is kept for what comes
            self._wanted = set()

    def _check(self) -> None:
        try:
            self.context()
        except MoeError as error:
            self.note.warn(str(error))
        else:
            self.note.warn("")
