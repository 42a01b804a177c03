"""Ask some contexts of a space that is too large, chosen as the answers come, and infer the rest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.adaptive import after, begin, inferred_of
from moe_nb.audit.survey import Effort, Survey
from moe_nb.audit.value_groups import Groups, groups_of
from moe_nb.audit.value_sets import shape_of
from moe_nb.core.inferred_facts import Inferred
from moe_nb.core.space import Axis, Space
from moe_nb.sweep.sampling import all_pairs, random_contexts

AskIndices = Callable[[NDArray[np.int64]], Awaitable[NDArray[np.int64]]]
"""Asks contexts by number, ascending; returns (contexts, keys) results: 0 not served, -1 failed, others by name."""

USUAL_SHARE = 0.03
"""The part of a space that is asked at most, if nobody says how much."""
SAMPLE_SHARE = 0.25
"""The part of the requests that the first sample may take."""


def usual_effort(space: Space) -> Effort:
    """Return how much is asked of a space when nobody says: at most 3 % of it, but at least 300 contexts."""
    return Effort(min(len(space), max(300, int(len(space) * USUAL_SHARE))))


async def sweep_adaptively(
    space: Space,
    keys: int,
    ask_indices: AskIndices,
    effort: Effort | None = None,
    *,
    seed: int = 0,
    on_step: Callable[[Survey], None] = lambda _survey: None,
) -> tuple[Inferred, ...]:
    """Ask, learn, ask where it is unsure, until random probes agree or the requests are used up.

    Args:
        space: All contexts; User-Agents of one device type, system and browser are taken for alike until a probe says
            otherwise.
        keys: How many experience keys each context is asked for.
        ask_indices: Asks some contexts; what it raises ends the sweep.
        effort: How much to ask; None takes `usual_effort`.
        seed: The same seed and the same answers give the same questions.
        on_step: Told before every step; ``survey.step`` is what is asked.

    Returns:
        Per key what is known and what is inferred, with the bound its probes give.
    """
    effort = effort or usual_effort(space)
    groups = groups_of(space)
    survey = begin(shape_of(space), keys, first_sample(space, groups, effort, seed), groups, effort, seed)
    while not survey.is_done:
        on_step(survey)
        survey = after(survey, await ask_indices(survey.step.indices))
    return tuple(inferred_of(survey, key) for key in range(keys))


def first_sample(space: Space, groups: Groups, effort: Effort, seed: int = 0) -> NDArray[np.int64]:
    """Return all pairs of values, one for each group, or a random sample where those would take too many requests."""
    if effort.most_requests >= len(space):
        return np.arange(len(space), dtype=np.int64)
    most = max(1, int(effort.most_requests * SAMPLE_SHARE))
    firsts = [np.unique(numbers, return_index=True)[1] for numbers in groups.group_of]
    reduced = replace(space, axes=tuple(_only(axis, some) for axis, some in zip(space.axes, firsts, strict=True)))
    *_, second, largest = sorted([1, 1, *(len(axis) for axis in reduced.axes)])
    if second * largest > most:  # all pairs are at least as many
        return random_contexts(space, most, seed)
    grouped = shape_of(reduced).points(all_pairs(reduced, seed))
    rng = np.random.default_rng(seed)
    for at, axis in enumerate(reduced.axes):  # which values meet more often than once is left to chance
        grouped[:, at] = rng.permutation(len(axis))[grouped[:, at]]
    return shape_of(space).numbers(groups.representatives(grouped))


def _only(axis: Axis, some: NDArray[np.intp]) -> Axis:
    if len(some) == len(axis):
        return axis
    return Axis(axis.name, tuple(axis.values[at] for at in some), tuple(axis.labels[at] for at in some))
