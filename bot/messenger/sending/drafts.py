"""A live message that shows its previews as Telegram's drafts: text that grows without edits.

A draft is no message: it has no buttons and fades after half a minute. So the answer itself is an
ordinary message. Telegram shows drafts in private chats only.
"""

from collections.abc import Sequence

from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Destination, Outbox
from bot.messenger.sending.send_rate import Rank


class DraftedMessage(LiveMessage):
    """Shows drafts until it needs a message.

    It needs one to wait in line, which can take longer than a draft lasts.
    """

    def __init__(
        self,
        outbox: Outbox,
        destination: Destination,
        reply_to: int | None,
        message_ids: Sequence[int] = (),
        *,
        number: int,
    ) -> None:
        """Show drafts under `number`, which must not be 0; see `LiveMessage` for the rest."""
        super().__init__(outbox, destination, reply_to, message_ids)
        self._number = number

    async def _keep_showing(self) -> None:
        while not self._ids and self._rank is not Rank.MINOR:
            await self._changed.wait()
            self._changed.clear()
            if self._wanted != self._shown and not await self._tried(self._show_draft):
                break
        await super()._keep_showing()

    async def _show_draft(self) -> None:
        self._shown = await self._outbox.draft(
            self._destination, self._number, self._rank, self._newest
        )
