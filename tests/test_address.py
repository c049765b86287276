"""What is meant for the bot, and what it asks: captions, mentions of every kind, replies, links."""

from typing import Any

from every_case import over
from telegram import Message, Update, User
from telegram_html import detect, utf16

from bot.messenger.incoming import address

ME = User(7000000001, "Byline", is_bot=True, username="byline_test_bot")
COMMANDS = frozenset({"ask", "help", "search"})
BOT = "@byline_test_bot"
WHO = "Who designed the Varn lighthouse?"
PHOTO = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]}
FILE = {"file_id": "f", "file_unique_id": "f"}
SIZED = {**FILE, "width": 9, "height": 9, "duration": 3}
MEDIA: dict[str, dict[str, Any]] = {
    "text": {},
    "photo": PHOTO,
    "video": {"video": SIZED},
    "document": {"document": FILE},
    "animation": {"animation": SIZED, "document": FILE},
}
USER_LINK = "tg://user?id=7000000001"


def link(label: str, url: str) -> tuple[str, dict[str, Any]]:
    """Words that hide a link."""
    return label, {"type": "text_link", "url": url}


def named(label: str, number: int = ME.id) -> tuple[str, dict[str, Any]]:
    """Words that mention somebody without a user name."""
    user = {"id": number, "is_bot": True, "first_name": label}
    return label, {"type": "text_mention", "user": user}


Part = str | tuple[str, dict[str, Any]]


def message(*parts: Part, chat: str = "supergroup", **fields: Any) -> Message:
    """A message of Ana: text parts, some of them marked, as text or as the caption of a file."""
    text = "".join(part if isinstance(part, str) else part[0] for part in parts)
    entities: list[dict[str, Any]] = detect(text)
    before = ""
    for part in parts:
        label, mark = (part, None) if isinstance(part, str) else part
        if mark:
            entities.append({**mark, "offset": utf16(before), "length": utf16(label)})
        before += label
    body, marks = ("caption", "caption_entities") if fields.keys() & FILES else ("text", "entities")
    fields |= {body: text, marks: entities} if text else {}
    data = {
        "message_id": 5,
        "date": 1750000000,
        "chat": {"id": 1001 if chat == "private" else -100123, "type": chat},
        "from": {"id": 1001, "is_bot": False, "first_name": "Ana"},
        **fields,
    }
    return Message.de_json(data, None)


FILES = {"photo", "video", "document", "animation"}


def is_for_us(found: Message) -> bool:
    return address.for_us(Update(1, message=found), ME, COMMANDS)


def asked(found: Message) -> str:
    """What it asks, on one line, as the desk tidies it."""
    return " ".join(address.asked(found, ME).split())


def reply(text: str, sender: int = 1002, **fields: Any) -> dict[str, Any]:
    """What the field `reply_to_message` holds."""
    return {
        "message_id": 4,
        "date": 1750000000,
        "chat": {"id": -100123, "type": "supergroup"},
        "from": {"id": sender, "is_bot": sender == ME.id, "first_name": "Ben"},
        "text": text,
        "entities": detect(text),
        **fields,
    }


ASKED: dict[str, tuple[tuple[Part, ...], str]] = {
    # mentions
    "name before": ((f"{BOT} {WHO}",), WHO),
    "name behind": ((f"{WHO} {BOT}",), WHO),
    "name in other case": ((f"@Byline_Test_Bot, {WHO}",), WHO),
    "name before the mark": (
        (f"Who designed the Varn lighthouse, {BOT}?",),
        WHO,
    ),
    "name within": ((f"So {BOT}, who is Ida Rehn?",), "So, who is Ida Rehn?"),
    "a name twice": ((f"{BOT} {WHO} {BOT}",), WHO),
    "a user link": ((link("Byline", USER_LINK), f" {WHO}"), WHO),
    "a user link behind": ((f"{WHO} ", link("the bot", USER_LINK)), WHO),
    "a user link in capitals": ((link("Byline", "TG://user?id=7000000001"), f": {WHO}"), WHO),
    "a link to the bot's page": ((link("Byline", "https://t.me/byline_test_bot"), f" {WHO}"), WHO),
    "a link that opens the bot": (
        (link("B", "tg://resolve?domain=Byline_test_bot"), f" {WHO}"),
        WHO,
    ),
    "a mention by number": ((named("Byline"), f", {WHO}"), WHO),
    "a mention after emoji": (("🗞️🗞️ ", named("Byline"), f" {WHO}"), f"🗞️🗞️ {WHO}"),
    "a label that recurs": (
        ("Is the Byline Prize old, ", named("Byline"), "?"),
        "Is the Byline Prize old?",
    ),
    "a name that is a link too": ((link(BOT, USER_LINK), f" {WHO}"), WHO),
    "a link that holds a name": ((link(f"dear {BOT}", USER_LINK), f" {WHO}"), WHO),
    "an unseen mention": ((link("\u200b", USER_LINK), WHO), WHO),
    # commands
    "a command": ((f"/ask@byline_test_bot {WHO}",), WHO),
    "a command and a name": ((f"/ask {BOT} {WHO}",), WHO),
}
LINKS = {
    "a link behind": ((f"{WHO} https://varn.example/lamp/7?x=1",), WHO),
    "a link before": ((f"https://varn.example/lamp {WHO}",), WHO),
    "a link on a line": ((f"{WHO}\n\nhttps://varn.example/lamp",), WHO),
    "a link within": (
        ("Who, after https://varn.example/lamp was built, left?",),
        "Who, after was built, left?",
    ),
    "a link in brackets": ((f"{WHO} (https://varn.example/lamp)",), WHO),
    "a link before the mark": (
        ("Who designed this https://varn.example/l ?",),
        "Who designed this?",
    ),
    "two links": ((f"https://a.example/1 {WHO} https://b.example/2",), WHO),
    "a link and a name": ((f"{BOT} {WHO} https://varn.example/lamp",), WHO),
    "words over a link": (
        ("Who designed the ", link("Varn lighthouse", "https://varn.example/lamp"), "?"),
        WHO,
    ),
    "a link alone": ((f"{BOT} https://varn.example/lamp",), "https://varn.example/lamp"),
    "a host that is a name": (
        ("Who owns ", ("varn.example", {"type": "url"}), "?"),
        "Who owns varn.example?",
    ),
    "a link after a dash": ((f"{WHO} – https://varn.example/lamp",), WHO),
    "a link without a scheme": ((f"{WHO} ", ("varn.example/lamp", {"type": "url"})), WHO),
    "no link": ((f"  {WHO}",), WHO),
    "a question of two lines": (("Two ships met.\nWhere?",), "Two ships met. Where?"),
    "loose marks of one's own": (("Who sank , and where ?!",), "Who sank , and where ?!"),
}
FOR_OTHERS: dict[str, tuple[Part, ...]] = {
    "nobody": (WHO,),
    "another bot": (f"@varn_news_bot {WHO}",),
    "a name that begins like ours": (f"@byline_test_bot_2 {WHO}",),
    "another person by number": (named("Byline", 7000000002), f" {WHO}"),
    "a link to another person": (link("Byline", "tg://user?id=70000000010"), f" {WHO}"),
    "a link to another bot": (link("Byline", "https://t.me/byline_test_bot2"), f" {WHO}"),
    "a page with our name": (link("Byline", "https://varn.example/byline_test_bot"), f" {WHO}"),
    "another bot's command": (f"/ask@varn_news_bot {WHO}",),
    "mail": (f"ana@byline_test_bot.example {WHO}",),
}


