"""Errors in words: what happened, what to do."""

from __future__ import annotations

import pytest
from html_page import Page

from moe_nb.core.errors import AuthenticationError, ContextError, MalformedAnswerError, MoeError, UnreachableError
from moe_nb.views.notice import notice_html, notice_text

REFUSED = AuthenticationError(
    "Key is wrong.", status=401, server_title="Unauthorized", server_code="E-7", hint="Copy it again.", body="{}"
)


def text(error):
    return Page(notice_html(error)).text


@pytest.mark.parametrize(
    "error",
    [
        REFUSED,
        ContextError("Bad hour.", hint="Use 0 to 23."),
        UnreachableError("No network.", hint="Look at the plug."),
    ],
)
def test_an_error_says_what_happened_and_what_to_do(error):
    """Title, description and hint are all there, on a page and in a terminal, and the hint only once."""
    for shown in (text(error), notice_text(error)):
        assert error.title in shown
        assert error.description in shown
        assert 1 == shown.count(error.hint)


def test_what_the_service_said_is_kept_apart():
    """Status, title, code and description as sent stand in the details."""
    details = text(REFUSED).partition("Details")[2]
    for said in ("401", "Unauthorized", "E-7", "Key is wrong."):
        assert said in details
    assert "Title" not in text(AuthenticationError("x", status=401))


def test_the_start_of_an_unreadable_answer_is_shown():
    """A proxy's page can be recognised; it is cut."""
    error = MalformedAnswerError("Not JSON.", status=200, body="<html>" + "x" * 1000)
    assert "<html>" + "x" * 294 + "\n" in text(error) + "\n"
    assert "x" * 295 not in text(error)


def test_an_error_nobody_foresaw_names_its_type():
    """A fault of ours asks for a report and does not pretend to know more."""
    shown = text(ZeroDivisionError("division by zero"))
    assert "Something unexpected happened" in shown
    assert "ZeroDivisionError: division by zero" in shown
    assert "report it" in shown
    assert "Something unexpected happened: ValueError: a\\nb" == notice_text(ValueError("a\nb"))


def test_without_a_hint_nothing_is_left_open():
    """No "What to do" without something to do, no details without details."""
    assert "What to do" not in text(MoeError("x"))
    assert "Details" not in text(MoeError("x"))
    assert "Something went wrong: x" == notice_text(MoeError("x"))


def test_a_notice_is_announced():
    """Screen readers read it at once, and the rows of the details have headers."""
    page = Page(notice_html(REFUSED))
    assert 1 == len([part for part in page.all("div") if part.get("role") == "alert"])
    assert {"row"} == {head["scope"] for head in page.all("th")}
