"""An audit made from what the panel was told, and the Python that makes the same; asks nobody, knows no widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from moe_nb.core.errors import ExpectationError
from moe_nb.results.audit import Audit
from moe_nb.results.run import Run
from moe_nb.views.code import literal
from moe_nb.widgets.run_code import opening_lines
from moe_nb.workspace.run_files import open_run


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that was named, or one that was uploaded."""

    name: str
    content: bytes | None = None
    """What was uploaded; None for a file of the machine the kernel runs on."""


@dataclass(frozen=True, slots=True, eq=False)
class AuditWish:
    """What an audit is given besides its run."""

    expected: NamedFile | None = None
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    earlier: Run | str | None = None
    """The run to compare with, or its file."""


@dataclass(frozen=True, slots=True, eq=False)
class MadeAudit:
    """An audit with what it was made from, drawn."""

    run: Run
    wish: AuditWish
    audit: Audit
    html: str
    earlier: Run | None = None
    changes_html: str = ""
    """What changed since the earlier run; empty without one."""


def make_audit(run: Run, wish: AuditWish) -> MadeAudit:
    """Audit a run and draw what came of it: the slow part, for a thread.

    Args:
        run: The run.
        wish: What else goes in.

    Raises:
        RunFileError: If the earlier run cannot be read.
        ExpectationError: If the expectations are no table at all.
        AuditError: If a slot names a key that was not asked.
    """
    earlier = open_run(wish.earlier) if isinstance(wish.earlier, str) else wish.earlier
    changes_html = "" if earlier is None else run.diff(earlier)._repr_html_()  # first: quick, and it may be damaged
    audit = _audit(run, wish)
    return MadeAudit(run, wish, audit, audit._repr_html_(), earlier, changes_html)


def audit_python(made: MadeAudit) -> str:
    """Return the Python that makes the same audit."""
    wish, given = made.wish, []
    lines = ["import moe_nb as moe", "", *opening_lines(made.run)]
    if wish.expected is not None:
        given.append(f"expected={literal(wish.expected.name)}")
        if wish.expected.content is not None:
            lines.append("# the table that was uploaded: put the file beside the notebook")
    if wish.slots:
        slots = (f"{literal(name)}: [{', '.join(map(literal, keys))}]" for name, keys in wish.slots.items())
        given.append(f"slots={{{', '.join(slots)}}}")
    lines.append(f"audit = run.audit({', '.join(given)})")
    if made.earlier is not None:
        lines += [*opening_lines(made.earlier, "earlier", "thursday.moe"), "changes = run.diff(earlier)"]
    return "\n".join([*lines, "audit"])


def report_python(path: str) -> str:
    """Return the Python that writes the report of an audit."""
    return f"audit.report({literal(path)})  # .ipynb, .html, .xlsx, or a folder for all of them"


def _audit(run: Run, wish: AuditWish) -> Audit:
    expected, slots = wish.expected, wish.slots or None
    if expected is None:
        return run.audit(slots=slots)
    if expected.content is None:
        return run.audit(Path(expected.name).expanduser(), slots)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"expected{Path(expected.name).suffix}"
        path.write_bytes(expected.content)
        try:
            return run.audit(path, slots)
        except ExpectationError as error:
            described = error.description.replace(str(path), expected.name)
            raise ExpectationError(described, hint=error.hint) from None
