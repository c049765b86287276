"""Every handler, command and button, for people who read German: no English line may reach them.

The articles are German too, so that whatever is English comes from the bot.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from bot_fakes import PacedModel, Rig, is_answer, running_bot
from telegram_server import Chat, Message, PrivateChat, TelegramServer

from bot.messenger.text import adding_phrases, channel_phrases, news_phrases, owner_phrases, phrases
from bot.messenger.text.translation import say, speaking, translations

WHO_LED = "Wer leitete die Delegation der Ukraine?"
LED = "Die Delegation der Ukraine leitete Verteidigungsminister Rustem Umerov."
ARTICLES = {
    "istanbul": ("Gespräche in Istanbul", "Hafenpost", f"Es gab keine Einigung. {LED}"),
    "dauer": ("Kurzes Treffen", "Abendblatt", "Das Treffen der Delegation dauerte zwei Stunden."),
    "kraftwerk": ("Brand im Kraftwerk", "Tagesbote", "Das Kraftwerk brannte drei Tage lang."),
}
MORE = "In Istanbul sprach die Delegation der Ukraine auch über Gefangene. Danach reiste sie ab."

# Words of English sentences that are no German words.
ENGLISH = frozenset(
    """
    the of and is are this that these with from for you your to its not no nobody article articles
    sentence sentences page pages added again more question questions answer answers please search
    nothing only by on which who whom has have been can may could when where what send word words
    here there now just minute second seconds went wrong taken out library read reading found
    nearest other others detail sources paused running memory speed unknown note files failed
    changed removed unchanged moved undo stop stopped before after
    """.split()
)
SHOWN_BY = {
    "sendMessage": ("text",),
    "editMessageText": ("text",),
    "sendMessageDraft": ("text",),
    "sendPhoto": ("caption",),
    "answerCallbackQuery": ("text",),
    "setMyCommands": ("commands",),
    "setMyDescription": ("description",),
    "setMyShortDescription": ("short_description",),
    "answerInlineQuery": ("results", "button"),
}


def shows(phrase: str) -> Callable[[Message], bool]:
    """For `wait_for`: a message with the longest fixed part of the German line."""
    part = fixed_part(phrase)
    return lambda message: part in message.text


def fixed_part(phrase: str) -> str:
    with speaking("de"):
        line = re.sub(r"<[^>]+>", "", say(phrase))
    return max(re.split(r"\{[^}]*\}|\n", line), key=len).strip()


def label(phrase: str) -> str:
    with speaking("de"):
        return say(phrase)


def watch_handlers(rig: Rig) -> tuple[list[str], list[str]]:
    """The names of all registered handlers, and of those that ran, which fills from now on.

    A command is handled in two ways, "/help" and "@bot /help", by one method.
    """
    names: list[str] = []
    ran: list[str] = []
    for handler in [each for group in rig.service.app.handlers.values() for each in group]:
        what = getattr(handler, "pattern", None) or ""
        if isinstance(what, re.Pattern):
            what = what.pattern
        name = f"{handler.callback.__qualname__} {what}".strip()
        names.append(name)

        def watched(*args: Any, name: str = name, call: Any = handler.callback) -> Any:
            ran.append(name)
            return call(*args)

        handler.callback = watched
    return names, ran


def texts(value: Any) -> Iterator[str]:
    """All strings that people read in a parameter of a call."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        shown = ("text", "title", "description", "message_text", "inline_keyboard")
        for key, each in value.items():
            if key in shown or isinstance(each, dict):
                yield from texts(each)


def shown_in(server: TelegramServer) -> set[str]:
    """All that the bot has shown to anybody, and its German menus and descriptions."""
    shown: set[str] = set()
    for call in server.calls:
        if call.method.startswith("setMy") and call.params.get("language_code") != "de":
            continue
        for name in (*SHOWN_BY.get(call.method, ()), "reply_markup"):
            shown.update(texts(call.params.get(name) or ""))
    return shown


def english_in(shown: str) -> list[str]:
    """The English words in what was shown, but for reasons that the program gives in English."""
    plain = re.sub(r"<[^>]+>", " ", shown)
    for phrase in (adding_phrases.NOT_ADDED, phrases.FAILED_BECAUSE, adding_phrases.NOTE):
        plain = plain.partition(fixed_part(phrase))[0]
    plain = re.sub(r"(byline \w+ \w+|/\w+|\S+\.txt: .*|https?://\S+)", " ", plain)
    words = re.findall(r"[a-z']+", plain.lower())
    lines = [
        line
        for line, said in translations("de").items()
        if line != said and "{" not in line and len(line) > 12 and line in shown
    ]
    return [*lines, *(word for word in words if word in ENGLISH)]


