"""A model on a server: what is asked, what is made of replies, and what goes wrong."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from math import log

import pytest
from odd_model_server import KEY, Behave, OddModelServer, cut, error, half, raw, says, status, whole

from bot.errors import ModelError, Stopped
from bot.models.server_connection import Patience, ServerConnection
from bot.models.server_model import ServerModel
from bot.models.server_replies import SAID
from bot.types import Call, Prompt

# Long enough for a busy machine: what is to be waited for in vain has a limit of its own.
PATIENCE = Patience(connect_s=10, first_s=30, between_s=30, pause_s=0.01)
BRIEF = Patience(connect_s=10, first_s=0.3, between_s=0.3, pause_s=0.01)
EXAMPLES = (
    (
        "[1] The quay at Osk is shut.\n\nQuestion: What is shut?",
        "Stated: yes\nAnswer: the quay [1]",
    ),
    ("[1] The quay at Osk is shut.\n\nQuestion: Who shut it?", "Stated: no"),
)
ASKED = "[1] Lea Brandt bought the mill.\n\nQuestion: Who bought the mill?"
CHECK = Prompt("Rules.", (*EXAMPLES, (ASKED, "Stated:")))
ANSWER = Prompt("Rules.", (*EXAMPLES, (ASKED, "Stated: yes\nAnswer:")))

Open = Callable[..., ServerModel]


@pytest.fixture
def odd() -> Iterator[OddModelServer]:
    with OddModelServer().running() as server:
        yield server


@pytest.fixture
def second() -> Iterator[OddModelServer]:
    with OddModelServer().running() as server:
        yield server


@pytest.fixture
def model(one_certificate: None) -> Iterator[Open]:
    """A function that opens a model on servers; all are closed in the end."""
    with ExitStack() as stack:

        def opened(
            *servers: OddModelServer, patience: Patience = PATIENCE, name: str | None = None
        ) -> ServerModel:
            connection = ServerConnection([each.url for each in servers], KEY, patience)
            stack.callback(connection.close)
            return ServerModel(connection, name)

        yield opened


def odds(model: ServerModel, call: Call | None = None) -> float:
    return model.log_odds(CHECK, " yes", " no", call or Call())


def written(model: ServerModel, prompt: Prompt = ANSWER, call: Call | None = None) -> str:
    return "".join(model.write(prompt, max_tokens=40, stop=("\n",), call=call or Call()))


def test_a_check_asks_for_odds_of_a_reply_that_the_examples_open(
    odd: OddModelServer, model: Open
) -> None:
    odd.script = [says("yes", {"yes": 0.6, "Yes": 0.1, "no": 0.2, "maybe": 0.1})]
    call = Call()
    assert odds(model(odd), call) == pytest.approx(log(0.7 / 0.2), abs=1e-6)
    (asked,) = odd.asked
    assert [message["role"] for message in asked["messages"]] == [
        *("system", "user", "assistant", "user", "assistant", "user")
    ]
    assert asked["messages"][2]["content"] == "yes\nAnswer: the quay [1]"
    assert asked["messages"][4]["content"] == "no"
    assert asked["messages"][5]["content"] == ASKED
    assert (asked["temperature"], asked["logprobs"], asked["model"]) == (0, True, "otter-7b")
    assert set(odd.keys) == {f"Bearer {KEY}"}
    assert call.prompt_tokens > 30


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [
        ({"Yes": 0.9, "No": 0.05}, 2.8, 3.0),
        ({" no": 0.9, " yes": 0.05}, -3.0, -2.8),
        ({"yes": 0.99}, 0.0, 0.1),  # "no" is at most as likely as the least that is told
        ({"no": 0.9, "maybe": 0.001}, -7.0, -6.5),
        ({"**Yes": 0.5, "no.": 0.25}, 0.6, 0.8),
    ],
)
def test_spellings_count_together_and_what_is_not_told_is_at_most_the_least(
    told: dict[str, float], least: float, most: float, odd: OddModelServer, model: Open
) -> None:
    odd.script = [says(next(iter(told)), told)]
    assert least <= odds(model(odd)) <= most


@pytest.mark.parametrize(
    ("script", "support", "requests"),
    [
        ([says("yes")], SAID, 1),
        ([says("No, they do not.")], -SAID, 1),
        ([whole("Yes.")], SAID, 1),
        ([error(400, "logprobs is not supported"), says("yes")], SAID, 2),
        ([error(500, "logits_all is False"), says("no")], -SAID, 2),
        ([status(501), says("YES")], SAID, 2),
        ([half(""), says("yes")], SAID, 2),
        ([says("The mill was bought."), says("yes")], SAID, 2),
        ([says("The", {"The": 0.9, "A": 0.1}), says("no", {"no": 0.8, "yes": 0.2})], log(0.25), 2),
        ([says("Perhaps"), says("Hard to tell")], -SAID, 2),
    ],
)
def test_where_no_odds_are_told_the_words_count_and_then_a_short_question(
    script: list[Behave], support: float, requests: int, odd: OddModelServer, model: Open
) -> None:
    odd.script = script
    assert odds(model(odd)) == pytest.approx(support)
    assert len(odd.asked) == requests


def test_a_server_without_odds_is_not_asked_for_them_again(
    odd: OddModelServer, model: Open
) -> None:
    odd.script = [error(400, "unknown field logprobs"), says("yes")]
    opened = model(odd)
    assert [odds(opened), odds(opened)] == [SAID, SAID]
    assert ["logprobs" in asked for asked in odd.asked] == [True, False, False]


def test_a_server_that_breaks_off_once_is_asked_for_odds_again(
    odd: OddModelServer, model: Open
) -> None:
    odd.script = [cut, says("yes"), says("no", {"no": 0.9, "yes": 0.1})]
    opened = model(odd)
    assert odds(opened) == SAID
    assert odds(opened) == pytest.approx(log(1 / 9))


def test_a_server_that_always_breaks_off_when_asked_for_odds_is_asked_no_more(
    odd: OddModelServer, model: Open
) -> None:
    odd.script = [half(""), says("yes")] * 3 + [says("no")]
    opened = model(odd)
    assert [odds(opened) for _ in range(4)] == [SAID, SAID, SAID, -SAID]
    assert ["logprobs" in asked for asked in odd.asked] == [True, False] * 3 + [False]


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ([says("yes\nAnswer: Lea Brandt [1]\nmore")], "Lea Brandt [1]"),
        ([says("Yes\n Answer:\n\nLea Brandt [1]")], "Lea Brandt [1]"),
        ([says(" yes \nanswer:Lea Brandt [1]", role_first=True)], "Lea Brandt [1]"),
        ([whole("yes\nAnswer: Lea Brandt [1]")], "Lea Brandt [1]"),
        ([says("no"), says("Lea Brandt [1]")], "Lea Brandt [1]"),
        ([says("Lea Brandt"), says("Lea Brandt [1]")], "Lea Brandt [1]"),
        ([says("yes"), says("yes\nAnswer: Lea Brandt [1]")], "Lea Brandt [1]"),
        ([says("no"), says("\n\nLea Brandt [1]\nThat is all.")], "Lea Brandt [1]"),
        ([says("no"), says("")], ""),
    ],
)
def test_the_beginning_of_a_reply_is_cut_off_or_the_answer_alone_is_asked_for(
    script: list[Behave], text: str, odd: OddModelServer, model: Open
) -> None:
    odd.script = [*script]
    call = Call()
    assert written(model(odd), call=call) == text
    assert len(odd.asked) == len(script)
    assert bool(text) <= bool(call.answer_tokens)
    if len(script) == 2:
        shown = [m["content"] for m in odd.asked[1]["messages"] if m["role"] == "assistant"]
        assert shown == ["the quay [1]"]


def test_a_check_and_its_answer_share_their_prompt(odd: OddModelServer, model: Open) -> None:
    odd.script = [says("yes\nAnswer: Lea Brandt [1]")]
    opened = model(odd)
    odds(opened)
    written(opened)
    assert odd.asked[0]["messages"] == odd.asked[1]["messages"]


def test_nothing_is_claimed_to_be_read_ahead(odd: OddModelServer, model: Open) -> None:
    opened = model(odd)
    opened.read_ahead(CHECK)
    assert odd.asked == []
    assert opened.unread(CHECK) > 50


# -- what goes wrong


@pytest.mark.parametrize(
    ("broken", "remedy"),
    [
        (error(401, f"Incorrect API key provided: {KEY}"), "correct BYLINE_MODEL_KEY"),
        (status(403, "<h1>Forbidden</h1>", "text/html"), "correct BYLINE_MODEL_KEY"),
        (error(404, "The model `otter-7b` does not exist"), "correct BYLINE_MODEL_NAME"),
        (status(404, "not found", "text/plain"), "BYLINE_MODEL_URL, which mostly ends in /v1"),
        (error(429, "Rate limit reached", Retry_After="0"), "add another address"),
        (error(429, "Quota", Retry_After="3600"), "asks to wait 3,600 s"),
        (error(429, "Slow down", Retry_After="Sat, 28 Nov 2026 12:00:00 GMT"), "ask again later"),
        (error(500, "CUDA out of memory"), "look at its log"),
        (status(502, "<html>Bad Gateway</html>", "text/html"), "status 502"),
        (error(503, "Loading model"), "Loading model"),
        (error(400, "maximum context length is 512 tokens"), "lower BYLINE_CONTEXT_TOKENS"),
        (error(400, "messages: alternate roles, please"), "refuses to answer"),
        (status(307, Location="http://example.org/v1"), "points to another address"),
        (cut, "broke off"),
        (half(""), "broke off"),
        (raw("data: {not json"), "OpenAI's protocol"),
        (raw("data: [1, 2]"), "OpenAI's protocol"),
        (raw('data: {"error": {"message": "slot gone"}}'), "slot gone"),
        (raw(f'data: {{"error": "no {KEY}"}}'), "no …"),
        (status(200, "<h1>Welcome to nginx</h1>", "text/html"), "mostly ends in /v1"),
        (status(200, {"detail": "hello"}), "mostly ends in /v1"),
    ],
)
def test_what_fails_is_one_line_that_names_the_remedy_and_shows_no_key(
    broken: Behave,
    remedy: str,
    odd: OddModelServer,
    model: Open,
    caplog: pytest.LogCaptureFixture,
) -> None:
    odd.script = [broken]
    opened = model(odd)
    with caplog.at_level(logging.DEBUG), pytest.raises(ModelError) as caught:
        written(opened)
    message = str(caught.value)
    assert remedy in message
    assert "\n" not in message
    assert odd.url in message
    everything = f"{caught.value!r} {opened!r} {vars(opened)!r} {caplog.text}"
    assert "nobody-may-see" not in everything


@pytest.mark.parametrize(
    "passing",
    [
        error(429, "busy", Retry_After="0"),
        error(500, "oops"),
        error(503, "loading"),
        cut,
        half(""),
        raw('data: {"error": {"message": "slot gone"}}'),
    ],
)
def test_what_passes_is_tried_again_while_nothing_was_shown(
    passing: Behave, odd: OddModelServer, model: Open
) -> None:
    odd.script = [passing, passing, says("yes\nAnswer: Lea Brandt [1]")]
    assert written(model(odd)) == "Lea Brandt [1]"
    assert len(odd.asked) == 3


@pytest.mark.parametrize("lasting", [error(401, "no"), error(404, "no"), error(400, "no")])
def test_what_lasts_is_not_tried_again(lasting: Behave, odd: OddModelServer, model: Open) -> None:
    odd.script = [lasting]
    with pytest.raises(ModelError):
        written(model(odd))
    assert len(odd.asked) == 1


def test_half_a_reply_is_an_error_and_not_an_answer(odd: OddModelServer, model: Open) -> None:
    odd.script = [half("yes\nAnswer: Lea"), says("never asked")]
    pieces = model(odd).write(ANSWER, max_tokens=9, stop=("\n",), call=Call())
    assert next(pieces) == "Lea"
    with pytest.raises(ModelError, match="broke off in its reply"):
        next(pieces)
    assert len(odd.asked) == 1


def test_a_server_that_stalls_is_left_alone_in_the_end(odd: OddModelServer, model: Open) -> None:
    odd.script = [odd.stall()]
    opened = model(odd)
    opened._connection._patience = BRIEF
    with pytest.raises(ModelError, match="raise BYLINE_MODEL_TIMEOUT"):
        written(opened)
    assert odd.left.wait(30)


def test_a_server_that_stalls_in_the_middle_is_an_error(odd: OddModelServer, model: Open) -> None:
    odd.script = [odd.stall("yes\nAnswer: Lea")]
    opened = model(odd)
    opened._connection._patience = BRIEF
    with pytest.raises(ModelError, match="does not answer in time"):
        written(opened)


def test_stopping_takes_effect_while_the_server_says_nothing(
    odd: OddModelServer, model: Open
) -> None:
    odd.script = [odd.stall()]
    with pytest.raises(Stopped):
        odds(model(odd), Call(stopped=lambda: bool(odd.asked)))
    assert odd.left.wait(30)


def test_a_reply_that_is_not_wanted_any_more_is_left(odd: OddModelServer, model: Open) -> None:
    odd.script = [odd.stall("yes\nAnswer: Lea Brandt [1]\n")]
    assert written(model(odd)) == "Lea Brandt [1]"
    assert odd.left.wait(30)


@pytest.mark.parametrize(
    "broken",
    [error(401, "no"), error(404, "no"), error(500, "no"), cut, half(""), raw("data: {")],
)
def test_the_next_server_is_asked_where_one_fails(
    broken: Behave, odd: OddModelServer, second: OddModelServer, model: Open
) -> None:
    odd.script, second.script = [broken], [says("yes\nAnswer: Lea Brandt [1]")]
    opened = model(odd, second)
    assert written(opened) == written(opened) == "Lea Brandt [1]"
    assert (len(odd.asked), len(second.asked)) == (1, 2)  # one that failed is asked last


def test_the_next_server_is_asked_where_one_stalls_or_is_not_there(
    odd: OddModelServer, second: OddModelServer, model: Open
) -> None:
    odd.script, second.script = [odd.stall()], [says("yes\nAnswer: Lea Brandt [1]")]
    gone = OddModelServer(url="http://127.0.0.1:9/v1")
    opened = model(gone, odd, second)
    opened._connection._patience = Patience(connect_s=10, first_s=1, between_s=30, pause_s=0.01)
    assert written(opened) == "Lea Brandt [1]"


# -- at the start


def test_the_only_model_is_taken_and_of_several_one_must_be_named(
    odd: OddModelServer, model: Open
) -> None:
    assert model(odd).name == "otter-7b"
    odd.models = ["heron-1b", "otter-7b:latest", "vole"]
    with pytest.raises(ModelError, match=r"has 3 models \(heron-1b, .*set BYLINE_MODEL_NAME"):
        model(odd)
    assert model(odd, name="otter-7b").name == "otter-7b"
    with pytest.raises(ModelError, match=r"does not have lynx, only heron-1b, .*correct BYLINE_MO"):
        model(odd, name="lynx")


def test_a_server_that_does_not_list_its_models_is_believed(
    odd: OddModelServer, model: Open
) -> None:
    odd.no_list = status(404)
    assert model(odd, name="lynx").name == "lynx"
    with pytest.raises(ModelError, match="does not tell its models"):
        model(odd)


@pytest.mark.parametrize(
    ("broken", "remedy"),
    [
        (error(401, "who are you"), "correct BYLINE_MODEL_KEY"),
        (status(200, "<h1>Router</h1>", "text/html"), "does not answer as a server with OpenAI's"),
        (status(200, {"models": []}), "does not answer as a server with OpenAI's"),
        (error(500, "oops"), "status 500: oops"),
        (cut, "broke off"),
    ],
)
def test_a_server_that_cannot_be_used_is_refused_at_the_start(
    broken: Behave, remedy: str, odd: OddModelServer, model: Open
) -> None:
    odd.no_list = broken
    with pytest.raises(ModelError) as caught:
        model(odd)
    assert remedy in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_address_where_nothing_listens_is_refused_at_the_start(model: Open) -> None:
    with pytest.raises(ModelError, match=r"cannot be reached .*correct BYLINE_MODEL_URL"):
        model(OddModelServer(url="http://127.0.0.1:9/v1"))


def test_a_model_that_thinks_first_is_refused_with_the_remedy(
    odd: OddModelServer, model: Open
) -> None:
    thought = '{"choices": [{"delta": {"reasoning_content": "hm"}, "finish_reason": "length"}]}'
    odd.script = [raw(f"data: {thought}")]
    opened = model(odd)
    with pytest.raises(ModelError, match="switch that off on its server"):
        odds(opened)
    with pytest.raises(ModelError, match="switch that off on its server"):
        written(opened)
    odd.script = [says("<think> Hm, the mill")]
    with pytest.raises(ModelError, match="switch that off on its server"):
        odds(opened)
