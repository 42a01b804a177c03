"""Lines of text in the panel: everything said is text, never markup."""

from __future__ import annotations

import pytest

from moe_nb.core.errors import AuthenticationError, ContextError
from moe_nb.widgets.note import Note

HOSTILE = "<img src=x onerror=alert(1)>\u202e\x1b[31m & \"quoted\" 'too'"


@pytest.mark.parametrize("how", ["say", "warn"])
def test_text_stays_text(how, words):
    """Markup is escaped and hidden characters are spelled out."""
    note = Note()
    getattr(note, how)(HOSTILE)
    assert "<img" not in note.value
    assert "<img src=x onerror=alert(1)>\\u202e\\u001b[31m" in words(note.value)


@pytest.mark.parametrize(("how", "role"), [("say", "status"), ("warn", "alert")])
def test_screen_readers_are_told(how, role):
    """What is said is a status, what is wrong is an alert; nothing is neither."""
    note = Note()
    getattr(note, how)("text")
    assert f'role="{role}"' in note.value
    getattr(note, how)("")
    assert "" == note.value


def test_an_alarm_says_what_to_do(words):
    """An error on purpose shows its words and its next step."""
    note = Note()
    note.alarm(ContextError("Day 'x' is not a day.", hint="Use Monday."))
    assert "Day 'x' is not a day." in words(note.value)
    assert "Use Monday." in words(note.value)
    note.alarm(None)
    assert "" == note.value


@pytest.mark.parametrize(
    "error", [ZeroDivisionError(HOSTILE), AuthenticationError(HOSTILE, status=401, server_title=HOSTILE, body=HOSTILE)]
)
def test_an_alarm_shows_no_markup_of_others(error):
    """Neither a foreign error nor a server's own words take effect."""
    note = Note()
    note.alarm(error)
    assert "<img" not in note.value
    assert "\u202e" not in note.value
    assert "onerror" in note.value
