"""Who may ask the HTTP API: tokens and their files, addresses of this machine, bad settings."""

import socket
import sys
from pathlib import Path

import pytest
from cli_runner import Byline, Engines, refused
from every_case import over

import bot.serving
from bot.errors import SettingsError
from bot.messenger import health_port
from bot.serving.api_token import Access, access, api_token, bound, host_name, is_loopback
from bot.settings import load

pytest_plugins = "cli_fixtures"

TOKEN = "0123456789abcdef-secret"

HERE = ["127.0.0.1", "127.8.9.1", "localhost", "LOCALHOST", "localhost.", "::1", "[::1]"]
HERE += ["::ffff:127.0.0.1", "0:0:0:0:0:0:0:1"]
ELSEWHERE = ["0.0.0.0", "::", "", "192.168.1.4", "10.0.0.1", "byline.example", "8.8.8.8", "*"]
ELSEWHERE += ["localhost.example", "127.0.0.1.example", "127.0.0.1 ", "0", "fe80::1", "[::]"]


@over(HERE)
def test_addresses_of_this_machine_need_no_token(name: str) -> None:
    assert is_loopback(name)
    assert not access(load(), name, "X").by_token


@over(ELSEWHERE)
def test_other_addresses_need_one(name: str) -> None:
    assert not is_loopback(name)
    with pytest.raises(SettingsError, match=r"BYLINE_SERVE_LISTEN.*BYLINE_API_TOKEN_FILE"):
        access(load(), name, "BYLINE_SERVE_LISTEN")
    assert access(load(api_token=TOKEN), name, "BYLINE_SERVE_LISTEN").by_token


@over(
    [
        ("localhost", "localhost"),
        ("127.0.0.1:8080", "127.0.0.1"),
        ("[::1]:8080", "::1"),
        ("[::1]", "::1"),
        ("byline.example:443", "byline.example"),
        ("", ""),
        ("a:b:c", ""),
        ("127.0.0.1:80@evil.example", ""),
    ],
)
def test_a_host_is_read_without_its_port(header: str, name: str) -> None:
    assert host_name(header) == name


def test_a_token_is_needed_as_it_is() -> None:
    who = Access(TOKEN)
    for given in (f"Bearer {TOKEN}", f"bearer {TOKEN}", f"BEARER  {TOKEN} "):
        assert who.refusal(given, "anywhere.example") is None
    for given in ("", "Bearer", TOKEN, f"Bearer {TOKEN}.", f"Bearer {TOKEN[1:]}", "Bearer ü"):
        why = who.refusal(given, "localhost")
        assert why
        assert TOKEN not in why


def private(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    file.chmod(0o600)
    return file


def test_a_token_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = private(tmp_path / "token", f"{TOKEN}\n".encode())
    assert api_token(load(api_token=TOKEN)) == TOKEN
    assert api_token(load(api_token_file=file)) == TOKEN
    assert api_token(load()) is None


@pytest.mark.parametrize(
    "content", ["", "short", "x" * 513, "two words of more than sixteen", "naïve-naïve-naïve"]
)
def test_a_token_that_cannot_be_used_is_not_shown(tmp_path: Path, content: str) -> None:
    file = private(tmp_path / "token", content.encode())
    with pytest.raises(SettingsError, match="BYLINE_API_TOKEN_FILE") as refusal:
        api_token(load(api_token_file=file))
    assert not content or content not in str(refusal.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for file in (tmp_path / "none", tmp_path):
        with pytest.raises(SettingsError, match="BYLINE_API_TOKEN_FILE names") as refusal:
            api_token(load(api_token_file=file))
        assert str(file) in str(refusal.value)
    private(tmp_path / "bytes", b"\xff\xfe" * 20)
    with pytest.raises(SettingsError, match="holds no usable secret"):
        api_token(load(api_token_file=tmp_path / "bytes"))
    with pytest.raises(SettingsError, match="not both"):
        api_token(load(api_token=TOKEN, api_token_file=tmp_path / "bytes"))


def test_an_address_that_is_taken_or_not_ours_is_refused() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(SettingsError, match="set SETTING"),
    ):
        bound("127.0.0.1", taken.getsockname()[1], "SETTING")
    with pytest.raises(SettingsError, match="set SETTING"):
        bound("203.0.113.7", 8080, "SETTING")
    with pytest.raises(SettingsError, match="set SETTING"):
        bound("no.such.name.invalid", 8080, "SETTING")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("setting", "remedy"),
    [
        ("BYLINE_SERVE_LISTEN=0.0.0.0", "BYLINE_API_TOKEN"),
        ("BYLINE_SERVE_PORT=0", "BYLINE_SERVE_PORT"),
        ("BYLINE_SERVE_WAITING=-1", "BYLINE_SERVE_WAITING"),
        ("BYLINE_SERVE_SECONDS=soon", "BYLINE_SERVE_SECONDS"),
        ("BYLINE_API_TOKEN=short", "BYLINE_API_TOKEN"),
        ("BYLINE_PAGE_URL=https://news.example.org", "TELEGRAM_BOT_TOKEN"),
        ("BYLINE_API_TOKEN_FILE=/nowhere/token", "/nowhere/token"),
    ],
)
def test_byline_serve_refuses_bad_settings_before_a_model_is_loaded(
    byline: Byline, engines: Engines, monkeypatch: pytest.MonkeyPatch, setting: str, remedy: str
) -> None:
    monkeypatch.setenv(*setting.split("="))
    refused(byline("serve"), remedy)
    assert engines.opened == 0


@pytest.mark.usefixtures("filled")
def test_byline_serve_names_a_port_that_is_taken(
    byline: Byline, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("BYLINE_SERVE_PORT", str(taken.getsockname()[1]))
        refused(byline("serve"), "BYLINE_SERVE_PORT")
    assert engines.opened == 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("command", "module"), [("serve", "http_server"), ("mcp", "mcp_server")])
def test_what_is_not_installed_is_named_with_its_extra(
    byline: Byline, engines: Engines, monkeypatch: pytest.MonkeyPatch, command: str, module: str
) -> None:
    monkeypatch.delattr(bot.serving, module, raising=False)
    monkeypatch.setitem(sys.modules, f"bot.serving.{module}", None)
    refused(byline(command), f'-e ".[{command}]"` in the clone')
    assert engines.opened == 0


def test_metrics_of_the_bot_need_an_extra_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert health_port.check(load()) is None
    monkeypatch.delattr(bot.serving, "metrics", raising=False)
    monkeypatch.setitem(sys.modules, "bot.serving.prometheus_format", None)
    assert health_port.check(load()) is None
    with pytest.raises(SettingsError, match=r"BYLINE_METRICS_PORT.*\.\[serve\]"):
        health_port.check(load(metrics_port=9100))
