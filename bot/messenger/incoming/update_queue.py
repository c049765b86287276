"""Writes each update to the journal before Telegram is told that it arrived.

Telegram counts an update as received when the next one is asked for, or at the webhook's 200; both
happen after `Intake.put`. Knows updates and the journal; does not know what is done with them.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
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


_PASSED = 1000  # updates let through unkept that are remembered


class UnkeptError(NetworkError):
    """An update could not be stored; a NetworkError, so that it is fetched again after a pause."""


class Intake(asyncio.Queue[object]):
    """The application's queue of updates; those that `wanted` refuses are dropped.

    Those that are `urgent` are let through even when they cannot be stored: by them an owner sees
    why.
    """

    def __init__(
        self,
        journal: Journal,
        wanted: Callable[[Update], bool],
        reader: UpdateReader,
        urgent: Callable[[Update], bool] = lambda update: False,
    ) -> None:
        super().__init__()
        self._journal = journal
        self._wanted = wanted
        self._reader = reader
        self._urgent = urgent
        self._fails = False
        self._passed: deque[int] = deque(maxlen=_PASSED)
        self.on_kept: Callable[[], None] = lambda: None
        """Called when the journal can be written again."""
        self.on_unkept: Callable[[Update, LibraryError], None] = lambda update, error: None
        """Called with an update that cannot be stored, each time it is tried."""

    async def put(self, item: object) -> None:
        """Store an update and queue it. Raises UnkeptError, which is retried, on a full disk."""
        if not isinstance(item, Update) or self._kept(item):
            await super().put(item)

    def look(self, found: Iterable[object], bot: Bot) -> None:
        """Queue what is urgent of what was fetched, while nothing can be stored.

        `put` would not come to it before all that came earlier is stored.
        """
        for data in found if self._fails else ():
            update = self._reader.read(data, bot)
            if update is not None and self._urgent(update) and self._passes(update):
                self.put_nowait(update)

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
        """Store an update; False when it is not to be handled. Raises UnkeptError."""
        try:
            if not self._wanted(update):
                return False
            if update.inline_query:  # of no use after a restart, and private
                return True
            person = update.effective_user.id if update.effective_user else None
            is_new = self._journal.receive(update.update_id, person, _as_json(update))
        except LibraryError as error:
            self._fails = True
            if self._urgent(update):
                return self._passes(update)
            self.on_unkept(update, error)
            raise UnkeptError(str(error)) from error
        except Exception as error:  # what was read need not make sense
            self._reader.skip(update.update_id, error)
            return False
        if self._fails:
            self._fails = False
            self.on_kept()
        if is_new:
            return self._passes(update)
        _LOG.info("an update came twice")
        return False

    def _passes(self, update: Update) -> bool:
        """Note that an update is let through unkept; False when it was before."""
        known = update.update_id in self._passed
        if not known and self._fails:
            self._passed.append(update.update_id)
        return not known


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
