"""Device types of real User-Agent headers, labels, and pasted lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.errors import SpaceError
from moe_nb.core.user_agent import (
    Device,
    describe_user_agent,
    device_type,
    name_apart,
    parse_user_agents,
    user_agent_class,
)

KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)"
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"

MOBILE = [
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {APPLE} Version/26.0 Mobile/15E148 Safari/604.1",
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {APPLE} CriOS/142.0.0.0 Mobile/15E148 Safari/604.1",
    f"Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5_7 like Mac OS X) {APPLE} Version/12.1.2 Mobile/15E148 Safari/604.1",
    f"Mozilla/5.0 (Linux; Android 10; K) {KHTML} Chrome/142.0.0.0 Mobile Safari/537.36",
    f"Mozilla/5.0 (Linux; Android 14; SM-S918B) {KHTML} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36",
    f"Mozilla/5.0 (Linux; Android 12; SM-G991B; wv) {KHTML} Version/4.0 Chrome/98.0 Mobile Safari/537.36 [FB_IAB/FB4A]",
    f"Mozilla/5.0 (Linux; Android 13; CPH2205) {KHTML} Chrome/120.0 YaBrowser/23.11 SA/3 Mobile Safari/537.36",
    "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0",
    "Mozilla/5.0 (Mobile; LYF/F90M/LYF-F90M-000-02-21-131117; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.0",
    f"Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) {KHTML} Chrome/52.0 Mobile Safari/537.36",
    f"Mozilla/5.0 (BB10; Touch) {KHTML} Version/10.3.3.2205 Mobile Safari/537.36",
    "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80; U; en) Presto/2.5.25 Version/10.54",
    "UCWEB/2.0 (MIDP-2.0; U; Adr 9; en-US; SM-J600G) U2/1.0.0 UCBrowser/12.13 U2/1.0.0 Mobile",
    "ShoppingApp/5.1 (iPhone; iOS 17.0; Scale/3.00)",
]
TABLET = [
    f"Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) {APPLE} Version/26.0 Mobile/15E148 Safari/604.1",
    f"Mozilla/5.0 (Linux; Android 15; SM-X910) {KHTML} Chrome/142.0.0.0 Safari/537.36",
    f"Mozilla/5.0 (Linux; Android 13; SM-T870) {KHTML} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36",
    f"Mozilla/5.0 (Linux; Android 14; Pixel Tablet) {KHTML} Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Android 15; Tablet; rv:144.0) Gecko/144.0 Firefox/144.0",
    f"Mozilla/5.0 (Linux; Android 11; KFTRWI) {KHTML} Silk/120.4 like Chrome/120.0 Safari/537.36",
    f"Mozilla/5.0 (PlayBook; U; RIM Tablet OS 2.1.0; en-US) {KHTML} Version/7.2.1.0 Safari/536.2+",
]
DESKTOP = [
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KHTML} Chrome/142.0.0.0 Safari/537.36",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KHTML} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
    "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/26.0 Safari/605.1.15",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KHTML} Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
]
OTHER = [
    "",
    "curl/8.5.0",
    "okhttp/4.12.0",
    "ShoppingApp/5.1 CFNetwork/1490.0.4 Darwin/23.2.0",
    f"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) {KHTML} Chrome/142.0 Mobile Safari/537.36 (compatible; Googlebot/2)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    f"Mozilla/5.0 (X11; Linux x86_64) {KHTML} HeadlessChrome/142.0.0.0 Safari/537.36",
    f"Mozilla/5.0 (SMART-TV; LINUX; Tizen 8.0) {KHTML} Version/8.0 TV Safari/537.36",
    f"Mozilla/5.0 (Web0S; Linux/SmartTV) {KHTML} Chrome/120.0 Safari/537.36 WebAppManager",
    f"Mozilla/5.0 (Linux; Android 7.1.2; AFTMM Build/NS6265; wv) {KHTML} Version/4.0 Chrome/70.0 Mobile Safari/537.36",
    f"Mozilla/5.0 (Linux; Android 9; BRAVIA 4K UR2) {KHTML} Chrome/120.0 Safari/537.36",
    f"Mozilla/5.0 (PlayStation; PlayStation 5/2.26) {APPLE} Version/13.0 Safari/605.1.15",
]
KNOWN = [
    (text, device)
    for device, texts in (
        (Device.MOBILE, MOBILE),
        (Device.TABLET, TABLET),
        (Device.DESKTOP, DESKTOP),
        (Device.OTHER, OTHER),
    )
    for text in texts
]


@pytest.mark.parametrize(("text", "device"), KNOWN)
def test_real_headers_have_the_device_people_expect(text, device):
    """Phones, tablets, computers and everything else, in the spellings of 2026."""
    assert device is device_type(text)


@pytest.mark.parametrize(
    "text",
    [
        "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16",
        f"Mozilla/5.0 (Linux; Android 9; CUBOT X19) {KHTML} Chrome/120.0.0.0 Mobile Safari/537.36",
    ],
)
def test_phones_with_misleading_words_are_phones(text):
    """Opera Mini for Android does not say "Mobile", and CUBOT makes phones, not robots."""
    assert Device.MOBILE is device_type(text)


def test_a_windows_computer_with_a_pen_is_a_computer():
    """Old Internet Explorers list "Tablet PC 2.0" among the things Windows can do."""
    assert Device.DESKTOP is device_type("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/6.0; Tablet PC 2.0)")


def test_no_header_is_no_device():
    """Without a header nothing is known."""
    assert Device.OTHER is device_type(None)


@given(st.text())
def test_any_text_has_a_device(text):
    """No header makes the reader fail."""
    assert device_type(text) in Device


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (MOBILE[0], "Safari on iPhone (Mobile)"),
        (MOBILE[1], "Chrome on iPhone (Mobile)"),
        (MOBILE[4], "Samsung Internet on Android (Mobile)"),
        (TABLET[0], "Safari on iPad (Tablet)"),
        (DESKTOP[1], "Edge on Windows (Desktop)"),
        (DESKTOP[5], "Chrome on ChromeOS (Desktop)"),
        (DESKTOP[6], "Firefox on Linux (Desktop)"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("x" * 60, "x" * 39 + "…"),
    ],
)
def test_labels_name_browser_system_and_device(text, label):
    """A label is short and says what people look for; an unknown header begins with itself."""
    assert label == describe_user_agent(text)


def test_a_pasted_list_is_one_header_per_line():
    """Commas, semicolons and brackets are part of a header; blank lines and comments are not."""
    pasted = "\n".join(["# my phones", "", f"  {MOBILE[0]}  ", f"Old tablet\t{TABLET[2]}", "# end"])
    assert [("Safari on iPhone (Mobile)", MOBILE[0]), ("Old tablet", TABLET[2])] == parse_user_agents(pasted)


@given(st.lists(st.sampled_from([text for text, _ in KNOWN if text]), unique=True, max_size=8))
def test_no_header_is_ever_split(texts):
    """Whatever list is pasted, exactly its lines come back, in order."""
    assert texts == [text for _, text in parse_user_agents("\n".join(texts))]


@given(st.lists(st.sampled_from([text for text, _ in KNOWN if text]), max_size=12))
def test_labels_are_always_distinct(texts):
    """Two different headers never share a label; equal ones are kept once."""
    named = parse_user_agents("\n".join(texts))
    assert list(dict.fromkeys(texts)) == [text for _, text in named]
    assert len(named) == len({label for label, _ in named})


def test_the_second_of_two_equal_labels_is_numbered():
    """Labels that would clash are told apart by a number."""
    assert [("Phone", "a"), ("Phone #2", "b"), ("Phone #3", "c")] == name_apart(
        [("Phone", "a"), ("Phone", "b"), ("Phone", "c"), ("Again", "a")]
    )


def test_an_empty_header_is_refused():
    """A label without a header cannot be asked."""
    with pytest.raises(SpaceError, match="empty"):
        name_apart([("Phone", " ")])


def test_a_label_without_a_user_agent_is_refused():
    """A line that ends after its label is named, not taken for a User-Agent."""
    with pytest.raises(SpaceError, match="label 'iPhone'"):
        parse_user_agents("iPhone\t\nMozilla/5.0 (X11)")


def test_only_line_breaks_end_a_line():
    """A separator that Unicode calls a line break is part of the text."""
    assert ["a\u2028b"] == [text for _, text in parse_user_agents("a\u2028b\r\n")]


def test_a_class_is_device_system_and_browser():
    """Versions and models make no difference; what is not known stands for itself, so it is alike to nothing else."""
    android = "Mozilla/5.0 (Linux; Android {}; K) AppleWebKit/537.36 Chrome/{}.0.0.0 Mobile Safari/537.36"
    assert ("Mobile", "Android", "Chrome") == user_agent_class(android.format(10, 142))
    assert user_agent_class(android.format(10, 142)) == user_agent_class(android.format(16, 99))
    assert ("Other", "curl/8.0", "curl/8.0") == user_agent_class("curl/8.0")
    assert ("Other", "", "") == user_agent_class(None)


def test_rows_of_a_spreadsheet_are_read():
    """Of several columns the header is found wherever it stands; numbers and quotes around cells do no harm."""
    pasted = (
        'Chrome\tMozilla/5.0 (A, b)\t\r\nMozilla/5.0 (C)\tFirefox\t12\n"My ""own"""\t"curl/8.0 (x, ""y"")"\nonly/1\t\t'
    )
    assert [
        ("Chrome", "Mozilla/5.0 (A, b)"),
        ("Firefox", "Mozilla/5.0 (C)"),
        ('My "own"', 'curl/8.0 (x, "y")'),
        ("only/1", "only/1"),
    ] == parse_user_agents(pasted)


def test_a_phone_that_names_android_twice_is_a_phone():
    """Apps repeat the system behind the word Mobile."""
    header = (
        f"Mozilla/5.0 (Linux; Android 14; wv) {KHTML} Chrome/127.0 Mobile Safari/537.36 Instagram 343.0 Android (34)"
    )
    assert Device.MOBILE == device_type(header)
