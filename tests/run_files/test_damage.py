"""Damaged and hostile run files: refused in words, soon and in little memory; what can be saved is saved."""

from __future__ import annotations

import random
import shutil
import sqlite3
import struct
import tracemalloc
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from damaged import bomb, change, change_record, column, sign, summed
from recorded import KEYS, Service, plan_of, stopped_after, swept, told, usual, workspace

import moe_nb as moe
from moe_nb.core.errors import RunFileError

LITTLE = 100 * 2**20
"""Bytes: what a file of some kilobytes may ask for at most, whatever it says."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A week in a run file that nobody changes."""
    file = tmp_path_factory.mktemp("sound") / "run.moe"
    swept(plan_of(moe.week()), Service(), file)
    return file


@pytest.fixture
def file(tmp_path, sound):
    """A copy of it, to be damaged."""
    return Path(shutil.copy(sound, tmp_path / "run.moe"))


@contextmanager
def in_little_memory():
    """Hold the block to little memory."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < LITTLE
    finally:
        tracemalloc.stop()


def read_all(file):
    """Open a run and look at all of it."""
    run = moe.open_run(file)
    run.coverage()
    return run.to_frame().to_csv(), run.matrix("banner").html(), str(run), [*run.iter_frames(50)]


def test_a_later_format_is_refused(file):
    """The file is fine and this version too old: it says which of the two to change."""
    change(file, "PRAGMA user_version = 2")
    with pytest.raises(RunFileError, match="format 2; this version of moe_nb reads up to 1") as caught:
        moe.open_run(file)
    assert "newer" in caught.value.hint


@pytest.mark.parametrize(
    "content", [b"day,hour\n", b"PK\3\4 a workbook", b"SQLite format 3\0 and then nothing", b"\0" * 9]
)
def test_another_file_is_not_a_run_file(tmp_path, content):
    """A CSV, a workbook, noise: not a run file, and not changed by trying."""
    (tmp_path / "rows.csv").write_bytes(content)
    for use in (moe.open_run, workspace(Service()).resume, lambda path: moe.open_run(path, rescue=True)):
        with pytest.raises(RunFileError):
            use(tmp_path / "rows.csv")
    assert content == (tmp_path / "rows.csv").read_bytes()
    assert [tmp_path / "rows.csv"] == list(tmp_path.iterdir())


@pytest.mark.parametrize("size", [0, 100])
def test_rescue_that_saves_nothing_says_so(tmp_path, size):
    """A file without its beginning names itself, and is not told to do again what was just done."""
    path = tmp_path / "run.moe"
    swept(plan_of(moe.hours()), Service(), path)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(RunFileError) as caught:
        moe.open_run(path, rescue=True)
    assert repr(str(path)) in caught.value.description
    assert "rescue" not in caught.value.hint


def test_a_journal_of_somebody_else_deletes_nothing(tmp_path):
    """SQLite deletes the file that a journal names as its super-journal: a run file with such a one is refused."""
    path, victim = tmp_path / "run.moe", tmp_path / "victim.txt"
    swept(plan_of(moe.hours()), Service(), path)
    victim.write_text("dear")
    magic, name = bytes.fromhex("d9d505f920a163d7"), str(victim).encode()
    head = magic + struct.pack(">IIIII", 0, 0, path.stat().st_size // 4096, 512, 4096)
    tail = struct.pack(">I", 0x40000000 // 4096 + 1) + name + struct.pack(">II", len(name), sum(name)) + magic
    (tmp_path / "run.moe-journal").write_bytes(head.ljust(512, b"\0") + tail)
    for use in (moe.open_run, workspace(Service()).resume, lambda file: moe.open_run(file, rescue=True)):
        with pytest.raises(RunFileError, match="names another file"):
            use(path)
    assert "names another file" in str(moe.runs(tmp_path))
    assert "dear" == victim.read_text()


def test_another_program_s_database_is_left_as_it_is(tmp_path):
    """Bookmarks of a browser, given by mistake, are neither read nor changed, whatever was asked for."""
    path = tmp_path / "places.sqlite"
    change(path, "CREATE TABLE answer (x)", "INSERT INTO answer VALUES (1)")
    before = path.read_bytes()
    for use in (moe.open_run, workspace(Service()).resume, lambda file: swept(plan_of(moe.hours()), Service(), file)):
        with pytest.raises(RunFileError, match="not a run file"):
            use(path)
    assert before == path.read_bytes()


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TRIGGER t AFTER INSERT ON answer BEGIN DELETE FROM answer; END",),
        ("CREATE TABLE more (x)",),
        (
            "DROP TABLE block",
            "CREATE VIEW block AS SELECT 0 first, 168 contexts, x'00' codes, x'' status, x'' elapsed_ms",
        ),
        (
            "DROP TABLE content",
            "CREATE VIEW content AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
        ),
    ],
    ids=["trigger", "table", "view", "endless view"],
)
def test_tables_that_are_not_ours_are_refused(file, statements):
    """No trigger and no view of somebody else's runs, when reading or when going on."""
    change(file, *statements)
    for use in (moe.open_run, workspace(Service()).resume, lambda path: moe.open_run(path, rescue=True)):
        with pytest.raises(RunFileError, match="other tables"):
            use(file)


