"""What was edited between two payloads of one variation."""

from __future__ import annotations

import json

from moe_nb.audit.payload_edits import edits_of, steady_differences
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.run_table import Content


def served(**values):
    said = {name: {"value": value, "data_type": "x"} for name, value in values.items()}
    return Content(Outcome.SERVED, None, "k", raw=json.dumps({"payload": said}).encode())


def typed(kind):
    """Return a served content with one number of that type."""
    payload = {"N": {"value": 5, "data_type": kind}}
    return Content(Outcome.SERVED, None, "k", raw=json.dumps({"payload": payload}).encode())


def test_only_what_differs_is_named():
    """Old and new value of each variable, in the order of the payload."""
    assert ("Title: 'Old' → 'New'", "Price: 1.5 → 2") == edits_of(
        served(Title="Old", Price=1.5, Same="x"), served(Title="New", Price=2, Same="x")
    )


def test_an_edit_of_the_type_alone_names_the_types():
    """The value looks the same, so the types say what was edited."""
    some = [typed(kind) for kind in ("number", "float", "")]
    assert ("N: 5 (number) → 5 (float)",) == edits_of(some[0], some[1])
    assert ("N: 5 (float) → 5 (no type)",) == edits_of(some[1], some[2])
    assert ("N",) == steady_differences(some[:1], some[1:2])


def test_an_edit_far_into_a_long_text_is_named():
    """What is shown of it is the same, which is said and not shown as an edit from a text to itself."""
    assert (f"A: '{'a' * 59}… → another value that begins alike",) == edits_of(
        served(A="a" * 99 + "b"), served(A="a" * 99 + "c")
    )


def test_variables_that_came_and_went():
    """A variable of one payload only has no value in the other."""
    assert ("A: 'x' → (none)", "B: (none) → 'y'") == edits_of(served(A="x"), served(B="y"))


def test_many_edits_are_counted_and_long_ones_are_cut():
    """Five are named; a value shows its first 60 characters."""
    old, new = ({f"v{n}": sign * 99 for n in range(7)} for sign in "ab")
    found = edits_of(served(**old), served(**new))
    assert (6, "and 2 more") == (len(found), found[-1])
    assert f"v0: '{'a' * 59}… → 'bb" in found[0]


def test_what_was_not_served_has_no_payload():
    """Nothing is compared with nothing."""
    assert () == edits_of(served(A="x"), Content(Outcome.NOT_SERVED, Cause.NO_MATCH, "k"))
