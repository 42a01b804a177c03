"""What is wrong with single values, and what only looks like it."""

from __future__ import annotations

import pytest

from moe_nb.audit.value_checks import flaws_of
from moe_nb.core.answer import Variable
from moe_nb.core.payload_facts import PayloadKind, Severity


def kinds(value, name="Text", data_type="string"):
    """Return the kinds of flaws a value has."""
    return [kind for _, kind, _, _ in flaws_of(Variable(name, value, data_type))]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("A plant for your desk", []),
        ("", [PayloadKind.EMPTY]),
        (" \t\u00a0", [PayloadKind.EMPTY]),
        (None, [PayloadKind.EMPTY]),
        ("Hello ", [PayloadKind.WHITESPACE]),
        ("\nHello", [PayloadKind.WHITESPACE]),
        (0, []),
        (False, []),
        ([], []),
        ({}, []),
        ("Hi {{ user.name }}", [PayloadKind.UNRENDERED]),
        ("{% if x %}a{% endif %}", [PayloadKind.UNRENDERED]),
        ("Hi {{ user.name", [PayloadKind.UNRENDERED]),
        ("{ curly } words", []),
        ("100% of it", []),
        ('{"a": 1}', []),
        ("[1, 2]", []),
        ('{"a": 1', [PayloadKind.BROKEN_JSON]),
        ("{'a': 1}", [PayloadKind.BROKEN_JSON]),
        ("[1, 2", [PayloadKind.BROKEN_JSON]),
        ('{"a": NaN}', [PayloadKind.BROKEN_JSON]),
        ("[" * 100_000, [PayloadKind.BROKEN_JSON]),
        ('{"a": ' + "9" * 5000 + "}", []),
        ("[Sale] ends today", []),
        ("{Sale}", []),
    ],
)
def test_a_text_is_looked_through(value, expected):
    """Empty, white space, templates, JSON in text; numbers, truths and empty lists are values like any other."""
    assert expected == kinds(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://shop.example.com/a?b=c#d", []),
        ("https://münchen.example/straße", []),
        ("https://[2001:db8::1]:8443/x", []),
        ("https://localhost:8080", []),
        ("See https://shop.example.com.", []),
        ("/relative/path", []),
        ("myapp://open/product", []),
        ("mailto:shop@example.com", []),
        ("tel:+4930123", []),
        ("Note: open http and https", []),
        ("at 10:30 www is slow", []),
        ("http://shop.example.com", [PayloadKind.INSECURE_LINK]),
        ("Look <a href='http://shop.example.com/x'>here</a>", [PayloadKind.INSECURE_LINK]),
        ("javascript:alert(1)", [PayloadKind.INSECURE_LINK]),
        ("data:text/html,<b>", [PayloadKind.INSECURE_LINK]),
        ("https:///path", [PayloadKind.MALFORMED_LINK]),
        ("https://", [PayloadKind.MALFORMED_LINK]),
        ("https://shop..example.com", [PayloadKind.MALFORMED_LINK]),
        ("https://shop.example.com:port/", [PayloadKind.MALFORMED_LINK]),
        ("https://[::1/", [PayloadKind.MALFORMED_LINK]),
        ("www.example.com", [PayloadKind.MALFORMED_LINK]),
        ("https//shop.example.com", [PayloadKind.MALFORMED_LINK]),
        ("https:/shop.example.com", [PayloadKind.MALFORMED_LINK]),
        ("htps://shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ],
)
def test_links_are_checked_wherever_they_stand(value, expected):
    """What a browser cannot open or may refuse; deep links, mail and paths are left alone."""
    assert expected == kinds(value)


def test_white_space_in_a_link_counts_where_the_variable_is_a_link():
    """In a sentence a link ends with the word; in an image address the blank is a mistake."""
    assert [PayloadKind.MALFORMED_LINK] == kinds("https://shop.example.com/my plant.jpg", name="Image")
    assert [] == kinds("https://shop.example.com/my plant.jpg", name="Text")


@pytest.mark.parametrize(("data_type", "severity"), [("json", Severity.ERROR), ("string", Severity.WARNING)])
def test_broken_json_is_worse_where_json_was_promised(data_type, severity):
    """A text may look like JSON by accident; a variable of type json may not."""
    ((said, kind, way, _),) = flaws_of(Variable("Data", '{"a":', data_type))
    assert (severity, PayloadKind.BROKEN_JSON, "Data") == (said, kind, way)
    assert [PayloadKind.BROKEN_JSON] == kinds("not json", data_type="json")


def test_values_inside_lists_and_objects_are_found_by_their_way():
    """The way into the value is written as in code."""
    value = {"items": [{"url": "https://a.example"}, {"url": "http://b.example"}], "title": ""}
    assert [("Data.items[1].url", PayloadKind.INSECURE_LINK), ("Data.title", PayloadKind.EMPTY)] == [
        (way, kind) for _, kind, way, _ in flaws_of(Variable("Data", value, "json"))
    ]


def test_a_value_nested_without_end_is_left_alone():
    """Beyond thirty levels nothing is looked at, and nothing breaks."""
    value = ""
    for _ in range(2000):
        value = [value]
    assert [] == kinds(value)


def test_one_link_twice_is_one_flaw():
    """A text with the same insecure link in two places is told once."""
    assert [PayloadKind.INSECURE_LINK] == kinds("http://a.example/x or http://a.example/x")
