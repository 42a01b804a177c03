"""Step 2, the question: who the visitor is and in which situation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from moe_nb.core.context import Context
from moe_nb.widgets.agent_field import AgentField
from moe_nb.widgets.moment_field import MomentField
from moe_nb.widgets.note import Note
from moe_nb.widgets.pairs_field import PairsField
from moe_nb.widgets.place_field import PlaceField
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import field, label, sections, text
from moe_nb.widgets.zone_field import ZoneField

EMAIL, MOBILE = "u_em", "u_mb"
"""How MoEngage calls the two usual identifiers."""


class ContextForm(Stack):
    """Takes a context; what is wrong with a field stands beside it, as it is typed.

    Args:
        state: The panel's state; its metadata fills the list of keys.
        clock: The panel's clock; one of its own if left out.
    """

    def __init__(self, state: PanelState, clock: ZoneField | None = None) -> None:
        self.customer_id = text("Customer ID", "left out: an anonymous visitor")
        self.email = text("Email", "u_em, with Identity Resolution only")
        self.mobile = text("Mobile", "u_mb, with Identity Resolution only")
        self.identifiers = PairsField(
            "identifier", ("uid", "12345"), check=lambda pairs: Context(user_identifiers=pairs)
        )
        self._wanted: set[str] = set()
        self._known: Any = None
        """The metadata of the workspace, once it is there."""
        named = {"description": "Experience keys", "style": label(w.SelectMultiple), "layout": field()}
        self.key_list = w.SelectMultiple(rows=6, **named)
        self.more_keys = text("More keys", "typed, separated by commas")
        self.keys_note = Note(beside=True)
        self.moment, self.agent, self.place = MomentField(clock), AgentField(), PlaceField()
        self.ip_address = self.place.address
        self.attributes = PairsField(
            "attribute", ("utm_medium", "email"), check=lambda pairs: Context(attributes=pairs)
        )
        parts = {
            "What is asked": (self.key_list, self.more_keys, self.keys_note),
            "When": (self.moment,),
            "Where and on what": (self.place, self.agent),
            "Who": (self.customer_id, self.email, self.mobile, self.identifiers),
            "In-session attributes": (self.attributes,),
        }
        super().__init__([sections(parts)])
        state.observe(lambda change: self._offer_keys(change["new"]), "metadata")
        state.observe(lambda change: self.place.offer(change["new"].addresses), "workspace")
        self.place.offer(state.workspace.addresses)
        self._offer_keys(state.metadata)
        self.on_change(self._check)
        self._check()

    @property
    def text_fields(self) -> tuple[w.Text, ...]:
        """Fields in which Enter asks."""
        return (self.customer_id, self.email, self.mobile, self.more_keys, self.ip_address)

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
            ip_address=self.place.value,
            user_agent=self.agent.value,
            attributes=self.attributes.pairs(),
        )

    def fill(self, context: Context) -> None:
        """Put a context in place of what is there; the keys stay."""
        identifiers = dict(context.user_identifiers)
        self.customer_id.value = context.customer_id or ""
        self.email.value, self.mobile.value = identifiers.pop(EMAIL, ""), identifiers.pop(MOBILE, "")
        self.identifiers.fill(identifiers)
        self.moment.set_utc(context.day, context.hour)
        self.ip_address.value = context.ip_address or ""
        self.agent.choose(context.user_agent)
        self.attributes.fill(context.attributes)

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
        self._known = metadata
        self._check()
        if metadata is not None:  # while a connection is being made the choice is kept for what comes
            self._wanted = set()

    def _check(self) -> None:
        keys = self.chosen_keys()
        self.keys_note.say(self._about_all() if keys is None else f"{len(keys)} asked.")

    def _about_all(self) -> str:
        """Return what is asked where no key is chosen: the service looks at experiences that are Active only."""
        known = None if self._known is None else self._known.metadata
        counts = "" if known is None else f" ({len(known.active_keys)} of {len(self._known)})"
        return f"None chosen: every experience in status Active is asked{counts}."
