"""Records what a follower is told and a briefing, and draws both: pictures for the documentation.

    python -m docs.record_news

The bot runs over the sample articles with the real encoder, on a clock that is set; articles in our
own words come in meanwhile. No language model is needed, as nothing is asked. Each of `SCENES`
becomes docs/NAME.json and docs/NAME.png.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from bot_fakes import PacedModel  # noqa: E402
from sample_library import SAMPLES  # noqa: E402
from telegram_server import PrivateChat, TelegramServer, recorded  # noqa: E402

from bot import assembly  # noqa: E402
from bot.answering.answerer import Answerer  # noqa: E402
from bot.memory import all_databases  # noqa: E402
from bot.messenger.app import Service  # noqa: E402
from bot.settings import load  # noqa: E402
from docs.pictures import draw  # noqa: E402
from index.folder.library_folder import LibraryFolder  # noqa: E402
from index.types import Encoder  # noqa: E402

Told = Callable[[str], Awaitable[None]]
_WITHIN_S = 120.0
_DAY = "2026-11-28"

# Title, outlet and text of the articles that come in.
_TALKS = (
    "Third round of talks opens in Istanbul",
    "The Harbour Post",
    "Delegations of Russia and Ukraine met in Istanbul on Saturday for a third round of talks. "
    "Both sides agreed in Istanbul to exchange another 500 prisoners before Christmas.",
)
_TALKS_TOO = (
    "Istanbul talks: 500 prisoners to go home before Christmas",
    "Northern Wire",
    "Russia and Ukraine met in Istanbul on Saturday for a third round of talks. Both delegations "
    "agreed in Istanbul to exchange another 500 prisoners before Christmas.",
)
_FERRY = (
    "Ferry to Sorvik sails again",
    "The Ledger",
    "The ferry to Sorvik sails again since Friday night, five weeks after a storm tore off its "
    "ramp. The repairs cost 1.4 million crowns, the port authority said.",
)
_BRIDGE = (
    "Tolls on the Lowick bridge stay as they are",
    "The Harbour Post",
    "Drivers go on paying four crowns on the Lowick bridge until the end of next year. The council "
    "decided this with 14 votes to 9.",
)


async def _follow(chat: PrivateChat, comes_in: Told) -> None:
    await chat.send("/follow Istanbul talks")
    await chat.wait_for(lambda m: "You follow" in m.text, within=_WITHIN_S)
    await comes_in("ferry")
    await comes_in("talks")
    await comes_in("talks too")
    await chat.send("/following")
    await chat.wait_for(lambda m: "Followed here" in m.text, within=_WITHIN_S)


async def _briefing(chat: PrivateChat, comes_in: Told) -> None:
    await chat.send("/briefing 8:00 Europe/Berlin")
    await chat.wait_for(lambda m: "Each day" in m.text, within=_WITHIN_S)
    for name in ("ferry", "talks", "talks too", "bridge"):
        await comes_in(name)
    await comes_in("")  # the next morning


SCENES = {"following": _follow, "briefing": _briefing}
_ARTICLES = {"talks": _TALKS, "talks too": _TALKS_TOO, "ferry": _FERRY, "bridge": _BRIDGE}


async def _recorded(
    scene: Callable[[PrivateChat, Told], Awaitable[None]], cache: Path, encoder: Encoder
) -> list[dict[str, Any]]:
    """Play one scene over the sample articles; return its messages."""
    moments = [datetime(2026, 11, 28, 12, tzinfo=UTC)]
    with tempfile.TemporaryDirectory() as folder:
        async with TelegramServer.running() as server:
            settings = load(
                library=Path(folder, "library"),
                cache=cache,
                telegram_bot_token=server.token,
                telegram_api_url=server.url,
                access="open",
            )
            library = assembly.open_library_folder(settings, encoder)
            try:
                library.index([Path(SAMPLES)])
                answerer = Answerer(library.searcher, PacedModel())
                with all_databases.opened(settings.library) as kept:
                    service = Service(
                        *(settings, answerer, library, kept), clock=lambda: moments[-1]
                    )
                    async with service.running():
                        ana = server.private_chat(server.user(first_name="Ana"))
                        told = _comes_in(service, library, Path(folder), moments)
                        await scene(ana, told)
                        return recorded(ana)
            finally:
                library.close()


def _comes_in(
    service: Service, library: LibraryFolder, folder: Path, moments: list[datetime]
) -> Told:
    async def told(name: str) -> None:
        if name:
            title, outlet, text = _ARTICLES[name]
            record = {"id": name, "title": title, "outlet": outlet, "text": text}
            file = folder / f"{name}.jsonl"
            file.write_text(json.dumps({**record, "published": _DAY}) + "\n", encoding="utf-8")
            await asyncio.to_thread(library.index, [file])
        else:
            moments.append(datetime(2026, 11, 29, 7, tzinfo=UTC))
        await service.news.look()

    return told


def main(names: list[str]) -> None:
    """Record and draw the named scenes, or all of them."""
    settings = load()
    encoder = assembly.encoder(settings)
    for name in names or SCENES:
        messages = asyncio.run(_recorded(SCENES[name], settings.cache, encoder))
        text = json.dumps(messages, ensure_ascii=False, indent=1)
        (ROOT / "docs" / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        (ROOT / "docs" / f"{name}.png").write_bytes(draw(messages))
        print(f"docs/{name}.png")


if __name__ == "__main__":
    os.chdir(tempfile.gettempdir())  # so that no `.env` of the owner is read
    main(sys.argv[1:])
