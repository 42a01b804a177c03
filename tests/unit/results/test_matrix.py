"""A matrix as a user holds it."""

from __future__ import annotations

import pytest
from made_runs import NOT_SERVED, run_of, served

from moe_nb.core.errors import AuditError, SpaceError, UsageError
from moe_nb.core.space import axis

DAYS_BY_HOURS = axis("day", ["Sat", "Sun"]) * axis("hour", [7, 19, 20])
RUN = run_of(DAYS_BY_HOURS, [1, 2, 2, 3, 0, 1], [served("1"), served("2"), NOT_SERVED])
MATRIX = RUN.matrix("k")


def test_rows_and_columns_are_called_by_their_labels():
    """Days in words, hours as people write them."""
    assert (("Saturday", "Sunday"), ("07", "19", "20")) == (MATRIX.row_labels, MATRIX.column_labels)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("Saturday", 7, "Gold / Variation 1"),
        ("Saturday", "07", "Gold / Variation 1"),
        (0, 19, "Gold / Variation 2"),
        (1, 20, "Gold / Variation 1"),
        ("Sunday", 7, "Not served: no audience matched or control group"),
        ("Sunday", "19", "Not asked"),
    ],
)
def test_a_cell_is_found_by_label_or_number(row, column, words):
    """Hours are hours, never positions; other rows go by label or by number from 0."""
    cell = MATRIX.cell(row, column)
    assert words == cell.words
    assert {MATRIX.row_labels.index(row) if isinstance(row, str) else row} == {
        ("Saturday", "Sunday").index(context.day) for context in cell.contexts
    }
    assert [int(column)] == [context.hour for context in cell.contexts]


def test_audiences_of_one_name_are_told_apart_in_legend_cells_and_regions():
    """Two that are called alike are two, and a cell with both does not name one thing twice."""
    codes, contents = [1, 2, 2, 1, 1, 2], [served("1", "Promo", "7"), served("1", "Promo", "8")]
    run = run_of(DAYS_BY_HOURS, codes, contents)
    matrix = run.matrix("k")
    assert "Promo (id 7) / Variation 1" == matrix.cell("Saturday", 7).words
    assert {("Promo (id 7) / Variation 1", 3), ("Promo (id 8) / Variation 1", 3)} == {
        (share.words, share.cells) for share in matrix.region(["Saturday", "Sunday"], ["07", "19", "20"]).shares
    }
    both = "Mixed: Promo (id 7) / Variation 1; Promo (id 8) / Variation 1"
    assert both == run.matrix("k", rows="day", columns="experience_key").cell("Saturday", "k").words


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("Monday", 7, "no day 'Monday'. It has 'Saturday', 'Sunday'"),
        (2, 7, "no day 2."),
        (-1, 7, "no day -1."),
        (0, 0, "no hour 0. It has '07', '19', '20'"),
        (0, "7 PM", "no hour '7 PM'"),
        (0, None, "no hour None"),
    ],
)
def test_a_missing_cell_names_what_there_is(row, column, said):
    """A refusal says which part is wrong, and the labels."""
    with pytest.raises(SpaceError) as caught:
        MATRIX.cell(row, column)
    assert said in str(caught.value)


def test_a_column_of_keys_is_found_by_key():
    """In a matrix by key a key is a column, and a missing one is called an experience key."""
    run = run_of(axis("hour", [7, 19]), [1, 2, 3, 0], [served("1"), served("2", key="l"), NOT_SERVED], ["k", "l"])
    matrix = run.matrix()
    assert ("k", "l") == matrix.column_labels
    assert "Gold / Variation 2" == matrix.cell(7, "l").words == matrix.cell(7, 1).words
    with pytest.raises(SpaceError, match=r"no experience key 'm'\. It has 'k', 'l'"):
        matrix.cell(7, "m")


def test_the_frame_has_the_words_of_the_cells():
    """Rows and columns carry their axis' name, every cell says what `cell` says."""
    frame = MATRIX.to_frame()
    assert ("day", "hour") == (frame.index.name, frame.columns.name)
    for row in MATRIX.row_labels:
        for column in MATRIX.column_labels:
            assert MATRIX.cell(row, column).words == frame.loc[row, column]


