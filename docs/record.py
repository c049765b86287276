"""Records conversations with the real bot and draws them: the pictures in README.md.

    make pictures
    python -m docs.record --quoting channel

The bot runs with the real models over the sample articles, against the Telegram test server. Each
of `CONVERSATIONS` becomes docs/NAME.json and docs/NAME.png. With `--quoting` no language model is
loaded: the sentence with most words of the question is the answer, to draw what is around answers.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from bot_fakes import SAMPLES, PacedModel  # noqa: E402
from telegram_server import Message, PrivateChat, TelegramServer, recorded  # noqa: E402

from bot import assembly  # noqa: E402
from bot.answering.answerer import Answerer  # noqa: E402
from bot.memory import all_databases  # noqa: E402
from bot.messenger.app import Service  # noqa: E402
from bot.settings import load  # noqa: E402
from docs.pictures import draw  # noqa: E402
from index.types import Encoder  # noqa: E402

Messages = list[dict[str, Any]]

_PATIENCE_S = 180.0
_QUIET_S = 2.5  # the bot has finished when nothing has changed for so long

Publish = Callable[[str], Awaitable[None]]

# What Ana, the owner, sends. A line "press LABEL" presses that button below the last message; what
# is behind "post " is published in a channel that the bot is an administrator of.
CONVERSATIONS = {
    "answers": (
        "Who led the Ukrainian team at the Istanbul talks in May 2025?",
        "And who led the Russian side?",
        "press 📖 1",
    ),
    "refusal": ("Who won the football match in Varde?",),
    "search": ("/search Notre-Dame spire", "/latest prisoners"),
    "timeline": ("/timeline Istanbul talks drones prisoners",),
    "channel": (
        "/watch @harbour",
        "post The ferry sails again\n\nRepairs of the ramp that a storm tore off in "
        "January took five weeks and cost 1.4 million crowns, the port authority said.",
        "post Tolls on the harbour bridge stay at four crowns until the end of the year, the "
        "council decided last night.",
        "What did the repairs of the ferry ramp cost?",
        "/watched",
    ),
}


async def _nowhere(text: str) -> None:
    raise AssertionError("there is no channel to publish in")


async def record(
    lines: tuple[str, ...],
    chat: PrivateChat,
    quiet_s: float = _QUIET_S,
    publish: Publish = _nowhere,
) -> Messages:
    """Send all lines, each after the bot has finished its answer; return the conversation.

    `publish` publishes a text in the channel, and returns once the bot has read it.
    """
    for line in lines:
        before = _last(chat)
        if line.startswith("post "):
            await publish(line.removeprefix("post "))
            continue
        if line.startswith("press "):
            assert before is not None, "there is no message with a button yet"
            await (await chat.press(before, line.removeprefix("press "))).answered()
        else:
            await chat.send(line)
        await _settled(chat, lambda last, before=before: last is not before, quiet_s)  # type: ignore[misc]
    return recorded(chat)


def _last(chat: PrivateChat) -> Message | None:
    return next((message for message in reversed(chat.messages) if message.from_bot), None)


async def _settled(
    chat: PrivateChat, wanted: Callable[[Message | None], bool], quiet_s: float
) -> None:
    """Wait until there is a new message and then no change for `quiet_s` seconds."""
    async with asyncio.timeout(_PATIENCE_S):
        seen, since = "", 0.0
        while since < quiet_s:
            await asyncio.sleep(0.1)
            now = json.dumps(recorded(chat))
            last = _last(chat)
            busy = last is None or not wanted(last) or "Stop" in last.labels
            since = 0.0 if busy or now != seen else since + 0.1
            seen = now


async def conversation(
    lines: tuple[str, ...], cache: Path, encoder: Encoder, *, quoting: bool = False
) -> Messages:
    """Hold one conversation with the real bot over the sample articles; return its messages."""
    with tempfile.TemporaryDirectory() as folder:
        articles = shutil.copytree(SAMPLES, Path(folder, "articles"))
        async with TelegramServer.running() as server:
            settings = load(
                library=Path(folder, "library"),
                cache=cache,
                telegram_bot_token=server.token,
                telegram_api_url=server.url,
                access="open",
                admins="1001",
            )
            library_folder = assembly.open_library_folder(settings, encoder)
            try:
                library_folder.index([articles])
                if quoting:
                    reader = assembly.reader(settings)
                    answerer = Answerer(library_folder.searcher, PacedModel(), reader)
                else:
                    answerer = assembly.answerer(settings, library_folder)
                with all_databases.opened(settings.library) as kept:
                    async with Service(settings, answerer, library_folder, kept).running():
                        ana = server.private_chat(server.user(1001, first_name="Ana"))
                        channel = server.channel("Harbour Channel", "harbour")

                        async def publish(text: str) -> None:
                            known = library_folder.library.summary().articles
                            head = len(text.partition("\n\n")[0]) if "\n\n" in text else 0
                            bold = {"type": "bold", "offset": 0, "length": head}
                            await channel.publish(text, entities=[bold] if head else [])
                            await server.wait_until(
                                lambda: library_folder.library.summary().articles > known
                            )

                        return await record(lines, ana, publish=publish)
            finally:
                library_folder.close()


def main() -> None:
    """Record and draw the conversations that the command line names, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", choices=[[], *CONVERSATIONS], metavar="NAME")
    parser.add_argument("--quoting", action="store_true", help="without the language model")
    given = parser.parse_args()
    settings = load()
    encoder = assembly.encoder(settings)
    for name in given.names or CONVERSATIONS:
        held = conversation(CONVERSATIONS[name], settings.cache, encoder, quoting=given.quoting)
        messages = asyncio.run(held)
        text = json.dumps(messages, ensure_ascii=False, indent=1)
        (ROOT / "docs" / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        (ROOT / "docs" / f"{name}.png").write_bytes(draw(messages))
        print(f"docs/{name}.png")


if __name__ == "__main__":
    os.chdir(tempfile.gettempdir())  # so that no `.env` of the owner is read
    main()
