"""Which contexts would settle the edges of rules."""

from __future__ import annotations

import numpy as np

from moe_nb.audit.evidence import Known, open_questions
from moe_nb.audit.rule_learner import learn_rules
from moe_nb.audit.value_sets import Shape

SHAPE = Shape((6, 4), (True, False))
DICE = 7


def questions(label, points, failed=()):
    """Return what to ask once *points* were answered by ``label(x, y)``."""
    answered = np.array(points, np.int64)
    labels = np.array([label(*point) for point in points], np.int64)
    asked = np.zeros(24, bool)
    asked[SHAPE.numbers(np.array([*points, *failed], np.int64))] = True
    learned = learn_rules(answered, labels, SHAPE, 0)
    found = open_questions(learned, Known(answered, labels, asked), SHAPE, np.random.default_rng(DICE))
    return [tuple(point) for point in found.tolist()]


def row(x, _y):
    """One rule: everything in the second row."""
    return int(x == 1)


def test_every_value_nobody_showed_is_asked_once():
    """Each asks for one value more, beside a context of the rule's own."""
    asked = questions(row, [(1, 0), (4, 0)])
    assert {(0, 0), (2, 0), (3, 0), (5, 0), (1, 1), (1, 2), (1, 3)} == set(asked)
    assert len(asked) == len(set(asked))


def test_what_is_settled_is_not_asked():
    """An answer inside or beside a rule settles a value; once all are settled nothing is left."""
    assert [] == questions(row, [*((x, 0) for x in range(6)), *((1, y) for y in range(1, 4))])


def test_what_failed_is_asked_elsewhere():
    """A context that failed is not asked again: another one of the rule's stands in for it."""
    asked = questions(row, [(1, 0), (1, 1), (4, 0)], failed=[(2, 0)])
    assert (2, 1) in asked
    assert (2, 0) not in asked


def test_answers_of_another_rule_settle_nothing():
    """Where an earlier audience may have won, a context outside of it is asked instead."""

    def overlapping(x, y):
        return 1 if y == 2 else 2 if x in {1, 2} else 0

    known = [(1, 0), (1, 2), (2, 2), (4, 0), (0, 0), (3, 0), (5, 0), (1, 1), (1, 3)]
    asked = questions(overlapping, known)
    assert {(2, 0), (2, 1), (2, 3)} & set(asked)


def test_two_rules_that_meet_are_put_in_order():
    """A context in both is asked while no answer showed which one wins there."""

    def crossing(x, y):
        return 1 if x == 1 else 2 if y == 2 else 0

    known = [*((x, y) for x in range(6) for y in range(4) if (x, y) != (1, 2))]
    assert [(1, 2)] == questions(crossing, known)


def test_an_exception_is_settled_inside_the_rule_it_is_taken_from():
    """Outside of it the same answer comes anyway, and says nothing of where the exception ends."""

    def excepting(x, y):
        return int(x in {1, 2, 3, 4} and not (x == 2 and y in {1, 2}))

    known = [*((x, y) for x in range(6) for y in (0, 3)), (1, 1), (3, 1), (4, 1), (2, 1), (0, 2), (5, 2), (1, 2)]
    asked = questions(excepting, known)
    assert (2, 2) in asked
    assert not {(0, 1), (5, 1)} & set(asked)


def test_one_answer_does_not_make_a_hole_in_a_window():
    """It may lie in an exception nobody saw: the hour is asked again beside it."""

    def window(x, y):
        return int(x in {1, 2, 3} and not (x == 2 and y == 0))

    known = [*((x, 0) for x in range(6)), *((1, y) for y in range(4)), *((3, y) for y in range(4))]
    asked = questions(window, known)
    assert {(2, 1), (2, 2), (2, 3)} & set(asked)


def test_more_answers_can_be_wanted_than_one():
    """Two answers that share no value say that a row does not belong."""
    known = [(1, y) for y in range(4)] + [(x, 0) for x in (0, 2, 3, 4, 5)]
    labels = np.array([row(*point) for point in known], np.int64)
    points = np.array(known, np.int64)
    asked = np.zeros(24, bool)
    asked[SHAPE.numbers(points)] = True
    learned = learn_rules(points, labels, SHAPE, 0)
    again = open_questions(learned, Known(points, labels, asked), SHAPE, np.random.default_rng(DICE), 2)
    assert [0, 2, 3, 4, 5] == again[:, 0].tolist()
    assert 0 not in again[:, 1]


def test_the_order_of_two_rules_is_asked_where_only_they_meet():
    """That the first one wins against a rule between them shows nothing of the last one."""

    def layered(x, y):
        return 1 if y == 1 else 3 if x == 2 else 2 if x in {1, 3} else 0

    known = [*((x, y) for x in range(6) for y in range(4) if (x, y) not in {(1, 1), (3, 1)})]
    assert {(1, 1), (3, 1)} & set(questions(layered, known))
