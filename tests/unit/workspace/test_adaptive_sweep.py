"""Adaptive sweeps through the real client and the simulator, held against complete ones."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest

import moe_nb as moe
from moe_nb.audit.answers import audience_results
from moe_nb.audit.survey import Effort, Purpose
from moe_nb.audit.value_groups import groups_of
from moe_nb.core.rule_facts import NOT_SERVED
from moe_nb.workspace.adaptive_sweep import first_sample, sweep_adaptively, usual_effort

SPACE = moe.week() * moe.user_agents.preset("all")
KEYS = ("homepage-banner", "night-owl")


class Sweeps:
    """Asks contexts by number with sweeps of a workspace, and numbers the audiences alike in all of them."""

    def __init__(self, workspace, space, keys):
        self.workspace, self.plan = workspace, workspace.plan(space, keys)
        self.results = dict.fromkeys(keys, (NOT_SERVED,))
        self.requests = 0

    async def __call__(self, indices):
        self.requests += len(indices)
        table = (await self.workspace.start_sweep(replace(self.plan, indices=indices))).table
        return np.stack([self.codes(table, key)[indices] for key in table.keys], axis=1)

    def codes(self, table, key):
        """Return what every context of a table got of one key, by number."""
        codes, self.results[key] = audience_results(table, table.key_position(key), self.results[key])
        return codes


def test_a_part_of_the_demo_world_tells_the_rest(demo):
    """With an eighth of the requests every cell is right, and what was not asked is marked as inferred."""
    sweeps, steps = Sweeps(demo, SPACE, KEYS), []
    found = asyncio.run(
        sweep_adaptively(SPACE, len(KEYS), sweeps, Effort(600, 0.02), on_step=lambda s: steps.append(s.step))
    )
    assert Purpose.SAMPLE is steps[0].purpose
    assert sweeps.requests == sum(len(step.indices) for step in steps) <= 600
    complete = demo.sweep(SPACE, KEYS).table
    for key, one in zip(KEYS, found, strict=True):
        assert sweeps.codes(complete, key).tolist() == one.codes.tolist()
        assert len(SPACE) - sweeps.requests == one.is_inferred.sum()


def test_the_first_sample_takes_one_user_agent_of_a_class():
    """All pairs of days, hours and classes: the second of two alike is not in it."""
    agents = moe.user_agents({"one": "Mozilla/5.0 (Macintosh) Safari/605", "other": "Mozilla/5.0 (Macintosh) Safari/9"})
    space = moe.week() * agents * moe.axis("utm_medium", ["email", "push", "social"])
    sample = first_sample(space, groups_of(space), Effort(800))
    coordinates = [space.coordinates(int(index)) for index in sample]
    assert {(d, h) for d in range(7) for h in range(24)} == {(d, h) for d, h, _, _ in coordinates}
    assert {0} == {agent for _, _, agent, _ in coordinates}


@pytest.mark.parametrize(
    ("effort", "size"),
    [(Effort(100), 25), (Effort(10_000), 7 * 24 * 3)],
    ids=["too few requests for all pairs", "room for everything"],
)
def test_the_first_sample_fits_the_requests(effort, size):
    """Where all pairs would take too much it is random; where all may be asked, all are."""
    space = moe.week() * moe.axis("utm_medium", ["email", "push", "social"])
    assert size == len(set(first_sample(space, groups_of(space), effort).tolist()))


def test_a_small_space_is_asked_completely():
    """Where 300 contexts are all there is, nothing is left to infer."""
    assert 168 == usual_effort(moe.week()).most_requests


def test_what_asking_raises_ends_the_sweep():
    """The caller learns of it."""

    async def refuse(_indices):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(sweep_adaptively(SPACE, 1, refuse))
