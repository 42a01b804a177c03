"""The templates: autoescaped, strict, without script and without network."""

from __future__ import annotations

import itertools
import re
import secrets
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from moe_nb.views.visible import named, visible

_numbers = itertools.count(1)
_process = secrets.token_hex(3)
"""Ids differ between two runs of a notebook, too: a page may hold outputs of both."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("moe_nb.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters["whole"] = _Whole
    environment.globals["style"] = _style("theme.css")
    environment.globals["page_style"] = _style("page.css")
    return environment


@cache
def _style(name: str) -> Markup:
    """Return a style sheet, in one line; ours, so it may stand unescaped."""
    text = (files("moe_nb.views") / name).read_text(encoding="utf-8")
    return Markup("<style>{}</style>").format(Markup(re.sub(r"\s*\n\s*", " ", text)))  # noqa: S704 - our own file


class _Whole(str):
    """A text that may be long: a value, code, an address."""

    __slots__ = ()


def _shown(value: Any) -> Any:
    """Return what a template writes, see `named`."""
    return visible(value) if isinstance(value, _Whole) else named(value)


def render(template: str, **values: Any) -> Markup:
    """Fill in a template; ``uid`` is different every time, so that ids on a page never meet."""
    values.setdefault("uid", f"moe-{_process}-{next(_numbers)}")
    return Markup(_environment().get_template(template).render(**values))  # noqa: S704 - autoescaped


def page(title: str, body: Markup) -> Markup:
    """Return a whole page without script and network around what was rendered; it follows light and dark."""
    return render("page.html", title=title, body=body)
