"""`byline ask`, one question or a batch, and `byline chat`."""

import json
from pathlib import Path

import pytest
from cli_runner import KEYS, LED, WHO_LED, Byline, Done, Engines, refused, reply
from fakes import ScriptedModel

from bot import assembly
from bot.types import Prompt

pytest_plugins = "cli_fixtures"


def test_an_answer_is_shown_with_its_sources(byline: Byline, filled: Path) -> None:
    done = byline("ask", WHO_LED)
    assert (done.code, done.err) == (0, "")
    assert f"{LED[:-1]} [1]." in done.out
    assert f"  [1] “{LED}”" in done.out


def test_json_is_one_object_on_stdout_and_nothing_else(byline: Byline, filled: Path) -> None:
    done = byline("ask", WHO_LED, "--json")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("\n") == 1
    record = json.loads(done.out)
    assert list(record) == KEYS
    assert (record["id"], record["question"], record["outcome"]) == ("", WHO_LED, "answered")
    assert [c["sentence"] for c in record["citations"]] == [LED]


def test_json_of_what_is_not_found_is_an_object_too(
    byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembly, "language_model", lambda *_, **__: ScriptedModel(odds=[-9.0]))
    record = json.loads(byline("ask", WHO_LED, "--json").out)
    assert (record["outcome"], record["citations"]) == ("not_found", [])
    assert len(record["nearest"]) == 1
    far = json.loads(byline("ask", "Which cup was won in 2031?", "--json").out)
    assert (far["outcome"], far["nearest"]) == ("not_found", [])


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("question", "remedy"),
    [("", "type what you want"), (" \n ", "type what you want"), ("why " * 2000, "at most 1,000")],
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_an_empty_or_huge_question_is_refused_before_a_model_is_loaded(
    byline: Byline, engines: Engines, question: str, remedy: str, more: list[str]
) -> None:
    refused(byline("ask", question, *more), remedy)
    assert engines.opened == 0


def test_bytes_that_are_no_text_in_a_question_do_no_harm(byline: Byline, filled: Path) -> None:
    done = byline("ask", "Who led \udcff Ukraine's team?", "--json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["question"] == "Who led � Ukraine's team?"


def questions(*lines: object) -> Path:
    file = Path("in.jsonl")
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts), encoding="utf-8")
    return file


def test_a_batch_is_answered_in_order_with_one_load_of_the_model(
    byline: Byline, filled: Path, engines: Engines
) -> None:
    history = [{"question": "What was held in Istanbul?", "answer": "Talks were held."}]
    file = questions(
        {"id": "b", "question": WHO_LED},
        {"id": 7, "question": "And who led the team?", "history": history},
        {"id": "a", "question": WHO_LED, "asked_on": "2025-05-17"},
    )
    done = byline("ask", "--batch", file, "--out", "deep/down/out.jsonl")
    assert done == Done(0, "", "")
    written = Path("deep/down/out.jsonl").read_text(encoding="utf-8")
    records = [json.loads(line) for line in written.splitlines()]
    assert [record["id"] for record in records] == ["b", "7", "a"]
    assert all(list(record) == KEYS for record in records)
    assert records[1]["question"] == "And who led the team?"
    assert len(engines.models) == 1


