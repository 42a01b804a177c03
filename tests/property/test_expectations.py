"""Expectations judged on generated worlds: every row comes to what the world itself says, context by context."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from generated_worlds import COUNTRIES, DAYS, DEVICES, Conditions, conditions, table_of, worlds
from hypothesis import given, settings
from hypothesis import strategies as st

from moe_nb.audit.expectation_table import expectations_from
from moe_nb.audit.expectations import judge
from moe_nb.core.expectation_facts import Verdict

ZONES = ("Asia/Dubai", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns")


@dataclass(frozen=True)
class Row:
    """A row in two forms: as conditions, and as the cells of a table."""

    key: str
    conditions: Conditions
    expect: str
    audience: str
    variation: str

    def cells(self):
        """Return what an analyst would write."""
        said, written = {"experience_key": self.key, "expect": self.expect}, dict(self.conditions.written)
        written |= written.pop("query", {})
        if "device" in written:
            written["user_agent"] = [f"device:{device.lower()}" for device in written.pop("device")]
        if "country" in written:
            wanted = written.pop("country")
            written["ip_address"] = [ip for ip, country in COUNTRIES.items() if country in wanted]
        said |= {column: " | ".join(texts) for column, texts in written.items()}
        return said | {"audience": self.audience, "variation": self.variation}

    def is_met(self, audience):
        """Say whether an audience (None is nobody) is what the row expects."""
        if self.expect == "not served":
            return audience is None
        return (
            audience is not None
            and self.audience in {"", "*", audience.id, f"Audience {audience.id}"}
            and self.variation in {"", "*", audience.variation}
        )

    def asks_for_more(self, axes):
        """Say whether the row names a value that was not asked."""
        asked = {axis: set(values) for axis, values in axes.items()}
        if "device" in axes:
            asked["device"] = {DEVICES[label] for label in axes["device"]}
        if "country" in axes:
            asked["country"] = {COUNTRIES[ip] for ip in axes["country"]}
        return any(not wanted <= asked[axis] for axis, wanted in self.conditions.wanted.items())


@st.composite
def rows(draw, world):
    """Make a row about one experience of a world: anything, or what the world does in most of some contexts."""
    key = draw(st.sampled_from(world.keys))
    audiences = world.experiences[key]
    own = st.sampled_from([audience.when for audience in audiences])
    wanted = draw(st.just(Conditions()) | conditions(tuple(world.axes), 1, 3) | own)
    inside = world.winners(key)[wanted.grid(world.axes)]
    if draw(st.booleans()) and inside.size:
        number = int(np.bincount(inside + 1).argmax()) - 1
        one = audiences[number] if number >= 0 else None
        return Row(key, wanted, "served", one.id, "*") if one else Row(key, wanted, "not served", "", "")
    expect = draw(st.sampled_from(["served", "not served"]))
    names = ["", "*", "no-such-audience", *(f"Audience {one.id}" for one in audiences)]
    audience = draw(st.sampled_from(names)) if expect == "served" else ""
    variation = draw(st.sampled_from(["", "*", "1", "2"])) if expect == "served" else ""
    return Row(key, wanted, expect, audience, variation)


@st.composite
def cases(draw):
    """Make a world, a few rows, and which contexts were not asked or failed."""
    world = draw(worlds(contexts=300))
    some = draw(st.lists(rows(world), min_size=1, max_size=6))
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    shares = draw(st.sampled_from([(0.0, 0.0), (0.1, 0.1), (1.0, 0.0), (0.0, 1.0)]))
    contexts = int(np.prod(world.shape))
    return world, some, dice.random(contexts) >= shares[0], dice.random(contexts) < shares[1]


def by_hand(world, row, asked, failed):
    """Judge a row by going through all contexts."""
    audiences = world.experiences[row.key]
    inside = row.conditions.grid(world.axes).reshape(-1)
    tally, wrong = dict.fromkeys(("agreed", "contradicted", "failed", "not_asked"), 0), []
    for index, number in enumerate(world.winners(row.key).reshape(-1).tolist()):
        if not inside[index]:
            continue
        if not asked[index]:
            tally["not_asked"] += 1
        elif failed[index]:
            tally["failed"] += 1
        elif row.is_met(audiences[number] if number >= 0 else None):
            tally["agreed"] += 1
        else:
            tally["contradicted"] += 1
            wrong.append(index)
    if wrong:
        verdict = Verdict.FAIL
    elif not tally["agreed"]:
        verdict = Verdict.NOT_ASKED
    else:
        open_ends = tally["failed"] or tally["not_asked"] or row.asks_for_more(world.axes)
        verdict = Verdict.PARTLY_ASKED if open_ends else Verdict.PASS
    return verdict, int(inside.sum()), tally, wrong


def conflicts_by_hand(world, some):
    """Return pairs of rows that speak of one context and differ in served or not."""
    inside = [row.conditions.grid(world.axes) for row in some]
    return {
        (one + 1, other + 1)
        for one, other in product(range(len(some)), repeat=2)
        if one < other
        and some[one].key == some[other].key
        and some[one].expect != some[other].expect
        and (inside[one] & inside[other]).any()
    }


def assert_judged(case):
    """Compare every row with the judgement by hand."""
    world, some, asked, failed = case
    table = expectations_from([(number, row.cells()) for number, row in enumerate(some, start=1)])
    assert () == table.problems
    report = judge(table, table_of(world, asked, failed))
    for row, result in zip(some, report.results, strict=True):
        verdict, matched, tally, wrong = by_hand(world, row, asked, failed)
        got = {name: getattr(result, name) for name in tally}
        assert (verdict, matched, tally) == (result.verdict, result.matched, got), row.cells()
        assert wrong[:5] == [example.index for example in result.counterexamples]
    found = {(conflict.first_row, conflict.second_row) for conflict in report.conflicts}
    assert conflicts_by_hand(world, some) <= found
    assert not found or report.conflicts[0].first_row < report.conflicts[0].second_row


@settings(max_examples=40)
@given(cases())
def test_every_row_is_judged_as_the_world_says(case):
    """Counts, verdict, counterexamples and conflicts, whatever failed or was not asked."""
    assert_judged(case)


@pytest.mark.full
@settings(max_examples=400)
@given(cases())
def test_every_row_is_judged_as_the_world_says_on_many_worlds(case):
    """The same on 400 worlds."""
    assert_judged(case)


def local_hours(zone, day, hour):
    """Return local day and hour of each minute of a UTC hour, as the time zone database has them."""
    minutes = [datetime(2026, 11, 23 + day, hour, minute, tzinfo=UTC) for minute in range(60)]
    local = [minute.astimezone(ZoneInfo(zone)) for minute in minutes]
    return {(one.weekday(), one.hour) for one in local}


@settings(max_examples=25)
@given(
    world=worlds(axes={"day": DAYS, "hour": tuple(range(24))}, experiences=(1, 1)),
    zone=st.sampled_from(ZONES),
    days=st.sets(st.integers(0, 6), min_size=1),
    first=st.integers(0, 23),
    length=st.integers(1, 24),
)
def test_a_time_zone_means_its_own_hours(world, zone, days, first, length):
    """A row passes when each of its local minutes, by the time zone database, falls in a UTC hour that agrees."""
    hours = {(first + step) % 24 for step in range(length)}
    cells = {
        "experience_key": world.keys[0],
        "day": ",".join(DAYS[day][:3] for day in sorted(days)),
        "hour": f"{first:02d}-{(first + length - 1) % 24:02d}",
        "tz": zone,
        "expect": "served",
    }
    report = judge(expectations_from([(2, cells)]), table_of(world), week_of=date(2026, 11, 25))
    minutes = {utc: local_hours(zone, *utc) for utc in product(range(7), range(24))}
    wanted = {utc for utc, local in minutes.items() if any(day in days and hour in hours for day, hour in local)}
    agreed = sum(world.winners(world.keys[0])[utc] >= 0 for utc in wanted)
    whole = {utc for utc in wanted if all(day in days and hour in hours for day, hour in minutes[utc])}
    (result,) = report.results
    assert (agreed, len(wanted) - agreed) == (result.agreed, result.contradicted)
    assert (len(wanted), len(wanted - whole)) == (result.matched, result.half_inside)
    assert result.verdict is (Verdict.PASS if agreed == len(wanted) else Verdict.FAIL)
