"""Samples of a space: what they cover, how large they are, and that a seed repeats them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from moe_nb.core.errors import SpaceError
from moe_nb.core.space import axis
from moe_nb.sweep.sampling import all_pairs, all_triples, random_contexts
from moe_nb.sweep.weeks import week

LARGE = week() * axis("utm_source", range(8)) * axis("utm_medium", range(6)) * axis("utm_term", range(5))


def combinations_in(space, indices, strength):
    """Return how many combinations of values of that many axes some contexts show, and how many there are."""
    shape = [len(one) for one in space.axes]
    places = np.stack(np.unravel_index(indices, shape))
    groups = list(combinations(range(len(shape)), strength))
    shown = sum(len(np.unique(places[list(group)], axis=1).T) for group in groups)
    return shown, sum(int(np.prod([shape[at] for at in group])) for group in groups)


@pytest.mark.parametrize(("sample", "strength", "most"), [(all_pairs, 2, 200), (all_triples, 3, 1_500)])
def test_a_covering_sample_covers(sample, strength, most):
    """Every combination of values meets in it, with few contexts."""
    indices = sample(LARGE)
    shown, there_are = combinations_in(LARGE, indices, strength)
    assert there_are == shown
    assert len(indices) <= most
    assert indices.tolist() == sorted(set(indices.tolist()))


@pytest.mark.parametrize("sample", [all_pairs, lambda space, seed: random_contexts(space, 50, seed)])
def test_a_seed_repeats_a_sample(sample):
    """The same seed gives the same contexts, another seed others."""
    first, again, other = sample(LARGE, 3), sample(LARGE, 3), sample(LARGE, 4)
    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()


def test_all_pairs_of_a_space_are_the_same_everywhere():
    """The sample does not depend on the process that makes it: it was written down once."""
    space = axis("hour", range(3)) * axis("day", ["Mon", "Tue", "Wed"]) * axis("utm_source", ["a", "b"])
    assert [0, 2, 5, 7, 8, 10, 12, 15, 16] == all_pairs(space).tolist()


def test_a_space_of_few_axes_is_covered_by_all_of_it():
    """Pairs of two axes are all contexts; an axis of one value does not count."""
    two = axis("hour", range(24)) * axis("utm_source", ["a"]) * axis("day", ["Mon", "Tue"])
    assert list(range(48)) == all_pairs(two).tolist() == all_triples(two * axis("utm_term", [1])).tolist()


def test_an_axis_of_one_value_stays_in_place():
    """It is part of every context of the sample."""
    space = axis("utm_term", [1]) * axis("hour", range(6)) * axis("utm_source", range(5)) * axis("utm_medium", range(4))
    assert (30 + 24 + 20 + 6 + 5 + 4,) * 2 == combinations_in(space, all_pairs(space), 2)


def test_a_random_sample_has_the_size_asked_for():
    """None twice, all within the space; more than there are is all."""
    indices = random_contexts(LARGE, 1_000)
    assert (1_000, True) == (len(set(indices.tolist())), 0 <= indices.min() <= indices.max() < len(LARGE))
    assert list(range(24)) == random_contexts(axis("hour", range(24)), 100).tolist()
    with pytest.raises(SpaceError, match="at least 1"):
        random_contexts(LARGE, 0)
