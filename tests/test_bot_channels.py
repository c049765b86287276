"""Channels and groups that are watched: their posts become articles, and nobody gets a reply."""

import socket
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bot_fakes import PacedModel, Rig, bot_settings, is_answer, running_bot, says
from channel_cases import cases, faults_of
from every_case import over
from fakes import HashingEncoder
from odd_site import FIRST, SECOND, Site
from telegram_server import ChannelChat, Message, PrivateChat, TelegramServer

from bot import assembly
from bot.adding.gatherer import Gatherer
from bot.adding.posts import Post, is_short, without_pointers
from bot.memory.watched_chats import FILE, WatchedChats
from bot.messenger.channels import post_desk
from bot.messenger.channels.post_desk import PostDesk
from bot.messenger.channels.post_reader import PostName, named_chat, named_post
from bot.messenger.channels.seats import Seat
from bot.messenger.sending.outbox import Outbox
from index.errors import LibraryError
from index.folder.library_folder import LibraryFolder
from index.folder.lock import write_lock
from index.types import Article
from index.web.fetch import FetchLimits

LAST = "That is all the news from the harbour for this Friday evening."
TIDE = "The tide reached four metres and flooded the fish market on Tuesday."


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Posts are read at once, and pages are fetched without a pause."""
    monkeypatch.setattr(post_desk, "_QUIET_S", 0.2)
    monkeypatch.setattr(post_desk, "_RETRY_S", 0.1)
    limits = FetchLimits(seconds=10, delay_s=0)
    monkeypatch.setattr("bot.adding.gatherer.FetchLimits", lambda: limits)


@pytest.fixture
def ana(server: TelegramServer) -> PrivateChat:
    """The owner."""
    return server.private_chat(server.user(1, first_name="Ana"))


@pytest.fixture
def harbour(server: TelegramServer) -> ChannelChat:
    return server.channel("Harbour Channel", "harbour")


def owned(server: TelegramServer, folder: Path, **options: Any) -> Any:
    """The bot with Ana as its owner."""
    options = {"admins": "1", "allow_hosts": "127.0.0.1", **options}
    return running_bot(server, folder, PacedModel(), **options)


def of_channels(rig: Rig) -> list[Article]:
    """The articles that are not samples, in the order in which they came."""
    library = rig.library_folder.library
    found = [each for each in map(library.article, library.article_ids().values()) if each]
    new = [each for each in found if not Path(each.source).is_relative_to(rig.articles)]
    return sorted(new, key=lambda each: library.number(each.id))


def texts(rig: Rig) -> list[str]:
    return [each.text for each in of_channels(rig)]


async def seen(chat: PrivateChat, text: str, *words: str, **more: Any) -> Message:
    """Send a text and wait for a new message with these words."""
    last = await chat.send(text, **more)
    return await chat.wait_for(says(*words), after=last)


async def is_read(rig: Rig, text: str) -> None:
    """Wait until an article with this text is there and no post waits."""
    waiting = rig.kept.watched.waiting
    await rig.server.wait_until(lambda: text in texts(rig) and not waiting(1))


# -- posts


@pytest.mark.slow
async def test_posts_of_a_watched_channel_become_articles(
    server: TelegramServer, ana: PrivateChat, harbour: ChannelChat, site: Site, tmp_path: Path
) -> None:
    table = list(cases(site, server))
    async with owned(server, tmp_path) as rig:
        await seen(ana, "/watch @harbour", "From now on I add", "Harbour Channel")
        sent = [[await harbour.publish(**said) for said in case.said] for case in table]
        await harbour.publish(LAST)
        await is_read(rig, LAST)
        found = of_channels(rig)
        pairs = zip(table, sent, strict=True)
        assert {c.name: f for c, messages in pairs if (f := [*faults_of(c, messages, found)])} == {}
        numbers = [each.url for each in found if each.url.startswith("https://t.me/harbour/")]
        assert len(numbers) == len(set(numbers)) + 1  # the report and the post that brings it
        assert [each.url for each in found if each.url in numbers] == sorted(
            numbers, key=lambda url: int(url.rpartition("/")[2])
        )
        assert [m for m in harbour.messages if m.from_bot] == []
        added = sum(bool(case.holds) for case in table) + 1
        await seen(ana, "/watched", f"Posts added: {added}", "the latest of")
    asked = [path for path in site.asked if path != "/robots.txt"]
    assert sorted(asked) == ["/ferry", "/quay", "/wall"]  # each once, and no first page


@pytest.mark.slow
async def test_an_edit_replaces_the_article_and_one_that_leaves_nothing_takes_it_out(
    server: TelegramServer, ana: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    async with owned(server, tmp_path) as rig:
        await seen(ana, "/watch @harbour", "From now on I add")
        first = await harbour.publish(FIRST)
        second = await harbour.publish(SECOND)
        video = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}
        pictures = [
            await harbour.publish(text, media_group_id="7", video=video)
            for text in ("", "The old ramp hangs in the cold water.", "")
        ]
        await is_read(rig, "The old ramp hangs in the cold water.")
        ids = {each.url: each.id for each in of_channels(rig)}
    # Telegram keeps what happens while the bot is not there.
    await harbour.correct(first, TIDE)
    await harbour.correct(second, "Sorry.")
    await harbour.correct(pictures[1], "The new ramp is made of steel and oak.")
    async with owned(server, tmp_path) as rig:
        await is_read(rig, TIDE)
        ferry, ramp = f"https://t.me/harbour/{first.id}", f"https://t.me/harbour/{pictures[0].id}"
        assert {each.url: each.text for each in of_channels(rig)} == {
            ferry: TIDE,
            ramp: "The new ramp is made of steel and oak.",
        }
        assert {each.url: each.id for each in of_channels(rig)} == {
            url: ids[url] for url in (ferry, ramp)
        }
        # Of a deletion Telegram tells no bot: the owner takes the post out by its link.
        await seen(ana, f"/unwatch {ferry}", "Taken out again.")
        assert [each.url for each in of_channels(rig)] == [ramp]
        await seen(ana, f"/unwatch {ferry}?single", "It is gone already.")


@pytest.mark.slow
async def test_an_answer_cites_a_post_of_a_private_channel_by_its_link(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    channel = server.channel("Quiet Corner", chat_id=-1001234567890)
    async with owned(server, tmp_path) as rig:
        await seen(ana, "/watch -1001234567890", "From now on I add the posts of Quiet Corner")
        text = "The delegation of the island was led by its harbour master, Ida Berg."
        post = await channel.publish(text)
        await is_read(rig, text)
        await ana.send("Which harbour master led the delegation of the island?")
        answer = await ana.wait_for(is_answer)
        links = {e["url"] for e in answer.entities if e["type"] == "text_link"}
        assert f"https://t.me/c/1234567890/{post.id}" in links
        await ana.press(answer, "📖 1")
        shown = await ana.wait_for(says("Quiet Corner", "led by its"), after=answer)
        assert f'href="https://t.me/c/1234567890/{post.id}"' in shown.html


@pytest.mark.slow
async def test_posts_that_cannot_be_added_now_wait_and_a_restart_loses_none(
    server: TelegramServer,
    ana: PrivateChat,
    harbour: ChannelChat,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = LibraryFolder.index
    tries: list[int] = []

    def busy(self: LibraryFolder, *given: Any) -> Any:
        tries.append(len(given))
        raise LibraryError("Another process is indexing: try again later.")

    async with owned(server, tmp_path) as rig:
        await seen(ana, "/watch @harbour", "From now on I add")
        monkeypatch.setattr(LibraryFolder, "index", busy)
        await harbour.publish(FIRST)
        await server.wait_until(lambda: len(tries) >= 2)
        assert len(rig.kept.watched.waiting(9)) == 1
    monkeypatch.setattr(LibraryFolder, "index", index)
    async with owned(server, tmp_path) as rig:
        await is_read(rig, FIRST)


@pytest.mark.slow
async def test_neither_a_document_that_does_not_come_nor_a_post_that_fails_holds_up_the_others(
    server: TelegramServer,
    ana: PrivateChat,
    harbour: ChannelChat,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_posts = Gatherer.add_posts

    def breaks(self: Gatherer, posts: Sequence[Post], *given: Any) -> Any:
        if any("poison" in post.text for post in posts):
            raise RuntimeError("nobody foresaw this")
        return add_posts(self, posts, *given)

    monkeypatch.setattr(Gatherer, "add_posts", breaks)
    monkeypatch.setattr(post_desk, "_DOWNLOAD_S", 0.0)
    async with owned(server, tmp_path) as rig:
        await seen(ana, "/watch @harbour", "From now on I add")
        server.fail_next("getFile", 500)
        plain = server.store(TIDE.encode(), "tide.txt", "text/plain")
        await harbour.publish(document=plain)
        await harbour.publish("This post is poison for the machine.")
        await harbour.publish(FIRST)
        await is_read(rig, TIDE)
        assert set(texts(rig)) == {FIRST, TIDE}
        assert [m for m in harbour.messages if m.from_bot] == []


@pytest.mark.slow
async def test_a_post_brought_to_the_webhook_becomes_an_article(
    server: TelegramServer, ana: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    hook = {"webhook_url": f"http://127.0.0.1:{port}/byline", "webhook_port": port}
    async with owned(server, tmp_path, **hook) as rig:
        await seen(ana, "/watch https://t.me/harbour", "From now on I add")
        await harbour.publish(FIRST)
        await is_read(rig, FIRST)
    assert server.calls_of("getUpdates") == []


@pytest.mark.slow
async def test_a_post_that_cannot_be_kept_is_kept_when_it_can(
    server: TelegramServer,
    ana: PrivateChat,
    harbour: ChannelChat,
    *,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.memory.memory_database._BUSY_S", 0.01)
    monkeypatch.setattr("bot.messenger.channels.post_intake._AGAIN_S", 0.05)
    async with owned(server, tmp_path) as rig:
        await seen(ana, "/watch @harbour", "From now on I add")
        file = tmp_path / "library" / FILE
        with closing(sqlite3.connect(file, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            await harbour.publish(FIRST)
            await server.wait_until(lambda: FILE in caplog.text)
        await is_read(rig, FIRST)


# -- who says what is watched


@pytest.mark.slow
async def test_only_an_owner_begins_to_watch(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    async with owned(server, tmp_path, access="open") as rig:
        await seen(ben, "/watch @harbour", "Only the owner")
        await harbour.publish("/watch")
        offer = await ana.wait_for(says("Someone posted /watch in Harbour Channel"))
        await harbour.publish("/watch@byline_test_bot")  # and asks no second time
        await harbour.publish("/watch@another_bot")
        server.press(offer, "watch:-1001000000777", ben.members[0])
        await harbour.publish(FIRST)
        await seen(ben, "/watched", "Only the owner")
        assert rig.kept.watched.all() == []
        await (await ana.press(offer, "Watch it")).answered()
        await ana.wait_for(says("From now on I add the posts of Harbour Channel"))
        assert len([m for m in ana.messages if "Someone posted" in m.history[0][1]]) == 1
        await harbour.publish(SECOND)
        await is_read(rig, SECOND)
        assert texts(rig) == [SECOND]  # what was posted before is not watched
        await harbour.publish("/unwatch@another_bot")
        await harbour.publish("/unwatch")
        await ana.wait_for(says("Harbour Channel is not watched any more"))
        await harbour.publish(TIDE)
        await seen(ana, "/watched", "No channel or group is watched")
        assert rig.kept.watched.waiting(1) == []
        assert texts(rig) == [SECOND]


@pytest.mark.slow
@pytest.mark.refusals  # a channel that nobody knows
async def test_what_an_owner_may_send_to_watch_and_unwatch(
    server: TelegramServer, ana: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    hidden = server.channel("Quiet Corner", chat_id=-1001234567890)
    group = server.group_chat("Newsroom", members=[*ana.members])
    async with owned(server, tmp_path) as rig:
        await seen(ana, "/watch", "Which channel or group?")
        await seen(ana, "/watch the harbour", "Which channel or group?")
        await seen(ana, "/watch @nobody_there", "I find no channel or group @nobody_there")
        await seen(ana, "/watch 1", "Which channel or group?")
        server.status[harbour.id] = "left"
        await seen(ana, "/watch @harbour", "I do not see the posts of Harbour Channel")
        server.status[harbour.id] = "administrator"
        await seen(ana, "/watch t.me/harbour", "From now on I add the posts of Harbour Channel")
        await seen(ana, "/watch @harbour", "Harbour Channel is watched already")
        post = await hidden.publish(FIRST)
        passed = ana.post(ana.members[0], FIRST, origin=hidden.from_here(post))
        await ana.wait_for(says("Added", "Quiet Corner"))
        await seen(ana, "/watch", "posts of Quiet Corner", reply_to=passed)
        await group.send(ana.members[0], "/watch@byline_test_bot")
        await group.wait_for(says("I do not see the posts of Newsroom"))  # privacy mode
        server.status[group.id] = "administrator"
        last = await group.send(ana.members[0], "/watch")
        await group.wait_for(says("From now on", "Newsroom", "all who may ask me"), after=last)
        last = await group.send(ana.members[0], "/watched")
        await group.wait_for(says("in our private chat"), after=last)
        listed = await seen(ana, "/watched", "Harbour Channel", "Quiet Corner", "Newsroom")
        assert listed.labels == ["✖ Harbour Channel", "✖ Quiet Corner", "✖ Newsroom"]
        await (await ana.press(listed, "✖ Quiet Corner")).answered()
        await ana.wait_for(says("Quiet Corner is not watched any more"))
        await seen(ana, "/unwatch", "Which one?")
        await seen(ana, "/unwatch @Harbour", "Harbour Channel is not watched any more")
        await seen(ana, "/unwatch @harbour", "Which one?")
        await group.send(ana.members[0], "/unwatch")
        await group.wait_for(says("Newsroom is not watched any more"))
        assert rig.kept.watched.all() == []


@pytest.mark.slow
async def test_the_owner_is_told_once_of_a_channel_that_is_lost_and_it_goes_on_when_it_is_back(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    other, owner = ben.members[0], ana.members[0]
    async with owned(server, tmp_path) as rig:
        server.status[harbour.id] = "left"
        server.set_status(harbour, "administrator", other)  # a stranger's doing is nobody's news
        server.set_status(harbour, "left", other)
        server.set_status(harbour, "administrator", owner)
        offer = await ana.wait_for(says("I see the posts of Harbour Channel now"))
        assert [m for m in ana.messages if m.from_bot] == [offer]
        await (await ana.press(offer, "Watch it")).answered()
        await ana.wait_for(says("From now on I add"))
        server.set_status(harbour, "left", other)
        lost = await ana.wait_for(says("I do not see the posts of Harbour Channel any more"))
        server.set_status(harbour, "kicked", other)
        listed = await seen(ana, "/watched", "Harbour Channel", "I do not see its posts any more")
        assert [m for m in ana.messages if m.from_bot and m.id > lost.id] == [listed]
        server.set_status(harbour, "administrator", other)
        await harbour.publish(FIRST)
        await is_read(rig, FIRST)
        listed = await seen(ana, "/watched", "Posts added: 1")
        assert "any more" not in listed.text


# -- groups


@pytest.mark.slow
async def test_in_a_watched_group_posts_are_added_silently_and_questions_are_answered(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    owner, stranger = ana.members[0], ben.members[0]
    group = server.group_chat("Newsroom", members=[owner, stranger], privacy=False)
    server.status[group.id] = "administrator"
    async with owned(server, tmp_path, access="closed") as rig:
        await group.send(owner, "/watch")
        begun = await group.wait_for(says("From now on"))
        await seen(ana, "/watch @harbour", "From now on")
        text = "Our boat will be repaired in the yard next week."
        said = await group.send(stranger, text)
        await group.send(stranger, "thanks!")
        await group.send(stranger, "/start@another_bot and some more words")
        post = await harbour.publish(FIRST)
        copy = group.post(owner, FIRST, origin=harbour.from_here(post))  # of the linked channel
        copy.extra["is_automatic_forward"] = True
        await is_read(rig, FIRST)
        asked = await group.send(owner, "@byline_test_bot Which minister led Ukraine's team?")
        answer = await group.wait_for(is_answer)
        assert answer.reply_to is asked
        assert [m for m in group.messages if m.from_bot] == [begun, answer]
        found = {each.url: each.outlet for each in of_channels(rig)}
        number = str(group.id).removeprefix("-100")
        assert found == {
            f"https://t.me/c/{number}/{said.id}": "Newsroom",
            f"https://t.me/harbour/{post.id}": "Harbour Channel",
        }


# -- posts that people pass on


@pytest.mark.slow
async def test_history_that_an_owner_passes_on_is_taken_in_order_with_one_summary(
    server: TelegramServer, ana: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    day = 86_400
    posts = [await harbour.publish(f"Day {n}: {n} boats lay at the quay.") for n in range(90)]
    posts.append(await harbour.publish("Good night."))
    async with owned(server, tmp_path) as rig:
        for n, post in enumerate(posts):
            ana.post(
                ana.members[0], post.text, origin=harbour.from_here(post, 1709978400 + n * day)
            )
        summary = await ana.wait_for(
            says("91 posts read", "Harbour Channel", "90 added", "1 left out", "9 March 2024")
        )
        assert [m for m in ana.messages if m.from_bot] == [summary]
        assert texts(rig) == [post.text for post in posts[:-1]]
        for post in posts[:2]:
            ana.post(ana.members[0], post.text, origin=harbour.from_here(post))
        await ana.wait_for(says("2 posts read", "1 unchanged", "1 changed"), after=summary)
        # Once it is watched, an edit finds the article that was passed on.
        await seen(ana, "/watch @harbour", "From now on")
        await harbour.correct(posts[5], TIDE)
        await is_read(rig, TIDE)
        assert texts(rig)[5] == TIDE


@pytest.mark.slow
async def test_members_pass_on_posts_of_watched_channels_and_ask_about_others(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    posts = [await harbour.publish(text) for text in (FIRST, SECOND)]
    async with owned(server, tmp_path, access="open") as rig:
        await seen(ana, "/watch @harbour", "From now on")
        for post in posts:
            ben.post(ben.members[0], post.text, origin=harbour.from_here(post))
        summary = await ben.wait_for(says("2 posts read", "2 added"))
        other = server.channel("Island Radio", "island_fm", -1001000000888)
        question = await other.publish("Which defence minister led Ukraine's team?")
        ben.post(ben.members[0], question.text, origin=other.from_here(question))
        await ben.wait_for(is_answer, after=summary)
        assert texts(rig) == [FIRST, SECOND]
        # An older copy does not undo what the channel has corrected.
        await harbour.correct(posts[0], TIDE)
        await is_read(rig, TIDE)
        ben.post(ben.members[0], FIRST, origin=harbour.from_here(posts[0]))
        await ben.wait_for(says("In the library already"), after=summary)
        assert texts(rig) == [TIDE, SECOND]
        await seen(ana, "/deny 1001", "may not ask")
        ben.post(ben.members[0], TIDE, origin=harbour.from_here(posts[0]))
        await ben.wait_for(says("invited"), after=summary)
        assert texts(rig) == [TIDE, SECOND]


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
    async with owned(server, tmp_path, spaced=False) as rig:
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


# -- names and texts


NAMED: list[tuple[Callable[[str], object], str, object]] = [
    (named_chat, "@harbour", "@harbour"),
    (named_chat, " harbour ", "@harbour"),
    (named_chat, "https://t.me/harbour", "@harbour"),
    (named_chat, "telegram.me/harbour/", "@harbour"),
    (named_chat, "https://t.me/harbour/17", "@harbour"),
    (named_chat, "https://t.me/c/1234567890/17", -1001234567890),
    (named_chat, "-1001234567890", -1001234567890),
    (named_chat, "1234", None),
    (named_chat, "the harbour channel", None),
    (named_chat, "https://example.org/harbour", None),
    (named_post, "https://t.me/harbour/17", PostName("@harbour", 17)),
    (named_post, "t.me/s/harbour/17?single", PostName("@harbour", 17)),
    (named_post, "https://t.me/c/1234567890/4/17", PostName(-1001234567890, 17)),
    (named_post, "https://t.me/harbour", None),
    (is_short, "Good morning, dear harbour!", True),
    (is_short, "Read https://example.org/a/b @harbour #news today now", True),
    (is_short, "Mayor resigns over harbour tolls", False),
    (is_short, "早上好", True),
    (is_short, "渡轮将于周一恢复通航", False),
    (without_pointers, "One.\n\n@harbour | https://t.me/harbour\n#news", "One."),
    (without_pointers, "#news\nOne of @harbour.\n\n\nTwo.", "One of @harbour.\n\nTwo."),
    (without_pointers, "One\n—\nTwo", "One\n—\nTwo"),
]


@over(NAMED)
def test_names_and_texts_are_read(read: Callable[[str], object], text: str, wanted: object) -> None:
    assert read(text) == wanted
