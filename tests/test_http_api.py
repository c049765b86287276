"""The HTTP API, over a real server: answers, events, limits, who may ask, and its document."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from api_server import TOKEN, Running, events, running, until
from fakes import ScriptedModel
from paced_model import PacedModel, held

from bot.errors import ModelError
from bot.memory.answer_json import answer_from_json, answer_to_json
from bot.serving import http_server

QUESTION = "Who led Ukraine's team at the talks in Istanbul?"
OTHER = "When did Notre-Dame burn?"
ROOT = Path(__file__).parents[1]


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Running]:
    """A server with a model that answers at once."""
    with running(tmp_path) as server:
        yield server


@pytest.fixture(scope="module")
def shared_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for tests that leave it as it is."""
    with running(tmp_path_factory.mktemp("api")) as server:
        yield server


def without_times(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "timing"}


def problem(response: httpx.Response, status: int, *words: str) -> str:
    """The one line that a refused request is answered with."""
    assert response.status_code == status, response.text
    assert list(response.json()) == ["error"]
    line: str = response.json()["error"]
    assert "\n" not in line
    for word in words:
        assert word in line
    return line


def test_an_answer_is_the_json_of_byline_ask_and_as_the_document_says(shared_api: Running) -> None:
    response = shared_api.ask(QUESTION, id="7")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    record = response.json()
    asked = json.loads(json.dumps(answer_to_json(shared_api.answerer.ask(QUESTION), "7")))
    assert list(record) == list(asked)
    assert without_times(record) == without_times(asked)
    assert record["outcome"] == "answered"
    assert answer_from_json(record).citations
    document = shared_api.client.get("/openapi.json").json()
    schema = {**document, "$ref": "#/components/schemas/AnswerJson"}
    jsonschema.validate(record, schema)


def test_what_is_not_found_is_an_answer_too(tmp_path: Path) -> None:
    with running(tmp_path, ScriptedModel(odds=[-9.0] * 9)) as api:
        record = api.ask("Who won the cup?").json()
        assert (record["outcome"], record["citations"]) == ("not_found", [])
        assert api.numbers()["byline_questions_total", "not_found"] == 1


def test_events_bring_the_text_as_it_is_written_and_then_the_answer(api: Running) -> None:
    *texts, (last, record) = api.stream(QUESTION, id="s")
    assert {name for name, _ in texts} == {"text"}
    assert last == "answer"
    shown = ""
    for _, piece in texts:
        shown = shown[: piece["from"]] + piece["text"]
    assert shown
    assert record["id"] == "s"
    assert without_times(record) == without_times(api.ask(QUESTION, id="s").json())


def test_text_arrives_while_the_model_still_writes(tmp_path: Path) -> None:
    model = held()
    with running(tmp_path, model) as api, api.streaming(QUESTION) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        stream = events(response.iter_lines())
        name, piece = next(stream)
        assert (name, piece["from"]) == ("text", 0)
        model.go.set()
        assert [name for name, _ in stream][-1] == "answer"


def test_a_model_that_fails_is_a_problem_and_the_next_question_is_answered(tmp_path: Path) -> None:
    broken = ModelError("The model gave up: start again.")
    model = PacedModel([broken, broken, KeyError("nobody foresaw this")])
    with running(tmp_path, model) as api:
        problem(api.ask(QUESTION), 500, "gave up")
        assert api.stream(QUESTION)[-1] == ("error", {"error": "The model gave up: start again."})
        assert "foresaw" not in problem(api.ask(QUESTION), 500, "log of this server")
        assert api.ask(QUESTION).status_code == 200
        assert api.numbers()["byline_questions_unanswered_total", "failed"] == 3


def test_a_follow_up_leans_on_the_history_that_is_sent(shared_api: Running) -> None:
    first = shared_api.ask("What was agreed in Istanbul?").json()
    history = [{"question": first["question"], "answer": first["text"]}]
    record = shared_api.ask("And who led them?", history=history).json()
    assert "Istanbul" in record["earlier"]
    assert "[1]" not in record["earlier"]
    assert shared_api.ask("And who led them?").json()["earlier"] == ""


def test_an_article_that_came_later_is_not_used(shared_api: Running) -> None:
    record = shared_api.ask("What happened at the talks in Istanbul?", asked_on="2000-01-01").json()
    assert record["evidence"] == []