def long_axis(record, length):
    """Let an axis be a long list."""
    record["space"]["axes"][0] = {"name": "customer_id", "length": length, "digest": ""}


PLANS = {
    "a list nobody stored": lambda plan: long_axis(plan, 5),
    "more contexts than a file can have": lambda plan: plan["space"]["axes"].extend(
        {"name": f"a{n}", "values": [str(v) for v in range(900)], "labels": [str(v) for v in range(900)]}
        for n in range(2)
    ),
    "an axis of a million millions": lambda plan: long_axis(plan, 10**12),
    "an axis longer than numbers": lambda plan: long_axis(plan, 10**30),
    "an axis of less than nothing": lambda plan: long_axis(plan, -1),
    "a product of too many": lambda plan: plan["space"]["axes"].extend(
        {"name": f"a{n}", "values": [str(v) for v in range(99)], "labels": [str(v) for v in range(99)]}
        for n in range(9)
    ),
    "a thousand axes of one value": lambda plan: plan["space"]["axes"].extend(
        {"name": f"a{number}", "values": ["x"], "labels": ["x"]} for number in range(1_000)
    ),
    "a key twice": lambda plan: plan["keys"].append(plan["keys"][0]),
    "a number for an axis": lambda plan: plan["space"].update(axes=[7]),
    "lists for values": lambda plan: plan["space"]["axes"][0].update(values=[[1], [2]], labels=["a", "b"]),
    "fewer labels than values": lambda plan: plan["space"]["axes"][0].update(labels=["a"]),
    "a day that is none": lambda plan: plan["space"]["axes"][0].update(values=["Noday"], labels=["a"]),
    "an hour that is none": lambda plan: plan["space"]["axes"][1].update(values=[99], labels=["a"]),
    "no axis name": lambda plan: plan["space"]["axes"][0].update(name=""),
    "a reserved axis name": lambda plan: plan["space"]["axes"][0].update(name="experience_key"),
    "the same axis twice": lambda plan: plan["space"]["axes"].append(plan["space"]["axes"][0]),
    "a text for the base": lambda plan: plan["space"].update(base="x"),
    "an address that is none": lambda plan: plan["space"].update(base={"ip_address": "../../etc/passwd"}),
    "a week of no zone": lambda plan: plan["space"].update(local_week={"zone": 1, "monday": "x", "offset_min": 0}),
    "an endless offset": lambda plan: plan["space"].update(
        local_week={"zone": "x", "monday": "2026-11-23", "offset_min": 10**18}
    ),
    "a text for keys": lambda plan: plan.update(keys="banner"),
    "no keys at all": lambda plan: plan.update(keys=[]),
    "contexts that are not there": lambda plan: plan.update(indices=[10**9]),
    "contexts out of order": lambda plan: plan.update(indices=[3, 2]),
    "contexts before the first": lambda plan: plan.update(indices=[-1]),
    "no space": lambda plan: plan.pop("space") and None,
    "a list": lambda _plan: [],
}


