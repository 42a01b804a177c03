"""A real Jupyter front end and a real Chromium for tests: start, open a notebook, run it, wait for conditions."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from chromium import FLAGS, set_up
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

TIMEOUT_MS = 90_000
SETTINGS: dict[str, Any] = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
}


@contextlib.contextmanager
def lab(root: Path, scratch: Path, settings: dict[str, Any] | None = None, front_end: str = "lab") -> Iterator[str]:
    """Run JupyterLab, or the *front_end* "notebook", on a free port with settings of its own; gives its address."""
    app = {"lab": "LabApp", "notebook": "JupyterNotebookApp"}[front_end]
    (scratch / "app").mkdir(parents=True)
    overrides = json.dumps({**SETTINGS, **(settings or {})})
    (scratch / "app" / "overrides.json").write_text(overrides, encoding="utf-8")
    port = _free_port()
    folders = ("config", "runtime", "data", "user", "workspaces", "ipython")
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR")
    names += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
    environment = {**os.environ, **{name: str(scratch / folder) for name, folder in zip(names, folders, strict=True)}}
    command = [
        sys.executable,
        "-m",
        "jupyter",
        front_end,
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
    ]
    command += [f"--ServerApp.root_dir={root}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    command += ["--ServerApp.disable_check_xsrf=True", f"--{app}.expose_app_in_browser=True"]
    command += [f"--{app}.app_settings_dir={scratch / 'app'}", "--LabApp.news_url="]
    log = scratch / "server.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/status", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


@contextlib.contextmanager
def voila(notebook: Path, scratch: Path) -> Iterator[str]:
    """Serve one notebook with Voila on a free port; gives its address."""
    scratch.mkdir(parents=True, exist_ok=True)
    port, log = _free_port(), scratch / "voila.log"
    command = [sys.executable, "-m", "voila", str(notebook), "--no-browser", "--Voila.ip=127.0.0.1"]
    command += [f"--port={port}", "--Voila.port_retries=0"]
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(scratch / "config"), "IPYTHONDIR": str(scratch / "ipython")}
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
        try:
            _wait_for(f"http://127.0.0.1:{port}/voila/static/favicon.ico", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


@contextlib.contextmanager
def browser(**options: Any) -> Iterator[BrowserContext]:
    """Run Chromium; gives a fresh context."""
    path = set_up()  # before Playwright runs: it asks Playwright itself where there is no other
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        context = chromium.new_context(**{"viewport": {"width": 1400, "height": 1000}, **options})
        context.set_default_timeout(TIMEOUT_MS / 3)
        expect.set_options(timeout=TIMEOUT_MS / 3)
        yield context
        chromium.close()


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook of code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path


def open_notebook(page: Page, url: str, name: str, front_end: str = "lab") -> None:
    """Open a notebook and wait until its kernel is idle."""
    # a workspace of its own: one already open in another page makes Lab go elsewhere
    place = f"lab/workspaces/{uuid.uuid4().hex}/tree" if front_end == "lab" else "notebooks"
    page.goto(f"{url}/{place}/{name}")
    page.wait_for_function("() => !!window.jupyterapp", timeout=TIMEOUT_MS)
    page.evaluate("() => window.jupyterapp.restored")
    page.wait_for_function(
        """() => { const w = window.jupyterapp.shell.currentWidget;
        return !!(w && w.context && w.context.isReady && w.sessionContext && w.sessionContext.isReady
          && w.sessionContext.session?.kernel?.connectionStatus === 'connected'
          && w.sessionContext.session?.kernel?.status === 'idle'); }""",
        timeout=TIMEOUT_MS,
    )
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")


def run_all(page: Page) -> None:
    """Run every cell and wait for the last one."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => { const w = window.jupyterapp.shell.currentWidget;
        const cells = Array.from(w.content.model.cells).filter(c => c.type === 'code' && c.sharedModel.source.trim());
        return w.sessionContext.session.kernel.status === 'idle'
          && cells.every(c => c.executionCount !== null && c.executionState !== 'running'); }""",
        timeout=TIMEOUT_MS,
    )


def run_cell(page: Page, index: int) -> None:
    """Run one cell and wait for it."""
    page.evaluate(
        """async (index) => { const w = window.jupyterapp.shell.currentWidget;
        w.content.activeCellIndex = index;
        await window.jupyterapp.commands.execute('notebook:run-cell'); }""",
        index,
    )


def save(page: Page) -> None:
    """Save the notebook, widget state included."""
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


def set_theme(page: Page, *, dark: bool) -> None:
    """Switch JupyterLab's theme."""
    name = "JupyterLab Dark" if dark else "JupyterLab Light"
    page.evaluate("(name) => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
    page.wait_for_function("(light) => document.body.dataset.jpThemeLight === light", arg="false" if dark else "true")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline_s = time.monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).read()
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline_s:
                raise RuntimeError(log.read_text(encoding="utf-8")[-3000:]) from None
            time.sleep(0.1)
        else:
            return
