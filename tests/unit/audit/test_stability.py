"""The same contexts asked several times: stable or flickering, and not known where too few answers came."""

from __future__ import annotations

import pytest
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb.audit.stability import stability_of
from moe_nb.core.context import Context
from moe_nb.core.errors import SpaceError
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.stability_facts import Steadiness
from moe_nb.sweep.weeks import hours


def repeated(*contexts):
    """Return the stability of hours that got these contents in turn; every context has as many."""
    repeats = zip(*contexts, strict=True)
    space = hours(range(len(contexts)))
    return stability_of([table_of(space, ["k"], lambda context, _key, row=row: row[context.hour]) for row in repeats])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([shown()] * 3, Steadiness.STABLE),
        ([HOLE] * 3, Steadiness.STABLE),
        ([HOLE, PAUSED, HOLE], Steadiness.STABLE),
        ([shown(), FAILED, shown()], Steadiness.STABLE),
        ([shown("1"), shown("2"), shown("1")], Steadiness.FLICKERS),
        ([shown("1", "A"), shown("1", "B"), FAILED], Steadiness.FLICKERS),
        ([shown(), HOLE, shown()], Steadiness.FLICKERS),
        ([shown(payload="p"), shown(payload="q"), shown(payload="p")], Steadiness.PAYLOAD_FLICKERS),
        ([shown(), FAILED, FAILED], Steadiness.NOT_KNOWN),
        ([FAILED, NOT_ASKED, FAILED], Steadiness.NOT_KNOWN),
    ],
)
def test_a_cell_is_what_its_answers_say(answers, expected):
    """Failed and unasked repeats say nothing; one answer alone is not stable."""
    assert [expected] == repeated(answers).keys[0].cells.tolist()


def test_flickers_are_told_with_counts():
    """What the context got and how often, the most often first; and how many repeats were answered."""
    stability = repeated([shown("1")] * 4, [shown("1"), shown("2"), shown("2"), FAILED])
    (key,) = stability.keys
    assert [(1, [("2", 2), ("1", 1)])] == [
        (one.index, [(content.variation_id, count) for content, count in one.seen]) for one in key.flickers
    ]
    assert [4, 3] == key.answers.tolist()
    assert (1, 1) == (key.count(Steadiness.STABLE), key.count(Steadiness.FLICKERS))
    assert "1 cell flickers; 1 was the same in all of up to 4 tries." == stability.words


def test_unsteady_cells_are_a_mask_for_drift():
    """One flag per context and key."""
    assert [[False], [True], [True]] == repeated(
        [shown(), shown()], [shown("1"), shown("2")], [shown(payload="p"), shown(payload="q")]
    ).unsteady.tolist()


def test_shown_flickers_are_bounded_and_the_worst_come_first():
    """Thirty contexts flicker, twenty are shown, those that change the variation before those that change a text."""
    texts, swaps = [[shown(payload="p"), shown(payload="q")]] * 12, [[shown("1"), shown("2")]] * 12
    (key,) = repeated(*texts, *swaps).keys
    assert [*range(12, 24), *range(8)] == [one.index for one in key.flickers]


def test_runs_with_contents_in_another_order_are_compared_by_what_they_mean():
    """The numbers of contents differ from run to run."""
    space = hours([0, 1])
    one = table_of(space, ["k"], lambda context, _key: shown("1") if context.hour else HOLE)
    two = table_of(hours([0, 1]), ["k"], lambda context, _key: shown("1") if context.hour else PAUSED)
    assert [Steadiness.STABLE] * 2 == stability_of([one, two]).keys[0].cells.tolist()


@pytest.mark.parametrize(
    "others",
    [
        [],
        [table_of(hours([2]), ["k"], lambda *_: HOLE)],
        [table_of(hours([1]), ["l"], lambda *_: HOLE)],
        [table_of(hours([1]).given(Context(customer_id="u")), ["k"], lambda *_: HOLE)],
    ],
    ids=["one run", "another hour", "another key", "another visitor"],
)
def test_only_repeats_of_one_question_can_be_compared(others):
    """Anything else is refused in words."""
    with pytest.raises(SpaceError):
        stability_of([table_of(hours([1]), ["k"], lambda *_: HOLE), *others])
