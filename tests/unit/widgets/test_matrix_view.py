"""The live matrix without a browser: what the page is told, what it may ask, and what Python gets of it."""

from __future__ import annotations

import json
import math
from collections import Counter

import numpy as np
import pytest
from comm.base_comm import BaseComm

from moe_nb import Workspace, axis, hours, matrix_view, user_agents, week
from moe_nb.audit.stability import stability_of
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.errors import AuditError, SpaceError, UsageError
from moe_nb.core.inferred_content import InferredContent
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable
from moe_nb.results.matrix_colours import MatrixColours, chosen_colours
from moe_nb.views.palette import Palette
from moe_nb.widgets.matrix_codes import MOST_LOOKS
from moe_nb.widgets.matrix_view import MatrixView


def served(variation, audience_id="A", audience_name="Ann"):
    """Return a served content, raw answer included."""
    ids = {"audience_id": audience_id, "audience_name": audience_name, "moe_variation_id": variation}
    raw = json.dumps({"payload": {"v": {"value": variation}}, "experience_context": ids}).encode()
    given = (audience_id, audience_name, variation)
    return Content(Outcome.SERVED, None, "k", *given, payload_hash=f"h{variation}", raw=raw)


SERVED = [served("1"), served("2")]
HOLE = Content(Outcome.NOT_SERVED, Cause.NO_MATCH, "k")
FAILED = Content(Outcome.FAILED, None, "k", error="The service failed: 503")
CONTENTS = (NOT_ASKED, *SERVED, HOLE, FAILED)
SPACE = axis("n", ["a", "b"]) * hours([7, 8, 9])


def table_of(codes, contents=CONTENTS, space=SPACE):
    """Return a run of one key with these contents."""
    calls = np.zeros((len(codes), 1), np.int64)
    return RunTable(space, ("k",), np.array(codes, np.int32)[:, None], tuple(contents), calls, calls, calls)


@pytest.fixture
def view():
    """A matrix of two rows and three hours with every outcome."""
    shown = MatrixView()
    shown.fill(table_of([1, 1, 2, 3, 4, 0]))
    return shown


class Page(BaseComm):
    """The other end of a widget: keeps what it is told."""

    def __init__(self, comm_id):
        self.told = []
        super().__init__(target_name="jupyter.widget", comm_id=comm_id)

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):  # noqa: ARG002 - as comm calls it
        if msg_type == "comm_msg":
            self.told.append((data, [bytes(buffer) for buffer in buffers or ()]))


@pytest.fixture
def heard():
    """Return a function that lists what a widget tells the page from now on: messages and changes of state."""

    def listen(widget):
        widget.comm = Page(widget.comm.comm_id)
        return widget.comm.told

    return listen


@pytest.fixture
def ask(send, heard):
    """Return a function that asks a matrix something as its page would, and gives the HTML of the answer."""

    def go(view, kind, **content):
        told = heard(view)
        stamps = {name: view.sheet[name] for name in ("serial", "lists")}
        send(view, {"kind": kind, "number": 1, **stamps, **content})
        return "".join(data["content"]["html"] for data, _ in told if data.get("content", {}).get("kind") == "reading")

    return go


def kinds(view):
    """Return the kind of every cell, row by row."""
    width = len(view.sheet["columns"]["labels"])
    flat = [view.looks[number]["kind"] for number in view.codes.numbers.tolist()]
    return [flat[start : start + width] for start in range(0, len(flat), width)]


def wish(view, **changed):
    """Return what the page says for the present arrangement, but for *changed*."""
    sheet = view.sheet
    now = {"experience": sheet["experience"], "rows": sheet["at"][0], "columns": sheet["at"][1]}
    held = [[one["axis"], one["value"]] for one in sheet["held"]]
    return {**now, "at": held, "colour_by": sheet["colours"].index(sheet["colour_by"]), **changed}


def test_every_outcome_has_a_kind_of_its_own(view):
    """A failed cell and one that was not asked are no gaps; a cell that was not served is."""
    assert [["served", "served", "served"], ["not_served", "failed", "not_asked"]] == kinds(view)
    assert {"not_served"} == {look["kind"] for look in view.looks if look["gap"]}


