"""Coverage, gaps, overlaps, inputs that matter and witnesses of generated worlds, held against the worlds themselves.

Every expectation is counted here by plain loops over what the world says of each context.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import numpy as np
from generated_worlds import SOME_WORLDS, Audience, Conditions, conditions, swept, table_of, worlds
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.combinations import MOST_MISSING, space_coverage
from moe_nb.audit.control_group import control_cells
from moe_nb.audit.coverage import coverage_of, not_observed
from moe_nb.audit.gaps import gaps_of
from moe_nb.audit.overlap import overlaps_of
from moe_nb.audit.sensitivity import effects_of
from moe_nb.audit.witnesses import witnesses_of

SEEDS = st.integers(0, 2**32)


def masks(world, seed):
    """Return which contexts are asked and which of them fail; every third run is whole."""
    dice = np.random.default_rng(seed)
    size = int(np.prod(world.shape))
    if seed % 3 == 0:
        return np.ones(size, bool), np.zeros(size, bool)
    asked = dice.random(size) < dice.random()
    return asked, asked & (dice.random(size) < 0.1)


def partly(world, seed):
    """Return the table of a partly asked world, and per key and context: "not known", "nothing" or an audience."""
    asked, failed = masks(world, seed)
    said = {
        key: [
            "not known" if fails or not is_asked else ("nothing" if number < 0 else world.experiences[key][number])
            for number, is_asked, fails in zip(world.winners(key).reshape(-1).tolist(), asked, failed, strict=True)
        ]
        for key in world.keys
    }
    return table_of(world, asked, failed), said


def places(world):
    """Return the coordinates of every context, in the order of the space."""
    return list(product(*(range(length) for length in world.shape)))


def inside(regions):
    """Return the coordinates of every context in some regions."""
    return set().union(*(set(product(*region.box.positions)) for region in regions))


def is_served(answer):
    """Say whether an answer is an audience."""
    return isinstance(answer, Audience)


@SOME_WORLDS
@given(worlds(), SEEDS)
def test_every_answer_is_counted(world, seed):
    """Asked, served, failed and not served; every audience with its contexts and the first that showed it."""
    asked, failed = masks(world, seed)
    table, said = partly(world, seed)
    for one in coverage_of(table):
        answers = said[one.experience_key]
        counts = [len(answers), asked.sum(), failed.sum(), sum(map(is_served, answers)), answers.count("nothing")]
        assert counts == [one.total, one.asked, one.failed, one.served, sum(one.not_served.values())]
        seen = Counter(answer.id for answer in answers if is_served(answer))
        first = {answer.id: answers.index(answer) for answer in answers if is_served(answer)}
        assert {name: (seen[name], first[name]) for name in seen} == {
            found.audience_id: (found.contexts, found.first_index) for found in one.variations
        }


@SOME_WORLDS
@given(worlds(), SEEDS)
def test_combinations_are_those_that_were_answered(world, seed):
    """Values, pairs and triples of the axes: covered, in all, and which are missing."""
    table, said = partly(world, seed)
    at = [place for place, answer in zip(places(world), said[world.keys[0]], strict=True) if answer != "not known"]
    coverage = space_coverage(table)
    assert (len(table.codes), len(at)) == (coverage.contexts, coverage.answered)
    assert [one.ways for one in coverage.ways] == list(range(1, min(3, len(world.shape)) + 1))
    labels = [axis.labels for axis in table.space.axes]
    for way in coverage.ways:
        chosen = list(combinations(range(len(world.shape)), way.ways))
        every = {(some, values) for some in chosen for values in product(*(range(world.shape[n]) for n in some))}
        covered = {(some, tuple(place[n] for n in some)) for some in chosen for place in at}
        assert (len(covered), len(every)) == (way.covered, way.total)
        missing = {
            tuple((table.space.axes[n].name, labels[n][value]) for n, value in zip(some, values, strict=True))
            for some, values in every - covered
        }
        listed = [combination.values for combination in way.missing]
        assert (min(MOST_MISSING, len(missing)), len(missing)) == (len(set(listed)), way.not_covered)
        assert set(listed) <= missing
        assert (way.percent == 100) == (not missing)


@SOME_WORLDS
@given(worlds(), SEEDS)
def test_gaps_are_exactly_where_nothing_is_served(world, seed):
    """Not one context more or less; what failed or was not asked is no part of a gap."""
    table, said = partly(world, seed)
    for gap in gaps_of(table):
        answers = said[gap.experience_key]
        holes = {place for place, answer in zip(places(world), answers, strict=True) if answer == "nothing"}
        assert (holes, 0) == (inside(gap.regions), gap.not_described)
        known = len(answers) - answers.count("not known")
        assert (len(holes), known, len(holes)) == (gap.contexts, gap.answered, sum(gap.causes.values()))
        for region in gap.regions:
            assert places(world)[region.first_index] == min(product(*region.box.positions))


@SOME_WORLDS
@given(worlds(), SEEDS)
def test_gaps_beside_a_control_group_are_exactly_the_rest(world, seed):
    """Whatever is laid to a lot: regions hold none of it, and both together are where nothing was served."""
    table, said = partly(world, seed)
    drawn = np.random.default_rng(seed).random(table.codes.shape) < 0.1
    for key, gap in enumerate(gaps_of(table, control=drawn)):
        unserved = {
            place for place, answer in zip(places(world), said[gap.experience_key], strict=True) if answer == "nothing"
        }
        lot = [place for place, is_in in zip(places(world), drawn[:, key], strict=True) if is_in and place in unserved]
        assert unserved - set(lot) == inside(gap.regions)
        told = None if gap.scattered is None else (gap.scattered.contexts, places(world)[gap.scattered.first_index])
        assert told == ((len(lot), lot[0]) if lot else None)
        assert len(unserved) == gap.contexts


@SOME_WORLDS
@given(worlds(), SEEDS)
def test_where_nobody_drew_there_is_no_control_group(world, seed):
    """What a world leaves out on purpose is scattered nowhere, whether all of it was asked or a part."""
    assert not control_cells(partly(world, seed)[0]).any()


@SOME_WORLDS
@given(worlds(contexts=300))
def test_a_sweep_has_the_gaps_its_file_implies(world):
    """Through the real client and the simulator: gaps and audiences of the world, and no false alarm."""
    table = swept(world)
    for gap, seen in zip(gaps_of(table), coverage_of(table), strict=True):
        winners = world.winners(gap.experience_key)
        assert {place for place in places(world) if winners[place] < 0} == inside(gap.regions)
        served = {world.experiences[gap.experience_key][number].id for number in winners.reshape(-1) if number >= 0}
        assert served == {variation.audience_id for variation in seen.variations}


@st.composite
def holed(draw):
    """Return a world that serves everybody but some, and who those are."""
    world = draw(worlds(experiences=(1, 1), audiences=(1, 4), contexts=300))
    hole = draw(conditions(tuple(world.axes), 1, 3))
    everybody = Audience("EVERY", "1")
    made = [replace(one, exclude=hole) for one in (*world.experiences["experience-0"], everybody)]
    return world.with_audiences("experience-0", made), hole


@SOME_WORLDS
@given(holed())
def test_a_planted_hole_is_found(planted):
    """As the one region it is, or as no gap where nobody who was asked is in it."""
    world, hole = planted
    (gap,) = gaps_of(swept(world))
    missing = {place for place, is_in in zip(places(world), hole.grid(world.axes).reshape(-1), strict=True) if is_in}
    assert missing == inside(gap.regions)
    assert len(gap.regions) == (1 if missing else 0)


@SOME_WORLDS
@given(worlds(experiences=(1, 1), contexts=300), st.data())
def test_a_shadowed_audience_is_named(world, data):
    """An audience that comes after one that takes all its visitors is not observed, with no bound on its split."""
    front = data.draw(st.sampled_from(world.experiences["experience-0"]))
    narrower = data.draw(conditions(tuple(world.axes), 1, 2))
    both = {
        axis: narrower.wanted.get(axis, front.when.wanted.get(axis)) for axis in narrower.wanted | front.when.wanted
    }
    both |= {a: front.when.wanted[a] & narrower.wanted[a] for a in front.when.wanted if a in narrower.wanted}
    audiences = list(world.experiences["experience-0"])
    at = audiences.index(front)
    audiences[at : at + 1] = [replace(front, exclude=None), Audience("SHADOWED", "9", Conditions(both))]
    world = world.with_audiences("experience-0", audiences)
    missing = not_observed(table_of(world), {"experience-0": [(one.id, one.variation) for one in audiences]})
    never = set(range(len(audiences))) - set(world.winners("experience-0").reshape(-1).tolist())
    assert "SHADOWED" in {one.audience for one in missing}
    assert [audiences[number].id for number in sorted(never)] == [one.audience for one in missing]
    assert {(int(np.prod(world.shape)), 0, None)} == {(one.answered, one.served, one.share_bound) for one in missing}


@SOME_WORLDS
@given(worlds(experiences=(2, 3), audiences=(1, 3)), SEEDS)
def test_overlaps_are_exactly_where_several_are_served(world, seed):
    """Every context under exactly the keys that were served in it."""
    table, said = partly(world, seed)
    expected = {}
    for number, place in enumerate(places(world)):
        together = tuple(key for key in world.keys if is_served(said[key][number]))
        if len(together) > 1:
            expected.setdefault(together, set()).add(place)
    found = overlaps_of(table, {"banner": world.keys})
    assert expected == {one.experience_keys: inside(one.regions) for one in found}
    assert {keys: len(where) for keys, where in expected.items()} == {o.experience_keys: o.contexts for o in found}


@SOME_WORLDS
@given(worlds(experiences=(1, 2)), SEEDS)
def test_an_axis_matters_where_contexts_differ_in_it_alone(world, seed):
    """How many situations were compared and how many changed; each example is a pair that differs only there."""
    table, said = partly(world, seed)
    at = places(world)
    names = [axis.name for axis in table.space.axes]
    for effect in effects_of(table):
        number = names.index(effect.axis)
        answers = [answer.id if is_served(answer) else answer for answer in said[effect.experience_key]]
        situations = {}
        for place, answer in zip(at, answers, strict=True):
            if answer != "not known":
                situations.setdefault((*place[:number], *place[number + 1 :]), []).append(answer)
        compared = [got for got in situations.values() if len(got) > 1]
        changed = [got for got in compared if len(set(got)) > 1]
        assert (len(compared), len(changed)) == (effect.compared, effect.audience_changed)
        assert (0, 0) == (effect.variation_changed, effect.payload_changed)
        assert effect.matters is (bool(changed) if compared else None)
        shown = set()
        for flip in effect.flips:
            pair = at[flip.first_index], at[flip.other_index]
            assert [number] == [n for n in range(len(names)) if pair[0][n] != pair[1][n]]
            got = answers[flip.first_index], answers[flip.other_index]
            assert got[0] != got[1]
            assert got == tuple(one.audience_id if one else "nothing" for one in (flip.first, flip.other))
            shown |= set(got)
        assert shown == set().union(*map(set, changed))
        assert len(effect.flips) < max(2, len(shown))


@SOME_WORLDS
@given(worlds(experiences=(1, 3)), SEEDS)
def test_witnesses_show_everything_once(world, seed):
    """Every audience that was served is in one list; every context shows what it says, and none is superfluous."""
    table, said = partly(world, seed)
    shown = [(one.experience_key, one.variation.audience_id) for w in witnesses_of(table) for one in w.shows]
    every = {(key, answer.id) for key in world.keys for answer in said[key] if is_served(answer)}
    assert sorted(every) == sorted(shown)
    seen_at = {}
    for witness in witnesses_of(table):
        assert table.space.context(witness.index) == witness.context
        got = {(key, said[key][witness.index].id) for key in world.keys if is_served(said[key][witness.index])}
        assert {(one.experience_key, one.variation.audience_id) for one in witness.shows} <= got
        seen_at[witness.index] = got
    for index in seen_at:
        assert every - set().union(*(got for other, got in seen_at.items() if other != index))
