"""What every test owes its reader: a promise in one sentence, and no way to pass without checking it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
FILES = sorted(TESTS.rglob("*.py"))
WAYS_OUT = {"skip", "skipif", "skipIf", "xfail", "importorskip", "SkipTest", "expectedFailure"}
"""Ways for a test to pass, or to vanish, without having checked anything."""
MACHINE_TOOLS = {"contract/test_documented_curl.py": ["skipif"]}
"""curl and openssl are programs of the machine, not of the project; httpx sends the same where curl is missing."""
ONE_SLEEP = {"browser/labkit.py": 1}
"""labkit polls for JupyterLab's port before there is a page to wait on; no test of it depends on the pause."""


def parsed(file):
    return ast.parse(file.read_text(encoding="utf-8"))


def names(tree):
    """Return every name and attribute that stands in a syntax tree; text and comments do not count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


def pauses(tree):
    """Count calls that wait for time: any sleep of more than nothing, and Playwright's wait_for_timeout."""
    waits = {"sleep", "wait_for_timeout"}
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sum(
        getattr(call.func, "attr", getattr(call.func, "id", "")) in waits
        and not (call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0)
        for call in called
    )


def is_sentence(text):
    """Say whether the first line of a docstring is a sentence of at least three words."""
    first = text.splitlines()[0]
    return first.endswith(".") and len(first.split()) >= 3


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TESTS)))
def test_every_test_says_what_it_promises(file):
    """Every test function begins with a docstring whose first line is one sentence."""
    tests = [
        node
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]
    assert [] == [test.name for test in tests if not is_sentence(ast.get_docstring(test) or "-")]


def test_no_promise_is_made_twice_in_a_file():
    """Two tests of a file have different names, so that none hides another."""
    for file in FILES:
        found = [node.name for node in parsed(file).body if isinstance(node, ast.FunctionDef)]
        assert sorted(set(found)) == sorted(found), file


def test_no_test_can_leave_early():
    """No skip, no expected failure: what cannot be checked fails, unless the machine lacks a program named above."""
    found = {str(file.relative_to(TESTS)): sorted(WAYS_OUT & set(names(parsed(file)))) for file in FILES}
    assert {} == {file: used for file, used in found.items() if used and used != MACHINE_TOOLS.get(file)}


def test_no_test_waits_for_time():
    """Tests wait for conditions, never for time."""
    found = {str(file.relative_to(TESTS)): pauses(parsed(file)) for file in FILES}
    assert {} == {file: count for file, count in found.items() if count > ONE_SLEEP.get(file, 0)}
