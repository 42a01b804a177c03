"""What is under way, and that nothing is said to be over before it shows."""

from __future__ import annotations

import threading

import pytest

from moe_nb.core.errors import UsageError
from moe_nb.widgets.one_at_a_time import OneAtATime


@pytest.fixture
def works():
    return OneAtATime()


def test_it_is_over_when_everybody_has_drawn_it(works, until):
    """Whoever waits for the end finds the last thing drawn, however long drawing takes."""
    drawing, go_on, drawn = threading.Event(), threading.Event(), []

    def draw(change):
        if not change["new"]:
            drawing.set()
            go_on.wait(20)
        drawn.append(change["new"])

    works.observe(draw, "under_way")
    works.do("reading", lambda: None, lambda _: None)
    assert drawing.wait(20)
    assert ("reading", "", ["reading"]) == (works.busy, works.under_way, drawn)
    go_on.set()
    until(lambda: not works.busy)
    assert ["reading", ""] == drawn


def test_a_click_while_the_end_is_drawn_waits_for_it(works, until):
    """The button works again, so a click on it is no mistake: the next thing begins when the last one is over."""
    drawing, go_on, done = threading.Event(), threading.Event(), []

    def draw(change):
        if not change["new"] and not go_on.is_set():
            drawing.set()
            go_on.wait(20)

    works.observe(draw, "under_way")
    works.do("reading", lambda: 1, done.append)
    assert drawing.wait(20)
    click = threading.Thread(target=works.do, args=("reading again", lambda: 2, done.append))
    click.start()
    go_on.set()
    click.join(20)
    until(lambda: not works.busy)
    assert ([1, 2], None) == (done, works.error)


def test_a_view_that_cannot_draw_the_end_does_not_keep_it_busy(works, until):
    """The next thing can begin."""

    def draw(change):
        if not change["new"]:
            raise ZeroDivisionError

    works.observe(draw, "under_way")
    works.do("reading", lambda: None, lambda _: None)
    until(lambda: not works.busy)
    assert "" == works.under_way


def test_what_is_given_up_comes_to_nothing(works, until):
    """A thread cannot be stopped; what it finds is not shown."""
    begun, go_on, done = threading.Event(), threading.Event(), []

    def work():
        begun.set()
        return go_on.wait(20)

    works.do("reading", work, done.append)
    assert begun.wait(20)
    with pytest.raises(UsageError, match="Still reading"):
        works.check_free()
    works.give_up()
    until(lambda: not works.busy)
    go_on.set()
    assert ([], "Stopped.") == (done, works.said)
