"""Tests recording and drawing of conversations."""

import io
from pathlib import Path

import pytest
from bot_fakes import WHO_LED, PacedModel, running_bot
from PIL import Image
from telegram_server import TelegramServer

from bot.drawing import Milestone, Pen, timeline
from docs.pictures import _LINK, _QUOTE, WIDTH, draw
from docs.record import record

MESSAGES = [
    {"from_bot": False, "text": "Who led 🇺🇦 the team? " * 3},
    {
        "from_bot": True,
        "text": "Rustem Umerov [1].\n\n[1] “Ukraine's team was led by its minister.”",
        "entities": [
            {"type": "text_link", "offset": 14, "length": 3, "url": "https://example.org"},
            {"type": "expandable_blockquote", "offset": 20, "length": 45},
        ],
        "buttons": [["📖 1"], ["👍", "👎"]],
    },
]


def colours(picture: bytes) -> dict[tuple[int, ...], int]:
    with Image.open(io.BytesIO(picture)) as opened:
        found = opened.convert("RGB").getcolors(1 << 24) or []
    return {colour: count for count, colour in found if isinstance(colour, tuple)}


def rgb(name: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(name[1:]))


def test_a_picture_shows_bubbles_links_quotes_and_buttons() -> None:
    whole = colours(draw(MESSAGES))
    assert whole[rgb(_QUOTE)] > 5000
    assert whole[rgb(_LINK)] > 50
    without = [{**message, "buttons": [], "entities": []} for message in MESSAGES]
    assert rgb(_QUOTE) not in colours(draw(without))
    with (
        Image.open(io.BytesIO(draw(without))) as small,
        Image.open(io.BytesIO(draw(MESSAGES))) as tall,
    ):
        assert small.width == tall.width == WIDTH
        assert small.height < tall.height


def test_a_photo_is_drawn_into_its_bubble() -> None:
    import base64

    photo = timeline("Ferry", [Milestone("9 March 2024", "The ferry is back.", "The Ledger")])
    assert photo is not None
    message = {"from_bot": True, "text": "Ferry", "photo": base64.b64encode(photo).decode()}
    with_photo, without = draw([message]), draw([{**message, "photo": None}])
    with Image.open(io.BytesIO(with_photo)) as tall, Image.open(io.BytesIO(without)) as low:
        assert tall.height > low.height + 100


def test_text_is_wrapped_within_its_width_and_cut_with_an_ellipsis() -> None:
    pen = Pen(30)
    text = "Die Fähre ist zurück – “at last”, sagte Zoë. Київ чекає. " * 3 + "x" * 200
    lines = pen.wrap(text, 400)
    assert all(pen.width(line) <= 400 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    short = pen.wrap(text, 400, 2)
    assert len(short) == 2
    assert short[1].endswith("…")
    assert pen.width(short[1]) <= 400


def test_letters_that_no_font_has_are_recognised() -> None:
    assert Pen(30).can_write("Äß ñ Привіт їґє “–” € שלום 👍")
    assert not Pen(30).can_write("中文")
    assert timeline("中文", [Milestone("1", "2", "3")]) is None


@pytest.mark.slow
async def test_a_whole_conversation_with_the_bot_is_recorded(tmp_path: Path) -> None:
    async with TelegramServer.running() as server:
        ana = server.private_chat(server.user(first_name="Ana"))
        async with running_bot(server, tmp_path, PacedModel(), spaced=False):
            lines = (WHO_LED, "press 📖 1", "/timeline Istanbul")
            messages = await record(lines, ana, quiet_s=0.5)
    said = [message["text"] for message in messages if not message["from_bot"]]
    assert said == [WHO_LED, "/timeline Istanbul"]
    assert any("📖 1" in row for message in messages for row in message["buttons"])
    assert any("The Russian side was headed" in message["text"] for message in messages)
    assert draw(messages)
