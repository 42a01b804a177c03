"""``moe-nb sweep``: axes from options, the plan, the table and the data."""

from __future__ import annotations

import io
import json
import re

import pandas as pd
import pytest

BANNER = "homepage-banner"
AGENTS = (
    "iPhone\tMozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/1\n"
    "# a comment, with a comma\n\n"
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36\n"
)


def frame(run, *arguments):
    """Sweep as CSV and parse it back."""
    code, out, err = run("sweep", "--key", BANNER, "--format", "csv", *arguments)
    assert 0 == code, err
    return pd.read_csv(io.StringIO(out))


def test_a_week_as_a_table(run):
    """The plan goes to standard error; the summary and a matrix per key are the data."""
    code, out, err = run("sweep", "--week", "--key", BANNER, "--key", "live-chat")
    assert (0, "Plan: 168 contexts, 168 calls, in process, no waiting\n") == (code, err)
    assert "Run of 168 contexts (7 day × 24 hour)" in out
    assert [BANNER, "live-chat"] == re.findall(r"^(\S+)  \(.*UTC", out, re.MULTILINE)


def test_one_axis_shows_every_key(run):
    """With a single axis the columns are the experience keys, without naming one."""
    code, out, _ = run("sweep", "--ua-preset", "devices")
    assert 0 == code
    assert "Every experience key" in out
    assert "app-download" in out


def test_a_local_week_has_local_columns(run):
    """--week --tz adds the local clock beside UTC."""
    found = frame(run, "--week", "--tz", "Asia/Dubai")
    monday = found[(found["day"] == "Monday") & (found["hour"] == 20)].iloc[0]
    assert (168, "Tuesday", "00:00") == (len(found), monday["local_day"], monday["local_hour"])


@pytest.mark.parametrize("form", ["json", "csv"])
def test_data_is_parsed_back(run, form):
    """Every answer is a row, and standard output holds nothing else."""
    code, out, err = run("sweep", "--axis", "hour=3,9", "--axis", "utm_medium=email,", "--format", form)
    read = pd.DataFrame(json.loads(out)) if form == "json" else pd.read_csv(io.StringIO(out))
    assert (0, 40, {3, 9}) == (code, len(read), set(read["hour"]))
    assert {"email"} == set(read["utm_medium"].dropna()) - {""}
    assert "Plan: 4 contexts" in err


def test_every_axis_multiplies(run):
    """Week, User-Agents and any attribute make a product; --set stays in every context."""
    found = frame(run, "--week", "--ua-preset", "devices", "--axis", "vip=true,false", "--set", "utm_medium=email")
    assert 168 * 4 * 2 == len(found)
    assert {"email"} == set(found["utm_medium"])


def test_blanks_around_names_and_commas_say_nothing(run):
    """``utm_medium = email, social`` asks about "social", not about " social"."""
    found = frame(run, "--axis", " utm_medium = email, social ", "--axis", " hour = 1 ,2")
    assert (["email", "social"], {1, 2}) == (found["utm_medium"].drop_duplicates().tolist(), set(found["hour"]))


def test_a_run_file_in_no_folder_is_refused_before_anything_is_asked(run, tmp_path):
    """No plan is made, for that may take a request."""
    code, _, err = run("sweep", "--axis", "hour=1", "--save", tmp_path / "no" / "x.moe")
    assert (2, False, True) == (code, "Plan" in err, "does not exist" in err)


def test_identifiers_are_an_axis(run):
    """identifier.NAME varies an identifier, not an attribute of that name."""
    found = frame(run, "--axis", "identifier.u_em=asha@example.com,ben@example.com")
    assert ["asha@example.com", "ben@example.com"] == found["identifier.u_em"].tolist()


def test_user_agents_come_from_a_file_and_keep_their_commas(run, tmp_path):
    """One per line, never split; comments and empty lines are no User-Agents."""
    file = tmp_path / "agents.txt"
    file.write_text(AGENTS, encoding="utf-8-sig")
    found = frame(run, "--ua-file", file)
    lines = [line.split("\t")[-1] for line in AGENTS.splitlines() if line.startswith(("iPhone", "Mozilla"))]
    assert lines == found["user_agent"].tolist()


def test_user_agents_are_not_an_axis_of_commas(run):
    """A User-Agent with a comma would be torn apart: it is refused with the way that works."""
    code, out, err = run("sweep", "--axis", "user_agent=Mozilla/5.0 (KHTML, like Gecko)")
    assert (2, "") == (code, out)
    assert "--ua-file" in err
    assert "--ua" in err.split("--ua-file")[1]
    assert ["Short/1.0"] == frame(run, "--axis", "user_agent=Short/1.0")["user_agent"].tolist()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "nothing to vary"),
        (("--axis", "hour=25"), "'hour'"),
        (("--axis", "hour="), "'hour'"),
        (("--axis", "utm_medium"), "'utm_medium' is not NAME=VALUE"),
        (("--axis", "a=1", "--axis", "a=2"), "'a' is given twice"),
        (("--axis", "experience_key=a,b"), "'experience_key'"),
        (("--week", "--axis", "hour=1,2"), "'hour' stands twice"),
        (("--week", "--tz", "Asia/Nowhere"), "'Asia/Nowhere'"),
        (("--axis", "hour=1,2", "--tz", "Asia/Kolkata", "--day", "Mon", "--hour", "1"), "UTC"),
        (("--ua-file", "no-such-file.txt"), "no-such-file.txt"),
        (("--ua-preset", "fridges"), "'fridges'"),
        (("--axis", "hour=1", "--rate", "0"), "0"),
        (("--axis", "hour=1", "--rate", "nan"), "nan"),
        (("--axis", "hour=1", "--rate", "inf"), "inf"),
    ],
)
def test_a_mistake_is_one_message(run, arguments, named):
    """Wrong axes exit with 2, are named with what to do, and nothing is asked."""
    code, out, err = run("sweep", *arguments)
    assert (2, "") == (code, out)
    assert named in err
    assert "Traceback" not in err
    assert "Plan" not in err
    assert len(err.strip().splitlines()) > 1


