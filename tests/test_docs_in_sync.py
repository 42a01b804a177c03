"""What the documents say is what the code does."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import moe_nb
from moe_nb.cli.main import main
from moe_nb.config.environ import VARIABLES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(ROOT.glob("*.md"))
PUBLIC = [name for name in moe_nb.__all__ if not name.startswith("_")]


def blocks(language):
    """Return the code blocks of the README in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


SHELL_LINES = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("moe-nb ")]


def links(text):
    """Return what Markdown links and pictures point to, inline and by reference, code left out."""
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)", prose) + re.findall(r"^\[[^\]]+\]:\s+(\S+)", prose, re.MULTILINE)


def test_the_changelog_begins_with_this_version():
    """The newest entry of the changelog is the version of the package."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert moe_nb.__version__ == re.search(r"^## \[?([0-9][^\s\]]*)", changelog, re.MULTILINE)[1]


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_environment_variable_is_in_the_readme(variable):
    """Whoever wants to connect finds every variable that is read."""
    assert f"`{variable}`" in README


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme(command):
    """Every command of the command line is shown once at least."""
    assert re.search(rf"moe-nb {command}\b", README)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_in_the_readme(name):
    """Every public name is shown the way it is used."""
    assert re.search(rf"\bmoe\.{name}\b", README)


def test_the_readme_names_nothing_that_is_not_there():
    """Each `moe.something` of the README exists."""
    assert set(re.findall(r"\bmoe\.(\w+)", README)) <= {*PUBLIC, "__version__"}


def test_the_python_of_the_readme_runs(tmp_path):
    """The code blocks run one after another, as they stand, in a folder with nothing in it."""
    code = "\n".join(blocks("python"))
    assert code.count("\n") > 5
    bare = {name: text for name, text in os.environ.items() if not name.startswith("MOE_")}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=bare, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_the_shell_lines_of_the_readme_run(tmp_path, monkeypatch):
    """Each `moe-nb` command ends well, as it stands, one after another in a folder with nothing in it."""
    monkeypatch.chdir(tmp_path)
    for line in SHELL_LINES:
        if not line.startswith("moe-nb simulator"):
            done = CliRunner().invoke(main, shlex.split(line)[1:])
            assert 0 == done.exit_code, f"{line}\n{done.output}"


def test_the_readme_shows_commands():
    """The lines above are found: a README without any would pass unnoticed."""
    assert len(SHELL_LINES) >= 3


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_files_lead_somewhere(document):
    """Every link into the repository points to a file that is there."""
    targets = [link.partition("#")[0] for link in links(document.read_text(encoding="utf-8")) if "://" not in link]
    assert [] == [target for target in targets if target and not (ROOT / target).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_named_in_the_documents_are_there(document):
    """A path written as code, with a folder in it, names a file or folder of the repository."""
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    named = re.findall(r"`((?:moe_nb|tests|notebooks|binder|benchmarks)/[\w./-]*)`", text)
    assert [] == [path for path in named if not (ROOT / path).exists()]


def test_the_documents_name_make_targets_that_exist():
    """Every `make something` can be typed."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    said = {word for path in DOCUMENTS for word in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))}
    assert {"lab", "test"} <= said | set(re.findall(r"^make ([a-z-]+)$", README, re.MULTILINE))
    assert set() == said - targets
