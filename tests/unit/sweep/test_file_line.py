"""The line that all processes of a machine share: stretches, holds, and files that cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from waking_clock import WakingClock

from moe_nb.core.pace import Mine, PaceLimit
from moe_nb.sweep.file_line import ALONE_S, FURTHEST_S, LONGEST_BUSY_S, LONGEST_HOLD_S, FileLine
from moe_nb.sweep.line_state import LATE_S
from moe_nb.sweep.pace import Pacer
from moe_nb.testing import START, FakeClock

NOW = START.timestamp()


NOTHING = Mine(0.0, 0.0)

gaps = st.floats(1e-8, 1.0) | st.integers(100, 10**9).map(lambda rate_per_min: 60 / (0.995 * rate_per_min - 20))
"""Seconds between two places."""


def starts(lines, intervals, now_s=NOW):
    """Return when the places are that these lines take in turn, in seconds from now."""
    return [
        lines[n % len(lines)].reserve(now_s, gap_s, 1, NOTHING).start_s - now_s for n, gap_s in enumerate(intervals)
    ]


def test_places_follow_each_other_whoever_takes_them(tmp_path):
    """Two processes never get the same place, and nothing is left between two of them."""
    both = [FileLine(tmp_path, "w"), FileLine(tmp_path, "w")]
    assert pytest.approx([0, 1, 2, 3], abs=1e-5) == starts(both, [1, 1, 1, 1])


def test_a_slow_process_does_not_stretch_the_line(tmp_path):
    """The line goes by the fastest in it: who is slower takes one of its places, not its own interval."""
    both = [FileLine(tmp_path, "w"), FileLine(tmp_path, "w")]
    assert pytest.approx([0, 0.01, 0.02, 0.03], abs=1e-5) == starts(both, [0.01, 30, 0.01, 30])


def test_a_fast_process_does_not_stand_behind_a_slow_one(tmp_path):
    """What a slow sweep has used up ahead is as many places as before, and closer ones, when a fast one comes."""
    slow, fast = FileLine(tmp_path, "w"), FileLine(tmp_path, "w")
    assert [0, 30, 60] == starts([slow], [30, 30, 30])
    assert pytest.approx([0.03], abs=1e-5) == starts([fast], [0.01])


def test_the_line_is_as_slow_as_who_is_left_in_it(tmp_path):
    """When the fast sweep has gone, two slow ones are no faster than one."""
    both = [FileLine(tmp_path, "w"), FileLine(tmp_path, "w")]
    starts(both, [0.01, 10])
    assert pytest.approx([0, 10, 20], abs=1e-5) == starts(both, [10, 10, 10], NOW + 20)


def test_places_are_taken_several_at_a_time_only_alone(tmp_path):
    """Who is alone need not ask for every request; who is not leaves the next place to the other."""
    one, other = FileLine(tmp_path, "w"), FileLine(tmp_path, "w")
    assert [10, 1, 1] == [line.reserve(NOW, 0.01, 10, NOTHING).count for line in (one, other, one)]
    assert 10 == one.reserve(NOW + 60, 0.01, 10, NOTHING).count


@given(gaps, st.integers(2, 50))
def test_alone_no_pace_asks_for_every_request(tmp_path_factory, gap_s, count):
    """Whatever the interval is, written down and read again it is the process's own still: it gets what it wants."""
    line, last_s, now_s = FileLine(tmp_path_factory.mktemp("line"), "w"), 0.0, NOW
    for _ in range(3):
        got = line.reserve(now_s, gap_s, count, Mine(last_s, last_s))
        assert count == got.count
        last_s = got.start_s + (count - 1) * gap_s
        now_s = last_s + 0.9


def test_who_comes_late_takes_the_line_if_nobody_stands_behind(tmp_path):
    """A place that was missed by a little costs no whole interval, unless somebody else relies on the one after it."""
    one, other = FileLine(tmp_path, "w"), FileLine(tmp_path, "w")
    place_s = one.reserve(NOW, 10, 1, NOTHING).start_s
    assert NOW + 0.1 == one.reserve(NOW + 0.1, 10, 1, Mine(place_s, place_s - 10)).start_s
    other.reserve(NOW + 0.2, 10, 1, NOTHING)
    late_s = one.reserve(NOW + 0.3, 10, 1, Mine(NOW + 0.1, NOW - 9.9)).start_s
    assert NOW + 20.1 == pytest.approx(late_s, abs=1e-5)


