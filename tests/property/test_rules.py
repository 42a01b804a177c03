"""The rules that explain generated worlds: right everywhere, and no longer than the world's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from generated_worlds import SOME_WORLDS, swept, table_of, worlds
from hypothesis import given, settings
from hypothesis import strategies as st

from moe_nb.audit.rules import rules_of


def without_exclusions(world):
    """Return the world with audiences that are conjunctions."""
    plain = {key: tuple(replace(one, exclude=None) for one in some) for key, some in world.experiences.items()}
    return replace(world, experiences=plain)


CONJUNCTIONS = worlds().map(without_exclusions)


def said_by(listed, shape):
    """Return, one dimension per axis, the audience a list leads to, first match wins; None is nobody."""
    said = np.full(shape, None, object)
    for rule in reversed(listed.rules):
        said[rule.box.grid(shape)] = rule.result.audience_id if rule.result.is_served else None
    return said


def audiences_of(world, key):
    """Return, one dimension per axis, the id of the audience that is served; None is nobody."""
    ids = np.array([*(audience.id for audience in world.experiences[key]), None], object)
    return ids[world.winners(key)]


def check_exact(world, table):
    """Hold the lists of a whole run against the world."""
    for listed in rules_of(table):
        audiences = audiences_of(world, listed.experience_key)
        assert audiences.tolist() == said_by(listed, world.shape).tolist()
        assert (True, 0, audiences.size) == (listed.is_exact, listed.wrong, sum(rule.cells for rule in listed.rules))
        tried = f"; on the {listed.held_out:,} cells held out of a first list, {listed.held_out_wrong:,} wrong"
        cells = f"all {audiences.size:,} cells" if audiences.size > 1 else "the only cell"
        assert f"exact on {cells}{tried if listed.held_out else ''}" == listed.accuracy


@SOME_WORLDS
@given(CONJUNCTIONS)
def test_conjunctions_come_out_exactly(world):
    """A world of ordered conjunctions that was asked completely is explained without an error."""
    check_exact(world, table_of(world))


@SOME_WORLDS
@given(CONJUNCTIONS)
def test_no_longer_than_the_world(world):
    """There is one line for each audience that was served, and one for nobody; rarely one or two more."""
    for listed in rules_of(table_of(world)):
        results = len(set(audiences_of(world, listed.experience_key).reshape(-1).tolist()))
        assert results <= len(listed.rules) <= results + 2


@SOME_WORLDS
@given(worlds(contexts=200))
def test_exclusions_come_out_exactly_too(world):
    """What an exclusion takes out of an audience is said by further lines."""
    check_exact(world, table_of(world))


@SOME_WORLDS
@given(CONJUNCTIONS, st.integers(0, 2**32))
def test_only_answers_count(world, seed):
    """Cells that failed or were not asked are neither explained nor counted; the others are explained exactly."""
    dice = np.random.default_rng(seed)
    size = int(np.prod(world.shape))
    asked, failed = dice.random(size) < 0.7, dice.random(size) < 0.1
    answered = asked & ~failed
    for listed in rules_of(table_of(world, asked, failed), seed=seed):
        said = said_by(listed, world.shape).reshape(-1)[answered] if listed.rules else np.array([], object)
        assert audiences_of(world, listed.experience_key).reshape(-1)[answered].tolist() == said.tolist()
        assert (answered.sum(), answered.sum()) == (listed.answered, sum(rule.cells for rule in listed.rules))
        assert listed.is_exact == bool(answered.all())


@SOME_WORLDS
@given(worlds(), st.integers(0, 2**32))
def test_a_seed_repeats_a_list(world, seed):
    """The same run and seed give the same list and the same measured error."""
    table = table_of(world)
    assert rules_of(table, seed=seed) == rules_of(table, seed=seed)


@settings(max_examples=5)
@given(CONJUNCTIONS)
def test_a_swept_world_is_explained(world):
    """The same through the client and the simulator."""
    check_exact(world, swept(world))
