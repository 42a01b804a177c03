"""Environment variables: what each one does, which one wins, and errors that name them."""

from __future__ import annotations

import pytest

from moe_nb.config.environ import VARIABLES, connection_settings, environment_credentials
from moe_nb.core.errors import CredentialsError

ID, KEY = "WORKSPACE1", "MARKER-KEY-7f3a9c"
GIVEN = {"MOE_WORKSPACE_ID": ID, "MOE_API_KEY": KEY, "MOE_DATA_CENTER": "03"}
CLOUD = "https://sdk-01.moengage.com/v1"


def test_three_variables_are_enough():
    """Workspace ID, key and data center make credentials; the environment follows the ID."""
    credentials = environment_credentials(GIVEN)
    assert (ID, "03", None, "live") == (
        credentials.workspace_id,
        credentials.data_center,
        credentials.base_url,
        credentials.environment,
    )
    assert KEY == credentials.api_key.reveal()
    assert KEY not in repr(credentials)


def test_the_process_environment_is_read(monkeypatch):
    """Without an argument the variables of this process count, as they are now."""
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    assert ID == environment_credentials().workspace_id
    monkeypatch.setenv("MOE_WORKSPACE_ID", "WORKSPACE2")
    assert "WORKSPACE2" == environment_credentials().workspace_id


@pytest.mark.parametrize("blank", [None, "", "  "])
@pytest.mark.parametrize("name", list(GIVEN))
def test_a_missing_variable_is_named(name, blank):
    """Not set, empty or blank: the error names it and the way out."""
    said = {**GIVEN, name: blank}
    with pytest.raises(CredentialsError, match=f"does not hold {name}\\.") as caught:
        environment_credentials({k: v for k, v in said.items() if v is not None})
    assert "Workspace.connect" in caught.value.hint


def test_all_missing_variables_are_named_at_once():
    """Nobody has to run into them one by one."""
    with pytest.raises(CredentialsError, match="MOE_WORKSPACE_ID, MOE_API_KEY, MOE_DATA_CENTER"):
        environment_credentials({})


def test_an_address_comes_before_a_data_center():
    """MOE_BASE_URL wins, and alone it is enough."""
    address = "http://127.0.0.1:8765/v1"
    for said in ({**GIVEN, "MOE_BASE_URL": address}, {"MOE_WORKSPACE_ID": ID, "MOE_API_KEY": KEY}):
        credentials = environment_credentials({**said, "MOE_BASE_URL": address})
        assert (address, None) == (credentials.base_url, credentials.data_center)


@pytest.mark.parametrize(
    ("said", "environment"),
    [("test", "test"), ("LIVE", "live"), (" Test ", "test"), ("", "live")],
)
def test_the_environment_is_a_label(said, environment):
    """Any case will do; left empty, the Workspace ID decides."""
    assert environment == environment_credentials({**GIVEN, "MOE_ENVIRONMENT": said}).environment


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOE_ENVIRONMENT", "production"),
        ("MOE_ENVIRONMENT", "simulator"),
        ("MOE_DATA_CENTER", "Mumbai"),
        ("MOE_BASE_URL", "http://sdk-01.moengage.com/v1"),
        ("MOE_BASE_URL", "sdk-01.moengage.com"),
        ("MOE_BASE_URL", "https://user:pa55word@sdk-01.moengage.com"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_variable(name, value):
    """The error says which variable to change and how, and shows no password."""
    with pytest.raises(CredentialsError, match=name) as caught:
        environment_credentials({**GIVEN, name: value})
    assert caught.value.hint
    assert "pa55word" not in str(caught.value)
    assert KEY not in str(caught.value)


def test_every_variable_is_listed():
    """The list that `moe-nb doctor` shows is the list that is read."""
    assert {*GIVEN, "MOE_BASE_URL", "MOE_ENVIRONMENT", "MOE_CA_FILE"} == set(VARIABLES)


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_without_a_scheme_is_an_http_proxy(name, monkeypatch):
    """Company machines name host and port only, and mean http."""
    monkeypatch.setenv(name, "user:pa55word@proxy.example.com:3128")
    settings = connection_settings(CLOUD)
    assert "http://user:pa55word@proxy.example.com:3128" == settings.proxy_url
    assert "http://proxy.example.com:3128" == settings.shown_proxy
    assert "pa55word" not in repr(settings)


def test_the_proxy_of_the_scheme_comes_before_the_one_for_all(monkeypatch):
    """HTTPS_PROXY wins over ALL_PROXY."""
    monkeypatch.setenv("ALL_PROXY", "http://all.example.com:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://https.example.com:2")
    assert "http://https.example.com:2" == connection_settings(CLOUD).proxy_url


@pytest.mark.parametrize(
    ("exceptions", "is_asked_directly"),
    [
        ("moengage.com", True),
        (".moengage.com,example.com", True),
        ("*", True),
        ("example.com", False),
        ("gage.com", False),
    ],
)
def test_exceptions_are_obeyed_whole(exceptions, is_asked_directly, monkeypatch):
    """NO_PROXY names domains; the end of a name is not a domain."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    monkeypatch.setenv("NO_PROXY", exceptions)
    assert is_asked_directly == (connection_settings(CLOUD).proxy_url is None)


def test_without_variables_nothing_is_between(monkeypatch):
    """No proxy, no certificate file, and always timeouts; an empty variable is none."""
    monkeypatch.setenv("HTTPS_PROXY", "")
    settings = connection_settings(CLOUD)
    assert (None, "", None) == (settings.proxy_url, settings.shown_proxy, settings.ca_file)
    assert settings.timeouts.whole_s > 0


def test_the_own_certificate_file_comes_first(monkeypatch):
    """MOE_CA_FILE wins over SSL_CERT_FILE; both work alone."""
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/general.pem")
    assert "/etc/general.pem" == connection_settings(CLOUD).ca_file
    monkeypatch.setenv("MOE_CA_FILE", "/etc/own.pem")
    assert "/etc/own.pem" == connection_settings(CLOUD).ca_file


@pytest.mark.parametrize(
    ("host", "is_asked_directly"),
    [
        ("localhost", True),
        ("127.0.0.2", True),
        ("[::1]", True),
        ("[0:0:0:0:0:0:0:1]", True),
        ("127.example.com", False),
    ],
)
def test_this_machine_is_asked_directly_however_it_is_written(host, is_asked_directly, monkeypatch):
    """What goes to this machine in plain text is never handed to a proxy; a name that begins like an address may be."""
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.com:3128")
    assert is_asked_directly == (connection_settings(f"http://{host}:9/v1").proxy_url is None)
