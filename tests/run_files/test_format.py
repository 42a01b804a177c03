"""A run file of every format there was can be read by this version, and gone on with."""

from __future__ import annotations

import shutil
from pathlib import Path

from recorded import Service, counts, told, workspace

import moe_nb as moe

HERE = Path(__file__).parent


def test_format_1_is_read():
    """A file that was kept, with labels, a long list, refusals and odd texts, says what it said then."""
    run = moe.open_run(HERE / "format_1.moe")
    assert (HERE / "format_1.csv").read_text(encoding="utf-8") == told(run)
    assert ("COMPLETED", 8, 4) == counts(run)
    assert ("banner", "chat", "offer") == run.keys
    assert ["ann", "bob", "ann", "çelik 💶"] == list(run.space.axes[2].values)
    assert ("plain", "a formula") == run.space.axes[1].labels
    assert {"ip_address": "203.0.113.7"} == run.space.base.values()
    assert ("banner", "BANNER", "Active") == tuple(
        getattr(run.facts.metadata.get("banner"), name) for name in ("key", "name", "status")
    )
    assert [HERE / "format_1.moe"] == list(HERE.glob("format_1.moe*"))


def test_format_1_is_gone_on_with(tmp_path):
    """Only what failed then is asked, and comes with its answer."""
    file, service = Path(shutil.copy(HERE / "format_1.moe", tmp_path)), Service()
    run = workspace(service).resume(file)
    assert 4 == service.calls
    assert ("COMPLETED", 12, 0) == counts(run)
    assert "failed" not in set(run.to_frame()["outcome"])
