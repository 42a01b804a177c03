"""The certificate of an audit in words."""

from __future__ import annotations

from datetime import UTC, datetime

from moe_nb.core.certificate_facts import Certificate
from moe_nb.core.words import counted

Line = tuple[str, str]


def certificate_lines(certificate: Certificate) -> tuple[Line, ...]:
    """Return name and text of every line."""
    cells = f"{counted(certificate.failed_cells, 'cell')} failed, {certificate.not_asked_cells:,} not asked"
    cells = cells if certificate.keys else "anything: no experience is in the run"
    lines = [
        ("Environment", certificate.environment.upper()),
        ("Asked", certificate.host),
        ("Workspace", certificate.workspace),
        ("Time span", _span(certificate)),
        (
            "Contexts asked",
            f"{certificate.asked:,} of {certificate.contexts:,}, for {counted(certificate.keys, 'key')}",
        ),
        ("Contexts answered", f"{certificate.answered:,} ({certificate.percent} %, rounded down)"),
        ("Not known", cells),
        ("Sweep", certificate.ended),
        ("Inputs (SHA-256)", certificate.inputs_hash),
    ]
    if certificate.expectations_hash:
        lines.append(("Expectations (SHA-256)", certificate.expectations_hash))
    if certificate.repeats_hash:
        lines.append(("Repeats (SHA-256)", certificate.repeats_hash))
    return (*lines, ("Versions", ", ".join(f"{name} {version}" for name, version in certificate.versions)))


def _span(certificate: Certificate) -> str:
    if certificate.first_epoch_s is None or certificate.last_epoch_s is None:
        return "nothing was asked"
    first, last = (datetime.fromtimestamp(at, UTC) for at in (certificate.first_epoch_s, certificate.last_epoch_s))
    ends = f"{last:%H:%M:%S}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M:%S}"
    return f"{first:%Y-%m-%d %H:%M:%S} to {ends} UTC"
