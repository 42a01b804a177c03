"""Whatever a service or a file says, in a real browser it is text: no script, no style, no request, no mathematics."""

from __future__ import annotations

import pytest
from hostile_families import CORPUS, SAMPLE
from hostile_results import answer_of
from hostile_views import AUDIT_PAGES, VIEWS
from playwright.sync_api import BrowserContext
from recorder import ATTRIBUTES, ELEMENTS, PROVOKE, STRANGERS, canary, made_page

from moe_nb.views.html import render

pytestmark = pytest.mark.browser

QUIET = {name: view for name, view in (VIEWS | AUDIT_PAGES).items() if name not in {"answer with images", "cells"}}
"""Every view, none of which may ask for anything."""
PAGES = 4
SHORT = [text for text in CORPUS if len(text) < 1000]


def check(context: BrowserContext, parts: list[str]) -> None:
    """Open a page of views and touch everything in it: it must do nothing, and its surroundings stay as they were."""
    with made_page(context, "<p>harmless</p>") as (page, _):
        before = canary(page)
    with made_page(context, _joined(parts)) as (page, recorder):
        assert before == canary(page)
        assert [] == page.evaluate(STRANGERS, ["main", ELEMENTS, ATTRIBUTES])
        page.evaluate(PROVOKE, "main")
        assert before == canary(page)
        assert len(parts) == page.locator("main > .part").count()
        assert [] == recorder.happened


def _joined(parts: list[str]) -> str:
    """Put views into one page; our own style sheet, the same in each, once."""
    style = str(render("badge.html", badge="test", name="x", text="x")).partition("<style>")[2].partition("</style>")[0]
    html = "".join(f"<div class=part>{part}</div>" for part in parts)
    return f"<style>{style}</style>{html.replace(f'<style>{style}</style>', '')}"


@pytest.mark.parametrize("number", range(PAGES))
def test_every_text_in_a_page(context: BrowserContext, number: int):
    """All texts, each in the next view, in pages that nothing protects."""
    names = list(QUIET)
    check(context, [QUIET[names[n % len(names)]](text) for n, text in enumerate(SHORT) if n % PAGES == number])


@pytest.mark.full
@pytest.mark.parametrize("view", QUIET)
def test_every_text_in_every_page(context: BrowserContext, view: str):
    """All texts in all views."""
    for start in range(0, len(CORPUS), 100):
        check(context, [QUIET[view](text) for text in CORPUS[start : start + 100]])


@pytest.mark.parametrize(
    ("attack", "sign"),
    [
        ("<img src=x onerror=alert(1)>", "dialog 1"),
        ("<script>1</script>", "script in"),
        ("<b onfocus=1>x</b>", "script in"),
        ("<details ontoggle=alert(1)>x</details>", "dialog 1"),
        ("<iframe></iframe>", "frame"),
        ("<img src=https://evil.example/a.png>", "request image https://evil.example/a.png"),
        ("<link rel=stylesheet href=//evil.example/x.css>", "request stylesheet https://evil.example/x.css"),
        ("<p style='background:url(//evil.example/x)'>x</p>", "request image https://evil.example/x"),
        ("<base href=//evil.example/>", "console"),
        ("<form action=//evil.example><button>x</button></form>", "<form action="),
        ("<a href='javascript:alert(1)'>x</a>", "A href=javascript:alert(1)"),
        ("<a id=x name=y>x</a>", "A name=y"),
        ("<style>#canary{transform:rotate(9deg)}</style>", "canary"),
        ("<style>main p{position:fixed}</style><p>x</p>", "P is fixed"),
        ("</main><p>x</p>", "canary"),
        ("<script>window.name = 'x'</script>", "canary"),
        ("<p style='position:fixed;inset:0'>x</p>", "canary"),
    ],
)
def test_the_page_hears_and_sees(context: BrowserContext, attack: str, sign: str):
    """An attack that comes through is noticed: the tests above can fail."""
    with made_page(context, "<p>harmless</p>") as (page, recorder):
        assert [] == [*recorder.happened, *page.evaluate(STRANGERS, ["main", ELEMENTS, ATTRIBUTES])]
        before = canary(page)
    with made_page(context, attack) as (page, recorder):
        page.evaluate(PROVOKE, "main")
        noticed = [*page.evaluate(STRANGERS, ["main", ELEMENTS, ATTRIBUTES]), *recorder.happened]
        noticed += [] if before == canary(page) else ["canary"]
    assert [] != [one for one in noticed if one.startswith(sign)]


def test_images_are_asked_for_only_when_wanted(context: BrowserContext):
    """With images on, addresses of the web are asked for pictures, without telling from where; nothing else is."""
    parts = [answer_of(text).html(images=True) for text in SAMPLE if len(text) < 1000]
    with made_page(context, _joined(parts)) as (page, recorder):
        page.evaluate("() => document.querySelectorAll('img').forEach(image => { image.loading = 'eager'; })")
        page.wait_for_function("() => [...document.images].every(image => image.complete)")
        assert [] == page.evaluate(STRANGERS, ["main", ELEMENTS, ATTRIBUTES])
        assert len(recorder.images) > 20
        assert {"http", "https"} >= {request.url.partition(":")[0] for request in recorder.images}
        assert [] == [request.headers for request in recorder.images if "referer" in request.headers]
        asked = ("request image http", "console Failed to load", "console Mixed Content")  # all of them are refused
        assert [] == [one for one in recorder.happened if not one.startswith(asked)]
