"""Sends Telegram the command menu and the bot's descriptions, in each language.

Only what has changed is sent; a file in the library folder holds digests of what Telegram has.
Whatever fails is tried again at the next start, and stops nothing.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, TelegramError

from bot.messenger.text import phrases
from bot.messenger.text.translation import LANGUAGES, say, speaking
from index.atomic import atomic_write

_LOG = logging.getLogger(__name__)

Commands = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Step:
    """One call to make, and a digest of its content."""

    digest: str
    call: Callable[[], Awaitable[bool]]


async def introduce(
    bot: Bot, sent_file: Path, readers: Commands, owners: Commands, admins: Iterable[int]
) -> None:
    """Set menu and descriptions where they differ from what `sent_file` remembers.

    `owners` are commands that the `admins` see besides those of all `readers`.
    """
    before = _read(sent_file)
    now: set[str] = set()
    try:
        for step in _steps(bot, readers, [*readers, *owners], sorted(admins)):
            try:
                if step.digest in before or await step.call():
                    now.add(step.digest)
            except BadRequest as error:  # an owner who has not written to the bot yet
                _LOG.info("a part of the menu was refused: %s", error)
    except TelegramError as error:
        _LOG.warning("the command menu could not be set: %s", error)
        now |= before
    if now != before:
        _write(sent_file, now)


def _steps(bot: Bot, readers: Commands, owners: Commands, admins: Sequence[int]) -> Iterator[_Step]:
    for language in LANGUAGES:
        code = None if language == "en" else language  # English is for everyone else
        with speaking(language):
            menus = [(_menu(readers), None), *((_menu(owners), admin) for admin in admins)]
            long, short = say(phrases.DESCRIPTION), say(phrases.SHORT_DESCRIPTION)
        for menu, admin in menus:
            yield _commands(bot, menu, code, admin)
        yield _described(bot, bot.set_my_description, long, code)
        yield _described(bot, bot.set_my_short_description, short, code)


def _menu(commands: Commands) -> list[BotCommand]:
    return [BotCommand(name, say(does)) for name, does in commands]


def _commands(bot: Bot, menu: list[BotCommand], code: str | None, admin: int | None) -> _Step:
    scope = BotCommandScopeChat(admin) if admin else None
    names = [(each.command, each.description) for each in menu]
    return _Step(
        _digest(bot.id, "commands", code, admin, names),
        lambda: bot.set_my_commands(menu, scope, language_code=code),
    )


def _described(
    bot: Bot, call: Callable[..., Awaitable[bool]], text: str, code: str | None
) -> _Step:
    digest = _digest(bot.id, call.__name__, code, text)
    return _Step(digest, lambda: call(text, language_code=code))


def _digest(*what: object) -> str:
    return sha256(repr(what).encode()).hexdigest()[:16]


def _read(sent_file: Path) -> set[str]:
    try:
        return set(json.loads(sent_file.read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError):
        return set()


def _write(sent_file: Path, digests: set[str]) -> None:
    try:
        atomic_write(sent_file, json.dumps(sorted(digests)))
    except OSError as error:
        _LOG.warning("%s cannot be written: %s", sent_file, error.strerror)
