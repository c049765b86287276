"""Answers a message in the chat that it came from."""

from bot.messenger.incoming.events import Said
from bot.messenger.sending.outbox import Keys, Outbox


async def reply(
    outbox: Outbox, said: Said, *parts: str, keyboard: Keys = None, quote: bool = False
) -> None:
    """Send HTML messages; in a group, or to `quote`, as a reply to what was said.

    The last one has the `keyboard`. Raises TelegramError when the chat cannot be reached.
    """
    reply_to = said.message.message_id if quote or not said.is_private else None
    await outbox.send(said.place, parts, reply_to=reply_to, keyboard=keyboard)
