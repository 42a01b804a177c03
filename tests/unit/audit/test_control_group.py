"""Cells that were served nothing as a control group is."""

from __future__ import annotations

import numpy as np
import pytest
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

import moe_nb as moe
from moe_nb.audit.control_group import control_cells
from moe_nb.core.run_table import NOT_ASKED

SPACE = moe.week() * moe.user_agents({"iPhone": "Mozilla/5.0 (iPhone)", "iPad": "Mozilla/5.0 (iPad)"})
PEOPLE = moe.axis("customer_id", [f"u-{number:02d}" for number in range(40)])


def lot(seed, size, share=0.1):
    """Return which of some contexts or visitors are drawn."""
    return (np.random.default_rng(seed).random(size) < share).tolist()


def found(space, content):
    """Return the contexts of a run with one key that are laid to a control group."""
    return control_cells(table_of(space, ["k"], lambda context, _key: content(context)))[:, 0].tolist()


def targeted(context):
    """Evenings on phones, weekends for everybody, otherwise nothing."""
    if "iPhone" in context.user_agent and context.hour > 17:
        return shown("2", "Evening")
    return shown("1", "Weekend") if context.day in {"Saturday", "Sunday"} else HOLE


@pytest.mark.parametrize("seed", range(8))
def test_what_a_lot_took_from_audiences_is_found(seed):
    """Cells that an audience would have got, and no others; one at an edge that was drawn altogether may be missed."""
    drawn = lot(seed, len(SPACE))
    draws = iter(drawn)
    served = [targeted(context) is not HOLE for context in SPACE]
    taken = [is_drawn and is_served for is_drawn, is_served in zip(drawn, served, strict=True)]
    cells = found(SPACE, lambda context: HOLE if next(draws) else targeted(context))
    assert not any(is_found and not is_taken for is_found, is_taken in zip(cells, taken, strict=True))
    assert sum(taken) - 2 <= sum(cells)


@pytest.mark.parametrize(
    "content",
    [
        targeted,
        lambda context: shown() if context.hour != 13 else HOLE,
        lambda context: HOLE if context.day == "Tuesday" and context.hour < 6 else shown(),
        lambda _context: HOLE,
        lambda _context: shown(),
        lambda _context: FAILED,
        lambda context: shown() if context.hour else NOT_ASKED,
    ],
    ids=["targeting", "an hour", "a night", "nobody", "everybody", "failed", "not asked"],
)
def test_what_rules_explain_is_no_lot(content):
    """A hole with edges is a hole."""
    assert not any(found(SPACE, content))


def test_a_paused_experience_has_no_control_group():
    """The cause must allow for it."""
    draws = iter(lot(1, len(SPACE)))
    assert not any(found(SPACE, lambda _context: PAUSED if next(draws) else shown()))


def test_a_few_of_many_visitors_who_are_never_served_are_a_lot():
    """All their cells, as nothing can be told of them; whom an audience excludes looks the same from outside."""
    drawn = lot(3, 40, 0.15)
    assert 3 <= sum(drawn)
    content = [HOLE if is_drawn else shown() for is_drawn in drawn]
    cells = found(PEOPLE * moe.days(), lambda context: content[int(context.customer_id[2:])])
    assert [is_drawn for is_drawn in drawn for _ in range(7)] == cells


@pytest.mark.parametrize("unserved", [1, 2, 20])
def test_one_or_two_visitors_or_half_of_them_are_no_lot(unserved):
    """A rule names the few, and half of all visitors is more than any control group."""
    cells = found(PEOPLE * moe.days(), lambda context: HOLE if int(context.customer_id[2:]) < unserved else shown())
    assert not any(cells)


def test_a_hole_within_a_lot_stays_a_hole():
    """Of a large audience that is served nothing on one day, the day is no lot; what is drawn on other days is."""
    space = PEOPLE * moe.days()
    drawn = lot(5, len(space))
    draws = iter(drawn)
    cells = found(space, lambda context: HOLE if next(draws) or context.day == "Tuesday" else shown())
    tuesday = [context.day == "Tuesday" for context in space]
    assert [is_drawn and not is_out for is_drawn, is_out in zip(drawn, tuesday, strict=True)] == cells


HOLES = {
    "afternoon": (20, lambda context: context.day == "Wednesday" and context.hour in range(12, 18)),
    "early afternoon": (10, lambda context: context.day == "Wednesday" and context.hour in range(12, 15)),
    "two hours": (5, lambda context: context.day == "Wednesday" and context.hour in {14, 15}),
    "a night on one device": (15, lambda context: "iPad" in context.user_agent and context.hour < 6),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", HOLES)
def test_a_solid_hole_beside_a_lot_is_no_part_of_it(name, seed):
    """Too many unserved cells side by side are no chance: what is drawn elsewhere is the lot, and nothing else."""
    percent, is_hole = HOLES[name]
    space = moe.week() * moe.user_agents.preset("devices")
    drawn = lot(seed, len(space), percent / 100)
    draws = iter(drawn)
    cells = found(space, lambda context: HOLE if next(draws) or is_hole(context) else shown())
    assert [is_drawn and not is_hole(context) for is_drawn, context in zip(drawn, space, strict=True)] == cells


def test_a_hole_of_few_cells_is_told_from_no_lot():
    """Four cells side by side come up by chance where a fifth is drawn: they are counted with it."""
    space = moe.week() * moe.user_agents.preset("devices")
    drawn = lot(2, len(space), 0.2)
    draws = iter(drawn)
    gone = [context.day == "Wednesday" and context.hour == 14 for context in space]
    cells = found(
        space,
        lambda context: HOLE if next(draws) or (context.day, context.hour) == ("Wednesday", 14) else shown(),
    )
    assert [is_drawn or is_gone for is_drawn, is_gone in zip(drawn, gone, strict=True)] == cells


def test_where_no_visitor_was_served_it_is_a_hole_for_those_of_a_lot_too():
    """On Wednesdays nobody is served: a region for everybody, and the drawn visitors are a lot on the other days."""
    drawn = lot(3, 40, 0.15)
    space = PEOPLE * moe.days()
    cells = found(
        space,
        lambda context: HOLE if drawn[int(context.customer_id[2:])] or context.day == "Wednesday" else shown(),
    )
    assert [drawn[int(one.customer_id[2:])] and one.day != "Wednesday" for one in space] == cells


def test_every_key_has_its_own_control_group():
    """In the order of the run."""
    draws = iter(lot(6, len(SPACE)))
    table = table_of(SPACE, ["a", "b"], lambda _c, key: shown() if key == "a" else HOLE if next(draws) else shown())
    cells = control_cells(table)
    assert (False, True) == (bool(cells[:, 0].any()), bool(cells[:, 1].any()))
