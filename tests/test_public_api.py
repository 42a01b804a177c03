"""What `import moe_nb` promises: few names, all documented, nothing heavy until it is wanted."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys

import pytest

import moe_nb
from moe_nb.core.errors import MoeError

HEAVY = {
    "IPython", "anywidget", "asyncio", "click", "httpx", "ipywidgets", "jinja2", "keyring", "msgspec", "nbformat",
    "numpy", "pandas", "traitlets", "uvicorn", "yaml",
}  # fmt: skip
NOT_PAID_FOR = {"IPython", "anywidget", "ipywidgets", "keyring", "nbformat", "pandas", "traitlets", "uvicorn"}
"""What asking and sweeping from a script never needs."""


def loaded_after(code):
    """Return the top-level modules a fresh Python has loaded after *code*."""
    report = "import sys, json; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_the_list_of_names_is_sorted_and_without_doubles():
    """A reader finds a name where the alphabet puts it."""
    assert sorted(set(moe_nb.__all__)) == moe_nb.__all__


@pytest.mark.parametrize("name", moe_nb.__all__)
def test_every_public_name_is_there_and_documented(name):
    """Each name resolves, from a star import too, and `help()` has something to say about it."""
    value = getattr(moe_nb, name)
    namespace = {}
    exec("from moe_nb import *", namespace)  # noqa: S102 - what a user may write in a notebook
    assert value is namespace[name]
    assert name == "__version__" or len((inspect.getdoc(value) or "").splitlines()[0]) > 10


def test_every_public_function_says_what_it_takes():
    """Signatures are whole: every parameter and result of a public function has a type."""
    functions = [value for name in moe_nb.__all__ if inspect.isfunction(value := getattr(moe_nb, name))]
    assert len(functions) >= 5
    for function in functions:
        assert {*inspect.signature(function).parameters, "return"} == set(function.__annotations__)


def test_dir_lists_the_public_names_only():
    """Completion offers what is public, before and after anything was used."""
    assert moe_nb.__all__ == dir(moe_nb)
    assert "import_module" not in dir(moe_nb)


@pytest.mark.parametrize("name", ["Run", "Workspaces", "__wrapped__", "pannel"])
def test_an_unknown_name_is_an_attribute_error(name):
    """A typing mistake is named; nothing is guessed."""
    with pytest.raises(AttributeError, match=rf"module 'moe_nb' has no attribute '{name}'"):
        getattr(moe_nb, name)
    with pytest.raises(ImportError, match=name):
        exec(f"from moe_nb import {name}", {})  # noqa: S102 - the statement is the test


def test_the_version_is_one():
    """`moe_nb.__version__` is the one of the installed distribution and reads as a version."""
    from importlib.metadata import version

    assert re.fullmatch(r"\d+\.\d+\.\d+(?:(?:a|b|rc|\.dev)\d+)?", moe_nb.__version__)
    assert version("moe-nb") == moe_nb.__version__


def test_every_error_is_caught_by_the_public_base():
    """`except moe.MoeError` catches every error raised on purpose."""
    from moe_nb.core import errors

    tree = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]
    assert len(tree) > 10
    assert [] == [kind for kind in tree if not issubclass(kind, moe_nb.MoeError)]
    assert moe_nb.MoeError is MoeError


def test_importing_costs_next_to_nothing():
    """`import moe_nb` loads no third party at all."""
    assert set() == HEAVY & loaded_after("import moe_nb")
    assert set() == HEAVY & loaded_after("import moe_nb; moe_nb.__version__; dir(moe_nb)")


def test_naming_a_context_loads_no_service():
    """Contexts and spaces need neither a client nor a notebook."""
    code = "import moe_nb as moe; moe.week() * moe.user_agents.preset('all'); moe.Context(day='Sat')"
    assert set() == (HEAVY - {"numpy"}) & loaded_after(code)


def test_asking_in_a_script_loads_neither_pandas_nor_widgets():
    """A workspace, a fetch, a sweep and a matrix work without pandas, ipywidgets, IPython and keyring."""
    code = (
        "import moe_nb as moe\n"
        "ws = moe.Workspace.simulated()\n"
        "repr(ws.fetch(day='Saturday', hour=19, keys='homepage-banner'))\n"
        "ws.sweep(moe.hours()).matrix()._repr_html_()"
    )
    assert set() == NOT_PAID_FOR & loaded_after(code)
