"""World files: YAML as people expect it, and mistakes named with their place."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.errors import WorldError
from moe_nb.core.slots import parse_hours
from moe_nb.simulator.world_file import BUILT_IN, LARGEST_FILE, load_world, parse_world, world_hash

MINIMAL = """
experiences:
  - key: home
    name: Home
    audiences:
      - {id: A, name: Everybody, variations: [{id: "1"}]}
"""


def refusal(text):
    with pytest.raises(WorldError) as caught:
        parse_world(text, "mine.yaml")
    return str(caught.value)


def test_a_small_world_has_working_defaults():
    """A key, a name, an audience and a variation are enough."""
    world = parse_world(MINIMAL)
    (experience,) = world.experiences
    assert ("SIMULATOR", "not-a-secret", 10_000) == (
        world.workspace.id,
        world.workspace.api_key,
        world.settings.rate_limit_per_min,
    )
    assert ("Active", 100) == (experience.status, experience.audiences[0].variations[0].share)


def test_words_and_numbers_are_what_people_mean():
    """NO is Norway, 07 is seven, 22:00, dates and yes are texts."""
    world = parse_world(
        """
places: [{cidr: 203.0.113.0/24, country: NO, city: on}]
users:
  u-1:
    attributes: {a: yes, b: 2026-12-24, c: 07, d: 1.5, e: true, f: ~, g: 22:00, h: 1e3, i: 0x1F, j: -3, k: null, l: off}
