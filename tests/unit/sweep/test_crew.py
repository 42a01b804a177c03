"""How many calls are under way: as many as the pace and the latency need."""

from __future__ import annotations

import asyncio

import pytest

from moe_nb.core.pace import PaceLimit
from moe_nb.sweep.crew import FEWEST, IN_FLIGHT, MOST, Crew, Latency


@pytest.mark.parametrize(
    ("rate_per_min", "latency_s", "expected"),
    [(2_500, 0.03, 5), (2_500, 0.2, 16), (10_000, 0.1, 28), (10_000, 10, MOST), (60, 0.01, FEWEST), (1e8, 0.1, MOST)],
)
def test_the_calls_under_way_follow_pace_and_latency(rate_per_min, latency_s, expected):
    """The rate times the latency, half as many more, and a few; within bounds."""
    latency = Latency(PaceLimit(rate_per_min=rate_per_min))
    assert IN_FLIGHT == latency.wanted
    for _ in range(100):
        latency.seen(latency_s)
    assert expected == latency.wanted


def test_one_slow_answer_does_not_double_the_crew():
    """The mean is what counts."""
    latency = Latency(PaceLimit(rate_per_min=10_000))
    for _ in range(50):
        latency.seen(0.1)
    before = latency.wanted
    latency.seen(0.5)
    assert latency.wanted < 1.5 * before


def test_without_a_pace_the_number_stays():
    """In process nothing is waited for."""
    latency = Latency(None)
    latency.seen(10)
    assert IN_FLIGHT == latency.wanted


def test_the_last_one_tells():
    """Once all have ended, however many joined."""
    told = []

    async def run():
        crew = Crew(lambda: asyncio.sleep(0), lambda: told.append(len(crew)))
        crew.grow(3)
        crew.grow(5)
        size = len(crew)
        for _ in range(5):
            await asyncio.sleep(0)
        return size

    assert (5, [0]) == (asyncio.run(run()), told)


def test_an_ended_crew_takes_nobody_on():
    """A stop is a stop."""

    async def run():
        crew = Crew(asyncio.Event().wait, lambda: None)
        crew.grow(2)
        await crew.cancel()
        crew.grow(4)
        return len(crew)

    assert 0 == asyncio.run(run())
