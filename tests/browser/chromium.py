"""Finds a Chromium for the browser tests, or sets one up: Debian's package as root, elsewhere Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",  # Chromium refuses to start as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Return the path of a Chromium, or None."""
    named = os.environ.get("MOE_TEST_CHROMIUM")
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return named or found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def set_up() -> str:
    """Return the path of a Chromium, installing one if there is none; exits with what to do if that fails."""
    found = find()
    if found is None:
        print("Setting up Chromium for the browser tests ...", flush=True)  # noqa: T201 - a command's own voice
        if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
            subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
            command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        else:
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        found = find()
    if found is None:
        sys.exit("No Chromium: install one, or name it in MOE_TEST_CHROMIUM.")
    return found


if __name__ == "__main__":
    set_up()
