"""Telegram, the network or the model fail: answers still arrive whole, others notice nothing."""

import logging
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bot_fakes import (
    LED,
    REAL_INTERVAL_S,
    WHO_LED,
    PacedModel,
    answers,
    bot_settings,
    edit_gaps,
    first_edit,
    is_answer,
    running_bot,
    says,
)
from pydantic import SecretStr
from telegram_html import utf16
from telegram_server import PrivateChat, TelegramServer

from bot import logs
from bot.answering.answerer import Answerer
from bot.errors import ModelError, TelegramError
from bot.memory import all_databases
from bot.memory.sessions import Sessions
from bot.messenger.app import Service
from bot.models.server_connection import ServerError
from bot.types import Answer, Citation, Claim, Turn

pytestmark = pytest.mark.slow  # each starts the bot and a Telegram server, some twice


class FixedAnswerer(Answerer):
    """Gives one answer to everything."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def ask(self, question: str, history: Sequence[Turn] = (), **options: Any) -> Answer:
        return self._answer

    def read_ahead(self, stopped: Callable[[], bool] = lambda: False) -> bool:
        return False


def huge_answer() -> Answer:
    """30 claims and sources, about 20,000 characters."""
    citations = [
        Citation(
            number=n,
            sentence=f"Sentence {n} says “😀 < & >” " + f"and word {n} " * 40 + "ends.",
            article_id="a",
            title=f"Headline {n}",
            outlet="The Harbour Post",
            url=f"https://example.org/{n}",
            published=date(2025, 5, 16),
            start=0,
            end=1,
        )
        for n in range(1, 31)
    ]
    claims = tuple(Claim(f"Claim {n} is true.", (n,)) for n in range(1, 31))
    return Answer(WHO_LED, WHO_LED, "answered", "text", claims, tuple(citations))


def is_final(params: dict[str, Any]) -> bool:
    """Whether an edit brings an answer with its sources."""
    return "blockquote" in params["text"]


async def test_the_bot_waits_as_long_as_a_flood_limit_asks_for_previews_and_for_the_answer(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel(pause_s=0.25)
    server.fail_next("editMessageText", retry_after=2)
    server.fail_next("editMessageText", retry_after=3, when=is_final)
    async with running_bot(server, tmp_path, model, interval_s=REAL_INTERVAL_S):
        await ana.send(WHO_LED)
        answer = await ana.wait_for(is_answer)

    assert f"“{LED}”" in answer.text
    final = [c.time for c in server.calls_of("editMessageText") if is_final(c.params)]
    assert len(final) == 2
    assert final[1] - final[0] >= 3
    gaps = edit_gaps(ana)
    assert gaps[0] >= 2  # nothing was tried while Telegram asked for silence
    assert gaps[-1] >= 3


async def test_a_flood_limit_on_a_preview_holds_for_the_final_edit_too(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.lead_s = 0.3
    model.go.clear()
    server.fail_next("editMessageText", retry_after=1)
    async with running_bot(server, tmp_path, model):
        await ana.send(WHO_LED)
        await first_edit(ana)
        model.go.set()  # the answer is ready while the preview's silence lasts
        await ana.wait_for(is_answer)
    assert all(gap >= 1 for gap in edit_gaps(ana)[:1])


async def test_all_is_delivered_under_telegrams_own_flood_limits(tmp_path: Path) -> None:
    async with TelegramServer.running(flood=True) as server:
        ana = server.private_chat(server.user(first_name="Ana"))
        async with running_bot(
            server, tmp_path, PacedModel(pause_s=0.05), interval_s=REAL_INTERVAL_S
        ):
            for number in range(4):
                await ana.send(f"{WHO_LED} ({number})")
            await ana.wait_for(answers("(3)"))
            assert len([m for m in ana.messages if is_answer(m)]) == 4
        assert len([r for r in server.refused if r.status == 429]) <= 2


async def test_an_answer_of_many_messages_arrives_whole_and_in_order(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    answer = huge_answer()
    async with running_bot(server, tmp_path, PacedModel(), answerer=FixedAnswerer(answer)):
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
    messages = [message for message in ana.messages if message.from_bot]
    assert len(messages) > 3
    assert all(utf16(message.text) <= 4096 for message in messages)
    whole = "\n".join(message.text for message in messages)
    places = [whole.find(f"[{c.number}] “{c.sentence}”") for c in answer.citations]
    assert places == sorted(places)
    assert places[0] > 0
    assert messages[0].labels == []
    assert messages[-1].labels == ["📖 1–30", "More", "👍", "👎"]


@pytest.mark.parametrize(
    "error",
    [
        ModelError("Out of memory: close others."),
        ValueError("boom"),
        ServerError("The model server http://boom.internal/v1 failed: restart.", passing=False),
    ],
)
async def test_a_failing_model_is_reported_and_the_next_question_works(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    error: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with running_bot(server, tmp_path, PacedModel([error])):
        await ana.send(WHO_LED)
        words = "Out of memory" if type(error) is ModelError else "went wrong on our side"
        failed = await ana.wait_for(says(words))
        assert "boom" not in failed.text
        assert failed.labels == []
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
    assert type(error).__name__ in caplog.text
    assert str(error) in caplog.text


async def test_the_desk_goes_on_when_sessions_cannot_be_read_or_written(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> int:
        raise OSError("disk full")

    async with running_bot(server, tmp_path, PacedModel()):
        with monkeypatch.context() as broken:
            broken.setattr(Sessions, "remember", full)
            await ana.send(WHO_LED)
            await ana.wait_for(says("went wrong on our side"))
        with monkeypatch.context() as broken:
            broken.setattr(Sessions, "history", full)
            await ana.send(WHO_LED)
            await ana.wait_for(says("went wrong"), after=ana.messages[-1])
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)


async def test_a_message_deleted_during_the_answer_is_sent_again(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(pause_s=0.1)):
        asked = await ana.send(WHO_LED)
        first = await ana.wait_for(says("Reading"))
        ana.messages.remove(first)
        answer = await ana.wait_for(is_answer)
        assert answer is not first
        assert answer.reply_to is asked
    refused = [refusal.description for refusal in server.refused]
    assert set(refused) == {"Bad Request: message to edit not found"}
    assert len(refused) == 2  # one preview and the answer: it does not keep trying
    server.refused.clear()


async def test_a_question_deleted_during_the_answer_is_answered_anyway(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        ana.messages.remove(await ana.send(WHO_LED))
        await ana.wait_for(is_answer)


async def test_blocking_the_bot_frees_the_model_for_others(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel(pause_s=1.0)  # so there are previews, which find out that she is gone
    async with running_bot(server, tmp_path, model, spaced=False) as rig:
        await ana.send(WHO_LED)
        await ana.wait_for(says("Reading"))
        ana.blocked = True
        model.replies.clear()
        await ben.send(WHO_LED)
        await server.wait_until(lambda: len(model.asked) == 2)
        model.pause_s = 0
        await ben.wait_for(is_answer)
        assert rig.kept.sessions.last(f"telegram:{ana.id}:{ana.id}") is None  # broken off
    assert {refusal.status for refusal in server.refused} == {403}
    server.refused.clear()


@pytest.mark.parametrize("executed", [True, False])
async def test_a_connection_reset_on_the_final_edit_costs_nothing(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, executed: bool
) -> None:
    server.reset_next("editMessageText", executed=executed, times=2, when=is_final)
    async with running_bot(server, tmp_path, PacedModel()):
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
        await server.wait_until(  # it tries until one of its edits is answered
            lambda: len([c for c in server.calls_of("editMessageText") if is_final(c.params)]) == 3
        )
    assert len(ana.messages) == 2
    assert {refusal.description[:40] for refusal in server.refused} <= {
        "Bad Request: message is not modified: sp"
    }
    server.refused.clear()


async def test_a_slow_edit_in_flight_never_lands_on_the_answer(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.lead_s = 0.3
    model.go.clear()
    async with running_bot(server, tmp_path, model):
        server.delay_next("editMessageText", 1.5, executed=False)
        await ana.send(WHO_LED)
        await first_edit(ana)
        model.go.set()
        await ana.wait_for(is_answer)
        await server.wait_until(lambda: server.delayed == 0)
        assert is_answer(ana.messages[-1])


async def test_a_wrong_token_is_one_line_without_the_token(
    server: TelegramServer, tmp_path: Path
) -> None:
    settings = bot_settings(server, tmp_path)
    wrong = "7000000001:AAF-another-token-of-the-same-length"
    settings = settings.model_copy(update={"telegram_bot_token": SecretStr(wrong)})
    no_library: Any = None
    with all_databases.opened(tmp_path / "library") as kept:
        service = Service(settings, FixedAnswerer(huge_answer()), no_library, kept)
        with pytest.raises(TelegramError) as raised:
            async with service.running():
                pass
    assert "\n" not in str(raised.value)
    assert wrong not in str(raised.value)
    assert "@BotFather" in str(raised.value)
    server.refused.clear()


async def test_without_a_network_at_the_start_it_waits_for_one(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    server.reset_next("getMe", times=2)
    async with running_bot(server, tmp_path, PacedModel()):
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)


async def test_the_token_never_stands_in_the_logs_even_at_debug(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = ("httpx", "httpcore", "telegram.ext.AIORateLimiter", "chromadb", "apscheduler")
    root = logging.getLogger()
    before = root.level, root.handlers[:], {n: logging.getLogger(n).level for n in names}
    try:
        logs.configure([server.token], logging.DEBUG)
        for name in names:
            logging.getLogger(name).setLevel(logging.DEBUG)
        server.reset_next("editMessageText", times=1)
        server.reset_next("getUpdates", times=1)
        async with running_bot(server, tmp_path, PacedModel()) as rig:
            await ana.send(WHO_LED)
            await ana.wait_for(is_answer)
            try:
                await rig.service.app.bot.get_file("no such file")
            except Exception:
                logging.getLogger("test").exception("with a traceback of %s", server.url)
    finally:
        root.setLevel(before[0])
        root.handlers[:] = before[1]
        for name, level in before[2].items():
            logging.getLogger(name).setLevel(level)
    written = capsys.readouterr().err
    assert "/bot<secret>/" in written  # it would have been written
    assert "Traceback" in written
    assert server.token not in written
    assert server.token.partition(":")[2] not in written
    server.refused.clear()