def test_colours_are_those_of_every_other_view(view):
    """A variation has the code and the colour that the static matrix gives it."""
    static = view.matrix.html()
    for look in view.looks:
        if look["kind"] == "served":
            assert f'style="background:{look["colours"][0]};' in static
            assert f">{look['code']}</td>" in static


def test_the_state_is_small_and_holds_no_payload():
    """One byte per cell, labels and words once: a payload is asked for cell by cell and never saved."""
    contents = (NOT_ASKED, Content(Outcome.SERVED, None, "k", "A", "Ann", "1", raw=b'{"payload": "marker-of-payload"}'))
    view = MatrixView()
    view.fill(table_of([1] * 6, contents))
    state = view.get_state()
    assert 6 == len(state["codes"])
    assert "marker-of-payload" not in json.dumps({name: value for name, value in state.items() if name != "codes"})
    assert b"marker" not in bytes(state["codes"])


def test_only_cells_that_changed_are_sent(view, heard):
    """A tick of a sweep is one message with the positions and the new numbers, in binary; state follows silently."""
    space = axis("n", list(map(str, range(50)))) * hours(range(24))
    view.fill(table_of([1] * 1100 + [0] * 100, space=space))
    told = heard(view)
    view.fill(table_of([1] * 1102 + [0] * 98, space=space))
    [(data, buffers)] = told
    assert {"kind": "cells", "serial": view.sheet["serial"]} == data["content"]
    assert [1100, 1101] == np.frombuffer(buffers[0], np.uint32).tolist()
    assert [view.codes.numbers[0]] * 2 == np.frombuffer(buffers[1], np.uint8).tolist()
    assert bytes(view.get_state()["codes"]) == view.codes.numbers.tobytes()
    assert 98 == view.codes.numbers.tolist().count(0)


def test_a_tick_without_news_sends_nothing(view, heard):
    """The same table again costs no message."""
    told = heard(view)
    view.fill(table_of([1, 1, 2, 3, 4, 0]))
    assert [] == told


@pytest.mark.parametrize("colour_by", ["variation", "audience", "payload"])
def test_a_cell_keeps_its_look_while_new_variations_come(view, colour_by):
    """What is on the page stays as it is when a variation with an earlier id arrives: its letter and colour are new."""
    view.arrange(colour_by=colour_by)
    before, looks = view.codes.numbers.tolist(), list(view.looks)
    view.fill(table_of([1, 1, 2, 3, 4, 5], (*CONTENTS, served("0", "0", "Zero"))))
    assert before[:5] == view.codes.numbers.tolist()[:5]
    assert looks == view.looks[: len(looks)]
    [new] = view.looks[len(looks) :]
    assert new["code"] == {"variation": "B0", "audience": "B", "payload": "3"}[colour_by]
    assert new["colours"][0] not in [colour for look in looks for colour in look["colours"]]


def test_another_sweep_of_the_workspace_looks_alike(view):
    """Filled in the palette of a workspace, a variation has the letter it was given in another run."""
    palette, other = Palette(), MatrixView()
    other.fill(table_of([1] * 6, (NOT_ASKED, served("9", "0", "Zero"))), palette)
    view.fill(table_of([1, 1, 2, 3, 4, 0]), palette)
    assert (["A9"], ["B1", "B1", "B2", "–", "!", "·"]) == (
        [look["code"] for look in other.looks if look["kind"] == "served"],
        [view.looks[number]["code"] for number in view.codes.numbers.tolist()],
    )


@pytest.mark.parametrize(
    ("colour_by", "codes"),
    [
        ("variation", ["A1", "A1", "A2", "–", "!", "·"]),
        ("audience", ["A", "A", "A", "–", "!", "·"]),
        ("cause", ["✓", "✓", "✓", "N", "!", "·"]),
        ("payload", ["1", "1", "2", "–", "!", "·"]),
        ("outcome", ["✓", "✓", "✓", "–", "!", "·"]),
    ],
)
def test_what_it_can_be_coloured_by(view, colour_by, codes):
    """Each way has its codes, and cells that are the same in it look the same."""
    view.arrange(colour_by=colour_by)
    assert codes == [view.looks[number]["code"] for number in view.codes.numbers.tolist()]


