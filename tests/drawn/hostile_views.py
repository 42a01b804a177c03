"""Every view there is of a result that has one text in every place."""

from __future__ import annotations

import pandas as pd
from hostile_results import answer_of, cells_of, errors_of, matrices_of, metadata_of, run_of

from moe_nb.results.comparison import compare
from moe_nb.views.code import Source, code_html
from moe_nb.views.notice import notice_html, notice_text
from moe_nb.views.tables import frame_html, text_table


def frame_of(text):
    """A frame with the text as a column, a value and inside values of other types."""
    columns = pd.Index([text, f"{text}2"], dtype=object)  # half a character does not fit into pandas' own texts
    return pd.DataFrame([[text, [text]], [None, {text: text}]], columns=columns, dtype=object)


def region_of(matrix):
    """The first two rows and columns."""
    return matrix.region(matrix.row_labels[:2], matrix.column_labels[:2])


FIXED = {
    "matrix": lambda text: "".join(matrix.html() for matrix in matrices_of(text)),
    "run": lambda text: run_of(text)._repr_html_(),
    "metadata": lambda text: metadata_of(text)._repr_html_(),
    "frame": lambda text: frame_html(frame_of(text), text),
    "notice": lambda text: "".join(notice_html(error) for error in errors_of(text)),
    "code": lambda text: code_html([(text, text), (f"{text}2", text)], Source(text, world=text)),
}
"""Views whose tags do not depend on what is shown."""
READINGS = {
    "reading": lambda text: "".join(cell.reading() for cell in list(cells_of(text))[:6]),
    "comparison": lambda text: compare(*list(cells_of(text))[:2])._repr_html_(),
    "region": lambda text: "".join(region_of(matrix)._repr_html_() for matrix in matrices_of(text)),
}
"""What stands beside a live matrix."""
CARDS = {
    "answer": lambda text: answer_of(text).html(),
    "answer with images": lambda text: answer_of(text).html(images=True),
    "cells": lambda text: "".join(cell.html(images=True) for cell in cells_of(text)),
}
VIEWS = FIXED | CARDS | READINGS
TEXTS = {
    "answer": lambda text: repr(answer_of(text)),
    "cells": lambda text: "\n".join(map(repr, cells_of(text))),
    "comparison": lambda text: repr(compare(*list(cells_of(text))[:2])),
    "region": lambda text: "\n".join(repr(region_of(matrix)) for matrix in matrices_of(text)),
    "matrix": lambda text: "\n".join(map(repr, matrices_of(text))),
    "run": lambda text: repr(run_of(text)),
    "metadata": lambda text: repr(metadata_of(text)),
    "notice": lambda text: "\n".join(map(notice_text, errors_of(text))),
    "table": lambda text: text_table((text, "x"), [(text, [text]), ({text: 1}, None)]),
}


def audit_of(text):
    """An audit with the text in every key, label, audience, value, error, slot and expectation."""
    run = run_of(text)
    rows = [
        {"experience_key": f"{text}k", "expect": "served", "audience": [text], "variation": [text, "unseen"]},
        {"experience_key": f"{text}k", "hour": text, "expect": text},
        {"experience_key": text, "expect": "not served", "note": text},
    ]
    return run.audit(rows, {text: run.keys})


def diff_of(text):
    """A comparison of two such runs, in which the second moved."""
    run, other = run_of(text), run_of(text)
    other.table.codes[0, 0], other.table.codes[1, 0] = 2, 5
    return other.diff(run)


AUDIT_PAGES = {
    "audit": lambda text: audit_of(text)._repr_html_(),
    "sections": lambda text: "".join(audit_of(text).section(name)._repr_html_() for name in ("witnesses", "rules")),
    "diff": lambda text: diff_of(text)._repr_html_(),
    "audiences": lambda text: diff_of(text).audiences._repr_html_(),
}
AUDIT_TEXTS = {
    "audit": lambda text: repr(audit_of(text)),
    "sections": lambda text: "\n".join(repr(audit_of(text).section(n)) for n in ("variations", "expectations")),
    "diff": lambda text: repr(diff_of(text)),
}


RESULTS = {
    "answer": answer_of,
    "matrix": lambda text: next(iter(matrices_of(text))),
    "run": run_of,
    "metadata": metadata_of,
    "cell": lambda text: next(cells_of(text)),
    "comparison": lambda text: compare(*list(cells_of(text))[:2]),
    "region": lambda text: region_of(next(iter(matrices_of(text)))),
    "audit": audit_of,
    "section": lambda text: audit_of(text).section("rules"),
    "diff": diff_of,
}
"""The results themselves, which a notebook shows as both, page and text."""
