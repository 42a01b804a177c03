"""What is installed: lower bounds in pyproject.toml, tested versions in constraints.txt, the same on Binder."""

from __future__ import annotations

import re
import tempfile
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
WANTED = [*RUNTIME, *(line for lines in EXTRAS.values() for line in lines if not line.startswith("moe-nb"))]


def name_of(requirement):
    """Return the normalised name of a requirement."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


def pins(path):
    """Return name and version of every pin in a requirements file; anything else is an error."""
    lines = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    found = [re.fullmatch(r"([\w.-]+)==([\w.+!]+)", line).groups() for line in lines if line]
    assert len({name_of(name) for name, _ in found}) == len(found), "a package is pinned twice"
    return {name_of(name): version for name, version in found}


CONSTRAINTS = pins(ROOT / "constraints.txt")
BINDER = pins(ROOT / "binder" / "requirements.txt")


def numbers(version):
    return [int(part) for part in re.findall(r"\d+", version)]


@pytest.mark.parametrize("requirement", [*WANTED, *PROJECT["build-system"]["requires"]])
def test_every_dependency_has_a_lower_bound(requirement):
    """No version is guessed, and none is forbidden that may come."""
    assert re.fullmatch(r"[\w.-]+>=[\d.]+(; sys_platform != 'win32')?", requirement)


@pytest.mark.parametrize("requirement", WANTED)
def test_every_dependency_was_tested(requirement):
    """Each package, extras included, is pinned to a version at or above its lower bound."""
    pinned = CONSTRAINTS[name_of(requirement)]
    assert numbers(pinned) >= numbers(requirement.partition(">=")[2].partition(";")[0])


def test_the_build_tool_is_a_development_dependency():
    """The tests can build the wheel without a network."""
    (build,) = PROJECT["build-system"]["requires"]
    assert build in EXTRAS["dev"]


def test_binder_has_what_running_needs():
    """Every runtime dependency, and JupyterLab, is in Binder's list."""
    assert {name_of(line) for line in RUNTIME} | {"jupyterlab", "ipykernel"} <= set(BINDER)


def test_binder_has_the_tested_versions():
    """What runs on Binder is what the tests ran with."""
    assert BINDER == {name: CONSTRAINTS[name] for name in BINDER}


def tracked_texts():
    """Give the name and text of every file of the project; what git ignores is left out."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = {line.strip("/") for line in lines if line.endswith("/")} | {".git"}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not ignored & set(parts) and not any(part.endswith(".egg-info") for part in parts):
            try:
                yield "/".join(parts), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_names_a_package_index():
    """Where packages come from is the machine's business."""
    address = re.compile(r"--(?:extra-)?index" + r"-url|--find" + r"-links|https?://\S+/simp" + r"le\b")
    texts = dict(tracked_texts())
    assert {"pyproject.toml", "constraints.txt", "binder/requirements.txt", ".ci/run"} <= set(texts)
    assert [] == [name for name, text in texts.items() if address.search(text)]
    assert "://" not in texts["constraints.txt"] + texts["binder/requirements.txt"]


def test_no_file_names_a_path_of_this_machine():
    """No file holds the folder of this checkout, the home folder or the folder for temporary files."""
    folders = {ROOT, *ROOT.parents, Path.home(), Path(tempfile.gettempdir())} - {Path(ROOT.anchor)}
    assert ROOT in folders
    paths = re.compile("|".join(rf"(?<![\w./~-]){re.escape(str(folder))}[/\\]" for folder in sorted(folders)))
    assert {} == {name: found[0] for name, text in tracked_texts() if (found := paths.search(text))}
