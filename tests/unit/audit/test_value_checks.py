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
    assert [] == kinds("https://shop.example.com/my plant is here", name="Text")


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
    # links with blanks in them, whatever the variable is called
    ("A", "https://shop.example.com/a b", [PayloadKind.MALFORMED_LINK]),
    ("A", "https://shop.example.com/a\nb", [PayloadKind.MALFORMED_LINK]),
    ("A", "https://exa mple.com/x.jpg", [PayloadKind.MALFORMED_LINK]),
    ("A", "https://www.exa mple.com/sale", [PayloadKind.MALFORMED_LINK]),
    ("A", "https://example. com/sale", [PayloadKind.MALFORMED_LINK]),
    ("A", "https://shop.example.com /sale", [PayloadKind.MALFORMED_LINK]),
    ("A", "https://shop.example.com/?q=red shoes", [PayloadKind.MALFORMED_LINK]),
    ("A", "https://shop.example.com/schöne gärten", [PayloadKind.MALFORMED_LINK]),
    ("A", "http://shop.example.com/a b", [PayloadKind.MALFORMED_LINK]),
    ("Title", "https://shop.example.com/my new plant.jpg", [PayloadKind.MALFORMED_LINK]),
    ("Title", "https://exa mple.com/x.jpg", [PayloadKind.MALFORMED_LINK]),
    # sentences that begin with a link
    ("A", "https://example.com is our home", []),
    ("A", "https://example.com rocks", []),
    ("A", "https://example.com. Really?", []),
    ("A", "https://example.com. Visit us!", []),
    ("A", "https://example.com/sale now!", []),
    ("A", "https://example.com/sale, new", []),
    ("A", "https://example.com/sale 🎉", []),
    ("A", "https://example.com/sale (new)", []),
    ("A", "https://example.com/sale 今すぐ購入", []),
    ("A", "https://example.com/a and https://example.com/b", []),
    ("A", "https://example.com/a https://example.com/b", []),
    ("A", "https://example.com/help open 24/7", []),
    ("A", "https://localhost is up", []),
    ("Title", "https://example.com/sale today", []),
    # signs that a link cannot hold
    ("A", "https://shop.example.com/%zz", [PayloadKind.MALFORMED_LINK]),
    ("A", "https://shop.example.com/?off=50%", [PayloadKind.MALFORMED_LINK]),
    ("Html", '<a href="https://shop.example.com/?off=50%&x=1">now</a>', [PayloadKind.MALFORMED_LINK]),
    ("A", "https://shop.example.com/%F0%9f%8e%81", []),
    ("A", "50% off at https://shop.example.com/sale", []),
    ("cta_url", "https://shop.example.com/?u={{ user.id }}", [PayloadKind.UNRENDERED]),
    ("cta_url", "https://shop.example.com/{% if x %}a{% endif %}", [PayloadKind.UNRENDERED]),
    ("A", "https://shop.example.com/a\u200bb", [PayloadKind.MALFORMED_LINK]),
    ("A", "https://shop.example.com/a\u200b", [PayloadKind.WHITESPACE, PayloadKind.MALFORMED_LINK]),
    # addresses of file servers
    ("A", "ftp://files.example.com/a.jpg", [PayloadKind.MALFORMED_LINK]),
    ("image", "SFTP://files.example.com/a.jpg", [PayloadKind.MALFORMED_LINK]),
    ("Html", '<img src="ftp://files.example.com/a.png">', [PayloadKind.MALFORMED_LINK]),
    ("Title", "FTP or SFTP: what is safer?", []),
    # characters that cannot be seen
    ("Title", "\u200b", [PayloadKind.EMPTY]),
    ("Title", "\ufeff \u2060\u00ad", [PayloadKind.EMPTY]),
    ("Title", "\u3164", [PayloadKind.EMPTY]),
    ("Title", "\u200e", [PayloadKind.EMPTY]),
    ("Title", "\ufe0f", [PayloadKind.EMPTY]),
    ("Title", "\u2800", [PayloadKind.EMPTY]),
    ("Title", "\u200bSale", [PayloadKind.WHITESPACE]),
    ("Title", "Sale\ufeff", [PayloadKind.WHITESPACE]),
    ("Title", "Sale ❤\ufe0f", []),
    ("Title", "👩\u200d💻", []),
    ("Title", "مرحبا\u200f", []),
    ("Title", "می\u200cخواهم", []),
]


@pytest.mark.parametrize(("name", "value", "expected"), REAL_LIFE, ids=[value for _, value, _ in REAL_LIFE])
def test_what_people_write_is_judged_as_they_mean_it(name, value, expected):
    """A text in brackets is no JSON, a sentence about a link is no link, and a slip of the finger is found."""
    assert expected == kinds(value, name)


def test_a_variable_is_a_link_by_its_type_too():
    """Where the type says so, a sentence that begins with a link is a mistake, whatever the variable is called."""
    assert [PayloadKind.MALFORMED_LINK] == kinds("https://example.com is our home", "A", "image_url")
    assert [PayloadKind.MALFORMED_LINK] == kinds("example.com/sale", "A", "link")
    assert [] == kinds("https://example.com is our home", "A", "string")


def test_what_is_only_likely_is_no_error():
    """A blank in something like a link may be meant; in a variable of links it is broken, and so is an ftp address."""
    severities = [
        [severity for severity, *_ in flaws_of(Variable(name, value))]
        for name, value in (
            ("A", "https://x.example/a b"),
            ("url", "https://x.example/a b"),
            ("A", "https://x.example/%zz"),
            ("A", "ftp://x.example/a.jpg"),
        )
    ]
    assert [[Severity.WARNING], [Severity.ERROR], [Severity.WARNING], [Severity.ERROR]] == severities


def test_characters_that_cannot_be_seen_are_not_called_white_space():
    """Three kinds of nothing, in words."""
    says = [what for text in ("", " ", "\u200b ") for *_, what in flaws_of(Variable("Text", text))]
    assert ["It is empty.", "It is only white space.", "It is only characters that cannot be seen."] == says


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
    [
        "[" * 100_000 + "1,",
        "[" + "1," * 50_000 + "x",
        "https://" + "é" * 50_000 + "!",
        "http" * 30_000,
        "a." * 50_000,
        "https://a " + "a." * 50_000 + "!",
        "https://x.example/a " + "=x" * 50_000 + ",",
        "\u200b" * 100_000 + "x",
    ],
    ids=["brackets", "numbers", "host", "scheme", "labels", "second label", "second word", "unseen"],
)
def test_a_long_odd_value_is_judged_at_once(text):
    """No pattern goes back and forth over a hostile value: the test would not end."""
    said = [*kinds(text, name="url"), *kinds(text, name="A")]
    assert set(said) <= {PayloadKind.MALFORMED_LINK, PayloadKind.BROKEN_JSON, PayloadKind.WHITESPACE}
