"""An audit as a notebook that reads like a document, and runs again offline from the run file beside it.

Markdown cells hold our own words only: what comes from the service or a file stands in outputs, escaped, or in code as
a Python literal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import nbformat
from nbformat import NotebookNode, v4

from moe_nb.audit.places import KEYS
from moe_nb.core.audit_facts import AuditFacts
from moe_nb.core.audit_material import AuditMaterial
from moe_nb.core.facts import Matrix, Mixed
from moe_nb.views.audit import audit_html, audit_text, folded, section_html, section_text
from moe_nb.views.audit_sections import SECTIONS
from moe_nb.views.matrix import matrix_html, matrix_text
from moe_nb.views.palette import Group, Palette

TITLES: dict[str, tuple[str, str]] = {
    "expectations": (
        "What was expected",
        "A row passes when every context it speaks of was answered as expected. What was not asked never passes.",
    ),
    "keys": ("What each experience did", "Served, not served with the cause as far as it can be known, failed."),
    "gaps": (
        "Where nothing is served",
        "The rows of a key are together exactly its gap. Failed and not asked contexts are no part of it.",
    ),
    "overlaps": ("Where experiences of one slot meet", "Slots are named by whoever made this audit."),
    "variations": ("Audiences and variations", "Everything that was seen, with a first context that shows it."),
    "rules": (
        "Rules that explain the answers",
        "The first line that matches wins. The rules describe what was answered, not what somebody configured.",
    ),
    "inputs": ("Inputs that matter", "What changing one input alone does, all others held still."),
    "stickiness": (
        "Visitors and their variations",
        "Whether a named visitor keeps the variation of an audience from context to context.",
    ),
    "witnesses": (
        "A checklist",
        "Contexts that together show every audience and variation, to look at with your own eyes.",
    ),
    "payloads": ("Payloads", "What looks wrong or odd in what was served."),
    "coverage": ("Coverage", "Percentages are rounded down: 100 % misses nothing."),
}


def audit_notebook(
    facts: AuditFacts,
    material: AuditMaterial,
    palette: Palette,
    run_file: str,
    expected_file: str = "",
    repeat_files: Sequence[str] = (),
) -> str:
    """Return the notebook as JSON.

    Args:
        facts: The audit.
        material: What it was given besides the run.
        palette: Letters and colours of the run.
        run_file: Name of the run file beside the notebook.
        expected_file: Name of the table of expectations beside it; empty without one.
        repeat_files: Names of the files of the repeats beside it.
    """
    cells = [
        _words("# Audit", "What to look at first is at the top; under it stands every fact, and what it rests on."),
        _code(
            _begin(material, run_file, expected_file, repeat_files, _numbered_before(facts, palette)),
            audit_html(facts),
            audit_text(facts),
        ),
    ]
    for name, (title, sentence) in TITLES.items():
        part = SECTIONS[name](facts)
        if part.rows:
            cells += [_words(f"## {title}", sentence)]
            cells += [_code(f"audit.section({name!r})", section_html(part, folded(name, facts)), section_text(part))]
    if facts.matrices:
        cells.append(_words("## Matrices", "A letter is an audience, a number a variation, a dash is not served."))
    cells += [
        _code(_matrix_call(one), matrix_html(one, palette=palette), matrix_text(one, palette=palette))
        for one in facts.matrices
    ]
    return _written(cells)


def _numbered_before(facts: AuditFacts, palette: Palette) -> dict[str, list[Group]]:
    """Return what has other letters than in a run that is opened: the workspace saw something else before."""
    whole_run = facts.matrices[0].contents if facts.matrices else ()
    contents, alone = [one for one in whole_run if not isinstance(one, Mixed)], Palette()
    for one in (palette, alone):
        one.learn(contents)
    keys = sorted({content.experience_key for content in contents})
    return {key: palette.order(key) for key in keys if palette.order(key) != alone.order(key)}


def _begin(
    material: AuditMaterial,
    run_file: str,
    expected_file: str,
    repeat_files: Sequence[str],
    numbered_before: Mapping[str, Sequence[Group]],
) -> str:
    """Return the code that makes the same audit."""
    said = [f"expected={expected_file!r}"] if expected_file else []
    said += [f"slots={ {slot: list(keys) for slot, keys in material.slots.items()}!r}"] if material.slots else []
    imported = "import moe_nb as moe\n"
    if material.week_of is not None:
        imported = f"from datetime import date\n\n{imported}"
        said.append(f"week_of=date({material.week_of.year}, {material.week_of.month}, {material.week_of.day})")
    said += [f"seed={material.seed}"] if material.seed else []
    letters = f"\nrun.palette.begin({dict(numbered_before)!r})  # letters and colours" if numbered_before else ""
    repeats = ""
    if repeat_files:
        repeats = f"\nrepeats = [moe.open_run(file) for file in {list(repeat_files)!r}]"
        said.append("stability=repeats")
    return (
        f"{imported}\nrun = moe.open_run({run_file!r}){letters}{repeats}\naudit = run.audit({', '.join(said)})\naudit"
    )


def _matrix_call(matrix: Matrix) -> str:
    key = "" if matrix.experience_key is None else f"{matrix.experience_key!r}, "
    columns = "" if matrix.column_axis == KEYS else f", columns={matrix.column_axis!r}"
    return f"run.matrix({key}rows={matrix.row_axis!r}{columns})"


def _words(*paragraphs: str) -> NotebookNode:
    made: NotebookNode = v4.new_markdown_cell("\n\n".join(paragraphs))
    return made


def _code(source: str, html: str, text: str) -> NotebookNode:
    data = {"text/html": str(html), "text/plain": text}
    output = v4.new_output("execute_result", data=data, execution_count=None)
    made: NotebookNode = v4.new_code_cell(source, outputs=[output])
    return made


def _written(cells: list[NotebookNode]) -> str:
    number = 0
    for place, cell in enumerate(cells):
        cell["id"] = f"moe-audit-{place}"
        if cell["cell_type"] == "code":
            number += 1
            cell["execution_count"] = cell["outputs"][0]["execution_count"] = number
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    nbformat.validate(notebook)
    return json.dumps(notebook, indent=1, ensure_ascii=True) + "\n"
