"""The rules that explain a run: per experience the shortest ordered list found that leads to every answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.alike_values import learn_merged
from moe_nb.audit.result_codes import NO_ANSWER, NOT_SERVED_CODE, result_codes
from moe_nb.audit.rule_learner import MOST_RULES, LearnedRules
from moe_nb.audit.value_sets import Allowed, Points, Shape, box_of, shape_of
from moe_nb.core.box_words import describe_box
from moe_nb.core.boxes import Box
from moe_nb.core.rule_facts import OTHERWISE, Result, Rule, RuleList
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Axis, Space
from moe_nb.core.user_agent import Device, device_type

HELD_OUT_SHARE = 0.2
"""The part of the answers that a first list is not shown."""
FEWEST_HELD_OUT = 5
"""A smaller part measures nothing."""
LARGEST_LESSON = 20_000
"""Answers the first list is made from at most: more teach little, and cost as much as everything else together."""
SHORT = 2
"""Rules per result of a list that is called short."""


def rules_of(table: RunTable, *, seed: int = 0) -> tuple[RuleList, ...]:
    """Explain every experience of a run by rules on its axes.

    Only contexts that were asked and did not fail count. Of a space that was asked completely, whose audiences are
    conjunctions over its axes, the list is exact and has at most one line for each audience and variation seen.

    Args:
        table: The run.
        seed: Chooses the answers that are held out to measure the error before the list is made from all of them.

    Returns:
        A list per experience, in the order of the run's keys.
    """
    return tuple(_explained(table, position, seed) for position in range(len(table.keys)))


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    points: Points
    labels: NDArray[np.int64]
    results: tuple[Result, ...]
    shape: Shape

    def some(self, chosen: NDArray[np.bool_]) -> _Answers:
        return replace(self, points=self.points[chosen], labels=self.labels[chosen])

    def learned(self, most: int = MOST_RULES) -> LearnedRules:
        if not len(self.labels):
            return LearnedRules((), NOT_SERVED_CODE)
        default = NOT_SERVED_CODE if (self.labels == NOT_SERVED_CODE).any() else None
        return learn_merged(self.points, self.labels, self.shape, default, most)

    def wrong(self, learned: LearnedRules) -> int:
        return int((learned.labels(self.points) != self.labels).sum())


def _answers(table: RunTable, position: int, *, with_variation: bool) -> _Answers:
    labels, results = result_codes(table, position, with_variation=with_variation)
    shape = shape_of(table.space)
    answered = np.flatnonzero(labels != NO_ANSWER)
    return _Answers(shape.points(answered + table.first), labels[answered], results, shape)


def _explained(table: RunTable, position: int, seed: int) -> RuleList:
    answers, learned, names_variations = _best(table, position)
    count = len(answers.labels)
    held_out = _held_out(count, seed)
    wrong = answers.some(held_out).wrong(answers.some(_lesson(held_out, seed)).learned()) if held_out.any() else 0
    lines = _lines(learned, answers, table.space) if count else ()
    return RuleList(table.keys[position], lines, len(table.space), count, int(held_out.sum()), wrong, names_variations)


def _best(table: RunTable, position: int) -> tuple[_Answers, LearnedRules, bool]:
    """Return the rules that name variations, unless only audiences follow a short list."""
    fine = _answers(table, position, with_variation=True)
    learned = fine.learned(SHORT * len(fine.results))
    if not fine.wrong(learned):
        return fine, learned, True
    coarse = _answers(table, position, with_variation=False)
    by_audience = coarse.learned(SHORT * len(coarse.results))
    if len(coarse.results) < len(fine.results) and not coarse.wrong(by_audience):
        return coarse, by_audience, False
    return fine, fine.learned(), True


def _held_out(count: int, seed: int) -> NDArray[np.bool_]:
    held_out = np.zeros(count, bool)
    size = int(count * HELD_OUT_SHARE)
    if size >= FEWEST_HELD_OUT:
        held_out[np.random.default_rng(seed).choice(count, size, replace=False)] = True
    return held_out


def _lesson(held_out: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    """Return what the first list is made from: what is not held out, of very many answers a part."""
    shown = np.flatnonzero(~held_out)
    if len(shown) > LARGEST_LESSON:
        shown = np.random.default_rng([seed, 1]).choice(shown, LARGEST_LESSON, replace=False)
    lesson = np.zeros(len(held_out), bool)
    lesson[shown] = True
    return lesson


def _lines(learned: LearnedRules, answers: _Answers, space: Space) -> tuple[Rule, ...]:
    deciding = learned.deciding(answers.points)
    is_wrong = learned.labels(answers.points) != answers.labels
    everywhere: Allowed = tuple(np.ones(size, bool) for size in answers.shape.sizes)
    boxes = [box_of(allowed) for allowed in (*(rule.allowed for rule in learned.rules), everywhere)]
    labels = [*(rule.label for rule in learned.rules), learned.default]
    return tuple(
        Rule(
            box,
            _conditions(box, space) if position < len(learned.rules) else OTHERWISE,
            answers.results[label],
            int((deciding == position).sum()),
            int((is_wrong & (deciding == position)).sum()),
        )
        for position, (box, label) in enumerate(zip(boxes, labels, strict=True))
    )


def _conditions(box: Box, space: Space) -> str:
    """Describe what a box demands, and nothing of the axes on which it takes every value."""
    limited = [
        _by_device(axis, some) for axis, some in zip(space.axes, box.positions, strict=True) if len(some) < len(axis)
    ]
    part = replace(space, axes=tuple(axis for axis, _ in limited), local_week=None)
    return describe_box(Box(tuple(some for _, some in limited)), part) if limited else "any context"


def _by_device(axis: Axis, some: tuple[int, ...]) -> tuple[Axis, tuple[int, ...]]:
    """Return User-Agents as device types where some are exactly all that were asked of these types."""
    if axis.name != "user_agent" or len(some) == 1:
        return axis, some
    of_value = [device_type(value) for value in axis.values]
    asked = [device for device in Device if device in of_value]
    wanted = {of_value[at] for at in some}
    if sum(device in wanted for device in of_value) > len(some):
        return axis, some
    names = tuple(str(device) for device in asked)
    return Axis(axis.name, names, names), tuple(at for at, device in enumerate(asked) if device in wanted)
