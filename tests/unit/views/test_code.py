"""The request as cURL and as Python: run for real, they ask exactly the same."""

from __future__ import annotations

import json
import shlex

import pytest
from copied_code import KEY, run_as_python, run_in_shell
from hostile_results import context_of, wire_text
from hostile_texts import HOSTILE
from html_page import Page, hidden
from hypothesis import given, settings
from hypothesis import strategies as st

from moe_nb.core.context import Context
from moe_nb.core.reply import Question, split_keys
from moe_nb.core.wire import write_request
from moe_nb.sweep.weeks import week
from moe_nb.views.code import Source, code_html, context_code, curl, literal, python, sweep_python
from moe_nb.workspace.workspace import Workspace

SERVICE = Source("https://sdk-01.moengage.com/v1")
SIMULATOR = Source("https://simulator.invalid/v1", is_simulator=True)
sendable = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
contexts = st.builds(
    Context,
    customer_id=st.none() | sendable,
    day=st.none() | st.sampled_from(["Monday", "Sunday"]),
    hour=st.none() | st.integers(0, 23),
    ip_address=st.none() | st.just("2001:db8::1"),
    user_agent=st.none() | sendable,
    attributes=st.dictionaries(sendable.map("x{}".format), sendable, max_size=3),
    user_identifiers=st.dictionaries(sendable.map("u_{}".format), sendable, max_size=2),
)
keys = st.none() | st.lists(sendable, min_size=1, max_size=60)


@settings(max_examples=40)
@given(context=contexts, asked=keys, shell=st.sampled_from(["sh", "bash"]))
def test_curl_sends_exactly_the_body_of_the_client(context, asked, shell):
    """A shell that runs the text passes on the very JSON the client sends, 25 keys a command, and does nothing else."""
    calls = run_in_shell(curl(context, asked, SERVICE), shell)
    expected = [json.loads(write_request(Question(context, chunk))) for chunk in split_keys(asked)]
    assert expected == [json.loads(call[call.index("--data") + 1]) for call in calls]


def test_curl_survives_every_known_attack():
    """Quotes, dollars, backticks and line breaks in values, keys and the name of the world stay values."""
    for text in (wire_text(text) for text in HOSTILE):
        context = context_of(text)
        for source in (SERVICE, Source("", is_simulator=True, world=text, faults=text)):
            (call,) = run_in_shell(curl(context, [text], source))
            assert json.loads(write_request(Question(context, (text,)))) == json.loads(call[-1])


def test_curl_says_who_and_where_by_the_environment():
    """Address and headers are the client's, a redirect is not followed, and who asks is the shell's own variables."""
    (call,) = run_in_shell(curl(Context(hour=7), ["k"], SERVICE))
    assert call[:-1] == [
        "https://sdk-01.moengage.com/v1/experiences/fetch",
        "--user",
        f"WORKSPACE1:{KEY}",
        "--header",
        "MOE-APPKEY: WORKSPACE1",
        "--header",
        "Content-Type: application/json",
        "--data",
    ]


def test_curl_for_the_simulator_goes_to_this_machine():
    """In process there is no address: the text says how to start one, and brings its made-up credentials."""
    text = curl(Context(), ["k"], SIMULATOR)
    assert "moe-nb simulator --port 8765\n" in text
    (call,) = run_in_shell(text)
    assert "http://127.0.0.1:8765/v1/experiences/fetch" == call[0]
    assert "SIMULATOR:not-a-secret" == call[2]


@pytest.mark.parametrize(
    "world", ["edge_cases", "my world.yaml", "été.yaml", "a\nb.yaml", "it's\n.yaml", "\\\t$(x)\x7f"]
)
def test_the_world_of_the_simulator_is_one_word_of_one_comment(world):
    """What stands behind --world names that very file, and nothing of it is run."""
    text = curl(Context(), ["k"], Source("", is_simulator=True, world=world))
    comment = text.split("\n")[0]
    assert comment.startswith("# ")
    ((*_, name),) = run_in_shell("curl " + comment.partition("moe-nb ")[2])
    assert world == name


@settings(max_examples=60)
@given(context=contexts, asked=keys)
def test_python_asks_for_the_same_context_and_keys(context, asked):
    """The text, run, asks what was asked; four lines, whatever is in the values."""
    code = python(context, asked, SERVICE)
    assert (None, context, asked) == run_as_python(code)
    assert 5 == len(code.split("\n"))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_python_survives_every_known_attack(text):
    """Quotes, escapes and braces stay what they were, in values, keys and the name of the world."""
    sent = wire_text(text)
    source = Source("", is_simulator=True, world=sent)
    assert (sent, context_of(text), [sent]) == run_as_python(python(context_of(text), [sent], source))


