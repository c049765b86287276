"""The buttons under an answer: sources, more of them, other articles, thumbs; and the export."""

import asyncio
import json
from pathlib import Path

import pytest
from bot_fakes import LED, WHO_LED, PacedModel, is_answer, running_bot, says
from telegram_server import Message, PrivateChat, TelegramServer

from bot.messenger.text.buttons import answer_buttons
from bot.terminal import cli
from bot.types import Answer, Citation, Claim

pytestmark = pytest.mark.slow  # each starts the bot and a Telegram server, some twice

GONE = "taken out of the library"


async def ask(chat: PrivateChat, question: str = WHO_LED) -> Message:
    asked = await chat.send(question)
    return await chat.wait_for(lambda m: is_answer(m) and m.reply_to is asked)


async def press(chat: PrivateChat, message: Message, label: str) -> str:
    return (await (await chat.press(message, label)).answered()).text


async def more(chat: PrivateChat, answer: Message) -> None:
    """Open the buttons behind "More", unless they are."""
    if "More" in answer.labels:
        await press(chat, answer, "More")
        await chat.wait_for(lambda m: m is answer and "More detail" in m.labels)


async def test_a_source_can_be_read_on_before_and_after_with_the_sentence_marked(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), spaced=False) as rig:
        answer = await ask(ana)
        await press(ana, answer, "📖 1")
        shown = await ana.wait_for(says("Russia and Ukraine", LED), after=answer)
        article = rig.library_folder.library.article("istanbul-talks-first-round")
        assert article is not None
        paragraphs = article.text.split("\n\n")
        place = next(n for n, paragraph in enumerate(paragraphs) if LED in paragraph)
        assert shown.reply_to is answer
        await press(ana, shown, "After ▶")
        await ana.wait_for(lambda m: m is shown and paragraphs[place + 1] in m.text)
        assert f"{place + 2} of {len(paragraphs)}" in shown.text
        assert not underlined(shown)
        await press(ana, shown, "◀ Before")
        await ana.wait_for(lambda m: m is shown and paragraphs[place] in m.text)
        assert underlined(shown) == [LED]
        while "◀ Before" in shown.labels:
            before = shown.edited
            await press(ana, shown, "◀ Before")
            await ana.wait_for(lambda m, n=before: m is shown and m.edited > n)  # type: ignore[misc]
        assert paragraphs[0] in shown.text
        assert shown.labels == ["After ▶"]
        link = next(e for e in shown.entities if e["type"] == "text_link")
        assert "#:~:text=Ukraine" in link["url"]


def underlined(message: Message) -> list[str]:
    """What is marked; the texts here have no characters outside the basic plane."""
    marks = [e for e in message.entities if e["type"] == "underline"]
    return [message.text[e["offset"] : e["offset"] + e["length"]] for e in marks]


async def test_more_detail_quotes_further_sentences_of_the_same_articles_and_no_model_is_asked(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model) as rig:
        answer = await ask(ana)
        calls = len(model.calls)
        await more(ana, answer)
        await press(ana, answer, "More detail")
        detail = await ana.wait_for(says("More detail"), after=answer)
        assert len(model.calls) == calls
        article = rig.library_folder.library.article("istanbul-talks-first-round")
        assert article is not None
        quoted = [part.partition("“")[2].partition("”\n")[0] for part in detail.text.split("\n\n")]
        assert len(quoted[1:]) >= 2
        assert all(sentence in article.text for sentence in quoted[1:])
        assert LED not in quoted
        await press(ana, detail, "📖 2")
        context = await ana.wait_for(says(quoted[2]), after=detail)
        assert underlined(context) == [quoted[2]]


