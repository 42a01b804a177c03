"""Step 1: the simulator, or a workspace of one's own."""

from __future__ import annotations

from typing import Any

from moe_nb.config import key_store
from moe_nb.config.environ import environment_credentials
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import CredentialsError, MoeError, UsageError
from moe_nb.core.secret import Secret
from moe_nb.views.code import workspace_line
from moe_nb.widgets.address_form import AddressForm
from moe_nb.widgets.alarm import Alarm
from moe_nb.widgets.code_view import CodeView
from moe_nb.widgets.note import Note
from moe_nb.widgets.secret_field import SecretField
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import button, checkbox, column, html, on_enter, row, switch
from moe_nb.workspace.workspace import Workspace

SIMULATOR, MOENGAGE = "Simulator", "MoEngage"


class ConnectionBox(Stack):
    """Chooses whom to ask, and proves that it works.

    Args:
        state: The panel's state.
    """

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self._key = Secret("")
        self._key_found_for = ""
        """The Workspace ID whose key came from the keyring; empty for a key that was typed."""
        self._to_keep: tuple[str, Secret] | None = None
        """A key to keep once it has proved to work, and its Workspace ID."""
        self._is_label_chosen = False
        """Whether a person said TEST or LIVE: then no Workspace ID changes it."""
        self._is_setting = False
        """Whether the switch is being set by the panel itself."""
        self.kind = switch("Ask", [SIMULATOR, MOENGAGE], self._begun())
        self.address = AddressForm()
        self.workspace_id = self.address.workspace_id
        self.key = SecretField("API key", state.guarded(self._take_key))
        self.environment = switch("Environment", [("TEST", "test"), ("LIVE", "live")], "live")
        self.keep = checkbox("Keep the key in this machine's keyring, once it has proved to work")
        self.connect = button("Connect and test", "Fetches the metadata to prove that it works", primary=True)
        self.found = button("Use what the environment holds", "Reads MOE_WORKSPACE_ID, MOE_API_KEY, …")
        self.forget = button("Forget the key", "Removes it from this panel and from the keyring")
        self.note, self.list = Note(), html()
        self.code = CodeView(state.cell_id)
        self._code = column(self.code)  # a box: a page lays no anywidget out, so none can be hidden by its layout
        self._own = column(
            self.found,
            self.address,
            self.key,
            self.environment,
            self.keep,
            row(self.connect, self.forget),
        )
        super().__init__([self.kind, self._own, Alarm(state), self.note, self.list, self._code])
        self._observe()
        self.note.say(state.said)
        self._show_label()

    def _begun(self) -> str:
        return SIMULATOR if self._state.environment == Environment.SIMULATOR else MOENGAGE

    def _observe(self) -> None:
        guarded = self._state.guarded
        self.kind.observe(guarded(self._kind_chosen), "value")
        self.workspace_id.observe(guarded(self._workspace_typed), "value")
        self.environment.observe(guarded(lambda change: self._label_chosen(change["new"])), "value")
        self.connect.on_click(guarded(lambda _: self._connect()))
        for field in (self.workspace_id, self.address.base_url):
            on_enter(field, guarded(lambda _: self._connect()))
        self.found.on_click(guarded(lambda _: self._state.use(Workspace.from_env())))
        self.forget.on_click(guarded(lambda _: self._forget()))
        self._state.observe(lambda change: self.note.say(change["new"]), "said")
        self._state.observe(self._state.drawing(lambda _: self._proved()), "metadata")
        self._state.observe(self._state.drawing(lambda _: self._show_label()), "environment")

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
        show(self.keep, visible=own and key_store.is_available())
        show(self.found, visible=own and _environment_has_credentials())
        # the simulator's experiences beside an empty MoEngage form would read as one's own
        fits = own == (self._state.environment != Environment.SIMULATOR)
        show(self.list, visible=fits)
        show(self._code, visible=fits)

    def _workspace_typed(self, change: Any) -> None:
        typed = change["new"].strip()
        if not self._is_label_chosen:
            self._set_label("test" if typed.endswith("_DEBUG") else "live")
        if self._key_found_for not in {"", typed}:
            self._take_key(Secret(""))  # the key of another workspace
        kept = key_store.load_key(typed) if typed and not self._key else None
        if kept is not None:
            self._key, self._key_found_for = kept, typed
            self.key.show(is_set=True, note="found in the keyring; used when you connect")

    def _label_chosen(self, label: str) -> None:
        """Take a person's word for what the workspace is, at once where one is connected."""
        if self._is_setting:
            return
        self._is_label_chosen = True
        if self._state.environment not in {Environment.SIMULATOR, label}:
            try:
                self._state.relabel(label)
            except UsageError:
                self._set_label(str(self._state.environment))
                raise

    def _set_label(self, label: str) -> None:
        """Set the switch without taking that for a person's word."""
        self._is_setting = True
        self.environment.value = label
        self._is_setting = False

    def _show_label(self) -> None:
        """Show the label of the workspace that is asked, however it came to be, here and in the code."""
        if self._state.environment != Environment.SIMULATOR:
            self._set_label(str(self._state.environment))
        self._list_metadata()

    def _take_key(self, key: Secret) -> None:
        self._key, self._key_found_for = key, ""
        self.key.show(is_set=bool(key), note="set" if key else "not set")

    def _connect(self) -> None:
        if not self._key:
            raise CredentialsError(
                "The API key is missing.", hint="Copy it from the Personalize tile: Settings > Account > APIs."
            )
        credentials = self.address.credentials(self._key, self.environment.value)
        self._state.check_free()
        self._to_keep = (credentials.workspace_id, self._key) if self.keep.value else None  # before it can be proved
        self._state.use(Workspace.connect(credentials))

    def _proved(self) -> None:
        """Show what the workspace has, and keep the key that opened it, if that was wished."""
        self._list_metadata()
        if self._state.metadata is not None and self._to_keep is not None:
            (workspace_id, key), self._to_keep = self._to_keep, None
            key_store.keep_key(workspace_id, key)

    def _forget(self) -> None:
        self._state.check_free()
        was_kept = key_store.forget_key(self.workspace_id.value.strip()) if self.workspace_id.value.strip() else False
        self._to_keep = None
        self._take_key(Secret(""))
        if self._state.environment != Environment.SIMULATOR:
            self.kind.value = SIMULATOR  # the connection holds the key too
        self._state.said = "The key is forgotten, here and in the keyring." if was_kept else "The key is forgotten."

    def _list_metadata(self) -> None:
        found, source = self._state.metadata, self._state.workspace.source
        self.list.value = "" if found is None else found._repr_html_()
        lines = ["import moe_nb as moe", "", workspace_line(source), "ws.metadata()"]
        self.code.show([] if found is None else [("The same in Python", "\n".join(lines))], source)
        self._kind_changed()


def _environment_has_credentials() -> bool:
    try:
        environment_credentials()
    except MoeError:
        return False
    return True
