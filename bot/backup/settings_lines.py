"""Writes settings as lines of a `.env` file, without secrets (pure)."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bot.settings import Settings, secrets, variable

_HEAD = (
    "# The settings of the Byline that wrote this backup, without tokens and other secrets.",
    "# Nothing reads this file: copy what you want to keep into .env.",
)
# Where the library is decides whoever restores it.
_LEFT_OUT = ("library",)


def settings_lines(settings: Settings) -> str:
    """The settings that differ from the defaults, a line each, below a comment.

    No line holds a secret, nor the user and password of an address.
    """
    hidden = secrets(settings)
    lines = []
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        is_usual = value == field.get_default(call_default_factory=True)
        if name in _LEFT_OUT or is_usual or "Secret" in str(field.annotation):
            continue
        line = f"{variable(name)}={_written(value)}"
        if not any(secret in line for secret in hidden) and "\n" not in line:
            lines.append(line)
    return "\n".join([*_HEAD, *lines]) + "\n"


def _written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case frozenset():
            return ",".join(sorted(map(str, value)))
        case tuple():
            return ",".join(map(_written, value))
        case Path():
            return str(value)
        case str():
            return _without_password(value)
        case _:
            return str(value)


def _without_password(text: str) -> str:
    """`text`, if it is an address, without user, password and query."""
    if "://" not in text:
        return text
    try:
        parts = urlsplit(text)
    except ValueError:  # half an IPv6 address, for example
        return ""
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))
