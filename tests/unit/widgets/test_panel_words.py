"""Hints for people who click: no Python where a button or a field will do."""

from __future__ import annotations

from datetime import date

import pytest

import moe_nb as moe
from moe_nb.core.errors import MoeError, ServiceError
from moe_nb.core.local_week import local_week
from moe_nb.core.pace import PaceLimit
from moe_nb.core.space import Space
from moe_nb.widgets.panel_words import for_the_panel, in_words

PYTHON = ("moe.", "ws.", "()", "=", "{")


def large(workspace):
    plan = workspace.plan(moe.week() * moe.axis("n", range(50)), ["a"], pace=PaceLimit(10, 1))
    plan.check_size(confirmed=False)


@pytest.mark.parametrize(
    ("wrong", "next_step"),
    [
        (lambda ws: ws.plan(Space(()), ["a"]), "add an axis"),
        (lambda _: moe.axis("n", []), "each on a line"),
        (lambda _: moe.open_run("no-such-run"), "Step 4 lists"),
        (large, "tick the box"),
        (lambda _: local_week("Europe/Berlin", date(2026, 10, 25)), "the week before (2026-10-12)"),
        (lambda _: moe.Context(attributes={"custom_attribute": "x"}), "own name"),
        (lambda _: moe.Context(attributes={"day": "x"}), "in step 2"),
    ],
)
def test_what_can_go_wrong_in_the_panel_is_told_without_python(demo, wrong, next_step):
    """The same error, with the step of the panel that mends it."""
    with pytest.raises(MoeError) as caught:
        wrong(demo)
    before = str(caught.value), caught.value.hint
    told = for_the_panel(caught.value)
    assert before == (str(caught.value), caught.value.hint)
    assert next_step in told.hint
    assert [] == [sign for sign in PYTHON if sign in told.hint]
    assert (type(caught.value), caught.value.description) == (type(told), told.description)
    assert str(told) == in_words(caught.value) == f"{told.description} {told.hint}"


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("x"), ServiceError("no", status=400, hint="Ask MoEngage."), MoeError("no")]
)
def test_other_errors_stay_as_they_are(error):
    """Nothing is said differently without need."""
    assert error is for_the_panel(error)
