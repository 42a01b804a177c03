"""Workspaces: in process, on a port, and on servers that say what a test wants."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from moe_nb import Workspace

sys.path.insert(0, str(Path(__file__).parents[2] / "drawn"))


@pytest.fixture
def on_port(port_url):
    """The demo world, asked over HTTP as a real workspace would be."""
    workspace = Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=port_url)
    yield workspace
    workspace.close()


@pytest.fixture(params=["in process", "on a port"])
def workspace(request):
    """The demo world behind the real client, in process and on a port."""
    return request.getfixturevalue("demo" if request.param == "in process" else "on_port")


@pytest.fixture
def scripted(serve):
    """Return a function that connects to a server; it is asked for metadata (None refuses) and for keys."""
    made = []

    def connect(fetch, metadata=None):
        def answer(_method, path, body):
            if path.endswith("/metadata"):
                return (404, b"") if metadata is None else (200, json.dumps(metadata).encode())
            return fetch(json.loads(body))

        workspace = Workspace.connect(workspace_id="WORKSPACE1", api_key="MARKER-KEY-1", base_url=serve(answer))
        made.append(workspace)
        return workspace

    yield connect
    for workspace in made:
        workspace.close()


@pytest.fixture(scope="session")
def serves():
    """Return a function that makes a 200 answer in which every given key is served."""

    def body(keys):
        said = {key: {"payload": {"T": {"value": key}}, "experience_context": {"audience_id": "1"}} for key in keys}
        return 200, json.dumps({"experiences": said}).encode()

    return body
