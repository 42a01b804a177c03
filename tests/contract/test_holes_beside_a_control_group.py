"""Holes that a world has beside a control group: rules name the hole, inputs see it, gaps tell it from the lot."""

from __future__ import annotations

import numpy as np
import pytest

import moe_nb as moe

WORLD = """
workspace: {{id: SIMULATOR, api_key: not-a-secret}}
experiences:
  - key: banner
    name: Banner
    control_percent: {percent}
    audiences:
      - id: "1"
        name: Most
        exclude: {{day: [Wed], hour: ["{hours}"]}}
        variations: [{{id: "1", payload: {{T: {{value: a}}}}}}]
"""
SPACE = moe.week() * moe.user_agents.preset("devices")
HOLES = [(20, "12-17"), (10, "12-17"), (5, "12-17"), (10, "12-14"), (5, "14-15")]


@pytest.fixture(scope="module", params=HOLES, ids=[f"{percent} %, {hours}" for percent, hours in HOLES])
def beside(request, tmp_path_factory):
    """Return the hours of a hole, which contexts lie in it, which were served nothing, and the audit of a sweep."""
    percent, hours = request.param
    path = tmp_path_factory.mktemp("world") / "world.yaml"
    path.write_text(WORLD.format(percent=percent, hours=hours), encoding="utf-8")
    run = moe.Workspace.simulated(path).sweep(SPACE)
    first, last = map(int, hours.split("-"))
    is_hole = np.array([context.day == "Wednesday" and first <= context.hour <= last for context in SPACE])
    unserved = (run.to_frame()["outcome"].astype(str) == "not_served").to_numpy()
    return hours, is_hole, unserved, run.audit()


def test_two_rules_and_a_control_group_explain_it(beside):
    """The hole and the rest; the lot is counted, all of it and no more."""
    hours, is_hole, unserved, audit = beside
    (listed,) = audit.rules
    assert [f"Wed {hours} UTC → not served", "otherwise → Most / Variation 1"] == [rule.words for rule in listed.rules]
    assert (unserved & ~is_hole).sum() == listed.control == listed.wrong
    assert "scattered as a control group is (a hole of few cells would look the same)" in listed.accuracy


def test_inputs_see_the_hole_and_not_the_lot(beside):
    """Day and hour decide, the User-Agent does not; no line is counted twice."""
    _, _, _, audit = beside
    effects = {effect.axis: effect for effect in audit.effects}
    assert [True, True, False] == [effects[name].matters for name in ("day", "hour", "user_agent")]
    assert effects["hour"].audience_changed == len(SPACE.axes[2])
    assert all(effect.audience_changed + effect.control_changed <= effect.compared for effect in effects.values())
    (unused,) = [one.words for one in audit.findings if "changed no answer" in one.words]
    compared, lot = effects["user_agent"].compared, effects["user_agent"].control_changed
    assert unused.startswith(
        f"user_agent changed no answer of any key in {compared} comparisons, {lot} of them without"
    )
    assert "the same visitor" not in unused


def test_the_region_of_the_gap_is_the_hole(beside):
    """Region and scattered contexts are together what was not served, in facts, words, frames and pages."""
    hours, is_hole, unserved, audit = beside
    (gap,) = audit.gaps
    (region,) = gap.regions
    assert is_hole.tolist() == region.box.grid([len(axis) for axis in SPACE.axes]).reshape(-1).tolist()
    assert unserved.sum() == gap.contexts == region.contexts + gap.scattered.contexts
    assert np.flatnonzero(unserved & ~is_hole)[0] == gap.scattered.first_index
    where = [f"Wed {hours} UTC, any User-Agent asked", gap.scattered.words]
    frame = audit.to_frames()["gaps"]
    assert where == frame["where"].tolist()
    assert [region.contexts, gap.scattered.contexts] == frame["contexts"].tolist()
    assert all(words in repr(audit.section("gaps")) for words in where)
    assert all(words in audit.section("gaps")._repr_html_() for words in where)
    (found,) = [one.words for one in audit.findings if one.words.startswith("Nothing is served")]
    assert f": {'; '.join(where)}. Cause" in found
