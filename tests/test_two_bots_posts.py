"""Two bots over one folder: each brings in, and reports, the posts that it took."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bot_fakes import Rig, bot_settings
from fakes import HashingEncoder
from odd_site import FIRST
from telegram_server import ChannelChat, PrivateChat, TelegramServer
from watching_bot import TIDE, owned, texts

from bot import assembly
from bot.adding.gatherer import Gatherer
from bot.adding.posts import Post
from bot.memory.watched_chats import FILE, WatchedChats
from bot.messenger.channels.post_desk import PostDesk
from bot.messenger.channels.seats import Seat
from bot.messenger.sending.outbox import Outbox
from index.folder.lock import write_lock

pytest_plugins = "channel_fixtures"
pytestmark = pytest.mark.usefixtures("soon")


@contextmanager
def another_desk(server: TelegramServer, folder: Path, rig: Rig) -> Iterator[PostDesk]:
    """What brings in posts of a second bot over the same folder."""
    settings = bot_settings(server, folder, "1")
    encoder: Any = HashingEncoder()
    bot = rig.service.app.bot
    with (
        closing(assembly.open_library_folder(settings, encoder)) as library_folder,
        closing(WatchedChats(settings.library / FILE)) as watched,
    ):
        yield PostDesk(
            watched=watched,
            seat=Seat(settings.library),
            gatherer=Gatherer(settings, library_folder),
            outbox=Outbox(bot),
            bot=bot,
        )


@pytest.mark.slow
async def test_of_two_bots_over_one_folder_each_reports_what_it_took(
    server: TelegramServer, ana: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    post = await harbour.publish(FIRST)
    mine = Post("theirs", "Harbour Channel", date(2024, 3, 9), "https://t.me/harbour/9", text=TIDE)
    async with owned(server, ana, tmp_path, spaced=False) as rig:
        with another_desk(server, tmp_path, rig) as other:
            # Both have begun before either of them comes to an end.
            with write_lock(tmp_path / "library"):
                passed = ana.post(ana.members[0], FIRST, origin=harbour.from_here(post))
                await server.wait_until(lambda: rig.service._channels.busy)
                other.start()
                other.take_forward(ana.id, passed.id, mine, "en")
                await server.wait_until(lambda: other.busy)
            await server.wait_until(lambda: not rig.kept.watched.waiting(1))
            assert sorted(texts(rig)) == sorted([FIRST, TIDE])
            reports = [m.text for m in ana.messages if m.from_bot]
            assert len(reports) == 2, reports
            assert all("Added" in text and "posts read" not in text for text in reports)
            await other.close()
