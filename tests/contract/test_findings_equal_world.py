"""Expectations and drift of the demo world, held against its file read anew by an evaluator that shares no code."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from plain_world import WEEK, PlainWorld

import moe_nb as moe
from moe_nb.audit.drift import drift_of
from moe_nb.audit.expectation_table import load_expectations
from moe_nb.audit.expectations import judge
from moe_nb.core.drift_facts import Change

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
DEVICES = {IPHONE: "Mobile", LAPTOP: "Desktop"}
DEMO = Path(__file__).parents[2] / "moe_nb/simulator/worlds/demo.yaml"
EDITS = (
    ("when: {day: [Mon-Fri], hour: [09-17]}", "when: {day: [Mon-Thu], hour: [09-18]}"),
    ("when: {day: [Sat-Sun], hour: [06-20]}", "when: {day: [Fri-Sun], hour: [08-20]}"),
    ("Plants that survive you.", "Plants that outlive you."),
)
"""What the second version of the world has instead."""
MEDIUMS = (None, "email")


def contexts():
    """Return day, hour, User-Agent and medium of every context, in the order of the space."""
    return list(product(WEEK, range(24), DEVICES, MEDIUMS))


def request(day, hour, user_agent, medium):
    """Write one request by hand."""
    said = {"DAY_OF_THE_WEEK": day, "TIME_OF_THE_DAY": f"{hour:02d}", "USER_AGENT": user_agent}
    return said if medium is None else said | {"utm_medium": medium}


def swept(world):
    """Sweep a world file through the public face."""
    space = moe.week() * moe.user_agents(list(DEVICES)) * moe.axis("utm_medium", MEDIUMS)
    return moe.Workspace.simulated(world).sweep(space, KEYS).table


def served(world):
    """Return key to what every context gets by the file."""
    return {key: [world.served(key, request(*context)) for context in contexts()] for key in KEYS}


PLAIN = PlainWorld(DEMO, DEVICES, datetime.now(UTC))
KEYS = list(PLAIN.experiences)


@pytest.fixture(scope="module")
def expected():
    """What the demo world serves, by its file."""
    return served(PLAIN)


@pytest.fixture(scope="module")
def table():
    """The run of the same contexts."""
    return swept(DEMO)


def written(path, answers, *, turned=False):
    """Write a row per context of some keys, true ones or their opposites; returns the file."""
    lines = ["experience_key,day,hour,user_agent,utm_medium,expect,audience,variation"]
    for key in KEYS[:5]:
        for (day, hour, user_agent, medium), got in list(zip(contexts(), answers[key], strict=True))[::7]:
            expect = ["not served", "", ""] if (got is None) is not turned else ["served", *(got or ("", "", ""))[:3:2]]
            device = f"device:{DEVICES[user_agent].lower()}"
            lines.append(",".join([key, day, f"{hour}", device, medium or "(none)", *expect]))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_every_true_row_passes(tmp_path, expected, table):
    """A table written from the file, context by context, is met, and every row is about one context."""
    report = judge(load_expectations(written(tmp_path / "true.csv", expected)), table)
    assert (True, (), ()) == (report.is_met, report.problems, report.conflicts)
    assert {1} == {result.matched for result in report.results}
    assert 5 * len(contexts()[::7]) == len(report.results)


def test_every_opposite_row_fails(tmp_path, expected, table):
    """Served where the file serves nothing and the other way round: each row is contradicted by its context."""
    report = judge(load_expectations(written(tmp_path / "false.csv", expected, turned=True)), table)
    assert {"fail"} == {result.verdict.value for result in report.results}
    assert [index for _ in KEYS[:5] for index in range(len(contexts()))[::7]] == [
        result.counterexamples[0].index for result in report.results
    ]


def change_by_hand(before, after):
    """Judge one cell by what the two files say of it."""
    if before is None or after is None:
        return Change.SAME if before == after else Change.APPEARED if before is None else Change.DISAPPEARED
    parts = (Change.AUDIENCE_CHANGED, 0), (Change.VARIATION_CHANGED, 2), (Change.PAYLOAD_EDITED, 3)
    return next((change for change, at in parts if before[at] != after[at]), Change.SAME)


def test_drift_between_two_versions_is_what_the_files_say(tmp_path, expected, table):
    """Audiences with other hours and an edited text: each cell of each key as the two files say."""
    text = DEMO.read_text(encoding="utf-8")
    for old, new in EDITS:
        assert old in text
        text = text.replace(old, new)
    other = tmp_path / "other.yaml"
    other.write_text(text, encoding="utf-8")
    after = served(PlainWorld(other, DEVICES, datetime.now(UTC)))
    drift = drift_of(table, swept(other))
    assert KEYS == [key.experience_key for key in drift.keys]
    for key in drift.keys:
        pairs = zip(expected[key.experience_key], after[key.experience_key], strict=True)
        assert [change_by_hand(*pair) for pair in pairs] == key.changes.tolist(), key.experience_key
    assert {Change.AUDIENCE_CHANGED, Change.PAYLOAD_EDITED} <= {
        change for key in drift.keys for change, count in key.counts.items() if count
    }


def test_two_runs_of_the_demo_world_do_not_drift(table):
    """No false alarm in any cell."""
    drift = drift_of(table, swept(DEMO))
    assert (False, len(KEYS) * len(contexts()), ()) == (drift.has_drift, drift.compared, drift.notes)
