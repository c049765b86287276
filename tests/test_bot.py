"""The whole bot as readers see it: commands, answers, sources, memory."""

import asyncio
from pathlib import Path
from urllib.parse import quote

import pytest
from bot_fakes import (
    LED,
    WHO_LED,
    PacedModel,
    answers,
    held,
    is_answer,
    running_bot,
    says,
)
from telegram_server import Message, PrivateChat, TelegramServer

LED_QUOTE = f"“{LED}”"


@pytest.fixture
def chat(ana: PrivateChat) -> PrivateChat:
    return ana


async def ask(chat: PrivateChat, question: str = WHO_LED) -> Message:
    """Ask and wait for the answer with its sources."""
    asked = await chat.send(question)
    return await chat.wait_for(lambda m: is_answer(m) and m.reply_to is asked)


async def test_start_and_help_say_in_a_few_lines_what_to_do(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), introduced=False):
        await chat.send("/start")
        hello = await chat.wait_for(says("12 news articles", "/help"))
        await chat.send("/help")
        help = await chat.wait_for(says("/new", "/sources"))
        await chat.send("/nonsense")
        again = await chat.wait_for(says("/new", "/sources"), after=help)

    assert len(hello.text) < 400
    assert len(help.text) < 700
    assert again.text == f"There is no command /nonsense here.\n\n{help.text}"
    names = [command["command"] for command in next(iter(server.commands.values()))]
    assert names[:6] == ["start", "help", "ask", "new", "sources", "forget"]


