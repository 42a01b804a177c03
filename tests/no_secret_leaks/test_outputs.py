"""Nothing that is taken away from an answer or a run holds the key."""

from __future__ import annotations

import pytest
from marker_key import leaks

import moe_nb as moe
from moe_nb.core.errors import MoeError
from moe_nb.report.tables import frame_csv, frame_json
from moe_nb.views.notice import notice_html, notice_text

TAKEN_FROM_ANSWERS = {
    "text": repr,
    "html": lambda answer: answer.html(images=True),
    "curl": lambda answer: answer.curl(),
    "python": lambda answer: answer.python(),
    "csv": lambda answer: frame_csv(answer.to_frame()),
    "json": lambda answer: frame_json(answer.to_frame()),
    "payloads": lambda answer: frame_csv(answer.payload_frame()) + answer.payload_frame().to_html(),
    "extras": lambda answer: repr(answer.answer.extra) + repr(answer.outcomes),
}
TAKEN_FROM_RUNS = {
    "text": repr,
    "html": lambda run: run._repr_html_(),
    "facts": lambda run: repr(run.facts),
    "csv": lambda run: frame_csv(run.to_frame()),
    "json": lambda run: frame_json(run.to_frame()),
    "frame": lambda run: run.to_frame().to_string() + str(run.to_frame().attrs),
    "matrix": lambda run: run.matrix()._repr_html_() + repr(run.matrix()),
    "cell": lambda run: run.matrix().cell("01", "banner")._repr_html_(),
    "coverage": lambda run: repr(run.coverage()),
}


@pytest.fixture
def answer(workspace, kind):
    """An answer of one of the server's ways that end well; the mirror sends the request back."""
    return workspace(kind).fetch(customer_id="u-42", keys=["banner", "paused", "nobody"])


def found_in(takes, result):
    """Return what is found in each thing taken from a result; an empty one is as bad as a leak."""
    taken = {way: take(result) for way, take in takes.items()}
    return {way: leaks(text) for way, text in taken.items() if not text or leaks(text)}


@pytest.mark.parametrize("kind", ["ok", "polite-mirror"])
def test_an_answer_holds_no_key(answer):
    """Text, cards, code and tables of an answer, mirrored requests included."""
    assert {} == found_in(TAKEN_FROM_ANSWERS, answer)


@pytest.fixture
def run(workspace, kind):
    """A run of two contexts, answered, refused or mirrored."""
    return workspace(kind).sweep(moe.hours([1, 2]), keys=["banner", "nobody"])


@pytest.mark.parametrize("kind", ["ok", "polite-mirror", "echo", "failing", "nobody"])
def test_a_run_holds_no_key(run):
    """Summary, matrix, cards, tables and facts of a run, failed calls included."""
    assert {} == found_in(TAKEN_FROM_RUNS, run)


def test_a_mirrored_request_is_seen(workspace):
    """The mirror's answer is kept, so that the hunt above means something: dots stand where the key was."""
    assert "••••" in repr(workspace("polite-mirror").fetch(keys="banner").answer.extra)


def test_code_names_the_variable_instead(workspace):
    """Code that is copied reads the key from the environment."""
    answer = workspace("ok").fetch(keys="banner")
    assert '--user "$MOE_WORKSPACE_ID:$MOE_API_KEY"' in answer.curl()
    assert "Workspace.from_env(base_url=" in answer.python()


@pytest.mark.parametrize("kind", ["wrong-key", "gateway", "echo", "redirect", "web-page", "failing", "nobody"])
def test_a_notice_holds_no_key(workspace, kind):
    """Errors in words, with their details."""
    with pytest.raises(MoeError) as caught:
        workspace(kind).fetch(keys="banner")
    assert [] == leaks(notice_html(caught.value) + notice_text(caught.value))