async def test_other_articles_are_quoted_and_none_that_the_answer_cites(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        answer = await ask(ana)
        await more(ana, answer)
        await press(ana, answer, "Other articles")
        others = await ana.wait_for(says("Other articles"), after=answer)
        cited = rig.library_folder.library.article("istanbul-talks-first-round")
        assert cited is not None
        assert cited.title not in others.text
        assert sum(label.startswith("📖") for label in others.labels) >= 2
        await press(ana, others, "📖 1")
        context = await ana.wait_for(lambda m: bool(underlined(m)), after=others)
        (marked,) = underlined(context)
        assert f"“{marked}”" in others.text


async def test_old_buttons_work_after_a_restart_and_a_re_index_and_say_when_the_article_is_gone(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        answer = await ask(ana)
        await press(ana, answer, "📖 1")
        shown = await ana.wait_for(says(LED), after=answer)
    model = PacedModel()
    async with running_bot(server, tmp_path, model, spaced=False) as rig:
        (rig.articles / "new.md").write_text("---\ntitle: New\n---\nA ferry sank off Varde.\n")
        await asyncio.to_thread(rig.library_folder.index, [])
        await more(ana, answer)
        await press(ana, answer, "More detail")
        detail = await ana.wait_for(says("More detail"), after=shown)
        await more(ana, answer)
        await press(ana, answer, "Other articles")
        await ana.wait_for(says("Other articles"), after=detail)
        turned = shown.edited
        await press(ana, shown, "After ▶")
        await ana.wait_for(lambda m: m is shown and m.edited > turned)

        (rig.articles / "istanbul-talks-first-round.md").unlink()
        await asyncio.to_thread(rig.library_folder.index, [])
        last = ana.messages[-1]
        await press(ana, answer, "◀")
        await ana.wait_for(lambda m: m is answer and "📖 1" in m.labels)
        await press(ana, answer, "📖 1")
        await ana.wait_for(says(GONE, LED), after=last)
        assert GONE in await press(ana, shown, "◀ Before")
        await press(ana, detail, "📖 1")
        await ana.wait_for(says(GONE), after=ana.messages[-1])
    assert model.calls == []


async def test_a_refusal_offers_the_nearest_articles_and_a_search_without_the_model(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.odds.extend([-9.0] * 4)
    async with running_bot(server, tmp_path, model) as rig:
        await ana.send(WHO_LED)
        refusal = await ana.wait_for(says("The articles don't say."))
        calls = len(model.calls)
        nearest = [label for label in refusal.labels if label.startswith("📰")]
        assert nearest == [f"📰 {n}" for n in range(1, len(nearest) + 1)]
        assert nearest
        assert "📰 1 Russia and Ukraine agree to swap" in refusal.text
        assert refusal.text.count("Russia and Ukraine agree to swap") == 1
        await press(ana, refusal, nearest[0])
        opened = await ana.wait_for(lambda m: bool(underlined(m)), after=refusal)
        assert LED in opened.text
        await press(ana, refusal, "🔍")
        results = await ana.wait_for(says("Search results", LED, "The Harbour Post, 16 May 2025"))
        assert len(results.labels) >= 2
        assert len(model.calls) == calls

        await ana.send(WHO_LED)
        again = await ana.wait_for(says("The articles don't say."), after=results)
        (rig.articles / "istanbul-talks-first-round.md").unlink()
        await asyncio.to_thread(rig.library_folder.index, [])
        assert GONE in await press(ana, again, "📰 1")


@pytest.mark.refusals  # "not modified", for the second tap
async def test_many_sources_are_opened_in_the_row_under_the_answer_and_closed_again(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    cited = tuple(
        Citation(n, f"Sentence {n}.", "a", "T", "O", "", None, 0, 11) for n in range(1, 6)
    )
    claims = (Claim("It rose", (1, 2, 3, 4, 5)),)
    answer = Answer("q", "q", "answered", "t", claims, cited)
    async with running_bot(server, tmp_path, PacedModel(), spaced=False) as rig:
        stored = rig.kept.sessions.remember(f"telegram:{ana.id}:{ana.id}", answer)
        keys = answer_buttons(stored, answer).to_dict()
        shown = server.post(ana, server.me, text="It rose", markup=keys)
        assert shown.labels == ["📖 1–5", "More", "👍", "👎"]
        await press(ana, shown, "📖 1–5")
        await ana.wait_for(lambda m: m is shown and "📖 5" in m.labels)
        assert shown.text == "It rose"
        assert shown.labels == [*(f"📖 {n}" for n in range(1, 6)), "◀", "👍", "👎"]
        await press(ana, shown, "◀")
        await ana.wait_for(lambda m: m is shown and "📖 1–5" in m.labels)
        again = server.press(shown, f"less:{stored}", ana.members[0])  # as it is already
        assert (await again.answered()).text == ""
        forgotten = server.press(shown, "menu:999", ana.members[0])
        assert "not kept any more" in (await forgotten.answered()).text
        await press(ana, shown, "More")
        await ana.wait_for(lambda m: m is shown and "More detail" in m.labels)
        assert len(ana.messages) == 1


async def test_thumbs_are_kept_with_question_evidence_and_answer_for_the_owner_to_export(
    server: TelegramServer,
    ana: PrivateChat,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner = server.private_chat(server.user(first_name="Owner"))
    async with running_bot(server, tmp_path, PacedModel(), admins=str(owner.id)):
        await owner.send("/export")
        await owner.wait_for(says("Nobody has rated"))
        answer = await ask(ana)
        assert "Thank you" in await press(ana, answer, "👎")
        assert "Thank you" in await press(ana, answer, "👍")  # on second thoughts
        await owner.send("/export")
        file = await owner.wait_for(lambda m: m.document is not None)
        assert file.document is not None
        assert file.document["file_name"] == "feedback.jsonl"
        await ana.send("/export")
        await ana.wait_for(says("Only the owner"))
    sent = server.assets[server._files[file.document["file_id"]]["file_path"]]["data"]
    (line,) = sent.decode().splitlines()
    kept = json.loads(line)
    assert kept["verdict"] == "up"
    assert kept["question"] == WHO_LED
    assert kept["citations"][0]["sentence"] == LED
    assert kept["evidence"][0]["sentence"] == LED
    assert len(kept["evidence"]) > 1
    assert str(ana.id) not in line

    monkeypatch.setattr(
        "sys.argv", ["byline", "feedback", "export", "--library", str(tmp_path / "library")]
    )
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    assert json.loads(capsys.readouterr().out) == kept


async def test_nobody_rates_anothers_answer_and_forget_deletes_what_was_rated(
    server: TelegramServer, tmp_path: Path
) -> None:
    ana, ben = server.user(first_name="Ana"), server.user(first_name="Ben")
    group = server.group_chat("News", members=[ana, ben])
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        await group.send(ana, f"@byline_test_bot {WHO_LED}")
        answer = await group.wait_for(is_answer)
        rated = await group.press(answer, "👍", user=ben)
        assert "Only the one who asked" in (await rated.answered()).text
        assert rig.kept.feedback.all() == []
        opened = await group.press(answer, "📖 1", user=ben)  # but reads on, as all who see it
        assert (await opened.answered()).text == ""
        await group.wait_for(says("The Russian side"), after=answer)
        await (await group.press(answer, "👍", user=ana)).answered()
        assert len(rig.kept.feedback.all()) == 1
        await group.send(ana, "/forget@byline_test_bot")
        await group.wait_for(says("Forgotten"))
        assert rig.kept.feedback.all() == []
        gone = await group.press(answer, "📖 1", user=ben)
        assert "not kept any more" in (await gone.answered()).text


async def test_hostile_articles_are_quoted_as_they_are_behind_every_button(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    costs = 'A ferry <script>x("y")</script> & its crew of <b>3 < 4</i> cost 12 crowns 🚢.'
    record = {
        "id": "ferry", "title": '<b>Fares & "ferries" </a> 🚢', "outlet": "O'Neil & <i>Sons",
        "url": "https://example.org/a?b=\"c\"&d=<e>", "published": "2025-05-16",
        "text": f"Islanders <i>protest</b> in Varde & beyond.\n\n{costs} Few & <far> pay it.",
    }  # fmt: skip
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.jsonl").write_text(json.dumps(record) + "\n")
    model = PacedModel()
    model.odds.extend([-9.0] * 4)
    async with running_bot(server, tmp_path, model, spaced=False):
        await ana.send("Script x & y <script>: a ferry, its crew of b 3 4 i, cost crowns?")
        refusal = await ana.wait_for(says("The articles don't say."))
        assert f"O'Neil & <i>Sons, 16 May 2025\n“{costs}”" in refusal.text
        (label,) = [label for label in refusal.labels if label.startswith("📰")]
        await press(ana, refusal, label)
        opened = await ana.wait_for(underlined_any, after=refusal)
        assert costs in opened.text
        await press(ana, opened, "◀ Before")
        await ana.wait_for(lambda m: m is opened and "Islanders <i>protest</b>" in m.text)
        await press(ana, refusal, "🔍")
        found = await ana.wait_for(says("Search results", costs), after=opened)
        assert '<b>Fares & "ferries" </a> 🚢' in found.text
        await press(ana, refusal, "👎")


def underlined_any(message: Message) -> bool:
    return any(e["type"] == "underline" for e in message.entities)
