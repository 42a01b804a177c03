"""What an axis does, as facts."""

from __future__ import annotations

from moe_nb.core.coverage_facts import ServedVariation
from moe_nb.core.effect_facts import AxisEffect, Flip


def test_an_axis_matters_when_something_changed():
    """An audience, a variation or only a payload; where nothing was compared, nobody knows."""
    changes = [(7, 1, 0, 0), (7, 0, 1, 0), (7, 0, 0, 1), (7, 0, 0, 0), (0, 0, 0, 0)]
    assert [True, True, True, False, None] == [AxisEffect("k", "hour", *some, ()).matters for some in changes]


def test_what_was_compared_without_a_control_group_says_so():
    """Nothing changed in what is left; nothing is said of what was left out."""
    changes = [AxisEffect("k", "hour", 7, 0, 0, 0, (), lot).words for lot in (0, 3)]
    assert ["changed nothing", "changed nothing, a control group left out"] == changes


def test_a_flip_in_words():
    """The value on either side and what each got."""
    phones = ServedVariation("1A", "Phones", "1")
    assert "iPhone: Phones / Variation 1; iPad: not served" == Flip(0, 1, "iPhone", "iPad", phones, None).words


def test_another_variation_of_one_audience_may_be_the_split():
    """Between two audiences, or something and nothing, it is not."""
    first, second, other = (ServedVariation(*parts) for parts in (("1A", "A", "1"), ("1A", "A", "2"), ("2B", "B", "1")))
    pairs = [(first, second), (first, other), (first, None), (None, first)]
    assert [True, False, False, False] == [Flip(0, 1, "a", "b", *pair).is_variation_only for pair in pairs]
