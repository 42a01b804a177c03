"""Errors in words: what happened, what to do."""

from __future__ import annotations

from markupsafe import Markup

from moe_nb.core.errors import MalformedAnswerError, MoeError, ServiceError
from moe_nb.views.html import render
from moe_nb.views.visible import one_line


def notice_html(error: BaseException) -> Markup:
    """Draw an error; one that nobody foresaw names its type and asks for a report."""
    if not isinstance(error, MoeError):
        return render(
            "notice.html",
            title="Something unexpected happened",
            description=f"{type(error).__name__}: {error}",
            hint="Your other inputs are kept. If it happens again, please report it with this text.",
            details=[],
        )
    return render(
        "notice.html", title=error.title, description=error.description, hint=error.hint, details=_details(error)
    )


def notice_text(error: BaseException) -> str:
    """Write an error for a terminal: a line for what happened, a line for what to do."""
    if not isinstance(error, MoeError):
        return f"Something unexpected happened: {type(error).__name__}: {one_line(error)}"
    hint = f"\n  {one_line(error.hint)}" if error.hint else ""
    return f"{one_line(error.summary)}{hint}"


def _details(error: MoeError) -> list[tuple[str, str]]:
    if isinstance(error, ServiceError):
        said = [("HTTP status", str(error.status)), ("Title", error.server_title), ("Code", error.server_code)]
        said.append(("Description", error.server_description))
        return [(name, value) for name, value in said if value]
    if isinstance(error, MalformedAnswerError):
        return [("HTTP status", str(error.status))] + ([("Answer began with", error.body[:300])] if error.body else [])
    return []
