"""A model behind a real server, llama.cpp's own, started here with the smallest weights."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from chroma_servers import free_port, wait_until_it_answers
from conftest import REAL_CACHE

from bot.errors import ModelError, Stopped
from bot.models.server_connection import Patience, ServerConnection
from bot.models.server_model import ServerModel
from bot.models.server_replies import SAID
from bot.types import Call, Prompt

pytestmark = pytest.mark.slow
WEIGHTS = REAL_CACHE / "models" / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
KEY = "sk-of-the-real-one"
SKY = Prompt(
    "",
    (
        ("Is snow white?", "Stated: yes"),
        ("Is coal white?", "Stated: no"),
        ("Is milk white?", "Stated: yes"),
        ("Is chalk white?", "Stated:"),
    ),
)
COUNT = Prompt("", (("Count to five in digits.", ""),))

Open = Callable[..., ServerModel]


@contextmanager
def llama_server(tmp_path: Path, *, odds: bool) -> Iterator[str]:
    """llama.cpp's Python server with the smallest weights, with or without odds."""
    port = free_port()
    arguments = ["--model", WEIGHTS, "--model_alias", "smol", "--port", port, "--n_ctx", 512]
    arguments += ["--logits_all", str(odds).lower(), "--n_threads", 1, "--verbose", "false"]
    process = subprocess.Popen(
        [sys.executable, "-m", "llama_cpp.server", *map(str, arguments)],
        env={**os.environ, "API_KEY": KEY},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
    )
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/docs", process)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def opened() -> Iterator[Open]:
    with ExitStack() as stack:

        def opened(url: str, key: str = KEY, name: str | None = None) -> ServerModel:
            connection = ServerConnection([url], key, Patience(first_s=120, between_s=120))
            stack.callback(connection.close)
            return ServerModel(connection, name)

        yield opened


def test_it_tells_odds_writes_the_same_words_again_and_can_be_stopped(
    tmp_path: Path, opened: Open
) -> None:
    with llama_server(tmp_path, odds=True) as url:
        model = opened(url)
        assert model.name == "smol"
        odds = model.log_odds(SKY, " yes", " no", Call())
        assert abs(odds) not in (SAID, 0.0)
        assert model.log_odds(SKY, " yes", " no", Call()) == pytest.approx(odds, abs=0.05)
        call = Call()
        once = "".join(model.write(COUNT, max_tokens=8, stop=(), call=call))
        assert once == "".join(model.write(COUNT, max_tokens=8, stop=(), call=Call()))
        assert 0 < call.answer_tokens <= 8
        said: list[str] = []
        pieces = model.write(COUNT, max_tokens=200, stop=(), call=Call(stopped=lambda: bool(said)))
        said.append(next(pieces))
        with pytest.raises(Stopped):
            list(pieces)
        # It serves one at a time, so this also shows that the stopped reply has ended there.
        assert "".join(model.write(COUNT, max_tokens=8, stop=(), call=Call())) == once
        too_long = Prompt("", (("mill " * 2000, ""),))
        with pytest.raises(ModelError, match="lower BYLINE_CONTEXT_TOKENS"):
            list(model.write(too_long, max_tokens=8, stop=(), call=Call()))
        with pytest.raises(ModelError, match="does not have lynx, only smol"):
            opened(url, name="lynx")
        with pytest.raises(ModelError, match="correct BYLINE_MODEL_KEY") as refused:
            opened(url, key="sk-wrong-one")
        assert "sk-wrong-one" not in str(refused.value)


def test_one_that_tells_no_odds_is_asked_for_words(tmp_path: Path, opened: Open) -> None:
    with llama_server(tmp_path, odds=False) as url:
        assert opened(url).log_odds(SKY, " yes", " no", Call()) in (SAID, -SAID)
