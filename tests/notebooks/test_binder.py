"""Binder: links that agree with each other, an environment of tested versions, and notebooks that run in it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import urllib.request
import venv
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINKS = dict(re.findall(r"^\[(binder[\w-]*)\]:\s+(\S+)$", README, re.MULTILINE))
TEXT = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8")
PINNED = {canonicalize_name(line.partition("==")[0]) for line in TEXT.splitlines() if "==" in line}
LINUX = {
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "python_version": "3.11",
    "python_full_version": "3.11.9",
}
"""Where Binder runs; `test_the_python_is_one_that_was_tested` holds the version to `binder/runtime.txt`."""


def asked_for(link):
    """Return what a link of Binder opens: the path behind its address."""
    return parse_qs(urlsplit(link).query)["urlpath"][0]


def needs(name, extra=""):
    """Return name and extra of what a package that is installed here needs on Binder."""
    for line in requires(name) or []:
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate(LINUX | {"extra": extra}):
            yield from ((canonicalize_name(wanted.name), one) for one in ("", *sorted(wanted.extras)))


def test_the_links_are_of_one_repository():
    """JupyterLab on the first notebook, and the panel alone, from the same place and version."""
    assert {"binder", "binder-panel"} == set(LINKS)
    assert {"lab/tree/notebooks/01_explore.ipynb", "voila/render/notebooks/panel.ipynb"} == set(
        map(asked_for, LINKS.values())
    )
    (place,) = {link.partition("?")[0] for link in LINKS.values()}
    assert re.fullmatch(r"https://mybinder\.org/v2/gh/[\w.-]+/[\w.-]+/[\w.-]+", place)
    assert 2 == README.count("https://mybinder.org/")
    assert all(f"][{name}]" in README for name in LINKS)


def test_the_links_open_what_is_there():
    """Each link names a notebook of this repository."""
    paths = [asked_for(link).removeprefix("lab/tree/").removeprefix("voila/render/") for link in LINKS.values()]
    assert [] == [path for path in paths if not (ROOT / path).is_file()]


def test_a_placeholder_is_told():
    """As long as the address is not known, the README says so and how to put it in; afterwards it does not."""
    is_known = "OWNER" not in "".join(LINKS.values())
    assert is_known == ("address of this repository is not known" not in README)
    assert is_known or "`sed -i 's#OWNER/moe_nb#" in README


def test_the_python_is_one_that_was_tested():
    """The version Binder takes is the one the constraints were tested with."""
    assert f"python-{LINUX['python_version']}" == (ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    assert f"(Python {LINUX['python_version']})" in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_what_is_needed_in_turn_is_pinned_too():
    """The image of tomorrow holds the same versions: no package comes in whatever version there is that day."""
    seen, waiting = set(), [(name, "") for name in PINNED]
    while waiting:
        wanted = waiting.pop()
        if wanted not in seen:
            seen.add(wanted)
            with contextlib.suppress(PackageNotFoundError):  # one of Linux only, and this is another machine
                waiting += needs(*wanted)
    assert len(seen) > 60
    assert set() == {name for name, _ in seen} - PINNED


def test_nothing_needs_the_rest_of_the_repository():
    """A commit rebuilds the last step only: no requirement names a file, so they are installed before the copy."""
    lines = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
    assert [] == [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)]
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """What Binder builds, without Docker: a copy of the repository and an environment from `binder/` alone."""
    folder = tmp_path_factory.mktemp("binder")
    copy, environment = folder / "repository", folder / "environment"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, tracked.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    venv.create(environment, with_pip=True)
    bare = {name: text for name, text in os.environ.items() if not name.startswith(("MOE_", "JUPYTER", "PYTHON"))}
    path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    own = {name: str(folder / place) for name, place in {**own, "IPYTHONDIR": "ipython"}.items()}
    variables = bare | own | {"PATH": path, "VIRTUAL_ENV": str(environment)}
    for command in (["pip", "install", "--quiet", "-r", "binder/requirements.txt"], ["binder/postBuild"]):
        called = [str(copy / command[0]) if "/" in command[0] else shutil.which(command[0], path=path), *command[1:]]
        done = subprocess.run(called, cwd=copy, env=variables, capture_output=True, text=True, check=False)
        assert 0 == done.returncode, done.stdout[-2000:] + done.stderr[-2000:]
    return copy, environment / "bin", variables


@pytest.mark.full
def test_the_environment_holds_what_was_pinned(built):
    """Nothing else came, nothing is missing, and what is there fits together."""
    _, programs, variables = built
    command = [programs / "python", "-m", "pip", "--disable-pip-version-check"]
    listed = subprocess.run(
        [*command, "list", "--format=json"], env=variables, capture_output=True, text=True, check=True
    )
    names = {canonicalize_name(one["name"]) for one in json.loads(listed.stdout)}
    assert PINNED | {"moe-nb"} == names - {"pip", "setuptools"}
    checked = subprocess.run([*command, "check"], env=variables, capture_output=True, text=True, check=False)
    assert 0 == checked.returncode, checked.stdout


@pytest.mark.full
def test_every_notebook_runs_in_it(built):
    """The notebooks of the copy, each in a fresh kernel of that environment, from top to bottom."""
    copy, programs, variables = built
    notebooks = sorted(copy.glob("notebooks/*.ipynb"))
    assert 5 == len(notebooks)
    for notebook in notebooks:
        command = [programs / "jupyter", "execute", "--timeout=180", notebook]
        done = subprocess.run(command, cwd=copy, env=variables, capture_output=True, text=True, check=False)
        assert 0 == done.returncode, f"{notebook.name}\n{done.stderr[-2000:]}"


def is_open(port):
    """Say whether something listens on a port."""
    with socket.socket() as tried:
        return 0 == tried.connect_ex(("127.0.0.1", port))


@pytest.mark.full
def test_the_links_open_in_it(built):
    """The server that Binder starts gives both pages, the second one with the panel in it."""
    copy, programs, variables = built
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [programs / "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={copy}", "--ServerApp.port_retries=0"]
    server = subprocess.Popen(command, cwd=copy, env=variables, stderr=subprocess.PIPE, text=True)
    try:
        assert any("is running at" in line for line in server.stderr)
        while server.poll() is None and not is_open(port):
            continue  # it says so a moment before
        pages = [f"http://127.0.0.1:{port}/{asked_for(LINKS[name])}" for name in ("binder", "binder-panel")]
        lab, panel = (urllib.request.urlopen(page, timeout=120).read().decode("utf-8") for page in pages)
    finally:
        server.terminate()
        server.wait(30)
        server.stderr.close()
    assert "apputils-extension:announcements" in lab  # switched off in the page's own settings
    assert "Which variation, in every situation" in panel
    assert "application/vnd.jupyter.widget-view+json" in panel


@pytest.mark.full
def test_the_plan_of_repo2docker(tmp_path):
    """The tool behind Binder, without Docker: that Python, tested versions before the copy, the project after it."""
    venv.create(tmp_path / "tool", with_pip=True)
    python = tmp_path / "tool" / "bin" / "python"
    command = [python, "-m", "pip", "install", "--quiet", "jupyter-repo2docker"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, f"repo2docker is not to be had here, so its plan was not checked:\n{done.stderr}"
    command = [python, "-m", "repo2docker", "--no-build", "--debug", "--user-id=1000", "--user-name=jovyan", str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr[-2000:]
    assert "Building conda environment for python=3.11" in done.stderr
    plan = done.stdout
    steps = [
        'pip install --no-cache-dir -r "binder/requirements.txt"',
        "src/ ${REPO_DIR}/",
        "RUN ./binder/postBuild",
    ]
    places = [plan.rindex(step) for step in steps]
    assert sorted(places) == places
