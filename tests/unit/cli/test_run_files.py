"""``moe-nb sweep --save``, ``moe-nb resume`` and ``moe-nb runs``."""

from __future__ import annotations

import json

import pytest

import moe_nb as moe

BANNER = "homepage-banner"


def test_a_saved_sweep_can_be_opened(run, tmp_path):
    """--save leaves a run file that Python opens, and says where it is."""
    file = tmp_path / "friday.moe"
    code, _, err = run("sweep", "--week", "--key", BANNER, "--save", file)
    assert (0, True) == (code, f"Run file: {file}" in err)
    assert (168, (BANNER,), True) == (len(found := moe.open_run(file)), found.keys, found.is_complete)


def test_a_saved_sweep_is_gone_on_with(run, tmp_path):
    """The same sweep into the same file asks what is missing, which is nothing when it is whole."""
    file = tmp_path / "friday.moe"
    run("sweep", "--axis", "hour=1,2,3", "--key", BANNER, "--save", file)
    before = moe.open_run(file).to_frame()["asked_at"].tolist()
    code, _, err = run("sweep", "--axis", "hour=1,2,3", "--key", BANNER, "--save", file)
    assert 0 == code, err
    assert before == moe.open_run(file).to_frame()["asked_at"].tolist()


def test_another_sweep_is_not_mixed_in(run, tmp_path):
    """A file that holds other axes is refused, and stays as it was."""
    file = tmp_path / "friday.moe"
    run("sweep", "--axis", "hour=1,2,3", "--key", BANNER, "--save", file)
    before = moe.open_run(file).to_frame()["hour"].tolist()
    code, _, err = run("sweep", "--axis", "hour=4", "--key", BANNER, "--save", file)
    assert (3, True) == (code, "holds another sweep" in err)
    assert before == moe.open_run(file).to_frame()["hour"].tolist()


def test_resume_needs_the_file_only(run, tmp_path):
    """Axes, keys and pace are in the file."""
    file = tmp_path / "friday.moe"
    run("sweep", "--axis", "hour=1,2,3", "--key", BANNER, "--save", file)
    code, out, err = run("resume", file)
    assert 0 == code, err
    assert "Plan: 3 contexts, 0 calls" in err
    assert "Run of 3 contexts (3 hour)" in out


def test_resume_of_no_file_says_so(run, tmp_path):
    """A name with a mistake is told, with where to look."""
    code, _, err = run("resume", tmp_path / "nothing.moe")
    assert (3, True) == (code, "There is no run file" in err and "moe.runs()" in err)


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_runs_are_listed(run, tmp_path, form):
    """Every run file of a folder is a line, in the form that is asked for."""
    run("sweep", "--axis", "hour=1,2,3", "--key", BANNER, "--save", tmp_path / "friday.moe")
    code, out, _ = run("runs", tmp_path, "--format", form)
    assert 0 == code
    assert "friday.moe" in out
    assert "3 hour" in out


def test_customer_ids_come_from_a_file(run, tmp_path):
    """A column of a CSV is an axis; the column is named when there are several."""
    (tmp_path / "users.csv").write_text("plan,uid\ngold,u-42\nfree,u-7\ngold,u-42\n", encoding="utf-8")
    code, out, err = run(
        "sweep", "--customer-ids", f"{tmp_path / 'users.csv'}:uid", "--key", BANNER, "--format", "json"
    )
    assert (0, True) == (code, "Plan: 3 contexts, 2 calls" in err)
    assert ["u-42", "u-7", "u-42"] == [row["customer_id"] for row in json.loads(out)]


def test_a_dash_is_standard_output(run):
    """-o - writes where no -o writes."""
    plain = run("sweep", "--axis", "hour=1", "--key", BANNER, "--format", "csv")[1]
    dashed = run("sweep", "--axis", "hour=1", "--key", BANNER, "--format", "csv", "-o", "-")[1]
    assert plain.splitlines()[0] == dashed.splitlines()[0]
    assert len(plain.splitlines()) == len(dashed.splitlines())


@pytest.mark.parametrize("given", [("--customer-id", "u-1", "customer_id=u-2"), ("--set", "plan=a", "plan=b,c")])
def test_what_is_varied_cannot_stay_the_same(run, given):
    """An option an axis would overrule is refused, whatever it sets."""
    option, value, axis = given
    code, _, err = run("sweep", option, value, "--axis", axis, "--key", BANNER)
    assert (2, True) == (code, "is given and varied too" in err)
