"""The command `byline telegram` as a process of its own, with real weights, ended by SIGTERM."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from bot_fakes import SAMPLES
from conftest import ENCODER, REAL_CACHE
from telegram_checks import WITHIN_S
from telegram_server import TelegramServer

from bot import assembly
from bot.settings import load
from index.vectors.ctranslate2_encoder import CTranslate2Encoder

MODEL = "smollm2-135m"
MAIN = "from bot.terminal.cli import main; main()"
ROOT = Path(__file__).parents[1]


def environment(server: TelegramServer, folder: Path, token: str = "") -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_BOT_TOKEN": token or server.token,
        "TELEGRAM_API_URL": server.url,
        "BYLINE_LIBRARY": str(folder / "library"),
        "BYLINE_CACHE": str(REAL_CACHE),
        "BYLINE_MODEL": MODEL,
        "BYLINE_ENCODER": ENCODER,
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",  # more threads than free cores would wait for each other
    }


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, minilm: CTranslate2Encoder) -> Path:
    """A folder with a library of the sample articles, made with the encoder that the bot uses."""
    folder = tmp_path_factory.mktemp("indexed")
    library_folder = assembly.open_library_folder(load(library=folder / "library"), minilm)
    library_folder.index([SAMPLES])
    library_folder.close()
    return folder


async def byline(
    *arguments: str, environment: dict[str, str], folder: Path
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", MAIN, *arguments),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_sigterm_during_an_answer_ends_the_process_cleanly_and_the_person_is_told(
    tmp_path: Path, indexed: Path
) -> None:
    if not (REAL_CACHE / "models" / MODEL).is_dir():
        pytest.fail(f"run `byline models fetch {MODEL}` (once)")
    async with TelegramServer.running() as server:
        chat = server.private_chat(server.user(first_name="Ana"))
        env = environment(server, indexed)
        bot = await byline("telegram", environment=env, folder=tmp_path)
        try:
            await chat.send("/help")
            await chat.wait_for(lambda m: "/sources" in m.text, within=120)
            for number in range(4):  # this model may be fast: one of them will be at work
                await chat.send(f"Who led the Ukrainian team at the Istanbul talks ({number})?")
            await chat.wait_for(lambda m: "number 3" in m.text or "number 4" in m.text)
            bot.send_signal(signal.SIGTERM)
            _, log = await asyncio.wait_for(bot.communicate(), WITHIN_S)
        finally:
            if bot.returncode is None:
                bot.kill()
        assert bot.returncode == 0, log.decode()
        told = [m for m in chat.messages if "being restarted" in m.text]
        assert told, chat.messages
        # Who could not be told in time, at one message a second, is answered by the next run.
        assert not any("Stop" in message.labels for message in told)
        assert server.token.encode() not in log
        assert b"Traceback" not in log, log.decode()
        assert server.refused == []


async def test_a_wrong_token_ends_the_command_with_one_line_and_code_2(
    tmp_path: Path, indexed: Path
) -> None:
    async with TelegramServer.running() as server:
        wrong = "7000000001:AAF-another-token-of-the-same-length"
        env = environment(server, indexed, wrong)
        bot = await byline("telegram", environment=env, folder=tmp_path)
        _, log = await asyncio.wait_for(bot.communicate(), 120)
        assert bot.returncode == 2
        lines = [line for line in log.decode().splitlines() if "token" in line]
        assert len(lines) == 1, log.decode()
        assert "@BotFather" in lines[0]
        assert wrong not in log.decode()
        assert "Traceback" not in log.decode()