@over(ASKED, MEDIA)
def test_a_mention_or_command_is_for_us_in_texts_and_captions(case: str, kind: str) -> None:
    parts, question = ASKED[case]
    found = message(*parts, **MEDIA[kind])
    assert is_for_us(found)
    assert asked(found) == question


@over(LINKS, MEDIA)
def test_links_are_no_part_of_what_is_asked(case: str, kind: str) -> None:
    parts, question = LINKS[case]
    assert asked(message(*parts, chat="private", **MEDIA[kind])) == question


@over(FOR_OTHERS, MEDIA)
def test_in_a_group_what_is_for_others_is_not_for_us(case: str, kind: str) -> None:
    assert not is_for_us(message(*FOR_OTHERS[case], **MEDIA[kind]))


@over(MEDIA)
def test_a_caption_under_a_reply_to_us_is_for_us(kind: str) -> None:
    found = message(WHO, reply_to_message=reply("An answer", ME.id), **MEDIA[kind])
    assert is_for_us(found)
    assert not is_for_us(message(WHO, reply_to_message=reply("Hm"), **MEDIA[kind]))


@over(["", "?", "👆", "^^", "…?!", "☝️ "])
def test_a_name_alone_points_at_the_question_above(own: str) -> None:
    found = message(f"{BOT} {own}", reply_to_message=reply(f"Hey, {WHO} https://a.example/x"))
    assert address.points_up(address.asked(found, ME))
    assert address.asked_above(found, ME) == f"Hey, {WHO}"


@over(["why?", "5", "和?", "👍", "and then"])
def test_words_and_signs_of_ones_own_do_not_point_up(own: str) -> None:
    assert not address.points_up(address.asked(message(f"{BOT} {own}"), ME))


def test_what_is_above_may_be_a_caption_or_a_quoted_part_but_nothing_of_ours() -> None:
    above = {**reply(""), **PHOTO, "caption": WHO}
    del above["text"]
    assert address.asked_above(message(BOT, reply_to_message=above), ME) == WHO
    quote = {"text": WHO, "position": 9}
    quoting = message(BOT, reply_to_message=reply(f"I wonder. {WHO} Ha."), quote=quote)
    assert address.asked_above(quoting, ME) == WHO
    assert address.asked_above(message(BOT, reply_to_message=reply("Yes.", ME.id)), ME) == ""
    assert address.asked_above(message(BOT), ME) == ""
    assert address.asked_above(message(BOT, reply_to_message={**above, "caption": ""}), ME) == ""


@over([(WHO, True), (f"/ask {WHO}", True), ("/help", False), ("/search lamp", False), ("", False)])
def test_a_caption_asks_unless_it_is_another_command(caption: str, asks: bool) -> None:
    assert address.asks(message(caption, chat="private", **PHOTO)) is asks


@over(
    [
        f"/search Va\u200brn\u202e {BOT}",
        f"/search {BOT} Varn\U000e0041\U000e0042",
        "/search V\u00adarn",
    ],
)
def test_what_nobody_sees_is_no_part_of_what_is_asked(written: str) -> None:
    assert asked(message(written)) == "Varn"
