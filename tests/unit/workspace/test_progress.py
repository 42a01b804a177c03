"""How far a sweep has come, in words."""

from __future__ import annotations

from moe_nb.workspace.progress import Progress


def test_the_time_left_is_told_in_its_own_unit():
    """Seconds at first, minutes and hours where there are many."""
    assert "84 of 168 calls, 42/s, about 2 s left" == Progress(168, answered=84, elapsed_s=2).describe()
    assert "100 of 70,430 calls, 10/s, about 2 h left" == Progress(70_430, answered=100, elapsed_s=10).describe()
    assert "1 of 7,201 calls, 1/s, about 2 h left" == Progress(7_201, answered=1, elapsed_s=1).describe()


def test_nothing_is_left_at_the_end():
    """Neither before the first answer, when nobody can know, nor after the last."""
    assert "0 of 168 calls" == Progress(168).describe()
    assert "168 of 168 calls, 84/s" == Progress(168, answered=168, elapsed_s=2, is_over=True).describe()