def test_workspaces_have_lines_of_their_own(tmp_path):
    """One workspace's sweep does not slow another's down."""
    assert [0, 0] == starts([FileLine(tmp_path, "a"), FileLine(tmp_path, "b")], [5, 5])


def test_a_line_that_nobody_used_for_a_while_begins_now(tmp_path):
    """Nothing is saved up."""
    line = FileLine(tmp_path, "w")
    assert [0] == starts([line], [1])
    assert [0] == starts([line], [1], NOW + 100)


@pytest.mark.parametrize(("asked_s", "held_s"), [(30, 30), (600, 600), (3600, 3600), (7200, 3600)])
def test_a_hold_is_told_to_the_others(tmp_path, asked_s, held_s):
    """A refusal that one process met holds every other, for an hour at most; and nobody takes a place meanwhile."""
    FileLine(tmp_path, "w").hold(NOW, NOW + asked_s)
    got = FileLine(tmp_path, "w").reserve(NOW, 1, 5, NOTHING)
    assert (0, NOW + held_s) == (got.count, got.held_until_s)
    assert [0, 1] == starts([FileLine(tmp_path, "w")], [1, 1], NOW + held_s)


def test_the_file_says_nothing_about_the_workspace(tmp_path):
    """Four numbers, and a lock; nothing else is left."""
    FileLine(tmp_path, "w").reserve(NOW, 1, 1, NOTHING)
    assert {"w.line"} <= {path.name for path in tmp_path.iterdir()} <= {"w.line", "w.lock"}
    assert [NOW, 1, NOW, 0] == [float(text) for text in (tmp_path / "w.line").read_text().split()]


NUMBER = r"(-?\d{1,20}(\.\d{1,6})?|nan|inf)"


@given(content=st.binary(max_size=80) | st.from_regex(rf"\A{NUMBER} {NUMBER} {NUMBER} {NUMBER}\n\Z").map(str.encode))
def test_no_content_breaks_or_stops_the_line(tmp_path_factory, content):
    """Whatever is in the file, the next place comes, and no later than the longest hold."""
    folder = tmp_path_factory.mktemp("line")
    (folder / "w.line").write_bytes(content)
    got = FileLine(folder, "w").reserve(NOW, 0.1, 1, NOTHING)
    assert NOW <= got.start_s <= NOW + LONGEST_HOLD_S
    assert got.count == 0 or got.start_s < NOW + FURTHEST_S + 3


def test_a_time_of_a_clock_that_was_wrong_is_ignored(tmp_path):
    """A line that is said to be taken for an hour was written before the clock was set."""
    FileLine(tmp_path, "w").reserve(NOW + 3600, 1, 1, NOTHING)
    FileLine(tmp_path, "w").hold(NOW + 3600, NOW + 3700)
    assert [0, 1] == starts([FileLine(tmp_path, "w")], [1, 1])


def test_a_folder_that_cannot_be_made_leaves_the_process_alone(tmp_path):
    """The pace goes on, and a note says why nobody else is asked."""
    (tmp_path / "file").write_text("no folder")
    line = FileLine(tmp_path / "file" / "pace", "w")
    line.hold(NOW, NOW + 10)
    assert [0, 1, 2] == starts([line], [1, 1, 1])
    assert line.note.startswith("the pace is not shared with other kernels of this machine: ")


def test_the_folder_is_tried_again_after_a_while(tmp_path):
    """A disk that was full for a moment does not part the kernels for ever."""
    blocking = tmp_path / "pace"
    blocking.write_text("in the way")
    line = FileLine(blocking, "w")
    line.reserve(NOW, 1, 1, NOTHING)
    blocking.unlink()
    line.reserve(NOW + ALONE_S - 1, 1, 1, NOTHING)
    assert not blocking.exists()
    line.reserve(NOW + ALONE_S + 1, 1, 1, NOTHING)
    assert ("", True) == (line.note, (blocking / "w.line").exists())


