"""Step 1: the simulator, or a workspace of one's own."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from moe_nb.config import key_store
from moe_nb.config.environ import environment_credentials
from moe_nb.core.credentials import Credentials, Environment
from moe_nb.core.data_center import DATA_CENTERS
from moe_nb.core.errors import CredentialsError, MoeError, UsageError
from moe_nb.core.secret import Secret
from moe_nb.widgets.alarm import Alarm
from moe_nb.widgets.note import Note
from moe_nb.widgets.secret_field import SecretField
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import LABEL, button, checkbox, column, field, row, show
from moe_nb.workspace.workspace import Workspace

SIMULATOR, MOENGAGE = "Simulator", "MoEngage"
OWN_ADDRESS = "another address"


class ConnectionBox(w.VBox):  # type: ignore[misc]
    """Chooses whom to ask, and proves that it works.

    Args:
        state: The panel's state.
    """

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self._key = Secret("")
        self._key_found_for = ""
        """The Workspace ID whose key came from the keyring; empty for a key that was typed."""
        begun = SIMULATOR if state.environment == Environment.SIMULATOR else MOENGAGE
        self.kind = w.ToggleButtons(options=[SIMULATOR, MOENGAGE], value=begun, description="Ask", style=LABEL)
        centers = [(f"{number} ({region})", number) for number, region in DATA_CENTERS.items()]
        self.data_center = w.Dropdown(
            options=[*centers, (OWN_ADDRESS, "")], description="Data center", style=LABEL, layout=field()
        )
        self.base_url = w.Text(
            description="Base URL", placeholder="https://sdk-01.moengage.com/v1", style=LABEL, layout=field()
        )
        self.workspace_id = w.Text(description="Workspace ID", style=LABEL, layout=field())
        self.key = SecretField("API key", state.guarded(self._take_key))
        self.environment = w.ToggleButtons(
            options=[("TEST", "test"), ("LIVE", "live")], value="live", description="Environment", style=LABEL
        )
        self.keep = checkbox("Keep the key in this machine's keyring")
        self.connect = button("Connect and test", "Fetches the metadata to prove that it works", primary=True)
        self.found = button("Use what the environment holds", "Reads MOE_WORKSPACE_ID, MOE_API_KEY, …")
        self.forget = button("Forget the key", "Removes it from this panel and from the keyring")
        self.note, self.list = Note(), w.HTML()
        self._own = column(
            self.found,
            self.data_center,
            self.base_url,
            self.workspace_id,
            self.key,
            self.environment,
            self.keep,
            row(self.connect, self.forget),
        )
        super().__init__([self.kind, self._own, Alarm(state), self.note, self.list])
        self._observe()
        self._list_metadata()

    def _observe(self) -> None:
        guarded = self._state.guarded
        self.kind.observe(guarded(self._kind_chosen), "value")
        self.data_center.observe(guarded(lambda _: show(self.base_url, visible=not self.data_center.value)), "value")
        self.workspace_id.observe(guarded(self._workspace_typed), "value")
        self.connect.on_click(guarded(lambda _: self._connect()))
        self.found.on_click(guarded(lambda _: self._state.use(Workspace.from_env())))
        self.forget.on_click(guarded(lambda _: self._forget()))
        self._state.observe(lambda change: self.note.say(change["new"]), "said")
        self._state.observe(lambda _: self._list_metadata(), "metadata")

    def _kind_chosen(self, _change: Any) -> None:
        self._kind_changed()
        if self.kind.value == SIMULATOR and self._state.environment != Environment.SIMULATOR:
            try:
                self._state.use(Workspace.simulated())
            except UsageError:
                self.kind.value = MOENGAGE  # the button shows whom is asked
                raise

    def _kind_changed(self) -> None:
        own = self.kind.value == MOENGAGE
        show(self._own, visible=own)
        show(self.base_url, visible=not self.data_center.value)
        show(self.keep, visible=own and key_store.is_available())
        show(self.found, visible=own and _environment_has_credentials())
        # the simulator's experiences beside an empty MoEngage form would read as one's own
        show(self.list, visible=own == (self._state.environment != Environment.SIMULATOR))

    def _workspace_typed(self, change: Any) -> None:
        if change["new"].strip().endswith("_DEBUG"):
            self.environment.value = "test"
        typed = change["new"].strip()
        if self._key_found_for not in {"", typed}:
            self._take_key(Secret(""))  # the key of another workspace
        kept = key_store.load_key(typed) if typed else None
        if kept is not None and not self._key:
            self._key, self._key_found_for = kept, typed
            self.key.show(is_set=True, note="found in the keyring")

    def _take_key(self, key: Secret) -> None:
        self._key, self._key_found_for = key, ""
        self.key.show(is_set=bool(key), note="set" if key else "not set")

    def _connect(self) -> None:
        if not self._key:
            raise CredentialsError(
                "The API key is missing.", hint="Copy it from the Personalize tile: Settings > Account > APIs."
            )
        credentials = Credentials(
            workspace_id=self.workspace_id.value,
            api_key=self._key,
            data_center=self.data_center.value or None,
            base_url=None if self.data_center.value else self.base_url.value,
            environment=Environment(self.environment.value),
        )
        self._state.use(Workspace.connect(credentials))
        if self.keep.value:
            key_store.keep_key(credentials.workspace_id, self._key)

    def _forget(self) -> None:
        self._state.check_free()
        was_kept = key_store.forget_key(self.workspace_id.value.strip()) if self.workspace_id.value.strip() else False
        self._take_key(Secret(""))
        if self._state.environment != Environment.SIMULATOR:
            self.kind.value = SIMULATOR  # the connection holds the key too
        self._state.said = "The key is forgotten, here and in the keyring." if was_kept else "The key is forgotten."

    def _list_metadata(self) -> None:
        found = self._state.metadata
        self.list.value = "" if found is None else found._repr_html_()
        self._kind_changed()


def _environment_has_credentials() -> bool:
    try:
        environment_credentials()
    except MoeError:
        return False
    return True
