"""A sweep of the demo world is, cell by cell, what its YAML file says to an evaluator that shares no code."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from plain_world import WEEK, PlainWorld

import moe_nb as moe

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"
IPAD = "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
TELLY = "Mozilla/5.0 (SMART-TV; LINUX; Tizen 8.0) AppleWebKit/537.36 Version/8.0 TV Safari/537.36"
DEVICES = {IPHONE: "Mobile", PIXEL: "Mobile", IPAD: "Tablet", LAPTOP: "Desktop", TELLY: "Other"}
WIRE = {"user_agent": "USER_AGENT", "ip_address": "USER_IP_ADDRESS"}
WORLD = PlainWorld(Path(__file__).parents[2] / "moe_nb/simulator/worlds/demo.yaml", DEVICES, datetime.now(UTC))
KEYS = [*WORLD.experiences, "no-such-experience"]
CAUSES = {
    "Active": "no audience matched or control group",
    "Paused": "paused",
    "Scheduled": "scheduled",
    "Draft": "unknown key",
}

BENGALURU, BERLIN, PARIS, LONDON, MILTON = (
    "203.0.113.9",
    "198.51.100.1",
    "198.51.100.99",
    "81.2.69.143",
    "216.160.83.57",
)
SWEEPS = {
    "anonymous": {},
    "phones and others": {"user_agent": [*DEVICES, None]},
    "gold in India": {"customer_id": ["u-42"], "ip_address": [BENGALURU], "user_agent": [IPHONE, LAPTOP]},
    "customers": {"customer_id": [*WORLD.users, "a stranger"]},
    "places": {"ip_address": [BENGALURU, "203.0.113.200", BERLIN, PARIS, LONDON, MILTON, "192.0.2.1", "192.0.2.255"]},
    "mail": {"utm_medium": [None, "email", "newsletter", "Email", ""], "customer_id": [None, "u-8", "u-9"]},
    "social": {"utm_medium": ["social", "email"], "utm_source": [None, "instagram", "facebook", "tiktok"]},
    "in the app": {"source": [None, "app", "web"], "user_agent": [PIXEL, IPAD]},
}


def request(day, hour, axes, values):
    """Write one request by hand."""
    said = {"DAY_OF_THE_WEEK": day, "TIME_OF_THE_DAY": f"{hour:02d}"}
    for name, value in zip(axes, values, strict=True):
        if value is not None and name == "customer_id":
            said["identifiers"] = {"customer_id": value}
        elif value is not None:
            said[WIRE.get(name, name)] = value
    return said


def requests(axes):
    """Return the week times some axes, the rightmost fastest, as requests."""
    return [request(day, hour, axes, values) for day, hour, *values in product(WEEK, range(24), *axes.values())]


def sweep(axes):
    """Sweep the week times some axes through the public face."""
    space = moe.week()
    for name, values in axes.items():
        space *= moe.axis(name, values)
    return moe.Workspace.simulated().sweep(space, KEYS)


def received(run):
    """Return what every context and key got: audience, variation and payload, None for not served."""
    read = {"not_served": lambda _content: None, "served": served}  # nothing may have failed or be left out
    contents = [read.get(content.outcome, repr)(content) for content in run.table.contents]
    return [[contents[code] for code in row] for row in run.table.codes.tolist()]


def served(content):
    """Return audience, variation and payload of an experience as it came."""
    variables = json.loads(content.raw)["payload"].items()
    payload = {name: (variable["value"], variable["data_type"]) for name, variable in variables}
    return content.audience_id, content.audience_name, content.variation_id, payload


@pytest.mark.parametrize("axes", SWEEPS.values(), ids=SWEEPS)
def test_every_cell_is_what_the_file_says(axes):
    """Served or not, by which audience, with which variation and payload: for every hour, key and visitor."""
    run, asked = sweep(axes), requests(axes)
    expected = [[WORLD.served(key, said) for key in KEYS] for said in asked]
    for said, row, got in zip(asked, expected, received(run), strict=True):
        assert dict(zip(KEYS, row, strict=True)) == dict(zip(KEYS, got, strict=True)), said


def test_frame_and_matrix_say_the_same_week():
    """The tidy table and the day x hour matrix put each answer at its own day, hour and User-Agent."""
    axes = {"user_agent": [IPHONE, LAPTOP]}
    run = sweep(axes)
    frame = run.to_frame()
    banner = frame[frame.experience_key == "homepage-banner"]
    matrix = run.matrix("homepage-banner", rows="day", columns="hour", at={"user_agent": IPHONE})
    for day, hour, user_agent, audience, variation in zip(
        banner.day, banner.hour, banner.user_agent, banner.audience_id, banner.variation_id, strict=True
    ):
        said = request(day, hour, axes, [user_agent])
        expected = WORLD.served("homepage-banner", said)
        assert (audience, variation) == (expected[0], expected[2])
        if user_agent == IPHONE:
            assert matrix.cell(day, hour).words == f"{expected[1]} / Variation {expected[2]}"


def test_a_sweep_without_keys_asks_the_active_ones():
    """Exactly the experiences the file calls Active, in its order."""
    run = moe.Workspace.simulated().sweep(moe.days(["Mon"]))
    assert tuple(key for key in WORLD.experiences if WORLD.is_active(key)) == run.keys


def test_the_cause_is_what_the_file_says():
    """Paused and scheduled are named; a draft is as unknown as a key nobody has; the rest matched no audience."""
    said = {
        key: set(rows.cause.dropna()) for key, rows in sweep({}).to_frame().groupby("experience_key", observed=True)
    }
    for key in WORLD.experiences:
        gets_nothing = any(WORLD.served(key, asked) is None for asked in requests({}))
        cause = CAUSES[WORLD.experiences[key].get("status", "Active")]
        assert ({cause} if gets_nothing else set()) == said[key], key
    assert {"unknown key"} == said["no-such-experience"]


def test_the_demo_world_holds_what_an_audit_must_find():
    """Eight experiences and more: paused, scheduled, overlapping, with a hole at night, stale, and for everybody."""
    statuses = [rule.get("status", "Active") for rule in WORLD.experiences.values()]
    assert 8 <= statuses.count("Active")
    assert 8 <= sum(len(rule["audiences"]) > 1 for rule in WORLD.experiences.values())
    assert {"Paused", "Scheduled"} <= set(statuses)
    week, everywhere = requests({}), requests({"customer_id": [None, "u-42"], "ip_address": [None, BERLIN]})
    both = request("Monday", 9, ["customer_id"], ["u-42"])
    assert ["61B", "62B"] == [audience["id"] for audience in WORLD.matching("checkout-nudge", both)]
    assert {f"{hour:02d}" for hour in range(6)} == {
        said["TIME_OF_THE_DAY"] for said in week if WORLD.served("live-chat", said) is None
    }
    stale = WORLD.experiences["product-carousel"]["audiences"][1]["variations"][1]["payload"]["Data"]["value"]
    assert "2025" in stale
    with pytest.raises(json.JSONDecodeError):
        json.loads(stale)
    assert all(WORLD.served("new-serverside-experience", said)[0] == "5A" for said in everywhere)


def test_the_sweeps_reach_every_variation():
    """Each audience and variation of the file is served at least once above, so every rule is put to the test."""
    reached = {
        (key, got[0], got[2])
        for axes in SWEEPS.values()
        for said in requests(axes)
        for key in WORLD.experiences
        if (got := WORLD.served(key, said))
    }
    assert reached == {
        (key, audience["id"], variation["id"])
        for key, rule in WORLD.experiences.items()
        for audience in rule["audiences"]
        for variation in audience["variations"]
        if WORLD.is_active(key)
    }
