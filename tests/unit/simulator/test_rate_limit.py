"""Requests in a sliding minute."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.simulator.rate_limit import WINDOW_S, SlidingMinute

EPOCH = 1_795_435_200.0


def said(verdict):
    return {name.decode(): value.decode() for name, value in verdict.headers}


def test_the_limit_is_reached_and_told():
    """Each answer counts down; the one too many is refused with the headers of the service."""
    minute = SlidingMinute(3)
    verdicts = [minute.admit(0.0, EPOCH) for _ in range(4)]
    assert [True, True, True, False] == [verdict.passes for verdict in verdicts]
    assert ["2", "1", "0", "0"] == [said(verdict)["x-ratelimit-remaining"] for verdict in verdicts]
    assert {"3"} == {said(verdict)["x-ratelimit-limit"] for verdict in verdicts}
    assert ("true", "61") == (said(verdicts[3])["x-envoy-ratelimited"], said(verdicts[3])["retry-after"])
    assert "retry-after" not in said(verdicts[2])


def test_the_window_slides():
    """A request leaves the count sixty seconds after it came, not at the full minute."""
    minute = SlidingMinute(2)
    passes = [minute.admit(at, EPOCH + at).passes for at in (0, 30, 59.9, 60, 89.9, 90)]
    assert [True, True, False, True, False, True] == passes


def test_a_refused_request_does_not_count():
    """Whoever keeps asking is not locked out for ever."""
    minute = SlidingMinute(1)
    assert [True, False, False, True] == [minute.admit(at, EPOCH + at).passes for at in (0, 20, 59, 60)]


@pytest.mark.parametrize(("at", "seconds"), [(0.0, 60), (20.0, 40), (59.5, 0)])
def test_the_reset_is_when_the_oldest_leaves(at, seconds):
    """x-ratelimit-reset is a UTC epoch second that is never too early."""
    minute = SlidingMinute(1)
    minute.admit(0.0, EPOCH)
    reset = int(said(minute.admit(at, EPOCH + at))["x-ratelimit-reset"])
    assert EPOCH + at + seconds <= reset <= EPOCH + at + seconds + 2


def test_obeying_the_headers_gets_through():
    """Waiting as long as retry-after says is enough."""
    minute = SlidingMinute(1)
    minute.admit(0.0, EPOCH)
    wait = int(said(minute.admit(13.7, EPOCH + 13.7))["retry-after"])
    assert minute.admit(13.7 + wait, EPOCH + 13.7 + wait).passes


def test_no_limit_counts_nothing():
    """Without a limit there are no headers either."""
    minute = SlidingMinute(None)
    assert all(minute.admit(0.0, EPOCH).passes for _ in range(1000))
    assert () == minute.admit(0.0, EPOCH).headers


@given(st.integers(1, 5), st.lists(st.floats(0, 20), max_size=60))
def test_no_minute_ever_holds_more_than_the_limit(limit, gaps):
    """Whatever the arrivals, any sixty seconds hold at most the limit, and no request is refused below it."""
    minute, now, passed = SlidingMinute(limit), 0.0, []
    for gap in gaps:
        now += gap
        recent = [at for at in passed if at > now - WINDOW_S]
        admitted = minute.admit(now, EPOCH + now).passes
        assert (len(recent) < limit) == admitted
        passed += [now] if admitted else []
