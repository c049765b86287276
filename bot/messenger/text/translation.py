"""Wraps Babel: puts the bot's own lines into the language of their reader.

A line is written in English in `phrases.py` or a file like it, and looked up here by that English.
`languages/*.po` hold the translations, in the format that translators' tools know; a line that a
language lacks is shown in English. Articles and answers are not translated.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from importlib.resources import files

from babel.dates import format_date
from babel.messages.pofile import read_po

LANGUAGES = ("en", "de", "es", "ru", "uk")
"""As Telegram names them (IETF tags); English first."""

# Handlers of one update run one after the other in one task, which has a context of its own.
_SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")


def speak(code: str | None) -> None:
    """Set the language of this context, named as Telegram does ("pt-br"); unknown is English."""
    language = (code or "").lower().partition("-")[0]
    _SPOKEN.set(language if language in LANGUAGES else "en")


def spoken() -> str:
    """The language of this context, one of `LANGUAGES`."""
    return _SPOKEN.get()


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Set the language inside a `with` block, named as Telegram does."""
    before = _SPOKEN.get()
    speak(code)
    try:
        yield
    finally:
        _SPOKEN.set(before)


def say(line: str, **values: object) -> str:
    """Translate an English line and fill its {places} with `values`."""
    said = translations(spoken()).get(line) or line
    return said.format(**values) if values else said


def day(when: date) -> str:
    """Write a date in the language of this context, such as "16 May 2025"."""
    # In American English it would begin with the month.
    return format_date(when, "long", "en_GB" if spoken() == "en" else spoken())


@cache
def translations(language: str) -> Mapping[str, str]:
    """English line -> translated line, of the lines that `language` has."""
    if language == "en":
        return {}
    with files("bot.messenger.text").joinpath("languages", f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    return {
        str(message.id): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }
