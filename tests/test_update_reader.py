"""An update that cannot be read costs itself and nothing else: by polling and by webhook."""

import json
import logging
import socket
from pathlib import Path
from typing import Any

import pytest
from bot_fakes import WHO_LED, PacedModel, answers, running_bot, says
from every_case import over
from telegram_server import PrivateChat, TelegramServer

from bot.messenger.incoming.update_reader import FetchUpdates, UpdateReader

# Each reader of updates is made with an HTTP client.
pytestmark = pytest.mark.usefixtures("one_certificate")

SECRET_WORDS = "What the minister of Sund whispered"
MESSAGE: dict[str, Any] = {
    "message_id": 77,
    "date": 1750000000,
    "chat": {"id": 1001, "type": "private", "first_name": "Ana"},
    "from": {"id": 1001, "is_bot": False, "first_name": "Ana"},
    "text": SECRET_WORDS,
}
PRESS: dict[str, Any] = {"id": "7", "from": MESSAGE["from"], "chat_instance": "1", "data": "x:1"}


def message(**changed: Any) -> dict[str, Any]:
    """An update with a message in which something is as Telegram never sent it before."""
    return {"message": {**MESSAGE, **changed}}


def without(*names: str) -> dict[str, Any]:
    return {"message": {key: value for key, value in MESSAGE.items() if key not in names}}


UNREADABLE = {
    "no date": without("date"),
    "no number of the message": without("message_id"),
    "a chat without a type": message(chat={"id": 1001}),
    "a chat that is a number": message(chat=1001),
    "a person without a name": message(**{"from": {"id": 1001, "is_bot": False}}),
    "a date far off": message(date=10**18),
    "a date in words": message(date="yesterday"),
    "a message that is a text": {"message": SECRET_WORDS},
    "a message that is a list": {"message": [SECRET_WORDS]},
    "an entity without an offset": message(entities=[{"type": "bold", "length": 3}]),
    "entities that are a number": message(entities=5),
    "a sticker without its fields": message(sticker={"emoji": "😀"}),
    "a photo without sizes": message(photo=[{"file_id": "x"}], caption=SECRET_WORDS),
    "a document that is a text": message(document="report.pdf"),
    "a reply to half a message": message(reply_to_message={"text": SECRET_WORDS}),
    "an origin without a date": message(forward_origin={"type": "hidden_user"}),
    "a poll without answers": message(poll={"id": "5", "question": SECRET_WORDS}),
    "a keyboard without rows": message(reply_markup={"inline_keyboard": 3}),
    "a tap without a chat instance": {"callback_query": {"id": "7", "from": MESSAGE["from"]}},
    "a tap without a number": {"callback_query": {"from": MESSAGE["from"], "data": SECRET_WORDS}},
    "an inline query without a person": {"inline_query": {"id": "5", "query": SECRET_WORDS}},
    "a message edited at no time": {
        "edited_message": {**MESSAGE, "edit_date": {"at": SECRET_WORDS}}
    },
}
ODD_BUT_READ: dict[str, dict[str, Any]] = {
    "a kind of tomorrow": {"thought": {"text": SECRET_WORDS}},
    "nothing": {},
    "no chat": without("chat"),
    "a tap by nobody": {"callback_query": {**PRESS, "from": None}},
    "a new field": message(mood={"of": "tomorrow"}),
    "a number as text": message(text=5, entities=[{"type": "mention", "offset": 0, "length": 3}]),
    "a new kind of entity": message(entities=[{"type": "glow", "offset": 0, "length": 2}]),
    "a new kind of chat": message(chat={"id": 1001, "type": "planet"}),
}


def payload(*updates: object) -> bytes:
    return json.dumps({"ok": True, "result": list(updates)}).encode()


def fetched(*updates: object) -> list[dict[str, Any]]:
    """What python-telegram-bot gets to read of these updates."""
    found: list[dict[str, Any]] = FetchUpdates(UpdateReader()).parse_json_payload(
        payload(*updates)
    )["result"]
    return found


def push(server: TelegramServer, update: dict[str, Any]) -> int:
    """Have Telegram bring an update as it is; returns its number."""
    server._last_update += 1
    server._pending.append({"update_id": 500_000 + server._last_update, **update})
    server.touch()
    return 500_000 + server._last_update


@pytest.fixture(params=["polling", "webhook"])
def way(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Settings for one of the two ways in which updates come."""
    if request.param == "polling":
        return {}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {"webhook_url": f"http://127.0.0.1:{port}/byline", "webhook_port": port}


def lines_on(caplog: pytest.LogCaptureFixture, number: int) -> list[str]:
    return [line for line in caplog.messages if f"update {number} " in line]


@over(sorted({**UNREADABLE, **ODD_BUT_READ}))
def test_in_place_of_an_unreadable_update_comes_its_bare_number(case: str) -> None:
    good = {"update_id": 9, **message()}
    odd = {"update_id": 8, **{**UNREADABLE, **ODD_BUT_READ}[case]}
    first, second = fetched(odd, good)
    assert second == good
    assert first == (odd if case in ODD_BUT_READ else {"update_id": 8})


@pytest.mark.parametrize("number", [None, "8", 8.5, True, [8]])
def test_what_has_no_number_is_left_out(number: object) -> None:
    good = {"update_id": 9, **message()}
    assert fetched({"update_id": number, **message()}, good, 5, None, "x") == [good]


@pytest.mark.refusals  # the circle on the button that nobody pressed cannot be stopped
async def test_all_kinds_together_are_skipped_and_what_comes_between_is_answered(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    way: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    async with running_bot(server, tmp_path, PacedModel(), **way):
        for update in ODD_BUT_READ.values():
            push(server, update)
        before = [push(server, update) for update in UNREADABLE.values()]
        await ana.send("/help")
        await ana.wait_for(says("/search"))
        polls = len(server.calls_of("getUpdates"))
        after = push(server, without("chat"))
        await ana.send(WHO_LED)
        await ana.wait_for(answers(WHO_LED))
        assert len(server.calls_of("getUpdates")) - polls < 5
    for number in (*before, after):
        assert len(lines_on(caplog, number)) == 1, number
    assert SECRET_WORDS not in caplog.text
    assert {status for _, status in server.brought} <= {200}


async def test_one_that_is_brought_again_is_logged_once(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    way: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), **way):
        number = push(server, without("date"))
        server._pending.append({"update_id": number, **without("date")})
        await ana.send("/help")
        await ana.wait_for(says("/search"))
    assert len(lines_on(caplog, number)) == 1


async def test_one_that_is_read_but_cannot_be_kept_is_skipped(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    way: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    too_large = {**MESSAGE["from"], "id": 10**30}  # for the journal's database
    async with running_bot(server, tmp_path, PacedModel(), **way):
        number = push(server, message(**{"from": too_large}))
        await ana.send("/help")
        await ana.wait_for(says("/search"))
    assert len(lines_on(caplog, number)) == 1
    assert SECRET_WORDS not in caplog.text


async def test_one_that_a_former_run_kept_does_not_stop_the_start(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        rig.kept.journal.receive(400_000, 1001, '{"update_id": 400000, "message": {"text": "x"}}')
    async with running_bot(server, tmp_path, PacedModel()):
        await ana.send("/help")
        await ana.wait_for(says("/search"))
