"""Voice messages over HTTP, with a recogniser that hears what the recording's bytes spell."""

import threading
from pathlib import Path

import pytest
from bot_fakes import LED, WHO_LED, PacedModel, is_answer, running_bot, says
from telegram_server import PrivateChat, TelegramServer

from bot.errors import VoiceError


class SpellingRecogniser:
    """A `Recogniser`: the sound is the words' UTF-8; an empty one is silence, "noise" fails."""

    def __init__(self) -> None:
        self.languages: list[str | None] = []
        self.threads: set[int] = set()

    def text(self, audio: bytes, language: str | None = None) -> str:
        self.languages.append(language)
        self.threads.add(threading.get_ident())
        if audio == b"noise":
            raise VoiceError("The voice message could not be read: record it again.")
        return audio.decode()


@pytest.fixture
def chat(server: TelegramServer) -> PrivateChat:
    return server.private_chat(server.user(first_name="Ana", language_code="de"))


async def test_what_is_said_is_shown_and_answered_like_a_question(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    hears = SpellingRecogniser()
    server.fail_next("getFile", 500)
    async with running_bot(server, tmp_path, PacedModel(), recogniser=hears):
        said = await chat.send_voice(WHO_LED.encode(), 4)
        shown = await chat.wait_for(says("🎙", f"“{WHO_LED}”"))
        answer = await chat.wait_for(is_answer)

    assert shown.reply_to is said
    assert answer.reply_to is said
    assert LED[:-1] in answer.text
    assert hears.languages == ["de"]
    assert hears.threads != {threading.get_ident()}  # the bot goes on meanwhile


async def test_a_spoken_stop_stops(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.go.clear()
    async with running_bot(server, tmp_path, model, recogniser=SpellingRecogniser(), spaced=False):
        await ana.send(WHO_LED)
        await server.wait_until(model.writing.is_set)
        await ana.send_voice(b"Stop", 1)
        await ana.wait_for(says("Stopped"))
        model.go.set()


async def test_silence_noise_and_long_speeches_are_answered_with_what_would_do(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    hears, model = SpellingRecogniser(), PacedModel()
    async with running_bot(server, tmp_path, model, recogniser=hears):
        await chat.send_voice(b"", 2)
        first = await chat.wait_for(says("Ich habe keine Worte gehört."))
        await chat.send_voice(b"noise", 2)
        await chat.wait_for(says("Ich habe keine Worte gehört."), after=first)
        heard = len(hears.languages)
        await chat.send_voice(b"what?", 61)
        second = await chat.wait_for(says("höchstens 60 Sekunden"))
        await chat.send_voice(b" " * 3_000_001, 60)
        await chat.wait_for(says("höchstens 60 Sekunden"), after=second)
    assert len(hears.languages) == heard == 2
    assert len(server.calls_of("getFile")) == 2
    assert model.prompts == []


@pytest.mark.slow
async def test_the_language_is_the_speakers_though_the_bot_says_no_line_in_it(
    server: TelegramServer, tmp_path: Path
) -> None:
    hears = SpellingRecogniser()
    async with running_bot(server, tmp_path, PacedModel(), recogniser=hears):
        for code in ("fr", "pt-br", ""):
            chat = server.private_chat(server.user(first_name="Ana", language_code=code))
            await chat.send_voice(b"", 2)
            await chat.wait_for(says("I heard no words."))
    assert hears.languages == ["fr", "pt", "en"]


async def test_without_a_recogniser_people_are_asked_to_type(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await chat.send_voice(WHO_LED.encode(), 4)
        await chat.wait_for(says("Sprachnachrichten werden hier nicht verstanden."))
    assert server.calls_of("getFile") == []
