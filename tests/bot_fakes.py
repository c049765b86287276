"""The whole bot over HTTP with a model that writes as slowly as a test wants.

Real are application, desk, sessions, library and Chroma; model, encoder and Telegram are fakes.
"""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from fakes import HashingEncoder
from paced_model import PacedModel, held
from sample_library import SAMPLES, introduce_already, place
from telegram_server import Chat, Message, TelegramServer

from bot import assembly
from bot.answering.answerer import Answerer
from bot.memory import all_databases
from bot.memory.all_databases import Memory
from bot.messenger.app import Service
from bot.messenger.news import now
from bot.messenger.sending.send_rate import TELEGRAM
from bot.messenger.watched_parts import Patience
from bot.models.speech_to_text import Recogniser
from bot.settings import Settings, load
from bot.types import LanguageModel
from index.folder.library_folder import LibraryFolder

__all__ = [
    "LED",
    "REAL_INTERVAL_S",
    "SAMPLES",
    "WHO_LED",
    "PacedModel",
    "Rig",
    "answers",
    "bot_settings",
    "edit_gaps",
    "edit_times",
    "first_edit",
    "held",
    "is_answer",
    "running_bot",
    "says",
]

REAL_INTERVAL_S = TELEGRAM.private.edits_apart_s
WHO_LED = "Which defence minister led Ukraine's team?"
LED = "Ukraine's team was led by its defence minister, Rustem Umerov."


@dataclass
class Rig:
    """A running bot and its parts."""

    server: TelegramServer
    service: Service
    library_folder: LibraryFolder
    kept: Memory
    articles: Path


@asynccontextmanager
async def running_bot(
    server: TelegramServer,
    folder: Path,
    model: LanguageModel,
    *,
    admins: str = "",
    access: str | None = "open",
    answerer: Answerer | None = None,
    spaced: bool = True,
    interval_s: float = 0.2,
    recogniser: Recogniser | None = None,
    introduced: bool = True,
    patience: Patience | None = None,
    clock: Callable[[], datetime] = now,
    **options: object,
) -> AsyncIterator[Rig]:
    """Run the bot over the sample articles; a later run in the same `folder` finds what it kept.

    At the end every edit of this run must have kept its distance, unless `spaced` is False (a
    person stopped something). This is a lower bound, so a busy machine cannot break it; edits of
    earlier runs do not count, since the bot does not remember them. `interval_s` is that distance,
    short by default; tests about it give `REAL_INTERVAL_S`. With `introduced`, Telegram has the
    menu and the descriptions from an earlier start. `patience` is the watchdog's, `clock` tells
    when to send news; `options` are further settings.
    """
    started = time.monotonic()
    articles = folder / "articles"
    settings = bot_settings(server, folder, admins, access=access, **options)
    if not articles.exists():
        place(articles, settings.library)
        if introduced:
            await introduce_already(settings)
    encoder: Any = HashingEncoder()
    library_folder = assembly.open_library_folder(settings, encoder)
    if not library_folder.library.summary().articles:
        library_folder.index([articles])
    limits = TELEGRAM.times(REAL_INTERVAL_S / interval_s)
    answerer = answerer or Answerer(library_folder.searcher, model)
    try:
        with all_databases.opened(settings.library) as kept:
            service = Service(
                *(settings, answerer, library_folder, kept, limits),
                recogniser=recogniser,
                patience=patience,
                clock=clock,
            )
            async with service.running():
                yield Rig(server, service, library_folder, kept, articles)
    finally:
        library_folder.close()
    for chat in server.chats.values():
        gaps = edit_gaps(chat, since=started)
        assert not spaced or all(gap >= interval_s - 0.1 for gap in gaps), gaps


def bot_settings(
    server: TelegramServer, folder: Path, admins: str = "", **options: object
) -> Settings:
    """Settings of a bot that talks to `server` and has its library in `folder`."""
    return load(
        library=folder / "library",
        telegram_bot_token=server.token,
        telegram_api_url=server.url,
        admins=admins,
        **options,
    )


def edit_times(chat: Chat) -> list[float]:
    """When the bot asked for edits in this chat, by time.monotonic()."""
    edits = chat.server.calls_of("editMessageText")
    return [call.time for call in edits if str(call.params.get("chat_id")) == str(chat.id)]


def edit_gaps(chat: Chat, since: float = 0) -> list[float]:
    """Seconds between the edits that the bot asked for in this chat after `since`."""
    times = [at for at in edit_times(chat) if at >= since]
    return [later - earlier for earlier, later in pairwise(times)]


async def first_edit(chat: Chat) -> None:
    """Wait until the bot has asked for an edit in this chat."""
    await chat.server.wait_until(lambda: bool(edit_times(chat)))


def is_answer(message: Message) -> bool:
    """Whether a message is a final answer: it has buttons for its sources."""
    return any(label.startswith("📖") for label in message.labels)


def answers(ending: str) -> Callable[[Message], bool]:
    """For `wait_for`: the final answer to the question that ends with `ending`."""
    return lambda message: (
        is_answer(message)
        and message.reply_to is not None
        and message.reply_to.text.endswith(ending)
    )


def says(*words: str) -> Callable[[Message], bool]:
    """For `wait_for`: a message that contains all `words`."""
    return lambda message: all(word in message.text for word in words)
