"""Every result shows itself: as HTML where that can be drawn, as text in a terminal."""

from __future__ import annotations

import pytest
from html_page import Page

from moe_nb.core.context import Context
from moe_nb.core.space import axis
from moe_nb.results.display import Displayed

KEY = "homepage-banner"


@pytest.fixture(scope="module")
def results(demo):
    """One result of every kind."""
    run = demo.sweep(axis("day", ["Mon", "Sat"]) * axis("hour", [3, 19]), keys=[KEY])
    matrix = run.matrix(KEY)
    answer = demo.fetch(Context(day="Saturday", hour=19), keys=[KEY])
    return {
        "workspace": demo,
        "metadata": demo.metadata(),
        "answer": answer,
        "run": run,
        "matrix": matrix,
        "cell": matrix.cell("Monday", 19),
    }


@pytest.mark.parametrize("name", ["workspace", "metadata", "answer", "run", "matrix", "cell"])
def test_a_result_is_html_and_text_at_once(results, name):
    """A notebook gets a page without script, a terminal gets lines, from one and the same object."""
    result = results[name]
    bundle = result._repr_mimebundle_()
    assert {"text/html", "text/plain"} == set(bundle)
    assert repr(result) == bundle["text/plain"]
    assert bundle["text/plain"].strip()
    assert {str} == {type(value) for value in bundle.values()}
    assert [] == Page(bundle["text/html"]).strangers


@pytest.mark.parametrize("name", ["metadata", "answer", "run", "matrix", "cell"])
def test_showing_twice_says_the_same(results, name):
    """Drawing changes nothing, and no id stands on a page twice."""
    first, second = (Page(results[name]._repr_html_()) for _ in range(2))
    assert (first.text, first.skeleton()) == (second.text, second.skeleton())
    ids = [element["id"] for page in (first, second) for _, element in page.elements if "id" in element]
    assert sorted(set(ids)) == sorted(ids)


def test_a_kind_of_result_must_say_how_it_looks():
    """A result without a face is an error when shown, not an empty output."""
    with pytest.raises(NotImplementedError):
        repr(Displayed())
    with pytest.raises(NotImplementedError):
        Displayed()._repr_html_()