async def test_a_question_becomes_a_placeholder_then_a_draft_then_the_answer_with_its_sources(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    model = held()  # stops behind the first word
    model.lead_s = 1.0  # and begins when the placeholder has long been sent
    async with running_bot(server, tmp_path, model):
        await chat.send(WHO_LED)
        draft = await chat.wait_for(lambda m: m.text.endswith("…") and LED.startswith(m.text[:7]))
        model.go.set()
        answer = await chat.wait_for(is_answer)

    assert answer is draft
    assert "Reading the articles" in answer.history[0][1]
    claim, _, quoted = answer.text.partition("\n\n")
    assert claim == f"{LED[:-1]} [1]."
    assert quoted.startswith(f"[1] {LED_QUOTE}\nThe Harbour Post, 16 May 2025 · Russia and Ukraine")
    block, *links = [e for e in answer.entities if e["type"] in ("expandable_blockquote",)] + [
        e for e in answer.entities if e["type"] == "text_link"
    ]
    assert block["length"] == len(quoted)
    page = "https://example.org/harbour-post/istanbul-talks-first-round"
    target = "#:~:text=" + quote(LED, safe="")
    assert {link["url"] for link in links} == {page + target}
    assert answer.labels == ["📖 1", "More", "👍", "👎"]
    assert len(chat.messages) == 2


async def test_without_an_answer_it_says_so_and_names_what_is_near_once(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.odds.extend([-9.0] * 4)  # however often it looks
    async with running_bot(server, tmp_path, model):
        await chat.send("Who will lead the Istanbul talks in 2031?")
        answer = await chat.wait_for(says("The articles don't say.", "Nearest headlines"))
        model.odds.extend([-9.0] * 4)
        await chat.send("Which zebra sang best?")
        far = await chat.wait_for(says("The articles don't say."), after=answer)
        model.odds.extend([-9.0] * 4)
        await chat.send("Which zebra sang best in 1987?")
        early = await chat.wait_for(says("The articles don't say."), after=far)

    says_not, near = answer.text.split("\n\n")
    assert says_not == "The articles don't say.\nNo article is newer than 5 June 2025."
    assert near.startswith("Nearest headlines:\n📰 1 ")
    assert answer.text.count("The Harbour Post, 16 May 2025") == 1
    assert any(e["type"] == "text_link" for e in answer.entities)
    assert answer.labels[-4:] == ["🔍", "🔔", "👍", "👎"]
    assert answer.labels[0] == "📰 1"
    assert far.text == "The articles don't say."
    assert far.labels == ["🔍", "🔔", "👍", "👎"]
    assert early.text == "The articles don't say.\nNo article is from 1987."


async def test_a_follow_up_sees_what_was_said_and_new_forgets_it(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        await ask(chat)
        await ask(chat, "And who led the Russian side?")
        asked = model.prompts[-1].turns[-1][0]
        assert f"Earlier: {WHO_LED} {LED}" in asked

        await chat.send("/new")
        await chat.wait_for(says("new conversation"))
        before = len(model.prompts)
        await ask(chat, "And who hosted the talks?")
        assert not any(WHO_LED in p.turns[-1][0] for p in model.prompts[before:])


async def test_a_question_that_waited_while_new_was_sent_stays_out_of_the_new_conversation(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.go.clear()
    async with running_bot(server, tmp_path, model):
        await chat.send(WHO_LED)
        await chat.wait_for(says(LED[:7], "…"))
        await chat.send("And who led the Russian side?")
        await chat.send("/new")
        await chat.wait_for(says("new conversation"))
        await chat.send("And who hosted?")
        model.go.set()
        await chat.wait_for(answers("And who hosted?"))

    leaning = {p.turns[-1][0] for p in model.prompts if "\nEarlier: " in p.turns[-1][0]}
    assert leaning  # the second question follows up on the first, the third on none
    assert all(WHO_LED in asked and "led the Russian side" in asked for asked in leaning)


async def test_sources_are_shown_before_and_after_an_answer(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await chat.send("/sources")
        await chat.wait_for(says("No answer yet"))
        library = await chat.wait_for(says("Articles: 12", "The Harbour Post"))
        await ask(chat)
        await chat.send("/sources")
        shown = await chat.wait_for(says(WHO_LED, f"[1] {LED_QUOTE}"), after=library)
        await chat.wait_for(says("Articles: 12"), after=shown)


async def test_a_source_button_brings_the_paragraph_with_the_sentence_marked(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        answer = await ask(chat)
        press = await chat.press(answer, "📖 1")
        await press.answered()
        shown = await chat.wait_for(says("The Russian side was headed by"), after=answer)

    assert shown.reply_to is answer
    bold = [e for e in shown.entities if e["type"] == "bold"]
    marked = [shown.text[e["offset"] : e["offset"] + e["length"]] for e in bold]
    assert LED in marked
    assert "Kyiv had gone in asking" not in shown.text  # another paragraph


async def test_five_quick_taps_bring_one_paragraph(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        answer = await ask(chat)
        presses = [await chat.press(answer, "📖 1") for _ in range(5)]
        for press in presses:
            await press.answered()
        await chat.send("/help")
        await chat.wait_for(says("/sources"))  # whatever the taps bring comes before it

    assert len([m for m in chat.messages if "The Russian side was headed" in m.text]) == 1


@pytest.mark.parametrize("fate", ["removed", "rewritten"])
async def test_a_source_whose_article_is_gone_or_changed_still_opens_and_says_so(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path, fate: str
) -> None:
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        answer = await ask(chat)
        file = rig.articles / "istanbul-talks-first-round.md"
        if fate == "removed":
            file.unlink()
        else:
            file.write_text(file.read_text().replace("was led by its", "was headed by its"))
        await asyncio.to_thread(rig.library_folder.index, [])
        await chat.press(answer, "📖 1")
        words = "taken out of the library" if fate == "removed" else "has changed since"
        await chat.wait_for(says(words, LED_QUOTE), after=answer)


async def test_a_source_that_moved_within_its_article_is_found_again(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        answer = await ask(chat)
        file = rig.articles / "istanbul-talks-first-round.md"
        file.write_text(file.read_text().replace("Russia and Ukraine agreed on", "They agreed on"))
        await asyncio.to_thread(rig.library_folder.index, [])
        await chat.press(answer, "📖 1")
        await chat.wait_for(says("The Russian side was headed by"), after=answer)


async def test_conversation_and_buttons_survive_a_restart(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        answer = await ask(chat)

    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        await ask(chat, "And who led the Russian side?")
        assert any(WHO_LED in prompt.turns[-1][0] for prompt in model.prompts)
        await chat.press(answer, "📖 1")
        await chat.wait_for(says("The Russian side was headed by"), after=answer)


async def test_what_is_asked_while_the_bot_is_down_is_answered_when_it_is_back(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    asked = await chat.send(WHO_LED)
    async with running_bot(server, tmp_path, PacedModel()):
        answer = await chat.wait_for(is_answer)
    assert answer.reply_to is asked


@pytest.mark.parametrize(("sent", "reply"), [("   \n ", "empty"), ("why? " * 300, "1,499")])
async def test_an_empty_and_an_overlong_question_get_a_line_that_says_what_is_allowed(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path, sent: str, reply: str
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        await chat.send(sent)
        await chat.wait_for(says(reply))
    assert model.prompts == []


async def test_a_picture_gets_a_friendly_line(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await chat.send_document(b"...", "cat.jpg", mime_type="image/jpeg")
        await chat.wait_for(says("I read text only"))
        sticker = {"file_id": "a", "file_unique_id": "a", "type": "regular", "width": 1}
        sticker |= {"height": 1, "is_animated": False, "is_video": False}
        person = chat.members[0].wire()
        update = {"message_id": 999, "date": 1, "chat": chat.wire(), "from": person}
        first = chat.messages[-1]
        server.push("message", {**update, "sticker": sticker})
        await chat.wait_for(says("I read text only"), after=first)


async def test_quick_questions_of_one_chat_keep_their_order(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model):
        questions = [f"Which defence minister led Ukraine's team in round {n}?" for n in range(5)]
        for question in questions:
            await chat.send(question)
        last = await chat.wait_for(answers(questions[-1]))
    assert model.asked == questions
    assert last.reply_to is not None


async def test_a_leftover_stop_button_of_a_former_run_stops_nothing(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    old = server.post(
        chat,
        server.me,
        text="Reading",
        markup={"inline_keyboard": [[{"text": "Stop", "callback_data": "stop:1"}]]},
    )
    async with running_bot(server, tmp_path, PacedModel(pause_s=0.1)):
        await chat.send(WHO_LED)
        await chat.wait_for(says("Reading the articles"))
        answered = await (await chat.press(old, "Stop")).answered()
        assert "not running" in answered.text
        await chat.wait_for(is_answer)