def test_a_mixed_cell_is_mixed_in_what_differs_only():
    """Two variations of one audience are mixed by variation and one by audience; a hole in it makes it a gap."""
    view = MatrixView()
    view.fill(table_of([1, 2, 1, 3, 1, 1]))
    view.arrange(rows="n", columns="experience_key")
    assert [["mixed"], ["mixed"]] == kinds(view)
    assert [False, True] == [view.looks[number]["gap"] for number in view.codes.numbers.tolist()]
    view.arrange(rows="n", columns="experience_key", colour_by="audience")
    assert [["served"], ["mixed"]] == kinds(view)


def test_what_is_inferred_is_shown_as_a_guess(ask, words):
    """A guess has a look of its own, and its card says that it was not asked."""
    guess = InferredContent(Outcome.NOT_ASKED, None, "k", "A", "Ann", "1", is_served=True)
    view = MatrixView()
    view.fill(table_of([1, 1, 5, 5, 5, 0], (*CONTENTS, guess)))
    assert [["served", "served", "inferred"], ["inferred", "inferred", "not_asked"]] == kinds(view)
    said = words(ask(view, "select", rows=[0], columns=[2]))
    assert "Inferred: Ann / Variation 1" in said
    assert "Not asked" in said


def test_an_adaptive_run_tells_asked_from_inferred(ask, words):
    """Answers look answered, guesses have a pattern; the measured error stands at the legend and at each guess."""
    ws = Workspace.simulated()
    run = ws.adaptive(week() * user_agents.preset("devices"), ["homepage-banner"])
    view = matrix_view(run, rows="user_agent", columns=["day", "hour"])
    counts = Counter(kind for row in kinds(view) for kind in row)
    inferred = int(run.inferred["homepage-banner"].is_inferred.sum())
    assert {"served": 672 - inferred, "inferred": inferred} == counts
    assert 672 - inferred == run.run.coverage()[0].asked
    bound = f"At most {math.ceil(run.inferred['homepage-banner'].most_wrong * 10_000) / 100:g} % of the inferred"
    assert bound in view.sheet["notes"][0]
    row, column = next(
        (r, c) for r, line in enumerate(kinds(view)) for c, kind in enumerate(line) if kind == "inferred"
    )
    assert bound in words(ask(view, "select", rows=[row], columns=[column]))
    assert bound in words(view._repr_mimebundle_()[0]["text/html"])
    ws.close()


STEADY = stability_of([table_of([1, 1, 2, 3, 1, 1]), table_of([1, 2, 2, 3, 1, 4])])


def test_it_is_coloured_by_stability(ask, words):
    """With repeats it begins so, and it can be chosen; a cell says what its repeats got; failed cells stay failed."""
    table = table_of([1, 1, 2, 3, 4, 1])
    view = MatrixView(chosen_colours(table, None, STEADY))
    view.fill(table)
    assert ["S", "F", "S", "S–", "!", "?"] == [view.looks[number]["code"] for number in view.codes.numbers.tolist()]
    assert "Repeats: flickers, 2 answered." in words(ask(view, "select", rows=[0], columns=[1]))
    ask(view, "arrange", **wish(view, colour_by=0))
    assert ["A1", "A1", "A2"] == [view.looks[number]["code"] for number in view.codes.numbers.tolist()[:3]]
    ask(view, "arrange", **wish(view, colour_by=view.sheet["colours"].index("stability")))
    assert "stability" == view.sheet["colour_by"]
    assert "Flickers: another audience or variation" in words(view._repr_mimebundle_()[0]["text/html"])


def test_stability_needs_repeats_of_this_run(view, ask):
    """Without repeats it is no choice, for Python and for the page; repeats of another run are refused."""
    assert "stability" not in view.sheet["colours"]
    with pytest.raises(UsageError, match="asked these contexts again"):
        view.arrange(colour_by="stability")
    ask(view, "arrange", **wish(view, colour_by=5))
    assert "variation" == view.sheet["colour_by"]
    other = MatrixView(MatrixColours("stability", STEADY))
    with pytest.raises(AuditError, match=r"ws\.stability"):
        other.fill(table_of([1, 1], space=axis("n", ["a", "b"])))


