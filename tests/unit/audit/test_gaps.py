"""Where a key is served nothing."""

from __future__ import annotations

import numpy as np
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb.audit.gaps import gaps_of
from moe_nb.core.answer import Cause
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import Space, axis
from moe_nb.sweep.user_agents import user_agents
from moe_nb.sweep.weeks import days, hours, week

NIGHT = {22, 23, 0, 1, 2, 3, 4, 5}
WEEKEND = {"Saturday", "Sunday"}


def words(content, space=None):
    """Return the regions of the only gap of a week (or another space) in words."""
    table = table_of(week() if space is None else space, ["k"], lambda context, _key: content(context))
    (gap,) = gaps_of(table)
    return [region.words for region in gap.regions]


def test_a_hole_in_the_week_is_one_region():
    """Both ends of the hours belong to it."""
    assert ["Mon-Fri 00-05 UTC"] == words(lambda at: HOLE if at.hour < 6 and at.day not in WEEKEND else shown())


def test_a_night_runs_over_midnight():
    """And a long weekend over the turn of the week."""
    assert ["any day, 22-05 UTC"] == words(lambda at: HOLE if at.hour in NIGHT else shown())
    assert ["Sat-Mon UTC, any hour"] == words(lambda at: HOLE if at.day in {*WEEKEND, "Monday"} else shown())


def test_regions_overlap_rather_than_break():
    """Weekends and nights are two regions, the larger first, not three."""
    assert ["any day, 22-05 UTC", "Sat-Sun UTC, any hour"] == words(
        lambda at: HOLE if at.day in WEEKEND or at.hour in NIGHT else shown()
    )


def test_labels_of_axes_stand_for_their_values():
    """A region names the phone, not its header; "any" is any that was asked."""
    space = hours() * user_agents.preset("devices")
    assert ["any hour, iPad"] == words(lambda at: HOLE if "iPad" in at.user_agent else shown(), space)
    assert ["00-05 UTC, any User-Agent asked"] == words(lambda at: HOLE if at.hour < 6 else shown(), space)


def test_failed_and_unasked_contexts_are_no_holes():
    """A region ends where nobody knows, and none of them is counted."""
    states = {1: FAILED, 3: NOT_ASKED, 6: shown()}
    table = table_of(hours(range(7)), ["k"], lambda at, _key: states.get(at.hour, HOLE))
    (gap,) = gaps_of(table)
    assert (4, 5, 80.0) == (gap.contexts, gap.answered, gap.percent)
    assert ["00, 02, 04-05 UTC"] == [region.words for region in gap.regions]


def test_one_region_never_reaches_over_an_unknown_context():
    """In two dimensions the hole falls apart around it."""
    space = days(["Mon", "Tue"]) * hours([1, 2])
    told = words(lambda at: FAILED if (at.day, at.hour) == ("Tuesday", 2) else HOLE, space)
    assert ["Mon 01-02 UTC", "Mon-Tue 01 UTC"] == sorted(told)


def test_every_key_has_its_gap_and_its_causes():
    """A paused key is a gap with a cause; a key without holes has none, and says so."""
    said = {"all": shown(), "never": PAUSED}
    table = table_of(week(), ["all", "never", "some"], lambda at, key: said.get(key, HOLE if at.hour < 6 else shown()))
    gaps = gaps_of(table)
    assert [0, 168, 42] == [gap.contexts for gap in gaps]
    assert [{}, {Cause.PAUSED: 168}, {Cause.NO_MATCH: 42}] == [gap.causes for gap in gaps]
    assert [(), ("any day, any hour",), ("any day, 00-05 UTC",)] == [
        tuple(region.words for region in gap.regions) for gap in gaps
    ]


def test_a_region_has_a_witness():
    """The first of its contexts in the run, also where the axes stand the other way round."""
    for space in (days() * hours(), hours() * days()):
        (gap,) = gaps_of(
            table_of(space, ["k"], lambda at, _key: HOLE if at.hour > 20 and at.day == "Friday" else shown())
        )
        context = space.context(gap.regions[0].first_index)
        assert ("Friday", 21) == (context.day, context.hour)


def test_too_many_regions_are_counted():
    """Scattered holes: the regions that are named, and how many contexts lie outside them."""
    space = axis("a", map(str, range(40))) * axis("b", map(str, range(40)))
    table = table_of(space, ["k"], lambda at, _key: HOLE if at.attributes["a"] == at.attributes["b"] else shown())
    (gap,) = gaps_of(table, most_regions=10)
    assert (40, 10, 30) == (gap.contexts, len(gap.regions), gap.not_described)


def test_what_is_scattered_as_a_control_group_is_lies_in_no_region():
    """Regions and scattered contexts together are exactly the gap; the first of them is a witness."""
    drawn = {("Tuesday", 3), ("Friday", 17)}
    table = table_of(week(), ["k"], lambda at, _key: HOLE if (at.day, at.hour) in drawn or at.hour > 20 else shown())
    control = np.array([[(at.day, at.hour) in drawn] for at in table.space])
    (gap,) = gaps_of(table, control=control)
    assert ["any day, 21-23 UTC"] == [region.words for region in gap.regions]
    assert (23, 21, 2, 27) == (
        gap.contexts,
        gap.regions[0].contexts,
        gap.scattered.contexts,
        gap.scattered.first_index,
    )
    assert None is gaps_of(table)[0].scattered


def test_a_space_without_axes_can_be_a_gap():
    """One context, one region."""
    assert ["the only context"] == words(lambda _at: HOLE, Space(()))


def test_no_keys_no_gaps():
    """Nothing was asked for."""
    assert () == gaps_of(table_of(hours([1]), [], lambda _at, _key: HOLE))


def test_customers_who_get_nothing_anywhere_are_named_beside_what_is_scattered():
    """A control group by visitor looks the same, so both are said: how the contexts lie, and whose they are."""
    space = axis("customer_id", [f"u{number}" for number in range(5)]) * axis("utm_medium", ["a", "b"])
    codes = np.array([[0 if context.customer_id in {"u0", "u1", "u3", "u4"} else 1] for context in space])
    table = table_of(space, ["k"], lambda context, _key: HOLE if context.customer_id != "u2" else shown("1"))
    (gap,) = gaps_of(table, control=codes == 0)
    assert (
        "8 contexts scattered as a control group is (nothing in any context: 4 customers, u0, u1, u3 and 1 more)"
        == (gap.scattered.words)
    )
    assert gap.scattered.words_in_full.endswith("4 customers, u0, u1, u3, u4)")
