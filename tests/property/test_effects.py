"""Inputs that matter: every number is counted again by plain loops over pairs of contexts, whatever was answered."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.sensitivity import effects_of
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable
from moe_nb.core.space import axis

CONTENTS = (
    NOT_ASKED,
    Content(Outcome.FAILED, error="no"),
    Content(Outcome.NOT_SERVED, Cause.NO_MATCH),
    Content(Outcome.NOT_SERVED, Cause.PAUSED),
    Content(Outcome.SERVED, None, "k", "A", "All", "1", payload_hash="one"),
    Content(Outcome.SERVED, None, "k", "A", "All", "1", payload_hash="two"),
    Content(Outcome.SERVED, None, "k", "A", "All", "2"),
    Content(Outcome.SERVED, None, "k", "B", "Bees", "1"),
)


@st.composite
def tables(draw):
    """Runs of one to three axes and two keys; some few contents, so that much stays the same."""
    space = None
    for name in draw(st.sampled_from(["a", "ab", "abc"])):
        one = axis(name, list(map(str, range(draw(st.integers(1, 4))))))
        space = one if space is None else space * one
    some = draw(st.lists(st.sampled_from(range(len(CONTENTS))), min_size=1, max_size=5))
    size = len(space) * 2
    codes = np.array(draw(st.lists(st.sampled_from(some), min_size=size, max_size=size)), np.int32).reshape(-1, 2)
    calls = np.zeros((len(space), 1), np.int64)
    return RunTable(space, ("x", "y"), codes, CONTENTS, calls, calls, calls)


def look(content):
    """Return what is compared: audience, variation and payload, each None where nothing was served."""
    served = content.outcome is Outcome.SERVED
    return (content.audience_id, content.variation_id, content.payload_hash) if served else (None, None, None)


def level(answers):
    """Return the first of audience, variation and payload in which some answers differ."""
    for name, length in (("audience", 1), ("variation", 2), ("payload", 3)):
        if len({answer[:length] for answer in answers}) > 1:
            return name
    return "nothing"


@given(tables())
def test_every_situation_is_counted_at_the_first_level_that_changed(table):
    """Audience before variation before payload; what failed or was not asked is compared with nothing."""
    shape = [len(one) for one in table.space.axes]
    at = list(product(*map(range, shape)))
    for effect in effects_of(table):
        number = [one.name for one in table.space.axes].index(effect.axis)
        situations = {}
        for index, place in enumerate(at):
            content = table.content(index, table.keys.index(effect.experience_key))
            if content.outcome in {Outcome.SERVED, Outcome.NOT_SERVED}:
                situations.setdefault((*place[:number], *place[number + 1 :]), []).append(look(content))
        compared = [answers for answers in situations.values() if len(answers) > 1]
        levels = [level(answers) for answers in compared]
        assert (len(compared), levels.count("audience"), levels.count("variation"), levels.count("payload")) == (
            effect.compared,
            effect.audience_changed,
            effect.variation_changed,
            effect.payload_changed,
        )
        assert flips_of(table, effect, at, number) == expected_of(compared)


def flips_of(table, effect, at, number):
    """Return the audiences that the examples show changing, and the variations that changed alone; check each."""
    audiences, variations = set(), set()
    for flip in effect.flips:
        places = [at[index] for index in (flip.first_index, flip.other_index)]
        assert [number] == [n for n in range(len(places[0])) if places[0][n] != places[1][n]]
        key = table.keys.index(effect.experience_key)
        got = [look(table.content(index, key)) for index in (flip.first_index, flip.other_index)]
        assert [look_[:2] if look_[0] else None for look_ in got] == [
            said and (said.audience_id, said.variation_id) for said in (flip.first, flip.other)
        ]
        assert flip.is_variation_only is (level(got) == "variation")
        if flip.is_variation_only:
            variations |= {answer[:2] for answer in got}
        else:
            audiences |= {answer[0] for answer in got}
    return audiences, variations


def expected_of(compared):
    """Return the audiences that meet another in some situation, and the variations that meet only another variation."""
    audiences, variations = set(), set()
    for answers in compared:
        for one, other in combinations(answers, 2):
            if level([one, other]) == "audience":
                audiences |= {one[0], other[0]}
            elif level(answers) == "variation" and level([one, other]) == "variation":
                variations |= {one[:2], other[:2]}
    return audiences, variations
