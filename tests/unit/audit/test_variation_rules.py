"""Whether variations follow rules or are dealt."""

from __future__ import annotations

import numpy as np
import pytest
from made_tables import FAILED, HOLE, shown, table_of

import moe_nb as moe
from moe_nb.audit.answers import answers_of
from moe_nb.audit.labelled import Labelled
from moe_nb.audit.value_sets import Shape
from moe_nb.audit.variation_rules import follow_rules, reading_of

SHAPE = Shape((40, 24), (False, True))
POINTS = SHAPE.points(np.arange(40 * 24))
VISITOR, HOUR = POINTS.T
ONE_AUDIENCE, ONE_VISITOR = np.ones(len(POINTS), np.int64), np.zeros(len(POINTS), np.int64)


def follow(labels, visitors=VISITOR, audiences=ONE_AUDIENCE):
    """Say whether labels follow rules."""
    return follow_rules(Labelled(POINTS, labels.astype(np.int64), SHAPE), audiences, visitors, 0)


def test_a_rule_on_the_clock_is_found():
    """It holds for visitors that the list was not made from, and where there is only one."""
    labels = np.where(HOUR < 12, 1, 2)
    assert (True, True) == (follow(labels), follow(labels, ONE_VISITOR))


@pytest.mark.parametrize("seed", range(20))
def test_what_visitors_were_dealt_is_no_rule(seed):
    """Neither once for all contexts of a visitor, nor anew in each."""
    dice = np.random.default_rng(seed)
    assert not follow(dice.integers(1, 3, 40)[VISITOR])
    assert not follow(dice.integers(1, 4, len(POINTS)))
    assert not follow(dice.integers(1, 4, len(POINTS)), ONE_VISITOR)


def test_an_uneven_split_is_no_rule():
    """Guessing the frequent variation is right nine times of ten, and a list must be better than that."""
    assert not follow(np.where(np.random.default_rng(0).random(40) < 0.9, 1, 2)[VISITOR])


def test_audiences_are_not_counted_as_variations():
    """That a list tells audiences says nothing of the split within one of them."""
    by_clock = np.where(HOUR < 12, 1, 2)
    dealt = np.random.default_rng(0).integers(0, 2, 40)[VISITOR]
    assert not follow(np.where(by_clock == 1, 1, 2 + dealt), audiences=by_clock)


def test_too_few_cells_show_nothing():
    """Four cells follow any rule."""
    cells = Labelled(POINTS[:4], np.array([1, 1, 2, 2]), SHAPE)
    assert not follow_rules(cells, ONE_AUDIENCE[:4], ONE_VISITOR[:4], 0)


def test_only_audiences_with_several_variations_lose_them():
    """An audience of which one variation was seen is named with it."""
    said = [HOLE, shown("1"), shown("2"), shown("7", "B"), FAILED]
    answers = answers_of(table_of(moe.hours(range(5)), ["k"], lambda context, _key: said[context.hour]))
    fine, coarse = (reading_of(answers, 0, names_variations=names) for names in (True, False))
    assert ([0, 1, 2, 3, -1], [0, 1, 1, 2, -1]) == (fine.labels.tolist(), coarse.labels.tolist())
    assert ["1", "2", "7"] == [result.variation_id for result in fine.results[1:]]
    assert [None, "7"] == [result.variation_id for result in coarse.results[1:]]
    assert (True, True, True, False) == (
        fine.has_several,
        coarse.has_several,
        fine.names_variations,
        coarse.names_variations,
    )
