"""Fault files: bounded, and mistakes named with their place."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.errors import FaultFileError, MoeError
from moe_nb.simulator.faults.fault import DEFAULTS, Fault, Faults, Kind
from moe_nb.simulator.faults.fault_file import BUILT_IN, LARGEST_FILE, load_faults, parse_faults

KINDS = get_args(Kind)


def refusal(text):
    with pytest.raises(FaultFileError) as caught:
        parse_faults(text, "mine.yaml")
    return str(caught.value)


def test_a_fault_needs_only_its_name():
    """Left alone it strikes every request to both endpoints."""
    (fault,) = parse_faults("faults: [{fault: drip}]").faults
    assert Fault(fault="drip", on=["fetch", "metadata"], first=1, last=None, every=1, chance=1) == fault


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_named(kind):
    """No kind needs a setting."""
    assert kind == parse_faults(f"faults: [{{fault: {kind}}}]").faults[0].fault


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_shipped_files_can_be_used(name):
    """By name, and with something in them."""
    assert len(load_faults(name).faults) > 10


def test_the_shipped_file_shows_every_kind():
    """Whoever copies it finds each kind, in use or behind a comment sign."""
    from importlib.resources import files

    text = (files("moe_nb.simulator.faults") / "bad_day.yaml").read_text(encoding="utf-8")
    assert [] == [kind for kind in KINDS if f"{{fault: {kind}" not in text]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("faults: [{fault: earthquake}]", ["mine.yaml: faults[0].fault", "'earthquake'", "Allowed:", "half_body"]),
        ("faults: [{fault: drip}, {fault: drip, chance: 2}]", ["faults[1].chance", "<= 1"]),
        ("faults: [{fault: drip, every: 0}]", ["faults[0].every", ">= 1"]),
        ("faults: [{fault: drip, first: 5, last: 3}]", ["faults[0] (drip).last", "3 is before first", "5 or more"]),
        ("faults: [{fault: drip, on: []}]", ["faults[0] (drip).on", "empty", "fetch, metadata"]),
        ("faults: [{fault: drip, on: [events]}]", ["faults[0].on[0]", "'events'", "fetch, metadata"]),
        ("faults: [{fault: drip, status: 500}]", ["faults[0] (drip).status", "server_error"]),
        ("faults: [{fault: server_error, status: 99}]", ["faults[0].status", ">= 200"]),
        ("faults: [{fault: latency, wait_s: 1e9}]", ["faults[0].wait_s", "float"]),
        ("faults: [{fault: latency, wait_s: 99999}]", ["faults[0].wait_s", "<= 3600"]),
        ("faults: [{fault: large_body, megabytes: 100000}]", ["faults[0].megabytes", "<= 1000"]),
        ("faults: [{fault: deep_json, depth: 10000000}]", ["faults[0].depth", "<= 1000000"]),
        ('faults: [{fault: redirect, location: "a\\r\\nSet-Cookie: b"}]', ["faults[0] (redirect).location", "header"]),
        ("faults: [{fault: drip, chnce: 0.5}]", ["faults[0]", "chnce", "chance"]),
        ("faults: [{}]", ["faults[0]", "fault"]),
        ("faults: drip", ["faults", "array"]),
        ("seed: -1\nfaults: []", ["seed", ">= 0"]),
        ("seed: 1", ["the file", "faults"]),
        ("", ["the file", "object"]),
        ("faults: [{fault: drip, fault: drip}]", ["'fault' stands twice", "line 1"]),
        ("faults: [&a {fault: drip}, *a]", ["aliases"]),
        ("faults: [{fault: drip, first: !!bool x}]", ["tags (!!bool)", "line 1, column 31"]),
        ("faults: [" * 5000, ["mine.yaml"]),
        ("faults: !!python/object/apply:os.system [ls]", ["mine.yaml", "python"]),
    ],
)
def test_a_mistake_names_its_place(text, said):
    """The file, the place in it, the value, and what is allowed."""
    refused = refusal(text)
    assert [] == [word for word in said if word not in refused], refused


def test_more_faults_than_anybody_writes_are_refused():
    """A file is bounded in number."""
    assert "100" in refusal("faults:\n" + "- {fault: drip}\n" * 101)


def test_a_file_too_large_is_refused(tmp_path):
    """A file is bounded in bytes, and not read."""
    path = tmp_path / "large.yaml"
    path.write_text("#" * (LARGEST_FILE + 1), encoding="utf-8")
    with pytest.raises(FaultFileError, match="larger than 100 kB"):
        load_faults(path)


@pytest.mark.parametrize("name", ["no-such-file.yaml", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_named(name):
    """With what can be given instead."""
    with pytest.raises(FaultFileError) as caught:
        load_faults(name)
    assert (True, True) == (name.replace("\0", r"\u0000") in str(caught.value), "bad_day" in str(caught.value))


@given(
    st.text(max_size=200)
    | st.builds(
        "faults: [{{fault: {}, {}: {}}}]".format,
        st.sampled_from(KINDS),
        st.sampled_from([*(name for own in DEFAULTS.values() for name in own), "every", "chance"]),
        st.text(max_size=9),
    )
)
def test_nothing_but_its_own_error_gets_out(text):
    """Whatever is in the file."""
    outcome = None
    try:
        outcome = parse_faults(text)
    except MoeError as error:
        outcome = error
    assert isinstance(outcome, Faults | FaultFileError)
