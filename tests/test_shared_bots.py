"""Several bots over one real PostgreSQL answer every question once, whatever happens to one."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from balancer import Balancer, balancing
from bot_fakes import LED, SAMPLES, WHO_LED, bot_settings, is_answer, says
from chroma_servers import free_port
from fakes import HashingEncoder
from postgres_server import PASSWORD, new_database, running_postgres
from telegram_server import Message, PrivateChat, TelegramServer

from bot import assembly

pytestmark = [pytest.mark.slow, pytest.mark.refusals, pytest.mark.timeout(900)]

ALONE = Path(__file__).with_name("shared_bot_alone.py")
ROOT = Path(__file__).parents[1]
LEASE_S = 4.0
START_S = 300  # of a whole process, on a machine that may be busy


class Bots:
    """Bots as processes of their own; each has a folder, where the file `go` lets it write."""

    def __init__(
        self, server: TelegramServer, balancer: Balancer, folder: Path, database: str
    ) -> None:
        self._server = server
        self._balancer = balancer
        self._folder = folder
        self._database = database
        self.running: dict[str, asyncio.subprocess.Process] = {}

    async def start(self, name: str) -> None:
        """Start one and wait until it takes updates."""
        folder, port = self._folder / name, free_port()
        folder.mkdir(exist_ok=True)
        settings = {
            "TELEGRAM_BOT_TOKEN": self._server.token,
            "TELEGRAM_API_URL": self._server.url,
            "BYLINE_ACCESS": "open",
            "BYLINE_LIBRARY": str(self._folder / "library"),
            "BYLINE_DATABASE_URL": self._database,
            "BYLINE_DATABASE_PASSWORD": PASSWORD,
            "BYLINE_WEBHOOK_URL": self._balancer.url,
            "BYLINE_WEBHOOK_PORT": str(port),
            "BYLINE_WEBHOOK_SECRET": "the-same-one-for-all-bots",
        }
        log = (folder / "log").open("ab")
        hooks = len(self._server.calls_of("setWebhook"))
        self.running[name] = await asyncio.create_subprocess_exec(
            *(sys.executable, str(ALONE), str(folder), str(LEASE_S)),
            env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
            stderr=log,
        )
        log.close()

        def takes() -> bool:
            assert self.running[name].returncode is None, (folder / "log").read_text()
            return len(self._server.calls_of("setWebhook")) > hooks

        await self._server.wait_until(takes, within=START_S)
        self._balancer.bots.append(f"http://127.0.0.1:{port}/hook")

    def count(self, where: str) -> int:
        """How many questions of the journal are so."""
        sql = f"SELECT count(*) FROM byline.questions WHERE {where}"
        ((number,),) = running_postgres().run(sql, self._database.rpartition("/")[2])
        return int(number)

    def go(self, name: str) -> None:
        """Let the model of one write."""
        (self._folder / name / "go").touch()

    def print_logs(self) -> None:
        """Print what each logged: pytest shows it where a test fails."""
        for log in sorted(self._folder.glob("*/log")):
            print(f"-- {log.parent.name}\n{log.read_text()}")

    async def end(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """Kill one, and wait until it is gone."""
        process = self.running.pop(name)
        process.send_signal(how)
        await process.wait()


@pytest.fixture
async def bots(
    server: TelegramServer, tmp_path: Path, one_certificate: None
) -> AsyncIterator[Bots]:
    """A library, an empty database, and no bot as yet."""
    encoder: Any = HashingEncoder()
    library_folder = assembly.open_library_folder(bot_settings(server, tmp_path), encoder)
    library_folder.index([SAMPLES])
    library_folder.close()
    with new_database() as database:
        async with balancing() as balancer:
            made = Bots(server, balancer, tmp_path, database)
            yield made
            for name in list(made.running):
                await made.end(name)
            made.print_logs()


def final(chat: PrivateChat) -> list[Message]:
    return [message for message in chat.messages if is_answer(message)]


def answered(chat: PrivateChat, *numbers: int) -> bool:
    """Whether each of these questions has its answer."""
    found = {m.reply_to.text[-3:] for m in final(chat) if m.reply_to}
    return found >= {f"({number})" for number in numbers}


def count(chats: Iterable[PrivateChat], true: Callable[[Message], bool]) -> int:
    """How many messages of these chats are so."""
    return sum(true(message) for chat in chats for message in chat.messages)


async def test_a_bot_killed_in_the_middle_loses_nothing_and_nothing_is_answered_twice(
    bots: Bots, server: TelegramServer, ana: PrivateChat, ben: PrivateChat
) -> None:
    cleo = server.private_chat(server.user(first_name="Cleo"))
    people = (ana, ben, cleo)
    for name in ("a", "b"):
        await bots.start(name)
    # Both models are at work, and the other questions wait. Whose those are is not certain: two
    # bots take the updates, and a later one may be in line first.
    for number, chat in enumerate((ana, ben, cleo, ana, ben, cleo), start=1):
        await chat.send(f"{WHO_LED} ({number})")
    await server.wait_until(lambda: count(people, says(LED[:7], "…")) == 2, within=START_S)
    await server.wait_until(lambda: count(people, says("in line")) > 0)
    # A message whose receipt is lost with its bot is sent again, as with a single bot.
    await server.wait_until(lambda: bots.count("shown <> '[]'") == 6, within=START_S)

    await bots.end("a")
    bots.go("b")
    await server.wait_until(
        lambda: answered(ana, 1, 4) and answered(ben, 2, 5) and answered(cleo, 3, 6),
        within=START_S,
    )
    # One message for each question, whichever bots worked on it.
    assert [len(final(chat)) for chat in people] == [2, 2, 2]
    assert [count([chat], lambda message: message.from_bot) for chat in people] == [2, 2, 2]