@pytest.mark.parametrize("edit", PLANS.values(), ids=PLANS)
def test_a_plan_that_is_none_is_refused(file, edit):
    """Whatever the header says of itself, opening it ends soon, in little memory and in words."""
    change_record(file, "plan", edit)
    with in_little_memory():
        for use in (moe.open_run, workspace(Service()).resume, lambda path: moe.open_run(path, rescue=True)):
            with pytest.raises(RunFileError, match="damaged"):
                use(file)


FACTS = {
    "another environment": lambda facts: facts.update(environment="production"),
    "a number for the address": lambda facts: facts.update(url=5),
    "a time out of all calendars": lambda facts: facts.update(started_epoch_s=1e300),
    "no time": lambda facts: facts.update(started_epoch_s=float("nan")),
    "an endless duration": lambda facts: facts["stopped"].update(elapsed_s=float("inf")),
    "less than no answers": lambda facts: facts["stopped"].update(answered=-5),
    "an error that is a number": lambda facts: facts["stopped"].update(error=5),
    "metadata of other lines": lambda facts: facts.update(metadata=[{"key": 1}]),
    "a pace that is none": lambda facts: facts.update(pace={"rate_per_min": 0, "burst": 0, "reserve_per_min": 0}),
    "nothing": lambda _facts: {},
}


@pytest.mark.parametrize("edit", FACTS.values(), ids=FACTS)
def test_facts_that_are_none_are_refused(file, edit):
    """A wrong type or a number out of reach is found before anything is shown."""
    change_record(file, "facts", edit)
    with pytest.raises(RunFileError, match="damaged"):
        moe.open_run(file)
    assert 1 == len([line for line in moe.runs(file.parent) if line.problem])


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a":' * 50_000, "\0", '"\\ud800"'])
def test_a_header_that_is_no_json_is_refused(file, text):
    """Cut off, nested without end, or no JSON at all."""
    with closing(sqlite3.connect(file)) as connection, connection:
        sign(connection, "plan", text)
    with pytest.raises(RunFileError, match="damaged"):
        moe.open_run(file)


def test_a_reason_of_a_later_version_is_no_completion(tmp_path):
    """An ending this version does not know is read as "not finished", never as complete."""
    file = tmp_path / "run.moe"
    stopped_after(plan_of(moe.week()), Service(), file, 100)
    change_record(file, "facts", lambda facts: facts["stopped"].update(reason="BORED", answered=168))
    run = moe.open_run(file)
    assert not run.is_complete
    assert run.facts.stopped.answered < 168


ROWS = {
    "a bomb": ("UPDATE block SET codes = ?", (bomb(200_000_000),)),
    "a bomb of wide numbers": ("UPDATE block SET asked_epoch_ms = ?", (bomb(200_000_000, "<i8"),)),
    "a block of a million millions": ("UPDATE block SET contexts = 1000000000000",),
    "a block of fewer": ("UPDATE block SET contexts = 3",),
    "a text for a block": ("UPDATE block SET codes = 'text'",),
    "a number for a block": ("UPDATE block SET status = 5",),
    "an empty block": ("UPDATE block SET codes = x''",),
    "texts for numbers": ("UPDATE block SET codes = ?", (b"<U9" + column([0])[3:],)),
    "objects for numbers": ("UPDATE block SET codes = ?", (b"|O8" + column([0])[3:],)),
    "a cut-off block": ("UPDATE block SET codes = substr(codes, 1, length(codes) - 9)",),
    "contents that are not there": ("UPDATE block SET codes = ?", (column([10**6] * 504),)),
    "contents below nothing": ("UPDATE block SET codes = ?", (column([-1] * 504),)),
    "an answer of too few": ("INSERT INTO answer VALUES (0, 200, 1, 1, x'01', '', 0)",),
    "an answer that is a text": ("INSERT INTO answer VALUES (0, 200, 1, 1, 'abcdefghijkl', '', 0)",),
    "a status out of reach": ("INSERT INTO answer VALUES (0, 1e12, 1, 1, zeroblob(12), '', 0)",),
    "a time that is a text": ("INSERT INTO answer VALUES (0, 200, 1, 'now', zeroblob(12), '', 0)",),
    "an answer with a good sum of too few": (
        "INSERT INTO answer VALUES (0, 200, 1, 1, ?, '', ?)",
        (b"\1", summed(b"\1")),
    ),
    "an answer with a good sum of no content": (
        "INSERT INTO answer VALUES (0, 200, 1, 1, ?, '', ?)",
        (b"\xff" * 12, summed(b"\xff" * 12)),
    ),
    "a content that is no JSON": ("UPDATE content SET raw = x'7b' WHERE length(raw) > 0",),
    "a content that was edited": ("UPDATE content SET raw = replace(raw, '1', '2')",),
    "an outcome that is none": ("UPDATE content SET outcome = 'maybe'",),
    "a content that is missing": ("DELETE FROM content WHERE number = 2",),
    "no block any more": ("DELETE FROM block",),
    "a block at another place": ("UPDATE block SET first = 65536",),
    "a content of far away": ("UPDATE content SET number = 1000000000000 WHERE number = 2",),
}


