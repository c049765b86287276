"""Many readers and one model: fair turns, Stop, re-indexing at the same time, shutdown."""

import asyncio
import re
import threading
import time
from pathlib import Path

import pytest
from bot_fakes import LED, WHO_LED, PacedModel, answers, held, is_answer, running_bot, says
from telegram_checks import WITHIN_S
from telegram_server import Message, PrivateChat, TelegramServer


def writing(message: Message) -> bool:
    """Whether the model's first word is shown."""
    return message.text.startswith(LED[:7])


async def test_the_second_person_sees_their_position_and_both_are_answered(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = held()
    async with running_bot(server, tmp_path, model):
        await ana.send(WHO_LED)
        await ana.wait_for(writing)
        await ben.send(WHO_LED)
        place = await ben.wait_for(says("number 2 in line"))
        seconds = re.search(r"your answer comes in about (\d+) s", place.text)
        # Before any answer was measured it counts six seconds for each: what is left of Ana's (at
        # least nothing, however long this took), then Ben's own.
        assert seconds is not None
        assert 6 <= int(seconds[1]) <= 12
        assert place.labels == ["Stop"]
        model.go.set()
        await ana.wait_for(is_answer)
        assert await ben.wait_for(is_answer) is place


async def test_help_and_buttons_are_answered_while_the_model_writes(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = held()
    async with running_bot(server, tmp_path, model):
        model.go.set()
        await ana.send(WHO_LED)
        answer = await ana.wait_for(is_answer)
        model.go.clear()
        await ben.send(WHO_LED)
        await ben.wait_for(writing)
        for chat in (ana, ben):
            await chat.send("/help")
            await chat.wait_for(says("/sources"))
        press = await ana.press(answer, "📖 1")
        await press.answered()
        await ana.wait_for(says("The Russian side"), after=answer)
        model.go.set()  # until now it stood still
        await ben.wait_for(is_answer)


async def test_of_seven_questions_one_is_answered_five_wait_and_others_come_in_between(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = held()
    model.lead_s = 0.1
    async with running_bot(server, tmp_path, model):
        for number in range(7):
            await ana.send(f"{WHO_LED} (Ana {number})")
        refusal = await ana.wait_for(says("5 questions waiting"))
        assert refusal.reply_to is not None
        assert refusal.reply_to.text.endswith("(Ana 6)")
        await ana.wait_for(writing)  # the first one is no longer in line when Ben comes
        for number in range(2):
            await ben.send(f"{WHO_LED} (Ben {number})")
        await ben.wait_for(says("in line"))
        model.go.set()
        await ana.wait_for(answers("(Ana 5)"))
    turns = [question.rpartition("(")[2].rstrip(")?") for question in model.asked]
    assert turns == ["Ana 0", "Ana 1", "Ben 0", "Ana 2", "Ben 1", "Ana 3", "Ana 4", "Ana 5"]


async def test_stop_ends_a_running_question_and_the_next_one_is_answered(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = held()
    async with running_bot(server, tmp_path, model, spaced=False):
        await ana.send(WHO_LED)
        running = await ana.wait_for(writing)
        press = await ana.press(running, "Stop")
        assert (await press.answered()).text == "Stopped."
        await ana.wait_for(lambda m: m is running and m.text == "Stopped.")
        assert running.labels == []
        model.go.set()
        await ana.send(WHO_LED)
        await ana.wait_for(is_answer)


async def test_stop_takes_a_waiting_question_out_of_the_line(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = held()
    async with running_bot(server, tmp_path, model, spaced=False):
        await ana.send(WHO_LED)
        await ana.wait_for(writing)
        await ben.send("What burned?")
        waiting = await ben.wait_for(says("number 2"))
        await ben.press(waiting, "Stop")
        await ben.wait_for(lambda m: m is waiting and m.text == "Stopped.")
        model.go.set()
        await ana.wait_for(is_answer)
    assert model.asked == [WHO_LED]


async def test_only_the_person_who_asked_can_stop_a_question(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = held()
    async with running_bot(server, tmp_path, model):
        await ana.send(WHO_LED)
        running = await ana.wait_for(writing)
        press = await ana.press(running, "Stop", user=ben.members[0])
        assert "Only the one who asked" in (await press.answered()).text
        model.go.set()
        await ana.wait_for(is_answer)
        late = server.post(ana, server.me, text="x", markup={"inline_keyboard": [[]]})
        stale = server.press(late, server_stop_data(server), ana.members[0])
        assert "not running any more" in (await stale.answered()).text


def server_stop_data(server: TelegramServer) -> str:
    """The callback data of the first question's Stop button."""
    markups = [call.params.get("reply_markup") for call in server.calls]
    data: list[str] = [
        button["callback_data"]
        for markup in markups
        if markup
        for row in markup["inline_keyboard"]
        for button in row
    ]
    return next(each for each in data if each.startswith("stop:"))


async def test_the_owner_re_indexes_while_questions_are_answered(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), admins=str(ana.id)) as rig:
        files = sorted(rig.articles.iterdir())
        files[0].unlink()
        files[1].write_text(files[1].read_text() + "\n\nOne more sentence was added to it.\n")
        (rig.articles / "new.md").write_text("---\ntitle: New\n---\nA ferry sank off Varde.\n")
        (rig.articles / "broken.jsonl").write_text("{not json\n")
        step, reached = threading.Event(), threading.Event()
        put = rig.library_folder.library.put

        def slow_put(*args: object, **options: object) -> object:
            reached.set()
            step.wait(WITHIN_S)
            return put(*args, **options)  # type: ignore[arg-type]

        rig.library_folder.library.put = slow_put  # type: ignore[method-assign, assignment]
        await ana.send("/reindex")
        live = await ana.wait_for(says("Re-indexing"))
        await asyncio.to_thread(reached.wait, WITHIN_S)
        await ana.send("/reindex")
        await ana.wait_for(says("running already"))
        await ben.send(WHO_LED)
        await ben.wait_for(is_answer)
        step.set()
        await ana.wait_for(lambda m: m is live and "Re-indexed" in m.text)
        assert live.edited >= 1
        for words in ("1 added", "1 changed", "1 removed", "10 unchanged", "1 failed"):
            assert words in live.text, live.text
        assert "broken.jsonl" in live.text

        await ana.send("/reindex")
        await ana.wait_for(says("Re-indexed", "0 added", "0 removed"), after=live)


@pytest.mark.parametrize(("admins", "words"), [("7", "Only the owner"), ("", "BYLINE_ADMINS=")])
async def test_only_the_owner_can_re_index(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, admins: str, words: str
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model, admins=admins) as rig:
        (rig.articles / "new.md").write_text("A ferry sank off Varde.\n")
        await ana.send("/reindex")
        await ana.wait_for(says(words))
        assert rig.library_folder.library.summary().articles == 12
    assert model.prompts == []


async def test_at_shutdown_everyone_who_waits_or_is_being_answered_is_told(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = held()
    async with running_bot(server, tmp_path, model, spaced=False) as rig:
        await ana.send(WHO_LED)
        running = await ana.wait_for(writing)
        await ben.send(WHO_LED)
        waiting = await ben.wait_for(says("number 2"))
    assert not rig.service.busy  # the model was stopped, not left behind
    for message in (running, waiting):
        assert "being restarted" in message.text
        assert message.labels == []


async def test_at_shutdown_a_re_index_stops_and_says_so(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.syncing.batch._BATCH", 1)  # it stops between two batches
    async with running_bot(server, tmp_path, PacedModel(), admins=str(ana.id), spaced=False) as rig:
        for file in rig.articles.iterdir():
            file.write_text(file.read_text() + "\n\nOne more sentence was added.\n")
        reached = threading.Event()
        put = rig.library_folder.library.put

        def slow_put(*args: object, **options: object) -> object:
            reached.set()
            time.sleep(0.5)  # so that the bot goes down before all files are read
            return put(*args, **options)  # type: ignore[arg-type]

        rig.library_folder.library.put = slow_put  # type: ignore[method-assign, assignment]
        await ana.send("/reindex")
        await asyncio.to_thread(reached.wait, WITHIN_S)
    assert not rig.service.busy
    assert "was stopped" in ana.messages[-1].text
