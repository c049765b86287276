"""The fixture server is as strict as Telegram, as seen by a real PTB bot on the other end."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from ptb_client import fast_request, ptb
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MenuButtonCommands,
    ReplyParameters,
    Update,
)
from telegram import Message as PtbMessage
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram_server import NOT_MODIFIED, TOO_OLD, TelegramServer, transcript

pytestmark = pytest.mark.refusals


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in rows]
    )


# A whole bot, polling


@asynccontextmanager
async def echo_bot(server: TelegramServer) -> AsyncIterator[list[Update]]:
    """Echoes words, edits its echo when its button is pressed, reads files, notes every update."""
    seen: list[Update] = []

    async def note(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        seen.append(update)

    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_html(f"<b>Hello</b> {' '.join(context.args or [])}!")

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_html(
            f"<i>{update.effective_message.text}</i>",
            do_quote=True,
            reply_markup=keyboard([("Louder", "loud:1"), ("Never mind", "no")]),
        )

    async def louder(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None
        assert isinstance(query.message, PtbMessage)
        await query.answer("Louder it is", show_alert=True)
        await query.edit_message_text((query.message.text or "").upper())

    async def read(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        assert update.message.document is not None
        data = await (await update.message.document.get_file()).download_as_bytearray()
        backwards = bytes(data)[::-1]
        await update.message.reply_document(backwards, caption="backwards", filename="b.txt")

    builder = Application.builder().token(server.token)
    builder = builder.base_url(server.url + "/bot").base_file_url(server.url + "/file/bot")
    app = builder.request(fast_request()).get_updates_request(fast_request()).build()
    app.add_handler(MessageHandler(filters.ALL, note), group=-1)
    app.add_handler(CommandHandler("start", start))
    app.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, echo))
    app.add_handler(MessageHandler(filters.Document.ALL, read))
    app.add_handler(CallbackQueryHandler(louder))
    async with app:
        assert app.updater is not None
        await app.start()
        await app.updater.start_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
        yield seen
        await app.updater.stop()
        await app.stop()


async def test_a_polling_bot_answers_edits_and_answers_a_button(server: TelegramServer) -> None:
    chat = server.private_chat(server.user(first_name="Ana", language_code="pt"))
    async with echo_bot(server) as seen:
        await chat.send("/start now")
        hello = await chat.wait_for(lambda m: "Hello" in m.text)
        assert hello.text == "Hello now!"
        assert hello.html == "<b>Hello</b> now!"
        assert hello.entities == [{"type": "bold", "offset": 0, "length": 5}]

        question = await chat.send("good day")
        echo = await chat.wait_for(lambda m: bool(m.buttons), after=question)
        assert (echo.text, echo.labels) == ("good day", ["Louder", "Never mind"])
        assert echo.reply_to is question

        answer = await (await chat.press(echo, "Louder")).answered()
        assert (answer.text, answer.alert) == ("Louder it is", True)
        assert answer.seconds > 0
        await chat.wait_for(lambda m: m.text == "GOOD DAY")
        assert (echo.edited, echo.buttons) == (1, [])
        assert [text for _, text in echo.history] == ["good day", "GOOD DAY"]
        assert echo.history[0][0] < echo.history[1][0]

    assert server.refused == []
    assert [update.update_id for update in seen] == [500_001, 500_002]
    person = seen[0].effective_user
    assert person is not None
    assert person.language_code == "pt"
    assert re.search(r"Ana: good day\nByline \(after \d\.\d s, 1 edits\): GOOD", transcript(chat))


async def test_a_person_edits_and_sends_a_file(server: TelegramServer) -> None:
    chat = server.private_chat(server.user())
    async with echo_bot(server) as seen:
        await chat.send_document(b"abc", "a.txt", caption="read this")
        back = await chat.wait_for(lambda m: m.document is not None)
        assert back.text == "backwards"
        assert back.document is not None
        assert back.document["file_size"] == 3
        mine = await chat.send("teh")
        await chat.wait_for(lambda m: m.text == "teh")
        await chat.edit(mine.id, "the")
        await server.wait_until(lambda: len(seen) == 3)
    assert seen[2].edited_message is not None
    assert seen[2].edited_message.text == "the"
    assert server.refused == []


async def test_a_private_bot_in_a_group_hears_only_what_is_meant_for_it(
    server: TelegramServer, bot: Bot
) -> None:
    ana = server.user(first_name="Ana")
    group = server.group_chat("News", members=[ana], threads=frozenset({7}))
    await group.send(ana, "hello all")
    await group.send(ana, "/ask who won?", thread_id=7)
    await group.send(ana, "/ask@other_bot who won?")
    await group.send(ana, "@byline_test_bot who won?")
    sent = await bot.send_message(group.id, "Nobody.", message_thread_id=7)
    own = group.find(sent.message_id)
    await group.send(ana, "really?", reply_to=own)

    updates = await bot.get_updates()
    messages = [update.message for update in updates if update.message is not None]
    assert [m.text for m in messages] == ["/ask who won?", "@byline_test_bot who won?", "really?"]
    assert messages[0].message_thread_id == 7
    assert messages[0].parse_entities(["bot_command"])
    assert messages[0].reply_to_message is not None
    assert messages[0].reply_to_message.forum_topic_created is not None
    assert list(messages[1].parse_entities(["mention"]).values()) == ["@byline_test_bot"]
    assert messages[2].reply_to_message is not None
    assert messages[2].reply_to_message.message_id == sent.message_id
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(group.id, "Nobody.", message_thread_id=8)


async def test_updates_wait_until_they_are_confirmed(server: TelegramServer, bot: Bot) -> None:
    chat = server.private_chat(server.user())
    for word in ("one", "two", "three"):
        await chat.send(word)
    first = await bot.get_updates()
    assert len(first) == len(await bot.get_updates()) == 3
    assert len(await bot.get_updates(offset=first[0].update_id + 1, limit=1)) == 1
    assert [u.update_id for u in await bot.get_updates(offset=-1)] == [first[2].update_id]
    await bot.delete_webhook(drop_pending_updates=True)
    began = time.monotonic()
    assert await bot.get_updates(timeout=1, allowed_updates=["callback_query"]) == ()
    assert time.monotonic() - began > 0.9  # it has waited
    await chat.send("nobody listens to messages")
    assert await bot.get_updates() == ()


async def test_a_second_poller_ends_the_first(server: TelegramServer, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await server.wait_until(lambda: bool(server.calls_of("getUpdates")))
    async with ptb(server) as second:
        await second.get_updates()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    assert [refusal.status for refusal in server.refused] == [409]


# Refusals


def cell(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Go", **button)]])


Act = Callable[[Bot], Awaitable[Any]]


def send(text: str = "x", **params: Any) -> Act:
    return lambda bot: bot.send_message(5, text, **params)


def edit(message_id: int, text: str, **params: Any) -> Act:
    return lambda bot: bot.edit_message_text(text, 5, message_id, **params)


REFUSED: list[tuple[str, Act]] = [
    ("Chat not found", lambda bot: bot.send_message(99, "x")),
    ("Chat not found", lambda bot: bot.send_message("@nobody", "x")),
    ("Chat not found", lambda bot: bot.send_chat_action(99, "typing")),
    ("Chat not found", lambda bot: bot.get_chat(99)),
    ("Message text is empty", send("")),
    ("Text must be non-empty", send(" \n ")),
    ("Text must be non-empty", send("<b> </b>", parse_mode="HTML")),
    ("Message is too long", send("x" * 4097)),
    ("Message is too long", send("😀" * 2049)),
    ("Message is too long", send("&lt;" * 4097, parse_mode="HTML")),
    ("Message_too_long", edit(1, "x" * 4097)),
    ("Message caption is too long", lambda bot: bot.send_document(5, b"x", caption="x" * 1025)),
    ("Unsupported parse_mode", send(parse_mode="Rich")),
    ("Can't parse entities: unsupported start tag", send("<p>x</p>", parse_mode="HTML")),
    ("Can't parse entities: unsupported start tag", send("1 < 2", parse_mode="HTML")),
    ("Can't parse entities: can't find end tag", edit(1, "<b>x", parse_mode="HTML")),
    ("Message to be replied not found", send(reply_to_message_id=77)),
    ("Message thread not found", send(message_thread_id=3)),
    ("Message to edit not found", edit(77, "y")),
    ("Message to edit not found", lambda bot: bot.edit_message_reply_markup(5, 77)),
    ("Message can't be edited", edit(2, "y")),
    (NOT_MODIFIED.capitalize(), edit(1, "first")),
    (NOT_MODIFIED.capitalize(), edit(1, " first\n")),
    (NOT_MODIFIED.capitalize(), lambda bot: bot.edit_message_reply_markup(5, 1)),
    ("Message to delete not found", lambda bot: bot.delete_message(5, 77)),
    ("Button_data_invalid", send(reply_markup=cell(callback_data="é" * 33))),
    ("text buttons are unallowed in the inline keyboard", send(reply_markup=cell())),
    ("is invalid: wrong http url", send(reply_markup=cell(url="not-a-url"))),
    ("is invalid: unsupported url protocol", send(reply_markup=cell(url="ftp://a.bc"))),
    (TOO_OLD.capitalize(), lambda bot: bot.answer_callback_query("123")),
    ("Wrong parameter action in request", lambda bot: bot.send_chat_action(5, "dancing")),
    ("Wrong file_id", lambda bot: bot.get_file("BQAC-9")),
    ("Bot_command_invalid", lambda bot: bot.set_my_commands([("Ask", "a question")])),
    ('Unknown parameter "colour"', send(api_kwargs={"colour": 1})),
    (
        'Unknown parameter "reply_parameters.mesage_id"',
        send(api_kwargs={"reply_parameters": {"mesage_id": 1}}),
    ),
    (
        'Unknown parameter "reply_markup.inline_keyboard.data"',
        send(reply_markup=cell(callback_data="a", api_kwargs={"data": 1})),
    ),
    ("Message_thread_id: input should be a valid integer", send(message_thread_id="a")),
    ("is_disabled", send(link_preview_options={"is_disabled": "yes"})),
]


@pytest.mark.parametrize(("reason", "act"), REFUSED)
async def test_the_server_refuses_what_telegram_refuses(
    server: TelegramServer, bot: Bot, reason: str, act: Act
) -> None:
    chat = server.private_chat(server.user(5))
    await bot.send_message(5, "first")
    await chat.send("second")
    with pytest.raises(BadRequest) as caught:
        await act(bot)
    assert reason in str(caught.value)
    refusal = server.refused.pop()
    assert (refusal.status, refusal.call.time) == (400, server.calls[-1].time)
    assert server.refused == []
    assert [m.text for m in chat.messages] == ["first", "second"]


async def test_a_message_may_be_as_long_as_telegram_allows(
    server: TelegramServer, bot: Bot
) -> None:
    server.private_chat(server.user(5))
    await bot.send_message(5, "<b>" + "&amp;" * 4096 + "</b>", parse_mode="HTML")
    await bot.send_message(5, "x", reply_markup=cell(callback_data="é" * 32))
    assert server.refused == []


async def test_a_blocked_bot_is_forbidden_to_write(server: TelegramServer, bot: Bot) -> None:
    chat = server.private_chat(server.user())
    chat.blocked = True
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(chat.id, "x")


@pytest.mark.parametrize("token", ["7000000001:AAF-not-the-token-we-gave-to-this", "nonsense"])
async def test_a_wrong_token_is_refused(server: TelegramServer, token: str) -> None:
    with pytest.raises(InvalidToken):
        async with ptb(server, token=token):
            pass
    expected = (401, "Unauthorized") if ":" in token else (404, "Not Found")
    assert [(r.status, r.description) for r in server.refused] == [expected]


async def test_an_unknown_method_is_not_found(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendMassage", {"chat_id": 5, "text": "x"})
    with pytest.raises(NetworkError, match="sendDice is not simulated here"):
        await bot.send_dice(5)
    assert [r.status for r in server.refused] == [404, 501]


async def test_a_query_is_answered_once_and_in_time(server: TelegramServer, bot: Bot) -> None:
    chat = server.private_chat(server.user())
    sent = await bot.send_message(chat.id, "x", reply_markup=keyboard([("A", "a")]))
    message = chat.find(sent.message_id)
    assert message is not None
    with pytest.raises(AssertionError, match="no button 'B'"):
        await chat.press(message, "B")
    press = await chat.press(message, "a")
    await bot.answer_callback_query(press.id, "done")
    assert (await press.answered()).text == "done"
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press.id)
    server.callback_lifetime = 0
    late = await chat.press(message, "A")
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late.id)


# Everything else that a bot sets, sends and reads


async def test_commands_descriptions_and_menu_of_the_bot_are_kept(
    server: TelegramServer, bot: Bot
) -> None:
    server.private_chat(server.user(5))
    await bot.set_my_commands([("ask", "Ask a question")])
    await bot.set_my_commands([("reindex", "Read again")], BotCommandScopeChat(5), "de")
    await bot.set_my_description("Ask about the news", "en")
    await bot.set_my_short_description("News")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert await bot.get_my_commands() == (BotCommand("ask", "Ask a question"),)
    assert len(await bot.get_my_commands(BotCommandScopeChat(5), "de")) == 1
    assert server.descriptions["description", "en"] == "Ask about the news"
    assert server.menu_button == {"type": "commands"}
    assert (await bot.get_chat(5)).first_name == "Ana"
    assert server.refused == []


async def test_the_world_shows_how_a_message_was_sent(server: TelegramServer, bot: Bot) -> None:
    chat = server.private_chat(server.user())
    mine = await chat.send("hello")
    await bot.send_chat_action(chat.id, "typing")
    sent = await bot.send_message(
        chat.id,
        "  hi  ",
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(mine.id),
        reply_markup=keyboard([("A", "a")], [("B", "b"), ("C", "c")]),
    )
    message = await chat.wait_for(lambda m: m.text == "hi")
    assert (message.silent, message.link_preview) == (True, {"is_disabled": True})
    assert message.reply_to is mine
    assert message.labels == ["A", "B", "C"]
    assert [action for _, action in chat.actions] == ["typing"]
    assert sent.reply_to_message is not None

    d_only = keyboard([("D", "d")])
    edited = await bot.edit_message_reply_markup(chat.id, message.id, reply_markup=d_only)
    assert isinstance(edited, PtbMessage)
    assert edited.text == "hi"
    assert (message.labels, message.edited) == (["D"], 1)
    await bot.send_message(
        chat.id, "no one", reply_parameters=ReplyParameters(77, allow_sending_without_reply=True)
    )
    assert await bot.delete_message(chat.id, message.id)
    assert [m.text for m in chat.messages] == ["hello", "no one"]
    assert [call.method for call in server.calls_of("sendMessage", "deleteMessage")] == [
        "sendMessage",
        "sendMessage",
        "deleteMessage",
    ]
    assert server.calls_of("sendMessage")[0].params["reply_parameters"]["message_id"] == mine.id
    with pytest.raises(AssertionError, match="in vain:\nAna: hello\nByline"):
        await chat.wait_for(lambda m: m.text == "never", within=0.1)
