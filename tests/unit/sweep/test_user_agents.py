"""The User-Agent axis: complete strings with labels, however they are given."""

from __future__ import annotations

import re

import pytest

from moe_nb.core.errors import SpaceError
from moe_nb.core.user_agent import Device, describe_user_agent, device_type
from moe_nb.sweep.known_user_agents import PRESETS, known_user_agents
from moe_nb.sweep.user_agents import user_agents

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
CHROME_OLD = CHROME.replace("142", "120")
EXPECTED = {  # label to device, browser and system, as a person reads the label; empty: names no system people know
    "iPhone": (Device.MOBILE, "Safari on iPhone"),
    "iPhone, Chrome": (Device.MOBILE, "Chrome on iPhone"),
    "iPhone, Firefox": (Device.MOBILE, "Firefox on iPhone"),
    "iPhone, Edge": (Device.MOBILE, "Edge on iPhone"),
    "Android phone": (Device.MOBILE, "Chrome on Android"),
    "Android phone, Samsung Internet": (Device.MOBILE, "Samsung Internet on Android"),
    "Android phone, Firefox": (Device.MOBILE, "Firefox on Android"),
    "Android phone, Edge": (Device.MOBILE, "Edge on Android"),
    "Android phone, Opera": (Device.MOBILE, "Opera on Android"),
    "Android phone, Opera Mini": (Device.MOBILE, "Opera on Android"),
    "Android phone, Mi Browser": (Device.MOBILE, "Chrome on Android"),
    "Android phone, UC Browser": (Device.MOBILE, "Chrome on Android"),
    "iPad": (Device.TABLET, "Safari on iPad"),
    "iPad, Chrome": (Device.TABLET, "Chrome on iPad"),
    "Android tablet": (Device.TABLET, "Chrome on Android"),
    "Android tablet, Firefox": (Device.TABLET, "Firefox on Android"),
    "Fire tablet": (Device.TABLET, "Chrome on Android"),
    "Windows PC": (Device.DESKTOP, "Chrome on Windows"),
    "Windows PC, Edge": (Device.DESKTOP, "Edge on Windows"),
    "Windows PC, Firefox": (Device.DESKTOP, "Firefox on Windows"),
    "Windows PC, Opera": (Device.DESKTOP, "Opera on Windows"),
    "Mac": (Device.DESKTOP, "Safari on Mac"),
    "Mac, Chrome": (Device.DESKTOP, "Chrome on Mac"),
    "Mac, Edge": (Device.DESKTOP, "Edge on Mac"),
    "Mac, Firefox": (Device.DESKTOP, "Firefox on Mac"),
    "Linux PC, Firefox": (Device.DESKTOP, "Firefox on Linux"),
    "Linux PC, Chrome": (Device.DESKTOP, "Chrome on Linux"),
    "Chromebook": (Device.DESKTOP, "Chrome on ChromeOS"),
    "Smart TV": (Device.OTHER, ""),
    "Smart TV, LG": (Device.OTHER, "Chrome on Linux"),
    "Smart TV, Sony": (Device.OTHER, "Chrome on Android"),
    "Fire TV": (Device.OTHER, "Chrome on Android"),
    "Roku": (Device.OTHER, ""),
    "iPhone, Instagram app": (Device.MOBILE, "Instagram on iPhone"),
    "iPhone, Facebook app": (Device.MOBILE, "Facebook on iPhone"),
    "iPhone, LinkedIn app": (Device.MOBILE, ""),
    "iPhone, TikTok app": (Device.MOBILE, ""),
    "iPhone, Snapchat app": (Device.MOBILE, "Safari on iPhone"),
    "Android phone, Instagram app": (Device.MOBILE, "Instagram on Android"),
    "Android phone, Facebook app": (Device.MOBILE, "Facebook on Android"),
    "Android phone, TikTok app": (Device.MOBILE, "Chrome on Android"),
    "Googlebot": (Device.OTHER, "Chrome on Android"),
    "Bingbot": (Device.OTHER, ""),
    "Facebook link preview": (Device.OTHER, ""),
    "X link preview": (Device.OTHER, ""),
    "GPTBot": (Device.OTHER, ""),
}
PRESET_DEVICES = {
    "phones": {Device.MOBILE},
    "tablets": {Device.TABLET},
    "desktops": {Device.DESKTOP},
    "browsers": {Device.MOBILE, Device.TABLET, Device.DESKTOP},
    "tvs": {Device.OTHER},
    "in-app": {Device.MOBILE},
    "bots": {Device.OTHER},
    "all": set(Device),
}


def made(space):
    """Return label to User-Agent of the one axis."""
    (one,) = space.axes
    assert "user_agent" == one.name
    return dict(zip(one.labels, one.values, strict=True))


def test_every_shipped_user_agent_is_what_its_label_says():
    """Device type, browser and system agree with the label; none is missing here."""
    known = user_agents.known()
    assert {label: device for label, (device, _) in EXPECTED.items()} == {
        label: device_type(text) for label, text in known.items()
    }
    named = {label: f"{words} ({device})" for label, (device, words) in EXPECTED.items() if words}
    assert named == {label: describe_user_agent(known[label]) for label in named}