def test_python_runs_on_the_simulator(demo):
    """The text of an answer, run with the real toolkit, gives an equal answer."""
    first = demo.fetch(Context(customer_id="u-42", day="Saturday", hour=19), keys=["homepage-banner"])
    names = {}
    exec(compile(first.python().replace("ws.fetch", "again = ws.fetch"), "cell", "exec"), names)  # noqa: S102
    assert first.context == names["again"].context == names["context"]
    assert first.outcomes == names["again"].outcomes


def test_code_meets_the_same_faults(tmp_path):
    """An answer from a disturbed simulator says so in its Python and in its cURL, whatever the file is called."""
    file = tmp_path / "bad \N{LATIN SMALL LETTER O WITH DIAERESIS}'day.yaml"
    file.write_text("faults: [{fault: latency, wait_s: 0}]", encoding="utf-8")
    answer = Workspace.simulated(faults=file).fetch(day="Saturday", hour=19, keys=["homepage-banner"])
    names = {}
    exec(compile(answer.python().replace("ws.fetch", "again = ws.fetch"), "cell", "exec"), names)  # noqa: S102
    assert (str(file), answer.outcomes) == (names["ws"].source.faults, names["again"].outcomes)
    assert f"--faults {shlex.quote(str(file))}\n" in answer.curl()


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from([wire_text(text) for text in HOSTILE]))
def test_a_literal_is_its_text(text):
    """A literal is readable ASCII on one line, and Python reads the text back."""
    said = literal(text)
    assert said.isascii()
    assert said.isprintable()
    assert {text: text} == eval(literal({text: text}))  # noqa: S307 - that it can be evaluated is the promise


def test_code_holds_no_secret():
    """Neither text knows the key or the Workspace ID of a real workspace."""
    workspace = Workspace.connect(workspace_id="WORKSPACE1", api_key=KEY, data_center="01")
    said = curl(Context(), ["k"], workspace.source) + python(Context(), ["k"], workspace.source)
    said += sweep_python("moe.week()", None, Context(hour=1), workspace.source)
    said += code_html([("Python", said)], workspace.source) + repr(workspace.source)
    assert KEY not in said
    assert "WORKSPACE1" not in said


def test_a_sweep_names_space_keys_and_base():
    """The text sweeps the same space around the same base; what was left out stays left out."""
    base = Context(customer_id="u-42")
    code = sweep_python("moe.week()", ["a", "b"], base, SIMULATOR).split("\n")
    assert 'run = ws.sweep(moe.week(), keys=["a", "b"], base=moe.Context(customer_id="u-42"))' == code[3]
    assert "run = ws.sweep(moe.week())" == sweep_python("moe.week()", None, Context(), SIMULATOR).split("\n")[3]
    assert 168 == len(week())


def test_only_what_is_set_is_written():
    """Code says what the user said, no more."""
    assert "moe.Context()" == context_code(Context())
    assert 'moe.Context(hour=0, attributes={"a": ""})' == context_code(Context(hour=0, attributes={"a": ""}))


@pytest.mark.parametrize("source", [SERVICE, SIMULATOR, Source("", is_simulator=True, world="a\n\u202e\x1b.yaml")])
def test_shown_code_is_the_code(source):
    """What people copy from a page is the text itself, character for character."""
    context = context_of("\u202e\x00<b>\n")
    said = curl(context, ["k"], source), python(context, ["k"], source)
    assert set() == hidden("".join(said))
    page = Page(code_html([("cURL", said[0]), ("Python", said[1])], source))
    assert f"cURL{said[0]}" in page.text
    assert f"Python{said[1]}" in page.text
    assert [True, False] == ["open" in details for details in page.all("details")]
    assert ("MOE_API_KEY" in page.text.partition(said[1])[2]) is not source.is_simulator


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (Source("https://sdk-03.moengage.com/v1", environment="test"), 'data_center="03", environment="test"'),
        (Source("http://127.0.0.1:9/v1", environment="live"), 'base_url="http://127.0.0.1:9/v1", environment="live"'),
    ],
)
def test_python_says_which_workspace(source, line):
    """Address and label are those that were asked; the Workspace ID and the key stay in the environment."""
    assert f"ws = moe.Workspace.from_env({line})" in python(Context(), None, source)
