"""Which inputs matter."""

from __future__ import annotations

import numpy as np
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb.audit.sensitivity import effects_of
from moe_nb.audit.stability import stability_of
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import Space, axis
from moe_nb.sweep.user_agents import user_agents
from moe_nb.sweep.weeks import hours

DEVICES = user_agents.preset("devices")
MAIL = axis("utm_medium", ["email", None])


def effects(space, content):
    """Return axis to effect of a run with one key."""
    return {one.axis: one for one in effects_of(table_of(space, ["k"], lambda context, _key: content(context)))}


def by_device(context):
    """Return another audience on tablets, nothing on a PC."""
    return shown("1", "Tablets") if "iPad" in context.user_agent else HOLE if "Win" in context.user_agent else shown()


def test_an_axis_that_changes_nothing_is_told():
    """Compared in every situation, never changed."""
    found = effects(DEVICES * MAIL * hours([1, 2, 3]), by_device)
    assert [("user_agent", 6, 6), ("utm_medium", 12, 0), ("hour", 8, 0)] == [
        (one.axis, one.compared, one.audience_changed) for one in found.values()
    ]
    assert [True, False, False] == [one.matters for one in found.values()]
    assert () == found["hour"].flips


def test_few_examples_show_every_answer_an_axis_brings_about():
    """Two flips for three answers: the same visitor on another device."""
    flips = effects(hours([1, 2]) * DEVICES, by_device)["user_agent"].flips
    assert [
        "iPad: Audience Tablets / Variation 1; Windows PC: not served",
        "iPhone: Audience A / Variation 1; Windows PC: not served",
    ] == sorted(flip.words for flip in flips)
    assert {(2, 3), (0, 3)} == {(flip.first_index, flip.other_index) for flip in flips}


def test_examples_differ_in_that_axis_only():
    """Also for the outermost axis: its neighbours lie far apart in the run."""
    table = table_of(DEVICES * hours([1, 2]), ["k"], lambda context, _key: by_device(context))
    flips = [flip for effect in effects_of(table) for flip in effect.flips]
    assert 2 == len(flips)
    for flip in flips:
        first, other = table.space.context(flip.first_index), table.space.context(flip.other_index)
        assert (first.hour, True) == (other.hour, first.user_agent != other.user_agent)


def test_what_was_not_answered_is_not_compared():
    """An axis of which only one value was ever answered is neither dead nor alive."""
    found = effects(hours([1, 2]) * MAIL, lambda at: shown() if not at.attributes else NOT_ASKED)
    assert (0, None) == (found["utm_medium"].compared, found["utm_medium"].matters)
    assert (1, False) == (found["hour"].compared, found["hour"].matters)


def test_a_failure_is_no_change():
    """Between what failed and what was served there is no flip."""
    found = effects(hours([1, 2, 3]), lambda at: FAILED if at.hour == 2 else shown())
    assert (1, 0, ()) == (found["hour"].compared, found["hour"].audience_changed, found["hour"].flips)


def test_causes_are_no_answers():
    """Not served is not served, whatever the metadata said at that time."""
    assert 0 == effects(hours([1, 2]), lambda at: HOLE if at.hour == 1 else PAUSED)["hour"].audience_changed


def test_a_payload_alone_is_counted_by_itself():
    """The axis matters, though audience and variation stay: a name in a text, say."""
    people = axis("customer_id", ["asha", "ben"])
    found = effects(people * hours([1, 2]), lambda at: shown(payload=at.customer_id))
    person = found["customer_id"]
    assert (2, 0, 0, 2, ()) == (
        person.compared,
        person.audience_changed,
        person.variation_changed,
        person.payload_changed,
        person.flips,
    )
    assert person.matters
    assert (0, False) == (found["hour"].payload_changed, found["hour"].matters)


def test_another_variation_of_one_audience_is_told_apart():
    """It may be the split that drew anew; a situation in which the audience changes, too, counts as that."""
    said = {1: shown("1"), 2: shown("2"), 3: shown("2"), 4: HOLE}
    split = effects(hours([1, 2, 3]) * MAIL, lambda at: said[at.hour])["hour"]
    assert (2, 0, 2) == (split.compared, split.audience_changed, split.variation_changed)
    assert [True] == [flip.is_variation_only for flip in split.flips]
    both = effects(hours([1, 2, 3, 4]), lambda at: said[at.hour])["hour"]
    assert (1, 1, 0) == (both.compared, both.audience_changed, both.variation_changed)
    assert ["01: Audience A / Variation 1; 04: not served"] == [flip.words for flip in both.flips]


