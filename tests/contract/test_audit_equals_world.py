"""Coverage, gaps, overlaps, inputs that matter and witnesses of the demo world, held against its file read anew."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from plain_world import WEEK, PlainWorld

import moe_nb as moe
from moe_nb.audit.combinations import space_coverage
from moe_nb.audit.coverage import coverage_of, not_observed
from moe_nb.audit.gaps import gaps_of
from moe_nb.audit.overlap import overlaps_of
from moe_nb.audit.sensitivity import effects_of
from moe_nb.audit.witnesses import witnesses_of

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
IPAD = "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
DEVICES = {IPHONE: "Mobile", IPAD: "Tablet", LAPTOP: "Desktop"}
BENGALURU, BERLIN = "203.0.113.9", "198.51.100.1"
WORLD = PlainWorld(Path(__file__).parents[2] / "moe_nb/simulator/worlds/demo.yaml", DEVICES, datetime.now(UTC))
KEYS = list(WORLD.experiences)
AXES = {
    "customer_id": [None, "u-42"],
    "DAY_OF_THE_WEEK": WEEK,
    "TIME_OF_THE_DAY": [f"{hour:02d}" for hour in range(24)],
    "USER_AGENT": list(DEVICES),
    "USER_IP_ADDRESS": [BENGALURU, BERLIN],
    "utm_medium": [None, "email"],
}
PLACES = list(product(*(range(len(values)) for values in AXES.values())))


def request(place):
    """Write the request of one context by hand."""
    said = {name: values[at] for (name, values), at in zip(AXES.items(), place, strict=True)}
    user = said.pop("customer_id")
    said = {name: value for name, value in said.items() if value is not None}
    return said if user is None else said | {"identifiers": {"customer_id": user}}


@pytest.fixture(scope="module")
def expected():
    """Return key to what every context gets by the file: audience and variation, or None."""
    requests = [request(place) for place in PLACES]
    served = {key: [WORLD.served(key, said) for said in requests] for key in KEYS}
    return {key: [None if got is None else (got[0], got[2]) for got in answers] for key, answers in served.items()}


@pytest.fixture(scope="module")
def table():
    """Return the run of the same contexts, through the public face."""
    space = moe.axis("customer_id", [None, "u-42"]) * moe.week() * moe.user_agents(list(DEVICES))
    space *= moe.axis("ip_address", [BENGALURU, BERLIN]) * moe.axis("utm_medium", [None, "email"])
    return moe.Workspace.simulated().sweep(space, KEYS).table


def inside(regions):
    """Return the coordinates of every context in some regions."""
    return set().union(*(set(product(*region.box.positions)) for region in regions))


def test_coverage(table, expected):
    """Every audience and variation with its contexts and its first witness; everything was answered."""
    for one in coverage_of(table):
        answers = expected[one.experience_key]
        counts = Counter(got for got in answers if got)
        assert (len(PLACES), counts.total()) == (one.asked, one.served)
        assert {got: (count, answers.index(got)) for got, count in counts.items()} == {
            (seen.audience_id, seen.variation_id): (seen.contexts, seen.first_index) for seen in one.variations
        }
    assert {100.0} == {way.percent for way in space_coverage(table).ways}


def test_what_the_file_has_and_nobody_saw(table, expected):
    """Exactly the variations that no context gets; the customer is a draw where served the audience."""
    rules = {key: rule["audiences"] for key, rule in WORLD.experiences.items()}
    every = {key: [(a["id"], v["id"]) for a in rules[key] for v in a["variations"]] for key in KEYS}
    missing = [(key, *one) for key in KEYS for one in every[key] if one not in expected[key]]
    found = not_observed(table, every)
    assert missing == [(one.experience_key, one.audience, one.variation_id) for one in found]
    for one in found:
        customers = [
            request(place).get("identifiers")
            for place, got in zip(PLACES, expected[one.experience_key], strict=True)
            if got is not None and got[0] == one.audience
        ]
        visitors = 1 if any(customers) else 0
        assert (len(PLACES), len(customers), visitors) == (one.answered, one.served, one.visitors)


def test_gaps(table, expected):
    """The regions are exactly the contexts without an audience, and the hole at night has its name."""
    gaps = {gap.experience_key: gap for gap in gaps_of(table)}
    for key, answers in expected.items():
        assert {place for place, got in zip(PLACES, answers, strict=True) if got is None} == inside(gaps[key].regions)
    (night,) = gaps["live-chat"].regions
    assert night.words.startswith("any day, 00-05 UTC, any customer asked, any User-Agent asked")


def test_overlaps(table, expected):
    """Three experiences of one place on the page: who meets whom, and where."""
    keys = ["promo-strip", "weekend-deals", "app-download"]
    met = {}
    for number, place in enumerate(PLACES):
        together = tuple(key for key in keys if expected[key][number])
        if len(together) > 1:
            met.setdefault(together, set()).add(place)
    assert len(met) > 1
    assert met == {one.experience_keys: inside(one.regions) for one in overlaps_of(table, {"strip": keys})}


def test_inputs_that_matter(table, expected):
    """For every key and axis, in how many situations another audience was served."""
    for number, effect in enumerate(effects_of(table)):
        key, at = KEYS[number // len(AXES)], number % len(AXES)
        situations = {}
        for place, got in zip(PLACES, expected[key], strict=True):
            situations.setdefault((*place[:at], *place[at + 1 :]), set()).add(got and got[0])
        changed = sum(len(audiences) > 1 for audiences in situations.values())
        assert (key, len(situations), changed) == (effect.experience_key, effect.compared, effect.audience_changed)


def test_witnesses(table, expected):
    """Few contexts that show every audience and variation that is served, each of them once."""
    witnesses = witnesses_of(table)
    shown = [
        (one.experience_key, one.variation.audience_id, one.variation.variation_id)
        for w in witnesses
        for one in w.shows
    ]
    assert sorted((key, *got) for key, answers in expected.items() for got in set(answers) if got) == sorted(shown)
    for witness in witnesses:
        for one in witness.shows:
            got = expected[one.experience_key][witness.index]
            assert (one.variation.audience_id, one.variation.variation_id) == got
    assert len(witnesses) < len(shown) / 2
