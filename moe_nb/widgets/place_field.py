"""Where the visitor is: an IP address, typed or that of a country."""

from __future__ import annotations

from collections.abc import Mapping

from moe_nb.core.context import Context
from moe_nb.core.errors import MoeError
from moe_nb.widgets.note import Note
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.style import choice, text

TYPED = "(as typed below)"


class PlaceField(Stack):
    """Takes an IP address; offers one per country where the addresses of countries are known."""

    def __init__(self) -> None:
        self.country = choice("Country", [(TYPED, "")])
        self.address = text("IP address", "203.0.113.42")
        self.note = Note(beside=True)
        super().__init__([self.country, self.address, self.note])
        self.country.observe(lambda change: self._chosen(change["new"]), "value")
        self.address.observe(lambda change: self._typed(change["new"].strip()), "value")
        self.offer({})

    @property
    def value(self) -> str | None:
        """The address, None when it is not sent."""
        return self.address.value.strip() or None

    def offer(self, addresses: Mapping[str, str]) -> None:
        """Offer countries, name to address; none hides the list."""
        self.country.options = [(TYPED, ""), *addresses.items()]
        self._typed(self.address.value.strip())
        show(self.country, visible=bool(addresses))

    def _chosen(self, address: str) -> None:
        if address:
            self.address.value = address

    def _typed(self, address: str) -> None:
        known = {value for _, value in self.country.options}
        self.country.value = address if address in known else ""
        try:
            Context(ip_address=address)
        except MoeError as error:
            self.note.warn(str(error))
        else:
            self.note.warn("")
