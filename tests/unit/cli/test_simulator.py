"""``moe-nb simulator``: the service on a port, as a person starts it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest

from moe_nb import Workspace


@contextmanager
def started(*options):
    """Start the simulator on a free port; give the process and what it said."""
    command = [sys.executable, "-m", "moe_nb", "simulator", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, [process.stdout.readline() for _ in range(4)]
        finally:
            process.kill()
            process.communicate()


def test_what_it_says_is_all_a_client_needs():
    """Base URL, Workspace ID and key as printed open it; Ctrl-C ends it without a traceback."""
    with started("--world", "edge_cases") as (process, said):
        base_url, workspace_id, api_key = (line.split()[-1] for line in said[1:])
        assert "world 'edge_cases'" in said[0]
        assert "requests/min" in said[0]
        workspace = Workspace.connect(workspace_id=workspace_id, api_key=api_key, base_url=base_url)
        assert "UPPER" in workspace.metadata().active_keys
        workspace.close()
        process.send_signal(signal.SIGINT)
        assert "Traceback" not in process.communicate(timeout=20)[1]


@pytest.mark.parametrize(("text", "said"), [("off", "no rate limit"), ("1200", "1,200 requests/min")])
def test_the_rate_limit_is_said(text, said):
    """off, or a number of requests a minute."""
    with started("--rate-limit", text) as (_, lines):
        assert said in lines[0]


@pytest.mark.parametrize("text", ["0", "-1", "many", "²", "1.5", "OFF "])
def test_a_rate_limit_that_is_none_is_refused(run, text):
    """A mistake names the value and the two ways to write it."""
    code, out, err = run("simulator", "--rate-limit", text)
    assert (2, "") == (code, out)
    assert repr(text) in err
    assert "number, or off" in err


@pytest.mark.parametrize("world", ["no-such-world", "."])
def test_an_unknown_world_is_named(run, world):
    """A world that cannot be read ends at once with 2."""
    code, out, err = run("simulator", "--world", world)
    assert (2, "") == (code, out)
    assert "edge_cases" in err


def test_a_mistake_in_a_world_file_names_its_place(run, tmp_path):
    """The message says where in the file to look."""
    file = tmp_path / "world.yaml"
    file.write_text("workspace: {id: A, api_key: k}\nexperiences: [{key: k, nmae: K}]\n", encoding="utf-8")
    code, out, err = run("simulator", "--world", file)
    assert (2, "") == (code, out)
    assert "nmae" in err


def test_a_port_that_is_taken_is_said(process):
    """A second simulator on the same port tells so in one line and does not pretend to run."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, out, err = process("simulator", "--port", port)
    assert (2, "") == (code, out)
    assert f"Port {port} of 127.0.0.1 cannot be used" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_refused(run, port):
    """Ports are numbers up to 65535."""
    code, _, err = run("simulator", "--port", port)
    assert (2, True) == (code, port in err)


def test_faults_are_said_and_happen():
    """Whoever starts it with faults is told so, and meets them."""
    with started("--faults", "bad_day") as (process, said):
        assert ("faults", "bad_day:") == tuple(said[1].split()[:2])
        base_url = said[2].split()[-1]
        workspace = Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=base_url)
        assert "homepage-banner" in workspace.metadata().active_keys
        workspace.close()
        assert process.poll() is None


def test_a_mistake_in_a_fault_file_names_its_place(run, tmp_path):
    """The message says where in the file to look, before anything is served."""
    file = tmp_path / "faults.yaml"
    file.write_text("faults: [{fault: drip, chance: 7}]\n", encoding="utf-8")
    code, out, err = run("simulator", "--faults", file)
    assert (2, "") == (code, out)
    assert "faults[0].chance" in err


def test_the_openapi_document_is_printed_and_nothing_is_served(run):
    """JSON with the world's Workspace ID, for tools that read it from standard input."""
    code, out, err = run("simulator", "--openapi")
    document = json.loads(out)
    assert (0, "") == (code, err)
    assert {"/v1/experiences/fetch", "/v1/experiences/metadata"} == set(document["paths"])
    assert "SIMULATOR" in out


def test_only_this_machine_is_let_in():
    """Without --host it listens on loopback alone."""
    with started() as (_, said):
        assert said[1].split()[-1].startswith("http://127.0.0.1:")
