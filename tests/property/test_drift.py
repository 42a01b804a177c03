"""Two runs of generated worlds compared: each cell is what both worlds say; nothing is found where nothing changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import compress, product
from math import comb

import numpy as np
import pytest
from generated_worlds import GeneratedWorld, swept, table_of, worlds
from hypothesis import given, settings
from hypothesis import strategies as st

from moe_nb.audit.drift import drift_of
from moe_nb.core.context import Context
from moe_nb.core.drift_facts import Change
from moe_nb.core.shift_facts import Shift


@st.composite
def pairs_of_worlds(draw):
    """Make two worlds whose axes stand in another order and hold other values, with answers missing in both."""
    before = draw(worlds(contexts=250))
    names = draw(st.permutations(list(before.axes)))
    kept = {}
    for name in names:
        values = before.axes[name]
        count = draw(st.integers(1, len(values)))
        kept[name] = tuple(draw(st.permutations(values)))[:count]
    other = draw(worlds(axes=kept, experiences=(len(before.keys), len(before.keys))))
    experiences = {key: draw(st.sampled_from([before.experiences[key], other.experiences[key]])) for key in before.keys}
    return before, GeneratedWorld(experiences, kept)


def holes_in(world, seed, share):
    """Return which contexts were asked, and which failed."""
    dice = np.random.default_rng(seed)
    contexts = int(np.prod(world.shape))
    return dice.random(contexts) >= share, dice.random(contexts) < share


def answers(world, key, asked, failed):
    """Return audience and variation by the values of a context, None for nothing; unknown ones are left out."""
    names = sorted(world.axes)
    said = {}
    for index, values in enumerate(product(*world.axes.values())):
        if asked[index] and not failed[index]:
            at = dict(zip(world.axes, values, strict=True))
            number = int(world.winners(key).reshape(-1)[index])
            audience = world.experiences[key][number] if number >= 0 else None
            said[tuple(at[name] for name in names)] = audience and (audience.id, audience.variation)
    return said


def changes_by_hand(one, other, common, *, is_named):
    """Judge the cells of one key; where nobody is named, another variation may be the split."""
    pairs = [(one[values], other[values]) if values in one and values in other else None for values in common]
    kept = Counter(pair[0][0] for pair in pairs if pair and all(pair) and pair[0][0] == pair[1][0])
    return [
        Change.NOT_COMPARABLE if pair is None else change_by_hand(*pair, None if is_named else kept) for pair in pairs
    ]


def change_by_hand(before, after, kept):
    """Judge one cell that was answered in both runs.

    An audience has one variation in each run here, so that chance is one of all ways to choose half of its contexts,
    either half (Fisher's test). One visitor who is named keeps a variation.
    """
    if before == after:
        return Change.SAME
    if before is None or after is None:
        return Change.APPEARED if before is None else Change.DISAPPEARED
    if before[0] != after[0]:
        return Change.AUDIENCE_CHANGED
    if kept is None:
        return Change.VARIATION_CHANGED
    chance = 2 / comb(2 * kept[before[0]], kept[before[0]])
    return Change.VARIATION_CHANGED if chance < 0.01 else Change.NOT_COMPARABLE


def shift_by_hand(before, after):
    """Say how one audience's set of contexts changed."""
    if before == after:
        return Shift.SAME
    if not before or not after:
        return Shift.NEW if not before else Shift.GONE
    if before < after or after < before:
        return Shift.WIDER if before < after else Shift.NARROWER
    return Shift.MOVED


def settled(expected, changes, *, is_named):
    """Return which cells are judged; of an anonymous visitor, who came or went may be left open (a control group)."""
    came_or_went = {Change.APPEARED, Change.DISAPPEARED}
    return [
        is_named or change is not Change.NOT_COMPARABLE or wanted not in came_or_went
        for wanted, change in zip(expected, changes, strict=True)
    ]


def asked_for(table, *, is_named):
    """Return a run that was asked for one customer, or for nobody."""
    return replace(table, space=table.space.given(Context(customer_id="u-1"))) if is_named else table


def assert_compared(worlds_, seed, share, *, is_named):
    """Compare every cell and audience with the comparison by hand."""
    before, after = worlds_
    seen = holes_in(before, seed, share), holes_in(after, seed + 1, share)
    drift = drift_of(
        *(asked_for(table_of(one, *some), is_named=is_named) for one, some in zip(worlds_, seen, strict=True))
    )
    common = [tuple(sorted_values(before, values)) for values in product(*before.axes.values())]
    everywhere = {tuple(sorted_values(after, values)) for values in product(*after.axes.values())}
    common = [values for values in common if values in everywhere]
    for key in drift.keys:
        one, other = answers(before, key.experience_key, *seen[0]), answers(after, key.experience_key, *seen[1])
        changes = [Change(code) for code in key.changes.tolist()]
        expected = changes_by_hand(one, other, common, is_named=is_named)
        told = settled(expected, changes, is_named=is_named)
        assert list(compress(expected, told)) == list(compress(changes, told))
        known = [values for values in compress(common, told) if values in one and values in other]
        for shift in key.shifts:
            sets = [
                {values for values in known if got[values] and got[values][0] == shift.audience_id}
                for got in (one, other)
            ]
            assert shift_by_hand(*sets) == shift.shift
            assert (len(sets[1] - sets[0]), len(sets[0] - sets[1])) == (shift.gained, shift.lost)
        assert key.changed == sum(transition.contexts for transition in key.transitions)
    changed = {
        values for key in drift.keys for values, code in zip(common, key.changes, strict=True) if Change(code).is_drift
    }
    assert changed == {
        tuple(sorted_values(before, before_values(before, at))) for at in drift.changed_contexts()[0].tolist()
    }
    assert changed == {
        tuple(sorted_values(after, before_values(after, at))) for at in drift.changed_contexts()[1].tolist()
    }


def sorted_values(world, values):
    """Return the values of a context by the names of the axes."""
    return [value for _, value in sorted(zip(world.axes, values, strict=True))]


def before_values(world, index):
    """Return the values of context number *index* of a world."""
    return [values[at] for values, at in zip(world.axes.values(), np.unravel_index(index, world.shape), strict=True)]


@settings(max_examples=40)
@given(pairs_of_worlds(), st.integers(0, 2**32), st.sampled_from([0.0, 0.2]), st.booleans())
def test_every_cell_is_compared_as_the_worlds_say(two, seed, share, is_named):
    """Axes in another order, a part of the values, answers missing: each common cell is judged, and no other."""
    assert_compared(two, seed, share, is_named=is_named)


@pytest.mark.full
@settings(max_examples=400)
@given(pairs_of_worlds(), st.integers(0, 2**32), st.sampled_from([0.0, 0.2]), st.booleans())
def test_every_cell_is_compared_as_many_worlds_say(two, seed, share, is_named):
    """The same on 400 pairs of worlds."""
    assert_compared(two, seed, share, is_named=is_named)


def assert_no_drift(world):
    """Sweep a world twice, the second time with the axes turned round."""
    turned = GeneratedWorld(world.experiences, dict(reversed(world.axes.items())))
    drift = drift_of(swept(world), swept(turned))
    assert not drift.has_drift
    assert () == drift.notes
    assert len(world.keys) * int(np.prod(world.shape)) == drift.compared
    assert {Shift.SAME} >= {shift.shift for key in drift.keys for shift in key.shifts}


@settings(max_examples=30)
@given(worlds(contexts=150))
def test_an_unchanged_world_does_not_drift(world):
    """Two sweeps through the client and the simulator give no finding at all."""
    assert_no_drift(world)


@pytest.mark.full
@settings(max_examples=200)
@given(worlds(contexts=300))
def test_no_unchanged_world_of_many_drifts(world):
    """The same on 200 worlds."""
    assert_no_drift(world)
