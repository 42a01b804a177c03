"""The reserve in a sliding minute: nobody looks before enough has been freed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.sweep.sliding_count import SlidingCount


def counted(own_s, heard, others):
    """Return the count after own requests at these times, when answers at *heard* tell them and *others*' together."""
    count, sent = SlidingCount(), sorted(own_s)
    for at_s in sorted({*sent, *heard}):
        for _ in range(sent.count(at_s)):
            count.own.sent(at_s)
        if at_s in heard:
            count.hear(at_s, sum(at_s - 60 < s <= at_s for s in sent) + others(at_s))
    return count


def test_what_this_process_sent_is_freed_after_a_minute():
    """With nobody else, the count falls when the own requests are a minute old."""
    count = counted([0, 0, 0, 10, 20], [20], lambda _: 0)
    assert [5, 5, 2, 1, 0] == [count.used(at_s) for at_s in (20, 59.9, 60.5, 70.5, 80.5)]
    assert (20, 60.25, 80.25) == (count.free_s(20, 6), count.free_s(20, 5), count.free_s(20, 1))


def test_others_that_never_change_are_not_waited_for():
    """Forty other requests stay forty."""
    count = counted([10, 20], [1, 7, 13, 20], lambda _: 40)
    assert (42, 41, 40) == tuple(count.used(at_s) for at_s in (20, 70.5, 80.5))
    assert count.free_s(20, 40) is None


def test_others_that_grow_are_expected_to_go_on_for_a_minute_in_all():
    """Two a second more, seen for twenty seconds, become 120 and no more."""
    count = counted([20], [0, 5, 10, 15, 20], lambda at_s: int(2 * at_s))
    assert pytest.approx([41, 81, 121, 120, 120]) == [count.used(at_s) for at_s in (20, 40, 60, 81, 300)]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.integers(0, 100), st.integers(1, 200))
def test_when_it_is_said_to_be_free_it_is(own_s, others, most):
    """With others who ask evenly, a request that leaves at the time told finds less than the limit used."""
    heard_s = max(own_s)
    free_s = counted(own_s, [heard_s], lambda _: others).free_s(heard_s, most)
    if free_s is None:
        assert others >= most
    else:
        assert sum(free_s - 60 < sent_s for sent_s in own_s) + others < most
