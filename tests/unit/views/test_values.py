"""How one payload value is shown."""

from __future__ import annotations

import json

import pytest

from moe_nb.core.answer import Variable
from moe_nb.views.values import LONGEST, safe_url, value_view


def view(value, name="n", data_type="string"):
    return value_view(Variable(name, value, data_type))


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "plain", "null"),
        (True, "plain", "true"),
        (0, "plain", "0"),
        (-1.5, "plain", "-1.5"),
        (2**70, "plain", str(2**70)),
        ("", "text", ""),
        ("  ", "text", "  "),
        (" kept ", "text", " kept "),
        ("42", "text", "42"),
        ("null", "text", "null"),
        ({}, "json", "{}"),
        ([1, "é"], "json", '[\n  1,\n  "é"\n]'),
        ('{"a": 1}', "json", '{\n  "a": 1\n}'),
        (" [] ", "json", "[]"),
        ("{broken", "text", "{broken"),
        ("{{name}}", "text", "{{name}}"),
        ("#fff", "colour", "#fff"),
        (" #A1b2C3 ", "colour", " #A1b2C3 "),
        ("#ffff", "text", "#ffff"),
        ("#ggg", "text", "#ggg"),
        ("#fff\n}", "text", "#fff\n}"),
        ("https://example.com/a", "link", "https://example.com/a"),
        ("mailto:a@example.com", "link", "mailto:a@example.com"),
        ("https://example.com/a.PNG?x=1", "image", "https://example.com/a.PNG?x=1"),
        ("https://example.com/a.png.html", "link", "https://example.com/a.png.html"),
    ],
)
def test_a_value_is_shown_as_what_it_is(value, kind, text):
    """The type sent decides first, then what a text holds; nothing is trimmed or converted."""
    assert (kind, text) == (view(value).kind, view(value).text)


@pytest.mark.parametrize("name", ["image", "Hero Image URL", "IMAGE"])
@pytest.mark.parametrize("url", ["https://cdn.example.com/42", "HTTPS://cdn.example.com/42"])
def test_a_variable_called_image_is_one(name, url):
    """An address without a file name is an image if the variable says so."""
    assert "image" == view(url, name).kind
    assert "link" == view(url, "cta").kind


@pytest.mark.parametrize("name", ["image", "contact"])
def test_a_mail_address_is_never_an_image(name):
    """No browser can load a picture from mailto."""
    assert "link" == view("mailto:a@example.png", name).kind


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://example.com/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.com/",
        "//example.com/",
        "https:example.com",
        "https://",
        "https://user:secret@example.com/",
        "https://good.example@evil.example/",
        "https://example.com/a b",
        "https://example.com/\nx",
        "\x01https://example.com/",
        "https://example.com/\u202egnp.exe",
        "https://exa\u200bmple.com/",
        "https://example.com/\x00",
        "https://[::1",
        "mailto:",
        "mailto:a\x07@example.com",
        "",
    ],
)
def test_only_plain_addresses_become_links(text):
    """Nothing but http, https and mailto, and only when the browser goes where people read that it goes."""
    assert "" == safe_url(text)
    assert {"text"} == {view(text).kind, view(text, "image").kind}


@pytest.mark.parametrize(
    "text", ["https://example.com/?q=<b>&x=\"'", "http://[2001:db8::1]:8080/é", "mailto:a@b.c?cc=d"]
)
def test_an_address_is_linked_as_sent(text):
    """Signs that HTML has to escape do not make an address unsafe."""
    assert text == safe_url(text) == view(text).url


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ("", "Empty."),
        (" \n", "Only white space."),
        (" x", "Begins or ends with white space."),
        ("x\n", "Begins or ends with white space."),
        ("Hi {{UserAttribute['Name']}}!", "Holds a template that was not filled in."),
        ("{% if x %}", "Holds a template that was not filled in."),
        ('{"a": }', "Begins like JSON but cannot be read at character 6."),
        ("[1, 2 3]", "Begins like JSON but cannot be read at character 6."),
        ('{"a": 1, "b": 2, "a": 3}', "JSON that says 'a' twice; shown as sent."),
        ('[{"a": {"é": 1, "é": 1}}]', "JSON that says 'é' twice; shown as sent."),
    ],
)
def test_what_is_odd_is_said(value, note):
    """Notes name the mistakes people make in the dashboard, and the value itself is still shown."""
    assert (note,) == view(value).notes
    assert value == view(value).text


@pytest.mark.parametrize("value", ["x", "50% {off}", "{}", '{"a": "b"}', "#fff", "https://example.com/", "a  b"])
def test_what_is_not_odd_has_no_note(value):
    """A note always means something."""
    assert () == view(value).notes


def test_a_note_quotes_only_the_start_of_a_long_name():
    """What is said about a value stays shorter than the value."""
    name = json.dumps("x" * LONGEST)
    (note,) = view(f"{{{name}: 1, {name}: 2}}").notes
    assert len(note) < 200


def test_json_inside_a_text_is_called_so():
    """The type as sent stays readable beside what was found inside."""
    assert "string, JSON inside" == view('{"a": 1}').data_type
    assert "no type" == view("x", data_type="").data_type


def test_json_is_shown_in_people_s_letters():
    """Other scripts and slashes are not written as escapes."""
    assert "नमस्ते </b>" in view({"a": "नमस्ते </b>"}).text


@pytest.mark.parametrize("extra", [0, 1, 1_000])
@pytest.mark.parametrize("start", ["", "https://example.com/", "mailto:", "#fff "])
def test_a_value_is_cut_beyond_twenty_thousand_characters(start, extra):
    """Whatever it is, what is drawn stays small and the rest is counted; a cut address leads nowhere."""
    text = start + "x" * (LONGEST + extra - len(start))
    shown = view(text)
    if extra:
        assert (f"{text[:LONGEST]}… ({extra:,} more characters)", "") == (shown.text, shown.url)
    else:
        assert text == shown.text


@pytest.mark.parametrize("depth", [10, 900, 990, 999, 5_000, 100_000])
def test_deep_nesting_is_no_error(depth):
    """However deep JSON inside a text goes, a card can be drawn."""
    text = "[" * depth + "]" * depth
    assert view(text).text
    assert len(view(text).text) <= LONGEST + 50


def test_a_value_nested_too_deeply_says_so():
    """A value that cannot be written is named, not an error and not a hole."""
    value = []
    for _ in range(2_000):
        value = [value]
    assert ("Nested too deeply to be shown.",) == view(value).notes


def test_numbers_inside_json_keep_their_digits():
    """Ids with many digits are not rounded."""
    text = json.dumps({"id": 12345678901234567890123})
    assert "12345678901234567890123" in view(text).text


@pytest.mark.parametrize(
    ("text", "is_tall"),
    [("short", False), ("x" * 700, False), ("x" * 701, True), ("\n".join("ab" * 7), False), ("\n" * 14, True)],
)
def test_tall_values_are_folded(text, is_tall):
    """What would fill a screen is folded; its beginning and its length stay in sight."""
    assert is_tall == value_view(Variable("Text", text, "string")).is_tall


def test_the_beginning_of_a_tall_value_is_short():
    """The first line, cut, and how long the whole is."""
    view = value_view(Variable("Text", f"\n{'x' * 900}\nmore", "string"))
    assert f"{'x' * 60}… (906 characters)" == view.beginning
