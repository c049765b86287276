"""Where settings come from, which ones take precedence, and how bad ones are refused."""

import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load

TOKEN = "123456789:AAsecretsecretsecretsecretsecretsec"


def dotenv(*lines: str) -> None:
    Path(".env").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_what_is_given_wins_over_the_environment_which_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dotenv("BYLINE_MODEL=file", "BYLINE_ENCODER=file", "BYLINE_CONTEXT_TOKENS=2048")
    monkeypatch.setenv("BYLINE_MODEL", "environment")
    monkeypatch.setenv("BYLINE_ENCODER", "environment")
    settings = load(model="given", encoder=None)
    chosen = (settings.model, settings.encoder, settings.context_tokens)
    assert chosen == ("given", "environment", 2048)


def test_the_telegram_settings_follow_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv("TELEGRAM_API_URL=http://file", f"TELEGRAM_BOT_TOKEN={TOKEN}")
    assert load().telegram_api_url == "http://file"
    monkeypatch.setenv("TELEGRAM_API_URL", "http://environment/")
    assert load().telegram_api_url == "http://environment"
    assert load(telegram_api_url="http://given").telegram_api_url == "http://given"
    token = load().telegram_bot_token
    assert token is not None
    assert token.get_secret_value() == TOKEN


def test_the_example_file_as_it_is_sets_nothing() -> None:
    defaults = load()
    example = Path(__file__).parents[1] / ".env.example"
    dotenv(*example.read_text(encoding="utf-8").splitlines())
    assert load() == defaults


@pytest.mark.parametrize("where", ["environment", "file"])
def test_an_empty_value_means_the_default(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = load()
    names = [f"BYLINE_{name.upper()}" for name in type(defaults).model_fields]
    names += ["TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL"]
    for name in names:
        if where == "environment":
            monkeypatch.setenv(name, "")
    if where == "file":
        dotenv(*(f"{name}=" for name in names))
    assert load() == defaults


def test_folders_are_made_whole_and_may_begin_with_the_home_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/reader")
    settings = load(library=Path("news"), cache=Path("~/models"))
    assert settings.library == Path.cwd() / "news"
    assert settings.cache == Path("/home/reader/models")


def test_the_cache_folder_is_the_systems_unless_another_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/reader")
    assert load().cache == Path("/home/reader/.cache/byline")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache")
    assert load().cache == Path("/var/cache/byline")


@pytest.mark.parametrize("value", ["12,34", " 12, 34 ,", "12 34"])
def test_admins_are_numbers_separated_by_commas(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BYLINE_ADMINS", value)
    assert load().admins == {12, 34}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BYLINE_ADMINS", "abc"),
        ("BYLINE_ADMINS", "12,@ana"),
        ("BYLINE_CONTEXT_TOKENS", "10"),
        ("BYLINE_CONTEXT_TOKENS", "many"),
        ("BYLINE_THREADS", "0"),
        ("BYLINE_GPU_LAYERS", "-2"),
        ("BYLINE_LIBRARY", "~nobody-of-that-name/library"),
        ("BYLINE_ACCESS", "some"),
        ("BYLINE_ALLOWED", "@ana"),
        ("BYLINE_QUESTIONS_PER_MINUTE", "0"),
        ("BYLINE_WEBHOOK_URL", "example.org"),
        ("BYLINE_WEBHOOK_PORT", "99999"),
        ("BYLINE_WEBHOOK_SECRET", "too short"),
        ("BYLINE_MODEL_URL", "10.0.0.5:8080"),
        ("BYLINE_MODEL_URL", "http://10.0.0.5/v1, ftp://10.0.0.6/v1"),
        ("BYLINE_MODEL_URL", "https://user:word@example.org/v1"),
        ("BYLINE_MODEL_URL", "https://example.org/v1?key=1"),
        ("BYLINE_MODEL_KEY", "two words"),
        ("BYLINE_MODEL_TIMEOUT", "0"),
        ("BYLINE_CHROMA_URL", "chroma:8000"),
        ("BYLINE_CHROMA_URL", "http://me:secret@chroma:8000"),
        ("BYLINE_CHROMA_TOKEN", "Grüße"),
        ("BYLINE_DATABASE_URL", "10.0.0.7/byline"),
        ("BYLINE_DATABASE_URL", "postgresql://10.0.0.7"),
        ("BYLINE_DATABASE_URL", "postgresql://me:secret@10.0.0.7/byline"),
        ("BYLINE_FLASH_ATTENTION", "sometimes"),
        ("TELEGRAM_API_URL", "foo"),
        ("TELEGRAM_API_URL", "http://"),
    ],
)
def test_a_bad_value_is_refused_in_one_line_that_names_the_setting(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    message = str(caught.value)
    assert message.startswith(f"The setting {name} cannot be used: ")
    assert "docs/reference/settings.md" in message
    assert "\n" not in message
    assert not re.search("Value error|Input|valid|pars|Python", message)


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("THREADS", "many", "a whole number from 1 to 256"),
        ("THREADS", "0", "a whole number from 1 to 256"),
        ("WEBHOOK_PORT", "80.5", "a whole number from 1 to 65,535"),
        ("SERVE_SECONDS", "long", "a number from 1 to 3,600"),
        ("DRAFTS", "maybe", "true or false"),
        ("FLASH_ATTENTION", "maybe", "true or false"),
        ("ACCESS", "some", "open or closed"),
        ("ADMINS", "@ana", "whole numbers, separated by commas"),
    ],
)
def test_what_a_setting_takes_is_told_in_plain_words(
    name: str, value: str, takes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"BYLINE_{name}", value)
    with pytest.raises(SettingsError, match=f"BYLINE_{name} cannot be used: it takes {takes}\\."):
        load()


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("BYLINE_ADMIN=1", "BYLINE_ADMINS"),
        ("export BYLINE_MODELS = x", "BYLINE_MODEL"),
        ("BYLNE_ADMINS=1", "BYLINE_ADMINS"),
        (f"TELEGRAM_TOKEN={TOKEN}", "TELEGRAM_BOT_TOKEN"),
    ],
)
def test_a_misspelt_setting_in_the_file_is_refused_and_the_nearest_named(
    line: str, meant: str
) -> None:
    dotenv("BYLINE_THREADS=2", line)
    name = line.removeprefix("export ").partition("=")[0].strip()
    with pytest.raises(SettingsError) as caught:
        load()
    said = str(caught.value)
    assert said.startswith(
        f"There is no setting {name}: {meant} is the nearest. Correct it in .env"
    )
    assert "\n" not in said
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_names_of_others_in_the_file_and_in_the_environment_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    defaults = load()
    root = Path(__file__).parents[1]
    read = re.compile(r"environ(?:\.get\(|\[)['\"](BYLINE_\w+)")
    files = [*root.glob("evals/*.py"), *root.glob("tests/*.py"), root / "deploy/Dockerfile"]
    ours = {name for file in files for name in read.findall(file.read_text(encoding="utf-8"))}
    ours.remove("BYLINE_CACHE")  # a setting
    assert {"BYLINE_EVAL_DATA", "BYLINE_HEALTH"} < ours
    others = ["TELEGRAM_API_ID=1", "TELEGRAM_API_HASH=a", "POSTGRES_PASSWORD=b", "PYTHON=c"]
    dotenv(*others, *(f"{name}=x" for name in ours))
    monkeypatch.setenv("BYLINE_PORT", "tcp://10.0.0.1:80")  # as Kubernetes does
    assert load() == defaults


