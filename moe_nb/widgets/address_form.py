"""Which workspace of MoEngage: its data center or address, and its ID."""

from __future__ import annotations

from collections.abc import Callable

from moe_nb.core.credentials import Credentials, Environment
from moe_nb.core.data_center import DATA_CENTERS, check_base_url
from moe_nb.core.errors import MoeError
from moe_nb.core.secret import Secret
from moe_nb.widgets.note import Note
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.style import choice, text

OWN_ADDRESS = "another address"


class AddressForm(Stack):
    """Takes data center or address, and the Workspace ID; what is wrong stands beside the field."""

    def __init__(self) -> None:
        centers = [(f"{number} ({region})", number) for number, region in DATA_CENTERS.items()]
        self.data_center = choice("Data center", [*centers, (OWN_ADDRESS, "")])
        self.base_url = text("Base URL", "https://sdk-01.moengage.com/v1")
        self.workspace_id = text("Workspace ID", "Settings > Account > APIs", continuous_update=False)
        self.url_note, self.id_note = Note(beside=True), Note(beside=True)
        super().__init__([self.data_center, self.base_url, self.url_note, self.workspace_id, self.id_note])
        self.data_center.observe(lambda _: self._check_address(), "value")
        self.base_url.observe(lambda _: self._check_address(), "value")
        self.workspace_id.observe(lambda _: self._check_id(), "value")
        self._check_address()

    def credentials(self, key: Secret, environment: str) -> Credentials:
        """Return what the form says; raises a `CredentialsError` that names what is wrong."""
        return Credentials(
            workspace_id=self.workspace_id.value,
            api_key=key,
            data_center=self.data_center.value or None,
            base_url=None if self.data_center.value else self.base_url.value,
            environment=Environment(environment),
        )

    def _check_address(self) -> None:
        own, typed = not self.data_center.value, self.base_url.value.strip()
        show(self.base_url, visible=own)
        self.url_note.warn(_complaint(check_base_url, typed) if own and typed else "")

    def _check_id(self) -> None:
        typed = self.workspace_id.value.strip()
        self.id_note.warn(_complaint(_check_workspace_id, typed) if typed else "")


def _complaint(check: Callable[[str], object], typed: str) -> str:
    """Return what is wrong with what was typed, or an empty text."""
    try:
        check(typed)
    except MoeError as error:
        return str(error)
    return ""


def _check_workspace_id(typed: str) -> None:
    Credentials(workspace_id=typed, api_key=Secret("not sent"), data_center="01")
