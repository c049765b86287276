"""Fixtures that run the command `byline`; test files name this as their `pytest_plugins`."""

import sys
from functools import cache
from pathlib import Path

import pytest
import typer.main
from cli_runner import LED, Byline, Done, Engines, Write

from bot.terminal import cli

_get_command = cache(typer.main.get_command)


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Engines:
    return Engines(monkeypatch)


@pytest.fixture
def byline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Byline:
    """Runs the command in this process, with the library `tmp_path/library`, and an empty cache.

    The tree of commands and options is made once, not for each run.
    """
    monkeypatch.setattr(typer.main, "get_command", _get_command)
    monkeypatch.setenv("BYLINE_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("BYLINE_CACHE", str(tmp_path / "cache"))

    def run(*args: object, stdin: str = "") -> Done:
        source = tmp_path / "stdin"
        source.write_text(stdin, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["byline", *map(str, args)])
        capfd.readouterr()
        with source.open(encoding="utf-8") as file:
            monkeypatch.setattr(sys, "stdin", file)
            with pytest.raises(SystemExit) as ended:
                cli.main()
        code = ended.value.code or 0
        assert isinstance(code, int)
        return Done(code, *capfd.readouterr())

    return run


@pytest.fixture
def filled(byline: Byline, engines: Engines, write: Write) -> Path:
    """A library with one article; its file."""
    text = f"The talks were held in Istanbul on 16 May 2025. {LED} Nothing was agreed."
    article = write("talks.txt", text)
    done = byline("index", article.parent)
    assert done == Done(0, "", "1 added, 0 changed, 0 removed, 0 unchanged, 0 failed\n")
    engines.encoders = 0
    return article
