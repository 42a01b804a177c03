"""Personas: visitors to come back to, kept in a file that can be shared."""

from __future__ import annotations

import ipywidgets as w

from moe_nb.core.context import Context
from moe_nb.core.errors import PersonaError
from moe_nb.widgets.context_form import ContextForm
from moe_nb.widgets.note import Note
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import button, checkbox, choice, column, row, show, text
from moe_nb.workspace.personas import personas, save_personas

NONE = "(none chosen)"
EXAMPLES = {
    "A new visitor": Context(),
    "Asha, gold customer in Bengaluru": Context(customer_id="u-42", ip_address="203.0.113.1"),
    "Chloe, came from a newsletter": Context(customer_id="u-8", attributes={"utm_medium": "email"}),
}
"""Visitors of the demo world, to begin with."""


class PersonaField(w.VBox):  # type: ignore[misc]
    """Fills the form with a saved visitor, and saves the one that is in it.

    Args:
        state: The panel's state.
        form: What is filled and saved.
    """

    def __init__(self, state: PanelState, form: ContextForm) -> None:
        self._state, self._form = state, form
        is_demo = state.workspace.source.is_simulator and state.workspace.source.world == "demo"
        self.personas: dict[str, Context] = dict(EXAMPLES) if is_demo else {}
        """Name to context."""
        self.choice = choice("Persona")
        self.name = text("Name", "what to call the visitor above")
        self.keep, self.remove = (
            button("Keep", "Keeps the form as a persona"),
            button("Remove", "Takes it off the list"),
        )
        self.file = text("File", "personas.yaml", value="personas.yaml")
        self.read = button("Read file", "Adds the personas of a file")
        self.write = button("Write file", "Writes all personas of the list into the file")
        self.note = Note()
        self.manage = checkbox("Keep and share personas")
        self._more = column(row(self.name, self.keep, self.remove), row(self.file, self.read, self.write))
        super().__init__([row(self.choice, self.manage), self._more, self.note])
        self.manage.observe(lambda change: show(self._more, visible=change["new"]), "value")
        show(self._more, visible=False)
        self.choice.observe(state.guarded(lambda change: self._chosen(change["new"])), "value")
        self.keep.on_click(state.guarded(lambda _: self._keep()))
        self.remove.on_click(state.guarded(lambda _: self._remove()))
        self.read.on_click(state.guarded(lambda _: self._read()))
        self.write.on_click(state.guarded(lambda _: self._write()))
        self._offer("")

    def _offer(self, chosen: str) -> None:
        self.choice.options = [(NONE, ""), *((name, name) for name in self.personas)]
        self.choice.value = chosen

    def _chosen(self, name: str) -> None:
        if name in self.personas and self.personas[name] != self._saved():
            self._form.fill(self.personas[name])

    def _saved(self) -> Context | None:
        try:
            return self._form.context()
        except Exception:  # noqa: BLE001 - whatever is wrong with the form is about to be replaced
            return None

    def _keep(self) -> None:
        name = self.name.value.strip()
        if not name:
            raise PersonaError("The persona has no name.", hint="Type what to call this visitor.")
        self.personas[name] = self._form.context()
        self._offer(name)
        self.note.say(f"Kept {name!r} for this panel; Write file keeps it for good.")

    def _remove(self) -> None:
        if not self.choice.value:
            raise PersonaError("No persona is chosen.", hint="Choose the one to remove.")
        name = str(self.choice.value)
        del self.personas[name]
        self._offer("")
        self.note.say(f"Removed {name!r} from the list; files stay as they are.")

    def _read(self) -> None:
        found = personas(self.file.value.strip())
        self.personas |= found
        self._offer("")
        self.note.say(f"Read {len(found)} from {self.file.value.strip()}.")

    def _write(self) -> None:
        path = save_personas(self.personas, self.file.value.strip())
        self.note.say(f"Wrote {len(self.personas)} into {path}; moe.personas({str(path)!r}) reads them.")
