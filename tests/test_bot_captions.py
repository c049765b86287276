"""Pictures and files whose caption asks, and messages that only point at a question."""

import io
from pathlib import Path

import pytest
from bot_fakes import WHO_LED, PacedModel, is_answer, running_bot, says
from PIL import Image
from telegram_server import GroupChat, PrivateChat, TelegramServer, User

pytestmark = pytest.mark.slow  # each starts the bot and a Telegram server, some twice

BOT = "@byline_test_bot"
VIDEO = {"file_id": "v", "file_unique_id": "v", "width": 9, "height": 9, "duration": 3}
BOT_LINK = {"type": "text_link", "url": "tg://user?id=7000000001", "offset": 0, "length": 6}


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture
def ben(server: TelegramServer) -> User:
    return server.user(first_name="Ben")


@pytest.fixture
def group(server: TelegramServer, ben: User) -> GroupChat:
    """One where the bot is shown everything."""
    return server.group_chat("News", members=[ben, server.user(first_name="Cem")], privacy=False)


async def test_a_caption_that_asks_is_answered_under_its_picture_or_film(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        first = await ana.send_with(WHO_LED, photo=picture())
        answer = await ana.wait_for(is_answer)
        second = await ana.send_with("And who led the Russian side?", video=VIDEO)
        again = await ana.wait_for(is_answer, after=answer)
        await ana.send_with(photo=picture())
        await ana.wait_for(says("I read text only"), after=again)
        third = await ana.send_with("/help", photo=picture())
        await ana.wait_for(says("I read text only"), after=third)
    assert (answer.reply_to, again.reply_to) == (first, second)


async def test_of_an_album_the_one_with_the_caption_is_answered_and_the_others_are_passed_over(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await ana.send_with(WHO_LED, photo=picture(), media_group_id="12")
        await ana.send_with(photo=picture(), media_group_id="12")
        await ana.send_with(photo=picture(), media_group_id="12")
        await ana.wait_for(is_answer)
        await ana.send("/help")
        help = await ana.wait_for(says("/search"))
        assert len([m for m in ana.messages if m.from_bot]) == 2
        for _ in range(3):
            await ana.send_with(photo=picture(), media_group_id="13")
        await ana.send("/help")
        await ana.wait_for(says("/search"), after=help)
    assert len([m for m in ana.messages if m.from_bot and "text only" in m.text]) == 1


async def test_an_edited_caption_is_answered_again(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        sent = await ana.send_with("Who led?", photo=picture())
        await ana.wait_for(is_answer)
        await ana.edit(sent.id, WHO_LED)
        await server.wait_until(lambda: model.asked[-1:] == [WHO_LED])
        await ana.wait_for(is_answer)


async def test_a_document_with_a_question_is_a_question_and_from_an_owner_an_article_too(
    server: TelegramServer, ana: PrivateChat, ben: User, tmp_path: Path
) -> None:
    reader = server.private_chat(ben)
    owner = str(ana.members[0].id)
    async with running_bot(server, tmp_path, PacedModel(), admins=owner):
        await reader.send_document(b"The ferry to Varn is back.", "ferry.txt", caption=WHO_LED)
        await reader.wait_for(is_answer)
        await ana.send_document(b"The ferry to Varn is back.", "ferry.txt", caption=WHO_LED)
        added = await ana.wait_for(says("Added"))
        await ana.wait_for(is_answer, after=added)
        await ana.send_document(b"The mill of Varn burnt down.", "mill.txt", caption="From today")
        await ana.wait_for(says("Added", "mill"), after=added)
    assert len([m for m in ana.messages if is_answer(m)]) == 1
    assert not any("text only" in m.text for m in reader.messages)


async def test_in_a_group_a_caption_is_answered_only_when_it_is_meant_for_the_bot(
    server: TelegramServer, group: GroupChat, ben: User, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        await group.send_with(WHO_LED, photo=picture(), user=ben)
        await group.send_with(f"@another_bot {WHO_LED}", photo=picture(), user=ben)
        await group.send_with(photo=picture(), user=ben)
        asked = await group.send_with(f"{BOT} {WHO_LED}", photo=picture(), user=ben)
        answer = await group.wait_for(is_answer)
        under = await group.send_with(
            "And who led the Russian side?", video=VIDEO, user=ben, reply_to=answer
        )
        second = await group.wait_for(is_answer, after=answer)
    assert (answer.reply_to, second.reply_to) == (asked, under)
    assert len([m for m in group.messages if m.from_bot]) == 2


@pytest.mark.parametrize("own", [BOT, f"{BOT} ?", f"{BOT} 👆", "/ask@byline_test_bot"])
async def test_the_name_alone_in_reply_to_a_question_asks_that_question(
    server: TelegramServer, group: GroupChat, tmp_path: Path, own: str
) -> None:
    ben, cem = group.members
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        above = await group.send(ben, f"{WHO_LED} https://sund.example/talks")
        pointing = await group.send(cem, own, reply_to=above)
        answer = await group.wait_for(is_answer)
    assert answer.reply_to is pointing
    assert model.asked == [WHO_LED]


async def test_the_name_alone_in_reply_to_nothing_or_to_the_bot_asks_for_a_question(
    server: TelegramServer, group: GroupChat, ben: User, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await group.send(ben, BOT)
        first = await group.wait_for(says("The question is empty"))
        await group.send(ben, BOT, reply_to=first)
        await group.wait_for(says("The question is empty"), after=first)


async def test_a_mention_behind_a_link_to_the_bot_is_a_mention(
    server: TelegramServer, group: GroupChat, ben: User, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        await group.send_with(f"Byline, {WHO_LED}", user=ben, entities=[BOT_LINK])
        await group.wait_for(is_answer)
    assert model.asked == [WHO_LED]


async def test_a_link_beside_a_question_is_not_read_to_the_model(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        await ana.send(f"https://sund.example/a {WHO_LED} (https://sund.example/b)")
        await ana.wait_for(is_answer)
    assert model.asked == [WHO_LED]
