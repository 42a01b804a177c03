"""A recorded sweep, as a user holds it."""

from __future__ import annotations

import pytest
from html_page import Page
from made_runs import FAILED, NOT_SERVED, run_of, served

from moe_nb.core.errors import AuthenticationError, SpaceError
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.space import axis
from moe_nb.sweep.weeks import week

SPACE = axis("hour", [7, 8]) * axis("utm_medium", ["a", "b"])
CONTENTS = [served("1"), NOT_SERVED, FAILED]
DONE = run_of(SPACE, [1, 1, 2, 3], CONTENTS)
REFUSED = AuthenticationError("Bad key.", status=401, hint="Copy it again.")


def stopped(reason, failed=0, error=None):
    return run_of(SPACE, [1, 0, 0, 3], CONTENTS, stopped=Stopped(reason, 1, failed, 2.0, error))


def both(run):
    """What a page and what a terminal say."""
    return Page(run._repr_html_()).text, repr(run)


def test_a_run_says_what_was_asked_where_and_when():
    """Size, axes, address, time and the badge are on the page; the terminal has all but the badge."""
    for shown in both(DONE):
        for said in ("Run of 4 contexts (2 hour × 2 utm_medium)", "simulator", "SIM…", "2023-11-14 22:13 UTC", "1.5 s"):
            assert said in shown
    assert "SIMULATOR" in both(DONE)[0]


def test_a_run_counts_every_context_of_every_key():
    """Served, not served with its cause, failed and not asked."""
    for shown in both(DONE):
        assert "2 of 4" in shown
        assert "1 (no audience matched or control group: 1)" in shown
    assert (4, ("k",), SPACE) == (len(DONE), DONE.keys, DONE.space)
    (coverage,) = DONE.coverage()
    assert (4, 2, 1) == (coverage.asked, coverage.served, coverage.failed)


def test_a_complete_run_has_nothing_to_add():
    """Notes are for what a reader must know."""
    assert DONE.is_complete
    assert [] == [part for part in Page(DONE._repr_html_()).all("p") if part["class"] == "moe-note"]


@pytest.mark.parametrize("reason", [reason for reason in StopReason if reason is not StopReason.COMPLETED])
def test_an_unfinished_run_says_so(reason):
    """What was not asked is not taken for not served."""
    run = stopped(reason)
    assert not run.is_complete
    for shown in both(run):
        assert f"The sweep did not finish ({reason}): the rest was not asked. {reason.next_step}" in shown
        assert reason.next_step.endswith(".")


def test_failures_are_not_holes():
    """How many calls failed is said, and what ended the sweep, with what to do."""
    for shown in both(stopped(StopReason.CREDENTIALS, 1_234, REFUSED)):
        assert "1,234 calls failed: those cells are not holes" in shown
        assert "401 The credentials were refused: Bad key. Copy it again." in shown


def test_a_local_week_names_its_zone():
    """Whose clock and which week stand in the summary."""
    run = run_of(week(tz="Asia/Kolkata", week_of="2026-11-25"), [1] * 168, CONTENTS)
    for shown in both(run):
        assert "Asia/Kolkata (UTC+05:30), week of 2026-11-23" in shown


def test_a_run_can_be_pivoted_any_way():
    """Two axes of one experience, or one axis by keys."""
    assert (("07", "08"), ("a", "b")) == (DONE.matrix().row_labels, DONE.matrix().column_labels)
    assert ("k",) == DONE.matrix(rows="utm_medium").column_labels


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"experience": "nowhere"}, "no experience 'nowhere'. It has 'k'"),
        ({"rows": "day"}, "no axis 'day'. The axes are hour, utm_medium"),
        ({"rows": "local_day"}, "Sweep week(tz="),
        ({"at": {"utm_medium": "c"}}, "no 'c'. It has 'a', 'b'"),
        ({"rows": "hour", "columns": "hour"}, "two different axes"),
    ],
)
def test_an_impossible_matrix_names_what_there_is(wanted, said):
    """A refusal says what the run has instead."""
    with pytest.raises(SpaceError) as caught:
        DONE.matrix(**wanted)
    assert said in str(caught.value)


def test_the_frame_has_a_row_per_context_and_key():
    """Tidy: axes under their names, in the order of the space."""
    run = run_of(axis("hour", [7, 8]), [1, 2, 0, 3], CONTENTS, ["k", "l"])
    frame = run.to_frame()
    assert [(7, "k"), (7, "l"), (8, "k"), (8, "l")] == list(zip(frame["hour"], frame["experience_key"], strict=True))
    assert ["served", "not_served", "not_asked", "failed"] == frame["outcome"].tolist()
