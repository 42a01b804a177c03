"""Where several experiences of one slot are served to the same visitor."""

from __future__ import annotations

import pytest
from made_tables import FAILED, HOLE, shown, table_of

from moe_nb.audit.overlap import overlaps_of
from moe_nb.core.errors import AuditError
from moe_nb.core.space import axis
from moe_nb.sweep.weeks import hours, week

FIRST_HOUR = {"morning": 6, "day": 9, "evening": 18}
LAST_HOUR = {"morning": 11, "day": 19, "evening": 23}


def served(context, key):
    """Return what three experiences of one banner get."""
    return shown(key=key) if FIRST_HOUR[key] <= context.hour <= LAST_HOUR[key] else HOLE


def found(slots, content=served, keys=("morning", "day", "evening")):
    """Return the overlaps of a week in words."""
    overlaps = overlaps_of(table_of(week(), keys, content), slots)
    return [(one.slot, one.experience_keys, one.contexts, [region.words for region in one.regions]) for one in overlaps]


def test_two_experiences_at_once_are_named_with_where():
    """The pair with most contexts first; pairs that never meet are not listed."""
    assert [
        ("banner", ("morning", "day"), 21, ["any day, 09-11 UTC"]),
        ("banner", ("day", "evening"), 14, ["any day, 18-19 UTC"]),
    ] == found({"banner": ["morning", "day", "evening"]})


def test_three_at_once_are_counted_once():
    """A context stands under exactly the keys that were served in it."""
    assert [("all", ("morning", "day", "evening"), 168, ["any day, any hour"])] == found(
        {"all": ["morning", "day", "evening"]}, lambda _at, key: shown(key=key)
    )


def test_only_keys_of_one_slot_meet():
    """Different places of a page may be filled at once."""
    assert [] == found({"top": ["morning"], "bottom": ["day", "day"], "nowhere": []})


def test_a_failed_key_is_not_called_served():
    """Nobody knows whether it met another."""
    assert [] == found({"banner": ["morning", "day"]}, lambda _at, key: FAILED if key == "day" else shown())


def test_an_unknown_key_is_refused():
    """The message names slot and key."""
    with pytest.raises(AuditError, match=r"Slot 'banner'.*'noon'"):
        found({"banner": ["morning", "noon"]})


def test_a_text_is_no_list_of_keys():
    """It would be read letter by letter."""
    with pytest.raises(AuditError, match="one text"):
        found({"banner": "morning"})


def test_a_slot_has_62_keys_at_most():
    """One more is refused before anything is counted wrong; 62 are counted right."""
    keys = [f"k{number}" for number in range(63)]
    table = table_of(hours([1]), keys, lambda _at, key: shown(key=key))
    assert [62] == [len(one.experience_keys) for one in overlaps_of(table, {"slot": keys[:62]})]
    with pytest.raises(AuditError, match="63 keys"):
        overlaps_of(table, {"slot": keys})


def test_too_many_regions_are_counted():
    """What lies outside those that are named."""
    space = axis("a", map(str, range(30))) * axis("b", map(str, range(30)))
    table = table_of(
        space, ["x", "y"], lambda at, key: shown(key=key) if at.attributes["a"] == at.attributes["b"] else HOLE
    )
    (overlap,) = overlaps_of(table, {"slot": ["x", "y"]}, most_regions=10)
    assert (30, 10, 20) == (overlap.contexts, len(overlap.regions), overlap.not_described)