@pytest.mark.parametrize("statement", ROWS.values(), ids=ROWS)
def test_rows_that_are_none_are_refused(file, statement):
    """A block or content that is something else is found when it is read: in words, soon, in little memory."""
    change(file, statement)
    with in_little_memory():
        for read in (lambda: moe.open_run(file).to_frame(), lambda: [*moe.open_run(file).iter_frames(50)]):
            with pytest.raises(RunFileError, match="damaged") as caught:
                read()
            assert "rescue" in caught.value.hint


@pytest.mark.parametrize("statement", ROWS.values(), ids=ROWS)
def test_what_is_left_of_bad_rows_is_saved(file, statement):
    """A rescue opens it, calls nothing answered that cannot be read, and says how much was lost."""
    whole = moe.open_run(file).to_frame()
    change(file, statement)
    before = file.read_bytes()
    with in_little_memory():
        saved = moe.open_run(file, rescue=True)
        frame = saved.to_frame()
    assert before == file.read_bytes()
    assert "could not be read" in saved.facts.stopped.error.description
    read = frame["outcome"] != "not_asked"
    columns = ["experience_key", "outcome", "variation_id", "payload_hash"]
    assert whole.loc[read, columns].astype(str).equals(frame.loc[read, columns].astype(str))
    rest = Service()
    again = workspace(rest).resume(saved.save_as(file.with_name("saved")))
    assert told(swept(plan_of(moe.week()), Service())) == told(again)
    assert 168 - saved.facts.stopped.answered == rest.calls


def visitors():
    """Return customer ids too many for the header; some come again."""
    return moe.customer_ids(f"visitor {number * number % 1_500}" for number in range(2_000))


@pytest.mark.parametrize(
    ("space", "keys"),
    [(moe.week, KEYS), (moe.week, None), (visitors, KEYS[:1])],
    ids=["keys", "no keys", "a long list"],
)
def test_flipped_bytes_never_change_what_is_said(tmp_path, space, keys, request):
    """Wherever a byte is flipped: the run reads as it was, or it is called damaged; nothing else comes up."""
    file, plan, dice = tmp_path / "run.moe", plan_of(space(), keys), random.Random(7)  # noqa: S311
    stopped_after(plan, Service(), file, 100)
    expected, content, read = told(moe.open_run(file)), file.read_bytes(), 0
    full = request.config.getoption("--full")
    for number in range(2_000 if full else 60):
        broken, place = bytearray(content), dice.randrange(len(content))
        broken[place] ^= 1 << dice.randrange(8)
        bad = tmp_path / f"bad{number}.moe"
        bad.write_bytes(broken)
        try:
            said = told(moe.open_run(bad))
        except RunFileError:
            said = None
        assert said in {None, expected}, f"byte {place}"
        read += said == expected
        with suppress(RunFileError):
            moe.open_run(bad, rescue=True).to_frame()
        bad.unlink()
    assert read
    assert [file] == list(tmp_path.iterdir())


