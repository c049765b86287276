"""Voice messages: transcribed on this machine, shown, and answered like any question."""

import asyncio
import logging
from html import escape

from telegram import Audio, Voice

from bot.errors import VoiceError
from bot.messenger.commands.replies import reply
from bot.messenger.commands.start_ask_forget import QuestionCommands
from bot.messenger.incoming.events import Said
from bot.messenger.incoming.permissions import Gate
from bot.messenger.sending.outbox import Outbox, insist
from bot.messenger.text import phrases
from bot.messenger.text.translation import say, spoken
from bot.models.speech_to_text import Recogniser

_LOG = logging.getLogger(__name__)

MAX_S = 60
MAX_BYTES = 3_000_000  # a minute in good quality; Telegram's own recordings take a tenth


class VoiceMessages:
    """The handler of one running bot; without a recogniser it asks people to type."""

    def __init__(
        self, recogniser: Recogniser | None, reader: QuestionCommands, outbox: Outbox, gate: Gate
    ) -> None:
        self._recogniser = recogniser
        self._reader = reader
        self._outbox = outbox
        self._gate = gate

    async def voice(self, said: Said) -> None:
        """Show what a recording says, and answer it."""
        recording = said.message.voice or said.message.audio
        if recording is None or said.edited:
            return  # an edited caption changes no recording
        if self._recogniser is None:
            await self._reply(said, say(phrases.NO_VOICE))
        elif _seconds(recording) > MAX_S or (recording.file_size or 0) > MAX_BYTES:
            await self._reply(said, say(phrases.VOICE_TOO_LONG, seconds=MAX_S))
        elif await self._gate.counted(said):
            file = await insist(recording.get_file)
            audio = await insist(file.download_as_bytearray)
            try:
                text = await asyncio.to_thread(self._recogniser.text, bytes(audio), _language(said))
            except VoiceError:
                _LOG.warning("a voice message could not be read", exc_info=True)
                text = ""
            if not text:
                await self._reply(said, say(phrases.NOT_HEARD))
                return
            await self._reply(said, f"🎙 “{escape(text, quote=False)}”")
            await self._reader.take(said, text)

    async def _reply(self, said: Said, html: str) -> None:
        await reply(self._outbox, said, html, quote=True)


def _language(said: Said) -> str:
    """The language in which the speaker uses Telegram; lines of the bot are in fewer languages."""
    speaker = said.message.from_user
    code = speaker.language_code if speaker else None
    return code.partition("-")[0].lower() if code else spoken()


def _seconds(recording: Voice | Audio) -> float:
    lasts = recording.duration  # a timedelta from python-telegram-bot 23 on
    return lasts if isinstance(lasts, int) else lasts.total_seconds()
