"""The fewest contexts that show everything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from made_tables import FAILED, HOLE, shown, table_of

from moe_nb.audit.witnesses import checklist_of, witnesses_of
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import axis
from moe_nb.sweep.weeks import hours


def listed(space, keys, content):
    """Return hour, key, audience and variation of everything there is to see, in order."""
    return [
        (witness.context.hour, one.experience_key, one.variation.audience_id, one.variation.variation_id)
        for witness in witnesses_of(table_of(space, keys, content))
        for one in witness.shows
    ]


def test_one_context_shows_several_keys():
    """Hour 3 shows both, so hours 1 and 2 need not be looked at."""
    served = {(1, "a"), (2, "b"), (3, "a"), (3, "b")}
    assert [(3, "a", "A", "1"), (3, "b", "A", "1")] == listed(
        hours([1, 2, 3]), ["a", "b"], lambda at, key: shown(key=key) if (at.hour, key) in served else HOLE
    )


def test_everything_is_listed_once():
    """Each variation of each audience, at the first context that shows it where nothing else decides."""
    said = {1: shown("1"), 2: shown("1"), 3: shown("2"), 4: shown("1", "B"), 5: HOLE, 6: FAILED, 7: NOT_ASKED}
    assert [(1, "k", "A", "1"), (3, "k", "A", "2"), (4, "k", "B", "1")] == listed(
        hours(range(1, 8)), ["k"], lambda at, _key: said[at.hour]
    )


def test_a_context_the_others_make_superfluous_is_left_out():
    """The greedy first choice shows four of six things; two others show all six between them."""
    things = {1: "abcd", 2: "abe", 3: "cdf"}
    table = table_of(
        hours([1, 2, 3]), list("abcdef"), lambda at, key: shown(key=key) if key in things[at.hour] else HOLE
    )
    witnesses = witnesses_of(table)
    assert [2, 3] == [witness.context.hour for witness in witnesses]
    assert list("abecdf") == [one.experience_key for witness in witnesses for one in witness.shows]


def test_another_payload_is_nothing_new():
    """A personalised text does not need a look of its own."""
    people = axis("customer_id", [f"u-{number}" for number in range(20)])
    assert 1 == len(witnesses_of(table_of(people, ["k"], lambda at, _key: shown(payload=at.customer_id))))


def test_nothing_served_nothing_to_see():
    """No witnesses; nor for a run without keys."""
    assert () == witnesses_of(table_of(hours([1, 2]), ["k"], lambda _at, _key: HOLE))
    assert () == witnesses_of(table_of(hours([1, 2]), [], lambda _at, _key: HOLE))


def test_very_many_different_contexts_are_told_apart():
    """Thirty keys in any combination are more than can be counted through; still every thing is shown once."""
    keys = [f"k{number:02d}" for number in range(30)]
    space = axis("customer_id", [f"u-{number}" for number in range(300)])

    def content(context, key):
        number = int(context.customer_id[2:]) * 2654435761 % 2**32
        return shown(str(number >> int(key[1:]) & 1), key=key)

    witnesses = witnesses_of(table_of(space, keys, content))
    seen = [(one.experience_key, one.variation.variation_id) for witness in witnesses for one in witness.shows]
    assert sorted(seen) == [(key, variation) for key in keys for variation in "01"]


def test_the_fewest_are_found_where_taking_the_most_telling_is_not_enough():
    """Two contexts show six keys; the one that shows most takes two more beside it."""
    things = {1: "abcd", 2: "abe", 3: "cdf", 4: "e", 5: "f"}
    found = checklist_of(
        table_of(
            hours([1, 2, 3, 4, 5]), list("abcdef"), lambda at, key: shown(key=key) if key in things[at.hour] else HOLE
        )
    )
    assert ([2, 3], True) == ([witness.context.hour for witness in found.witnesses], found.is_fewest)
    assert found.words.startswith("The fewest contexts")


def test_the_fewest_are_found_where_every_greedy_choice_is_needed():
    """Greedy takes three rows none of which can be left out; two others are enough."""
    things = {1: "bcef", 2: "abc", 3: "def", 4: "a", 5: "d"}
    found = checklist_of(
        table_of(hours(range(1, 6)), list("abcdef"), lambda at, key: shown(key=key) if key in things[at.hour] else HOLE)
    )
    assert ([2, 3], True) == ([witness.context.hour for witness in found.witnesses], found.is_fewest)


def test_fewest_is_not_said_of_what_was_not_proven():
    """Many visitors with many keys at random: few contexts, and no claim that fewer do not exist."""
    dice = np.random.default_rng(0)
    space, keys = axis("customer_id", [f"u-{number}" for number in range(1200)]), [f"k{n:02d}" for n in range(150)]
    codes = (dice.random((1200, 150)) < 0.05).astype(np.int32) + 1
    table = replace(table_of(axis("customer_id", ["u"]), keys, lambda _at, _key: HOLE), space=space, codes=codes)
    found = checklist_of(replace(table, contents=(NOT_ASKED, HOLE, shown())))
    assert not found.is_fewest
    assert found.words.startswith("Few contexts")
    assert 150 == sum(len(witness.shows) for witness in found.witnesses)
