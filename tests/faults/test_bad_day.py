"""The fault file that ships with the package, used by its name as people use it."""

from __future__ import annotations

import pytest
from operations import rows_of

import moe_nb as moe
from moe_nb.core.errors import FaultFileError

KEYS = ["homepage-banner", "live-chat", "weekend-deals"]


def test_a_bad_day_changes_no_answer_that_came():
    """A week under the shipped faults: what was not failed is what a quiet day gives, and most of it came."""
    space = moe.days() * moe.hours([3, 9, 19])
    quiet = rows_of(moe.Workspace.simulated().sweep(space, KEYS).to_frame())
    bad = rows_of(moe.Workspace.simulated(faults="bad_day").sweep(space, KEYS).to_frame())
    came = [(place, facts) for place, facts in bad if facts[0] != "failed"]
    assert [place for place, _ in quiet] == [place for place, _ in bad]
    assert len(came) > 0.7 * len(quiet)
    assert set() == set(came) - set(quiet)


def test_a_file_of_ones_own_is_used(tmp_path):
    """Given as a path: here the key has been revoked."""
    file = tmp_path / "revoked.yaml"
    file.write_text("faults: [{fault: revoked}]\n", encoding="utf-8")
    ws = moe.Workspace.simulated(faults=file)
    with pytest.raises(moe.MoeError, match="Invalid API_KEY"):
        ws.fetch(keys=KEYS)


def test_a_mistake_in_the_file_is_told_at_once(tmp_path):
    """Before anything is asked, with its place."""
    file = tmp_path / "mine.yaml"
    file.write_text("faults: [{fault: gremlins}]\n", encoding="utf-8")
    with pytest.raises(FaultFileError, match=r"mine\.yaml: faults\[0\]\.fault: .*gremlins"):
        moe.Workspace.simulated(faults=file)
