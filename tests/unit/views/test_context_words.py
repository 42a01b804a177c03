"""What contexts say, in words people read."""

from __future__ import annotations

from moe_nb.core.context import Context
from moe_nb.views.context_words import Said, said_in

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/26.0 Mobile/15E148 Safari/604.1"
)


def words_of(*contexts):
    return [(said.name, said.words) for said in said_in(contexts)]


def test_one_context_is_said_input_by_input():
    """An hour says that it is UTC, a User-Agent has its label in sight and the whole header behind it."""
    said = said_in([Context(day="Monday", hour=6, user_agent=IPHONE, attributes={"plan": "gold"})])
    assert Said("user_agent", "Safari on iPhone (Mobile)", IPHONE) in said
    assert {("day", "Monday"), ("hour", "06 UTC"), ("plan", "gold")} <= {(one.name, one.words) for one in said}
    assert [""] * 3 == [one.in_full for one in said if one.name != "user_agent"]


def test_a_header_that_has_no_label_is_said_once():
    """What is its own label hides nothing."""
    assert (Said("user_agent", "curl-like", ""),) == said_in([Context(user_agent="curl-like")])


def test_what_several_contexts_share_is_said_once():
    """Different values stand side by side, many are counted, and what one does not say is said to be missing."""
    contexts = [Context(hour=hour, attributes={"plan": "gold"}) for hour in (12, 13)]
    assert [("hour", "12 UTC / 13 UTC"), ("plan", "gold")] == words_of(*contexts)
    assert [("hour", "24 values")] == words_of(*(Context(hour=hour) for hour in range(24)))
    assert [("plan", "gold / (none)")] == words_of(Context(attributes={"plan": "gold"}), Context())


def test_hours_around_midnight_keep_their_day():
    """Two days and two hours are two times, not four."""
    contexts = Context(day="Sunday", hour=23), Context(day="Monday", hour=0)
    assert [("day and hour", "Sunday 23 UTC / Monday 00 UTC")] == words_of(*contexts)


def test_nothing_is_said_of_nothing():
    """A visitor of whom nothing is said has no words, and neither has no visitor."""
    assert [] == words_of(Context()) == words_of()
