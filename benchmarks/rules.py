"""How long a rule list is beside a decision tree that is as right."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.large_worlds import large_space, large_world
from benchmarks.trees import tree_of
from moe_nb.audit.rule_learner import learn_rules
from moe_nb.audit.value_sets import condition_count, shape_of

WORLDS, ALL_WORLDS = 20, 200


def report(*, full: bool = False) -> str:
    """Explain whole generated worlds, exactly, by a list and by a tree."""
    worlds = ALL_WORLDS if full else WORLDS
    shape = shape_of(large_space())
    points = shape.points(np.arange(len(large_space())))
    rows, learn_s = [], 0.0
    for seed in range(worlds):
        codes = large_world(seed).winners()
        start_s = time.perf_counter()
        learned = learn_rules(points, codes, shape, 0)
        learn_s += time.perf_counter() - start_s
        conditions = sum(condition_count(rule.allowed, shape.circular) for rule in learned.rules)
        tree = tree_of(points, codes, shape)
        is_exact = bool((learned.labels(points) == codes).all())
        rows.append((len(learned.rules) + 1, conditions, tree.leaves, tree.conditions, is_exact))
    lines, said, leaves, tree_said, exact = np.array(rows).T
    shorter, longer = np.mean(lines < leaves), np.mean(lines > leaves)
    said_of_lists = f"The list is shorter in {shorter:.0%} of the worlds, longer in {longer:.0%}"
    return "\n".join(
        [
            f"### Explaining {len(points):,} contexts exactly, {worlds} worlds of 3-6 ordered audiences",
            "",
            "| way | exact | lines or leaves, mean | conditions, mean |",
            "| --- | --- | --- | --- |",
            f"| decision tree | 100% | {leaves.mean():,.1f} | {tree_said.mean():,.1f} |",
            f"| rule list | {exact.mean():.0%} | {lines.mean():,.1f} | {said.mean():,.1f} |",
            "",
            f"{said_of_lists}; {learn_s / worlds * 1000:,.0f} ms for a list.",
            "",
        ]
    )