@pytest.mark.parametrize(("name", "devices"), PRESET_DEVICES.items())
def test_a_preset_holds_the_devices_it_is_called_after(name, devices):
    """Its User-Agents are of those device types and of no other, in the order of the shipped list."""
    found = made(user_agents.preset(name))
    assert devices == {device_type(text) for text in found.values()}
    assert [label for label in EXPECTED if label in found] == list(found)


def test_every_preset_is_described_and_every_user_agent_is_in_one():
    """No list names a preset that is not offered, and every offered one is tested here; all are about forty."""
    named = {name for one in known_user_agents() for name in one.presets}
    assert set(PRESETS) == {*named, "all"} == {*PRESET_DEVICES, "devices"}
    assert 40 <= len(known_user_agents()) == len(made(user_agents.preset("all")))


def test_every_user_agent_is_dated():
    """The month in which a header was current stands beside it."""
    assert [] == [one.label for one in known_user_agents() if not re.fullmatch(r"20\d\d-[01]\d", one.current)]


def test_the_usual_preset_holds_one_of_each_device():
    """Left out, it is the devices: phone, tablet and desktop."""
    assert made(user_agents.preset("devices")) == made(user_agents.preset())
    kinds = [device_type(text) for text in made(user_agents.preset()).values()]
    assert {Device.MOBILE, Device.TABLET, Device.DESKTOP} == set(kinds)


def test_an_unknown_preset_names_the_known_ones():
    """The message lists what there is."""
    with pytest.raises(SpaceError, match=r"no preset 'phone'\. Use one of devices, phones, tablets, .*, all"):
        user_agents.preset("phone")


def test_a_list_is_taken_as_it_stands():
    """Complete strings, commas and all, under readable labels."""
    assert {"Chrome on Windows (Desktop)": CHROME, "a, b; c": "a, b; c"} == made(user_agents([CHROME, "a, b; c"]))


def test_a_mapping_names_its_user_agents():
    """Labels are the user's own; an empty one is made."""
    assert {"Büro ☕": CHROME, "curl/8": "curl/8"} == made(user_agents({"Büro ☕": CHROME, "": "curl/8"}))


def test_any_iterable_will_do():
    """A generator, a set of lines, a tuple."""
    assert ["a", "b"] == list(made(user_agents(text for text in ("a", "b"))).values())


def test_equal_user_agents_are_asked_once():
    """In a list or under two labels; the first label stays."""
    assert {"a": "a", "b": "b"} == made(user_agents(["a", "b", "a"]))
    assert {"first": "a"} == made(user_agents({"first": "a", "second": "a"}))


def test_user_agents_that_read_alike_are_told_apart():
    """Two versions of one browser get two labels."""
    assert {"Chrome on Windows (Desktop)": CHROME, "Chrome on Windows (Desktop) #2": CHROME_OLD} == made(
        user_agents([CHROME, CHROME_OLD])
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (CHROME, "one text instead of a list"),
        (CHROME.encode(), "one text instead of a list"),
        ([], "has no values"),
        ({}, "has no values"),
        ([CHROME, ""], "is empty"),
        ([CHROME, "  "], "is empty"),
        ({"mine": ""}, "is empty"),
        ([None, CHROME], r"None is not a text.*axis\(\"user_agent\", \[None"),
        ([142], "142 is not a text"),
        ({"mine": None}, "None is not a text"),
    ],
)
def test_what_is_no_list_of_user_agents_is_refused(given, words):
    """The message says what was given and what to write instead."""
    with pytest.raises(SpaceError, match=words):
        user_agents(given)


def written(folder, text, encoding="utf-8"):
    """Write a file and return its path."""
    path = folder / "mine.txt"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_holds_one_per_line(tmp_path, ending, encoding):
    """With or without labels; comments and empty lines are left out; commas never split."""
    lines = ["# mine, all of them", "", f"Büro\t{CHROME}", "  a, b, c  ", "#x", "a, b, c", "Phone \t curl/8 "]
    path = written(tmp_path, ending.join(lines), encoding)
    expected = {"Büro": CHROME, "a, b, c": "a, b, c", "Phone": "curl/8"}
    assert expected == made(user_agents.from_file(path)) == made(user_agents.from_file(str(path)))


@pytest.mark.parametrize("text", ["", "\n \n", "# only a comment"])
def test_a_file_without_user_agents_is_refused(tmp_path, text):
    """The file is named, and what belongs in it."""
    with pytest.raises(SpaceError, match=r"mine\.txt' holds none\. Write one per line"):
        user_agents.from_file(written(tmp_path, text))


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    """Missing, a folder, or not text."""
    not_text = written(tmp_path, "Büro", "latin-1")
    for path in (tmp_path / "missing.txt", tmp_path, not_text):
        with pytest.raises(SpaceError, match="cannot be read") as caught:
            user_agents.from_file(path)
        assert repr(str(path)) in str(caught.value)