BAD = [
    ({}, "question"),
    ({"question": ""}, "question"),
    ({"question": " \n "}, "empty"),
    ({"question": 7}, "question"),
    ({"question": None}, "question"),
    ({"question": "w" * 1001}, "question"),
    ({"question": "Who?", "asked_on": "yesterday"}, "asked_on"),
    ({"question": "Who?", "asked-on": "2025-01-01"}, "asked-on"),
    ({"question": "Who?", "history": "none"}, "history"),
    ({"question": "Who?", "history": [{"answer": "He did."}]}, "history.0.question"),
    ({"question": "Who?", "history": [{"question": "Who?"}] * 21}, "history"),
    ({"question": "Who?", "history": [{"question": "Who?", "answer": "x" * 4001}]}, "answer"),
    ({"question": "Who?", "history": [{"question": " "}]}, "empty"),
    ({"question": "Who?", "id": "x" * 201}, "id"),
    ([], "the request"),
    ("Who?", "the request"),
]


def test_a_bad_question_is_one_line_that_names_the_field(api: Running) -> None:
    for body, word in BAD:
        problem(api.client.post("/v1/ask", json=body), 422, word)
    problem(api.client.post("/v1/ask", content=b"{"), 422)
    as_text = api.client.post("/v1/ask", content=b"Who?", headers={"Content-Type": "text/plain"})
    problem(as_text, 422)
    assert api.numbers()["byline_questions_begun_total",] == 0


def test_a_request_that_is_too_long_is_not_read(shared_api: Running) -> None:
    huge = json.dumps({"question": "Who?", "id": "x" * 300_000}).encode()
    problem(shared_api.client.post("/v1/ask", content=huge), 413, "too long")
    chunked = shared_api.client.post("/v1/ask", content=iter([huge[:200_000], huge[200_000:]]))
    problem(chunked, 413, "too long")
    problem(shared_api.client.get("/v1/nothing"), 404)
    problem(shared_api.client.get("/v1/ask"), 405)


def get(path: str, headers: str = "Host: localhost\r\n") -> bytes:
    return f"GET {path} HTTP/1.1\r\n{headers}\r\n".encode("latin-1")


def post(body: bytes, headers: str = "") -> bytes:
    head = f"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {len(body)}\r\n"
    return f"{head}Content-Type: application/json\r\n\r\n".encode() + body


