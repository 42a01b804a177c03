"""Where runs go on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from moe_nb.config.run_folder import made_run_folder, run_folder


def test_the_variable_names_the_folder(tmp_path):
    """``~`` is the user's home, as in a shell."""
    assert tmp_path == run_folder({"MOE_RUNS": str(tmp_path)})
    assert Path.home() / "moe" == run_folder({"MOE_RUNS": "~/moe"})


@pytest.mark.parametrize("said", [{}, {"MOE_RUNS": ""}, {"MOE_RUNS": "  "}])
def test_otherwise_it_is_in_the_state_folder(said):
    """Beside what other programs keep there, in a folder called like the package."""
    assert ("moe_nb", "runs") == run_folder(said).parts[-2:]


def test_it_is_made_when_it_is_wanted(tmp_path):
    """With its parents, and again without a word."""
    wanted = tmp_path / "a" / "b"
    assert not wanted.exists()
    for _ in range(2):
        assert wanted == made_run_folder({"MOE_RUNS": str(wanted)})
    assert wanted.is_dir()
