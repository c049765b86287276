"""Channels that are watched: their posts become articles, and nobody gets a reply."""

import socket
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bot_fakes import is_answer, says
from channel_cases import cases, faults_of
from odd_site import FIRST, SECOND, Site
from telegram_server import ChannelChat, PrivateChat, TelegramServer
from watching_bot import TIDE, is_read, of_channels, owned, seen, texts

from bot.adding.gatherer import Gatherer
from bot.adding.posts import Post
from bot.memory.watched_chats import FILE
from bot.messenger.channels import post_desk
from index.errors import LibraryError
from index.folder.library_folder import LibraryFolder

pytest_plugins = "channel_fixtures"
pytestmark = pytest.mark.usefixtures("soon")

LAST = "That is all the news from the harbour for this Friday evening."


# -- posts


@pytest.mark.slow
async def test_posts_of_a_watched_channel_become_articles(
    server: TelegramServer, ana: PrivateChat, harbour: ChannelChat, site: Site, tmp_path: Path
) -> None:
    table = list(cases(site, server))
    async with owned(server, ana, tmp_path) as rig:
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
    async with owned(server, ana, tmp_path) as rig:
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
    async with owned(server, ana, tmp_path) as rig:
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
    async with owned(server, ana, tmp_path) as rig:
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

    async with owned(server, ana, tmp_path) as rig:
        await seen(ana, "/watch @harbour", "From now on I add")
        monkeypatch.setattr(LibraryFolder, "index", busy)
        await harbour.publish(FIRST)
        await server.wait_until(lambda: len(tries) >= 2)
        assert len(rig.kept.watched.waiting(9)) == 1
    monkeypatch.setattr(LibraryFolder, "index", index)
    async with owned(server, ana, tmp_path) as rig:
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
    async with owned(server, ana, tmp_path) as rig:
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
    async with owned(server, ana, tmp_path, **hook) as rig:
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
    async with owned(server, ana, tmp_path) as rig:
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
    async with owned(server, ana, tmp_path, access="open") as rig:
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
    async with owned(server, ana, tmp_path) as rig:
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
        tap = await (await ana.press(listed, "✖ Quiet Corner")).answered()
        assert "Quiet Corner is not watched any more" in tap.text
        await server.wait_until(lambda: "Quiet Corner" not in listed.text)
        assert listed.labels == ["✖ Harbour Channel", "✖ Newsroom"]
        await seen(ana, "/unwatch", "Which one?")
        await seen(ana, "/unwatch @Harbour", "Harbour Channel is not watched any more")
        await seen(ana, "/unwatch @harbour", "Which one?")
        await group.send(ana.members[0], "/unwatch")
        gone = await group.wait_for(says("Newsroom is not watched any more"))
        assert rig.kept.watched.all() == []
        # Who talks there is told, wherever the owner has said so.
        await seen(ana, f"/watch {group.id}", "From now on", "Newsroom", "all who may ask me")
        await group.wait_for(says("From now on", "Newsroom", "all who may ask me"), after=gone)


@pytest.mark.slow
async def test_the_owner_is_told_once_of_a_channel_that_is_lost_and_it_goes_on_when_it_is_back(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    other, owner = ben.members[0], ana.members[0]
    async with owned(server, ana, tmp_path) as rig:
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
