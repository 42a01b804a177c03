"""What an axis does, as facts."""

from __future__ import annotations

from moe_nb.core.coverage_facts import ServedVariation
from moe_nb.core.effect_facts import AxisEffect, Flip


def test_an_axis_matters_when_something_changed():
    """An audience, a variation or only a payload; where nothing was compared, nobody knows."""
    assert AxisEffect("k", "hour", 7, 1, 0, ()).matters is True
    assert AxisEffect("k", "hour", 7, 0, 1, ()).matters is True
    assert AxisEffect("k", "hour", 7, 0, 0, ()).matters is False
    assert AxisEffect("k", "hour", 0, 0, 0, ()).matters is None


def test_a_flip_in_words():
    """The value on either side and what each got."""
    phones = ServedVariation("1A", "Phones", "1")
    assert "iPhone: Phones / Variation 1; iPad: not served" == Flip(0, 1, "iPhone", "iPad", phones, None).words
