"""Files that are there whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from moe_nb.core.errors import RunFileError


def check_place(path: Path) -> None:
    """Raise a `RunFileError` unless a file can be at *path*: a folder, a device or a pipe is never replaced."""
    try:
        problem = "" if S_ISREG(path.stat().st_mode) else "it is there and is no file"
    except (FileNotFoundError, NotADirectoryError):
        problem = ""
    except (OSError, ValueError) as error:  # too long, not allowed, or with NUL in it
        problem = str(getattr(error, "strerror", None) or error)
    if problem or not path.name:
        raise RunFileError(
            f"{str(path)!r} cannot be written ({problem or 'it names no file'}).", hint="Name another file."
        )


def replaced(path: Path, content: bytes) -> Path:
    """Write a file; one that is there stays as it was until the new one is whole.

    Raises:
        RunFileError: If it cannot be written.
    """
    check_place(path)
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
