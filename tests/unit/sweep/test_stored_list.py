"""Long lists in a file: like a tuple, however long, with every repetition known."""

from __future__ import annotations

import os
import pickle
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import moe_nb as moe
from moe_nb.core.errors import RunFileError
from moe_nb.sweep.run_file import RunFile
from moe_nb.sweep.stored_list import BATCH, PAGE, read_values, spooled

NAMED = 0 if os.name == "posix" else 1
"""Files of a list that can be found in the temporary folder: Windows deletes none that is open."""

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)


@given(st.lists(texts, min_size=1, max_size=30), st.slices(30), st.integers(-30, 29))
def test_it_reads_like_a_tuple(values, part, at):
    """Length, positions from both ends, slices of every step, iteration."""
    stored = spooled(values)
    assert values == list(stored) == list(read_values(stored))
    assert (len(values), values[part]) == (len(stored), stored[part])
    if -len(values) <= at < len(values):
        assert values[at] == stored[at]
    else:
        with pytest.raises(IndexError):
            stored[at]


@given(st.lists(texts, min_size=1, max_size=30))
def test_every_value_knows_where_it_came_first(values):
    """Exactly, sign by sign: no text is taken for another."""
    stored = spooled(values)
    expected = [values.index(value) for value in values]
    firsts = stored.firsts()
    assert expected == (list(range(len(values))) if firsts is None else firsts.tolist())
    assert [values.index(value) for value in values] == [stored.find(value) for value in values]
    assert stored.find("not among them") is None


@given(st.lists(texts, min_size=1, max_size=9), st.lists(texts, min_size=1, max_size=9))
def test_the_digest_tells_lists_apart(some, others):
    """Equal lists have equal digests; another value, order or border between values has another one."""
    assert (some == others) == (spooled(some).digest() == spooled(others).digest())


def test_repetitions_are_found_across_batches():
    """A value that comes again after many others counts as the same."""
    count = BATCH + PAGE
    stored = spooled(str(number % count) for number in range(3 * count))
    firsts = stored.firsts()
    assert (list(range(count)) * 3) == firsts.tolist()
    assert str(count - 1) == stored[3 * count - 1]


def test_it_travels_as_values():
    """Another process gets a list of its own."""
    again = pickle.loads(pickle.dumps(spooled(["a", "b", "a"])))  # noqa: S301 - our own bytes
    assert (["a", "b", "a"], [0, 1, 0]) == (list(again), again.firsts().tolist())


def test_many_threads_read_at_once():
    """The sweep reads in its thread, the notebook in another one."""
    values = [f"id {number}" for number in range(5_000)]
    stored, wrong = spooled(values), []

    def read(start):
        wrong.extend(at for at in range(start, len(values), 7) if stored[at] != values[at])

    threads = [threading.Thread(target=read, args=(start,)) for start in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == wrong


def test_its_file_goes_with_it(tmp_path, monkeypatch):
    """A temporary file is there as long as the list, and no longer; not either when the values end in an error."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    stored = spooled(["a"])
    assert NAMED == len(list(tmp_path.iterdir()))
    del stored
    assert [] == list(tmp_path.iterdir())

    def broken():
        yield "a"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spooled(broken())
    assert [] == list(tmp_path.iterdir())


def test_a_killed_process_leaves_no_list(tmp_path, monkeypatch):
    """Nothing bears a name while values come, where the system allows it: no end, however sudden, leaves ids behind."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen = []

    def values():
        for number in range(2 * BATCH):
            if number % BATCH == 1:
                seen.append(len(list(tmp_path.iterdir())))
            yield f"id {number % BATCH}"

    stored = spooled(values())
    assert [NAMED, NAMED] == seen
    assert (2 * BATCH, f"id {BATCH - 1}", NAMED) == (len(stored), stored[-1], len(list(tmp_path.iterdir())))


def test_a_list_whose_file_is_gone_says_so(tmp_path):
    """Reading after the run file was closed is an error in words, not SQLite's."""
    ids = (str(number % 9_000) for number in range(10_001))
    run = moe.Workspace.simulated().sweep(moe.customer_ids(ids), ["homepage-banner"], file=tmp_path / "run.moe")
    file = RunFile(Path(run.path))
    values = file.space.axes[0].values
    file.close()
    with pytest.raises(RunFileError, match="cannot be read from its file any more"):
        values[0]
