"""What a sweep costs, said before it begins."""

from __future__ import annotations

import numpy as np
import pytest
from stand_in import StandIn, plan_of, said_of, sweep

from moe_nb.core.answer import Outcome
from moe_nb.core.context import Context
from moe_nb.core.errors import ConfirmationError
from moe_nb.core.events import Planned
from moe_nb.core.pace import PaceLimit
from moe_nb.core.reply import Question
from moe_nb.core.space import axis
from moe_nb.sweep.plan import CALLS_WITHOUT_ASKING, Plan


def keys(count):
    """Return some keys."""
    return tuple(f"k{n}" for n in range(count))


@pytest.mark.parametrize(("count", "calls"), [(0, 0), (1, 1), (25, 1), (26, 2), (50, 2), (51, 3)])
def test_25_keys_are_one_call(count, calls):
    """More keys are more calls per context."""
    plan = plan_of(168, keys(count))
    assert (168, calls, 168 * calls) == (plan.contexts, plan.calls_per_context, plan.calls)
    assert Planned(168, 168 * calls, None) == plan.planned()


def test_without_keys_each_context_is_one_call():
    """The service then sends whatever matches."""
    plan = plan_of(24, None)
    assert (24, 24) == (plan.calls, len(list(plan.tasks())))
    assert {None} == {task.question.keys for task in plan.tasks()}


def test_the_tasks_are_the_contexts_times_the_chunks():
    """In the order of the space, chunks together; what stays the same is in every context."""
    space = axis("hour", [1, 2]).given(Context(customer_id="u-42"))
    asked, plan = keys(26), Plan(axes := space, keys(26), None, None)
    assert [
        (index, chunk, Question(Context(customer_id="u-42", hour=hour), part))
        for index, hour in enumerate([1, 2])
        for chunk, part in enumerate([asked[:25], asked[25:]])
    ] == [(task.index, task.chunk, task.question) for task in plan.tasks()]
    assert 2 * len(axes) == plan.calls


def test_tasks_are_made_one_at_a_time():
    """A plan of billions of calls costs nothing until it is asked."""
    space = axis("hour", range(24)) * axis("day", ["Mon", "Tue"])
    for number in range(4):
        space *= axis(f"attribute_{number}", range(1000))
    plan = Plan(space, ("k",), None, None)
    assert 48 * 10**12 == plan.calls
    assert (0, 0) == ((task := next(plan.tasks())).index, task.chunk)


@pytest.mark.parametrize(
    ("count", "pace", "seconds"),
    [
        (24, PaceLimit(60, burst=4), 20),
        (3, PaceLimit(60, burst=4), 0),
        (168, PaceLimit(2500, burst=5), 163 * 60 / 2500),
        (24, None, None),
    ],
)
def test_the_time_is_what_the_pace_takes(count, pace, seconds):
    """The burst leaves at once, the rest at the rate; without a pace no time is promised."""
    plan = plan_of(count, pace=pace)
    assert seconds == plan.expected_s == plan.planned().expected_s


@pytest.mark.parametrize(
    ("count", "pace", "text"),
    [
        (168, PaceLimit(), "168 contexts, 168 calls, about 4 s at 2,500 calls/min"),
        (1, PaceLimit(), "1 context, 1 call, about 1 s at 2,500 calls/min"),
        (1, None, "1 context, 1 call, in process, no waiting"),
        (120, PaceLimit(60, burst=1), "120 contexts, 120 calls, about 119 s at 60 calls/min"),
        (168, PaceLimit(60, burst=1), "168 contexts, 168 calls, about 3 min at 60 calls/min"),
        (168, PaceLimit(1, burst=1), "168 contexts, 168 calls, about 2.8 h at 1 calls/min"),
    ],
)
def test_a_plan_in_words(count, pace, text):
    """Contexts, calls and time, in units a person thinks in."""
    assert text == plan_of(count, pace=pace).describe()


def large(calls, pace):
    """Return a plan of that many calls."""
    return Plan(axis("utm_term", range(calls)), ("k",), None, pace)


def test_a_large_sweep_wants_a_yes():
    """Beyond the threshold a paced sweep says its size and how to confirm it; a yes is enough."""
    plan = large(CALLS_WITHOUT_ASKING + 1, PaceLimit())
    with pytest.raises(ConfirmationError, match=r"2,501 calls.*about 60 s.*confirm=True.*--yes"):
        plan.check_size(confirmed=False)
    plan.check_size(confirmed=True)


@pytest.mark.parametrize(("calls", "pace"), [(CALLS_WITHOUT_ASKING, PaceLimit()), (10_000, None)])
def test_a_small_or_simulated_sweep_needs_none(calls, pace):
    """Up to the threshold, and in process, nobody is asked."""
    large(calls, pace).check_size(confirmed=False)


@pytest.mark.parametrize(("rate", "said"), [(0.5, "0.5 calls/min"), (7.25, "7.2 calls/min"), (2500, "2,500 calls/min")])
def test_a_slow_pace_is_not_called_zero(rate, said):
    """The rate reads as what it is."""
    assert said in Plan(axis("hour", [1]), ("k",), None, PaceLimit(rate_per_min=rate)).describe()


def test_a_sample_is_what_is_asked():
    """Contexts, calls and tasks of a plan with indices are those; the run leaves the others not asked."""
    plan = Plan(axis("hour", range(24)), ("k",), None, None, np.array([3, 7, 22]))
    assert (3, 3, Planned(3, 3, None)) == (plan.contexts, plan.calls, plan.planned())
    assert [(3, 3), (7, 7), (22, 22)] == [(task.index, task.question.context.hour) for task in plan.tasks()]
    _, table = sweep(StandIn(), plan)
    assert 24 == len(table.codes)
    assert {3, 7, 22} == {i for i, (said,) in enumerate(said_of(table)) if said[0] is not Outcome.NOT_ASKED}