def test_a_bad_value_that_is_given_is_named_the_same() -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_API_URL"):
        load(telegram_api_url="foo")


def test_a_settings_file_that_is_not_text_is_refused_in_one_line() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00TELEGRAM")
    with pytest.raises(SettingsError, match=r"\.env here cannot be read .*: mend it"):
        load()


def test_the_token_shows_neither_in_the_settings_nor_in_a_complaint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    settings = load()
    monkeypatch.setenv("BYLINE_WEBHOOK_SECRET", "hidden-from-all-eyes")
    shown = f"{load()} {load()!r} {load().model_dump()} {settings}"
    assert "secretsecret" not in shown
    assert "hidden-from-all-eyes" not in shown
    monkeypatch.setenv("BYLINE_THREADS", "none")
    with pytest.raises(SettingsError) as caught:
        load()
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r}"
    # A token that landed in the wrong line is not repeated either.
    monkeypatch.setenv("BYLINE_THREADS", TOKEN)
    with pytest.raises(SettingsError) as caught:
        load()
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r}"


@pytest.mark.parametrize(
    ("admins", "access", "is_open"),
    [("", None, True), ("1", None, False), ("1", "open", True), ("", "closed", False)],
)
def test_with_an_owner_the_bot_is_closed_unless_it_is_opened(
    admins: str, access: str | None, is_open: bool
) -> None:
    assert load(admins=admins, access=access).is_open is is_open


def test_model_servers_are_separated_by_commas_and_each_is_asked_once() -> None:
    urls = "http://10.0.0.5:8080/v1/, https://example.org/v1 http://10.0.0.5:8080/v1/"
    settings = load(model_url=urls)
    assert settings.model_url == ("http://10.0.0.5:8080/v1", "https://example.org/v1")
    assert load().model_url == ()


@pytest.mark.parametrize(
    "given",
    [
        {"model_url": "http://10.0.0.5:8080/v1"},
        {"chroma_url": "http://10.0.0.6:8000"},
        {"database_url": "postgresql://byline@10.0.0.7/byline"},
    ],
)
def test_a_server_is_one_of_any_kind(given: dict[str, str]) -> None:
    assert load(**given).has_servers
    assert not load().has_servers


@pytest.mark.parametrize("name", ["MODEL_KEY", "CHROMA_TOKEN"])
def test_a_secret_may_stand_in_a_file_and_is_never_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def secret() -> str | None:
        settings = load()
        assert "hidden" not in f"{settings} {settings!r} {settings.model_dump()}"
        return settings.model_secret if name == "MODEL_KEY" else settings.chroma_secret

    file = tmp_path / "secret"
    assert secret() is None
    monkeypatch.setenv(f"BYLINE_{name}_FILE", str(file))
    with pytest.raises(SettingsError, match=f"BYLINE_{name}_FILE names .* cannot be read"):
        secret()
    file.touch(mode=0o600)
    for bad in ("", "hidden in two\nlines", "versteckt-hidden-ü"):
        file.write_text(bad, encoding="utf-8")
        with pytest.raises(SettingsError, match=f"BYLINE_{name}_FILE") as caught:
            secret()
        assert "hidden" not in str(caught.value)
    file.write_text("hidden-in-a-file\n")
    assert secret() == "hidden-in-a-file"
    monkeypatch.setenv(f"BYLINE_{name}", "hidden-in-the-environment")
    assert secret() == "hidden-in-the-environment"
