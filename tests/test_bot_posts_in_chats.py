"""Posts that come by another way than a channel: in a watched group, or passed on by people."""

from pathlib import Path

import pytest
from bot_fakes import is_answer, says
from odd_site import FIRST, SECOND
from telegram_server import ChannelChat, PrivateChat, TelegramServer
from watching_bot import TIDE, is_read, of_channels, owned, seen, texts

from bot.adding.gatherer import Gatherer
from bot.messenger.channels import post_desk

pytest_plugins = "channel_fixtures"
pytestmark = pytest.mark.usefixtures("soon")


@pytest.mark.slow
async def test_in_a_watched_group_posts_are_added_silently_and_questions_are_answered(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    owner, stranger = ana.members[0], ben.members[0]
    group = server.group_chat("Newsroom", members=[owner, stranger], privacy=False)
    server.status[group.id] = "administrator"
    async with owned(server, ana, tmp_path, access="closed") as rig:
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


@pytest.mark.slow
async def test_history_that_an_owner_passes_on_is_taken_in_order_with_one_summary(
    server: TelegramServer, ana: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    day = 86_400
    posts = [await harbour.publish(f"Day {n}: {n} boats lay at the quay.") for n in range(90)]
    posts.append(await harbour.publish("Good night."))
    async with owned(server, ana, tmp_path) as rig:
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
async def test_who_passed_on_a_post_that_cannot_be_added_is_told(
    server: TelegramServer,
    ana: PrivateChat,
    harbour: ChannelChat,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("a fault of ours")

    post = await harbour.publish(FIRST)
    async with owned(server, ana, tmp_path):
        monkeypatch.setattr(Gatherer, "add_posts", fails)
        ana.post(ana.members[0], post.text, origin=harbour.from_here(post))
        await ana.wait_for(says("nothing was added"))
    assert not [message for message in ana.messages if "Reading it" in message.text]


@pytest.mark.slow
async def test_a_post_that_is_read_as_the_bot_stops_is_told_of_after_the_start(
    server: TelegramServer,
    ana: PrivateChat,
    harbour: ChannelChat,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = await harbour.publish(FIRST)
    with monkeypatch.context() as patched:
        patched.setattr(post_desk, "_QUIET_S", 60.0)
        async with owned(server, ana, tmp_path):
            ana.post(ana.members[0], post.text, origin=harbour.from_here(post))
            await ana.wait_for(says("Reading it"))
    async with owned(server, ana, tmp_path):
        await ana.wait_for(says("Added", FIRST))
    assert not [message for message in ana.messages if "Reading it" in message.text]


@pytest.mark.slow
async def test_members_pass_on_posts_of_watched_channels_and_ask_about_others(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, harbour: ChannelChat, tmp_path: Path
) -> None:
    posts = [await harbour.publish(text) for text in (FIRST, SECOND)]
    async with owned(server, ana, tmp_path, access="open") as rig:
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
        await seen(ana, f"/deny {ben.members[0].id}", "may not ask")
        ben.post(ben.members[0], TIDE, origin=harbour.from_here(posts[0]))
        await ben.wait_for(says("invited"), after=summary)
        assert texts(rig) == [TIDE, SECOND]
