"""Settings, read once from the environment and `.env`; invalid values are refused."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.errors import SettingsError
from bot.secret_file import read_secret
from bot.setting_faults import takes, unknown

_SHORTEST_SECRET = 8  # characters
# What may stand in a file instead, and the setting that names the file.
_IN_FILES = {
    "telegram_bot_token": "telegram_token_file",
    "model_key": "model_key_file",
    "chroma_token": "chroma_token_file",
    "api_token": "api_token_file",
    "database_password": "database_password_file",
}


def default_cache() -> Path:
    """The default cache folder: the same on every system, because the Makefile names it too."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "byline"


class Settings(BaseSettings):
    """What the owner can set.

    In the environment a setting is called BYLINE_ and the field's name in capitals, except
    TELEGRAM_BOT_TOKEN and TELEGRAM_API_URL.
    """

    model_config = SettingsConfigDict(
        env_prefix="BYLINE_",
        env_file=".env",
        env_ignore_empty=True,  # `BYLINE_LIBRARY=` means the default, not the current folder
        extra="ignore",
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    library: Path = Field(default_factory=lambda: platformdirs.user_data_path("byline") / "library")
    """Folder of the index and of what is kept of chats."""

    cache: Path = Field(default_factory=default_cache)
    """Folder of everything that is downloaded or can be made again."""

    model: str = "qwen2.5-coder-1.5b"
    """Language model: a name from models/catalog.toml or the path of a GGUF file."""

    encoder: str = "all-minilm-l6-v2"
    """Encoder: a name from the catalog, a folder, or a sentence-transformers model's hub name."""

    context_tokens: Annotated[int, Field(ge=1024, le=131072)] = 4096
    """Tokens of the longest prompt and answer together; each takes memory (28 KB at 1.5B)."""

    sources: Path | None = None
    """The list of feeds, pages and folders; sources.toml in the library folder when not set."""

    allow_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    """Hosts in a private network that may be fetched from, separated by commas."""

    threads: Annotated[int, Field(ge=1, le=256)] | None = None
    """CPU threads of the language model; all that this process may use when not set."""

    gpu_layers: Annotated[int, Field(ge=-1, le=1000)] = -1
    """Layers of the language model that a GPU computes, if llama.cpp was built for one; -1: all."""

    flash_attention: bool | None = None
    """Whether llama.cpp computes attention in blocks; as tuned on this machine when not set."""

    model_url: Annotated[tuple[str, ...], NoDecode] = ()
    """Servers that speak OpenAI's protocol and answer instead of the model here, up to /v1.

    Several are separated by commas; a later one is asked where those before it fail."""

    model_name: str | None = None
    """What the servers call the model; the only one they have when not set."""

    model_key: SecretStr | None = None
    """The key that the servers want."""

    model_key_file: Path | None = None
    """A file with the key, which others cannot read, in place of BYLINE_MODEL_KEY."""

    model_timeout: Annotated[int, Field(ge=1, le=3600)] = 60
    """Seconds that a server may take until its first word."""

    chroma_url: str | None = None
    """A Chroma server that keeps the vectors, such as http://10.0.0.5:8000."""

    chroma_token: SecretStr | None = None
    """A token to send to the Chroma server, for a proxy in front of it."""

    chroma_token_file: Path | None = None
    """A file with the token, which others cannot read, in place of BYLINE_CHROMA_TOKEN."""

    database_url: str | None = None
    """A PostgreSQL database for what chats remember, shared by several bots, in place of files.

    Such as postgresql://byline@10.0.0.7/byline, without the password."""

    database_password: SecretStr | None = None
    """The password of the user of that database."""

    database_password_file: Path | None = None
    """A file with it, which others cannot read, in place of BYLINE_DATABASE_PASSWORD."""

    voice_model: str | None = None
    """What transcribes voice messages: whisper-base or the folder of a faster-whisper model."""

    read_ahead: Annotated[int, Field(ge=0, le=10_000)] = 64
    """Passages of the newest articles that the language model reads ahead while nobody asks."""

    admins: Annotated[frozenset[int], NoDecode] = frozenset()
    """Telegram user ids of the owners, separated by commas."""

    access: Literal["open", "closed"] | None = None
    """Who may ask: everyone, or only invited people. Closed by default once there is an owner."""

    allowed: Annotated[frozenset[int], NoDecode] = frozenset()
    """Ids of people and groups that may ask without an invitation, separated by commas."""

    questions_per_minute: Annotated[int, Field(ge=1, le=100_000)] = 12
    """Limit for one person, in all chats together."""

    chat_questions_per_minute: Annotated[int, Field(ge=1, le=100_000)] = 30
    """Limit for one chat, all people together."""

    followed_a_day: Annotated[int, Field(ge=1, le=1000)] = 6
    """New articles on followed topics that one chat is told of in a day."""

    drafts: bool = False
    """Whether answers in private chats grow as Telegram's drafts, which have no Stop button."""

    telegram_bot_token: SecretStr | None = Field(None, validation_alias="TELEGRAM_BOT_TOKEN")
    """The bot's token from @BotFather."""

    telegram_token_file: Path | None = None
    """A file with the bot's token, which others cannot read, in place of TELEGRAM_BOT_TOKEN."""

    telegram_api_url: str | None = Field(None, validation_alias="TELEGRAM_API_URL")
    """Another Bot API server, such as http://127.0.0.1:8081; /bot and /file/bot are added."""

    webhook_url: str | None = None
    """The public https address at which Telegram reaches this bot; without it the bot polls."""

    webhook_listen: str = "127.0.0.1"
    """The address to listen at, behind a proxy that speaks https."""

    webhook_port: Annotated[int, Field(ge=1, le=65535)] = 8443
    """The port to listen at."""

    webhook_secret: SecretStr | None = None
    """A secret that Telegram must send with each update; random at each start when not set."""

    serve_listen: str = "127.0.0.1"
    """The address at which `byline serve` listens; any but this machine's own needs a token."""

    serve_port: Annotated[int, Field(ge=1, le=65535)] = 8080
    """The port at which `byline serve` listens."""

    serve_waiting: Annotated[int, Field(ge=0, le=10_000)] = 16
    """Questions that may wait behind the one that is answered; further programs are sent away."""

    serve_seconds: Annotated[float, Field(ge=1, le=3600)] = 120.0
    """How long a program waits for an answer before it is told that this took too long."""

    page_url: str | None = None
    """The public https address that leads to `byline serve`; answers in private chats then have a
    button that opens the page."""

    api_token: SecretStr | None = None
    """What programs must send as `Authorization: Bearer` for the HTTP API and for metrics."""

    api_token_file: Path | None = None
    """A file with this token, which others cannot read, such as a container's secret."""

    metrics_listen: str = "127.0.0.1"
    """The address of metrics and health of `byline telegram`; see `BYLINE_SERVE_LISTEN`."""

    metrics_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """The port of metrics and health of `byline telegram`; none are served when not set."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take the usual sources. Raises SettingsError for a name in `.env` that is misspelt.

        Names in the environment are left alone, since systems put their own there: Kubernetes says
        BYLINE_PORT where a service is called byline.
        """
        if isinstance(dotenv_settings, DotEnvSettingsSource):
            # pydantic takes BYLINE_TELEGRAM_BOT_TOKEN too.
            names = list(cls.model_fields)
            known = {*map(variable, names), *(f"BYLINE_{name.upper()}" for name in names)}
            if problem := unknown(map(str.upper, dotenv_settings.env_vars), known):
                raise SettingsError(
                    f"{problem}. Correct it in .env; docs/reference/settings.md lists all of them."
                )
        return init_settings, env_settings, dotenv_settings, file_secret_settings

    @property
    def is_open(self) -> bool:
        """Whether everyone may ask."""
        return self.access == "open" or (self.access is None and not self.admins)

    @property
    def has_servers(self) -> bool:
        """Whether model, vectors or chats are on servers, which may be other machines."""
        return bool(self.model_url or self.chroma_url or self.database_url)

    @property
    def shown_model(self) -> str:
        """The language model's name, as people are told it."""
        if self.model_url:
            return self.model_name or "a model server"
        return self.model.rpartition("/")[2]

    @property
    def model_secret(self) -> str | None:
        """The key for the language model's servers."""
        return self.model_key.get_secret_value() if self.model_key else None

    @property
    def chroma_secret(self) -> str | None:
        """The token for the Chroma server."""
        return self.chroma_token.get_secret_value() if self.chroma_token else None

    @property
    def database_secret(self) -> str | None:
        """The password for the database of what chats remember."""
        return self.database_password.get_secret_value() if self.database_password else None

    @field_validator("model_url", mode="before")
    @classmethod
    def _split_urls(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(dict.fromkeys(value.replace(",", " ").split()))
        return value

    @field_validator("model_url")
    @classmethod
    def _are_urls(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_server(url, "http://127.0.0.1:8080/v1") for url in value)

    @field_validator("chroma_url")
    @classmethod
    def _is_server(cls, value: str | None) -> str | None:
        return _server(value, "http://127.0.0.1:8000") if value else None

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"postgres(ql)?://[^/?#\s]*/[^/?#\s]+(\?\S*)?", value):
            raise ValueError("it must look like postgresql://byline@10.0.0.7/byline")
        if value and re.search(r"^[^/]+//[^/@]*:[^/]*@|[?&](ssl)?password=", value):
            raise ValueError("it holds a password: BYLINE_DATABASE_PASSWORD takes that")
        return value

    @field_validator("model_key", "chroma_token")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[!-~]+", value.get_secret_value()):
            raise ValueError("it takes letters, digits and signs of ASCII, without blanks")
        return value

    @field_validator("admins", "allowed", "allow_hosts", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part for part in value.replace(",", " ").split())
        return value

    @field_validator(
        *("telegram_bot_token", "telegram_api_url", "webhook_url", "webhook_secret", "api_token"),
        *("model_name", "model_key", "chroma_url", "chroma_token", "page_url"),
        *("database_url", "database_password"),
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return (value.strip() or None) if isinstance(value, str) else value

    @field_validator("webhook_secret")
    @classmethod
    def _is_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("it takes 16 to 256 of the characters A-Z, a-z, 0-9, _ and -")
        return value

    @field_validator("api_token_file")
    @classmethod
    def _is_only_token(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value and info.data.get("api_token"):
            raise ValueError("BYLINE_API_TOKEN is set as well, and it takes one of them, not both")
        return value

    @field_validator("page_url")
    @classmethod
    def _is_public(cls, value: str | None) -> str | None:
        # Telegram opens no other address inside a chat.
        if value and not re.fullmatch(r"https://[^/?#@\s]+(/[^?#\s]*)?", value):
            raise ValueError("it must look like https://news.example.org")
        return value.rstrip("/") if value else None

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value and not re.match(r"https?://[^/\s]", value):
            raise ValueError("it must look like http://127.0.0.1:8081 or https://example.org")
        return value.rstrip("/") if value else None

    @field_validator("library", "cache", "sources", *_IN_FILES.values())
    @classmethod
    def _whole_path(cls, value: Path | None) -> Path | None:
        try:
            return value.expanduser().absolute() if value else None
        except RuntimeError as error:  # ~nobody
            raise ValueError("there is no such home folder") from error


def _server(url: str, example: str) -> str:
    """Check the address of a server. Raises ValueError."""
    found = re.fullmatch(r"https?://([^/?#\s]+)(/[^?#\s]*)?", url)
    if found is None:
        raise ValueError(f"it must look like {example}")
    if "@" in found[1]:
        raise ValueError("it holds a password: there is a setting for keys and tokens")
    return url.rstrip("/")


def load(**given: object) -> Settings:
    """Load the settings; `given` ones override the environment, which overrides `.env`.

    Values of None in `given` are ignored. A secret that is not set is read from the file that is
    named for it. Raises SettingsError, which names the setting, what is wrong with its value and
    what would be valid.
    """
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]).lower()  # TELEGRAM_BOT_TOKEN stands there as it is
        problem = first["msg"].removeprefix("Value error, ")
        if first["type"] != "value_error" and (taken := takes(Settings.model_fields[name])):
            problem = f"it takes {taken}"  # in place of pydantic's words
        raise SettingsError(
            f"The setting {variable(name)} cannot be used: {problem}. Correct it in the "
            "environment or in .env; docs/reference/settings.md lists what each takes."
        ) from error
    except (OSError, UnicodeError) as error:
        fault = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingsError(
            f"The file .env here cannot be read ({fault}): mend it or move it away; "
            ".env.example shows what it holds."
        ) from error
    return settings.model_copy(update=dict(_secrets_of_files(settings)))


def _secrets_of_files(settings: Settings) -> Iterator[tuple[str, SecretStr]]:
    for name, file_name in _IN_FILES.items():
        file = getattr(settings, file_name)
        if file is not None and getattr(settings, name) is None:
            yield name, SecretStr(read_secret(file, variable(file_name)))


def variable(name: str) -> str:
    """The name of a setting in the environment, by the name of its field."""
    alias = Settings.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else f"BYLINE_{name.upper()}"


def secrets(settings: Settings) -> list[str]:
    """All that must be shown nowhere: the secrets that are set, and the token's secret part."""
    found = (getattr(settings, name) for name in Settings.model_fields)
    values = [each.get_secret_value() for each in found if isinstance(each, SecretStr)]
    # What stands before the colon of a token is the bot's public number. A short end is no secret
    # by itself, and would be found everywhere.
    ends = [end for value in values if len(end := value.partition(":")[2]) >= _SHORTEST_SECRET]
    return [*values, *ends]
