"""Step 3: run, pause, stop; buttons that fit what is under way."""

from __future__ import annotations

from datetime import date

import pytest

from moe_nb import Workspace


@pytest.fixture
def sweeps(p):
    return p.sweeps


@pytest.fixture
def large(sweeps):
    """A sweep that takes a while: 168 hours of 200 values."""
    sweeps.form.axes.add_row("n", "\n".join(map(str, range(200))))
    return sweeps


def test_a_sweep_runs_to_its_end(p, sweeps, press, words):
    """One click asks the plan; the bar is full and the words say so."""
    press(p, sweeps.start)
    assert (None, 168) == (p.state.error, len(p.run))
    assert 'aria-label="Calls of the sweep" max="168" value="168"' in sweeps.bar.value
    assert words(sweeps.progress.value).startswith("168 of 168 calls")


def test_buttons_fit_what_is_under_way(p, large, until):
    """Sweep is off while something runs; pause and stop are off while nothing does."""
    assert (False, True, True) == (large.start.disabled, large.pause.disabled, large.stop.disabled)
    large.start.click()
    assert (True, False, False) == (large.start.disabled, large.pause.disabled, large.stop.disabled)
    assert (True, True) == (p.fetch_button.disabled, p.cancel_button.disabled)
    large.stop.click()
    until(lambda: not p.state.busy)
    assert (False, True, True) == (large.start.disabled, large.pause.disabled, large.stop.disabled)


def test_stop_keeps_what_was_answered(p, large, until, words):
    """The stopped run can be read, and says that it did not finish."""
    large.start.click()
    until(lambda: p.state.job is not None and p.state.job.progress.done)
    large.stop.click()
    until(lambda: not p.state.busy)
    assert not p.run.is_complete
    assert 0 < p.run.facts.stopped.answered < 168 * 200
    assert "did not finish" in words(p.run._repr_html_())


def test_pause_and_resume_are_one_button(p, large, until):
    """It says what a click does; a paused sweep can be stopped."""
    large.start.click()
    until(lambda: p.state.job is not None)
    large.pause.click()
    assert (True, "Resume") == (p.state.job.is_paused, large.pause.description)
    large.pause.click()
    assert (False, "Pause") == (p.state.job.is_paused, large.pause.description)
    large.pause.click()
    large.stop.click()
    until(lambda: not p.state.busy)
    assert ("Pause", False) == (large.pause.description, p.run.is_complete)


def test_a_second_sweep_begins_anew(p, sweeps, press):
    """Bar and words belong to the sweep that runs, the run is the new one."""
    press(p, sweeps.start)
    first = p.run
    sweeps.form.week.value = False
    sweeps.form.axes.add_row("hour", "7\n19")
    press(p, sweeps.start)
    assert p.run is not first
    assert (2, True) == (len(p.run), 'max="2" value="2"' in sweeps.bar.value)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda p: setattr(p.sweeps.form.week, "value", False), "nothing to vary"),
        (lambda p: setattr(p.form.ip_address, "value", "here"), "'here'"),
    ],
)
def test_a_sweep_that_cannot_begin_is_an_alarm(p, sweeps, words, spoil, named):
    """A click on Sweep with a wrong input tells what is wrong instead of raising."""
    spoil(p)
    sweeps.start.click()
    assert named in words(p.alarm.value)
    assert ("", None) == (p.state.busy, p.run)


def test_what_step_2_says_stays_in_every_context(p, sweeps, press):
    """Attributes, keys and identity of the form are around the axes."""
    p.form.attributes.add_row("utm_medium", "email")
    p.form.customer_id.value = "u-42"
    p.form.more_keys.value = "promo-strip"
    sweeps.form.week.value = False
    sweeps.form.axes.add_row("hour", "7\n19")
    press(p, sweeps.start)
    base = p.run.space.base.values()
    assert ("u-42", "email", p.form.agent.value) == (base["customer_id"], base["utm_medium"], base["user_agent"])
    assert (("promo-strip",), {"served"}) == (p.run.keys, set(p.run.to_frame()["outcome"]))


def test_a_second_click_changes_nothing(p, large, until, words):
    """Who clicks twice meant one sweep: no alarm, and the sweep goes on."""
    large.start.click()
    large.start.click()
    until(lambda: p.state.tick > 0)
    large.start.click()
    assert ("", None, "sweeping") == (words(p.alarm.value), p.state.error, p.state.busy)
    large.stop.click()
    until(lambda: not p.state.busy)
    assert 1 == len(p.state.runs)


def test_an_alarm_outlives_the_painting(p, large, until, words):
    """An error told during a sweep stays in sight while the matrix fills."""
    large.start.click()
    until(lambda: p.state.tick > 0)
    p.fetch_button.click()
    assert "Still sweeping" in words(p.alarm.value)
    before = p.state.tick
    until(lambda: p.state.tick > before)
    assert "Still sweeping" in words(p.alarm.value)
    large.stop.click()
    until(lambda: not p.state.busy)


def test_a_large_sweep_of_a_real_workspace_wants_the_tick(connected, port_url, press, until, words):
    """Without it the click is refused in words; with it the sweep begins."""
    p = connected(Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=port_url))
    p.sweeps.form.axes.add_row("n", "\n".join(map(str, range(15))))
    press(p, p.sweeps.start)
    assert "A large sweep" in words(p.alarm.value)
    assert p.state.job is None
    p.sweeps.form.confirm.value = True
    p.sweeps.start.click()
    until(lambda: p.state.job is not None and p.state.job.progress.answered >= 5)
    p.sweeps.stop.click()
    until(lambda: not p.state.busy)
    assert p.run.facts.stopped.reason == "stopped by you"


def test_an_alarm_about_the_axes_goes_when_they_work(p, sweeps, words):
    """A red box beside a plan that can be swept would be believed."""
    sweeps.form.week.value = False
    sweeps.start.click()
    assert "Tick the week" in words(p.alarm.value)
    sweeps.form.week.value = True
    assert (None, "") == (p.state.error, words(p.alarm.value))


def test_an_hour_that_is_skipped_is_not_told_as_an_axis(p, words):
    """The headline fits what was asked."""
    p.form.moment.zone.value, p.form.moment.week_of.value = "Europe/Berlin", date(2026, 3, 29)
    p.form.moment.day.value, p.form.moment.hour.value = "Sunday", 2
    p.fetch_button.click()
    assert "This time does not work" in words(p.alarm.value)
    assert "axes" not in words(p.alarm.value)
