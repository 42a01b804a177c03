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
        ("[" * 100_000, []),
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
    assert [PayloadKind.BROKEN_JSON] == kinds("[" * 100_000, data_type="json")


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


REAL_LIFE = [
    # texts that only look like JSON
    ("Title", "[3 for 2] Sale", []),
    ("Title", "[New] Trainers [Limited]", []),
    ("Title", "[1] Terms apply [2]", []),
    ("Title", "[1-3] days", []),
    ("Title", '["Best of 2026"] says Vogue', []),
    ("Title", "{Hello}", []),
    ("Title", "{first_name}, welcome back", []),
    ("Title", "{0} items left in {1}", []),
    ("Title", "{count, plural, one {# item} other {# items}}", []),
    ("Title", "{Note: ends on Sunday}", []),
    ("Title", "{ color: red; margin: 0 }", []),
    ("Title", "[[First Name]]", []),
    ("Title", "[]", []),
    ("Title", "{}", []),
    # JSON
    ("Data", '{"title": "Sale"}', []),
    ("Data", '["S", "M", "L"]', []),
    ("Data", "[[1, 2], [3, 4]]", []),
    ("Data", " [1, 2, 3]", [PayloadKind.WHITESPACE]),
    ("Data", '{"title": "Sale",}', [PayloadKind.BROKEN_JSON]),
    ("Data", '{"title": "Sale"', [PayloadKind.BROKEN_JSON]),
    ("Data", '{"title": "Sale"};', [PayloadKind.BROKEN_JSON]),
    ("Data", '{"title": True}', [PayloadKind.BROKEN_JSON]),
    ("Data", '{title: "Sale"}', [PayloadKind.BROKEN_JSON]),
    ("Data", "{\u201ctitle\u201d: \u201cSale\u201d}", [PayloadKind.BROKEN_JSON]),
    ("Data", r"{\"title\": \"Sale\"}", [PayloadKind.BROKEN_JSON]),
    ("Data", '[{"id": 1} {"id": 2}]', [PayloadKind.BROKEN_JSON]),
    ("Data", "['S', 'M']", [PayloadKind.BROKEN_JSON]),
    ("Data", '["S", "M",]', [PayloadKind.BROKEN_JSON]),
    ("Data", "[1, 2,", [PayloadKind.BROKEN_JSON]),
    # texts that speak of links
    ("Title", "https://shop.example.com is our home", []),
    ("LinkText", "https://shop.example.com is our home", []),
    ("Curly", "https://shop.example.com is our home", []),
    ("Title", "See https://shop.example.com, or https://blog.example.com!", []),
    ("Title", "(https://shop.example.com)", []),
    ("Title", "An address begins with https:// or http:", []),
    ("Title", "Served over HTTP/2", []),
    ("Title", "HTTP/1.1", []),
    ("Title", "JavaScript for beginners", []),
    ("Title", "Sale // only today", []),
    ("Title", "Mr.Green", []),
    ("Html", '<svg xmlns="http://www.w3.org/2000/svg"></svg>', []),
    ("Data", '{"@context": "http://schema.org"}', []),
    ("Data", r'{"url": "https:\/\/shop.example.com\/a"}', []),
    ("Data", r'{"url": "http:\/\/shop.example.com\/a"}', [PayloadKind.INSECURE_LINK]),
    ("Html", '<a href="https://shop.example.com/a">now</a>', []),
    ("Html", '<img src="http://cdn.example.com/a.png">', [PayloadKind.INSECURE_LINK]),
    # links
    ("cta_url", "https://shop.example.com/sale?utm_source=a&x=%20#top", []),
    ("cta_url", "shopapp://product/42", []),
    ("cta_url", "mailto:help@example.com?subject=a", []),
    ("cta_url", "/sale", []),
    ("cta_url", "#top", []),
    ("image", "images/banner.png", []),
    ("image", "banner.png", []),
    ("image", "data:image/png;base64,iVBORw0KGgo=", []),
    ("cta_url", "htttps://shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "hhtps://shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "httos://shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "ttps://shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "http//shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "https;//shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", r"https:\\shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "https:// shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "https://shop.example.com/my page", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "https://shop.example,com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "https://https://shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "http://https://shop.example.com", [PayloadKind.MALFORMED_LINK]),
    ("cta_url", "shop.example.com/sale", [PayloadKind.MALFORMED_LINK]),
    ("image", "www.example.com/a.png", [PayloadKind.MALFORMED_LINK]),
    ("image", "//cdn.example.com/x.png", [PayloadKind.MALFORMED_LINK]),
    ("heroImageMobile", "http://cdn.example.com/x.png", [PayloadKind.INSECURE_LINK]),
    ("cta_url", "javascript:void(0)", [PayloadKind.INSECURE_LINK]),
]


@pytest.mark.parametrize(("name", "value", "expected"), REAL_LIFE, ids=[value for _, value, _ in REAL_LIFE])
def test_what_people_write_is_judged_as_they_mean_it(name, value, expected):
    """A text in brackets is no JSON, a sentence about a link is no link, and a slip of the finger is found."""
    assert expected == kinds(value, name)


def test_what_the_parser_says_is_told_whole():
    """The place stands at the end, and no word is cut."""
    ((_, _, _, what),) = flaws_of(Variable("Data", "{'title': 1}", "string"))
    assert (
        "It looks like JSON and is none: Expecting property name enclosed in double quotes (line 1, column 2)." == what
    )


def test_a_link_without_scheme_is_only_an_observation_where_a_page_can_load_it():
    """The two slashes work in a browser; a host alone never does."""
    severities = [
        [severity for severity, *_ in flaws_of(Variable("image", value))]
        for value in ("//cdn.example.com/x.png", "cdn.example.com/x.png")
    ]
    assert [[Severity.OBSERVATION], [Severity.WARNING]] == severities


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000 + "1,", "[" + "1," * 50_000 + "x", "https://" + "é" * 50_000 + "!", "http" * 30_000, "a." * 50_000],
    ids=["brackets", "numbers", "host", "scheme", "labels"],
)
def test_a_long_odd_value_is_judged_at_once(text):
    """No pattern goes back and forth over a hostile value: the test would not end."""
    assert kinds(text, name="url") in ([], [PayloadKind.MALFORMED_LINK], [PayloadKind.BROKEN_JSON])
