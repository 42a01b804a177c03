"""Files of personas: what is written is read, and every mistake has its line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import moe_nb as moe
from moe_nb.core.day_hour import DAYS
from moe_nb.core.errors import PersonaError

ASHA = moe.Context(
    customer_id="u-42",
    user_identifiers={"u_em": "asha@example.com"},
    day="Saturday",
    hour=0,
    ip_address="203.0.113.1",
    user_agent="Mozilla/5.0 (iPhone; commas, and: colons)",
    attributes={"utm_medium": "email", "vip": "no", "code": "007", "empty": ""},
)


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a file of personas as a person would, and gives its path."""

    def write(text, name="team.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_what_is_saved_is_read(tmp_path):
    """Every field survives, midnight and the words YAML takes for something else included."""
    file = moe.save_personas({"Asha, gold ☕": ASHA, "nobody": moe.Context()}, tmp_path / "team.yaml")
    assert {"Asha, gold ☕": ASHA, "nobody": moe.Context()} == moe.personas(file)
    assert "Days and hours are UTC" in file.read_text(encoding="utf-8")


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(
    name=texts,
    customer_id=texts,
    day=st.sampled_from(DAYS),
    hour=st.integers(0, 23),
    attributes=st.dictionaries(texts.map(lambda text: f"a_{text}"), texts),
)
def test_any_text_survives(tmp_path_factory, name, customer_id, day, hour, attributes):
    """Odd characters, line breaks and numbers come back as they were."""
    context = moe.Context(customer_id=customer_id, day=day, hour=hour, attributes=attributes)
    file = moe.save_personas({name: context}, tmp_path_factory.getbasetemp() / "any.yaml")
    assert {name: context} == moe.personas(file)


def test_values_are_taken_as_they_are_written(written):
    """No, 007 and 22:00 are texts; spaces around a number do no harm."""
    file = written("personas:\n  a: {customer_id: 007, hour: 07, attributes: {vip: no, at: 22:00, n: 1e3}}\n")
    expected = moe.Context(customer_id="007", hour=7, attributes={"vip": "no", "at": "22:00", "n": "1e3"})
    assert {"a": expected} == moe.personas(file)


def test_json_is_read_too(written):
    """The same file as other programs write it, indented with tabs."""
    said = {"personas": {"a": {"customer_id": "u-7", "hour": 19, "attributes": {"utm": "x"}}}}
    file = written(json.dumps(said, indent="\t"), "team.json")
    assert {"a": moe.Context(customer_id="u-7", hour=19, attributes={"utm": "x"})} == moe.personas(file)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("just words", "line 1: the file must hold names"),
        ("people:\n  a: {}\n", "has no list of personas"),
        ("personas:\n  a: {}\nmore: 1\n", "has no list of personas"),
        ("personas: [a]\n", "line 1: personas must hold names"),
        ("personas:\n  a: 7\n", "line 2: a must hold names"),
        ("personas:\n  a:\n    hour: 25\n", "line 3: a, hour: Hour '25' is not an hour"),
        ("personas:\n  a:\n    ip: x\n", "line 3: a has a field 'ip'. Use customer_id"),
        ("personas:\n  a:\n    ip_address: here\n", "line 3: a, ip_address: IP address 'here'"),
        ("personas:\n  a:\n    hour: [7]\n", "line 3: a, hour must be one value"),
        ("personas:\n  a:\n    attributes: {USER_AGENT: x}\n", "line 3: a, attributes: An attribute may not"),
        ("personas:\n  a: {}\n  a: {}\n", "line 3: 'a' stands twice"),
        ("personas:\n  a: &x {hour: 7}\n  b: *x\n", "is an alias"),
        ("personas:\n  a: {customer_id: &x u-1}\n  b: {customer_id: *x}\n", "b, customer_id is an alias"),
        ("personas: &x\n  a: *x\n", "line 2: found undefined alias|is an alias"),
        ("personas:\n  a: {hour: 7\n", "line 3"),
        ("!!python/object/apply:os.system ['true']", r"line 1: tags \(!!python/object/apply:os.system\) are not used"),
        ("personas:\n  a:\n    hour: !!int x\n", r"line 3: tags \(!!int\) are not used here"),
        ("personas:\n  a: {attributes: {vip: !mine yes}}\n", r"line 2: tags \(!mine\) are not used here"),
        ("[" * 5000, "line 1: nested more deeply than a persona is"),
        ("personas:\n" + "  a: {}\n" * 20_000, "line 15000: more than 30,000 names and values"),
    ],
)
def test_a_mistake_is_named_with_its_line(written, text, said):
    """Whoever wrote the file finds the place; nothing of it is run."""
    with pytest.raises(PersonaError, match=said):
        moe.personas(written(text))


def test_a_file_that_cannot_be_used_is_named(tmp_path):
    """Missing, a folder, not a text, far too large."""
    binary, large = tmp_path / "binary.yaml", tmp_path / "large.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    large.write_text("#" * 1_000_001, encoding="utf-8")
    for path, said in ((tmp_path / "no.yaml", "no.yaml"), (tmp_path, "cannot be read"), (binary, "cannot be read")):
        with pytest.raises(PersonaError, match=said):
            moe.personas(path)
    with pytest.raises(PersonaError, match="too large"):
        moe.personas(large)
    with pytest.raises(PersonaError, match="cannot be written"):
        moe.save_personas({"a": ASHA}, tmp_path / "no folder" / "team.yaml")


def test_no_file_is_saved_that_could_not_be_read(tmp_path):
    """Too many personas are refused, and the file that was there stays."""
    path = moe.save_personas({"a": ASHA}, tmp_path / "team.yaml")
    for many in ({f"p{n}": ASHA for n in range(1_500)}, {"a": moe.Context(customer_id="x" * 600_000)}):
        with pytest.raises(PersonaError, match="too many personas"):
            moe.save_personas(many, path)
    assert {"a": ASHA} == moe.personas(path)


def test_a_thousand_personas_are_read(tmp_path):
    """More than anybody saves, and well within what a file may hold."""
    many = {f"p{number}": ASHA for number in range(1_000)}
    assert many == moe.personas(moe.save_personas(many, tmp_path / "team.yaml"))


def test_a_file_without_an_end_is_given_up(tmp_path):
    """It says that it is empty, and may be the target of a link in somebody's folder."""
    path = tmp_path / "team.yaml"
    path.symlink_to("/dev/zero")
    with pytest.raises(PersonaError, match="too large"):
        moe.personas(path)


def test_personas_are_replaced_only_by_whole_ones(tmp_path):
    """In a folder that takes nothing new the file that was there is as it was; a link leads to the same file after."""
    path, link = tmp_path / "team.yaml", tmp_path / "mine.yaml"
    moe.save_personas({"a": ASHA}, path)
    link.symlink_to(path)
    moe.save_personas({"b": ASHA}, link)
    assert (path, ["b"]) == (link.resolve(), [*moe.personas(path)])
    (tmp_path / ".team.yaml.part").mkdir()
    with pytest.raises(PersonaError, match="cannot be written"):
        moe.save_personas({"c": ASHA}, path)
    assert ["b"] == [*moe.personas(path)]