def test_long_labels_are_cut():
    """Hundreds of cells repeat the labels of their row and column to screen readers."""
    space = axis("n", ["x" * 5_000, "b"]) * axis("m" * 5_000, ["y"])
    view = MatrixView()
    view.fill(table_of([1, 2], space=space))
    [label, other] = view.sheet["rows"]["labels"]
    assert ("x" * 300 + "… (4,700 more characters)", "b") == (label, other)
    assert len(json.dumps(view.sheet)) < 6_000


def test_a_label_may_hold_the_sign_that_joins_two():
    """Rows of two axes are headed by the whole label of the outer one."""
    space = axis("n", ["a · b", "c"]) * axis("m", ["d · e"]) * hours([7])
    view = MatrixView()
    view.fill(table_of([1, 2], space=space))
    view.arrange(rows=["n", "m"], columns="hour")
    rows = view.sheet["rows"]
    assert (["a · b", "c"], ["d · e", "d · e"]) == (rows["groups"], rows["labels"])


def test_looks_without_end_share_a_few_numbers():
    """More variations than a byte can tell apart are still drawn, as one of many more."""
    many = [served(str(n)) for n in range(400)]
    view = MatrixView()
    view.fill(table_of(range(1, 401), (NOT_ASKED, *many), axis("n", list(range(20))) * axis("m", list(range(20)))))
    assert MOST_LOOKS < len(view.looks) <= 255
    assert 400 - (MOST_LOOKS - 1) == view.codes.numbers.tolist().count(MOST_LOOKS)
    assert "one of many more" in view.looks[MOST_LOOKS]["words"]


def test_user_agents_know_their_device():
    """Rows can be grouped by device, and hovering a label shows the whole header."""
    run = Workspace.simulated().sweep(user_agents.preset("devices") * hours([7]), keys=["app-download"])
    rows = matrix_view(run).sheet["rows"]
    assert ["Mobile", "Mobile", "Tablet", "Desktop"] == rows["groups"]
    assert all(hint.startswith("Mozilla/5.0 (") for hint in rows["hints"])


def test_day_and_hour_share_a_side():
    """A User-Agent by every hour of the week has the hours as labels and the days above them."""
    run = Workspace.simulated().sweep(week() * user_agents.preset("phones"), keys=["app-download"])
    columns = matrix_view(run, rows="user_agent", columns=["day", "hour"]).sheet["columns"]
    assert (168, "Monday", "Sunday") == (len(columns["labels"]), columns["groups"][0], columns["groups"][-1])
    assert ("23", "23:00–23:59 UTC") == (columns["labels"][-1], columns["hints"][-1])


def test_local_hours_say_whose_clock_and_which_hours_of_utc(ask, words):
    """At a column's head and beside the matrix: zone, offset, and the UTC hours that were asked."""
    run = Workspace.simulated().sweep(week(tz="Asia/Kolkata", week_of="2026-11-23"), keys=["homepage-banner"])
    view = matrix_view(run, "homepage-banner")
    hints = view.sheet["columns"]["hints"]
    assert "18:00–18:59 Asia/Kolkata (UTC+05:30), hours 12 and 13 UTC" == hints[18]
    assert "02:00–02:59 Asia/Kolkata (UTC+05:30), hours 20 and 21 UTC of the day before" == hints[2]
    said = words(ask(view, "select", rows=[0], columns=[18]))
    assert "Monday · 18, Asia/Kolkata (UTC+05:30)" in said
    assert "day Monday hour 12 UTC / 13 UTC 2 contexts stand behind this cell." in said
    assert "day and hour Monday 23 UTC / Tuesday 00 UTC" in words(ask(view, "select", rows=[1], columns=[5]))
    assert "hours in Asia/Kolkata (UTC+05:30)" in words(ask(view, "select", rows=[0], columns=[5, 6]))


def test_a_cell_is_answered_with_its_card(view, ask, words):
    """The page asks by position and gets the card; Python has the cell and its context."""
    html = ask(view, "select", rows=[1], columns=[0])
    assert "no audience matched or control group" in words(html)
    [cell] = view.selection
    assert (((1,), (0,)), "b · 07") == (view.selected, cell.title)
    assert [{"n": "b", "hour": 7}] == [context.values() for context in view.selection.contexts]


