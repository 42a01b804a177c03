"""Adaptive sweeps of generated worlds: what is inferred is right, bounded, and never taken for an answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest
from generated_worlds import AXES, worlds
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.large_worlds import large_space, large_world
from moe_nb.audit.answers import NOT_KNOWN
from moe_nb.audit.survey import Effort, Purpose
from moe_nb.workspace.adaptive_sweep import sweep_adaptively, usual_effort

LARGE = large_space()


class Service:
    """Answers contexts from arrays, and remembers what was asked.

    Args:
        codes: (contexts, keys): what each context gets.
        fails: Contexts that fail.
    """

    def __init__(self, codes, fails=()):
        self.codes, self.fails, self.asked = codes, np.array(sorted(fails), int), []

    async def __call__(self, indices):
        self.asked += indices.tolist()
        return np.where(np.isin(indices, self.fails)[:, None], NOT_KNOWN, self.codes[indices])


def infer(space, service, effort=None, seed=0):
    """Sweep adaptively; returns what is inferred of every key, and the steps."""
    steps = []
    found = asyncio.run(
        sweep_adaptively(
            space, service.codes.shape[1], service, effort, seed=seed, on_step=lambda survey: steps.append(survey.step)
        )
    )
    return found, steps


def judged(seeds):
    """Return per large world the share of wrong cells, whether the bound holds, and the share of contexts asked."""
    rows = []
    for seed in seeds:
        service = Service(large_world(seed).winners()[:, None])
        (found,), _ = infer(LARGE, service, seed=seed)
        wrong = found.codes != service.codes[:, 0]
        holds = wrong.sum() <= found.most_wrong * found.is_inferred.sum()
        rows.append((wrong.mean(), holds, len(service.asked) / len(LARGE)))
    return np.array(rows).T


def assert_aims(seeds):
    """Hold what adaptive sweeps promise against some large worlds."""
    wrong, holds, asked = judged(seeds)
    assert wrong.mean() <= 0.001
    assert (wrong <= 0.001).mean() >= 0.9
    assert holds.mean() >= 0.95
    assert asked.max() <= 0.03


def test_large_worlds_are_inferred():
    """At most 0.1 % of 40,320 cells are wrong with at most 3 % of the requests, and the stated bound holds."""
    assert_aims(range(12))


@pytest.mark.full
def test_many_large_worlds_are_inferred():
    """The same on 250 worlds."""
    assert_aims(range(1000, 1250))


WORLDS = worlds(experiences=(1, 3), audiences=(1, 5), axes=AXES)


def conjunctions(world):
    """Return what each context and key of a world without exclusions gets; 0 is nobody."""
    plain = {key: tuple(replace(one, exclude=None) for one in some) for key, some in world.experiences.items()}
    world = replace(world, experiences=plain)
    return np.stack([world.winners(key).reshape(-1) + 1 for key in world.keys], axis=1)


@settings(max_examples=8)
@given(WORLDS, st.integers(0, 2**32))
def test_an_inferred_cell_is_never_an_answer(world, seed):
    """What is not inferred is exactly what was asked and answered; each context is asked once, within the budget."""
    codes = conjunctions(world)
    dice = np.random.default_rng(seed)
    service = Service(codes, np.flatnonzero(dice.random(len(codes)) < 0.03).tolist())
    found, steps = infer(world.space(), service, Effort(500), seed)
    assert len(service.asked) == len(set(service.asked)) <= 500
    assert service.asked == [index for step in steps for index in step.indices.tolist()]
    answered = sorted(set(service.asked) - set(service.fails.tolist()))
    for key, one in enumerate(found):
        assert answered == np.flatnonzero(~one.is_inferred).tolist()
        assert codes[answered, key].tolist() == one.codes[answered].tolist()


@settings(max_examples=5)
@given(WORLDS, st.integers(0, 2**32))
def test_a_seed_repeats_a_sweep(world, seed):
    """The same answers and seed give the same questions and the same inference."""
    first, again = (Service(conjunctions(world)) for _ in range(2))
    (one, *_), _ = infer(world.space(), first, Effort(300), seed)
    (other, *_), _ = infer(world.space(), again, Effort(300), seed)
    assert first.asked == again.asked
    assert one.codes.tolist() == other.codes.tolist()


@settings(max_examples=5)
@given(WORLDS, st.integers(0, 2**32))
def test_all_keys_share_the_requests(world, seed):
    """Several experiences are asked together; the bound of each holds, and probes are counted for all."""
    service = Service(conjunctions(world))
    found, steps = infer(world.space(), service, Effort(900), seed)
    probes = sum(len(step.indices) for step in steps if step.purpose is Purpose.PROBES)
    for key, one in enumerate(found):
        wrong = int((one.codes != service.codes[:, key]).sum())
        assert wrong <= one.most_wrong * one.is_inferred.sum()
        assert probes == one.probes


@settings(max_examples=2)
@given(st.integers(0, 2**32))
def test_where_nothing_follows_rules_no_rule_is_claimed(seed):
    """Answers by chance are inferred badly, and the bound says so."""
    codes = np.random.default_rng(seed).integers(0, 3, (len(LARGE), 1))
    (found,), steps = infer(LARGE, Service(codes), Effort(250), seed)
    assert found.most_wrong > 0.5
    assert found.disagreed > found.probes / 3
    assert 250 == sum(len(step.indices) for step in steps)


def test_the_usual_effort_is_three_percent():
    """Of a large space; a small one is asked more, up to all of it."""
    assert 1_209 == usual_effort(LARGE).most_requests