def test_each_key_has_its_own_effects():
    """Keys in the order of the run, within a key the axes in the order of the space."""
    table = table_of(hours([1, 2]) * MAIL, ["b", "a"], lambda at, key: HOLE if key == "a" and at.hour == 1 else shown())
    assert [("b", "hour", 0), ("b", "utm_medium", 0), ("a", "hour", 2), ("a", "utm_medium", 0)] == [
        (one.experience_key, one.axis, one.audience_changed) for one in effects_of(table)
    ]


def test_nothing_to_vary_nothing_to_say():
    """A space without axes, and a run without keys."""
    assert {} == effects(Space(()), lambda _at: HOLE)
    assert () == effects_of(table_of(hours([1, 2]), [], lambda _at, _key: HOLE))


def test_a_control_group_is_no_effect_of_an_input():
    """That a lot served somebody nothing is counted among the lines compared without it, and shown in no example.

    Of the line with two mediums one is left: nothing is compared there, and nothing counted.
    """
    table = table_of(
        hours([1, 2, 3]) * MAIL, ["k"], lambda at, _key: HOLE if at.hour == 2 and at.attributes else shown()
    )
    control = np.array([[at.hour == 2 and bool(at.attributes)] for at in table.space])
    by_hour, by_mail = effects_of(table, control=control)
    assert [(2, 0, 1, False, ()), (2, 0, 0, False, ())] == [
        (one.compared, one.audience_changed, one.control_changed, one.matters, one.flips) for one in (by_hour, by_mail)
    ]
    assert ["changed nothing, a control group left out", "changed nothing"] == [by_hour.words, by_mail.words]
    assert [(1, 0), (1, 0)] == [(one.audience_changed, one.control_changed) for one in effects_of(table)]


def test_an_audience_beside_a_control_group_still_matters():
    """Where the others differ too, it is the audience that changed, once."""
    said = {1: shown(), 2: HOLE, 3: shown(audience="B")}
    table = table_of(hours([1, 2, 3]), ["k"], lambda at, _key: said[at.hour])
    (effect,) = effects_of(table, control=np.array([[False], [True], [False]]))
    assert (1, 0) == (effect.audience_changed, effect.control_changed)
    assert "01: Audience A / Variation 1; 03: Audience B / Variation 1" == effect.words


def test_what_flickers_is_not_compared():
    """No flip rests on an answer that did not come again; it is counted, and not said to be unasked."""
    tables = [
        table_of(hours([1, 2, 3]), ["k"], lambda at, _key, odd=odd: HOLE if at.hour == odd else shown())
        for odd in (2, 0)
    ]
    (effect,) = effects_of(tables[0], stability=stability_of(tables))
    assert (1, 0, 1, ()) == (effect.compared, effect.audience_changed, effect.flickering, effect.flips)
    assert "changed nothing (1 context left out, as it flickers)" == effect.words


def test_a_payload_that_flickers_changes_no_payload():
    """A time of day in a text is no effect of the input; the audience is still compared."""
    tables = [
        table_of(
            hours([1, 2, 3]),
            ["k"],
            lambda at, _key, now=now: HOLE if at.hour == 3 else shown(payload=f"{at.hour}{now}"),
        )
        for now in "ab"
    ]
    (effect,) = effects_of(tables[0], stability=stability_of(tables))
    assert (1, 0, 0) == (effect.audience_changed, effect.payload_changed, effect.flickering)
    same = [table_of(hours([1, 2]), ["k"], lambda at, _key, now=now: shown(payload=f"{at.hour}{now}")) for now in "ab"]
    (effect,) = effects_of(same[0], stability=stability_of(same))
    assert (1, 0, False) == (effect.compared, effect.payload_changed, effect.matters)
    assert 1 == effects_of(same[0])[0].payload_changed


def test_nothing_steady_is_nothing_to_compare():
    """And the reason is told."""
    tables = [
        table_of(hours([1, 2]), ["k"], lambda at, _key, odd=odd: HOLE if at.hour != odd else shown()) for odd in (1, 2)
    ]
    (effect,) = effects_of(tables[0], stability=stability_of(tables))
    assert "nothing to compare (2 contexts left out, as they flicker)" == effect.words
