"""Personas: visitors to come back to, kept in a file that can be shared."""

from __future__ import annotations

from pathlib import Path

from moe_nb.core.context import Context
from moe_nb.core.errors import PersonaError
from moe_nb.widgets.context_form import ContextForm
from moe_nb.widgets.download import Download
from moe_nb.widgets.late import Late
from moe_nb.widgets.note import Note
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import button, checkbox, choice, row, text
from moe_nb.workspace.personas import personas, save_personas

NONE = "(none chosen)"
EXAMPLES = {
    "A new visitor": Context(),
    "Asha, gold customer in Bengaluru": Context(customer_id="u-42", ip_address="203.0.113.1"),
    "Chloe, came from a newsletter": Context(customer_id="u-8", attributes={"utm_medium": "email"}),
}
"""Visitors of the demo world, to begin with."""


class PersonaShelf(Stack):
    """Where personas are kept and shared: a name for the one in the form, and a file for all of them."""

    def __init__(self) -> None:
        self.name = text("Name", "what to call the visitor above")
        self.keep = button("Keep", "Keeps the form as a persona")
        self.remove = button("Remove", "Takes it off the list")
        self.file = text("File", "personas.yaml", value="personas.yaml")
        self.read = button("Read file", "Adds the personas of a file")
        self.write = button("Write file", "Writes all personas of the list into the file")
        self.download = Download()
        files = row(self.file, self.read, self.write)
        super().__init__([row(self.name, self.keep, self.remove), files, self.download])


class PersonaField(Stack):
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
        self._known: dict[Path, bytes] = {}
        """Files this panel has read or written, as they were then."""
        self.choice = choice("Persona")
        self.note = Note()
        self.manage = checkbox("Keep and share personas")
        self._more = Late(self._shelf)
        super().__init__([row(self.choice, self.manage), self._more, self.note])
        self.manage.observe(state.drawing(lambda change: self._open(is_open=change["new"])), "value")
        self.choice.observe(state.guarded(lambda change: self._chosen(change["new"])), "value")
        self._offer("")

    @property
    def shelf(self) -> PersonaShelf:
        """Where personas are kept and shared; built when it is first opened."""
        made: PersonaShelf = self._more.content
        return made

    def _shelf(self) -> PersonaShelf:
        made, guarded = PersonaShelf(), self._state.guarded
        made.keep.on_click(guarded(lambda _: self._keep()))
        made.remove.on_click(guarded(lambda _: self._remove()))
        made.read.on_click(guarded(lambda _: self._read()))
        made.write.on_click(guarded(lambda _: self._write()))
        return made

    def _open(self, *, is_open: bool) -> None:
        show(self.shelf, visible=is_open)

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
        name = self.shelf.name.value.strip()
        if not name:
            raise PersonaError("The persona has no name.", hint="Type what to call this visitor.")
        context, before = self._form.context(), self.personas.get(name)
        self.personas[name] = context
        self._offer(name)
        done = "Kept" if before in {None, context} else "Replaced the persona"
        self.note.say(f"{done} {name!r} for this panel; Write file keeps it for good.")

    def _remove(self) -> None:
        if not self.choice.value:
            raise PersonaError("No persona is chosen.", hint="Choose the one to remove.")
        name = str(self.choice.value)
        del self.personas[name]
        self._offer("")
        self.note.say(f"Removed {name!r} from the list; files stay as they are.")

    def _file(self) -> str:
        return str(self.shelf.file.value).strip()

    def _read(self) -> None:
        found = personas(self._file())
        self._remember(self._file())
        replaced = [name for name, context in found.items() if self.personas.get(name, context) != context]
        self.personas |= found
        self._offer("")
        instead = f" They replace {', '.join(map(repr, replaced))} of this panel." if replaced else ""
        self.note.say(f"Read {len(found)} from {self._file()}.{instead}")

    def _write(self) -> None:
        self.shelf.download.clear()
        self._check_known(self._file())
        path = save_personas(self.personas, self._file())
        self._remember(str(path))
        self.shelf.download.offer(path)
        self.note.say(f"Wrote {len(self.personas)} into {path}; moe.personas({str(path)!r}) reads them.")

    def _remember(self, file: str) -> None:
        self._known |= _held(file)

    def _check_known(self, file: str) -> None:
        """Refuse to write over personas that this panel has not read: somebody else's, or changed since."""
        if not _held(file).items() <= self._known.items():
            raise PersonaError(
                f"{file!r} is there already, and this panel does not know what it holds now.",
                hint="Read it first, or type another name: nothing is written over.",
            )


def _held(file: str) -> dict[Path, bytes]:
    """Return what a file holds, under its path; nothing where there is no file or none can be."""
    try:
        path = Path(file).expanduser().resolve()
        return {path: path.read_bytes()} if path.is_file() else {}
    except (OSError, ValueError, RuntimeError):  # who reads or writes it tells why
        return {}
