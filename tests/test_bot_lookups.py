"""Search, newest articles, articles and timelines as readers meet them: no language model."""

import io
import re
from pathlib import Path

import pytest
from bot_fakes import LED, PacedModel, running_bot, says
from PIL import Image
from telegram_server import Message, PrivateChat, TelegramServer


@pytest.fixture
def chat(server: TelegramServer) -> PrivateChat:
    return server.private_chat(server.user(first_name="Ana"))


def bodies(message: Message) -> list[str]:
    """The entries of a list, without its first line."""
    return message.text.split("\n\n")[1:]


def numbers(message: Message) -> list[int]:
    return [int(number) for number in re.findall(r"/article_(\d+)", message.text)]


async def test_search_quotes_sentences_with_outlet_date_and_link_while_the_model_is_busy(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    model.go.clear()
    async with running_bot(server, tmp_path, model, spaced=False):
        await chat.send("Who hosted the talks?")
        await chat.wait_for(says("…"))
        await chat.send("/search Rustem Umerov  defence")
        found = await chat.wait_for(says("🔍 Rustem Umerov defence", LED))
        model.go.set()

    led = next(body for body in bodies(found) if LED in body)
    assert led.startswith(f"“{LED}”\nThe Harbour Post, 16 May 2025 · Russia and Ukraine")
    links = [e["url"] for e in found.entities if e["type"] == "text_link"]
    page = "https://example.org/harbour-post/istanbul-talks-first-round#:~:text="
    assert any(link.startswith(page) for link in links)
    assert model.calls.count("write") <= 1  # of the question


async def test_search_without_words_or_with_too_many_says_what_would_do(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await chat.send("/search")
        first = await chat.wait_for(says("Send /search and the words"))
        await chat.send('/search *"')
        await chat.wait_for(says("Send /search and the words"), after=first)
        await chat.send("/search " + "why " * 60)
        await chat.wait_for(says("200 characters at most"))
        await chat.send('/search <b>&" zzzqqq')
        nearest = await chat.wait_for(says('<b>&" zzzqqq', "Nearest in meaning"))
        await chat.send("/timeline zzzqqq")
        await chat.wait_for(says("Nothing in the articles."))
    assert len(numbers(nearest)) == 3


async def test_lists_are_paged_in_place_and_their_buttons_survive_a_restart(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await chat.send("/latest")
        shown = await chat.wait_for(says("🗞 Newest articles"))
        first = numbers(shown)
    assert shown.labels == ["2 ▶"]
    assert len(first) == 5

    async with running_bot(server, tmp_path, PacedModel(), spaced=False):
        await (await chat.press(shown, "2 ▶")).answered()
        await chat.wait_for(lambda m: m.labels == ["◀ 1", "3 ▶"])
        second = numbers(shown)
        await (await chat.press(shown, "3 ▶")).answered()
        await chat.wait_for(lambda m: m.labels == ["◀ 2"])
        third = numbers(shown)
        assert shown.text.startswith("🗞 Newest articles\n")
    assert len({*first, *second, *third}) == 12
    assert len(chat.messages) == 2


async def test_latest_is_ordered_by_date_and_with_a_topic_about_nothing_else(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await chat.send("/latest")
        newest = await chat.wait_for(says("Newest articles"))
        await chat.send("/latest Notre-Dame")
        topic = await chat.wait_for(says("🗞 Notre-Dame"))
    years = [int(year) for year in re.findall(r", \d+ \w+ (\d{4})", newest.text)]
    assert years == sorted(years, reverse=True)
    assert len(bodies(topic)) == 2
    assert re.findall(r"\d{4}", topic.text)[0] > "2023"  # it reopened after it burned


async def test_an_article_is_read_page_by_page_by_its_number(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), spaced=False) as rig:
        long = rig.articles / "long.md"
        paragraphs = "\n\n".join(f"Paragraph {n} of the ferry report. " * 8 for n in range(20))
        long.write_text(f"---\ntitle: The ferry <report>\n---\n{paragraphs}")
        rig.library_folder.index([])
        await chat.send("/search ferry report")
        listed = await chat.wait_for(says("ferry"))
        number = numbers(listed)[0]
        await chat.send(f"/article_{number}")
        shown = await chat.wait_for(says("The ferry <report>", "Paragraph 0", "page 1 of"))
        assert shown.labels == ["2 ▶"]
        await (await chat.press(shown, "2 ▶")).answered()
        await chat.wait_for(says("The ferry <report>", "page 2 of"))
        assert "Paragraph 0 " not in shown.text
        long.unlink()
        rig.library_folder.index([])
        await (await chat.press(shown, "3 ▶")).answered()
        await chat.wait_for(says(f"There is no article {number}."))
        for sent in ("/article 3", "/article No. 4", "/article_5@byline_test_bot", "/article6"):
            await chat.send(sent)
            wanted = next(digit for digit in sent if digit.isdigit())
            await chat.wait_for(says(f"Article {wanted}, page 1 of"))
        await chat.send("/article 99999999999")
        await chat.send("/article Notre-Dame")
        await chat.wait_for(says("🗞 Notre-Dame", "/article_"))
        await chat.send("/article")
        await chat.wait_for(says("Send /article and the number"))


async def test_a_timeline_tells_events_by_date_with_sources_and_draws_them_when_they_are_many(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        await chat.send("/timeline Istanbul talks prisoners")
        few = await chat.wait_for(says("🕰 Istanbul talks prisoners"))
        for month in range(1, 8):
            (rig.articles / f"bridge{month}.md").write_text(
                f"---\ntitle: Bridge, part {month}\noutlet: The Ledger\n"
                f"published: 2024-{month:02}-10\n---\n"
                f"Builders of the Varde bridge finished span number {month} on 3 {MONTHS[month]} "
                "2024.\n"
            )
        (rig.articles / "copy.md").write_text(
            "---\ntitle: Copy\noutlet: The Evening Star\npublished: 2024-02-10\n---\n"
            "Builders of the Varde bridge finished span number 2 on 3 February 2024.\n"
        )
        rig.library_folder.index([])
        await chat.send("/timeline Varde bridge")
        many = await chat.wait_for(says("🕰 Varde bridge"))
        drawn = await chat.wait_for(lambda m: m.photo is not None, within=60)

    assert 1 <= len(bodies(few)) < 6
    days = [body.partition(" · ")[0] for body in bodies(many)]
    assert days == [f"3 {MONTHS[month]} 2024" for month in range(1, 8)]
    assert "The Ledger (also in The Evening Star)" in many.text or (
        "The Evening Star (also in The Ledger)" in many.text
    )
    assert drawn.photo is not None
    assert drawn.text == "Varde bridge"
    with Image.open(io.BytesIO(drawn.photo)) as picture:
        assert picture.format == "PNG"
        assert picture.width == 1080
    assert len([m for m in chat.messages if m.photo]) == 1


MONTHS = " January February March April May June July".split(" ")


async def test_about_says_version_model_library_and_what_is_kept(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        await chat.send("/about")
        about = await chat.wait_for(says("Byline", "Articles: 12", "/forget"))
    assert "qwen2.5-coder-1.5b" in about.text
    assert "nothing leaves it" in about.text


async def test_about_says_that_others_get_questions_where_there_are_servers(
    server: TelegramServer, chat: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), model_url="http://127.0.0.1:9/v1"):
        await chat.send("/about")
        about = await chat.wait_for(says("Byline", "Articles: 12", "/forget"))
    assert "nothing leaves it" not in about.text
    assert "other servers" in about.text


async def test_in_a_group_lists_answer_the_command_in_its_topic(
    server: TelegramServer, tmp_path: Path
) -> None:
    ana = server.user(first_name="Ana")
    group = server.group_chat("Desk", members=[ana], threads=frozenset({7}))
    async with running_bot(server, tmp_path, PacedModel()):
        asked = await group.send(ana, "/search@byline_test_bot Umerov", thread_id=7)
        found = await group.wait_for(says("🔍 Umerov"))
        assert (found.reply_to, found.thread_id) == (asked, 7)
        tapped = await group.send(ana, f"/article_{numbers(found)[0]}", thread_id=7)
        shown = await group.wait_for(says("page 1 of"))
        assert shown.reply_to is tapped
