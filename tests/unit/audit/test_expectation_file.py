"""Files of expectations: every way people save a table, and no way for a file to do harm."""

from __future__ import annotations

import pytest

from moe_nb.audit.expectation_table import load_expectations
from moe_nb.core.errors import ExpectationError

HEAD = "experience_key,utm_medium,expect\n"


def loaded(tmp_path, content, name="expected.csv"):
    """Write a file and read it."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_expectations(path)


def said(table):
    """Return row number, key and wanted values of every row."""
    return [(row.number, row.experience_key, [c.wanted for c in row.conditions]) for row in table.rows]


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "k,email,served\n",
        (HEAD + "k,email,served\n").replace(",", ";"),
        (HEAD + "k,email,served\n").replace(",", "\t"),
        b"\xef\xbb\xbf" + (HEAD + "k,email,served\r\n").encode(),
        (HEAD + "k,email,served\n").replace(",", "\t").encode("utf-16"),
        HEAD + "k, email ,SERVED",
    ],
    ids=["comma", "semicolon", "tab", "byte order mark", "UTF-16", "spaces"],
)
def test_a_table_is_read_however_it_was_saved(tmp_path, content):
    """With commas, semicolons or tabs, with a byte order mark, as Excel's Unicode text."""
    assert [(2, "k", [("email",)])] == said(loaded(tmp_path, content))


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "sep=;;;\r\n"])
def test_a_first_line_may_name_what_stands_between_cells(tmp_path, first):
    """Excel reads and some tools write it; it is no row, and lines are counted with it."""
    content = first + 'experience_key;utm_medium;expect\r\n\r\nk;"a,b,c,d,e,f";served\r\n'
    assert [(4, "k", [("a,b,c,d,e,f",)])] == said(loaded(tmp_path, content))
    assert [(3, "k", [("email",)])] == said(
        loaded(tmp_path, b"\xef\xbb\xbfsep=|\n" + (HEAD.replace(",", "|") + "k|email|served").encode())
    )


def test_rows_keep_the_line_they_begin_in(tmp_path):
    """Empty lines are left out and quoted line breaks counted, so that a row is found where it is."""
    content = HEAD + '\na,"x\ny",served\n,,\nb,,served\n'
    assert [(3, "a"), (6, "b")] == [(number, key) for number, key, _ in said(loaded(tmp_path, content))]


@pytest.mark.parametrize("blank", ["\n", ",,\n", " , ,\n"])
def test_rows_after_very_many_blank_lines_are_read(tmp_path, blank):
    """Blank lines are no rows, wherever they stand: what comes after them is never left out."""
    table = loaded(tmp_path, HEAD + "first,,served\n" + blank * 7_000 + "last,,served\n")
    assert [(2, "first"), (7_003, "last")] == [(number, key) for number, key, _ in said(table)]


def test_a_cell_beyond_the_names_is_a_problem_of_its_row(tmp_path):
    """A comma that should have been quoted moves nothing silently into another column."""
    table = loaded(tmp_path, HEAD + "a,x,y,served\nb,,served\n")
    assert [2, 2] == [problem.row for problem in table.problems]
    assert ["b"] == [row.experience_key for row in table.rows]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("e.csv", "", "empty"),
        ("e.csv", "key,expect\nk,served\n", "names no column 'experience_key'"),
        ("e.csv", "experience_key,day,day\n", "two columns are called 'day'"),
        ("e.csv", HEAD.encode() + b"k,\xff\xff,served\n", "not UTF-8"),
        ("e.csv", HEAD + 'k,"open,served\n', "not CSV near line 2"),
        ("e.csv", HEAD + "k,,served\n" * 5001, "more than 5,000 rows"),
        ("e.csv", "x" * 5_000_001, "larger than 5 MB"),
        ("e.csv", ",".join(["experience_key", *map(str, range(500_000))]), "more than 1,000 columns"),
        ("e.json", "[]", ".json is not read"),
        ("expected", "[]", "without an ending"),
        ("e.xlsx", "PK not really", "not an Excel workbook"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path, name, content, says):
    """The text names the file and what is wrong with it."""
    with pytest.raises(ExpectationError, match=says) as caught:
        loaded(tmp_path, content, name)
    assert name in str(caught.value)


def test_a_missing_file_is_refused_in_words(tmp_path):
    """No traceback of the operating system."""
    with pytest.raises(ExpectationError, match="cannot be read"):
        load_expectations(tmp_path / "nowhere.csv")


YAML = """
- experience_key: homepage-banner
  day: [Mon, Wed]
  hour: 09-17
  utm_medium: [a|b, "NO"]
  variation: 2
- {experience_key: k, hour: 09, expect: not served, audience: null}
"""


def test_yaml_is_read_as_written(tmp_path):
    """Lists are meant literally, and no value turns into a number, a truth or a country."""
    table = loaded(tmp_path, YAML, "expected.yaml")
    assert [
        (2, "homepage-banner", [("Monday", "Wednesday"), tuple(f"{h:02d}" for h in range(9, 18)), ("a|b", "NO")]),
        (7, "k", [("09",)]),
    ] == said(table)
    assert (("2",), False) == (table.rows[0].variations, table.rows[1].is_served)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("- {experience_key: a, day: Mon, day: Tue}", "'day' stands twice"),
        ("- &a {experience_key: k}\n- *a", "aliases"),
        ("- &a [x]\n- [*a, *a]", "aliases"),
        ("[" * 2000, "one text or a list"),
        ("experience_key: k", "not a list of rows"),
        ("- k", "line 1 is not a row"),
        ("- {experience_key: {a: b}}", "mapping"),
        ("- {experience_key: !!python/object/apply:os.system [ls], expect: served", "line"),
        ("", "not a list of rows"),
        ("a: b: c", "line 1"),
        ("- experience_key: \x00", "control|special|unacceptable"),
    ],
)
def test_yaml_that_is_no_table_is_refused(tmp_path, content, says):
    """Doubled names, aliases, deep nesting and odd shapes, with the line where that is known."""
    with pytest.raises(ExpectationError, match=says):
        loaded(tmp_path, content, "e.yaml")


@pytest.mark.parametrize("tag", ["!!bool", "!!python/name:os.system", "!mine", "!", "!!null", "!<tag:x,2026:y>"])
def test_yaml_with_tags_is_refused(tmp_path, tag):
    """What a tag makes of a value is not what stands there, so that it is named with its line and column."""
    with pytest.raises(ExpectationError, match=r"e\.yml: tags \(.+\) are not used here.* \(line 2, column 11\)"):
        loaded(tmp_path, f"- experience_key: k\n  expect: {tag} served", "e.yml")


def test_yaml_that_says_that_a_value_is_a_text_is_read(tmp_path):
    """So it is taken anyway."""
    assert ["07"] == [
        row.experience_key for row in loaded(tmp_path, "- {experience_key: !!str 07, expect: served}", "e.yml").rows
    ]


def test_very_many_values_are_refused(tmp_path):
    """A small file may hold millions, each of which would take its place in memory."""
    path = tmp_path / "expected.yaml"
    path.write_text(f"- experience_key: [{'a,' * 500_001}]", encoding="utf-8")
    with pytest.raises(ExpectationError, match="more values than any table"):
        load_expectations(path)


def test_a_file_without_an_end_is_given_up(tmp_path):
    """It says that it is empty, and may be the target of a link in somebody's folder."""
    path = tmp_path / "expected.csv"
    path.symlink_to("/dev/zero")
    with pytest.raises(ExpectationError, match="larger than 5 MB"):
        load_expectations(path)
