"""Spoken questions over HTTP: espeak-ng speaks, Whisper hears, the bot answers.

This voice of a machine is hard to understand ("Who led" is heard as "Who read"), so the questions
are some that are heard.
"""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bot_fakes import PacedModel, is_answer, running_bot, says
from conftest import REAL_CACHE
from telegram_server import TelegramServer

from bot import assembly
from bot.settings import load

ARTICLES = {
    "museum": "The new museum is in London. It shows ships.",
    "town": "About 8,000 people live in the town. It lies on the coast.",
    "bridge": "The new bridge opens on Monday. It took three years to build.",
    "house": "Karl Weber hat das Haus gekauft. Es kostete drei Millionen Euro.",
}
SPOKEN = [
    ("en", "en-us+f3", 150, "Where is the new museum?", "in London"),
    ("en", "en-us+f3", 150, "How many people live in the town?", "8,000 people"),
    ("en", "en-us+f3", 150, "When does the new bridge open?", "Monday"),
    ("de", "de", 140, "Wer hat das Haus gekauft?", "Karl Weber"),
]
HEARD = 0.7  # share of the words of a question; kinds of processors round differently


def speech(voice: str, speed: int, text: str) -> bytes:
    """A recording like Telegram's (OGG with Opus, mono) of `text`, at `speed` words a minute."""
    import av

    command = ["espeak-ng", "-v", voice, "-s", str(speed), "--stdout", text]
    wav = subprocess.run(command, capture_output=True, check=True).stdout
    recording = io.BytesIO()
    with (
        av.open(io.BytesIO(wav), "r") as sound,
        av.open(recording, "w", format="ogg") as ogg,
    ):
        opus = ogg.add_stream("libopus", rate=48_000, layout="mono")
        for frame in sound.decode(audio=0):
            ogg.mux(opus.encode(frame))
        ogg.mux(opus.encode(None))
    return recording.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="apt install espeak-ng, to speak")
@pytest.mark.skipif(
    not (REAL_CACHE / "models" / "whisper-base" / "model.bin").is_file(),
    reason="run `byline models fetch whisper-base` (once), to hear",
)
async def test_spoken_questions_are_heard_and_answered(
    server: TelegramServer, tmp_path: Path
) -> None:
    pytest.importorskip("faster_whisper", reason="install the extra voice, to hear")
    (tmp_path / "articles").mkdir()
    for name, text in ARTICLES.items():
        head = f"---\ntitle: {name.title()}\npublished: 2025-05-16\n---\n"
        (tmp_path / "articles" / f"{name}.md").write_text(head + text, encoding="utf-8")
    hears = assembly.recogniser(load(cache=REAL_CACHE, voice_model="whisper-base", threads=2))
    async with running_bot(server, tmp_path, PacedModel(), recogniser=hears, introduced=False):
        for number, (code, voice, speed, question, answer) in enumerate(SPOKEN, start=1):
            chat = server.private_chat(server.user(number, first_name="Ana", language_code=code))
            said = await chat.send_voice(speech(voice, speed, question), 3)
            shown = await chat.wait_for(says("🎙"), after=said, within=120)
            words = re.findall(r"\w+", question.lower())
            heard = set(re.findall(r"\w+", shown.text.lower()))
            assert sum(word in heard for word in words) >= HEARD * len(words), shown.text
            assert shown.reply_to is said
            answered = await chat.wait_for(is_answer, after=shown, within=60)
            assert answered.reply_to is said
            assert answer in answered.text
    assert server.refused == []