experiences: []
"""
    )
    assert ("NO", "on") == (world.places[0].country, world.places[0].city)
    assert {
        "a": "yes",
        "b": "2026-12-24",
        "c": 7,
        "d": 1.5,
        "e": True,
        "f": None,
        "g": "22:00",
        "h": "1e3",
        "i": "0x1F",
        "j": -3,
        "k": None,
        "l": "off",
    } == world.users["u-1"].attributes


def test_a_padded_hour_is_that_hour():
    """hour: [07, 09-17] reads as it looks; there are no octal numbers."""
    world = parse_world(MINIMAL.replace("name: Everybody,", "name: Everybody, when: {hour: [07, 09-11, 08]},"))
    assert {7, 8, 9, 10, 11} == parse_hours(world.experiences[0].audiences[0].when.hour)


def test_a_clock_time_is_no_hour():
    """22:00 is refused as an hour with the form to use, not read as 1,320 minutes."""
    said = refusal(MINIMAL.replace("name: Everybody,", "name: Everybody, when: {hour: [22:00]},"))
    assert "experiences[0] (home).audiences[0].when.hour" in said
    assert "22:00" in said


@pytest.mark.parametrize("text", ["experiences: []\nexperiences: []", MINIMAL.replace("id: A,", "id: A, id: B,")])
def test_a_key_that_stands_twice_is_refused(text):
    """One of the two would be lost, so line and column are named."""
    said = refusal(text)
    assert "stands twice" in said
    assert "line" in said


def test_aliases_are_refused():
    """A few lines of aliases can stand for more memory than there is."""
    assert "alias" in refusal("places: &nothing []\nexperiences: *nothing")


@pytest.mark.parametrize("tag", ["!!bool", "!!null", "!!set", "!mine", "!", "!<tag:yaml.org,2002:bool>", "!!binary"])
def test_tags_are_refused_with_their_place(tag):
    """A world says what it holds; a tag would make something else of it, or nothing at all."""
    said = refusal(f"experiences:\n- {{key: {tag} x}}")
    assert "are not used here: write the value alone (line 2, column 9)" in said


def test_deep_nesting_is_refused_and_does_not_end_the_process():
    """A file of brackets is a mistake with a message."""
    script = (
        "from moe_nb.core.errors import WorldError\n"
        "from moe_nb.simulator.world_file import parse_world\n"
        "try: parse_world('experiences: ' + '[' * 60_000 + ']' * 60_000)\n"
        "except WorldError: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (0, "refused\n") == (done.returncode, done.stdout)


@pytest.mark.parametrize(
    "text",
    [
        "? [a, b]\n: c\n",
        "? {a: b}\n: c\n",
        "experiences: !!int x",
        "experiences: !!float x",
        "experiences: !!timestamp x",
        "experiences: !!python/object/apply:os.getcwd []",
        "experiences: !unknown x",
        "experiences: " + "1" * 5000,
        "experiences: []\ud800",
        "experiences: [}",
        "experiences: []\n---\nexperiences: []",
        "a: b: c",
        "\x00",
        "",
        "[]",
        "just words",
        "experiences: 7",
        "experiences:",
    ],
)
def test_every_mistake_is_a_world_error(text):
    """No mistake in a file surfaces as an error of the YAML library."""
    assert refusal(text).startswith("mine.yaml: ")


@given(st.text(st.sampled_from("ab:-?[]{}!&*#|>'\"%@`,~0\n \t<=."), max_size=40))
def test_any_text_is_a_world_or_a_world_error(text):
    """Whatever is typed, the answer is a world or a message about the file."""
    try:
        world = parse_world(text)
    except WorldError:
        return
    assert () == tuple(world.experiences)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("name: Home", "name: Home\n    status: Aktive", ["experiences[0].status (home)", "Active, Paused, Scheduled"]),
        ("name: Home", "name: Home\n    tags: [x]", ["experiences[0] (home)", "tags", "Allowed: key, name, status"]),
        ("name: Home", "title: Home", ["experiences[0] (home)", "Allowed: key, name"]),
        ("name: Home", "name: 7", ["experiences[0].name (home)", "`str`", "`int`"]),
        ('{id: "1"}', "{id: 1}", ["audiences[0].variations[0].id (home)", "`str`"]),
        ('{id: "1"}', '{id: "1", share: "50"}', ["variations[0].share (home)"]),
        ("name: Everybody,", "name: E, when: {device: [Phone]},", ["when.device[0] (home)", "Mobile, Tablet, Desktop"]),
        ("name: Everybody,", "name: E, when: {weekday: [Mon]},", ["when (home)", "weekday", "Allowed: day, hour"]),
        ("name: Everybody,", "name: E, segment: {equals: x},", ["segment (home)", "equals", "all, any, attribute"]),
        (
            '{id: "1"}',
            '{id: "1", payload: {T: {type: text}}}',
            ["payload[...].type (home)", "string, number, boolean, json, float"],
        ),
        (
            "experiences:",
            "settings: {audience_order: second}\nexperiences:",
            ["settings.audience_order", "first, last"],
        ),
        ("experiences:", "sittings: {}\nexperiences:", ["the file", "sittings", "workspace, settings, places, users"]),
    ],
)
def test_a_mistake_names_its_place_and_what_is_allowed(old, new, words):
    """The text names the path, the experience, the problem, and the allowed values or fields."""
    said = refusal(MINIMAL.replace(old, new))
    assert [] == [word for word in words if word not in said], said


def test_a_file_is_read_from_its_path(tmp_path):
    """A path, as text or Path, with or without a byte order mark."""
    path = tmp_path / "world.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    assert parse_world(MINIMAL) == load_world(path) == load_world(str(path))
    path.write_text(MINIMAL, encoding="utf-8-sig")
    assert parse_world(MINIMAL) == load_world(path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"#" * (LARGEST_FILE + 1)])
def test_a_file_that_cannot_be_used_is_named(tmp_path, content):
    """Missing, not UTF-8, or far too large: the path stands in the text."""
    path = tmp_path / "mine.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WorldError, match=r"mine\.yaml: (cannot be read|larger than 5 MB)"):
        load_world(path)


def test_very_many_values_are_given_up():
    """A small file may hold millions, each of which would take its place in memory."""
    with pytest.raises(WorldError, match="more than 500,000 names and values"):
        parse_world(f"experiences: [{'a,' * 500_001}]")


@pytest.mark.parametrize("endless", ["/dev/zero"])
def test_a_file_without_an_end_is_given_up(tmp_path, endless):
    """It says that it is empty, and may be the target of a link in somebody's folder."""
    path = tmp_path / "mine.yaml"
    path.symlink_to(endless)
    with pytest.raises(WorldError, match=r"mine\.yaml: larger than 5 MB"):
        load_world(path)


@pytest.mark.parametrize(
    "number", ["1" * 21, "9" * 5_000, "-9223372036854775809", "18446744073709551616", "1.0e999", "-1.0e400"]
)
def test_a_number_no_answer_could_hold_is_told_with_its_place(number):
    """Not when it is first to be sent."""
    text = MINIMAL + f"users: {{u: {{attributes: {{n: {number}}}}}}}\n"
    with pytest.raises(WorldError, match=r"line \d+|cannot be read"):
        parse_world(text)


def test_a_folder_is_no_world(tmp_path):
    """Naming a folder is a mistake with a message; the built-in worlds are offered."""
    with pytest.raises(WorldError, match="demo, edge_cases"):
        load_world(tmp_path)


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_worlds_can_be_loaded(name):
    """Both worlds that come along pass every check."""
    assert load_world(name).experiences


def test_the_hash_is_that_of_the_content():
    """The same world in another layout has the same hash; any change gives another."""
    assert world_hash(parse_world(MINIMAL)) == world_hash(parse_world(MINIMAL + "\n# a remark\nusers: {}\n"))
    assert world_hash(parse_world(MINIMAL)) != world_hash(parse_world(MINIMAL.replace("Everybody", "Anybody")))
