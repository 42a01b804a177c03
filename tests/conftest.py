"""What every test may rely on: no connections but loopback, no variables of the machine, no keyring."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

import keyring
import pytest
from hypothesis import HealthCheck, settings
from keyring.backends import null
from nbformat import NotebookNode

from moe_nb.workspace.workspace import Workspace

settings.register_profile(
    "quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.register_profile("full", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the full counts (make test-all)")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--full"):
        settings.load_profile("full")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Playwright keeps an event loop running in the main thread: no test that starts one of its own can come after
    items.sort(key=lambda item: "browser" in item.keywords)
    if not config.getoption("--full"):
        full = [item for item in items if "full" in item.keywords]
        config.hook.pytest_deselected(items=full)
        items[:] = [item for item in items if item not in full]


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections leave for loopback only."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and str(address[0]) not in {
            "127.0.0.1",
            "::1",
            "localhost",
        }:
            raise AssertionError(f"a test tried to connect to {address}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No credentials, proxies or keyring of the machine reach a test, and no test leaves anything on it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
    monkeypatch.setenv("MOE_RUNS", str(tmp_path_factory.getbasetemp() / "runs"))
    for name in (
        "MOE_DATA_CENTER",
        "MOE_BASE_URL",
        "MOE_WORKSPACE_ID",
        "MOE_API_KEY",
        "MOE_ENVIRONMENT",
        "MOE_CA_FILE",
    ):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def demo() -> Workspace:
    """The demo world behind the real client."""
    return Workspace.simulated()


@pytest.fixture(scope="session")
def notebook_build() -> ModuleType:
    """The script behind `make demo`."""
    script = Path(__file__).parents[1] / "notebooks" / "build.py"
    spec = importlib.util.spec_from_file_location("notebooks_build", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def executed(notebook_build: ModuleType) -> Callable[[Path], NotebookNode]:
    """Gives a notebook after a run in a fresh kernel; each is run once, whoever asks."""
    return cache(notebook_build.execute)
