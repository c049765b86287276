"""A live message whose previews are Telegram's own drafts: text that grows without edits.

A draft is no message: it carries no buttons and fades after half a minute, so the answer itself is
a message as ever. Telegram shows drafts in private chats only.
"""

from collections.abc import Sequence

from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Outbox, Place
from bot.messenger.sending.pace import Rank


class DraftedMessage(LiveMessage):
    """Shows drafts under `number`, which is not 0, as long as there is no need for a message.

    There is one when it has to wait in line, which can take longer than a draft lasts.
    """

    def __init__(
        self,
        outbox: Outbox,
        place: Place,
        reply_to: int | None,
        ids: Sequence[int] = (),
        *,
        number: int,
    ) -> None:
        super().__init__(outbox, place, reply_to, ids)
        self._number = number

    async def _keep_showing(self) -> None:
        while not self._ids and self._rank is not Rank.MINOR:
            await self._changed.wait()
            self._changed.clear()
            if self._wanted != self._shown and not await self._tried(self._show_draft):
                break
        await super()._keep_showing()

    async def _show_draft(self) -> None:
        self._shown = await self._outbox.draft(self._place, self._number, self._rank, self._newest)
