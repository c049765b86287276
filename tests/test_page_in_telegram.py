"""The page inside Telegram: who sees what of it, and the button that opens it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from api_server import TOKEN as SERVERS_TOKEN
from api_server import Running, running
from bot_fakes import WHO_LED, PacedModel, is_answer, running_bot
from page_readers import TOKEN, init_data, mini_app
from telegram_server import PrivateChat, TelegramServer

from bot.errors import SettingsError
from bot.memory.all_databases import Memory, opened
from bot.memory.allowed_people import People
from bot.memory.conversation_names import chat_prefix
from bot.messenger.text import page_phrases
from bot.serving.api_token import Access
from bot.serving.page import opening
from bot.serving.page.init_data import FRESH_S
from bot.serving.page.visitors import TurnedAwayError
from bot.settings import load
from bot.terminal import chat_memory
from index.errors import LibraryError

OWNER, INVITED, STRANGER, BLOCKED = 1, 20, 30, 40
ARTICLE = "/page/article?id=istanbul-talks-first-round"
QUESTION = "Who was Ukraine's team led by?"


@dataclass(frozen=True)
class Rig:
    """A server with a token and a bot, and what the bot keeps."""

    site: Running
    memory: Memory

    def get(self, address: str, data: str) -> httpx.Response:
        """As the script of the page asks, for the person of this `initData`."""
        headers = {
            "Authorization": f"tma {data}".strip(),
            "HX-Request": "true",
            "Host": "news.example.org",
        }
        return self.site.client.get(address, headers=headers)


@contextmanager
def rig_in(folder: Path, **settings: object) -> Iterator[Rig]:
    with opened(folder) as memory:
        memory.people.decide(INVITED, True)
        memory.people.decide(BLOCKED, False)
        page = mini_app(folder, memory, **settings)
        with running(folder / "served", token=SERVERS_TOKEN, mini_app=page) as site:
            yield Rig(site, memory)


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with rig_in(tmp_path_factory.mktemp("telegram")) as made:
        yield made


def test_the_frame_tells_nothing_and_may_stand_in_telegrams_page_only(rig: Rig) -> None:
    response = httpx.get(f"{rig.site.client.base_url}/page/app?answer=1", trust_env=False)
    assert response.status_code == 200
    assert "Istanbul" not in response.text
    policy = response.headers["content-security-policy"]
    assert policy.partition("frame-ancestors ")[2].split() == [
        *("https://web.telegram.org", "https://webk.telegram.org", "https://weba.telegram.org")
    ]
    assert "telegram.org" not in response.text  # no script from there


@pytest.mark.parametrize("person", [OWNER, INVITED])
def test_whom_the_bot_answers_can_read(rig: Rig, person: int) -> None:
    response = rig.get(ARTICLE, init_data(person))
    assert response.status_code == 200
    assert "Rustem Umerov" in response.text
    around = rig.get(ARTICLE.replace("article?", "around?"), init_data(person))
    assert 'hx-get="article?id=' in around.text  # a plain link could not say who asks


def refused() -> Iterator[tuple[str, str]]:
    now = time.time()
    yield init_data(STRANGER), "whom its owner has invited"
    yield init_data(BLOCKED), "whom its owner has invited"
    yield init_data(INVITED, at=now - FRESH_S - 60), page_phrases.IS_OLD
    yield init_data(INVITED, at=now + 3600), page_phrases.IS_OLD
    yield init_data(INVITED, token=f"{TOKEN}x"), page_phrases.FROM_CHAT
    forged = init_data(STRANGER).replace(f"%3A%20{STRANGER}", f"%3A%20{OWNER}")
    assert f"%20{OWNER}%2C" in forged
    yield forged, page_phrases.FROM_CHAT
    yield "", page_phrases.FROM_CHAT


@pytest.mark.parametrize("address", [ARTICLE, "/page/around?id=x", "/page/article?answer=1"])
def test_whom_the_bot_would_not_answer_sees_nothing(rig: Rig, address: str) -> None:
    for data, why in refused():
        response = rig.get(address, data)
        assert response.status_code == 403
        assert why in response.text.replace("&#39;", "'")
        assert "Umerov" not in response.text
        assert "password" not in response.text


def test_where_everyone_may_ask_strangers_read_and_the_blocked_do_not(tmp_path: Path) -> None:
    with rig_in(tmp_path, access="open", admins="") as rig:
        assert rig.get(ARTICLE, init_data(STRANGER)).status_code == 200
        assert rig.get(ARTICLE, init_data(BLOCKED)).status_code == 403
        rig.memory.people.decide(STRANGER, False)  # at once, while the page is open
        assert rig.get(ARTICLE, init_data(STRANGER)).status_code == 403


def test_an_answer_is_shown_to_the_person_who_got_it_only(rig: Rig) -> None:
    answer = rig.site.answerer.ask(QUESTION)
    name = f"{chat_prefix(INVITED)}{INVITED}"
    number = rig.memory.sessions.remember(name, answer)
    in_group = rig.memory.sessions.remember(f"{chat_prefix(-100)}{INVITED}", answer)
    address = f"/page/article?answer={number}"
    shown = rig.get(address, init_data(INVITED))
    assert shown.status_code == 200
    assert QUESTION in shown.text.replace("&#39;", "'")
    assert '<mark id="c1"' in shown.text
    for person, asked in ((OWNER, number), (INVITED, in_group), (INVITED, 10**9)):
        response = rig.get(f"/page/article?answer={asked}", init_data(person))
        assert response.status_code == 404
        assert "Umerov" not in response.text


def test_readers_do_not_ask_here_and_do_not_come_to_the_api(rig: Rig) -> None:
    headers = {"Authorization": f"tma {init_data(OWNER)}"}
    begun = rig.site.served.line.tally.begun
    asked = rig.site.client.post("/page/ask", data={"question": QUESTION}, headers=headers)
    assert asked.status_code == 403
    assert rig.site.served.line.tally.begun == begun
    for address in ("/v1/search?q=Istanbul", "/metrics"):
        assert rig.site.client.get(address, headers=headers).status_code == 401


def test_a_reader_is_spoken_to_in_the_language_of_their_telegram(rig: Rig) -> None:
    assert "Andere Artikel" in rig.get(ARTICLE, init_data(INVITED, language="de")).text
    assert "пригласил" in rig.get(ARTICLE, init_data(STRANGER, language="ru")).text


def test_a_public_address_wants_both_tokens(tmp_path: Path) -> None:
    closed = Access("a" * 16)
    public = {"library": tmp_path, "page_url": "https://news.example.org/"}
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN"):
        opening.check(load(**public), closed)
    settings = load(**public, telegram_bot_token=TOKEN)
    with pytest.raises(SettingsError, match="BYLINE_API_TOKEN"):
        opening.check(settings, Access())
    opening.check(settings, closed)
    with opening.mini_app(settings, chat_memory.opened) as made:
        assert made is not None
        assert made.answer(INVITED, 1) is None
    opening.check(load(library=tmp_path), Access())
    with opening.mini_app(load(library=tmp_path), chat_memory.opened) as made:
        assert made is None


def test_the_page_reads_what_the_bot_keeps_wherever_that_is(tmp_path: Path, rig: Rig) -> None:
    public = {"page_url": "https://news.example.org", "telegram_bot_token": TOKEN}
    settings = load(library=tmp_path / "other", access="open", **public)
    with opening.mini_app(settings, lambda _: nullcontext(rig.memory)) as made:
        assert made is not None
        with pytest.raises(TurnedAwayError):
            made.reader(init_data(BLOCKED), "en")
    assert not (tmp_path / "other").exists()


def test_a_reader_is_not_told_where_things_are(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(people: People, rules: object, person: int, chat: int) -> bool:
        raise LibraryError("What chats remember cannot be kept in /srv/byline: make room.")

    monkeypatch.setattr(People, "may_ask", fails)
    response = rig.get(ARTICLE, init_data(INVITED))
    assert response.status_code == 503
    assert "/srv" not in response.text
    assert "Something went wrong" in response.text


def test_a_number_that_fits_into_no_database_is_no_answers(rig: Rig) -> None:
    response = rig.get(f"{ARTICLE}&answer={'9' * 5000}", init_data(INVITED))
    assert response.status_code == 200


@pytest.mark.parametrize("url", ["http://news.example.org", "news.example.org", "https://a/?b=c"])
def test_an_address_that_telegram_would_not_open_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"BYLINE_PAGE_URL.*https://news\.example\.org"):
        load(page_url=url)


async def test_an_answer_in_a_private_chat_has_a_button_that_opens_it_on_the_page(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    url = "https://news.example.org/byline"
    async with running_bot(server, tmp_path, PacedModel(), page_url=url, spaced=False) as bot:
        asked = await ana.send(WHO_LED)
        answer = await ana.wait_for(lambda m: is_answer(m) and m.reply_to is asked)
        assert answer.labels == ["📖 1", "📄", "More", "👍", "👎"]
        opened_at = web_app(answer.markup)
        assert opened_at.startswith(f"{url}/page/app?answer=")
        await ana.press(answer, "More")
        await ana.wait_for(lambda m: m is answer and "◀" in m.labels)
        await ana.press(answer, "◀")
        await ana.wait_for(lambda m: m is answer and "📖 1" in m.labels)
        assert web_app(answer.markup) == opened_at

        page = mini_app(tmp_path, bot.kept, admins="", access="open")
        with running(tmp_path / "served", token=SERVERS_TOKEN, mini_app=page) as site:
            data = init_data(ana.id)
            shown = Rig(site, bot.kept).get(f"/page/article?{opened_at.partition('?')[2]}", data)
            assert WHO_LED in shown.text.replace("&#39;", "'")
            assert '<mark id="c1"' in shown.text


def web_app(markup: object) -> str:
    """The address behind the button that opens a page."""
    assert isinstance(markup, dict)
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    return next(str(b["web_app"]["url"]) for b in buttons if b.get("web_app"))


async def test_in_a_group_there_is_no_such_button(
    server: TelegramServer, ana: PrivateChat, tmp_path: Path
) -> None:
    group = server.group_chat("Readers", members=[ana.members[0]])
    url = "https://news.example.org"
    async with running_bot(server, tmp_path, PacedModel(), page_url=url, spaced=False):
        await group.send(ana.members[0], f"/ask {WHO_LED}")
        answer = await group.wait_for(is_answer)
        assert "📄" not in answer.labels
