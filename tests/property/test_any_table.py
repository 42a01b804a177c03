"""Whatever stands in a table or a payload, it is read, or refused in words; nothing else ever happens."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.expectation_table import expectations_from, load_expectations
from moe_nb.audit.expectations import judge
from moe_nb.audit.payload_checks import check_payloads
from moe_nb.core.answer import KeyOutcome, Outcome
from moe_nb.core.errors import ExpectationError
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable, content_of
from moe_nb.core.wire import read_experience
from moe_nb.report.junit import junit_xml
from moe_nb.sweep.weeks import hours

COLUMNS = ("experience_key", "day", "hour", "tz", "user_agent", "utm_medium", "expect", "audience", "variation", "note")
PIECES = st.sampled_from(
    ["Mon", "-", "Fri", ",", "|", "\\|", "*", "09", "17", "served", "not served", "device:", "mobile", "(none)", "UTC"]
)
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=4).map("".join)
CELLS = TEXTS | st.lists(TEXTS, max_size=3) | st.none() | st.floats() | st.integers() | st.booleans() | st.binary()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def run_of(*contents):
    """Return a run of some hours that got these contents."""
    codes = np.arange(1, len(contents) + 1, dtype=np.int32)[:, None]
    calls = np.zeros((len(contents), 1), np.int64)
    return RunTable(hours(range(len(contents))), ("k",), codes, (NOT_ASKED, *contents), calls, calls, calls)


RUN = run_of(Content(Outcome.NOT_SERVED, None, "k"), Content(Outcome.SERVED, None, "k", "A", "Gold", "1"))


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS) | st.text(max_size=8), CELLS, max_size=6), max_size=4))
def test_any_cells_are_judged_or_named(rows):
    """Each row becomes a row or at least one problem, and what is left can be judged and written out."""
    table = expectations_from(list(enumerate(rows, start=2)))
    good, bad = {row.number for row in table.rows}, {problem.row for problem in table.problems}
    assert (set(range(2, 2 + len(rows))), set()) == (good | bad, good & bad)
    report = judge(table, RUN)
    assert len(table.rows) == len(report.results)
    assert max(1, len(rows)) == junit_xml(report).count("<testcase ")


def refusal(content, name):
    """Read a file; returns why it is no table, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            load_expectations(path)
        except ExpectationError as error:
            return str(error)
    return ""


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_table_or_refused(content):
    """As CSV, YAML and Excel alike, with and without a header before them; a refusal names the file."""
    files = {"a.csv": content, "b.yaml": content, "c.xlsx": content}
    files["d.csv"] = b"experience_key,day,expect\n" + content
    files["e.yaml"] = b"- experience_key: k\n  expect: served\n  day: " + content
    said = {name: refusal(bytes_, name) for name, bytes_ in files.items()}
    assert dict.fromkeys(files, True) == {name: not text or name in text for name, text in said.items()}
    assert said["c.xlsx"]


@given(st.dictionaries(st.text(max_size=6), JSON, max_size=4), st.dictionaries(st.text(max_size=6), JSON, max_size=4))
def test_any_payload_is_looked_through(one, other):
    """Every value a JSON text can hold; a finding's witness is a context that got the variation it speaks of."""
    contents = []
    for values in (one, other):
        payload = {name: {"value": value, "data_type": "json"} for name, value in values.items()}
        said = {"payload": payload, "experience_context": {"audience_id": "A", "moe_variation_id": "1"}}
        raw = json.dumps(said).encode()
        contents.append(content_of(KeyOutcome("k", Outcome.SERVED, experience=read_experience("k", raw)), raw))
    for finding in check_payloads(run_of(*contents)):
        assert ("k", "A") == (finding.experience_key, finding.audience_id)
        assert finding.witness in {0, 1}
        assert 1 <= finding.contexts <= 2
