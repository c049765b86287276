"""The fixture server's pictures, voice messages and inline queries are as strict as Telegram's."""

import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest
from telegram.request import HTTPXRequest
from telegram_server import TelegramServer

pytestmark = pytest.mark.refusals


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    """A PTB bot that does not load the system's certificates."""
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    connected = Bot(
        server.token,
        base_url=server.url + "/bot",
        base_file_url=server.url + "/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
    async with connected:
        yield connected


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def result(id: str, text: str = "text", title: str = "title") -> InlineQueryResultArticle:
    return InlineQueryResultArticle(id, title, InputTextMessageContent(text, parse_mode="HTML"))


async def test_a_photo_must_be_a_picture_of_a_possible_shape(
    server: TelegramServer, bot: Bot
) -> None:
    chat = server.private_chat(server.user())
    sent = await bot.send_photo(chat.id, png(40, 30), caption="<b>a</b>", parse_mode="HTML")
    assert (sent.photo[0].width, sent.photo[0].height, sent.caption) == (40, 30, "a")
    for data, error in (
        (b"no picture", "process_failed"),
        (png(1, 21), "dimensions"),
        (png(9000, 1001), "dimensions"),
    ):
        with pytest.raises(BadRequest, match=f"(?i){error}"):
            await bot.send_photo(chat.id, data)
    with pytest.raises(BadRequest, match="no text in the message"):
        await bot.edit_message_text("a", chat.id, sent.message_id)


async def test_an_inline_query_is_answered_once_with_sound_results(
    server: TelegramServer, bot: Bot
) -> None:
    query = server.inline(server.user(), "ferry")
    for results, error in (
        ([result("a"), result("a")], "duplicate"),
        ([result("")], "id_invalid"),
        ([result("a" * 65)], "id_invalid"),
        ([result("a", title="")], "title_empty"),
        ([result("a", text="<b>")], "can't parse entities"),
        ([result("a", text="x" * 4097)], "too_long"),
    ):
        with pytest.raises(BadRequest, match=f"(?i){error}"):
            await bot.answer_inline_query(query.id, results)
    await bot.answer_inline_query(query.id, [result("a", "<i>b</i>")], is_personal=True)
    answered = await query.answered()
    assert answered.texts[0][0] == "b"
    assert answered.personal
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_inline_query(query.id, [])


async def test_a_voice_message_can_be_downloaded(server: TelegramServer, bot: Bot) -> None:
    chat = server.private_chat(server.user())
    await chat.send_voice(b"sound", 3)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.voice is not None
    assert update.message.voice.file_size == 5
    file = await update.message.voice.get_file()
    assert bytes(await file.download_as_bytearray()) == b"sound"
