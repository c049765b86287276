"""Walls served in place of articles: known by their words or by a feed's own text, and told."""

from pathlib import Path

import pytest
from every_case import over
from odd_site import Site, article, rss
from wall_asking_cases import ASKING
from wall_building import FEED_TEXT, FEED_TITLE, OF_FEED, WallCase
from wall_lookalike_cases import LOOKALIKES
from wall_refusing_cases import REFUSING

from index.cleaning import wall_texts
from index.cleaning.cleaner import clean
from index.cleaning.wall_texts import is_only_beginning, is_wall_line, wall_of
from index.errors import WallError
from index.readers import formats, saved_page
from index.readers.refused_pages import OTHER, SHOWS
from index.readers.saved_page import Note, Page
from index.types import RawArticle, Report
from index.web.connection import Connector
from index.web.fetch import Fetcher, FetchLimits
from index.web.refresh import fetch_page, refresh
from index.web.sources import Sources

CASES = [*ASKING, *REFUSING, *LOOKALIKES]


def read(tmp_path: Path, page: Page) -> RawArticle:
    saved_page.write(tmp_path / "a.warc", page)
    (found,) = formats.read(tmp_path / "a.warc")
    assert isinstance(found, RawArticle)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_feed_keeps_its_own_text_where_its_page_is_a_wall(tmp_path: Path, case: WallCase) -> None:
    note = Note(FEED_TITLE, content=FEED_TEXT)
    found = read(
        tmp_path, Page("https://tarn.example/f", case.html.encode(), "text/html", note=note)
    )
    if case.kind:
        assert found.text.startswith("The ferry of Tarn")
        assert OF_FEED in found.text
        assert any(SHOWS[case.kind] in remark for remark in found.remarks)
    else:
        assert "Bremen" in found.text
        assert not any("the feed's own text is kept" in remark for remark in found.remarks)


@over(CASES)
def test_a_wall_is_known_without_a_feed(case: WallCase) -> None:
    page = Page("https://tarn.example/f", case.html.encode(), "text/html")
    # Without a feed nothing says that a text in an unknown language is about something else, or
    # that there is more than a beginning.
    expected = "" if case.kind == OTHER or case.name.startswith("teaser") else case.kind
    assert formats.wall(page) == expected


def test_a_text_of_one_kind_of_wall_is_no_wall_when_it_is_long() -> None:
    line = "Subscribe to read this article. Already a subscriber? Log in."
    assert wall_of("Subscribe", line) == "subscription"
    assert not wall_of("Subscribe", "\n\n".join([line] * 60))


@over(
    [
        "Already a subscriber? Log in.",
        "This article is for subscribers only. Pay 2 crowns in the first month to read on.",
        "Sie haben bereits ein Abo? Hier anmelden.",
        "Déjà abonné ? Connectez-vous",
        "¿Ya eres suscriptor? Inicia sesión",
        "Уже есть подписка? Войдите в личный кабинет.",
    ]
)
def test_a_call_to_subscribe_is_taken_out_of_an_article(line: str) -> None:
    whole = f"The pier of Tarn was closed on Monday after a storm.\n\n{line}"
    assert clean(whole).text == "The pier of Tarn was closed on Monday after a storm."
    assert is_only_beginning(whole)


@over(
    [
        "“You must be logged in to read it,” the mayor complained.",
        "The paper said that the article was for subscribers only.",
        "Subscribers to the theatre may cancel their seats until Friday, the manager wrote.",
        "Cookies were sold at the fair, and its 12 partners gave away tea.",
        "The page was removed on Tuesday.",
    ]
)
def test_a_sentence_about_such_things_stays(line: str) -> None:
    assert not is_wall_line(line)


def test_the_pattern_of_a_phrase_is_made_when_a_text_needs_it() -> None:
    wall_texts._pattern.cache_clear()
    assert not is_wall_line("Zwei Quallen.")
    assert wall_texts._pattern.cache_info().currsize < 100
    assert is_wall_line("Already a subscriber? Log in.")
    assert 0 < wall_texts._pattern.cache_info().currsize < 300


def only_kept(folder: Path) -> RawArticle:
    (file,) = folder.glob("127.0.0.1/*.warc")
    (found,) = formats.read(file)
    assert isinstance(found, RawArticle)
    return found


def fetching() -> Fetcher:
    return Fetcher(Connector(["127.0.0.1"]), FetchLimits(delay_s=0.0))


async def test_a_wall_does_not_replace_the_article_that_was_fetched_before(tmp_path: Path) -> None:
    async with Site.running() as site, fetching() as fetcher:
        url = site.page("/ferry", article("Ferry back"))
        feed = site.page("/feed", rss(("Ferry back", url, "<p>It is back.</p>")), kind="text/xml")
        sources, report = Sources(feeds=(feed,)), Report()
        await refresh(sources, tmp_path, fetcher, report)
        site.page("/ferry", ASKING[0].html)
        site.page("/feed", rss(("Ferry is back", url, "<p>It is back.</p>")), kind="text/xml")
        await refresh(sources, tmp_path, fetcher, report)
        found = only_kept(tmp_path)
        assert "ramp at the northern end" in found.text
        assert found.title == "Ferry is back"
        assert not report.failed
        assert [SHOWS["subscription"] in remark.reason for remark in report.remarks] == [True]


async def test_a_link_to_a_wall_is_refused_and_what_was_kept_stays(tmp_path: Path) -> None:
    async with Site.running() as site, fetching() as fetcher:
        url = site.page("/ferry", article("Ferry back"))
        file = await fetch_page(url, tmp_path, fetcher)
        kept = file.read_bytes()
        site.page("/ferry", ASKING[0].html)
        with pytest.raises(WallError, match="only asks to subscribe") as met:
            await fetch_page(url, tmp_path, fetcher)
        assert met.value.kind == "subscription"
        assert file.read_bytes() == kept
