"""When the client asks again, and after how long; time is a fake."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.client.retry import RetryPolicy, asked_wait_s
from moe_nb.core.context import Context
from moe_nb.core.errors import (
    AuthenticationError,
    BadRequestError,
    MalformedAnswerError,
    MoeError,
    RateLimitedError,
    ServerError,
    ServiceTimeoutError,
    UnreachableError,
)
from moe_nb.core.reply import Question, Quota
from moe_nb.testing import START, FakeClock, scripted_ask

OK = httpx.Response(200, json={"experiences": {}})
QUESTION = Question(Context(day="Mon"))
NOW = START.timestamp()
dice = st.floats(0, 1, exclude_max=True)


def run(*steps, retry=None):
    """Ask once; return the reply or error, and every wait."""
    clock = FakeClock()
    ask = scripted_ask(*steps, clock=clock, retry=retry)
    try:
        return asyncio.run(ask.ask(QUESTION)), clock.slept
    except MoeError as error:
        return error, clock.slept


@pytest.mark.parametrize(
    "step", [httpx.Response(429), httpx.Response(503), httpx.ConnectError("x"), httpx.ReadTimeout("x")]
)
def test_what_a_second_try_can_cure_is_tried_again(step):
    """A full quota, a failing service and a broken connection are asked again, and it is said how often."""
    reply, slept = run(step, step, OK)
    assert (3, 2) == (reply.attempts, len(slept))


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (httpx.Response(400), BadRequestError),
        (httpx.Response(401), AuthenticationError),
        (httpx.Response(403), AuthenticationError),
        (httpx.Response(404), BadRequestError),
        (httpx.Response(302, headers={"location": "https://example.com"}), MalformedAnswerError),
        (httpx.Response(204), MalformedAnswerError),
        (httpx.Response(200, content=b" " * 17_000_000), MalformedAnswerError),
    ],
    ids=["400", "401", "403", "404", "302", "204", "17 MB"],
)
def test_what_stays_wrong_is_asked_once(step, kind):
    """Refused credentials, bad requests, redirects and what is far too large are not asked again."""
    error, slept = run(step, OK)
    assert (kind, []) == (type(error), slept)


GARBLED = {
    "a web page": httpx.Response(200, text="<html>"),
    "nothing": httpx.Response(200),
    "half an answer": httpx.Response(200, content=b'{"experiences":{"a":{"pay'),
    "not UTF-8": httpx.Response(200, content=b'{"experiences":{"a":1},"b":"\xff"}'),
    "a name twice": httpx.Response(200, content=b'{"experiences":{"a":1,"a":2}}'),
    "packed wrongly": lambda _: httpx.Response(
        200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"not gzip")
    ),
}


@pytest.mark.parametrize("step", GARBLED.values(), ids=GARBLED)
def test_an_answer_that_came_damaged_is_asked_for_again(step):
    """Asking changes nothing, so a body that cannot be read is tried again like a broken connection."""
    reply, slept = run(step, step, OK)
    assert (3, 2) == (reply.attempts, len(slept))


def test_an_answer_that_is_always_damaged_is_told_with_its_tries():
    """The last one's error, and how often was tried."""
    error, slept = run(httpx.Response(200, text="<html>"))
    assert (MalformedAnswerError, 3) == (type(error), len(slept))
    assert "Tried 4 times." in str(error)


def test_the_list_of_experiences_is_asked_for_again_too():
    """A damaged body there is as curable as anywhere."""
    damaged, whole = httpx.Response(200, text="{"), httpx.Response(200, json={"metadata": {"experiences": []}})
    clock = FakeClock()
    assert () == asyncio.run(scripted_ask(damaged, whole, clock=clock).metadata()).experiences
    assert 1 == len(clock.slept)


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (httpx.Response(500), ServerError),
        (httpx.Response(429), RateLimitedError),
        (httpx.ConnectError("x"), UnreachableError),
        (httpx.ReadTimeout("x"), ServiceTimeoutError),
    ],
)
@pytest.mark.parametrize("attempts", [1, 2, 4])
def test_the_last_try_ends_with_its_own_error(step, kind, attempts):
    """After the given number of tries the error is the service's, not one of retrying."""
    error, slept = run(step, retry=RetryPolicy(attempts=attempts))
    assert (kind, attempts - 1) == (type(error), len(slept))


@given(tried=st.integers(1, 30), roll=dice)
def test_waits_grow_and_stay_within_bounds(tried, roll):
    """Each ceiling doubles up to the longest wait; jitter takes at most half of it."""
    policy = RetryPolicy(attempts=99, first_wait_s=0.5, longest_wait_s=30)
    ceiling = min(30, 0.5 * 2 ** (tried - 1))
    wait = policy.wait_s(tried, ServerError("x", status=500), roll)
    assert ceiling / 2 <= wait <= ceiling


def test_clients_that_failed_together_do_not_return_together():
    """The dice spread the waits."""
    policy = RetryPolicy()
    waits = {policy.wait_s(1, ServerError("x", status=500), roll / 10) for roll in range(10)}
    assert 10 == len(waits)


@given(asked=st.floats(0, 90), roll=dice)
def test_what_the_service_asks_is_obeyed(asked, roll):
    """Never less than asked, and only a little more."""
    policy = RetryPolicy()
    wait = policy.wait_s(1, RateLimitedError("x", status=429, retry_after_s=asked), roll)
    assert asked <= wait <= asked + policy.first_wait_s


