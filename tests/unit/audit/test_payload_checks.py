"""What looks wrong in the payloads of a run, and where it was seen."""

from __future__ import annotations

import json

import pytest
from made_tables import FAILED, HOLE, table_of

from moe_nb.audit.payload_checks import check_payloads
from moe_nb.core.answer import KeyOutcome, Outcome
from moe_nb.core.payload_facts import PayloadKind, Severity
from moe_nb.core.run_table import NOT_ASKED, content_of
from moe_nb.core.space import axis
from moe_nb.core.wire import read_experience
from moe_nb.sweep.weeks import hours


def served(variation="1", audience="A", key="k", types=None, **values):
    """Return what a key that was served these variables leaves in a run."""
    payload = {name: {"value": value, "data_type": (types or {}).get(name, "string")} for name, value in values.items()}
    said = {"audience_id": audience, "audience_name": f"Audience {audience}", "moe_variation_id": variation}
    raw = json.dumps({"payload": payload, "experience_context": said}).encode()
    return content_of(KeyOutcome(key, Outcome.SERVED, experience=read_experience(key, raw)), raw)


def checked(*contents):
    """Check a run of the first hours of a day with these contents."""
    return check_payloads(table_of(hours(range(len(contents))), ["k"], lambda context, _key: contents[context.hour]))


def test_a_finding_says_where_what_and_how_often():
    """Key, audience, variation, variable, contexts and the first of them."""
    (one,) = checked(HOLE, served("2", Title="x"), served("1", Title="Hi "), served("1", Title="Hi "), FAILED)
    assert (Severity.OBSERVATION, PayloadKind.WHITESPACE, "k: Audience A / Variation 1: Title", 2, 2) == (
        one.severity,
        one.kind,
        one.where,
        one.contexts,
        one.witness,
    )
    assert "'Hi ' begins or ends with white space." == one.what


@pytest.mark.parametrize("content", [HOLE, FAILED, NOT_ASKED, served(Title="fine")])
def test_what_is_fine_or_unknown_gives_no_finding(content):
    """A hole, a failure and a good payload have nothing wrong in them."""
    assert () == checked(content, content)


def test_the_same_flaw_of_a_personalised_value_is_one_finding():
    """Three visitors with three texts that all end with a blank: one line, three contexts, the first witness."""
    found = checked(*[served(Title=f"Hi {name} ") for name in ("Asha", "Ben", "Chloe")])
    blanks = [(one.contexts, one.witness) for one in found if one.kind is PayloadKind.WHITESPACE]
    assert [(3, 0)] == blanks


def test_the_worst_comes_first():
    """Errors, then warnings, then observations."""
    found = checked(served(A="x ", B="", C="{{ name }}"))
    assert [Severity.ERROR, Severity.WARNING, Severity.OBSERVATION] == [one.severity for one in found]


def test_a_variable_that_one_variation_lacks_is_named():
    """Which variations have it, which do not, and a context that shows the lack."""
    (one,) = checked(served("1", Title="a", Link="/b"), served("2", Title="a"), served("3", Title="a", Link="/c"))
    assert (PayloadKind.VARIABLES_DIFFER, "Link", "Variations 1 and 3 have it, variation 2 does not.", 1, "") == (
        one.kind,
        one.variable,
        one.what,
        one.witness,
        one.variation_id,
    )


def test_types_that_differ_between_variations_are_named():
    """As sent, and as the value really is."""
    (one,) = checked(
        served("1", Discount=10, types={"Discount": "number"}), served("2", Discount="15", types={"Discount": "string"})
    )
    assert (PayloadKind.TYPES_DIFFER, "It is number (number) in variation 1; string (text) in variation 2.") == (
        one.kind,
        one.what,
    )


def test_a_type_that_was_sent_alike_and_is_another_is_named():
    """Both say number, one is a text."""
    found = checked(
        served("1", Discount=10, types={"Discount": "number"}), served("2", Discount="15", types={"Discount": "number"})
    )
    assert ["It is number (number) in variation 1; number (text) in variation 2."] == [one.what for one in found]


def test_variables_of_two_audiences_may_differ():
    """Every audience is a design of its own."""
    assert () == checked(served("1", "A", Title="a"), served("1", "B", Link="/b"))


def test_values_that_differ_within_a_variation_are_an_observation():
    """How many, how often, where first, and which axis they go with; a second value is the witness."""
    space = axis("customer_id", ["u-1", "u-2", "u-3"]) * hours([1, 2])
    table = table_of(space, ["k"], lambda context, _key: served(Title=f"Hi {context.customer_id}", Text="same"))
    (one,) = check_payloads(table)
    assert (Severity.OBSERVATION, PayloadKind.VALUES_DIFFER, "Title", 6, 2) == (
        one.severity,
        one.kind,
        one.variable,
        one.contexts,
        one.witness,
    )
    assert one.what.startswith('3 values in 6 contexts: "Hi u-1" in 2 (first: context 0); "Hi u-2" in 2')
    assert "In this run it goes with customer_id." in one.what
    assert "Personalised values are normal" in one.what


def test_values_that_go_with_nothing_say_so():
    """An edit in the middle of a run follows no axis."""
    space = axis("customer_id", ["u-1", "u-2"]) * hours([1, 2])
    texts = iter(["old", "old", "old", "new"])
    (one,) = check_payloads(table_of(space, ["k"], lambda _context, _key: served(Title=next(texts))))
    assert "It goes with no single axis." in one.what


def test_many_values_are_counted_and_few_are_shown():
    """Three are quoted, long ones cut."""
    contents = [served(Title="x" * 100 + str(number)) for number in range(9)]
    (one,) = checked(*contents)
    assert "9 values in 9 contexts" in one.what
    assert "… in 1 (first: context 2) and 6 more." in one.what


def test_a_variable_that_is_sometimes_missing_is_a_value_too():
    """The same variation without the variable: said, not guessed."""
    (one,) = checked(served(Title="a", Name="Asha"), served(Title="a"))
    assert ("Name", True) == (one.variable, "(not sent) in 1 (first: context 1)" in one.what)


def test_an_odd_payload_is_read_anyway():
    """Entries without value, and a payload that is a list, break nothing."""
    raw = b'{"payload": {"a": 1, "b": null, "c": {"x": ""}}, "experience_context": {"audience_id": "A"}}'
    odd = content_of(KeyOutcome("k", Outcome.SERVED, experience=read_experience("k", raw)), raw)
    assert {"b", "c.x"} == {one.variable for one in checked(odd)}


def test_the_demo_world_has_its_two_known_flaws(demo):
    """The stale JSON of the carousel and the blank of MoEngage's own example, and no false alarm."""
    found = check_payloads(demo.sweep(hours()).table)
    assert [("product-carousel", PayloadKind.BROKEN_JSON), ("new-serverside-experience", PayloadKind.WHITESPACE)] == [
        (one.experience_key, one.kind) for one in found
    ]