async def seen(chat: PrivateChat, text: str, phrase: str) -> Message:
    """Send a text and wait for a message with this line, after all that were there."""
    last = chat.messages[-1] if chat.messages else None
    await chat.send(text)
    return await chat.wait_for(shows(phrase), after=last, within=20)


async def pressed(chat: Chat, message: Message, button: str) -> str:
    return (await (await chat.press(message, button)).answered()).text


@pytest.mark.slow
async def test_no_english_line_reaches_a_german_reader_from_any_handler(
    server: TelegramServer, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (title, outlet, text) in ARTICLES.items():
        body = f"{text} {MORE}\n\n{MORE}" if name == "istanbul" else text
        head = f"---\ntitle: {title}\noutlet: {outlet}\npublished: 2025-05-16\n---\n"
        (folder / f"{name}.md").write_text(head + body, encoding="utf-8")
    grete = server.private_chat(server.user(1, first_name="Grete", language_code="de"))
    otto = server.private_chat(server.user(2, first_name="Otto", language_code="de-AT"))
    model = PacedModel()
    async with running_bot(
        *(server, tmp_path, model),
        admins="1",
        spaced=False,
        introduced=False,
        questions_per_minute=1000,
    ) as rig:
        names, ran = watch_handlers(rig)
        await commands_of_readers(otto)
        await questions_and_buttons(server, otto, model, rig)
        await commands_of_owners(grete, otto, model)
        await articles_from_the_chat(grete, otto)
        await a_watched_channel(server, grete)
        await server.inline(otto.members[0], "Delegation Ukraine").answered()
        await an_upgraded_group(server)
    assert [name for name in names if name not in ran] == [], "drive these handlers here too"
    shown = shown_in(server)
    # A text, a button, the answer to a tap, the menu and an inline result were looked at.
    seen_lines = (phrases.NEW_TALK, phrases.MORE_DETAIL, phrases.RATED, phrases.DOES_LOG)
    assert {label(line) for line in seen_lines} | {"Kurzes Treffen"} <= shown
    assert {text: found for text in shown if (found := english_in(text))} == {}


async def commands_of_readers(chat: PrivateChat) -> None:
    await seen(chat, "/start", phrases.START)
    await seen(chat, "/help", phrases.HELP)
    await seen(chat, "/nonsens", phrases.NO_SUCH_COMMAND)
    await seen(chat, "", phrases.TEXT_ONLY)
    await seen(chat, "/ask", phrases.QUESTION_IS_EMPTY)
    await seen(chat, "was " * 900, phrases.QUESTION_TOO_LONG)
    await seen(chat, "/sources", phrases.LIBRARY_SIZE)
    await seen(chat, "/new", phrases.NEW_TALK)
    await seen(chat, "/stop", phrases.ALL_RIGHT)
    await seen(chat, "das ist falsch!", phrases.COMPLAINED)
    await seen(chat, "/about", phrases.PRIVACY)
    await seen(chat, "/search", phrases.SEARCH_WHAT)
    await seen(chat, "/search zebra", phrases.NEAR_IN_MEANING)
    await seen(chat, "/search " + "x" * 300, phrases.TOO_MANY_WORDS)
    await seen(chat, "/latest", phrases.NEWEST)
    await seen(chat, "/latest zebra", phrases.NOTHING_THERE)
    await seen(chat, "/article", phrases.ARTICLE_WHICH)
    await seen(chat, "/article 99", phrases.NO_SUCH_ARTICLE)
    await seen(chat, "/article_1", phrases.PAGE_OF_ARTICLE)
    await seen(chat, "/timeline", phrases.TIMELINE_OF_WHAT)
    await chat.send("/timeline Delegation Ukraine")
    await chat.wait_for(lambda m: m.text.startswith("🕰"))
    chat.server.press(chat.messages[-1], "list:latest:0", chat.members[0])
    await chat.send_voice(b"x", 2)
    await chat.wait_for(shows(phrases.NO_VOICE))
    await chat.send("/allow")
    await chat.wait_for(shows(owner_phrases.OWNERS_ONLY))


async def questions_and_buttons(
    server: TelegramServer, chat: PrivateChat, model: PacedModel, rig: Rig
) -> None:
    await chat.send(WHO_LED)
    answer = await chat.wait_for(is_answer, within=20)
    await pressed(chat, answer, "📖 1")
    paragraph = await chat.wait_for(lambda m: label(phrases.AFTER) in m.labels)
    await pressed(chat, paragraph, label(phrases.AFTER))
    await pressed(chat, answer, label(phrases.MORE))
    await chat.wait_for(lambda m: label(phrases.MORE_DETAIL) in m.labels)
    await pressed(chat, answer, label(phrases.MORE_DETAIL))
    await chat.wait_for(shows(phrases.MORE_DETAIL), after=paragraph)
    assert await pressed(chat, answer, label(phrases.MORE_DETAIL)) == label(phrases.BELOW)
    await pressed(chat, answer, label(phrases.OTHER_ARTICLES))
    assert await pressed(chat, answer, "👍") == label(phrases.RATED)
    await server.press(answer, "of:another:version", chat.members[0]).answered()
    await seen(chat, "/sources", phrases.LIBRARY_HEAD)

    model.odds.extend([-9.0] * 4)
    await chat.send("Brannte das Kraftwerk drei Tage lang?")
    refusal = await chat.wait_for(shows(phrases.NOT_FOUND), within=20)
    await pressed(chat, refusal, "🔍")
    await pressed(chat, refusal, "🔔")
    followed = await chat.wait_for(shows(news_phrases.QUIET_HOURS), after=refusal)
    await topics_and_briefings(chat, followed, rig)
    await pressed(chat, refusal, next(each for each in refusal.labels if each.startswith("📰")))
    await pressed(chat, refusal, "👎")

    model.odds.clear()
    model.go.clear()
    await chat.send(f"{WHO_LED} Und wer half ihm?")
    running = await chat.wait_for(lambda m: label(phrases.STOP_BUTTON) in m.labels, within=20)
    await chat.send(f"{WHO_LED} (2)")
    await chat.wait_for(shows(phrases.PLACE), within=20)
    stop = running.buttons[0][0]["callback_data"]
    assert await pressed(chat, running, stop) == label(phrases.STOPPED)
    over = server.press(running, stop, chat.members[0])
    assert (await over.answered()).text in (label(phrases.STOPPED), label(phrases.NOT_RUNNING))
    model.go.set()
    await chat.wait_for(is_answer, after=running, within=20)

    (rig.articles / "istanbul.md").unlink()
    await asyncio.to_thread(rig.library_folder.index, [])
    gone = await pressed(chat, paragraph, label(phrases.BEFORE))
    assert gone.endswith(fixed_part(phrases.GONE))
    await seen(chat, "/forget", phrases.FORGOTTEN)
    assert await pressed(chat, answer, "👍") == label(phrases.NOT_TO_RATE)
    assert await pressed(chat, answer, label(phrases.MORE_DETAIL)) == label(phrases.NOT_KEPT)


async def topics_and_briefings(chat: PrivateChat, followed: Message, rig: Rig) -> None:
    await seen(chat, "/quiet off", news_phrases.NO_QUIET_HOURS)
    await seen(chat, "/quiet bald", news_phrases.QUIET_HOW)
    await seen(chat, "/quiet 22-7 Mond", news_phrases.NO_SUCH_ZONE)
    await seen(chat, "/follow", news_phrases.FOLLOW_WHAT)
    await seen(chat, "/follow Treffen der Delegation", news_phrases.FOLLOWED)
    await seen(chat, "/following", news_phrases.TOLD_AT_MOST)
    chat.server.press(followed, "read:1", chat.members[0])
    await chat.wait_for(shows(phrases.PAGE_OF_ARTICLE), after=followed)
    await pressed(chat, followed, label(news_phrases.LET_GO))
    assert await pressed(chat, followed, label(news_phrases.LET_GO)) == label(
        news_phrases.NOT_FOLLOWED
    )
    await seen(chat, "/unfollow", news_phrases.UNFOLLOW_WHICH)
    await seen(chat, "/unfollow all", news_phrases.UNFOLLOWED)
    await seen(chat, "/following", news_phrases.FOLLOWS_NOTHING)
    await seen(chat, "/briefing", news_phrases.BRIEFING_HOW)
    await seen(chat, "/briefing 8:00", news_phrases.BRIEFING_SET)
    rig.service.news.clock = lambda: datetime.now().astimezone().replace(hour=8, minute=0)
    (briefing,) = rig.kept.topics.briefings()
    rig.kept.topics.brief(replace(briefing, last=""))
    await rig.service.news.look()
    await chat.wait_for(shows(news_phrases.NO_NEWS), after=followed)
    await seen(chat, "/briefing off", news_phrases.BRIEFING_OFF)


async def commands_of_owners(chat: PrivateChat, other: PrivateChat, model: PacedModel) -> None:
    await seen(chat, "/allow", owner_phrases.PAIRING)
    await seen(chat, "/allow 77", owner_phrases.LET_IN)
    await seen(chat, "/deny", owner_phrases.DENY_WHOM)
    await seen(chat, "/deny 1", owner_phrases.NOT_AN_OWNER)
    await seen(chat, "/deny 77", owner_phrases.TURNED_AWAY)
    await seen(chat, "/users", owner_phrases.EVERYONE_MAY_ASK)
    await seen(chat, "/pause", owner_phrases.NOW_PAUSED)
    await seen(other, WHO_LED, phrases.PAUSED)
    await seen(chat, "/status", owner_phrases.STATUS_LINE)
    await seen(chat, "/resume", owner_phrases.NOW_RESUMED)
    await seen(chat, "/log", owner_phrases.NOTHING_LOGGED)
    await seen(chat, "/export", owner_phrases.NOTHING_RATED)
    await seen(chat, "/reindex", adding_phrases.REINDEXED)
    stranger = chat.server.private_chat(
        chat.server.user(77, first_name="Fremd", language_code="de")
    )
    await seen(stranger, WHO_LED, phrases.NOT_INVITED)


async def articles_from_the_chat(chat: PrivateChat, other: PrivateChat) -> None:
    await chat.send_document(MORE.encode(), "mehr.txt")
    added = await chat.wait_for(shows(adding_phrases.ADDED), within=20)
    await pressed(chat, added, label(adding_phrases.UNDO))
    await chat.wait_for(shows(adding_phrases.TAKEN_OUT), within=20)
    await chat.send_document(b"", "leer.txt")
    await chat.wait_for(shows(adding_phrases.NOT_ADDED), within=20)
    await other.send_document(MORE.encode(), "mehr.txt")
    await other.wait_for(shows(adding_phrases.NO_UPLOADS), within=20)


async def a_watched_channel(server: TelegramServer, chat: PrivateChat) -> None:
    owner = chat.members[0]
    channel = server.channel("Hafenkanal", "hafenkanal")
    await channel.publish("/watch")
    offer = await chat.wait_for(shows(channel_phrases.WATCH_ASKED))
    await pressed(chat, offer, label(channel_phrases.WATCH_BUTTON))
    await chat.wait_for(shows(channel_phrases.NOW_WATCHED))
    post = await channel.publish("Die Fähre fährt ab Montag wieder zur Insel.")
    for text in (post.text, "Die Rampe wurde ersetzt und geprüft."):
        chat.post(owner, text, origin={**channel.from_here(post), "message_id": len(text)})
    await chat.wait_for(shows(channel_phrases.PASSED_ON), within=20)
    await seen(chat, "/watch", channel_phrases.WATCH_WHICH)
    await seen(chat, "/watch @hafenkanal", channel_phrases.WATCHED_ALREADY)
    server.set_status(channel, "left", owner)
    await chat.wait_for(shows(channel_phrases.CHANNEL_LOST))
    await seen(chat, "/watch @hafenkanal", channel_phrases.SEES_NOTHING)
    listed = await seen(chat, "/watched", channel_phrases.NOT_IN_IT)
    await pressed(chat, listed, listed.labels[0])
    await seen(chat, "/unwatch", channel_phrases.UNWATCH_WHICH)
    await seen(chat, "/watched", channel_phrases.NONE_WATCHED)


async def an_upgraded_group(server: TelegramServer) -> None:
    """Nothing is shown for it; a later update tells that it was handled."""
    otto = server.user(3, first_name="Otto", language_code="de")
    group = server.group_chat("Redaktion", members=[otto])
    message = server.post(group, otto).wire()
    server.push("message", {**message, "migrate_to_chat_id": group.id - 1_000_000})
    await seen(server.private_chat(otto), "/new", phrases.NEW_TALK)
