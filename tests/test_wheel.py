"""What people get by pip: built from the sdist, installed elsewhere, used without the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

import moe_nb

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "moe_nb"
BUILT_FROM = ("moe_nb", "notebooks", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore")
LEFTOVERS = {
    "notebooks/.ipynb_checkpoints/01_explore-checkpoint.ipynb": "{}",
    "notebooks/friday.moe": "a run somebody kept",
    "moe_nb/__pycache__/old.cpython-311.pyc": "",
    "moe_nb/.DS_Store": "",
}
"""What lies around in a checkout that is used."""


def python(*arguments, cwd, env=None):
    """Run this Python; return what it printed, with its errors if it failed."""
    bare = {name: text for name, text in os.environ.items() if not name.upper().startswith(("MOE_", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=bare | (env or {}), capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    """The sdist of a checkout in which things lie around."""
    checkout = tmp_path_factory.mktemp("checkout")
    for name in BUILT_FROM:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, checkout / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copy(source, checkout)
    for name, text in LEFTOVERS.items():
        (checkout / name).parent.mkdir(exist_ok=True)
        (checkout / name).write_text(text, encoding="utf-8")
    python("-m", "hatchling", "build", "-t", "sdist", "-d", "dist", cwd=checkout)
    (built,) = (checkout / "dist").iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(sdist):
    """The wheel built from that sdist, without network."""
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet")
    python("-m", "pip", "wheel", *options, "--wheel-dir", "wheels", str(sdist), cwd=sdist.parent)
    (built,) = (sdist.parent / "wheels").iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with the wheel in it, and the environment in which only that moe_nb is found.

    The site-packages of the dependencies are given as a plain path: their ``.pth`` files, the checkout's among them,
    are not read with ``-S``.
    """
    target = tmp_path_factory.mktemp("installed")
    options = ("--no-deps", "--no-index", "--disable-pip-version-check", "--quiet", "--no-compile")
    python("-m", "pip", "install", *options, "--target", str(target), str(wheel), cwd=target)
    return target, {"PYTHONPATH": os.pathsep.join([str(target), sysconfig.get_paths()["purelib"]])}


def members(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


def test_the_sdist_has_what_a_build_needs(sdist):
    """Package, notebooks, tests' place, documents and licence are inside; what lies around is not."""
    with tarfile.open(sdist) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers()}
    assert {"pyproject.toml", "PKG-INFO", "README.md", "CHANGELOG.md", "LICENSE", "notebooks/build.py"} <= names
    assert f"moe_nb-{moe_nb.__version__}.tar.gz" == sdist.name
    assert set() == names & set(LEFTOVERS)


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    """Templates, styles, scripts, worlds, User-Agents and the typing marker come along."""
    wanted = {
        f"moe_nb/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert {".css", ".html", ".js", ".py", ".tsv", ".typed", ".yaml"} == {Path(name).suffix or name for name in wanted}
    assert set() == wanted - members(wheel)


def test_every_notebook_is_in_the_wheel(wheel):
    """`moe-nb lab` hands out the notebooks of the checkout with their pictures, and only those."""
    folder = ROOT / "notebooks"
    shipped = [*folder.glob("*.ipynb"), *folder.glob("images/*.svg")]
    wanted = {f"moe_nb/notebooks/{path.relative_to(folder).as_posix()}" for path in shipped}
    assert len(wanted) >= 4
    assert wanted == {name for name in members(wheel) if name.endswith((".ipynb", ".svg"))}


def test_nothing_else_is_in_the_wheel(wheel):
    """No tests, caches, checkpoints, runs, pictures of the README or build scripts."""
    info = f"moe_nb-{moe_nb.__version__}.dist-info"
    assert {"moe_nb", info} == {name.partition("/")[0] for name in members(wheel)}
    odd = ("tests", "__pycache__", ".pyc", "checkpoint", ".DS_Store", ".moe", "build.py", "conftest", ".png")
    assert [] == [name for name in members(wheel) if any(part in name for part in odd)]


def test_the_wheel_says_what_it_is(wheel):
    """Name, version, Python, licence and the command stand in the metadata; every dependency has a lower bound."""
    info = f"moe_nb-{moe_nb.__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"{info}/METADATA").decode()
        commands = archive.read(f"{info}/entry_points.txt").decode()
    assert f"Name: moe-nb\nVersion: {moe_nb.__version__}\n" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "License-Expression: Apache-2.0" in metadata
    assert "moe-nb = moe_nb.cli.main:main" in commands
    required = [line for line in metadata.splitlines() if line.startswith("Requires-Dist:") and "extra ==" not in line]
    assert len(required) > 10
    assert [] == [line for line in required if ">=" not in line]


def test_the_installed_package_is_not_the_checkout(installed):
    """The tests below mean something: another moe_nb is imported, from another folder."""
    target, env = installed
    told = python("-S", "-c", "import moe_nb; print(moe_nb.__file__)", cwd=target.parent, env=env)
    assert target / "moe_nb" / "__init__.py" == Path(told.strip())


def test_the_installed_command_answers(installed):
    """A fetch from another folder finds what the demo world serves."""
    target, env = installed
    said = python("-S", "-m", "moe_nb", "fetch", "--key", "homepage-banner", cwd=target.parent, env=env)
    assert "homepage-banner" in said
    assert "served" in said
    assert "not served" not in said


def test_the_installed_assets_are_found(installed):
    """Templates, styles, worlds, presets, the panel's scripts and the notebooks are read from the installed package."""
    target, env = installed
    code = (
        "import moe_nb as moe\n"
        "ws = moe.Workspace.simulated('edge_cases')\n"
        "html = ws.fetch(day='Sat')._repr_html_() + ws.sweep(moe.user_agents.preset('all')).matrix()._repr_html_()\n"
        "assert '<style' in html and 'iPhone' in html\n"
        "assert moe.panel(ws).connection.key._esm\n"
        "from importlib.resources import files\n"
        "print(sum(file.name.endswith('.ipynb') for file in (files('moe_nb') / 'notebooks').iterdir()))"
    )
    notebooks = len(list((ROOT / "notebooks").glob("*.ipynb")))
    assert str(notebooks) == python("-S", "-c", code, cwd=target.parent, env=env).strip()
