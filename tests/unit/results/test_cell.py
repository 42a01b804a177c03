"""One cell of a matrix: its words, its contexts, its cards."""

from __future__ import annotations

from html_page import Page
from made_runs import FAILED, NOT_SERVED, run_of, served

from moe_nb.core.answer import Outcome
from moe_nb.core.context import Context
from moe_nb.core.space import axis
from moe_nb.core.user_agent import describe_user_agent

SPACE = axis("hour", [7]) * axis("utm_medium", ["a", "b", "c", "d"])


CONTENTS = (served("1"), served("2"), NOT_SERVED, FAILED)


def cell(*codes, contents=CONTENTS):
    """The one cell of a run whose four contexts are joined."""
    return run_of(SPACE, codes, contents).matrix(rows="hour", columns="experience_key").cell(7, "k")


def test_a_cell_names_its_place_and_its_contexts():
    """Row and column, and every context behind it, in order."""
    got = cell(1, 1, 1, 1)
    assert "07 · k" == got.title
    assert [Context(hour=7, attributes={"utm_medium": one}) for one in "abcd"] == list(got.contexts)
    assert "07 · k: Gold / Variation 1 (4 contexts)" == repr(got)


def test_equal_answers_are_one_card():
    """Only different outcomes are shown, in the order of their contexts."""
    got = cell(2, 1, 2, 1)
    assert ["2", "1"] == [outcome.experience.variation_id for outcome in got.outcomes]
    assert 2 == len(Page(got.html()).all("section"))


def test_equal_failures_are_one_card():
    """A hundred calls that failed alike do not fill the screen."""
    got = cell(4, 4, 3, 4)
    assert [Outcome.FAILED, Outcome.NOT_SERVED] == [outcome.outcome for outcome in got.outcomes]
    assert "The service failed: 500" in Page(got.html()).text


def test_a_reading_names_long_labels_in_full():
    """A customer's number and name are not cut beside the matrix; a User-Agent's header stands behind its label."""
    label, agent = "kunde-00001 " + "Donaudampfschifffahrt" * 8, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7) Safari/604.1"
    space = axis("utm_medium", [label]) * axis("user_agent", [agent])
    page = Page(run_of(space, [1], CONTENTS).matrix("k").cell(0, 0).reading())
    assert 2 == page.text.count(label)
    assert f"user_agent {describe_user_agent(agent)}" in " ".join(page.text.split())
    assert [agent] == [chip["title"] for chip in page.all("span") if "title" in chip]
    assert [] == page.strangers


def test_a_cell_that_was_not_asked_still_names_its_key():
    """What is missing is missing for a key."""
    got = cell(0, 0, 0, 0)
    assert [("k", Outcome.NOT_ASKED)] == [(outcome.experience_key, outcome.outcome) for outcome in got.outcomes]
    assert "Not asked" == got.words


def test_the_payload_of_a_card_is_what_was_sent():
    """The card is read from the bytes kept in the run: other payloads of one variation stay apart."""
    got = cell(1, 2, 1, 2, contents=(served("1", value=" first "), served("1", value=" second ")))
    assert [" first ", " second "] == [outcome.experience.payload[0].value for outcome in got.outcomes]