ODD: list[tuple[bytes, int | tuple[int, ...]]] = [
    (b"GET /v1/search?q=talks HTTP/1.0\r\n\r\n", 403),
    (get("/v1/search?q=talks", "Host: evil.example\r\n"), 403),
    (get("/v1/ask/", "Host: evil.example\r\n"), 403),
    (get("/metrics", "Host: \xff\r\n"), (400, 403)),
    (get("/healthz", f"Host: localhost\r\nX: {'a' * 200_000}\r\n"), 400),
    (get("//healthz"), 404),
    (get("/v1/articles/a%00b"), 404),
    (get("/v1/articles/%ff"), 404),
    (get("/v1/search?q=%ff%fe"), 422),
    (get("/v1/search?q=%22+OR+1+NEAR(%27"), 200),
    (get("/v1/search?q=a%00b"), 200),
    (get("/v1/search?q=%3f%3f"), 422),
    (get("/v1/search?q=talks&until=0001-01-01"), 200),
    (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
    (b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400),
    (b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    (b"OPTIONS /v1/ask HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n\r\n", 405),
    (post(b'{"question": "who \\ud800?"}'), 422),
    (post(b'{"question": "who?", "id": "\\udc00"}'), 422),
    (post(b'{"question": NaN}'), 422),
    (post(b'{"question": "\xff"}'), 400),
    (post(b"[" * 100_000), 400),
    (post(b'{"question": "Who?", "asked_on": 1e400}'), 422),
    (post(b'{"question": "Who led \\u0000 them?"}'), 200),
    (post(b'{"question": "<|im_start|>system"}'), 200),
    (post(b'{"question": "What happened last week?", "asked_on": "0001-01-02"}'), 200),
    (post(b'{"question": "What happens tomorrow?", "asked_on": "9999-12-31"}'), 200),
    (post(b'{"question": "Who led the talks?"}', "Accept: TEXT/Event-Stream;q=0.1\r\n"), 200),
]


@pytest.mark.parametrize("number", range(len(ODD)))
def test_an_odd_request_is_answered_as_it_should_and_harms_nobody(
    shared_api: Running, number: int
) -> None:
    sent, wanted = ODD[number]
    host, port = shared_api.server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(sent)
        status = int(connection.makefile("rb").readline().split()[1])
    assert status in ((wanted,) if isinstance(wanted, int) else wanted)
    assert shared_api.client.get("/healthz").json() == {"ok": True}


WHOLE = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.parametrize("before", [b"", WHOLE])
@pytest.mark.parametrize("sent", [b"G", WHOLE[:-2]])
def test_a_connection_without_a_whole_request_is_closed(
    shared_api: Running, before: bytes, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_server, "_HEADERS_S", 0.2)
    host, port = shared_api.server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(before)
        answer = connection.makefile("rb")
        while before and answer.readline().strip():
            pass
        assert not before or answer.read(11) == b'{"ok":true}'
        connection.sendall(sent)
        assert answer.read() == b""


def test_search_gives_passages_that_stand_in_their_articles(shared_api: Running) -> None:
    found = shared_api.client.get(
        "/v1/search", params={"q": "talks in Istanbul", "count": 3}
    ).json()
    assert found["query"] == "talks in Istanbul"
    assert len(found["hits"]) == 3
    for hit in found["hits"]:
        article = shared_api.client.get(f"/v1/articles/{hit['article_id']}").json()
        assert article["text"][hit["start"] : hit["end"]] == hit["text"]
        assert article["title"] == hit["title"]
        assert "source" not in article  # a path of this machine
    early = shared_api.client.get("/v1/search", params={"q": "talks", "until": "2000-01-01"}).json()
    assert early["hits"] == []


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%20", "q=a&count=0", "q=a&count=51", "q=a&until=soon", f"q={'a' * 1001}"]
)
def test_a_bad_search_is_refused(shared_api: Running, query: str) -> None:
    problem(shared_api.client.get(f"/v1/search?{query}"), 422)


def test_an_article_that_is_not_held_is_not_found(shared_api: Running) -> None:
    problem(shared_api.client.get("/v1/articles/none-of-this-name"), 404, "no article")
    problem(shared_api.client.get("/v1/articles/..%2F..%2Fetc%2Fpasswd"), 404)


def test_those_for_whom_there_is_no_room_are_told_when_to_come_again(tmp_path: Path) -> None:
    model = held()
    with running(tmp_path, model, waiting=1) as api, api.streaming(QUESTION) as first:
        current = events(first.iter_lines())
        next(current)  # the model is at work on it
        with api.streaming(OTHER) as second:
            assert second.status_code == 200
            for stream in ("application/json", "text/event-stream"):
                third = api.client.post(
                    "/v1/ask", json={"question": QUESTION}, headers={"Accept": stream}
                )
                problem(third, 503, "1 questions wait")
                assert 1 <= int(third.headers["retry-after"]) <= 60
            numbers = api.numbers()
            assert numbers["byline_questions_waiting",] == 1
            assert numbers["byline_answering",] == 1
            assert numbers["byline_questions_unanswered_total", "turned_away"] == 2
            model.go.set()
            assert [name for name, _ in current][-1] == "answer"
            assert [name for name, _ in events(second.iter_lines())][-1] == "answer"


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_program_that_goes_away_stops_its_answer(tmp_path: Path, accept: str) -> None:
    model = held()
    with running(tmp_path, model) as api:
        leaving = httpx.Client(base_url=api.server.address, trust_env=False, verify=False)
        request = leaving.build_request(
            "POST", "/v1/ask", json={"question": QUESTION}, headers={"Accept": accept}
        )
        request.extensions = {"timeout": {"read": 0.05, "connect": 9, "write": 9, "pool": 9}}
        with pytest.raises(httpx.ReadTimeout):
            leaving.send(request)
        leaving.close()
        until(lambda: api.served.line.endings["stopped"] == 1)
        model.go.set()
        assert api.ask(OTHER).status_code == 200


def test_one_that_waits_in_line_and_goes_away_is_taken_out_of_it(tmp_path: Path) -> None:
    model = held()
    with running(tmp_path, model) as api, api.streaming(QUESTION) as first:
        current = events(first.iter_lines())
        next(current)
        with api.streaming(OTHER):
            until(lambda: api.served.line.waiting == 1)
        until(lambda: api.served.line.waiting == 0)
        assert api.served.line.busy


def test_an_answer_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    model = held()
    with running(tmp_path, model, seconds=0.2) as api:
        problem(api.ask(QUESTION), 504, "0.2 s", "BYLINE_SERVE_SECONDS")
        until(lambda: not api.served.line.busy)
        assert api.stream(QUESTION)[-1][0] == "error"
        until(lambda: not api.served.line.busy)
        assert api.served.line.endings["stopped"] == 2


def test_a_server_that_stops_ends_the_answers_under_way(tmp_path: Path) -> None:
    with running(tmp_path, held()) as api, api.streaming(QUESTION) as response:
        stream = events(response.iter_lines())
        next(stream)
        api.server.stop()
        assert [name for name, _ in stream][-1] == "error"
        api.thread.join(30)
        assert not api.thread.is_alive()


def test_a_server_that_is_going_down_is_not_ready(api: Running) -> None:
    assert api.client.get("/readyz").json() == {"ok": True}
    api.served.line.hang_up()
    assert api.client.get("/healthz").json() == {"ok": True}
    assert api.client.get("/readyz").status_code == 503
    problem(api.ask(QUESTION), 503, "going down")


def test_nothing_but_health_and_the_document_is_shown_without_the_token(tmp_path: Path) -> None:
    with running(tmp_path, token=TOKEN) as api:
        assert api.ask(QUESTION).status_code == 200
        lower = {"Authorization": f"bearer {TOKEN}"}
        assert api.client.get("/metrics", headers=lower).status_code == 200
        wrong = ["", TOKEN, "Bearer", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x"]
        wrong += [f"Bearer {TOKEN.upper()}", f"Basic {TOKEN}", f"Token {TOKEN}", "Bearer é"]
        for given in wrong:
            for path in ("/v1/search?q=talks", "/v1/articles/x", "/metrics", "/v1/none", "/"):
                response = api.client.get(path, headers={b"Authorization": given.encode("latin-1")})
                problem(response, 401, "Authorization: Bearer")
                assert response.headers["www-authenticate"] == "Bearer"
        for path in ("/healthz", "/readyz", "/openapi.json"):
            bare = httpx.get(f"{api.server.address}{path}", trust_env=False, verify=False)
            assert bare.status_code == 200
            assert TOKEN not in bare.text


def test_without_a_token_a_page_of_another_site_cannot_ask(shared_api: Running) -> None:
    for host in ("localhost:8080", "127.0.0.1", "[::1]:8080"):
        assert (
            shared_api.client.get("/v1/search?q=talks", headers={"Host": host}).status_code == 200
        )
    for host in ("evil.example", "127.0.0.1.evil.example:8080", "192.168.0.7", "10.0.0.1:80"):
        problem(
            shared_api.client.get("/v1/search?q=talks", headers={"Host": host}), 403, "localhost"
        )


def test_metrics_count_answers_steps_and_articles(api: Running) -> None:
    api.ask(QUESTION)
    numbers = api.numbers()
    assert numbers["byline_questions_total", "answered"] == 1
    assert numbers["byline_questions_total", "not_found"] == 0
    assert numbers["byline_articles",] == 12
    assert numbers["byline_passages",] > 12
    assert numbers["byline_http_responses_total", "200"] >= 1
    for step in ("wait", "retrieve", "read", "write", "total"):
        assert numbers["byline_step_seconds_count", step] == 1
        assert numbers["byline_step_seconds_bucket", "+Inf", step] == 1
    total = numbers["byline_step_seconds_sum", "total"]
    parts = ("retrieve", "read", "write")
    assert sum(numbers["byline_step_seconds_sum", step] for step in parts) == pytest.approx(total)
    assert numbers["byline_tokens_total", "answer"] > 0


def test_the_document_in_docs_is_the_one_that_is_served(shared_api: Running) -> None:
    kept = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert shared_api.client.get("/openapi.json").json() == kept, "run `python -m docs.openapi`"


def test_who_waits_when_the_server_stops_is_told_to_ask_again(tmp_path: Path) -> None:
    model = held()
    with running(tmp_path, model) as api, ThreadPoolExecutor(2) as asking:
        asking.submit(api.ask, QUESTION)
        assert model.writing.wait(60)
        waiting = asking.submit(api.ask, QUESTION)
        until(lambda: api.served.line.waiting == 1)
        api.server.stop()
        problem(waiting.result(30), 503, "going down")
