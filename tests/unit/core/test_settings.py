"""Pace and connection settings: checked when made, and no password in sight."""

from __future__ import annotations

import pytest

from moe_nb.core.connection import ConnectionSettings
from moe_nb.core.errors import UsageError
from moe_nb.core.pace import DOCUMENTED_PER_MIN, PaceLimit


def test_the_default_pace_is_a_quarter_of_the_documented_limit():
    """Production keeps the rest: 2,500 of 10,000 requests a minute."""
    assert (10_000, 2_500, 2_500) == (DOCUMENTED_PER_MIN, PaceLimit().rate_per_min, PaceLimit().reserve_per_min)


@pytest.mark.parametrize("fields", [{"rate_per_min": 0}, {"rate_per_min": -1}, {"burst": 0}])
def test_a_pace_that_never_asks_is_refused(fields):
    """A rate or burst of zero would wait for ever."""
    with pytest.raises(UsageError, match="never asks"):
        PaceLimit(**fields)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("http://user:pa55word@proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("http://user:pa55@word@proxy.example.com:3128", "http://proxy.example.com:3128"),
        (None, ""),
    ],
)
def test_a_proxy_is_shown_without_its_password(url, shown):
    """Neither the short form nor the repr tells the proxy's credentials."""
    settings = ConnectionSettings(proxy_url=url)
    assert shown == settings.shown_proxy
    assert "pa55" not in repr(settings)


def test_times_are_always_set():
    """No request can wait for ever by default."""
    times = ConnectionSettings().timeouts
    assert all(0 < s < 120 for s in (times.connect_s, times.read_s, times.write_s, times.pool_s, times.whole_s))