def test_a_wait_longer_than_a_person_would_sit_through_is_an_error():
    """Beyond the longest obeyed wait the error tells how long the service wants."""
    error, slept = run(httpx.Response(429, headers={"retry-after": "91"}), OK)
    assert (RateLimitedError, 91.0, []) == (type(error), error.retry_after_s, slept)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_in_seconds_is_obeyed(status):
    """Both refusals that carry it are waited for."""
    _, (slept,) = run(httpx.Response(status, headers={"retry-after": "12"}), OK)
    assert 12 <= slept <= 12.5


def test_retry_after_as_a_date_is_obeyed():
    """The date is compared with the clock of this machine."""
    date = format_datetime(START + timedelta(seconds=20), usegmt=True)
    _, (slept,) = run(httpx.Response(429, headers={"retry-after": date}), OK)
    assert 20 <= slept <= 20.5


def test_the_quota_reset_is_obeyed():
    """x-ratelimit-reset is a UTC epoch second."""
    _, (slept,) = run(httpx.Response(429, headers={"x-ratelimit-reset": str(int(NOW) + 30)}), OK)
    assert 30 <= slept <= 30.5


@pytest.mark.parametrize("ahead_s", [-86_400, -600, 600, 86_400])
def test_a_service_whose_clock_is_wrong_is_understood(ahead_s):
    """Where Date disagrees with this machine, reset and Retry-After are moments of that clock."""
    theirs = START + timedelta(seconds=ahead_s)
    date = format_datetime(theirs, usegmt=True)
    _, (slept,) = run(
        httpx.Response(429, headers={"date": date, "x-ratelimit-reset": f"{theirs.timestamp() + 30:.0f}"}), OK
    )
    assert 30 <= slept <= 30.5
    until = format_datetime(theirs + timedelta(seconds=20), usegmt=True)
    _, (slept,) = run(httpx.Response(429, headers={"date": date, "retry-after": until}), OK)
    assert 20 <= slept <= 20.5


@pytest.mark.parametrize("date", ["", "now", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 23 Nov 2026 11:59:58 GMT"])
def test_a_date_that_says_nothing_new_changes_nothing(date):
    """None, none at all, one that makes no sense of the reset, and one that differs as every answer's does."""
    headers = {"date": date, "x-ratelimit-reset": str(int(NOW) + 30)}
    _, (slept,) = run(httpx.Response(429, headers=headers), OK)
    assert 30 <= slept <= 30.5


def test_retry_after_comes_before_the_quota_reset():
    """The header made for waiting is the one that counts."""
    headers = {"retry-after": "3", "x-ratelimit-reset": str(int(NOW) + 60)}
    _, (slept,) = run(httpx.Response(429, headers=headers), OK)
    assert 3 <= slept <= 3.5


@pytest.mark.parametrize("left_s", [0, 1, 30, 59])
def test_a_reset_may_count_down(left_s):
    """A number too small for a moment since 1970 is how many seconds are left, as gateways say it too."""
    _, (slept,) = run(httpx.Response(429, headers={"x-ratelimit-reset": str(left_s)}), OK)
    assert left_s <= slept <= left_s + RetryPolicy().first_wait_s


@pytest.mark.parametrize("reset", [NOW - 5, NOW - 100_000, NOW + 3601, 10.0**14])
def test_a_reset_of_another_clock_is_ignored(reset):
    """A reset in the past or hours away means two clocks disagree: back off instead."""
    assert asked_wait_s("", Quota(reset_epoch_s=reset), NOW) is None
    _, (slept,) = run(httpx.Response(429, headers={"x-ratelimit-reset": str(int(reset))}), OK)
    assert slept <= RetryPolicy().first_wait_s


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("0", 0.0),
        ("2.5", 2.5),
        (" 7 ", 7.0),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 0.0),
        ("9999999999", 30 * 86_400.0),
        ("9" * 30_000, 30 * 86_400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 30 * 86_400.0),
        ("soon", None),
        ("-5", None),
        ("1e3", None),
        ("²", None),
        ("nan", None),
        ("", None),
    ],
)
def test_retry_after_is_read_or_ignored(text, wait):
    """A date in the past means now, a year and a thousand digits mean very long; what is neither says nothing."""
    assert wait == asked_wait_s(text, None, NOW)


@given(st.text(max_size=60) | st.from_regex(r"\A\w{3}, \d{1,2} \w{3} \d{1,5} \d\d:\d\d:\d\d [-+]?\w{0,22}\Z"))
def test_no_retry_after_breaks_the_client(text):
    """Whatever a server puts there, it is a wait or nothing."""
    wait = asked_wait_s(text, None, NOW)
    assert wait is None or wait >= 0


@pytest.mark.parametrize("wait", ["9" * 30_000, "9" * 40, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_an_absurd_wait_is_an_error_in_words(wait):
    """It ends the call as any wait does that is too long."""
    error, slept = run(httpx.Response(429, headers={"retry-after": wait}), OK)
    assert (RateLimitedError, []) == (type(error), slept)
    assert "Wait 720 h" in str(error)


def test_an_absurd_zone_in_retry_after_is_ignored():
    """A zone of twenty digits is no date."""
    assert asked_wait_s("Mon, 16 Nov 2009 13:32:02 +99999999999999999999", None, NOW) is None


def test_the_time_of_an_answer_includes_its_waits():
    """Elapsed time is what the user waited."""
    reply, slept = run(httpx.Response(500), OK)
    assert sum(slept) == reply.elapsed_s
    assert NOW == reply.asked_epoch_s
