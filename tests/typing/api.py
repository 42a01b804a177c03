"""Every public name with its types, as a user of an editor sees them; read by a type checker, never run."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import assert_type

import pandas as pd

import moe_nb as moe
from moe_nb.core.answer import KeyOutcome
from moe_nb.core.certificate_facts import Certificate
from moe_nb.core.expectation_facts import ExpectationReport
from moe_nb.core.facts import KeyCoverage
from moe_nb.core.finding_facts import Finding
from moe_nb.core.gap_facts import Gap
from moe_nb.core.rule_facts import RuleList
from moe_nb.core.space import Space
from moe_nb.results.adaptive import AdaptiveRun
from moe_nb.results.answer import DisplayedAnswer
from moe_nb.results.audit import Audit
from moe_nb.results.cell import Cell
from moe_nb.results.diff import Diff
from moe_nb.results.matrix import DisplayedMatrix
from moe_nb.results.metadata import DisplayedMetadata
from moe_nb.results.run import Run
from moe_nb.results.runs import Runs
from moe_nb.results.section import DisplayedSection
from moe_nb.results.split import DisplayedSplit, DisplayedSplitPlan
from moe_nb.results.stability import DisplayedStability
from moe_nb.sweep.plan import Plan
from moe_nb.widgets.matrix_view import MatrixView
from moe_nb.widgets.panel import Panel

assert_type(moe.__version__, str)

context = moe.Context(customer_id="u-42", day="Saturday", hour=19, attributes={"utm_medium": "email"})
assert_type(context, moe.Context)
assert_type(moe.Context.at(datetime.now(UTC), customer_id="u-42"), moe.Context)
assert_type(context.hour, int | None)

secret = moe.Secret("not-a-secret")
assert_type(secret.reveal(), str)
credentials = moe.Credentials(workspace_id="WORKSPACE1", api_key=secret, data_center="01")
assert_type(credentials.url, str)

assert_type(moe.Workspace.simulated(), moe.Workspace)
assert_type(moe.Workspace.simulated(Path("world.yaml")), moe.Workspace)
assert_type(moe.Workspace.from_env(), moe.Workspace)
assert_type(moe.Workspace.connect(credentials), moe.Workspace)
workspace = moe.Workspace.connect(workspace_id="WORKSPACE1", api_key="text", data_center=1, environment="test")
assert_type(workspace.metadata(), DisplayedMetadata)
assert_type(workspace.metadata().active_keys, tuple[str, ...])

answer = workspace.fetch(context, keys=["homepage-banner"])
assert_type(answer, DisplayedAnswer)
assert_type(workspace.fetch(day="Saturday", hour=19, keys="homepage-banner"), DisplayedAnswer)
assert_type(answer["homepage-banner"], KeyOutcome)
assert_type(answer.to_frame(), pd.DataFrame)
assert_type(answer.payload_frame(), pd.DataFrame)
assert_type(answer.curl() + answer.python() + answer.html(), str)

week = moe.week(tz="Asia/Kolkata", week_of=date(2026, 11, 23))
assert_type(week, Space)
space = week * moe.user_agents.preset("devices") * moe.axis("utm_medium", [None, "email"])
assert_type(space, Space)
assert_type(moe.days(["Mon"]) * moe.hours([9, "10"]), Space)
assert_type(moe.user_agents(["Mozilla/5.0"]), Space)
assert_type(moe.user_agents({"mine": "Mozilla/5.0"}), Space)
assert_type(moe.user_agents.from_file("agents.txt"), Space)

assert_type(moe.customer_ids(["u-1", "u-2"]), Space)
assert_type(moe.axis_from("plan", "users.csv", column="plan"), Space)

assert_type(moe.personas("team.yaml"), dict[str, moe.Context])
assert_type(moe.save_personas({"Asha": context}, "team.yaml"), Path)

plan = workspace.plan(space, pace=moe.PaceLimit(rate_per_min=600, burst=2))
assert_type(plan, Plan)
assert_type((plan.calls, plan.describe()), tuple[int, str])
run = workspace.sweep(space, keys=("homepage-banner",), base=context, confirm=True)
assert_type(run, Run)
assert_type(run.to_frame(), pd.DataFrame)
assert_type(run.coverage(), tuple[KeyCoverage, ...])
assert_type(moe.RetryPolicy(attempts=2).attempts, int)
assert_type(workspace.sweep(space, file="friday.moe"), Run)
assert_type(workspace.resume("friday.moe"), Run)
assert_type(run.save_as("saturday.moe"), Path)
assert_type(run.export("friday.csv"), Path)
assert_type(list(run.iter_frames()), list[pd.DataFrame])
assert_type(moe.open_run("friday.moe"), Run)
assert_type(moe.runs(), Runs)
assert_type(moe.runs()[0], Run)
audit = run.audit("expected.csv", slots={"strip": ["promo-strip"]}, week_of=date(2026, 11, 23))
assert_type(audit, Audit)
assert_type(run.audit([{"experience_key": "homepage-banner", "expect": "served"}]), Audit)
assert_type(audit.findings, tuple[Finding, ...])
assert_type(audit.findings[0].words, str)
assert_type(audit.gaps, tuple[Gap, ...])
assert_type(audit.rules, tuple[RuleList, ...])
assert_type(audit.expectations, ExpectationReport | None)
assert_type(audit.certificate, Certificate)
assert_type(audit.section("gaps"), DisplayedSection)
assert_type(audit.section("gaps").to_frame(), pd.DataFrame)
assert_type(audit.to_frames(), dict[str, pd.DataFrame])
assert_type(audit.report("friday.ipynb"), Path)
diff = run.diff(moe.open_run("friday.moe"), match="name")
assert_type(diff, Diff)
assert_type((diff.has_drift, diff.changed_contexts), tuple[bool, tuple[int, ...]])
assert_type(run.diff(run, across=["customer_id"], stability=[run, run]), Diff)
assert_type((diff.is_whole, diff.not_compared), tuple[bool, tuple[str, ...]])
assert_type(workspace.recheck(diff, times=2), Diff)
assert_type(workspace.stability(run, times=2), DisplayedStability)
assert_type(run.audit(stability=workspace.stability(space)), Audit)
assert_type(workspace.split(context, "homepage-banner", ids=["u-1"], expected={"1": 50, "2": 50}), DisplayedSplit)
assert_type(workspace.plan_split(0.02), DisplayedSplitPlan)
assert_type(workspace.plan_split(expected={"1": 70, "2": 30}), DisplayedSplitPlan)
assert_type(run.audit(stability=[run, run]), Audit)
assert_type(workspace.adaptive(space, "homepage-banner"), AdaptiveRun)
assert_type(workspace.adaptive(space).run, Run)
assert_type(workspace.sweep(space, sample="pairs"), Run)
assert_type(workspace.plan(space, sample=500), Plan)
matrix = run.matrix("homepage-banner", rows="day", columns="hour", at={"user_agent": "iPhone"})
assert_type(matrix, DisplayedMatrix)
assert_type(run.matrix("homepage-banner", colour_by="cause"), DisplayedMatrix)
assert_type(run.matrix("homepage-banner", stability=[run, run]), DisplayedMatrix)
assert_type(matrix.cell("Saturday", 19), Cell)
assert_type(matrix.to_frame(), pd.DataFrame)

assert_type(moe.matrix_view(run, "homepage-banner", rows="day", columns="hour"), MatrixView)
assert_type(moe.panel(), Panel)
assert_type(moe.panel(workspace).run, Run | None)
assert_type(moe.panel(workspace).answer, DisplayedAnswer | None)

try:
    workspace.fetch(context)
except moe.MoeError as error:
    assert_type(error.hint, str)


async def from_async_code() -> None:
    """The same verbs, awaited."""
    assert_type(await workspace.ametadata(), DisplayedMetadata)
    assert_type(await workspace.afetch(context), DisplayedAnswer)
    assert_type(await workspace.aplan(space), Plan)
    assert_type(await workspace.asweep(space), Run)
    assert_type(await workspace.start_sweep(plan), Run)


assert_type(moe.matrix_view(workspace.adaptive(space), colour_by="audience"), MatrixView)
assert_type(moe.matrix_view(run, stability=workspace.stability(run)), MatrixView)
