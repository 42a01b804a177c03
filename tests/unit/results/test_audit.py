"""An audit in a user's hands: parts, frames, findings, display, reports."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from html_page import Page
from made_runs import FAILED, NOT_SERVED, run_of, served

import moe_nb as moe
from moe_nb.core.errors import AuditError, ExpectationError, UsageError
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.finding_facts import FindingKind
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.core.payload_facts import Severity
from moe_nb.results.audit import Audit
from moe_nb.results.run import Run
from moe_nb.results.stability import DisplayedStability
from moe_nb.views.audit_sections import SECTIONS

PARTS = [
    *("findings", "expectations", "keys", "gaps", "overlaps", "variations", "rules", "inputs", "witnesses"),
    *("stickiness", "payloads", "coverage"),
]
SPACE = moe.hours() * moe.axis("utm_medium", ["email", "push"])
CONTENTS = (served("1"), served("2"), NOT_SERVED, FAILED)
CODES = [3 if hour < 6 else 2 if medium else 1 for hour in range(24) for medium in range(2)]
EXPECTED = [
    {"experience_key": "k", "hour": "06-23", "expect": "served", "audience": "Gold"},
    {"experience_key": "k", "hour": "00-05", "expect": "served"},
]


@pytest.fixture(scope="module")
def run():
    """A run with a hole at night and a variation per medium."""
    return run_of(SPACE, CODES, CONTENTS)


@pytest.fixture(scope="module")
def audit(run):
    """Its audit, with expectations and a slot."""
    return run.audit(EXPECTED, {"top": ["k"]})


def test_the_facts_are_attributes(audit):
    """Coverage, gaps, rules, witnesses and expectations, each as the pure functions give them."""
    assert isinstance(audit, Audit)
    assert (48, 100.0) == (audit.coverage.answered, audit.coverage.percent)
    assert [(12, "00-05 UTC, any utm_medium asked")] == [(g.contexts, g.regions[0].words) for g in audit.gaps]
    assert [36] == [key.served for key in audit.keys]
    assert 2 == sum(len(witness.shows) for witness in audit.witnesses)
    assert {"hour": True, "utm_medium": True} == {effect.axis: effect.matters for effect in audit.effects}
    assert ["pass", "fail"] == [result.verdict.value for result in audit.expectations.results]
    assert ((), ()) == (audit.overlaps, audit.payload_findings)


def test_the_failed_expectation_is_the_first_finding(audit):
    """Errors stand on top, each with the contexts behind it."""
    first, second = audit.findings[:2]
    assert (FindingKind.EXPECTATION_FAILED, 12, 0) == (first.kind, first.contexts, first.witnesses[0])
    assert (FindingKind.GAP, 12) == (second.kind, second.contexts)
    assert audit.has_errors


def test_every_fact_is_computed_once(audit):
    """Asking again gives the very same object."""
    assert audit.rules is audit.rules
    assert audit.findings is audit.findings


def test_repeats_of_another_run_are_refused_at_once(run):
    """Every fact would be about other contexts."""
    other = run_of(moe.hours([1]), [1], (served(),))
    with pytest.raises(AuditError, match="1 context and 1 key"):
        run.audit(stability=DisplayedStability([other, other]))


@pytest.mark.parametrize("name", PARTS)
def test_every_part_is_drawn_written_and_framed(audit, name):
    """A table in a notebook, text in a terminal, and a frame with all rows."""
    part = audit.section(name)
    assert [] == Page(part._repr_html_()).strangers
    assert part.section.title in Page(part._repr_html_()).text
    assert part.section.title in repr(part)
    assert isinstance(part.to_frame(), pd.DataFrame)


def test_a_part_that_is_not_there_is_named(audit):
    """The parts there are are listed."""
    with pytest.raises(AuditError, match="no part 'gap'") as caught:
        audit.section("gap")
    assert "gaps, overlaps" in caught.value.hint


def test_frames_have_typed_columns(audit):
    """Counts are whole numbers, severities texts."""
    frames = audit.to_frames()
    assert {*PARTS, "missing", "certificate"} == set(frames)
    findings = audit.to_frame()
    assert ["severity", "kind", "experience_key", "words", "contexts", "first_context", "example"] == [*findings]
    assert ("error", 12, 0, "00 UTC, utm_medium email") == tuple(
        findings.loc[0, ["severity", "contexts", "first_context", "example"]]
    )
    gaps = frames["gaps"]
    assert [("k", "00-05 UTC, any utm_medium asked", 12, 0)] == [*gaps.itertuples(index=False, name=None)]
    rules = frames["rules"]
    assert 48 == rules["contexts"].sum()
    (accuracy,) = {*rules["accuracy"]}
    assert accuracy.startswith("exact on all 48 cells; on the 9 cells held out of a first list, ")


def test_an_empty_audit_has_all_columns():
    """Without anything to tell, frames have their columns and no row."""
    frames = run_of(moe.hours([1]), [1], (served(),)).audit().to_frames()
    assert "expectations" not in frames
    for name in ("findings", "gaps", "overlaps", "payloads", "missing"):
        assert (0, True) == (len(frames[name]), len(frames[name].columns) > 1)


def test_it_displays_itself(audit):
    """Findings in sight, parts folded, the certificate with what it rests on; the same in a terminal."""
    page, text = Page(audit._repr_html_()), repr(audit)
    assert [] == page.strangers
    assert [] == page.all("img")
    for said in (
        "1 error, 1 warning",
        "Row 3 expects served in hour 00-05",
        audit.certificate.inputs_hash,
        "00-05 UTC",
    ):
        assert said in page.text
        assert said in text
    assert {"text/html", "text/plain"} == set(audit._repr_mimebundle_())


def test_failed_cells_are_told_and_are_no_gap():
    """A failure is a warning of its own, and the gap holds what was answered only."""
    stopped = Stopped(StopReason.COMPLETED, 2, 1, 1.0)
    audit = run_of(moe.hours([1, 2, 3]), [1, 3, 2], (served(), FAILED, NOT_SERVED), stopped=stopped).audit()
    assert (1, 2) == (audit.gaps[0].contexts, audit.gaps[0].answered)
    assert [FindingKind.FAILED, FindingKind.NOT_COVERED] == [
        one.kind for one in audit.findings if one.kind is not FindingKind.GAP
    ]
    assert 1 == audit.certificate.failed_cells


def test_repeats_are_findings_and_are_left_out_of_rules():
    """A cell that flickers makes no rule, and the audit says that it flickers."""
    space = moe.hours(range(12))
    contents = (served("1"), NOT_SERVED)
    run = run_of(space, [2 if hour == 5 else 1 for hour in range(12)], contents)
    again = run_of(space, [1] * 12, contents)
    repeats = DisplayedStability([run, again])
    assert [2, 1] == [len(run.audit().rules[0].rules), len(run.audit(stability=repeats).rules[0].rules)]
    assert FindingKind.FLICKERS in [one.kind for one in run.audit(stability=repeats).findings]


def test_audiences_of_one_name_are_told_apart_by_their_ids():
    """A rule, an effect, a witness and a variation say which of the two they mean; expectations go by the name."""
    contents = (served("1", "Promo", "7"), served("1", "Promo", "8"))
    run = run_of(moe.hours(), [1 if hour < 12 else 2 for hour in range(24)], contents)
    expected = [
        {"experience_key": "k", "audience": "Promo"},
        {"experience_key": "k", "audience": "7"},
    ]
    audit = run.audit(expected)
    assert ["pass", "fail"] == [result.verdict.value for result in audit.expectations.results]
    assert "the first got Promo (id 8) / Variation 1" in audit.findings[0].words
    for name in ("rules", "inputs", "witnesses"):
        text = repr(audit.section(name))
        assert ("Promo (id 7) / Variation 1" in text, "Promo (id 8) / Variation 1" in text) == (True, True)
    assert ["Promo (id 7)", "Promo (id 8)"] == [row[1] for row in SECTIONS["variations"](audit).rows]
    assert ["Promo (id 7)", "Promo (id 8)"] == audit.to_frames()["variations"]["audience_name"].tolist()


def test_what_flickers_in_a_control_group_is_scattered_in_the_gap():
    """With repeats of a run that draws anew, the gap is still the hole, and what this run drew beside it."""
    space, contents = moe.week() * moe.axis("utm_medium", ["a", "b", "c", "d"]), (served("1"), NOT_SERVED)
    is_hole = np.array([context.day == "Wednesday" and 11 < context.hour < 18 for context in space])
    dice = [np.random.default_rng(seed).random(len(space)) < 0.1 for seed in (1, 2)]
    runs = [run_of(space, np.where(is_hole | drawn, 2, 1).tolist(), contents) for drawn in dice]
    (gap,) = runs[0].audit(stability=DisplayedStability(runs)).gaps
    assert ["Wed 12-17 UTC, any utm_medium asked"] == [region.words for region in gap.regions]
    assert (dice[0] & ~is_hole).sum() == gap.scattered.contexts == gap.contexts - 24


@pytest.mark.parametrize("given", ["frame", "rows", "csv", "yaml"])
def test_expectations_come_as_frame_rows_or_file(run, tmp_path, given):
    """The same table in every form gives the same verdicts; numbers and missing values are read as written."""
    frame = pd.DataFrame(
        {
            "experience_key": ["k", "k"],
            "hour": ["06-23", 5],
            "expect": ["served", "not served"],
            "variation": [None] * 2,
        }
    )
    forms = {
        "frame": lambda: frame,
        "rows": lambda: frame.to_dict("records"),
        "csv": lambda: _written(tmp_path / "e.csv", frame.to_csv(index=False)),
        "yaml": lambda: _written(
            tmp_path / "e.yaml",
            "- {experience_key: k, hour: 06-23, expect: served}\n- {experience_key: k, hour: 5, expect: not served}\n",
        ),
    }
    assert ["pass", "pass"] == [r.verdict.value for r in run.audit(forms[given]()).expectations.results]


def _written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("wrong", [7, {"experience_key": "k"}, ["k"], b"x"])
def test_what_is_no_table_is_refused(run, wrong):
    """The kinds of table there are are named."""
    with pytest.raises(ExpectationError, match="cannot be read from"):
        run.audit(wrong)


def test_a_slot_that_is_one_text_is_refused(run):
    """A text would be taken for a list of letters."""
    with pytest.raises(AuditError, match="one text instead of a list"):
        run.audit(slots={"top": "k"})


def test_a_slot_with_an_unknown_key_is_refused_when_it_is_wanted(run):
    """The keys of the run are named."""
    with pytest.raises(AuditError, match="no experience 'x'"):
        _ = run.audit(slots={"top": ["k", "x"]}).overlaps


def test_a_report_of_an_unknown_kind_is_refused(audit, tmp_path):
    """The kinds there are are named, and nothing is written."""
    with pytest.raises(UsageError, match=r"\.ipynb, \.html, \.xlsx"):
        audit.report(tmp_path / "x.pdf")
    assert [] == list(tmp_path.iterdir())


def test_the_hash_is_that_of_the_inputs(run, audit):
    """The same run has the same hash, with other expectations another one of these."""
    again = run.audit(EXPECTED[:1])
    assert audit.certificate.inputs_hash == again.certificate.inputs_hash
    assert audit.certificate.expectations_hash != again.certificate.expectations_hash
    assert "" == run.audit().certificate.expectations_hash


@pytest.mark.parametrize(
    ("space", "answer", "sides"),
    [
        (moe.week() * moe.axis("utm", ["a", "b"]), lambda c: c.hour < 6, ("day", "hour")),
        (moe.week() * moe.axis("utm", ["a", "b"]), lambda c: c.attributes["utm"] == "a", ("utm", "day")),
        (moe.week() * moe.axis("utm", ["a", "b"]), lambda _: True, ("day", "hour")),
        (moe.week(tz="Asia/Kolkata", week_of="2026-11-23"), lambda c: c.hour < 6, ("local_day", "local_hour")),
        (moe.axis("x", map(str, range(99))) * moe.week(), lambda c: c.attributes["x"] > "5", ("day", "hour")),
        (moe.axis("utm", ["a", "b"]), lambda _: True, ("utm", "experience_key")),
    ],
    ids=["hours decide", "an attribute decides", "nothing decides", "local clock", "a long axis decides", "one axis"],
)
def test_a_report_draws_each_key_on_what_decides_it(space, answer, sides):
    """Rows and columns are the axes that decide most, as long as people can read them."""
    codes = [1 if answer(context) else 2 for context in space]
    (matrix,) = run_of(space, codes, (served(), NOT_SERVED)).audit().matrices
    assert sides == (matrix.row_axis, matrix.column_axis)


def test_visitors_who_change_their_variation_are_told():
    """Automatic where a run names customers in several contexts: a finding with witnesses, a part, a frame."""
    space = moe.axis("customer_id", ["u-1", "u-2"]) * moe.hours([1, 2, 3])
    audit = run_of(space, [1, 2, 1, 2, 2, 2], (served("1"), served("2"))).audit()
    (found,) = [one for one in audit.findings if one.kind is FindingKind.VARIATION_NOT_KEPT]
    assert "1 of 2 visitors were served several variations of one audience." in found.words
    assert "For example u-1, Gold: variation 1 in 2 contexts, variation 2 in 1 context." in found.words
    assert (3, (0, 1)) == (found.contexts, found.witnesses)
    assert [("k", 2, 1, 3)] == [*audit.section("stickiness").to_frame().iloc[:, :4].itertuples(index=False, name=None)]
    assert "u-1, Gold" in Page(audit.section("stickiness")._repr_html_()).text


@pytest.mark.parametrize(
    "space", [moe.hours([1, 2]), moe.customer_ids(["u-1", "u-2"]), moe.axis("customer_id", [None]) * moe.hours([1, 2])]
)
def test_where_nobody_is_named_twice_nothing_is_said_of_visitors(space):
    """Anonymous contexts, and customers asked about once, show nothing."""
    audit = run_of(space, [1, 2], (served("1"), served("2"))).audit()
    assert () == audit.stickiness
    assert "No named visitor was asked about in several contexts." in repr(audit.section("stickiness"))


def test_one_customer_in_every_context_is_watched_too():
    """A customer who is fixed is one visitor, whatever varies."""
    space = moe.hours([1, 2]).given(moe.Context(customer_id="u-7"))
    (one,) = run_of(space, [1, 2], (served("1"), served("2"))).audit().stickiness
    assert (1, 1, "u-7") == (one.watched, one.switched, one.switches[0].visitor)


def test_an_experience_that_is_not_active_is_named_with_its_status():
    """Asked for and paused: a warning with the status, whether it was served or not; one left out is mentioned."""
    listed = Metadata(
        (
            ExperienceMeta("k", "K", "Paused"),
            ExperienceMeta("on", "On", "Active"),
            ExperienceMeta("x", "X", "Scheduled"),
        )
    )
    for codes, said in (([1, 1], "Not served in any of 2 contexts"), ([1, 2], "Served in 1 of 2 contexts")):
        run = run_of(moe.hours([1, 2]), [[code, 2] for code in codes], (NOT_SERVED, served()), keys=("k", "on"))
        found = Run(run.table, replace(run.facts, metadata=listed)).audit().findings
        of_kind = [one for one in found if one.kind is FindingKind.NOT_ACTIVE]
        assert [(Severity.WARNING, "k"), (Severity.OBSERVATION, "")] == [
            (o.severity, o.experience_key) for o in of_kind
        ]
        assert "Its status is Paused in the workspace's list of experiences." in of_kind[0].words
        assert said in of_kind[0].words
        assert of_kind[1].words.endswith("does not call them active: x (Scheduled).")
