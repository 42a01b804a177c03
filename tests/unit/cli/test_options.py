"""Options several commands share: what they do to the context, and mistakes told in one message."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

BANNER = "homepage-banner"


def record(run, *arguments):
    """Fetch one key and return its record."""
    code, out, err = run("fetch", "--key", BANNER, "--format", "json", *arguments)
    assert 0 == code, err
    return json.loads(out)[0]


@pytest.mark.parametrize(
    ("day", "hour", "tz", "utc"),
    [
        ("Sat", "19", "Asia/Kolkata", ("Saturday", 13)),
        ("Mon", "0", "Asia/Kolkata", ("Sunday", 18)),
        ("Sunday", "23", "Pacific/Honolulu", ("Monday", 9)),
        ("Sat", "07", "UTC", ("Saturday", 7)),
        ("sat", "7", None, ("Saturday", 7)),
    ],
)
def test_local_time_is_converted(run, day, hour, tz, utc):
    """Day and hour are of the zone given, and go out in UTC, over midnight and the week's end too."""
    said = record(run, "--day", day, "--hour", hour, *(("--tz", tz) if tz else ()))
    assert utc == (said["day"], said["hour"])


@pytest.mark.parametrize(("week_of", "hour"), [("2026-07-06", 10), ("2026-11-23", 11)])
def test_the_week_decides_the_offset(run, week_of, hour):
    """Noon in Berlin is another UTC hour in summer."""
    said = record(run, "--day", "Mon", "--hour", "12", "--tz", "Europe/Berlin", "--week-of", week_of)
    assert ("Monday", hour) == (said["day"], said["hour"])


def test_every_option_reaches_the_context(run):
    """Identity, identifiers, address, User-Agent and attributes are asked as given."""
    agent = "Mozilla/5.0 (iPhone; like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Mobile/15E148"
    said = record(
        run,
        *("--customer-id", "u-42", "--identifier", "u_em=a@example.com", "--identifier", "identifier.uid=7"),
        *("--ip", "203.0.113.42", "--ua", agent, "--set", "utm_medium=e=mail", "--set", "empty="),
    )
    assert {
        "customer_id": "u-42",
        "identifier.u_em": "a@example.com",
        "identifier.uid": "7",
        "ip_address": "203.0.113.42",
        "user_agent": agent,
        "utm_medium": "e=mail",
        "empty": "",
    }.items() <= {name: str(value) for name, value in said.items()}.items()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--day", "funday"), "'funday'"),
        (("--hour", "24"), "'24'"),
        (("--hour", "7pm"), "'7pm'"),
        (("--ip", "here"), "'here'"),
        (("--set", "utm_medium"), "'utm_medium' is not NAME=VALUE"),
        (("--set", "=email"), "'=email' is not NAME=VALUE"),
        (("--set", "a=1", "--set", "a=2"), "'a' is given twice"),
        (("--set", "USER_AGENT=x"), "'USER_AGENT'"),
        (("--set", "identifier.u_em=x"), "'identifier.u_em'"),
        (("--identifier", "u_em"), "'u_em' is not NAME=VALUE"),
        (("--tz", "Asia/Nowhere", "--day", "Mon", "--hour", "1"), "'Asia/Nowhere'"),
        (("--tz", "Asia/Kolkata", "--hour", "1"), "both --day and --hour"),
        (("--tz", "Asia/Kolkata"), "both --day and --hour"),
        (("--key", ""), "'' is not an experience key"),
        (("--key", "\udcff"), "is not an experience key"),
        (("--key", "homepage-banner, live-chat"), "Repeat it: --key homepage-banner --key live-chat"),
        (("--key", "homepage-banner ,live-chat"), "reads like several keys"),
        (("--world", "no-such-world"), "no-such-world"),
        (("--format", "xml"), "'xml'"),
        (("--nonsense",), "--nonsense"),
    ],
)
def test_a_mistake_is_one_message(run, arguments, named):
    """Wrong input exits with 2, names the value, says what to do, prints nothing else and shows no traceback."""
    code, out, err = run("fetch", *arguments)
    assert (2, "") == (code, out)
    assert named in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) > 1  # what is wrong, and what to do


