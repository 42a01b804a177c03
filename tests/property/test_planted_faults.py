"""Faults planted in a world are named when an audit has the expectations, or the run from before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from generated_worlds import DAYS, DEVICES, Audience, GeneratedWorld, conditions_on, swept, written

import moe_nb as moe
from moe_nb.audit.drift import drift_of
from moe_nb.audit.expectation_table import expectations_from
from moe_nb.audit.expectations import judge
from moe_nb.core.drift_facts import Change
from moe_nb.core.expectation_facts import Verdict
from moe_nb.core.shift_facts import Shift

KEY = "banner"
OFFICE = Audience("10A", "1", conditions_on({"day": [(0, 5)], "hour": [(9, 9)]}))
EVENING = Audience("20A", "2", conditions_on({"hour": [(18, 6)], "device": ["Mobile"]}))
AXES = {"day": DAYS, "hour": tuple(range(24)), "device": tuple(DEVICES)}
RIGHT = GeneratedWorld({KEY: (OFFICE, EVENING)}, AXES)
EXPECTED = expectations_from(
    [
        (2, {"experience_key": KEY, "day": "Mon-Fri", "hour": "09-17", "audience": "Audience 10A", "variation": "1"}),
        (3, {"experience_key": KEY, "hour": "18-23", "user_agent": "device:mobile", "audience": "20A"}),
        (4, {"experience_key": KEY, "hour": "00-08", "expect": "not served"}),
    ]
)


def with_audiences(*audiences):
    """Return the world with other audiences."""
    return RIGHT.with_audiences(KEY, audiences)


@pytest.fixture(scope="module")
def before():
    """The run from before the fault."""
    return swept(RIGHT)


def judged(table):
    """Return the verdict of each row, and the numbers of its counterexamples' contexts."""
    return [(result.verdict.value, result.contradicted) for result in judge(EXPECTED, table).results]


def found(before, table):
    """Return what the drift says of the only key."""
    (key,) = drift_of(before, table).keys
    changes = [(one.change, one.contexts, one.where) for one in key.transitions]
    shifts = {one.audience_id: one.shift for one in key.shifts if one.shift is not Shift.SAME}
    return changes, shifts


def test_the_right_world_gives_no_finding(before):
    """Every row passes, fully checked, and a second run shows no drift."""
    report = judge(EXPECTED, before)
    assert (True, True, (), ()) == (report.is_met, report.is_fully_checked, report.problems, report.conflicts)
    assert ([], {}) == found(before, swept(RIGHT))


def test_a_hole_is_named(before):
    """An audience that ends an hour early fails its row for exactly those contexts, and drift says where."""
    table = swept(with_audiences(replace(OFFICE, when=conditions_on({"day": [(0, 5)], "hour": [(9, 8)]})), EVENING))
    assert [("fail", 20), ("pass", 0), ("pass", 0)] == judged(table)
    assert {17} == {
        table.space.context(example.index).hour for example in judge(EXPECTED, table).results[0].counterexamples
    }
    gone = (Change.DISAPPEARED, 20, ("Mon-Fri 17 UTC, any User-Agent asked",))
    assert ([gone], {"10A": Shift.NARROWER}) == found(before, table)


def test_a_shadowed_audience_is_named(before):
    """An audience that another one now wins over everywhere fails its row and is gone in the drift."""
    table = swept(with_audiences(OFFICE, Audience("30A", "1", conditions_on({"hour": [(18, 6)]})), EVENING))
    assert [("pass", 0), ("fail", 84), ("pass", 0)] == judged(table)
    changes, shifts = found(before, table)
    assert {"20A": Shift.GONE, "30A": Shift.NEW} == shifts
    assert {
        (Change.AUDIENCE_CHANGED, 84, ("any day, 18-23 UTC, iPhone or Android phone",)),
        (Change.APPEARED, 84, ("any day, 18-23 UTC, iPad or Windows PC",)),
    } == set(changes)


def test_a_swapped_variation_is_named(before):
    """The same audience with another variation fails a row that names the variation; nothing moved."""
    table = swept(with_audiences(replace(OFFICE, variation="2"), EVENING))
    assert [("fail", 180), ("pass", 0), ("pass", 0)] == judged(table)
    swapped = (Change.VARIATION_CHANGED, 180, ("Mon-Fri 09-17 UTC, any User-Agent asked",))
    assert ([swapped], {}) == found(before, table)


def test_an_edited_payload_is_named(before):
    """Another text in the same variation is no failure of targeting, and drift calls it edited."""
    with written(RIGHT) as path:
        path.write_text(path.read_text(encoding="utf-8").replace("20A/2", "A new title"), encoding="utf-8")
        table = moe.Workspace.simulated(path).sweep(RIGHT.space(), KEY).table
    assert [("pass", 0)] * 3 == judged(table)
    edited = (Change.PAYLOAD_EDITED, 84, ("any day, 18-23 UTC, iPhone or Android phone",))
    assert ([edited], {}) == found(before, table)


def test_hours_in_the_wrong_zone_are_named():
    """Office hours of Dubai that were typed in as UTC fail at both ends, four hours each."""
    space = moe.week(tz="Asia/Dubai", week_of="2026-11-25")
    with written(RIGHT) as path:
        table = moe.Workspace.simulated(path).sweep(space, KEY).table
    cells = {"experience_key": KEY, "day": "Mon-Fri", "hour": "09-17", "tz": "Asia/Dubai", "audience": "10A"}
    (result,) = judge(expectations_from([(2, cells)]), table).results
    assert (Verdict.FAIL, 45, 25, 20) == (result.verdict, result.matched, result.agreed, result.contradicted)
    assert [5, 6, 7, 8, 5] == [space.context(example.index).hour for example in result.counterexamples]
    right = with_audiences(replace(OFFICE, when=conditions_on({"day": [(0, 5)], "hour": [(5, 9)]})), EVENING)
    with written(right) as path:
        mended = moe.Workspace.simulated(path).sweep(space, KEY).table
    assert judge(expectations_from([(2, cells)]), mended).is_met
    (key,) = drift_of(mended, table).keys
    (office,) = [one for one in key.shifts if one.audience_id == "10A"]
    assert (Shift.MOVED, ("Mon-Fri 14-17 UTC",), ("Mon-Fri 05-08 UTC",)) == (
        office.shift,
        office.gained_where,
        office.lost_where,
    )