@pytest.mark.parametrize("keys", [KEYS, None], ids=["keys", "no keys"])
def test_a_file_that_was_cut_off_is_damaged(tmp_path, keys):
    """A download that ended early: refused in words, and what its pages hold is saved where the header is there."""
    file, plan = tmp_path / "run.moe", plan_of(moe.week() * moe.axis("n", range(4)), keys)

    def personal(body):
        return usual(body, text=str(body) * 9)

    swept(plan, Service(personal), file)
    content = file.read_bytes()
    saved = []
    for share in range(10):
        bad = tmp_path / "bad.moe"
        bad.write_bytes(content[: len(content) * share // 10])
        with pytest.raises(RunFileError):
            moe.open_run(bad).to_frame()
        try:
            saved.append(moe.open_run(bad, rescue=True).facts.stopped.answered)
        except RunFileError:
            saved.append(0)
    assert sorted(saved) == saved
    assert 0 < saved[-1]


def test_answers_that_are_not_there_any_more_are_missed(tmp_path):
    """Without keys, each answer is a row: one that is gone is a damage, and a rescue counts it."""
    file = tmp_path / "run.moe"
    swept(plan_of(moe.week(), None), Service(), file)
    change(file, "DELETE FROM answer WHERE call IN (3, 160)")
    with pytest.raises(RunFileError, match="has not the rows"):
        moe.open_run(file)
    assert "2 of 168 calls could not be read" in str(moe.open_run(file, rescue=True))


def test_a_resume_that_was_killed_is_counted_anew(tmp_path):
    """What the run that was gone on with said of itself is not true any more."""
    file = tmp_path / "run.moe"
    stopped_after(plan_of(moe.week()), Service(), file, 100)
    expected = moe.open_run(file).facts.stopped.answered
    change(file, "DELETE FROM header WHERE name = 'sealed'")
    change_record(file, "facts", lambda facts: facts["stopped"].update(answered=3))
    assert expected == moe.open_run(file).facts.stopped.answered
    assert 100 <= expected


def test_a_file_that_claims_too_much_takes_no_memory(tmp_path):
    """A hundred million contexts of which none was asked are counted, and not laid out in memory."""
    file = tmp_path / "run.moe"
    swept(plan_of(moe.hours()), Service(), file)
    values = [str(number) for number in range(460)]
    axes = [{"name": f"a{number}", "values": values, "labels": values} for number in range(3)]
    change_record(file, "plan", lambda plan: plan["space"].update(axes=axes))
    change(file, "DELETE FROM block", "DELETE FROM header WHERE name = 'sealed'")
    with in_little_memory():
        for read in (lambda: moe.open_run(file).to_frame(), lambda: moe.open_run(file, rescue=True)):
            with pytest.raises(RunFileError, match="97,336,000 contexts, too many to be read at once"):
                read()


def test_a_rescue_of_a_sound_file_loses_nothing(file):
    """Whoever rescues by mistake gets the run as it is."""
    run, saved = moe.open_run(file), moe.open_run(file, rescue=True)
    assert told(run) == told(saved)
    assert run.facts == saved.facts


def test_a_rescue_says_so_where_the_run_is_shown(file):
    """The loss stands beside the counts, not in a log."""
    change(file, ROWS["a bomb"])
    assert "168 of 168 calls could not be read" in str(moe.open_run(file, rescue=True))


def test_a_list_of_runs_shows_files_that_cannot_be_read(file):
    """One bad file does not hide the others, and its trouble is in words."""
    file.with_name("bad.moe").write_bytes(b"noise" * 999)
    problems = {line.path.name: line.problem for line in moe.runs(file.parent)}
    assert {"run.moe", "bad.moe"} == set(problems)
    assert "" == problems["run.moe"]
    assert problems["bad.moe"].endswith("is not a run file.")


def test_refused_calls_survive_a_rescue(tmp_path):
    """Failed stays failed: a rescue makes no holes of it."""
    file = tmp_path / "run.moe"
    swept(plan_of(moe.hours()), Service(lambda _body: httpx.Response(400)), file)
    saved = moe.open_run(file, rescue=True)
    assert {"failed"} == set(saved.to_frame()["outcome"])
