"""A dollar sign in an answer stays one: neither JupyterLab nor a page of nbconvert makes mathematics of our texts."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hostile_views import AUDIT_PAGES, VIEWS

TEXT = "costs $5 or $6"
LEFT_ALONE = {"mathjax_ignore", "tex2jax_ignore"}
"""The classes whose elements MathJax 3 (JupyterLab, Notebook 7) and MathJax 2 (pages of nbconvert) leave alone."""
VOID = {"br", "img", "meta"}


class Mathematics(HTMLParser):
    """Collects the texts with a dollar sign that MathJax would read.

    Attributes:
        read: The texts.
        seen: How many texts with a dollar sign there are at all.
    """

    def __init__(self, html):
        super().__init__()
        self.read, self.seen, self._open = [], 0, [set()]
        self.feed(str(html))

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self._open.append(self._open[-1] | LEFT_ALONE & set((dict(attrs).get("class") or "").split()))

    def handle_endtag(self, _tag):
        self._open.pop()

    def handle_data(self, data):
        if "$" in data:
            self.seen += 1
            if self._open[-1] != LEFT_ALONE:
                self.read.append(data)


@pytest.mark.parametrize("view", VIEWS | AUDIT_PAGES)
def test_no_view_is_read_as_mathematics(view):
    """Every text of every view stands inside an element that says so to both versions of MathJax."""
    found = Mathematics((VIEWS | AUDIT_PAGES)[view](TEXT))
    assert found.seen
    assert [] == found.read
