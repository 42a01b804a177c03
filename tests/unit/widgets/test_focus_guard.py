"""What the page is answered, so that nothing it sends overtakes what was sent before."""

from __future__ import annotations

import pytest
from ipywidgets import Text

from moe_nb.widgets.focus_guard import FocusGuard


class Heard(FocusGuard):
    """A guard that writes down what it sends to the page."""

    def __init__(self):
        self.heard = []
        super().__init__()

    def send(self, content, buffers=None):
        self.heard.append((content, buffers))


@pytest.fixture
def guard():
    return Heard()


def test_every_wish_gets_its_turn(guard, send):
    """Enter and clicks are held back until the kernel has taken what was typed before; each is answered by number."""
    for number in (1, 2):
        send(guard, {"kind": "turn", "number": number})
    assert [({"kind": "turn", "number": 1}, None), ({"kind": "turn", "number": 2}, None)] == guard.heard


@pytest.mark.parametrize("content", [{"kind": "other"}, {}, "turn", None, 7, ["turn"]])
def test_other_messages_are_left_alone(guard, send, content):
    """What is no wish is not answered."""
    send(guard, content)
    assert [] == guard.heard


def test_a_widget_is_watched_once(guard):
    """However often the panel names it."""
    part = Text()
    guard.watch([part])
    guard.watch([part])
    assert [part.model_id] == guard.inputs
