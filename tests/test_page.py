"""The page to read on, over HTTP: what stands in it, what is asked, and its headers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from api_server import TOKEN, Running, running, until
from fakes import ScriptedModel
from lxml import html
from paced_model import PacedModel, held

from bot.errors import ModelError
from bot.messenger.text import page_phrases, phrases

QUESTION = "Who was Ukraine's team led by?"
TWO = "Who led Ukraine's team at the talks in Istanbul and who was behind the Russian side?"
FIRST_ROUND = "istanbul-talks-first-round"
SCRIPTS = {"HX-Request": "true", "Accept": "text/html, text/event-stream"}
LONG = " ".join(f"Sentence {n} of this long report has exactly ten words." for n in range(300))
HOSTILE = """\
---
title: "</title><script>alert('title')</script> {{ 7 * 7 }}"
outlet: "<img src=x onerror=alert(1)>"
date: 2025-05-17
url: "javascript:alert(document.domain)"
---
The minister said &lt;script>alert('text')&lt;/script> and left the hall of mirrors on Monday.

He wrote " onmouseover="alert(1) on the board of the hall of mirrors that day.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for tests that leave it as it is."""
    long = f"---\ntitle: A long report\n---\n{LONG}"
    more = {"hostile": HOSTILE, "long": long}
    with running(tmp_path_factory.mktemp("page"), more=more) as server:
        yield server


def read(response: httpx.Response, status: int = 200) -> html.HtmlElement:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(response.text)


def asked(site: Running, question: str = QUESTION, **more: str) -> html.HtmlElement:
    return read(site.client.post("/page/ask", data={"question": question, **more}))


def sources(page: html.HtmlElement) -> list[str]:
    """The addresses that the sentences of an answer lead to."""
    return [f"/page/{link.get('href')}" for link in page.cssselect(".sources a")]


def marked(page: html.HtmlElement) -> list[str]:
    return [mark.text_content() for mark in page.cssselect("mark")]


def test_a_question_is_answered_and_its_sentences_lead_to_their_article(site: Running) -> None:
    page = asked(site)
    assert page.cssselect("#answer h2")[0].text_content() == QUESTION
    assert "Rustem Umerov." in page.cssselect(".said")[0].text_content()
    (address,) = sources(page)
    assert address.endswith("#c1")
    article = read(site.client.get(address))
    assert marked(article) == ["Ukraine's team was led by its defence minister, Rustem Umerov."]
    assert article.get_element_by_id("c1").tag == "mark"
    assert article.cssselect("aside h2")[0].text_content() == QUESTION
    assert "Russia and Ukraine agree to swap" in article.cssselect("h1")[0].text_content()
    (original,) = article.cssselect("article .from a")
    assert original.get("href").startswith("https://example.org/")
    assert original.get("rel") == "noopener noreferrer"


def test_the_text_of_the_article_is_the_librarys_to_the_character(site: Running) -> None:
    held = site.served.library_folder.library.article(FIRST_ROUND)
    assert held is not None
    page = read(site.client.get(sources(asked(site, TWO))[1]))
    for extra in page.cssselect("article .number, article .step"):
        extra.drop_tree()
    shown = [paragraph.text_content() for paragraph in page.cssselect("article > p")][1:]
    assert "\n\n".join(shown) == held.text
    answer = site.answerer.ask(TWO)
    assert marked(page) == [held.text[c.start : c.end] for c in answer.citations]


def test_from_one_cited_sentence_one_goes_to_the_next_and_back(site: Running) -> None:
    page = read(site.client.get(sources(asked(site, TWO))[0]))
    steps = [(s.get("aria-label"), s.get("href")[-3:]) for s in page.cssselect(".step")]
    assert steps == [(page_phrases.CITED_AFTER, "#c2"), (page_phrases.CITED_BEFORE, "#c1")]


def test_words_that_answer_are_strong_and_a_sentence_that_is_gone_is_shown_as_cited(
    site: Running,
) -> None:
    answer = site.answerer.ask(TWO)
    one, two = answer.citations
    first = one.sentence.split()[0]
    cited = (replace(one, words=(0, len(first))), replace(two, sentence="It was said."))
    key = site.served.kept.keep(replace(answer, citations=cited))
    page = read(site.client.get("/page/article", params={"answer": key}))
    assert [strong.text_content() for strong in page.cssselect("mark strong")] == [first]
    assert page.cssselect(".missing blockquote")[0].text_content() == "“It was said.”"
    gone = replace(one, article_id="gone", title="Gone")
    key = site.served.kept.keep(replace(answer, citations=(gone,)))
    page = read(site.client.get("/page/article", params={"answer": key}))
    assert phrases.CITED_IS_GONE in page.cssselect(".missing")[0].text_content()
    assert not page.cssselect("#around")


def test_around_an_article_are_others_of_its_story_and_a_timeline(site: Running) -> None:
    page = read(site.client.get("/page/around", params={"id": FIRST_ROUND}))
    others = {
        parse_qs(urlsplit(link.get("href")).query)["id"][0]
        for link in page.cssselect(".articles a")
    }
    assert "istanbul-talks-second-round" in others
    assert not {FIRST_ROUND, "notre-dame-reopens", "hostile"} & others
    days = [time.get("datetime") for time in page.cssselect(".timeline time")]
    assert days == sorted(days)
    assert {"2025-05-16", "2025-06-02"} <= set(days)
    event = page.cssselect(".timeline a:not(.here)")[0]
    there = read(site.client.get(f"/page/{event.get('href')}"))
    assert marked(there) == [event.text_content()]


def test_what_is_printed_twice_is_named_as_such_and_not_as_another_article(site: Running) -> None:
    page = read(site.client.get("/page/around", params={"id": "chandrayaan-3-landing"}))
    (copies,) = page.xpath(f"//h3[text()='{page_phrases.COPIES}']/following-sibling::ul[1]")
    (link,) = copies.cssselect("a")
    assert "chandrayaan-3-landing-reprint" in link.get("href")
    others = page.cssselect(".articles")[0] if len(page.cssselect(".articles")) > 1 else None
    assert others is None or "reprint" not in html.tostring(others, encoding="unicode")


def test_an_article_cannot_bring_markup_scripts_or_addresses_into_the_page(site: Running) -> None:
    for place in ("/page/article?id=hostile", "/page/around?id=hostile", "/page/"):
        page = read(site.client.get(place))
        assert {s.get("src").partition("?")[0] for s in page.cssselect("script")} == {
            "static/htmx.min.js",
            "static/hx-sse.min.js",
        }
        assert not page.cssselect("img, iframe, style, object, [onerror], [onmouseover]")
        assert not page.xpath("//*[starts-with(@href, 'javascript')]")
    page = read(site.client.get("/page/article?id=hostile"))
    title = "</title><script>alert('title')</script> {{ 7 * 7 }}"
    assert page.cssselect("h1")[0].text_content() == title
    assert "<script>alert('text')</script>" in page.cssselect("article")[0].text_content()


def test_a_question_cannot_bring_markup_into_the_page(site: Running) -> None:
    page = asked(site, '<b onclick=x>Who</b> led "Ukraine\'s" team?')
    assert not page.cssselect("b, [onclick]")


PAGES = ["/page/", "/page/article?id=hostile", "/page/around?id=long", "/page/article?id=none"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_forbid_all_that_is_not_from_here_and_are_kept_nowhere(
    site: Running, address: str
) -> None:
    headers = site.client.get(address).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_page_of_3000_words_with_all_that_it_loads_is_under_100_kb(site: Running) -> None:
    response = site.client.get("/page/article?id=long")
    page = read(response)
    assert len(page.cssselect("article")[0].text_content().split()) > 3000
    loaded = [*page.xpath("//script/@src"), *page.xpath("//link/@href")]
    sizes = {name: len(site.client.get(f"/page/{name}").content) for name in loaded}
    assert len(response.content) + sum(sizes.values()) < 100_000, sizes


def test_files_are_kept_by_browsers_under_an_address_that_names_what_they_hold(
    site: Running,
) -> None:
    address = read(site.client.get("/page/")).xpath("//link[@rel='stylesheet']/@href")[0]
    assert re.fullmatch(r"static/page\.css\?[0-9a-f]{12}", address)
    response = site.client.get(f"/page/{address}")
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert "Zero-Clause BSD" in site.client.get("/page/static/htmx-LICENSE.txt").text


def test_the_address_of_the_server_leads_to_the_page(site: Running) -> None:
    assert site.client.get("/").headers["location"] == "page/"
    assert urlsplit(site.client.get("/page").headers["location"]).path == "/page/"


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("/page/article?id=none", page_phrases.NO_ARTICLE),
        ("/page/article", page_phrases.NO_ARTICLE),
        ("/page/around?id=%00%22", page_phrases.NO_ARTICLE),
        ("/page/article?answer=none", phrases.NOT_KEPT),
        ("/page/none", "Not Found"),
        ("/page/app", "Not Found"),
        ("/page/static/page.py", "Not Found"),
    ],
)
def test_what_is_not_there_is_said_in_a_line(site: Running, address: str, line: str) -> None:
    page = read(site.client.get(address), 404)
    assert page.cssselect("[role=alert]")[0].text_content() == line
    part = site.client.get(address, headers=SCRIPTS)
    assert part.text.lstrip().startswith("<h1>")


@pytest.mark.parametrize("at", ["", "5", "9-5", "0-999999999", "a-b", "-1-4", "1-2-3"])
def test_places_that_an_article_does_not_have_are_not_marked(site: Running, at: str) -> None:
    page = read(site.client.get("/page/article", params={"id": FIRST_ROUND, "at": at}))
    assert marked(page) == []


def test_the_page_speaks_the_language_of_the_browser(site: Running) -> None:
    page = read(site.client.get("/page/", headers={"Accept-Language": "de-AT,en;q=0.5"}))
    assert page.get("lang") == "de"
    assert page.cssselect("h1")[0].text_content() == "Frag die Artikel"


def test_what_was_asked_before_is_understood(site: Running) -> None:
    first = asked(site, "What was agreed in Istanbul?")
    (key,) = first.xpath("//input[@name='after']/@value")
    second = asked(site, "And who led them?", after=key)
    kept = site.served.kept.find(second.xpath("//input[@name='after']/@value")[0])
    assert kept is not None
    assert "Istanbul" in kept.answer.earlier
    alone = asked(site, "And who led them?", after="forgotten")
    kept = site.served.kept.find(alone.xpath("//input[@name='after']/@value")[0])
    assert kept is not None
    assert kept.answer.earlier == ""


def events(response: httpx.Response) -> Iterator[str]:
    """The HTML of each event."""
    part: list[str] = []
    for line in response.iter_lines():
        if line:
            part.append(line.removeprefix("data: "))
        elif part:
            yield "\n".join(part)
            part = []


def test_an_answer_is_shown_as_it_is_written(tmp_path: Path) -> None:
    model = held()
    with (
        running(tmp_path, model) as site,
        site.client.stream(
            "POST", "/page/ask", data={"question": QUESTION}, headers=SCRIPTS
        ) as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        assert "default-src 'none'" in response.headers["content-security-policy"]
        parts = events(response)
        assert page_phrases.WORKING in next(parts)
        assert 'class="draft"' in next(parts)
        model.go.set()
        assert "Rustem Umerov" in list(parts)[-1]


def test_who_goes_away_stops_the_answer(tmp_path: Path) -> None:
    model = held()
    with running(tmp_path, model) as site:
        with site.client.stream(
            "POST", "/page/ask", data={"question": QUESTION}, headers=SCRIPTS
        ) as response:
            parts = events(response)
            next(parts), next(parts)
        until(lambda: not site.served.line.busy)
        assert site.served.line.endings["stopped"] == 1


def test_what_goes_wrong_is_said_where_the_answer_would_stand(tmp_path: Path) -> None:
    with running(tmp_path, PacedModel([ModelError("The model gave up: start again.")])) as site:
        data = {"question": QUESTION}
        response = site.client.post("/page/ask", data=data, headers=SCRIPTS)
        assert "The model gave up: start again." in list(events(response))[-1]
        empty = site.client.post("/page/ask", data={"question": " "}, headers=SCRIPTS)
        assert empty.status_code == 422
        assert 'role="alert"' in empty.text


def test_a_refusal_names_the_nearest_headlines(tmp_path: Path) -> None:
    with running(tmp_path, ScriptedModel(odds=[-9.0] * 9)) as site:
        page = asked(site)
        assert phrases.NOT_FOUND in page.cssselect(".said")[0].text_content()
        assert page.cssselect("#answer .articles a")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8080"}, 200),
        ({"Host": "news.example.org"}, 403),
        ({"Host": "127.0.0.1", "Authorization": "tma x"}, 200),  # there is no bot here
        ({"Host": "news.example.org", "Authorization": "tma x"}, 403),
    ],
)
def test_without_a_token_only_this_machine_sees_the_page(
    site: Running, headers: dict[str, str], status: int
) -> None:
    response = site.client.get(f"/page/article?id={FIRST_ROUND}", headers=headers)
    assert response.status_code == status
    assert ("Istanbul" in response.text) == (status == 200)
    assert not read(response, status).cssselect("input[type=password]")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_page_of_another_site_cannot_make_the_model_work(
    site: Running, headers: dict[str, str]
) -> None:
    before = site.served.line.tally.begun
    response = site.client.post("/page/ask", data={"question": QUESTION}, headers=headers)
    assert response.status_code == 403
    assert site.served.line.tally.begun == before


def test_with_a_token_a_browser_signs_in_once(tmp_path: Path) -> None:
    with running(tmp_path, token=TOKEN) as site:
        address = f"/page/article?id={FIRST_ROUND}"
        browser = httpx.Client(base_url=site.client.base_url, trust_env=False)
        with browser:
            for cookie in ("", "byline-page=", "byline-page=é", "byline-page", "a=b; \x01"):
                raw = [(b"cookie", cookie.encode("latin-1"))]
                page = read(browser.get(address, headers=raw), 401)
                assert "Istanbul" not in page.text_content()
            assert page.cssselect("form input[type=password]")
            for wrong in ("", "x", TOKEN[:-1]):
                assert browser.post("/page/sign-in", data={"token": wrong}).status_code == 401
            signed_in = browser.post("/page/sign-in", data={"token": TOKEN})
            assert (signed_in.status_code, signed_in.headers["location"]) == (303, "./")
            cookie = signed_in.headers["set-cookie"]
            assert {"HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
            assert TOKEN not in cookie
            assert "Istanbul" in read(browser.get(address)).text_content()
            known = cookie.partition(";")[0]
            for others in ('prefs={"a":1}; ', "odd; "):  # of other programs on this machine
                kept = {"Cookie": others + known}
                assert httpx.get(f"{browser.base_url}{address}", headers=kept).status_code == 200
            assert browser.get(f"/v1/articles/{FIRST_ROUND}").status_code == 401
        assert site.client.get(address).status_code == 200  # with the token as a header
