"""Data centers in every spelling, and addresses credentials may go to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.data_center import DATA_CENTERS, check_base_url, data_center_url, parse_data_center
from moe_nb.core.errors import CredentialsError

PREFIXES = ["", "dc", "dc_", "DC-", "dc ", "DATA_CENTER_", "data center ", "Data-Center-", "sdk-", "dashboard-", "api-"]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(("number", "name"), [("1", "01"), ("01", "01"), ("6", "06"), ("101", "101"), ("06", "06")])
def test_every_spelling_is_read(prefix, number, name):
    """However the number is written in dashboards, SDKs and docs, it is the same data center."""
    assert name == parse_data_center(prefix + number)


@pytest.mark.parametrize("text", ["dashboard-03.moengage.com", "sdk-03.moengage.com", " 3 ", 3, "API-03.MoEngage.com"])
def test_hosts_numbers_and_spaces_are_read(text):
    """A host copied from the address bar, a plain number, and stray spaces do."""
    assert "03" == parse_data_center(text)


@pytest.mark.parametrize("name", DATA_CENTERS)
def test_every_documented_data_center_is_itself(name):
    """Each documented name is read as itself and gives its address."""
    assert name == parse_data_center(name)
    assert f"https://sdk-{name}.moengage.com/v1" == data_center_url(name)


@pytest.mark.parametrize("text", ["", "0X", "sdk-0X", "europe", "1.5", "-1", "1 2", "1234", "dc", "01.evil.com", "1/x"])
def test_anything_else_is_refused_with_the_known_ones(text):
    """A refusal lists the data centers and says where the number stands."""
    with pytest.raises(CredentialsError, match=r"01, 02, 03, 04, 05, 06, 101.*dashboard-NN"):
        parse_data_center(text)


@given(st.text(max_size=12))
def test_what_is_read_is_digits_only(text):
    """Whatever is typed, a host name is built from ASCII digits or not at all."""
    try:
        name = parse_data_center(text)
    except CredentialsError:
        return
    assert name.isascii()
    assert name.isdigit()


@pytest.mark.parametrize("digits", ["\u0663", "\uff13"])
def test_digits_of_other_scripts_never_reach_a_host_name(digits):
    """A digit that is not ASCII is refused: it would build the name of another host."""
    with pytest.raises(CredentialsError):
        parse_data_center(digits)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://sdk-01.moengage.com/v1", "https://sdk-01.moengage.com/v1"),
        ("https://sdk-01.moengage.com/v1/", "https://sdk-01.moengage.com/v1"),
        (" https://proxy.example.com:8443/moe/v1 ", "https://proxy.example.com:8443/moe/v1"),
        ("http://127.0.0.1:8765/v1", "http://127.0.0.1:8765/v1"),
        ("http://localhost:8765/v1", "http://localhost:8765/v1"),
        ("http://LOCALHOST/v1", "http://LOCALHOST/v1"),
        ("http://[::1]:8765/v1", "http://[::1]:8765/v1"),
        ("http://127.3.2.1/v1", "http://127.3.2.1/v1"),
    ],
)
def test_good_addresses_are_kept_without_trailing_slash(url, kept):
    """https goes anywhere, http to this machine."""
    assert kept == check_base_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://sdk-01.moengage.com/v1",
        "http://127.0.0.1.nip.io/v1",
        "http://localhost.example.com/v1",
        "http://0.0.0.0/v1",
        "http://10.0.0.1/v1",
        "http://169.254.169.254/v1",
        "http://[::]/v1",
        "http://[2001:db8::1]/v1",
    ],
)
def test_plain_http_leaves_this_machine_never(url):
    """Credentials do not travel unencrypted, whatever the host looks like."""
    with pytest.raises(CredentialsError, match="not encrypted"):
        check_base_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://user:pass@sdk-01.moengage.com/v1",
        "https://user@sdk-01.moengage.com/v1",
        "https://@sdk-01.moengage.com/v1",
        "https://evil.example.com\\@sdk-01.moengage.com/v1",
        "https://sdk-01.moengage.com/v1?key=value",
        "https://sdk-01.moengage.com/v1#top",
    ],
)
def test_credentials_query_and_fragment_are_refused(url):
    """An address is an address: everything else has a field of its own."""
    with pytest.raises(CredentialsError, match="carries credentials, a query or a fragment"):
        check_base_url(url)


@pytest.mark.parametrize(
    "url", ["", "sdk-01.moengage.com/v1", "ftp://example.com", "file:///etc/hosts", "https://", "https:///v1"]
)
def test_what_is_no_http_address_is_refused(url):
    """Other schemes and addresses without a host are refused with the form to use."""
    with pytest.raises(CredentialsError, match="is not an http address"):
        check_base_url(url)


@pytest.mark.parametrize("url", ["https://[::1/v1", "https://host:99999/v1", "https://host:port/v1"])
def test_broken_addresses_are_refused(url):
    """An address that cannot be taken apart is a CredentialsError, not a ValueError from inside."""
    with pytest.raises(CredentialsError, match="cannot be read"):
        check_base_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://user:pa55word@host/v1",
        "https://user:pa55word@host:port/v1",
        "https://host/v1?api_key=pa55word",
        "http://user:pa55word@example.com/v1",
        "https://user:x@pa55word@host/v1",
        "https://user:pa55word/x@host/v1",
    ],
)
def test_a_refusal_never_repeats_a_password(url):
    """The text of a refusal can be shown to others."""
    with pytest.raises(CredentialsError) as caught:
        check_base_url(url)
    assert "pa55word" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://host.example/v1?", "https://host.example/v1#"])
def test_an_empty_query_or_fragment_is_not_kept(url):
    """A bare ? or # would swallow the path that is put behind it."""
    try:
        kept = check_base_url(url)
    except CredentialsError:
        return
    assert "https://host.example/v1" == kept


@pytest.mark.parametrize("url", ["https://exa\tmple.com/v1", "https://exa\nmple.com/v1", "https://[v1.x]/v1"])
def test_what_no_client_can_ask_is_refused_here(url):
    """A broken host is refused as credentials, not by the HTTP library later."""
    with pytest.raises(CredentialsError):
        check_base_url(url)


@pytest.mark.parametrize(
    "host",
    [
        "sdk-01.m\u043eengage.com",
        "sdk-01.moengage\u2024com",
        "sdk\u200b-01.moengage.com",
        "\uff53dk-01.moengage.com",
        "evil.example\\.moengage.com",
        "evil.example%2f.moengage.com",
        "[::1%25lo]",
    ],
    ids=ascii,
)
def test_a_host_that_looks_like_another_is_refused(host):
    """Letters of other scripts, signs nobody sees, and a backslash, behind which some read a path; shown in ASCII."""
    with pytest.raises(CredentialsError, match="may be taken for another one") as caught:
        check_base_url(f"https://{host}/v1")
    assert str(caught.value).isascii()


@pytest.mark.parametrize("host", ["xn--mengage-2fg.example", "proxy_1.example", "[2001:db8::1]", "10.0.0.7:8443"])
def test_hosts_in_plain_letters_are_taken(host):
    """Names, names in their ASCII form, and addresses."""
    assert f"https://{host}/v1" == check_base_url(f"https://{host}/v1/")
