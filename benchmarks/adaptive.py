"""How much of a space too large to ask is inferred rightly, by which sample."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.large_worlds import large_space, large_world
from moe_nb.audit.rule_learner import learn_rules
from moe_nb.audit.value_sets import shape_of
from moe_nb.core.inferred_facts import Inferred
from moe_nb.sweep.sampling import all_pairs, all_triples, random_contexts
from moe_nb.workspace.adaptive_sweep import sweep_adaptively

WORLDS, ALL_WORLDS = 20, 200
WANTED = 0.001
"""The share of wrong cells that is aimed at."""
SPACE = large_space()
KINDS = {
    "audiences of 1-3 conditions": {},
    "narrow audiences: always 3 conditions, few values": {"narrow": True},
    "audiences of 1-3 conditions, every other one with an exclusion": {"excluding": True},
}
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Inference:
    """What one way came to in one world."""

    requests: int
    wrong: float
    """Share of all cells."""
    bound: float | None = None
    holds: bool | None = None


def report(*, full: bool = False) -> str:
    """Infer generated worlds in every way; rules are learned by the same learner."""
    worlds, lines = ALL_WORLDS if full else WORLDS, []
    for kind, options in KINDS.items():
        served = [large_world(seed, **options).winners() for seed in range(worlds)]
        lines += [f"### {len(SPACE):,} contexts, {worlds} worlds of 3-6 ordered {kind}", ""]
        lines += [
            "| way | requests | wrong, mean | wrong, worst | worlds ≤ 0.1 % wrong | exact | bound, mean | holds |"
        ]
        lines += ["| --- | --- | --- | --- | --- | --- | --- | --- |"]
        lines += [_row(name, [way(codes, seed) for seed, codes in enumerate(served)]) for name, way in WAYS.items()]
        lines += [""]
    return "\n".join(lines)


def sampled(sample: Codes, codes: Codes) -> Inference:
    """Learn rules from a sample that is fixed beforehand."""
    shape = shape_of(SPACE)
    default = 0 if (codes[sample] == 0).any() else None
    learned = learn_rules(shape.points(sample), codes[sample], shape, default)
    wrong = learned.labels(shape.points(np.arange(len(codes)))) != codes
    return Inference(len(sample), float(wrong.mean()))


def adaptive(codes: Codes, seed: int) -> Inference:
    """Let the sweep choose."""

    async def ask(indices: Codes) -> Codes:
        return codes[indices][:, None]

    inferred: Inferred
    (inferred,) = asyncio.run(sweep_adaptively(SPACE, 1, ask, seed=seed))
    wrong = inferred.codes != codes
    of_inferred = wrong.sum() / inferred.is_inferred.sum()
    requests = int((~inferred.is_inferred).sum())
    return Inference(requests, float(wrong.mean()), inferred.most_wrong, bool(of_inferred <= inferred.most_wrong))


BUDGET = int(len(SPACE) * 0.03)
PAIRS, TRIPLES = all_pairs(SPACE), all_triples(SPACE)
WAYS: dict[str, Callable[[Codes, int], Inference]] = {
    "all pairs": lambda codes, _seed: sampled(PAIRS, codes),
    "all triples": lambda codes, _seed: sampled(TRIPLES, codes),
    "uniform random": lambda codes, seed: sampled(random_contexts(SPACE, BUDGET, seed), codes),
    "adaptive": adaptive,
}


def _row(name: str, inferences: list[Inference]) -> str:
    wrong = np.array([one.wrong for one in inferences])
    cells = [name, f"{np.mean([one.requests for one in inferences]):,.0f}"]
    cells += [
        f"{wrong.mean():.3%}",
        f"{wrong.max():.2%}",
        f"{(wrong <= WANTED).mean():.0%}",
        f"{(wrong == 0).mean():.0%}",
    ]
    bounds = [one.bound for one in inferences if one.bound is not None]
    cells += [f"{np.mean(bounds):.2%}", f"{np.mean([one.holds for one in inferences]):.0%}"] if bounds else ["-", "-"]
    return f"| {' | '.join(cells)} |"
