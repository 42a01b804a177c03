"""The verb of a workspace that asks about many visitors of one situation."""

from __future__ import annotations

from collections.abc import Iterable

from moe_nb.core.context import Context
from moe_nb.core.pace import PaceLimit
from moe_nb.results.split import DisplayedSplit, DisplayedSplitPlan
from moe_nb.workspace import loop
from moe_nb.workspace.announcing import announce
from moe_nb.workspace.asking import AsyncWorkspace
from moe_nb.workspace.expected_split import Expected, check_expected, split_in
from moe_nb.workspace.planning_split import Weights, plan_for
from moe_nb.workspace.shown_sweep import shown
from moe_nb.workspace.splitting import check_situation, visitors_of


class AskingVisitors(AsyncWorkspace):
    """How the visitors of a situation are split."""

    def plan_split(
        self,
        precision: float = 0.05,
        *,
        expected: float | Expected = 0.5,
        served: float | Weights | None = None,
        variations: int | None = None,
    ) -> DisplayedSplitPlan:
        """Say how many visitors a split needs; asks nothing. ``ws.split(..., visitors=plan.visitors)`` asks them.

        Args:
            precision: How closely every share is to be known, 0 to 1: plus or minus this.
            expected: ``{"1": 50, "2": 50}`` or by audience, as `split` takes it; or the share, 0 to 1, that one of two
                variations should get.
            served: What should be noticed if it is served instead: ``{"1": 60, "2": 40}``, or the share of the first of
                two variations; left out, ten points more or fewer of any variation.
            variations: How many variations share the visitors; as many as *expected* names if left out.

        Raises:
            AuditError: If a split or share is none, both are the same, or it would take too many visitors.
        """
        return DisplayedSplitPlan(plan_for(expected, served, precision, variations))

    def split(  # noqa: PLR0913 - each says one thing about a split, by name
        self,
        context: Context,
        key: str,
        *,
        visitors: int | None = None,
        precision: float | None = None,
        ids: Iterable[str] | None = None,
        expected: Expected | None = None,
        made_up_ids: bool = False,
        pace: PaceLimit | None = None,
        confirm: bool = False,
    ) -> DisplayedSplit:
        """Ask about many visitors of one situation: which share got which variation, and whether that was meant.

        `plan_split` says beforehand how many visitors what is wanted takes.

        Args:
            context: The situation, without a customer.
            key: The experience key.
            visitors: How many ids to make up; left out, as many as notice that a variation gets ten points more or
                fewer than expected (without an expected split: a 50/50 that is served 60/40).
            precision: Instead: as many as know a share to within plus or minus this, 0 to 1.
            ids: Whom to ask instead: a list, a Series, anything that can be iterated; an id that comes again counts
                once.
            expected: ``{"1": 50, "2": 50}`` for every audience, or an audience (id or name) to such a mapping.
            made_up_ids: Say yes to made-up ids in a real workspace: asking about them may create profiles.
            pace: How fast; as for a sweep.
            confirm: Say yes to more than 2,500 calls against a real workspace.

        Raises:
            UsageError: If ids would be made up in a real workspace without a yes, or nobody is to be asked.
            AuditError: If the expected split is none, or names an audience or variations that nobody was served.
            ConfirmationError: If it is large and nobody said yes.
        """
        check_situation(context)
        check_expected(expected)
        people, words = visitors_of(
            self.environment, visitors, ids, precision, made_up_ids=made_up_ids, expected=expected
        )
        plan = loop.run(self.aplan(people, [key], base=context, pace=pace))
        plan.check_size(confirmed=confirm)
        announce(f"{words} {plan.describe()}")
        run = shown(self.start_sweep(plan, confirm=True))
        kept_in = "" if run.path is None else str(run.path)
        return DisplayedSplit(split_in(run.table, key, expected, kept_in), run, words)
