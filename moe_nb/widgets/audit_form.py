"""Step 5, what an audit is given: expectations, slots, a run to compare with. All of it may be left out."""

from __future__ import annotations

from moe_nb.core.errors import UsageError
from moe_nb.results.run import Run
from moe_nb.widgets.audit_making import AuditWish
from moe_nb.widgets.file_field import FileField
from moe_nb.widgets.pairs_field import PairsField
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import choice, sections, text

NOTHING, NAMED = -1, -2
OFFERED = [("(nothing)", NOTHING), ("a run file, named below", NAMED)]
TABLES = (".csv", ".xlsx", ".yaml", ".yml")
"""What a table of expectations may end in."""


class AuditForm(Stack):
    """Takes what an audit is given besides its run.

    Args:
        state: The panel's state; its runs are offered to compare with.
    """

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self.expected = FileField("Expectations", "expected.csv (may be left out)", TABLES)
        self.slots = PairsField("slot", ("hero", "its keys, one per line"), lines=True)
        self.earlier = choice("Compare with", OFFERED)
        self.file = text("Earlier run file", "last-week.moe")
        parts = {
            "What should be served": (self.expected,),
            "Places on the page that show one key at a time": (self.slots,),
            "What changed": (self.earlier, self.file),
        }
        super().__init__([sections(parts)])
        self.earlier.observe(lambda change: show(self.file, visible=change["new"] == NAMED), "value")
        state.observe(state.drawing(lambda _: self._offer()), "run")
        show(self.file, visible=False)
        self._offer()

    def wish(self) -> AuditWish:
        """Return what was chosen; raises a `UsageError` that names what is wrong."""
        said = self.slots.pairs().items()
        slots = {slot: tuple(key.strip() for key in keys.splitlines() if key.strip()) for slot, keys in said}
        return AuditWish(self.expected.value, slots, self._earlier())

    def _earlier(self) -> Run | str | None:
        number, named = self.earlier.value, self.file.value.strip()
        if number == NAMED and not named:
            raise UsageError("No earlier run file is named.", hint="Type its name, or compare with nothing.")
        if number == NAMED:
            return str(named)
        kept = self._state.runs
        return kept[number].run if number is not None and 0 <= number < len(kept) else None

    def _offer(self) -> None:
        """Offer every run but the one that is audited; what was chosen stays chosen where it is still offered."""
        before, run = self.earlier.value, self._state.run
        others = [(one.name, number) for number, one in enumerate(self._state.runs) if one.run is not run]
        self.earlier.options = [*OFFERED, *reversed(others)]
        self.earlier.value = before if before in {number for _, number in self.earlier.options} else NOTHING