def test_a_lock_that_is_taken_is_waited_for_and_then_left(tmp_path):
    """Busy for a moment means not yet; a process that never lets go is no reason to stand still."""
    line = FileLine(tmp_path, "w")
    line.reserve(NOW, 1, 1, NOTHING)
    with FileLock(tmp_path / "w.lock"):
        assert line.reserve(NOW, 1, 1, NOTHING) is None
        assert line.reserve(NOW + LONGEST_BUSY_S / 2, 1, 1, NOTHING) is None
        assert NOW + 1 == pytest.approx(line.reserve(NOW + LONGEST_BUSY_S, 1, 1, NOTHING).start_s)
    assert "does not let go" in line.note


def test_the_note_is_told_once(tmp_path):
    """A sweep says that its pace is its own, and goes on."""
    (tmp_path / "file").write_text("no folder")
    pacer, told = Pacer(FakeClock(), FileLine(tmp_path / "file", "w")), []
    pacer.listeners.append(lambda wait_s, reason: told.append((wait_s, reason[:22])))
    limit = PaceLimit(rate_per_min=600, burst=50)
    assert [0] * 30 == [pacer.place_in_s(limit) for _ in range(30)]
    assert [(0, "the pace is not shared")] == told


def test_a_refusal_of_one_kernel_holds_the_other(tmp_path):
    """With its next stretch the other one learns of the hold, and says so."""
    clock, limit = WakingClock(), PaceLimit(rate_per_min=600, burst=1)
    one, other = (Pacer(clock, FileLine(tmp_path, "w")) for _ in range(2))
    told = []
    other.listeners.append(lambda wait_s, _reason: told.append(round(wait_s, 3)))
    assert 0 == one.place_in_s(limit)
    one.refused(30, left_s=0)
    assert 30 == pytest.approx(other.place_in_s(limit), abs=1e-3)
    assert [30] == told


@pytest.mark.parametrize("rate_per_min", [7, 600, 2_500, 10_000])
def test_alone_on_the_machine_no_place_is_lost(tmp_path, rate_per_min):
    """Places are as close through the file as without it."""
    limit = PaceLimit(rate_per_min=rate_per_min, burst=1, reserve_per_min=0)
    clock, times = WakingClock(), {}
    for name, shared in {"file": FileLine(tmp_path, "w"), "none": None}.items():
        pacer, at_s = Pacer(clock, shared), []
        while len(at_s) < 50:
            wait_s = pacer.place_in_s(limit)
            clock.move_on(wait_s)
            at_s += [clock.monotonic_s()] * (wait_s <= 0)
        times[name] = [time_s - at_s[0] for time_s in at_s]
        clock.move_on(100)
    assert pytest.approx(times["none"], abs=1e-3) == times["file"]


SENDER = """
import asyncio, sys, time
from pathlib import Path
from moe_nb.client.clock import SystemClock
from moe_nb.core.pace import Mine, PaceLimit
from moe_nb.sweep.file_line import FileLine
from moe_nb.sweep.pace import Pacer

class Noting(SystemClock):
    def monotonic_s(self):
        self.read_s = super().monotonic_s()
        return self.read_s

async def send():
    clock, epoch_s = Noting(), time.time() - time.monotonic()
    pacer = Pacer(clock, FileLine(Path(sys.argv[1]), "w"))
    for _ in range(int(sys.argv[2])):
        await pacer.wait(PaceLimit(rate_per_min=6000, burst=4), lambda: True)
        print(epoch_s + clock.read_s)  # what it was when the place was taken: a busy machine may come back later

asyncio.run(send())
"""


def test_two_processes_stay_within_one_pace(tmp_path):
    """Whatever two kernels send, together it is never more than the burst and the rate, late timers included."""
    command = [sys.executable, "-c", SENDER, str(tmp_path), "60"]
    senders = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) for _ in range(2)]
    left = sorted(float(line) for sender in senders for line in sender.communicate(timeout=60)[0].split())
    assert 120 == len(left)
    late_s = LATE_S + 0.001  # and two clocks are read one after the other
    for first, start in enumerate(left):
        for last in range(first, len(left)):
            assert last - first + 1 <= 4 + 100 * (left[last] - start + late_s)
