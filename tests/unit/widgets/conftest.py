"""The panel without a browser: inputs are set, buttons are clicked, and what comes of it is waited for."""

from __future__ import annotations

import re
from html import unescape

import pytest
from ipywidgets import Widget

from moe_nb.widgets.panel import panel
from moe_nb.widgets.state import PanelState


@pytest.fixture(autouse=True)
def closed_widgets():
    """Widgets end with their test; ipywidgets would keep every one of them."""
    yield
    Widget.close_all()


@pytest.fixture
def state(demo):
    """A panel's state on the simulator; nothing was asked yet."""
    return PanelState(demo)


@pytest.fixture
def connected(until):
    """Return a function that opens a panel and waits until its metadata is there."""
    opened = []

    def go(workspace=None):
        opened.append(panel(workspace))
        until(lambda: not opened[-1].state.busy)
        return opened[-1]

    yield go
    for one in opened:
        one.state.stop()
        until(lambda one=one: not one.state.busy)
        one.workspace.close()


@pytest.fixture
def p(connected):
    """A panel on the simulator, ready."""
    return connected()


@pytest.fixture
def press(until):
    """Return a function that clicks a button of a panel and waits until what it began is over."""

    def go(shown, button):
        button.click()
        until(lambda: not shown.state.busy)

    return go


@pytest.fixture(scope="session")
def send():
    """Return a function that delivers a message to a widget, as the kernel does when the page sends one."""

    def deliver(widget, content):
        widget.comm.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})

    return deliver


@pytest.fixture(scope="session")
def words():
    """Return a function that gives the text of a piece of HTML as a person reads it."""

    def text(html):
        return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())

    return text


@pytest.fixture(scope="session")
def executed():
    """Return a function that runs shown Python among *found* and gives all variables; ``_`` is the last line's."""

    def run(code, **found):
        *lines, last = code.strip().splitlines()
        exec("\n".join(lines), found)  # noqa: S102 - the toolkit's own code, as a user would paste it
        found["_"] = eval(last, found)  # noqa: S307 - as above
        return found

    return run