def test_each_answer_is_on_disk_before_the_next_question_is_asked(
    byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def watched(prompt: Prompt) -> list[str]:
        seen.append(len(Path("out.jsonl").read_text(encoding="utf-8").splitlines()))
        return reply(prompt)

    monkeypatch.setattr(assembly, "language_model", lambda *_, **__: ScriptedModel([watched] * 3))
    lines = [{"id": n, "question": f"{WHO_LED[:-1]} on day {n}?"} for n in range(3)]
    assert byline("ask", "--batch", questions(*lines), "--out", "out.jsonl").code == 0
    assert seen == [0, 1, 2]


@pytest.mark.parametrize(
    "line", ["{", {"id": "2"}, {"question": "Who?"}, {"id": "2", "question": ""}]
)
def test_a_bad_line_is_named_before_a_model_is_loaded_or_anything_written(
    byline: Byline, filled: Path, engines: Engines, line: object
) -> None:
    file = questions({"id": "1", "question": WHO_LED}, line)
    refused(byline("ask", "--batch", file, "--out", "out.jsonl"), "in.jsonl, line 2: ")
    assert engines.opened == 0
    assert not Path("out.jsonl").exists()


def test_a_batch_that_is_not_there_is_refused(
    byline: Byline, filled: Path, engines: Engines
) -> None:
    done = byline("ask", "--batch", "none.jsonl", "--out", "out.jsonl")
    refused(done, "none.jsonl", "name a file of JSON lines")
    assert engines.opened == 0


@pytest.mark.parametrize("out", [".", "file/out.jsonl", "/proc/none/out.jsonl", "in.jsonl"])
def test_an_out_that_cannot_be_written_is_refused_before_a_model_is_loaded(
    byline: Byline, filled: Path, engines: Engines, out: str
) -> None:
    Path("file").write_text("")
    file = questions({"id": "1", "question": WHO_LED})
    refused(byline("ask", "--batch", file, "--out", out), out, "--out")
    assert engines.opened == 0
    assert WHO_LED in file.read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_disk_that_fills_up_while_answering_is_one_line(byline: Byline, filled: Path) -> None:
    file = questions({"id": "1", "question": WHO_LED})
    refused(byline("ask", "--batch", file, "--out", "/dev/full"), "No space left", "--out")


def test_earlier_answers_are_kept_when_the_model_cannot_be_loaded(
    byline: Byline, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("out.jsonl").write_text("earlier\n")
    monkeypatch.setenv("BYLINE_MODEL", "qwen2.5-7b")
    file = questions({"id": "1", "question": WHO_LED})
    refused(byline("ask", "--batch", file, "--out", "out.jsonl"), "models fetch qwen2.5-7b")
    assert Path("out.jsonl").read_text() == "earlier\n"


def test_a_chat_over_a_pipe_answers_follows_up_starts_over_and_ends(
    byline: Byline, filled: Path, engines: Engines
) -> None:
    lines = [WHO_LED, "", "And who was it?", "/new", "Who led them?", "/quit", "Never asked?"]
    done = byline("chat", stdin="\n".join(lines))
    assert done.code == 0
    assert done.out.count(f"“{LED}”") == 3
    assert "›" not in done.out
    assert done.lines == ["Type a question; /new starts over, /help says more, /quit ends."]
    asked = {p.turns[-1][0] for p in engines.models[0].prompts}
    leaning = [text for text in asked if "\nEarlier: " in text]
    assert len(leaning) == 1
    assert WHO_LED in leaning[0]


def test_small_talk_and_commands_in_a_chat_are_no_questions(
    byline: Byline, filled: Path, engines: Engines
) -> None:
    lines = ["hi", "thanks!", "that is wrong", "help", "/help", "/sing a song", "/thanks"]
    done = byline("chat", stdin="\n".join([*lines, f"Thanks, {WHO_LED}"]))
    assert done.code == 0
    _, hello, welcome, sorry, *helped, sing, thanks = done.lines
    assert hello == "Hello. What would you like to know?"
    assert welcome == "You're welcome."
    assert "👎" not in sorry  # there are no buttons here
    assert len(helped) == 6
    assert helped[:3] == helped[3:]
    assert sing == "There is no command /sing here; /help names those there are."
    assert thanks == "There is no command /thanks here; /help names those there are."
    assert done.out.count(f"“{LED}”") == 1
    assert all("hanks" not in p.turns[-1][0] for p in engines.models[0].prompts)


def test_a_chat_ends_with_its_input_and_outlives_a_refused_question(
    byline: Byline, filled: Path
) -> None:
    done = byline("chat", stdin=f"{'why ' * 500}\n{WHO_LED}\n")
    assert done.code == 0
    assert done.out.count(f"“{LED}”") == 1
    assert len(done.lines) == 2
    assert done.lines[1].startswith("byline: The question is 1,999 characters long")
