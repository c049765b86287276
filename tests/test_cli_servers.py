"""`byline ask` with the language model on a server: the whole way, and what goes wrong."""

from pathlib import Path

import pytest
from cli_runner import WHO_LED, Byline, Engines
from odd_model_server import KEY, Behave, OddModelServer, error, says, status

from bot import assembly

pytest_plugins = "cli_fixtures"
language_model = assembly.language_model  # before `engines` replaces it


@pytest.fixture
def servers(
    engines: Engines,
    filled: Path,
    one_certificate: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A library with an article, the real choice of the model, and a key in a file."""
    monkeypatch.setattr(assembly, "language_model", language_model)
    (tmp_path / "key").touch(mode=0o600)
    (tmp_path / "key").write_text(KEY)
    monkeypatch.setenv("BYLINE_MODEL_KEY_FILE", str(tmp_path / "key"))


@pytest.mark.usefixtures("servers")
def test_a_question_is_answered_by_a_server(
    byline: Byline, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OddModelServer().running() as odd:
        odd.script = [
            says("yes", {"yes": 0.99, "no": 0.001}),
            says("yes\nAnswer: its defence minister, Rustem Umerov [1]"),
        ]
        monkeypatch.setenv("BYLINE_MODEL_URL", odd.url)
        done = byline("ask", WHO_LED, "--json")
    assert (done.code, done.err) == (0, "")
    assert '"outcome": "answered"' in done.out
    assert "Rustem Umerov" in done.out
    assert KEY not in done.out
    assert set(odd.keys) == {f"Bearer {KEY}"}


@pytest.mark.usefixtures("servers")
@pytest.mark.parametrize(
    ("at_start", "script", "remedy"),
    [
        (error(401, f"bad key {KEY}"), [], "correct BYLINE_MODEL_KEY"),
        (status(200, {"data": []}), [], "set BYLINE_MODEL_NAME"),
        (status(200, "<p>hello</p>", "text/html"), [], "correct BYLINE_MODEL_URL"),
        (None, [error(404, "no such model")], "correct BYLINE_MODEL_NAME"),
        (None, [error(400, "context length exceeded")], "lower BYLINE_CONTEXT_TOKENS"),
    ],
)
def test_a_server_that_cannot_be_used_is_one_line_and_code_2(
    at_start: Behave | None,
    script: list[Behave],
    remedy: str,
    byline: Byline,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with OddModelServer(no_list=at_start, script=script).running() as odd:
        monkeypatch.setenv("BYLINE_MODEL_URL", odd.url)
        done = byline("ask", WHO_LED)
    assert (done.code, done.out, len(done.lines)) == (2, "", 1)
    assert remedy in done.err
    assert KEY not in done.err


@pytest.mark.usefixtures("servers")
def test_an_address_without_a_server_is_one_line_and_code_2(
    byline: Byline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BYLINE_MODEL_URL", "http://127.0.0.1:9/v1")
    done = byline("ask", WHO_LED)
    assert (done.code, done.out, len(done.lines)) == (2, "", 1)
    assert "correct BYLINE_MODEL_URL" in done.err


@pytest.mark.usefixtures("servers")
def test_a_file_without_a_key_is_one_line_and_code_2(
    byline: Byline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BYLINE_MODEL_URL", "http://127.0.0.1:9/v1")
    (tmp_path / "key").write_text("")
    done = byline("ask", WHO_LED)
    assert (done.code, len(done.lines)) == (2, 1)
    assert "BYLINE_MODEL_KEY_FILE" in done.err