def test_a_region_is_answered_with_what_it_shares(view, ask, words):
    """Counts by what the cells say; one that is the same throughout is said to be."""
    assert "2 cells, all the same" in words(ask(view, "select", rows=[0], columns=[0, 1]))
    said = words(ask(view, "select", rows=[0, 1], columns=[0, 1, 2]))
    assert "6 cells" in said
    assert "Ann / Variation 1 2" in said
    assert (6, 6) == (len(view.selection.cells), len(view.selection.contexts))


def test_two_cells_are_compared(view, ask, words):
    """What differs stands first, what is the same behind it."""
    said = words(ask(view, "compare", cells=[[0, 0], [0, 2]]))
    assert said.startswith("3 differences What differs 1: a · 07 2: a · 09 Variation 1 2 Payload: v 1 2")
    assert "Context: hour 07 UTC 09 UTC" in said.partition("the same")[0]
    assert "Audience Ann" in said.partition("the same")[2]


@pytest.mark.parametrize(
    "message",
    [
        None,
        "select",
        {"kind": "select", "rows": [0], "columns": [0]},
        {"kind": "select", "serial": 1, "number": 1, "rows": [2], "columns": [0]},
        {"kind": "select", "serial": 1, "number": 1, "rows": [-1], "columns": [0]},
        {"kind": "select", "serial": 1, "number": 1, "rows": [True], "columns": [0]},
        {"kind": "select", "serial": 1, "number": 1, "rows": "0", "columns": [0]},
        {"kind": "select", "serial": 99, "number": 1, "rows": [0], "columns": [0]},
        {"kind": "compare", "serial": 1, "number": 1, "cells": [[0, 0]]},
        {
            "kind": "arrange",
            "serial": 1,
            "number": 1,
            "experience": 7,
            "rows": 0,
            "columns": 1,
            "at": [],
            "colour_by": 0,
        },
        {"kind": "no-such-wish", "serial": 1, "number": 1},
    ],
)
def test_what_the_page_may_not_ask_is_left_alone(view, send, heard, message):
    """Stale and odd messages change nothing and are not answered."""
    before, told = view.sheet, heard(view)
    send(view, message)
    assert ([], (), before) == (told, view.selected, view.sheet)


def test_the_page_arranges_rows_columns_and_colours(view, ask):
    """Swapped by taking the other side's axis; what was selected is no longer."""
    ask(view, "select", rows=[0], columns=[2])
    ask(view, "arrange", **wish(view, rows=1))
    assert (["07", "08", "09"], ["a", "b"]) == (view.sheet["rows"]["labels"], view.sheet["columns"]["labels"])
    assert [["served", "not_served"], ["served", "failed"], ["served", "not_asked"]] == kinds(view)
    assert () == view.selected
    ask(view, "arrange", **wish(view, columns=1))
    assert ["a", "b"] == view.sheet["rows"]["labels"]
    ask(view, "arrange", **wish(view, colour_by=4))
    assert "outcome" == view.sheet["colour_by"]


def test_two_quick_wishes_are_both_heard(view, ask):
    """The second wish is made before the page has seen the first come true; cells of then are not asked for now."""
    first = {"serial": view.sheet["serial"]}
    ask(view, "arrange", **wish(view, rows=1, columns=0))
    ask(view, "arrange", **first, **wish(view, colour_by=4))
    assert (["07", "08", "09"], "outcome") == (view.sheet["rows"]["labels"], view.sheet["colour_by"])
    assert "" == ask(view, "select", **first, rows=[0], columns=[0])


def test_every_experience_key_is_a_column_and_back(view, ask):
    """Choosing every key makes the keys the columns; choosing one brings an axis back."""
    ask(view, "arrange", **wish(view, experience=-1))
    assert ("Every experience key", ["k"]) == (view.sheet["title"], view.sheet["columns"]["labels"])
    ask(view, "arrange", **wish(view, experience=0))
    assert ("k", ["07", "08", "09"]) == (view.sheet["title"], view.sheet["columns"]["labels"])


