"""Wraps Starlette: the page's addresses, below `/page/`, and what stands in its headers.

All addresses in the pages are relative to that folder, so that a proxy may put it anywhere.
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.errors import QuestionError, TooSlowError
from bot.messenger.text import page_phrases, phrases
from bot.messenger.text.translation import say, speaking
from bot.question.typed import tidy
from bot.serving import asking
from bot.serving.asking import Drafts, Limits
from bot.serving.model_line import BROKEN, Job, ModelLine
from bot.serving.page import shown
from bot.serving.page.kept_answers import KeptAnswers
from bot.serving.page.rendering import render, static
from bot.serving.page.shown import PageError
from bot.serving.page.visitors import COOKIE, Doors, TurnedAwayError, Visitor, from_telegram
from bot.types import Answer
from index.errors import BylineError
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)

_MOST_DIGITS = 18  # of an answer's number: more do not fit into a database
_TELEGRAM = "https://web.telegram.org https://webk.telegram.org https://weba.telegram.org"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)
_HEADERS = {
    "Content-Security-Policy": f"{_POLICY}'none'",
    "Cache-Control": "no-store",  # what people ask stays on no disk
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not "no-referrer": the Origin of our own forms would be "null", and they be refused.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_STATIC = {
    "Cache-Control": "public, max-age=31536000, immutable",  # their addresses name what they hold
    "X-Content-Type-Options": "nosniff",
}


class Page:
    """The page as an ASGI application, which lets in whom `doors` lets in."""

    def __init__(
        self,
        line: ModelLine,
        library_folder: LibraryFolder,
        limits: Limits,
        *,
        doors: Doors,
        kept: KeptAnswers,
    ) -> None:
        """`kept` takes the answers that are asked for on the page."""
        self._line = line
        self._library_folder = library_folder
        self._limits = limits
        self._doors = doors
        self._kept = kept
        self.app = Starlette(
            routes=[
                Route("/", self.home),
                Route("/ask", self.ask, methods=["POST"]),
                Route("/article", self.article),
                Route("/around", self.around),
                Route("/app", self.mini_app),
                Route("/sign-in", self.sign_in, methods=["POST"]),
                Route("/static/{name}", self.static),
            ],
            exception_handlers={
                TurnedAwayError: _turned_away,
                PageError: _page_error,
                BylineError: _byline_error,
                HTTPException: _http_error,
                Exception: _broken,
            },
        )

    def home(self, request: Request) -> Response:
        """The box to ask in, and the newest articles."""
        visitor = self._visitor(request)
        with speaking(visitor.language):
            newest = shown.newest(self._library_folder)
            return _page(request, "home.html", visitor, newest=newest, asked="", answer=None)

    async def ask(self, request: Request) -> Response:
        """Answer what was typed: as it is written, or as a whole page to a browser without scripts.

        For the owner only: readers in Telegram ask the bot, which counts their questions.
        """
        visitor = await run_in_threadpool(self._visitor, request)
        if visitor.person is not None or not _same_site(request):
            raise PageError(HTTPStatus.FORBIDDEN, page_phrases.FROM_CHAT)
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        asked, after = form.get("question", [""])[0], form.get("after", [""])[0]
        before = self._kept.find(after)
        job = Job(tidy(asked), before.turns if before else ())
        if "text/event-stream" in request.headers.get("accept", ""):
            drafts = Drafts()
            job.on_text = drafts.put
            self._line.put(job)
            stream = self._fragments(job, drafts, request, visitor, after)
            headers = {**_HEADERS, "X-Accel-Buffering": "no"}
            return StreamingResponse(stream, media_type="text/event-stream", headers=headers)
        self._line.put(job)
        answer = await asking.answered(self._line, job, self._limits, request.receive)
        if answer is None:
            return Response()
        key = self._kept.keep(answer, after)
        newest = await run_in_threadpool(shown.newest, self._library_folder)
        with speaking(visitor.language):
            more = {"newest": newest, "asked": asked, "answer": answer, "key": key}
            return _page(request, "home.html", visitor, **more)

    def article(self, request: Request) -> Response:
        """An article, with an answer beside it where one is named."""
        visitor = self._visitor(request)
        asked = request.query_params
        with speaking(visitor.language):
            key = asked.get("answer", "")
            answer = self._answer(visitor, key)
            held = shown.article(self._library_folder, asked.get("id", ""), answer, asked)
            return _page(request, "article.html", visitor, answer=answer, key=key, shown=held)

    def around(self, request: Request) -> Response:
        """Other articles of the story of an article, and a timeline of it."""
        visitor = self._visitor(request)
        with speaking(visitor.language):
            article_id = request.query_params.get("id", "")
            told = shown.around(self._library_folder, article_id)
            return _page(request, "around.html", visitor, story=told, article_id=article_id)

    def mini_app(self, request: Request) -> Response:
        """The frame in which Telegram shows the page; it holds nothing before Telegram has said who
        opens it."""
        if self._doors.mini_app is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        with speaking(_language(request)):
            html = render("app.html")
        policy = {"Content-Security-Policy": f"{_POLICY}{_TELEGRAM}"}
        return HTMLResponse(html, headers={**_HEADERS, **policy})

    async def sign_in(self, request: Request) -> Response:
        """Take the token of the server once, for this browser."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        value = self._doors.sign_in(form.get("token", [""])[0])
        if value is None:
            language = _language(request)
            with speaking(language):
                raise TurnedAwayError(say(page_phrases.NOT_KNOWN), language, asks_token=True)
        response = RedirectResponse("./", HTTPStatus.SEE_OTHER, _HEADERS)
        secure = request.headers.get("x-forwarded-proto") == "https"
        response.set_cookie(COOKIE, value, secure=secure, httponly=True, samesite="strict")
        return response

    async def static(self, request: Request) -> Response:
        """A file that pages load; these tell nothing of articles or readers."""
        found = static().get(request.path_params["name"])
        if found is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(found[0], media_type=found[1], headers=_STATIC)

    def _visitor(self, request: Request) -> Visitor:
        return self._doors.visitor(request.headers)

    def _answer(self, visitor: Visitor, key: str) -> Answer | None:
        if not key:
            return None
        if visitor.person is None:
            kept = self._kept.find(key)
            return kept.answer if kept else None
        mini_app = self._doors.mini_app
        assert mini_app is not None  # it has let the person in
        is_number = key.isdecimal() and len(key) <= _MOST_DIGITS
        return mini_app.answer(visitor.person, int(key)) if is_number else None

    async def _fragments(
        self, job: Job, drafts: Drafts, request: Request, visitor: Visitor, after: str
    ) -> AsyncIterator[bytes]:
        """Server-sent events without a name, each the HTML of what is known by then."""

        def event(template: str, **values: object) -> bytes:
            with speaking(visitor.language):
                html = render(template, visitor=visitor, **values)
            data = "".join(f"data: {part}\n" for part in html.splitlines())
            return f"{data}\n".encode()

        yield event("draft.html", draft="")
        line, limits = self._line, self._limits
        steps = asking.progress(line, job, drafts, limits, request.receive)
        async with aclosing(steps):
            async for step in steps:
                if isinstance(step, str):
                    yield event("draft.html", draft=step)
                elif isinstance(step, Answer):
                    yield event("said.html", answer=step, key=self._kept.keep(step, after))
                elif step is not None:
                    yield event("problem.html", why=str(step))
                else:
                    yield asking.STILL_HERE


