"""What is shown of a run of one context and one key reads as a sentence of one."""

from __future__ import annotations

import re

import pytest

import moe_nb as moe

SLIP = re.compile(r"(?<![\d,.])1 (contexts|keys|cells|calls|visitors|rows|runs|regions|requests|customers|values)\b")
KEY = "homepage-banner"


@pytest.fixture(scope="module")
def run():
    """A run of one context, for one key."""
    return moe.Workspace.simulated().sweep(moe.hours([3]), keys=[KEY])


@pytest.mark.parametrize(
    "shown",
    [
        lambda run: run,
        lambda run: run.audit([{"experience_key": KEY, "expect": "served"}]),
        lambda run: run.audit().section("coverage"),
        lambda run: run.audit().section("variations"),
        lambda run: run.audit().section("rules"),
        lambda run: run.diff(run),
        lambda run: run.matrix(KEY),
        lambda run: moe.Workspace.simulated().stability(run, times=2),
        lambda _run: moe.Workspace.simulated().adaptive(moe.hours([3]), [KEY]),
    ],
    ids=["run", "audit", "coverage", "variations", "rules", "diff", "matrix", "stability", "adaptive"],
)
def test_one_is_not_many(run, shown):
    """In the terminal and on the page."""
    result = shown(run)
    pages = [repr(result), re.sub(r"<[^>]+>", "", result._repr_mimebundle_()["text/html"])]
    assert [] == [found[0] for text in pages for found in SLIP.finditer(text)]
