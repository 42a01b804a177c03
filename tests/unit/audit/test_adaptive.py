"""The decision procedure of adaptive sweeps, step by step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import moe_nb as moe
from moe_nb.audit.adaptive import after, begin, inferred_of
from moe_nb.audit.survey import Effort, Purpose, Step
from moe_nb.audit.value_groups import groups_of, single_values
from moe_nb.audit.value_sets import shape_of

CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/{}.0.0.0 Mobile Safari/537.36"
SPACE = moe.week() * moe.axis("utm_medium", ["email", "push", "social"])
SHAPE = shape_of(SPACE)


def evening(space=SPACE):
    """Return what every context gets: 1 for e-mail from 20 to 02, nothing otherwise."""
    return np.array(
        [
            [int(context.attributes["utm_medium"] == "email" and context.hour in {20, 21, 22, 23, 0, 1, 2})]
            for context in space
        ]
    )


def run_to_the_end(survey, codes):
    """Answer every step; returns the last survey and all steps."""
    steps = []
    while not survey.is_done:
        steps.append(survey.step)
        survey = after(survey, codes[survey.step.indices])
    return survey, steps


def started(sample, effort, groups=None, shape=SHAPE):
    """Return a survey that begins with a sample."""
    return begin(shape, 1, np.array(sample), groups or single_values(shape), effort)


def test_the_sample_comes_first():
    """Ascending, each context once, and never more than may be asked."""
    step = started([9, 3, 9, 500, 4], Effort(3)).step
    assert (Purpose.SAMPLE, [3, 4, 9]) == (step.purpose, step.indices.tolist())


def test_edges_are_asked_before_probes():
    """From one context of an audience and one outside, its window and its medium come out hour by hour."""
    codes = evening()
    survey, steps = run_to_the_end(started([0, 36, 37, 400], Effort(250, 0.1)), codes)
    assert [Purpose.SAMPLE, Purpose.EDGES] == [step.purpose for step in steps[:2]]
    found = inferred_of(survey, 0)
    assert codes[:, 0].tolist() == found.codes.tolist()
    (rule,) = found.rules
    assert (tuple(range(7)), (0, 1, 2, 20, 21, 22, 23), (0,)) == rule.box.positions


def test_it_stops_when_the_probes_suffice():
    """Fewer requests than allowed, and a bound at or under what was wanted."""
    survey, _ = run_to_the_end(started([0, 36, 37, 400], Effort(450, 0.05)), evening())
    assert survey.bound(0) <= 0.05
    assert len(survey.indices) < 250


def test_it_stops_when_the_requests_are_used_up():
    """The bound is then what it is."""
    survey, _ = run_to_the_end(started([0, 36, 37, 400], Effort(90, 0.0)), evening())
    assert 90 == len(survey.indices)
    assert 0.0 < survey.bound(0) < 1.0


def test_a_space_asked_completely_infers_nothing():
    """All cells are answers, and nothing can be wrong."""
    survey, _ = run_to_the_end(started(range(len(SPACE)), Effort(len(SPACE))), evening())
    found = inferred_of(survey, 0)
    assert (False, 0.0, 0) == (found.is_inferred.any(), found.most_wrong, found.probes)
    assert "All 504 cells were answered; none is inferred." == found.words


def test_without_probes_nothing_is_claimed():
    """Inferred cells that no probe tested can all be wrong."""
    survey, _ = run_to_the_end(started([0, 36, 37], Effort(3)), evening())
    found = inferred_of(survey, 0)
    assert (1.0, 501) == (found.most_wrong, found.is_inferred.sum())
    assert "501 of 504 cells are inferred, and no random probe has tested them." == found.words


def test_probes_that_disagree_are_counted_and_mend_the_rules():
    """An audience nobody saw before a probe hit it is counted as an error, and then known."""
    codes = np.zeros((504, 1), np.int64)
    codes[100:200] = 1
    survey, steps = run_to_the_end(started([0, 1], Effort(400, 0.0)), codes)
    found = inferred_of(survey, 0)
    assert 1 <= found.disagreed < found.probes == sum(len(s.indices) for s in steps if s.purpose is Purpose.PROBES)
    assert (found.codes == codes[:, 0]).mean() > 0.95
    assert f"{found.disagreed} got another answer than inferred" in found.words


def test_failed_contexts_are_not_asked_again():
    """They stay inferred, and failed probes prove nothing."""
    codes = evening()
    codes[::5] = -1
    survey, steps = run_to_the_end(started([1, 36, 37, 400], Effort(300, 0.0)), codes)
    assert 300 == len({index for step in steps for index in step.indices.tolist()})
    found = inferred_of(survey, 0)
    assert found.is_inferred[::5].all()
    assert survey.probes[0] < sum(len(step.indices) for step in steps if step.purpose is Purpose.PROBES)


def test_everything_failing_ends():
    """No rule, no bound, no endless questions."""
    survey, _ = run_to_the_end(started([1, 2], Effort(100)), np.full((504, 1), -1))
    assert (100, 1.0) == (len(survey.indices), inferred_of(survey, 0).most_wrong)


@pytest.mark.parametrize("is_alike", [True, False])
def test_grouped_user_agents_are_asked_once_and_checked(is_alike):
    """One of a class is asked first; only where a probe of another one surprises, the class is taken apart."""
    agents = moe.user_agents({f"Chrome {n}": CHROME.format(n) for n in range(90, 102)} | {"TV": "TV/1"})
    space = moe.week() * agents
    codes = np.array([[int(c.user_agent != "TV/1" and (is_alike or "95" not in c.user_agent))] for c in space])
    groups = groups_of(space)
    shape = shape_of(space)
    sample = shape.numbers(groups.representatives(np.array([[d, 3 * d, d % 2] for d in range(7)])))
    survey, steps = run_to_the_end(started(sample, Effort(600, 0.0), groups, shape), codes)
    assert (12 * 168, codes[:, 0].tolist()) == (12 * 168, inferred_of(survey, 0).codes.tolist())
    assert is_alike == (2 == survey.groups.shape(shape).sizes[2])
    assert not is_alike or Purpose.GROUPS not in {step.purpose for step in steps}


def test_a_surprise_in_a_group_is_checked_with_its_first_value():
    """Whether the two differ, or both got something new: only the first one's answer in the same context tells."""
    space = moe.week() * moe.user_agents({f"Chrome {n}": CHROME.format(n) for n in (90, 95)})
    shape = shape_of(space)
    survey = after(started([0, 4, 8], Effort(60), groups_of(space), shape), np.zeros((3, 1), np.int64))
    probed = replace(survey, step=Step(Purpose.PROBES, np.array([201])))
    step = after(probed, np.array([[1]])).step
    assert (Purpose.GROUPS, [200]) == (step.purpose, step.indices.tolist())


