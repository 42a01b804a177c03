"""Run files are passed on: the key is in none of their bytes, whatever the service said."""

from __future__ import annotations

import pytest
from loopback import FAULTS
from marker_key import KEY, WORKSPACE, spellings

import moe_nb as moe
from moe_nb.core.events import Stopped

NO_PACE = moe.PaceLimit(rate_per_min=100_000_000, burst=1_000)


def found_in(folder):
    """Return which spellings of the key stand in any file of a folder, and in their text."""
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert content
    return [
        name for name, text in spellings().items() if text.encode() in content or text.encode("utf-16-le") in content
    ]


@pytest.mark.parametrize("kind", ["ok", "polite-mirror", *FAULTS])
def test_no_run_file_holds_the_key(workspace, tmp_path, kind):
    """Answered, refused, echoed or mirrored: neither while it is written nor when it is closed, copied or exported."""
    seen = []

    def look(event):
        if not isinstance(event, Stopped):
            seen.extend(found_in(tmp_path))

    made = workspace(kind)
    plan = made.plan_with(None, moe.hours([1, 2, 3]), ["banner", "paused"], pace=NO_PACE)
    job = made.start_sweep(plan, file=tmp_path / "run.moe", listeners=[look])
    run = job.wait()
    run.save_as(tmp_path / "copy.moe")
    run.export(tmp_path / "rows.csv")
    assert [] == seen == found_in(tmp_path)
    assert WORKSPACE != run.facts.workspace
    assert KEY not in repr(run.facts)
