"""Rows of name and value: added, removed, and none of them lost."""

from __future__ import annotations

import pytest

from moe_nb.core.errors import UsageError
from moe_nb.widgets.pairs_field import PairsField


@pytest.fixture
def attributes():
    return PairsField("attribute", ("utm_medium", "email"))


def rows(shown):
    return shown.children[:-2]


def test_no_rows_are_no_pairs(attributes):
    """An untouched field sends nothing."""
    assert ({}, ()) == (attributes.pairs(), rows(attributes))


def test_rows_are_added_and_filled(attributes):
    """Each click adds an empty row; what is typed is there in order, values as typed."""
    attributes.add.click()
    attributes.add.click()
    for row, (name, value) in zip(rows(attributes), [(" utm_medium ", " e mail "), ("vip", "")], strict=True):
        row.children[0].value, row.children[1].value = name, value
    assert [("utm_medium", " e mail "), ("vip", "")] == list(attributes.pairs().items())


def test_an_empty_row_is_left_out(attributes):
    """It does no harm."""
    attributes.add.click()
    attributes.add_row("a", "1")
    attributes.add_row("  ", " ")
    assert ({"a": "1"}, "") == (attributes.pairs(), attributes.note.value)


def test_a_value_without_a_name_is_said(attributes, words):
    """It would be lost without a word: it is told beside the rows, until it has a name or is gone."""
    attributes.add_row("a", "1")
    attributes.add_row("  ", "forgotten")
    with pytest.raises(UsageError, match="Attribute 2 has a value and no name"):
        attributes.pairs()
    assert "Attribute 2 has a value and no name" in words(attributes.note.value)
    rows(attributes)[1].children[0].value = "b"
    assert ({"a": "1", "b": "forgotten"}, "") == (attributes.pairs(), attributes.note.value)


def test_the_right_row_is_removed(attributes):
    """Remove takes its own row, also when another one looks the same."""
    for value in ("1", "2", "3"):
        attributes.add_row("a", value)
    middle = rows(attributes)[1]
    middle.children[2].click()
    assert ["1", "3"] == [row.children[1].value for row in rows(attributes)]


def test_a_name_given_twice_is_said(attributes):
    """One of two values would be lost without a word; removing a row mends it."""
    attributes.add_row("utm_medium", "email")
    attributes.add_row(" utm_medium", "social")
    with pytest.raises(UsageError, match="attribute 'utm_medium' stands twice"):
        attributes.pairs()
    rows(attributes)[1].children[2].click()
    assert {"utm_medium": "email"} == attributes.pairs()


def test_every_change_is_told(attributes):
    """Adding, typing and removing reach whoever listens."""
    told = []
    attributes.on_change(lambda: told.append(attributes.pairs()))
    attributes.add.click()
    row = rows(attributes)[0]
    row.children[0].value = "a"
    row.children[1].value = "1"
    row.children[2].click()
    assert [{}, {"a": ""}, {"a": "1"}, {}] == told


def test_values_of_several_lines():
    """An axis takes one value per line."""
    axes = PairsField("axis", ("utm_medium", "one value per line"), lines=True)
    axes.add_row("utm_medium", "email\nsocial, paid")
    assert {"utm_medium": "email\nsocial, paid"} == axes.pairs()