def test_a_held_axis_is_gone_from_the_contexts_of_a_cell():
    """Only what was asked at the held value stands behind a cell."""
    space = axis("hour", [7]) * axis("user_agent", ["x/1", "y/2"], ["X", "Y"]) * axis("utm_medium", ["a", "b"])
    run = run_of(space, [1, 2, 1, 3], [served("1"), served("2"), NOT_SERVED])
    cell = run.matrix("k", rows="hour", columns="utm_medium", at={"user_agent": "Y"}).cell(7, "b")
    assert ["y/2"] == [context.user_agent for context in cell.contexts]
    assert cell.words.startswith("Not served")


def test_a_local_cell_shows_both_utc_hours():
    """In a zone with half hours a local hour joins two contexts, and its cell names both."""
    from moe_nb.sweep.weeks import week

    space = week(tz="Asia/Kolkata", week_of="2026-11-23")
    hours = [number % 24 for number in range(168)]
    run = run_of(space, [1 if hour < 13 else 2 for hour in hours], [served("1"), served("2")])
    cell = run.matrix("k").cell("Monday", 18)
    assert [("Monday", 12), ("Monday", 13)] == [(context.day, context.hour) for context in cell.contexts]
    assert "Mixed: Gold / Variation 1; Gold / Variation 2" == cell.words
    assert "Asia/Kolkata" in repr(run.matrix("k"))


AGAIN = run_of(DAYS_BY_HOURS, [1, 1, 2, 3, 1, 1], [served("1"), served("2"), NOT_SERVED])


def test_it_is_coloured_by_stability():
    """With repeats of the run it tells which cells are stable, in a page, a terminal and a frame."""
    steady = RUN.matrix("k", stability=[RUN, AGAIN, RUN])
    assert ["Saturday  S  F  S", "Sunday   S–  ·  S"] == repr(steady).split("\n")[2:4]
    assert "coloured by stability" in steady.html()
    assert (
        "Flickers: another audience or variation, or served only sometimes" == steady.to_frame().loc["Saturday", "19"]
    )
    assert "Not asked" == steady.to_frame().loc["Sunday", "19"]


def test_a_cell_says_what_repeats_of_it_got():
    """How often each, where it flickers; the words of the cell stay what this run got."""
    cell = RUN.matrix("k", stability=[RUN, AGAIN, RUN]).cell("Saturday", 19)
    assert "Gold / Variation 2" == cell.words
    assert "Repeats: flickers, 3 answered. Gold / Variation 2 (2×); Gold / Variation 1 (1×)." == cell.note
    assert cell.note in cell.reading()
    joined = RUN.matrix(rows="day", stability=[RUN, AGAIN]).cell("Saturday", "k")
    assert "Repeats: 2 stable, 1 flickers." == joined.note
    assert "" == MATRIX.cell("Saturday", 19).note


def test_a_region_says_how_many_of_it_flicker():
    """Counted over its contexts, beside what it shares; of several keys nothing is said."""
    region = RUN.matrix("k", stability=[RUN, AGAIN]).region(["Saturday", "Sunday"], [7, 19])
    assert "Repeats: 2 stable, 1 flickers, 1 not known." == region.note
    assert region.note in region._repr_html_()
    assert repr(region).endswith(region.note)
    assert "" == MATRIX.region(["Saturday"], [7]).note


def test_repeats_do_not_hinder_other_colours():
    """Coloured by variation it is the matrix without repeats."""
    assert (
        MATRIX.html().split("</style>")[1] == RUN.matrix("k", None, None, None, "variation").html().split("</style>")[1]
    )
    assert repr(MATRIX) == repr(RUN.matrix("k", colour_by="variation", stability=[RUN, AGAIN]))


def test_payloads_are_told_apart_by_payload_only():
    """Two payloads of one variation are one code by variation, and two by payload."""
    run = run_of(DAYS_BY_HOURS, [1, 2, 1, 2, 1, 2], [served(value="x"), served(value="y")])
    words = [run.matrix("k", colour_by=by).to_frame().stack().nunique() for by in ("variation", "payload")]
    assert [1, 2] == words


@pytest.mark.parametrize(
    ("colour_by", "stability", "error", "said"),
    [
        ("mood", None, UsageError, "cannot be coloured by 'mood'"),
        ("stability", None, UsageError, "Nobody has asked these contexts again"),
        (None, [run_of(axis("n", ["1"]), [1], [served()])] * 2, AuditError, "the run has 6 contexts"),
    ],
)
def test_a_colour_that_cannot_be_is_refused(colour_by, stability, error, said):
    """What there is, and what to do."""
    with pytest.raises(error, match=said):
        RUN.matrix("k", colour_by=colour_by, stability=stability)
