"""Whatever a service, a file or a person wrote, people see it as text: nothing acts, nothing is lost."""

from __future__ import annotations

import json

import pytest
from hostile_results import answer_of, cells_of, wire_text
from hostile_texts import HOSTILE
from hostile_views import FIXED, TEXTS, VIEWS
from html_page import Page, hidden
from hypothesis import given, settings
from hypothesis import strategies as st

from moe_nb.views.values import LONGEST
from moe_nb.views.visible import one_line, visible

texts = st.one_of(
    st.text(st.characters(), min_size=1, max_size=40),
    st.text("<>\"'&/=`{}%#\\!-:;()[]\0\t\n\r\x1b\u202e\ud800 ajs", min_size=1, max_size=30),
    st.tuples(st.sampled_from(HOSTILE[:-1]), st.sampled_from(HOSTILE[:-1])).map("".join),
)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_no_known_attack_gets_into_a_page(view, text):
    """Every tag, attribute, style and address of every view is one that our templates write."""
    assert [] == Page(VIEWS[view](text)).strangers


@pytest.mark.parametrize("view", VIEWS)
@given(text=texts)
@settings(max_examples=20)
def test_no_text_gets_into_a_page(view, text):
    """Any text in any place stays text, in a page that can be stored and sent as UTF-8."""
    html = VIEWS[view](text)
    assert [] == Page(html).strangers
    assert html == html.encode().decode()


@pytest.mark.parametrize("view", FIXED)
@given(text=texts)
@settings(max_examples=20)
def test_no_text_changes_the_tags(view, text):
    """A hostile text makes the very tags and attributes that a harmless one makes, one for one."""
    assert Page(FIXED[view]("harmless")).skeleton() == Page(FIXED[view](text)).skeleton()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("text", [*HOSTILE[:-1], " a  b\tc\nd "], ids=ascii)
def test_nothing_is_lost_from_a_page(view, text):
    """The text can be read in full in every view, what is invisible in it written as an escape."""
    shown = wire_text(text) if view == "cells" else text
    assert visible(shown) in Page(VIEWS[view](text)).text


@given(text=texts)
@settings(max_examples=40)
def test_nothing_is_lost_from_a_card(text):
    """Names, types, ids and values of every type are readable on the card."""
    page = Page(answer_of(text).html()).text
    inside = json.dumps({f"a{text}": [text, {"b": text}], "c": None}, indent=2, ensure_ascii=False)
    assert page.count(visible(inside)) >= 2  # as a value, and as JSON inside a text
    for said in (text, f"  {text} ", f"https://example.com/{text}", f"javascript:{text}", f"{{{{{text}}}}}"):
        assert visible(said) in page
    for outcome in answer_of(text).outcomes:
        assert visible(outcome.experience_key) in page
    for name, value in answer_of(text).context.values().items():
        assert visible(name) in page
        assert visible(value) in page


@pytest.mark.parametrize("text", ["long <b>" * 4000, "https://example.com/" + "a" * LONGEST, " " * LONGEST + "#fff"])
def test_a_long_value_is_cut_and_counted(text):
    """A value shows its first 20,000 characters, and how many more there are."""
    page = Page(answer_of(text).html()).text
    assert f"{visible(text)[:LONGEST]}… ({len(text) - LONGEST:,} more characters)" in page


@pytest.mark.parametrize("view", TEXTS)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_no_known_attack_reaches_a_terminal(view, text):
    """What a terminal prints moves no cursor, changes no colour and turns no direction."""
    shown = TEXTS[view](text)
    assert set() == hidden(shown)
    assert one_line(text[:1000]) in shown  # what is longer is cut


@pytest.mark.parametrize("view", TEXTS)
@given(text=texts)
@settings(max_examples=20)
def test_no_text_reaches_a_terminal(view, text):
    """Any text is printed with visible characters only, and adds no line of its own."""
    shown = TEXTS[view](text)
    assert set() == hidden(shown)
    assert len(TEXTS[view]("harmless").split("\n")) == len(shown.split("\n"))


@given(text=texts)
@settings(max_examples=40)
def test_images_are_loaded_only_when_asked(text):
    """Without images=True a page holds no picture, whatever the payload says."""
    assert [] == Page(answer_of(text).html()).all("img")
    assert [] == Page(answer_of(text)._repr_html_()).all("img")
    assert [] == [image for cell in cells_of(text) for image in Page(cell.html()).all("img")]
    for image in Page(answer_of(text).html(images=True)).all("img"):
        assert image["src"].lower().startswith(("http://", "https://"))
