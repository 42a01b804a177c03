"""Names of files stand in messages so that they can be read, on one line, whatever is in them."""

from __future__ import annotations

import pytest

from moe_nb.core.errors import FaultFileError, MoeError, PersonaError, WorldError
from moe_nb.results.runs import Runs
from moe_nb.simulator.faults.fault_file import load_faults
from moe_nb.simulator.world_file import load_world
from moe_nb.workspace.personas import personas
from moe_nb.workspace.run_files import open_run

SIGNS = "\x1b\u202e\r\x7f"
NAMES = ["a\nb", "red \x1b[31m", "\u202egnp", "a\rb\x7f", "-rf", "a\tb"]


def is_readable(text, name):
    """Say whether a text spells the name out: on one line, nothing that moves a cursor or turns a direction."""
    return not set(SIGNS) & set(text) and ("\n" not in name or name not in text)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_run_file_is_named_readably(run, tmp_path, monkeypatch, name):
    """Where it was written, where it is read, and where it is not there."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("sweep", "--axis", "utm_medium=a,b", "--key", "homepage-banner", f"--save={name}.moe")
    assert (0, True) == (code, is_readable(out + err, name))
    assert "Run file: " in err
    for arguments in (["resume", "--", f"{name}.moe"], ["runs", "--", "."], ["audit", "--", f"{name}.moe"]):
        code, out, err = run(*arguments)
        assert (0, True) == (code, is_readable(out + err, name))
    code, out, err = run("audit", "--", f"{name} 2.moe")
    assert (True, True) == (code > 0, is_readable(out + err, name))


@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize(
    ("read", "kind"),
    [
        (load_world, WorldError),
        (load_faults, FaultFileError),
        (personas, PersonaError),
        (open_run, MoeError),
    ],
)
def test_a_file_that_is_not_there_or_is_none_is_named_readably(tmp_path, name, read, kind):
    """The message is about one line of text, and the name is in it."""
    file = tmp_path / f"{name}.yaml"
    for content in (None, "[", "a: 1"):
        if content is not None:
            file.write_text(content, encoding="utf-8")
        with pytest.raises(kind) as caught:
            read(file)
        assert is_readable(str(caught.value), name)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_folder_without_runs_is_named_readably(tmp_path, name):
    """The text of an empty list of runs."""
    (tmp_path / name).mkdir()
    assert is_readable(str(Runs(tmp_path / name)), name)
