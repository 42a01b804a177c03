"""Values that behave alike are learned as one, and nothing else changes."""

from __future__ import annotations

from math import prod

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.alike_values import learn_merged
from moe_nb.audit.rule_learner import learn_rules
from moe_nb.audit.value_sets import Shape

SHAPE = Shape((12, 4, 3), (False, True, False))
POINTS = SHAPE.points(np.arange(prod(SHAPE.sizes)))


@given(st.lists(st.integers(0, 2), min_size=36, max_size=36), st.lists(st.integers(0, 2), min_size=12, max_size=12))
def test_a_list_is_right_on_every_point(kinds, kind_of):
    """Twelve values of three kinds: the list decides every context as it was answered, and no kind in part."""
    labels = np.array(kinds).reshape(3, 4, 3)[kind_of].reshape(-1)
    found = learn_merged(POINTS, labels, SHAPE, 0)
    assert (found.labels(POINTS) == labels).all()
    for rule in found.rules:
        alike = [rule.allowed[0][[at for at in range(12) if kind_of[at] == kind]] for kind in set(kind_of)]
        assert [] == [values for values in alike if values.any() and not values.all()]


def test_a_part_of_a_space_is_learned_as_it_is():
    """What is not known of a value may set it apart."""
    labels = (POINTS[:, 0] < 6).astype(np.int64)
    some = np.arange(len(POINTS)) % 3 > 0
    found, plain = (learn(POINTS[some], labels[some], SHAPE, 0) for learn in (learn_merged, learn_rules))
    assert [[a.tolist() for a in rule.allowed] for rule in plain.rules] == [
        [a.tolist() for a in rule.allowed] for rule in found.rules
    ]
