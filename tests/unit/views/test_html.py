"""Templates: own style sheet, ids that never meet, strict about what is missing."""

from __future__ import annotations

import re

import pytest
from html_page import Page, own_style
from jinja2 import UndefinedError
from markupsafe import Markup

from moe_nb.core.answer import KeyOutcome, Outcome
from moe_nb.views.card import cards_html
from moe_nb.views.html import render


def test_ids_are_different_every_time():
    """The same answer drawn twice on one page has no id twice, and every heading that is named exists."""
    outcomes = [KeyOutcome(key, Outcome.NOT_SERVED) for key in ("a", "b", "a")]
    page = Page(cards_html(outcomes) + cards_html(outcomes))
    ids = [heading["id"] for heading in page.all("h3")]
    assert 6 == len(set(ids)) == len(ids)
    assert ids == [section["aria-labelledby"] for section in page.all("section")]


def test_every_page_brings_its_own_style_once():
    """A result looks right alone, in a saved notebook, without network or script."""
    html = str(render("badge.html", badge="test", name="TEST", text="hello"))
    assert 1 == html.count("<style>")
    assert [] == Page(html).strangers
    assert "@import" not in own_style()
    assert "url(" not in own_style()


def test_the_style_touches_only_our_own():
    """No rule of the style sheet reaches an element outside ours."""
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", own_style()))
    assert len(selectors) > 30
    assert [] == [one for rule in selectors for one in rule.split(",") if not one.strip().startswith(".moe")]


def test_a_missing_value_is_an_error():
    """A page is never drawn with a hole in it."""
    with pytest.raises(UndefinedError):
        render("badge.html", badge="test", name="TEST")


def test_markup_of_ours_is_not_escaped_twice():
    """What was drawn already can stand in a page."""
    assert "<b>x</b>" in render("badge.html", badge="test", name=Markup("<b>x</b>"), text="<i>")
    assert "&lt;i&gt;" in render("badge.html", badge="test", name="", text="<i>")
