"""Experiences that were paused, started or taken away between two runs."""

from __future__ import annotations

import pytest
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb.audit.status_changes import status_changes_of
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.sweep.weeks import hours


def listed(**statuses):
    """Return a list of experiences with these statuses."""
    return Metadata(tuple(ExperienceMeta(key, key.title(), status) for key, status in statuses.items()))


def run(**contents):
    """Return a run of three hours in which each key got one content throughout."""
    return table_of(hours(range(3)), list(contents), lambda _context, key: contents[key])


def changes(tables, *lists):
    """Return key, both statuses and words of every change."""
    return [(one.experience_key, one.before, one.after, one.words) for one in status_changes_of(tables, lists)]


def test_a_paused_experience_is_named_with_what_it_came_to():
    """Served in three contexts, and now in none because it is paused."""
    assert [
        (
            "k",
            "Active",
            "Paused",
            (
                "It is paused in the later run, and was active in the earlier one. "
                "It was served in 3 contexts, and now in none, because it is paused."
            ),
        )
    ] == changes((run(k=shown()), run(k=PAUSED)), listed(k="Active"), listed(k="Paused"))


def test_one_that_was_asked_for_no_more_is_named_too():
    """A sweep that names no keys leaves it out, so that its cells cannot tell."""
    ((_, _, _, words),) = changes((run(k=shown(), b=HOLE), run(b=HOLE)), listed(k="Active"), listed(k="Scheduled"))
    assert words.endswith("It was served in 3 contexts, and was not asked for, or not answered, now.")


def test_a_run_without_answers_does_not_say_that_nothing_was_served():
    """Failed contexts say nothing of what a pause came to."""
    ((_, _, _, words),) = changes((run(k=shown()), run(k=FAILED)), listed(k="Active"), listed(k="Paused"))
    assert words.endswith("It was served in 3 contexts, and was not asked for, or not answered, now.")


def test_one_that_was_not_asked_for_before_is_told_so():
    """Nobody can say what it would have come to then."""
    ((_, _, _, words),) = changes((run(b=HOLE), run(b=HOLE, k=shown())), listed(k="Paused"), listed(k="Active"))
    assert words.endswith("It was not asked for, or not answered, then, and is served in 3 contexts now.")


def test_one_that_is_listed_no_more_or_for_the_first_time_is_named():
    """A draft, an ended and a deleted one are not listed."""
    found = changes(
        (run(old=shown(), new=HOLE), run(old=HOLE, new=shown())), listed(old="Active"), listed(new="Active")
    )
    assert [("old", "Active", None), ("new", None, "Active")] == [one[:3] for one in found]
    assert "which names no draft, ended or deleted one" in found[0][3]
    assert "because" not in found[0][3]


@pytest.mark.parametrize("lists", [(None, listed(k="Paused")), (listed(k="Active"), None), (None, None)])
def test_nothing_is_known_without_both_lists(lists):
    """A run without the list of experiences claims no status."""
    assert () == status_changes_of((run(k=shown()), run(k=HOLE)), lists)


def test_the_same_status_and_keys_that_nobody_asked_for_are_no_change():
    """Upper and lower case make no difference; what neither run asked for is not looked at."""
    assert [] == changes((run(k=shown()), run(k=shown())), listed(k="Active"), listed(k="ACTIVE", other="Paused"))
