"""How updates reach the bot: by `getUpdates` or at its webhook."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable

from aiohttp import ClientError, ClientSession, ClientTimeout
from lo_bot_api_emulator import ApiRefusal
from telegram_checks import WITHIN_S, Json


class Updates:
    """Updates that wait for the bot, and the signal that something has changed."""

    def __init__(self) -> None:
        """Begin without updates or webhook."""
        self.brought: list[tuple[int, int]] = []  # updates taken to the webhook, and its answers
        self._pending: list[Json] = []
        self._last: Json | None = None
        self._hook: tuple[str, str] | None = None
        self._bringing: asyncio.Task[None] | None = None
        self._allowed: list[str] = []
        self._changed = asyncio.Event()
        self._poll = self._last_update = 0

    async def until_changed(self, deadline: float) -> None:
        """Wait for the next change of anything, or until `deadline` by time.monotonic()."""
        try:
            await asyncio.wait_for(self._changed.wait(), max(deadline - time.monotonic(), 0))
        except TimeoutError:
            return

    async def wait_until(self, true: Callable[[], bool], within: float = WITHIN_S) -> None:
        """Wait until `true()`; fails after `within` seconds, which only a hang should take."""
        deadline = time.monotonic() + within
        while not true():
            assert time.monotonic() < deadline, f"waited {within} s in vain"
            await self.until_changed(min(deadline, time.monotonic() + 0.05))

    def touch(self) -> None:
        """Wake everyone who waits for a change."""
        self._changed.set()
        self._changed = asyncio.Event()

    def push(self, kind: str, payload: Json) -> None:
        """Give the bot an update of this kind, if it wants that kind."""
        if not self._allowed or kind in self._allowed:
            self._last_update += 1
            self._last = {"update_id": 500_000 + self._last_update, kind: payload}
            self._pending.append(self._last)
            self.touch()

    def push_again(self) -> None:
        """Deliver the last update once more, as Telegram does when it missed the receipt."""
        assert self._last is not None
        self._pending.append(self._last)
        self.touch()

    async def getUpdates(self, params: Json) -> list[Json]:
        """Wait for updates; a second caller ends the wait of the first."""
        if self._hook is not None:
            raise ApiRefusal(
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
                409,
            )
        deadline = time.monotonic() + params.get("timeout", 0)
        self._allowed = params.get("allowed_updates", self._allowed)
        offset = params.get("offset", 0)
        if offset < 0:
            self._pending = self._pending[offset:]
        self._pending = [each for each in self._pending if each["update_id"] >= offset]
        self._poll += 1
        mine = self._poll
        self.touch()
        while not self._pending and time.monotonic() < deadline:
            await self.until_changed(deadline)
            if mine != self._poll:
                await asyncio.sleep(0.05)  # time to notice that its client has gone
                raise ApiRefusal(
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                    409,
                )
        return self._pending[: params.get("limit", 100)]

    def deleteWebhook(self, params: Json) -> bool:
        """Let the bot ask for updates again."""
        if params.get("drop_pending_updates"):
            self._pending.clear()
        self._hook = None
        return True

    def setWebhook(self, params: Json) -> bool:
        """Bring updates to an address from now on."""
        url, secret = params["url"], params.get("secret_token", "")
        # A Bot API server of one's own takes http too, Telegram itself only https.
        if not re.match(r"https?://[^/]+", url):
            raise ApiRefusal("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise ApiRefusal("Bad Request: secret token contains unallowed characters")
        self._allowed = params.get("allowed_updates", self._allowed)
        self._hook = (url, secret)
        if self._bringing is None:
            self._bringing = asyncio.create_task(self._bring())
        return True

    async def _bring(self) -> None:
        """Bring updates to the webhook, one by one; what is not taken with 200 is brought again."""
        async with ClientSession(timeout=ClientTimeout(10)) as session:
            while True:
                if self._hook is None or not self._pending:
                    await self.until_changed(time.monotonic() + 0.2)
                    continue
                (url, secret), update = self._hook, self._pending[0]
                head = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
                try:
                    async with session.post(url, json=update, headers=head) as response:
                        self.brought.append((update["update_id"], response.status))
                        taken = response.status == 200
                except (ClientError, TimeoutError):
                    taken = False
                if taken:
                    self._pending.remove(update)
                else:
                    await asyncio.sleep(0.1)
