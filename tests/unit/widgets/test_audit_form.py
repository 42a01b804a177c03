"""Step 5, what an audit is given besides its run."""

from __future__ import annotations

import pytest

import moe_nb as moe
from moe_nb.core.errors import UsageError
from moe_nb.widgets.audit_form import NAMED, NOTHING, AuditForm
from moe_nb.widgets.audit_making import NamedFile


@pytest.fixture
def form(state):
    return AuditForm(state)


def test_everything_may_be_left_out(form):
    """An untouched form is an audit of the run alone."""
    wish = form.wish()
    assert (None, {}, None) == (wish.expected, wish.slots, wish.earlier)


def test_what_is_filled_in_is_given(form):
    """Each slot with its keys, without blank lines."""
    form.expected.path.value = "expected.csv"
    form.slots.add_row("hero", " homepage-banner \n\nlive-chat\n")
    form.earlier.value, form.file.value = NAMED, " last-week.moe "
    wish = form.wish()
    assert NamedFile("expected.csv") == wish.expected
    assert {"hero": ("homepage-banner", "live-chat")} == wish.slots
    assert "last-week.moe" == wish.earlier


def test_the_runs_of_the_panel_are_offered_to_compare_with(form, state):
    """All but the one that is audited, also after another one is looked at."""
    first, second = (state.workspace.sweep(moe.hours([hour]), keys=["live-chat"]) for hour in (7, 8))
    for run in (first, second):
        state.take(run)
    assert [NOTHING, NAMED, 0] == [number for _, number in form.earlier.options]
    form.earlier.value = 0
    assert form.wish().earlier is first
    state.run = first
    assert [NOTHING, NAMED, 1] == [number for _, number in form.earlier.options]
    assert form.wish().earlier is None


def test_a_file_to_compare_with_wants_a_name(form):
    """Its field is there when it is wanted, and what is missing is told."""
    assert "none" == form.file.layout.display
    form.earlier.value = NAMED
    assert form.file.layout.display is None
    with pytest.raises(UsageError, match="No earlier run file"):
        form.wish()


def test_a_slot_named_twice_is_told(form):
    """One of the two lists would be lost."""
    for _ in "ab":
        form.slots.add_row("hero", "live-chat")
    with pytest.raises(UsageError, match="stands twice"):
        form.wish()
