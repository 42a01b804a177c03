"""How long a rule list is beside a decision tree that is as right, and what splits and control groups do to it."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

import moe_nb as moe
from benchmarks.large_worlds import large_space, large_world
from benchmarks.trees import tree_of
from moe_nb.audit.rule_learner import learn_rules
from moe_nb.audit.rules import rules_of
from moe_nb.audit.value_sets import condition_count, shape_of
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable
from moe_nb.core.space import Space

WORLDS, ALL_WORLDS = 20, 200
LOTS, ALL_LOTS = 5, 50
VISITORS, CONTROL = 600, 0.1
Lots = NDArray[np.generic]


def report(*, full: bool = False) -> str:
    """Explain generated worlds by lists: exactly, beside a tree, and with visitors who are dealt variations by lot."""
    return "\n".join([beside_trees(full=full), with_lots(full=full)])


def beside_trees(*, full: bool = False) -> str:
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


def with_lots(*, full: bool = False) -> str:
    """Explain three audiences over a week whose visitors are dealt two variations, and a control group of a tenth."""
    worlds = ALL_LOTS if full else LOTS
    space = moe.axis("customer_id", [f"u-{number}" for number in range(VISITORS)]) * moe.week()
    lines = [
        f"### Explaining {len(space):,} contexts of {VISITORS} visitors, {worlds} worlds of three ordered audiences",
        "",
        "| dealt | lines, mean | most | variations named | wrong beside the control group | CPU ms, mean | most |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, deal in DEALT.items():
        rows = []
        for seed in range(worlds):
            table = _dealt(space, *deal(np.random.default_rng(seed)), seed)
            start_s = time.process_time()
            (found,) = rules_of(table)
            taken_s = time.process_time() - start_s
            rows.append((len(found.rules), found.names_variations, (found.wrong - found.control) / len(space), taken_s))
        count, named, wrong, taken = np.array(rows, float).T
        cells = [f"{count.mean():.1f}", f"{count.max():.0f}", f"{named.mean():.0%}", f"{wrong.mean():.2%}"]
        cells += [f"{taken.mean() * 1000:,.0f}", f"{taken.max() * 1000:,.0f}"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _once(dice: np.random.Generator) -> tuple[Lots, Lots]:
    """Deal variation and control group once per visitor."""
    people = np.repeat(np.arange(VISITORS), 168)
    return dice.integers(0, 2, VISITORS)[people], dice.random(VISITORS)[people] < CONTROL


def _anew(dice: np.random.Generator) -> tuple[Lots, Lots]:
    """Deal both in every context."""
    return dice.integers(0, 2, VISITORS * 168), dice.random(VISITORS * 168) < CONTROL


def _noise(dice: np.random.Generator) -> tuple[Lots, Lots]:
    """Deal everything: ten results that follow nothing."""
    return dice.integers(0, 10, VISITORS * 168), np.zeros(VISITORS * 168, bool)


DEALT = {"once per visitor": _once, "anew in every context": _anew, "audiences too: nothing but noise": _noise}


def _dealt(space: Space, variation: Lots, is_control: Lots, seed: int) -> RunTable:
    """Return the run of three audiences over day and hour; a lot above 1 stands for an audience of its own."""
    dice = np.random.default_rng([seed, 1])
    day, hour = np.divmod(np.arange(len(space)) % 168, 24)
    audience = np.zeros(len(space), np.int64)
    for number in (3, 2, 1):
        is_inside = (hour - dice.integers(24)) % 24 < dice.integers(4, 16)
        audience[is_inside & ((day - dice.integers(7)) % 7 < dice.integers(2, 7))] = number
    if variation.max() > 1:
        audience, variation = variation, np.zeros_like(variation)
    contents = [NOT_ASKED, Content(Outcome.NOT_SERVED, Cause.NO_MATCH, "k")]
    contents += [
        Content(Outcome.SERVED, None, "k", f"{number}A", f"Audience {number}", str(lot), payload_hash="p", raw=b"{}")
        for number in range(1, 10)
        for lot in (1, 2)
    ]
    codes = np.where((audience == 0) | is_control, 1, 2 * audience + variation).astype(np.int32)[:, None]
    calls = np.ones((len(space), 1))
    return RunTable(space, ("k",), codes, tuple(contents), calls, calls, calls)
