"""The notebooks run from top to bottom without a browser, are kept clean, and make pages that need nothing else."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
LARGEST_OUTPUT = 1024 * 1024
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def pages(executed, notebook_build, tmp_path_factory):
    """The pages `make demo` writes."""
    written = notebook_build.build(tmp_path_factory.mktemp("build"), run=executed)
    return {page.stem: page.read_text(encoding="utf-8") for page in written}


class Page(HTMLParser):
    """What a page loads from elsewhere by itself, and its tables."""

    LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}  # noqa: RUF012

    def __init__(self, text):
        super().__init__()
        self.loads, self.tables, self.scripts, self._in = [], [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        address = given.get(self.LOADS.get(tag, ""), "") or ""
        if re.match(r"(?:https?:)?//", address.strip()):
            self.loads.append((tag, address))
        if tag == "table":
            self.tables.append({"caption": "", "rows": []})
        if tag == "tr" and self.tables:
            self.tables[-1]["rows"].append([])
        if tag in {"td", "th"} and self.tables and self.tables[-1]["rows"]:
            self.tables[-1]["rows"][-1].append((tag, []))
        self._in.append(tag)

    def handle_endtag(self, tag):
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data):
        if "script" in self._in:
            self.scripts += data
        if {"style", "script"} & set(self._in) or "table" not in self._in:
            return
        if "caption" in self._in:
            self.tables[-1]["caption"] += data
        elif {"td", "th"} & set(self._in):
            self.tables[-1]["rows"][-1][-1][1].append(data)

    def weeks(self):
        """Return caption and cells of every table of seven rows by 24 columns."""
        for table in self.tables:
            body = [[" ".join("".join(text).split()) for tag, text in row if tag == "td"] for row in table["rows"]]
            body = [row for row in body if row]
            if [24] * 7 == [len(row) for row in body]:
                yield " ".join(table["caption"].split()), body


def outputs(notebook):
    for cell in notebook.cells:
        yield from cell.get("outputs", [])


def test_there_are_notebooks():
    """The first one is where `make lab` begins."""
    assert "01_explore" == NOTEBOOKS[0].stem
    assert len(NOTEBOOKS) >= 2


@each
def test_it_runs_without_a_complaint(executed, path):
    """No error, and nothing on standard error: no warning reaches an analyst."""
    found = list(outputs(executed(path)))
    assert len(found) >= (1 if path.stem == "panel" else 3)
    assert [] == [output for output in found if output.output_type == "error" or output.get("name") == "stderr"]


@each
def test_every_output_stays_small(executed, path):
    """No output is larger than 1 MB: the notebook can be saved, mailed and shown."""
    sizes = [len(json.dumps(output).encode()) for output in outputs(executed(path))]
    assert max(sizes) <= LARGEST_OUTPUT


@each
def test_every_rich_output_can_be_read_as_text(executed, path):
    """Whatever is drawn has words too, for a terminal, a diff or a screen reader."""
    rich = [output.data for output in outputs(executed(path)) if "data" in output]
    assert [] == [data for data in rich if not data.get("text/plain", "").strip()]


@each
def test_it_is_kept_clean(path):
    """In the repository a notebook has no outputs, no counts and no widget state."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert [] == list(outputs(notebook))
    assert {None} == {cell.execution_count for cell in notebook.cells if cell.cell_type == "code"}
    assert "widgets" not in notebook.metadata
    assert {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    } == notebook.metadata.kernelspec
    assert "version" not in notebook.metadata.get("language_info", {})


@each
def test_cells_have_lasting_ids(path):
    """Each cell has an id of its own that stays, so that a change shows up as a change of that cell."""
    ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert sorted(set(ids)) == sorted(ids)
    assert [] == [cell_id for cell_id in ids if not re.fullmatch(r"moe-[0-9a-z-]+", cell_id)]


@each
def test_its_pictures_are_there_and_said_in_words(path):
    """Every picture is a drawing that goes along with the notebook, and has words for whoever cannot see it."""
    prose = "".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", prose)
    assert prose.count("![") == len(pictures)
    assert [] == [
        place for words, place in pictures if not re.fullmatch(r"images/[\w-]+\.svg", place) or len(words) < 20
    ]
    assert [] == [place for _, place in pictures if not (FOLDER / place).is_file()]


def test_a_page_is_written_for_each(pages):
    """`make demo` leaves no notebook out."""
    assert [path.stem for path in NOTEBOOKS] == sorted(pages)


@each
def test_a_page_loads_nothing_from_elsewhere(pages, path):
    """Opened offline, or by somebody who must not call out, a page is whole."""
    text, page = pages[path.stem], Page(pages[path.stem])
    assert [] == page.loads
    named = set(re.findall(r"[\"'`]\s*((?:https?:)?//[\w.-]+)/", page.scripts))
    assert named <= {"http://www.w3.org"}  # names of standards, not places to load from
    assert [] == re.findall(r"@import\s+(?:url\()?[\"']?(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//", text)


def test_the_page_holds_the_week(pages):
    """The matrix of a week is a table of seven days by 24 hours with a caption."""
    weeks = list(Page(pages["02_sweep_the_week"]).weeks())
    assert len(weeks) >= 2
    assert [] == [caption for caption, _ in weeks if len(caption) < 10]
    assert any("homepage-banner" in caption for caption, _ in weeks)


def test_the_week_reads_without_styles(pages):
    """Every cell says in text what it holds: the matrix survives without colour, style or script."""
    for _, body in Page(pages["02_sweep_the_week"]).weeks():
        cells = {cell for row in body for cell in row}
        assert "" not in cells
        assert any(re.search(r"[A-Z]\s*\d", cell) for cell in cells)


@pytest.mark.full
@pytest.mark.parametrize("with_state", [False, True])
@each
def test_nbconvert_alone_makes_it_too(executed, notebook_build, tmp_path, path, *, with_state):
    """Whoever types the command gets the same tables; widgets that keep their state are drawn by a script."""
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--execute", "--output-dir", tmp_path]
    command += [path] if with_state else ["--ExecutePreprocessor.store_widget_state=False", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr[-2000:]
    notebook = copy.deepcopy(executed(path))
    for cell in notebook.cells if with_state else []:
        drawn = [output for output in cell.get("outputs", []) if WIDGET in output.get("data", {})]
        cell["outputs"] = [output for output in cell.get("outputs", []) if output not in drawn]
    text = (tmp_path / f"{path.stem}.html").read_text(encoding="utf-8")
    assert with_state == ("application/vnd.jupyter.widget-state+json" in text) or path.stem not in {
        "01_explore",
        "panel",
    }
    captions = [table["caption"] for table in Page(text).tables]
    assert [table["caption"] for table in Page(notebook_build.page_of(notebook)).tables] == captions
    assert captions or path.stem == "panel"
