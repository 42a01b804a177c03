"""Cards: one per key, everything a person needs to know about it in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from html_page import Page

from moe_nb.core.answer import Answer, Cause, Experience, KeyOutcome, Outcome, Variable
from moe_nb.core.context import Context
from moe_nb.core.errors import ServerError
from moe_nb.views.card import answer_html, answer_text, card_view, cards_html

CONTEXT = {"experience": "Banner", "audience_name": "Gold", "audience_id": "42D", "moe_variation_id": "02"}


def served(payload=(), key="k", **context):
    return KeyOutcome(key, Outcome.SERVED, experience=Experience(key, tuple(payload), context))


def answer(*outcomes, context=None, **more):
    facts = {"status": 200, "elapsed_s": 1.2345, "asked_at": datetime(2026, 11, 23, 12, tzinfo=UTC)} | more
    return Answer(context or Context(), outcomes, None, **facts)


def test_a_served_card_names_experience_audience_and_variation():
    """Ids are texts and keep their zeros."""
    card = card_view(served(**CONTEXT))
    assert ("Banner", "k", "Gold (42D)", "02") == (card.title, card.key, card.audience, card.variation)


def test_what_the_service_left_out_is_said():
    """Nothing reads as an empty place: a missing name, id or title is named or replaced."""
    card = card_view(served([Variable("T", "x")]))
    assert ("k", "(no name)", "(none sent)") == (card.title, card.audience, card.variation)
    assert "(no name) (42D)" == card_view(served(audience_id="42D")).audience
    assert "Gold" == card_view(served(audience_name="Gold")).audience


def test_a_variation_called_zero_is_shown():
    """0 is an id, not nothing."""
    assert "0" == card_view(served(moe_variation_id=0)).variation


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_is_explained(cause):
    """A card that was not served says why in a sentence."""
    card = card_view(KeyOutcome("k", Outcome.NOT_SERVED, cause))
    assert ("Not served", cause) == (card.title, card.cause)
    assert card.meaning.endswith(".")


def test_no_two_causes_are_explained_alike():
    """Different causes lead to different work."""
    assert 5 == len({card_view(KeyOutcome("k", Outcome.NOT_SERVED, cause)).meaning for cause in Cause})


def test_without_a_cause_it_is_not_known():
    """Nothing is guessed."""
    assert Cause.NOT_KNOWN == card_view(KeyOutcome("k", Outcome.NOT_SERVED)).cause


def test_a_failed_card_says_what_failed_and_what_to_do():
    """The error's own words and its hint are on the card."""
    error = ServerError("It broke.", status=503, hint="Try again.")
    text = Page(cards_html([KeyOutcome("k", Outcome.FAILED, error=error)])).text
    assert "503 The service failed: It broke. Try again." in text
    assert "Not asked" == card_view(KeyOutcome("k", Outcome.NOT_ASKED)).title
    assert "Failed" == card_view(KeyOutcome("k", Outcome.FAILED)).title


def test_every_key_has_its_own_card():
    """Cards come in the order of the keys, served or not."""
    outcomes = [served(key="b", **CONTEXT), KeyOutcome("a", Outcome.NOT_SERVED), KeyOutcome("c", Outcome.FAILED)]
    page = Page(cards_html(outcomes))
    assert 3 == len(page.all("section"))
    assert page.text.index("b") < page.text.index("Not served") < page.text.index("Failed")


def test_a_card_without_variables_says_so():
    """An audience without payload is not an empty box."""
    assert "No payload variables." in Page(cards_html([served(**CONTEXT)])).text


def test_variables_come_in_the_order_sent():
    """Names are row headers, types stand beside them."""
    page = Page(cards_html([served([Variable("Zulu", "1", "string"), Variable("Alpha", 2, "double")])]))
    assert [{"scope": "row"}] * 2 == page.all("th")
    assert page.text.index("Zulu") < page.text.index("string") < page.text.index("Alpha") < page.text.index("double")


@pytest.mark.parametrize(("images", "count"), [(False, 0), (True, 1)])
def test_an_image_is_loaded_only_when_asked(images, count):
    """The browser fetches nothing by itself; the address can be followed either way, with no referrer."""
    picture = Variable("Hero", "https://cdn.example.com/a.png?x=1&y=2")
    page = Page(cards_html([served([picture])], images=images))
    assert count == len(page.all("img"))
    assert [picture.value] == [link["href"] for link in page.all("a")]
    assert {"noopener noreferrer"} == {link["rel"] for link in page.all("a")}
    assert ("not loaded" in page.text) is not images
    for image in page.all("img"):
        assert ("Hero", "no-referrer") == (image["alt"], image["referrerpolicy"])


def test_an_answer_shows_what_was_asked_and_how_it_went():
    """Context, served of asked, time, calls and quota stand above the cards."""
    context = Context(customer_id="u-42", day="Sat", hour=7, attributes={"utm_medium": "email"})
    outcomes = served(**CONTEXT), KeyOutcome("b", Outcome.NOT_SERVED)
    got = answer(*outcomes, context=context, calls=2, remaining=9_998, notes=("Odd.",))
    page = Page(answer_html(got, badge="live")).text
    for said in ("LIVE", "u-42", "Saturday", "07 UTC", "utm_medium", "email", "Odd."):
        assert said in page
    assert "1 of 2 served · 1,234 ms · 2 calls · 9,998 requests left this minute" in page


def test_one_call_is_not_plural():
    """Facts that are not known are left out."""
    assert "0 of 0 served · 1,234 ms · 1 call\n" in Page(answer_html(answer())).text


def test_an_answer_with_nothing_says_so():
    """No experience and no context are results too."""
    page = Page(answer_html(answer())).text
    assert "Nothing is served" in page
    assert "an anonymous visitor" in page
    assert "Answer for an anonymous visitor\n  nothing is served in this situation" == answer_text(answer())


def test_a_terminal_gets_one_line_per_key():
    """Outcome and cause, or audience and variation, stand behind the key."""
    outcomes = [
        served(**CONTEXT),
        KeyOutcome("b\nc", Outcome.NOT_SERVED, Cause.PAUSED),
        KeyOutcome("d", Outcome.FAILED),
    ]
    assert [
        "Answer for hour=07 UTC",
        "  k: served (Gold (42D), variation 02)",
        r"  b\nc: not served (paused)",
        "  d: failed (the request failed)",
    ] == answer_text(answer(*outcomes, context=Context(hour=7))).split("\n")


def test_what_was_served_comes_first():
    """Then what failed, then what was not served; within each the order of the question stays."""
    missing = KeyOutcome("a", Outcome.NOT_SERVED, cause=Cause.PAUSED)
    failed = KeyOutcome("b", Outcome.FAILED, error=ServerError("no", status=500))
    html = str(answer_html(answer(missing, failed, served(key="c"), served(key="d"))))
    places = [html.index(f"<code>{key}</code>") for key in "cdba"]
    assert sorted(places) == places
