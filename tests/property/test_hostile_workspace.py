"""Worlds, files and questions made of hostile texts, asked by the real client: what comes back is shown as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile_families import CORPUS, SAMPLE
from hostile_results import wire_text
from hostile_run import sendable, world_of
from html_page import Page, hidden

import moe_nb as moe

NAMED = [text for text in sendable(CORPUS) if text.strip() and len(text) < 1000]
SOME = [wire_text(text) for text in SAMPLE if wire_text(text) in NAMED]
counts = pytest.mark.parametrize("texts", [SOME[::2], pytest.param(NAMED, marks=pytest.mark.full)], ids=["some", "all"])


def check(*results):
    """Every page holds what our templates write, every line for a terminal what can be seen."""
    for result in results:
        assert [] == Page(result._repr_html_()).strangers
        assert set() == hidden(repr(result))


@counts
def test_what_a_workspace_shows(tmp_path, texts):
    """Answers, metadata, splits, repetitions, adaptive and whole sweeps of a world in which every name is a text."""
    path = tmp_path / "world.yaml"
    path.write_text(world_of(texts), encoding="utf-8")
    ws = moe.Workspace.simulated(str(path))
    check(ws.metadata())
    for text in texts:
        context = moe.Context(customer_id=text, user_agent=text, attributes={f"x{text}": text})
        answer = ws.fetch(context, [text])
        assert [text] == [one.key for one in answer.answer.served]
        space = moe.axis(f"x{text}", [text, "2"]) * moe.hours([7, 19])
        run = ws.sweep(space, [text], base=moe.Context(user_agent=text))
        check(
            answer,
            run,
            run.matrix(text),
            run.audit(),
            ws.split(replace(context, customer_id=None), text, ids=[text, "2", "3"]),
        )
        check(ws.adaptive(space, [text], most_requests=4), ws.stability(run))


@counts
def test_what_a_folder_of_runs_shows(tmp_path, texts):
    """Files of any name, none of them a run, are listed with what is wrong with them."""
    names = {text.replace("/", "_").replace("\0", "_")[:60] for text in texts}
    for name in names:
        (tmp_path / f"{name}.moe").write_text(name, encoding="utf-8", errors="replace")
    listed = moe.runs(tmp_path)
    assert len(names) == len(listed)
    check(listed)