def test_a_further_axis_is_held_from_the_page(ask):
    """An axis that is neither row nor column is joined, or held at one value; as a side it is free again."""
    run = Workspace.simulated().sweep(week() * user_agents.preset("devices"), keys=["app-download"])
    view = matrix_view(run)
    [held] = view.sheet["held"]
    assert ("User-Agent", -1, "iPhone") == (held["title"], held["value"], held["labels"][0])
    ask(view, "arrange", **wish(view, at=[[held["axis"], 3]]))
    assert ("User-Agent: Windows PC, hours in UTC", {"not_served"}) == (
        view.sheet["subtitle"],
        {kind for row in kinds(view) for kind in row},
    )
    ask(view, "arrange", **wish(view, rows=2))
    assert 4 == len(view.sheet["rows"]["labels"])


def test_a_local_week_begins_on_its_own_clock():
    """Local day and hour are rows and columns of a week with a zone, UTC can be chosen."""
    run = Workspace.simulated().sweep(week("Asia/Kolkata"), keys=["homepage-banner"])
    view = matrix_view(run)
    assert "Asia/Kolkata (UTC+05:30)" in view.sheet["subtitle"]
    assert {"local day", "local hour", "day", "hour", "local day × local hour"} <= set(view.sheet["sides"])
    view.arrange(rows="local_hour", columns=["day"])
    assert 24 == len(view.sheet["rows"]["labels"])


def test_wrong_wishes_from_python_are_errors(view):
    """An axis, a key or a colour that does not exist is named; nothing changes."""
    before = view.sheet
    with pytest.raises(SpaceError, match="nope"):
        view.arrange(rows="nope")
    with pytest.raises(UsageError, match="mood"):
        view.arrange(colour_by="mood")
    with pytest.raises(UsageError, match="Nothing was answered"):
        MatrixView().arrange(rows="n")
    assert before == view.sheet


def test_without_a_kernel_the_same_matrix_is_a_table(view):
    """GitHub, a saved page and a mail get the static matrix and its text beside the widget."""
    data, _ = view._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "<table" in data["text/html"]
    assert "Ann / Variation 2" in data["text/html"]
    assert "Ann / Variation 2" in data["text/plain"]
    empty, _ = MatrixView()._repr_mimebundle_()
    assert "empty so far" in empty["text/plain"]


def test_the_table_without_a_kernel_stays_small():
    """At most about one megabyte: the first rows, the rest counted."""
    space = axis("n", list(map(str, range(3000)))) * axis("m", list(map(str, range(24))))
    view = MatrixView()
    view.fill(table_of([1, 2] * 36_000, space=space))
    html = view._repr_mimebundle_()[0]["text/html"]
    assert len(html.encode()) < 1_100_000
    assert "more rows, kept in the run" in html


def test_names_of_others_stay_text(ask):
    """Audience names and labels of anybody are text in the state and escaped in what is drawn."""
    run = Workspace.simulated("edge_cases").sweep(
        axis("<i>n</i>", ["<u>1</u>", "\u202e2"]) * hours([7]), keys=["hostile"]
    )
    view = matrix_view(run)
    assert ["<u>1</u>", "\\u202e2"] == view.sheet["rows"]["labels"]
    drawn = [ask(view, "select", rows=rows, columns=[0]) for rows in ([0], [0, 1])]
    drawn += [ask(view, "compare", cells=[[0, 0], [1, 0]]), view._repr_mimebundle_()[0]["text/html"]]
    for html in drawn:
        assert "alert(" in html
        assert "<script" not in html
        assert "<svg onload" not in html
        assert "<u>1" not in html


def test_a_sweep_fills_it_by_itself(until):
    """A matrix of a job under way fills until the end and then says that it is at rest."""
    ws = Workspace.simulated()
    job = ws.start_sweep(ws.plan(week(), ["homepage-banner"]))
    view = matrix_view(job)
    until(lambda: not view.is_live)
    assert 168 == len(view.codes.numbers)
    assert {"served"} == {kind for row in kinds(view) for kind in row}
    ws.close()


def test_clearing_leaves_nothing(view):
    """Before another sweep nothing of the last one is in the state."""
    view.clear()
    assert ({}, [], 0, 0) == (view.sheet, view.looks, len(view.codes.numbers), len(view.selection))
