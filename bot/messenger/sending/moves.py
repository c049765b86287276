"""Knows which groups have become supergroups, which have other numbers, and lets that be stored.

A move that cannot be stored is tried again until it is. Telegram tells of each one in a message,
whose handler waits for that (`stored`): when the bot ends before, the next start handles it again.
"""

import asyncio
import logging
from collections.abc import Callable

from index.errors import LibraryError

_LOG = logging.getLogger(__name__)
_AGAIN_S = 10.0  # between two tries to store a move


class Moves:
    """The moves of chats. Lives in the event loop; `close` it at the end."""

    def __init__(self) -> None:
        self._new: dict[int, int] = {}
        self._unstored: dict[int, asyncio.Task[None]] = {}
        self.store: Callable[[int, int], None] = lambda old, new: None
        """Called with the old and the new number of a chat, from any thread.

        Where it raises LibraryError it is called again later, although it has done a part.
        """

    def home(self, chat: int) -> int:
        """The present number of a chat."""
        return self._new.get(chat, chat)

    def note(self, old: int, new: int) -> None:
        """Let the chat `old` be the chat `new` from now on, and store that."""
        if self.home(old) == new:
            return
        _LOG.info("a group has become a supergroup")
        self._new[old] = new
        try:
            self.store(old, new)
        except LibraryError as error:
            _LOG.warning("that a group has another number is stored later: %s", error)
            self._unstored[old] = asyncio.create_task(self._store_later(old, new))

    async def stored(self, old: int) -> None:
        """Wait until what was noted of the chat `old` is stored; cancelled by `close`."""
        if task := self._unstored.get(old):
            await task

    def close(self) -> None:
        """Try no more; the next start does."""
        for task in self._unstored.values():
            task.cancel()

    async def _store_later(self, old: int, new: int) -> None:
        while True:
            await asyncio.sleep(_AGAIN_S)
            try:
                await asyncio.to_thread(self.store, old, new)
            except LibraryError as error:
                _LOG.debug("not yet: %s", error)
            else:
                del self._unstored[old]
                return
