"""A comparison in a user's hands: in words, as frames, with what keeps it from being whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from html_page import Page
from made_runs import FAILED, NOT_SERVED, run_of, served

import moe_nb as moe
from moe_nb.core.errors import AuditError
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.core.recheck_facts import Recheck
from moe_nb.results.diff import Diff, RunSide
from moe_nb.results.run import Run
from moe_nb.results.stability import DisplayedStability

SPACE = moe.hours(range(4)).given(moe.Context(customer_id="u-1"))
CONTENTS = (served("1"), served("2"), NOT_SERVED, FAILED, served("1", value="edited"), served("1", "Silver"))
STATUSES = ("Active", "Paused")
BEFORE = run_of(SPACE, [1, 1, 1, 1], CONTENTS)


def diff(*codes):
    """Compare four hours of Gold / 1 with other answers."""
    return run_of(SPACE, codes, CONTENTS).diff(BEFORE)


def test_an_unchanged_run_has_no_drift():
    """Nothing is claimed beyond what could be compared."""
    found = diff(1, 1, 1, 1)
    assert (False, (), ()) == (found.has_drift, found.changed_contexts, found.changed_keys)
    assert "4 cells of 4 contexts compared: nothing changed in what could be compared" in repr(found)


def test_a_change_between_audiences_of_one_name_says_which():
    """An audience made again under its name has another id: no line leads from a thing to itself."""
    contents = (served("1", "Promo", "7"), served("1", "Promo", "8"))
    before, after = (run_of(SPACE, [code] * 4, contents) for code in (1, 2))
    found = after.diff(before)
    assert "k: Promo (id 7) / Variation 1 → Promo (id 8) / Variation 1" in repr(found)
    assert "Promo (id 7) is gone: lost 4 contexts" in repr(found.audiences)
    assert "audience 'Promo' has another id later (7 then, 8 now) and counts as two" in repr(found)
    frames = found.to_frames()
    for name in ("changes", "cells"):
        assert ("Promo (id 7) / Variation 1", "Promo (id 8) / Variation 1") == tuple(
            frames[name].loc[0, ["before", "after"]]
        )


def test_audiences_of_one_name_are_one_where_names_are_compared():
    """By name nothing changed, and the name stays as it was sent."""
    contents = (served("1", "Promo", "7"), served("1", "Promo", "8"))
    before, after = (run_of(SPACE, [code] * 4, contents) for code in (1, 2))
    found = after.diff(before, "name")
    assert not found.has_drift
    assert "id 7" not in repr(found)


def test_changes_are_told_in_words():
    """From what to what, where; what disappeared stands first, an edit names the variable."""
    found = diff(5, 3, 3, 6)
    assert (True, (0, 1, 2, 3), ("k",)) == (found.has_drift, found.changed_contexts, found.changed_keys)
    text = repr(found)
    lines = [line.strip() for line in text.splitlines() if line.startswith("  ")]
    assert lines[0].startswith("DISAPPEARED")
    assert "Gold / Variation 1 → Not served: no audience matched or control group (01-02 UTC)" in lines[0]
    assert "AUDIENCE CHANGED   k: Gold / Variation 1 → Silver / Variation 1 (03 UTC)" in lines
    assert "PAYLOAD EDITED     k: Gold / Variation 1: T: 'x' → 'edited' (00 UTC)" in lines
    page = Page(found._repr_html_())
    assert [] == page.strangers
    assert "T: 'x' → 'edited'" in page.text


def test_what_neither_run_asked_is_told_apart():
    """In two samples the summary and the table count the same cells as not compared."""
    before, after = (run_of(SPACE, codes, CONTENTS) for codes in ([1, 1, 0, 0], [1, 0, 1, 0]))
    text = repr(after.diff(before))
    assert text.startswith("1 cell of 4 contexts compared, 1 asked in neither run: nothing changed in what could be")
    assert "NOT COMPARED: 2 cells were asked in one run only, or failed" in text
    names, counts = (line.split() for line in text.splitlines()[-3::2])
    assert ["Same", "Not", "comparable", "Asked", "in", "neither", "run", "Another", "cause"] == names[-9:]
    assert ["1", "2", "1"] == counts[-3:]


def test_audiences_got_narrower_or_came():
    """Per audience in words, as section and as frame."""
    found = diff(1, 3, 3, 6)
    assert "Gold is narrower: lost 3 contexts (01-03 UTC)" in repr(found.audiences)
    frame = found.audiences.to_frame()
    assert [("Gold", "narrower", 4, 1, 0, 3), ("Silver", "new", 0, 1, 1, 0)] == [
        *frame[["audience_name", "shift", "before", "after", "gained", "lost"]].itertuples(index=False, name=None)
    ]


def test_every_changed_cell_is_a_row():
    """Axes by label, what it was and is, and the number of the context in either run."""
    cells = diff(1, 3, 1, 2).to_frames()["cells"]
    assert ["hour", "experience_key", "change", "before", "after", "before_context", "after_context"] == [*cells]
    assert [
        ("01", "k", "disappeared", "Gold / Variation 1", "not served", 1, 1),
        ("03", "k", "variation changed", "Gold / Variation 1", "Gold / Variation 2", 3, 3),
    ] == [*cells.itertuples(index=False, name=None)]


def test_frames_of_nothing_have_no_rows():
    """Where nothing changed there is no row, and nothing breaks."""
    frames = diff(1, 1, 1, 1).to_frames()
    assert (0, 1, 0) == tuple(len(frames[name]) for name in ("changes", "audiences", "cells"))


def test_failed_and_not_asked_cells_are_no_change():
    """They are counted apart, and the words say that they are not known."""
    found = diff(4, 0, 1, 1)
    assert (False, 2) == (found.has_drift, found.drift.compared)
    assert "2 cells were asked in one run only, or failed: they are not known, and no change." in repr(found)


def test_runs_without_a_common_context_compare_nothing():
    """No context, no claim."""
    found = run_of(moe.hours([9]).given(SPACE.base), [1], CONTENTS).diff(BEFORE)
    assert "nothing could be compared" in repr(found)
    assert [] == Page(found._repr_html_()).strangers


def test_keys_of_one_run_only_are_named():
    """They are no change either."""
    other = run_of(SPACE, [[1, 1]] * 4, CONTENTS, keys=("k", "new"))
    assert "Only the second run asked for new." in repr(other.diff(BEFORE))


def test_cells_that_flicker_are_not_compared():
    """Repeats of the later run take them out."""
    later = run_of(SPACE, [2, 1, 1, 1], CONTENTS)
    repeats = DisplayedStability([later, BEFORE])
    assert (True, False) == (later.diff(BEFORE).has_drift, later.diff(BEFORE, stability=repeats).has_drift)


def test_matching_by_something_else_is_refused():
    """The two ways there are are named."""
    with pytest.raises(AuditError, match="cannot be matched by 'key'"):
        BEFORE.diff(BEFORE, match="key")


def test_what_came_of_asking_again_is_told():
    """Confirmed, unstable, and not known any more, in one sentence."""
    side = RunSide(BEFORE.table, BEFORE.facts)
    words = repr(Diff(side, side, recheck=Recheck(9, 5, 3)))
    assert "5 of 9 changed cells, asked again, got the same as in the later run" in words
    assert "3 did not and are called unstable, not drift; 1 got no second answer that tells." in words


def test_another_status_is_a_change_although_no_cell_changed():
    """A paused experience was not asked for by the later run: the status says what the cells cannot."""
    lists = [Metadata((ExperienceMeta("k", "K", status), ExperienceMeta("b", "B", "Active"))) for status in STATUSES]
    one = run_of(SPACE, [[1, 1]] * 4, CONTENTS, keys=("k", "b"))
    other = run_of(SPACE, [1] * 4, CONTENTS, keys=("b",))
    earlier, later = (
        Run(run.table, replace(run.facts, metadata=listed)) for run, listed in zip((one, other), lists, strict=True)
    )
    found = later.diff(earlier)
    assert (True, (), False) == (found.has_drift, found.changed_keys, found.is_whole)
    assert "1 experience has another status; not everything could be compared" in repr(found)
    assert "It was served in 4 contexts, and was not asked for, or not answered, now." in Page(found._repr_html_()).text
    assert ["k"] == [*found.to_frames()["statuses"]["experience_key"]]


def test_what_could_not_be_compared_stands_above_the_changes():
    """On the page too: contexts and keys of one run, before anything that changed."""
    other = run_of(moe.hours(range(2, 8)).given(SPACE.base), [3] * 6, CONTENTS)
    page = Page(other.diff(BEFORE)._repr_html_()).text
    for said in ("2 contexts stand in the first run only.", "4 contexts stand in the second run only."):
        assert f"Not compared. {said}" in page
        assert page.index(said) < page.index("disappeared")


def test_a_split_that_was_drawn_anew_has_a_part_of_its_own():
    """Anonymous visitors: the shares before and after, and no change."""
    one, other = (run_of(moe.hours(range(4)), codes, CONTENTS) for codes in ([1, 2, 1, 2], [2, 1, 1, 2]))
    found = other.diff(one)
    assert not found.has_drift
    assert "2 contexts drawn anew, and the split can be the same" in Page(found._repr_html_()).text
    assert 2 == len(found.to_frames()["splits"])


def test_an_edit_that_a_split_drew_away_is_told_with_its_text():
    """No context kept its variation, and the text of one was edited: named with what it said before."""
    one, other = (run_of(moe.hours(range(4)), codes, CONTENTS) for codes in ([1, 2, 1, 2], [2, 5, 2, 5]))
    found = other.diff(one)
    assert (True, (1, 3)) == (found.has_drift, found.changed_contexts)
    assert "PAYLOAD EDITED     k: Gold / Variation 1: T: 'x' → 'edited' (01, 03 UTC)" in repr(found)
    assert [] == Page(found._repr_html_()).strangers


def test_a_variation_that_cannot_be_judged_stands_above_the_changes():
    """One variation, then only another one, in two contexts: no change is claimed, and the words say why."""
    one, other = (run_of(moe.hours(range(2)), codes, CONTENTS) for codes in ([1, 1], [2, 2]))
    found = other.diff(one)
    assert (False, False) == (found.has_drift, found.is_whole)
    said = "k: 2 contexts cannot be judged: no variation of 'Gold' was seen in both runs"
    assert f"NOT COMPARED: {said}" in repr(found)
    assert f"Not compared. {said}" in Page(found._repr_html_()).text
    assert {False} == {*found.to_frames()["splits"]["is_another_split"]}


def test_a_control_group_that_was_drawn_anew_has_a_part_of_its_own():
    """Scattered contexts that were served nothing in one run or the other: counted apart, no change, and a frame."""
    dice = [np.random.default_rng(seed).random(168) < share for seed, share in ((0, 0.1), (1, 0.1))]
    one, other = (run_of(moe.week(), np.where(lot, 3, 1).tolist(), CONTENTS) for lot in dice)
    found = other.diff(one)
    assert not found.has_drift
    assert "Control group, no visitor the same in both runs: " in Page(found._repr_html_()).text
    assert ["served", "not served"] == [*found.to_frames()["splits"]["variation_id"]]


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ((1, 1, 1, 1), "The one audience that could be compared has the contexts it had there."),
        ((4, 4, 4, 4), "No cell could be compared, so nothing is known of audiences."),
    ],
)
def test_audiences_are_said_to_be_the_same_only_where_they_were_compared(codes, says):
    """Two runs of which nothing could be compared say nothing of any audience."""
    assert repr(diff(*codes).audiences).endswith(says)


def test_audiences_that_cannot_be_told_apart_are_not_said_to_be_the_same():
    """One name for two audiences: none was compared, and the words say so."""
    twins = (replace(served("1"), audience_id="B"), replace(served("1"), audience_id="C"), NOT_SERVED)
    before = run_of(SPACE, [1, 1, 2, 2], twins)
    found = run_of(SPACE, [1, 1, 3, 3], twins).diff(before, "name")
    assert repr(found.audiences).endswith("No audience was seen that could be compared.")
