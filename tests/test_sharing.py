"""Two bots in one process over one real PostgreSQL: questions go to whoever is free."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from balancer import Balancer, balancing
from bot_fakes import SAMPLES, PacedModel, bot_settings, is_answer, says
from chroma_servers import free_port
from fakes import HashingEncoder
from postgres_server import PASSWORD, new_database
from telegram_server import PrivateChat, TelegramServer

from bot import assembly
from bot.answering.answerer import Answerer
from bot.memory import all_databases
from bot.memory.all_databases import Server
from bot.messenger.app import Service
from bot.messenger.sending.send_rate import TELEGRAM
from bot.settings import Settings
from index.folder.library_folder import LibraryFolder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

WHO_LED = "Which defence minister led Ukraine's team?"
BURNED = "Which minister visited the burned power station?"


class Pair:
    """Two bots, `a` and `b`; `to` chooses which one gets the next updates."""

    def __init__(self, balancer: Balancer) -> None:
        self._balancer = balancer
        self.urls: dict[str, str] = {}
        self.models: dict[str, PacedModel] = {}
        self.services: dict[str, Service] = {}
        self.ends: dict[str, AsyncExitStack] = {}

    def to(self, name: str) -> None:
        """Let one bot have all updates from now on."""
        self._balancer.bots = [self.urls[name]]


@pytest.fixture
async def pair(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Pair]:
    encoder: Any = HashingEncoder()
    library_folder = assembly.open_library_folder(bot_settings(server, tmp_path), encoder)
    library_folder.index([SAMPLES])
    with new_database() as database:
        async with balancing() as balancer:
            pair = Pair(balancer)
            for name in ("a", "b"):
                port = free_port()
                settings = bot_settings(
                    server,
                    tmp_path,
                    access="open",
                    webhook_url=balancer.url,
                    webhook_port=port,
                    webhook_secret="the-same-one-for-all-bots",
                )
                pair.urls[name] = f"http://127.0.0.1:{port}/hook"
                model = pair.models[name] = PacedModel()
                pair.ends[name] = AsyncExitStack()
                pair.services[name] = await pair.ends[name].enter_async_context(
                    running(settings, library_folder, database, model)
                )
            yield pair
            for model in pair.models.values():
                model.go.set()
            for end in pair.ends.values():
                await end.aclose()
    library_folder.close()


@asynccontextmanager
async def running(
    settings: Settings, library_folder: LibraryFolder, database: str, model: PacedModel
) -> AsyncIterator[Service]:
    """One bot over `database`, with its webhook as the settings say."""
    with all_databases.opened(settings.library, Server(database, PASSWORD)) as kept:
        answerer = Answerer(library_folder.searcher, model)
        service = Service(settings, answerer, library_folder, kept, TELEGRAM.times(10))
        async with service.running():
            yield service


def of_the_bot(chat: PrivateChat) -> int:
    return len([message for message in chat.messages if message.from_bot])


async def test_a_free_bot_answers_what_a_busy_one_has_in_line(
    pair: Pair, ana: PrivateChat, ben: PrivateChat, server: TelegramServer
) -> None:
    for model in pair.models.values():
        model.go.clear()
    pair.to("a")
    await ana.send(WHO_LED)
    await ben.send(BURNED)
    await server.wait_until(lambda: all(model.prompts for model in pair.models.values()))
    for model in pair.models.values():
        model.go.set()
    await ana.wait_for(is_answer)
    await ben.wait_for(is_answer)
    assert (of_the_bot(ana), of_the_bot(ben)) == (1, 1)


async def test_each_bot_leaves_the_others_their_part_of_telegrams_limit(
    pair: Pair, server: TelegramServer
) -> None:
    whole = TELEGRAM.times(10).all_per_second

    def rates() -> list[float]:
        return [each.calls.per_second for each in pair.services.values()]

    await server.wait_until(lambda: rates() == [whole / 2, whole / 2])
    await pair.ends["b"].aclose()
    await server.wait_until(lambda: rates()[0] == whole)


async def test_stop_and_edits_reach_the_bot_that_has_the_question(
    pair: Pair, ana: PrivateChat, ben: PrivateChat, server: TelegramServer
) -> None:
    cleo = server.private_chat(server.user(first_name="Cleo"))
    for model in pair.models.values():
        model.go.clear()
    pair.to("a")
    await ana.send(WHO_LED)
    await ben.send(WHO_LED)
    asked = await cleo.send(WHO_LED)
    shown = await cleo.wait_for(says("in line"))
    pair.to("b")
    await cleo.edit(asked.id, BURNED)
    pressed = await ana.press(await ana.wait_for(says("…")), "Stop")
    assert "Stopped" in (await pressed.answered()).text
    for model in pair.models.values():
        model.go.set()
    await ana.wait_for(says("Stopped"))
    assert await cleo.wait_for(is_answer) is shown
    await ben.wait_for(is_answer)
    assert [of_the_bot(chat) for chat in (ana, ben, cleo)] == [1, 1, 1]
    asked_of_all = [text for model in pair.models.values() for text in model.asked]
    assert asked_of_all.count(BURNED) == 1


@pytest.mark.refusals  # the other bot may begin with the very words that are shown already
async def test_a_bot_that_is_stopped_leaves_its_questions_to_the_other_one(
    pair: Pair, ana: PrivateChat, ben: PrivateChat, server: TelegramServer
) -> None:
    for model in pair.models.values():
        model.go.clear()
    pair.to("a")
    await ana.send(WHO_LED)
    await server.wait_until(lambda: any(model.writing.is_set() for model in pair.models.values()))
    begun = await ana.wait_for(lambda message: message.from_bot)
    busy = "a" if pair.models["a"].prompts else "b"
    other = "b" if busy == "a" else "a"
    pair.models[other].go.set()
    await pair.ends[busy].aclose()
    pair.to(other)
    await ana.wait_for(is_answer)
    assert of_the_bot(ana) == 1
    assert begun in ana.messages
    await ben.send(BURNED)
    await ben.wait_for(is_answer)
    assert [each for each in server.refused if "not modified" not in each.description] == []
