"""The page in a real Chromium: on a phone and a wide screen, dark, by keyboard, inside Telegram.

Debian's `chromium` package brings the browser; without one these tests are left out, and
`tests/test_page.py` still reads the page's HTML.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
from api_server import TOKEN as SERVERS_TOKEN
from api_server import Running, running
from paced_model import PacedModel
from page_readers import init_data, mini_app

from bot.memory.all_databases import opened
from bot.memory.conversation_names import chat_prefix
from bot.messenger.text import page_phrases

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt install chromium"),
]
playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

TWO = "Who was Ukraine's team led by and by whom was the Russian side headed?"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LED = "Ukraine's team was led by its defence minister, Rustem Umerov."
PERSON = 20


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with playwright.sync_playwright() as driver:
        # Without a sandbox, which containers do not allow; it opens no page but ours.
        made = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("page")) as server:
        yield server


@contextmanager
def window(browser: "Browser", site: Running, **options: Any) -> Iterator["Page"]:
    """A window; at the end no error must have been noted and no other host asked."""
    context = browser.new_context(**options)
    page = context.new_page()
    hosts: set[str] = set()
    faults: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert hosts == {site.client.base_url.netloc.decode()}
    assert faults == []


def address(site: Running, path: str) -> str:
    return str(site.client.base_url.join(path))


def without_faults(page: "Page") -> None:
    """That axe finds nothing, and that nothing is wider than the window."""
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_phones_reader_asks_reads_and_goes_on_to_other_articles(
    browser: "Browser", site: Running
) -> None:
    with window(browser, site, **PHONE) as page:
        page.goto(address(site, "/page/"))
        without_faults(page)
        page.get_by_label(page_phrases.QUESTION).fill(TWO)
        page.get_by_role("button", name=page_phrases.ASK_BUTTON).tap()
        page.get_by_role("heading", name=TWO).wait_for()
        assert page.url.endswith("/page/")  # the answer came into the page
        without_faults(page)
        page.locator(".sources a").first.tap()
        page.get_by_role("heading", name=page_phrases.TIMELINE).wait_for()
        assert page.locator("#c1").text_content() == LED
        # The browser scrolls there a moment after the page has come.
        playwright.expect(page.locator("#c1")).to_be_in_viewport()
        without_faults(page)
        page.get_by_role("link", name=page_phrases.CITED_AFTER).tap()
        assert page.url.endswith("#c2")
        page.get_by_role("link", name="Second Istanbul round").tap()
        page.get_by_role("heading", name="Second Istanbul round", level=1).wait_for()
        assert page.locator("mark").first.text_content()


def test_an_answer_grows_in_the_page_while_it_is_written(
    browser: "Browser", tmp_path: Path
) -> None:
    model = PacedModel()
    model.go.clear()
    with running(tmp_path, model) as site, window(browser, site, **PHONE) as page:
        page.goto(address(site, "/page/"))
        page.keyboard.press("Tab")  # the way past what stands on every page
        assert page.evaluate("document.activeElement.className") == "skip"
        page.get_by_label(page_phrases.QUESTION).focus()
        page.keyboard.type(TWO)
        page.keyboard.press("Enter")
        page.locator(".draft").wait_for()
        assert page.locator("#answer").get_attribute("aria-live") == "polite"
        assert page.locator("#answer h2").count() == 0
        model.go.set()
        page.locator("#answer h2").wait_for()
        assert page.locator(".draft").count() == 0
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")  # behind the button is the first number of the answer
        page.keyboard.press("Enter")
        page.locator("#c1").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_wide_screen_the_answer_stands_beside_and_colours_follow_the_system(
    browser: "Browser", site: Running, scheme: str
) -> None:
    wide: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "color_scheme": scheme}
    with window(browser, site, **wide) as page:
        key = site.served.kept.keep(site.answerer.ask(TWO))
        page.goto(address(site, f"/page/article?answer={key}"))
        page.get_by_role("heading", name=page_phrases.TIMELINE).wait_for()
        without_faults(page)
        aside, text = (page.locator(name).bounding_box() for name in ("aside", "article"))
        assert aside is not None
        assert text is not None
        assert aside["x"] + aside["width"] <= text["x"]
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") == (scheme == "light")


def test_without_scripts_all_can_be_asked_and_read(browser: "Browser", site: Running) -> None:
    with window(browser, site, java_script_enabled=False) as page:
        page.goto(address(site, "/page/"))
        page.get_by_label(page_phrases.QUESTION).fill(TWO)
        page.get_by_role("button", name=page_phrases.ASK_BUTTON).click()
        page.locator(".sources a").first.click()
        assert page.locator("#c1").text_content() == LED
        page.get_by_role("link", name=page_phrases.STORY).click()
        page.get_by_role("heading", name=page_phrases.TIMELINE).wait_for()


def test_inside_telegram_only_who_was_invited_reads_and_goes_on(
    browser: "Browser", tmp_path: Path
) -> None:
    with opened(tmp_path) as memory:
        memory.people.decide(PERSON, True)
        with running(
            tmp_path / "served", token=SERVERS_TOKEN, mini_app=mini_app(tmp_path, memory)
        ) as site:
            conversation = f"{chat_prefix(PERSON)}{PERSON}"
            number = memory.sessions.remember(conversation, site.answerer.ask(TWO))

            def launch(data: str) -> str:
                theme = quote(json.dumps({"bg_color": "#17212b"}))
                what = f"tgWebAppData={quote(data, safe='')}&tgWebAppThemeParams={theme}"
                return address(site, f"/page/app?answer={number}#{what}&tgWebAppVersion=9.1")

            with window(browser, site, **PHONE) as page:
                page.goto(launch(init_data(PERSON)))
                page.get_by_role("heading", name=page_phrases.TIMELINE).wait_for()
                assert page.locator("#c1").text_content() == LED
                without_faults(page)
                paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
                assert paper == "rgb(22, 24, 29)"  # as the chat, not as the system
                before = page.url
                page.get_by_role("link", name=page_phrases.CITED_AFTER).tap()
                page.locator("#c2:focus").wait_for()
                page.get_by_role("link", name="Second Istanbul round").tap()
                page.get_by_role("heading", name="Second Istanbul round", level=1).wait_for()
                page.locator("#c1:focus").wait_for()
                assert page.url == before  # what Telegram wrote there is still there
            for data in ("", init_data(30), init_data(PERSON, at=1000)):
                context = browser.new_context()
                page = context.new_page()
                page.goto(launch(data))
                page.locator("[role=alert], #page p").first.wait_for()
                page.wait_for_load_state("networkidle")
                assert "Umerov" not in page.content()
                context.close()
