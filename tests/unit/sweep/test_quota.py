"""What the service's count leaves: fixed minutes, sliding minutes, answers out of order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.pace import PaceLimit
from moe_nb.core.reply import Quota
from moe_nb.sweep.quota import QuotaWatch

LIMIT = PaceLimit(rate_per_min=6000, burst=1, reserve_per_min=990)


def rate(*said, at_s=0.0, under_way=0, limit=LIMIT):
    """Return the rate after these (second, remaining, reset second)."""
    watch = QuotaWatch()
    for now_s, remaining, reset_s in said:
        watch.hear(Quota(10_000, remaining, float(reset_s)), now_s, now_s)
    return watch.rate_per_min(limit, at_s, under_way)


def test_without_headers_the_pace_is_what_was_wanted():
    """Up to what the documented limit leaves for jitter."""
    assert 6000 == QuotaWatch().rate_per_min(LIMIT, 0, 0)
    assert 9945 == QuotaWatch().rate_per_min(PaceLimit(rate_per_min=10_000, burst=5), 0, 0)


def test_a_raised_limit_is_believed():
    """Who asks for more than the documented limit has been given more."""
    assert 59_000 < QuotaWatch().rate_per_min(PaceLimit(rate_per_min=60_000), 0, 0) < 60_000


def test_a_limit_below_the_pace_is_obeyed():
    """What the service grants, the reserve left out, is the most that is sent."""
    watch = QuotaWatch()
    watch.hear(Quota(limit_per_min=400), 0, 0)
    assert 0.99 * 300 - 1.5 < watch.rate_per_min(LIMIT, 0, 0) < 300


@pytest.mark.parametrize("limit_per_min", [1, 2, 10, 100])
def test_a_tiny_limit_still_asks(limit_per_min):
    """However little is granted, a quarter of it is used, and never more than three quarters are."""
    watch = QuotaWatch()
    watch.hear(Quota(limit_per_min=limit_per_min), 0, 0)
    assert limit_per_min / 4 <= watch.rate_per_min(LIMIT, 0, 0) <= max(1, limit_per_min)


@pytest.mark.parametrize(
    ("remaining", "under_way", "expected"),
    [
        (10_000, 0, 6000),  # nobody else asks
        (3950, 0, 6000),  # 2,950 for 29.5 s
        (2000, 0, 60 * 1001 / 29),
        (2000, 500, 60 * 501 / 29),
        (1000, 0, 60 / 29),
        (999, 0, 0),
        (1009, 10, 0),
        (0, 0, 0),
    ],
)
def test_in_a_fixed_minute_what_is_left_is_spread(remaining, under_way, expected):
    """Above the reserve, over the time to the reset, which may be a second sooner than its whole number says."""
    assert pytest.approx(expected) == rate((0, remaining, 30), under_way=under_way)


def test_after_the_reset_the_count_starts_again():
    """One request looks whether it is so."""
    assert (0, 6000) == (rate((0, 0, 30), at_s=29.9), rate((0, 0, 30), at_s=30))
    assert 0 == rate((0, 0, 30), at_s=30, under_way=1)
    assert 6000 == rate((0, 0, 30), (30.1, 9990, 90), at_s=30.1, under_way=1)


def test_of_answers_of_one_minute_the_lowest_counts():
    """They may come in another order than they were made."""
    assert 0 == rate((0, 2000, 30), (0.1, 900, 30), (0.2, 1999, 30))


def test_an_answer_of_the_minute_before_is_ignored():
    """One that was long under way says nothing about the new minute."""
    assert 6000 == rate((0, 1000, 10), (10.1, 9999, 70), (10.2, 1000, 10), at_s=10.2)


def test_answers_that_say_nothing_end_what_a_refusal_said():
    """A service may tell its count with refusals only: once the reset is over, an answer without a count is the end."""
    watch = QuotaWatch()
    watch.hear(Quota(10_000, 0, 30.0), 0, 0)
    for now_s, expected in [(29, 0), (30, 6000)]:
        watch.hear(None, now_s, now_s)
        assert expected == watch.rate_per_min(LIMIT, now_s, 5)


def test_seconds_to_go_are_no_moment():
    """Of a reset that counts down the last word counts, and what is left is spread over the seconds."""
    watch = QuotaWatch()
    for now_s, remaining, left_s in [(0, 9000, 59), (0.4, 5000, 59), (1.2, 2000, 58), (29, 1500, 31)]:
        watch.hear(Quota(10_000, remaining, now_s + left_s, is_countdown=True), now_s, now_s)
    assert pytest.approx(60 * 501 / 30) == watch.rate_per_min(LIMIT, 29, 0)
    watch.hear(Quota(10_000, 900, 29.5 + 30, is_countdown=True), 29.5, 29.5)
    assert (0, 30) == (watch.rate_per_min(LIMIT, 29.5, 0), watch.hold_s(LIMIT, 29.5, 0))


def test_in_a_sliding_minute_the_last_word_counts():
    """Within one second of its reset requests are used and freed."""
    assert 0 == rate((0, 1500, 1), (1, 900, 2), at_s=1)
    assert 6000 == rate((0, 1500, 1), (1, 900, 2), (1.5, 1100, 2), at_s=1.5)


def test_a_sliding_minute_is_recognised_and_not_spread():
    """Its reset is always near while the minute is in use: what is left now is what counts."""
    assert 6000 == rate((0, 1500, 1), (1, 1500, 2), (2, 1500, 3), at_s=2)


@pytest.mark.parametrize(("left", "part"), [(25, 1), (20, 0.8), (10, 0.4), (0, 0), (-5, 0)])
def test_in_a_sliding_minute_the_last_requests_slow_down(left, part):
    """A quarter of a percent above the reserve is the way from whole speed to none."""
    assert pytest.approx(part * 6000) == rate((0, 1500, 1), (1, 999 + left, 2), at_s=1)


def test_old_news_of_a_sliding_minute_is_looked_at_again():
    """By one request; the others wait for what it is told."""
    old = (0, 1500, 1), (1, 999, 2)
    assert (0, 0) == (rate(*old, at_s=1.9), rate(*old, at_s=1.9, under_way=1))
    assert (6000, 0) == (rate(*old, at_s=10), rate(*old, at_s=10, under_way=1))


@given(
    said=st.lists(st.tuples(st.floats(0, 300), st.integers(0, 12_000), st.integers(-100, 500)), max_size=30),
    at_s=st.floats(0, 600),
    under_way=st.integers(0, 100),
)
def test_whatever_is_said_the_rate_is_never_above_the_pace(said, at_s, under_way):
    """And never below nothing."""
    assert 0 <= rate(*sorted(said), at_s=at_s, under_way=under_way) <= 6000


def test_a_sliding_minute_is_not_looked_at_before_it_can_be_free():
    """A look that comes too early is a request taken from the reserve: what was sent has to leave the minute first."""
    watch = QuotaWatch()
    for n in range(2000):
        watch.sent(n / 100)
    for now_s, remaining, reset_s in [(19, 1100, 60), (20, 999, 61)]:
        watch.hear(Quota(10_000, remaining, float(reset_s)), now_s, now_s)
    assert 60 < 62 + watch.hold_s(LIMIT, 62, 0) < 63
    assert 0 == watch.rate_per_min(LIMIT, 30, 0)


def test_a_sliding_minute_that_others_fill_is_looked_at_now_and_then():
    """Nobody can say when others make room: every five seconds one request looks."""
    watch = QuotaWatch()
    for now_s, remaining, reset_s in [(0, 900, 1), (1, 900, 2)]:
        watch.hear(Quota(10_000, remaining, float(reset_s)), now_s, now_s)
    assert pytest.approx(3.5) == watch.hold_s(LIMIT, 2.5, 0)
    assert (0, 6000) == (watch.rate_per_min(LIMIT, 5.9, 0), watch.rate_per_min(LIMIT, 6, 0))


@pytest.mark.parametrize("ahead_s", [-86_400, -300, 300, 86_400])
def test_a_reset_is_read_by_the_clock_that_told_it(ahead_s):
    """However wrong the service's clock is, what is left is spread over the thirty seconds that are left."""
    watch = QuotaWatch()
    watch.hear(Quota(10_000, 2000, 1_000_030.0 + ahead_s, 1_000_000.0 + ahead_s), 0, 1_000_000.0)
    assert pytest.approx(60 * 1001 / 29) == watch.rate_per_min(LIMIT, 0, 0)
    assert pytest.approx(60 * 1001 / 19) == watch.rate_per_min(LIMIT, 10, 0)


def test_a_clock_that_makes_no_sense_of_a_reset_is_not_asked():
    """Then it is read by this machine's, as if no clock had been told."""
    watch = QuotaWatch()
    watch.hear(Quota(10_000, 2000, 1_000_030.0, 0.0), 0, 1_000_000.0)
    assert pytest.approx(60 * 1001 / 29) == watch.rate_per_min(LIMIT, 0, 0)
