"""What a reader sees of an answer: at first, while it is written, and when there is none."""

import asyncio
import re
from pathlib import Path

import pytest
from bot_fakes import (
    LED,
    REAL_INTERVAL_S,
    WHO_LED,
    PacedModel,
    Rig,
    answers,
    edit_gaps,
    held,
    is_answer,
    running_bot,
    says,
)
from telegram_checks import WITHIN_S
from telegram_server import Message, PrivateChat, TelegramServer

pytestmark = pytest.mark.slow  # each starts the bot and a Telegram server, some twice

BEST = f"“{LED}”\nThe Harbour Post, 16 May 2025"


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a question wait for its best sentence however busy the machine is."""
    monkeypatch.setattr("bot.messenger.queue.announcer._PREVIEW_S", WITHIN_S)


async def until_asked(rig: Rig, chat: PrivateChat, message: Message, words: str) -> None:
    """Wait until the bot has taken `message` as a question with these words."""

    def taken() -> bool:
        question = rig.kept.journal.asked_in(chat.id, message.id)
        return question is not None and words in question.text

    await rig.server.wait_until(taken)


@pytest.mark.usefixtures("patient")
async def test_the_best_sentence_comes_first_then_the_answer_streams_in_its_place(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel(pause_s=0.3)
    model.lead_s = 1.0
    async with running_bot(server, tmp_path, model, interval_s=REAL_INTERVAL_S):
        await ana.send(WHO_LED)
        live = await ana.wait_for(says(BEST))
        await ana.wait_for(is_answer)
    texts = [text for _, text in live.history]
    assert texts[0] == f"{BEST}\n\n🔎 Reading the articles …"  # nothing else came before it
    assert [e for e in live.history if e[1].endswith(" …")][1:], texts
    assert all(BEST not in text for text in texts[1:-1])
    assert texts[-1].startswith(f"{LED[:-1]} [1].\n\n[1] “{LED}”")
    assert live.edited >= 2
    assert all(gap >= 1.4 for gap in edit_gaps(ana))


async def test_people_in_line_see_the_best_sentence_and_their_position(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = held()
    async with running_bot(server, tmp_path, model):
        await ana.send("Who hosted the talks?")
        await asyncio.to_thread(model.writing.wait, WITHIN_S)
        await ben.send(WHO_LED)
        live = await ben.wait_for(says(BEST, "number 2 in line"))
        assert live.labels == ["Stop"]
        model.go.set()
        assert await ben.wait_for(is_answer) is live


async def test_no_sentence_is_shown_when_none_is_near(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.odds.extend([-9.0] * 4)
    async with running_bot(server, tmp_path, model):
        await ana.send("Zebra xylophone quartz?")
        answer = await ana.wait_for(says("The articles don't say."))
    assert not any("“" in text for _, text in answer.history)


async def test_a_refusal_keeps_the_sentence_that_the_reader_saw(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.odds.extend([-9.0] * 4)
    async with running_bot(server, tmp_path, model):
        await ana.send(WHO_LED)
        answer = await ana.wait_for(says("The articles don't say."))
    assert f"The Harbour Post, 16 May 2025\n“{LED}”" in answer.text
    assert "taken back" not in answer.text


async def test_a_draft_without_support_is_taken_back_in_words(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    # As often as it is asked, of little evidence and then of all.
    model = PacedModel(["The king of Spain resigned in 1905 over a quarrel with a cook [1]."] * 4)
    model.go.clear()
    async with running_bot(server, tmp_path, model):
        await ana.send(WHO_LED)
        await ana.wait_for(lambda m: m.text == "The …")
        model.go.set()
        answer = await ana.wait_for(says("The articles don't say."))
    assert "taken back" in answer.text
    assert f"“{LED}”" in answer.text
    assert "Spain" not in answer.text


async def test_the_answer_is_whole_though_flood_limits_drop_previews(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    server.fail_next("editMessageText", retry_after=1, times=2)
    async with running_bot(server, tmp_path, PacedModel(pause_s=0.05), spaced=False):
        await ana.send(WHO_LED)
        answer = await ana.wait_for(answers(WHO_LED))
    assert answer.text.startswith(f"{LED[:-1]} [1].\n\n[1] “{LED}”")


async def test_an_edited_question_is_answered_again_in_the_same_message(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model, spaced=False) as rig:
        asked = await ana.send("Who hosted the talks in Istanbul?")
        answer = await ana.wait_for(is_answer)
        await ana.edit(asked.id, WHO_LED)
        await ana.wait_for(lambda m: m is answer and LED in m.text and is_answer(m))
        assert model.asked == ["Who hosted the talks in Istanbul?", WHO_LED]
        assert not any("Who hosted" in prompt.turns[-1][0] for prompt in model.prompts[-2:])
        await (await ana.press(answer, "📖 1")).answered()
        context = await ana.wait_for(says("The Russian side was headed"), after=answer)

        await ana.edit(asked.id, WHO_LED)  # as when Telegram adds a preview: nothing new in it
        await ana.send("And who led the Russian side?")
        await ana.wait_for(answers("Russian side?"), after=context)
        assert f"Earlier: {WHO_LED} {LED}" in model.prompts[-1].turns[-1][0]
        turns = rig.kept.sessions.history(f"telegram:{ana.id}:{ana.id}")
    assert len(turns) == 2  # what the question was before is forgotten
    assert model.asked[1:] == [WHO_LED, model.asked[-1]]


async def test_editing_a_question_that_is_being_answered_or_waits_starts_it_over(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = held()
    async with running_bot(server, tmp_path, model, spaced=False) as rig:
        first = await ana.send("Who hosted the talks in Istanbul?")
        live = await ana.wait_for(says("…"))
        await asyncio.to_thread(model.writing.wait, WITHIN_S)
        second = await ben.send("What burned?")
        waiting = await ben.wait_for(says("in line"))
        await ana.edit(first.id, WHO_LED)
        await ben.edit(second.id, f"{WHO_LED} (Ben)")
        for chat, edited in ((ana, first), (ben, second)):
            await until_asked(rig, chat, edited, WHO_LED)
        model.go.set()
        await ana.wait_for(lambda m: m is live and is_answer(m) and LED in m.text)
        await ben.wait_for(lambda m: m is waiting and is_answer(m) and LED in m.text)
    assert len([m for m in (*ana.messages, *ben.messages) if m.from_bot]) == 2
    assert "What burned?" not in model.asked


async def test_an_edit_is_answered_in_place_after_a_restart_and_a_command_is_not_done_again(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        asked = await ana.send("Who hosted the talks in Istanbul?")
        answer = await ana.wait_for(is_answer)
        command = await ana.send("/help")
        await ana.wait_for(says("/sources"))
    async with running_bot(server, tmp_path, PacedModel(), spaced=False):
        await ana.edit(command.id, "/new")
        await ana.edit(asked.id, WHO_LED)
        await ana.wait_for(lambda m: m is answer and is_answer(m) and LED in m.text)
    assert len([m for m in ana.messages if m.from_bot]) == 2


async def test_an_answer_that_becomes_shorter_leaves_nothing_of_the_longer_one(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), spaced=False) as rig:
        asked = await ana.send(WHO_LED)
        answer = await ana.wait_for(is_answer)
        behind = server.post(ana, server.me, text="what did not fit")
        rig.kept.journal.shown(500_001, [answer.id, behind.id])
        await ana.edit(asked.id, "And who headed the Russian side?")
        await ana.wait_for(lambda m: m is answer and "Medinsky" in m.text and is_answer(m))
        await server.wait_until(lambda: behind not in ana.messages)
    assert behind not in ana.messages


async def test_a_reply_to_an_answer_asks_about_that_answer_and_not_the_latest(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        await ana.send(WHO_LED)
        first = await ana.wait_for(answers(WHO_LED))
        await ana.send("Which minister visited the burned power station?")
        await ana.wait_for(answers("power station?"))
        await ana.send("And who headed the Russian side?", reply_to=first)
        await ana.wait_for(answers("Russian side?"))
    asked = model.prompts[-1].turns[-1][0]
    assert f"Earlier: {WHO_LED} {LED}" in asked
    assert "power station" not in asked.partition("Earlier: ")[2]


async def test_the_estimate_in_line_uses_times_measured_before_a_restart(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.lead_s = 3.0
    async with running_bot(server, tmp_path, model) as rig:
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)
        took = rig.kept.sessions.typical_s()
    assert took is not None
    assert took >= 3
    model = held()
    async with running_bot(server, tmp_path, model):
        await ana.send(WHO_LED)
        await asyncio.to_thread(model.writing.wait, WITHIN_S)
        await ben.send(WHO_LED)
        place = await ben.wait_for(says("number 2 in line"))
        seconds = re.search(r"in about (\d+) s", place.text)
        assert seconds is not None
        assert took - 1 <= int(seconds[1]) <= 2 * took + 1
        model.go.set()
        await ben.wait_for(is_answer)


@pytest.mark.usefixtures("patient")
async def test_with_drafts_the_answer_grows_without_edits_and_is_one_whole_message_in_the_end(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    group = server.group_chat("News", members=list(ana.members))
    model = PacedModel(pause_s=0.05)
    async with running_bot(server, tmp_path, model, drafts=True):
        await ana.send(WHO_LED)
        answer = await ana.wait_for(is_answer)
        assert ana.drafts[0][1] == f"{BEST}\n\n🔎 Reading the articles …"
        assert any(LED.startswith(text[:9]) and text.endswith("…") for _, text in ana.drafts[1:])
        assert len({number for number, _ in ana.drafts}) == 1
        assert answer.edited == 1
        assert len([m for m in ana.messages if m.from_bot]) == 1

        model.go.clear()
        model.writing.clear()
        await ana.send(f"{WHO_LED} (2)")
        await asyncio.to_thread(model.writing.wait, WITHIN_S)
        await ben.send(WHO_LED)  # a draft would fade while Ben waits
        waiting = await ben.wait_for(says(BEST, "number 2 in line"))
        assert waiting.labels == ["Stop"]
        model.go.set()
        assert await ben.wait_for(is_answer) is waiting
        await group.send(ana.members[0], f"@byline_test_bot {WHO_LED}")
        await group.wait_for(is_answer)
    assert group.drafts == []