def to_page(request: Request) -> Response:
    """Lead from the address of the server to the page."""
    return RedirectResponse("page/", HTTPStatus.SEE_OTHER)


def _same_site(request: Request) -> bool:
    """Whether a form was sent from a page of this server, not from a page of another one."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def _page(request: Request, template: str, visitor: Visitor, **values: object) -> HTMLResponse:
    """A whole page; what is in its middle for a script that asks for it."""
    part = "hx-request" in request.headers
    layout = "part.html" if part else "whole.html"
    html = render(template, layout=layout, visitor=visitor, **values)
    return HTMLResponse(html, headers=_HEADERS)


def _problem(
    request: Request,
    status: int,
    why: Callable[[], str],
    language: str,
    *,
    asks_token: bool = False,
) -> HTMLResponse:
    visitor = Visitor(language)
    with speaking(language):
        layout = "part.html" if "hx-request" in request.headers else "whole.html"
        values = {"why": why(), "asks_token": asks_token, "visitor": visitor, "layout": layout}
        html = render("refused.html", **values)
    return HTMLResponse(html, status, _HEADERS)


def _language(request: Request) -> str:
    return request.headers.get("accept-language", "").partition(",")[0]


async def _turned_away(request: Request, error: Exception) -> Response:
    assert isinstance(error, TurnedAwayError)
    status = HTTPStatus.UNAUTHORIZED if error.asks_token else HTTPStatus.FORBIDDEN
    why = phrases.plain(str(error))
    return _problem(request, status, lambda: why, error.language, asks_token=error.asks_token)


async def _page_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, PageError)
    return _problem(request, error.status, lambda: say(error.line), _language(request))


async def _byline_error(request: Request, error: Exception) -> Response:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, QuestionError):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif isinstance(error, TooSlowError):
        status = HTTPStatus.GATEWAY_TIMEOUT
    why = str(error)
    if isinstance(error, BylineError) and error.for_owner and from_telegram(request.headers):
        _LOG.warning("the page could not be shown: %s", error)
        why = BROKEN  # the reason names machines or folders
    return _problem(request, status, lambda: why, _language(request))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _problem(request, error.status_code, lambda: error.detail, _language(request))


async def _broken(request: Request, error: Exception) -> Response:
    return _problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, lambda: BROKEN, _language(request))
