"""What is invisible becomes visible, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from moe_nb.views.visible import LONGEST, named, one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", r"a\u202eb"),
        ("\x1b[2J", r"\u001b[2J"),
        ("\x00", r"\u0000"),
        ("\r", r"\u000d"),
        ("\x7f\x9b", r"\u007f\u009b"),
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("\ufeffmark", r"\ufeffmark"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\u206a\u206f", r"\u206a\u206f"),
        ("\ud800", r"\ud800"),
        ("soft\u00adhyphen", r"soft\u00adhyphen"),
        ("u\u316442", r"u\u316442"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_hidden_characters_are_written_out(text, shown):
    """Controls, bidi controls, zero-width signs and broken characters are shown by their number."""
    assert shown == visible(text)


@pytest.mark.parametrize("text", ["", "plain", "tab\tline\n", "नमस्ते", "👩‍👩‍👧 é", "שלום", "\\u202e", "<b>", "a\xa0b"])
def test_readable_text_stays_as_it_is(text):
    """Any script, emoji, tabs and line breaks are nobody's trick."""
    assert text == visible(text)


@pytest.mark.parametrize("value", [None, 1, 2.5, True, ["\u202e"]])
def test_what_is_not_text_stays_as_it_is(value):
    """Numbers and nothing pass through."""
    assert value is visible(value)


def test_markup_is_not_touched():
    """Markup is the templates' own."""
    markup = Markup("<b>\u202e</b>")
    assert markup is visible(markup)


@given(st.text(st.characters()))
def test_showing_twice_changes_nothing(text):
    """A text made visible is visible."""
    assert visible(text) == visible(visible(text))


@pytest.mark.parametrize(
    ("value", "shown"), [("a\nb", r"a\nb"), ("a\tb", "a b"), ("a\r\nb", r"a\u000d\nb"), (None, "None"), (1.5, "1.5")]
)
def test_one_line_is_one_line(value, shown):
    """Line breaks are written out and tabs cannot shift a column."""
    assert shown == one_line(value)


@pytest.mark.parametrize("show", [named, one_line])
def test_a_long_name_is_cut_and_counted(show):
    """A name stands in many places: its beginning and the number of the other characters are shown."""
    assert f"{'<' * LONGEST}… (68,000 more characters)" == show("<" * 70_000)
    assert "<" * LONGEST == show("<" * LONGEST)
