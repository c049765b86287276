"""Articles from the chat: documents, links, forwarded posts, and taking them out again."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from article_files import pdf
from bot_fakes import LED, WHO_LED, PacedModel, Rig, is_answer, running_bot, says
from odd_site import FIRST, SECOND, Site, article, rss
from telegram_server import Message, PrivateChat, TelegramServer
from wall_asking_cases import ASKING

from index.web.fetch import FetchLimits

WITHIN_S = 60.0  # a busy machine takes its time


@pytest.fixture
def ana(server: TelegramServer) -> PrivateChat:
    """The owner."""
    return server.private_chat(server.user(1, first_name="Ana"))


async def told(chat: PrivateChat, *words: str, after: Message | None = None) -> Message:
    return await chat.wait_for(says(*words), within=WITHIN_S, after=after)


async def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.05)


def titles(rig: Rig) -> set[str]:
    library = rig.library_folder.library
    found = map(library.article, library.article_ids().values())
    return {each.title for each in found if each}


async def test_a_document_becomes_an_article_and_undo_takes_it_out_even_after_a_restart(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    data = pdf([[FIRST, SECOND]])
    async with running_bot(server, tmp_path, PacedModel(), admins="1") as rig:
        sent = await ana.send_document(data, "ferry.pdf", mime_type="application/pdf")
        reply = await told(ana, "Added", "Ferry returns", "2 sentences", FIRST, SECOND)
        assert reply.reply_to is sent
        assert reply.labels == ["Undo"]
        assert "Ferry returns" in titles(rig)
        await ana.send_document(data, "the same.pdf", mime_type="application/pdf")
        await told(ana, "In the library already", "Ferry returns")
        again = ana.messages[-1]
    async with running_bot(server, tmp_path, PacedModel(), admins="1") as rig:
        press = await ana.press(reply, "Undo")
        assert (await press.answered(WITHIN_S)).text == "Taken out again."
        await told(ana, "Added", "Taken out again.")
        assert reply.labels == []
        assert "Ferry returns" not in titles(rig)
        press = await ana.press(again, "Take it out")
        assert (await press.answered(WITHIN_S)).text == "It is gone already."


async def test_a_link_alone_adds_its_page_and_a_link_in_a_question_is_a_question(
    server: TelegramServer, ana: PrivateChat, site: Site, tmp_path: Path
) -> None:
    url = site.page("/ferry", article("Ferry returns"))
    model = PacedModel()
    async with running_bot(server, tmp_path, model, admins="1", allow_hosts="127.0.0.1") as rig:
        await ana.send(f" {url}\n")
        await told(ana, "Added", "Ferry returns", "The Harbour Post · 9 March 2024", FIRST)
        assert "Ferry returns" in titles(rig)
        await ana.send(f"{WHO_LED} I read {url} today.")
        await ana.wait_for(is_answer, within=WITHIN_S)
        await ana.send("http://localhost:1/x")
        await told(ana, "Not added", "private network", "BYLINE_ALLOW_HOSTS=localhost")
        await ana.send(f"{site.url}/missing")
        await told(ana, "Not added", "is not there (404)")
    assert [asked.startswith(f"{WHO_LED} I read today") for asked in model.asked] == [True]


async def test_a_forwarded_post_of_a_channel_is_added_and_a_persons_question_is_answered(
    server: TelegramServer, ana: PrivateChat, ben: PrivateChat, tmp_path: Path
) -> None:
    model = PacedModel()
    async with running_bot(server, tmp_path, model, admins="1") as rig:
        await ana.forward(f"{FIRST}\n\n{SECOND}", "Harbour Channel", 7)
        await told(ana, "Added", "Harbour Channel · 9 March 2024 · 2 sentences", SECOND)
        articles = map(
            rig.library_folder.library.article, rig.library_folder.library.article_ids().values()
        )
        assert "https://t.me/harbour_channel/7" in {each.url for each in articles if each}
        await ana.forward(WHO_LED, ben.members[0])
        await ana.wait_for(is_answer, within=WITHIN_S)
    assert model.asked == [WHO_LED]


async def test_who_is_no_owner_gets_a_friendly_line_and_adds_nothing(
    server: TelegramServer, ben: PrivateChat, site: Site, tmp_path: Path
) -> None:
    url = site.page("/ferry", article("Ferry returns"))
    model = PacedModel()
    async with running_bot(server, tmp_path, model, admins="1", allow_hosts="127.0.0.1") as rig:
        before = titles(rig)
        await ben.send_document(FIRST.encode(), "ferry.txt")
        first = await told(ben, "I read text only", "owner")
        await ben.send(url)
        await told(ben, "I read text only", after=first)
        await ben.forward(WHO_LED, "Harbour Channel")
        await ben.wait_for(is_answer, within=WITHIN_S)
        stale = server.post(ben, server.me, text="x", markup={"inline_keyboard": [[]]})
        server.press(stale, "undo:0123456789", ben.members[0])
        await ben.send("/help")
        await told(ben, "Ask")
        assert titles(rig) == before
    assert site.asked == []
    assert server.calls_of("getFile") == []


async def test_what_cannot_be_read_is_reported_in_one_line_and_not_stored(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), admins="1") as rig:
        before = titles(rig)
        for data, name, reason in [
            (b"MZ", "tool.exe", "unknown type"),
            (b"\0\1\2", "a.txt", "binary"),
            (pdf([[FIRST]], password="gull"), "a.pdf", "has a password"),
            (b"x" * 20_000_001, "large.pdf", "20 MB"),
        ]:
            last = ana.messages[-1] if ana.messages else None
            await ana.send_document(data, name)
            await told(ana, "Not added", reason, after=last)
        assert titles(rig) == before
        assert not list((tmp_path / "library" / "received").glob("*"))
    asked = [call.params["file_id"] for call in server.calls_of("getFile")]
    assert len(asked) == 2  # neither the unknown kind nor what is too large


async def test_a_link_to_a_wall_adds_nothing_and_is_told(
    server: TelegramServer, ana: PrivateChat, site: Site, tmp_path: Path
) -> None:
    url = site.page("/ferry", ASKING[0].html)
    async with running_bot(
        server, tmp_path, PacedModel(), admins="1", allow_hosts="127.0.0.1"
    ) as rig:
        before = titles(rig)
        await ana.send(url)
        await told(ana, "Not added", "asks to subscribe", "save the page")
        assert titles(rig) == before


@pytest.mark.slow
async def test_a_document_is_fetched_in_spite_of_faults(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    server.fail_next("getFile", 500)
    server.reset_next("getFile")
    async with running_bot(server, tmp_path, PacedModel(), admins="1"):
        await ana.send_document(FIRST.encode(), "ferry.txt")
        await told(ana, "Added", FIRST)


@pytest.mark.slow
async def test_what_is_downloaded_as_the_bot_stops_is_added_after_the_start(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel(), admins="1"):
        server.delay_next("getFile", 0.5)
        await ana.send_document(f"{FIRST} {SECOND}".encode(), "ferry.txt")
        await until(lambda: server.delayed == 1)
    async with running_bot(server, tmp_path, PacedModel(), admins="1"):
        await told(ana, "Added", FIRST)
    ours = [message.text for message in ana.messages if message.from_bot]
    assert [text[:5] for text in ours] == ["Added"], ours  # and nothing is "read" for ever


@pytest.mark.slow
async def test_what_was_sent_before_a_restart_is_added_after_it(
    server: TelegramServer, ana: PrivateChat, site: Site, tmp_path: Path
) -> None:
    url = site.endless("/ferry", b" ", pause_s=0.05)
    async with running_bot(server, tmp_path, PacedModel(), admins="1", allow_hosts="127.0.0.1"):
        await ana.send(url)
        await until(lambda: "/ferry" in site.asked)
    site.page("/ferry", article("Ferry returns"))
    async with running_bot(server, tmp_path, PacedModel(), admins="1", allow_hosts="127.0.0.1"):
        await told(ana, "Added", "Ferry returns")


@pytest.mark.slow
async def test_a_reindex_reads_a_folder_a_feed_and_reports_a_bad_file_and_a_dead_feed(
    server: TelegramServer, ana: PrivateChat, site: Site, tmp_path: Path
) -> None:
    items = [(f"News {n}", site.page(f"/{n}", article(f"News {n}")), "") for n in range(2)]
    feed = site.page("/rss", rss(*items), kind="application/rss+xml")
    dead = f"{site.url}/dead"
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FIRST)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (folder / "later.md").write_text(f"---\npublished: 2999-01-01\n---\n{SECOND}")
    async with running_bot(
        server, tmp_path, PacedModel(), admins="1", allow_hosts="127.0.0.1"
    ) as rig:
        list_ = f'feeds = ["{feed}", "{dead}"]\nfolders = ["../more"]\n'
        (tmp_path / "library" / "sources.toml").write_text(list_)
        await ana.send("/reindex")
        report = await told(ana, "Re-indexed", "4 added", "12 unchanged", "2 failed")
        assert "broken.pdf" in report.text
        assert "Read, but unusual:\nlater.md: its date 2999-01-01 cannot be" in report.text
        assert f"{dead}: is not there (404)" in report.text
        assert {"News 0", "News 1"} < titles(rig)
        (tmp_path / "library" / "sources.toml").write_text("feeds = [")
        await ana.send("/reindex")
        report = await told(ana, "Re-indexed", "sources.toml, line 1", after=report)


@pytest.mark.slow
async def test_the_schedule_refreshes_while_questions_are_answered(
    server: TelegramServer,
    ana: PrivateChat,
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.messenger.periodic_reindex._LOOK_AT_LIST_S", 0.2)
    monkeypatch.setattr("index.web.sources._SHORTEST_S", 1)
    monkeypatch.setattr(
        "bot.adding.gatherer.FetchLimits", lambda: FetchLimits(seconds=10, delay_s=0)
    )
    feed = site.page("/rss", rss(("News", f"{site.url}/slow", "")), kind="text/xml")
    site.endless("/slow", b" ", pause_s=0.05)
    async with running_bot(
        server, tmp_path, PacedModel(), admins="1", allow_hosts="127.0.0.1"
    ) as rig:
        sources = tmp_path / "library" / "sources.toml"
        sources.write_text(f'every = "1 s"\nfeeds = ["{feed}"]')
        await until(lambda: "/slow" in site.asked)
        await ana.send(WHO_LED)
        answer = await ana.wait_for(is_answer, within=WITHIN_S)
        assert LED[:20] in answer.text
        assert "News" not in titles(rig)  # the refresh is still at it
        sources.write_text(f'every = "1 s"\npages = ["{site.page("/a", article("Later"))}"]')
        await until(lambda: "Later" in titles(rig))


@pytest.mark.slow
async def test_sources_are_read_again_though_the_clock_was_wrong_by_years_at_the_last_time(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path, PacedModel()):
        pass
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.md").write_text("---\ntitle: Clocks\n---\nThe clocks were set back.\n")
    library = tmp_path / "library"
    (library / "sources.toml").write_text('every = "1 h"\nfolders = ["../news"]')
    (library / ".refreshed").touch()
    in_three_years = time.time() + 3 * 365 * 86_400
    os.utime(library / ".refreshed", (in_three_years, in_three_years))
    async with running_bot(server, tmp_path, PacedModel()) as rig:
        await until(lambda: "Clocks" in titles(rig))
