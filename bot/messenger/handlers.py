"""Which handler takes which update; python-telegram-bot calls the first that fits."""

from collections.abc import Iterator, Mapping
from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, MessageHandler, filters

from bot.messenger.commands.answer_buttons import BUTTONS, AnswerButtons
from bot.messenger.commands.lookups import LOOKUP_COMMANDS, Lookups
from bot.messenger.commands.menu import Commands
from bot.messenger.commands.start_ask_forget import CaptionAsks, QuestionCommands
from bot.messenger.commands.topics import NEWS_BUTTONS, NEWS_COMMANDS, TopicCommands
from bot.messenger.commands.uploads import BringsArticles, Uploads
from bot.messenger.commands.voice import VoiceMessages
from bot.messenger.incoming import events
from bot.messenger.incoming.events import on_message, on_tap
from bot.messenger.incoming.permissions import Gate

Handler = BaseHandler[Any, Any, Any]


def for_lookups(lookups: Lookups) -> Iterator[Handler]:
    """Commands that look articles up, and the buttons that turn their pages."""
    yield from for_commands(LOOKUP_COMMANDS, lookups)
    tapped_command = filters.Regex(r"^/article_?\d+(?:@\w+)?$")
    yield MessageHandler(tapped_command, on_message(lookups.article))
    yield CallbackQueryHandler(on_tap(lookups.turn), pattern=r"^list:\w+(?::\d+)+$")


def for_voice(voice: VoiceMessages) -> Iterator[Handler]:
    """Spoken messages."""
    yield MessageHandler(filters.VOICE | filters.AUDIO, on_message(voice.voice))


def for_uploads(uploads: Uploads, gate: Gate) -> Iterator[Handler]:
    """What owners send to be added, and the button that takes it out again."""
    yield MessageHandler(BringsArticles(gate), on_message(uploads.add))
    yield CallbackQueryHandler(on_tap(uploads.undo), pattern=r"^undo:\w+$")


def for_commands(commands: Commands, handlers: object) -> Iterator[Handler]:
    """Handlers of each command: the method of the same name."""
    yield from events.commands((name for name, _ in commands), handlers)


def for_questions(reader: QuestionCommands) -> Iterator[Handler]:
    """Questions, and what else people write."""
    private = filters.ChatType.PRIVATE
    asks = (filters.TEXT & ~filters.COMMAND) | CaptionAsks()
    yield MessageHandler(asks, on_message(reader.question))
    yield MessageHandler(filters.StatusUpdate.MIGRATE, on_message(reader.moved))
    yield MessageHandler(private & filters.COMMAND, on_message(reader.no_such_command))
    yield MessageHandler(private & ~filters.StatusUpdate.ALL, on_message(reader.unreadable))
    yield CallbackQueryHandler(on_tap(reader.stop_one), pattern=r"^stop:\d+$")


def for_answers(buttons: AnswerButtons) -> Iterator[Handler]:
    """The buttons under answers."""
    yield from _for_taps(BUTTONS, buttons)


def for_news(topics: TopicCommands) -> Iterator[Handler]:
    """Commands and buttons of topics to follow and of briefings."""
    yield from for_commands(NEWS_COMMANDS, topics)
    yield from _for_taps(NEWS_BUTTONS, topics)


def _for_taps(buttons: Mapping[str, str], handlers: object) -> Iterator[Handler]:
    """A handler for each button: patterns of callback data -> names of methods."""
    for pattern, name in buttons.items():
        yield CallbackQueryHandler(on_tap(getattr(handlers, name)), pattern=pattern)