WIDE = moe.week() * moe.axis("utm_medium", [f"m-{number}" for number in range(30)])
SPREAD_SAMPLE = np.random.default_rng(1).choice(len(WIDE), 60, replace=False)


def dealt(seed, share):
    """Return what contexts get of two audiences, of which a control group takes a share by lot."""
    codes = np.array([[1 + int(context.hour < 9)] for context in WIDE])
    codes[np.random.default_rng(seed).random(len(WIDE)) < share] = 0
    return codes


@pytest.mark.parametrize(("seed", "share"), [(0, 0.1), (1, 0.3)])
def test_what_is_dealt_by_lot_is_not_inferred(seed, share):
    """Probes go on to disagree, so cells that were not asked stay so, with the reason; the answers are kept."""
    codes = dealt(seed, share)
    survey, _ = run_to_the_end(started(SPREAD_SAMPLE, Effort(300, 0.0), shape=shape_of(WIDE)), codes)
    found = inferred_of(survey, 0)
    assert (False, len(WIDE) - 300, 300) == (found.is_inferred.any(), found.left, found.answered)
    assert codes[survey.indices, 0].tolist() == found.codes[survey.indices].tolist()
    assert "may be dealt at random, by a control group perhaps" in found.words


@pytest.mark.parametrize(("seed", "share"), [(0, 0.0), (1, 0.01), (2, 0.04)])
def test_what_is_inferred_beside_a_small_lot_is_no_more_often_wrong_than_it_says(seed, share):
    """Either nothing is inferred, or the bound holds what is really wrong, the cells of the lot included."""
    codes = dealt(seed, share)
    survey, _ = run_to_the_end(started(SPREAD_SAMPLE, Effort(300, 0.0), shape=shape_of(WIDE)), codes)
    found = inferred_of(survey, 0)
    wrong = found.codes[found.is_inferred] != codes[found.is_inferred, 0]
    assert found.left or wrong.mean() <= found.most_wrong
    assert share or not found.left
