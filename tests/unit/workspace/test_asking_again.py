"""What asks more than once: repeats, changed cells, visitors, samples, adaptive sweeps."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from html_page import Page

import moe_nb as moe
from moe_nb.core.errors import AuditError, ConfirmationError, SpaceError, UsageError
from moe_nb.core.finding_facts import FindingKind

DEMO = (files("moe_nb") / "simulator/worlds/demo.yaml").read_text(encoding="utf-8")
BANNER = "homepage-banner"
IPHONE = moe.user_agents.preset("devices").context(0).user_agent
EVENING = moe.Context(day="Monday", hour=20, user_agent=IPHONE)
SPACE = moe.week() * moe.user_agents.preset("devices")


@pytest.fixture
def edited(tmp_path):
    """Return a function that makes a workspace of the demo world with some edits."""

    def make(**edits):
        text = DEMO
        for old, new in EDITS.items():
            assert old in text
            text = text.replace(old, new) if edits.get(NAMES[old], False) else text
        file = tmp_path / f"{'-'.join(edits) or 'same'}.yaml"
        file.write_text(text, encoding="utf-8")
        return moe.Workspace.simulated(file)

    return make


EDITS = {
    "when: {hour: [14-23]}": "when: {hour: [14-21]}",
    "anonymous_bucket: request_hash": "anonymous_bucket: random",
    "    name: Product carousel\n": "    name: Product carousel\n    control_percent: 20\n",
}
NAMES = dict(zip(EDITS, ("late", "random", "control"), strict=True))


def test_a_change_that_repeats_is_drift(edited):
    """Asked again, every changed cell is the same, and the diff says so."""
    later = edited(late=True)
    diff = later.sweep(SPACE, ["live-chat", BANNER]).diff(edited().sweep(SPACE, ["live-chat", BANNER]))
    found = later.recheck(diff, times=2)
    assert (56, 56, 0, 0) == ((r := found.recheck).cells, r.confirmed, r.unstable, r.unconfirmed)
    assert ("live-chat",) == found.changed_keys
    assert "56 of 56 changed cells" in repr(found)


def test_a_split_that_draws_anew_is_no_change(edited):
    """Anonymous visitors get another variation each time: only the rule that changed is asked again."""
    later, evenings = edited(late=True, random=True), moe.days() * moe.hours(range(18, 24))
    keys = ["product-carousel", "live-chat"]
    diff = later.sweep(evenings, keys).diff(edited().sweep(evenings, keys))
    assert ("live-chat",) == diff.changed_keys
    assert (14, 14) == ((r := later.recheck(diff).recheck).cells, r.confirmed)


def test_a_control_group_that_draws_anew_is_no_change(edited):
    """Anonymous visitors are served now and then, in both runs alike: only the rule that changed is asked again."""
    later, keys = edited(late=True, random=True, control=True), ["product-carousel", "live-chat"]
    diff = later.sweep(moe.week(), keys).diff(edited(random=True, control=True).sweep(moe.week(), keys))
    assert ("live-chat",) == diff.changed_keys
    assert (14, 14) == ((r := later.recheck(diff).recheck).cells, r.confirmed)


def test_a_control_group_that_was_switched_on_stays_a_change(edited):
    """Whoever is served when asked again has drawn once more; that a share is served nothing is what changed."""
    later, keys = edited(late=True, random=True, control=True), ["product-carousel", "live-chat"]
    diff = later.sweep(moe.week(), keys).diff(edited().sweep(moe.week(), keys))
    found = later.recheck(diff, times=3)
    assert {"product-carousel", "live-chat"} == set(diff.changed_keys) == set(found.changed_keys)
    assert (0, 0) == (found.recheck.unstable, found.recheck.dealt)


def test_what_flickers_stays_left_out_when_others_are_asked_again(edited):
    """A comparison that knows what flickers keeps it out of the next one."""
    later, keys = edited(late=True, random=True, control=True), ["product-carousel", "live-chat"]
    run = later.sweep(moe.week(), keys)
    diff = run.diff(edited(random=True, control=True).sweep(moe.week(), keys), stability=later.stability(run))
    found = later.recheck(diff)
    assert ("live-chat",) == diff.changed_keys == found.changed_keys
    counts = [[key.flickering for key in one.drift.keys] for one in (diff, found)]
    assert counts[0] == counts[1]
    assert counts[0][0] > 0


def test_nothing_changed_is_nothing_to_ask(edited):
    """The diff comes back as it is."""
    workspace = edited()
    diff = workspace.sweep(moe.hours(), BANNER).diff(workspace.sweep(moe.hours(), BANNER))
    assert diff is workspace.recheck(diff)


def test_changed_cells_are_asked_where_they_were(edited):
    """Another world, or another workspace, would say something else."""
    later = edited(late=True)
    diff = later.sweep(moe.week(), "live-chat").diff(edited().sweep(moe.week(), "live-chat"))
    with pytest.raises(AuditError, match="not with this one"):
        edited().recheck(diff)


@pytest.mark.parametrize("times", [0, -1])
def test_asking_less_than_once_is_refused(edited, times):
    """It would say nothing."""
    workspace = edited()
    diff = workspace.sweep(moe.hours(), BANNER).diff(workspace.sweep(moe.hours(), BANNER))
    with pytest.raises(UsageError, match=f"times={times}"):
        workspace.recheck(diff, times=times)


def test_stable_cells(demo):
    """A run or a space, asked again, gets the same in the demo world."""
    run = demo.sweep(moe.hours(), [BANNER, "live-chat"])
    of_space = demo.stability(moe.hours(), [BANNER, "live-chat"], times=2)
    for tries, found in (3, demo.stability(run, times=2)), (2, of_space):
        assert found.is_stable
        assert [(BANNER, 24, 0, 0, 0), ("live-chat", 24, 0, 0, 0)] == [
            *found.to_frame().itertuples(index=False, name=None)
        ]
        assert [] == Page(found._repr_html_()).strangers
        assert f"48 were the same in all of up to {tries} tries" in repr(found)


def test_flickering_cells(edited):
    """A split that draws anew flickers, with what was seen and how often; an audit is told of it."""
    workspace = edited(random=True)
    run = workspace.sweep(moe.week(), "product-carousel")
    found = workspace.stability(run, times=4)
    assert not found.is_stable
    assert 0 < found.to_frame()["flickers"][0] <= 168
    assert "All users / Variation 1" in repr(found)
    assert FindingKind.FLICKERS in [one.kind for one in run.audit(stability=found).findings]


def test_repeats_need_two(demo):
    """One sweep says nothing of stability."""
    with pytest.raises(UsageError, match="times=1"):
        demo.stability(moe.hours(), BANNER, times=1)


def test_many_repeats_want_a_yes(on_port):
    """The calls of all repeats together are what counts."""
    with pytest.raises(ConfirmationError, match="2,520 calls"):
        on_port.stability(moe.week(), BANNER, times=15)


@pytest.mark.parametrize(("sample", "at_most"), [("pairs", 200), ("triples", 672), (50, 50)])
def test_a_sample_leaves_the_rest_not_asked(demo, sample, at_most):
    """The plan says how many, the run holds the whole space, and coverage counts what was answered."""
    space = SPACE * moe.axis("utm_medium", [None, "email"])
    plan = demo.plan(space, BANNER, sample=sample)
    run = demo.sweep(space, BANNER, sample=sample)
    asked = int((run.table.asked_epoch_ms != 0).sum())
    assert plan.contexts == plan.calls == asked <= at_most < len(run)
    assert run.is_complete
    assert run.audit().certificate.not_asked_cells == len(run) - asked
    covered = {way.ways: way.covered == way.total for way in run.audit().coverage.ways}
    assert {"pairs": covered[1] and covered[2], "triples": covered[3]}.get(sample, True)


@pytest.mark.parametrize("sample", ["quads", True, 0, 1.5])
def test_what_is_no_sample_is_refused(demo, sample):
    """The samples there are are named."""
    with pytest.raises(SpaceError):
        demo.sweep(SPACE, BANNER, sample=sample)


LARGE = moe.week() * moe.user_agents.preset("all") * moe.axis("utm_medium", [None, "email"])


@pytest.fixture(scope="module")
def part(demo):
    """An adaptive sweep of two keys over 15,456 contexts."""
    return demo.adaptive(LARGE, [BANNER, "live-chat"])


def test_an_adaptive_sweep_asks_little_and_infers_the_rest(part):
    """The run holds answers only; what was inferred is right here, and says how far it can be trusted."""
    asked = part.run.table.asked_epoch_ms[:, 0] != 0
    assert 0 < asked.sum() <= 0.03 * len(LARGE)
    for key, inferred in part.inferred.items():
        assert (inferred.is_inferred == ~asked).all(), key
        assert inferred.probes > 0
    assert "cells are inferred" in repr(part)
    assert [] == Page(part._repr_html_()).strangers


def test_inferred_cells_look_different_and_are_right(part):
    """A mark and words of their own; the hole at night is inferred as one."""
    matrix = part.matrix("live-chat", rows="day", columns="hour", at={"user_agent": "iPhone", "utm_medium": "email"})
    words = matrix.to_frame()
    for hour in words.columns:
        said = set(words[hour])
        assert said <= (
            {"Inferred: not served", "Not served: no audience matched or control group"}
            if int(hour) < 6
            else {"Inferred: Day shift", "Day shift / Variation 1"}
            if int(hour) < 14
            else {"Inferred: Late shift", "Late shift / Variation 1"}
        )
    assert any(text.startswith("Inferred") for text in words.to_numpy().reshape(-1))


def test_inferred_cells_count_in_no_coverage(part):
    """An audit of the run knows of answers only, and so does a frame of it."""
    asked = int((part.run.table.asked_epoch_ms[:, 0] != 0).sum())
    assert asked == part.run.audit().coverage.answered
    frame = part.to_frame()
    assert 2 * (len(LARGE) - asked) == len(frame)
    assert {*frame["experience_key"]} == {BANNER, "live-chat"}
    assert (frame["most_wrong"] < 0.05).all()


def test_an_adaptive_sweep_in_a_file_is_one_run(demo, tmp_path):
    """Every step goes on in the same file, which opens as any other."""
    part = demo.adaptive(SPACE, BANNER, most_requests=400, file=tmp_path / "x.moe")
    opened = moe.open_run(tmp_path / "x.moe")
    assert (opened.table.codes == part.run.table.codes).all()
    assert 0 < np.count_nonzero(opened.table.asked_epoch_ms) <= 400
    assert (True, part.run.path) == (opened.is_complete, opened.path)


def test_the_same_seed_asks_the_same(demo):
    """A run can be repeated."""
    one, two = (demo.adaptive(SPACE, BANNER, most_requests=120, seed=7).run.to_frame() for _ in range(2))
    said = ["context", "outcome", "audience_id", "variation_id", "payload_hash"]
    assert one[said].astype(str).equals(two[said].astype(str))


def test_a_large_adaptive_sweep_wants_a_yes(on_port):
    """At most so many calls: that is what counts."""
    with pytest.raises(ConfirmationError, match="2,600 calls"):
        on_port.adaptive(LARGE, BANNER, most_requests=2_600)


def test_an_adaptive_sweep_needs_keys(scripted, serves):
    """Without metadata nobody knows which keys there are."""
    workspace = scripted(lambda _body: serves(["k"]))
    with pytest.raises(UsageError, match="No experience key is known"):
        workspace.adaptive(moe.hours())


def test_an_adaptive_sweep_that_ends_early_keeps_what_came(scripted):
    """An answer that ends the sweep ends the steps, and nothing is inferred from nothing."""
    workspace = scripted(lambda _body: (401, b'{"error": "no"}'))
    part = workspace.adaptive(moe.hours(), ["k"], file=None)
    assert (False, {}) == (part.run.is_complete, part.inferred)
    assert "It ended before anything could be inferred." in repr(part)


def test_nothing_to_ask_is_refused(demo):
    """A sweep of no context says nothing."""
    with pytest.raises(UsageError, match="most_requests=0"):
        demo.adaptive(SPACE, BANNER, most_requests=0)


def test_repeats_of_a_sample_ask_the_sample(demo):
    """What the run did not ask is not asked now either, and stays not known."""
    run = demo.sweep(SPACE, BANNER, sample=50)
    found = demo.stability(run, times=2)
    assert [(BANNER, 50, 0, 0, len(SPACE) - 50)] == [*found.to_frame().itertuples(index=False, name=None)]
