"""Payloads that were edited where no context drew the same variation twice."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from made_tables import shown, table_of

from moe_nb.audit.drift import drift_of
from moe_nb.core.drift_facts import Change
from moe_nb.sweep.weeks import hours


def says(variation, **values):
    """Return a served content with a payload."""
    said = {name: {"value": value, "data_type": "x"} for name, value in values.items()}
    raw = json.dumps({"payload": said}).encode()
    return replace(shown(variation), raw=raw, payload_hash=raw.decode())


def anonymous(*contents):
    """Return a run of hours in which an anonymous visitor got these contents."""
    return table_of(hours(range(len(contents))), ["k"], lambda context, _key: contents[context.hour])


ONE, TWO, EDITED = says("1", T="one"), says("2", T="two"), says("2", T="EDITED")


def test_an_edit_is_named_where_every_context_drew_another_variation():
    """The order of two variations was turned, so that no context kept one, and the text of one was edited."""
    drift = drift_of(anonymous(ONE, TWO, ONE, TWO, ONE), anonymous(EDITED, ONE, EDITED, ONE, EDITED))
    (key,) = drift.keys
    assert (True, {Change.PAYLOAD_EDITED: 3, Change.DRAWN_ANEW: 2}) == (
        drift.has_drift,
        {change: count for change, count in key.counts.items() if count},
    )
    (edit,) = key.transitions
    assert (Change.PAYLOAD_EDITED, TWO, EDITED, 3) == (edit.change, edit.before, edit.after, edit.contexts)
    assert [0, 2, 4] == drift.changed_contexts()[1].tolist()


@pytest.mark.parametrize("after", [(TWO, ONE, TWO, ONE), (TWO, TWO, ONE, ONE)], ids=["turned", "partly"])
def test_payloads_that_were_not_edited_are_no_edit(after):
    """The same texts in other contexts."""
    assert not drift_of(anonymous(ONE, TWO, ONE, TWO), anonymous(*after)).has_drift


def test_a_variable_that_is_the_same_in_every_context_tells_beside_one_that_is_not():
    """The hour stands in each payload; the title was edited, and only the title is named."""
    before = [says("1", T="one", H=0), says("2", T="two", H=1), says("1", T="one", H=2), says("2", T="two", H=3)]
    after = [says("2", T="new", H=0), says("1", T="one", H=1), says("2", T="new", H=2), says("1", T="one", H=3)]
    drift = drift_of(anonymous(*before), anonymous(*after))
    (edit,) = drift.keys[0].transitions
    assert (Change.PAYLOAD_EDITED, 2, ("T",)) == (edit.change, edit.contexts, edit.variables)


def test_payloads_that_differ_from_context_to_context_cannot_be_told():
    """Each context has its own text: unedited, it looks the same. So nothing is claimed, and nothing passed."""
    texts = [[says("12"[(hour + run) % 2], T=f"at {hour}") for hour in range(4)] for run in (0, 1)]
    drift = drift_of(*(anonymous(*some) for some in texts))
    assert (False, False) == (drift.has_drift, drift.is_whole)
    assert "variation 1 of 'Audience A' was seen in other contexts in each run" in drift.not_compared[0]


def test_one_context_does_not_show_what_a_payload_is_elsewhere():
    """A variation that was seen once and once again elsewhere may be another text there."""
    drift = drift_of(anonymous(ONE, TWO, ONE), anonymous(ONE, ONE, EDITED))
    assert (False, False, 1) == (drift.has_drift, drift.is_whole, drift.keys[0].counts[Change.NOT_COMPARABLE])


def test_an_edit_beside_another_change_is_noted():
    """The audience has other hours and its text was edited: the cells say the one, a note the other."""
    other = replace(shown("1", "B"), raw=ONE.raw)
    drift = drift_of(anonymous(TWO, TWO, other, other), anonymous(other, other, EDITED, EDITED))
    assert {Change.AUDIENCE_CHANGED} == {one.change for one in drift.keys[0].transitions}
    (note,) = drift.notes
    assert "k: variation 2 of 'Audience A' has another payload too in the second run (T: 'two' → 'EDITED')." == note
