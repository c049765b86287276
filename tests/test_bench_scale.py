"""Tests `byline bench scale` on real servers, with so little that the figures mean nothing."""

import json
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from conftest import REAL_CACHE
from fakes import HashingEncoder, ListStore, ScriptedModel

from bench import run, scale_accepting, scale_model, scale_search, servers
from bench.figures import Section
from bench.questions import questions
from bot.answering.answerer import Answerer
from bot.errors import SettingsError
from bot.settings import Settings
from bot.types import Call, LanguageModel, Prompt
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync

SAMPLES = Path(__file__).parents[1] / "bot" / "samples"
ONE = Prompt("", (("Count to five.", ""),))


def test_scale_is_measured_in_steps_and_other_parts_as_one() -> None:
    assert run._steps(["start", "scale"]) == ["start", *run.SCALE]
    assert all(callable(getattr(run.Bench, step)) for step in run.SCALE)


def test_a_step_that_fails_is_noted_and_the_others_go_on(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(bench: run.Bench) -> Section:
        raise SettingsError("no server")

    for step in run.SCALE:
        monkeypatch.setattr(run.Bench, step, lambda bench: Section("went well"))
    monkeypatch.setattr(run.Bench, run.SCALE[0], fails)
    monkeypatch.setattr(run, "RESULTS", tmp_path)
    sections = json.loads(run.run(["scale"], settings).read_text())["sections"]
    assert sections[0]["notes"] == ["not measured: no server"]
    assert [each["name"] for each in sections[1:]] == ["went well"] * (len(run.SCALE) - 1)


def test_who_asks_at_once_shares_the_questions_and_each_has_a_model(
    library: Library, store: ListStore, encoder: HashingEncoder
) -> None:
    sync([SAMPLES], library, store, encoder)
    searcher = Searcher(library, store, encoder)
    opened: list[int] = []

    def models(stack: ExitStack, number: int) -> list[LanguageModel]:
        opened.append(number)
        stack.callback(opened.append, -number)
        return [ScriptedModel(replies=[" 400 metres [1]"] * 12) for _ in range(number)]

    asked = questions(3)
    section = scale_model.measure(models, lambda each: Answerer(searcher, each), asked, (1, 2))
    assert opened == [1, -1, 2, -2]
    assert [(row["at once"], row["questions"]) for row in section.rows] == [(1, 3), (2, 3)]
    for number in (1, 2):
        ids = [row["id"] for row in section.details if row["at once"] == number]
        assert sorted(ids) == sorted(question.id for question in asked)


def test_a_server_that_does_not_start_is_one_line_with_the_remedy() -> None:
    with (
        pytest.raises(SettingsError, match=r"^PostgreSQL did not start \(gone\): install what"),
        servers._explained("PostgreSQL"),
    ):
        raise AssertionError("gone")


@pytest.mark.slow
def test_bots_over_a_real_database_accept_each_question_once() -> None:
    section = scale_accepting.measure(6, bots=(1, 3))
    assert [(row["bots"], row["questions"]) for row in section.rows] == [(1, 6), (3, 6)]
    assert all(row["questions/s"] > 0 for row in section.rows)
    assert section.notes == []


@pytest.mark.slow
def test_a_real_chroma_server_finds_what_the_folder_finds(
    tmp_path: Path, encoder: HashingEncoder
) -> None:
    words = [f"{a}{b}{c}" for a in "bdgklmnprst" for b in "aeiou" for c in ("rn", "lt", "sk", "mp")]
    vocab = {word: number for number, word in enumerate(words)}
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocab}}))

    section = scale_search.measure([140], tmp_path / "made", encoder, tmp_path, limit=5)
    folder, server = section.rows
    assert (folder["vectors"], server["vectors"]) == ("folder", "server")
    assert folder["x folder"] == 1.0
    assert folder["found"] == server["found"] > 0.5


@pytest.mark.slow
def test_real_model_servers_run_for_those_who_ask_and_end_with_their_block() -> None:
    weights = REAL_CACHE / "models" / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    with ExitStack() as stack, servers.model(weights, 512, 1) as url:
        models = scale_model.on_own_servers(weights, 512)(stack, 1)
        assert [model.name for model in models] == [servers.MODEL]
        written = "".join(models[0].write(ONE, max_tokens=2, stop=(), call=Call()))
        assert written
        assert httpx.get(f"{url}/models", trust_env=False).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/models", trust_env=False)
