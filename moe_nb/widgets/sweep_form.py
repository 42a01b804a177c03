"""Step 3, the question: which axes to vary, and what that costs."""

from __future__ import annotations

from moe_nb.core.context import Context
from moe_nb.core.errors import MoeError, SpaceError
from moe_nb.core.space import Space, axis
from moe_nb.sweep.known_user_agents import PRESETS
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.user_agents import user_agents
from moe_nb.sweep.weeks import week
from moe_nb.views.code import literal, sweep_python
from moe_nb.widgets.context_form import ContextForm
from moe_nb.widgets.note import Note
from moe_nb.widgets.pairs_field import PairsField
from moe_nb.widgets.panel_words import in_words
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import checkbox, choice
from moe_nb.workspace.workspace import Workspace

NONE, PASTED = "not varied", "my own list (from step 2)"


class SweepForm(Stack):
    """Takes the axes; what they do not vary stays as it is in step 2.

    Args:
        state: The panel's state.
        form: The context that stays the same.
    """

    def __init__(self, state: PanelState, form: ContextForm) -> None:
        self._state, self._form = state, form
        self._planned = ""
        self.week = checkbox("Every day and hour of the week (168 contexts)", value=True)
        presets = [(f"preset: {name} ({len(user_agents.preset(name))})", name) for name in PRESETS]
        self.agents = choice("User-Agents", [(NONE, NONE), *presets, (PASTED, PASTED)])
        self.countries = checkbox("One address of every country")
        self.axes = PairsField("axis", ("utm_medium", "one value per line"), lines=True)
        self.confirm = checkbox("Yes, make all these calls")
        self.plan_note = Note()
        super().__init__([self.week, self.agents, self.countries, self.axes, self.plan_note, self.confirm])
        for part in (self.week, self.agents, self.countries):
            part.observe(lambda _: self.show_plan(), "value")
        self.axes.on_change(self.show_plan)
        form.on_change(self.show_plan)
        state.observe(lambda _: self.show_plan(), ["metadata", "environment"])
        state.observe(lambda _: self._offer_countries(), "workspace")
        self._offer_countries()
        self.show_plan()

    def _offer_countries(self) -> None:
        addresses = self._state.workspace.addresses
        self.countries.description = f"One address of every country ({len(addresses)})"
        self.countries.value = self.countries.value and bool(addresses)
        show(self.countries, visible=bool(addresses))

    def space(self) -> Space:
        """Return the chosen axes; raises a `MoeError` that names what is wrong."""
        space = Space(())
        if self.week.value:
            space = space * week(self._form.moment.tz, self._form.moment.week)
        if self.agents.value == PASTED:
            space = space * user_agents(dict(self._form.agent.pasted()))
        elif self.agents.value != NONE:
            space = space * user_agents.preset(self.agents.value)
        if self.countries.value:
            addresses = self._state.workspace.addresses
            space = space * axis("ip_address", list(addresses.values()), list(addresses))
        for name, values in self.axes.pairs().items():
            space = space * axis(name, [line.strip() for line in values.splitlines() if line.strip()])
        return space

    def code(self) -> str:
        """Return the Python that sweeps the same."""
        parts = [self._week_code()] if self.week.value else []
        if self.agents.value == PASTED:
            pasted = ", ".join(f"{literal(label)}: {literal(text)}" for label, text in self._form.agent.pasted())
            parts.append(f"moe.user_agents({{{pasted}}})")
        elif self.agents.value != NONE:
            parts.append(f"moe.user_agents.preset({literal(self.agents.value)})")
        if self.countries.value:
            addresses = self._state.workspace.addresses
            values, labels = (f"[{', '.join(map(literal, side))}]" for side in (addresses.values(), addresses))
            parts.append(f'moe.axis("ip_address", {values}, labels={labels})')
        for name, values in self.axes.pairs().items():
            lines = [literal(line.strip()) for line in values.splitlines() if line.strip()]
            parts.append(f"moe.axis({literal(name)}, [{', '.join(lines)}])")
        varied = dict.fromkeys(axis.name for axis in self.space().axes)
        base = self._base().with_values(varied)  # what varies need not be said to stay the same
        return sweep_python(" * ".join(parts), self._form.chosen_keys(), base, self._state.workspace.source)

    def _base(self) -> Context:
        return self._form.context(with_moment=not self.week.value)

    def _week_code(self) -> str:
        moment = self._form.moment
        named = "" if moment.tz is None else f"tz={literal(moment.tz)}, week_of={literal(moment.week.isoformat())}"
        return f"moe.week({named})"

    def plan(self) -> Plan:
        """Return what the sweep would cost; asks nothing."""
        known = self._state.metadata
        metadata = None if known is None else known.metadata
        workspace: Workspace = self._state.workspace
        return workspace.plan_with(metadata, self.space(), self._form.chosen_keys(), base=self._base())

    def show_plan(self) -> None:
        """Say in words what the sweep would cost, or what is wrong with the axes."""
        show(self.confirm, visible=False)
        if self.axes.problem:  # it stands beside them
            self.plan_note.say("No plan until the axes above are mended.")
            return
        try:
            plan = self.plan()
        except MoeError as error:
            self.plan_note.warn(in_words(error))
            return
        if isinstance(self._state.error, SpaceError):  # it was about axes or hours that work by now
            self._state.error = None
        if plan.describe() != self._planned:  # a yes is a yes to the plan it was given to
            self._planned, self.confirm.value = plan.describe(), False
        self.plan_note.say(f"Plan: {self._planned}")
        try:
            plan.check_size(confirmed=False)
        except MoeError:
            show(self.confirm, visible=True)
