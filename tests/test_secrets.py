"""Secrets: read from private files only, and found in nothing that Byline writes."""

import logging
import os
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from article_files import pdf
from bot_fakes import WHO_LED, PacedModel, is_answer, running_bot, says
from cli_runner import Byline, refused
from odd_site import FIRST, SECOND
from telegram_server import PrivateChat, TelegramServer

from bot import logs
from bot.backup.backup import back_up
from bot.backup.settings_lines import settings_lines
from bot.errors import SettingsError
from bot.memory.feedback import as_jsonl
from bot.settings import load, secrets
from bot.terminal.doctor import examine
from index.folder import export

pytest_plugins = "cli_fixtures"

TOKEN = "7000000001:AAF-a-token-of-thirty-five-letters"
HIDDEN = TOKEN.partition(":")[2]

# What may stand in a file, and the setting that names the file.
IN_FILES = {
    "telegram_bot_token": "BYLINE_TELEGRAM_TOKEN_FILE",
    "model_key": "BYLINE_MODEL_KEY_FILE",
    "chroma_token": "BYLINE_CHROMA_TOKEN_FILE",
    "api_token": "BYLINE_API_TOKEN_FILE",
    "database_password": "BYLINE_DATABASE_PASSWORD_FILE",
}


def token_file(text: str | bytes = TOKEN, mode: int = 0o600) -> Path:
    path = Path("token").absolute()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return path


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that holds the token, and that the settings name."""
    monkeypatch.setenv("BYLINE_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    return token_file()


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700, 0o640, 0o440])
@pytest.mark.parametrize("text", [TOKEN, f"{TOKEN}\n", f"  {TOKEN}\r\n\n"])
def test_the_token_may_stand_in_a_private_file(private: Path, mode: int, text: str) -> None:
    token_file(text, mode)
    token = load().telegram_bot_token
    assert token
    assert token.get_secret_value() == TOKEN


@pytest.mark.parametrize(
    "mode", [0o644, 0o604, 0o606, 0o666, 0o777, 0o601, 0o602, 0o620, 0o660, 0o444, 0o755]
)
def test_a_file_that_others_can_use_is_refused(private: Path, mode: int) -> None:
    private.chmod(mode)
    with pytest.raises(SettingsError) as error:
        load()
    assert f"chmod 600 {private}" in str(error.value)
    assert "\n" not in str(error.value)
    assert HIDDEN not in repr(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"{TOKEN}\n{TOKEN}",
        f"TELEGRAM_BOT_TOKEN = {TOKEN}",
        TOKEN * 100,
        TOKEN + 4096 * " ",
        f"{TOKEN}\0",
        f"{TOKEN}\x85",
        f"\ufeff{TOKEN}",
        f"{TOKEN}ü",
        "ünï:cödé",
        b"\xff\xfe\x00",
        TOKEN.encode() + b"\xff",
        f"{TOKEN} # the bot",
    ],
)
def test_a_file_that_holds_something_else_is_refused_without_showing_it(
    private: Path, text: str | bytes
) -> None:
    token_file(text)
    with pytest.raises(SettingsError, match="holds no usable secret") as error:
        load()
    assert HIDDEN not in f"{error.value!r} {error.value.__cause__!r}"


def test_a_file_that_is_not_there_or_is_a_folder_is_named(
    private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private.unlink()
    for _ in range(2):
        with pytest.raises(SettingsError, match="BYLINE_TELEGRAM_TOKEN_FILE"):
            load()
        private.mkdir(exist_ok=True)
    monkeypatch.setenv("BYLINE_TELEGRAM_TOKEN_FILE", "~nobody-of-that-name/token")
    with pytest.raises(SettingsError, match="The setting BYLINE_TELEGRAM_TOKEN_FILE cannot be"):
        load()


@pytest.mark.parametrize("name", IN_FILES)
def test_every_secret_may_stand_in_a_private_file_and_shows_nowhere(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(IN_FILES[name], str(token_file(f"{TOKEN}\n")))
    settings = load()
    assert getattr(settings, name).get_secret_value() == TOKEN
    assert secrets(settings) == [TOKEN, HIDDEN]
    shown = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    assert HIDDEN not in shown + settings_lines(settings)


@pytest.mark.parametrize("name", IN_FILES)
def test_every_file_is_refused_with_its_setting_and_a_remedy(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    monkeypatch.setenv(IN_FILES[name], str(file))
    refusals = []
    for text, mode, remedy in (
        (None, 0o600, "cannot be read"),
        (TOKEN, 0o644, f"chmod 600 {file}"),
        (TOKEN, 0o660, f"chmod 600 {file}"),
        (TOKEN, 0o602, f"chmod 600 {file}"),
        (f"{TOKEN} {TOKEN}", 0o600, "one line"),
        (f"{TOKEN}\xff", 0o600, "one line"),
        ("", 0o600, "one line"),
    ):
        if text is not None:
            token_file(text, mode)
        with pytest.raises(SettingsError) as error:
            load()
        refusals.append(f"{error.value!r} {error.value.__cause__!r} {error.value.__context__!r}")
        assert f"{IN_FILES[name]} names {file}, which" in str(error.value)
        assert remedy in str(error.value)
    assert HIDDEN not in "".join(refusals)


def test_the_remedy_can_be_pasted_when_a_name_has_blanks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = token_file(mode=0o644).rename(tmp_path / "my token")
    monkeypatch.setenv("BYLINE_MODEL_KEY_FILE", str(file))
    with pytest.raises(SettingsError, match=f"chmod 600 '{file}'"):
        load()


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        ("serve", {"BYLINE_SERVE_LISTEN": "192.0.2.1", "BYLINE_API_TOKEN": "a" * 16}),
        ("telegram", {"BYLINE_METRICS_LISTEN": "192.0.2.1", "BYLINE_METRICS_PORT": "9100"}),
    ],
)
@pytest.mark.usefixtures("filled", "all_logged")
def test_keys_of_files_are_blacked_out_of_the_log_of_what_runs_on(
    byline: Byline,
    private: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    refusal: dict[str, str],
) -> None:
    for name in ("BYLINE_MODEL_KEY_FILE", "BYLINE_CHROMA_TOKEN_FILE"):
        key = private.with_name(name)
        key.write_text(f"{name}-hidden")
        key.chmod(0o600)
        monkeypatch.setenv(name, str(key))
    for name, value in refusal.items():
        monkeypatch.setenv(name, value)
    refused(byline(command), next(iter(refusal)))  # after the log was set up
    (handler,) = logging.getLogger().handlers
    line = f"MODEL {load().model_secret} CHROMA {load().chroma_secret} TELEGRAM {TOKEN}"
    record = logging.LogRecord("any", logging.ERROR, "file", 1, line, None, None)
    assert "MODEL <secret> CHROMA <secret> TELEGRAM <secret>" in handler.format(record)


def test_a_token_in_the_environment_wins_and_the_file_is_not_read(
    private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private.chmod(0o644)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:another")
    token = load().telegram_bot_token
    assert token
    assert token.get_secret_value() == "1:another"


def test_the_token_of_a_file_shows_nowhere_either(private: Path) -> None:
    settings = load()
    shown = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    assert HIDDEN not in shown
    assert secrets(settings) == [TOKEN, HIDDEN]


@pytest.mark.parametrize(
    ("line", "mode", "state"),
    [
        (f"TELEGRAM_BOT_TOKEN={TOKEN}", 0o644, "note"),
        (f"export TELEGRAM_BOT_TOKEN = {TOKEN}", 0o604, "note"),
        (f"TELEGRAM_BOT_TOKEN={TOKEN}", 0o600, "good"),
        ("BYLINE_THREADS=2", 0o644, "good"),
        ("TELEGRAM_BOT_TOKEN=", 0o644, "good"),
        (f"# TELEGRAM_BOT_TOKEN={TOKEN}", 0o644, "good"),
    ],
)
def test_the_doctor_tells_when_others_can_read_the_token_in_the_settings_file(
    private: Path, tmp_path: Path, line: str, mode: int, state: str
) -> None:
    (tmp_path / ".env").write_text(f"{line}\n")
    (tmp_path / ".env").chmod(mode)
    found = next(each for each in examine(load(library=tmp_path)) if "token" in each.name)
    assert found.state == state
    assert ("chmod 600 .env" in found.remedy) is (state == "note")
    assert HIDDEN not in repr(found)


@pytest.mark.slow
@pytest.mark.usefixtures("filled", "private")
def test_no_command_shows_the_token(byline: Byline, tmp_path: Path) -> None:
    commands = [
        *(["doctor"], ["models", "list"], ["library", "check"], ["index"], ["--version"], []),
        *(["library", "export", "a.zip"], ["backup", "b.zip"], ["feedback", "export"]),
        *(["ask", "Who led?", "--json"], ["restore", "none.zip"], ["index", "/nowhere"]),
        *(["telegram", "--threads"], ["restore", "b.zip"], ["run", "--help"]),
    ]
    for arguments in commands:
        done = byline(*arguments)
        assert HIDDEN not in done.out + done.err
    assert found_in(tmp_path, HIDDEN) == ["token"]


@pytest.fixture
def all_logged() -> Iterator[None]:
    """Logging as the bot's, with everything in it; put back afterwards."""
    root = logging.getLogger()
    names = ("httpx", "httpcore", "telegram", "telegram.ext.AIORateLimiter", "chromadb")
    before = root.level, root.handlers[:], {name: logging.getLogger(name).level for name in names}
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.slow
@pytest.mark.refusals
@pytest.mark.usefixtures("all_logged")
async def test_nothing_that_a_bot_wrote_holds_the_token(
    server: TelegramServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.configure([server.token], logging.DEBUG)
    for name in ("httpx", "httpcore", "telegram", "telegram.ext.AIORateLimiter"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    ana: PrivateChat = server.private_chat(server.user(1, first_name="Ana"))
    async with running_bot(server, tmp_path, PacedModel(), admins="1") as rig:
        await ana.send_document(pdf([[FIRST, SECOND]]), "ferry.pdf", mime_type="application/pdf")
        await ana.wait_for(says("Added"), within=60)
        server.fail_next("getFile", 500)
        await ana.send_document(pdf([[SECOND]]), "other.pdf", mime_type="application/pdf")
        server.reset_next("editMessageText", times=1)
        server.reset_next("getUpdates", times=1)
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer, within=60)
        await ana.send("/status")
        await ana.send("/log")
        try:
            await rig.service.app.bot.get_file("no such file")
        except Exception:
            logging.getLogger("bot").exception("with a traceback of %s", server.url)
        settings = rig.service._settings
        (tmp_path / "rated.jsonl").write_text(as_jsonl(rig.kept.feedback.all()))
        export.export(settings.library, tmp_path / "library.zip")
        back_up(settings, tmp_path / "backup.zip")
    server.refused.clear()
    written = "".join(capfd.readouterr())
    assert "/bot<secret>/" in written  # it would have been written
    assert "Traceback" in written
    assert (tmp_path / "library" / "failures.log").exists()
    for secret in (server.token, server.token.partition(":")[2]):
        assert secret not in written
        assert found_in(tmp_path, secret) == []
    assert all(server.token not in message.text for message in ana.messages)


def test_the_token_is_no_argument_that_a_list_of_processes_would_show(byline: Byline) -> None:
    for command in ([], ["telegram"], ["run"], ["chat"]):
        assert "--token" not in byline(*command, "--help").out


def found_in(folder: Path, secret: str) -> list[str]:
    """The files below `folder` that hold `secret`, in their names or contents, packed or not."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place) / name
            if path.is_file() and (secret in name or holds(path.read_bytes(), secret)):
                found.append(str(path.relative_to(folder)))
    return found


def holds(data: bytes, secret: str) -> bool:
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return any(holds(packed.read(name), secret) for name in packed.namelist())
    return secret.encode() in data or secret.encode("utf-16-le") in data


def test_what_looks_for_the_token_would_find_it(tmp_path: Path) -> None:
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", f"before {TOKEN} after")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", inner.getvalue())
    (tmp_path / "wide.txt").write_text(TOKEN, encoding="utf-16-le")
    (tmp_path / "other.txt").write_text("nothing")
    assert sorted(found_in(tmp_path, HIDDEN)) == ["outer.zip", "wide.txt"]
