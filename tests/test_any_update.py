"""Updates of every kind that the Bot API has, odd and spoiled ones too: nothing falls, all ask.

Thousands go through reader, journal and the choice of a handler; some through the whole bot.
"""

import asyncio
import json
import logging
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import telegram
from any_update import TEXTS, Maker, kinds
from bot_fakes import WHO_LED, PacedModel, answers, bot_settings, running_bot
from fakes import HashingEncoder
from hypothesis import given
from hypothesis import strategies as st
from sample_library import place
from telegram_server import Message, PrivateChat, TelegramServer

from bot import assembly
from bot.answering.answerer import Answerer
from bot.memory import all_databases
from bot.messenger.app import Service
from bot.messenger.incoming import address, events
from bot.messenger.incoming.update_reader import UpdateReader
from bot.question.typed import visible

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
ME = telegram.User(7000000001, "Byline", True, username="byline_bot")
PRESSES = ("stop:1", "stop:99999999999999999999", "undo:x", "list:x:1:2", "s:1", "x:1", "list:a:0")


class _Known(telegram.Bot):
    """A bot that knows who it is without having asked Telegram."""

    @property
    def bot(self) -> telegram.User:
        return ME


class Chain:
    """The way of an update up to its handler: reader, journal and the handlers' own checks."""

    def __init__(self, service: Service) -> None:
        self._loop = asyncio.new_event_loop()
        self._intake = service._intake
        self._bot = _Known("7000000001:AAF-a-token-of-thirty-five-letters")
        service._intake._wanted = lambda update: address.for_us(
            update, ME, frozenset({"ask", "search", "forget", "start"})
        )
        self._handlers = service.app.handlers[0]
        self.taken = self.chosen = 0

    def take(self, update: object) -> None:
        """Whatever comes is kept or skipped; what is kept is fit for its handler."""
        self._loop.run_until_complete(self._intake.take(json.loads(json.dumps(update)), self._bot))
        while not self._intake.empty():
            kept = self._intake.get_nowait()
            assert isinstance(kept, telegram.Update)
            self.taken += 1
            self.chosen += any(handler.check_update(kept) for handler in self._handlers)
            if kept.effective_message is not None:
                said = events.said(kept, kept.effective_message, ME)
                assert isinstance(said.text, str)
                address.asked_above(said.message, ME).encode("utf-8", "replace")
                assert said.place.chat == said.message.chat.id

    def close(self) -> None:
        self._loop.close()


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("any-update")
    chosen = bot_settings(TelegramServer(), folder, access="open")
    chosen = chosen.model_copy(update={"telegram_api_url": "http://127.0.0.1:9"})
    place(folder / "articles", chosen.library)
    encoder: Any = HashingEncoder()
    library_folder = assembly.open_library_folder(chosen, encoder)
    with all_databases.opened(chosen.library) as kept:
        answerer = Answerer(library_folder.searcher, PacedModel())
        made = Chain(Service(chosen, answerer, library_folder, kept))
        yield made
        made.close()
    library_folder.close()


def one(seed: int) -> dict[str, Any]:
    """An update of any kind, a seventh of them spoiled."""
    chance = random.Random(seed)
    maker = Maker(chance)
    made = maker.update(chance.choice(kinds()), chance.randrange(1, 2**31))
    return maker.spoiled(made) if chance.random() < 0.15 else made


SEEDS = st.integers(min_value=0, max_value=2**48)


@given(SEEDS)
def test_any_update_is_kept_for_a_handler_or_skipped(chain: Chain, seed: int) -> None:
    chain.take(one(seed))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_updates_of_a_long_run_are_kept_or_skipped(
    chain: Chain, pytestconfig: pytest.Config
) -> None:
    """Take a thousand updates; ten thousand with `--soak`."""
    first = random.randrange(2**48)
    for seed in range(first, first + (10_000 if pytestconfig.getoption("--soak") else 1_000)):
        chain.take(one(seed))


