"""The rules that explain a run: per experience the shortest ordered list found that leads to every answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answers import NOT_KNOWN, Answers, answers_of, audience_codes
from moe_nb.audit.control_group import control_cells
from moe_nb.audit.held_out import held_out_cells, visitors_of
from moe_nb.audit.labelled import Labelled, points_of
from moe_nb.audit.rule_choice import choose
from moe_nb.audit.rule_learner import LearnedRules
from moe_nb.audit.rule_words import conditions
from moe_nb.audit.stability_findings import flickering_of, without_unsteady
from moe_nb.audit.value_sets import Allowed, Points, box_of, shape_of
from moe_nb.audit.variation_rules import Reading, follow_rules, reading_of
from moe_nb.core.rule_facts import OTHERWISE, Rule, RuleList
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space
from moe_nb.core.stability_facts import Stability

Flags = NDArray[np.bool_]


def rules_of(
    table: RunTable, *, seed: int = 0, stability: Stability | None = None, control: Flags | None = None
) -> tuple[RuleList, ...]:
    """Explain every experience of a run by rules on its axes.

    Only contexts that were asked, did not fail and do not flicker count. Of a space that was asked completely, whose
    audiences are conjunctions over its axes, the list is exact and has at most one line for each audience seen. The
    variations of an audience that has several are named only where a list tells those of visitors it was not made from;
    what was served nothing as a control group is makes no rules, and is counted.

    Args:
        table: The run.
        seed: Chooses the answers that are held out to measure the error before the list is made from all of them.
        stability: Repeats of the run: what flickers is left out.
        control: (contexts, keys): cells served nothing as a control group is; left out, `control_cells` finds them.

    Returns:
        A list per experience, in the order of the run's keys.
    """
    flickering = np.zeros(table.codes.shape, np.bool_) if stability is None else flickering_of(table, stability)
    steady = without_unsteady(table, flickering)
    found = control_cells(steady) if control is None else control
    answers, points = answers_of(steady), points_of(steady)
    audiences, left_out = audience_codes(answers).astype(np.int64), flickering.sum(axis=0).tolist()
    return tuple(
        _explained(_Key(steady, key, points, answers, audiences[:, key], found[:, key], left_out[key]), seed)
        for key in range(len(table.keys))
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """One experience of a run."""

    table: RunTable
    position: int
    points: Points
    answers: Answers
    audiences: NDArray[np.int64]
    """(contexts,)"""
    control: Flags
    """(contexts,)"""
    flickering: int

    def labelled(self, labels: NDArray[np.int64], chosen: Flags) -> Labelled:
        """Return the chosen contexts with what they got."""
        return Labelled(self.points, labels, shape_of(self.table.space)).some(chosen)


def _explained(key: _Key, seed: int) -> RuleList:
    reading = _reading(key, seed)
    answered = reading.labels != NOT_KNOWN
    cells = key.labelled(reading.labels, answered)
    is_taught, held_out = ~key.control[answered], held_out_cells(len(cells.labels), seed)
    tried = cells.some(held_out)
    chosen = choose(cells.some(is_taught), ~held_out[is_taught], tried, seed)
    deciding = chosen.learned.deciding(cells.points)
    is_wrong = chosen.learned.of_rule[deciding] != cells.labels
    return RuleList(
        key.table.keys[key.position],
        _lines(chosen.learned, (deciding, is_wrong), reading, key.table.space) if len(cells.labels) else (),
        len(key.table.space),
        len(cells.labels),
        len(tried.labels),
        tried.wrong(chosen.first),
        reading.names_variations,
        int((~is_taught & is_wrong).sum()),
        key.flickering,
    )


def _reading(key: _Key, seed: int) -> Reading:
    """Return the answers with their variations where these follow rules, otherwise without."""
    fine = reading_of(key.answers, key.position, names_variations=True)
    if not fine.has_several:
        return fine
    taught = (fine.labels != NOT_KNOWN) & ~key.control
    cells = key.labelled(fine.labels, taught)
    if follow_rules(cells, key.audiences[taught], visitors_of(cells.points, key.table.space), seed):
        return fine
    return reading_of(key.answers, key.position, names_variations=False)


def _lines(
    learned: LearnedRules, judged: tuple[NDArray[np.int64], Flags], reading: Reading, space: Space
) -> tuple[Rule, ...]:
    """Return the lines of a list.

    Args:
        learned: The list.
        judged: (cells,) each: which line decides, and whether it is wrong.
        reading: What results there are.
        space: The contexts.
    """
    deciding, is_wrong = judged
    lines = len(learned.rules) + 1
    cells, wrong = np.bincount(deciding, minlength=lines), np.bincount(deciding[is_wrong], minlength=lines)
    everywhere: Allowed = tuple(np.ones(len(axis), bool) for axis in space.axes)
    boxes = [box_of(allowed) for allowed in (*(rule.allowed for rule in learned.rules), everywhere)]
    return tuple(
        Rule(
            box,
            conditions(box, space) if position < len(learned.rules) else OTHERWISE,
            reading.results[label],
            int(cells[position]),
            int(wrong[position]),
        )
        for position, (box, label) in enumerate(zip(boxes, learned.of_rule.tolist(), strict=True))
    )
