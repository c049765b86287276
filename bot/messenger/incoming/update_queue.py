"""Writes each update to the journal before Telegram is told that it arrived.

Telegram counts an update as received when the next one is asked for, or at the webhook's 200; both
happen after `Intake.put`. Knows updates and the journal; does not know what is done with them.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot, TelegramObject, Update
from telegram.error import NetworkError
from telegram.ext import BaseUpdateProcessor

from bot.memory.question_log import Journal
from bot.messenger.incoming.update_reader import UpdateReader
from index.errors import LibraryError

_LOG = logging.getLogger(__name__)
# Updates handled at the same time. More than enough: each is short, or waits for a slow chat.
_AT_ONCE = 1000


class Intake(asyncio.Queue[object]):
    """The application's queue of updates; those that `wanted` refuses are dropped."""

    def __init__(
        self, journal: Journal, wanted: Callable[[Update], bool], reader: UpdateReader
    ) -> None:
        super().__init__()
        self._journal = journal
        self._wanted = wanted
        self._reader = reader

    async def put(self, item: object) -> None:
        """Store an update and queue it. Raises NetworkError, which is retried, on a full disk."""
        if not isinstance(item, Update) or self._kept(item):
            await super().put(item)

    async def take(self, data: object, bot: Bot) -> None:
        """Put an update that is still JSON; one that cannot be read is skipped."""
        update = self._reader.read(data, bot)
        if update is not None:
            await self.put(update)

    async def resume(self, bot: Bot) -> None:
        """Queue the updates that an earlier run received and did not handle."""
        for body in self._journal.unhandled():
            update = self._reader.read(json.loads(body), bot)
            if update is not None:  # else the journal drops it after some starts
                await super().put(update)

    def _kept(self, update: Update) -> bool:
        """Store an update; False when it is not to be handled. Raises NetworkError."""
        try:
            if not self._wanted(update):
                return False
            if update.inline_query:  # of no use after a restart, and private
                return True
            person = update.effective_user.id if update.effective_user else None
            if self._journal.receive(update.update_id, person, _as_json(update)):
                return True
        except LibraryError as error:
            raise NetworkError(str(error)) from error
        except Exception as error:  # what was read need not make sense
            self._reader.skip(update.update_id, error)
            return False
        _LOG.info("an update came twice")
        return False


def _as_json(update: Update) -> str:
    """The update as Telegram sent it, also where a field stands in an object that has no such.

    The library keeps the contents of such a field as objects, and cannot write them any more.
    """
    return json.dumps(update.to_dict(), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, TelegramObject):
        return value.to_dict()
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    raise TypeError(type(value).__name__)


class Processor(BaseUpdateProcessor):
    """Handles updates concurrently, and writes to the journal which are handled."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(_AT_ONCE)
        self._journal = journal

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handlers of one update, then mark it as handled."""
        await coroutine
        if isinstance(update, Update):
            try:
                self._journal.handled(update.update_id)
            except LibraryError as error:  # it is handled again after the next start
                _LOG.warning("%s", error)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""
