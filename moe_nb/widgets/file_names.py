"""Names of files the panel writes: the ending is added, nothing that is there is written over."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from moe_nb.core.errors import UsageError


def named_path(typed: str, ending: str, endings: Collection[str], usual: str) -> Path:
    """Return the path of a file: the ending of another format gives way, other dots are part of the name.

    Args:
        typed: What was typed.
        ending: What the name is to end in; empty for a folder.
        endings: Those of all formats.
        usual: A name to suggest.

    Raises:
        UsageError: If nothing was typed, or nothing that can name a file.
    """
    said = typed.strip()
    if not said:
        raise UsageError("The file has no name.", hint=f"Type one, {usual} for example.")
    try:
        path = Path(said).expanduser()
    except RuntimeError:  # ~somebody nobody knows
        raise UsageError(f"{said!r} names no folder of this machine.", hint=f"Type {usual} for example.") from None
    if path.name in {"", ".."}:
        raise UsageError(f"{said!r} is no name of a file.", hint=f"Type one, {usual} for example.")
    known = {one for one in endings if one}
    return path.with_name((path.stem if path.suffix.lower() in known else path.name) + ending)


def written_beside(path: Path, write: Callable[[Path], Path], *, replaces: bool = True) -> Path:
    """Write a file, or a folder, under the next free name: what is there stays as it is.

    Args:
        path: The wanted path; ``friday (2).csv`` where ``friday.csv`` is taken.
        write: Writes it and returns where it is.
        replaces: Whether *write* takes the place of an empty file: that holds the name against others meanwhile.

    Raises:
        MoeError: If it cannot be written.
    """
    found = next(one for one in _names(path) if _is_free(one, is_held=replaces and bool(path.suffix)))
    try:
        return write(found)
    except BaseException:
        with suppress(OSError):
            if found.stat().st_size == 0 and found.is_file():
                found.unlink()  # the name that was held
        raise


def told(wanted: Path, written: Path) -> str:
    """Return where a file was written, and why not under the wanted name."""
    taken = "" if written.name == wanted.name else f" ({wanted.name} was there already and stays as it is)"
    return f"Wrote {written.resolve()}{taken}"


def _names(path: Path) -> itertools.chain[Path]:
    more = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in itertools.count(2))
    return itertools.chain([path], more)


def _is_free(path: Path, *, is_held: bool) -> bool:
    try:
        if is_held:
            path.open("x").close()
        return is_held or not (path.exists() or path.is_symlink())
    except FileExistsError:
        return False
    except (OSError, ValueError):
        return True  # nothing can be there; who writes tells why
