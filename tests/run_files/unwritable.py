"""A folder nobody may write to, also where the tests run as root: root may write everywhere."""

from __future__ import annotations

import os
from contextlib import contextmanager

NOBODY = 65_534


@contextmanager
def as_nobody(folder):
    """Act as a user without rights in *folder* while the block lasts."""
    was, modes = os.geteuid(), {path: path.stat().st_mode for path in (folder, *folder.iterdir())}
    for path in modes:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)
        for path, mode in modes.items():
            path.chmod(mode)