def test_every_kind_of_update_can_be_made_and_read() -> None:
    chance = random.Random(5)
    maker, reader = Maker(chance), UpdateReader()
    assert set(kinds()) == {kind.value for kind in telegram.constants.UpdateType}
    for kind in kinds():
        made = [maker.update(kind, number) for number in range(1, 20)]
        read = [reader.read(json.loads(json.dumps(each))) for each in made]
        assert any(each and getattr(each, kind) is not None for each in read), kind


class Sent:
    """Generated updates that are pushed to a running bot, and who of their people must be told."""

    def __init__(self, server: TelegramServer, seed: int) -> None:
        self._server = server
        self._chance = random.Random(seed)
        self._maker = Maker(self._chance)
        self._reads = UpdateReader()
        self.waiting: list[PrivateChat] = []
        self.presses: set[str] = set()
        self.spoiled = 0

    def send(self, number: int) -> None:
        """Push one update, of a person whom nobody else knows."""
        chance = self._chance
        person = self._server.user(first_name=chance.choice(("Ana", "<b>Bo</i>", "Ж\u202e")))
        chat = self._server.private_chat(person)
        kind = chance.choice((*kinds(), "message", "message", "edited_message", "callback_query"))
        given: dict[str, Any] = {"from": person.wire(), "chat": chat.wire(), "message_id": number}
        given |= {"date": 1_750_000_000, "id": f"q{number}", "data": chance.choice(PRESSES)}
        if kind == "message" and chance.random() < 0.7:
            given["text"] = chance.choice(TEXTS)
        update = self._maker.update(kind, 900_000 + number, **given)
        if spoiled := chance.random() < 0.1:
            update = self._maker.spoiled(update)
            self.spoiled += 1
        read = self._reads.read(json.loads(json.dumps(update)))
        self._server._pending.append(update)
        self._server.touch()
        if read is None or spoiled:
            return
        if read.message is not None and _asks(read.message):
            self.waiting.append(chat)
        if read.callback_query is not None and read.callback_query.data:
            self.presses.add(read.callback_query.id)


def _asks(message: telegram.Message) -> bool:
    text = message.text or ""
    return bool(visible(text)) and not message.migrate_to_chat_id and message.sender_chat is None


def _answered(server: TelegramServer) -> set[object]:
    """The numbers of the presses whose circle the bot has stopped, or has tried to."""
    return {call.params.get("callback_query_id") for call in server.calls}


def _from_bot(message: Message) -> bool:
    return message.from_bot


async def _through_the_bot(
    server: TelegramServer, folder: Path, caplog: pytest.LogCaptureFixture, count: int, seed: int
) -> None:
    caplog.set_level(logging.WARNING)
    sent = Sent(server, seed)
    ana = server.private_chat(server.user(first_name="Ana"))
    async with running_bot(server, folder, PacedModel(), interval_s=0.01, spaced=False):
        for number in range(1, count + 1):
            sent.send(number)
        for chat in sent.waiting:
            await chat.wait_for(_from_bot, within=120)
        await ana.send(WHO_LED)
        await ana.wait_for(answers(WHO_LED), within=120)
        await server.wait_until(lambda: sent.presses <= _answered(server))
    assert sent.waiting
    # One with a value of a type that Telegram never sends may fail, and the bot goes on.
    said = [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]
    failed = [line for line in said if "cannot be read" not in line]
    assert failed.count("an update failed") <= sent.spoiled
    assert all(line == "an update failed" or "error_handler" in line for line in failed), failed
    assert [r for r in server.refused if "parse" in r.description or "entit" in r.description] == []
    own = [entity for chat in server.chats.values() for m in chat.messages for entity in m.entities]
    assert not any("a.example" in str(entity.get("url")) for entity in own)


@pytest.mark.slow
@pytest.mark.refusals
async def test_the_bot_answers_whoever_asks_among_any_updates(
    server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await _through_the_bot(server, tmp_path, caplog, 40, seed=1)


@pytest.mark.slow
@pytest.mark.refusals
@pytest.mark.timeout(900)
async def test_the_bot_answers_whoever_asks_among_hundreds_of_updates(
    server: TelegramServer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    pytestconfig: pytest.Config,
) -> None:
    count = 600 if pytestconfig.getoption("--soak") else 150
    await _through_the_bot(server, tmp_path, caplog, count, seed=random.randrange(10**6))
