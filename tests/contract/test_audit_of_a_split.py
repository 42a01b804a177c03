"""Splits and control groups of the simulator: they are dealt by lot, and an audit takes them for no targeting."""

from __future__ import annotations

import pytest

import moe_nb as moe

WORLD = """
workspace: {id: SIMULATOR, api_key: not-a-secret}
experiences:
  - key: evening
    name: Evening
    control_percent: 15
    audiences:
      - {id: "1", name: Evenings, when: {hour: [18-23]}, variations: [
          {id: "1", share: 50, payload: {T: {value: a}}}, {id: "2", share: 50, payload: {T: {value: b}}}]}
      - {id: "2", name: Weekends, when: {day: [Sat-Sun]}, variations: [
          {id: "1", share: 50, payload: {T: {value: c}}}, {id: "2", share: 50, payload: {T: {value: d}}}]}
"""
LINES = ["18-23 UTC → Evenings", "Sat-Sun UTC → Weekends", "otherwise → not served"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """The simulator with that world."""
    path = tmp_path_factory.mktemp("world") / "world.yaml"
    path.write_text(WORLD, encoding="utf-8")
    return moe.Workspace.simulated(path)


@pytest.fixture(
    scope="module",
    params=[
        moe.axis("customer_id", [f"u-{number}" for number in range(40)]) * moe.week(),
        moe.week() * moe.axis("utm_medium", [f"m-{number}" for number in range(8)]),
    ],
    ids=["customers", "anonymous"],
)
def audit(workspace, request):
    """The audit of a sweep over customers, who keep their lot, and of one over situations that draw anew."""
    return workspace.sweep(request.param).audit()


def test_the_rules_name_audiences(audit):
    """No variation and no visitor stands in a line; the control group is counted, and the held-out error told."""
    (listed,) = audit.rules
    assert LINES == [rule.words for rule in listed.rules]
    assert 0 < listed.control == listed.wrong < 0.2 * listed.answered
    assert listed.accuracy.startswith(f"right on all but {listed.control:,} of {listed.answered:,} cells; those were")
    assert (
        f"on the {listed.held_out:,} cells held out of a first list, {listed.held_out_wrong:,} wrong" in listed.accuracy
    )


def test_an_input_that_nothing_looks_at_has_no_effect_on_audiences(audit):
    """Customers and mediums only draw other lots; hours and days decide the audience."""
    effects = {effect.axis: effect for effect in audit.effects}
    other = effects.get("customer_id") or effects["utm_medium"]
    assert 0 == other.audience_changed
    assert other.variation_changed
    assert all(effects[name].audience_changed for name in ("hour", "day"))


def test_a_lot_is_told_as_one(audit):
    """The situations in which only a control group differed stand by themselves."""
    assert any(effect.control_changed for effect in audit.effects)
    assert "scattered as a control group is" in repr(audit.section("inputs"))