def test_a_key_with_a_comma_is_asked_and_said(run):
    """Nobody knows that a key cannot hold one; who meant two keys reads that they were asked as one."""
    code, out, err = run("fetch", "--key", "homepage-banner,live-chat", "--format", "json")
    assert (0, ["homepage-banner,live-chat"]) == (code, [row["experience_key"] for row in json.loads(out)])
    assert "'homepage-banner,live-chat' is asked as one key. For several, repeat --key." in err


@pytest.mark.parametrize("command", [("fetch",), ("metadata",), ("sweep", "--axis", "hour=1")])
def test_an_output_that_cannot_be_written_is_said_before_asking(run, tmp_path, command):
    """A folder that is not there, or a folder instead of a file, is wrong input; nothing was asked for nothing."""
    for target in (tmp_path / "no" / "such" / "folder.csv", tmp_path):
        code, out, err = run(*command, "-o", target)
        assert (2, "") == (code, out)
        assert str(target) in err.replace("\n", "")
        assert "Plan" not in err


def test_a_file_is_written_whole_or_not_at_all(run, tmp_path):
    """New data replaces a file; after an error it is what it was, and nothing lies beside it."""
    target = tmp_path / "answer.json"
    run("fetch", "--format", "json", "-o", target)
    before = target.read_text(encoding="utf-8")
    assert 10 == len(json.loads(before))
    assert 2 == run("fetch", "--day", "funday", "--format", "json", "-o", target)[0]
    assert before == target.read_text(encoding="utf-8")
    run("metadata", "--format", "json", "-o", target)
    assert 12 == len(json.loads(target.read_text(encoding="utf-8")))
    assert ["answer.json"] == [file.name for file in tmp_path.iterdir()]


def test_a_file_that_cannot_be_replaced_is_said(run, tmp_path):
    """When the disk says no at the end, it is one message and no traceback."""
    (tmp_path / ".answer.csv.part").mkdir()
    code, out, err = run("fetch", "-o", tmp_path / "answer.csv")
    assert 2 == code
    assert "cannot be written" in err
    assert "homepage-banner: served" in out  # what was asked is not lost


def test_every_line_ends(run, tmp_path):
    """Tables, JSON and CSV in a file end with one line break, as other programs expect."""
    for form in ("table", "json", "csv"):
        target = tmp_path / form
        run("fetch", "--format", form, "-o", target)
        content = target.read_bytes()
        assert content.endswith(b"\n")
        assert not content.endswith(b"\n\n")
        assert b"\r" not in content


def test_a_link_laid_beside_is_not_followed(run, tmp_path):
    """Whoever can write into the folder cannot make a command overwrite a file elsewhere."""
    elsewhere, target = tmp_path / "elsewhere", tmp_path / "answer.json"
    elsewhere.write_text("somebody's own")
    (tmp_path / ".answer.json.part").symlink_to(elsewhere)
    assert 0 == run("fetch", "--format", "json", "-o", target)[0]
    assert ("somebody's own", True) == (elsewhere.read_text(), target.is_file())


def test_a_device_is_written_to(run):
    """-o /dev/null throws the data away instead of replacing the device."""
    assert 0 == run("fetch", "-o", os.devnull)[0]
    assert not Path(os.devnull).is_file()


def test_a_terminal_sees_hidden_characters_spelled_out():
    """Raw data printed on a screen cannot colour, beep or turn text around."""
    screen, end = pty.openpty()
    command = [sys.executable, "-m", "moe_nb", "fetch", "--world", "edge_cases", "--key", "hostile"]
    done = subprocess.run([*command, "--payload", "--format", "csv"], stdout=end, stderr=end, check=True, timeout=60)
    os.close(end)
    shown = b""
    while len(shown) < 400:
        shown += os.read(screen, 4096)
    os.close(screen)
    assert 0 == done.returncode
    assert b"\\u001b[31mred\\u0007" in shown
    assert b"\x1b" not in shown
