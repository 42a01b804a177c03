"""Step 2, the answer: cards, a table, code; and a fault in one of them is told."""

from __future__ import annotations

import pytest

from moe_nb import Context, Workspace
from moe_nb.results.answer import DisplayedAnswer
from moe_nb.widgets.answer_view import AnswerView
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.zone_field import ZoneField

IMAGE = "https://shop.example.com/banners/default.jpg"


@pytest.fixture
def view(state):
    return AnswerView(state)


def test_before_an_answer_there_is_nothing(view):
    """No empty headings."""
    assert () == view.children


def test_an_answer_is_cards_a_table_and_code(view, state, words):
    """All three say the same."""
    state.answer = state.workspace.fetch(Context(hour=3), ["homepage-banner", "live-chat"])
    assert "Fern & Field" in words(view.cards.value)
    assert "no audience matched" in words(view.cards.value)
    assert "homepage-banner" in words(view.frame.value)
    assert ["Python", "cURL"] == [part["title"] for part in view.code.parts]
    assert "moe.Workspace.simulated()" in view.code.parts[0]["text"]
    assert (view.earlier, view.images, view.hour, view.cards, view.frame, view.code) == view.children


def test_another_answer_takes_the_place(view, state, words):
    """Nothing of the last answer stays, and no answer empties the view."""
    state.answer = state.workspace.fetch(keys="homepage-banner")
    state.answer = state.workspace.fetch(keys="live-chat", hour=7)
    assert "live-chat" in words(view.frame.value)
    assert "homepage-banner" not in words(view.cards.value) + words(view.frame.value) + str(view.code.parts)
    state.answer = None
    assert () == view.children


def test_images_are_loaded_only_when_wanted(view, state):
    """Drawing an answer asks no other server; the switch does, and back."""
    state.answer = state.workspace.fetch(keys="homepage-banner")
    assert "<img" not in view.cards.value
    view.images.value = True
    assert f'src="{IMAGE}"' in view.cards.value
    view.images.value = False
    assert "<img" not in view.cards.value


def test_the_switch_without_an_answer_does_no_harm(view, state):
    """It can be set before anything was asked."""
    view.images.value = True
    state.answer = state.workspace.fetch(keys="homepage-banner")
    assert "<img" in view.cards.value
    state.answer = None
    view.images.value = False
    assert state.error is None


@pytest.mark.parametrize(
    ("context", "keys"),
    [
        (Context(), None),
        (Context(day="Saturday", hour=19, user_agent="iPhone, with commas"), ["weekend-deals", "nope"]),
        (Context(customer_id='it\'s "u"', attributes={"odd name": "ünïcode \\ 鍵 👩 \u202e"}), ["promo-strip"]),
        (Context(user_identifiers={"u_em": "a@example.com"}, ip_address="2001:db8::1"), [f"k{n}" for n in range(27)]),
    ],
)
def test_the_shown_python_asks_the_same(view, state, executed, context, keys):
    """Copied into a cell it gives the same answer."""
    state.answer = state.workspace.fetch(context, keys)
    code = state.answer.python()
    again = executed(code)["_"]
    assert (state.answer.context, state.answer.outcomes) == (again.context, again.outcomes)
    assert view.children


def test_hostile_answers_stay_text(words):
    """Names and values of anybody are shown, not run, in cards, table and code."""
    state = PanelState(Workspace.simulated("edge_cases"))
    view = AnswerView(state)
    state.answer = state.workspace.fetch(keys="hostile", attributes={"<u>n</u>": "</pre><script>"})
    assert "alert('audience')" in words(view.cards.value)
    for drawn in (view.cards.value, view.frame.value):
        assert not [tag for tag in ("<script", "<img src=x", "<svg onload", "<i>name", "<u>n") if tag in drawn]
        assert not {"\u202e", "\x1b", "\x07"} & set(drawn)


def test_an_answer_that_cannot_be_drawn_is_an_error(view, state, until):
    """A broken answer is told in the panel, and the next one is drawn."""

    class Broken(Workspace):
        async def afetch(self, *_asked, **_fields):
            return DisplayedAnswer(None, self.source, self.environment)

    good, state.workspace = state.workspace, Broken.simulated()
    state.fetch(Context(), None)
    until(lambda: not state.busy)
    assert isinstance(state.error, AttributeError)
    state.workspace = good
    state.fetch(Context(), ["homepage-banner"])
    until(lambda: not state.busy)
    assert (None, 6) == (state.error, len(view.children))


def test_the_hour_is_told_on_the_panels_clock(state, words):
    """Whoever reads hours of India finds the answer's hour there, with UTC beside it."""
    clock = ZoneField()
    view = AnswerView(state, clock)
    state.answer = state.workspace.fetch(day="Monday", hour=20, keys="homepage-banner")
    assert "" == view.hour.value
    clock.zone.value = "Asia/Kolkata"
    assert "Monday, hour 20 UTC begins on Tuesday at 01:30 in Asia/Kolkata." == words(view.hour.value)
    state.answer = state.workspace.fetch(keys="homepage-banner")
    assert "" == view.hour.value
    clock.zone.value = "Asia/Nowhere"
    assert "" != words(clock.note.value)
