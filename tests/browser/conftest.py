"""One JupyterLab and one Chromium for all browser tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # labkit and chromium are shared with the screenshot script
sys.path.insert(0, str(Path(__file__).parents[1] / "drawn"))  # hostile texts and the results made of them

from labkit import browser, lab
from playwright.sync_api import BrowserContext, Page


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder JupyterLab shows."""
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="session")
def lab_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of everything JupyterLab and its kernels keep: log, settings, workspaces, history."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="session")
def lab_url(root: Path, lab_folder: Path) -> Iterator[str]:
    with lab(root, lab_folder) as url:
        yield url


@pytest.fixture(scope="session")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    opened.close()
