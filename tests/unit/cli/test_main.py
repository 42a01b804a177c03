"""The command as a whole: help that can be copied, exit codes, and nothing but data on standard output."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from moe_nb.version import __version__

COMMANDS = ["lab", "fetch", "sweep", "resume", "runs", "audit", "diff", "metadata", "simulator", "doctor"]
STARTS_A_SERVER = {"lab", "simulator"}


def examples(text):
    """Return the commands that stand in a help text, without their explanation."""
    return [re.split(r"\s{2,}", line.strip())[0] for line in text.splitlines() if line.strip().startswith("moe-nb ")]


def test_help_lists_the_commands_in_the_order_of_a_first_visit(run):
    """Without arguments and with --help a person sees where to begin."""
    code, out, _ = run("--help")
    assert 0 == code
    assert COMMANDS == re.findall(r"^  (\w+)  +[A-Z]", out.split("Commands:")[1], re.MULTILINE)
    assert out == run("-h")[1]
    assert "Exit codes" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run, command):
    """--help says what the command does and how it is written."""
    code, out, _ = run(command, "--help")
    assert 0 == code
    found = examples(out)
    assert found
    assert {command} == {shlex.split(line)[1] for line in found}


def test_the_examples_work_when_copied(run, tmp_path, monkeypatch):
    """Every example of every help text runs as it stands, beside the files it names."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "expected.csv").write_text("experience_key,expect\nhomepage-banner,served\n", encoding="utf-8")
    run("sweep", "--week", "--key", "homepage-banner", "--save", "last-week.moe")
    texts = [run("--help")[1], *(run(command, "--help")[1] for command in COMMANDS)]
    found = [shlex.split(line)[1:] for text in texts for line in examples(text)]
    assert {*COMMANDS} == {words[0] for words in found}
    for words in found:
        if words[0] not in STARTS_A_SERVER:
            code, out, err = run(*words)
            assert 0 == code, err
            assert out or list(tmp_path.iterdir())


@pytest.mark.parametrize("command", sorted(STARTS_A_SERVER))
def test_the_examples_of_servers_are_understood(run, command):
    """The options they use are the command's own."""
    for line in examples(run(command, "--help")[1]):
        code, out, err = run(*shlex.split(line)[1:], "--help")
        assert (0, True, "") == (code, out.startswith("Usage: moe-nb"), err)


def test_version(run):
    """The version is the package's."""
    assert (0, f"moe-nb, version {__version__}\n", "") == run("--version")


def test_an_unknown_command_is_wrong_input(run):
    """A slip exits with 2 and is named."""
    code, out, err = run("fecth")
    assert (2, "") == (code, out)
    assert "'fecth'" in err


def test_a_real_process_answers(process):
    """python -m moe_nb is the same command; its output can be piped into another program."""
    code, out, err = process("fetch", "--key", "homepage-banner", "--format", "json")
    assert (0, "", 1) == (code, err, len(json.loads(out)))


def test_a_real_process_ends_with_2_and_no_traceback(process):
    """Wrong input in a shell script is seen by its exit code."""
    code, out, err = process("fetch", "--day", "funday")
    assert (2, "") == (code, out)
    assert "This context cannot be asked: Day 'funday' is not a day of the week." == err.splitlines()[0]


@pytest.mark.parametrize("command", [("fetch",), ("metadata",), ("sweep", "--axis", "hour=1,2")])
def test_live_without_credentials_names_the_variables(run, command):
    """--live on a machine without credentials is wrong input."""
    code, out, err = run(*command, "--live")
    assert (2, "") == (code, out)
    assert "MOE_WORKSPACE_ID, MOE_API_KEY, MOE_DATA_CENTER" in err


@pytest.mark.parametrize("command", [("fetch",), ("metadata",), ("sweep", "--axis", "hour=1,2")])
def test_refused_credentials_exit_with_3(run, live, command):
    """What could not be checked is not the caller's mistake, and the key is not shown."""
    live.setenv("MOE_API_KEY", "MARKER-KEY-7f3a9c")
    code, out, err = run(*command, "--live")
    assert (3, "") == (code, out)
    assert "401" in err
    assert "Workspace ID" in err
    assert "MARKER-KEY" not in err


def test_an_answer_that_is_no_answer_exits_with_3(run, live, serve):
    """A web page instead of the service is told as such, its control characters spelled out."""
    live.setenv("MOE_BASE_URL", serve(lambda *_: (200, b"<html>\x1b[2J")))
    code, out, err = run("fetch", "--live")
    assert (3, "") == (code, out)
    assert "\x1b" not in err
    assert "could not be read" in err


def test_a_hostile_refusal_cannot_touch_the_terminal(run, live, serve):
    """A server's own words are shown as one visible line."""
    said = b'{"title": "\\u001b[31mNo\\n\\rreally", "description": "\\u202egnp"}'
    live.setenv("MOE_BASE_URL", serve(lambda *_: (400, said)))
    code, _, err = run("fetch", "--live")
    assert 3 == code
    assert not {"\x1b", "\r", "\u202e"} & set(err)