def test_an_empty_user_agent_file_is_said(run, tmp_path):
    """A file without a User-Agent, or that is no text, names itself."""
    for content in (b"# only comments\n", b"\xff\xfe\x00"):
        file = tmp_path / "agents.txt"
        file.write_bytes(content)
        code, _, err = run("sweep", "--ua-file", file)
        assert (2, True) == (code, "agents.txt" in err)


@pytest.mark.usefixtures("live")
def test_a_large_sweep_asks_first(run):
    """Against a real workspace more than 2,500 calls want a yes; no is no, and nothing is written."""
    large = ("sweep", "--live", "--week", "--axis", f"n={','.join(map(str, range(15)))}", "--key", BANNER)
    code, out, err = run(*large, input="n\n")
    assert (2, "") == (code, out)
    assert "2,520 calls" in err
    assert "Begin?" in err
    code, out, err = run(*large, input="")
    assert (2, "") == (code, out)
    assert "--yes" in err


@pytest.mark.usefixtures("live")
def test_a_yes_begins_a_large_sweep(run):
    """--yes asks no question; a higher --rate than the default is the caller's choice."""
    large = ("--week", "--axis", f"n={','.join(map(str, range(15)))}", "--rate", "1000000")
    found = frame(run, "--live", "--yes", *large)
    assert {"served"} == set(found["outcome"])
    assert 2520 == len(found)


def test_no_answer_at_all_exits_with_3(run, live, serve):
    """When every call failed there is no result to trust: the table says so, and so does the exit code."""
    live.setenv("MOE_BASE_URL", serve(lambda *_: (404, b"")))
    code, out, err = run("sweep", "--live", "--axis", "hour=1,2")
    assert 3 == code
    assert "2 calls failed" in out
    assert "404" in err


def test_credentials_refused_on_the_way_exit_with_3(run, live, serve):
    """A key that stops working ends the sweep; what was answered is still written."""

    def answer(_method, path, body):
        if path.endswith("metadata"):
            return 200, b'{"metadata": {"experiences": [{"experience_key": "k", "status": "Active"}]}}'
        return (200, b'{"experiences": {}}') if b'"01"' in body else (401, b"")

    live.setenv("MOE_BASE_URL", serve(answer))
    code, out, err = run("sweep", "--live", "--axis", "hour=1,2", "--format", "csv")
    assert 3 == code
    assert "401" in err
    assert 2 == len(pd.read_csv(io.StringIO(out)))


def test_some_failures_are_in_the_data(run, live, serve):
    """The call that failed is a failed row; exit code 3 says that something could not be checked."""
    live.setenv("MOE_BASE_URL", serve(lambda _m, _p, body: (400 if b'"02"' in body else 200, b'{"experiences": {}}')))
    code, out, err = run("sweep", "--key", BANNER, "--format", "csv", "--live", "--axis", "hour=1,2")
    assert (3, True) == (code, "400" in err or "refused" in err)
    assert ["not_served", "failed"] == pd.read_csv(io.StringIO(out))["outcome"].tolist()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--key", "typo", "--key", "other"), "names none of these keys: typo, other."),
        (("--world", "paused.yaml"), "No experience was asked for by name, and none came back in 2 contexts"),
    ],
)
def test_a_sweep_that_shows_no_experience_is_no_success(run, tmp_path, monkeypatch, arguments, says):
    """Every key misspelt, or none active: nothing went wrong, and nothing was checked either."""
    monkeypatch.chdir(tmp_path)
    audience = "{id: A, name: A, variations: [{id: '1', payload: {T: {value: t}}}]}"
    experience = f"{{key: k, name: K, status: Paused, audiences: [{audience}]}}"
    world = f"workspace: {{id: SIMULATOR, api_key: x}}\nexperiences: [{experience}]"
    (tmp_path / "paused.yaml").write_text(world, encoding="utf-8")
    code, out, err = run("sweep", "--axis", "hour=1,2", *arguments)
    assert (3, True) == (code, says in err)
    assert "Run of 2 contexts (2 hour)" in out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--week", "--day", "Mon"), "--day"),
        (("--ua-preset", "devices", "--ua", "x"), "--ua"),
        (("--axis", "hour=1,2", "--hour", "3"), "--hour"),
        (("--axis", "day=Mon,Tue,"), "empty value"),
        (("--week", "--week-of", "2026-11-23"), "--week-of"),
    ],
)
def test_an_option_that_would_be_overruled_is_refused(run, arguments, named):
    """What an axis varies cannot be held as well, and nothing is ignored without a word."""
    code, out, err = run("sweep", *arguments)
    assert (2, "") == (code, out)
    assert named in err
