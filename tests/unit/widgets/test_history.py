"""Names of what is at hand: short, telling, harmless."""

from __future__ import annotations

import re

from moe_nb import Context, hours, user_agents
from moe_nb.widgets.history import kept_answer, kept_run


def test_an_answer_is_called_after_its_question(demo):
    """When, what was said, and how much was served."""
    name = kept_answer(demo.fetch(Context(day="Monday", hour=7, customer_id="u-42"), ["homepage-banner", "nope"])).name
    assert re.fullmatch(r"\d\d:\d\d:\d\d UTC: u-42, Monday, hour 07 \(1 of 2 served\)", name)


def test_an_empty_question_has_a_name_too(demo):
    """An anonymous visitor of whom nothing was said."""
    assert "UTC: nothing said (1 of 1 served)" in kept_answer(demo.fetch(keys="homepage-banner")).name


def test_long_and_odd_questions_stay_on_one_line(demo):
    """A header is cut, and what would turn the text around is shown as it is."""
    context = Context(user_agent="x" * 500, attributes={"a": "line\nbreak\u202e"})
    name = kept_answer(demo.fetch(context, ["homepage-banner"])).name
    assert len(name) < 150
    assert not {"\n", "\u202e"} & set(name)


def test_answers_that_differ_in_an_attribute_have_different_names(demo):
    """A header is called by its label, so that what comes after it is still in sight."""
    phone = user_agents.preset("phones").axes[0].values[0]
    asked = [Context(user_agent=phone, attributes={"utm_medium": medium}) for medium in ("email", "social")]
    first, second = (kept_answer(demo.fetch(context, ["homepage-banner"])).name.split(" UTC: ")[1] for context in asked)
    assert first.endswith(", utm_medium=email (1 of 1 served)")
    assert second.endswith(", utm_medium=social (1 of 1 served)")
    assert "Mozilla" not in first


def test_a_run_is_called_after_its_axes(demo):
    """When it began, what was varied, whom it asked."""
    run = demo.sweep(hours([7, 8]) * user_agents.preset("devices"), keys=["homepage-banner"])
    assert kept_run(run).name.endswith(" UTC: 2 hour × 4 user_agent (SIMULATOR)")
    assert run is kept_run(run).run
