"""``moe-nb lab``: the notebooks are put in place and JupyterLab is started on the first one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RECORD = """
import json, os, sys
with open(os.environ["RECORD"], "w", encoding="utf-8") as file:
    json.dump(sys.argv[1:], file)
sys.exit(int(os.environ.get("EXIT", "0")))
"""
FIRST = "--LabApp.default_url=/lab/tree/01_explore.ipynb"
OURS = Path(__file__).parents[3] / "notebooks"
SHIPPED = sorted(["images", *(file.name for file in OURS.glob("*.ipynb"))])


@pytest.fixture
def lab(process, tmp_path):
    """Return a function that runs the command with a ``jupyter`` that only writes down how it was called."""
    fake = tmp_path / "fake"
    (fake / "jupyter").mkdir(parents=True)
    (fake / "jupyterlab").mkdir()
    for name, text in {"jupyter/__init__.py": "", "jupyter/__main__.py": RECORD, "jupyterlab/__init__.py": ""}.items():
        (fake / name).write_text(text, encoding="utf-8")
    record = tmp_path / "argv.json"
    root = str(Path(__file__).parents[3])

    def go(*arguments, **environment):
        path = os.pathsep.join([str(fake), root])
        environment = {**os.environ, "PYTHONPATH": path, "RECORD": str(record), **environment}
        code, out, err = process("lab", *arguments, cwd=tmp_path, env=environment)
        return code, out, err, json.loads(record.read_text(encoding="utf-8")) if record.exists() else None

    return go


def notebooks(folder):
    return sorted(file.name for file in folder.iterdir())


def test_a_bare_folder_is_filled_and_opened(lab, tmp_path):
    """In an empty folder the command makes "notebooks" and opens the first one."""
    code, _, _, argv = lab()
    assert (0, ["lab", "notebooks", FIRST]) == (code, argv[:3])
    assert SHIPPED == notebooks(tmp_path / "notebooks")
    pictures = [file.name for file in (OURS / "images").glob("*.svg")]
    assert sorted(pictures) == notebooks(tmp_path / "notebooks" / "images")


def test_the_users_own_notebooks_stay_as_they_are(lab, tmp_path):
    """What is there is never overwritten; what is missing is added."""
    own = tmp_path / "mine" / "deep"
    own.mkdir(parents=True)
    (own / "01_explore.ipynb").write_text("mine", encoding="utf-8")
    (own / "other.txt").write_text("mine too", encoding="utf-8")
    code, _, _, argv = lab(own)
    assert (0, ["lab", str(own), FIRST]) == (code, argv[:3])
    assert "mine" == (own / "01_explore.ipynb").read_text(encoding="utf-8")
    assert sorted([*SHIPPED, "other.txt"]) == notebooks(own)


def test_options_reach_jupyterlab(lab):
    """--no-browser and --port are passed on."""
    assert ["--no-browser", "--port=8890"] == lab("there", "--no-browser", "--port", "8890")[3][3:5]


def test_root_may_open_it_too(lab):
    """In a container everybody is root, and JupyterLab wants a word of its own for that; others never say it."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    assert is_root == ("--allow-root" in lab()[3])


def test_the_exit_code_is_jupyterlabs(lab):
    """Whoever starts it from a script sees whether it worked."""
    assert 5 == lab(EXIT="5")[0]


@pytest.mark.parametrize("folder", ["a-file", "a-file/inside"])
def test_a_folder_that_cannot_be_made_is_said(lab, tmp_path, folder):
    """A file in the way is wrong input, told in words; nothing is started."""
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    code, _, err, argv = lab(folder)
    assert (2, None) == (code, argv)
    assert folder in err
    assert "Traceback" not in err


def test_without_jupyterlab_it_says_how_to_get_it(tmp_path):
    """On a machine without JupyterLab the message is the command that installs it."""
    script = "import sys; sys.modules['jupyterlab'] = None; sys.argv = ['moe-nb', 'lab']; import moe_nb.__main__"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (2, "") == (done.returncode, done.stdout)
    assert "pip install jupyterlab" in done.stderr
