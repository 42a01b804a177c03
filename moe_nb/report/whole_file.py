"""Files that are there whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from moe_nb.core.errors import RunFileError


def replaced(path: Path, content: bytes) -> Path:
    """Write a file; one that is there stays as it was until the new one is whole.

    Raises:
        RunFileError: If it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)  # of a process that was killed, or a link that somebody laid there
        with part.open("xb") as file:
            file.write(content)
        part.replace(path)
    except OSError as error:
        raise RunFileError(f"{str(path)!r} cannot be written ({error.strerror}).", hint="Name another file.") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return path
