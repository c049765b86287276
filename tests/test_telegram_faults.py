"""Faults and limits of the fixture server, as a real PTB bot meets them."""

import pytest
from ptb_client import ptb
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram_server import Flood, TelegramServer

from bot.messenger.sending.send_rate import seconds

pytestmark = pytest.mark.refusals


async def test_an_error_on_demand_is_raised_and_nothing_is_sent(
    server: TelegramServer, bot: Bot
) -> None:
    chat = server.private_chat(server.user())
    server.fail_next("sendMessage", when=lambda params: params["text"] == "b")
    server.fail_next("sendMessage", status=502, when=lambda params: params["text"] == "c")
    server.fail_next("sendMessage", status=500, times=2, when=lambda params: params["text"] == "d")
    await bot.send_message(chat.id, "a")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(chat.id, "b")
    assert "2" in str(caught.value)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(chat.id, "c")
    for _ in range(2):
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(chat.id, "d")
    for word in "bcd":
        await bot.send_message(chat.id, word)
    assert [m.text for m in chat.messages] == ["a", "b", "c", "d"]
    assert server.refused == []


async def test_a_lost_answer_leaves_the_message_in_the_chat(server: TelegramServer) -> None:
    chat = server.private_chat(server.user())
    async with ptb(server, read_timeout=0.5) as bot:
        server.delay_next("sendMessage", 5)
        with pytest.raises(TimedOut):
            await bot.send_message(chat.id, "late")
        server.reset_next("sendMessage", executed=True)
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(chat.id, "cut")
        assert not isinstance(caught.value, BadRequest | TimedOut)
        server.reset_next("sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(chat.id, "never sent")
        await bot.send_message(chat.id, "fine")
    assert [m.text for m in chat.messages] == ["late", "cut", "fine"]
    assert server.refused == []


async def test_flood_limits_refuse_until_there_is_a_token(server: TelegramServer, bot: Bot) -> None:
    server.flood = Flood(private_burst=2, private_per_second=1 / 1000)
    chat = server.private_chat(server.user())
    other = server.private_chat(server.user())
    sent = await bot.send_message(chat.id, "1")
    await bot.edit_message_text("2", chat.id, sent.message_id)
    with pytest.raises(RetryAfter) as caught:
        await bot.edit_message_text("3", chat.id, sent.message_id)
    assert 900 < seconds(caught.value) <= 1000
    await bot.send_chat_action(chat.id, "typing")
    await bot.send_message(other.id, "unhurried")
    server.flood.private_per_second = 1e9  # as if the time had passed
    await bot.edit_message_text("4", chat.id, sent.message_id)
    assert [r.status for r in server.refused] == [429]
    assert chat.messages[0].text == "4"
