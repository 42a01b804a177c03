"""Numbers with their nouns, and lists in a sentence."""

from __future__ import annotations

import pytest

from moe_nb.core.words import counted, first_of, lasting, listed, percent


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 contexts"), (1, "1 context"), (2, "2 contexts"), (12_345, "12,345 contexts")],
)
def test_one_is_told_from_many(number, words):
    """Only one has no s at the end."""
    assert words == counted(number, "context")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (119, "119 s"), (120, "2 min"), (7033, "2 h"), (9000, "2.5 h"), (360_000_000, "100,000 h")],
)
def test_a_length_of_time_has_its_own_unit(seconds, words):
    """Nobody divides by sixty."""
    assert words == lasting(seconds)


def test_a_plural_can_be_named():
    """Where an s is not enough."""
    assert ("1 axis", "3 axes") == (counted(1, "axis", "axes"), counted(3, "axis", "axes"))


@pytest.mark.parametrize(
    ("texts", "last", "words"),
    [
        ([], "", ""),
        (["a"], "or", "a"),
        (["a", "b"], "or", "a or b"),
        (["a", "b", "c"], "and", "a, b and c"),
        (["a", "b"], "", "a, b"),
        (["iPhone, Safari", "iPad"], "or", "'iPhone, Safari' or iPad"),
        (["a; b", "c"], "", "'a; b', c"),
    ],
)
def test_names_in_a_list_are_told_apart(texts, last, words):
    """One with a comma of its own stands in quotes."""
    assert words == listed(texts, last)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["a", "b"], "a, b"),
        (["a", "b", "c"], "a, b, c"),
        (["a", "b", "c", "d"], "a, b and 2 more"),
        (["a, x", "b"], "a, x; b"),
    ],
)
def test_a_list_that_is_cut_says_how_many_more(texts, words):
    """One more than there may be is shown: "and 1 more" is no shorter."""
    assert words == first_of(texts, 2)


def test_a_list_that_is_cut_says_where_the_whole_one_is():
    """Where somebody told it."""
    assert "a and 2 more (in to_frames())" == first_of(["a", "b", "c"], 1, whole="in to_frames()")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.6, "60%"),
        (0.7000000000000001, "70%"),
        (1 / 3, "33.3%"),
        (0.999, "99.9%"),
        (0.9996, "99.96%"),
        (0.00001, "0.001%"),
        (0.99999999, "nearly 100%"),
        (0.00000001, "nearly 0%"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(share, said):
    """One in a thousand is not none of them."""
    assert said == percent(share)
