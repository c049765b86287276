"""`byline run` and `byline telegram`, up to where Telegram would answer."""

import logging
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cli_runner import LED, WHO_LED, Byline, Engines, refused

from bot.models import speech_to_text
from bot.models.weights import Weights
from bot.terminal import console

pytest_plugins = "cli_fixtures"

TOKEN = "123456789:AAsecretsecretsecretsecretsecretsec"


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models that were fetched; all the others are there."""
    names: list[str] = []

    def fetch(self: Any, name: str, progress: console.DownloadProgress) -> Path:
        names.append(name)
        return Path("/cache") / name

    monkeypatch.setattr(Weights, "status", lambda self, name: "ready")
    monkeypatch.setattr(Weights, "fetch", fetch)
    return names


@pytest.mark.slow
def test_run_without_a_token_indexes_the_samples_once_and_tells_how_to_get_one(
    byline: Byline, engines: Engines, fetched: list[str], tmp_path: Path
) -> None:
    done = byline("run", stdin=f"{WHO_LED}\n")
    assert done.code == 0
    assert f"“{LED}”" in done.out
    assert [line.split(" ")[0] for line in done.lines] == ["Indexing", "12", "No", "Type"]
    token = done.lines[2]
    assert "@BotFather" in token
    assert "TELEGRAM_BOT_TOKEN" in token
    assert str(tmp_path / "library") in done.lines[0]

    again = byline("run", stdin="/quit\n")
    assert (again.code, again.out) == (0, "")
    assert again.lines == done.lines[2:]
    assert fetched == []


def test_run_fetches_what_is_missing_and_leaves_a_library_alone_that_has_articles(
    byline: Byline, filled: Path, fetched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Weights, "status", lambda self, name: "missing")
    done = byline("run", stdin="")
    assert done.code == 0
    assert fetched == ["all-minilm-l6-v2", "qwen2.5-coder-1.5b"]
    assert done.lines[:2] == [f"{name} is in /cache/{name}" for name in fetched]
    assert "Indexing" not in done.err


@pytest.mark.usefixtures("filled", "bot_logs")
def test_the_bot_without_a_token_says_how_to_get_one(byline: Byline, engines: Engines) -> None:
    refused(byline("telegram"), "@BotFather", "TELEGRAM_BOT_TOKEN")
    assert engines.opened == 0


@pytest.mark.usefixtures("filled", "bot_logs")
def test_the_bot_with_a_voice_model_that_cannot_be_used_says_what_to_run(
    byline: Byline, engines: Engines, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("BYLINE_VOICE_MODEL", "whisper-base")
    refused(byline("telegram"), "`byline models fetch whisper-base`")
    monkeypatch.setenv("BYLINE_VOICE_MODEL", "whisper-bass")
    refused(byline("telegram"), "model.bin", "whisper-base", "`byline models list`")
    (tmp_path / "model.bin").write_bytes(b"weights")
    monkeypatch.setenv("BYLINE_VOICE_MODEL", str(tmp_path))
    monkeypatch.setattr(speech_to_text, "find_spec", lambda name: None)
    refused(byline("telegram"), '-e ".[voice]"` in the clone')
    assert engines.opened == 0


@pytest.mark.usefixtures("filled", "engines", "bot_logs")
def test_run_fetches_the_voice_model_for_the_bot_alone(
    byline: Byline, fetched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BYLINE_VOICE_MODEL", "whisper-base")
    monkeypatch.setattr(Weights, "status", lambda self, name: "missing")
    byline("run", stdin="")
    assert "whisper-base" not in fetched
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    refused_at_once = byline("run")  # what was fetched here is a name only
    assert "`byline models fetch whisper-base`" in refused_at_once.err
    assert fetched[-1] == "whisper-base"


@pytest.mark.usefixtures("filled", "fetched", "bot_logs")
@pytest.mark.parametrize("command", ["telegram", "run"])
def test_a_wrong_token_is_refused_in_one_line_that_does_not_hold_it(
    byline: Byline,
    telegram_that_knows_nobody: str,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", telegram_that_knows_nobody)
    done = byline(command)
    refused(done, "does not know this token", "@BotFather")
    assert "secret" not in done.err


@pytest.mark.usefixtures("filled", "bot_logs")
@pytest.mark.parametrize("token", ["no-token", "123:short", "with space:in it", "ünï:cödé"])
def test_a_token_that_cannot_be_one_is_refused_too(
    byline: Byline,
    telegram_that_knows_nobody: str,
    monkeypatch: pytest.MonkeyPatch,
    token: str,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    monkeypatch.setenv("TELEGRAM_API_URL", telegram_that_knows_nobody)
    refused(byline("telegram"), "@BotFather")


@pytest.fixture
def telegram_that_knows_nobody() -> Iterator[str]:
    """A Bot API server that refuses every token."""

    class Refusal(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
            self.send_response(401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def bot_logs() -> Iterator[None]:
    """The bot's logging as it is, put back afterwards."""
    root = logging.getLogger()
    before = root.level, root.handlers[:], sys.excepthook, threading.excepthook
    raising = logging.raiseExceptions
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    sys.excepthook, threading.excepthook = before[2:]
    logging.raiseExceptions = raising
