"""The settings that stand in a backup: all but what may be secret."""

from pathlib import Path

import pytest

from bot.backup.settings_lines import settings_lines
from bot.settings import load, secrets

TOKEN = "7000000001:AAF-a-token-of-thirty-five-letters"


def test_settings_are_kept_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "hidden-from-all-eyes"
    given: dict[str, object] = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": f"https://ana:{secret}@telegram.example/{TOKEN}",
        "BYLINE_WEBHOOK_SECRET": secret,
        "BYLINE_WEBHOOK_URL": f"https://ana:pass@news.example/hook?key={secret}",
        "BYLINE_ADMINS": "41,7",
        "BYLINE_THREADS": "2",
        "BYLINE_DRAFTS": "true",
        "BYLINE_SOURCES": "/srv/sources.toml",
        "BYLINE_MODEL": "smollm2-135m",
        "BYLINE_LIBRARY": "/srv/library",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, str(value))
    lines = settings_lines(load())
    assert [line for line in lines.splitlines() if not line.startswith("#")] == [
        "BYLINE_MODEL=smollm2-135m",
        "BYLINE_SOURCES=/srv/sources.toml",
        "BYLINE_THREADS=2",
        "BYLINE_ADMINS=41,7",
        "BYLINE_DRAFTS=true",
        "BYLINE_WEBHOOK_URL=https://news.example/hook",
    ]
    assert secret not in lines
    assert TOKEN.partition(":")[2] not in lines


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("https://ana:pw@api.example:8443/x", "https://api.example:8443/x"),
        ("https://pw@api.example/", "https://api.example"),
        ("https://api.example/?token=pw", "https://api.example/"),
        ("https://api.example/#pw", "https://api.example/"),
        ("http://[fe80::1", ""),
    ],
)
def test_an_address_is_kept_without_what_may_be_secret(address: str, line: str) -> None:
    lines = settings_lines(load(telegram_api_url=address))
    assert f"\nTELEGRAM_API_URL={line}\n" in lines


def test_a_short_end_of_a_secret_takes_no_other_setting_along() -> None:
    settings = load(telegram_bot_token="not-a-token:2", threads=2)
    assert secrets(settings) == ["not-a-token:2"]
    assert "BYLINE_THREADS=2" in settings_lines(settings)


def test_what_a_backup_writes_of_settings_can_be_read_as_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BYLINE_ALLOWED", "7,-100")
    monkeypatch.setenv("BYLINE_ACCESS", "closed")
    before = load()
    monkeypatch.delenv("BYLINE_ALLOWED")
    monkeypatch.delenv("BYLINE_ACCESS")
    (tmp_path / ".env").write_text(settings_lines(before))
    assert load() == before
